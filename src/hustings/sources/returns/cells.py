"""Cells of returns read strictly: votes, days, districts, yes and no, what a line counts."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from hustings.ids import DELEGATIONS, MOST_SEATS, SEATS, STATES, DistrictId
from hustings.names import fold, tidy
from hustings.sources.checked import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHOLE: Final = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.0)?")
_NUMBER: Final = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th)?", re.IGNORECASE)
_AT_LARGE: Final = frozenset({"", "al", "at large", "at-large"})


def data_rows(name: str, package: str = "hustings.sources.returns") -> Iterator[dict[str, str]]:
    """Rows of a data file that is packaged beside the code."""
    content = resources.files(package).joinpath(name).read_text(encoding="utf-8")
    yield from csv.DictReader(io.StringIO(content, newline=""), strict=True)


def whole(text: str, what: str = "votes") -> int:
    """'62,244' → 62244; '71310.0' → 71310. Raises Unreadable, so that no guess becomes a count."""
    found = _WHOLE.fullmatch(text.strip())
    if not found:
        raise Unreadable(f"{what}: not a whole number" if text.strip() else f"{what}: empty")
    return int(found[1].replace(",", ""))


def day(text: str, what: str = "date") -> date:
    """'2022-06-07' → a date. Raises Unreadable."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise Unreadable(f"{what}: not a date written 2022-06-07")
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Unreadable(f"{what}: there is no such day") from problem


def yes_or_no(text: str, what: str) -> bool | None:
    """Y, 1, true → True; N, 0, false → False; empty → None. Raises Unreadable."""
    match text.strip().casefold():
        case "y" | "yes" | "1" | "true" | "t":
            return True
        case "n" | "no" | "0" | "false" | "f":
            return False
        case "":
            return None
    raise Unreadable(f"{what}: neither yes nor no")


def person(text: str) -> str:
    """A candidate's name as written, repaired where it was encoded twice. Raises Unreadable."""
    name = tidy(text.replace('\\"', '"').replace("\0", ""))
    if not name:
        raise Unreadable("candidate: empty")
    return name


@cache
def _kinds() -> dict[str, str]:
    return {row["as_written"]: row["kind"] for row in data_rows("kinds.csv")}


def kind(name: str) -> str:
    """What a line counts, by the name it carries: a candidate unless it is one of kinds.csv."""
    return _kinds().get(fold(name), "candidate")


@cache
def _single_seats() -> dict[str, tuple[int, int]]:
    return {
        row["state"]: (int(row["from_year"]), int(row["to_year"] or 9999))
        for row in data_rows("at_large.csv")
    }


def single_seat(state: str, year: int) -> bool:
    """Whether the state had one seat in the House in that year (since 1976)."""
    first, last = _single_seats().get(state, (9999, 0))
    return first <= year <= last


def seat(state: str, number: str, year: int) -> DistrictId:
    """('CA', '034', 2024) → CA-34; ('MT', '1', 2018) → MT-AL; ('MT', '1', 2024) → MT-1.

    Raises Unreadable for a seat that did not exist in that year.
    """
    state = state.strip().upper()
    if state in DELEGATIONS:
        return DistrictId(f"{state}-AL")
    if state not in STATES:
        raise Unreadable("state: not a state's postal code")
    written = number.strip()
    found = _NUMBER.fullmatch(written)
    if found:
        value = int(found[1])
    elif written.casefold() in _AT_LARGE:
        value = 0
    else:
        raise Unreadable("district: not a number")
    if single_seat(state, year):
        if value > 1:
            raise Unreadable(f"district: {state} had one seat in {year}")
        return DistrictId(f"{state}-AL")
    if value == 0:
        raise Unreadable("district: none is given, in a state of several")
    decade = max((start for start in SEATS if start <= year), default=0)
    if value > (SEATS[decade][state] if decade else MOST_SEATS):
        raise Unreadable(f"district: {state} had no such district in {year}")
    return DistrictId(f"{state}-{value}")
