"""The progressive score by hand, its choices, and how far they move a member of the 116th."""

import pytest

from hustings.errors import RequestError
from hustings.scores.pools import Absences
from hustings.scores.progressive import (
    Choices,
    cohort_by_score,
    progressive_scores,
    sensitivity,
    versus_tilt,
)
from hustings.scores.unity import Tallied

from .made import house, parties, written

#: The cohort is p1 and p2. v1: on party lines, 4-3. v2: the cohort with d1, lost 3-4. v3: with
#: Republicans. v4: on party lines, 4-2, p2 absent. v5: the cohort is split.
VOTES = written(
    p1="yynyy", p2="yyn-n", d1="yynyy", d2="ynnyy", r1="nnnnn", r2="nnnnn", r3="nnnyn"
)  # fmt: skip
PARTY = {key: "R" if key.startswith("r") else "D" for key in VOTES.members}
COHORT = ["p1", "p2"]


def test_the_rule_by_hand():
    found = progressive_scores(VOTES, PARTY, COHORT)
    assert found.qualifying == ("v1", "v2", "v4")
    assert found.scores["p1"] == Tallied(count=3, of=3)
    assert found.scores["p2"] == Tallied(count=2, of=2)
    assert found.scores["d2"] == Tallied(count=2, of=3)
    assert found.scores["r3"] == Tallied(count=1, of=3)
    assert found.ranks(["p1", "p2", "d1", "d2"]) == {"p1": 1, "p2": 1, "d1": 1, "d2": 4}
    assert "cohort of 2, all votes, absences left out, 3 roll calls" in found.method


def test_absences_against():
    choices = Choices(absences=Absences.AGAINST)
    found = progressive_scores(VOTES, PARTY, COHORT, choices=choices)
    assert found.scores["p2"] == Tallied(count=2, of=3)


def test_crucial_votes_are_narrow_or_lost():
    # v1: 4-3, a margin of 1/7. v2: 3-4. v4: 4-2, a third.
    narrow = Choices(crucial_margin=0.15)
    assert progressive_scores(VOTES, PARTY, COHORT, choices=narrow).qualifying == ("v1", "v2")
    lost = Choices(crucial_margin=0.0, lost_count=True)
    assert progressive_scores(VOTES, PARTY, COHORT, choices=lost).qualifying == ("v2",)
    with pytest.raises(RequestError, match="lost_count adds to the crucial votes"):
        Choices(lost_count=True)
    with pytest.raises(RequestError, match="no share"):
        Choices(crucial_margin=5)


def test_a_cohort_finds_itself():
    # Round 1 lets d1 in; with d1 the cohort has a majority in v5, which puts p2 out.
    found = cohort_by_score(VOTES, PARTY, COHORT, fewest_votes=1)
    assert found.members == ("p1", "d1")
    assert (found.rounds, found.settled) == (3, True)
    with pytest.raises(RequestError, match="nobody scores"):
        cohort_by_score(VOTES, PARTY, COHORT, fewest_votes=9)
    with pytest.raises(RequestError, match="the cohort is empty"):
        progressive_scores(VOTES, PARTY, [])


def test_the_tilt_is_taken_off():
    assert versus_tilt(97.5, "Strong D") == pytest.approx(14.17)
    with pytest.raises(RequestError, match="is no tilt"):
        versus_tilt(97.5, "Blue")


def test_a_rank_moves_with_the_choices(shared_data):
    votes, members = house(shared_data, 116)
    party = parties(members)
    democrats = [one for one in votes.members if party[one] == "D"]
    by_place = sorted(
        (one for one in democrats if members[one]["nokken_poole_dim1"]),
        key=lambda one: float(members[one]["nokken_poole_dim1"]),
    )
    grid = sensitivity(votes, party, "21754", {"all": democrats, "left": by_place[:33]})
    assert len(grid) == 2 * 2 * (1 + 3 * 2)
    places = {one.rank for one in grid}
    assert (min(places), max(places)) == (20, 123)
    overall = next(one for one in grid if one.cohort == "all" and one.choices == Choices())
    # The whole party as its own cohort is party unity: 643 of 647.
    assert overall.score == Tallied(count=643, of=647)
    assert overall.qualifying == 652
