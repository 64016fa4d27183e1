"""Maine's ballots as letters: one line a ballot, or one line a pattern with its count.

Each letter is a rank: a candidate's initial, U for a rank left blank, O for an overvote. The
letters stand for the names that the options give, or for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hustings.contests.ballots import OVERVOTED, Mark, Marks
from hustings.errors import SourceError, quoted
from hustings.sources.cvr.box import BallotBox, CvrOptions
from hustings.sources.cvr.text import text_of

_BLANK: Final = "U"
_OVERVOTE: Final = "O"
_LETTERS: Final = re.compile(r"[A-Z]+", re.ASCII)
_COUNTED: Final = re.compile(r"(\d{1,12})\t([A-Z]+)", re.ASCII)
#: How many bytes tell whether a file is of this form.
_LOOK: Final = 4096
#: Seven bytes, whatever they are, fit into a number of 64 bits.
_MOST_LETTERS: Final = 7
#: So many keys have a counter each; more are made few by sorting.
_MOST_KEYS: Final = 1 << 20


def looks_coded(data: bytes) -> bool:
    """Whether the first line, and half of those after it, are letters of one length."""
    lines = _first_lines(data)
    width = len(lines[0]) if lines else 0
    coded = [bool(_LETTERS.fullmatch(line)) and len(line) == width for line in lines]
    return 1 < width <= _MOST_LETTERS and coded[0] and 2 * sum(coded) >= len(coded)


def looks_counted(data: bytes) -> bool:
    """Whether the first lines are a number, a tab and letters."""
    lines = _first_lines(data)
    return bool(lines) and all(_COUNTED.fullmatch(line) for line in lines)


def _first_lines(data: bytes) -> list[str]:
    """The first whole lines, without blank ones."""
    lines = data[:_LOOK].decode("latin-1").splitlines()
    return [line for line in (lines[:-1] if len(data) > _LOOK else lines) if line.strip()]


def read_coded(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """One ballot a line."""
    box = BallotBox(where, options)
    for pattern, ballots, line in _alike(data, where):
        if _LETTERS.fullmatch(pattern):
            box.add(_marks(pattern, box), ballots)
        else:
            box.reject(f"line {line}", f"{quoted(pattern)} is not a ballot in letters", ballots)
    return box


def read_counted(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """One pattern a line, after the number of its ballots and a tab."""
    box = BallotBox(where, options)
    wrong = []
    for number, line in enumerate(text_of(data, where).splitlines(), start=1):
        found = _COUNTED.fullmatch(line)
        if found:
            box.add(_marks(found[2], box), int(found[1]))
        elif line.strip():
            wrong.append(f"line {number} {quoted(line)}")
    if wrong:
        # How many ballots such a line holds is not known, so the sum would be wrong.
        raise SourceError(
            f"no number, tab and letters in {len(wrong)} lines: {'; '.join(wrong[:10])}.",
            where=where,
        )
    return box


def _alike(data: bytes, where: str) -> Iterator[tuple[str, int, int]]:
    """Distinct lines with how often they occur and where first, in the order of the file."""
    width = data.find(b"\n") + 1
    grid = np.frombuffer(data, dtype=np.uint8)
    if 2 <= width <= _MOST_LETTERS + 1 and len(data) % width == 0:
        table = grid.reshape(-1, width)
        if (table[:, -1] == ord("\n")).all() and not (table[:, :-1] == ord("\n")).any():
            for row, ballots in _first_rows(table[:, :-1]):
                yield table[row, :-1].tobytes().decode("latin-1").strip(), ballots, row + 1
            return
    seen: dict[str, list[int]] = {}
    for number, line in enumerate(text_of(data, where).splitlines(), start=1):
        if line.strip():
            seen.setdefault(line.strip(), [0, number])[0] += 1
    for line, (count, number) in seen.items():
        yield line, count, number


def _first_rows(letters: NDArray[np.uint8]) -> list[tuple[int, int]]:
    """The first row of each distinct pattern with the number of its rows, in order."""
    used = np.flatnonzero(np.bincount(letters.reshape(-1), minlength=256))
    number = np.zeros(256, dtype=np.int64)
    number[used] = np.arange(len(used))
    keys = np.zeros(len(letters), dtype=np.int64)
    for column in range(letters.shape[1]):
        keys = keys * len(used) + number[letters[:, column]]
    if len(used) ** letters.shape[1] > _MOST_KEYS:
        _, keys = np.unique(keys, return_inverse=True)
    counts = np.bincount(keys)
    first = np.zeros(len(counts), dtype=np.int64)
    # Of several rows with one key the last that is written stays: here, the first of the file.
    first[keys[::-1]] = np.arange(len(keys) - 1, -1, -1)
    present = np.flatnonzero(counts)
    present = present[np.argsort(first[present])]
    return list(zip(first[present].tolist(), counts[present].tolist(), strict=True))


def _marks(pattern: str, box: BallotBox) -> Marks:
    def mark(letter: str) -> Mark:
        if letter == _BLANK:
            return None
        return OVERVOTED if letter == _OVERVOTE else box.name(letter)

    return tuple(mark(letter) for letter in pattern)
