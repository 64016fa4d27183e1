"""Reading a file of returns whole: the format is told by what is in it, every contest is given.

XML and JSON are told by their roots, tables by their headings. Files that a page of House returns
knows by name (MIT, FEC, California's service …) are read through it; OpenElections' tables, which
hold every office, as plain tables with day, state and round from the name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Refused, SourceError
from hustings.ids import STATES
from hustings.sources.checked import Unreadable
from hustings.sources.events import Counted, Dated, Loaded, Rejected, Skipped
from hustings.sources.pages import page, recognise
from hustings.sources.returns import clarity, la_county, nist, plain
from hustings.sources.returns.rounds import round_of
from hustings.sources.returns.settle import settled
from hustings.sources.returns.sheets import Contest, Count, Sheet, refuse_zeros

if TYPE_CHECKING:
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope
    from hustings.sources.returns.plain import Known

#: First bytes that no text has: zip (also spreadsheets), PDF, gzip, old Office, images.
_BINARY: Final = {
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of the old kind",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"SQLite format 3": "a database",
    b"PAR1": "a Parquet file",
}
#: What Los Angeles County's feed says of itself, dry runs and counts alike.
_DRY_RUN: Final = re.compile(rb"Semi-Final Official Election Returns|^\d{3}ET\d{4}", re.MULTILINE)
_OPENELECTIONS: Final = re.compile(r"(\d{8})__([a-z]{2})__([a-z0-9_]+)\.csv", re.IGNORECASE)
_TABLES: Final = {"returns.openelections", "returns.openelections_county", "returns.plain",
                  "returns.table"}  # fmt: skip


def read_sheet(file: SourceFile, known: Known | None = None) -> Sheet:
    """Every contest of a file, with each unit loaded, rejected or skipped.

    known: what the caller says of it (state, day, round). Raises SourceError for a file that is
    no returns, Refused for one that must not be taken for them.
    """
    told = known or plain.Known()
    with file.open() as stream:
        start = stream.read(4096)
    _refuse_what_is_no_text(file, start)
    bare = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = recognise(file.name, file.path)
    if found and found[0].id == "returns.refused":
        list(found[0].read(file, found[1]))
    if found and found[0].id.endswith("_counts"):
        raise SourceError(
            "it holds counts as they stood at many moments, not one result.",
            where=file.path,
            next_step="Load it into the record: hustings load",
        )
    if bare[:1] == b"<":
        return _of_xml(file)
    if bare[:1] in {b"{", b"["}:
        return _of_json(file)
    if found and found[0].id.startswith("returns.") and found[0].id not in _TABLES:
        return _of_events(file, *found)
    return _of_table(file, told, found)


def _refuse_what_is_no_text(file: SourceFile, start: bytes) -> None:
    if not start.strip():
        raise SourceError("it is empty.", where=file.path)
    for first, what in _BINARY.items():
        if start.startswith(first):
            raise SourceError(
                f"it is {what}, no text.",
                where=file.path,
                next_step="Save the sheet with the results as CSV.",
            )
    if b"\0" in start:
        raise SourceError(
            "it is a binary file, no text.",
            where=file.path,
            next_step="Give results as CSV, XML or JSON.",
        )
    if _DRY_RUN.search(start):
        raise Refused(
            "it is Los Angeles County's .ets feed, whose dry runs carry invented votes and cannot "
            "be told from a count.",
            where=file.path,
            next_step="Give the county's final results or the state's.",
        )


def _of_xml(file: SourceFile) -> Sheet:
    root = file.xml()
    name = root.tag.rpartition("}")[2]
    if name == clarity.ROOT:
        told, found = clarity.read(file, page("returns.clarity"))
        return _sheet(file, "Clarity election night reporting (XML)", found, told.reported)
    if name == nist.ROOT:
        report, read = nist.read(file)
        return _sheet(file, "NIST SP 1500-100 (XML)", read, report.generated)
    raise SourceError(
        f"its XML is no election result that Hustings reads: its root is {name[:60]!r}.",
        where=file.path,
        next_step=f"It reads {clarity.ROOT} (Clarity) and {nist.ROOT} (NIST SP 1500-100).",
    )


def _of_json(file: SourceFile) -> Sheet:
    body = file.json()
    if isinstance(body, dict) and str(body.get("@type", "")).endswith("ElectionReport"):
        report, read = nist.read(file)
        return _sheet(file, "NIST SP 1500-100 (JSON)", read, report.generated)
    units = body if isinstance(body, list) else [body]
    if units and all(isinstance(one, dict) and "raceTitle" in one for one in units):
        return _of_events(file, page("returns.ca_sos"), {"counted": "", "part": ""})
    if isinstance(body, dict) and isinstance(body.get("Election"), dict):
        try:
            every = list(la_county.every_contest(body))
        except Unreadable as problem:
            raise SourceError(f"it is not a result of the county: {problem}.",
                              where=file.path) from problem  # fmt: skip
        refuse_zeros((one for one in every if isinstance(one, Contest)), file.path)
        return _sheet(file, "Los Angeles County's results (JSON)", every, None)
    raise SourceError(
        "its JSON is no election result that Hustings reads.",
        where=file.path,
        next_step="It reads California's results service, Los Angeles County's results and "
        "NIST SP 1500-100.",
    )


def _sheet(
    file: SourceFile, form: str, found: Iterable[Contest | Rejected | Skipped], as_of: date | None
) -> Sheet:
    """A sheet of a format whose units are contests: a contest is read whole or not at all."""
    contests, rejected, skipped = [], [], Counter[str]()
    for one in found:
        if isinstance(one, Contest):
            contests.append(one)
        elif isinstance(one, Rejected):
            rejected.append(one)
        else:
            skipped[one.reason] += 1
    broken = [
        Contest(title=one.text or f"contest {one.line}", counts=(), problems=(one.reason,))
        for one in rejected
    ]
    return Sheet(
        file=file.path, format=form, contests=(*map(settled, contests), *broken), unit="contests",
        loaded=len(contests), rejected=len(rejected), skipped=skipped, as_of=as_of,
    )  # fmt: skip


def _of_table(file: SourceFile, told: Known, found: tuple[Page, Scope] | None) -> Sheet:
    form, known = "a table with a heading (CSV)", told
    if named := _OPENELECTIONS.fullmatch(file.name):
        form, known = "OpenElections (CSV)", _of_name(named, told)
    elif found and found[0].id in _TABLES:
        scope = found[1]
        if {"state", "date", "stage"} <= set(scope):
            known = _known(told, scope["state"], scope["date"], scope["stage"].split("-"))
            known = replace(known, title=found[0].options.get("office", ""))
    table = plain.read_table(file, known)
    contests = tuple(settled(one) for one in table.sheets())
    loaded, rejected, skipped = plain.sums(table.events)
    notes = []
    if table.heading.unread:
        notes.append(f"Columns not read: {', '.join(table.heading.unread)}.")
    if not loaded:
        first = next((one for one in table.events if isinstance(one, Rejected)), None)
        raise SourceError(
            f"not one of its {rejected:,} lines could be read as returns; "
            f"line {first.line}: {first.reason}."
            if first
            else "it has a heading and no line below it.",
            where=file.path,
        )
    if not table.stray and not any(one.problems for one in contests):
        refuse_zeros(contests, file.path)
    return Sheet(
        file=file.path, format=form, contests=contests, unit="lines", loaded=loaded,
        rejected=rejected, skipped=skipped, stray=tuple(table.stray), notes=tuple(notes),
    )  # fmt: skip


def _of_name(named: re.Match[str], told: Known) -> Known:
    return _known(told, named[2].upper(), named[1], named[3].lower().split("__"))


def _known(told: Known, state: str, written: str, words: list[str]) -> Known:
    """What a file's name says, where the caller says nothing else."""
    try:
        held_on = told.day or date.fromisoformat(written)
        held = told.round or round_of(state, held_on, words).value
    except (ValueError, Unreadable):
        return replace(told, state=told.state or (state if state in STATES else ""))
    return replace(told, state=told.state or state, day=held_on, round=held)


def _of_events(file: SourceFile, found: Page, scope: Scope) -> Sheet:
    """A sheet of a page's rows of `returns`, grouped into contests again.

    A page names no contest for a line that it rejects: any contest whose lines the rejected one
    stands among or beside carries it as a problem.
    """
    counts: dict[tuple[Any, ...], list[Count]] = defaultdict(list)
    about: dict[tuple[Any, ...], dict[str, Any]] = {}
    rejected: list[Rejected] = []
    skipped: Counter[str] = Counter()
    loaded, unit, as_of = 0, "lines", None
    for event in found.read(file, scope):
        match event:
            case Loaded(rows=rows):
                loaded += event.lines
                for table, row in rows:
                    if table == "returns":
                        _add(event.line, row, counts, about)
            case Rejected():
                rejected.append(event)
            case Skipped():
                skipped[event.reason] += event.lines
            case Counted():
                unit = event.unit
            case Dated():
                as_of = event.as_of
    if not counts:
        why = f": {rejected[0].reason}" if rejected else ""
        raise SourceError(f"it holds no result of a contest{why}.", where=file.path)
    contests = [
        settled(_contest(key, about[key], tuple(lines), rejected if unit == "lines" else []))
        for key, lines in counts.items()
    ]
    refuse_zeros(contests, file.path)
    return Sheet(
        file=file.path, format=found.title, contests=tuple(contests), unit=unit, loaded=loaded,
        rejected=sum(one.lines for one in rejected), skipped=skipped, as_of=as_of,
        notes=tuple(f"{times:,} rejected: {reason}" for reason, times in
                    Counter(one.reason for one in rejected).most_common(5)),
    )  # fmt: skip


def _add(
    line: int,
    row: dict[str, Any],
    counts: dict[tuple[Any, ...], list[Count]],
    about: dict[tuple[Any, ...], dict[str, Any]],
) -> None:
    key = (row["district"], row["cycle"], row["round"], row.get("contest_party") or "")
    about.setdefault(key, row)
    counts[key].append(
        Count(
            line=line,
            name=row["name"],
            votes=row["votes"],
            party=row.get("party") or "",
            party_as_written=row.get("party_as_written") or "",
            kind=row["kind"],
            write_in=bool(row.get("write_in")),
            county=row.get("county") or "",
            precinct=row.get("precinct") or "",
            mode=row.get("mode") or "",
            person=row.get("candidate_id") or "",
        )
    )


def _contest(
    key: tuple[Any, ...], row: dict[str, Any], lines: tuple[Count, ...], rejected: list[Rejected]
) -> Contest:
    district, cycle, held, of_party = key
    first, last = min(one.line for one in lines) - 1, max(one.line for one in lines) + 1
    whose = f", {of_party}" if of_party else ""
    return Contest(
        title=f"U.S. House {district}, {cycle} {held.replace('-', ' ')}{whose}",
        counts=lines,
        state=district[:2],
        district=district,
        day=row.get("contest_date"),
        round=held,
        party=of_party,
        status=row.get("status") or "",
        problems=tuple(
            f"line {one.line}: {one.reason}" for one in rejected if first <= one.line <= last
        ),
    )
