"""From columns of text to rows of the catalogue: typed, derived, checked for keys and repeats."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import SourceError
from hustings.sources.delimited import derive
from hustings.sources.delimited.cast import PLAIN, Exact, InexactError, reader, trimmed
from hustings.sources.events import Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hustings.sources.delimited.layout import Layout

HEADER: Final = "a header row"
BLANK: Final = "a blank line"
#: Told beside a last row that was loaded; the note stands for no line of its own.
OPEN_END: Final = "the last line has no end; is the file whole?"

Note = Rejected | Skipped


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Rows of a file as text: its columns by name, where each row is, and how it reads.

    Blanks are null. numbers: each row's first line; spans: how many lines it takes. `fields` gives
    back a row's fields and `shown` its text as it may be shown. faults: rows already seen to be
    wrong, and how.
    """

    columns: dict[str, pa.ChunkedArray]
    numbers: NDArray[np.int64]
    spans: NDArray[np.int64] | None
    fields: Callable[[int], list[str]]
    shown: Callable[[int], str]
    faults: dict[int, str] = field(default_factory=dict)

    def span(self, row: int) -> int:
        return 1 if self.spans is None else int(self.spans[row])


@dataclass(frozen=True, kw_only=True, slots=True)
class Made:
    """What became of a piece: rows of the table, the lines they took, and notes on the others."""

    rows: pa.Table
    lines: int
    notes: list[Note]


class _Draft:
    """A piece on its way: our columns so far, what is wrong with rows, and notes on some."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.columns: dict[str, Any] = {}
        self.wrong: defaultdict[int, list[str]] = defaultdict(list)
        self.notes: dict[int, Note] = {}
        for row, what in piece.faults.items():
            self.wrong[row].append(what)

    def sound(self, row: int) -> bool:
        return row not in self.notes and row not in self.wrong

    def skip(self, row: int, reason: str) -> None:
        self.notes[row] = Skipped(int(self.piece.numbers[row]), reason, self.piece.span(row))

    def reject_wrong(self) -> None:
        for row in self.wrong.keys() - self.notes.keys():
            reason = "; ".join(self.wrong[row])
            number, span = int(self.piece.numbers[row]), self.piece.span(row)
            self.notes[row] = Rejected(number, self.piece.shown(row), reason, span)


class Maker:
    """Makes the rows of one file; it remembers their keys, unless the table is large."""

    def __init__(self, layout: Layout, where: str) -> None:
        self.layout = layout
        self.schema = layout.table.schema().remove(0)
        self._exact = {name: self._reader(name) for name in layout.needed}
        self._constants = {
            column: self._constant(column, value, where)
            for column, value in layout.constants.items()
        }
        self._key = self._watched_key()
        self._seen = Seen()
        self._seats = derive.Seats()

    def make(self, piece: Piece) -> Made:
        """Turn a piece into rows; a row that cannot be exact is rejected with all that is wrong."""
        draft, count = _Draft(piece), len(piece.numbers)
        for name, target in self.layout.targets.items():
            if name in piece.columns:
                draft.columns[target] = self._values(draft, name)
        self._derive(draft)
        draft.columns["line"] = pa.array(piece.numbers)
        for column, value in self._constants.items():
            draft.columns[column] = pa.repeat(value, count)
        rows = pa.table(
            [draft.columns[field.name] if field.name in draft.columns
             else pa.nulls(count, field.type) for field in self.schema],
            schema=self.schema,
        )  # fmt: skip
        self._skip_headers(draft)
        self._find_blank_keys(draft, rows)
        if not self.layout.table.large:
            self._find_repeats(draft, rows)
        draft.reject_wrong()
        if draft.notes:
            kept = np.ones(count, dtype=bool)
            kept[list(draft.notes)] = False
            rows = rows.filter(pa.array(kept))
        lines = count if piece.spans is None else int(piece.spans.sum())
        notes = [draft.notes[row] for row in sorted(draft.notes)]
        return Made(rows=rows, lines=lines - sum(note.lines for note in notes), notes=notes)

    def _values(self, draft: _Draft, name: str) -> pa.ChunkedArray:
        """One column of the file as values; rows that have none are told in the draft."""
        exact = self._exact[name]
        if exact is None:
            return trimmed(draft.piece.columns[name])
        values, faults = exact.column(draft.piece.columns[name])
        for row, what in faults.items():
            draft.wrong[row].append(f"{name} {what}")
        return values

    def _derive(self, draft: _Draft) -> None:
        layout, columns = self.layout, draft.columns
        for target, parts in layout.sums.items():
            columns[target], large = derive.total([self._values(draft, part) for part in parts])
            for row in _rows_where(large):
                draft.wrong[row].append(f"the sum of {' and '.join(parts)} is too large")
        if layout.office:
            columns["office"] = derive.office(self._values(draft, layout.office))
        if layout.election:
            columns["election_round"], columns["election_year"] = derive.elections(
                self._values(draft, layout.election)
            )
        if layout.district:
            state, number = (self._values(draft, name) for name in layout.district)
            if "office" in columns:
                house = pc.equal(columns["office"], "H")
            elif "candidate_id" in columns:
                house = pc.starts_with(columns["candidate_id"], "H")
            else:
                house = pc.is_valid(state)
            columns["district"] = self._seats.column(state, number, house)

    def _skip_headers(self, draft: _Draft) -> None:
        """Skip rows that are the columns' names: those that fail, or whose first text is a name."""
        columns = draft.piece.columns
        name = next((name for name in columns if self._exact[name] is None), None)
        rows = set(draft.wrong)
        if name is not None:
            spelt = pa.array(sorted({name, name.upper(), name.lower()}))
            rows.update(_rows_where(pc.is_in(trimmed(columns[name]), spelt)))
        for row in rows:
            if self.layout.is_header(draft.piece.fields(row)):
                draft.skip(row, HEADER)

    def _find_blank_keys(self, draft: _Draft, rows: pa.Table) -> None:
        """A row without its key could never be found again, nor be told from another."""
        for column, name in self._key.items():
            if rows[column].null_count:
                for row in _rows_where(pc.is_null(rows[column])):
                    if draft.sound(row):
                        draft.wrong[row].append(f"{name} is blank")

    def _find_repeats(self, draft: _Draft, rows: pa.Table) -> None:
        """Skip a row that repeats an earlier one; one that contradicts it is wrong."""
        if not self._key:
            return
        keys = list(zip(*(rows[column].to_pylist() for column in self._key), strict=True))
        sound = [row for row in range(len(keys)) if draft.sound(row)]
        for row, line, same in self._seen.again(rows, keys, sound):
            if same:
                draft.skip(row, f"repeats line {line:,}")
            else:
                draft.wrong[row].append(f"same key as line {line:,} with other values")

    def _reader(self, name: str) -> Exact | None:
        """How a column's text becomes values; None for text, which stays as it is."""
        target = self.layout.targets.get(name, "")
        words = self.layout.values.get(target)
        if words is not None:
            return Exact(_words(words), pa.string())
        kind = self.layout.kind(name)
        if kind == "text":
            return None
        arrow = self.schema.field(target).type if target else pa.decimal128(16, 2)
        return Exact(reader(kind, self.layout.dates), arrow, PLAIN.get(kind, ""))

    def _watched_key(self) -> dict[str, str]:
        """The key's columns and the file's names for them; none unless all of it is in the file."""
        names = {column: name for name, column in self.layout.targets.items()}
        key = [column for column in self.layout.table.key if column not in self._constants]
        whole = self.layout.table.vintage == "latest" and all(column in names for column in key)
        return {column: names[column] for column in key} if whole else {}

    def _constant(self, column: str, value: str, where: str) -> pa.Scalar:
        try:
            exact = reader(self.layout.type_of(column), "ISO")(value)
        except InexactError as problem:
            raise SourceError(f"{column} {value!r} {problem}.", where=where) from problem
        return pa.scalar(exact, self.schema.field(column).type)


class Seen:
    """The keys of a file so far; the rows they stand in are compared when a key comes again."""

    def __init__(self) -> None:
        self._places: dict[tuple[Any, ...], int] = {}
        self._tables: list[pa.Table] = []
        self._starts: list[int] = []

    def again(
        self, rows: pa.Table, keys: list[tuple[Any, ...]], sound: list[int]
    ) -> list[tuple[int, int, bool]]:
        """The sound rows whose key was there before: on which line, and if all else is the same."""
        start = self._starts[-1] + self._tables[-1].num_rows if self._tables else 0
        self._tables.append(rows)
        self._starts.append(start)
        found = []
        for row in sound:
            earlier = self._places.setdefault(keys[row], start + row)
            if earlier != start + row:
                first, this = self._row(earlier), self._row(start + row)
                line = first["line"]
                found.append((row, line, first == {**this, "line": line}))
        return found

    def _row(self, place: int) -> dict[str, Any]:
        at = bisect_right(self._starts, place) - 1
        row: dict[str, Any] = self._tables[at].slice(place - self._starts[at], 1).to_pylist()[0]
        return row


def _words(words: dict[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise InexactError(f"is none of {', '.join(words)}")
        return words[text]

    return read


def _rows_where(mask: pa.ChunkedArray) -> list[int]:
    """The numbers of the rows where a mask is true."""
    if not pc.any(mask).as_py():
        return []
    found: list[int] = np.flatnonzero(pc.fill_null(mask, False).to_numpy()).tolist()
    return found
