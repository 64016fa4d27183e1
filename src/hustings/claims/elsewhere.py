"""Whether a number that a reading does not have is the record's for another year, round or person.

A sentence often leaves open whom and when it speaks of. If the very number is the record's for a
neighbouring year, another round or another candidate of the race, it is likelier that the reading is
wrong than the text: such a number contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hustings.errors import HustingsError
from hustings.ids import RaceId, Round, parse_cycle, parse_district, split_district
from hustings.measures import find_measure
from hustings.measures.listings import contests, funded

if TYPE_CHECKING:
    from hustings.claims.asking import Desk
    from hustings.claims.model import Quantity, Reading
    from hustings.figures import Figure

#: Years before and after the reading's own, the nearest first.
_YEARS = (-2, 2, -4, 4, -6)
#: Candidates of a race that are tried.
_MOST_PEOPLE = 8
#: A number this exact, of its value, does not meet another figure by chance.
_EXACT = Decimal("0.012")
#: Where the sentence names no year, its reading is worth less, and a rounder number will do.
_LOOSE = Decimal("0.03")


def found_elsewhere(
    desk: Desk, reading: Reading, quantity: Quantity | None, *, loosely: bool
) -> Figure | None:
    """The figure that has the number for another year, round or person; None where none has.

    Only numbers that are written exactly are looked for. loosely: the sentence names no year.
    """
    if quantity is None or "cycle" not in reading.params or not quantity.value:
        return None
    if (quantity.high - quantity.low) / quantity.value > (_LOOSE if loosely else _EXACT):
        return None
    for params in _near(desk, reading):
        figure = desk.ask(reading.measure, params).figure
        if (
            figure is not None
            and isinstance(figure.value, int | float | Decimal)
            and quantity.low <= Decimal(str(figure.value)) <= quantity.high
        ):
            return figure
    return None


def known_elsewhere(desk: Desk, reading: Reading) -> Figure | None:
    """A figure of the same question for another round, year or Congress; None where none has one.

    Of what the record holds for the years around, a year that it lacks is hardly what was meant.
    """
    params = reading.params
    changed: list[dict[str, Any]] = []
    if "congress" in params and params["congress"] is not None:
        changed += [
            {**params, "congress": int(params["congress"]) + step} for step in (-1, 1, -2, -3)
        ]
    if isinstance(params.get("bill"), str):
        congress, _, rest = str(params["bill"]).partition("-")
        changed += [
            {**params, "bill": f"{int(congress) + step}-{rest}"} for step in (-1, 1, -2, -3)
        ]
    if "round" in params:
        changed += [
            {**params, "round": one} for one in ("general", "primary") if one != params["round"]
        ]
    if params.get("cycle") is not None:
        changed += [{**params, "cycle": int(params["cycle"]) + years} for years in _YEARS]
    for one in changed:
        figure = desk.ask(reading.measure, one).figure
        if figure is not None:
            return figure
    return None


def _near(desk: Desk, reading: Reading) -> Iterator[dict[str, Any]]:
    """The reading's parameters with one of them changed: people first, then rounds, then years."""
    params = reading.params
    seat, cycle = _race(reading)
    whose = next((name for name in ("candidate", "person") if name in params), "")
    people = _people(desk, seat, cycle, reading.measure) if whose and seat else []
    for one in people:
        if one != params[whose]:
            yield {**params, whose: one}
    if "round" in params:
        yield from ({**params, "round": str(one)} for one in Round if str(one) != params["round"])
    for years in _YEARS:
        moved = {**params, "cycle": cycle + years}
        yield moved
        if whose and "round" not in params and seat:
            # A rival of another year, whose money the sentence may speak of.
            for one in _people(desk, seat, cycle + years, reading.measure)[:3]:
                yield {**moved, whose: one}


def _race(reading: Reading) -> tuple[str, int]:
    """The seat and the cycle of a reading; of money, the seat in a House candidate's id."""
    cycle = int(str(reading.params["cycle"]))
    seat = str(reading.params.get("race") or "")
    who = str(reading.params.get("candidate") or "")
    if not seat and who.startswith("H") and who[4:6].isdigit():
        number = int(who[4:6])
        seat = f"{who[2:4]}-{number or 'AL'}"
    return seat, cycle


def _people(desk: Desk, seat: str, cycle: int, measure: str) -> list[str]:
    """Who stood in the race or raised money in it, as the measure names people."""
    try:
        race = RaceId(parse_district(seat), parse_cycle(cycle))
        split_district(race.district)
    except HustingsError:
        return []
    near = desk.view.focused(race.district)
    if "candidate_totals" in find_measure(measure).needs:
        return [str(one["candidate_id"]) for one in funded(near, race)][:_MOST_PEOPLE]
    listed = [one for contest in contests(near, race) for one in contest.contestants]
    return list(dict.fromkeys(str(one.person) for one in listed if not one.scattered))[
        :_MOST_PEOPLE
    ]
