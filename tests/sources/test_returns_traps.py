"""The traps of facts/elections.md, each by name."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from datetime import date, datetime

import pytest
from returns_helpers import ELECTIONS, contest, read, shared, votes

from hustings.errors import SourceError
from hustings.sources.pages import recognise

pytestmark = pytest.mark.shared

MIT = "mit-election-lab/1976-2024-house.csv"
FEC = "fec/fec-2016-us-house-results.csv"
FTE = "fivethirtyeight/election_results_house_2023-11-08.csv"
SOS = "rdmurphy-ca-sos-2024/"


@pytest.mark.parametrize(
    "name",
    ["0018nov18-end.ets", "0018nov18-zero.ets", "2641jun18.ets", "2798mar20.ets",
     "0018nov18-start.json", "2641jun18.json", "2798mar20.json"],
)  # fmt: skip
def test_trap_1_dry_runs_with_invented_votes_are_refused(name):
    with pytest.raises(SourceError, match="invented votes"):
        shared(f"format-samples/la-county-ets-DRY-RUN/{name}")


def test_trap_1_every_file_of_the_dry_run_folder_is_refused():
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    files = sorted((ELECTIONS / "format-samples/la-county-ets-DRY-RUN").iterdir())
    assert len(files) == 12
    for file in files:
        with pytest.raises(SourceError):
            read(file.name, file.read_bytes(), file.parent.name)


@pytest.mark.parametrize(
    "path",
    ["20161108__la__general__county.csv", "20161210__la__general__runoff__county.csv",
     "20201103__la__general__county.csv"],
)  # fmt: skip
def test_trap_2_pseudo_counties_are_kept_and_never_added(path):
    rows = shared(f"openelections-la/{path}").returns
    totals = {
        (row["district"], row["name"]): row["votes"] for row in rows if row["kind"] == "total"
    }
    parishes: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["kind"] == "candidate":
            assert row["county"] != "Total Votes"
            parishes[row["district"], row["name"]] += row["votes"]
    assert totals
    assert totals == parishes


def test_trap_2_scalise_2020_has_270330_votes_and_not_twice_that():
    rows = shared("openelections-la/20201103__la__general__county.csv").returns
    assert votes(rows, district="LA-1")["Steve Scalise"] == 270330


def test_trap_3_the_byte_order_mark_of_mit_is_no_part_of_the_header():
    assert shared(MIT).as_of == date(2025, 9, 10)
    assert shared(MIT).skipped == {"header": 1}


def test_trap_3_names_encoded_twice_are_repaired():
    names = {row["name"] for row in shared(MIT).returns if row["cycle"] == 2022}
    assert {"TOM O’HALLERAN", "TONY CÁRDENAS", "LINDA T SÁNCHEZ", "RAÚL M GRIJALVA"} <= names
    assert not [name for name in names if any(mark in name for mark in "ÃÂâ\x80\x99")]


def test_trap_3_votes_of_one_zero_and_minus_one_are_no_votes():
    rows = shared(MIT).returns
    alone = [row for row in rows if row["unopposed"]]
    assert len(alone) == 187
    assert all(row["votes"] is None for row in alone)
    assert {
        ("FL-24", 2016), ("OK-1", 2016), ("FL-25", 2020), ("LA-4", 2022), ("FL-20", 2024),
        ("OK-3", 2024), ("LA-5", 2008),
    } <= {(row["district"], row["cycle"]) for row in alone}  # fmt: skip
    assert all(row["votes"] >= 0 for row in rows if not row["unopposed"])
    # A write-in candidate with one vote has one vote.
    assert [r["votes"] for r in rows if r["name"] == "BILLY BALLARD"] == [1]


def test_trap_3_unopposed_in_mit_is_unopposed_at_fivethirtyeight():
    mit = {
        (row["district"], row["cycle"])
        for row in shared(MIT).returns
        if row["unopposed"] and 1998 <= row["cycle"] <= 2022
    }
    nate = {(row["district"], row["cycle"]) for row in shared(FTE).returns if row["unopposed"]}
    assert mit == nate


def test_trap_3_repeated_keys_are_separate_lines():
    rows = shared(MIT).returns
    writeins = [r for r in rows if r["district"] == "MD-4" and r["cycle"] == 2008 and
                r["kind"] == "write-in"]  # fmt: skip
    assert len(writeins) == 4
    assert not shared(MIT).rejected["the same line stands earlier in the file"]


def test_trap_3_lines_that_are_known_to_be_wrong_are_rejected_with_the_reason():
    reading = shared(MIT)
    assert reading.rejected.total() == 74
    assert all(reason.startswith("known error of the source: ") for reason in reading.rejected)
    gone = {("LA-5", 2014), ("LA-6", 2014), ("LA-3", 2016), ("LA-4", 2016), ("LA-5", 2020),
            ("LA-2", 2006), ("ME-2", 2018), ("ME-2", 2022), ("VA-2", 2020)}  # fmt: skip
    assert not gone & {(row["district"], row["cycle"]) for row in reading.returns}


def test_trap_3_a_known_error_expires_when_the_source_mends_it():
    header = (
        "year,state,state_po,state_fips,state_cen,state_ic,office,district,stage,runoff,special,"
        "candidate,party,writein,mode,candidatevotes,totalvotes,unofficial,version,fusion_ticket"
    )
    line = (
        "2022,MAINE,ME,23,11,2,US HOUSE,2,GEN,FALSE,FALSE,JARED F GOLDEN,DEMOCRAT,FALSE,TOTAL,"
        "{},316382,FALSE,20250910,FALSE"
    )
    wrong = read("1976-2024-house.csv", f"{header}\n{line.format(1165136)}\n")
    assert wrong.rejected.total() == 1
    mended = read("1976-2026-house.csv", f"{header}\n{line.format(153074)}\n")
    assert [row["votes"] for row in mended.returns] == [153074]


def test_trap_3_a_total_among_the_candidates_is_a_total():
    rows = [r for r in shared(MIT).returns if r["district"] == "DC-AL" and r["cycle"] == 2024]
    assert [r["votes"] for r in rows if r["kind"] == "total"] == [328404]
    assert sum(r["votes"] for r in rows if r["kind"] != "total") == 328404


@pytest.mark.parametrize(
    "name",
    ["primary-project-2022_dem_candidates.csv", "primary-project-2022_rep_candidates.csv",
     "primary-candidates-2018_dem_candidates.csv", "primary-candidates-2018_rep_candidates.csv"],
)  # fmt: skip
def test_trap_4_primary_files_without_third_parties_are_not_returns(name):
    assert recognise(name, f"fivethirtyeight/{name}") is None


def test_trap_5_fec_sums_unopposed_write_ins_and_unexpired_terms():
    reading = shared(FEC)
    rows = reading.returns
    assert not [r for r in rows if r["kind"] == "candidate" and "Votes:" in r["name"]]
    assert reading.skipped["a sum over the state's districts"] == 56
    brooks = contest(rows, name="Brooks, Mo", round="primary")
    assert [(r["votes"], r["unopposed"], r["contest_party"]) for r in brooks] == [
        (None, True, "REP")
    ]
    cardenas = contest(rows, name="Cardenas, Angel")
    assert [(r["round"], r["votes"], r["write_in"], r["party"]) for r in cardenas] == [
        ("primary", 1400, True, "REP"),
        ("general", 54817, False, "REP"),
    ]
    special = {r["district"] for r in rows if r["round"] == "special-general"}
    assert special == {"HI-1", "KY-1", "PA-2"}
    hanabusa = contest(rows, name="Hanabusa, Colleen Wakako")
    assert {r["round"] for r in hanabusa} == {"primary", "general", "special-general"}
    welch = contest(rows, district="VT-AL", name="Welch, Peter", round="primary")
    assert {(r["contest_party"], r["party_as_written"]) for r in welch} == {
        ("DEM", "D/R"), ("REP", "W(R)"),
    }  # fmt: skip


def test_trap_5_runoffs_of_the_fec_are_rounds_of_their_own():
    rows = shared(FEC).returns
    ferguson = contest(rows, name="Ferguson, Drew")
    assert {r["round"]: (r["votes"], r["winner"]) for r in ferguson} == {
        "primary": (15491, None), "primary-runoff": (22836, None), "general": (207218, True),
    }  # fmt: skip
    higgins = contest(rows, name="Higgins, Clay")
    assert {r["round"]: (r["votes"], r["winner"], r["contest_date"]) for r in higgins} == {
        "general": (84912, None, date(2016, 11, 8)), "runoff": (77671, True, date(2016, 12, 10)),
    }  # fmt: skip


def test_trap_7_votes_with_commas_and_names_and_party_words():
    assert votes(shared(SOS + "us-rep-final-2024-04-04.json").returns, district="CA-1") == {
        "Mike Doran": 19734, "Rose Penelope Yee": 41669, "Doug LaMalfa": 122858,
    }  # fmt: skip
    words: dict[str, set[str]] = defaultdict(set)
    for path in ("20121106__ca__general.csv", "20201103__ca__general__county.csv"):
        for row in shared(f"openelections-ca/{path}").returns:
            words[row["party"]].add(row["party_as_written"])
    assert words == {
        "DEM": {"DEM", "Democratic"}, "REP": {"REP", "Republican"}, "NPP": {"NPP"},
    }  # fmt: skip
    written_in = [
        (row["party"], row["party_as_written"])
        for row in shared("openelections-ca/20140603__ca__primary.csv").returns
        if row["write_in"]
    ]
    assert len(written_in) == 33
    assert ("NPP", "NPP (W/I)") in written_in


def test_trap_8_the_countys_timeline_stops_short_and_the_final_does_not():
    counts = shared("rdmurphy-la-county-2024/ca-34-2024-timeline.csv").counts
    november = [r for r in counts if r["round"] == "general"]
    last = max(r["counted_at"] for r in november)
    assert sum(r["votes"] for r in november if r["counted_at"] == last) == 185876
    final = shared("rdmurphy-la-county-2024/general-results-final.json")
    assert sum(votes(final.returns, district="CA-34").values()) == 189414
    assert final.as_of == date(2024, 12, 2)


def test_trap_8_the_file_of_zeros_is_refused():
    with pytest.raises(SourceError, match="zero by design"):
        shared("rdmurphy-la-county-2024/general-election_data.json")


def test_louisianas_words_swap_between_years():
    november = [
        shared("openelections-la/20141104__la__primary.csv"),
        shared("openelections-la/20161108__la__general__county.csv"),
    ]
    december = [
        shared("openelections-la/20141206__la__general.csv"),
        shared("openelections-la/20161210__la__general__runoff__county.csv"),
    ]
    assert {r["round"] for file in november for r in file.returns} == {"general"}
    assert {r["round"] for file in december for r in file.returns} == {"runoff"}


def test_precincts_reporting_is_no_measure_of_completeness():
    rows = shared(SOS + "us-rep-district-34-raw-snapshots.jsonl").counts
    first = min(r["counted_at"] for r in rows if r["votes"])
    at_first = [r for r in rows if r["counted_at"] == first]
    assert {r["reporting"] for r in at_first} == {"100% (153 of 153) precincts reporting"}
    assert sum(r["votes"] for r in at_first) < 0.4 * 81344


def test_five_counts_go_down_between_snapshots():
    series: dict[tuple[str, str], list[tuple[datetime, int]]] = defaultdict(list)
    for row in shared(SOS + "us-rep-snapshots-2024-primary.csv").counts:
        series[row["district"], row["name"]].append((row["counted_at"], row["votes"]))
    falls = 0
    for points in series.values():
        counted = [count for _, count in sorted(points)]
        falls += sum(later < before for before, later in itertools.pairwise(counted))
    assert falls == 5


def test_a_ranked_count_is_loaded_once_by_first_choices():
    rows = shared(FTE).returns
    golden = contest(rows, district="ME-2", cycle=2018, name="Jared Forrest Golden")
    assert [(r["votes"], r["winner"]) for r in golden] == [(132013, True)]
    peltola = contest(rows, district="AK-AL", cycle=2022, name="Mary S. Peltola", round="general")
    assert [r["votes"] for r in peltola] == [128755]
    later = "a later round of a ranked count; the first choices are loaded"
    assert shared(FTE).skipped[later] == 11


def test_a_line_without_votes_that_is_not_unopposed_is_rejected():
    assert shared(FTE).rejected == {"votes: empty, and not marked as unopposed": 2}


def test_first_rounds_at_fivethirtyeight_are_named_by_what_they_do():
    rows = shared(FTE).returns
    found = {
        (r["district"], r["cycle"], r["round"])
        for r in rows
        if (r["district"], r["cycle"]) in {("GA-6", 2018), ("CA-22", 2022), ("TX-6", 2022)}
        and r["round"] != "general"
    }
    assert found == {
        ("GA-6", 2018, "special-general"), ("GA-6", 2018, "special-runoff"),
        ("CA-22", 2022, "special-primary"), ("CA-22", 2022, "special-general"),
        ("TX-6", 2022, "special-general"), ("TX-6", 2022, "special-runoff"),
    }  # fmt: skip
