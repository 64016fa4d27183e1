"""Where readers of cast vote records put ballots: patterns with counts, and what was rejected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from hustings.contests.ballots import (
    OVERVOTED,
    Mark,
    Marks,
    RankedBallots,
    RejectedBallots,
)
from hustings.errors import RequestError, SourceError, quoted

#: The name that write-ins for nobody in particular are counted under (as RCTab prints it).
UNDECLARED: Final = "Undeclared Write-ins"
#: No ballot has more ranks than this; a file that says so is damaged.
MOST_RANKS: Final = 200
#: Rejected ballots are listed singly up to here; later ones are added to the last entry.
_MOST_LISTED: Final = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class CvrOptions:
    """What a file does not say of itself: which contest, which columns, which words.

    `candidates` maps each name to its other spellings; empty, the names are taken as they stand.
    Columns and rows count from 1; 0 means that they are found by the heading. Labels are the
    words that stand for an overvote, a skipped rank and a write-in. `part_column` holds the
    precinct or batch, and `part` the one to read ("" for ballots without one).
    """

    contest: str = ""
    candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_column: int = 0
    first_row: int = 0
    rankings: int = 0
    overvote_label: str = "overvote"
    overvote_delimiter: str = ""
    skipped_label: str = "undervote"
    write_in_label: str = ""
    blank_is_write_in: bool = False
    part_column: int = 0
    part: str | None = None

    def takes(self, row: Sequence[str]) -> bool:
        """Whether a row belongs to the part that is asked for, if one is."""
        if self.part is None or not self.part_column:
            return True
        place = self.part_column - 1
        return (row[place].strip() if place < len(row) else "") == self.part

    def named(self, written: str) -> str:
        """The candidate's name for a spelling, or the spelling itself."""
        if self.write_in_label and written == self.write_in_label:
            return UNDECLARED
        for name, spellings in self.candidates.items():
            if written == name or written in spellings:
                return name
        return written


@dataclass(slots=True)
class BallotBox:
    """Collects the ballots of one contest from one file."""

    where: str
    options: CvrOptions
    #: Candidates in the order in which the file names them.
    candidates: dict[str, None] = field(default_factory=dict)
    patterns: dict[Marks, int] = field(default_factory=dict)
    rejected: list[RejectedBallots] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def mark(self, written: str) -> Mark:
        """What a cell says: a candidate, an overvote, or nothing."""
        text, options = written.strip(), self.options
        if not text:
            return UNDECLARED if options.blank_is_write_in else None
        if text == options.skipped_label:
            return None
        if text == options.overvote_label:
            return OVERVOTED
        if options.overvote_delimiter and options.overvote_delimiter in text:
            several = [self.name(one.strip()) for one in text.split(options.overvote_delimiter)]
            return frozenset(several)
        return self.name(text)

    def name(self, written: str) -> str:
        """A candidate's name for what is written; unknown spellings are new candidates."""
        if written not in self._names:
            self._names[written] = self.options.named(written)
            if not self.options.candidates:
                self.candidates.setdefault(self._names[written])
        return self._names[written]

    def add(self, marks: Marks, ballots: int = 1) -> None:
        self.patterns[marks] = self.patterns.get(marks, 0) + ballots

    def add_ranked(self, ranked: Mapping[int, set[str]]) -> None:
        """Add a ballot given as the candidates named at each rank, counted from 1."""
        marks: list[Mark] = [None] * max(ranked, default=0)
        for rank, names in ranked.items():
            marks[rank - 1] = next(iter(names)) if len(names) == 1 else frozenset(names)
        self.add(tuple(marks))

    def reject(self, where: str, reason: str, ballots: int = 1) -> None:
        """Leave ballots out, and say why."""
        if len(self.rejected) >= _MOST_LISTED:
            last = self.rejected[-1]
            where, reason = "further places", "rejected for reasons of the same kinds"
            if last.where == where:
                ballots += self.rejected.pop().ballots
        self.rejected.append(RejectedBallots(where=where, ballots=ballots, reason=reason))

    def ballots(self) -> RankedBallots:
        """The ballots, or a SourceError if there are none that can be counted."""
        if not self.patterns:
            first = (
                f" ({self.rejected[0].where}: {self.rejected[0].reason})" if self.rejected else ""
            )
            raise SourceError(
                f"no ballot of the contest {quoted(self.options.contest)} can be counted{first}."
                if self.options.contest
                else f"no ballot can be counted{first}.",
                where=self.where,
            )
        names = dict.fromkeys(self.options.candidates or self.candidates)
        if self.options.write_in_label or self.options.blank_is_write_in:
            names.setdefault(UNDECLARED)
        try:
            return RankedBallots.of(
                list(names),
                self.patterns,
                rejected=tuple(self.rejected),
                contest=self.options.contest,
            )
        except RequestError as wrong:
            raise SourceError(wrong.what, where=self.where, next_step=wrong.next_step) from None


def rank_of(written: object, most: int = MOST_RANKS) -> int | None:
    """A rank from a cell or a value: a whole number from 1 to `most`; None if it is none."""
    if isinstance(written, bool):
        return None
    text = str(written).strip()
    text = text.removesuffix(".0")
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return None
    return int(text) if 1 <= int(text) <= most else None
