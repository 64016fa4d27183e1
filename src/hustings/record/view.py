"""A view: the record's tables as they stood on a day, in one in-process DuckDB.

A table is brought into memory when a statement first names it (large ones stay on disk). Views of
the record's own, such as which source answers for a contest, are SQL files in `views/`; a reader
can run the same statements. A view focused on one seat holds that seat's rows alone, so that the
figures of a dossier cost about a millisecond each; it answers the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hustings.record import manifest as manifests
from hustings.record.donors.kept import DONOR_TABLES
from hustings.record.estimates import ESTIMATES
from hustings.record.focus import FOCUS, HELD, NARROWED, condition, narrowed
from hustings.record.manifest import Snapshot
from hustings.record.origin import Origin, chosen, packaged_snapshots, parquet
from hustings.sources.pages import pages
from hustings.tables import Table, catalogue

if TYPE_CHECKING:
    import duckdb

    from hustings.record.store import Record

#: A name in SQL; `$candidates` is a parameter, not the table.
_WORD = re.compile(r"(?<!\$)\b[a-z_][a-z0-9_]*")
_NOT_HELD = "held: no"
_KEPT = "kept: "


@dataclass(frozen=True, slots=True)
class NamedView:
    """One of the record's own views: its name, what it is for, its SQL and what it reads.

    held: whether its rows are held in memory once a statement names it, as is best for what is
    small and asked often. One over large tables says `-- held: no` and is read anew each time.
    kept: the large table whose sums it holds (`-- kept: contributions`); see `hustings.record.kept`.
    """

    name: str
    about: str
    sql: str
    held: bool = True
    kept: str = ""

    @property
    def reads(self) -> set[str]:
        """The tables and views that it names."""
        known = set(catalogue()) | set(named_views())
        return (set(_WORD.findall(self.sql.lower())) & known) - {self.name}


@cache
def named_views() -> dict[str, NamedView]:
    """The views in `views/*.sql`; the comment at the top of each says what it is for."""
    found = {}
    for file in resources.files("hustings.record").joinpath("views").iterdir():
        if not file.name.endswith(".sql"):
            continue
        lines = file.read_text(encoding="utf-8").splitlines()
        said = [line[2:].strip() for line in lines if line.startswith("--")]
        kept = next((one.removeprefix(_KEPT) for one in said if one.startswith(_KEPT)), "")
        about = " ".join(one for one in said if one not in {_NOT_HELD, _KEPT + kept})
        body = "\n".join(line for line in lines if not line.startswith("--")).strip()
        name = file.name.removesuffix(".sql")
        found[name] = NamedView(name, about, body, _NOT_HELD not in said, kept)
    return dict(sorted(found.items()))


@cache
def _focusable() -> frozenset[str]:
    """Tables and views whose rows a focus narrows: those of FOCUS and all that read them."""
    names = FOCUS.keys() | NARROWED.keys()
    while True:
        more = {view.name for view in named_views().values() if view.reads & names}
        if more <= names:
            return frozenset(names)
        names |= more


class View:
    """SQL over the record as of a day. `query` answers rows; `snapshot` tells what an id was."""

    def __init__(
        self, origin: Origin, as_of: date | None, *, seat: str = "", parent: View | None = None
    ) -> None:
        self.as_of = as_of
        self.seat = seat
        self.origin = origin
        self.answers: dict[Any, Any] = {}
        self._parent = parent
        self._ready: set[str] = set()
        self._kept_in: set[str] = set()
        self._closed = False
        self._focused: dict[str, View] = {}
        self._connection: duckdb.DuckDBPyConnection | None = None
        # Rows of dated facts are seen from the day they were known, whatever file they are in.
        self._current = {
            known.id: known
            for known in origin.manifest.snapshots
            if any(name in catalogue() and catalogue()[name].vintage == "events"
                   for name in known.tables)
        }  # fmt: skip
        self._current.update({known.id: known for known in origin.manifest.visible(as_of)})
        self._current.update({known.id: known for known in packaged_snapshots()})

    @classmethod
    def of_record(cls, record: Record, as_of: date | None) -> View:
        """The view of a record on disk, after the manifest that stands now."""
        from hustings.record.derived import derived_files
        from hustings.record.kept import kept_files
        from hustings.record.layout import refuse_older

        manifest = record.manifest
        holding = {
            name: [
                known
                for known in chosen(definition, manifest, as_of)
                if name in known.tables or (name == "rejects" and known.rejected)
            ]
            for name, definition in catalogue().items()
        }
        files = {
            name: [record.table_file(name, known) for known in snapshots]
            for name, snapshots in holding.items()
        }
        origin = Origin(
            manifest,
            files,
            lambda name: derived_files(record, name),
            lambda view: kept_files(record, view.name, view.sql, view.kept, files[view.kept]),
            refuse=lambda name: refuse_older(record, catalogue()[name], holding[name]),
        )
        return cls(origin, as_of)

    @classmethod
    def of_sample(cls, as_of: date | None) -> View:
        """The view of the embedded sample record: CSV tables in the catalogue's own columns."""
        home = Path(str(resources.files("hustings.sample")))
        files: dict[str, list[Path]] = {}
        derived: dict[str, list[Path]] = {}
        for name, definition in catalogue().items():
            file = home / f"{name}.csv"
            if file.exists() and definition.vintage == "derived":
                derived[name] = [file]
            elif file.exists():
                files[name] = [file]
        made = partial(_found, derived)
        return cls(Origin(manifests.read(home), files, made, sample=True), as_of)

    @property
    def sample(self) -> bool:
        """Whether this is the embedded sample record."""
        return self.origin.sample

    def twin(self) -> View:
        """The same tables in a database of its own."""
        return View(self.origin, self.as_of)

    def focused(self, seat: str) -> View:
        """The same record narrowed to one seat, such as CA-34; answers about it are the same.

        From the second seat on, the tables are held in memory whole and narrowed there.
        """
        if self._parent is not None or not seat:
            return self
        if seat not in self._focused:
            if self._focused:
                for name in FOCUS:
                    self._bring_in(name)
            self._focused[seat] = View(self.origin, self.as_of, seat=seat, parent=self)
        return self._focused[seat]

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The in-memory database; made when first needed. A focused view shares its parent's."""
        if self._connection is None:
            self._connection = (
                self._parent.connection.cursor() if self._parent else self._new_database()
            )
        return self._connection

    def snapshot(self, snapshot_id: str) -> Snapshot | None:
        """What a snapshot id in the rows stands for."""
        return self._current.get(snapshot_id)

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a statement, with named parameters bound (`$candidate`)."""
        self.ensure(sql)
        return self.connection.execute(sql, dict(params or {})).fetchall()

    def dicts(self, sql: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows as mappings from column to value."""
        self.ensure(sql)
        cursor = self.connection.execute(sql, dict(params or {}))
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def ensure(self, sql: str, *, listing: bool = False) -> None:
        """Bring in the tables and views that a statement names, and what those read.

        listing: for their names and columns alone; what takes seconds to make (kept sums,
        estimates) is then not made.
        """
        for name in _WORD.findall(sql.lower()):
            self._bring_in(name, listing=listing)

    def has(self, table: str) -> bool:
        """Whether the record holds any rows of a table, as of the view's day."""
        if table in DONOR_TABLES:
            return bool(self.origin.derived(table))
        if catalogue()[table].vintage == "derived":
            return bool(self.origin.manifest.snapshots)
        return bool(self.origin.files.get(table))

    def tables(self) -> list[str]:
        """Tables with rows, and the record's own views."""
        return [name for name in catalogue() if self.has(name)] + list(named_views())

    def close_doors(self, memory: str) -> None:
        """Shut the database in before it runs a stranger's statement; it stays shut.

        Large tables are still read from the record's own folder, and from nowhere else; all other
        tables that a later statement names must have been brought in before.
        """
        if self._closed:
            return
        self._closed = True
        read = {**self.origin.files, **{name: self.origin.derived(name) for name in DONOR_TABLES}}
        folders = sorted(
            {
                str(file.parent)
                for name, files in read.items()
                for file in files
                if catalogue()[name].large
            }
            | self._kept_in
        )
        listed = ", ".join("'" + folder.replace("'", "''") + "'" for folder in folders)
        for setting in (
            f"set memory_limit = '{memory}'",
            "set temp_directory = ''",
            f"set allowed_directories = [{listed}]",
            "set enable_external_access = false",
            "set lock_configuration = true",
        ):
            self.connection.execute(setting)

    def _bring_in(self, name: str, *, listing: bool = False) -> None:
        if name in self._ready or (name not in catalogue() and name not in named_views()):
            return
        if self._parent is not None and name not in _focusable():
            self._parent._bring_in(name, listing=listing)
            return
        self._ready.add(name)
        try:
            self._make(name, listing=listing)
        except BaseException:
            # A later statement that names it must meet the same fault, not a missing table.
            self._ready.discard(name)
            raise

    def _make(self, name: str, *, listing: bool) -> None:
        if self._parent is not None and (name in FOCUS or name in NARROWED):
            self._make_focused(name, self._parent)
        elif name in named_views():
            view = named_views()[name]
            for other in sorted(view.reads):
                self._bring_in(other, listing=listing)
            files = None if listing else self._kept_files(view)
            self._kept_in |= {str(file.parent) for file in files or ()}
            held = view.held or (self._parent is not None and name in HELD)
            self._keep(
                name,
                f"select * from {parquet(files)}" if files else view.sql,
                kind="table" if held else "view",
            )
        else:
            table = catalogue()[name]
            if table.large:
                self.connection.execute("set threads = 2")
            unmade = listing and name in ESTIMATES
            rows = _nothing(table) if unmade else self._statement(name)
            self._keep(name, rows, kind="view" if table.large else "table")

    def _kept_files(self, view: NamedView) -> list[Path] | None:
        """Where the rows of a view that is kept lie, made now if need be; none of other views."""
        return self.origin.kept(view) if view.kept else None

    def _make_focused(self, name: str, parent: View) -> None:
        for other in _WORD.findall({**FOCUS, **NARROWED}[name]):
            self._bring_in(other)
        if name in NARROWED:
            view = named_views()[name]
            for other in view.reads:
                if other in _focusable():
                    self._bring_in(other)
                elif len(parent._focused) > 1:
                    parent._bring_in(other)
            self._keep(name, narrowed(view, named_views(), self._statement, parent._ready))
            return
        if name in named_views():
            parent._bring_in(name)
        held = name in parent._ready
        rows = f"select * from main.{name}" if held else self._statement(name)
        self._keep(name, f"select * from ({rows}) where {condition(name, self.seat, rows)}")

    def _statement(self, name: str) -> str:
        table = catalogue()[name]
        found = self.origin.statement(table, self.as_of)
        if found is not None:
            return found
        return _nothing(table)

    def _keep(self, name: str, statement: str, kind: str = "table") -> None:
        """Make a table that statements find under its plain name; a focus shadows its parent's."""
        where = "temp " if self._parent is not None else ""
        self.connection.execute(f"create or replace {where}{kind} {name} as {statement}")

    def _new_database(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        made = duckdb.connect(
            ":memory:",
            config={
                # One thread answers a small query sooner than two can be woken; see _bring_in.
                "threads": 1,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        made.execute(
            "create table snapshots (snapshot varchar, source varchar, thing varchar, "
            "title varchar, publisher varchar, url varchar, as_of date, retrieved varchar, "
            "file varchar, sha256 varchar, precedence integer, sequence integer, partial boolean)"
        )
        rows: list[tuple[Any, ...]] = []
        for known in self._current.values():
            described = pages().get(known.source)
            rows.append((
                known.id, known.source, known.thing,
                described.title if described else known.source,
                described.publisher if described else "",
                known.url, known.as_of or None, known.retrieved, known.file, known.sha256,
                described.precedence if described else 99, known.sequence,
                bool(described and described.options.get("partial")),
            ))  # fmt: skip
        if rows:
            # One statement, a list a column: a value a parameter would cost more than a figure.
            lists = {f"c{place}": list(one) for place, one in enumerate(zip(*rows, strict=True))}
            columns = ", ".join(f"unnest(${name})" for name in lists)
            made.execute(f"insert into snapshots select {columns}", lists)
        return made


def _nothing(table: Table) -> str:
    """SQL of a table without rows."""
    columns = ", ".join(f'cast(null as {c.sql_type}) as "{c.name}"' for c in table.columns)
    return f"select {columns} where false"


def _found(files: dict[str, list[Path]], name: str) -> list[Path]:
    return files.get(name, [])
