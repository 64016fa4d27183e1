"""The decision of a ranked-choice contest: the rounds, and of each candidate what became of them."""

from __future__ import annotations

from fractions import Fraction

from hustings.contests.ballots import RankedBallots
from hustings.contests.decision import Decision, Outcome, Result, Tie
from hustings.contests.lots import FOR_ELECTION
from hustings.contests.ranked import count_rounds
from hustings.contests.ranked_rules import RankedRules, Ties
from hustings.contests.rounds import RankedRound, RoundTie, Votes
from hustings.contests.rules import as_share

_MOST_NAMED = 3


def tabulate(ballots: RankedBallots, rules: RankedRules) -> Decision:
    """Count ranked ballots by the rules and say who is elected, with a reason for each candidate.

    `votes_cast` are the ballots that count for somebody in the first round; an outcome's votes are
    those of the last round in which the candidate had any. Raises RequestError where ballots and
    rules do not fit each other.
    """
    rounds = count_rounds(ballots, rules)
    ended = _ended(rounds)
    outcomes = [_outcome(name, rounds, ended, rules) for name in ballots.candidates]
    outcomes = _with_places(outcomes, ended)
    return Decision(
        rule=rules.name,
        outcomes=tuple(outcomes),
        votes_cast=int(rounds[0].active),
        threshold=as_share(Fraction(1, rules.seats + 1)),
        ties=tuple(_tie(tie, one, rules) for one in rounds for tie in one.ties),
        questions=tuple(_questions(ballots, rounds, rules)),
        rounds=rounds,
    )


def _ended(rounds: tuple[RankedRound, ...]) -> dict[str, tuple[int, Result]]:
    """The round in which each candidate's fate was settled, and how."""
    ended: dict[str, tuple[int, Result]] = {}
    for one in rounds:
        ended.update(dict.fromkeys(one.eliminated, (one.number, Result.ELIMINATED)))
        ended.update(dict.fromkeys(one.elected, (one.number, Result.ELECTED)))
    return ended


def _outcome(
    name: str,
    rounds: tuple[RankedRound, ...],
    ended: dict[str, tuple[int, Result]],
    rules: RankedRules,
) -> Outcome:
    if name in rules.excluded:
        why = f"excluded from the count{_cited(rules)}"
        return Outcome(candidate=name, votes=None, place=None, result=Result.ELIMINATED, why=why)
    number, result = ended.get(name, (len(rounds), Result.OPEN))
    one = rounds[number - 1]
    seats_filled = sum(result is Result.ELECTED for _, result in ended.values()) >= rules.seats
    open_tie = next((tie for tie in rounds[-1].ties if not tie.chosen), None)
    if name in ended:
        why = _why(name, one, result, rules)
    elif open_tie is not None and name in open_tie.candidates:
        result = Result.TIED
        why = f"tied in round {number} at {one.votes[name]:,} votes, for {open_tie.chosen_for}"
    elif seats_filled:
        result = Result.ELIMINATED
        why = f"not elected: {one.votes[name]:,} votes in round {number}, the last"
    else:
        why = f"{one.votes[name]:,} votes in round {number}, where the count stopped"
    return Outcome(
        candidate=name,
        votes=_whole(one.votes[name]),
        place=None,
        result=result,
        why=why + _cited(rules),
    )


def _why(name: str, one: RankedRound, result: Result, rules: RankedRules) -> str:
    votes, place = one.votes[name], f"round {one.number}"
    lot = next((tie for tie in one.ties if tie.chosen == name), None)
    by_lot = f", tied and chosen by {lot.settled_by}" if lot else ""
    if result is Result.ELIMINATED:
        if len(one.eliminated) > 1:
            others = len(one.eliminated) - 1
            return f"eliminated in {place} with {others} other{'s' * (others > 1)}, {votes:,} votes"
        if name == rules.undeclared:
            return f"write-ins for nobody in particular fall first: {votes:,} votes in {place}"
        return f"fewest votes in {place}, {votes:,}{by_lot}"
    if votes >= one.threshold and not lot:
        active = f" of {one.active:,} still counting" if rules.seats == 1 else ""
        return f"{votes:,} votes{active} in {place}, and {one.threshold:,} are enough"
    return f"most votes of those left in {place}, {votes:,}{by_lot}"


def _with_places(outcomes: list[Outcome], ended: dict[str, tuple[int, Result]]) -> list[Outcome]:
    """Places by how long each stayed in the count and then by votes; equals share a place."""

    def rank(one: Outcome) -> tuple[int, int, Votes]:
        number, result = ended.get(one.candidate, (10**9, one.result))
        if one.votes is None:
            return (3, 0, 0)
        if result is Result.ELECTED:
            return (0, number, -one.votes)
        return (1, -number, -one.votes)

    ordered = sorted(outcomes, key=lambda one: (rank(one), one.candidate))
    placed: list[Outcome] = []
    for index, one in enumerate(ordered):
        same = index and rank(ordered[index - 1]) == rank(one)
        place = placed[-1].place if same else index + 1
        placed.append(
            Outcome(
                candidate=one.candidate,
                votes=one.votes,
                place=None if one.votes is None else place,
                result=one.result,
                why=one.why,
            )
        )
    return placed


def _tie(tie: RoundTie, one: RankedRound, rules: RankedRules) -> Tie:
    verb = "wins" if tie.chosen_for == FOR_ELECTION else "falls"
    settled_by = "none"
    how = f"in round {one.number}: the rules given leave it open{_cited(rules)}"
    if tie.chosen:
        lot = not tie.settled_by.startswith("the votes of")
        settled_by = "lot" if lot else "earlier rounds"
        how = f"in round {one.number}, {tie.chosen} {verb} by {tie.settled_by}{_cited(rules)}"
    return Tie(
        candidates=tie.candidates,
        votes=_whole(one.votes[tie.candidates[0]]),
        settled_by=settled_by,
        how=how,
    )


def _questions(
    ballots: RankedBallots, rounds: tuple[RankedRound, ...], rules: RankedRules
) -> list[str]:
    asked = []
    if ballots.total_rejected:
        shown = [f"{one.where}: {one.reason} ({one.ballots:,})" for one in ballots.rejected]
        more = len(shown) - _MOST_NAMED
        asked.append(
            f"{ballots.total_rejected:,} ballots could not be counted: "
            f"{'; '.join(shown[:_MOST_NAMED])}{f'; and {more} more entries' if more > 0 else ''}."
        )
    elected = sum(len(one.elected) for one in rounds)
    last = rounds[-1]
    if any(not tie.chosen for tie in last.ties):
        asked.append(f"The tie in round {last.number} must be settled before the count goes on.")
    elif elected < rules.seats:
        asked.append(f"The count was stopped after round {last.number}; the seat is not filled.")
    if rules.ties is Ties.ORDER and any(one.ties for one in rounds):
        asked.append("A tie was settled by the order given: is it the order that was drawn?")
    return asked


def _cited(rules: RankedRules) -> str:
    return f"; {rules.statute}" if rules.statute else ""


def _whole(votes: Votes) -> Votes:
    """Votes as a whole number where they are one."""
    return int(votes) if votes == int(votes) else votes
