"""Bytes to whole lines of clean UTF-8: what is looked at before any field is.

A file comes in chunks of whole lines, so that memory stays bounded. A chunk that is plain ASCII
without CR or NUL, as nearly all are, is passed on as it is; only the lines of others are mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from hustings.errors import SourceError
from hustings.sources.files import decode_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedIOBase
    from typing import BinaryIO

    from numpy.typing import NDArray

    from hustings.sources.files import SourceFile

#: Bytes read at a time; small enough that a chunk's tables stay in the processor's cache.
CHUNK: Final = 8 << 20
#: A longer line is no row of any file that is known; it is rejected without being kept in memory.
LONGEST: Final = 8 << 20
#: What of such a line is kept to show.
KEPT: Final = 4096
#: Bytes counted at a time.
STEP: Final = 1 << 17
#: The first bytes that are looked at to tell text from anything else.
LOOKED_AT: Final = 1 << 16

LF: Final = 0x0A
BOM: Final = b"\xef\xbb\xbf"
#: First bytes of what is sometimes saved under a data file's name.
MAGIC: Final = {
    b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip or Excel", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG",
    b"SQLite format 3\0": "SQLite", b"PAR1": "Parquet", b"%PDF": "PDF", b"BZh": "bzip2",
    b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstd", b"\xd0\xcf\x11\xe0": "old Excel",
}  # fmt: skip


class Buffers:
    """Large buffers that are filled again and again: fresh memory costs more than reading does."""

    def __init__(self) -> None:
        self._free: list[bytearray] = []

    def read(self, stream: BinaryIO) -> bytearray:
        """The next bytes of a stream, up to a chunk; none at its end."""
        if not self._free:
            return bytearray(stream.read(CHUNK))
        buffer = self._free.pop()
        count = cast("BufferedIOBase", stream).readinto(memoryview(buffer)[:CHUNK])
        return _resized(buffer, count, b"")

    def give_back(self, buffer: bytearray) -> None:
        """Take back a buffer that nobody looks at any more, if a chunk goes into it."""
        if len(buffer) >= CHUNK:
            self._free.append(buffer)


def _resized(buffer: bytearray, size: int, tail: bytes) -> bytearray:
    """The first `size` bytes and a tail, in the same buffer unless somebody still looks at it."""
    try:
        buffer[size:] = tail
    except BufferError:
        return buffer[:size] + tail
    return buffer


class Lines:
    """Whole lines, each ended by LF, and the number of the first."""

    def __init__(self, data: bytearray, first: int, *, open_end: bool, buffers: Buffers) -> None:
        self.data = data
        self.first = first
        #: The file ended without a newline; the one at the end of `data` was put there.
        self.open_end = open_end
        self._buffers = buffers

    @cached_property
    def ends(self) -> NDArray[np.intp]:
        """Where each line's LF is."""
        return np.flatnonzero(np.frombuffer(self.data, np.uint8) == LF)

    @cached_property
    def count(self) -> int:
        """The number of lines, counted in steps that stay in the processor's cache."""
        letters = np.frombuffer(self.data, np.uint8)
        steps = range(0, len(letters), STEP)
        return sum(int(np.count_nonzero(letters[at : at + STEP] == LF)) for at in steps)

    def text(self, index: int) -> str:
        """One line as text, without its end; `index` counts from 0."""
        start = int(self.ends[index - 1]) + 1 if index else 0
        return decode_line(bytes(self.data[start : int(self.ends[index])]))

    def replace(self, data: bytearray) -> None:
        """Put mended lines in the place of these."""
        self._buffers.give_back(self.data)
        self.data = data

    def done(self) -> None:
        """Nothing of these lines is needed any more."""
        self._buffers.give_back(self.data)
        self.data = bytearray()


@dataclass(frozen=True, slots=True)
class TooLong:
    """A line longer than any row: its number, its size and how it begins."""

    line: int
    size: int
    beginning: str


def lines(file: SourceFile) -> Iterator[Lines | TooLong]:
    """A file's lines in chunks, mended. Raises SourceError if it is empty or not text."""
    buffers = Buffers()
    with file.open() as stream:
        first, data = 1, _beginning(stream, file)
        while data:
            # The chunk breaks off within a line, as a rule; the rest of that line belongs to it.
            start = data.rfind(b"\n") + 1
            tail = stream.readline(LONGEST) if start < len(data) else b""
            long = None
            if len(data) - start + len(tail) > LONGEST:
                long = bytes(data[start : start + KEPT]) + tail[:KEPT], len(data) - start
                data = data[:start]
            else:
                data = _resized(data, len(data), tail)
            if data:
                chunk = _mended(data, first, buffers)
                first += chunk.count
                yield chunk
            if long:
                yield _passed_over(stream, first, *long, tail)
                first += 1
            data = buffers.read(stream)


def _beginning(stream: BinaryIO, file: SourceFile) -> bytearray:
    """The first bytes without a byte-order mark, once they are seen to be text."""
    head = stream.read(LOOKED_AT)
    text = head.removeprefix(BOM)
    if not text:
        raise SourceError("the file is empty.", where=file.path)
    kind = next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), "")
    if kind:
        raise SourceError(f"it is not text; it looks like {kind}.", where=file.path)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(
            "it is not text in ASCII or UTF-8 but in UTF-16.",
            where=file.path,
            next_step="Save it as UTF-8.",
        )
    if text[:512].lstrip().lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise SourceError(
            "it is a web page, not the data.",
            where=file.path,
            next_step="The download may have failed; fetch it again.",
        )
    seen = np.frombuffer(text, np.uint8)
    # Tab, LF, VT, FF and CR are text; so is the odd stray control byte, but never one in twelve.
    control = int(
        np.count_nonzero((seen < 0x09) | ((seen > 0x0D) & (seen < 0x20)) | (seen == 0x7F))
    )
    high = int(np.count_nonzero(seen >= 0x80))
    if 12 * control > len(seen) or (50 * control > len(seen) and 4 * high > len(seen)):
        raise SourceError("it is not text.", where=file.path)
    return bytearray(text)


def _passed_over(stream: BinaryIO, line: int, beginning: bytes, size: int, tail: bytes) -> TooLong:
    """Read to the end of a line that is too long, and keep only how it begins."""
    size += len(tail)
    while tail and not tail.endswith(b"\n"):
        tail = stream.readline(LONGEST)
        size += len(tail)
    shown = decode_line(beginning[:KEPT]).replace("\0", " ").replace("\r", " ")
    return TooLong(line, size - tail.endswith(b"\n"), shown)


def _mended(data: bytearray, first: int, buffers: Buffers) -> Lines:
    """The same lines with LF ends, without CR and NUL, in UTF-8."""
    open_end = not data.endswith(b"\n")
    if open_end:
        data += b"\n"
    chunk = Lines(data, first, open_end=open_end, buffers=buffers)
    if b"\r" in data:
        chunk.replace(data.replace(b"\r\n", b"\n").replace(b"\r", b" "))
    if b"\0" in data:
        chunk.replace(chunk.data.replace(b"\0", b" "))
    if not chunk.data.isascii() and not _is_utf8(chunk.data):
        _to_utf8(chunk)
    return chunk


def _is_utf8(data: bytearray) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _to_utf8(chunk: Lines) -> None:
    """Decode as cp1252 the lines that are not UTF-8, and only those."""
    high = np.flatnonzero(np.frombuffer(chunk.data, np.uint8) >= 0x80)
    pieces: list[bytes | bytearray] = []
    done = 0
    for index in np.unique(np.searchsorted(chunk.ends, high)).tolist():
        start = int(chunk.ends[index - 1]) + 1 if index else 0
        pieces += [chunk.data[done:start], chunk.text(index).encode()]
        done = int(chunk.ends[index])
    mended = bytearray().join([*pieces, chunk.data[done:]])
    del chunk.ends
    chunk.replace(mended)
