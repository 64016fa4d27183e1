"""Electronic filings: header, cover, itemised rows, texts; every line is accounted for.

A filing whose version is not known is rejected line by line; one whose header or form is not known
is refused. No street address is kept, in rejects neither.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from hustings.errors import Fault, SourceError
from hustings.sources.delimited.ahead import ahead
from hustings.sources.events import Dated, Loaded, LoadedBatch, Rejected, Skipped
from hustings.sources.fec.filing.cover import read_cover
from hustings.sources.fec.filing.header import OLD, Header, is_header, old_header, row_header
from hustings.sources.fec.filing.items import TABLE, Items, shown
from hustings.sources.fec.filing.kinds import BAR, Sorted
from hustings.sources.fec.filing.layouts import LIKE_A_KIND, Plan, cut, layout, plan
from hustings.sources.fec.filing.rows import DIVIDER, UNCLOSED, Chunk, chunks, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

BLANK: Final = "a blank line"
HEADER: Final = "the header"
FREE_TEXT: Final = "free text between [BEGINTEXT] and [ENDTEXT]"
_BEGIN: Final = {"[BEGINTEXT]", "[BEGIN TEXT]"}
_END: Final = {"[ENDTEXT]", "[END TEXT]"}
_MARKER: Final = re.compile(rb"\[(?:begin|end) ?text\]", re.IGNORECASE)
#: Rows in a batch: a good size for a row group of Parquet.
BATCH: Final = 100_000
#: Rows with so many blank fields more than are due are still divided together.
_MOST_BEYOND: Final = 20
#: An old header has some twenty lines.
_MOST_HEADER_LINES: Final = 1000


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """The events of one filing. Raises SourceError if it is empty or no filing."""
    reader = _Reader(file, page, scope["filing"])
    left = chunks(file)
    for chunk in left:
        at = 0
        for at, text in enumerate(chunk.texts(), 1):
            yield from reader.top(chunk.first + at - 1, text)
            if reader.covered:
                break
        if reader.covered:
            rest = [chunk.after(at)] if at < chunk.count else []
            yield from reader.below(chain(rest, left))
            break
    reader.finish()


class _Made(NamedTuple):
    """What became of some lines."""

    tables: list[pa.Table]
    notes: list[Rejected | Skipped]

    def add(self, more: _Made) -> None:
        """Take what became of other lines too."""
        self.tables.extend(more.tables)
        self.notes.extend(more.notes)


class _Reader:
    """Reads one filing from top to bottom."""

    def __init__(self, file: SourceFile, page: Page, filing: str) -> None:
        self.file = file
        self.page = page
        self.filing = filing
        self.covered = False
        self._header: Header | None = None
        self._old: list[str] | None = None
        self._rejected = False
        self._plans: dict[str, Plan | str | None] = {}

    @property
    def _items(self) -> Items:
        return Items(filing=self.filing, delimiter=self.header.name_delimiter)

    @property
    def header(self) -> Header:
        if self._header is None:
            raise SourceError("it has no header of an electronic filing.", where=self.file.path)
        return self._header

    def finish(self) -> None:
        """Raises SourceError if the file ended before its cover."""
        if self._header is None:
            what = "the file is empty." if self._old is None else "its header has no end."
            raise SourceError(what, where=self.file.path)
        if not self.covered and not self._rejected:
            raise SourceError("it ends after its header; no form follows.", where=self.file.path)

    def top(self, number: int, text: str) -> Iterator[Event]:
        """A line before the rows: of the header, or the cover."""
        if not text.strip() and self._old is None:
            yield Skipped(number, BLANK)
        elif self._header is None:
            yield from self._top_of_header(number, text)
        elif self.header.problem:
            self._rejected = True
            yield Rejected(number, _kind(text, self.header.commas), self.header.problem)
        else:
            yield from self._cover(number, text)

    def _top_of_header(self, number: int, text: str) -> Iterator[Event]:
        if self._old is None and not is_header(text):
            raise SourceError(
                "it is not an electronic filing: it does not begin with a header.",
                where=self.file.path,
                next_step="The download may have failed; fetch it again.",
            )
        if self._old is not None:
            if text.startswith(OLD):
                self._header = old_header(self._old)
            self._old.append(text)
            if len(self._old) > _MOST_HEADER_LINES:
                raise SourceError("its header has no end.", where=self.file.path)
        elif text.startswith(OLD):
            self._old = [text]
        else:
            self._header = row_header(text)
        if self._header is not None:
            self._old = None
            if self._header.problem:
                self._rejected = True
                yield Rejected(number, "HDR", self._header.problem)
                return
        yield Skipped(number, HEADER)

    def _cover(self, number: int, text: str) -> Iterator[Event]:
        fields = split(text, commas=self.header.commas)
        if fields is None:
            raise SourceError(f"line {number}: in its cover {UNCLOSED}.", where=self.file.path)
        form = fields[0].strip().upper()
        names = layout(form, self.header.version) if form.startswith("F") else None
        if not names:
            raise SourceError(
                f"line {number}: {form[:12]!r} is not a form of version {self.header.version}.",
                where=self.file.path,
            )
        self.covered = True
        cover = read_cover(self.filing, self.header, names, fields, self.page)
        yield Loaded(number, cover.rows)
        # The line is loaded; what could not be read in it is told besides.
        for problem in cover.problems:
            yield Rejected(number, shown(fields, cut(names)), problem, lines=0)
        if cover.signed is not None:
            yield Dated(cover.signed)

    def below(self, pieces: Iterator[Chunk]) -> Iterator[Event]:
        """What is below the cover, in batches; two threads read ahead."""
        made: list[pa.Table] = []
        for tables, notes in ahead(self._marked(pieces), self._rows, 2):
            yield from notes
            made += tables
            if sum(one.num_rows for one in made) >= BATCH:
                yield _batch(made)
                made = []
        if made:
            yield _batch(made)

    def _marked(self, pieces: Iterator[Chunk]) -> Iterator[tuple[Chunk, bool | None]]:
        """Each chunk, and whether it begins within free text; None where there is no such text."""
        within = False
        for chunk in pieces:
            if not within and not (b"[" in chunk.raw and _MARKER.search(chunk.raw)):
                yield chunk, None
                continue
            yield chunk, within
            for text in chunk.texts():
                if within or self._divider not in text:
                    within = _within(text, within)

    @property
    def _divider(self) -> str:
        return "," if self.header.commas else DIVIDER

    def _rows(self, piece: tuple[Chunk, bool | None]) -> _Made:
        """The lines of one chunk: of one layout together, those that want it one by one."""
        chunk, within = piece
        if self.header.commas or within is not None:
            return self._one_by_one(
                list(enumerate(chunk.texts(), chunk.first)), within=bool(within)
            )
        made = _Made([], [])
        lines = Sorted(chunk.clean(), chunk.first)
        if len(lines.ends) != chunk.count:
            raise Fault(f"{chunk.count:,} lines were read as {len(lines.ends):,}.")
        layouts: dict[tuple[str, ...], list[tuple[Plan, NDArray[np.int64]]]] = {}
        for written, found in lines.kinds():
            plan = self._plan(written) if written else None
            if isinstance(plan, Plan):
                layouts.setdefault(plan.names, []).append((plan, found))
            elif plan:
                made.notes.append(Skipped(chunk.first + int(found[0]), plan, len(found)))
            else:
                made.add(self._closer(lines, found))
        for group in layouts.values():
            made.add(self._of_one_layout(lines, group))
        made.notes.sort(key=lambda note: note.line)
        return made

    def _of_one_layout(self, lines: Sorted, group: list[tuple[Plan, NDArray[np.int64]]]) -> _Made:
        """Lines of kinds that share a layout; those of one width are divided together."""
        plans = [plan for plan, _ in group]
        found = np.concatenate([those for _, those in group])
        codes = None
        if len(group) > 1:
            codes = np.repeat(np.arange(len(group)), [len(those) for _, those in group])
            order = np.argsort(found, kind="stable")
            found, codes = found[order], codes[order]
        made = _Made([], [])
        data = lines.cut(found)
        width = data.count(BAR, 0, data.index(b"\n")) + 1
        if self._divide(lines, found, data, width, plans, codes, made):
            return made
        widths = lines.widths(found)
        for width in np.unique(widths).tolist():
            those = widths == width
            some, kinds = found[those], codes if codes is None else codes[those]
            if not self._divide(lines, some, lines.cut(some), width, plans, kinds, made):
                made.add(self._closer(lines, some))
        return made

    def _divide(
        self,
        lines: Sorted,
        found: NDArray[np.int64],
        data: bytes,
        width: int,
        plans: list[Plan],
        codes: NDArray[np.int64] | None,
        made: _Made,
    ) -> bool:
        """Whether lines of one width could be divided together; then they are in `made`."""
        if width < max(plan.least for plan in plans) or width > len(plans[0].names) + _MOST_BEYOND:
            return False
        told = self._items.divided(
            data, width, plans, codes, found + lines.first, lambda row: lines.text(int(found[row]))
        )
        if told is None:
            return False
        made.tables.append(told[0])
        made.notes.extend(told[1])
        return True

    def _closer(self, lines: Sorted, found: NDArray[np.int64]) -> _Made:
        numbered = [(lines.first + line, lines.text(line)) for line in found.tolist()]
        return self._one_by_one(numbered, within=False)

    def _one_by_one(self, numbered: list[tuple[int, str]], *, within: bool) -> _Made:
        """Lines below the cover, sorted by kind and read a kind at a time."""
        commas, divider = self.header.commas, self._divider
        made = _Made([], [])
        buckets: dict[str, tuple[list[int], list[str]]] = {}
        for number, text in numbered:
            at = text.find(divider)
            if at < 0 or within:
                made.notes.append(self._bare_line(number, text, within))
                within = _within(text, within)
                continue
            bucket = buckets.setdefault(text[:at], ([], []))
            bucket[0].append(number)
            bucket[1].append(text)
        for written, (numbers, texts) in buckets.items():
            found = self._plan(written)
            if isinstance(found, Plan):
                tables, notes = self._items.make(found, numbers, texts, commas=commas)
                made.tables.extend(tables)
                made.notes.extend(notes)
            elif found:
                made.notes.append(Skipped(numbers[0], found, len(numbers)))
            else:
                reason = f"not a kind of row of version {self.header.version}"
                kind = _kind(written, commas)
                made.notes.extend(Rejected(number, kind, reason) for number in numbers)
        return made

    def _bare_line(self, number: int, text: str, within: bool) -> Rejected | Skipped:
        """A line without fields, or of free text."""
        marker = text.strip().upper()
        if marker in _BEGIN or marker in _END or within:
            return Skipped(number, FREE_TEXT)
        if not marker:
            return Skipped(number, BLANK)
        return Rejected(number, _kind(text, self.header.commas), "the line has no fields")

    def _plan(self, written: str) -> Plan | str | None:
        """How a kind is read, or the reason why it is left out, or None if it is not known."""
        if written not in self._plans:
            kind = written.strip().strip('"').strip().upper()
            rules: dict[str, str] = self.page.options["left_out"]
            reasons = (why for pattern, why in rules.items() if re.fullmatch(pattern, kind))
            self._plans[written] = next(chain(reasons, [""])) or plan(
                kind, self.header.version, self.page
            )
        return self._plans[written]


def _within(text: str, within: bool) -> bool:
    """Whether free text goes on after a line of it, or a line without fields begins some."""
    marker = text.strip().upper()
    return marker in _BEGIN or (within and marker not in _END)


def _batch(tables: list[pa.Table]) -> LoadedBatch:
    whole = pa.concat_tables(tables)
    return LoadedBatch(TABLE, whole, whole.num_rows)


def _kind(text: str, commas: bool) -> str:
    """The kind that a line begins with, if it looks like one: no more of it may be kept."""
    kind = re.split(r"," if commas else DIVIDER, text, maxsplit=1)[0].strip().strip('"').upper()
    return kind if LIKE_A_KIND.fullmatch(kind) else ""
