"""Layouts: whether a snapshot's tables have the columns that this Hustings gives them.

A snapshot notes the layout under which its rows were written. One of another layout, or of none, is
looked at when a table of it is first read; `hustings.record.remaking` makes its tables again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.errors import RecordError
from hustings.tables import Table, catalogue

if TYPE_CHECKING:
    from hustings.record.manifest import Snapshot
    from hustings.record.store import Record


def layout(tables: Iterable[str]) -> str:
    """A digest of the columns and types that the catalogue gives these tables, and rejects."""
    digest = hashlib.sha256()
    for name in sorted({*tables, "rejects"}):
        columns = " ".join(f"{one.name}:{one.type}" for one in catalogue()[name].columns)
        digest.update(f"{name} {columns}\n".encode())
    return digest.hexdigest()[:16]


def refuse_older(record: Record, table: Table, snapshots: Sequence[Snapshot]) -> None:
    """Raise RecordError if a snapshot's rows of the table were written with other columns."""
    unsure = [
        record.table_file(table.name, one)
        for one in snapshots
        if one.layout != layout(one.tables)
    ]  # fmt: skip
    columns = _columns(unsure)
    for file in unsure:
        if not _fits(table, columns[str(file)]):
            lacks = [name for name in table.column_names if name not in columns[str(file)]]
            said = f"they lack {', '.join(lacks)}" if lacks else "they have other columns"
            raise RecordError(
                f"the rows of {table.name} were written by another version of Hustings: {said}.",
                where=str(record.folder),
                next_step="Make them again from the files that the record kept: "
                "hustings record --remake",
            )


def older(record: Record) -> list[Snapshot]:
    """The snapshots whose tables have other columns than the catalogue, or that no source knows."""
    unsure = {
        (one.id, name): record.table_file(name, one)
        for one in record.manifest.snapshots
        if one.layout != layout(name for name in one.tables if name in catalogue())
        or not one.tables.keys() <= catalogue().keys()
        for name in (*one.tables, *(["rejects"] if one.rejected else []))
    }
    columns = _columns(unsure.values())
    wrong = {
        snapshot
        for (snapshot, name), file in unsure.items()
        if name not in catalogue() or not _fits(catalogue()[name], columns[str(file)])
    }
    return [one for one in record.manifest.snapshots if one.id in wrong]


def _fits(table: Table, columns: Sequence[str]) -> bool:
    return set(table.column_names) == set(columns)


def _columns(files: Iterable[Path]) -> dict[str, list[str]]:
    """The columns of Parquet files, by path."""
    listed = [str(file) for file in files]
    if not listed:
        return {}
    import duckdb

    with duckdb.connect(":memory:") as database:
        found: list[tuple[Any, ...]] = database.execute(
            "select file_name, list(name) from parquet_schema($1) "
            "where num_children is null or num_children = 0 group by file_name",
            [listed],
        ).fetchall()
    return {str(file): [str(name) for name in names] for file, names in found}
