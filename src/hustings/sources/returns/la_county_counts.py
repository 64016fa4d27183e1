"""Los Angeles County: cumulative counts at each release between election night and certification.

Two shapes: the collector's JSON with all contests, and a table derived from it for one seat. The
series of November 2024 stops before the final count: finals come from the results file.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hustings.errors import SourceError
from hustings.sources.checked import Rows, Unreadable
from hustings.sources.events import Counted, Dated, Event
from hustings.sources.returns.cells import day, person, seat, whole
from hustings.sources.returns.la_county import STATE, Election, district_of, election
from hustings.sources.returns.parties import party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import round_of
from hustings.sources.returns.shapes import contests, count, listed, part, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_MOST_RELEASES = 59
_LAST_YEAR = 2100


def moment(released_on: date, release: int) -> datetime:
    """When a release was out, in UTC. The files give the day and the release's number, no hour.

    The end of the California day stands for it, the releases of a day in order a second apart;
    midnight there is 07:00 or 08:00 UTC, and the later is taken.
    """
    if not 1 <= release <= _MOST_RELEASES or released_on.year > _LAST_YEAR:
        raise Unreadable("release: out of range")
    midnight = datetime.combine(released_on + timedelta(days=1), time(8))
    return midnight - timedelta(seconds=_MOST_RELEASES + 1 - release)


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `counts`; as of the last release in the file."""
    if file.name.casefold().endswith(".csv"):
        yield from _table(file, page, scope)
    else:
        yield from _all_contests(file, page, scope)


def _table(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    released: list[date] = []

    def make(record: Record) -> Rows:
        held_on = first_day.setdefault(record["election"], day(record["date"]))
        on, number = day(record["date"]), whole(record["release"], "release")
        held = round_of(STATE, held_on, {record["election"]})
        row = {
            "district": seat(scope["state"], scope["number"], held_on.year),
            "cycle": held_on.year + held_on.year % 2,
            "round": held.value,
            "contest_date": held_on,
            "counted_at": moment(on, number),
            "reporting": f"release {number} of {on}",
            "name": person(record["name"]),
            "party": party(record["party"], STATE).code,
            "party_as_written": record["party"] or None,
            "votes": whole(record["votes"]),
        }
        released.append(on)
        return [("counts", row)]

    # The first release of an election is of its own day.
    first_day: dict[str, date] = {}
    described = layout(page, "election", "date", "release", "name", "party", "votes")
    yield from load(file, described, make)
    if released:
        yield Dated(max(released))


def _all_contests(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    body = file.json()
    try:
        releases = [_release(one) for one in listed(body, "dates")]
        first_day = min((on for on, _ in releases), default=date.min)
        held = election(first_day, scope["stage"].lower(), page)
        units = listed(body, "contests")
    except Unreadable as problem:
        raise SourceError(
            f"it is not a series of the county's counts: {problem}.", where=file.path
        ) from problem
    if not releases:
        raise SourceError("it has no release in dates.", where=file.path)
    yield Counted(len(units), "contests")
    yield from contests(units, lambda contest: _rows(contest, held, releases))
    yield Dated(max(on for on, _ in releases))


def _release(one: object) -> tuple[date, int]:
    if not (isinstance(one, list) and len(one) == 2 and isinstance(one[0], str)):
        raise Unreadable("dates: not a day with a number")
    on, number = day(one[0]), count(one[1], "dates")
    moment(on, number)
    return on, number


def _rows(contest: object, held: Election, releases: list[tuple[date, int]]) -> Rows:
    district = district_of(text(contest, "name"), held)
    rows: Rows = []
    for one in listed(contest, "candidates"):
        series = listed(one, "votes")
        if len(series) != len(releases):
            raise Unreadable("votes: not one number for each release")
        name, written = person(text(one, "name")), text(one, "party")
        rows += [
            (
                "counts",
                {
                    **held.columns(district),
                    "counted_at": moment(on, number),
                    "reporting": f"release {number} of {on}",
                    "name": name,
                    "party": party(written, STATE).code,
                    "party_as_written": written or None,
                    "votes": count(cast),
                },
            )
            for (on, number), cast in zip(releases, series, strict=True)
        ]
    if not rows or part(contest, "type") == "Measure":
        raise Unreadable("candidates: none")
    return rows
