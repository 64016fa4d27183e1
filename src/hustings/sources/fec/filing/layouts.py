"""Layouts: the names of a row's fields by its kind and the version of the format.

They are read from `mappings.json` of the package fecfile (Apache-2.0, Evan Sonderegger), which
keeps them as data. What becomes of each named field of an itemised row is said by the page: a
column of `itemizations`, or a reason for leaving it out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hustings.errors import Fault

if TYPE_CHECKING:
    from hustings.sources.pages import Page

#: Kinds of rows that list gifts, spending or debts: a schedule with its line, or a form's own list.
#: Schedule C has a stroke before its line: SC1 and SC2 are Schedules C-1 and C-2.
_SCHEDULE: Final = re.compile(
    r"S([ABDEF])[/-]?(\d{1,2}(?:[A-Z]{1,4}|[A-Z][1-3])?)?|S(C)(?:[/-](\d{1,2}[A-Z]?))?", re.ASCII
)
_LIST: Final = re.compile(r"F(?:56|57|65|76|92|93|132|133)", re.ASCII)
#: How a kind looks; anything else is text that strayed to the beginning of a line.
LIKE_A_KIND: Final = re.compile(r"[A-Z]{1,4}\d{0,3}[A-Z0-9]{0,4}(?:[/-][A-Z0-9]{1,4})?", re.ASCII)
_ROMAN: Final = {"1": "I", "2": "II", "3": "III"}


@cache
def mappings() -> tuple[
    tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]], ...
]:
    """Layouts as fecfile keeps them: pattern of the kind → pattern of the version → names.

    The package itself is not imported: it would bring a client for the network with it.
    """
    spec = find_spec("fecfile")
    if spec is None or not spec.submodule_search_locations:
        raise Fault("the package fecfile, which holds the layouts of filings, is not installed.")
    path = Path(spec.submodule_search_locations[0]) / "mappings.json"
    read = json.loads(path.read_text(encoding="utf-8"))
    return tuple(
        (
            re.compile(kind, re.IGNORECASE),
            tuple((re.compile(v, re.IGNORECASE), tuple(names)) for v, names in versions.items()),
        )
        for kind, versions in read.items()
    )


@cache
def layout(kind: str, version: str) -> tuple[str, ...] | None:
    """The names of the fields of a kind of row in a version, or None if there is no such row."""
    for kinds, versions in mappings():
        if kinds.match(kind):
            for versions_, names in versions:
                if versions_.match(version):
                    return names
    return None


def schedule_line(kind: str) -> tuple[str, str | None] | None:
    """The schedule and line that a kind names, in one spelling; None if it lists nothing.

    SA11A1, SA11ai and SA11AI are ('A', '11AI'); SC/10 is ('C', '10'); F57 is ('F57', None).
    """
    kind = kind.upper()
    if _LIST.fullmatch(kind):
        return kind, None
    found = _SCHEDULE.fullmatch(kind)
    if not found:
        return None
    line = found[2] or found[4]
    if line and len(line) > 2 and line[-1] in _ROMAN and line[-2].isalpha():
        line = line[:-1] + _ROMAN[line[-1]]
    return found[1] or found[3], line


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """How rows of one kind are read in one version.

    names: the layout. places: our column → the places of the fields that make it. least: a row
    must reach so far, past its amount and its memo code, or it is no row. shown: fields of a
    rejected row that may be kept: those before the first name, and so before any address.
    """

    kind: str
    schedule: str
    form_line: str | None
    names: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    least: int
    shown: int


def plan(kind: str, version: str, page: Page) -> Plan | None:
    """How a kind of itemised row is read, or None if it is not one or has no layout.

    Raises Fault if the layout has a field that the page neither takes nor leaves out.
    """
    found, names = schedule_line(kind), layout(kind, version)
    if found is None or names is None:
        return None
    places: dict[str, tuple[int, ...]] = {}
    for place, name in enumerate(names):
        column = page.columns.get(name)
        if column:
            places[column] = (*places.get(column, ()), place)
        elif not any(re.fullmatch(pattern, name) for pattern in page.ignored):
            raise Fault(f"the page {page.id} does not say what becomes of {name!r} in {kind}.")
    needed = [places[column][-1] for column in ("amount_usd", "memo") if column in places]
    return Plan(
        kind=kind,
        schedule=found[0],
        form_line=found[1],
        names=names,
        places=places,
        least=max(needed, default=1) + 1,
        shown=cut(names),
    )


def cut(names: tuple[str, ...]) -> int:
    """How many fields of a row come before the first name or address."""
    private = (i for i, name in enumerate(names) if "name" in name or "street" in name)
    return next(private, min(2, len(names)))
