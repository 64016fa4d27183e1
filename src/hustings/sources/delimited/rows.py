"""From columns of text to rows of the catalogue: typed, derived, checked for keys and repeats."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import RequestError, SourceError
from hustings.ids import district_id
from hustings.sources.delimited.cast import Exact, InexactError, reader, trimmed
from hustings.sources.events import Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hustings.sources.delimited.layout import Layout

MOST_USD: Final = Decimal(10) ** 14
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


class Maker:
    """Makes the rows of one file; it remembers their keys, unless the table is large."""

    def __init__(self, layout: Layout, where: str) -> None:
        self.layout = layout
        self.schema = layout.table.schema().remove(0)
        self._readers = {name: self._reader(name) for name in layout.needed}
        self._constants = {
            column: self._constant(column, value, where)
            for column, value in layout.constants.items()
        }
        key = layout.table.key
        self._key = tuple(column for column in key if column not in self._constants)
        self._watched = layout.table.vintage == "latest" and bool(self._key)
        self._seen: dict[tuple[Any, ...], tuple[int, _Row]] = {}
        self._districts: dict[str, str | None] = {}

    def is_text(self, name: str) -> bool:
        """Whether a column stays as it is written."""
        return self._readers[name] is None

    def make(self, piece: Piece) -> Made:
        """Turn a piece into rows; a row that cannot be exact is rejected with all that is wrong."""
        columns, wrong = self._typed(piece)
        self._derive(columns, piece, wrong)
        count = len(piece.numbers)
        columns["line"] = pa.array(piece.numbers)
        for column, value in self._constants.items():
            columns[column] = pa.repeat(value, count)
        rows = pa.table(
            [columns[field.name] if field.name in columns else pa.nulls(count, field.type)
             for field in self.schema],
            schema=self.schema,
        )  # fmt: skip
        notes = self._headers(piece, wrong)
        self._blank_keys(rows, wrong, notes)
        if self._watched and not self.layout.table.large:
            self._repeats(rows, piece, wrong, notes)
        for row in wrong.keys() - notes.keys():
            notes[row] = Rejected(
                int(piece.numbers[row]), piece.shown(row), "; ".join(wrong[row]), piece.span(row)
            )
        if notes:
            kept = np.ones(count, dtype=bool)
            kept[list(notes)] = False
            rows = rows.filter(pa.array(kept))
        taken = sum(piece.span(row) for row in notes)
        lines = count if piece.spans is None else int(piece.spans.sum())
        return Made(rows=rows, lines=lines - taken, notes=[notes[row] for row in sorted(notes)])

    def _typed(self, piece: Piece) -> tuple[dict[str, Any], defaultdict[int, list[str]]]:
        columns: dict[str, Any] = {}
        wrong = defaultdict(list, {row: [what] for row, what in piece.faults.items()})
        for name, target in self.layout.targets.items():
            if name not in piece.columns:
                continue
            columns[target], faults = self._exact(piece, name, self.schema.field(target).type)
            for row, what in faults.items():
                wrong[row].append(f"{name} {what}")
        return columns, wrong

    def _exact(
        self, piece: Piece, name: str, kind: pa.DataType
    ) -> tuple[pa.ChunkedArray, dict[int, str]]:
XX
    def _derive(
        self, columns: dict[str, Any], piece: Piece, wrong: defaultdict[int, list[str]]
    ) -> None:
        layout = self.layout
        for target, parts in layout.sums.items():
            addends = []
            for name in parts:
                values, faults = self._exact(piece, name, pa.decimal128(16, 2))
                addends.append(values)
                for row, what in faults.items():
                    wrong[row].append(f"{name} {what}")
            total = _total(addends)
            for row in np.flatnonzero(_true(pc.greater_equal(pc.abs(total), MOST_USD))).tolist():
                wrong[row].append(f"the sum of {' and '.join(parts)} is too large")
            fits = pc.less(pc.abs(total), MOST_USD)
            columns[target] = pc.if_else(fits, total, None).cast(pa.decimal128(16, 2))
        if layout.office:
            letter = pc.utf8_slice_codeunits(trimmed(piece.columns[layout.office]), 0, 1)
            known = pc.is_in(letter, pa.array(["H", "S", "P"]))
            columns["office"] = pc.if_else(known, letter, pa.scalar(None, pa.string()))
        if layout.district:
            columns["district"] = self._district(columns, piece, *layout.district)

    def _district(
        self, columns: dict[str, Any], piece: Piece, state: str, number: str
    ) -> pa.ChunkedArray:
        """'CA', '34' → 'CA-34' for House rows; null where no such district can be meant."""
        both = pc.binary_join_element_wise(
            trimmed(piece.columns[state]), trimmed(piece.columns[number]), "|",
            null_handling="replace", null_replacement="",
        )  # fmt: skip
        if "office" in columns:
            house = pc.equal(columns["office"], "H")
        elif "candidate_id" in columns:
            house = pc.starts_with(columns["candidate_id"], "H")
        else:
            house = pc.is_valid(both)
        encoded = both.combine_chunks().dictionary_encode()
        names = [self._seat(pair) for pair in encoded.dictionary.to_pylist()]
        seats = pa.array(names, pa.string()).take(encoded.indices)
        return pc.if_else(house, seats, pa.scalar(None, pa.string()))

    def _seat(self, pair: str) -> str | None:
        if pair not in self._districts:
            state, _, number = pair.partition("|")
            try:
                # A blank number names a seat only where the state has but one.
                seat = district_id(state, number or 1)
                self._districts[pair] = seat if number or seat.endswith("-AL") else None
            except (RequestError, ValueError):
                # Some registrations are for seats that no state has (MI-64); the row stands.
                self._districts[pair] = None
        return self._districts[pair]

    def _headers(self, piece: Piece, wrong: dict[int, list[str]]) -> dict[int, Note]:
        """Rows that are the columns' names: those that fail, or whose first text is such a name."""
        name = next((one for one in piece.columns if self.is_text(one)), None)
        rows = set(wrong)
        if name is not None:
            spelt = pa.array(sorted({name, name.upper(), name.lower()}))
            like = pc.is_in(trimmed(piece.columns[name]), spelt)
            if pc.any(like).as_py():
                rows.update(np.flatnonzero(_true(like)).tolist())
        return {
            row: Skipped(int(piece.numbers[row]), HEADER, piece.span(row))
            for row in rows
            if self.layout.is_header(piece.fields(row))
        }

    def _blank_keys(
        self, rows: pa.Table, wrong: defaultdict[int, list[str]], notes: dict[int, Note]
    ) -> None:
        """A row without its key could never be found again, nor be told from another."""
        if not self._watched:
            return
        for column in self._key:
            if rows[column].null_count:
                name = next(one for one, to in self.layout.targets.items() if to == column)
                for row in np.flatnonzero(_true(pc.is_null(rows[column]))).tolist():
                    if row not in notes and not wrong.get(row):
                        wrong[row].append(f"{name} is blank")

    def _repeats(
        self,
        rows: pa.Table,
        piece: Piece,
        wrong: defaultdict[int, list[str]],
        notes: dict[int, Note],
    ) -> None:
        """Skip a row that repeats an earlier one; reject one that contradicts it."""
        keys = zip(*(rows[column].to_pylist() for column in self._key), strict=True)
        for row, key in enumerate(keys):
            if row in notes or wrong.get(row):
                continue
            number = int(piece.numbers[row])
            earlier = self._seen.setdefault(key, (number, _Row(rows, row)))
            if earlier[0] == number:
                continue
            if earlier[1].values() == _Row(rows, row).values():
                notes[row] = Skipped(number, f"repeats line {earlier[0]:,}", piece.span(row))
            else:
                wrong[row].append(f"same key as line {earlier[0]:,} with other values")

    def _reader(self, name: str) -> Memo | None:
        """How a column's text becomes a value; None for text, which stays as it is."""
        words = self.layout.values.get(self.layout.targets.get(name, ""))
        if words is not None:
            return Memo(_words(words))
        kind = self.layout.kind(name)
        return None if kind == "text" else Memo(reader(kind, self.layout.dates))

    def _constant(self, column: str, value: str, where: str) -> pa.Scalar:
        try:
            exact_value = reader(self.layout.type_of(column), "ISO")(value)
        except InexactError as problem:
            raise SourceError(f"{column} {value!r} {problem}.", where=where) from problem
        return pa.scalar(exact_value, self.schema.field(column).type)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row by its place: cheap to remember, and compared only when its key comes again."""

    rows: pa.Table
    place: int

    def values(self) -> dict[str, Any]:
        found: dict[str, Any] = self.rows.slice(self.place, 1).drop_columns(["line"]).to_pylist()[0]
        return found


def _words(words: dict[str, str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise InexactError(f"is none of {', '.join(words)}")
        return words[text]

    return read


def _total(addends: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    """The sum, row by row; blanks count as nothing, and only blanks make a blank."""
    zero = pa.scalar(Decimal(0), pa.decimal128(16, 2))
    total = pc.coalesce(addends[0], zero).cast(pa.decimal128(24, 2))
    known = pc.is_valid(addends[0])
    for addend in addends[1:]:
        total = pc.add(total, pc.coalesce(addend, zero)).cast(pa.decimal128(24, 2))
        known = pc.or_(known, pc.is_valid(addend))
    return pc.if_else(known, total, None)


def _true(mask: pa.ChunkedArray) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = pc.fill_null(mask, False).to_numpy()
    return found
