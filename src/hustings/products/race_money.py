"""The money of a race in depth: sources and shares, PACs by kind and by name, outside spending.

The dossier shows the part of it that the record answers at once; `hustings money` shows all, with
what each candidate had raised by each day of which the record has totals.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData
from hustings.figures import Figure
from hustings.ids import RaceId
from hustings.measures import listings, streams
from hustings.measures.absence import next_step, no_data
from hustings.measures.evaluation import prepare
from hustings.products.asking import Asker
from hustings.products.backed import Backed, backed, outside_totals
from hustings.products.follow import Group, Share
from hustings.products.sums import others

if TYPE_CHECKING:
    from hustings.products.dossier import MoneyPart
    from hustings.record.view import View

#: What the FEC's registration says of a committee that gives, in words.
KIND_WORDS: Final = {
    "corporation": "Corporations", "trade": "Trade associations", "labor": "Labor unions",
    "membership": "Membership groups", "cooperative": "Cooperatives",
    "leadership": "Leadership PACs of politicians", "campaign": "Other candidates’ campaigns",
    "party": "Parties", "hybrid": "Hybrid PACs", "super-pac": "Super PACs",
    "unconnected": "PACs without an organisation behind them", "other": "Others",
}  # fmt: skip
#: Candidates shown in depth, PACs by name of each, and in the dossier.
MOST_CANDIDATES: Final = 6
MOST_PACS: Final = 15
FEW_PACS: Final = 5
#: Tables that hold gifts of committees, and spending from outside.
GIFTS: Final = "committee_gifts"
OUTSIDE: Final = ("committee_gifts", "expenditure_notices", "itemizations")


@dataclass(frozen=True, kw_only=True, slots=True)
class PacPart:
    """What PACs gave one candidate, from their own rows: by kind, and the largest by name.

    `unlisted` is what the candidate reported beyond these rows (line 11c less them).
    """

    candidate_id: str
    name: str
    total: Figure
    kinds: tuple[Share, ...]
    givers: Group
    unlisted: Figure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OutsidePart:
    """Outside spending of a race: each spender, candidate and round; the totals of the race."""

    lines: tuple[Backed, ...]
    totals: dict[str, Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """What one candidate had raised by each day that the FEC's totals spoke of."""

    name: str
    party: str
    points: tuple[tuple[date, Figure], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RaceMoney:
    """All of it. `gaps` are sentences on what the record lacks, with what would load it."""

    race: RaceId
    as_of: str
    sample: bool
    money: tuple[MoneyPart, ...]
    pacs: tuple[PacPart, ...]
    outside: OutsidePart | None
    courses: tuple[Course, ...]
    gaps: tuple[str, ...]

    def figures(self) -> list[Figure]:
        """Every figure, in the order of reading."""
        found = [figure for part in self.money for figure in part.figures.values()]
        found += [one for part in self.pacs for one in pac_figures(part)]
        found += outside_figures(self.outside)
        return found + [figure for course in self.courses for _, figure in course.points]


def pac_figures(part: PacPart) -> list[Figure]:
    """The figures of what PACs gave a candidate."""
    found = [part.total, *(one.figure for one in part.kinds)]
    found += [one.figure for one in part.givers.parts]
    return [*found, *(one for one in (part.givers.rest, part.unlisted) if one)]


def outside_figures(part: OutsidePart | None) -> list[Figure]:
    """The figures of outside spending in a race."""
    if part is None:
        return []
    lines = [
        figure
        for one in part.lines
        for figure in (one.against, one.support, one.against_noticed, one.support_noticed)
    ]
    return [*part.totals.values(), *(one for one in lines if one)]


def build(view: View, race: RaceId, at: Callable[[date], View] | None = None) -> RaceMoney:
    """The money of a race. Raises NoData if the record has none of it.

    `at` opens the same record as of a day, for what had been raised by then.
    """
    from hustings.products.dossier import money_parts

    near = view.focused(race.district)
    desk = Asker(near)
    funded = listings.funded(near, race)
    if not funded:
        raise _nothing(view, race)
    money = money_parts(desk, race, funded, also=("share_not_small_dollar",))
    first = funded[:MOST_CANDIDATES]
    pacs = pac_parts(desk, race, first, MOST_PACS)
    outside = outside_part(desk, race, [row["candidate_id"] for row in funded])
    return RaceMoney(
        race=race,
        as_of=view.as_of.isoformat() if view.as_of else "",
        sample=view.sample,
        money=money,
        pacs=pacs,
        outside=outside,
        courses=_courses(near, race, first, at) if at else (),
        gaps=tuple(_gaps(near, race, money, pacs, outside)),
    )


def _nothing(view: View, race: RaceId) -> NoData:
    held = listings.money_cycles(view, race.district)
    other = f" (but of {', '.join(map(str, held[-8:]))})" if held else ""
    return no_data(
        view, f"no candidate totals of {race.district} in {race.cycle}{other}",
        ["candidate_totals"], {"race": race.district, "cycle": race.cycle},
    )  # fmt: skip


def pac_parts(
    desk: Asker, race: RaceId, funded: list[dict[str, Any]], most: int
) -> tuple[PacPart, ...]:
    """What PACs gave each candidate of whom the record has rows."""
    if not desk.view.has(GIFTS):
        return ()
    known = streams.given_to(desk.view, [row["candidate_id"] for row in funded], race.cycle)
    return tuple(
        part
        for row in funded
        if row["candidate_id"] in known and (part := _pac_part(desk, race, row, most))
    )


def _pac_part(desk: Asker, race: RaceId, row: dict[str, Any], most: int) -> PacPart | None:
    candidate = row["candidate_id"]
    asked = {"candidate": candidate, "cycle": race.cycle}
    total = desk.ask("pac_receipts", **asked)
    if total is None:
        return None
    kinds = [one for one in streams.giving_kinds(desk.view, candidate, race.cycle)
             if one != "party"]  # fmt: skip
    by_kind = desk.ask_all("pac_receipts", [{**asked, "kind": kind} for kind in kinds])
    rows = streams.giving_committees(desk.view, candidate, race.cycle, most)
    gave = desk.ask_all(
        "contributions_between",
        [{"to": candidate, "cycle": race.cycle, "committee": one["committee_id"]} for one in rows],
    )
    givers = [
        Share(
            key=one["committee_id"],
            name=one["giver"] or one["committee_id"],
            figure=figure,
            about=KIND_WORDS.get(one["kind"], one["kind"]),
        )
        for one, figure in zip(rows, gave, strict=True)
        if figure is not None
    ]
    return PacPart(
        candidate_id=candidate,
        name=row["name"],
        total=total,
        kinds=tuple(
            Share(key=kind, name=KIND_WORDS.get(kind, kind), figure=figure)
            for kind, figure in zip(kinds, by_kind, strict=True)
            if figure is not None
        ),
        givers=Group(
            total=total,
            parts=tuple(givers),
            rest=others(total, [one.figure for one in givers], "Gifts that PACs itemised"),
        ),
        unlisted=desk.ask("pac_receipts_unlisted", **asked),
    )


def outside_part(desk: Asker, race: RaceId, candidates: list[str]) -> OutsidePart | None:
    """Outside spending of the race; None where the record has none of it."""
    if not streams.touched_from_outside(desk.view, race.district, candidates, race.cycle):
        return None
    rows = streams.outside_spenders(desk.view, race.district, race.cycle)
    if not rows:
        return None
    whose = {"race": race.district, "cycle": race.cycle}
    return OutsidePart(
        lines=tuple(backed(desk, rows, whose)), totals=outside_totals(desk, rows, whose)
    )


def _courses(
    view: View, race: RaceId, funded: list[dict[str, Any]], at: Callable[[date], View]
) -> tuple[Course, ...]:
    """Receipts as of each day for which the record has a file of totals of the cycle."""
    days = streams.days_of_totals(view, race.cycle)
    points: dict[str, dict[date, Figure]] = {row["candidate_id"]: {} for row in funded}
    for day in days:
        then = view if day == days[-1] else at(day).focused(race.district)
        desk = Asker(then)
        prepare(
            then,
            [("receipts", {"candidate": one, "cycle": race.cycle}) for one in points],
        )
        for candidate, found in points.items():
            figure = desk.ask("receipts", candidate=candidate, cycle=race.cycle)
            if figure is not None:
                covered = figure.detail.get("coverage_end")
                found[covered if isinstance(covered, date) else day] = figure
    return tuple(
        Course(
            name=row["name"],
            party=row["party"] or "",
            points=tuple(sorted(points[row["candidate_id"]].items())),
        )
        for row in funded
        if points[row["candidate_id"]]
    )


def _gaps(
    view: View, race: RaceId, money: tuple[MoneyPart, ...], pacs: tuple[PacPart, ...],
    outside: OutsidePart | None,
) -> list[str]:  # fmt: skip
    given = {"race": race.district, "cycle": race.cycle}
    said = []
    if not any("receipts_unitemized" in one.figures for one in money):
        said.append(
            "Unitemised gifts are in candidate_summary files alone, and the record has none of this "
            f"race in {race.cycle}. Load one: hustings fetch fec --cycle {race.cycle} "
            "--only candidate_summary"
        )
    if not pacs:
        said.append(f"The record has no rows of PACs’ gifts to candidates of {race.district} in the "
                    f"{race.cycle} cycle. {next_step(view, [GIFTS], given)}")  # fmt: skip
    if outside is None:
        said.append(f"The record has no rows of outside spending in {race.district} in the "
                    f"{race.cycle} cycle; that is not to say that there was none. "
                    f"{next_step(view, ['expenditure_notices', GIFTS], given)}")  # fmt: skip
    return said
