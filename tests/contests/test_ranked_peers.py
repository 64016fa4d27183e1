"""Other people's counts of the same ballots: votelib and PyRankVote elect the same candidate."""

import os
import random

import pytest

from hustings.contests import MAINE, RankedRules, tabulate
from tests.contests.ranked_profiles import ballots_of, drawn_profile

#: A smaller number on every run; HUSTINGS_PROFILES=100000 tries the full one.
PROFILES = int(os.environ.get("HUSTINGS_PROFILES", "1500"))


#: The peers do not settle a tie; where they meet one they say so in this way.
TIED = ""


def compare(elected_by, rules, seed, *, complete=False):
    """How many profiles were compared: those in whose counts nobody was tied."""
    dice = random.Random(seed)
    compared = 0
    while compared < PROFILES:
        names, lines = drawn_profile(dice, complete=complete)
        decision = tabulate(ballots_of(names, lines), rules)
        other = TIED if decision.ties else elected_by(names, lines)
        if other != TIED:
            assert decision.elected == other, (names, lines)
            compared += 1
    return compared


def test_votelib_elects_the_same_where_everybody_is_ranked():
    # Not where ballots run out: there votelib 0.4 ends in an error or moves votes to the fallen.
    sequential = pytest.importorskip("votelib.evaluate.sequential")
    selector = sequential.TransferableVoteSelector(quota_function="droop")

    def elected(names, lines):
        try:
            (winner,) = selector.evaluate(lines, n_seats=1)
        except NotImplementedError:
            return TIED
        return winner

    assert compare(elected, RankedRules(), seed=20181106, complete=True) == PROFILES


def test_pyrankvote_elects_the_same():
    peer = pytest.importorskip("pyrankvote")

    def elected(names, lines):
        people = {name: peer.Candidate(name) for name in names}
        ballots = [
            peer.Ballot(ranked_candidates=[people[name] for name in marks])
            for marks, count in lines.items()
            for _ in range(count)
        ]
        winners = peer.instant_runoff_voting(list(people.values()), ballots).get_winners()
        return winners[0].name if not half_way(names, lines) else TIED

    def half_way(names, lines):
        # Where somebody has exactly half, PyRankVote 2.0.6 can drop a candidate before another
        # who has fewer votes.
        rounds = tabulate(ballots_of(names, lines), RankedRules()).rounds
        return any(2 * votes == one.active for one in rounds for votes in one.votes.values())

    assert compare(elected, RankedRules(), seed=20220816) == PROFILES


def test_the_statutes_elect_the_same_as_a_plain_instant_runoff():
    def elected(names, lines):
        return tabulate(ballots_of(names, lines), RankedRules()).elected

    dice = random.Random(723)
    compared = 0
    while compared < PROFILES:
        names, lines = drawn_profile(dice)
        decision = tabulate(ballots_of(names, lines), MAINE)
        if not decision.ties:
            assert decision.elected == elected(names, lines)
            compared += 1
    assert compared == PROFILES
