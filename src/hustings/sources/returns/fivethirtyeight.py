"""FiveThirtyEight's election results: generals, special elections, Louisiana's first rounds.

One line is one ballot line (a New York candidate has several). `jungle primary` is a first vote of
all candidates: Louisiana's in November, or that of a special election. California's own primaries
are not in the file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ids import Round
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.returns.calendar import day_of
from hustings.sources.returns.cells import kind, person, seat, whole, yes_or_no
from hustings.sources.returns.parties import party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import first_round, second_round

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of `returns`, level district, with the address of the state's page in `authority`."""
    required = ("state", "office", "seat", "year", "stage", "special", "candidate", "votes")
    yield from load(file, layout(page, *required), _rows)


def _rows(record: Record) -> Rows:
    if record["office"] != "U.S. House":
        raise LeftOut("office: not the U.S. House")
    if record["ranked_round"] not in ("", "1"):
        raise LeftOut("a later round of a ranked count; the first choices are loaded")
    year = whole(record["year"], "cycle")
    if not 1976 <= year <= 2100:
        raise Unreadable("cycle: out of range")
    district = seat(record["state"], record["seat"].removeprefix("District "), year)
    held = _round(record, year)
    name = person(record["candidate"] or record["other"])
    label = party(record["party"], record["state"])
    counts = "candidate" if record["candidate"] else kind(name)
    alone = yes_or_no(record["unopposed"], "unopposed") is True
    if not record["votes"] and not alone:
        raise Unreadable("votes: empty, and not marked as unopposed")
    cycle = year + year % 2
    row = {
        "district": district,
        "cycle": cycle,
        "round": held.value,
        "contest_date": day_of(district, cycle, held),
        "level": "district",
        "kind": counts,
        "name": name,
        "party": label.code,
        "party_as_written": record["party"] or None,
        "write_in": label.write_in or counts == "write-in",
        "votes": whole(record["votes"]) if record["votes"] else None,
        "unopposed": alone,
        "winner": yes_or_no(record["winner"], "winner"),
        "authority": record["source"] or None,
    }
    return [("returns", row)]


def _round(record: Record, year: int) -> Round:
    special = bool(yes_or_no(record["special"], "special"))
    match record["stage"]:
        case "general":
            return Round.SPECIAL_GENERAL if special else Round.GENERAL
        case "jungle primary":
            return first_round(record["state"], year) if special else Round.GENERAL
        case "runoff":
            return second_round(record["state"], year) if special else Round.RUNOFF
    raise Unreadable("stage: not one that the page knows")
