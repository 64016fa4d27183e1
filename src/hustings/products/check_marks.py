"""An article's text with its claims marked: paragraphs of runs, each of one claim or of none.

Claims may touch, lie in each other, overlap, or be of the same words. A run belongs to the shortest
claim over it; the run in which a claim ends carries its tag. Nothing of the text is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: Lines of mail or of an old book are broken at about this many letters, and are one paragraph.
WRAPPED: Final = (45, 100)

_BLANK: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
#: Letters that HTML has no place for; each is shown as one mark, so that offsets stay.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A claim's place in the text, end exclusive; `number` is its place in the list, from 1."""

    start: int
    end: int
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """Words of one claim (`number`) or of none (0).

    tags: the claims that end with this run; the first of them is its own, if its own ends here.
    """

    text: str
    number: int
    tags: tuple[int, ...]

    @property
    def others(self) -> tuple[int, ...]:
        """Claims that end here and are not the run's own."""
        return tuple(one for one in self.tags if one != self.number)


def marked(text: str, spans: Iterable[Span]) -> list[list[Run]]:
    """The paragraphs of the text in runs. Spans outside of the text or empty are left out."""
    inside = sorted(
        (one for one in spans if 0 <= one.start < one.end <= len(text)),
        key=lambda one: (one.start, one.end, one.number),
    )
    made, first = [], 0
    for start, end in paragraphs(text):
        while first < len(inside) and inside[first].end <= start:
            first += 1
        last = bisect_left(inside, end, lo=first, key=lambda one: one.start)
        near = [one for one in inside[first:last] if one.end > start]
        made.append(list(_runs(text, start, end, near)))
    return made


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The places of paragraphs: blocks between blank lines; of a block that is not wrapped, lines."""
    at = 0
    for gap in [*_BLANK.finditer(text), None]:
        end = gap.start() if gap else len(text)
        yield from _lines(text, at, end)
        at = gap.end() if gap else end


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lines = list(_split(text, start, end))
    low, high = WRAPPED
    if len(lines) > 1 and all(low <= to - at <= high for at, to in lines[:-1]):
        lines = [(lines[0][0], lines[-1][1])]
    for at, to in lines:
        words = text[at:to]
        if words.strip():
            yield at + len(words) - len(words.lstrip()), at + len(words.rstrip())


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    while at < end:
        found = text.find("\n", at, end)
        to = found if found >= 0 else end
        yield at, to
        at = to + 1


def _runs(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Run]:
    """The paragraph cut wherever a claim begins or ends."""
    begins: dict[int, list[Span]] = defaultdict(list)
    ends: dict[int, list[Span]] = defaultdict(list)
    for one in spans:
        begins[max(one.start, start)].append(one)
        ends[one.end].append(one)
    over: list[Span] = []
    places = sorted({start, end, *begins, *(cut for cut in ends if cut < end)})
    for at, to in pairwise(places):
        over = [one for one in over if one.end > at] + begins[at]
        own = min(over, key=lambda one: (one.end - one.start, one.number), default=None)
        number = own.number if own else 0
        tags = sorted((one.number for one in ends[to]), key=lambda tag: (tag != number, tag))
        yield Run(text=shown(text[at:to]), number=number, tags=tuple(tags))


def shown(text: str) -> str:
    """Text as a page may hold it: control letters as a mark, one for one."""
    return _CONTROL.sub("\ufffd", text.replace("\x0b", " ").replace("\x0c", " "))
