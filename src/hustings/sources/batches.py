"""Rows of large tables by columns, for units that make hundreds of rows each.

A roll call makes 430 rows; as dictionaries they cost ten times what their columns do. The unit is
accounted for by its own `Loaded` event, so the batches cover none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hustings.sources.events import LoadedBatch
from hustings.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Rows of one batch.
ROWS: Final = 100_000


class Batches:
    """Collects rows of one table; `full` and `rest` give them as batches that cover no units."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._columns = [one for one in table(name).columns if one.name != "snapshot"]
        self._rows: list[tuple[Any, ...]] = []

    def add(self, line: int, rows: list[tuple[Any, ...]]) -> None:
        """Take the rows of one unit: values in the table's order, without snapshot and line."""
        self._rows += [(line, *row) for row in rows]

    def full(self) -> Iterator[LoadedBatch]:
        """A batch, if enough rows wait for it."""
        if len(self._rows) >= ROWS:
            yield from self.rest()

    def rest(self) -> Iterator[LoadedBatch]:
        """What waits, as a batch."""
        if not self._rows:
            return
        schema = table(self.name).schema()
        columns = [
            pa.array(values, type=schema.field(column.name).type)
            for column, values in zip(self._columns, zip(*self._rows, strict=True), strict=True)
        ]
        self._rows = []
        names = [column.name for column in self._columns]
        rows = pa.Table.from_arrays(columns, names=names)
        yield LoadedBatch(self.name, rows, 0)
