"""Committees of Congress, from the congress-legislators project's YAML.

One unit is one committee or subcommittee; a subcommittee's code is its number after the code of
its full committee (HSAG15).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.sources.checked import (
    Fields,
    Rows,
    Unreadable,
    known_fields,
    record_events,
    refuse_unknown,
    shown,
)
from hustings.sources.congress.legislators import field_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

CHAMBERS: Final = {"house": "house", "senate": "senate", "joint": "joint"}
CODE = re.compile(r"[A-Z]{4}(\d\d)?", re.ASCII)
#: Where a subcommittee's unit carries its full committee while it is read.
_PARENT: Final = "full committee"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the file, full committees each followed by their subcommittees."""
    committees = file.yaml()
    if not isinstance(committees, list):
        raise SourceError("it is not a list of committees.", where=file.path)
    refuse_unknown(file, page, field_names(committees, known_fields(page)))
    return record_events(list(_units(committees)), page.unit, _rows)


def _units(committees: list[Any]) -> Iterator[Any]:
    for committee in committees:
        yield committee
        parts = committee.get("subcommittees") if isinstance(committee, dict) else None
        for part in parts if isinstance(parts, list) else []:
            yield {**part, _PARENT: committee} if isinstance(part, dict) else part


def _rows(unit: Fields) -> Rows:
    full = Fields(unit.values.get(_PARENT, unit.values))
    parts = unit.values.get("subcommittees", [])
    if not isinstance(parts, list):
        raise Unreadable(f"subcommittees {shown(parts)} is not a list")
    parent = full.text("thomas_id")
    is_part = _PARENT in unit.values
    code = parent + unit.text("thomas_id") if is_part else parent
    if not CODE.fullmatch(code) or is_part != (len(code) == 6):
        raise Unreadable(f"thomas_id {shown(code)} is not a committee's code")
    row = {
        "committee": code,
        "name": unit.text("name"),
        "chamber": full.choice("type", CHAMBERS),
        "parent": parent if is_part else None,
    }
    return [("congress_committees", row)]
