"""California Secretary of State: contests as the results service gives them in JSON.

One contest is {raceTitle, Reporting, ReportingTime, candidates}; a file holds a list of them or a
single one. Votes are texts with commas. Write-ins are not listed. The service names neither the
election nor the day of the vote: the calendar tells, from the time of the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.ids import DistrictId, cycle_of
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Counted, Dated, Event
from hustings.sources.returns.calendar import Contest, latest_statewide
from hustings.sources.returns.cells import person, seat, whole
from hustings.sources.returns.parties import party
from hustings.sources.returns.shapes import contests, listed, part, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

STATE: Final = "CA"
_TITLE: Final = re.compile(
    r"U\.S\. House of Representatives District (\d{1,2}) - "
    r"(?:(Districtwide)|(.{1,60}?) County) Results"
)
_TIME: Final = re.compile(
    r"([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}), (noon|midnight|[0-9]{1,2}:[0-9]{2} [ap]\.m\.)"
)
#: The service shows an election until the next one is near.
SHOWN_DAYS: Final = 120
LIKELY_YEARS: Final = range(1976, 2100)
#: Polls close at eight in the evening (Elections Code 14212); votes shown earlier are a test.
POLLS_CLOSE: Final = time(20)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What one contest of the service says of itself."""

    district: DistrictId
    county: str | None
    election: Contest
    reported_at: datetime
    reporting: str
    candidates: list[object]

    @property
    def before_the_count(self) -> bool:
        return before_the_count(self.reported_at, self.election)


def report(contest: object) -> Report:
    """Read a contest's heading. Raises LeftOut for other offices, Unreadable for strange ones."""
    title = text(contest, "raceTitle")
    found = _TITLE.fullmatch(title)
    if not found:
        raise LeftOut("office: not the U.S. House")
    reported_at = local_time(text(contest, "ReportingTime"))
    election = held_before(reported_at)
    return Report(
        district=seat(STATE, found[1], election.day.year),
        county=found[3],
        election=election,
        reported_at=reported_at,
        reporting=text(contest, "Reporting"),
        candidates=listed(contest, "candidates"),
    )


def local_time(written: str) -> datetime:
    """'April 4, 2024, 4:21 p.m.' → that moment, in California's own time. Raises Unreadable."""
    found = _TIME.fullmatch(written)
    # datetime reads "12:21 p.m." only without the dots; noon and midnight it does not know.
    clock = {"noon": "12:00 pm", "midnight": "12:00 am"}.get(found[2], found[2]) if found else ""
    try:
        return datetime.strptime(  # noqa: DTZ007 - local time is asked for
            f"{found[1] if found else ''} {clock.replace('.', '')}", "%B %d, %Y %I:%M %p"
        )
    except ValueError as problem:
        raise Unreadable("ReportingTime: not a time as the service writes it") from problem


def held_before(moment: datetime) -> Contest:
    """The statewide election that a report is of. Raises Unreadable if the calendar has none."""
    election = None
    if moment.year in LIKELY_YEARS:
        election = latest_statewide(STATE, moment.date(), within_days=SHOWN_DAYS)
    if election is None:
        raise Unreadable("ReportingTime: the calendar has no statewide election shortly before")
    return election


def before_the_count(reported_at: datetime, election: Contest) -> bool:
    """Whether a report is from before the polls closed, so that votes in it are invented."""
    return reported_at < datetime.combine(election.day, POLLS_CLOSE)


def standing(candidate: object) -> dict[str, Any]:
    """One candidate's line, in the columns that returns and counts share. Raises Unreadable."""
    written = text(candidate, "Party")
    incumbent = part(candidate, "incumbent")
    if not isinstance(incumbent, bool | None):
        raise Unreadable("incumbent: neither yes nor no")
    return {
        "name": person(text(candidate, "Name")),
        "party": party(written, STATE).code,
        "party_as_written": written,
        "incumbent": incumbent,
        "votes": whole(text(candidate, "Votes"), "Votes"),
    }


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of `returns`, one for each candidate; as of the newest report in the file."""
    body = file.json()
    units = body if isinstance(body, list) else [body]
    if not units or not all(isinstance(unit, dict) and "raceTitle" in unit for unit in units):
        raise SourceError("it is not a list of contests with a raceTitle.", where=file.path)
    yield Counted(len(units), "contests")
    reported: list[datetime] = []
    canvass = timedelta(days=page.options["canvass_days"])

    def make(contest: object) -> Rows:
        found = report(contest)
        if found.before_the_count:
            raise Unreadable("ReportingTime: before the polls closed")
        rows: Rows = [("returns", _row(found, one, canvass)) for one in found.candidates]
        if not rows:
            raise Unreadable("candidates: none")
        reported.append(found.reported_at)
        return rows

    yield from contests(units, make)
    if reported:
        yield Dated(max(reported).date())


def _row(found: Report, candidate: object, canvass: timedelta) -> dict[str, Any]:
    since = found.reported_at.date() - found.election.day
    status = "certified" if since >= canvass else "canvass"
    return {
        "district": found.district,
        "cycle": cycle_of(found.election.day),
        "round": found.election.round.value,
        "contest_date": found.election.day,
        "level": "county" if found.county else "district",
        "county": found.county,
        "kind": "candidate",
        "write_in": False,
        "status": "election-night" if since <= timedelta(days=1) else status,
        **standing(candidate),
    }
