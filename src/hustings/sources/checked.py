"""Strict reading: every field of a unit is taken, ignored by name with a reason, or refused.

A parser says in its page which fields there are (`columns` and `ignored`) and gives a function
that makes rows of one unit. What it cannot read becomes a `Rejected` unit with the field and the
value in the reason; a field that the page does not know refuses the whole file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from reprlib import Repr
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hustings.errors import SourceError
from hustings.sources.events import Counted, Event, Loaded, Rejected, Skipped
from hustings.tables import table

if TYPE_CHECKING:
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

T = TypeVar("T")
Rows = list[tuple[str, dict[str, Any]]]
Make = Callable[["Fields"], Rows]

BLANK: Final = "a blank line"
HEADING: Final = "the heading"

_WHOLE = re.compile(r"[+-]?(?:\d{1,15}|\d{1,3}(?:,\d{3}){1,4})(?:\.0*)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_SIX_PLACES = Decimal("0.000001")
#: Whole numbers above this are no votes, people or dollars of one district or member.
_MOST: Final = 10**15

_shown = Repr()
_shown.maxlevel, _shown.maxdict, _shown.maxlist, _shown.maxstring = 3, 12, 6, 120
_shown.maxother = 60


class Unreadable(ValueError):
    """A unit should have been readable and was not; the message is the reason for `rejects`."""


class LeftOut(Exception):
    """A unit is left out by name; the message is the reason that the load counts."""


def shown(value: object) -> str:
    """A value as it can stand in a message: cut short, and never nested deeply."""
    return _shown.repr(value)


class Fields:
    """The fields of one unit, taken by name and checked; a bad one names itself and its value.

    Cells of text files and values of JSON and YAML are taken alike: '2016.0' and 2016 are both
    the whole number 2016. Every method raises Unreadable where the field is absent or no such
    value; `maybe` takes blanks for an answer.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def blank(self, name: str) -> bool:
        """Whether a field is absent, null or made of blanks."""
        value = self.values.get(name)
        return value is None or (isinstance(value, str) and not value.strip())

    def maybe(self, take: Callable[[Fields, str], T], name: str) -> T | None:
        """A field read by `take` (`Fields.whole`, …), or None where it is blank."""
        return None if self.blank(name) else take(self, name)

    def text(self, name: str) -> str:
        """Text without outer blanks. A number of a JSON file is taken as its digits."""
        value = self._value(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST:
            return str(value)
        if not isinstance(value, str) or not _encodable(value):
            raise self._bad(name, "is not text")
        return value.strip()

    def whole(self, name: str) -> int:
        """A whole number; thousands may be parted by commas and the end may be '.0'."""
        value = self._value(name)
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
            return int(value.strip().replace(",", "").partition(".")[0])
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST:
            return value
        raise self._bad(name, "is not a whole number")

    def number(self, name: str) -> float:
        """A finite number."""
        value = self._value(name)
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            value = float(value.strip())
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST:
            value = float(value)
        if isinstance(value, float) and math.isfinite(value) and abs(value) <= _MOST:
            return value
        raise self._bad(name, "is not a number")

    def number_or_count(self, name: str) -> float:
        """A number, or a whole number whose thousands are parted by commas."""
        value = self._value(name)
        parted = isinstance(value, str) and "," in value
        return float(self.whole(name)) if parted else self.number(name)

    def decimal(self, name: str) -> Decimal:
        """A number as the file writes it, without the detour through binary fractions."""
        self.number(name)
        value = self._value(name)
        return Decimal(repr(value) if isinstance(value, float) else str(value).strip())

    def share(self, name: str, *, percent: bool = False) -> Decimal:
        """A share as a fraction of one, to six places; a percent sign is taken off."""
        value = self._value(name)
        bare = value.strip().removesuffix("%") if percent and isinstance(value, str) else value
        number = Fields({name: bare}).decimal(name)
        part = number / 100 if percent else number
        if not 0 <= part <= 1:
            raise self._bad(name, "is not a share")
        return part.quantize(_SIX_PLACES, ROUND_HALF_UP)

    def day(self, name: str) -> date:
        """A date, as ISO text or as YAML has it."""
        value = self._value(name)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DAY.fullmatch(value.strip()):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                pass
        raise self._bad(name, "is not a date")

    def choice(self, name: str, choices: Mapping[str, T]) -> T:
        """What a code stands for, by the page's list of codes."""
        code = self.text(name)
        if code not in choices:
            raise self._bad(name, f"is none of {', '.join(choices)}")
        return choices[code]

    def part(self, name: str) -> Fields:
        """A field that is itself a map of fields."""
        value = self._value(name)
        if not isinstance(value, dict):
            raise self._bad(name, "is not a map")
        return Fields(value)

    def _value(self, name: str) -> object:
        if self.blank(name):
            raise Unreadable(f"{name} is missing")
        return self.values[name]

    def _bad(self, name: str, why: str) -> Unreadable:
        return Unreadable(f"{name} {shown(self.values.get(name))} {why}")


def _encodable(text: str) -> bool:
    """Whether text is whole Unicode: JSON can carry halves of pairs that no file can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def scope_number(file: SourceFile, scope: Scope, part: str) -> int:
    """A part of the scope that is a number, such as a year. Raises SourceError."""
    text = scope[part]
    if not re.fullmatch(r"\d{1,4}", text, re.ASCII):
        raise SourceError(
            f"{part} {text!r} is not a number.",
            where=file.path,
            next_step=f"Load it with --scope {part}=…",
        )
    return int(text)


def leave_out(fields: Fields, rules: list[dict[str, str]]) -> None:
    """Leave a unit out by name if a field fits one of the page's rules. Raises LeftOut.

    A rule is a field, a regular expression for its text and the reason.
    """
    for rule in rules:
        value = fields.values.get(rule["field"])
        if isinstance(value, str) and re.search(rule["fits"], value.strip()):
            raise LeftOut(rule["reason"])


def known_fields(page: Page) -> set[str]:
    """Fields that a page takes or ignores by name."""
    return set(page.columns) | set(page.ignored)


def refuse_unknown(
    file: SourceFile, page: Page, seen: Iterable[str], known: set[str] | None = None
) -> None:
    """Refuse a file with fields that its page does not name. Raises SourceError naming them.

    known: the fields of this file, where files of one page differ; all of the page, unless told.
    """
    names = known_fields(page) if known is None else known
    strange = sorted({name for name in seen if name not in names}, key=shown)
    if strange:
        listed = ", ".join(shown(name) for name in strange[:10])
        more = f" and {len(strange) - 10:,} more" if len(strange) > 10 else ""
        raise SourceError(
            f"it has fields that the page {page.id} does not know: {listed}{more}.",
            where=file.path,
            next_step="Take each in the page's columns, or ignore it there with a reason.",
        )


def taken_fields(page: Page) -> list[str]:
    """Fields that a page takes, in the page's order."""
    return [name for name, column in page.columns.items() if column]


def refuse_lacking(file: SourceFile, page: Page, seen: set[str], wanted: Iterable[str]) -> None:
    """Refuse a file that lacks fields that are wanted. Raises SourceError naming them."""
    lacking = [name for name in wanted if name not in seen]
    if lacking:
        listed = ", ".join(repr(name) for name in lacking[:10])
        raise SourceError(f"it lacks the columns {listed} of {page.title}.", where=file.path)


def csv_events(
    file: SourceFile,
    page: Page,
    make: Make,
    *,
    wanted: Iterable[str] | None = None,
    known: set[str] | None = None,
    headings: int = 1,
    name_columns: Callable[[list[list[str]]], list[str]] = lambda rows: rows[-1],
) -> Iterator[Event]:
    """Events of a comma-separated file, one unit a record, by the heading's names.

    wanted: columns that must be there; all that the page takes, unless told. known: columns that
    may be there; all that the page names, unless told. headings: how many records at the top are
    headings; `name_columns` makes one name for each column of them. Raises SourceError for a
    heading that the page does not fit.
    """
    rows = file.csv_rows()
    top: list[list[str]] = []
    for row in rows:
        yield Skipped(row.line, HEADING, row.lines)
        top.append([cell.strip() for cell in row.cells])
        if len(top) == headings:
            break
    if len(top) < headings:
        raise SourceError("it is empty or ends within its heading.", where=file.path)
    names = name_columns(top)
    refuse_unknown(file, page, names, known)
    refuse_lacking(file, page, set(names), taken_fields(page) if wanted is None else wanted)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceError(f"its heading names {twice[0]!r} twice.", where=file.path)
    reader = UnitReader(make)
    for row in rows:
        if row.problem:
            yield Rejected(row.line, row.text, f"the quotes do not close: {row.problem}", row.lines)
        elif not any(cell.strip() for cell in row.cells):
            yield Skipped(row.line, BLANK, row.lines)
        elif len(row.cells) != len(names):
            reason = f"it has {len(row.cells)} fields, and the heading {len(names)}"
            yield Rejected(row.line, row.text, reason, row.lines)
        else:
            fields = Fields(dict(zip(names, row.cells, strict=True)))
            yield reader.event(row.line, fields, row.text.rstrip("\r\n"), row.lines)


def record_events(units: list[Any], unit: str, make: Make) -> Iterator[Event]:
    """Events of the records of a JSON or YAML file, numbered from 1 in their order."""
    yield Counted(len(units), unit)
    reader = UnitReader(make)
    for number, record in enumerate(units, start=1):
        if isinstance(record, dict):
            yield reader.event(number, Fields(record), shown(record))
        else:
            yield Rejected(number, shown(record), f"one of the {unit} is not a map of fields")


class UnitReader:
    """Makes events of units and refuses a second row of the same key."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._keys: set[tuple[object, ...]] = set()

    def event(self, line: int, fields: Fields, text: str, lines: int = 1) -> Event:
        """What became of one unit: loaded, rejected or left out."""
        try:
            rows = self._make(fields)
            self._remember(rows)
        except Unreadable as problem:
            return Rejected(line, text, str(problem), lines)
        except LeftOut as reason:
            return Skipped(line, str(reason), lines)
        return Loaded(line, rows, lines)

    def _remember(self, rows: Rows) -> None:
        keys = []
        for name, values in rows:
            key = (name, *(values.get(column) for column in table(name).key))
            if key in self._keys or key in keys:
                said = " ".join(str(part) for part in key[1:])
                raise Unreadable(f"it is a second row of {name} for {said}")
            keys.append(key)
        self._keys.update(keys)
