"""Files as parsers see them: a name, a path for messages, and the unpacked bytes.

Parsers never open paths: the record unpacks .gz and .zip (with limits on size and ratio) and hands
over a `SourceFile`. Text is UTF-8 where it is valid, line by line, and cp1252 where it is not.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from hustings.errors import SourceError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Deeper YAML than this is refused: libyaml's Python binding crashes on some thousand levels.
YAML_DEPTH: Final = 100
#: Formats that are read whole (JSON, YAML) are refused above this size, in bytes.
WHOLE_LIMIT = 512 * 1024 * 1024
#: An XML tree takes some ten times its file's size in memory; a state's results are 20 MB.
XML_LIMIT = 128 * 1024 * 1024
#: Results are some ten levels deep.
XML_DEPTH: Final = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """One file, unpacked. `name` is the base name without .gz or .zip; `path` is for messages."""

    name: str
    path: str
    size: int
    opener: Callable[[], BinaryIO]

    def open(self) -> BinaryIO:
        """A new binary stream of the unpacked bytes, from the beginning."""
        return self.opener()

    def content(self) -> bytes:
        """All bytes, for formats that cannot be read in pieces. Raises SourceError if too large."""
        if self.size > WHOLE_LIMIT:
            raise SourceError(
                f"{self.size:,} bytes are too many for a format that is read whole.",
                where=self.path,
            )
        with self.open() as stream:
            return stream.read()

    def json(self) -> Any:
        """The file as JSON. Raises SourceError with the line and column of the fault."""
        try:
            return json.loads(self.content().decode("utf-8-sig"))
        except UnicodeDecodeError as problem:
            raise SourceError("it is not UTF-8 text.", where=self.path) from problem
        except json.JSONDecodeError as problem:
            raise SourceError(
                f"it is not JSON: {problem.msg} (line {problem.lineno}, column {problem.colno}).",
                where=self.path,
                next_step="The download may have been cut; fetch it again.",
            ) from problem
        except RecursionError as problem:
            raise SourceError("its JSON is nested too deeply.", where=self.path) from problem
        except ValueError as problem:  # a number of thousands of digits
            raise SourceError(f"it is not JSON: {problem}.", where=self.path) from problem

    def yaml(self) -> Any:
        """The file as YAML. Raises SourceError with the line of the fault."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            content = self.content()
            _refuse_depth(yaml.parse(content, loader), self.path)
            return yaml.load(content, loader)  # noqa: S506 - a safe loader either way
        except yaml.YAMLError as problem:
            mark = getattr(problem, "problem_mark", None)
            line = f" (line {mark.line + 1})" if mark else ""
            raise SourceError(f"it is not YAML{line}.", where=self.path) from problem
        except RecursionError as problem:
            raise SourceError("its YAML is nested too deeply.", where=self.path) from problem
        except (ValueError, TypeError, OverflowError, LookupError) as problem:
            # Dates such as 2020-02-30 and numbers of thousands of digits.
            raise SourceError(f"a value in it is none: {problem}.", where=self.path) from problem

    def xml(self, *, typed: bool = False) -> Element:
        """The root of an XML file. Raises SourceError with the line of the fault.

        Document types and entities are refused whatever they hold: results need none, and they
        can name other files or grow without bound. typed: the publisher names a document type in
        every file; it is passed over unread, and entities are refused as ever.
        """
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import ParseError, iterparse

        if self.size > XML_LIMIT:
            raise SourceError(f"{self.size:,} bytes are too many for XML.", where=self.path)
        root: Element | None = None
        depth = 0
        try:
            with self.open() as stream:
                for event, element in iterparse(stream, ("start", "end"), forbid_dtd=not typed):
                    root = element if root is None else root
                    depth += 1 if event == "start" else -1
                    if depth > XML_DEPTH:
                        raise SourceError("its XML is nested too deeply.", where=self.path)
        except DefusedXmlException as problem:
            raise SourceError(
                "its XML declares a document type or entities, which are not read.",
                where=self.path,
                next_step="Results need none; take the declaration out if you trust the file.",
            ) from problem
        except ParseError as problem:
            raise SourceError(
                f"it is not XML: {problem}.",
                where=self.path,
                next_step="The download may have been cut; fetch it again.",
            ) from problem
        except (ValueError, LookupError) as problem:  # an encoding that nobody knows
            raise SourceError(f"it is not XML: {problem}.", where=self.path) from problem
        if root is None:
            raise SourceError("it is empty.", where=self.path)
        return root

    def text_lines(self) -> Iterator[tuple[int, str]]:
        """Numbered lines without their ends, split at LF alone; CRLF is taken off."""
        with self.open() as stream:
            for number, raw in enumerate(stream, start=1):
                yield number, decode_line(raw.rstrip(b"\n").rstrip(b"\r"), first=number == 1)

    def csv_rows(self, *, skip: int = 0) -> Iterator[CsvRow]:
        """Rows of a comma-separated file with quotes; each knows the lines that it spans.

        The first `skip` lines are passed over (the caller accounts for them). Raises SourceError
        for a quote that never closes.
        """
        with self.open() as stream:
            lines = _Lines(stream, skip)
            reader = csv.reader(lines, strict=True)
            while True:
                start = lines.number + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as problem:
                    yield CsvRow(start, lines.number - start + 1, [], lines.recent, str(problem))
                    reader = csv.reader(lines, strict=True)
                    continue
                yield CsvRow(start, lines.number - start + 1, cells, lines.recent)


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record: its first line, how many lines it spans, its cells, its raw text.

    `problem` is set, and `cells` empty, where the quoting is broken.
    """

    line: int
    lines: int
    cells: list[str]
    text: str
    problem: str = ""


class _Lines:
    """Lines for `csv.reader` that remember their number and their text."""

    def __init__(self, stream: BinaryIO, skip: int) -> None:
        self._stream = stream
        self.number = 0
        self.recent = ""
        for _ in range(skip):
            if stream.readline():
                self.number += 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        raw = self._stream.readline()
        if not raw:
            raise StopIteration
        self.number += 1
        self.recent = decode_line(raw, first=self.number == 1).replace("\0", "")
        return self.recent


def _refuse_depth(events: Iterator[Any], where: str) -> None:
    """Refuse YAML that is nested beyond reason, before it is built. Raises SourceError."""
    depth = 0
    for event in events:
        kind = type(event).__name__
        depth += kind.endswith(("SequenceStartEvent", "MappingStartEvent"))
        depth -= kind.endswith(("SequenceEndEvent", "MappingEndEvent"))
        if depth > YAML_DEPTH:
            raise SourceError("its YAML is nested too deeply.", where=where)


def decode_line(raw: bytes, *, first: bool = False) -> str:
    """One line as text: UTF-8 if valid, else cp1252, byte by byte where that has no letter.

    A byte-order mark at the start of the first line is taken off.
    """
    if first:
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def memory_file(name: str, content: bytes) -> SourceFile:
    """A source file of bytes in memory, for tests and for data that came by another way."""
    return SourceFile(name=name, path=name, size=len(content), opener=lambda: io.BytesIO(content))
