"""The catalogue: every table of the record, every column, its type and its meaning.

The catalogue is data (`tables.yaml`); the parsers are checked against it, the documentation is
made from it, and a reader who opens the Parquet files finds these columns in this order.
Every table begins with `snapshot` and `line`: where in the raw bytes a row can be found again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from hustings.errors import Fault

if TYPE_CHECKING:
    import pyarrow as pa

#: Column types of the catalogue and what DuckDB and other SQL engines call them.
SQL_TYPES: Final = {
    "text": "VARCHAR",
    "int": "BIGINT",
    "number": "DOUBLE",
    "usd": "DECIMAL(16,2)",
    "decimal": "DECIMAL(18,6)",
    "date": "DATE",
    "time": "TIMESTAMP",
    "bool": "BOOLEAN",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: its name (with the unit in it), its type and what it means."""

    name: str
    type: str
    about: str

    @property
    def sql_type(self) -> str:
        return SQL_TYPES[self.type]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table and how its snapshots follow each other.

    vintage: `latest`: of the snapshots of one thing, the newest not after the as-of date answers;
    `events`: rows are dated facts (an election's result), the newest snapshot answers and rows
    are seen from the day they were known; `accumulate`: for each key the newest snapshot that
    has it answers (people leave the file of current legislators and must not be forgotten);
    `dated`: the rows of every snapshot, each as of its own day;
    `derived`: made from the other tables after a load; `packaged`: a reviewed table that comes
    with Hustings itself.
    known: SQL for the day on which a row of an `events` table came to be known.
    """

    name: str
    about: str
    vintage: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    known: str = ""
    large: bool = False

    def schema(self) -> pa.Schema:
        """The Arrow schema of the table's Parquet files, provenance columns first."""
        import pyarrow as pa

        arrow = {
            "text": pa.string(),
            "int": pa.int64(),
            "number": pa.float64(),
            "usd": pa.decimal128(16, 2),
            "decimal": pa.decimal128(18, 6),
            "date": pa.date32(),
            "time": pa.timestamp("us"),
            "bool": pa.bool_(),
        }
        return pa.schema([(column.name, arrow[column.type]) for column in self.columns])

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


PROVENANCE: Final = (
    Column(name="snapshot", type="text", about="The snapshot the row was read from."),
    Column(name="line", type="int", about="Its line, or its number in order, in the raw bytes."),
)


@cache
def catalogue() -> dict[str, Table]:
    """All tables by name, read once from the packaged `tables.yaml`."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files("hustings").joinpath("tables.yaml").read_text(encoding="utf-8")
    tables = {}
    for name, page in yaml.load(text, loader).items():  # noqa: S506 - a safe loader either way
        columns = [
            Column(name=column, type=kind.strip(), about=about.strip())
            for column, spec in page["columns"].items()
            for kind, _, about in [spec.partition(";")]
        ]
        for column in columns:
            if column.type not in SQL_TYPES:
                raise Fault(f"tables.yaml: {name}.{column.name} has no known type: {column.type}")
        tables[name] = Table(
            name=name,
            about=page["about"].strip(),
            vintage=page["vintage"],
            key=tuple(page.get("key", ())),
            known=page.get("known", ""),
            large=page.get("large", False),
            columns=(*(PROVENANCE if page["vintage"] != "derived" else ()), *columns),
        )
    return tables


def table(name: str) -> Table:
    """One table of the catalogue. Raises Fault if a parser names a table that is not there."""
    try:
        return catalogue()[name]
    except KeyError as problem:
        raise Fault(f"no table {name!r} in tables.yaml") from problem
