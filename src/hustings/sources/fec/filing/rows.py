"""Lines and fields of electronic filings: read in large pieces, divided at newlines and nowhere else.

Fields are divided by byte 0x1C from version 6 on and by commas before. `str.splitlines` would
divide lines at 0x1C too. Text is UTF-8 where it is valid and cp1252 where it is not, by line.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hustings.errors import SourceError
from hustings.sources.files import decode_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile

#: Bytes read at a time.
CHUNK: Final = 8 << 20
#: A longer line is no row of any form.
LONGEST: Final = 4 << 20
DIVIDER: Final = "\x1c"
_LF: Final = ord("\n")
UNCLOSED: Final = "a quote is opened and never closed"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a file as they came; `first` is the number of the first, `count` how many."""

    first: int
    count: int
    raw: bytes

    def clean(self) -> bytes:
        """The lines as UTF-8, each ended by one LF; a lone CR or a NUL is a blank."""
        data = self.raw
        if not data.isascii():
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                data = "\n".join(decode_line(line) for line in data.split(b"\n")).encode()
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b" ")
        if b"\0" in data:
            data = data.replace(b"\0", b" ")
        return data if data.endswith(b"\n") else data + b"\n"

    def texts(self) -> list[str]:
        """The lines without their ends."""
        return self.clean().decode().split("\n")[:-1]

    def after(self, lines: int) -> Chunk:
        """What follows so many lines."""
        at = 0
        for _ in range(lines):
            at = self.raw.index(b"\n", at) + 1
        return Chunk(self.first + lines, self.count - lines, self.raw[at:])


def chunks(file: SourceFile) -> Iterator[Chunk]:
    """The file's lines, many at a time. Raises SourceError for a line that is too long to be one."""
    first = 1
    with file.open() as stream:
        while data := stream.read(CHUNK):
            if not data.endswith(b"\n"):
                tail = stream.readline(LONGEST)
                if len(tail) == LONGEST and not tail.endswith(b"\n"):
                    raise SourceError("a line of it has no end.", where=file.path)
                data += tail
            newlines = int(np.count_nonzero(np.frombuffer(data, np.uint8) == _LF))
            count = newlines + (not data.endswith(b"\n"))
            if first == 1:
                data = data.removeprefix(b"\xef\xbb\xbf")
            yield Chunk(first, count, data)
            first += count


def split(text: str, *, commas: bool) -> list[str] | None:
    """The fields of a line, or None where a quote is opened and never closed.

    Between commas a quoted field may hold commas. A field between 0x1C may be in quotes too, which
    are taken off; a quote within it is a letter.
    """
    if not commas:
        fields = text.split(DIVIDER)
        return [bare(field) for field in fields] if '"' in text else fields
    if '"' not in text:
        return text.split(",")
    # Some programs end each row with a quote that opens nothing.
    whole = text.removesuffix('"') if text.endswith(',"') else text
    try:
        return next(csv.reader([whole], strict=True))
    except csv.Error as problem:
        if "end of data" in str(problem):
            return None
    try:
        return next(csv.reader([whole]))
    except csv.Error:  # a field larger than csv allows
        return None


def bare(field: str) -> str:
    """A field without the quotes around it."""
    if len(field) > 1 and field[0] == field[-1] == '"':
        return field[1:-1].replace('""', '"')
    return field
