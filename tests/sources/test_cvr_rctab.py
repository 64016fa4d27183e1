"""RCTab's own test contests: every expected round is met in every number."""

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from hustings.contests import RankedBallots, count_part, count_rounds, tabulate
from hustings.errors import SourceError
from hustings.sources.cvr import read_config
from hustings.sources.cvr.read import read_contest

#: Contests whose ballots are here.
HERE = [
    "2015_portland_mayor",
    "csv_missing_header_test",
    "first_round_determines_threshold_tiebreaker_test",
    "generic_csv_test",
    "missing_precinct_example",
    "multi_seat_uwi_test",
    "nist_xml_cdf_2",
    "skip_to_next_test",
    "test_set_0_skipped_first_choice",
    "test_set_2_overvote_skip_to_next",
    "test_set_6_duplicate_exhaust",
    "test_set_7_duplicate_skip_to_next",
    "tiebreak_generate_permutation_test",
]
#: Contests of which only the configuration and the expected report are here.
ABSENT = [
    "2018_maine_governor_primary",
    "excluded_test",
    "stop_tabulation_early_test",
    "tiebreak_seed_test",
]
#: Rows of nothing but blanks that the copy of the spreadsheet has lost.
BLANK_ROWS_CUT = {"first_round_determines_threshold_tiebreaker_test": 2}
CAUSES = {
    "exhaustedChoices": "no_choice_left",
    "overvotes": "overvote",
    "repeatedRankings": "duplicate",
    "skippedRankings": "skipped",
}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def contests(shared_data) -> Path:
    folder = shared_data / "elections" / "rcv-test-data"
    if not folder.is_dir():
        pytest.skip("RCTab's test contests are not here")
    return folder


def expected_of(path: Path):
    report = json.loads(path.read_text())
    for one in report["results"]:
        moves = {}
        for result in one["tallyResults"]:
            name = result.get("eliminated") or result["elected"]
            moves.update({(name, to): Decimal(v) for to, v in result["transfers"].items()})
        yield {
            "votes": {name: Decimal(votes) for name, votes in one["tally"].items()},
            "exhausted": {name: Decimal(one["inactiveBallots"][name]) for name in CAUSES},
            "elected": {r["elected"] for r in one["tallyResults"] if "elected" in r},
            "eliminated": {r["eliminated"] for r in one["tallyResults"] if "eliminated" in r},
            "transfers": moves,
            "threshold": Decimal(one["threshold"]),
        }


def counted(rounds):
    for one in rounds:
        said = one.exhausted.to_json()
        yield {
            "votes": {name: Decimal(votes) for name, votes in one.votes.items()},
            "exhausted": {theirs: Decimal(said[ours]) for theirs, ours in CAUSES.items()},
            "elected": set(one.elected),
            "eliminated": set(one.eliminated),
            "transfers": {(m.source, m.target): Decimal(m.votes) for m in one.transfers},
            "threshold": Decimal(one.threshold),
        }


def test_these_are_all_the_contests(contests):
    assert sorted(p.name for p in contests.iterdir() if p.is_dir()) == sorted(HERE + ABSENT)


@pytest.mark.parametrize("name", HERE)
def test_every_round_is_as_expected(contests, name):
    config = read_config(contests / name / f"{name}_config.json")
    ballots = read_contest(config)
    rounds = count_rounds(ballots, config.rules)
    report = contests / name / f"{name}_expected_detailed_report.json"
    assert list(counted(rounds)) == list(expected_of(report))
    summary = json.loads(report.read_text())["summary"]
    cut = BLANK_ROWS_CUT.get(name, 0)
    assert ballots.total == int(summary["totalNumBallots"]) - cut
    assert rounds[0].exhausted.blank == summary["undervotes"] - cut
    assert rounds[-1].threshold == int(summary["finalThreshold"])
    decision = tabulate(ballots, config.rules)
    assert len(decision.those("elected")) == summary["numWinners"]
    assert not ballots.rejected


@pytest.mark.parametrize("name", ABSENT)
def test_a_contest_whose_ballots_are_absent_says_so(contests, name):
    config = read_config(contests / name / f"{name}_config.json")
    with pytest.raises(SourceError, match="cannot be read: No such file or directory"):
        read_contest(config)


@pytest.mark.parametrize("name", ["stop_tabulation_early_test", "tiebreak_seed_test"])
def test_ties_by_a_seed_on_ballots_rebuilt_from_the_report(contests, name):
    """Three choices with three ballots each, no second choices: the report tells all of them."""
    config = read_config(contests / name / f"{name}_config.json")
    expected = list(expected_of(contests / name / f"{name}_expected_detailed_report.json"))
    lines = {(person,): int(votes) for person, votes in expected[0]["votes"].items()}
    ballots = RankedBallots.of(config.candidates, lines)
    assert list(counted(count_rounds(ballots, config.rules))) == expected


@pytest.mark.parametrize(
    ("name", "file", "part"),
    [
        ("generic_csv_test", "Precinct/*_p1_precinct", {"precinct": "p1"}),
        ("generic_csv_test", "Precinct/*_p2_precinct", {"precinct": "p2"}),
        ("generic_csv_test", "Precinct/*_no_precinct_id_precinct", {"precinct": ""}),
        ("generic_csv_test", "Batch/*_b1_batch", {"batch": "b1"}),
        ("generic_csv_test", "Batch/*_b2_batch", {"batch": "b2"}),
        ("generic_csv_test", "Batch/*_no_batch_id_batch", {"batch": ""}),
        (
            "missing_precinct_example",
            "Precinct/*_MINNEAPOLIS_W-13_P-13_precinct",
            {"precinct": "MINNEAPOLIS W-13 P-13"},
        ),
        ("missing_precinct_example", "Precinct/*_missing_precinct_id_precinct", {"precinct": ""}),
    ],
)
def test_every_round_of_a_part_is_as_expected(contests, name, file, part):
    path = contests / name / f"{name}_config.json"
    whole = read_config(path)
    rounds = count_rounds(read_contest(whole), whole.rules)
    here = count_part(read_contest(read_config(path, **part)), whole.rules, rounds)
    folder = contests / name
    (sheet,) = folder.glob(f"Tabulate by {file}_detailed_report.csv")
    assert [sheet_votes(sheet, number) for number in range(1, len(rounds) + 1)] == [
        {candidate: votes for candidate, votes in one.votes.items() if votes} for one in here
    ]
    for report in folder.glob(f"Tabulate by {file}_detailed_report.json"):
        assert list(counted(here)) == list(expected_of(report))


def sheet_votes(path: Path, number: int):
    """Votes by candidate in a round of a report sheet; those with none are left out."""
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    start = next(place for place, row in enumerate(rows) if row and row[0].startswith("Elected"))
    end = next(place for place, row in enumerate(rows) if row and row[0] == "Active Ballots")
    column = 3 * number - 2
    assert rows[start - 2][column] == f"Round {number} Votes"
    votes = {row[0]: int(row[column]) for row in rows[start + 1 : end]}
    active = int(rows[end][column])
    assert sum(votes.values()) == active
    return {name: count for name, count in votes.items() if count}


def change(config: Path, tmp_path: Path, **rules) -> Path:
    value = json.loads(config.read_text())
    value["rules"].update(rules)
    changed = tmp_path / "config.json"
    changed.write_text(json.dumps(value))
    return changed


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"winnerElectionMode": "bottomsUp"}, "winnerElectionMode 'bottomsUp'"),
        ({"winnerElectionMode": "multiPassIrv"}, "winnerElectionMode 'multiPassIrv'"),
        ({"numberOfWinners": "3"}, "with 3 to elect"),
        ({"hareQuota": True}, "hareQuota"),
        ({"nonIntegerWinningThreshold": True}, "nonIntegerWinningThreshold"),
        ({"overvoteRule": "guess"}, "overvoteRule 'guess' is none of exhaustImmediately"),
        ({"tiebreakMode": "coin"}, "tiebreakMode 'coin' is none of useCandidateOrder"),
        ({"tiebreakMode": "random", "randomSeed": ""}, "lot need a seed"),
        ({"maxSkippedRanksAllowed": "few"}, "maxSkippedRanksAllowed 'few' is not a whole number"),
    ],
)
def test_settings_that_cannot_be_followed_are_named(contests, tmp_path, rules, said):
    config = contests / "generic_csv_test" / "generic_csv_test_config.json"
    with pytest.raises(SourceError, match=said):
        read_config(change(config, tmp_path, **rules))
