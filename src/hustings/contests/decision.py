"""What a contest brought: an outcome for each candidate, with its reason, and what is left open.

Every outcome says why in words and names the statute or source. A tie is named, never broken by
the order of rows; what the votes alone cannot tell is a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hustings.contests.rounds import RankedRound, Votes, plain_votes


class Result(StrEnum):
    """What a round brought a candidate.

    advances: goes on to the next round, or is a party's nominee. tied: a fact beyond the votes
    decides, such as a lot. open: the votes of this round do not decide it.
    """

    ELECTED = "elected"
    ADVANCES = "advances"
    ELIMINATED = "eliminated"
    TIED = "tied"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """A candidate's end of a round. Equal votes have equal places; without votes, none (None)."""

    candidate: str
    votes: Votes | None
    place: int | None
    result: Result
    why: str
    party: str = ""
    name: str = ""
    write_in: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "candidate": self.candidate,
            "name": self.name or self.candidate,
            "party": self.party,
            "write_in": self.write_in,
            "votes": None if self.votes is None else plain_votes(self.votes),
            "place": self.place,
            "result": self.result.value,
            "why": self.why,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Tie:
    """Candidates with equal votes at an edge that matters, and how the law settles it.

    settled_by: 'all advance'; 'lot'; 'earlier rounds' of a ranked count; or 'none', where something
    beyond the contest decides. how says it in words, with the statute where one is known.
    """

    candidates: tuple[str, ...]
    votes: Votes
    settled_by: str
    how: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "candidates": list(self.candidates),
            "votes": plain_votes(self.votes),
            "settled_by": self.settled_by,
            "how": self.how,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """The outcome of one contest: one Outcome a candidate, by place and then key.

    votes_cast: the votes that shares are of. threshold: the share that the rule asks for, if any.
    next_round: where those who advance meet; None if nobody advances or it is not known where.
    questions: what has to be asked before this is the end of it. rounds: those of a ranked count,
    each with its own `to_json`.
    """

    rule: str
    outcomes: tuple[Outcome, ...]
    votes_cast: int
    threshold: Decimal | None = None
    next_round: str | None = None
    ties: tuple[Tie, ...] = ()
    questions: tuple[str, ...] = ()
    rounds: tuple[RankedRound, ...] = ()

    def those(self, result: Result | str) -> tuple[str, ...]:
        """Keys of all candidates with that result, by place and then key."""
        return tuple(one.candidate for one in self.outcomes if one.result == result)

    @property
    def elected(self) -> str | None:
        """The key of who was elected, if anybody was."""
        return next(iter(self.those(Result.ELECTED)), None)

    @property
    def advancing(self) -> tuple[str, ...]:
        """Keys of all who go on."""
        return self.those(Result.ADVANCES)

    def of(self, candidate: str) -> Outcome:
        """The outcome of one candidate. Raises KeyError."""
        for one in self.outcomes:
            if one.candidate == candidate:
                return one
        raise KeyError(candidate)

    def to_json(self) -> dict[str, Any]:
        """The decision as the command line and the pages give it."""
        return {
            "rule": self.rule,
            "votes_cast": self.votes_cast,
            "threshold": None if self.threshold is None else float(self.threshold),
            "next_round": self.next_round,
            "outcomes": [one.to_json() for one in self.outcomes],
            "ties": [one.to_json() for one in self.ties],
            "questions": list(self.questions),
            "rounds": [one.to_json() for one in self.rounds],
        }
