"""Kept views: sums over a large table that are written once for each snapshot, when first asked.

A view that says `-- kept: TABLE` is read from Parquet files beside that table's, one for each of
its snapshots, made by the view's own SQL from that snapshot's rows alone. A snapshot never changes,
and so neither does what is made of it; a file is moved into place whole, or is not there. What
cannot be kept, as in a record that is read only, is worked out each time and answers the same.

Whoever changes such a view's SQL gives it another name: files that were made before stay.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from hustings.errors import HustingsError
from hustings.record.origin import parquet
from hustings.record.store import settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.record.store import Record

#: What the making may hold in memory; the rest waits on disk.
MEMORY: Final = "1GB"


def kept_files(
    record: Record, name: str, sql: str, table: str, files: Sequence[Path]
) -> list[Path] | None:
    """The files of a kept view for the table's files; None if they cannot all be kept."""
    made = []
    for file in files:
        target = record.table_file(name, file.stem)
        if not target.exists():
            try:
                _make(record, sql, table, file, target)
            except HustingsError:
                return None
        made.append(target)
    return made


def _make(record: Record, sql: str, table: str, file: Path, target: Path) -> None:
    import duckdb

    with record.scratch() as scratch, record.writable():
        new = scratch / target.name
        with duckdb.connect() as database:
            database.execute(f"set threads = 2; set memory_limit = '{MEMORY}'")
            database.execute(f"set temp_directory = {_literal(scratch)}")
            try:
                # The name of the table now stands for this snapshot's rows alone.
                database.execute(
                    f"copy (with {table} as (from {parquet([file])}) {sql}) "
                    f"to {_literal(new)} (format parquet, compression zstd)"
                )
            except duckdb.IOException as problem:
                raise OSError(str(problem)) from problem
        settle(new, target)


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
