"""Race and Hispanic origin by district of the 119th Congress, as shares of the 2020 census."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.sources.checked import Fields, Rows, csv_events
from hustings.sources.districts.lines import seat_together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the CSV, one district a line, four groups each."""
    return csv_events(file, page, lambda fields: _rows(fields, page))


def _rows(fields: Fields, page: Page) -> Rows:
    options = page.options
    district = seat_together(fields.text("CONG119"), options["map_cycle"])
    universe = fields.whole("TOTPOP20")
    return [
        (
            "district_population",
            {
                "survey": options["survey"],
                "year": options["year"],
                "district": district,
                "map_cycle": options["map_cycle"],
                "group": group,
                "universe": universe,
                "share": fields.share(column),
            },
        )
        for column, group in options["groups"].items()
    ]
