"""Lines between 0x1C told apart by their kind, as bytes: most are never made into texts.

Lines of one layout are cut out together, so that Arrow can divide them at one stroke.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_ONES: Final = np.uint64(0x0101010101010101)
_HIGH: Final = np.uint64(0x8080808080808080)
_DIVIDERS: Final = np.uint64(0x1C1C1C1C1C1C1C1C)
_ENDS: Final = np.uint64(0x0A0A0A0A0A0A0A0A)
_ONE: Final = np.uint64(1)
_SEVEN: Final = np.uint64(7)
BAR: Final = b"\x1c"


@dataclass(frozen=True)
class Sorted:
    """Lines of a chunk by kind. data: as `Chunk.clean` gives them; first: the first one's number."""

    data: bytes
    first: int

    @cached_property
    def bytes_(self) -> NDArray[np.uint8]:
        return np.frombuffer(self.data, np.uint8)

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where each line's LF is."""
        return np.flatnonzero(self.bytes_ == ord("\n"))

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        return np.concatenate((np.zeros(1, np.int64), self.ends[:-1] + 1))

    def text(self, line: int) -> str:
        """One line without its end."""
        return self.data[self.starts[line] : self.ends[line]].decode()

    def kinds(self) -> Iterator[tuple[str, NDArray[np.int64]]]:
        """Each kind as it is written, with its lines; '' has those that want a closer look.

        These have a quote, or no divider after seven letters at the most.
        """
        keys = self._keys()
        if b'"' in self.data:
            quotes = np.flatnonzero(self.bytes_ == ord('"'))
            keys[np.searchsorted(self.ends, quotes)] = 0
        for key in np.unique(keys):
            written = int(key).to_bytes(8, "little").rstrip(b"\0")
            yield written.decode(errors="replace"), np.flatnonzero(keys == key)

    def _keys(self) -> NDArray[np.uint64]:
        """The bytes before a line's first divider, of seven at the most, as a number; or 0."""
        keys = np.zeros(len(self.ends), np.uint64)
        whole = int(np.searchsorted(self.starts, len(self.data) - 8, side="right"))
        if len(self.data) < 8 or not whole:
            return keys
        words = np.ndarray((len(self.data) - 7,), "<u8", self.data, 0, (1,))[self.starts[:whole]]
        bar, end = _lowest(words ^ _DIVIDERS), _lowest(words ^ _ENDS)
        before = (bar >> _SEVEN) - _ONE
        has = (bar != 0) & ((end == 0) | (bar < end))
        keys[:whole] = np.where(has, words & before, 0)
        return keys

    def cut(self, lines: NDArray[np.int64]) -> bytes:
        """Some lines alone, with their ends; neighbours are copied in one piece."""
        if len(lines) == len(self.ends):
            return self.data
        breaks = np.flatnonzero(np.diff(lines) != 1)
        begins = self.starts[lines[np.concatenate(([0], breaks + 1))]].tolist()
        stops = (self.ends[lines[np.concatenate((breaks, [len(lines) - 1]))]] + 1).tolist()
        whole = memoryview(self.data)
        return b"".join([whole[a:b] for a, b in zip(begins, stops, strict=True)])

    def widths(self, lines: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many fields each of some lines has."""
        bars = np.flatnonzero(self.bytes_ == ord(BAR))
        upto = np.searchsorted(bars, self.ends)
        return np.diff(upto, prepend=0)[lines] + 1


def _lowest(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The high bit of the first byte that is zero, of each word; 0 if there is none."""
    zeros = (words - _ONES) & ~words & _HIGH
    return zeros & (~zeros + _ONE)
