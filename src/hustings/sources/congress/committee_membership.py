"""Who sits on which committee, from the congress-legislators project's YAML.

The file maps a committee's code to its members; one unit is one member on one committee.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.ids import looks_like
from hustings.sources.checked import Fields, Rows, Unreadable, record_events, refuse_unknown, shown
from hustings.sources.congress.committees import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

SIDES: Final = {"majority": "majority", "minority": "minority"}
#: Where a unit carries the code of its committee while it is read.
_COMMITTEE: Final = "committee of the file"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the file, in its order of committees and members."""
    committees = file.yaml()
    if not isinstance(committees, dict):
        raise SourceError("it is not a map of committees.", where=file.path)
    names = {
        name
        for members in committees.values()
        if isinstance(members, list)
        for member in members
        if isinstance(member, dict)
        for name in member
    }
    refuse_unknown(file, page, names)
    return record_events(list(_units(committees)), page.unit, _rows)


def _units(committees: dict[Any, Any]) -> Iterator[Any]:
    for code, members in committees.items():
        if not isinstance(members, list):
            yield members
            continue
        for member in members:
            yield {**member, _COMMITTEE: code} if isinstance(member, dict) else member


def _rows(member: Fields) -> Rows:
    code = member.text(_COMMITTEE)
    if not CODE.fullmatch(code):
        raise Unreadable(f"{shown(code)} is not a committee's code")
    bioguide = member.text("bioguide")
    if not looks_like("bioguide", bioguide):
        raise Unreadable(f"bioguide {shown(bioguide)} is not a Bioguide id")
    row = {
        "committee": code,
        "bioguide": bioguide,
        "name": member.text("name"),
        "side": member.choice("party", SIDES),
        "rank": member.maybe(Fields.whole, "rank"),
        "title": member.maybe(Fields.text, "title"),
    }
    return [("committee_assignments", row)]
