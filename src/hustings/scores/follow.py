"""Lead or follow: who put their name to a bill first, and who only after somebody.

Only days are known, so names of one day are level. A name withdrawn later was put there all the
same. What is counted is names on bills; who persuaded whom it cannot say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from hustings.errors import RequestError
from hustings.scores.bills import Bill
from hustings.scores.unity import Tallied, ranks


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a member stands in the order of a bill's cosponsors.

    place: 1 and the number of cosponsors of earlier days; the sponsor is 0. level: others of the
    same day. before: those of earlier days, the sponsor first, then by day and key. days: from the
    bill's introduction.
    """

    bill: str
    member: str
    place: int
    of: int
    level: int
    before: tuple[str, ...]
    day: date
    days: int
    led: bool


def place_in_order(bill: Bill, member: str) -> Place | None:
    """The member's place in the order of a bill's cosponsors and who came before; None if not one.

    Led: sponsor or original cosponsor.
    """
    own = _signed(bill, member)
    if own is None:
        return None
    others = [one for one in bill.cosponsors if one.member != member]
    if bill.sponsor == member:
        earlier, level = [], 0
    else:
        ordered = sorted(others, key=lambda one: (one.day, one.member))
        earlier = [one.member for one in ordered if one.day < own]
        level = sum(one.day == own for one in others)
    first = [bill.sponsor] if bill.sponsor not in {None, member} else []
    return Place(
        bill=bill.key,
        member=member,
        place=0 if bill.sponsor == member else len(earlier) + 1,
        of=len(bill.cosponsors),
        level=level,
        before=tuple(str(one) for one in [*first, *earlier]),
        day=own,
        days=(own - bill.introduced).days,
        led=_led(bill, member),
    )


def bills_led(bills: Iterable[Bill]) -> dict[str, Tallied]:
    """Every member's bills led (as sponsor or original cosponsor), of all with their name on."""
    led: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for bill in bills:
        names = {one.member: one.original for one in bill.cosponsors}
        if bill.sponsor is not None:
            names[bill.sponsor] = True
        of.update(names.keys())
        led.update(one for one, first in names.items() if first)
    return {one: Tallied(count=led[one], of=many) for one, many in of.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class After:
    """A member's cosponsorships by whether a leader's name stood on the bill before theirs.

    without: bills that the leader never joined. The leader's name is there as sponsor, too.
    """

    member: str
    leader: str
    after: int
    level: int
    before: int
    without: int

    @property
    def of_all(self) -> Tallied:
        """Made only after the leader's, of all the member's cosponsorships."""
        return Tallied(count=self.after, of=self.after + self.level + self.before + self.without)

    @property
    def of_shared(self) -> Tallied:
        """Made only after the leader's, of those on bills that both are on."""
        return Tallied(count=self.after, of=self.after + self.level + self.before)


def after_leader(
    bills: Iterable[Bill], leader: str, *, own_bills: bool = False
) -> dict[str, After]:
    """Every member's cosponsorships made after a leader's, on the same day, before, or without.

    The leader has no entry. own_bills: whether bills that the leader put in count; nobody can
    cosponsor those but after, or with, the leader, so they are left out unless asked for.
    """
    found: dict[str, list[int]] = {}
    for bill in bills:
        if bill.sponsor == leader and not own_bills:
            continue
        theirs = _signed(bill, leader)
        for one in bill.cosponsors:
            if one.member == leader:
                continue
            which = (
                3 if theirs is None else 0 if theirs < one.day else 1 if theirs == one.day else 2
            )
            found.setdefault(one.member, [0, 0, 0, 0])[which] += 1
    return {
        member: After(
            member=member, leader=leader, after=after, level=level, before=before, without=without
        )
        for member, (after, level, before, without) in found.items()
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class BaseRate:
    """A member's share beside that of comparable members: without it a share says little.

    of: comparable members with a share, the member not among them. rank: 1 if the member's is the
    highest. pooled: counts of all comparable members added up.
    """

    member: str
    own: Tallied
    rank: int | None
    of: int
    lower_quartile: float
    median: float
    upper_quartile: float
    pooled: Tallied


def base_rate(shares: Mapping[str, Tallied], member: str, comparable: Collection[str]) -> BaseRate:
    """A member's share beside the quartiles of comparable members' (the same party, say).

    Quartiles weigh each member alike and are interpolated. Raises RequestError if nobody
    comparable has a share, or the member is not in `shares`.
    """
    if member not in shares:
        raise RequestError(f"{member} has no share.", next_step="Count theirs too.")
    others = {one: shares[one] for one in comparable if one in shares and one != member}
    values = [share for one in others.values() if (share := one.share) is not None]
    if not values:
        raise RequestError("no comparable member has a share.", next_step="Name others.")
    lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75])
    places = ranks(
        {one: tallied.share for one, tallied in {**others, member: shares[member]}.items()}
    )
    return BaseRate(
        member=member,
        own=shares[member],
        rank=places.get(member),
        of=len(values),
        lower_quartile=float(lower),
        median=float(median),
        upper_quartile=float(upper),
        pooled=Tallied(
            count=sum(one.count for one in others.values()),
            of=sum(one.of for one in others.values()),
        ),
    )


def _signed(bill: Bill, member: str) -> date | None:
    """The day a member's name came to a bill, as sponsor or cosponsor."""
    if bill.sponsor == member:
        return bill.introduced
    found = bill.cosponsor(member)
    return found.day if found else None


def _led(bill: Bill, member: str) -> bool:
    found = bill.cosponsor(member)
    return bill.sponsor == member or (found is not None and found.original)
