"""One district's rounds compiled from other sources, each line with the source it is from.

Believed last: it answers only for rounds whose own file is not in the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.ids import Round, cycle_of
from hustings.sources.events import Dated, Event
from hustings.sources.returns.calendar import known_by
from hustings.sources.returns.cells import day, kind, person, seat, whole
from hustings.sources.returns.parties import contest_party, party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import round_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hustings.sources.checked import Rows
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_LAST_ROUNDS = {Round.GENERAL, Round.RUNOFF, Round.SPECIAL_GENERAL, Round.SPECIAL_RUNOFF}


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `returns`, level district, with `authority`."""
    days: list[date] = []

    def make(record: Record) -> Rows:
        held_on = day(record["date"])
        held = round_of(scope["state"], held_on, record["round"].lower().split())
        name = person(record["candidate"])
        label = party(record["party"], scope["state"])
        counts = kind(name)
        row = {
            "district": seat(scope["state"], scope["number"], held_on.year),
            "cycle": cycle_of(held_on),
            "round": held.value,
            "contest_date": held_on,
            "contest_party": contest_party(record["party"], scope["state"], held_on.year, held),
            "level": "district",
            "kind": counts,
            "name": name,
            "party": label.code,
            "party_as_written": record["party"] or None,
            "write_in": label.write_in or counts == "write-in",
            "votes": whole(record["votes"]),
            "winner": record["outcome"] == "elected" if held in _LAST_ROUNDS else None,
            "authority": "; ".join(part for part in (record["source"], record["note"]) if part),
        }
        days.append(held_on)
        return [("returns", row)]

    described = layout(page, "date", "round", "candidate", "party", "votes", "source")
    yield from load(file, described, make)
    if days:
        yield Dated(known_by(max(days)))
