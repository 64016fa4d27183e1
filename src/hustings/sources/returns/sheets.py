"""Sheets: every contest of a file of returns, whatever the office, before any rule is applied.

The record takes contests for the U.S. House alone; `hustings tabulate` reads them all. A reader of
a format makes `Contest`s of `Count`s; `house_rows` turns one into rows of the table `returns`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Refused
from hustings.ids import STATES, DistrictId, Round
from hustings.names import fold
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.returns.cells import seat
from hustings.sources.returns.parties import contest_party
from hustings.sources.returns.rounds import cycle_for

if TYPE_CHECKING:
    from datetime import date

#: 'U.S. Representative, District 6 - DEM', 'US House 34', 'Representative in Congress CD 2 (Unexpired)'.
_HOUSE: Final = re.compile(
    r"(?:u\.?\s?s\.?|united states)\s*(?:house(?: of representatives)?|representatives?|congress\w*)"
    r"|representatives? in congress|congressional district|(?:u\.?s\.? )?congress(?:man|ional)?",
    re.IGNORECASE,
)
_DISTRICT: Final = re.compile(
    r"\b(?:district|dist\.?|cd)[\s,#-]*(\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th)\b"
    r"|(?:house|congress|representatives?)[\s,-]+(\d{1,2})\b",
    re.IGNORECASE,
)
_UNEXPIRED: Final = re.compile(r"\b(?:unexpired|special)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Votes for one name in one place, cast in one way, as a file gives them.

    votes: None where the file says that nobody else stood and no votes were counted. kind: see the
    column of the table `returns`. person: the publisher's own id of the candidate, where it has
    one, so that two people of one name stay two. line: where it stands in the file.
    """

    line: int
    name: str
    votes: int | None
    party: str = ""
    party_as_written: str = ""
    kind: str = "candidate"
    write_in: bool = False
    county: str = ""
    precinct: str = ""
    mode: str = ""
    withdrawn: bool = False
    person: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contest:
    """One vote for one office, as a file gives it.

    party: whose primary it is. seats: how many are elected. notes: what the file leaves open.
    problems: lines of it that could not be read; a contest with any must not be decided.
    """

    title: str
    counts: tuple[Count, ...]
    state: str = ""
    district: str = ""
    day: date | None = None
    round: str = ""
    party: str = ""
    seats: int = 1
    status: str = ""
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """All contests of a file, with every unit of it accounted for.

    loaded + rejected + skipped = units. stray: problems of lines that name no contest.
    """

    file: str
    format: str
    contests: tuple[Contest, ...]
    unit: str
    loaded: int
    rejected: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    stray: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    as_of: date | None = None

    @property
    def units(self) -> int:
        return self.loaded + self.rejected + self.skipped.total()


def refuse_zeros(contests: Iterable[Contest], where: str) -> None:
    """Refuse a file in which no contest has a vote: it was made before the count."""
    listed = list(contests)
    if listed and not any(
        one.votes is None or one.votes > 0
        for contest in listed
        for one in contest.counts
        if one.kind in {"candidate", "write-in", "total"}
    ):
        raise Refused(
            "all its votes are zero, as in a file made before the count; it is no result.",
            where=where,
            next_step="Give the file that was published after the vote.",
        )


def house_district(title: str, state: str, year: int) -> DistrictId:
    """The seat in the U.S. House that a contest's title names.

    Raises LeftOut for other offices, Unreadable for a seat that the state did not have.
    """
    plain = re.sub(r"[\s\xa0]+", " ", title)
    state_house = re.match(r"state\b", plain, re.IGNORECASE)
    if state_house or not _HOUSE.search(plain):
        raise LeftOut("office: not the U.S. House")
    if state not in STATES:
        raise Unreadable("state: not known; name it")
    found = _DISTRICT.search(plain)
    return seat(state, next((part for part in found.groups() if part), "") if found else "", year)


def special_title(title: str) -> bool:
    """Whether a contest's title says that it is for the rest of a term."""
    return bool(_UNEXPIRED.search(title))


def house_rows(contest: Contest, held: Round, *, authority: str | None = None) -> Rows:
    """Rows of `returns` of a contest for the U.S. House; a row for each count.

    Raises LeftOut for other offices, Unreadable where day or state are not known.
    """
    if contest.day is None:
        raise Unreadable("date: the day of the vote is not known")
    district = contest.district or house_district(contest.title, contest.state, contest.day.year)
    rows: Rows = []
    for one in contest.counts:
        row: dict[str, Any] = {
            "district": district,
            "cycle": cycle_for(contest.day, held),
            "round": held.value,
            "contest_date": contest.day,
            "contest_party": contest.party
            or contest_party(one.party_as_written, contest.state, contest.day.year, held),
            "level": "precinct" if one.precinct else "county" if one.county else "district",
            "county": one.county or None,
            "precinct": one.precinct or None,
            "mode": one.mode or None,
            "kind": one.kind,
            "name": one.name,
            "party": one.party or None,
            "party_as_written": one.party_as_written or None,
            "write_in": one.write_in,
            "votes": one.votes,
            "unopposed": one.votes is None,
            "status": contest.status or None,
            "authority": authority,
        }
        rows.append(("returns", row))
    return rows


def same_text(wanted: str, title: str) -> bool:
    """Whether a title holds the words asked for, without regard to case and marks.

    A number is a whole word: 'House 3' is not 'House 34'.
    """
    asked, told = fold(wanted).split(), fold(title).split()
    return all(
        any(word == other or (not word.isdecimal() and other.startswith(word)) for other in told)
        for word in asked
    )
