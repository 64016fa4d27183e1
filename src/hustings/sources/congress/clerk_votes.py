"""Roll calls of both chambers as the unitedstates/congress project writes them.

One unit is one roll call: a line of a file of many, or the whole of a file of one.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.ids import looks_like
from hustings.sources.batches import Batches
from hustings.sources.checked import Fields, Unreadable, refuse_unknown, shown
from hustings.sources.congress.json_lines import records
from hustings.sources.congress.rollcall import CHAMBERS, Cast, RollCall, Voter, checked
from hustings.sources.events import Event, Loaded, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(.*))?", re.ASCII)
#: The category of votes whose answers are names.
ELECTION: Final = "leadership"
QUORUM: Final = "quorum"
_VOTER: Final = ("id", "party", "state", "display_name")
Voters = dict[tuple[Any, ...], Voter]


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Events of the file, one roll call a unit. Raises SourceError for a field no page knows."""
    seen: set[tuple[Any, ...]] = set()
    batches = Batches("clerk_votes")
    voters: Voters = {}
    for found in records(file, page.unit):
        if not isinstance(found, tuple):
            yield found
            continue
        number, record = found
        refuse_unknown(file, page, _names(record))
        try:
            call = checked(_call(Fields(record), voters))
            _refuse_second(call, seen)
        except Unreadable as problem:
            yield Rejected(number, shown(record), str(problem))
            continue
        batches.add(number, call.votes())
        yield Loaded(number, [("clerk_rollcalls", call.row())])
        yield from batches.full()
    yield from batches.rest()


def _refuse_second(call: RollCall, seen: set[tuple[Any, ...]]) -> None:
    """Remember a roll call. Raises Unreadable if the file had it before."""
    key = (call.congress, call.chamber, call.year, call.number)
    if key in seen:
        raise Unreadable(f"roll call {call.number} of {call.year} is in the file twice")
    seen.add(key)


def _names(record: dict[str, Any]) -> set[str]:
    """Names of the record's fields, those of its votes as votes.id."""
    shapes: set[tuple[str, ...]] = set()
    votes = record.get("votes")
    for cast in votes.values() if isinstance(votes, dict) else []:
        if isinstance(cast, list):
            shapes.update(tuple(one) for one in cast if isinstance(one, dict))
    return set(record) | {f"votes.{name}" for shape in shapes for name in shape}


def _call(record: Fields, voters: Voters) -> RollCall:
    category = record.maybe(Fields.text, "category")
    congress = record.whole("congress")
    day, time = _moment(record)
    return RollCall(
        congress=congress,
        chamber=record.choice("chamber", CHAMBERS),
        year=record.whole("session"),
        number=record.whole("number"),
        day=day,
        quorum=category == QUORUM,
        told={
            "time": time,
            "question": record.maybe(Fields.text, "question"),
            "kind": record.maybe(Fields.text, "type"),
            "category": category,
            "subject": record.maybe(Fields.text, "subject"),
            "bill": _bill(record),
            "amendment": _amendment(record),
            "requires": record.maybe(Fields.text, "requires"),
            "result": record.maybe(Fields.text, "result"),
        },
        cast=tuple(_cast(record, voters)),
        elects=category == ELECTION,
    )


def _moment(record: Fields) -> tuple[date, str | None]:
    """The day and the rest of a moment such as 2019-01-03T12:39:00-05:00."""
    found = _TIME.fullmatch(record.text("date"))
    if not found:
        raise Unreadable(f"date {shown(record.values['date'])} is not a date")
    return Fields({"date": found[1]}).day("date"), found[2]


def _bill(record: Fields) -> str | None:
    if record.blank("bill"):
        return None
    part = record.part("bill")
    bill = f"{part.whole('congress')}-{part.text('type')}{part.whole('number')}"
    if not looks_like("bill", bill):
        raise Unreadable(f"bill {shown(bill)} is not a bill")
    return bill


def _amendment(record: Fields) -> str | None:
    if record.blank("amendment"):
        return None
    part = record.part("amendment")
    return f"{part.text('type')} {part.text('number')}"


def _cast(record: Fields, voters: Voters) -> Iterator[Cast]:
    for option, members in record.part("votes").values.items():
        if not isinstance(members, list):
            raise Unreadable(f"votes {shown(option)} is not a list of members")
        said = Fields({"option": option}).text("option") if members else ""
        for one in members:
            yield said, _voter(one, voters)


def _voter(one: Any, voters: Voters) -> Voter:
    """The member of one vote, read and checked when first met."""
    if not isinstance(one, dict):
        raise Unreadable(f"{shown(one)} is not a member")
    key = tuple(map(one.get, _VOTER))
    try:
        return voters[key]
    except (KeyError, TypeError):  # not met before, or a value that is no text
        member = Fields(one)
        made = Voter(
            id=member.text("id"),
            party=member.maybe(Fields.text, "party"),
            state=member.maybe(Fields.text, "state"),
            name=member.maybe(Fields.text, "display_name"),
        )
    voters[key] = made
    return made
