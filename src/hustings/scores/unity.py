"""Party unity, votes missed and agreement: shares of roll calls, each with what it was counted of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError, quoted
from hustings.scores.matrix import Cast, Marks, VoteMatrix


@dataclass(frozen=True, kw_only=True, slots=True)
class Tallied:
    """A share with its parts: `count` of `of` roll calls. The share of none is None, not 0."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of else None


def party_rows(votes: VoteMatrix, parties: Mapping[str, str], party: str) -> Marks:
    """The rows of a party's members. Shape (members,). Raises RequestError if there are none."""
    unknown = sorted(set(votes.members) - set(parties))
    if unknown:
        raise RequestError(
            f"{', '.join(unknown[:10])}{' and more' if len(unknown) > 10 else ''}: no party given.",
            where="the parties of members",
            next_step="Name a party for every member of the matrix.",
        )
    found = np.array([parties[one] == party for one in votes.members], dtype=np.bool_)
    if not found.any():
        raise RequestError(f"no member is of the party {quoted(party)}.", next_step="Mend it.")
    return found


def majority_side(votes: VoteMatrix, rows: Marks) -> npt.NDArray[np.int8]:
    """The side of most of these members in each roll call: 1 yea, -1 nay, 0 a tie or no votes.

    Of the yeas and nays cast; shape (roll calls,).
    """
    yea, nay = votes.yeas[rows].sum(axis=0), votes.nays[rows].sum(axis=0)
    return np.asarray(np.sign(yea.astype(np.int64) - nay), dtype=np.int8)


def party_unity_votes(
    votes: VoteMatrix, parties: Mapping[str, str], *, first: str = "D", second: str = "R"
) -> Marks:
    """Roll calls in which a majority of one party's voters opposes a majority of the other's.

    Congressional Quarterly's definition (CQ Almanac, its yearly vote studies). A party that is
    split evenly has no majority. Shape (roll calls,).
    """
    one = majority_side(votes, party_rows(votes, parties, first))
    other = majority_side(votes, party_rows(votes, parties, second))
    return np.asarray(one * other == -1)


def party_unity(
    votes: VoteMatrix, parties: Mapping[str, str], *, first: str = "D", second: str = "R"
) -> dict[str, Tallied]:
    """Votes cast with the majority of one's party in party unity votes, of those cast in them.

    Congressional Quarterly's score (CQ Almanac): absences count neither for nor against. A member
    who changed party has a row for each, or is scored by the one party given. Members of no party
    of the two are not in the answer: they have no party to be at one with.
    """
    chosen = party_unity_votes(votes, parties, first=first, second=second)
    found: dict[str, Tallied] = {}
    for party in (first, second):
        rows = party_rows(votes, parties, party)
        with_party, cast = _agreed(votes, majority_side(votes, rows), chosen)
        found |= {
            votes.members[at]: Tallied(count=int(with_party[at]), of=int(cast[at]))
            for at in np.flatnonzero(rows)
        }
    return {one: found[one] for one in votes.members if one in found}


def votes_missed(votes: VoteMatrix, *, present_is_missed: bool = False) -> dict[str, Tallied]:
    """Roll calls a member did not vote in, of those held while a member.

    Who answers present was there and missed nothing, unless `present_is_missed`.
    """
    missed = votes.cells == Cast.ABSENT
    if present_is_missed:
        missed = missed | (votes.cells == Cast.PRESENT)
    held = votes.cells != Cast.NOT_A_MEMBER
    return {
        one: Tallied(count=int(missed[at].sum()), of=int(held[at].sum()))
        for at, one in enumerate(votes.members)
    }


def agreement(votes: VoteMatrix, member: str, *, among: Marks | None = None) -> dict[str, Tallied]:
    """Roll calls in which two members voted alike, of those in which both voted yea or nay.

    With every other member: another, the party's leader, a neighbour. among: the roll calls that
    count, all if None.
    """
    side = votes.signs[votes.row(member)].astype(np.int8)
    alike, cast = _agreed(votes, side, among)
    return {
        one: Tallied(count=int(alike[at]), of=int(cast[at]))
        for at, one in enumerate(votes.members)
        if one != member
    }


def differences(votes: VoteMatrix, one: str, other: str) -> tuple[str, ...]:
    """The roll calls in which two members voted against each other, in the order of the matrix."""
    signs = votes.signs
    apart = signs[votes.row(one)] * signs[votes.row(other)] == -1
    return tuple(votes.roll_calls[at] for at in np.flatnonzero(apart))


def agreement_with_lean(
    votes: VoteMatrix, member: str, parties: Mapping[str, str], *, lean: str, against: str
) -> Tallied:
    """Votes cast with the party that the district leans to, of party unity votes cast.

    lean: the party of the district's lean (the sign of its PVI), whatever the member's own; a
    member of the other party votes with the district where they leave their own side.
    """
    chosen = party_unity_votes(votes, parties, first=lean, second=against)
    side = majority_side(votes, party_rows(votes, parties, lean))
    alike, cast = _agreed(votes, side, chosen)
    at = votes.row(member)
    return Tallied(count=int(alike[at]), of=int(cast[at]))


@dataclass(frozen=True, kw_only=True, slots=True)
class Unusual:
    """A roll call in which a member voted against most of their party, and how many joined them."""

    roll_call: str
    with_member: int
    of_party: int


def most_unusual(votes: VoteMatrix, member: str, parties: Mapping[str, str]) -> tuple[Unusual, ...]:
    """Votes against the majority of one's party, the fewest companions (by share) first.

    with_member counts the member too. Ties stand in the order of the matrix.
    """
    at = votes.row(member)
    rows = party_rows(votes, parties, parties.get(member, ""))
    side = majority_side(votes, rows)
    own = votes.signs[at]
    yea, nay = votes.yeas[rows].sum(axis=0), votes.nays[rows].sum(axis=0)
    found = [
        Unusual(
            roll_call=votes.roll_calls[place],
            with_member=int(yea[place] if own[place] > 0 else nay[place]),
            of_party=int(yea[place] + nay[place]),
        )
        for place in np.flatnonzero(own * side == -1)
    ]
    return tuple(sorted(found, key=lambda one: one.with_member / one.of_party))


def ranks(scores: Mapping[str, float | None], among: Iterable[str] | None = None) -> dict[str, int]:
    """Places from the highest score, 1 first; equal scores share the better place.

    Members without a score have no place. among: rank these alone.
    """
    kept = set(scores if among is None else among)
    placed = {one: s for one, s in scores.items() if one in kept and s is not None}
    ordered = np.sort(np.array(list(placed.values()), dtype=np.float64))
    above = len(ordered) - np.searchsorted(ordered, list(placed.values()), side="right")
    return {one: int(place) + 1 for one, place in zip(placed, above, strict=True)}


def _agreed(
    votes: VoteMatrix, side: npt.NDArray[np.int8], among: Marks | None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Votes on that side and votes cast, of every member, where the side is 1 or -1."""
    counted = side != 0 if among is None else (side != 0) & among
    yeas, nays = votes.yeas[:, counted], votes.nays[:, counted]
    wanted = side[counted]
    alike = (yeas & (wanted == 1)).sum(axis=1) + (nays & (wanted == -1)).sum(axis=1)
    return alike.astype(np.int64), (yeas | nays).sum(axis=1).astype(np.int64)
