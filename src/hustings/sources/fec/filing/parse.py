"""Electronic filings: header, cover, itemised rows, texts; every line is accounted for.

A filing whose version is not known is rejected line by line; one whose header or form is not known
is refused. No street address is kept, in rejects neither.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from hustings.errors import SourceError
from hustings.sources.events import Dated, Loaded, LoadedBatch, Rejected, Skipped
from hustings.sources.fec.filing.cover import read_cover
from hustings.sources.fec.filing.header import OLD, Header, is_header, old_header, row_header
from hustings.sources.fec.filing.items import TABLE, Items, shown
from hustings.sources.fec.filing.layouts import LIKE_A_KIND, Plan, cut, layout, plan
from hustings.sources.fec.filing.rows import DIVIDER, UNCLOSED, chunks, split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

BLANK: Final = "a blank line"
HEADER: Final = "the header"
FREE_TEXT: Final = "free text between [BEGINTEXT] and [ENDTEXT]"
_BEGIN: Final = {"[BEGINTEXT]", "[BEGIN TEXT]"}
_END: Final = {"[ENDTEXT]", "[END TEXT]"}
#: An old header has some twenty lines.
_MOST_HEADER_LINES: Final = 1000


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """The events of one filing. Raises SourceError if it is empty or no filing."""
    reader = _Reader(file, page, scope["filing"])
    for first, lines in chunks(file):
        at = 0
        while at < len(lines) and not reader.covered:
            yield from reader.top(first + at, lines[at])
            at += 1
        if at < len(lines):
            yield from reader.rows(first + at, lines[at:])
    reader.finish()


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
        self._in_text = False
        self._plans: dict[str, Plan | str | None] = {}

    @cached_property
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

    def rows(self, first: int, lines: list[str]) -> Iterator[Event]:
        """The lines below the cover, sorted by kind and read a kind at a time."""
        commas = self.header.commas
        divider = "," if commas else DIVIDER
        buckets: dict[str, tuple[list[int], list[str]]] = {}
        for number, text in enumerate(lines, first):
            at = text.find(divider)
            if at < 0 or self._in_text:
                yield self._bare_line(number, text)
                continue
            bucket = buckets.get(text[:at])
            if bucket is None:
                bucket = buckets[text[:at]] = ([], [])
            bucket[0].append(number)
            bucket[1].append(text)
        made: list[pa.Table] = []
        for written, (numbers, texts) in buckets.items():
            found = self._plan(written)
            if isinstance(found, Plan):
                tables, notes = self._items.make(found, numbers, texts, commas=commas)
                made += tables
                yield from notes
            elif found:
                yield Skipped(numbers[0], found, len(numbers))
            else:
                shown_kind = _kind(written, commas)
                reason = f"not a kind of row of version {self.header.version}"
                for number in numbers:
                    yield Rejected(number, shown_kind, reason)
        whole = pa.concat_tables(made) if made else None
        if whole is not None and whole.num_rows:
            yield LoadedBatch(TABLE, whole, whole.num_rows)

    def _bare_line(self, number: int, text: str) -> Event:
        """A line without fields, or of free text."""
        marker = text.strip().upper()
        if marker in _BEGIN or marker in _END or self._in_text:
            self._in_text = marker in _BEGIN or (self._in_text and marker not in _END)
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


def _kind(text: str, commas: bool) -> str:
    """The kind that a line begins with, if it looks like one: no more of it may be kept."""
    kind = re.split(r"," if commas else DIVIDER, text, maxsplit=1)[0].strip().strip('"').upper()
    return kind if LIKE_A_KIND.fullmatch(kind) else ""
