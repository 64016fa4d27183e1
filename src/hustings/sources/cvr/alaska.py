"""Alaska's ranking patterns: how often each pattern occurs in each precinct or district.

The heading is several lines deep: line r holds the rank r of the pattern in each column. Rows of
counts follow, and a row "Total" that must be their sum.
"""

from __future__ import annotations

import re
from typing import Final

from hustings.contests.ballots import OVERVOTED, Mark
from hustings.errors import SourceError, quoted
from hustings.sources.cvr.box import BallotBox, CvrOptions
from hustings.sources.cvr.text import rows_of

_TOTAL: Final = "Total"
_BLANK: Final = {"", "Blank"}
_OVERVOTE: Final = "Overvote"
_COUNT: Final = re.compile(r"\d{1,12}", re.ASCII)
#: Ballots that had stopped counting before the first choice that the summary shows.
_EXHAUSTED: Final = "Exhausted"


def looks_deep(heading: list[str]) -> bool:
    """Whether a first row heads ranking patterns: '1' and then names."""
    return len(heading) > 2 and heading[0].strip() == "1" and not heading[1].strip().isdigit()


def read_patterns(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """Ballots by pattern, added up over all places. Raises SourceError if the total differs."""
    heading: list[list[str]] = []
    counts: list[int] = []
    total: list[int] | None = None
    for line, row in rows_of(data, where):
        if row[0].strip() == str(len(heading) + 1) and not counts:
            heading.append(row)
            continue
        width = len(heading[0]) if heading else 0
        numbers = _numbers(row, width, f"{where} line {line}")
        if row[0].strip() == _TOTAL:
            total = numbers
        else:
            counts = [a + b for a, b in zip(counts or [0] * len(numbers), numbers, strict=True)]
    if total is None or total != counts:
        said = "is missing" if total is None else "is not the sum of the places"
        raise SourceError(f"the row {_TOTAL} {said}.", where=where)
    box = BallotBox(where, options)
    for column, ballots in enumerate(counts, start=1):
        cells = [row[column].strip() if column < len(row) else "" for row in heading]
        if cells[0] == _EXHAUSTED:
            box.reject(f"column {column + 1}", "exhausted before this summary begins", ballots)
        else:
            box.add(tuple(_mark(cell, box) for cell in cells), ballots)
    return box


def _mark(cell: str, box: BallotBox) -> Mark:
    if cell in _BLANK:
        return None
    return OVERVOTED if cell == _OVERVOTE else box.name(cell)


def _numbers(row: list[str], width: int, where: str) -> list[int]:
    wrong = next((cell for cell in row[1:] if not _COUNT.fullmatch(cell.strip())), None)
    if wrong is not None:
        raise SourceError(f"{quoted(wrong)} is not a number of ballots.", where=where)
    if len(row) != width:
        raise SourceError(f"{len(row)} cells stand under {width} headings.", where=where)
    return [int(cell) for cell in row[1:]]
