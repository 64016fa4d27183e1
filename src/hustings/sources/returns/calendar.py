"""Days of House elections: the federal general election by statute, others from calendar.csv."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from hustings.ids import DistrictId, Round, cycle_of
from hustings.sources.returns.cells import data_rows

REFERENCE = "hustings.sources.reference"


class Contest(NamedTuple):
    """One day of the calendar: the round that was voted on, and its seat if it was one seat's."""

    day: date
    round: Round
    district: str


def general_election_day(year: int) -> date:
    """The Tuesday after the first Monday in November (2 U.S.C. 7): 2024 → 5 November 2024."""
    first = date(year, 11, 1)
    monday = first + timedelta(days=(7 - first.weekday()) % 7)
    return monday + timedelta(days=1)


#: Certified results are treated as known this many days after the vote: California certifies by
#: the 38th day, and no state later than the sixth week. The table `returns` says the same.
CERTIFIED_DAYS = 45


def known_by(day: date) -> date:
    """The day by which the certified result of a vote was known: 3 November → 18 December 2020."""
    return day + timedelta(days=CERTIFIED_DAYS)


@cache
def _days() -> dict[tuple[str, int, str], date]:
    """(state or seat, cycle, round) → day."""
    return {
        (row["district"] or row["state"], int(row["cycle"]), row["round"]): date.fromisoformat(
            row["day"]
        )
        for row in data_rows("calendar.csv", REFERENCE)
    }


def day_of(district: DistrictId | str, cycle: int, held: Round) -> date | None:
    """The day of a round: the seat's own, else the state's, else the federal one for a general."""
    days = _days()
    for place in (str(district), district[:2]):
        found = days.get((place, cycle, held.value))
        if found is not None:
            return found
    return general_election_day(cycle) if held is Round.GENERAL else None


@cache
def latest_statewide(state: str, day: date, *, within_days: int) -> Contest | None:
    """The last statewide House election in a state on or before a day, if it is that recent."""
    contests = [
        Contest(held, Round(name), "")
        for (place, _, name), held in _days().items()
        if place == state and held <= day
    ]
    general = Contest(general_election_day(cycle_of(day)), Round.GENERAL, "")
    if general.day <= day:
        contests.append(general)
    last = max(contests, default=None)
    return last if last is not None and (day - last.day).days <= within_days else None
