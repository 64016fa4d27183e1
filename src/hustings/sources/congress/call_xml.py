"""One roll call of XML as events, whichever chamber's form it has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from hustings.errors import SourceError
from hustings.sources.batches import Batches
from hustings.sources.checked import Fields, Unreadable, shown
from hustings.sources.congress.rollcall import RollCall, checked
from hustings.sources.events import Counted, Dated, Event, Loaded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page


def root_of(file: SourceFile, tag: str, what: str) -> Element:
    """The root of the file. Raises SourceError, in one sentence, for XML of something else."""
    root = file.xml(typed=True)  # the clerk names vote.dtd in each
    if root.tag != tag:
        raise SourceError(f"it is XML of <{root.tag[:60]}>, not {what} (<{tag}>).", where=file.path)
    return root


def events(
    file: SourceFile, page: Page, read: Callable[[], RollCall], named: dict[str, int]
) -> Iterator[Event]:
    """The events of the one roll call. Raises SourceError for one that cannot be read.

    named: what the file's name says of it (year, number, …), which must be so.
    """
    yield Counted(1, page.unit)
    try:
        call = checked(read())
    except Unreadable as problem:
        raise SourceError(f"{problem}.", where=file.path) from problem
    for part, value in named.items():
        if getattr(call, part) != value:
            raise SourceError(
                f"it is of {part} {getattr(call, part)}, and its name says {value}.",
                where=file.path,
            )
    batches = Batches("clerk_votes")
    batches.add(1, call.votes())
    yield Loaded(1, [("clerk_rollcalls", call.row())])
    yield from batches.rest()
    yield Dated(call.day)


def fields(element: Element) -> Fields:
    """An element's children that hold text alone, by name."""
    return Fields({one.tag: one.text for one in element if not len(one)})


def day(text: str, form: str) -> date:
    """A date in a form of `strptime`. Raises Unreadable."""
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError as problem:
        raise Unreadable(f"{shown(text)} is not a date") from problem
