"""The rows that a checked claim's figure rests on, few enough for a page, from the right record.

A figure may be of the record as it stood on the article's day or of the whole record; its rows are
read from the one that gives the same figure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import HustingsError
from hustings.figures import Figure, plain
from hustings.measures import evaluate
from hustings.measures.evaluation import evidence
from hustings.products.check_marks import shown

if TYPE_CHECKING:
    from hustings.record.view import View

#: Rows shown of a figure, columns shown of a row, letters shown of a cell.
MOST_ROWS: Final = 20
MOST_COLUMNS: Final = 12
MOST_LETTERS: Final = 80
#: Columns that find a row again in the file as it came; they stand last.
_PLACE: Final = ("snapshot", "line")


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The first rows of a figure: of how many, columns left out, the day of the record (--as-of)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    of: int
    left_out: int
    as_of: str


class Evidence:
    """Reads rows of figures. `at` opens the same record as of a day; `day` is the article's."""

    def __init__(self, view: View, at: Callable[[date], View] | None, day: date | None) -> None:
        self._view = view
        self._at = at
        self._day = day
        self._then: View | None = None

    def rows(self, figure: Figure) -> Table | None:
        """The first rows of a figure; None if no record at hand gives it, or it rests on none."""
        for view, as_of in self._views():
            try:
                if not _same(evaluate(view, figure.measure, figure.params), figure):
                    continue
                return _table(evidence(view, figure, MOST_ROWS), figure, as_of)
            except HustingsError:
                # The record of the other day may have no answer; the next one may.
                continue
        return None

    def _views(self) -> Iterable[tuple[View, str]]:
        yield self._view, ""
        if self._day is None or self._at is None:
            return
        if self._then is None:
            self._then = self._at(self._day)
        yield self._then, self._day.isoformat()


def _same(one: Figure, other: Figure) -> bool:
    return (one.value, one.row_count, one.citations) == (
        other.value, other.row_count, other.citations,
    )  # fmt: skip


def _table(found: list[dict[str, Any]], figure: Figure, as_of: str) -> Table | None:
    """Columns that hold something, those that the query names first."""
    if not found:
        return None
    filled = [name for name in found[0] if any(_holds(row.get(name)) for row in found)]
    place = [name for name in _PLACE if name in filled]
    named = [name for name in filled if name not in place and name in figure.sql]
    others = [name for name in filled if name not in place and name not in named]
    kept = [*named, *others][: MOST_COLUMNS - len(place)]
    columns = (*kept, *place)
    return Table(
        columns=columns,
        rows=tuple(tuple(_cell(name, row.get(name)) for name in columns) for row in found),
        of=max(figure.row_count, len(found)),
        left_out=len(filled) - len(columns),
        as_of=as_of,
    )


def _holds(value: Any) -> bool:
    return value is not None and value != "" and value != []


def _cell(name: str, value: Any) -> str:
    if not _holds(value):
        return ""
    if name == "snapshot":
        return str(value)[:12]
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = f"{value:,}" if isinstance(value, Decimal) else str(plain(value))
    text = shown(" ".join(text.split()))
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
