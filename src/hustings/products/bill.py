"""A bill: whose it is, how far it got, who stands behind it since when, and its roll calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData
from hustings.ids import parse_bill_id
from hustings.measures import joining
from hustings.measures.absence import no_data
from hustings.products.asking import Asker
from hustings.products.member_words import member_name, member_named
from hustings.products.roll_call import question

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.record.view import View

#: The days of bill_stage's detail, in the order in which a bill reaches them, and their words.
STAGES: Final = {
    "introduced": "Introduced", "reported": "Reported by a committee",
    "passed_house": "Passed the House", "passed_senate": "Passed the Senate",
    "became_law": "Became law",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class OnBill:
    """A roll call on the bill, with its figures by party."""

    vote: str
    date: date
    question: str
    result: Figure | None
    figures: dict[str, Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedOf:
    """A member who was asked for: the row of the name, if it is on the bill, and the figures.

    place: of a cosponsor. earlier: rows of the cosponsors of earlier days.
    """

    bioguide: str
    name: str
    row: dict[str, Any] | None
    on: Figure | None
    place: Figure | None
    earlier: tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Bill:
    """One bill. names: rows of `joining.names_on`, the sponsor first. counts: figures by measure."""

    bill: str
    congress: int
    title: str
    sample: bool
    stage: Figure
    sponsor: Figure | None
    counts: dict[str, Figure]
    names: tuple[dict[str, Any], ...]
    calls: tuple[OnBill, ...]
    votes_loaded: bool
    asked: AskedOf | None = None

    @property
    def cosponsors(self) -> list[dict[str, Any]]:
        """Rows of all but the sponsor, those who withdrew among them."""
        return [one for one in self.names if one["role"] != "sponsor"]


COUNTS: Final = (
    "cosponsor_count", "original_cosponsor_count", "cosponsor_count_across",
    "withdrawn_cosponsor_count",
)  # fmt: skip


def build(view: View, text: str, member: str | None = None) -> Bill:
    """The bill of a name such as 116-hr6515. Raises RequestError, UnknownName or NoData."""
    name = parse_bill_id(text)
    row = joining.bill(view, name)
    congress = int(name.split("-")[0])
    if row is None:
        raise no_data(view, f"no bill {name}", ["bills"], {"congress": congress})
    who = member_named(view, member, congress) if member else ""
    desk = Asker(view)
    stage = desk.ask("bill_stage", bill=name)
    if stage is None:
        raise NoData(f"the record has no stage of {name}.", next_step=desk.gaps["bill_stage"])
    names = joining.names_on(view, name)
    found = {measure: desk.ask(measure, bill=name) for measure in COUNTS}
    calls = joining.roll_calls_on(view, name)
    return Bill(
        bill=name, congress=congress, title=row["title"] or name, sample=view.sample, stage=stage,
        sponsor=desk.ask("bill_sponsor", bill=name),
        counts={measure: one for measure, one in found.items() if one is not None},
        names=tuple(names),
        calls=tuple(_call(desk, one) for one in calls),
        votes_loaded=view.has("clerk_votes") or view.has("votes"),
        asked=_asked(desk, name, who, names) if who else None,
    )  # fmt: skip


def _call(desk: Asker, row: dict[str, Any]) -> OnBill:
    asked = [(measure, party) for measure in ("vote_yeas", "vote_nays")
             for party in ("", "DEM", "REP")]  # fmt: skip
    figures = {
        measure + (f" {party}" if party else ""): desk.ask(
            measure, vote=row["vote"], **({"party": party} if party else {})
        )
        for measure, party in asked
    }
    return OnBill(
        vote=row["vote"],
        date=row["date"],
        question=question(row),
        result=desk.ask("vote_result", vote=row["vote"]),
        figures={name: one for name, one in figures.items() if one is not None},
    )


def _asked(desk: Asker, name: str, who: str, names: list[dict[str, Any]]) -> AskedOf:
    own = next((one for one in names if one["bioguide"] == who), None)
    on_it = own is not None and own["role"] != "sponsor"
    return AskedOf(
        bioguide=who,
        name=own["name"] if own else member_name(desk.view, who),
        row=own,
        on=desk.ask("cosponsored", member=who, bill=name),
        place=desk.ask("cosponsor_place", member=who, bill=name) if on_it else None,
        earlier=tuple(
            one for one in names if own and on_it and one["role"] != "sponsor"
            and one["date"] < own["date"]
        ),
    )  # fmt: skip
