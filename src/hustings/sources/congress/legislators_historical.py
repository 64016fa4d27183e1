"""Former members of Congress, from the congress-legislators project's CSV; no terms (see page)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ids import looks_like
from hustings.sources.checked import Fields, Rows, Unreadable, csv_events, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the CSV, one person a line."""
    return csv_events(file, page, _rows)


def _rows(person: Fields) -> Rows:
    bioguide = person.text("bioguide_id")
    if not looks_like("bioguide", bioguide):
        raise Unreadable(f"bioguide_id {shown(bioguide)} is not a Bioguide id")
    full = person.maybe(Fields.text, "full_name") or " ".join(
        part
        for field in ("first_name", "middle_name", "last_name", "suffix")
        if (part := person.maybe(Fields.text, field))
    )
    fec_ids = [part.strip() for part in (person.maybe(Fields.text, "fec_ids") or "").split(",")]
    for one in filter(None, fec_ids):
        if not looks_like("candidate", one):
            raise Unreadable(f"fec_ids {shown(one)} is not a candidate's FEC id")
    known = {
        "bioguide": bioguide,
        "name": full,
        "first_name": person.text("first_name"),
        "last_name": person.text("last_name"),
        "nickname": person.maybe(Fields.text, "nickname"),
        "birthday": person.maybe(Fields.day, "birthday"),
        "gender": person.maybe(Fields.text, "gender"),
        "icpsr": person.maybe(Fields.text, "icpsr_id"),
        "lis": person.maybe(Fields.text, "lis_id"),
        "govtrack": person.maybe(Fields.text, "govtrack_id"),
        "fec_ids": " ".join(filter(None, fec_ids)) or None,
    }
    return [("legislators", known)]
