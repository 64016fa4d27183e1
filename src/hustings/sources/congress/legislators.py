"""People of Congress and their terms, from the congress-legislators project's YAML.

One unit is one person: a row of `legislators` and a row of `terms` for each term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.ids import looks_like
from hustings.sources.checked import (
    Fields,
    Rows,
    Unreadable,
    known_fields,
    record_events,
    refuse_unknown,
    shown,
)
from hustings.sources.districts.lines import seat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

#: Nobody served in more terms than John Dingell (30); a file that says so is not believed.
MOST_TERMS: Final = 100
#: What the project writes where a seat's number is not known any more.
UNKNOWN_DISTRICT: Final = "-1"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of a file of legislators. Raises SourceError for a field that the page lacks."""
    people = file.yaml()
    if not isinstance(people, list):
        raise SourceError("it is not a list of people.", where=file.path)
    refuse_unknown(file, page, field_names(people, known_fields(page)))
    return record_events(people, page.unit, lambda person: _rows(person, page))


def field_names(records: list[Any], known: set[str]) -> Iterator[str]:
    """Names of the fields of records, and as `outer.inner` of those whose parts are named."""
    parted = {name.partition(".")[0] for name in known if "." in name}
    for record in records:
        if not isinstance(record, dict):
            continue
        for name, value in record.items():
            if name not in parted:
                yield name
                continue
            # A list longer than any real one is rejected with its unit; it is not walked here.
            inner = value[:MOST_TERMS] if isinstance(value, list) else [value]
            for part in inner:
                if isinstance(part, dict):
                    yield from (f"{name}.{key}" for key in part)


def _rows(person: Fields, page: Page) -> Rows:
    ids, name, bio = person.part("id"), person.part("name"), person.part("bio")
    bioguide = ids.text("bioguide")
    if not looks_like("bioguide", bioguide):
        raise Unreadable(f"id.bioguide {shown(bioguide)} is not a Bioguide id")
    full = name.maybe(Fields.text, "official_full") or " ".join(
        part
        for field in ("first", "middle", "last", "suffix")
        if (part := name.maybe(Fields.text, field))
    )
    known = {
        "bioguide": bioguide,
        "name": full,
        "first_name": name.text("first"),
        "last_name": name.text("last"),
        "nickname": name.maybe(Fields.text, "nickname"),
        "birthday": bio.maybe(Fields.day, "birthday"),
        "gender": bio.maybe(Fields.text, "gender"),
        "icpsr": ids.maybe(Fields.text, "icpsr"),
        "lis": ids.maybe(Fields.text, "lis"),
        "govtrack": ids.maybe(Fields.text, "govtrack"),
        "wikidata": ids.maybe(Fields.text, "wikidata"),
        "fec_ids": _fec_ids(ids),
    }
    terms = person.values.get("terms")
    if not isinstance(terms, list) or not 0 < len(terms) <= MOST_TERMS:
        raise Unreadable(f"terms {shown(terms)} is not a list of 1 to {MOST_TERMS} terms")
    rows: Rows = [("legislators", known)]
    for term in terms:
        if not isinstance(term, dict):
            raise Unreadable(f"a term {shown(term)} is not a map")
        rows.append(("terms", {"bioguide": bioguide, "name": full, **_term(Fields(term), page)}))
    return rows


def _fec_ids(ids: Fields) -> str | None:
    listed = ids.values.get("fec")
    if listed is None:
        return None
    if not isinstance(listed, list):
        raise Unreadable(f"id.fec {shown(listed)} is not a list")
    for one in listed:
        if not isinstance(one, str) or not looks_like("candidate", one):
            raise Unreadable(f"id.fec {shown(one)} is not a candidate's FEC id")
    return " ".join(listed) or None


def _term(term: Fields, page: Page) -> dict[str, Any]:
    chamber = term.choice("type", page.options["chambers"])
    state = term.text("state")
    start, end = term.day("start"), term.day("end")
    if end < start:
        raise Unreadable(f"a term ends on {end}, before it starts on {start}")
    return {
        "chamber": chamber,
        "state": state,
        "district": _district(term, state, start, page) if chamber == "House" else None,
        "start": start,
        "end": end,
        "party": term.maybe(Fields.text, "party"),
    }


def _district(term: Fields, state: str, start: date, page: Page) -> str | None:
    number = term.text("district")
    if number == UNKNOWN_DISTRICT:
        return None
    if state in page.options["former_places"]:
        return f"{state}-AL"
    # A term that starts in January or later in an odd year sits on the lines of the November
    # before; one that starts in an even year fills a seat elected two years before.
    return seat(state, number, start.year - (1 if start.year % 2 else 2))
