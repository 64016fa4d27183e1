"""Every file that the pages recognise adds up: lines, rows, types, keys, party words."""

from __future__ import annotations

from collections import Counter

import pytest
from returns_helpers import ELECTIONS, check_types, shared

from hustings.ids import Round, parse_district
from hustings.sources.pages import pages, recognise

pytestmark = pytest.mark.shared

#: File → (rows of returns, rows of counts, rejected lines, skipped lines), as they are today.
EXPECTED = {
    "ca-34/ca-34-all-rounds.csv": (67, 0, 0, 1),
    "ca-primary-2022/ca-us-house-primary-2022-06-07.csv": (272, 0, 0, 1),
    "format-samples/clarity-enr/ga-20180213__ga__special.xml": (0, 0, 0, 1),
    "format-samples/clarity-enr/ga-20180724__ga__primary__runoff.xml": (40, 0, 0, 16),
    "fec/fec-2016-us-house-results.csv": (4468, 0, 1, 654),
    "fivethirtyeight/election_results_house_2023-11-08.csv": (19256, 0, 2, 12),
    "mit-election-lab/1976-2024-house.csv": (33733, 0, 74, 1),
    "openelections-ca/20121106__ca__general.csv": (250, 0, 0, 1330),
    "openelections-ca/20140603__ca__primary.csv": (481, 0, 0, 4267),
    "openelections-ca/20141104__ca__general.csv": (250, 0, 0, 2162),
    "openelections-ca/20160607__ca__primary.csv": (514, 0, 0, 6054),
    "openelections-ca/20161108__ca__general.csv": (250, 0, 0, 3071),
    "openelections-ca/20170404__ca__special__primary.csv": (24, 0, 0, 1),
    "openelections-ca/20170404__ca__special__primary__los_angeles__precinct.csv": (4485, 0, 0, 1),
    "openelections-ca/20170606__ca__special__general.csv": (2, 0, 0, 1),
    "openelections-ca/20170606__ca__special__general__los_angeles__precinct.csv": (390, 0, 0, 1),
    "openelections-ca/20201103__ca__general__county.csv": (250, 0, 0, 1030),
    "openelections-ga/20180724__ga__primary__runoff.csv": (10, 0, 0, 1323),
    "openelections-ga/20200811__ga__primary__general__runoff.csv": (5688, 0, 0, 3455),
    "openelections-ga/20210105__ga__runoff.csv": (0, 0, 0, 15667),
    "openelections-la/20121106__la__primary.csv": (281, 0, 0, 1),
    "openelections-la/20121208__la__general.csv": (20, 0, 0, 1),
    "openelections-la/20141104__la__primary.csv": (504, 0, 0, 513),
    "openelections-la/20141206__la__general.csv": (74, 0, 0, 129),
    "openelections-la/20161108__la__general__county.csv": (490, 0, 0, 2406),
    "openelections-la/20161210__la__general__runoff__county.csv": (54, 0, 0, 131),
    "openelections-la/20201103__la__general__county.csv": (482, 0, 0, 1821),
    "openelections-wa/20180807__wa__primary__county.csv": (272, 0, 0, 3304),
    "openelections-wa/20181106__wa__general__county.csv": (106, 0, 0, 2129),
    "rdmurphy-ca-sos-2024/final-2024-04-04/us-rep-district-34.json": (5, 0, 0, 0),
    "rdmurphy-ca-sos-2024/us-rep-district-34-county-los-angeles-final.json": (10, 0, 0, 0),
    "rdmurphy-ca-sos-2024/us-rep-district-34-raw-snapshots.jsonl": (0, 695, 0, 0),
    "rdmurphy-ca-sos-2024/us-rep-final-2024-04-04.json": (241, 0, 0, 0),
    "rdmurphy-ca-sos-2024/us-rep-snapshots-2024-primary.csv": (0, 33499, 0, 1),
    "rdmurphy-la-county-2024/ca-34-2024-timeline.csv": (0, 88, 0, 1),
    "rdmurphy-la-county-2024/general-results-final.json": (20, 0, 0, 363),
    "rdmurphy-la-county-2024/general-timeframes.json": (0, 280, 0, 363),
    "rdmurphy-la-county-2024/primary-results-final.json": (55, 0, 0, 165),
    "rdmurphy-la-county-2024/primary-timeframes.json": (0, 660, 0, 165),
}


@pytest.mark.parametrize("path", EXPECTED)
def test_every_line_is_loaded_rejected_or_skipped(path):
    # `shared` itself asserts that loaded + rejected + skipped are the lines of the file.
    reading = shared(path)
    found = (
        len(reading.returns),
        len(reading.counts),
        reading.rejected.total(),
        reading.skipped.total(),
    )
    assert found == EXPECTED[path]


@pytest.mark.parametrize("path", EXPECTED)
def test_rows_fit_the_catalogue(path):
    reading = shared(path)
    check_types("returns", reading.returns)
    check_types("counts", reading.counts)
    assert not reading.others
    rounds = {member.value for member in Round}
    for row in reading.returns + reading.counts:
        assert row["district"] == "SD-1" or parse_district(row["district"]) == row["district"]
        assert row["round"] in rounds
        assert row["cycle"] % 2 == 0
        assert row["name"].strip()
        assert row["name"] == row["name"].strip()
    for row in reading.returns:
        assert row["kind"] in {"candidate", "write-in", "undervote", "overvote", "blank", "total"}
        assert row["level"] in {"district", "county", "precinct"}
        assert row.get("status") in {None, "certified", "canvass", "election-night", "unofficial"}
        assert (row["votes"] is None) == bool(row.get("unopposed"))
        assert row["votes"] is None or row["votes"] >= 0


def test_no_file_of_the_folder_is_recognised_unseen():
    """A file that a page of returns takes is in the list above, or is refused."""
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    taken = set()
    for file in sorted(ELECTIONS.rglob("*")):
        found = recognise(file.name, f"{file.parent.name}/{file.name}") if file.is_file() else None
        if found and found[0].id.startswith("returns.") and found[0].id != "returns.refused":
            assert not found[0].missing(found[1]), file.name
            taken.add(str(file.relative_to(ELECTIONS)))
    districts = {
        f"rdmurphy-ca-sos-2024/final-2024-04-04/us-rep-district-{n}.json" for n in range(1, 53)
    }
    assert taken == set(EXPECTED) | districts


def test_things_are_distinct_so_that_no_file_takes_the_place_of_another():
    things = Counter(shared(path).thing for path in EXPECTED)
    assert [thing for thing, times in things.items() if times > 1] == []


def test_reasons_are_few():
    for path in EXPECTED:
        assert len(shared(path).skipped) <= 15, path


def test_party_words_of_real_files_have_codes():
    """Labels outside parties.csv are slogans of a few candidates; their text is kept."""
    for path in EXPECTED:
        rows = [r for r in shared(path).returns if r["kind"] == "candidate"]
        all_votes = sum(r["votes"] or 0 for r in rows)
        others = [r for r in rows if r["party"] == "OTH"]
        assert all(r["party_as_written"] for r in others)
        assert all(r["party"] for r in rows if r["party_as_written"] and not r["write_in"])
        assert sum(r["votes"] or 0 for r in others) <= 0.0035 * all_votes, path


def test_files_of_one_county_never_answer_for_a_district():
    path = "openelections-ca/20170404__ca__special__primary__los_angeles__precinct.csv"
    assert shared(path).page.options["partial"] is True


def test_precedence_is_the_states_then_the_countys_then_compilers():
    order = {name: page.precedence for name, page in pages().items() if name.startswith("returns.")}
    assert order["returns.ca_sos"] == 10
    assert order["returns.la_county"] == 15
    assert order["returns.openelections"] == 20
    assert order["returns.fec_results"] == 30
    assert order["returns.mit"] == 40
    assert order["returns.fivethirtyeight"] == 50
    assert order["returns.compiled"] == 60
