"""Real ballots: Maine's second district in 2018 and Alaska's of 2022 and 2024."""

import csv
from collections import Counter
from dataclasses import replace

import pytest

from hustings.contests import (
    ALASKA,
    EXHAUSTED,
    MAINE,
    MAINE_WITH_BATCHES,
    RankedBallots,
    tabulate,
)
from hustings.errors import SourceError
from hustings.sources.cvr import CvrOptions, form_of, read_ballots, read_report

pytestmark = pytest.mark.shared

NAMES = CvrOptions(
    candidates={
        "Jared F. Golden": ("G",),
        "Bruce Poliquin": ("P",),
        "Tiffany L. Bond": ("B",),
        "William R.S. Hoar": ("H",),
    }
)


@pytest.fixture(scope="module")
def maine(shared_data):
    return shared_data / "elections" / "maine-rcv"


@pytest.fixture(scope="module")
def alaska(shared_data):
    return shared_data / "elections" / "alaska"


def test_maine_2018_by_ballots(maine):
    ballots = read_ballots(maine / "me-02-2018-general-votes-coded.dat", NAMES)
    assert ballots.total == 296_077
    decision = tabulate(ballots, MAINE_WITH_BATCHES)
    first, last = decision.rounds
    assert list(first.votes.items()) == [
        ("Bruce Poliquin", 134_184),
        ("Jared F. Golden", 132_013),
        ("Tiffany L. Bond", 16_552),
        ("William R.S. Hoar", 6_875),
    ]
    assert first.eliminated == ("Tiffany L. Bond", "William R.S. Hoar")
    assert last.votes == {"Jared F. Golden": 142_440, "Bruce Poliquin": 138_931}
    assert decision.elected == "Jared F. Golden"
    assert decision.of("Jared F. Golden").why == (
        "142,440 votes of 281,371 still counting in round 2, and 140,686 are enough; "
        "21-A M.R.S. 723-A"
    )
    # Without batches, as the statute has been since August 2024, it takes one round more.
    later = tabulate(ballots, MAINE)
    assert len(later.rounds) == 3
    assert later.rounds[-1].votes == last.votes


def test_maine_2018_equals_another_count_in_every_flow(maine):
    ballots = read_ballots(maine / "me-02-2018-general-votes-coded.dat", NAMES)
    ours = tabulate(ballots, MAINE_WITH_BATCHES)
    theirs = read_report(maine / "me-02-2018-general-ranked-vote-report.json")
    assert (theirs.ballots, theirs.winner) == (ballots.total, ours.elected)
    for one, other in zip(ours.rounds, theirs.rounds, strict=True):
        assert one.votes == other.votes
        assert set(one.eliminated) == set(other.eliminated)
        assert {(m.source, m.target): m.votes for m in one.transfers} == {
            (m.source, m.target): m.votes for m in other.transfers
        }
        assert one.exhausted.overvote == other.exhausted.overvote
        assert one.exhausted.total == other.exhausted.total


def test_maine_2018_by_patterns_leaves_out_those_who_never_counted(maine):
    ballots = read_ballots(maine / "me-02-2018-general-tabulate.txt", NAMES)
    decision = tabulate(ballots, MAINE_WITH_BATCHES)
    assert ballots.total == decision.votes_cast == 289_624
    assert decision.rounds[-1].votes == {"Jared F. Golden": 142_440, "Bruce Poliquin": 138_931}


def test_the_report_of_the_primary_of_2018(maine):
    path = maine / "me-02-2018-dem-primary-ranked-vote-report.json"
    report = read_report(path)
    assert report.contest == "Maine 2018 Congress District 2 Democrat Primary Election"
    assert (report.day.isoformat(), report.ballots) == ("2018-06-12", 50_845)
    first, last = report.rounds
    assert first.votes == {
        "Jared F. Golden": 20_987,
        "Lucas R. St. Clair": 17_742,
        "Craig R. Olson": 3_993,
        "Jonathan S. Fulford": 2_489,
    }
    assert last.votes == {"Jared F. Golden": 23_611, "Lucas R. St. Clair": 19_853}
    into = Counter()
    for flow in first.flows:
        into[flow.target] += flow.votes
    assert into == {**last.votes, EXHAUSTED: last.exhausted.total}
    with pytest.raises(SourceError, match="a report of a count and holds no ballots"):
        read_ballots(path)


@pytest.mark.parametrize("places", ["house_district", "precinct"])
def test_alaskas_special_of_2022(alaska, places):
    path = alaska / f"2022-USRepresentativeSpecialGeneral-top-4-{places}.csv"
    ballots = read_ballots(path)
    decision = tabulate(ballots, ALASKA)
    assert ballots.total == 192_289
    first, second, last = decision.rounds
    assert first.votes == {
        "Peltola": 74_820, "Palin": 58_544, "Begich": 52_774, "Write-in": 2_974
    }  # fmt: skip
    assert second.votes == {"Peltola": 75_799, "Palin": 58_971, "Begich": 53_810}
    assert last.votes == {"Peltola": 91_265, "Palin": 86_024}
    assert decision.elected == "Peltola"


@pytest.mark.parametrize(
    ("contest", "most", "last"),
    [
        ("USRepresentativeSpecialGeneral", 4, {"Peltola": 91_265, "Palin": 86_024}),
        ("USRepresentative", 5, {"Peltola": 137_260, "Palin": 112_465}),
    ],
)
def test_alaskas_summaries_are_the_later_rounds_of_one_another(alaska, contest, most, last):
    """Each summary has one candidate fewer: its first round is a later round of the longest."""
    decision = tabulate(
        read_ballots(alaska / f"2022-{contest}-top-{most}-house_district.csv"), ALASKA
    )
    assert decision.rounds[-1].votes == last
    for left in range(2, most + 1):
        path = alaska / f"2022-{contest}-top-{left}-house_district.csv"
        shorter = tabulate(read_ballots(path), ALASKA)
        assert shorter.rounds[0].votes == decision.rounds[most - left].votes
        assert shorter.elected == decision.elected


def test_ballots_that_ended_before_a_summary_begins_are_rejected_with_the_reason(alaska):
    ballots = read_ballots(alaska / "2022-USRepresentativeSpecialGeneral-top-2-precinct.csv")
    assert (ballots.total, ballots.total_rejected) == (181_046, 11_243)
    assert ballots.rejected[0].reason == "exhausted before this summary begins"
    assert "11,243 ballots could not be counted" in tabulate(ballots, ALASKA).questions[0]


def test_alaska_2024_by_first_choices_needs_further_rounds(alaska):
    first = Counter()
    with (alaska / "2024-general-us-house-precinct-medsl.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["candidate"] not in {"OVERVOTES", "UNDERVOTES"}:
                first[(row["candidate"],)] += int(row["votes"])
    ballots = RankedBallots.of([name for (name,) in first], first)
    decision = tabulate(ballots, replace(ALASKA, stop_after_round=1))
    assert decision.elected is None
    assert decision.rounds[0].votes["NICK BEGICH"] == 159_550
    assert decision.rounds[0].votes["MARY S PELTOLA"] == 152_828
    assert decision.rounds[0].eliminated == ("ERIC HAFNER",)
    assert "the seat is not filled" in decision.questions[0]


def test_forms_are_told_by_content(shared_data):
    folder = shared_data / "elections"
    forms = {
        "maine-rcv/me-02-2018-general-votes-coded.dat": "ballots in letters",
        "maine-rcv/me-02-2018-general-tabulate.txt": "patterns in letters",
        "alaska/2022-USRepresentative-top-2-precinct.csv": "ranking patterns by place",
        "rcv-test-data/2015_portland_mayor/2015_portland_mayor_cvr.xlsx.csv": "a column for each rank",
        "rcv-test-data/multi_seat_uwi_test/multi_seat_uwi_test_cvr.xlsx.csv": "a column for each rank",
        "rcv-test-data/generic_csv_test/generic_csv_test_cvr.csv": "a column for each candidate",
        "rcv-test-data/nist_xml_cdf_2/nist_xml_cdf_2.xml": "NIST SP 1500-103 XML",
        "rcv-test-data/test_set_0_skipped_first_choice/test_set_0_skipped_first_choice_cvr.json":
            "NIST SP 1500-103 JSON",
    }  # fmt: skip
    for name, form in forms.items():
        assert form_of((folder / name).read_bytes(), name) == form
