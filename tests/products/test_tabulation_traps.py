"""The traps of returns and of the states' rules, each by name, as `hustings tabulate` meets them.

The traps of the files themselves, as the record meets them, are in
tests/sources/test_returns_traps.py; here is what a tabulation makes of the same files and laws.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hustings.contests import Result
from hustings.errors import Refused, SourceError, UnknownName
from hustings.products.tabulating import tabulate_file
from hustings.products.tabulation import Asked, Tabulated

ELECTIONS = Path(__file__).parents[2] / ".." / "shared" / "data" / "elections"


def real(path: str) -> str:
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    return str(ELECTIONS / path)


@pytest.fixture
def decided(tmp_path):
    """Decides a House contest of one state from votes by candidate."""

    def decide(votes: dict[str, object], state: str, held: str, day: str, **more) -> Tabulated:
        path = tmp_path / "returns.csv"
        number = more.pop("number", "1")
        party = more.pop("party", "DEM")
        rows = [f"U.S. House,{number},{party},{name},{count}" for name, count in votes.items()]
        path.write_text("office,district,party,candidate,votes\n" + "\n".join(rows) + "\n")
        asked = Asked(state=state, round=held, day=date.fromisoformat(day), **more)
        [one] = tabulate_file(str(path), asked).contests
        return one

    return decide


# Traps in the files


@pytest.mark.shared
def test_file_trap_1_a_dry_run_is_never_tabulated():
    for name in ("0018nov18-end.ets", "2798mar20.json", "0018nov18-zero.json"):
        with pytest.raises(Refused, match="invented votes"):
            tabulate_file(
                real(f"format-samples/la-county-ets-DRY-RUN/{name}"), Asked(rule="plurality")
            )


@pytest.mark.shared
@pytest.mark.parametrize("year", ["20161108__la__general__county", "20201103__la__general__county"])
def test_file_trap_2_pseudo_counties_do_not_double(year):
    made = tabulate_file(real(f"openelections-la/{year}.csv"), Asked(contest="U.S. House"))
    for one in made.contests:
        # A state of 4.6 million people casts fewer than 400,000 votes in a district.
        assert one.decision.votes_cast < 400_000
        assert not one.notes


@pytest.mark.shared
def test_file_trap_3_mits_placeholders_are_no_votes():
    made = tabulate_file(
        real("mit-election-lab/1976-2024-house.csv"), Asked(contest="FL-24, 2016 general")
    )
    [outcome] = made.contests[0].decision.outcomes
    assert (outcome.votes, outcome.result) == (None, Result.ELECTED)


@pytest.mark.shared
def test_file_trap_3_a_contest_with_a_rejected_line_is_not_decided():
    # All its lines are known errors of the source, so the contest is not there to be decided.
    with pytest.raises(UnknownName, match=r"no contest in the file is called 'LA-5, 2014"):
        tabulate_file(
            real("mit-election-lab/1976-2024-house.csv"), Asked(contest="LA-5, 2014 general")
        )


@pytest.mark.shared
@pytest.mark.parametrize("party", ["dem", "rep"])
def test_file_trap_4_primaries_by_party_are_no_returns(party):
    for name in ("primary-project-2022", "primary-candidates-2018"):
        with pytest.raises(SourceError, match="no column for votes"):
            tabulate_file(
                real(f"fivethirtyeight/{name}_{party}_candidates.csv"), Asked(rule="top-two")
            )


@pytest.mark.shared
def test_file_trap_5_the_fecs_sums_are_no_candidates():
    made = tabulate_file(
        real("fec/fec-2016-us-house-results.csv"), Asked(contest="CA-34, 2016 primary")
    )
    [one] = made.contests
    assert not [row for row in one.decision.outcomes if "Votes" in row.candidate]
    assert one.rule == "top-two"
    assert len(one.through) == 2


def test_file_trap_6_shares_are_of_all_votes(decided):
    one = decided({"A": 50, "B": 30, "C": 20}, "CA", "primary", "2024-03-05")
    assert one.decision.votes_cast == 100


@pytest.mark.shared
def test_file_trap_7_votes_with_commas_and_write_in_parties():
    made = tabulate_file(
        real("openelections-ca/20140603__ca__primary.csv"), Asked(contest="U.S. House 23")
    )
    [one] = made.contests
    second = one.decision.of(one.through[1])
    assert (second.votes, second.write_in) == (313, True)


@pytest.mark.shared
def test_file_trap_8_a_timeline_and_a_file_of_zeros_are_no_results():
    with pytest.raises(SourceError, match="at many moments, not one result"):
        tabulate_file(real("rdmurphy-la-county-2024/ca-34-2024-timeline.csv"), Asked())
    with pytest.raises(Refused, match="zero by design"):
        tabulate_file(real("rdmurphy-la-county-2024/general-election_data.json"), Asked())
    made = tabulate_file(
        real("rdmurphy-la-county-2024/general-results-final.json"),
        Asked(contest="UNITED STATES REPRESENTATIVE, 34th"),
    )
    assert made.contests[0].decision.votes_cast == 189414


# Traps in the states' rules


def test_rule_trap_1_void_primaries_nominate_nobody(decided):
    votes = {"A": 60, "B": 40}
    for state, day in (("AL", "2026-05-19"), ("NC", "2016-03-15")):
        one = decided(votes, state, "primary", day)
        assert one.through == ()
        assert {row.result for row in one.decision.outcomes} == {Result.OPEN}
        assert one.decision.questions
    assert decided(votes, "AL", "primary", "2026-05-19", number="4").through == ("A",)
    with pytest.raises(SourceError, match=r"Suspended after Louisiana v\. Callais"):
        decided(votes, "LA", "primary", "2026-05-16")


def test_rule_trap_2_north_carolina_2016_is_by_plurality_and_2018_by_request(decided):
    few = {"A": 28, "B": 27, "C": 25, "D": 20}
    assert decided(few, "NC", "primary", "2016-06-07").through == ("A",)
    later = decided(few, "NC", "primary", "2018-05-08")
    assert later.decision.of("B").result is Result.OPEN
    assert "ask for a second primary" in later.decision.questions[0]


def test_rule_trap_3_more_than_two_finalists_or_one(decided):
    assert len(decided({"A": 9, "B": 5, "C": 5}, "CA", "primary", "2024-03-05").through) == 3
    alone = decided({"A": 995, "B": 5}, "WA", "primary", "2022-08-02")
    assert alone.through == ("A",)
    assert "below 1%" in alone.decision.of("B").why


def test_rule_trap_4_fusion_lines_are_added(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("candidate,party,votes\nA,DEM,40\nA,WFP,15\nB,REP,50\n")
    [one] = tabulate_file(str(path), Asked(rule="plurality", state="NY", round="general")).contests
    assert (one.through, one.margin) == (("A",), 5)


def test_rule_trap_5_a_tie_needs_a_fact_from_outside(decided):
    tie = decided({"A": 7, "B": 7}, "TX", "general", "2024-11-05")
    assert tie.through == ()
    assert {row.result for row in tie.decision.outcomes} == {Result.TIED}
    assert tie.decision.questions


def test_rule_trap_6_below_iowas_35_percent_a_convention_decides(decided):
    one = decided({"A": 34, "B": 33, "C": 33}, "IA", "primary", "2024-06-04")
    assert one.through == ()
    assert "who did the party choose" in one.decision.questions[0]
    at = decided({"A": 35, "B": 33, "C": 32}, "IA", "primary", "2024-06-04")
    assert at.through == ("A",)


def test_rule_trap_7_alone_and_unvoted_is_elected(decided):
    one = decided({"A": "Unopposed"}, "LA", "general", "2022-11-08")
    assert one.through == ("A",)
    assert one.decision.of("A").votes is None
