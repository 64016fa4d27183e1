"""Poor people by House district in 2000 and 2010-14, from Brookings' JSON: one object a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors import SourceError
from hustings.sources.checked import (
    Fields,
    LeftOut,
    Rows,
    Unreadable,
    record_events,
    refuse_unknown,
    shown,
)
from hustings.sources.districts.lines import seat_of_geoid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the list, two rows a district, the national sums left out."""
    places = file.json()
    if not isinstance(places, list):
        raise SourceError("it is not a list of places.", where=file.path)
    refuse_unknown(
        file, page, (name for place in places if isinstance(place, dict) for name in place)
    )
    return record_events(places, page.unit, lambda place: _rows(place, page))


def _rows(place: Fields, page: Page) -> Rows:
    options = page.options
    state = place.text("state")
    if state in options["sums"]:
        raise LeftOut("a national sum")
    district = seat_of_geoid(f"{place.whole('cdid'):04}", options["map_cycle"])
    if not district.startswith(f"{state}-"):
        raise Unreadable(f"cdid is of {district} and state {shown(state)}")
    rows: Rows = []
    for survey in options["surveys"]:
        row = {
            "survey": survey["survey"],
            "year": survey["year"],
            "district": district,
            "map_cycle": options["map_cycle"],
            "poor": place.whole(survey["poor"]),
            "poverty_rate": place.share(survey["rate"]),
        }
        rows.append(("district_poverty", row))
    return rows
