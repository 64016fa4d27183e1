"""The Cook Partisan Voting Index of each district, by edition, as its collectors lay it out.

A page's options say which edition it is, on which lines, and which columns make the score; a
file that also gives presidential shares makes rows of those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hustings.sources.checked import Fields, Rows, Unreadable, csv_events, leave_out, shown
from hustings.sources.districts.lines import seat_of_fields
from hustings.sources.districts.presidential import share_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_SCORE = re.compile(r"(?:([DR])\+(\d{1,2})|EVEN0?)", re.ASCII | re.IGNORECASE)
_PARTY_AFTER_NAME = re.compile(r"\s*\([A-Z]?\)$")


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the CSV, one district a line."""
    return csv_events(file, page, lambda fields: _rows(fields, page))


def _rows(fields: Fields, page: Page) -> Rows:
    options = page.options
    leave_out(fields, options.get("skips", []))
    map_cycle = options["map_cycle"]
    district = seat_of_fields(fields, options["district"], map_cycle)
    map_cycle = options.get("map_cycle_of", {}).get(district[:2], map_cycle)
    written = "".join(fields.text(name) for name in options["pvi"])
    pvi, points = score(written)
    incumbent = fields.maybe(Fields.text, options.get("incumbent", ""))
    row = {
        "edition": options["edition"],
        "district": district,
        "map_cycle": map_cycle,
        "pvi": pvi,
        "pvi_points": points,
        "incumbent": _PARTY_AFTER_NAME.sub("", incumbent) or None if incumbent else None,
    }
    shares = options.get("shares", {})
    return [("district_pvi", row), *share_rows(fields, page, shares, district, map_cycle)]


def score(written: str) -> tuple[str, int]:
    """'D+35' → ('D+35', 35), 'R+3' → ('R+3', -3), 'Even' → ('EVEN', 0). Raises Unreadable."""
    found = _SCORE.fullmatch(written)
    if not found:
        raise Unreadable(f"{shown(written)} is not a PVI such as D+35, R+3 or EVEN")
    if found[1] is None:
        return "EVEN", 0
    party, points = found[1].upper(), int(found[2])
    return f"{party}+{points}", points if party == "D" else -points
