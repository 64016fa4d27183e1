"""Pages of format `csv`: commas, double quotes, and a header row whose names say what is where."""

from __future__ import annotations

import csv
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from hustings.errors import SourceError
from hustings.sources.delimited.rows import BLANK, HEADER, OPEN_END, Maker, Piece
from hustings.sources.delimited.scan import TooLong, lines
from hustings.sources.events import LoadedBatch, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.delimited.layout import Layout
    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile

BATCH: Final = 50_000
DELIMITER: Final = ","
#: A quoted field that runs over more lines was never closed: its first line is the broken one.
MOST_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its first line, how many lines it takes, its cells, its text.

    `problem` is set, and `cells` empty, where it cannot be read.
    """

    line: int
    lines: int
    text: str
    cells: list[str] = field(default_factory=list)
    problem: str = ""


def read(file: SourceFile, layout: Layout) -> Iterator[Event]:
    """The events of one file. Raises SourceError where its header is not the page's."""
    maker = Maker(layout, file.path)
    found = Records(file)
    names, top = _header(found, layout, file.path)
    found.width = len(names)
    yield from top
    ready: list[Record] = []
    for one in found:
        if one.problem or len(one.cells) != len(names):
            yield _apart(one, layout, names)
            continue
        ready.append(one)
        if len(ready) >= BATCH:
            yield from _batch(ready, layout, maker, names)
            ready = []
    yield from _batch(ready, layout, maker, names)
    if found.open_end and ready and ready[-1].line + ready[-1].lines - 1 == found.open_end:
        yield Skipped(found.open_end, OPEN_END, lines=0)


class Records:
    """The records of quoted text. A broken one costs its first line and not its neighbours.

    A record is whole when its quotes are even in number; a line with an odd one goes on. Once
    `width` is set, lines joined by quotes must have so many fields, or they were joined wrongly.
    """

    def __init__(self, file: SourceFile) -> None:
        self.width: int | None = None
        #: The number of a last line that has no end.
        self.open_end = 0
        self._numbered = self._lines(file)
        self._waiting: deque[tuple[int, str] | TooLong] = deque()

    def __iter__(self) -> Iterator[Record]:
        return self

    def __next__(self) -> Record:
        first = self._line()
        if first is None:
            raise StopIteration
        if isinstance(first, TooLong):
            reason = f"the line is {first.size:,} bytes long"
            return Record(first.line, 1, first.beginning, problem=reason)
        number, text = first
        if text.count('"') % 2 == 0:
            cells, problem = _cells(text)
            return Record(number, 1, text, cells, problem)
        taken = self._up_to_its_end()
        whole = "\n".join([text, *(line for _, line in taken)])
        if whole.count('"') % 2 == 0:
            cells, problem = _cells(whole)
            if not problem and self.width in (None, len(cells)):
                return Record(number, len(taken) + 1, whole, cells)
        self._waiting.extendleft(reversed(taken))
        return Record(number, 1, text, problem="a quote is never closed")

    def _lines(self, file: SourceFile) -> Iterator[tuple[int, str] | TooLong]:
        for chunk in lines(file):
            if isinstance(chunk, TooLong):
                yield chunk
                continue
            texts = chunk.data.decode("utf-8").split("\n")
            texts.pop()
            chunk.done()
            yield from enumerate(texts, start=chunk.first)
            if chunk.open_end:
                self.open_end = chunk.first + chunk.count - 1

    def _line(self) -> tuple[int, str] | TooLong | None:
        return self._waiting.popleft() if self._waiting else next(self._numbered, None)

    def _up_to_its_end(self) -> list[tuple[int, str]]:
        """The lines that go on with an open quote, up to the one that closes it."""
        taken: list[tuple[int, str]] = []
        while len(taken) < MOST_LINES:
            line = self._line()
            if line is None:
                break
            if isinstance(line, TooLong):
                self._waiting.appendleft(line)
                break
            taken.append(line)
            if line[1].count('"') % 2:
                break
        return taken


def _cells(text: str) -> tuple[list[str], str]:
    try:
        rows = list(csv.reader((f"{line}\n" for line in text.split("\n")), strict=True))
    except csv.Error as problem:
        return [], f"its quoting is broken ({problem})"
    return [cell.replace("\n", " ").strip() for cell in rows[0]], ""


def _header(found: Records, layout: Layout, where: str) -> tuple[list[str], list[Skipped]]:
    """The page's names for the file's columns, in the file's order. Raises SourceError."""
    top: list[Skipped] = []
    for one in found:
        if not one.text.strip():
            top.append(Skipped(one.line, BLANK, one.lines))
            continue
        top.append(Skipped(one.line, HEADER, one.lines))
        known = {name.casefold(): name for name in (*layout.names, *layout.ignored)}
        problems = [one.problem] if one.problem else []
        names = [known.get(cell.casefold(), cell) for cell in one.cells]
        unknown = [name for name in names if name.casefold() not in known]
        missing = [name for name in layout.names if name not in {*names, *layout.optional}]
        twice = [name for name, times in Counter(names).items() if times > 1]
        problems += [f"{name or 'a blank name'} is not known" for name in unknown]
        problems += [f"{name} is missing" for name in missing]
        problems += [f"{name} stands there twice" for name in twice if name not in unknown]
        if problems:
            more = f"; and {len(problems) - 10} more" if len(problems) > 10 else ""
            raise SourceError(
                f"its header is not that of {layout.source}: "
                f"{'; '.join(one[:80] for one in problems[:10])}{more}.",
                where=where,
            )
        return names, top
    raise SourceError("the file is empty.", where=where)


def _apart(one: Record, layout: Layout, names: list[str]) -> Rejected | Skipped:
    if not one.text.strip():
        return Skipped(one.line, BLANK, one.lines)
    reason = one.problem or f"{len(one.cells)} fields where {len(names)} are due"
    return Rejected(one.line, layout.shown(one.text, DELIMITER, tuple(names)), reason, one.lines)


def _batch(ready: list[Record], layout: Layout, maker: Maker, names: list[str]) -> Iterator[Event]:
    if not ready:
        return
    columns = {}
    for place, name in enumerate(names):
        if name in layout.needed:
            text = pa.array([one.cells[place] or None for one in ready], pa.string())
            columns[name] = pa.chunked_array([text])
    made = maker.make(
        Piece(
            columns=columns,
            numbers=np.array([one.line for one in ready], np.int64),
            spans=np.array([one.lines for one in ready], np.int64),
            fields=lambda row: ready[row].cells,
            shown=lambda row: layout.shown(ready[row].text, DELIMITER, tuple(names)),
        )
    )
    yield from made.notes
    if made.rows.num_rows:
        yield LoadedBatch(layout.table.name, made.rows, made.lines)
