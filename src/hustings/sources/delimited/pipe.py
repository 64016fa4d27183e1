"""Pages of format `pipe`: `|` between fields and no quoting; a quote is an ordinary letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from hustings.errors import Fault, SourceError
from hustings.sources.delimited.ahead import ahead
from hustings.sources.delimited.rows import BLANK, HEADER, OPEN_END, Made, Maker, Piece
from hustings.sources.delimited.scan import Lines, TooLong, lines
from hustings.sources.events import LoadedBatch, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hustings.sources.delimited.layout import Layout
    from hustings.sources.delimited.rows import Note
    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile

#: Rows in a batch: a good size for a row group of Parquet.
BATCH: Final = 200_000
DELIMITER: Final = "|"
#: Bytes that the parser takes at a time: little enough to stay in the processor's cache.
BLOCK: Final = 1 << 20
_NOTHING: Final = pa.chunked_array([], pa.string())
#: The name given to what stands after the last delimiter, on pages whose rows end with one.
_AFTER: Final = "(after the last delimiter)"


def read(file: SourceFile, layout: Layout) -> Iterator[Event]:
    """The events of one file, batches in order of its lines. Raises SourceError."""
    reader = _Reader(layout, Maker(layout, file.path), file.path)
    ready: list[Made] = []
    # Keys are remembered in the order of the lines, which only one thread keeps.
    workers = 2 if layout.table.large else 1
    for made in ahead(lines(file), reader.part, workers):
        yield from made.notes
        ready.append(made)
        if sum(one.rows.num_rows for one in ready) >= BATCH:
            yield from _batch(layout, ready)
            ready = []
    yield from _batch(layout, ready)


def _batch(layout: Layout, ready: list[Made]) -> Iterator[LoadedBatch]:
    rows = [one.rows for one in ready if one.rows.num_rows]
    if rows:
        yield LoadedBatch(layout.table.name, pa.concat_tables(rows), sum(o.lines for o in ready))


@dataclass(frozen=True, slots=True)
class _Reader:
    layout: Layout
    maker: Maker
    where: str

    @property
    def width(self) -> int:
        return len(self._names)

    @property
    def _names(self) -> list[str]:
        return [*self.layout.names, *([_AFTER] if self.layout.trailing else [])]

    @property
    def _wanted(self) -> list[str]:
        return [*self.layout.needed, *([_AFTER] if self.layout.trailing else [])]

    def part(self, chunk: Lines | TooLong) -> Made:
        """What became of one chunk; its lines are all accounted for."""
        if isinstance(chunk, TooLong):
            shown = self.layout.shown(chunk.beginning, DELIMITER)
            note = Rejected(chunk.line, shown, f"the line is {chunk.size:,} bytes long")
            return Made(rows=self.maker.schema.empty_table(), lines=0, notes=[note])
        if chunk.first == 1:
            self._check_header(chunk)
        kept: NDArray[np.intp] = np.arange(chunk.count)
        diverted: list[int] = []
        columns, ragged = self._columns(chunk.data)
        if ragged or columns.num_rows != chunk.count:
            data, kept, diverted = self._divert(chunk)
            columns, ragged = self._columns(data)
            if ragged or columns.num_rows != len(kept):
                raise Fault(f"{len(kept):,} lines were read as {columns.num_rows:,} rows.")
        made = self.maker.make(self._piece(chunk, columns, kept))
        notes = [*made.notes, *(self._diverted(chunk, index) for index in diverted)]
        if made.lines + sum(note.lines for note in notes) != chunk.count:
            raise Fault(f"lines from {chunk.first:,} on are not all accounted for.")
        last = chunk.first + chunk.count - 1
        if (
            chunk.open_end
            and last in made.rows["line"].slice(max(made.rows.num_rows - 1, 0)).to_pylist()
        ):
            notes.append(Skipped(last, OPEN_END, lines=0))
        notes.sort(key=lambda note: note.line)
        chunk.done()
        return Made(rows=made.rows, lines=made.lines, notes=notes)

    def _check_header(self, chunk: Lines) -> None:
        problems = self.layout.misnamed(chunk.text(0).split(DELIMITER))
        if problems:
            more = f" and {len(problems) - 10} more" if len(problems) > 10 else ""
            raise SourceError(
                f"its header is not that of {self.layout.source}: "
                f"{'; '.join(problems[:10])}{more}.",
                where=self.where,
            )

    def _columns(self, data: bytearray) -> tuple[pa.Table, bool]:
        """The needed columns as text, and whether any line has another number of fields.

        Nothing is guessed: names, types, quoting and nulls are given, and lines of another width
        are reported by the parser as it goes, so that a clean chunk is looked at only once. Empty
        lines are left out by the parser; the number of rows tells that there were some.
        """
        if not data:
            return pa.table(dict.fromkeys(self._wanted, _NOTHING)), False
        ragged: list[int] = []

        def other_width(_row: object) -> str:
            ragged.append(1)
            return "skip"

        for block in (BLOCK, len(data) + 1):
            try:
                read = csv.read_csv(
                    pa.py_buffer(data),
                    read_options=csv.ReadOptions(
                        column_names=self._names, use_threads=False, block_size=block
                    ),
                    parse_options=csv.ParseOptions(
                        delimiter=DELIMITER,
                        quote_char=False,
                        double_quote=False,
                        escape_char=False,
                        newlines_in_values=False,
                        ignore_empty_lines=True,
                        invalid_row_handler=other_width,
                    ),
                    convert_options=csv.ConvertOptions(
                        include_columns=self._wanted,
                        column_types=dict.fromkeys(self._wanted, pa.string()),
                        check_utf8=False,
                        strings_can_be_null=True,
                        null_values=[""],
                    ),
                )
                break
            except pa.ArrowInvalid:
                # A line longer than a block is an error to the parser; then all is one block.
                if block > len(data):
                    raise
        return read, bool(ragged)

    def _divert(self, chunk: Lines) -> tuple[bytearray, NDArray[np.intp], list[int]]:
        """The lines with the right number of fields, which those are, and which are not."""
        bars = np.flatnonzero(np.frombuffer(chunk.data, np.uint8) == ord(DELIMITER))
        fields = np.diff(np.searchsorted(bars, chunk.ends), prepend=0) + 1
        starts = np.concatenate(([0], chunk.ends[:-1] + 1))
        right = (fields == self.width) & (starts < chunk.ends)
        # Runs of neighbours are copied in one piece.
        edges = np.flatnonzero(np.diff(right, prepend=False, append=False))
        data = bytearray().join(
            chunk.data[starts[begin] : chunk.ends[end - 1] + 1]
            for begin, end in zip(edges[::2], edges[1::2], strict=True)
        )
        return data, np.flatnonzero(right), np.flatnonzero(~right).tolist()

    def _diverted(self, chunk: Lines, index: int) -> Note:
        text, number = chunk.text(index), chunk.first + index
        fields = text.split(DELIMITER)
        if not text.strip():
            return Skipped(number, BLANK)
        if self.layout.is_header(fields):
            return Skipped(number, HEADER)
        reason = f"{len(fields)} fields where {self.width} are due"
        return Rejected(number, self.layout.shown(text, DELIMITER), reason)

    def _piece(self, chunk: Lines, columns: pa.Table, kept: NDArray[np.intp]) -> Piece:
        faults: dict[int, str] = {}
        if self.layout.trailing:
            after = columns[_AFTER]
            if after.null_count < len(after):
                faults = {
                    row: f"{text[:60]!r} stands after the last delimiter"
                    for row, text in enumerate(after.to_pylist())
                    if text and text.strip()
                }
        return Piece(
            columns={name: columns[name] for name in self.layout.needed},
            numbers=(kept + chunk.first).astype(np.int64),
            spans=None,
            fields=lambda row: chunk.text(int(kept[row])).split(DELIMITER),
            shown=lambda row: self.layout.shown(chunk.text(int(kept[row])), DELIMITER),
            faults=faults,
        )
