"""OpenElections: volunteers' CSV files of one state's election, by county or by precinct.

The file name says day, state and round; the header says the columns. One line is one candidate in
one place; where votes are split by the way of voting, one line makes a row for each way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hustings.errors import SourceError
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Dated, Event
from hustings.sources.pages import page as named_page
from hustings.sources.returns.calendar import known_by
from hustings.sources.returns.cells import kind, person, seat, whole, yes_or_no
from hustings.sources.returns.parties import contest_party, party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import SPECIAL, cycle_for, round_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.ids import Round
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class _Election:
    """What the file's name and its page say of every line."""

    state: str
    day: date
    round: Round
    status: str | None
    house: re.Pattern[str]
    named: frozenset[str]
    modes: dict[str, str]


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `returns` for House contests; other offices are skipped by name."""
    # Files of one county have a page of their own and the words of the other.
    words = named_page(page.options["like"]) if "like" in page.options else page
    election = _election(file, words, scope)
    yield Dated(known_by(election.day))
    yield from load(
        file,
        layout(words, "office", "district", "candidate"),
        lambda record: _rows(record, election),
    )


def _election(file: SourceFile, page: Page, scope: Scope) -> _Election:
    options = page.options
    try:
        day = date.fromisoformat(scope["date"])
        held = round_of(scope["state"], day, scope["contest"].lower().split("__"))
    except (ValueError, Unreadable) as problem:
        raise SourceError(
            f"its name does not say which vote it is ({problem}).",
            where=file.name,
            next_step="A name looks like 20161108__ca__general.csv.",
        ) from problem
    return _Election(
        state=scope["state"],
        day=day,
        round=held,
        status=options.get("status"),
        house=re.compile(options["house"], re.IGNORECASE),
        named=frozenset(options["named_offices"]),
        modes=options["modes"],
    )


def _rows(record: Record, election: _Election) -> Rows:
    office = record["office"]
    found = election.house.fullmatch(office)
    if not found:
        named = office if office in election.named else "another office or a measure"
        raise LeftOut(f"office: {named} is not the U.S. House")
    name = person(record["candidate"])
    district = seat(
        election.state, record["district"] or found["district"] or "", election.day.year
    )
    held = election.round
    if found["special"] and held in SPECIAL:
        held = SPECIAL[held]
    label = party(record["party"], election.state)
    counts = "total" if _is_total(record) else kind(name)
    base: dict[str, Any] = {
        "district": district,
        "cycle": cycle_for(election.day, held),
        "round": held.value,
        "contest_date": election.day,
        "contest_party": contest_party(record["party"], election.state, election.day.year, held),
        "level": _level(record),
        "county": record["county"] or None,
        "precinct": record["precinct"] or None,
        "kind": counts,
        "name": name,
        "party": label.code,
        "party_as_written": record["party"] or None,
        "write_in": label.write_in
        or counts == "write-in"
        or bool(yes_or_no(record["write_in"], "write_in")),
        "incumbent": yes_or_no(record["incumbent"], "incumbent"),
        "winner": yes_or_no(record["winner"], "winner"),
        "status": election.status,
    }
    return [
        ("returns", {**base, "mode": mode, "votes": votes})
        for mode, votes in _votes(record, election.modes)
    ]


def _votes(record: Record, modes: dict[str, str]) -> list[tuple[str | None, int]]:
    """All together where the file says so, else by way of voting; both would count twice."""
    if record["votes"]:
        return [(None, whole(record["votes"]))]
    split: list[tuple[str | None, int]] = [
        (mode, whole(record[field])) for field, mode in modes.items() if record[field]
    ]
    if not split:
        raise Unreadable("votes: empty")
    return split


def _level(record: Record) -> str:
    if record["precinct"]:
        return "precinct"
    return "county" if record["county"] else "district"


def _is_total(record: Record) -> bool:
    """A pseudo-county or pseudo-precinct (`Total Votes`) that sums the others."""
    return "total" in (kind(record["county"]), kind(record["precinct"]))
