"""The rounds of a ranked-choice count, each written out: votes, exhausted ballots, who moved where.

Source: the round as 21-A M.R.S. 723-A(1)(J) and AS 15.15.350(d) define it. Votes are whole
numbers; in a count for several seats, where parts of a ballot move, they are decimals.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final, TypeAlias

Votes: TypeAlias = "int | Decimal"

#: The name under which flows to and among exhausted ballots are listed.
EXHAUSTED: Final = "exhausted"
#: Parts of a vote lost to rounding when a surplus moves.
REMAINDER: Final = "lost to rounding"


@dataclass(frozen=True, kw_only=True, slots=True)
class Exhausted:
    """Ballots that count for nobody in a round, by the reason for it.

    `blank` were never ranked at all (undervotes of the whole contest); the others once could
    have counted and stopped at a skipped ranking, an overvote, a candidate ranked twice, or
    because none of their choices is left.
    """

    skipped: Votes = 0
    overvote: Votes = 0
    duplicate: Votes = 0
    no_choice_left: Votes = 0
    blank: Votes = 0

    @property
    def total(self) -> Votes:
        """All of them, blank ballots included."""
        found: list[Votes] = [getattr(self, one.name) for one in fields(self)]
        return sum(found, 0)

    def to_json(self) -> dict[str, Any]:
        return {one.name: plain_votes(getattr(self, one.name)) for one in fields(self)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """Votes that move from a candidate to another, or to EXHAUSTED, when a round ends."""

    source: str
    target: str
    votes: Votes

    def to_json(self) -> dict[str, Any]:
        return {"from": self.source, "to": self.target, "votes": plain_votes(self.votes)}


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundTie:
    """Candidates level where one had to be chosen, who was chosen for what, and by what means.

    `chosen` is empty and `settled_by` is "none" where the rules leave the tie open.
    """

    candidates: tuple[str, ...]
    chosen: str
    chosen_for: str
    settled_by: str

    def to_json(self) -> dict[str, Any]:
        return {
            "candidates": list(self.candidates),
            "chosen": self.chosen,
            "chosen_for": self.chosen_for,
            "settled_by": self.settled_by,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedRound:
    """One round: who had how many votes, who was elected or eliminated, and where votes went.

    `votes` is ordered by votes, then name, and lists those still in the count (with those elected
    before, for several seats). `transfers` are the moves at the end of the round; they are empty
    in the last. `flows` adds the votes that stay.
    """

    number: int
    votes: dict[str, Votes]
    exhausted: Exhausted
    threshold: Votes
    elected: tuple[str, ...] = ()
    eliminated: tuple[str, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    ties: tuple[RoundTie, ...] = ()
    lost_to_rounding: Votes = 0
    last: bool = False

    @property
    def active(self) -> Votes:
        """Votes that count for somebody in this round."""
        return sum(self.votes.values(), 0)

    @property
    def flows(self) -> tuple[Transfer, ...]:
        """Every vote of this round and where it is in the next; empty for the last round.

        The flows out of a candidate add up to its votes here, and the flows into one to its votes
        in the next round; EXHAUSTED ballots flow to themselves.
        """
        if self.last:
            return ()
        left = dict(self.votes)
        for move in self.transfers:
            left[move.source] -= move.votes
        stay = [
            Transfer(source=name, target=name, votes=votes) for name, votes in left.items() if votes
        ]
        still = Transfer(source=EXHAUSTED, target=EXHAUSTED, votes=self.exhausted.total)
        return (*stay, *self.transfers, *([still] if still.votes else []))

    def to_json(self) -> dict[str, Any]:
        """The round as the command line and the pages give it."""
        return {
            "round": self.number,
            "votes": {name: plain_votes(votes) for name, votes in self.votes.items()},
            "active": plain_votes(self.active),
            "exhausted": self.exhausted.to_json(),
            "threshold": plain_votes(self.threshold),
            "elected": list(self.elected),
            "eliminated": list(self.eliminated),
            "transfers": [move.to_json() for move in self.transfers],
            "ties": [tie.to_json() for tie in self.ties],
            "lost_to_rounding": plain_votes(self.lost_to_rounding),
        }


def plain_votes(votes: Votes) -> int | float:
    """Votes as JSON has them: whole, or with a fraction."""
    if isinstance(votes, int):
        return votes
    return int(votes) if votes == votes.to_integral_value() else float(votes)
