"""MIT Election Data and Science Lab: House results since 1976, one line for each ballot line.

Generals, with few exceptions (mit_rounds.csv). Votes of 1, 0 or -1 beside a total of 1, 0 or -1
stand for a candidate without opponent whose votes were not counted. Errors that were found in the
file are in known_errors.csv; such a line is rejected while it stands there unmended.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from hustings.ids import Round
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Dated, Event
from hustings.sources.returns.calendar import day_of
from hustings.sources.returns.cells import data_rows, kind, person, seat, whole, yes_or_no
from hustings.sources.returns.errata import known_error
from hustings.sources.returns.parties import party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import SPECIAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_STAGES = {
    ("GEN", False): Round.GENERAL,
    ("GEN", True): Round.RUNOFF,
    ("PRI", False): Round.PRIMARY,
    ("PRI", True): Round.PRIMARY_RUNOFF,
}


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of `returns`. The edition's day is the newest in the column `version`."""
    editions: set[date] = set()
    seen: set[str] = set()
    totals = frozenset(page.options["unopposed_totals"])

    def make(record: Record) -> Rows:
        if record.text in seen:
            raise Unreadable("the same line stands earlier in the file")
        seen.add(record.text)
        made = _row(record, page.id, totals)
        editions.add(_edition(record["version"]))
        return [("returns", made)]

    yield from load(
        file, layout(page, "year", "state", "district", "stage", "candidate", "votes"), make
    )
    if editions:
        yield Dated(max(editions))


def _edition(version: str) -> date:
    try:
        return date.fromisoformat(version)
    except ValueError as problem:
        raise Unreadable("version: not a day written 20250910") from problem


def _row(record: Record, source: str, unopposed_totals: frozenset[str]) -> dict[str, object]:
    if record["office"] != "US HOUSE":
        raise LeftOut("office: not the U.S. House")
    year = whole(record["year"], "year")
    if not 1976 <= year <= 2100:
        raise Unreadable("year: out of range")
    district = seat(record["state"], record["district"], year)
    held, day = _round(record, year)
    cycle = year + year % 2
    name = person(record["candidate"])
    label = party(record["party"], record["state"])
    counts = kind(name)
    alone = record["total"] in unopposed_totals and record["votes"] in unopposed_totals
    problem = known_error(source, district, cycle, held, name, record["votes"])
    if problem:
        raise Unreadable(f"known error of the source: {problem}")
    return {
        "district": district,
        "cycle": cycle,
        "round": held.value,
        "contest_date": day or day_of(district, cycle, held),
        "level": "district",
        "mode": None if record["mode"] in ("", "TOTAL") else record["mode"].lower(),
        "kind": counts,
        "name": name,
        "party": label.code,
        "party_as_written": record["party"] or None,
        "write_in": label.write_in
        or counts == "write-in"
        or bool(yes_or_no(record["write_in"], "writein")),
        "votes": None if alone else whole(record["votes"]),
        "unopposed": alone,
        "status": "unofficial" if yes_or_no(record["unofficial"], "unofficial") else "certified",
    }


def _round(record: Record, year: int) -> tuple[Round, date | None]:
    runoff = bool(yes_or_no(record["runoff"], "runoff"))
    special = bool(yes_or_no(record["special"], "special"))
    stage, state = record["stage"], record["state"]
    for district in (record["district"], ""):
        found = _exceptions().get((year, state, district, stage, runoff, special))
        if found:
            return found
    held = _STAGES.get((stage, runoff))
    if held is None:
        raise Unreadable("stage: neither GEN nor PRI")
    return (SPECIAL[held] if special else held), None


@cache
def _exceptions() -> dict[tuple[int, str, str, str, bool, bool], tuple[Round, date]]:
    return {
        (
            int(row["year"]),
            row["state"],
            row["district"],
            row["stage"],
            row["runoff"] == "TRUE",
            row["special"] == "TRUE",
        ): (Round(row["round"]), date.fromisoformat(row["day"]))
        for row in data_rows("mit_rounds.csv")
    }
