"""Los Angeles County: the Registrar's final results in JSON, House contests only.

Names are in capitals and in order of the alphabet; write-ins are not listed. Only contests of
districts that lie in the county as a whole are loaded: elsewhere the county's votes are a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.ids import DistrictId, Round, cycle_of
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Counted, Dated, Event, Rejected
from hustings.sources.returns.cells import day, person, seat
from hustings.sources.returns.parties import party
from hustings.sources.returns.rounds import round_of
from hustings.sources.returns.shapes import contests, count, listed, part, text
from hustings.sources.returns.sheets import Contest, Count

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

STATE: Final = "CA"
COUNTY: Final = "Los Angeles"
_TITLE: Final = re.compile(r"UNITED STATES REPRESENTATIVE, (\d{1,2})(?:st|nd|rd|th) District", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Election:
    """The day and round of a file, and the districts that the county holds as a whole."""

    day: date
    round: Round
    whole: frozenset[int]

    def columns(self, district: DistrictId) -> dict[str, Any]:
        """What every row of a contest says of the contest."""
        return {
            "district": district,
            "cycle": cycle_of(self.day),
            "round": self.round.value,
            "contest_date": self.day,
        }


def election(held_on: date, stage: str, page: Page) -> Election:
    """An election of the county. Raises Unreadable for a stage that is none."""
    return Election(
        day=held_on,
        round=round_of(STATE, held_on, {stage}),
        whole=frozenset(page.options["whole_districts"].get(cycle_of(held_on), ())),
    )


def district_of(title: str, held: Election) -> DistrictId:
    """The seat that a contest's title names. Raises LeftOut for other offices and for parts."""
    found = _TITLE.fullmatch(title)
    if not found:
        raise LeftOut("office: not the U.S. House")
    if int(found[1]) not in held.whole:
        raise LeftOut("contest: only a part of the district is known to lie in the county")
    return seat(STATE, found[1], held.day.year)


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `returns`, one for each candidate; as of the file's own time."""
    body = file.json()
    try:
        heading = part(body, "Election")
        held = election(day(text(heading, "Date")[:10]), scope["stage"].lower(), page)
        stamp = day(text(body, "Timestamp")[:10])
        units = [
            contest
            for group in listed(heading, "ContestGroups")
            for contest in listed(group, "Contests")
        ]
    except Unreadable as problem:
        raise SourceError(
            f"it is not a result of the county: {problem}.", where=file.path
        ) from problem
    if str(cycle_of(held.day)) != scope["cycle"]:
        raise SourceError(
            f"it is of the election of {held.day}, not of {scope['cycle']}.", where=file.path
        )
    yield Counted(len(units), "contests")
    yield from contests(units, lambda contest: _rows(contest, held, page.options.get("status")))
    yield Dated(stamp)


def every_contest(body: object) -> Iterator[Contest | Rejected]:
    """Each contest of a file of results, whatever the office. Raises Unreadable for another file."""
    heading = part(body, "Election")
    held_on = day(text(heading, "Date")[:10])
    stage = "primary" if "primary" in text(heading, "Title").casefold() else "general"
    number = 0
    for group in listed(heading, "ContestGroups"):
        for contest in listed(group, "Contests"):
            number += 1
            try:
                yield _whole_contest(number, contest, held_on, round_of(STATE, held_on, {stage}))
            except Unreadable as problem:
                yield Rejected(number, str(part(contest, "Title") or ""), str(problem))


def _whole_contest(number: int, contest: object, held_on: date, held: Round) -> Contest:
    title = text(contest, "Title")
    found = _TITLE.fullmatch(title)
    district = str(seat(STATE, found[1], held_on.year)) if found else ""
    counts = []
    for one in listed(contest, "Candidates"):
        written = part(one, "Party")
        label = written if isinstance(written, str) else ""
        counts.append(
            Count(
                line=number,
                name=person(text(one, "Name")),
                votes=count(part(one, "Votes"), "Votes"),
                party=party(label, STATE).code or "",
                party_as_written=label,
                county=COUNTY,
            )
        )
    return Contest(
        title=title, counts=tuple(counts), state=STATE, day=held_on, round=held.value,
        district=district, notes=("These are the votes of Los Angeles County alone.",),
    )  # fmt: skip


def _rows(contest: object, held: Election, status: str | None) -> Rows:
    district = district_of(text(contest, "Title"), held)
    candidates = listed(contest, "Candidates")
    votes = [count(part(one, "Votes"), "Votes") for one in candidates]
    if not any(votes):
        raise Unreadable("Votes: all are zero, as in a file made before the count")
    return [
        (
            "returns",
            {
                **held.columns(district),
                "level": "county",
                "county": COUNTY,
                "kind": "candidate",
                "name": person(text(one, "Name")),
                "party": party(text(one, "Party"), STATE).code,
                "party_as_written": text(one, "Party") or None,
                "write_in": False,
                "votes": cast,
                "status": status,
            },
        )
        for one, cast in zip(candidates, votes, strict=True)
    ]
