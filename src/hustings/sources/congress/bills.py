"""Bills as the unitedstates/congress project writes them: JSON, one a line or one a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.sources.checked import Fields, Unreadable, refuse_unknown, shown
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
from hustings.sources.congress.json_lines import records
from hustings.sources.events import Event, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

#: Fields whose own fields the page names.
_PARTED: Final = ("committees", "cosponsors", "sponsor")
_ENACTED: Final = "ENACTED:"
#: Votes by which a chamber passes a bill, as the first or as the second of the two.
_PASSING: Final = ("vote", "vote2")


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the file, one bill a unit. Raises SourceError for a field no page knows."""
    rows = BillRows()
    for found in records(file, page.unit):
        if not isinstance(found, tuple):
            yield found
            continue
        number, record = found
        refuse_unknown(file, page, _names(record))
        try:
            event = rows.event(number, checked(_bill(Fields(record))))
        except Unreadable as problem:
            event = Rejected(number, shown(record), str(problem))
        yield event
        yield from rows.full()
    yield from rows.rest()


def _names(record: dict[str, Any]) -> set[str]:
    """Names of the record's fields, and of its cosponsors', committees' and sponsor's."""
    names = set(record)
    for part in _PARTED:
        value = record.get(part)
        listed = value if isinstance(value, list) else [value]
        shapes = {tuple(one) for one in listed if isinstance(one, dict)}
        names |= {f"{part}.{name}" for shape in shapes for name in shape}
    return names


def _bill(record: Fields) -> Bill:
    congress, kind = record.whole("congress"), record.text("bill_type")
    number = record.whole("number")
    area = record.maybe(Fields.text, "subjects_top_term")
    passed = record.part("history")
    actions = _listed(record, "actions")
    return Bill(
        id=bill_id(congress, kind, number),
        told={
            "congress": congress,
            "type": kind,
            "number": number,
            "title": _title(record),
            "official_title": record.maybe(Fields.text, "official_title"),
            "sponsor": None if record.blank("sponsor")
            else member(record.part("sponsor"), "bioguide_id"),
            "introduced": record.day("introduced_at"),
            "status": record.maybe(Fields.text, "status"),
            "status_date": record.maybe(day_of, "status_at"),
            "reported": reported(
                (day_of(one, "acted_at"), one.maybe(Fields.text, "text") or "")
                for one in actions
            ),
            "passed_house": _passed(actions, passed, "house"),
            "passed_senate": _passed(actions, passed, "senate"),
            "became_law": _became_law(actions, record, passed),
            "law": _law(record),
            "policy_area": area,
            "subjects": subjects(record.values.get("subjects"), area),
        },
        cosponsors=tuple(map(_cosponsor, _listed(record, "cosponsors"))),
        committees=_committees(record),
    )  # fmt: skip


def _title(record: Fields) -> str | None:
    """The title on display; of a bill that has none the short one, else the official one."""
    for one in _listed(record, "titles"):
        if one.values.get("type") == "display":
            return one.text("title")
    short = record.maybe(Fields.text, "short_title")
    return short or record.maybe(Fields.text, "official_title")


def subjects(listed: object, area: str | None) -> str | None:
    """Subjects in order of the alphabet, the policy area left out, parted by semicolons."""
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise Unreadable(f"subjects {shown(listed)} is not a list of names")
    names = {Fields({"subjects": one}).text("subjects") for one in listed} - {area}
    return "; ".join(sorted(names)) or None


def _listed(record: Fields, name: str) -> list[Fields]:
    listed = record.values.get(name)
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unreadable(f"{name} {shown(listed)} is not a list of maps")
    return [Fields(one) for one in listed]


def _cosponsor(one: Fields) -> Cosponsor:
    original = one.values.get("original_cosponsor")
    if not isinstance(original, bool):
        raise Unreadable(f"original_cosponsor {shown(original)} is neither true nor false")
    return (
        member(one, "bioguide_id"),
        one.maybe(Fields.text, "name"),
        one.day("sponsored_at"),
        original,
        one.maybe(Fields.day, "withdrawn_at"),
    )


def _committees(record: Fields) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in _listed(record, "committees"):
        code = committee(
            one.text("committee_id") + (one.maybe(Fields.text, "subcommittee_id") or "")
        )
        done = one.values.get("activity") or []
        if not isinstance(done, list) or not all(isinstance(word, str) for word in done):
            raise Unreadable(f"activity {shown(done)} is not a list of words")
        found.setdefault(code, []).extend(
            Fields({"activity": word}).text("activity") for word in done
        )
    return found


def _passed(actions: list[Fields], history: Fields, chamber: str) -> date | None:
    """The day a chamber first passed it; the history has the last, which may be an agreement to the
    other chamber's changes."""
    own = [
        day_of(one, "acted_at")
        for one in actions
        if one.values.get("type") == "vote" and one.values.get("where") == chamber[0]
        and one.values.get("vote_type") in _PASSING and one.values.get("result") == "pass"
    ]  # fmt: skip
    if own:
        return min(own)
    if history.maybe(Fields.text, f"{chamber}_passage_result") != "pass":
        return None
    return day_of(history, f"{chamber}_passage_result_at")


def _became_law(actions: list[Fields], record: Fields, history: Fields) -> date | None:
    """The day of the law; of a bill that is signed and has no number yet, of the signature.

    By the action itself: the history may give the day of a hearing held after it.
    """
    made = [day_of(one, "acted_at") for one in actions if one.values.get("type") == "enacted"]
    if made:
        return min(made)
    signed = (record.maybe(Fields.text, "status") or "").startswith(_ENACTED)
    return history.maybe(day_of, "enacted_at") or (day_of(record, "status_at") if signed else None)


def _law(record: Fields) -> str | None:
    if record.blank("enacted_as"):
        return None
    law = record.part("enacted_as")
    private = "private " if law.text("law_type") == "private" else ""
    return f"{private}{law.whole('congress')}-{law.whole('number')}"
