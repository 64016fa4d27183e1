"""One bill, whatever form the file has: its rows, and what its actions say of a committee's report.

How far a bill got is told by days: reported, passed by each chamber, law. Other actions are left
out; they are prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.ids import looks_like
from hustings.sources.batches import Batches
from hustings.sources.checked import Fields, Unreadable, shown
from hustings.sources.congress.committees import CODE
from hustings.sources.events import Loaded, LoadedBatch

if TYPE_CHECKING:
    from hustings.sources.events import Event

#: What the clerks write when a committee is done with a bill.
_REPORTED = re.compile(
    r"ordered to be reported|\breported (?:by|to|\(amended\)|adversely|with)", re.IGNORECASE
)
#: The Rules Committee reports a resolution for a bill; the bill itself is not reported by that.
_ANOTHERS = re.compile(r"rules committee resolution|\bH\. ?Res\. ?\d+ reported", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?", re.ASCII)
#: Bills have at most some 400 cosponsors; a chamber has no more members.
_MOST: Final = 600

Cosponsor = tuple[str, str | None, date, bool, date | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bill:
    """A bill, its cosponsors (bioguide, name, day, original, withdrawn) and its committees."""

    id: str
    told: dict[str, Any]
    cosponsors: tuple[Cosponsor, ...]
    committees: dict[str, list[str]]


def bill_id(congress: int, kind: str, number: int) -> str:
    """116, 'HR', 6515 → 116-hr6515. Raises Unreadable where that is no bill."""
    made = f"{congress}-{kind.lower()}{number}"
    if not looks_like("bill", made):
        raise Unreadable(f"{shown(made)} is not a bill")
    return made


def day_of(fields: Fields, name: str) -> date:
    """The day of a moment, such as 2020-05-15T21:26:37-04:00 or 2020-05-15."""
    found = _MOMENT.fullmatch(fields.text(name))
    if not found:
        raise Unreadable(f"{name} {shown(fields.values[name])} is not a date")
    return Fields({name: found[1]}).day(name)


def member(fields: Fields, name: str) -> str:
    """A member's Bioguide id. Raises Unreadable."""
    bioguide = fields.text(name)
    if not looks_like("bioguide", bioguide):
        raise Unreadable(f"{name} {shown(bioguide)} is not a Bioguide id")
    return bioguide


def reported(actions: Iterable[tuple[date, str]]) -> date | None:
    """The first day on which an action says that a committee reported the bill, or ordered it."""
    days = [day for day, text in actions if _REPORTED.search(text) and not _ANOTHERS.search(text)]
    return min(days, default=None)


def committee(code: str) -> str:
    """A committee's code, or its subcommittee's. Raises Unreadable."""
    if not CODE.fullmatch(code):
        raise Unreadable(f"{shown(code)} is not a committee's code")
    return code


def checked(bill: Bill) -> Bill:
    """The bill, if it can be one. Raises Unreadable with what is wrong."""
    if len(bill.cosponsors) > _MOST:
        raise Unreadable(f"{bill.id} has {len(bill.cosponsors):,} cosponsors, more than a chamber")
    days = set()
    for bioguide, _, day, _, withdrawn in bill.cosponsors:
        if (bioguide, day) in days:
            raise Unreadable(f"{bill.id} has {bioguide} twice as cosponsor of {day}")
        if bioguide == bill.told["sponsor"]:
            raise Unreadable(f"{bill.id} has its sponsor {bioguide} as a cosponsor")
        if day < bill.told["introduced"] or (withdrawn is not None and withdrawn < day):
            raise Unreadable(f"{bill.id}: {bioguide} cannot have cosponsored it on {day}")
        days.add((bioguide, day))
    return bill


class BillRows:
    """Makes events of bills: their rows, with cosponsors and committees in batches."""

    def __init__(self) -> None:
        self._cosponsors = Batches("cosponsors")
        self._committees = Batches("bill_committees")
        self._seen: set[str] = set()

    def event(self, line: int, bill: Bill) -> Event:
        """What became of one bill. Raises Unreadable if the file had it before."""
        if bill.id in self._seen:
            raise Unreadable(f"{bill.id} is in the file twice")
        self._seen.add(bill.id)
        self._cosponsors.add(line, [(bill.id, *one) for one in bill.cosponsors])
        had = [(bill.id, code, "; ".join(done) or None) for code, done in bill.committees.items()]
        self._committees.add(line, had)
        return Loaded(line, [("bills", {"bill": bill.id, **bill.told})])

    def full(self) -> Iterator[LoadedBatch]:
        """Batches that have enough rows."""
        yield from self._cosponsors.full()
        yield from self._committees.full()

    def rest(self) -> Iterator[LoadedBatch]:
        """What is left at the end."""
        yield from self._cosponsors.rest()
        yield from self._committees.rest()
