"""Reading returns in tests: through the pages, with every line accounted for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from hustings.sources.events import Counted, Dated, Loaded, Rejected, Skipped
from hustings.sources.files import memory_file
from hustings.sources.pages import Page, recognise
from hustings.tables import table

ELECTIONS = Path(__file__).parents[2] / ".." / "shared" / "data" / "elections"

Row = dict[str, Any]


@dataclass
class Reading:
    """What a parser made of a file; `units` is counted from the bytes unless the parser counts."""

    page: Page
    scope: dict[str, str]
    units: int
    as_of: date | None = None
    loaded: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    returns: list[Row] = field(default_factory=list)
    counts: list[Row] = field(default_factory=list)
    others: list[tuple[str, Row]] = field(default_factory=list)

    @property
    def told(self) -> int:
        return self.loaded + self.rejected.total() + self.skipped.total()

    @property
    def thing(self) -> str:
        return self.page.thing(self.scope)


def read(name: str, content: str | bytes, folder: str = "") -> Reading:
    """Recognise a file by its name and folder, and read it."""
    found = recognise(name, f"{folder}/{name}")
    assert found is not None, f"no source knows {name}"
    page, scope = found
    data = content.encode() if isinstance(content, str) else content
    lines = data.count(b"\n") + (not data.endswith(b"\n") and bool(data))
    reading = Reading(page=page, scope=scope, units=lines)
    for event in page.read(memory_file(name, data), scope):
        match event:
            case Loaded(rows=rows, lines=count):
                reading.loaded += count
                for name_, row in rows:
                    kept = getattr(reading, name_, None)
                    (kept if isinstance(kept, list) else reading.others).append(
                        row if isinstance(kept, list) else (name_, row)
                    )
            case Rejected(reason=reason, lines=count):
                reading.rejected[reason] += count
            case Skipped(reason=reason, lines=count):
                reading.skipped[reason] += count
            case Counted(units=units):
                reading.units = units
            case Dated(as_of=day):
                reading.as_of = day
    assert reading.told == reading.units, f"{reading.told} of {reading.units} lines of {name}"
    return reading


def shared(path: str) -> Reading:
    """A real file, read once. Skips the test where the folder of real files is absent."""
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    return _shared(path)


@cache
def _shared(path: str) -> Reading:
    file = ELECTIONS / path
    return read(file.name, file.read_bytes(), file.parent.name)


def check_types(name: str, rows: list[Row]) -> None:
    """Every value is of its column's type, and every column is in the catalogue."""
    schema = table(name).schema()
    assert not {column for row in rows for column in row} - set(schema.names)
    for column in schema:
        pa.array([row.get(column.name) for row in rows], type=column.type)


def contest(rows: list[Row], **wanted: object) -> list[Row]:
    """Rows of candidates that agree with what is wanted."""
    return [
        row
        for row in rows
        if row.get("kind", "candidate") in ("candidate", "write-in")
        and all(row.get(column) == value for column, value in wanted.items())
    ]


def votes(rows: list[Row], **wanted: object) -> dict[str, int]:
    """Votes by name, places and ballot lines added up."""
    found: Counter[str] = Counter()
    for row in contest(rows, **wanted):
        found[row["name"]] += row["votes"] or 0
    return dict(found)
