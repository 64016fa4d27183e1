"""Reports of a ranked count by ranked-vote, in JSON: the rounds, without the ballots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from hustings.contests.rounds import EXHAUSTED, Exhausted, RankedRound, Transfer
from hustings.errors import SourceError
from hustings.sources.checked import Fields, Unreadable
from hustings.sources.cvr.text import MOST_TREE, bytes_of, json_of

_EXHAUSTED: Final = "$EXHAUSTED"


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedReport:
    """What somebody else counted: a contest, its day, its ballots, its rounds and its winner.

    The report adds up ballots that were blank, skipped ranks or ran out of choices; they are all
    under `no_choice_left`. It gives no thresholds, so they are 0.
    """

    contest: str
    day: date
    ballots: int
    rounds: tuple[RankedRound, ...]
    winner: str


def is_report(value: Any) -> bool:
    """Whether a JSON value is such a report."""
    return isinstance(value, dict) and {"meta", "candidates", "rounds", "winner"} <= set(value)


def read_report(path: Path) -> RankedReport:
    """Read a report. Raises SourceError where a round does not add up to the ballots."""
    value = json_of(bytes_of(path, MOST_TREE), str(path))
    if not is_report(value):
        raise SourceError("the file is no report of a ranked count.", where=str(path))
    try:
        return _report(value, str(path))
    except Unreadable as wrong:
        raise SourceError(f"{wrong}.", where=str(path)) from None


def _report(value: dict[str, Any], where: str) -> RankedReport:
    fields, meta = Fields(value), Fields(value).part("meta")
    ballots = meta.whole("num_ballots")
    given = [Fields(one) for one in _list(value, "rounds")]
    if not given:
        raise SourceError("the report has no rounds.", where=where)
    rounds = []
    for place, one in enumerate(given):
        after = given[place + 1] if place + 1 < len(given) else None
        rounds.append(_round(one, after, ballots, where))
    winner = fields.text("winner")
    if rounds[-1].votes and winner != next(iter(rounds[-1].votes)):
        raise SourceError(f"{winner} does not lead the last round and is said to win.", where=where)
    return RankedReport(
        contest=meta.text("name"),
        day=meta.day("date"),
        ballots=ballots,
        rounds=tuple(rounds),
        winner=winner,
    )


def _round(one: Fields, after: Fields | None, ballots: int, where: str) -> RankedRound:
    number = one.whole("round")
    votes: dict[str, int] = {}
    exhausted = 0
    for row in map(Fields, _list(one.values, "results")):
        name, count = row.text("name"), row.whole("votes")
        if name == _EXHAUSTED:
            exhausted = count
        else:
            votes[name] = count
    over, under = one.whole("overvote"), one.whole("undervote")
    if sum(votes.values()) + exhausted != ballots or over + under != exhausted:
        raise SourceError(f"round {number} does not add up to {ballots:,} ballots.", where=where)
    moves = [] if after is None else [Fields(row) for row in _list(after.values, "transfers")]
    transfers = tuple(
        Transfer(source=move.text("from"), target=_target(move), votes=move.whole("count"))
        for move in moves
        if move.text("from") not in {_EXHAUSTED, move.text("to")}
    )
    return RankedRound(
        number=number,
        votes=dict(sorted(votes.items(), key=lambda item: (-item[1], item[0]))),
        exhausted=Exhausted(overvote=over, no_choice_left=under),
        threshold=0,
        eliminated=() if after is None else tuple(map(str, _list(after.values, "eliminated"))),
        transfers=transfers,
        last=after is None,
    )


def _target(move: Fields) -> str:
    name = move.text("to")
    return EXHAUSTED if name == _EXHAUSTED else name


def _list(values: Any, name: str) -> list[Any]:
    found = values.get(name)
    if not isinstance(found, list) or (
        name != "eliminated" and not all(isinstance(one, dict) for one in found)
    ):
        raise Unreadable(f"{name} is not a list")
    return found
