"""A plain table of returns: one line for each candidate of a state's House contests.

The name says state, round and day; every line repeats the day, and must agree.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hustings.errors import SourceError
from hustings.ids import Round, cycle_of
from hustings.sources.checked import Rows, Unreadable
from hustings.sources.events import Dated
from hustings.sources.returns.calendar import known_by
from hustings.sources.returns.cells import day, kind, person, seat, whole, yes_or_no
from hustings.sources.returns.parties import contest_party, party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import round_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `returns`, level district."""
    try:
        held_on = date.fromisoformat(scope["date"])
        held = round_of(scope["state"], held_on, scope["stage"].lower().split("-"))
    except (ValueError, Unreadable) as problem:
        raise SourceError(
            f"its name does not say which vote it is ({problem}).", where=file.name
        ) from problem
    yield Dated(known_by(held_on))
    yield from load(
        file,
        layout(page, "date", "district", "candidate", "party", "votes"),
        lambda record: _rows(record, scope["state"], held_on, held),
    )


def _rows(record: Record, state: str, held_on: date, held: Round) -> Rows:
    if day(record["date"]) != held_on:
        raise Unreadable("election_date: not the day in the file's name")
    name = person(record["candidate"])
    label = party(record["party"], state)
    counts = kind(name)
    row = {
        "district": seat(state, record["district"], held_on.year),
        "cycle": cycle_of(held_on),
        "round": held.value,
        "contest_date": held_on,
        "contest_party": contest_party(record["party"], state, held_on.year, held),
        "level": "district",
        "kind": counts,
        "name": name,
        "party": label.code,
        "party_as_written": record["party"] or None,
        "write_in": label.write_in
        or counts == "write-in"
        or bool(yes_or_no(record["write_in"], "write_in")),
        "votes": whole(record["votes"]),
    }
    return [("returns", row)]
