"""Lines and fields of electronic filings: read in large pieces, divided at newlines and nowhere else.

Fields are divided by byte 0x1C from version 6 on and by commas before. `str.splitlines` would
divide lines at 0x1C too. Text is UTF-8 where it is valid and cp1252 where it is not, by line.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

from hustings.errors import SourceError
from hustings.sources.files import decode_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile

#: Bytes read at a time.
CHUNK: Final = 4 << 20
#: A longer line is no row of any form.
LONGEST: Final = 4 << 20
DIVIDER: Final = "\x1c"
UNCLOSED: Final = "a quote is opened and never closed"


def chunks(file: SourceFile) -> Iterator[tuple[int, list[str]]]:
    """The file's lines without their ends, many at a time, each time with the first one's number.

    Raises SourceError for a line that is too long to be one.
    """
    first = 1
    with file.open() as stream:
        while data := stream.read(CHUNK):
            if not data.endswith(b"\n"):
                tail = stream.readline(LONGEST)
                if len(tail) == LONGEST and not tail.endswith(b"\n"):
                    raise SourceError("a line of it has no end.", where=file.path)
                data += tail
            lines = _lines(data.removeprefix(b"\xef\xbb\xbf") if first == 1 else data)
            yield first, lines
            first += len(lines)


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "\n".join(decode_line(line) for line in data.split(b"\n"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", " ")
    lines = text.replace("\0", " ").split("\n")
    if lines[-1] == "" and data.endswith(b"\n"):
        lines.pop()
    return lines


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
