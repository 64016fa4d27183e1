"""How a contest's count moved, and what may come of it: figures, moments and an estimate.

A count that is certified is no longer estimated; its past counts are, when one asks as of a time,
and that is said. Nothing here uses precincts reporting, which is no measure of completeness.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from hustings.contests import late
from hustings.errors import HustingsError, NoData, RequestError
from hustings.figures import Citation, Figure, Unit
from hustings.ids import RaceId, parse_district, split_district
from hustings.measures import moving
from hustings.measures.absence import no_data
from hustings.measures.evaluation import written
from hustings.measures.params import read_round
from hustings.products.asking import Asker

if TYPE_CHECKING:
    from hustings.record.view import View

#: The same draws for the same question.
SEED: Final = 20240305
#: Rounds that are estimated: how many are chosen, and the measure's name.
CHOSEN: Final = {"primary": (2, "advance_chance"), "general": (1, "win_chance")}
DEFINITIONS: Final = {
    "advance_chance": "An estimate, not a count: in how many of 20,000 simulated ends of the count "
    "the candidate is among the first two, from how late ballots moved before.",
    "win_chance": "An estimate, not a count: in how many of 20,000 simulated ends of the count the "
    "candidate is first, from how late ballots moved before.",
    "votes_to_come": "An estimate, not a count: votes not counted yet, the middle of 20,000 simulated "
    "ends of the count. No office says how many there are.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A candidate in the newest count: votes and share, and what was estimated of them.

    chance: a share of one. low, high: final share, at 5 and 95 percent.
    """

    person: str
    name: str
    party: str
    incumbent: bool
    place: int
    votes: Figure
    share: Figure
    chance: Figure | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimated:
    """The estimate of a count: votes to come with its range, and what it rests on."""

    to_come: Figure
    few: int
    many: int
    made: late.Estimate
    contests: int
    elsewhere: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """A contest's count as of a time.

    at: the time asked for, UTC, or None for the newest count. certified: whether a certified total
    answers for the contest in the record. moments, movement: rows of count_moments and
    count_movement. no_estimate: why there is none. share_of_final, final: known in hindsight.
    """

    race: RaceId
    round: str
    at: str | None
    sample: bool
    certified: bool
    counted_at: datetime
    newest: datetime
    candidates: tuple[Counted, ...]
    votes_counted: Figure
    lead_changes: Figure
    top_two_changes: Figure
    counts_down: Figure
    moments: tuple[dict[str, Any], ...]
    movement: tuple[dict[str, Any], ...]
    estimate: Estimated | None = None
    no_estimate: str = ""
    share_of_final: Figure | None = None
    final: Figure | None = None

    @property
    def corrections(self) -> list[dict[str, Any]]:
        """Rows of the movement in which a count went down."""
        return [row for row in self.movement if (row["change"] or 0) < 0]


def build(view: View, race: RaceId, name: str | None, at: str | None) -> Count:
    """The count of a contest as of a time. Raises NoData, with what would bring it.

    name: the round; without it the primary, or the one round that has counts.
    """
    view = view.focused(race.district)
    rounds = moving.counted_rounds(view, race)
    chosen = name or ("primary" if "primary" in rounds or not rounds else next(iter(rounds)))
    if chosen not in rounds:
        raise _nothing(view, race, chosen, list(rounds))
    rows = moving.newest_count(view, race, chosen, at)
    if not rows:
        raise NoData(
            f"no vote of the {race.district} {chosen} of {race.cycle} was counted by {at} UTC.",
            next_step="Ask of a later time.",
        )
    newest = moving.when(moving.newest_count(view, race, chosen, None)[0])
    desk = Asker(view)
    where = {"race": race.district, "cycle": race.cycle, "round": chosen, "at": at}
    past = {one: _must(desk, one, where)
            for one in ("votes_counted", "lead_changes", "top_two_changes", "counts_down")}  # fmt: skip
    certified = rounds[chosen]
    estimated, chances, why = _estimated(view, race, chosen, rows, past["votes_counted"],
                                         over=certified and moving.when(rows[0]) >= newest)  # fmt: skip
    hindsight = certified and at is not None
    plain = {key: value for key, value in where.items() if key != "at"}
    return Count(
        race=race, round=chosen, at=at, sample=view.sample, certified=certified,
        counted_at=moving.when(rows[0]), newest=newest,
        candidates=tuple(
            _candidate(desk, where, row, place, estimated, chances) for place, row in enumerate(rows)
        ),
        **past,
        moments=tuple(moving.moments(view, race, chosen, at)),
        movement=tuple(moving.movement(view, race, chosen, at)),
        estimate=estimated, no_estimate=why,
        share_of_final=desk.ask("share_counted_of_final", **where) if hindsight else None,
        final=desk.ask("advancing" if chosen == "primary" else "margin_votes", **plain)
        if hindsight else None,
    )  # fmt: skip


def asked(view: View, seat: str, cycle: str | None, name: str | None) -> tuple[RaceId, str | None]:
    """The race and the round that are meant: without a cycle, the newest that has counts.

    Raises RequestError for what is neither, NoData where the seat has no counts.
    """
    wanted = None if name is None else read_round(name)
    if cycle is not None:
        return RaceId.parse(seat, cycle), wanted
    district = parse_district(seat)
    held = moving.counted_cycles(view, district)
    if not held:
        raise no_data(view, f"no running counts of {district}", ["counts"], {"race": district})
    return RaceId.parse(district, held[-1]), wanted


def _nothing(view: View, race: RaceId, name: str, rounds: list[str]) -> HustingsError:
    held = moving.counted_cycles(view, race.district)
    other = f" (but of its {', '.join(rounds)})" if rounds else ""
    if not rounds and held:
        other = f" (but of {', '.join(map(str, held))})"
    asked = {"race": race.district, "cycle": race.cycle}
    return no_data(
        view, f"no running counts of the {race.district} {name} of {race.cycle}{other}", ["counts"],
        asked,
    )  # fmt: skip


def _must(desk: Asker, measure: str, where: dict[str, Any]) -> Figure:
    found = desk.ask(measure, **where)
    if found is None:
        raise NoData(f"no {measure} of {where['race']}.", next_step="Load the counts anew.")
    return found


def _candidate(
    desk: Asker, where: dict[str, Any], row: dict[str, Any], place: int,
    estimated: Estimated | None, chances: tuple[Figure, ...],
) -> Counted:  # fmt: skip
    who = {**where, "candidate": row["person"]}
    return Counted(
        person=row["person"], name=row["candidate"], party=row["party"] or "",
        incumbent=bool(row["incumbent"]), place=row["place"],
        votes=_must(desk, "votes_so_far", who), share=_must(desk, "share_so_far", who),
        chance=chances[place] if chances else None,
        low=estimated.made.low[place] if estimated else None,
        high=estimated.made.high[place] if estimated else None,
    )  # fmt: skip


def _estimated(
    view: View, race: RaceId, name: str, rows: list[dict[str, Any]], counted: Figure, *, over: bool
) -> tuple[Estimated | None, tuple[Figure, ...], str]:
    """The estimate, a chance for each row, and why there is none."""
    if over:
        return None, (), "The count is over and certified. --as-of TIME estimates an earlier one."
    if name not in CHOSEN:
        return None, (), f"No estimate: none was learned for a {name.replace('-', ' ')}."
    known, elsewhere = moving.late_stages(view, race, name)
    if not known:
        state, _ = split_district(race.district)
        return None, (), f"No estimate: how late ballots move in {state} was not learned."
    day = rows[0]["contest_date"]
    if day is None:
        return None, (), "No estimate: the counts do not say when the vote was."
    places, measure = CHOSEN[name]
    standing = late.Standing(
        votes=tuple(int(row["votes"]) for row in rows),
        parties=tuple(row["party"] or "" for row in rows),
        days=late.days_since_close(day, moving.when(rows[0])),
    )
    try:
        made = late.estimate(standing, [moving.stage_of(row) for row in known], places=places,
                             seed=SEED, elsewhere=elsewhere)  # fmt: skip
    except RequestError as unknown:
        return None, (), f"No estimate: {unknown.what}"
    used = next(row for row in known if row["from_days"] == made.stage.from_days)
    few, some, many = made.uncounted
    caveats = ("An estimate from one primary in one state.",)

    def figure(called: str, value: float, unit: Unit, **params: Any) -> Figure:
        return Figure(
            measure=called, value=value, unit=unit, definition=DEFINITIONS[called],
            params={**counted.params, **params}, sql=f"{counted.sql}\n;\n{_learned(used)}",
            row_count=counted.row_count + 1, as_of=counted.as_of,
            citations=(*counted.citations, *_cited(view, used)), caveats=caveats,
            detail={"draws": made.draws, "seed": made.seed,
                    "learned_from": f"{used['state']} {used['round']} of {used['cycle']}",
                    "days_since_the_polls_closed": round(standing.days, 2)},
        )  # fmt: skip

    chances = tuple(
        figure(measure, chance, Unit.SHARE, candidate=row["person"])
        for row, chance in zip(rows, made.chances, strict=True)
    )
    told = figure("votes_to_come", some, Unit.VOTES)
    found = Estimated(to_come=told, few=few, many=many, made=made, contests=used["contests"],
                      elsewhere=elsewhere)  # fmt: skip
    return found, chances, ""


def _learned(row: dict[str, Any]) -> str:
    """The query that gives the row of parameters."""
    keys = ("state", "cycle", "round", "left_first", "from_days")
    return written(
        "select * from late_ballots where " + " and ".join(f"{one} = ${one}" for one in keys),
        {**{one: row[one] for one in keys}, "from_days": f"{row['from_days']:g}"},
    )


def _cited(view: View, row: dict[str, Any]) -> tuple[Citation, ...]:
    known = view.snapshot(row["snapshot"])
    if known is None:
        return ()
    return (
        Citation(
            source=known.source, title="How late ballots moved in counts that ended", url=known.url,
            retrieved=known.retrieved, sha256=known.sha256, rows=1, as_of=known.as_of,
            snapshot=known.id,
        ),
    )  # fmt: skip


def in_words(chance: float) -> str:
    """A chance as a natural frequency: about 3 in 10; under 1 in 100; over 99 in 100."""
    if chance < 0.01:
        return "under 1 in 100"
    if chance > 0.99:
        return "over 99 in 100"
    if 0.095 <= chance <= 0.905:
        return f"about {int(chance * 10 + 0.5)} in 10"
    return f"about {int(chance * 100 + 0.5)} in 100"
