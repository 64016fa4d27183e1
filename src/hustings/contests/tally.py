"""What a contest is decided from: a tally, which is votes for each candidate and checked.

A line is one candidate under one party. Who stands on several lines (fusion in New York and
Connecticut) has one key and several lines, and the lines are added. Votes that are for nobody who
can win are kept apart: scattered write-ins count in the total, over- and undervotes do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from hustings.errors import RequestError, quoted

#: How many problems of one tally are said; the rest are counted.
MOST_PROBLEMS: Final = 10

#: Words that files write where a number of votes should be, and what they mean.
_NO_COUNT: Final = {"": "missing", "-": "missing", "n/a": "missing", "na": "missing"}
_UNOPPOSED: Final = {"unopposed", "unop", "unopp"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a ballot with its votes: a candidate's key, under one party.

    votes: None where none were counted because nobody else stood. withdrawn: left the race, was
    disqualified or died after the ballot was printed; what becomes of the votes is the rule's.
    name: for print, if the key is not.
    """

    candidate: str
    votes: int | None
    party: str = ""
    write_in: bool = False
    withdrawn: bool = False
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """The count of one contest, checked as a whole. Raises RequestError with all that is wrong.

    scattered: votes for write-ins who are not named, part of the votes cast. Over- and undervotes
    are votes for nobody and no part of them.
    """

    lines: tuple[Line, ...]
    over_votes: int = 0
    under_votes: int = 0
    scattered: int = 0

    def __post_init__(self) -> None:
        problems = [*_of_lines(self.lines), *_of_totals(self)]
        if problems:
            shown = "; ".join(problems[:MOST_PROBLEMS])
            more = len(problems) - MOST_PROBLEMS
            raise RequestError(
                f"{shown}{f'; and {more} more' if more > 0 else ''}.",
                where="the tally",
                next_step="Nothing was decided; mend the votes and give them again.",
            )

    @property
    def votes_cast(self) -> int:
        """Votes for all candidates, named and scattered write-ins included."""
        return sum(one.votes or 0 for one in self.lines) + self.scattered

    def by_candidate(self) -> tuple[Line, ...]:
        """A line for each candidate, lines of several parties added up, by order of keys.

        Its party names all of them, the one with most votes first: 'DEM/WOR'. A candidate is a
        write-in or has withdrawn only if every line of theirs says so.
        """
        found: dict[str, list[Line]] = {}
        for one in self.lines:
            found.setdefault(one.candidate, []).append(one)
        return tuple(_added(found[key]) for key in sorted(found))


def _added(lines: list[Line]) -> Line:
    if len(lines) == 1:
        return lines[0]
    by_votes = sorted(lines, key=lambda one: (-(one.votes or 0), one.party))
    counted = [one.votes for one in lines if one.votes is not None]
    return replace(
        by_votes[0],
        votes=sum(counted) if counted else None,
        party="/".join(dict.fromkeys(one.party for one in by_votes if one.party)),
        write_in=all(one.write_in for one in lines),
        withdrawn=all(one.withdrawn for one in lines),
        name=next((one.name for one in by_votes if one.name), ""),
    )


def _of_lines(lines: tuple[Line, ...]) -> Iterable[str]:
    """What is wrong with each row, which is named by its number from one and its candidate."""
    met: set[tuple[str, str]] = set()
    keys = {one.candidate for one in lines}
    for row, one in enumerate(lines, 1):
        named = one.candidate.strip() if isinstance(one.candidate, str) else ""
        place = f"row {row}, {named}" if named else f"row {row}"
        if not named:
            yield f"{place}: the candidate has no name"
        if (one.candidate, one.party) in met:
            party = f" ({one.party})" if one.party else ""
            yield (
                f"{place}: the candidate{party} stands twice; add the rows up, "
                "or give two people of one name keys of their own"
            )
        met.add((one.candidate, one.party))
        if one.votes is None:
            if len(keys) > 1:
                yield f"{place}: the votes are missing, which only someone unopposed may have"
        elif problem := _of_votes(one.votes):
            yield f"{place}: votes are {problem}"


def _of_totals(tally: Tally) -> Iterable[str]:
    for name in ("over_votes", "under_votes", "scattered"):
        if problem := _of_votes(getattr(tally, name)):
            yield f"{name.replace('_', ' ')} are {problem}"


def _of_votes(votes: object) -> str:
    """What is wrong with a number of votes, in words; nothing if it is a number of votes."""
    if isinstance(votes, bool) or not isinstance(votes, int):
        if isinstance(votes, float) and not votes.is_integer():
            return f"{votes}, a fraction"
        return f"{quoted(votes)}, not a whole number"
    return f"{votes:,}, less than none" if votes < 0 else ""


def read_votes(written: Any) -> int | None:
    """A number of votes as files write it: '10,728' → 10728, 'Unopposed' → None.

    Raises RequestError for what is no number, negative, fractional or missing.
    """
    text = str(written).strip() if written is not None else ""
    if text.lower().rstrip(".") in _UNOPPOSED:
        return None
    if (what := _NO_COUNT.get(text.lower())) is not None:
        raise RequestError(
            f"the votes are {what}.", next_step="Write a whole number, or Unopposed."
        )
    bare = text.replace(",", "")
    if bare.endswith(".0") and bare[:-2].isdecimal():
        bare = bare[:-2]
    if not bare.removeprefix("-").isdecimal() or not bare.isascii():
        fraction = bare.isascii() and bare.replace(".", "", 1).removeprefix("-").isdecimal()
        raise RequestError(
            f"votes are {quoted(text)}, {'a fraction' if fraction else 'not a number'}.",
            next_step="Write a whole number, or Unopposed.",
        )
    if bare.startswith("-"):
        raise RequestError(f"votes are {text}, less than none.", next_step="Mend the row.")
    return int(bare)
