"""Reading files through their pages in tests, with the checks that the loader makes."""

from __future__ import annotations

import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import strategies as st

from hustings.errors import SourceError
from hustings.sources.events import Counted, Dated, Loaded, LoadedBatch, Rejected, Skipped
from hustings.sources.files import memory_file
from hustings.sources.pages import Page, recognise
from hustings.tables import table

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


@dataclass
class Reading:
    """What a parser said of one file."""

    page: Page
    scope: dict[str, str]
    units: int
    unit: str = "lines"
    dated: date | None = None
    loaded: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def counts(self) -> dict[str, int]:
        return {name: len(rows) for name, rows in self.rows.items()}

    @property
    def reasons(self) -> list[str]:
        return [one.reason for one in self.rejected]

    def where(self, name: str, /, **values: Any) -> list[dict[str, Any]]:
        """Rows of a table with these values."""
        return [row for row in self.rows[name] if values.items() <= row.items()]

    def one(self, name: str, /, **values: Any) -> dict[str, Any]:
        (row,) = self.where(name, **values)
        return row


def read(name: str, content: bytes, **scope: str) -> Reading:
    """Read bytes as the file of that name, checking that every unit is accounted for."""
    known = recognise(name)
    assert known is not None, f"no page knows {name}"
    page, told = known
    reading = Reading(
        page=page,
        scope={**told, **page.normal_scope(scope)},
        units=content.count(b"\n") + (not content.endswith(b"\n") and bool(content)),
    )
    for event in page.read(memory_file(name, content), reading.scope):
        match event:
            case Loaded(line=line, rows=rows, lines=lines):
                reading.loaded += lines
                for where, values in rows:
                    assert where in page.tables
                    reading.rows[where].append({"line": line, **values})
            case LoadedBatch(table=where, rows=batch, lines=lines):
                assert where in page.tables
                reading.loaded += lines
                reading.rows[where] += batch.to_pylist()
            case Rejected():
                reading.rejected.append(event)
            case Skipped(reason=reason, lines=lines):
                reading.skipped[reason] += lines
            case Counted(units=units, unit=unit):
                reading.units, reading.unit = units, unit
            case Dated(as_of=day):
                reading.dated = day
            case _:
                raise AssertionError(event)
    rejected = sum(one.lines for one in reading.rejected)
    assert reading.loaded + rejected + sum(reading.skipped.values()) == reading.units
    _fits_the_catalogue(reading)
    return reading


def _fits_the_catalogue(reading: Reading) -> None:
    for name, rows in reading.rows.items():
        definition = table(name)
        schema = definition.schema()
        stray = {column for row in rows for column in row} - set(definition.column_names)
        assert not stray
        for column in definition.column_names:
            pa.array([row.get(column) for row in rows], type=schema.field(column).type)
    pa.array([one.text for one in reading.rejected], type=pa.string())
    pa.array(reading.reasons, type=pa.string())


@cache
def shared(path: str) -> Reading:
    """Read one file of the shared data, unpacked. Skips the test where it is absent."""
    file = SHARED / path
    if not file.exists():
        pytest.skip(f"../shared/data/{path} is absent")
    raw = file.read_bytes()
    packed = file.suffix == ".gz"
    return read(file.name.removesuffix(".gz"), gzip.decompress(raw) if packed else raw)


def survives(name: str, content: bytes, **scope: str) -> Reading | None:
    """Read what may be nonsense: a SourceError (then None) or accounted units, nothing else."""
    try:
        return read(name, content, **scope)
    except SourceError:
        return None


def as_json(value: object) -> bytes:
    """JSON that may carry NaN and halves of surrogate pairs, as broken writers make it."""
    return json.dumps(value).encode("utf-8")


#: Values that JSON and YAML can hold, of wrong kinds and depths.
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=8)
    | st.sampled_from(["CA-34", "0634", "34", "D+35", "\ud800", "2020-02-30", "1e400", "-1"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@st.composite
def spoiled(draw: st.DrawFn, sound: Any) -> Any:
    """A sound structure with one value, somewhere in it, replaced by nonsense or taken away."""
    if isinstance(sound, dict) and sound and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(sound)))
        if draw(st.integers(0, 5)) == 0:
            return {name: value for name, value in sound.items() if name != key}
        return {**sound, key: draw(spoiled(sound[key]))}
    if isinstance(sound, list) and sound and draw(st.booleans()):
        index = draw(st.integers(0, len(sound) - 1))
        return [*sound[:index], draw(spoiled(sound[index])), *sound[index + 1 :]]
    return draw(VALUES)
