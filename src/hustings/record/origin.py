"""Where a view's rows come from: which snapshots answer for a table, and the SQL that reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.record.manifest import Manifest, Snapshot
from hustings.sources.pages import pages
from hustings.tables import Table, catalogue

if TYPE_CHECKING:
    from hustings.record.view import NamedView


@dataclass(frozen=True, slots=True)
class Origin:
    """The files of each table, the derived tables' files, and the manifest they are named in.

    derived: asked by name, and only when that table is read, as making it anew may take seconds.
    kept: the same for a kept view; None if its rows are worked out each time.
    refuse: asked by name before a table is read; raises RecordError if its files cannot be.
    sample: whether each file holds the rows of all snapshots (the embedded sample's CSV tables).
    """

    manifest: Manifest
    files: dict[str, list[Path]]
    derived: Callable[[str], list[Path]]
    kept: Callable[[NamedView], list[Path] | None] = lambda _: None
    sample: bool = False
    refuse: Callable[[str], None] = lambda _: None

    def statement(
        self,
        table: Table,
        as_of: date | None,
        reader: Callable[[Sequence[Path], Table], str] | None = None,
    ) -> str | None:
        """SQL for a table's rows as of a day; None if the record has no rows of it.

        reader: how files are named in SQL; other engines than DuckDB have a way of their own.
        """
        if table.vintage == "packaged":
            return _packaged(table)
        made = table.vintage == "derived"
        files = self.derived(table.name) if made else self.files.get(table.name, [])
        if not files:
            return None
        if not made:
            self.refuse(table.name)
        where = ["true"]
        if as_of is not None and table.known:
            where.append(f"{table.known} <= date '{as_of.isoformat()}'")
        if self.sample and table.vintage != "derived":
            listed = ", ".join(f"'{one.id}'" for one in chosen(table, self.manifest, as_of))
            where.append(f"snapshot in ({listed or 'null'})")
        statement = f"select * from {(reader or _reader)(files, table)} where {' and '.join(where)}"
        if table.vintage == "accumulate":
            key = table.key[0]
            statement = (
                f"with every as ({statement}), "
                f"newest as (select {key} as k, max_by(e.snapshot, (s.as_of, s.sequence)) as top "
                f"from every as e join snapshots as s on s.snapshot = e.snapshot group by {key}) "
                f"select every.* from every join newest "
                f"on newest.k = every.{key} and newest.top = every.snapshot"
            )
        return statement


def chosen(table: Table, manifest: Manifest, as_of: date | None) -> Sequence[Snapshot]:
    """Which snapshots a table is read from: see `hustings.tables.Table.vintage`."""
    if table.vintage == "events":
        return manifest.current(None)
    if table.vintage in {"accumulate", "dated"}:
        return manifest.visible(as_of)
    return manifest.current(as_of)


def packaged_snapshots() -> list[Snapshot]:
    """The reviewed tables that come with Hustings, as snapshots that figures can cite."""
    return [
        _packaged_snapshot(name) for name, one in catalogue().items() if one.vintage == "packaged"
    ]


@cache
def _packaged_snapshot(name: str) -> Snapshot:
    content = resources.files("hustings.sources.reference").joinpath(f"{name}.csv").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    lines = content.count(b"\n")
    described = next(
        one for one in pages().values() if one.id.startswith("reference.") and name in one.tables
    )
    day = described.fixed_as_of()
    return Snapshot(
        id=digest[:16],
        source=described.id,
        thing=described.id,
        scope={},
        as_of=day.isoformat() if day else "",
        retrieved="",
        file=f"{name}.csv",
        raw="",
        sha256=digest,
        content_sha256=digest,
        bytes=len(content),
        unit="lines",
        units=lines,
        loaded=lines - 1,
        rejected=0,
        skipped=1,
        tables={name: lines - 1},
        url=described.about,
    )


_QUOTES = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"


def _packaged(table: Table) -> str:
    file = resources.files("hustings.sources.reference").joinpath(f"{table.name}.csv")
    columns = ", ".join(f"'{c.name}': '{c.sql_type}'" for c in table.columns[2:])
    path = str(file).replace("'", "''")
    return (
        f"select '{_packaged_snapshot(table.name).id}' as snapshot, "
        f"row_number() over () + 1 as line, * "
        f"from read_csv('{path}', {_QUOTES}, columns = {{{columns}}})"
    )


def _reader(files: Sequence[Path], table: Table) -> str:
    if files[0].suffix == ".csv":
        columns = ", ".join(f"'{column.name}': '{column.sql_type}'" for column in table.columns)
        return f"read_csv([{_listed(files)}], {_QUOTES}, columns = {{{columns}}})"
    return parquet(files)


def parquet(files: Sequence[Path]) -> str:
    """SQL that reads Parquet files as one table."""
    return f"read_parquet([{_listed(files)}])"


def _listed(files: Sequence[Path]) -> str:
    return ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
