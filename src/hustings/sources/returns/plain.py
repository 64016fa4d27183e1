"""Plain tables of returns: CSV with a heading, one line for each candidate in each place.

Headings are told by the words that people use (table.yaml); what stands above the heading is
passed over. A table may have a line for each county, precinct or way of voting, or a column for
each way. What the table does not say (state, day, round) its name or the caller does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from hustings.contests.tally import read_votes
from hustings.errors import RequestError, SourceError
from hustings.ids import STATES, Round
from hustings.names import fold
from hustings.sources.checked import LeftOut, Unreadable
from hustings.sources.events import Dated, Event, Loaded, Rejected, Skipped
from hustings.sources.pages import page as named_page
from hustings.sources.returns.calendar import known_by
from hustings.sources.returns.cells import day, kind, person, yes_or_no
from hustings.sources.returns.parties import party
from hustings.sources.returns.rounds import SPECIAL, round_of
from hustings.sources.returns.sheets import (
    Contest,
    Count,
    house_district,
    house_rows,
    special_title,
)

if TYPE_CHECKING:
    from hustings.sources.files import CsvRow, SourceFile
    from hustings.sources.pages import Page, Scope

#: The heading stands among the first lines; offices put a title above it.
_HEADING_WITHIN: Final = 10
_CODES: Final = {name.casefold(): code for code, name in STATES.items()}
_STAGES: Final = {"gen": "general", "pri": "primary", "g": "general", "p": "primary",
                  "general election": "general", "primary election": "primary",
                  "special": "special-general"}  # fmt: skip
_ALL_WAYS: Final = frozenset({"", "total", "totals", "all", "total votes"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of a table beforehand, from its name or from who asks."""

    state: str = ""
    day: date | None = None
    round: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Which cell holds which field and which way of voting; headings that nothing reads."""

    width: int
    fields: dict[str, int]
    modes: dict[str, int]
    unread: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """What a table held: counts by contest, problems by contest, and what became of each line."""

    heading: Heading
    events: list[Event] = field(default_factory=list)
    contests: dict[tuple[str, ...], Contest] = field(default_factory=dict)
    counts: dict[tuple[str, ...], list[Count]] = field(default_factory=dict)
    problems: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    stray: list[str] = field(default_factory=list)

    def sheets(self) -> tuple[Contest, ...]:
        """The contests in the order in which the table names them."""
        return tuple(
            replace(
                contest,
                counts=tuple(self.counts.get(key, ())),
                problems=tuple(self.problems.get(key, ())),
            )
            for key, contest in self.contests.items()
        )


@cache
def _words() -> tuple[
    tuple[tuple[str, re.Pattern[str]], ...],
    tuple[tuple[str, re.Pattern[str]], ...],
    re.Pattern[str],
]:
    options = named_page("returns.table").options
    return (
        tuple((name, re.compile(text)) for name, text in options["headings"].items()),
        tuple((name, re.compile(text)) for name, text in options["modes"].items()),
        re.compile(options["passed"]),
    )


def _said(cell: str) -> str:
    """A heading without case, doubled blanks, underscores and hyphens."""
    return re.sub(r"[\s_-]+", " ", cell.replace("\ufeff", "")).strip().casefold()


def heading_of(cells: list[str]) -> Heading:
    """What each heading means. A field that several headings fit is the first one's."""
    fields, modes, passed = _words()
    said = [_said(cell) for cell in cells]
    found: dict[str, int] = {}
    ways: dict[str, int] = {}
    taken: set[int] = set()
    for name, pattern in fields:
        places = [place for place, text in enumerate(said) if pattern.fullmatch(text)]
        free = [place for place in places if place not in taken]
        if free:
            best = min(free, key=lambda place: (said[place] not in {name, f"{name} po"}, place))
            # 'state_po' and 'state': the code rather than the name.
            best = next((place for place in free if said[place] == f"{name} po"), best)
            found[name] = best
            taken.update(free)
    for way, pattern in modes:
        for place, text in enumerate(said):
            if place not in taken and pattern.fullmatch(text) and way not in ways:
                ways[way] = place
                taken.add(place)
    unread = tuple(
        cells[place].strip()[:60]
        for place, text in enumerate(said)
        if place not in taken and text and not passed.fullmatch(text)
    )
    return Heading(len(cells), found, ways, unread)


def lacking(heading: Heading) -> list[str]:
    """Columns that a table of returns cannot be without, and this one lacks."""
    missing = [] if "candidate" in heading.fields else ["candidate"]
    return missing if "votes" in heading.fields or heading.modes else [*missing, "votes"]


def read_table(file: SourceFile, known: Known) -> Table:
    """Read a table whole. Raises SourceError where no heading is found."""
    rows = file.csv_rows()
    above: list[CsvRow] = []
    heading = None
    for row in rows:
        heading = heading_of(row.cells)
        if not lacking(heading):
            break
        above.append(row)
        heading = None
        if len(above) == _HEADING_WITHIN:
            break
    if heading is None:
        raise _no_heading(file, above)
    table = Table(heading)
    table.events += [Skipped(one.line, "a line above the heading", one.lines) for one in above]
    table.events.append(Skipped(row.line, "header", row.lines))
    for row in rows:
        table.events.append(_take(row, table, known))
    return table


def _no_heading(file: SourceFile, above: list[CsvRow]) -> SourceError:
    first = next((one for one in above if any(cell.strip() for cell in one.cells)), None)
    if first is None:
        return SourceError("it is empty.", where=file.path)
    if first.problem:
        return SourceError(f"its first line cannot be read: {first.problem}.", where=file.path)
    missing = lacking(heading_of(first.cells))
    shown = ", ".join(repr(cell.strip()[:30]) for cell in first.cells[:8])
    return SourceError(
        f"its first line has no column for {' and '.join(missing)}: it says {shown}.",
        where=file.path,
        next_step="Returns need a column candidate and a column votes, parted by commas; "
        "docs/formats.md lists what the columns may be called.",
    )


def _take(row: CsvRow, table: Table, known: Known) -> Event:
    heading = table.heading
    if row.problem:
        table.stray.append(f"line {row.line}: broken quotes: {row.problem}")
        return Rejected(row.line, row.text, f"broken quotes: {row.problem}", row.lines)
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if not filled:
        return Skipped(row.line, "blank line", row.lines)
    if len(row.cells) != heading.width:
        if len(filled) <= 2 and filled[0].casefold().startswith("total"):
            return Skipped(row.line, "a sum that is no candidate's", row.lines)
        reason = (
            f"it has {'more' if len(row.cells) > heading.width else 'fewer'} cells than the header"
        )
        table.stray.append(f"line {row.line}: {reason}")
        return Rejected(row.line, row.text, reason, row.lines)
    cells = {name: row.cells[place].strip() for name, place in heading.fields.items()}
    ways = {name: row.cells[place].strip() for name, place in heading.modes.items()}
    key: tuple[str, ...] | None = None
    try:
        contest = _contest(cells, known)
        key = (fold(contest.title), str(contest.day or ""), contest.round)
        table.contests.setdefault(key, contest)
        made = _counts(row.line, cells, ways, contest)
    except Unreadable as problem:
        who = f", {cells['candidate'][:60]}" if cells.get("candidate") else ""
        told = f"line {row.line}{who}: {problem}"
        (table.stray if key is None else table.problems.setdefault(key, [])).append(told)
        return Rejected(row.line, row.text, str(problem), row.lines)
    except LeftOut as reason:
        return Skipped(row.line, str(reason), row.lines)
    table.counts.setdefault(key, []).extend(made)
    return Loaded(row.line, [], row.lines)


def _contest(cells: dict[str, str], known: Known) -> Contest:
    """The contest that a line is of, without its counts."""
    return _contest_of(*(cells.get(name, "") for name in _CONTEST), known)


_CONTEST: Final = ("office", "district", "state", "date", "stage", "special")


@lru_cache(maxsize=8192)
def _contest_of(
    office: str, number: str, in_state: str, on: str, stage: str, extra: str, known: Known
) -> Contest:
    state = known.state or _state(in_state)
    held_on = known.day or (day(on) if on else None)
    label = f"District {number}" if number.isdecimal() and not office else number
    special = bool(yes_or_no(extra, "special"))
    title = " ".join(part for part in (office or known.title, label) if part) or "the contest"
    if special and "special" not in title.casefold():
        title = f"{title} (special)"
    held = known.round or _round(stage, state, held_on)
    if held and special_title(title) and Round(held) in SPECIAL:
        held = SPECIAL[Round(held)].value
    return Contest(
        title=title, counts=(), state=state, day=held_on, round=held,
        district=_seat(office or known.title, number, state, held_on),
    )  # fmt: skip


def _state(written: str) -> str:
    text = written.strip()
    code = text.upper() if text.upper() in STATES else _CODES.get(text.casefold(), "")
    if text and not code:
        raise Unreadable("state: no state is called so")
    return code


def _round(written: str, state: str, held_on: date | None) -> str:
    said = re.sub(r"[\s_]+", "-", _STAGES.get(written.casefold(), written.casefold()))
    if said in {one.value for one in Round}:
        return said
    words = re.split(r"[^a-z]+", written.casefold())
    if held_on is None or not written:
        return ""
    try:
        return round_of(state, held_on, words).value
    except Unreadable:
        return ""


def _seat(office: str, number: str, state: str, held_on: date | None) -> str:
    """The seat in the U.S. House, where it is one and state and day are known."""
    if not state or held_on is None or not office:
        return ""
    plain = "" if fold(number) in {"statewide", "at large", "0", "00", "000"} else number
    try:
        return house_district(
            f"{office} District {plain}" if plain else office, state, held_on.year
        )
    except (LeftOut, Unreadable):
        return ""


def _counts(
    line: int, cells: dict[str, str], ways: dict[str, str], contest: Contest
) -> list[Count]:
    written = cells.get("candidate", "")
    if not written and kind(cells.get("party", "")) != "candidate":
        written = cells["party"]
    name = person(written)
    label = party(cells.get("party", ""), contest.state)
    counted = kind(name)
    if "total" in {kind(cells.get("county", "")), kind(cells.get("precinct", ""))}:
        counted = "total"
    mode = cells.get("mode", "").casefold()
    marked = yes_or_no(cells.get("write_in", ""), "write_in")
    base = Count(
        line=line,
        name=name,
        votes=None,
        party=label.code or "",
        party_as_written=cells.get("party", ""),
        kind=counted,
        write_in=label.write_in or counted == "write-in" or bool(marked),
        county=cells.get("county", ""),
        precinct=cells.get("precinct", ""),
        mode="" if mode in _ALL_WAYS else mode,
        withdrawn=bool(yes_or_no(cells.get("withdrawn", ""), "withdrawn")),
    )
    split = {way: _votes(text, way) for way, text in ways.items() if text}
    if cells.get("votes") or not split:
        total = _votes(cells.get("votes", ""), "votes")
        added = sum(votes or 0 for votes in split.values())
        if split and len(split) > 1 and total is not None and added != total:
            raise Unreadable(f"votes: {total:,}, and the ways of voting add to {added:,}")
        return [replace(base, votes=total)]
    return [replace(base, votes=votes, mode=way) for way, votes in split.items()]


def _votes(text: str, what: str) -> int | None:
    try:
        return read_votes(text)
    except RequestError as problem:
        prefix = "" if what == "votes" else f"{what}: "
        raise Unreadable(f"{prefix}{problem.what.rstrip('.')}") from problem


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Rows of `returns` for House contests. Raises SourceError for columns that nothing reads."""
    try:
        held_on = date.fromisoformat(scope["date"])
        held = round_of(scope["state"], held_on, scope["stage"].lower().split("-"))
    except (ValueError, Unreadable) as problem:
        raise SourceError(
            f"its name does not say which vote it is ({problem}).", where=file.name
        ) from problem
    yield Dated(known_by(held_on))
    known = Known(
        state=scope["state"],
        round=held.value,
        day=None,
        title=page.options.get("office", "U.S. House"),
    )
    table = read_table(file, known)
    if table.heading.unread:
        raise SourceError(
            "it has columns that are not known: "
            f"{', '.join(repr(name) for name in table.heading.unread[:10])}.",
            where=file.path,
            next_step="Take them out, or call them as docs/formats.md says.",
        )
    yield from _house_events(table, held, held_on)


def _house_events(table: Table, held: Round, held_on: date) -> Iterator[Event]:
    """The table's events with rows for those lines that are of House contests on that day."""
    by_line: dict[int, tuple[Contest, list[Count]]] = {}
    for contest in table.sheets():
        for one in contest.counts:
            by_line.setdefault(one.line, (contest, []))[1].append(one)
    for event in table.events:
        if not isinstance(event, Loaded):
            yield event
            continue
        contest, counts = by_line[event.line]
        try:
            own = replace(contest, counts=tuple(counts), day=_same(contest.day, held_on))
            yield Loaded(event.line, house_rows(own, held), event.lines)
        except Unreadable as problem:
            yield Rejected(event.line, "; ".join(one.name for one in counts), str(problem),
                           event.lines)  # fmt: skip
        except LeftOut as reason:
            yield Skipped(event.line, str(reason), event.lines)


def _same(written: date | None, held_on: date) -> date:
    if written not in {None, held_on}:
        raise Unreadable("election_date: not the day in the file's name")
    return held_on


def sums(events: list[Event]) -> tuple[int, int, Counter[str]]:
    """Lines loaded, lines rejected, and lines skipped by reason."""
    loaded = sum(one.lines for one in events if isinstance(one, Loaded))
    rejected = sum(one.lines for one in events if isinstance(one, Rejected))
    skipped: Counter[str] = Counter()
    for one in events:
        if isinstance(one, Skipped):
            skipped[one.reason] += one.lines
    return loaded, rejected, skipped
