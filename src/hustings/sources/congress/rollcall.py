"""One roll call as its chamber recorded it: the same whatever form the file has.

A roll call without any vote, with two votes of one member, or with a member who has no id is
rejected whole: a part of a roll call would give wrong counts without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.ids import looks_like
from hustings.sources.checked import Unreadable, shown

if TYPE_CHECKING:
    from datetime import date

#: The words of both chambers for what a member may do; any other is the name of a person.
POSITIONS: Final = {
    "Yea": "yea",
    "Aye": "yea",
    "Guilty": "yea",
    "Nay": "nay",
    "No": "nay",
    "Not Guilty": "nay",
    "Present": "present",
    "Present, Giving Live Pair": "present",
    "Not Voting": "not voting",
}
CHAMBERS: Final = {"h": "House", "s": "Senate"}
_LIS = re.compile(r"S\d{3}", re.ASCII)
#: Seats of a chamber with its delegates, and some who came and went; more is no roll call.
_MOST: Final = 600


@dataclass(frozen=True, kw_only=True, slots=True)
class Voter:
    """A member as a roll call names one. `id`: Bioguide in the House, LIS in the Senate."""

    id: str
    party: str | None
    state: str | None
    name: str | None


#: What was said, and by whom.
Cast = tuple[str, Voter]


@dataclass(frozen=True, kw_only=True, slots=True)
class RollCall:
    """What a chamber put to its members, and what each did. Columns as in `clerk_rollcalls`."""

    congress: int
    chamber: str
    year: int
    number: int
    day: date
    quorum: bool
    told: dict[str, Any]
    cast: tuple[Cast, ...]
    #: Whether the vote chooses a person, so that an option that is no position is a name.
    elects: bool

    def row(self) -> dict[str, Any]:
        """The row of `clerk_rollcalls`."""
        counts = Counter(position(option) for option, _ in self.cast)
        return {
            "congress": self.congress,
            "chamber": self.chamber,
            "year": self.year,
            "number": self.number,
            "date": self.day,
            "quorum": self.quorum,
            **self.told,
            "yeas": counts["yea"],
            "nays": counts["nay"],
            "present": counts["present"],
            "not_voting": counts["not voting"],
            "for_candidates": counts["candidate"],
        }

    def votes(self) -> list[tuple[Any, ...]]:
        """The rows of `clerk_votes`, in the order of its columns."""
        key = (self.congress, self.chamber, self.year, self.number)
        return [
            (*key, one.id, position(option), option, one.party, one.state, one.name)
            for option, one in self.cast
        ]


def position(option: str) -> str:
    """yea, nay, present or not voting; candidate where a member named a person."""
    return POSITIONS.get(option, "candidate")


def checked(call: RollCall) -> RollCall:
    """The roll call, if it can be one. Raises Unreadable with what is wrong."""
    what = f"roll call {call.number} of {call.year}"
    if call.year - (2 * call.congress + 1787) not in range(3):
        raise Unreadable(f"{what} cannot be of Congress {call.congress}")
    if not call.cast:
        raise Unreadable(f"{what} has no votes")
    if len(call.cast) > _MOST:
        raise Unreadable(f"{what} has {len(call.cast):,} votes, more than a chamber has members")
    twice = _twice(one.id for _, one in call.cast)
    if twice:
        raise Unreadable(f"{what} has two votes of {twice}")
    house = call.chamber == "House"
    for option, one in call.cast:
        fits = looks_like("bioguide", one.id) if house else bool(_LIS.fullmatch(one.id))
        if not fits:
            kind = "Bioguide id" if house else "Senate id"
            raise Unreadable(f"{what}: {shown(one.id)} of {shown(one.name)} is no {kind}")
        if option not in POSITIONS and not call.elects:
            raise Unreadable(f"{what}: {shown(option)} of {one.id} is no vote that is known")
    return call


def _twice(members: Iterable[str]) -> str:
    seen: set[str] = set()
    for one in members:
        if one in seen:
            return one
        seen.add(one)
    return ""
