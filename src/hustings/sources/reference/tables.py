"""Reviewed tables of the project itself: strict CSV whose header is the table's columns.

They come packaged (rules.csv, calendar.csv, district_maps.csv beside this file); this parser reads
the same tables from a file, and the tests hold the packaged ones to it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hustings.errors import SourceError
from hustings.sources.events import Event, Loaded, Rejected, Skipped
from hustings.tables import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_ANY = re.compile(r".*", re.DOTALL)
_SHAPES = {
    "int": re.compile(r"[0-9]{1,9}"),
    "decimal": re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?"),
    "number": re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,9})?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "bool": re.compile(r"true|false"),
}


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of the page's one table. Raises SourceError where the header is another."""
    target = table(page.tables[0])
    columns = [column for column in target.columns if column.name not in ("snapshot", "line")]
    rows = file.csv_rows()
    header = next(rows, None)
    if header is None or header.cells != [column.name for column in columns]:
        raise SourceError(
            f"its first line is not {','.join(column.name for column in columns)}.",
            where=file.path,
        )
    yield Skipped(header.line, "header", header.lines)
    for row in rows:
        if not row.problem and not any(row.cells):
            yield Skipped(row.line, "blank line", row.lines)
            continue
        reason = row.problem
        values: dict[str, Any] = {}
        if not reason and len(row.cells) != len(columns):
            reason = "it has more or fewer cells than the header"
        if not reason:
            try:
                values = {
                    column.name: _value(text, column)
                    for column, text in zip(columns, row.cells, strict=True)
                }
            except ValueError as problem:
                reason = str(problem)
        missing = [part for part in target.key if part != "district" and values.get(part) is None]
        if not reason and missing:
            reason = f"{missing[0]}: empty"
        if reason:
            yield Rejected(row.line, row.text, reason, row.lines)
        else:
            yield Loaded(row.line, [(target.name, values)], row.lines)


def _value(text: str, column: Column) -> object:
    """One cell by its column's type. Raises ValueError with the reason."""
    if not text:
        return None
    if not _SHAPES.get(column.type, _ANY).fullmatch(text):
        raise ValueError(f"{column.name}: not a {column.type}")
    match column.type:
        case "int":
            return int(text)
        case "decimal":
            return Decimal(text)
        case "number":
            return float(text)
        case "bool":
            return text == "true"
        case "date":
            try:
                return date.fromisoformat(text)
            except ValueError as problem:
                raise ValueError(f"{column.name}: there is no such day") from problem
    return text
