"""The FEC's "Federal Elections": official results of primaries, runoffs and generals.

One line is one candidate on one party's line; its columns are the rounds, so that a line makes up
to four rows. Among the candidates stand sums (District Votes, Party Votes) and notes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import SourceError
from hustings.ids import Round, looks_like
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Dated, Event
from hustings.sources.returns.calendar import day_of, general_election_day, known_by
from hustings.sources.returns.cells import kind, person, seat, whole
from hustings.sources.returns.parties import OTHER, party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.rounds import SPECIAL, is_party_primary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_COLUMNS = {
    "primary": Round.PRIMARY,
    "primary_runoff": Round.PRIMARY_RUNOFF,
    "general": Round.GENERAL,
    "runoff": Round.RUNOFF,
}
_SEAT = re.compile(r"(\d{1,2})\s*(?:-\s*(full|unexpired)\s+term\s*:?)?", re.IGNORECASE)
#: Marks that stand for a footnote: nominated by a convention, withdrawn, named by the party.
_FOOTNOTE = re.compile(r"[*#†‡]+|n/a", re.IGNORECASE)


@dataclass(slots=True)
class _Reader:
    """What one line needs of those before it: the seat, and the party whose votes are listed."""

    year: int
    status: str | None
    state: str = ""
    seat: str = ""
    party: str = ""

    def rows(self, record: Record) -> Rows:
        """The rows of one line. Raises LeftOut for sums of states, headings and blank lines."""
        total, name = record["total"].casefold(), record["name"]
        votes = {column: text for column in _COLUMNS if (text := record[column])}
        if not record["state"] or not (total or name or votes):
            raise LeftOut("a line between contests, or of notes")
        if total.startswith("total state"):
            raise LeftOut("a sum over the state's districts")
        if record["district"].upper().startswith("S"):
            raise LeftOut("office: U.S. Senate is not the U.S. House")
        if name and not votes and not record["party"]:
            raise LeftOut("a heading")
        self._move(record)
        rows = self._total_rows(record, total) if total else self._candidate_rows(record)
        if not rows:
            raise LeftOut(
                "a sum over parties" if total else "no votes: nominated or withdrawn without a vote"
            )
        return [("returns", row) for row in rows]

    def _move(self, record: Record) -> None:
        """Keep the seat: sums at the end of a contest may lack it."""
        written = record["district"]
        if record["state"] != self.state:
            self.state, self.seat, self.party = record["state"], "", ""
        if written and written != self.seat:
            self.seat, self.party = written, ""
        if not self.seat:
            raise Unreadable("district: empty")

    def _base(self, held: Round) -> dict[str, Any]:
        found = _SEAT.fullmatch(self.seat)
        if not found:
            raise Unreadable("district: not a number")
        district = seat(self.state, found[1], self.year)
        if (found[2] or "").casefold() == "unexpired":
            held = SPECIAL[held]
        return {
            "district": district,
            "cycle": self.year,
            "round": held.value,
            "contest_date": day_of(district, self.year, held),
            "level": "district",
            "status": self.status,
        }

    def _candidate_rows(self, record: Record) -> list[dict[str, Any]]:
        name = person(record["name"])
        first, then = _labels(record["party"])
        rows = []
        for column, held in _COLUMNS.items():
            text = record[column]
            if not text or _FOOTNOTE.fullmatch(text):
                continue
            written = first if held in (Round.PRIMARY, Round.PRIMARY_RUNOFF) else then
            label = party(written, self.state)
            alone = text.casefold() == "unopposed"
            base = self._base(held)
            counts = kind(name)
            rows.append(
                {
                    **base,
                    "contest_party": self._contest_party(held, written),
                    "kind": counts,
                    "name": name,
                    "candidate_id": _candidate_id(record["candidate_id"]),
                    "party": label.code,
                    "party_as_written": record["party"] or None,
                    "write_in": label.write_in or counts == "write-in",
                    "incumbent": record["incumbent"] == "(I)",
                    "votes": None if alone else whole(text.rstrip("*# ")),
                    "unopposed": alone,
                    "winner": _winner(record, held),
                }
            )
        return rows

    def _total_rows(self, record: Record, total: str) -> list[dict[str, Any]]:
        """Sums that the file carries among its rows, of one contest each."""
        by_party = total.startswith("party votes")
        if not by_party and not total.startswith("district votes"):
            raise Unreadable("total votes: an unknown kind of sum")
        if by_party and not record["party"]:
            raise Unreadable("party: empty, on a sum of one party's votes")
        rows = []
        for column, held in _COLUMNS.items():
            text = record[column]
            one_party = is_party_primary(self.state, self.year, held)
            if not text or one_party != by_party:
                continue
            rows.append(
                {
                    **self._base(held),
                    "contest_party": self._contest_party(held, record["party"]),
                    "kind": "total",
                    "name": record["total"],
                    "votes": whole(text),
                }
            )
        return rows

    def _contest_party(self, held: Round, written: str) -> str | None:
        """Whose primary it is; an unnamed write-in stands below the party it was written in for."""
        if not is_party_primary(self.state, self.year, held):
            return None
        label = party(written, self.state)
        if label.code is None:
            if not self.party:
                raise Unreadable("party: empty, in a party's primary")
            return self.party
        bare = re.sub(r"[\s\xa0]+|^W\(|\)$", "", written)
        self.party = bare if label.code == OTHER else label.code
        return self.party


def _labels(written: str) -> tuple[str, str]:
    """The label in the primary and in the general: 'W(R)/R' → W(R), R; 'R/W' → R, W.

    Without a write-in, labels joined by a stroke are one line of the ballot (Oregon's D/IP), and
    the first is the party in whose primary the candidate stood.
    """
    parts = [part.strip() for part in written.split("/")]
    if len(parts) == 2 and any(part.startswith("W") and party(part).write_in for part in parts):
        return parts[0], parts[1]
    return parts[0], parts[0]


def _candidate_id(written: str) -> str | None:
    found = written.upper()
    return found if looks_like("candidate", found) else None


def _winner(record: Record, held: Round) -> bool | None:
    """The mark W belongs to the vote that decided: the runoff where there was one."""
    if held is Round.GENERAL and record["runoff"]:
        return None
    return record["winner"] == "W" if held in (Round.GENERAL, Round.RUNOFF) else None


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `returns` for every round that the file gives."""
    cycle = scope["cycle"]
    if not re.fullmatch(r"(19|20)[0-9][02468]", cycle):
        raise SourceError(f"{cycle!r} is not the year of a general election.", where=file.name)
    reader = _Reader(year=int(cycle), status=page.options.get("status"))
    yield Dated(known_by(general_election_day(reader.year)))
    yield from load(
        file, layout(page, "state", "district", "name", "party", "general"), reader.rows
    )
