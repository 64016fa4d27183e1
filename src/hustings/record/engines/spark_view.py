"""A view on Spark: the same tables, views and answers as `View`, for a record of any size.

Parquet tables are read where they lie, by Spark. What comes with Hustings itself (reviewed tables,
the embedded sample, the list of snapshots) is small, is read here and sent along, so that no
machine of a cluster needs the program's files.
"""

from __future__ import annotations

import math
import re
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Fault, RecordError, RequestError, quoted
from hustings.record import manifest as manifests
from hustings.record.donors.kept import DONOR_TABLES
from hustings.record.engines.spark_session import (
    check_installed,
    first_line,
    new_session,
    plain,
    spark_errors,
)
from hustings.record.manifest import Manifest
from hustings.record.origin import Origin, chosen
from hustings.record.view import _WORD, NamedView, View, named_views
from hustings.tables import Column, Table, catalogue

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: Column types of the catalogue and what Spark calls them.
_TYPES: Final = {
    "text": "string",
    "int": "bigint",
    "number": "double",
    "usd": "decimal(16,2)",
    "decimal": "decimal(18,6)",
    "date": "date",
    "time": "timestamp_ntz",
    "bool": "boolean",
}
#: Of the columns of `snapshots`, which is no table of the catalogue.
_ARROW_TYPES: Final = {
    "string": "string",
    "int32": "int",
    "int64": "bigint",
    "date32[day]": "date",
    "bool": "boolean",
}
#: How a statement over small tables is run. To write and compile a program, to look at each stage's
#: sizes before the next is planned, and to part rows takes longer than to go through them.
_SMALL: Final = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
#: Bytes of Parquet below which even tables that may be large are small.
_FEW: Final = 64_000_000
#: Signs that Spark takes for a pattern of file names.
_PATTERN = re.compile(r"([\\{}\[\]*?])")


def _derived_files(manifest: Manifest, name: str) -> list[Path]:
    """Where the files of a derived table are, by the manifest alone: of donors one a cycle."""
    keys = [name] if name in manifest.derived else []
    if name in DONOR_TABLES:
        keys = sorted(key for key in manifest.derived if key.startswith("donors "))
    return [Path("tables") / name / f"{manifest.derived[key]['file']}.parquet" for key in keys]


class SparkView(View):
    """SQL over the record as of a day, on Spark. Statements are those of DuckDB, carried over."""

    def __init__(
        self, origin: Origin, as_of: date | None, *, seat: str = "", parent: View | None = None
    ) -> None:
        check_installed()
        super().__init__(origin, as_of, seat=seat, parent=parent)
        self._session: SparkSession | None = None
        self._configured: dict[str, str] = {}
        self._base = ""
        self._sent: set[str] = set()

    @classmethod
    def of_address(cls, address: str, as_of: date | None) -> SparkView:
        """The view of a record at an address that Spark reads, such as s3a://bucket/record.

        Only for reading; its derived tables are those that its manifest names. Raises RecordError.
        """
        check_installed()
        base = address.rstrip("/")
        where = f"{base}/{manifests.NAME}"
        try:
            text = new_session().read.text(_escaped(where), wholetext=True).head()
        except spark_errors() as problem:
            raise RecordError(
                f"there is no record that Spark can read here: {first_line(problem)}",
                where=quoted(address),
                next_step="See docs/scale.md on addresses.",
            ) from problem
        with tempfile.TemporaryDirectory(prefix="hustings-") as home:
            folder = Path(home)
            (folder / manifests.NAME).write_text(text[0] if text else "", encoding="utf-8")
            manifest = manifests.read(folder)
        files = {
            name: [
                Path("tables") / name / f"{known.id}.parquet"
                for known in chosen(definition, manifest, as_of)
                if name in known.tables or (name == "rejects" and known.rejected)
            ]
            for name, definition in catalogue().items()
        }
        made = cls(Origin(manifest, files, partial(_derived_files, manifest)), as_of)
        made._base = base
        return made

    @property
    def session(self) -> SparkSession:
        """The view's own session; made when first needed, as Spark takes seconds to start."""
        if self._session is None:
            self._session = new_session()
            self._configured = {name: str(self._session.conf.get(name)) for name in _SMALL}
            self._send("snapshots", "select * from snapshots", "snapshots")
        return self._session

    def twin(self) -> View:
        """The same tables in DuckDB, for statements of a stranger's. Raises RequestError."""
        if self._base:
            raise RequestError(
                "a record at an address answers no SQL of your own.",
                next_step="Run it in Spark, or copy the record to a folder.",
            )
        return View(self.origin, self.as_of)

    def focused(self, seat: str) -> View:  # noqa: ARG002 - the same interface
        """The whole record: narrowing to a seat saves nothing where a statement costs a job."""
        return self

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
        """Rows of a statement, with named parameters bound (`$candidate`)."""
        return self._rows(sql, params)[1]

    def dicts(self, sql: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows as mappings from column to value."""
        names, rows = self._rows(sql, params)
        return [dict(zip(names, row, strict=True)) for row in rows]

    def _rows(
        self, sql: str, params: Mapping[str, Any] | None
    ) -> tuple[list[str], list[tuple[Any, ...]]]:
        self.ensure(sql)
        frame = self._frame(sql, params)
        try:
            found = frame.collect()
        except spark_errors() as problem:
            raise _fault(problem) from problem
        return frame.columns, [tuple(plain(value) for value in row) for row in found]

    def _frame(self, sql: str, params: Mapping[str, Any] | None = None) -> DataFrame:
        from hustings.record.engines.spark_sql import carried

        bound = dict(params or {})
        whole = frozenset(name for name, value in bound.items() if type(value) is int)
        large = not _large().isdisjoint(_WORD.findall(sql.lower()))
        session = self.session
        small = not large or self._bytes(_large().intersection(_WORD.findall(sql.lower()))) < _FEW
        for name, value in (_SMALL if small else self._configured).items():
            session.conf.set(name, value)
        try:
            return session.sql(carried(sql, large=large, whole=whole), args=bound)
        except spark_errors() as problem:
            raise _fault(problem) from problem

    def _bytes(self, names: set[str] | frozenset[str]) -> float:
        """How much Parquet of large tables lies below tables and views; at an address, no telling."""
        if self._base:
            return math.inf
        tables = {table for name in names for table in _below(name)}
        files = {file for name in tables for file in self._table_files(name)}
        return sum(file.stat().st_size for file in files)

    def _table_files(self, name: str) -> list[Path]:
        derived = catalogue()[name].vintage == "derived"
        return self.origin.derived(name) if derived else self.origin.files.get(name, [])

    def _kept_files(self, view: NamedView) -> None:
        """None: sums that DuckDB keeps in files are worked out from their rows, by the same SQL."""

    def _statement(self, name: str) -> str:
        table = catalogue()[name]
        if table.vintage == "packaged" or self.sample:
            self._send(f"{name}__sent", super()._statement(name), name)
            self._sent.add(name)
            return f"select * from {name}__sent"
        found = self.origin.statement(table, self.as_of, reader=self._files)
        return super()._statement(name) if found is None else found

    def _keep(self, name: str, statement: str, kind: str = "table") -> None:
        frame = self._frame(statement)
        if kind == "table" and name not in self._sent:
            try:
                # In one part, so that a sum over it needs no second stage.
                frame = frame.coalesce(1).localCheckpoint(eager=True)
            except spark_errors() as problem:
                raise _fault(problem) from problem
        frame.createOrReplaceTempView(name)

    def _files(self, files: Sequence[Path], table: Table) -> str:
        """A table's Parquet files as a view that a statement can name."""
        schema = ", ".join(f"`{column.name}` {_TYPES[column.type]}" for column in table.columns)
        listed = [self._address(file) for file in files]
        try:
            frame = self.session.read.schema(schema).parquet(*listed)
        except spark_errors() as problem:
            raise _fault(problem) from problem
        frame.createOrReplaceTempView(f"{table.name}__files")
        return f"{table.name}__files"

    def _address(self, file: Path) -> str:
        if file.is_absolute() or not self._base:
            return f"file://{_escaped(str(file.resolve()))}"
        return f"{_escaped(self._base)}/{file.as_posix()}"

    def _send(self, name: str, statement: str, table: str) -> None:
        """Read rows in DuckDB, in this process, and make them a view of Spark's."""
        found = self.connection.sql(statement).to_arrow_table()
        types = {column.name: _TYPES[column.type] for column in _columns(table)}
        schema = ", ".join(
            f"`{field.name}` {types.get(field.name) or _ARROW_TYPES[str(field.type)]}"
            for field in found.schema
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = self.session.createDataFrame(found, schema)
        frame.createOrReplaceTempView(name)


def _columns(table: str) -> tuple[Column, ...]:
    return catalogue()[table].columns if table in catalogue() else ()


@cache
def _large() -> frozenset[str]:
    """Tables too large to be held, and the views that are read anew from them each time."""
    names = {table.name for table in catalogue().values() if table.large}
    while True:
        more = {one.name for one in named_views().values() if not one.held and one.reads & names}
        if more <= names:
            return frozenset(names)
        names |= more


@cache
def _below(name: str) -> frozenset[str]:
    """The large tables that a table or view reads, itself or through others."""
    if name in catalogue():
        return frozenset({name} if catalogue()[name].large else ())
    view = named_views()[name]
    found = {table for other in view.reads & _large() for table in _below(other)}
    return frozenset(found)


def _escaped(path: str) -> str:
    return _PATTERN.sub(r"\\\1", path)


def _fault(problem: Exception) -> Fault:
    return Fault(f"Spark: {first_line(problem)}")
