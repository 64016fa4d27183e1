"""Another library counts the same small profiles and must agree, where it knows the rule."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache

import pytest

from hustings.contests import Line, Tally, decide, rule_in_force, rule_named

core = pytest.importorskip("votelib.evaluate.core")
threshold = pytest.importorskip("votelib.evaluate.threshold")

PLURALITY = rule_named("plurality")
TOP_TWO = rule_named("top-two")
TOP_FOUR = rule_named("top-four")
MAJORITY = rule_named("majority-two-round")
GEORGIA = rule_in_force("GA", 2024, "primary")


def profiles(count: int, seed: int):
    """Votes of 2 to 7 candidates, few enough that every third profile has a tie."""
    drawn = random.Random(seed)
    for _ in range(count):
        most = drawn.choice((3, 10, 100))
        yield tuple((name, drawn.randint(0, most)) for name in "ABCDEFG"[: drawn.randint(2, 7)])


@cache
def agree(profile: tuple[tuple[str, int], ...]) -> int:
    """How many rules were compared on the profile; raises AssertionError where they differ.

    Every third profile is drawn again; it is not counted again.
    """
    votes = dict(profile)
    tally = Tally(lines=tuple(Line(candidate=name, votes=one) for name, one in votes.items()))
    if tally.votes_cast == 0:
        return 0
    for rule, seats in ((PLURALITY, 1), (TOP_TWO, 2), (TOP_FOUR, 4)):
        ours = decide(tally, rule)
        theirs = core.Plurality().evaluate(votes, seats)
        surely = {one for one in theirs if not isinstance(one, core.Tie)}
        tied = {name for one in theirs if isinstance(one, core.Tie) for name in one}
        assert {*ours.advancing, *filter(None, [ours.elected])} == surely, (votes, rule.name)
        assert set(ours.those("tied")) == tied, (votes, rule.name)
    over = threshold.RelativeThreshold(Fraction(1, 2), accept_equal=False).evaluate(votes)
    assert [decide(tally, MAJORITY).elected] == (over or [None]), votes
    nominated = decide(tally, GEORGIA)
    assert (nominated.next_round == "general") == bool(over), votes
    return 5


def test_votelib_agrees_on_random_profiles():
    assert sum(map(agree, profiles(3_000, seed=2026))) > 14_000


@pytest.mark.slow
def test_votelib_agrees_on_100_000_random_profiles():
    assert sum(map(agree, profiles(100_000, seed=34))) > 490_000
