"""A view: the record's tables as they stood on a day, in one in-process DuckDB.

A table is brought into memory when a statement first names it (large ones stay on disk), so that
the figures of a dossier cost about a millisecond each. Views of the record's own, such as which
source answers for a contest, are SQL files in `views/`; a reader can run the same statements.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.errors import Fault, RequestError
from hustings.record import manifest as manifests
from hustings.record.manifest import Manifest, Snapshot
from hustings.sources.pages import pages
from hustings.tables import Table, catalogue

if TYPE_CHECKING:
    import duckdb

    from hustings.record.store import Record

_WORD = re.compile(r"[a-z_][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class NamedView:
    """One of the record's own views: its name, what it is for, its SQL and what it reads."""

    name: str
    about: str
    sql: str

    @property
    def reads(self) -> set[str]:
        return set(_WORD.findall(self.sql.lower())) & (set(catalogue()) | set(named_views()))


@cache
def named_views() -> dict[str, NamedView]:
    """The views in `views/*.sql`; the comment at the top of each says what it is for."""
    found = {}
    for file in resources.files("hustings.record").joinpath("views").iterdir():
        if not file.name.endswith(".sql"):
            continue
        text = file.read_text(encoding="utf-8")
        lines = text.splitlines()
        about = " ".join(line[2:].strip() for line in lines if line.startswith("--"))
        body = "\n".join(line for line in lines if not line.startswith("--")).strip()
        name = file.name.removesuffix(".sql")
        found[name] = NamedView(name, about, body)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a view's rows come from: the files of each table, and the snapshots by id."""

    manifest: Manifest
    files: dict[str, list[Path]]
    derived: dict[str, Path]
    suffix: str = ".parquet"


class View:
    """SQL over the record as of a day. `query` answers rows; `snapshot` tells what an id was."""

    def __init__(self, origin: Origin, as_of: date | None, *, sample: bool = False) -> None:
        self.as_of = as_of
        self.sample = sample
        self.manifest = origin.manifest
        self._origin = origin
        self._current = {known.id: known for known in origin.manifest.visible(as_of)}
        # Rows of dated facts are seen from the day they were known, whatever file they are in.
        for known in origin.manifest.snapshots:
            if any(catalogue()[name].vintage == "events" for name in known.tables):
                self._current.setdefault(known.id, known)
        self._current.update({known.id: known for known in packaged_snapshots()})
        self._ready: set[str] = set()
        self._closed = False
        self._connection: duckdb.DuckDBPyConnection | None = None

    @classmethod
    def of_record(cls, record: Record, as_of: date | None) -> View:
        """The view of a record on disk, after the manifest that stands now."""
        from hustings.record.derived import derived_files

        manifest = record.manifest
        files: dict[str, list[Path]] = {}
        for name, definition in catalogue().items():
            chosen = _chosen(definition, manifest, as_of)
            files[name] = [
                record.table_file(name, known)
                for known in chosen
                if name in known.tables or (name == "rejects" and known.rejected)
            ]
        return cls(Origin(manifest, files, derived_files(record)), as_of)

    @classmethod
    def of_sample(cls, as_of: date | None) -> View:
        """The view of the embedded sample record: CSV tables in the catalogue's own columns."""
        home = Path(str(resources.files("hustings.sample")))
        manifest = manifests.read(home)
        files: dict[str, list[Path]] = {}
        derived: dict[str, Path] = {}
        for name, definition in catalogue().items():
            file = home / f"{name}.csv"
            if not file.exists():
                continue
            if definition.vintage == "derived":
                derived[name] = file
            else:
                files[name] = [file]
        return cls(Origin(manifest, files, derived), as_of, sample=True)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The in-memory database; made when first needed."""
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(
                ":memory:",
                config={
                    # One thread answers a small query faster than two can be woken; see `_bring_in_table`.
                    "threads": 1,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                },
            )
            self._load_snapshots()
        return self._connection

    def snapshot(self, snapshot_id: str) -> Snapshot | None:
        return self._current.get(snapshot_id)

    def twin(self) -> View:
        """The same tables on another connection of their own."""
        return View(self._origin, self.as_of, sample=self.sample)

    def close_doors(self, memory: str) -> None:
        """Shut the database in before it runs a stranger's statement; it stays shut.

        Large tables are still read from the record's own folder, and from nowhere else. Tables
        that later statements name must have been brought in before, or lie there.
        """
        if self._closed:
            return
        self._closed = True
        folders = sorted({str(f.parent) for name, files in self._origin.files.items()
                          for f in files if catalogue()[name].large})  # fmt: skip
        listed = ", ".join("'" + folder.replace("'", "''") + "'" for folder in folders)
        for setting in (
            f"set memory_limit = '{memory}'",
            "set temp_directory = ''",
            f"set allowed_directories = [{listed}]",
            "set enable_external_access = false",
            "set lock_configuration = true",
        ):
            self.connection.execute(setting)

    def ensure(self, sql: str) -> None:
        """Bring in the tables and views that a statement names, and what those read."""
        for name in _WORD.findall(sql.lower()):
            self._bring_in(name)

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a statement, with named parameters bound (`$candidate`)."""
        self.ensure(sql)
        cursor = self.connection.execute(sql, dict(params or {}))
        return cursor.fetchall()

    def dicts(
        self, sql: str, params: Mapping[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """Rows as mappings from column to value."""
        self.ensure(sql)
        cursor = self.connection.execute(sql, dict(params or {}))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def has(self, table: str) -> bool:
        """Whether the record holds any rows of a table, as of the view's day."""
        return bool(self._origin.files.get(table)) or table in self._origin.derived

    def tables(self) -> list[str]:
        """Tables with rows, and the record's own views."""
        return [name for name in catalogue() if self.has(name)] + list(named_views())

    def _bring_in(self, name: str) -> None:
        if name in self._ready:
            return
        if name in named_views():
            self._ready.add(name)
            view = named_views()[name]
            for other in view.reads - {name}:
                self._bring_in(other)
            self.connection.execute(f"create or replace temp table {name} as {view.sql}")
        elif name in catalogue():
            self._ready.add(name)
            self._bring_in_table(catalogue()[name])

    def _bring_in_table(self, table: Table) -> None:
        if table.vintage == "packaged":
            self.connection.execute(
                f"create or replace temp table {table.name} as {_packaged(table)}"
            )
            return
        derived = self._origin.derived.get(table.name)
        files = [derived] if derived is not None else self._origin.files.get(table.name, [])
        if not files:
            columns = ", ".join(f'"{column.name}" {column.sql_type}' for column in table.columns)
            self.connection.execute(f"create or replace temp table {table.name} ({columns})")
            return
        source = _reader(files, table)
        where = " where true"
        if self.as_of is not None and table.known:
            where += f" and {table.known} <= date '{self.as_of.isoformat()}'"
        if self.sample and table.vintage != "derived":
            # The sample's tables hold the rows of all snapshots in one file each.
            chosen = ", ".join(f"'{s.id}'" for s in _chosen(table, self.manifest, self.as_of))
            where += f" and snapshot in ({chosen or 'null'})"
        statement = f"select * from {source}{where}"
        if table.vintage == "accumulate":
            key = table.key[0]
            statement = (
                f"with every as ({statement}), "
                f"newest as (select {key} as k, max_by(e.snapshot, (s.as_of, s.sequence)) as top "
                f"from every as e join snapshots as s on s.snapshot = e.snapshot group by {key}) "
                f"select every.* from every join newest "
                f"on newest.k = every.{key} and newest.top = every.snapshot"
            )
        if table.large:
            self.connection.execute("set threads = 2")
        kind = "view" if table.large else "table"
        self.connection.execute(f"create or replace temp {kind} {table.name} as {statement}")

    def _load_snapshots(self) -> None:
        if self._connection is None:
            raise Fault("no connection")
        self._connection.execute(
            "create temp table snapshots (snapshot varchar, source varchar, thing varchar, "
            "title varchar, publisher varchar, url varchar, as_of date, retrieved varchar, "
            "file varchar, sha256 varchar, precedence integer, sequence integer, partial boolean)"
        )
        rows = []
        for known in self._current.values():
            described = pages().get(known.source)
            rows.append(
                (
                    known.id, known.source, known.thing,
                    described.title if described else known.source,
                    described.publisher if described else "",
                    known.url, known.as_of, known.retrieved, known.file, known.sha256,
                    described.precedence if described else 99, known.sequence,
                    bool(described and described.options.get("partial")),
                )
            )  # fmt: skip
        if rows:
            self._connection.executemany(
                "insert into snapshots values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
            )


def packaged_snapshots() -> list[Snapshot]:
    """The reviewed tables that come with Hustings, as snapshots that figures can cite."""
    return [_packaged_snapshot(name) for name, one in catalogue().items() if one.vintage == "packaged"]


@cache
def _packaged_snapshot(name: str) -> Snapshot:
    content = resources.files("hustings.sources.reference").joinpath(f"{name}.csv").read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    lines = content.count(b"\n")
    described = next(
        one for one in pages().values()
        if one.id.startswith("reference.") and name in one.tables
    )
    return Snapshot(
        id=digest[:16], source=described.id, thing=described.id, scope={}, as_of="1900-01-01",
        retrieved="", file=f"{name}.csv", raw="", sha256=digest, content_sha256=digest,
        bytes=len(content), unit="lines", units=lines, loaded=lines - 1, rejected=0, skipped=1,
        tables={name: lines - 1}, url=described.about,
    )  # fmt: skip


def _packaged(table: Table) -> str:
    file = resources.files("hustings.sources.reference").joinpath(f"{table.name}.csv")
    columns = ", ".join(f"'{c.name}': '{c.sql_type}'" for c in table.columns[2:])
    path = str(file).replace("'", "''")
    return (
        f"select '{_packaged_snapshot(table.name).id}' as snapshot, "
        f"row_number() over () + 1 as line, * from read_csv('{path}', header = true, "
        f"auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = {{{columns}}})"
    )


def _chosen(table: Table, manifest: Manifest, as_of: date | None) -> Sequence[Snapshot]:
    """Which snapshots a table is read from: see `hustings.tables.Table.vintage`."""
    if table.vintage == "events":
        return manifest.current(None)
    if table.vintage == "accumulate":
        return manifest.visible(as_of)
    return manifest.current(as_of)


def _reader(files: Sequence[Path], table: Table) -> str:
    listed = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
    if files[0].suffix == ".csv":
        columns = ", ".join(f"'{column.name}': '{column.sql_type}'" for column in table.columns)
        return (
            f"read_csv([{listed}], header = true, auto_detect = false, delim = ',', "
            f"quote = '\"', escape = '\"', columns = {{{columns}}})"
        )
    return f"read_parquet([{listed}])"


def check_tables(sql: str) -> None:
    """Raise RequestError if a statement names no table at all of the record."""
    words = set(_WORD.findall(sql.lower()))
    if not words & (set(catalogue()) | set(named_views()) | {"snapshots"}):
        known = ", ".join([*catalogue(), *named_views()])
        raise RequestError("the statement names no table of the record.", next_step=known)
