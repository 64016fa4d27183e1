"""Writing one snapshot's rows: from a parser's events to Parquet files in a scratch folder.

The writer counts every unit (loaded, rejected, skipped) and holds the parser to the catalogue:
an unknown column or a value of the wrong type is a fault, not a silent null.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hustings.errors import Fault
from hustings.sources.events import (
    Counted,
    Dated,
    Event,
    Loaded,
    LoadedBatch,
    Rejected,
    Skipped,
)
from hustings.tables import Table, table

if TYPE_CHECKING:
    from types import TracebackType

FLUSH_ROWS: Final = 100_000
REJECT_TEXT: Final = 500
#: Columns of text that statements choose rows by.
PASSED_OVER_BY: Final = {"snapshot", "committee_id", "candidate_id", "sub_id", "district"}
#: Rows that show which columns repeat themselves.
LOOKED_AT: Final = 10_000
REJECTS: Final = "rejects"


class SnapshotWriter:
    """Takes events one by one; `finish` closes the files and tells what was counted."""

    def __init__(self, folder: Path, snapshot: str) -> None:
        self.folder = folder
        self.snapshot = snapshot
        self.loaded = 0
        self.rejected = 0
        self.units: int | None = None
        self.unit = "lines"
        self.as_of: date | None = None
        self.skips: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.rows: Counter[str] = Counter()
        self._pending: dict[str, list[dict[str, Any]]] = {}
        self._files: dict[str, pq.ParquetWriter] = {}

    def __enter__(self) -> SnapshotWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file in self._files.values():
            file.close()

    def take(self, event: Event) -> None:
        """Account for one event and keep its rows."""
        match event:
            case Loaded(line=line, rows=rows, lines=lines):
                self.loaded += lines
                for name, values in rows:
                    self._add(name, line, values)
            case LoadedBatch(table=name, rows=batch, lines=lines):
                self.loaded += lines
                self._add_batch(name, batch)
            case Rejected(line=line, text=text, reason=reason, lines=lines):
                self.rejected += lines
                self.reasons[reason] += lines
                self._add(REJECTS, line, {"text": text[:REJECT_TEXT], "reason": reason})
            case Skipped(reason=reason, lines=lines):
                self.skips[reason] += lines
            case Counted(units=units, unit=unit):
                self.units, self.unit = units, unit
            case Dated(as_of=day):
                self.as_of = day

    @property
    def skipped(self) -> int:
        return sum(self.skips.values())

    def finish(self) -> dict[str, int]:
        """Write what is pending and close; rows by table, rejects left out."""
        for name in list(self._pending):
            self._flush(name)
        for file in self._files.values():
            file.close()
        self._files.clear()
        return {name: count for name, count in sorted(self.rows.items()) if name != REJECTS}

    def _add(self, name: str, line: int, values: dict[str, Any]) -> None:
        pending = self._pending.setdefault(name, [])
        pending.append({"line": line, **values})
        if len(pending) >= FLUSH_ROWS:
            self._flush(name)

    def _flush(self, name: str) -> None:
        rows = self._pending.pop(name, [])
        if not rows:
            return
        definition = table(name)
        known = set(definition.column_names)
        stray = {column for row in rows for column in row} - known
        if stray:
            raise Fault(f"a parser gives columns that {name} does not have: {sorted(stray)}")
        schema = definition.schema()
        try:
            columns = [
                pa.array([row.get(column.name) for row in rows], type=schema.field(i).type)
                for i, column in enumerate(definition.columns)
                if column.name != "snapshot"
            ]
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as problem:
            raise Fault(f"a value for {name} is of the wrong type: {problem}") from problem
        self._write(definition, columns, len(rows))

    def _add_batch(self, name: str, batch: pa.Table) -> None:
        definition = table(name)
        wanted = [column for column in definition.column_names if column != "snapshot"]
        if batch.column_names != wanted:
            raise Fault(f"a batch for {name} has other columns: {batch.column_names}")
        self._write(definition, batch.columns, batch.num_rows)

    def _write(self, definition: Table, columns: list[Any], count: int) -> None:
        schema = definition.schema()
        label = pa.repeat(pa.scalar(self.snapshot, type=pa.string()), count)
        rows = pa.Table.from_arrays([label, *columns], schema=schema)
        file = self._files.get(definition.name)
        if file is None:
            file = pq.ParquetWriter(
                self.folder / f"{definition.name}.parquet",
                schema,
                compression="zstd",
                compression_level=1,
                use_dictionary=_repeating(rows),
                write_statistics=_ordered(schema),
                column_encoding={"line": "DELTA_BINARY_PACKED"},
            )
            self._files[definition.name] = file
        file.write_table(rows)
        self.rows[definition.name] += count


def _repeating(rows: pa.Table) -> list[str]:
    """The columns whose values come again, as the first rows show; a number in order is none.

    Only these are worth a dictionary in Parquet: for ids that are all different it costs a third
    of the writing and makes the file larger.
    """
    seen = rows.slice(0, LOOKED_AT)
    return [
        name
        for name in seen.column_names
        if name != "line" and 2 * pc.count_distinct(seen[name]).as_py() <= seen.num_rows
    ]


def _ordered(schema: pa.Schema) -> list[str]:
    """The columns whose least and greatest value a reader may pass rows over by.

    Numbers, dates and the ids of who or what a row is of; to compare all other text, such as names,
    costs a sixth of the writing and tells nothing, as each part of a file holds every letter.
    """
    return [
        field.name for field in schema if field.type != pa.string() or field.name in PASSED_OVER_BY
    ]
