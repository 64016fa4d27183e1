"""The list of a committee's or a candidate's donors: on the terminal, as JSON, as CSV.

The legal notice stands at the top of each. There is no street in the record; the ZIP code stays out
of lists and exports, as a name with a ZIP code is nearly an address.
"""

from __future__ import annotations

import csv
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from hustings import ids
from hustings.errors import NoData, RequestError, UnknownName
from hustings.figures import money, plain
from hustings.measures.absence import resolving
from hustings.measures.donors import NOTICE, of_whom
from hustings.measures.evaluation import SAMPLE
from hustings.measures.listings import (
    candidate_name,
    committee_name,
    donor_cycles,
    donors_of,
    donors_told,
)
from hustings.measures.resolving import resolve_candidate, resolve_committee

if TYPE_CHECKING:
    from rich.console import Console

    from hustings.record.view import View

#: Columns of the CSV, in order. No street and no ZIP code.
COLUMNS: Final = ("place", "name", "city", "state", "employer", "occupation", "total_usd", "gifts",
                  "first", "last", "spellings", "score", "doubtful", "donor")  # fmt: skip
#: How many are shown on the terminal if nobody says.
SHOWN: Final = 25


@dataclass(frozen=True, kw_only=True, slots=True)
class DonorList:
    """Donors of one committee or candidate in a cycle, the most generous first.

    said: how many rows became how many people, at which threshold. people: of them all.
    """

    of: str
    name: str
    cycle: int
    rows: int
    people: int
    usd: Any
    said: str
    donors: tuple[dict[str, Any], ...]
    sample: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "notice": NOTICE,
            "of": self.of,
            "name": self.name,
            "cycle": self.cycle,
            "rows": self.rows,
            "people": self.people,
            "usd": plain(self.usd),
            "resolved": self.said,
            "donors": [{name: plain(donor[name]) for name in COLUMNS} for donor in self.donors],
        }


def donor_list(view: View, who: str, cycle: int | None, top: int) -> DonorList:
    """The donors of whoever is meant, of the newest resolved cycle if none is named.

    who: an id or a name of a candidate or a committee. top: how many; 0 for all.
    Raises UnknownName, or NoData with the command that would resolve them.
    """
    kind, one = _meant(view, who, cycle)
    where = of_whom(one if kind == "committee" else None, one if kind == "candidate" else None)
    given: dict[str, Any] = {kind: one}
    cycles = donor_cycles(view, where, given)
    chosen = cycle or (cycles[-1] if cycles else None)
    if chosen not in cycles:
        raise NoData(
            f"the donors of {who}{f' in {cycle}' if cycle else ''} are not resolved into people, "
            "or files were loaded since.",
            next_step=f"Run: {resolving({**given, 'cycle': cycle})}",
        )
    given["cycle"] = chosen
    told = donors_told(view, where, given)
    name = (committee_name if kind == "committee" else candidate_name)(view, one)
    return DonorList(
        of=one, name=name, cycle=int(chosen or 0), rows=told["rows"], people=told["people"],
        usd=told["usd"], said=told["said"], donors=tuple(donors_of(view, where, given, top)),
        sample=view.sample,
    )  # fmt: skip


def _meant(view: View, who: str, cycle: int | None) -> tuple[str, str]:
    """Whether a candidate or a committee is meant, and its id. Raises UnknownName."""
    context = {"cycle": cycle} if cycle else {}
    wanted = who.strip().upper()
    for kind in ("committee", "candidate"):
        if ids.looks_like(kind, wanted):
            return kind, wanted
    with suppress(UnknownName):
        return "committee", resolve_committee(view, who, context)
    try:
        return "candidate", resolve_candidate(view, who, context)
    except UnknownName as problem:
        raise UnknownName(
            problem.what, next_step="Give the FEC id of a candidate or of a committee."
        ) from problem


def write_csv(found: DonorList, file: Path) -> None:
    """The list as CSV, the notice in its first line after a #. Raises RequestError."""
    try:
        with file.open("w", encoding="utf-8", newline="") as stream:
            said = found.said.replace("\n", "\n# ")
            stream.write(f"# {NOTICE}\n# {said}\n")
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(COLUMNS)
            for donor in found.donors:
                writer.writerow([_cell(donor[name]) for name in COLUMNS])
    except OSError as problem:
        raise RequestError(
            f"the file cannot be written: {problem.strerror or problem}.", where=str(file)
        ) from problem


def _cell(value: Any) -> str:
    """A value as text. A spreadsheet would run what begins with = + - @; a quote stops it."""
    text = "" if value is None else str(value)
    return f"'{text}" if isinstance(value, str) and text[:1] in "=+-@\t\r" and text else text


def show_donors(out: Console, found: DonorList) -> None:
    """The list on the terminal: the notice first, then who, how resolved, and the people."""
    out.print(Text(NOTICE, style="dim"))
    out.print()
    out.print(Text(f"Donors of {found.name} ({found.of}), {found.cycle}", style="bold"))
    said = found.said.replace("\n", " ")
    out.print(f"{found.people:,} people, {money(found.usd)} itemised. {said}")
    if found.sample:
        out.print(SAMPLE)
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for head, right in (("", True), ("name", False), ("city", False), ("employer", False),
                        ("total", True), ("gifts", True), ("span", False)):  # fmt: skip
        table.add_column(head, justify="right" if right else "left", no_wrap=right, overflow="fold")
    for one in found.donors:
        place = ", ".join(part for part in (one["city"], one["state"]) if part)
        span = " – ".join(dict.fromkeys(str(one[end]) for end in ("first", "last") if one[end]))
        table.add_row(
            str(one["place"]), one["name"] + (" ?" if one["doubtful"] else ""), place,
            one["employer"] or "", money(one["total_usd"]), f"{one['gifts']:,}", span,
        )  # fmt: skip
    out.print()
    out.print(table)
    if any(one["doubtful"] for one in found.donors):
        out.print("? one of the spellings has a doubtful pair.")
