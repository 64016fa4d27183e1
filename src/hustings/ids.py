"""Identifiers of races, people, committees and bills: parse, check, format.

The assigner of each id is named: the FEC gives candidate and committee ids, the Clerk's Bioguide
gives member ids, Congress numbers its bills. A race is a seat and a cycle: CA-34 in 2024.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NewType

from hustings.errors import RequestError, quoted

CandidateId = NewType("CandidateId", str)
CommitteeId = NewType("CommitteeId", str)
Bioguide = NewType("Bioguide", str)
BillId = NewType("BillId", str)
DistrictId = NewType("DistrictId", str)
Cycle = NewType("Cycle", int)
Congress = NewType("Congress", int)

STATES: Final[dict[str, str]] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa",
    "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi",
    "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee",
    "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington",
    "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip

#: Places that send a delegate or resident commissioner who does not vote on the floor.
DELEGATIONS: Final[dict[str, str]] = {
    "AS": "American Samoa", "DC": "District of Columbia", "GU": "Guam",
    "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands",
}  # fmt: skip

#: State FIPS codes, as the Census writes them (ANSI INCITS 38).
FIPS: Final[dict[str, str]] = {
    "01": "AL", "02": "AK", "04": "AZ", "05": "AR", "06": "CA", "08": "CO", "09": "CT",
    "10": "DE", "11": "DC", "12": "FL", "13": "GA", "15": "HI", "16": "ID", "17": "IL",
    "18": "IN", "19": "IA", "20": "KS", "21": "KY", "22": "LA", "23": "ME", "24": "MD",
    "25": "MA", "26": "MI", "27": "MN", "28": "MS", "29": "MO", "30": "MT", "31": "NE",
    "32": "NV", "33": "NH", "34": "NJ", "35": "NM", "36": "NY", "37": "NC", "38": "ND",
    "39": "OH", "40": "OK", "41": "OR", "42": "PA", "44": "RI", "45": "SC", "46": "SD",
    "47": "TN", "48": "TX", "49": "UT", "50": "VT", "51": "VA", "53": "WA", "54": "WV",
    "55": "WI", "56": "WY", "60": "AS", "66": "GU", "69": "MP", "72": "PR", "78": "VI",
}  # fmt: skip

#: Seats of each state in the House from the apportionments of 2012 and 2022
#: (U.S. Census Bureau, Apportionment of 2010 and 2020).
SEATS: Final[dict[int, dict[str, int]]] = {
    2012: {
        "AL": 7, "AK": 1, "AZ": 9, "AR": 4, "CA": 53, "CO": 7, "CT": 5, "DE": 1, "FL": 27,
        "GA": 14, "HI": 2, "ID": 2, "IL": 18, "IN": 9, "IA": 4, "KS": 4, "KY": 6, "LA": 6,
        "ME": 2, "MD": 8, "MA": 9, "MI": 14, "MN": 8, "MS": 4, "MO": 8, "MT": 1, "NE": 3,
        "NV": 4, "NH": 2, "NJ": 12, "NM": 3, "NY": 27, "NC": 13, "ND": 1, "OH": 16, "OK": 5,
        "OR": 5, "PA": 18, "RI": 2, "SC": 7, "SD": 1, "TN": 9, "TX": 36, "UT": 4, "VT": 1,
        "VA": 11, "WA": 10, "WV": 3, "WI": 8, "WY": 1,
    },
    2022: {
        "AL": 7, "AK": 1, "AZ": 9, "AR": 4, "CA": 52, "CO": 8, "CT": 5, "DE": 1, "FL": 28,
        "GA": 14, "HI": 2, "ID": 2, "IL": 17, "IN": 9, "IA": 4, "KS": 4, "KY": 6, "LA": 6,
        "ME": 2, "MD": 8, "MA": 9, "MI": 13, "MN": 8, "MS": 4, "MO": 8, "MT": 2, "NE": 3,
        "NV": 4, "NH": 2, "NJ": 12, "NM": 3, "NY": 26, "NC": 14, "ND": 1, "OH": 15, "OK": 5,
        "OR": 6, "PA": 17, "RI": 2, "SC": 7, "SD": 1, "TN": 9, "TX": 38, "UT": 4, "VT": 1,
        "VA": 11, "WA": 10, "WV": 2, "WI": 8, "WY": 1,
    },
}  # fmt: skip

#: No state has ever had more seats than California's 53.
MOST_SEATS: Final = 53
FIRST_CYCLE: Final = 1976


class Round(StrEnum):
    """One vote in a contest, named by what it does."""

    PRIMARY = "primary"
    PRIMARY_RUNOFF = "primary-runoff"
    GENERAL = "general"
    RUNOFF = "runoff"
    SPECIAL_PRIMARY = "special-primary"
    SPECIAL_PRIMARY_RUNOFF = "special-primary-runoff"
    SPECIAL_GENERAL = "special-general"
    SPECIAL_RUNOFF = "special-runoff"

    @property
    def words(self) -> str:
        return self.value.replace("-", " ")


_DISTRICT = re.compile(
    r"\s*([A-Z]{2})[\s_-]?(\d{1,2}|AL|At[ -]?Large)\s*", re.IGNORECASE | re.ASCII
)
_YEAR = re.compile(r"-?\d{1,6}", re.ASCII)


def parse_district(text: str) -> DistrictId:
    """'CA-34', 'ca34', 'CA-05', 'AK-AL', 'AK-0' → 'CA-34', 'CA-5', 'AK-AL'.

    District 0, 00, AL and At-Large are all the at-large district. Raises RequestError.
    """
    match = _DISTRICT.fullmatch(text)
    if not match:
        raise RequestError(
            f"{quoted(text)} is not a House district.",
            next_step="Write a state and a number: CA-34.",
        )
    return district_id(match[1], match[2])


def district_id(state: str, number: str | int) -> DistrictId:
    """('CA', '034') → 'CA-34'; ('AK', 0) → 'AK-AL'. Raises RequestError for an unknown state."""
    state = state.strip().upper()
    if state not in STATES and state not in DELEGATIONS:
        raise RequestError(
            f"{quoted(state)} is not a state.",
            next_step="Use the two-letter postal code, such as CA-34.",
        )
    digits = str(number).strip()
    if not digits.isdecimal() or int(digits) == 0 or state in DELEGATIONS:
        return DistrictId(f"{state}-AL")
    value = int(digits)
    if value > MOST_SEATS:
        seats = SEATS[2022].get(state, 1)
        raise RequestError(
            f"{state}-{value} does not exist: {STATES[state]} has {seats} House "
            f"{'district' if seats == 1 else 'districts'}."
        )
    if value == 1 and all(SEATS[decade].get(state) == 1 for decade in SEATS):
        return DistrictId(f"{state}-AL")
    return DistrictId(f"{state}-{value}")


def split_district(district: DistrictId | str) -> tuple[str, int]:
    """'CA-34' → ('CA', 34); the at-large district is number 0. Sorts districts in order."""
    state, _, number = district.partition("-")
    return state, 0 if number == "AL" else int(number)


@dataclass(frozen=True, slots=True, order=True)
class RaceId:
    """A seat and a cycle: the unit of a dossier. `str()` gives 'CA-34 2024'."""

    district: DistrictId
    cycle: Cycle

    @classmethod
    def parse(cls, seat: str, cycle: int | str) -> RaceId:
        """Parse and check that the seat existed in that cycle. Raises RequestError."""
        district, year = parse_district(seat), parse_cycle(cycle)
        state, number = split_district(district)
        if year >= min(SEATS) and state in STATES:
            decade = max(start for start in SEATS if start <= year)
            seats = SEATS[decade][state]
            if number == 0 and seats > 1:
                raise RequestError(f"{STATES[state]} had {seats} numbered districts in {year}.")
            if number > seats:
                raise RequestError(
                    f"{district} did not exist in {year}: {STATES[state]} had {seats} House "
                    f"{'district' if seats == 1 else 'districts'}."
                )
        return cls(district, year)

    def __str__(self) -> str:
        return f"{self.district} {self.cycle}"


def parse_cycle(text: int | str) -> Cycle:
    """'2024' → 2024. A cycle is named by its even election year. Raises RequestError."""
    said = str(text).strip()
    if not _YEAR.fullmatch(said):
        raise RequestError(
            f"{quoted(text)} is not an election cycle.",
            next_step="Give an even year, such as 2024.",
        )
    year, last = int(said), date.today().year + 4  # noqa: DTZ011 - a civil year
    if not FIRST_CYCLE <= year <= last:
        raise RequestError(
            f"{year} is outside the cycles that Hustings knows.",
            next_step=f"Give an even year from {FIRST_CYCLE} to {last - last % 2}.",
        )
    if year % 2:
        raise RequestError(
            f"{year} is not an election cycle.",
            next_step=f"Cycles are named by their even year: a vote in {year} belongs to "
            f"{year + 1}.",
        )
    return Cycle(year)


def cycle_of(day: date) -> Cycle:
    """The two-year cycle a day belongs to: 4 April 2017 → 2018."""
    return Cycle(day.year + day.year % 2)


def congress_elected(cycle: int) -> Congress:
    """The Congress that a cycle's general election fills: 2024 → 119."""
    return Congress((cycle - 1786) // 2)


def election_of(congress: int) -> Cycle:
    """The cycle whose general election filled a Congress: 119 → 2024."""
    return Cycle(2 * congress + 1786)


def congress_sitting(cycle: int) -> Congress:
    """The Congress in session while a cycle's campaign is fought: 2024 → 118."""
    return Congress((cycle - 1788) // 2)


def parse_congress(text: int | str) -> Congress:
    """'116' or '116th' → 116. Raises RequestError."""
    digits = re.sub(r"(st|nd|rd|th)$", "", str(text).strip().lower())
    if not re.fullmatch(r"\d{1,3}", digits, re.ASCII) or not 1 <= int(digits) <= 130:
        raise RequestError(
            f"{quoted(text)} is not a Congress.", next_step="Give a number, such as 116."
        )
    return Congress(int(digits))


_SHAPES: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    "candidate": (re.compile(r"([HS]\d[A-Z]{2}\d{5}|P\d{8})", re.ASCII), "H8CA34266"),
    "committee": (re.compile(r"C\d{8}", re.ASCII), "C00629659"),
    "bioguide": (re.compile(r"[A-Z]\d{6}", re.ASCII), "G000585"),
    "bill": (
        re.compile(r"\d{2,3}-(hr|s|hjres|sjres|hconres|sconres|hres|sres)\d+", re.ASCII),
        "116-hr6515",
    ),
}


def looks_like(kind: str, text: str) -> bool:
    """Whether `text` has the form of an id of that kind (candidate, committee, bioguide, bill)."""
    return bool(_SHAPES[kind][0].fullmatch(text))


def _checked(kind: str, text: str) -> str:
    pattern, example = _SHAPES[kind]
    if not pattern.fullmatch(text):
        raise RequestError(
            f"{quoted(text)} is not a {kind} id.", next_step=f"One looks like {example}."
        )
    return text


def parse_candidate_id(text: str) -> CandidateId:
    """A candidate's FEC id: office, digit, state, digits. Raises RequestError."""
    return CandidateId(_checked("candidate", text.strip().upper()))


def parse_committee_id(text: str) -> CommitteeId:
    """A committee's FEC id: C and eight digits. Raises RequestError."""
    return CommitteeId(_checked("committee", text.strip().upper()))


def parse_bioguide(text: str) -> Bioguide:
    """A member's id in the Biographical Directory of Congress. Raises RequestError."""
    return Bioguide(_checked("bioguide", text.strip().upper()))


def parse_bill_id(text: str) -> BillId:
    """Congress, kind and number of a bill: 116-hr6515. Raises RequestError."""
    return BillId(_checked("bill", text.strip().lower().replace(" ", "").replace(".", "")))
