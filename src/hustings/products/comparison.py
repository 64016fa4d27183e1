"""Two members of one Congress beside each other: agreement, scores, where they differed, who joined first.

Each number is a figure; the lists are the rows of the figures votes_in_common and joined_both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData, RequestError, quoted
from hustings.ids import Congress
from hustings.measures import joining, positions
from hustings.measures.absence import no_data
from hustings.measures.resolving import resolve_member
from hustings.measures.votes import CLERK
from hustings.products import words
from hustings.products.asking import Asker
from hustings.products.member_words import listed, member_name, member_named
from hustings.products.roll_call import question

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.record.view import View

#: What each of the two is asked for, in the order of the page.
BESIDE: Final = (
    "party_unity", "share_votes_missed", "progressive_score", "progressive_rank",
    "ideal_point", "ideal_point_rank", "bills_sponsored", "cosponsorships", "share_led",
)  # fmt: skip
#: Orders of the roll calls in which they differed.
ORDERS: Final = ("closest", "date")


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One of the two: figures by measure.

    joined_after: the share of the bills of both that was joined later than the other joined;
    joined_rank: the place by it among the own party, with the quartiles of the others.
    """

    bioguide: str
    name: str
    party: str
    seat: str
    chamber: str
    figures: dict[str, Figure]
    joined_after: Figure | None
    joined_rank: Figure | None

    @property
    def label(self) -> str:
        """Jimmy Gomez (D, CA-34)."""
        about = ", ".join(one for one in (self.party[:1], self.seat) if one)
        return f"{self.name} ({about})" if about else self.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Apart:
    """A roll call in which one voted yea and the other nay. votes: the first's, the second's."""

    vote: str
    date: date
    question: str
    bill: str
    votes: tuple[str, str]
    result: str
    yeas: int
    nays: int

    @property
    def margin(self) -> int:
        """By how many votes it was decided, as yeas and nays stand."""
        return abs(self.yeas - self.nays)


@dataclass(frozen=True, kw_only=True, slots=True)
class Joined:
    """A bill that both cosponsored. days: the first's, the second's."""

    bill: str
    title: str
    days: tuple[date, date]

    @property
    def apart(self) -> int:
        """Days from the first member's name to the second's; below nought if the second led."""
        return (self.days[1] - self.days[0]).days


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """Roll calls of a month in which both voted, and in how many of them they differed."""

    first: date
    common: int
    apart: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Two members in a Congress. agreement and the lists are empty where they share no roll call."""

    congress: Congress
    sample: bool
    order: str
    members: tuple[Compared, Compared]
    agreement: Figure | None
    common: Figure | None
    differed: Figure | None
    apart: tuple[Apart, ...]
    months: tuple[Month, ...]
    joined: Figure | None
    bills: tuple[Joined, ...]
    bills_loaded: bool


def build(
    view: View, first: str, second: str, congress: Congress | None = None, order: str = ORDERS[0]
) -> Comparison:
    """The two beside each other, in a Congress or the latest in which both voted.

    Raises UnknownName or RequestError for names, NoData where one was not there or nothing is
    loaded.
    """
    if order not in ORDERS:
        raise RequestError(
            f"{quoted(order)} is no order.", next_step=f"Orders: {', '.join(ORDERS)}."
        )
    sitting, who = _meant(view, first, second, congress)
    desk = Asker(view)
    members = tuple(
        _compared(desk, own, other, sitting) for own, other in (who, who[::-1])
    )  # fmt: skip
    given = {"member": who[0], "other": who[1], "congress": sitting}
    common = desk.ask("votes_in_common", **given)
    agreement = desk.ask("agreement", **given)
    rows = positions.in_common(view, *who, sitting) if agreement else []
    joined = desk.ask("joined_both", **given)
    return Comparison(
        congress=sitting, sample=view.sample, order=order, members=(members[0], members[1]),
        agreement=agreement, common=common if agreement else None,
        differed=desk.ask("votes_apart", **given) if agreement else None,
        apart=_apart(rows, order), months=_months(rows),
        joined=joined,
        bills=_bills(view, *who, sitting) if joined else (),
        bills_loaded=view.has("bills") and bool(
            view.query("select 1 from bills where congress = $congress limit 1",
                       {"congress": sitting})),
    )  # fmt: skip


def _meant(
    view: View, first: str, second: str, congress: Congress | None
) -> tuple[Congress, tuple[str, str]]:
    """The Congress and the two ids. Raises where they are one person, or not both there."""
    if congress is None:
        who = (resolve_member(view, first, {}), resolve_member(view, second, {}))
    else:
        who = (member_named(view, first, congress), member_named(view, second, congress))
    if who[0] == who[1]:
        raise RequestError(
            f"{quoted(first)} and {quoted(second)} are one member, {who[0]}.",
            next_step="Name another.",
        )
    if congress is None:
        both = positions.voted_congresses(view, *who)
        if both:
            return both[-1], who
    alone = {one: positions.voted_congresses(view, one) for one in who}
    if congress is not None and all(congress in held for held in alone.values()):
        return congress, who
    raise _not_both(view, alone, congress)


def _not_both(view: View, alone: dict[str, list[Congress]], congress: Congress | None) -> NoData:
    """Why two members cannot be compared: nothing is loaded, or one was not there."""
    held = [int(row[0]) for row in view.query(
        "select distinct congress from roll_calls order by congress"
    )]  # fmt: skip
    if not held or (congress is not None and congress not in held):
        when = f" of the {words.ordinal(congress)} Congress" if congress else ""
        return no_data(view, f"no votes{when}", CLERK, {"congress": congress})
    told = [
        f"{member_name(view, one)} "
        + (f"voted in the {listed(words.ordinal(c) for c in found)}" if found
           else "has no vote")
        for one, found in alone.items()
    ]  # fmt: skip
    where = f"in the {words.ordinal(congress)} Congress" if congress else "in one Congress"
    return NoData(
        f"the record has no votes of both {where}: {'; '.join(told)}.",
        next_step=f"It holds votes of the {listed(words.ordinal(one) for one in held)} Congress; "
        "load more with: hustings fetch voteview --congress N",
    )


def _compared(desk: Asker, own: str, other: str, congress: Congress) -> Compared:
    asked = {measure: desk.ask(measure, member=own, congress=congress) for measure in BESIDE}
    rows = desk.view.dicts(
        "select arg_max(v.party, v.date) as party, max(coalesce(m.district, m.state)) as seat, "
        "arg_max(v.chamber, v.date) as chamber "
        "from cast_votes v left join members m on m.bioguide = v.bioguide "
        "and m.congress = v.congress and m.chamber = v.chamber "
        "where v.bioguide = $member and v.congress = $congress",
        {"member": own, "congress": congress},
    )
    party = str(rows[0]["party"] or "")
    pair = {"member": own, "other": other, "congress": congress}
    return Compared(
        bioguide=own,
        name=member_name(desk.view, own),
        party=party,
        seat=str(rows[0]["seat"] or ""),
        chamber=str(rows[0]["chamber"] or ""),
        figures={measure: one for measure, one in asked.items() if one is not None},
        joined_after=desk.ask("share_joined_after", **pair),
        joined_rank=desk.ask("share_joined_after_rank", **pair, party=party) if party else None,
    )


def _apart(rows: list[dict[str, Any]], order: str) -> tuple[Apart, ...]:
    found = [
        Apart(
            vote=row["vote"], date=row["date"], question=question(row), bill=row["bill"] or "",
            votes=(row["position"], row["other_position"]), result=row["result"] or "",
            yeas=int(row["yeas"]), nays=int(row["nays"]),
        )
        for row in rows
        if row["position"] != row["other_position"]
    ]  # fmt: skip
    if order == "closest":
        found.sort(key=lambda one: (one.margin, one.date, one.vote))
    return tuple(found)


def _months(rows: list[dict[str, Any]]) -> tuple[Month, ...]:
    """Months from the first to the last in which both voted; one without votes is a gap."""
    counted: dict[date, list[int]] = {}
    for row in rows:
        month = counted.setdefault(row["date"].replace(day=1), [0, 0])
        month[0] += 1
        month[1] += row["position"] != row["other_position"]
    return tuple(
        Month(first=first, common=common, apart=apart)
        for first, (common, apart) in sorted(counted.items())
    )


def _bills(view: View, first: str, second: str, congress: Congress) -> tuple[Joined, ...]:
    """Bills of both, those with the most days between the two names first."""
    found = [
        Joined(bill=row["bill"], title=row["title"], days=(row["date"], row["other_date"]))
        for row in joining.joined_by_both(view, first, second, congress)
    ]
    return tuple(sorted(found, key=lambda one: (-abs(one.apart), one.bill)))
