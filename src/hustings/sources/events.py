"""What a parser says of its file, unit by unit: loaded, rejected or skipped, never silence.

A unit is a line of a text file, or a record of a JSON, YAML or XML file. The sum of the units of
all events must equal the units of the file; the loader checks it and refuses the file otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Loaded:
    """One unit read whole: its number (from 1), the rows made of it, and the lines it spans.

    rows: (table, values by column) pairs; values are Python objects of the column's type, absent
    columns are null. A unit may make rows of several tables.
    """

    line: int
    rows: list[tuple[str, dict[str, Any]]]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class LoadedBatch:
    """Many units at once: an Arrow table in the catalogue's column order, without `snapshot`.

    Its column `line` holds each row's number; `lines` is how many units it covers.
    """

    table: str
    rows: pa.Table
    lines: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A unit that should have been readable and was not; it goes to `rejects` with its text."""

    line: int
    text: str
    reason: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Skipped:
    """Units left out by name: a header, a blank line, another office. The reason is counted."""

    line: int
    reason: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Counted:
    """How many units the file holds, for formats whose units are not lines of text."""

    units: int
    unit: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The day through which the file itself says that it speaks."""

    as_of: date


Event: TypeAlias = Loaded | LoadedBatch | Rejected | Skipped | Counted | Dated
