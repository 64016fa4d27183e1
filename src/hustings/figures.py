"""Figures: a measure evaluated, with everything needed to see why it says what it says.

A `Figure` carries its value and unit, the definition a reporter can quote, the SQL that a reader
can run again, and one `Citation` for each snapshot its rows came from. How a value is written for
people lives here and nowhere else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, TypeAlias

Value: TypeAlias = "Decimal | int | float | str | bool | date | list[Any] | None"


class Unit(StrEnum):
    """What a value counts. Shares are fractions of one; margins are percentage points."""

    USD = "usd"
    VOTES = "votes"
    SHARE = "share"
    POINTS = "points"
    RANK = "rank"
    COUNT = "count"
    SCORE = "score"
    DATE = "date"
    TEXT = "text"
    NAMES = "names"
    YES_NO = "yes/no"


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """One snapshot that evidence rows came from, and how many of them.

    `sha256` is that of the file as it came; `retrieved` is the day it entered the record;
    `as_of` is the day through which it speaks.
    """

    source: str
    title: str
    url: str
    retrieved: str
    sha256: str
    rows: int
    as_of: str = ""
    snapshot: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "source": self.source,
            "title": self.title,
            "url": self.url,
            "retrieved": self.retrieved,
            "sha256": self.sha256,
            "rows": self.rows,
            "as_of": self.as_of,
            "snapshot": self.snapshot,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A measure's value with its unit, definition, SQL, citations, caveats and parts.

    `as_of` is the latest day through which its sources speak; `of` is set for ranks (9 of 436);
    `parts` holds the figures that a ratio or a difference was made of.
    """

    measure: str
    params: dict[str, Any]
    value: Value
    unit: Unit
    definition: str
    sql: str
    row_count: int
    as_of: str = ""
    of: int | None = None
    citations: tuple[Citation, ...] = ()
    caveats: tuple[str, ...] = ()
    parts: tuple[Figure, ...] = ()
    label: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as a person would write it: $946,153.34, 70.5%, 9 of 436, D+35."""
        return write(self.value, self.unit, of=self.of)

    def labelled(self, label: str) -> Figure:
        return replace(self, label=label)

    def to_json(self) -> dict[str, Any]:
        """The figure as the JSON that the command line and the API promise."""
        shown: dict[str, Any] = {
            "measure": self.measure,
            "params": {name: plain(value) for name, value in self.params.items()},
            "value": plain(self.value),
            "unit": str(self.unit),
            "text": self.text,
            "definition": self.definition,
            "as_of": self.as_of,
            "citations": [citation.to_json() for citation in self.citations],
            "row_count": self.row_count,
            "sql": self.sql,
            "caveats": list(self.caveats),
            "parts": [part.to_json() for part in self.parts],
        }
        if self.of is not None:
            shown["of"] = self.of
        if self.detail:
            shown["detail"] = {name: plain(value) for name, value in self.detail.items()}
        return shown


def plain(value: Any) -> Any:
    """A value as JSON knows it: money to the cent as a number, dates in ISO form.

    What JSON has no form for (an interval, bytes) becomes text; a number that is none, null.
    """
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal | float):
        number = float(value)
        return number if math.isfinite(number) else None
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    return value.hex() if isinstance(value, bytes) else str(value)


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """Rounded half away from zero, as people round by hand: 12.25 to one digit is 12.3."""
    step = Decimal(1).scaleb(-digits)
    return Decimal(repr(value) if isinstance(value, float) else value).quantize(
        step, rounding=ROUND_HALF_UP
    )


def write(value: Value, unit: Unit, *, of: int | None = None) -> str:
    """A value in words and digits; an absent value is a dash with a meaning: not in the record."""
    if value is None:
        return "not in the record"
    if isinstance(value, list):
        return ", ".join(str(plain(item)) for item in value) if value else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return written_date(value)
    if isinstance(value, str):
        return value
    if unit is Unit.USD:
        return money(value)
    if unit is Unit.SHARE:
        return f"{rounded(value * 100, 1)}%"
    if unit is Unit.POINTS:
        points = rounded(value, 1)
        return f"{points} {'point' if points == 1 else 'points'}"
    if unit is Unit.SCORE:
        return f"{rounded(value, 3)}"
    if unit is Unit.RANK:
        return f"{int(value):,} of {of:,}" if of is not None else f"{int(value):,}"
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def money(value: float | Decimal) -> str:
    """$946,153.34; whole dollars lose their cents: $40,215; a loss is −$12.50."""
    cents = rounded(value, 2)
    sign = "−" if cents < 0 else ""
    digits = f"{abs(cents):,.2f}"
    return f"{sign}${digits.removesuffix('.00')}"


_STEPS: tuple[tuple[Decimal, str], ...] = (
    (Decimal(10**9), "B"),
    (Decimal(10**6), "M"),
    (Decimal(10**3), "K"),
)


def short_money(value: float | Decimal) -> str:
    """An amount where room is short, in three digits or so: $67.3M, $946K, $500, −$1.2M."""
    amount = abs(rounded(value, 0))
    sign = "−" if value < 0 and amount else ""
    for step, letter in _STEPS:
        # What rounds up to the next step is written with it: 999,600 is $1.0M, not $1000K.
        if rounded(amount / step, 3) >= Decimal("0.9995"):
            digits = 0 if amount >= Decimal("99.95") * step else 1
            return f"{sign}${rounded(amount / step, digits):,}{letter}"
    return f"{sign}${amount:,}"


def written_date(day: date) -> str:
    """25 November 2024: the form that cannot be misread on either side of the Atlantic."""
    return f"{day.day} {day:%B %Y}"
