"""Strict reading of comma-separated returns: every column and every record is accounted for.

A `Layout` says which columns a file may have: taken under our name, or ignored by name (the page
gives the reason). `load` turns each record into rows, or into a rejection or a skip with a reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hustings.errors import SourceError
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Event, Loaded, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hustings.sources.files import CsvRow, SourceFile
    from hustings.sources.pages import Page


@dataclass(frozen=True, slots=True)
class Record:
    """One record by our field names, blanks trimmed; a field that the file lacks is empty."""

    line: int
    text: str
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


Make: TypeAlias = "Callable[[Record], Rows]"


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a kind of file: pattern of the header → our field, or None to ignore it."""

    page: str
    columns: tuple[tuple[re.Pattern[str], str | None], ...]
    required: frozenset[str]

    def places(self, header: list[str], where: str) -> dict[str, int]:
        """Which cell holds which field. Raises SourceError for a strange or missing column."""
        places: dict[str, int] = {}
        strange = []
        for place, written in enumerate(header):
            name = tidy_header(written)
            fields = [field for pattern, field in self.columns if pattern.fullmatch(name)]
            if not fields:
                strange.append(written[:60])
            field = fields[0] if fields else None
            if field is None:
                continue
            if field in places:
                raise SourceError(f"two of its columns are {field}.", where=where)
            places[field] = place
        missing = sorted(self.required - set(places))
        if missing:
            raise SourceError(
                f"its first line has no column for {', '.join(missing)}.",
                where=where,
                next_step=f"Is it a file of {self.page}?",
            )
        if strange:
            shown = ", ".join(repr(name) for name in strange[:10])
            more = f" and {len(strange) - 10} more" if len(strange) > 10 else ""
            raise SourceError(
                f"it has columns that {self.page} does not know: {shown}{more}.",
                where=where,
                next_step="Name them in the source's page, taken or ignored with a reason.",
            )
        return places


def tidy_header(written: str) -> str:
    """A column's name without case, outer blanks and doubled blanks."""
    return re.sub(r"\s+", " ", written).strip().casefold()


def layout(page: Page, *required: str) -> Layout:
    """The layout that a page describes: `columns` by name, then `options.patterns`."""
    named = {re.escape(tidy_header(name)): field for name, field in page.columns.items()}
    patterns: dict[str, str | None] = page.options.get("patterns", {})
    return Layout(
        page=page.id,
        columns=tuple(
            (re.compile(pattern, re.IGNORECASE), field)
            for pattern, field in {**named, **patterns}.items()
        ),
        required=frozenset(required),
    )


def load(file: SourceFile, described: Layout, make: Make) -> Iterator[Event]:
    """Events of a file with a header line: one for each record. Raises SourceError."""
    rows = file.csv_rows()
    first = next(rows, None)
    if first is None:
        raise SourceError("it is empty.", where=file.path)
    if first.problem:
        raise SourceError(f"its first line cannot be read: {first.problem}.", where=file.path)
    places = described.places(first.cells, file.path)
    yield Skipped(first.line, "header", first.lines)
    for row in rows:
        yield _event(row, places, len(first.cells), make)


def _event(row: CsvRow, places: dict[str, int], width: int, make: Make) -> Event:
    if row.problem:
        return Rejected(row.line, row.text, f"broken quotes: {row.problem}", row.lines)
    if not any(cell.strip() for cell in row.cells) and len(row.cells) in (0, 1, width):
        return Skipped(row.line, "blank line", row.lines)
    if len(row.cells) != width:
        reason = f"it has {'more' if len(row.cells) > width else 'fewer'} cells than the header"
        return Rejected(row.line, row.text, reason, row.lines)
    cells = {field: row.cells[place].strip() for field, place in places.items()}
    try:
        made = make(Record(row.line, row.text, cells))
    except Unreadable as problem:
        return Rejected(row.line, row.text, str(problem), row.lines)
    except LeftOut as reason:
        return Skipped(row.line, str(reason), row.lines)
    return Loaded(row.line, made, row.lines)
