"""Which seat a place in the text is about: a text on several districts comes to each in its turn.

The district named last in the paragraph, else the seat that the people named in it stood for, else
the one that the text was about before, else the seat of the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from hustings.claims.model import Mention, Thing
from hustings.claims.names.index import Index

#: Before a district these make it a neighbour, or somebody's seat of another time.
_ASIDE = re.compile(
    r"\b(?:border\w*|adjoin\w*|neighbou?r\w*|next\s+to|abuts|touch\w*|reach\w*)\b[^.;:]*$|"
    r"\b(?:who|whom|former\w*|once|then\s+of|had\s+represented|moved)\b[^.;:]{0,60}$",
    re.I,
)
#: Of the paragraphs so many must be about the main seat for it to be the one a bare text falls back on.
_MAIN = 0.6
#: So many, and a paragraph that names none is surely about it.
_NEARLY_ALL = 0.8


class Topics:
    """The seat that each place of a text is about."""

    def __init__(self, text: str, index: Index, mentions: Iterable[Mention], seat: str) -> None:
        self.seat = seat
        self._index = index
        self._text = text
        self._breaks = [0, *(match.end() for match in re.finditer(r"\n+", text))]
        ordered = sorted(mentions, key=lambda one: (one.start, one.end))
        self._districts = [
            one for one in ordered
            if one.thing is Thing.DISTRICT and one.key and one.how in {"full", "short"}
            and not _ASIDE.search(text[max(0, one.start - 250) : one.start].rpartition("\n")[2])
        ]  # fmt: skip
        self._people = [
            one for one in ordered
            if one.thing is Thing.PERSON and one.key in index.people and one.how in {"full", "short"}
        ]  # fmt: skip
        self._named = Counter(one.key for one in self._districts)
        shared = Counter(
            district for key in {one.key for one in self._people}
            for district in {place for place, _ in index.people[key].races}
        )  # fmt: skip
        self._shared = {district for district, count in shared.items() if count > 1}
        ends = [*self._breaks[1:], len(text)]
        told = [self._in_paragraph(low, high) for low, high in zip(self._breaks, ends, strict=True)]
        spoken = [one for one in told if one]
        self.seats = frozenset(spoken) | ({seat} if seat else set())
        self._mainly = not spoken or spoken.count(seat) >= _MAIN * len(spoken)
        self._nearly_all = not spoken or spoken.count(seat) >= _NEARLY_ALL * len(spoken)
        self._before: list[str] = []
        last = ""
        for one in told:
            self._before.append(last)
            last = one or last

    @property
    def several(self) -> bool:
        """Whether the text is about more than one seat."""
        return len(self.seats) > 1

    def at(self, place: int) -> str:
        """The seat that a place is about; empty if none is known."""
        number = bisect_right(self._breaks, place) - 1
        here = self._in_paragraph(self._breaks[number], place)
        if here:
            return here
        return self.seat if self._mainly else self._before[number] or self.seat

    def sure_at(self, place: int) -> bool:
        """Whether the paragraph itself says which seat it is about, or the text is about one alone."""
        number = bisect_right(self._breaks, place) - 1
        here = bool(self._in_paragraph(self._breaks[number], place))
        return not self.several or here or self._nearly_all

    def _in_paragraph(self, low: int, high: int) -> str:
        named = [one for one in self._districts if low <= one.start < high]
        people = [one for one in self._people if low <= one.start < high]
        if named and (not people or named[-1].start >= people[-1].start - 400):
            return named[-1].key
        stood: Counter[str] = Counter()
        for one in people:
            known = self._index.people[one.key]
            own = {district for district, _ in known.races} | known.seats
            stood.update(own & (set(self._named) | self._shared))
        if not stood:
            return named[-1].key if named else ""
        # One person of another seat does not take the text there, if it never names that seat.
        stood = Counter({
            seat: count for seat, count in stood.items()
            if count > 1 or seat in self._named or seat == self.seat
        })  # fmt: skip
        if not stood:
            return named[-1].key if named else ""
        best = max(stood.values())
        tied = sorted(seat for seat, count in stood.items() if count == best)
        if named and named[-1].key in tied:
            return named[-1].key
        return self.seat if self.seat in tied else tied[0] if len(tied) == 1 else ""
