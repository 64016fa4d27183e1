"""The dossier: the figures of a race laid out for reading. It decides nothing of its own.

Sections: the rounds (votes, shares, margins, who advanced and by which rule), what may come of a
race that is not decided (`prospect`), the money of each candidate, the history of the seat, the
member, the district. An absent figure is absent in the open: `gaps` says which part of the record
is missing and what would fill it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import HustingsError
from hustings.figures import Figure
from hustings.ids import RaceId, congress_elected, congress_sitting
from hustings.measures import listings
from hustings.measures.absence import no_data
from hustings.measures.evaluation import SAMPLE, prepare
from hustings.measures.moving import counted_rounds
from hustings.measures.params import read_party
from hustings.model import Contest, Contestant, Seat
from hustings.products.asking import Asker
from hustings.products.prospect import ProspectPart, prospect_part
from hustings.products.race_money import (
    FEW_PACS,
    OutsidePart,
    PacPart,
    outside_figures,
    outside_part,
    pac_figures,
    pac_parts,
)

if TYPE_CHECKING:
    from hustings.record.view import View


#: What is said of a member's votes and bills, where the record has those of the Congress.
VOTING: Final = ("party_unity", "share_votes_missed", "progressive_rank", "share_led")


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A contestant's line in a round: votes and share as figures, and what came of it."""

    contestant: Contestant
    votes: Figure | None
    share: Figure | None
    outcome: Figure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundPart:
    """One contest with its figures."""

    contest: Contest
    standings: tuple[Standing, ...]
    rule: Figure | None = None
    date: Figure | None = None
    votes_cast: Figure | None = None
    margin_votes: Figure | None = None
    margin_points: Figure | None = None
    advancing: Figure | None = None
    #: How the running count moved: lead_changes, top_two_changes, counts_down; empty without one.
    movement: tuple[Figure, ...] = ()

    @property
    def caveats(self) -> tuple[str, ...]:
        """What limits the numbers of this round, each sentence once."""
        figures = [self.advancing, self.margin_votes, *(one.votes for one in self.standings)]
        said = dict.fromkeys(sentence for one in figures if one for sentence in one.caveats)
        return tuple(sentence for sentence in said if sentence != SAMPLE)


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyPart:
    """One candidate's money: figures by measure name, those that the record has."""

    name: str
    party: str
    candidate_id: str
    figures: dict[str, Figure]

    @property
    def as_of(self) -> str:
        """The last day that the totals cover, as the filing says."""
        figure = self.figures.get("receipts")
        if figure is None:
            return ""
        return str(figure.detail.get("coverage_end") or figure.as_of)


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryPart:
    """One past contest in a line: who led, whose share, the margin."""

    cycle: int
    round: str
    leader: str
    party: str
    runner_up: str
    date: Figure | None
    share: Figure | None
    margin: Figure | None
    map: str
    new_map: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MemberPart:
    """The member who held the seat while the race was run."""

    name: str
    bioguide: str
    congress: int
    figures: dict[str, Figure]
    terms: list[dict[str, Any]]
    committees: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class DistrictPart:
    """The district on the lines of the race, with its neighbours and their members."""

    congress: int
    figures: dict[str, Figure]
    presidential: tuple[Figure, ...]
    population: tuple[Figure, ...]
    neighbours: Figure | None
    members: dict[str, Figure]
    outlines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """All of it. `gaps` are sentences on what the record lacks for this race."""

    race: RaceId
    as_of: str
    sample: bool
    rounds: tuple[RoundPart, ...]
    money: tuple[MoneyPart, ...]
    history: tuple[HistoryPart, ...]
    maps: tuple[Seat, ...]
    member: MemberPart | None
    district: DistrictPart | None
    gaps: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    pacs: tuple[PacPart, ...] = ()
    outside: OutsidePart | None = None
    #: What may come, of a race that is not decided; None of one that is.
    prospect: ProspectPart | None = None

    def figures(self) -> list[Figure]:
        """Every figure of the dossier, in the order of its pages."""
        return list(_figures(self))


MONEY = (
    "receipts", "receipts_from_individuals", "receipts_unitemized", "receipts_from_pacs",
    "receipts_from_parties", "receipts_from_candidate", "disbursements", "cash_on_hand",
    "share_from_individuals", "share_small_dollar", "share_from_pacs",
)  # fmt: skip
PRESIDENTS = {
    2012: ("obama", "romney"), 2016: ("clinton", "trump"), 2020: ("biden", "trump"),
    2024: ("harris", "trump"),
}  # fmt: skip
GROUPS = ("hispanic", "white", "black", "asian")


def build(view: View, race: RaceId) -> Dossier:
    """The dossier of a race. Raises NoData if the record has neither votes nor money of it."""
    whole, view = view, view.focused(race.district)
    desk = Asker(view)
    contests = listings.contests(view, race)
    funded = listings.funded(view, race)
    if not contests and not funded:
        raise _nothing(view, race)
    prepare(
        view,
        [
            (measure, {"race": race.district, "cycle": race.cycle, "round": contest.round,
                       "candidate": one.person})
            for contest in contests
            if not contest.party
            for one in contest.contestants
            for measure in ("vote_share", "outcome")
        ],
    )  # fmt: skip
    moved = counted_rounds(view, race)
    district = _district(desk, race)
    member = _member(desk, race)
    rounds = tuple(_round(desk, contest, contest.round in moved) for contest in contests)
    return Dossier(
        race=race,
        as_of=view.as_of.isoformat() if view.as_of else "",
        sample=view.sample,
        rounds=rounds,
        prospect=prospect_part(whole, desk, race, rounds, funded),
        money=money_parts(desk, race, funded),
        history=tuple(_history(desk, race)),
        maps=tuple(listings.maps_of(view, race.district)),
        member=member,
        district=district,
        pacs=pac_parts(desk, race, funded[:2], FEW_PACS),
        outside=outside_part(desk, race, [row["candidate_id"] for row in funded]),
        gaps=tuple(_gaps(desk, contests, funded, member, district)),
    )


def _nothing(view: View, race: RaceId) -> HustingsError:
    held = sorted(
        {*listings.cycles(view, race.district), *listings.money_cycles(view, race.district)}
    )
    other = f" (but of {', '.join(map(str, held[-8:]))})" if held else ""
    asked = {"race": race.district, "cycle": race.cycle}
    return no_data(view, f"nothing of {race.district} in {race.cycle}{other}", ["returns"], asked)


#: How a running count moved.
MOVEMENT = ("lead_changes", "top_two_changes", "counts_down")


def _round(desk: Asker, contest: Contest, moved: bool) -> RoundPart:
    where = {"race": contest.race.district, "cycle": contest.race.cycle, "round": contest.round}
    shared = not contest.party
    party = {} if shared else {"party": contest.party}
    standings = []
    for one in contest.contestants:
        who = {**where, "candidate": one.person, **party}
        standings.append(
            Standing(
                contestant=one,
                votes=desk.ask("votes", **who),
                share=desk.ask("vote_share", **who),
                outcome=None if one.scattered else desk.ask("outcome", **who),
            )
        )
    return RoundPart(
        contest=contest,
        standings=tuple(standings),
        rule=desk.ask("election_rule", race=contest.race.district, cycle=contest.race.cycle,
                      round=contest.round),
        date=desk.ask("contest_date", **where),
        votes_cast=desk.ask("votes_cast", **where, **party),
        margin_votes=desk.ask("margin_votes", **where) if shared else None,
        margin_points=desk.ask("margin_points", **where) if shared else None,
        advancing=desk.ask("advancing", **where) if shared and "primary" in contest.round else None,
        movement=tuple(found for name in MOVEMENT if (found := desk.ask(name, **where)))
        if moved and shared else (),
    )  # fmt: skip


def money_parts(
    desk: Asker, race: RaceId, funded: list[dict[str, Any]], also: tuple[str, ...] = ()
) -> tuple[MoneyPart, ...]:
    """The totals of each candidate of a listing of the funded; `also` are further measures."""
    names = (*MONEY, *also)
    prepare(
        desk.view,
        [
            (name, {"candidate": row["candidate_id"], "cycle": race.cycle})
            for row in funded
            for name in names
        ],
    )
    return tuple(
        MoneyPart(
            name=row["name"],
            party=row["party"] or "",
            candidate_id=row["candidate_id"],
            figures={
                name: figure
                for name in names
                if (figure := desk.ask(name, candidate=row["candidate_id"], cycle=race.cycle))
            },
        )
        for row in funded
    )


#: How far back the history of a seat is shown: the lines drawn for 2012 and after.
HISTORY_FROM = 2012


def _history(desk: Asker, race: RaceId) -> Iterator[HistoryPart]:
    maps = listings.maps_of(desk.view, race.district)
    rows = desk.view.query(
        "select cycle, round, list(person order by place, votes desc, person) as people, "
        "list(candidate order by place, votes desc, person) as names, "
        "list(party order by place, votes desc, person) as parties from contest_results "
        "where district = $district and cycle >= $first and kind = 'candidate' "
        "and contest_party = '' and (place <= 2) group by cycle, round, contest_party",
        {"district": race.district, "first": HISTORY_FROM},
    )
    order = sorted(rows, key=lambda row: (row[0], listings.ROUNDS.index(row[1])))
    before = ""
    asked: list[tuple[str, dict[str, Any]]] = []
    for cycle, name, people, names, _ in order:
        where = {"race": race.district, "cycle": cycle, "round": name}
        asked += [("contest_date", where), ("vote_share", {**where, "candidate": people[0]})]
        if len(names) > 1:
            asked.append(("margin_points", where))
    prepare(desk.view, asked)
    for cycle, name, people, names, parties in order:
        lines = next((seat.map for seat in maps if seat.first <= cycle <= seat.last), "")
        where = {"race": race.district, "cycle": cycle, "round": name}
        yield HistoryPart(
            cycle=cycle,
            round=name,
            leader=names[0],
            party=parties[0] or "",
            runner_up=names[1] if len(names) > 1 else "",
            date=desk.ask("contest_date", **where),
            share=desk.ask("vote_share", **where, candidate=people[0]),
            margin=desk.ask("margin_points", **where) if len(names) > 1 else None,
            map=lines,
            new_map=bool(before and lines and lines != before),
        )
        before = lines or before


def _member(desk: Asker, race: RaceId) -> MemberPart | None:
    congress = congress_sitting(race.cycle)
    holder = desk.ask("representative", district=race.district, congress=congress)
    if holder is None:
        return None
    bioguide = str(holder.detail["bioguide"])
    figures = {"representative": holder}
    party = read_party(str(holder.detail.get("party") or ""))
    for name, params in (
        ("ideal_point", {}),
        ("ideal_point_rank", {}),
        ("ideal_point_rank_in_party", {"party": party}),
    ):
        figure = desk.ask(
            name.removesuffix("_in_party"), member=bioguide, congress=congress, **params
        )
        if figure is not None:
            figures[name] = figure
    if listings.has_votes(desk.view, congress):
        for name in VOTING:
            params = {"party": party} if name == "progressive_rank" else {}
            figure = desk.ask(name, member=bioguide, congress=congress, **params)
            if figure is not None:
                figures[name] = figure
    return MemberPart(
        name=str(holder.value),
        bioguide=bioguide,
        congress=congress,
        figures=figures,
        terms=listings.terms_of(desk.view, bioguide),
        committees=listings.committees_of(desk.view, bioguide, congress),
    )


def _district(desk: Asker, race: RaceId) -> DistrictPart | None:
    congress = congress_elected(race.cycle)
    where = {"district": race.district, "congress": congress}
    figures = {}
    prepare(
        desk.view,
        [
            *(("presidential_share", {**where, "candidate": name, "year": year})
              for year, pair in PRESIDENTS.items() for name in pair),
            *(("population_share", {**where, "group": group}) for group in GROUPS),
        ],
    )  # fmt: skip
    for name in ("pvi", "median_income", "income_rank", "poverty_rate", "poverty_rank"):
        figure = desk.ask(name, **where)
        if figure is not None:
            figures[name] = figure
    presidential = [
        desk.ask("presidential_share", **where, candidate=candidate, year=year)
        for year, pair in PRESIDENTS.items()
        for candidate in pair
    ]
    population = [desk.ask("population_share", **where, group=group) for group in GROUPS]
    beside = desk.ask("neighbours", **where)
    members: dict[str, Figure] = {}
    outlines: list[dict[str, Any]] = []
    if beside is not None and isinstance(beside.value, list):
        sitting = congress_sitting(race.cycle)
        for neighbour in beside.value:
            holder = desk.ask("representative", district=neighbour, congress=sitting)
            if holder is not None:
                members[neighbour] = holder
        outlines = listings.outlines(desk.view, [race.district, *beside.value], congress)
    if not figures and beside is None:
        return None
    return DistrictPart(
        congress=congress,
        figures=figures,
        presidential=tuple(one for one in presidential if one),
        population=tuple(one for one in population if one),
        neighbours=beside,
        members=members,
        outlines=outlines,
    )


def _gaps(
    desk: Asker,
    contests: list[Contest],
    funded: list[dict[str, Any]],
    member: MemberPart | None,
    district: DistrictPart | None,
) -> Iterator[str]:
    if not contests:
        yield "The record has no returns of this race."
    elif not any(one.round == "primary" for one in contests):
        yield "The record has no returns of this race's primary."
    if not funded:
        yield "The record has no candidate totals of this race."
    if member is None:
        yield "The record does not say who held the seat."
    if district is None:
        yield "The record has nothing on this district's lines."
    if "receipts_unitemized" in desk.gaps and funded:
        yield "Unitemised gifts are in candidate_summary files alone, and not here for all."


def _figures(dossier: Dossier) -> Iterator[Figure]:
    for part in dossier.rounds:
        singles = (part.rule, part.date, part.votes_cast, part.margin_votes, part.margin_points,
                   part.advancing)  # fmt: skip
        yield from (one for one in singles if one)
        yield from part.movement
        for standing in part.standings:
            yield from (one for one in (standing.votes, standing.share, standing.outcome) if one)
    if dossier.prospect:
        yield from dossier.prospect.figures()
    for money in dossier.money:
        yield from money.figures.values()
    for pacs in dossier.pacs:
        yield from pac_figures(pacs)
    yield from outside_figures(dossier.outside)
    for past in dossier.history:
        yield from (one for one in (past.date, past.share, past.margin) if one)
    if dossier.member:
        yield from dossier.member.figures.values()
    if dossier.district:
        yield from dossier.district.figures.values()
        yield from dossier.district.presidential
        yield from dossier.district.population
        if dossier.district.neighbours:
            yield dossier.district.neighbours
        yield from dossier.district.members.values()
