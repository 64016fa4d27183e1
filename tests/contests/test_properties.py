"""What must hold for any votes: order, precincts and ways of voting do not matter, more is better."""

from __future__ import annotations

import itertools
import random

from hypothesis import assume, given
from hypothesis import strategies as st

from hustings.contests import Decision, Line, Result, Tally, decide, rule_in_force, rule_named

#: A rule of every kind, with each way to settle ties and each kind of threshold.
IN_FORCE = [
    rule_in_force(state, cycle, round_)
    for state, cycle, round_ in (
        ("CA", 2024, "primary"), ("CA", 2018, "special-primary"), ("WA", 2024, "primary"),
        ("AK", 2024, "primary"), ("AK", 2024, "general"), ("NY", 2024, "general"),
        ("LA", 2020, "general"), ("GA", 2024, "general"), ("MS", 2016, "special-general"),
        ("TX", 2024, "primary"), ("NC", 2014, "primary"), ("NC", 2016, "primary"),
        ("NC", 2024, "primary"), ("IA", 2024, "primary"), ("SD", 2024, "primary"),
        ("TX", 2024, "primary-runoff"), ("WA", 2024, "general"),
    )
]  # fmt: skip
RULES = st.sampled_from(IN_FORCE)
#: Small numbers, so that ties and exact thresholds are met often.
VOTES = st.lists(st.integers(0, 12) | st.integers(0, 10**9), min_size=1, max_size=7)
BETTER = {Result.ELECTED: 3, Result.ADVANCES: 2, Result.TIED: 1, Result.OPEN: 1,
          Result.ELIMINATED: 0}  # fmt: skip


def tally_of(votes: list[int], scattered: int = 0) -> Tally:
    return Tally(
        lines=tuple(Line(candidate=f"c{n}", votes=one) for n, one in enumerate(votes)),
        scattered=scattered,
    )


def added(rows: list[tuple[str, int]]) -> Tally:
    """A tally from rows of precincts or ways of voting, as a reader of files adds them."""
    total: dict[str, int] = {}
    for key, votes in rows:
        total[key] = total.get(key, 0) + votes
    return Tally(lines=tuple(Line(candidate=key, votes=votes) for key, votes in total.items()))


@given(RULES, VOTES, st.integers(0, 20), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rule, votes, scattered, shuffler: random.Random):
    tally = tally_of(votes, scattered)
    mixed = list(tally.lines)
    shuffler.shuffle(mixed)
    assert decide(Tally(lines=tuple(mixed), scattered=scattered), rule) == decide(tally, rule)
    assert decide(Tally(lines=tuple(mixed)), rule, seed=3) == decide(tally_of(votes), rule, seed=3)


@given(RULES, VOTES, st.data())
def test_precincts_and_ways_of_voting_may_be_split_and_merged(rule, votes, data):
    rows = []
    for n, total in enumerate(votes):
        cuts = sorted(data.draw(st.lists(st.integers(0, total), max_size=4)))
        edges = [0, *cuts, total]
        rows += [(f"c{n}", high - low) for low, high in itertools.pairwise(edges)]
    empty = [(f"c{n}", 0) for n in range(len(votes))]
    whole = decide(tally_of(votes), rule)
    assert decide(added(rows), rule) == whole
    assert decide(added(rows + empty), rule) == whole


@given(RULES, VOTES, st.integers(0, 6), st.integers(1, 50))
def test_more_votes_never_hurt_whoever_gets_them(rule, votes, which, more):
    """For first choices in one round: whoever won or went on still does, nobody falls back."""
    which %= len(votes)
    before = decide(tally_of(votes), rule).of(f"c{which}").result
    raised = [one + more if n == which else one for n, one in enumerate(votes)]
    after = decide(tally_of(raised), rule).of(f"c{which}").result
    assert BETTER[after] >= BETTER[before]


@given(RULES, VOTES, st.integers(0, 20))
def test_more_votes_are_never_a_worse_result_and_equal_votes_an_equal_one(rule, votes, scattered):
    decision = decide(tally_of(votes, scattered), rule)
    for one in decision.outcomes:
        for other in decision.outcomes:
            if (one.votes or 0) > (other.votes or 0):
                assert BETTER[one.result] >= BETTER[other.result]
            elif one.votes == other.votes:
                assert one.result == other.result
                assert one.place == other.place


@given(RULES, VOTES)
def test_a_decision_accounts_for_everybody(rule, votes):
    decision = decide(tally_of(votes), rule)
    assert sorted(one.candidate for one in decision.outcomes) == sorted(
        f"c{n}" for n in range(len(votes))
    )
    assert all(one.why for one in decision.outcomes)
    assert len(decision.those("elected")) <= 1
    assert decision.votes_cast == sum(votes)
    if any(one.result in (Result.TIED, Result.OPEN) for one in decision.outcomes):
        assert decision.questions
    _is_enough(decision, rule)


def _is_enough(decision: Decision, rule) -> None:
    """Somebody gets through, or a question says what else decides."""
    through = decision.elected or decision.advancing
    assert through or decision.questions or rule.minimum_share


@given(RULES, VOTES, st.integers(0, 10**6))
def test_a_drawn_lot_leaves_nobody_tied_where_the_law_has_a_lot(rule, votes, seed):
    assume(rule.tied == "lot")
    decision = decide(tally_of(votes), rule, seed=seed)
    assert not decision.those("tied")
    if decision.ties:
        assert f"seed {seed}" in decision.ties[0].how


@given(VOTES)
def test_california_is_everybody_in_first_or_second_place(votes):
    assume(sum(votes) > 0)
    decision = decide(tally_of(votes), rule_named("top-two", state="CA"))
    assert set(decision.advancing) == {
        one.candidate for one in decision.outcomes if (one.place or 9) <= 2
    }


@given(VOTES, st.integers(2, 9))
def test_votes_times_a_number_decide_the_same(votes, times):
    for rule in IN_FORCE:
        once = [(one.candidate, one.result) for one in decide(tally_of(votes), rule).outcomes]
        more = decide(tally_of([one * times for one in votes]), rule)
        assert [(one.candidate, one.result) for one in more.outcomes] == once
