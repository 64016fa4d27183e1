"""The status of one bill in GPO's XML (BILLSTATUS), of the forms before and since 2022."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.sources.checked import Fields, Unreadable, refuse_unknown
from hustings.sources.congress.bill import (
    Bill,
    BillRows,
    Cosponsor,
    bill_id,
    checked,
    committee,
    day_of,
    member,
    reported,
)
from hustings.sources.congress.bills import subjects
from hustings.sources.events import Counted, Dated, Event, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from xml.etree.ElementTree import Element

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

ROOT: Final = "billStatus"
#: Codes of the Library of Congress for actions: passed or agreed to in each chamber; became law.
_HOUSE, _SENATE, _LAW = {"8000"}, {"17000"}, {"36000", "41000"}
_YES_NO: Final = {"True": True, "False": False, "true": True, "false": False}
#: The end of the code of a full committee.
_FULL: Final = "00"


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the file, one bill. Raises SourceError for XML that is no bill's status."""
    root = file.xml()
    bill = root.find("bill")
    if root.tag != ROOT or bill is None:
        raise SourceError(
            f"it is XML of <{root.tag[:60]}>, not the status of a bill (<{ROOT}> with a <bill>).",
            where=file.path,
        )
    refuse_unknown(file, page, (one.tag for one in bill))
    rows = BillRows()
    yield Counted(1, page.unit)
    try:
        read = checked(_bill(bill))
        named = f"{scope['congress']}-{scope['type'].lower()}{scope['number']}"
        if read.id != named:
            raise SourceError(f"it is the status of {read.id}, not of {named}.", where=file.path)
        yield rows.event(1, read)
    except Unreadable as problem:
        yield Rejected(1, file.name, str(problem))
    yield from rows.rest()
    if (updated := _text(bill, "updateDate")) is not None:
        try:
            yield Dated(day_of(Fields({"updateDate": updated}), "updateDate"))
        except Unreadable as problem:
            raise SourceError(f"{problem}.", where=file.path) from problem


def _text(element: Element, *paths: str) -> str | None:
    """The text of the first of the paths that there is; None where it is blank."""
    for path in paths:
        text = element.findtext(path)
        if text is not None and text.strip():
            return text
    return None


def _fields(element: Element) -> Fields:
    """An element's children that hold text, by name."""
    return Fields({one.tag: one.text for one in element if not len(one)})


def _items(element: Element, *paths: str) -> list[Element]:
    for path in paths:
        found = element.findall(f"{path}/item")
        if found:
            return found
    return []


def _bill(bill: Element) -> Bill:
    own = _fields(bill)
    kind = Fields({"type": _text(bill, "type", "billType")}).text("type").lower()
    number = Fields({"number": _text(bill, "number", "billNumber")}).whole("number")
    actions = [_fields(one) for one in _items(bill, "actions")]
    latest = bill.find("latestAction")
    status = _fields(latest) if latest is not None else Fields({})
    area = _text(bill, "policyArea/name")
    sponsors = _items(bill, "sponsors")
    named = _items(
        bill, "subjects/legislativeSubjects", "subjects/billSubjects/legislativeSubjects"
    )
    return Bill(
        id=bill_id(own.whole("congress"), kind, number),
        told={
            "congress": own.whole("congress"),
            "type": kind,
            "number": number,
            "title": own.maybe(Fields.text, "title"),
            "official_title": _official_title(bill),
            "sponsor": member(_fields(sponsors[0]), "bioguideId") if sponsors else None,
            "introduced": own.day("introducedDate"),
            "status": status.maybe(Fields.text, "text"),
            "status_date": status.maybe(Fields.day, "actionDate"),
            "reported": reported(
                (one.day("actionDate"), one.maybe(Fields.text, "text") or "") for one in actions
            ),
            "passed_house": _first(actions, _HOUSE),
            "passed_senate": _first(actions, _SENATE),
            "became_law": _first(actions, _LAW),
            "law": _law(bill),
            "policy_area": area,
            "subjects": subjects([_text(one, "name") for one in named], area),
        },
        cosponsors=tuple(_cosponsor(_fields(one)) for one in _items(bill, "cosponsors")),
        committees=_committees(bill),
    )


def _official_title(bill: Element) -> str | None:
    for one in _items(bill, "titles"):
        if (_text(one, "titleType") or "").startswith("Official Title"):
            return _text(one, "title")
    return None


def _first(actions: list[Fields], codes: set[str]) -> date | None:
    days = [
        one.day("actionDate") for one in actions if one.maybe(Fields.text, "actionCode") in codes
    ]
    return min(days, default=None)


def _law(bill: Element) -> str | None:
    for one in _items(bill, "laws"):
        number, kind = _text(one, "number"), _text(one, "type") or ""
        if number:
            return f"private {number}" if kind.startswith("Private") else number
    return None


def _cosponsor(one: Fields) -> Cosponsor:
    return (
        member(one, "bioguideId"),
        one.maybe(Fields.text, "fullName"),
        one.day("sponsorshipDate"),
        one.choice("isOriginalCosponsor", _YES_NO),
        one.maybe(Fields.day, "sponsorshipWithdrawnDate"),
    )


def _committees(bill: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _items(bill, "committees", "committees/billCommittees"):
        for part in (one, *_items(one, "subcommittees")):
            code = Fields({"systemCode": _text(part, "systemCode")}).text("systemCode").upper()
            code = committee(code.removesuffix(_FULL))
            done: list[Any] = [_text(act, "name") for act in _items(part, "activities")]
            found.setdefault(code, []).extend(dict.fromkeys(word for word in done if word))
    return found
