"""Income, race and poverty by House district from the American Community Survey.

The Census API answers with a list of lists, a heading first; collectors keep the same tables as
CSV. A page's options say under which names a file may carry each number that is taken.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.sources.checked import (
    HEADING,
    Fields,
    LeftOut,
    Rows,
    UnitReader,
    Unreadable,
    csv_events,
    refuse_lacking,
    refuse_unknown,
    scope_number,
    shown,
)
from hustings.sources.districts.lines import cycle_of_congress, seat_of_geoid
from hustings.sources.events import Counted, Dated, Event, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

GROUPS: Final = ("hispanic", "white", "black", "asian")
_CONGRESS = re.compile(r"\((\d{3})(?:st|nd|rd|th) Congress\)", re.ASCII)
#: The Census writes this and other large negative numbers where it has no estimate.
_NO_ESTIMATE: Final = -100_000_000


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of an answer of the API or of a CSV, one district a row, and the day it came out."""
    year = scope_number(file, scope, "year")
    survey = f"{scope['survey']}-{year}"
    released = page.options["released"].get(f"{scope['survey']} {year}")
    if released is not None:
        yield Dated(released)
    takes = page.options["takes"]

    def make(fields: Fields) -> Rows:
        names = {what: _present(fields, names) for what, names in takes.items()}
        map_cycle = _map_cycle(fields, page, year)
        place = {
            "survey": survey,
            "year": year,
            "district": _district(fields, map_cycle),
            "map_cycle": map_cycle,
        }
        return _MAKERS[page.tables[0]](fields, names, place)

    if file.name.lower().endswith(".json"):
        yield from _api_events(file, page, make)
    else:
        taken = [names[-1] for names in takes.values()]
        yield from csv_events(file, page, make, wanted=["geoid", *taken])


def _api_events(file: SourceFile, page: Page, make: Callable[[Fields], Rows]) -> Iterator[Event]:
    """Events of a list of lists whose first is the heading."""
    answer = file.json()
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], list):
        raise SourceError(
            "it is not an answer of the Census API, a list of lists.", where=file.path
        )
    heading = answer[0]
    if not all(isinstance(name, str) for name in heading) or len(set(heading)) != len(heading):
        raise SourceError(f"its heading {shown(heading)} does not name columns.", where=file.path)
    refuse_unknown(file, page, heading)
    taken = [names[0] for names in page.options["takes"].values()]
    wanted = ["NAME", "state", "congressional district", *taken]
    refuse_lacking(file, page, set(heading), wanted)
    yield Counted(len(answer), page.unit)
    yield Skipped(1, HEADING)
    reader = UnitReader(make)
    for number, row in enumerate(answer[1:], start=2):
        if not isinstance(row, list) or len(row) != len(heading):
            yield Rejected(number, shown(row), f"it is not a list of {len(heading)} values")
        else:
            yield reader.event(number, Fields(dict(zip(heading, row, strict=True))), shown(row))


def _present(fields: Fields, names: list[str]) -> str:
    """The name under which this file has a number: the API's, or a collector's."""
    return next((name for name in names if name in fields.values), names[0])


def _map_cycle(fields: Fields, page: Page, year: int) -> int:
    """The election on whose lines a row is, from the Congress that its name tells."""
    for field in ("NAME", "name"):
        if field in fields.values:
            found = _CONGRESS.search(fields.text(field))
            if not found:
                raise Unreadable(f"{field} {shown(fields.text(field))} names no Congress")
            return cycle_of_congress(int(found[1]))
    congress = page.options.get("congress_of", {}).get(year)
    if congress is None:
        raise Unreadable(f"on which lines the file of {year} is, neither it nor its page says")
    return cycle_of_congress(congress)


def _district(fields: Fields, map_cycle: int) -> str:
    if "geoid" in fields.values:
        geoid = fields.text("geoid")
    else:
        geoid = fields.text("state") + fields.text("congressional district")
    if geoid.endswith("ZZ"):
        raise LeftOut("an area of water that belongs to no district")
    return seat_of_geoid(geoid, map_cycle)


def _income(fields: Fields, names: dict[str, str], place: dict[str, Any]) -> Rows:
    median = None if fields.blank(names["median"]) else fields.whole(names["median"])
    if median is None or median < _NO_ESTIMATE:
        raise LeftOut("the Census gives no estimate")
    if median < 0:
        raise Unreadable(f"{names['median']} {median:,} is no income")
    return [("district_income", {**place, "median_income_usd": Decimal(median)})]


def _people(fields: Fields, name: str, most: int | None = None) -> int:
    count = fields.whole(name)
    if count < 0 or (most is not None and count > most):
        raise Unreadable(
            f"{name} {count:,} is no number of people"
            + (f" of {most:,}" if most is not None else "")
        )
    return count


def _race(fields: Fields, names: dict[str, str], place: dict[str, Any]) -> Rows:
    universe = _people(fields, names["universe"])
    return [
        (
            "district_population",
            {
                **place,
                "group": group,
                "people": _people(fields, names[group], universe),
                "universe": universe,
            },
        )
        for group in GROUPS
    ]


def _poverty(fields: Fields, names: dict[str, str], place: dict[str, Any]) -> Rows:
    universe = _people(fields, names["universe"])
    poor = _people(fields, names["poor"], universe)
    if universe == 0:
        raise LeftOut("the Census gives no estimate")
    rate = (Decimal(poor) / universe).quantize(Decimal("0.000001"), ROUND_HALF_UP)
    return [("district_poverty", {**place, "poor": poor, "poverty_rate": rate})]


_MAKERS: Final[dict[str, Callable[[Fields, dict[str, str], dict[str, Any]], Rows]]] = {
    "district_income": _income,
    "district_population": _race,
    "district_poverty": _poverty,
}
