"""Seats as files number them: one id for a seat, on the lines of a given election.

Files write an at-large seat as 0, 00, 1, 98, AL or At-Large; whether a state's district 1 is its
only one depends on the year (Montana had one seat from 1992 to 2020 and has two since 2022).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from hustings.errors import RequestError
from hustings.ids import DELEGATIONS, FIPS, SEATS, STATES, district_id
from hustings.sources.checked import Fields, Unreadable, shown

#: States with one seat, by the first election of each apportionment before 2012
#: (U.S. Census Bureau, Apportionment Data, 1970-2000).
ONE_SEAT: Final[dict[int, frozenset[str]]] = {
    1972: frozenset({"AK", "DE", "ND", "NV", "VT", "WY"}),
    1982: frozenset({"AK", "DE", "ND", "SD", "VT", "WY"}),
    1992: frozenset({"AK", "DE", "MT", "ND", "SD", "VT", "WY"}),
    2002: frozenset({"AK", "DE", "MT", "ND", "SD", "VT", "WY"}),
    **{
        decade: frozenset(state for state, count in seats.items() if count == 1)
        for decade, seats in SEATS.items()
    },
}

_NUMBER = re.compile(r"(\d{1,2})(?:\.0)?", re.ASCII)
_AT_LARGE = re.compile(r"AL|AT[ -]?LARGE|DEL", re.IGNORECASE)
_GEOID = re.compile(r"(\d\d)(\d\d)", re.ASCII)
_TOGETHER = re.compile(r"([A-Za-z]{2,3})-([A-Za-z0-9-]{1,8})", re.ASCII)
_STATE_CODES: Final = {name: code for code, name in STATES.items()}
#: Codes of the Census (98) and of ICPSR (98, 99) for members without a numbered district.
_NO_DISTRICT: Final = frozenset({0, 98, 99})


def seat(state: str, number: str | int, cycle: int) -> str:
    """The seat's id on the lines of an election: ('MT', '1', 2018) → 'MT-AL'.

    Raises Unreadable where there is no such seat.
    """
    state, text = state.strip().upper(), str(number).strip()
    found = _NUMBER.fullmatch(text)
    if not found and not _AT_LARGE.fullmatch(text):
        raise Unreadable(f"district {shown(number)} is not a number")
    value = int(found[1]) if found else 0
    if value in _NO_DISTRICT or (value == 1 and state in _one_seat(cycle)):
        value = 0
    try:
        district = district_id(state, value)
    except RequestError as problem:
        raise Unreadable(problem.what) from problem
    seats = _seats(state, cycle)
    if seats is not None and (value > seats or (value == 0) != (seats == 1)):
        raise Unreadable(f"{state} had {seats} House districts in {cycle}, none is {text}")
    return str(district)


def seat_together(text: str, cycle: int) -> str:
    """The seat that one field names whole: 'CA-34', 'AK-01', 'DC-Del'. Raises Unreadable."""
    found = _TOGETHER.fullmatch(text.strip())
    if not found:
        raise Unreadable(f"{shown(text)} is not a House district")
    return seat(found[1], found[2], cycle)


def seat_of_fields(fields: Fields, names: list[str], cycle: int) -> str:
    """The seat that one field names whole, or two by state (code or name) and number.

    What stands in brackets after the seat ('AK-AL (First Round)') is not part of its name.
    """
    if len(names) == 1:
        return seat_together(fields.text(names[0]).partition(" (")[0], cycle)
    state = fields.text(names[0])
    return seat(_STATE_CODES.get(state, state), fields.text(names[1]), cycle)


def seat_of_geoid(geoid: str, cycle: int) -> str:
    """The seat of a Census id, state FIPS code and district: '0634' → 'CA-34'.

    Raises Unreadable.
    """
    found = _GEOID.fullmatch(geoid.strip())
    if not found or found[1] not in FIPS:
        raise Unreadable(f"{shown(geoid)} is not a state and district of the Census")
    return seat(FIPS[found[1]], found[2], cycle)


def cycle_of_congress(congress: int) -> int:
    """The election that filled a Congress, and on whose lines it sat: 116 → 2018."""
    return 2 * congress + 1786


def election_day(cycle: int) -> date:
    """The general election: the Tuesday after the first Monday of November (2 USC 7)."""
    first = date(cycle, 11, 1)
    return date(cycle, 11, 2 + (7 - first.weekday()) % 7)


def _one_seat(cycle: int) -> frozenset[str]:
    decades = [decade for decade in ONE_SEAT if decade <= cycle]
    return ONE_SEAT[max(decades)] if decades else frozenset()


def _seats(state: str, cycle: int) -> int | None:
    """How many seats a state had, where the apportionment is at hand (from 2012 on)."""
    decades = [decade for decade in SEATS if decade <= cycle]
    if state in DELEGATIONS or not decades:
        return None
    return SEATS[max(decades)].get(state)
