"""Ranked counts worked by hand: each option, each way to stop counting, each refusal."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from hustings.contests import (
    ALASKA,
    EXHAUSTED,
    MAINE,
    MAINE_WITH_BATCHES,
    Duplicates,
    Majority,
    Overvotes,
    RankedBallots,
    RankedRules,
    RejectedBallots,
    Ties,
    count_part,
    count_rounds,
    ranked_rules,
    tabulate,
)
from hustings.contests.ballots import OVERVOTED
from hustings.contests.lots import JavaRandom
from hustings.errors import RequestError, UnknownName

ABCD = ("A", "B", "C", "D")


def ballots(*lines, candidates=ABCD, **more):
    return RankedBallots.of(candidates, [(tuple(marks), count) for marks, count in lines], **more)


def one_ballot(marks, rules, candidates=ABCD):
    """Whom a single ballot counts for after D is gone, or why it counts for nobody."""
    given = ballots((marks, 1), (("A",), 100), (("B",), 99), (("C",), 98), candidates=candidates)
    second = count_rounds(given, replace(rules, excluded=("D",)))[0]
    base = {"A": 100, "B": 99, "C": 98}
    counted = [name for name, votes in second.votes.items() if votes > base[name]]
    ended = [cause for cause, votes in second.exhausted.to_json().items() if votes]
    return (counted or ended)[0]


@pytest.mark.parametrize(
    ("marks", "options", "expected"),
    [
        (["D", "A"], {}, "A"),
        (["D"], {}, "no_choice_left"),
        ([], {}, "blank"),
        ([None, None], {}, "blank"),
        ([None, "A"], {"skips_allowed": 1}, "A"),
        ([None, "A"], {"skips_allowed": 0}, "skipped"),
        ([None, None, "A"], {"skips_allowed": 1}, "skipped"),
        ([None, None, "A"], {"skips_allowed": None}, "A"),
        (["D", None, "A"], {"skips_allowed": 1}, "A"),
        (["D", None, None, "A"], {"skips_allowed": 1}, "skipped"),
        # Skips below the choice that counts, or with nobody after them, change nothing.
        (["A", None, None, "B"], {"skips_allowed": 1}, "A"),
        (["D", None, None, None], {"skips_allowed": 1}, "no_choice_left"),
        # Two skips that are not next to each other are not two in a row.
        ([None, "D", None, "A"], {"skips_allowed": 1}, "A"),
        ([OVERVOTED, "A"], {}, "overvote"),
        ([frozenset("AB"), "C"], {}, "overvote"),
        (["D", OVERVOTED, "A"], {}, "overvote"),
        (["A", OVERVOTED], {}, "A"),
        ([OVERVOTED, "A"], {"overvotes": Overvotes.SKIP}, "A"),
        ([frozenset("AB"), "C"], {"overvotes": Overvotes.SKIP}, "C"),
        # An overvote is not a skipped ranking.
        ([None, OVERVOTED, None, "A"], {"overvotes": Overvotes.SKIP, "skips_allowed": 1}, "A"),
        ([frozenset("AD"), "C"], {"overvotes": Overvotes.EXHAUST_IF_SEVERAL_CONTINUE}, "A"),
        ([frozenset("AB"), "C"], {"overvotes": Overvotes.EXHAUST_IF_SEVERAL_CONTINUE}, "overvote"),
        (["D", "D", "A"], {}, "A"),
        (["D", "D", "A"], {"duplicates": Duplicates.EXHAUST}, "duplicate"),
        (["A", "A"], {"duplicates": Duplicates.EXHAUST}, "A"),
        (["D", frozenset("DA")], {"duplicates": Duplicates.EXHAUST}, "duplicate"),
        (
            [frozenset("DA"), "D", "B"],
            {"duplicates": Duplicates.EXHAUST, "overvotes": Overvotes.SKIP},
            "duplicate",
        ),
    ],
)
def test_whom_a_ballot_counts_for(marks, options, expected):
    assert one_ballot(marks, RankedRules(ties=Ties.ORDER, order=ABCD, **options)) == expected


def test_votes_move_when_the_last_falls_and_the_flows_say_where():
    given = ballots((["A"], 5), (["B"], 4), (["C", "B"], 2), (["C"], 1))
    first, second = count_rounds(replace_candidates(given, "ABC"), RankedRules())
    assert first.votes == {"A": 5, "B": 4, "C": 3}
    assert (first.threshold, first.eliminated, first.elected) == (7, ("C",), ())
    moves = {(move.source, move.target): move.votes for move in first.transfers}
    assert moves == {("C", "B"): 2, ("C", EXHAUSTED): 1}
    assert second.votes == {"B": 6, "A": 5}
    assert (second.threshold, second.elected) == (6, ("B",))
    assert second.exhausted.no_choice_left == 1
    flows = {(flow.source, flow.target): flow.votes for flow in first.flows}
    assert flows == {("A", "A"): 5, ("B", "B"): 4, ("C", "B"): 2, ("C", EXHAUSTED): 1}


def replace_candidates(given, candidates):
    return RankedBallots.of(tuple(candidates), given.patterns())


def test_a_batch_falls_together_only_if_it_could_not_reach_the_next():
    falls = ballots((["A"], 50), (["B"], 40), (["C"], 20), (["D"], 19))
    stays = ballots((["A"], 50), (["B"], 39), (["C"], 20), (["D"], 19))
    rules = RankedRules(batch_elimination=True)
    assert count_rounds(falls, rules)[0].eliminated == ("C", "D")
    # 20 and 19 are as many as 39: they could draw level with the next.
    assert count_rounds(stays, rules)[0].eliminated == ("D",)


def test_a_batch_leaves_two_where_the_count_goes_on_to_two():
    given = ballots((["A"], 50), (["B"], 10), (["C"], 40), (["D"], 5), candidates=ABCD)
    rounds = count_rounds(given, RankedRules(batch_elimination=True, majority=Majority.NEVER))
    assert rounds[0].eliminated == ("B", "D")
    lone = ballots((["A"], 50), (["B"], 10), (["C"], 5), candidates="ABC")
    rounds = count_rounds(lone, RankedRules(batch_elimination=True, majority=Majority.NEVER))
    assert [one.eliminated for one in rounds] == [("C",), ()]
    assert rounds[-1].elected == ("A",)


def test_a_majority_ends_the_count_where_the_rules_say_so():
    given = ballots((["A"], 40), (["B"], 30), (["C", "A"], 20), (["D", "A"], 12))
    over_half_at_first = ballots((["A"], 60), (["B"], 30), (["C", "A"], 20))
    assert len(count_rounds(given, RankedRules())) == 2
    assert len(count_rounds(given, RankedRules(majority=Majority.FIRST_ROUND))) == 3
    assert len(count_rounds(over_half_at_first, RankedRules(majority=Majority.FIRST_ROUND))) == 1
    abc = replace_candidates(over_half_at_first, "ABC")
    assert len(count_rounds(abc, RankedRules(majority=Majority.NEVER))) == 2
    known_early = count_rounds(abc, RankedRules(continue_until_two=True))
    assert known_early[0].elected == ("A",)
    assert len(known_early[-1].votes) == 2


def test_exactly_half_is_no_majority():
    given = ballots((["A"], 4), (["B", "C"], 3), (["C", "B"], 1), candidates="ABC")
    rounds = count_rounds(given, RankedRules(ties=Ties.ORDER, order=tuple("CBA")))
    assert rounds[0].threshold == 5
    assert rounds[0].elected == ()
    assert rounds[1].ties[0].candidates == ("A", "B")
    assert rounds[1].elected == ("B",)


def test_a_tie_for_last_that_nothing_settles_is_open():
    given = ballots((["A"], 4), (["B"], 3), (["C"], 2), (["D"], 2))
    decision = tabulate(given, RankedRules(statute="21-A M.R.S. 723-A"))
    assert decision.elected is None
    assert decision.those("tied") == ("C", "D")
    assert decision.those("open") == ("A", "B")
    (tie,) = decision.ties
    assert (tie.candidates, tie.votes, tie.settled_by) == (("C", "D"), 2, "none")
    assert "must be settled" in decision.questions[0]
    assert "tied in round 1 at 2 votes" in decision.of("C").why


def test_ties_by_order_by_earlier_rounds_and_by_seed():
    given = ballots((["A"], 4), (["B"], 3), (["C"], 2), (["D"], 2))
    by_order = RankedRules(ties=Ties.ORDER, order=("D", "C", "B", "A"))
    assert count_rounds(given, by_order)[0].eliminated == ("C",)
    earlier = ballots((["A"], 9), (["B"], 6), (["C"], 5), (["D", "C"], 1), candidates=ABCD)
    rules = RankedRules(previous_rounds_first=True, ties=Ties.STOP)
    rounds = count_rounds(earlier, rules)
    assert rounds[1].eliminated == ("C",)
    assert rounds[1].ties[0].settled_by == "the votes of round 1"
    seeded = count_rounds(given, RankedRules(ties=Ties.SEEDED, seed=0))
    assert seeded[0].ties[0].settled_by == "lot with seed 0"
    decision = tabulate(given, by_order)
    assert decision.ties[0].settled_by == "lot"
    assert "order that was drawn" in decision.questions[0]


def test_the_lot_is_that_of_java_util_random():
    # The first numbers of new Random(42).nextInt(10) and new Random(0).nextDouble().
    assert [JavaRandom(seed=42).below(10)] == [0]
    drawn = JavaRandom(seed=42)
    assert [drawn.below(10) for _ in range(5)] == [0, 3, 8, 4, 0]
    assert JavaRandom(seed=0).fraction() == pytest.approx(0.730967787376657)


def test_write_ins_for_nobody_fall_first_and_cannot_win():
    given = ballots((["W", "A"], 6), (["A"], 4), (["B"], 5), candidates=("A", "B", "W"))
    first, second = count_rounds(given, RankedRules(undeclared="W"))
    assert (first.eliminated, first.elected) == (("W",), ())
    assert second.elected == ("A",)


def test_a_majority_of_first_choices_wins_before_write_ins_fall_in_alaska():
    given = ballots((["A"], 9), (["Write-in"], 4), candidates=("A", "B", "Write-in"))
    assert tabulate(given, ALASKA).elected == "A"
    assert len(tabulate(given, ALASKA).rounds) == 1


def test_excluded_candidates_are_passed_over_without_a_skip():
    given = ballots((["A", "B"], 5), (["C"], 4), candidates="ABC")
    (only,) = count_rounds(given, RankedRules(excluded=("A",), skips_allowed=0))
    assert only.votes == {"B": 5, "C": 4}
    decision = tabulate(given, RankedRules(excluded=("A",)))
    assert (decision.of("A").votes, decision.of("A").place) == (None, None)


def test_a_minimum_of_votes():
    given = ballots((["A"], 9), (["B"], 8), (["C", "B"], 2), (["D", "B"], 1))
    assert count_rounds(given, RankedRules(minimum_votes=3))[0].eliminated == ("C", "D")
    with pytest.raises(RequestError, match="every candidate is below the minimum of 50 votes"):
        count_rounds(given, RankedRules(minimum_votes=50, majority=Majority.NEVER))


def test_a_count_that_stops_early_fills_no_seat():
    given = ballots((["A"], 4), (["B"], 3), (["C"], 2), candidates="ABC")
    decision = tabulate(given, RankedRules(stop_after_round=1))
    assert decision.elected is None
    assert "stopped after round 1" in decision.questions[0]
    assert decision.rounds[0].transfers == ()


def test_two_seats_and_the_surplus_of_the_first():
    # 12 ballots, threshold 12 // 3 + 1 = 5: A has 3 too many, so 3/8 of each moves on.
    given = ballots((["A", "B"], 4), (["A", "C"], 4), (["B"], 1), (["C"], 3), candidates="ABC")
    rounds = count_rounds(given, RankedRules(seats=2))
    assert rounds[0].threshold == 5
    assert rounds[0].elected == ("A",)
    assert rounds[1].votes == {"A": Decimal(5), "C": Decimal("4.5"), "B": Decimal("2.5")}
    assert rounds[1].eliminated == ("B",)
    assert rounds[2].elected == ("C",)
    decision = tabulate(given, RankedRules(seats=2))
    assert decision.those("elected") == ("A", "C")
    assert decision.threshold == Decimal(1) / Decimal(3)


def test_parts_that_rounding_loses_are_said():
    given = ballots((["A", "B"], 7), (["B"], 1), (["C"], 2), candidates="ABC")
    rounds = count_rounds(given, RankedRules(seats=2, decimal_places=1))
    # 3 of 7 votes too many: 0.4 of each moves, 2.8 in all, and 0.2 is lost.
    assert rounds[1].lost_to_rounding == Decimal("0.2")
    assert rounds[1].active + rounds[1].exhausted.total + rounds[1].lost_to_rounding == 10


def test_a_part_follows_the_whole():
    here = ballots((["C"], 3), (["A"], 1), candidates="ABC")
    there = ballots((["A"], 5), (["B"], 4), candidates="ABC")
    whole = RankedBallots.of("ABC", [*here.patterns().items(), *there.patterns().items()])
    rounds = count_rounds(whole, RankedRules())
    parts = [count_part(part, RankedRules(), rounds) for part in (here, there)]
    for number, one in enumerate(rounds):
        for name, votes in one.votes.items():
            assert sum(part[number].votes[name] for part in parts) == votes
    assert [one.eliminated for one in parts[0]] == [one.eliminated for one in rounds]


def test_maine_ended_batches_in_august_2024():
    assert ranked_rules("ME", date(2018, 11, 6)) == MAINE_WITH_BATCHES
    assert ranked_rules("me", date(2024, 11, 5)) == MAINE
    assert ranked_rules("ME") == MAINE
    assert ranked_rules("AK") == ALASKA
    with pytest.raises(UnknownName, match=r"'CA' counts no election .* AK, ME"):
        ranked_rules("CA")


def test_rejected_ballots_are_a_question():
    lost = tuple(RejectedBallots(where=f"line {n}", ballots=2, reason="no rank") for n in range(5))
    decision = tabulate(ballots((["A"], 3), rejected=lost), RankedRules())
    assert decision.questions == (
        "10 ballots could not be counted: line 0: no rank (2); line 1: no rank (2); "
        "line 2: no rank (2); and 2 more entries.",
    )


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: ballots((["E"], 2), (["F", "E"], 1)), r"'E' \(3\), 'F' \(1\)"),
        (lambda: ballots((["A"], -1)), "-1' is not a number of ballots"),
        (lambda: ballots((["A"], 1.5)), "1.5' is not a number of ballots"),
        (lambda: ballots((["A"], 1), candidates=("A", "A")), "two candidates have one name: 'A'"),
        (lambda: ballots((["A"], 1 << 60)), "is not a number of ballots"),
        (lambda: ballots(candidates=("A", "exhausted")), "count for nobody"),
        (lambda: ballots(candidates=()), "no candidates"),
        (lambda: ballots(candidates=("A", " ")), "blank name"),
        (
            lambda: RankedBallots(candidates=("A",), ranks=np.array([[3]]), weights=np.array([1])),
            "codes from 3 to 3",
        ),
        (
            lambda: RankedBallots(candidates=("A",), ranks=np.array([[0]]), weights=np.array([-1])),
            "pattern 1 has -1 ballots",
        ),
        (
            lambda: RankedBallots(candidates=("A",), ranks=np.array([0]), weights=np.array([1])),
            "do not fit",
        ),
        (
            lambda: RankedBallots(
                candidates=("A",), ranks=np.array([[0.5]]), weights=np.array([1])
            ),
            "not whole numbers",
        ),
        (lambda: RankedRules(seats=0), "0 seats"),
        (lambda: RankedRules(ties=Ties.ORDER), "need the order"),
        (lambda: RankedRules(ties=Ties.SEEDED), "need a seed"),
        (lambda: RankedRules(seats=2, batch_elimination=True), "one seat only"),
        (lambda: RankedRules(skips_allowed=-1), "-1 skipped"),
        (lambda: RankedRules(decimal_places=9), "not 9"),
        (
            lambda: count_rounds(ballots((["A"], 1)), RankedRules(excluded=("E",))),
            "'E' excluded, and no candidate of that name",
        ),
        (lambda: count_rounds(ballots((["A"], 1)), RankedRules(excluded=ABCD)), "0 candidates"),
        (
            lambda: count_rounds(ballots((["A", "B"], 1)), RankedRules(max_rankings=1)),
            "ranks 2 choices, and the rules allow 1",
        ),
        (
            lambda: count_rounds(
                ballots(([OVERVOTED], 1)),
                RankedRules(overvotes=Overvotes.EXHAUST_IF_SEVERAL_CONTINUE),
            ),
            "do not say who is in an overvote",
        ),
        (
            lambda: count_rounds(
                ballots((["A"], 1), (["B"], 1)), RankedRules(ties=Ties.ORDER, order=("A",))
            ),
            "does not name 'C', 'D'",
        ),
        (
            lambda: count_rounds(ballots((["A"], 1 << 49)), RankedRules()),
            "more than can be counted exactly",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(make, said):
    with pytest.raises(RequestError, match=said):
        make()


def test_ballots_cannot_be_changed_under_the_count():
    ranks = np.array([[0], [1]])
    given = RankedBallots(candidates=("A", "B"), ranks=ranks, weights=np.array([2, 1]))
    ranks[0, 0] = 1
    assert tabulate(given, RankedRules()).elected == "A"
    with pytest.raises(ValueError, match="read-only"):
        given.ranks[0, 0] = 1


def test_the_decision_as_json():
    decision = tabulate(ballots((["A"], 3), (["B", "A"], 2), candidates="AB"), RankedRules())
    said = decision.to_json()
    assert said["rounds"][0]["votes"] == {"A": 3, "B": 2}
    assert said["outcomes"][0]["result"] == "elected"
    assert said["threshold"] == 0.5


def test_arrays_are_loaded_only_where_ballots_are_counted():
    code = "import sys, hustings.contests; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
