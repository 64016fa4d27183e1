"""Ranked ballots as arrays: one row for each distinct pattern, with the number of its ballots.

A ballot gives each rank to one candidate, to nobody (a skipped ranking) or to several (an
overvote). Who cast it, and where, is not kept: a count needs only how often a pattern occurs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hustings.contests.rounds import EXHAUSTED
from hustings.errors import RequestError, quoted

#: A rank left blank.
SKIPPED: Final = -1
#: A rank given to several candidates where the record does not say to whom.
OVERVOTE: Final = -2
#: Codes from here down are overvotes whose candidates are known: `overvotes[FIRST_SET - code]`.
FIRST_SET: Final = -3
#: How an overvote of unknown candidates is written among the marks of a ballot.
OVERVOTED: Final = "\x00overvote"

#: What a rank holds: a candidate's name, OVERVOTED, several names, or nothing.
Mark: TypeAlias = "str | frozenset[str] | None"
Marks: TypeAlias = "tuple[Mark, ...]"
_MOST_NAMED: Final = 10
#: More ballots than this are a mistake in a file, and their sums would not fit 64 bits.
_MOST: Final = 1 << 50


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectedBallots:
    """Ballots that a file holds and a count cannot take: where, how many, and why."""

    where: str
    ballots: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RankedBallots:
    """Ballots of one contest, as they were marked.

    `ranks[i, r]` is the candidate (an index into `candidates`) that pattern i ranks at r + 1, or
    SKIPPED, OVERVOTE or a known overvote's code. `weights[i]` counts the pattern's ballots.
    Raises RequestError if the parts do not fit each other.
    """

    candidates: tuple[str, ...]
    ranks: NDArray[np.int32]
    weights: NDArray[np.int64]
    overvotes: tuple[tuple[int, ...], ...] = ()
    rejected: tuple[RejectedBallots, ...] = ()
    contest: str = ""

    def __post_init__(self) -> None:
        _check_names(self.candidates)
        ranks, weights = _whole(self.ranks, "ranks"), _whole(self.weights, "weights")
        if ranks.ndim != 2 or weights.shape != ranks.shape[:1]:
            raise RequestError(
                f"ranks of shape {ranks.shape} and weights of shape {weights.shape} do not fit.",
                next_step="Give a row of ranks and one weight for each pattern.",
            )
        if weights.size and int(weights.min()) < 0:
            row = int(weights.argmin())
            raise RequestError(f"pattern {row + 1} has {int(weights[row])} ballots.")
        lowest = FIRST_SET - len(self.overvotes) + 1
        if ranks.size and not lowest <= int(ranks.min()) <= int(ranks.max()) < len(self.candidates):
            raise RequestError(
                f"ranks hold codes from {int(ranks.min())} to {int(ranks.max())}, and there are "
                f"{len(self.candidates)} candidates and {len(self.overvotes)} known overvotes."
            )
        for several in self.overvotes:
            if len(set(several)) < 2 or not all(0 <= one < len(self.candidates) for one in several):
                raise RequestError(f"the overvote {several} is not of two or more candidates.")
        # Copies of our own, closed to writing: a count must not change under the reader's hands.
        for name, values, kind in (("ranks", ranks, np.int32), ("weights", weights, np.int64)):
            own = np.array(values, dtype=kind)
            own.flags.writeable = False
            object.__setattr__(self, name, own)

    @property
    def total(self) -> int:
        """All ballots that can be counted, blank ones included; the rejected are not."""
        return int(self.weights.sum())

    @property
    def total_rejected(self) -> int:
        """Ballots that the reader had to leave out."""
        return sum(one.ballots for one in self.rejected)

    @classmethod
    def of(
        cls,
        candidates: Sequence[str],
        patterns: Mapping[Marks, int] | Iterable[tuple[Marks, int]],
        *,
        rejected: tuple[RejectedBallots, ...] = (),
        contest: str = "",
    ) -> RankedBallots:
        """Ballots from marks as people write them: names, None for a skipped rank, sets of names.

        Patterns given more than once are added up. Raises RequestError that names every unknown
        candidate with the number of its ballots.
        """
        _check_names(tuple(candidates))
        box = _Coder(candidates)
        given = patterns.items() if isinstance(patterns, Mapping) else patterns
        for marks, count in given:
            if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < _MOST:
                raise RequestError(f"{quoted(count)} is not a number of ballots.")
            codes = box.codes(marks, count)
            box.counts[codes] = box.counts.get(codes, 0) + count
        box.refuse_unknown()
        width = max((len(codes) for codes in box.counts), default=0)
        ranks = np.full((len(box.counts), width), SKIPPED, dtype=np.int32)
        for row, codes in enumerate(box.counts):
            ranks[row, : len(codes)] = codes
        return cls(
            candidates=tuple(candidates),
            ranks=ranks,
            weights=np.fromiter(box.counts.values(), dtype=np.int64, count=len(box.counts)),
            overvotes=tuple(box.sets),
            rejected=rejected,
            contest=contest,
        )

    def patterns(self) -> dict[Marks, int]:
        """The distinct patterns in words, with their ballots: the inverse of `of`.

        Blanks after the last mark are left out, so that a blank ballot is ().
        """
        found: dict[Marks, int] = {}
        for codes, weight in zip(self.ranks.tolist(), self.weights.tolist(), strict=True):
            marks = tuple(self._mark(code) for code in _to_last_mark(codes))
            found[marks] = found.get(marks, 0) + weight
        return found

    def _mark(self, code: int) -> Mark:
        if code >= 0:
            return self.candidates[code]
        if code == SKIPPED:
            return None
        if code == OVERVOTE:
            return OVERVOTED
        return frozenset(self.candidates[one] for one in self.overvotes[FIRST_SET - code])


@dataclass(slots=True)
class _Coder:
    """Turns marks into codes, and keeps the overvotes and the unknown names that it meets."""

    candidates: Sequence[str]
    index: dict[str, int] = field(init=False)
    sets: dict[tuple[int, ...], int] = field(default_factory=dict)
    counts: dict[tuple[int, ...], int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.index = {name: place for place, name in enumerate(self.candidates)}

    def codes(self, marks: Marks, count: int) -> tuple[int, ...]:
        return _to_last_mark([self._code(mark, count) for mark in marks])

    def _code(self, mark: Mark, count: int) -> int:
        if mark is None:
            return SKIPPED
        if isinstance(mark, frozenset):
            several = tuple(sorted(self._known(name, count) for name in mark))
            if len(several) == 1:
                return several[0]
            return FIRST_SET - self.sets.setdefault(several, len(self.sets))
        return OVERVOTE if mark == OVERVOTED else self._known(mark, count)

    def _known(self, name: str, count: int) -> int:
        place = self.index.get(name)
        if place is None:
            self.unknown[name] = self.unknown.get(name, 0) + count
            return 0
        return place

    def refuse_unknown(self) -> None:
        if not self.unknown:
            return
        named = [f"{quoted(name)} ({count:,})" for name, count in sorted(self.unknown.items())]
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        raise RequestError(
            f"ballots rank names that are no candidates: {', '.join(named[:_MOST_NAMED])}{more}.",
            next_step=f"The candidates are {', '.join(self.candidates)}.",
        )


def _to_last_mark(codes: list[int]) -> tuple[int, ...]:
    """Codes without the blanks after the last mark."""
    end = len(codes)
    while end and codes[end - 1] == SKIPPED:
        end -= 1
    return tuple(codes[:end])


def _check_names(candidates: tuple[str, ...]) -> None:
    if not candidates:
        raise RequestError("the contest has no candidates.")
    if any(not name.strip() for name in candidates):
        raise RequestError("a candidate has a blank name.")
    if EXHAUSTED in candidates:
        raise RequestError(f"{quoted(EXHAUSTED)} names the ballots that count for nobody.")
    twice = sorted(name for name, times in Counter(candidates).items() if times > 1)
    if twice:
        raise RequestError(f"two candidates have one name: {', '.join(map(quoted, twice))}.")


def _whole(values: NDArray[np.generic], name: str) -> NDArray[np.generic]:
    array = np.asarray(values)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise RequestError(f"{name} are not whole numbers.")
    return array
