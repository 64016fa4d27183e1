"""Votes for President by House district and map, one candidate a line (two-party shares)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.sources.checked import Fields, LeftOut, Rows, Unreadable, csv_events, shown
from hustings.sources.districts.lines import seat_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

PARTIES: Final = {"D": "DEM", "R": "REP"}


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the CSV, one candidate in one district on one map a line."""
    return csv_events(file, page, lambda fields: _rows(fields, page))


def _rows(fields: Fields, page: Page) -> Rows:
    map_cycle, year = fields.whole("lines"), fields.whole("elec")
    for wrong in page.options["wrong"]:
        if map_cycle == wrong["lines"] and year in wrong["years"]:
            raise LeftOut(wrong["reason"])
    party = fields.choice("party", PARTIES)
    names = page.options["candidates"].get(str(year), {}).get(fields.text("party"))
    if names is None or fields.text("candidate") != names[0]:
        name = shown(fields.text("candidate"))
        raise Unreadable(f"candidate {name} is not the {party} candidate of {year}")
    row = {
        "year": year,
        "district": seat_together(fields.text("cd"), map_cycle),
        "map_cycle": map_cycle,
        "candidate": names[1],
        "party": party,
        "basis": "two-party",
        "share": fields.share("pct"),
        "votes_total": fields.maybe(Fields.number, "presvotes_DR"),
    }
    return [("presidential_by_district", row)]
