"""Members in words: with their seat, by party, and how one of them is found in a Congress."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData, UnknownName
from hustings.measures.resolving import resolve_member
from hustings.products import words
from hustings.products.charts.results import FAMILIES

if TYPE_CHECKING:
    from hustings.record.view import View

#: Parties in the order in which they are shown; all others stand after them by code.
FIRST: Final = ("DEM", "REP")
_MANY: Final = {"DEM": "Democrats", "REP": "Republicans", "IND": "Independents",
                "LIB": "Libertarians"}  # fmt: skip


def party_members(party: str) -> str:
    """Democrats, Republicans, Independents; of a party without a word its code."""
    return _MANY.get(party, f"members of {words.PARTY_WORDS.get(party, party or 'no known party')}")


def in_order(parties: Iterable[str]) -> list[str]:
    """Parties with the two large ones first."""
    return sorted(
        set(parties), key=lambda one: (FIRST.index(one) if one in FIRST else len(FIRST), one)
    )


def with_seat(member: dict[str, Any]) -> str:
    """Jimmy Gomez (CA-34); the name alone where the record has no seat."""
    return f"{member['name']} ({member['seat']})" if member.get("seat") else str(member["name"])


def listed(names: Iterable[str]) -> str:
    """Names in a row, the last after `and`."""
    found = list(names)
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def family(party: str | None) -> str:
    """The palette's family of a party: dem, rep, or oth for all others."""
    found = FAMILIES.get(party or "", "oth")
    return found if found in {"dem", "rep"} else "oth"


def member_named(view: View, text: str, congress: int) -> str:
    """The Bioguide id of a member of a Congress.

    Raises UnknownName where nobody or several are meant, NoData where somebody is who was not in
    that Congress.
    """
    try:
        return resolve_member(view, text, {"congress": congress})
    except UnknownName as nobody:
        try:
            found = resolve_member(view, text, {})
        except UnknownName:
            raise nobody from None
        raise NoData(
            f"{member_name(view, found)} was not in the {words.ordinal(congress)} Congress"
            f"{_served(view, found)}.",
            next_step="Ask of a Congress in which they served.",
        ) from nobody


def member_name(view: View, bioguide: str) -> str:
    """The name for print of a member; the id where no file has one."""
    rows = view.query(
        "select max(name) from legislators where bioguide = $member", {"member": bioguide}
    )
    return str(rows[0][0] or bioguide)


def _served(view: View, bioguide: str) -> str:
    rows = view.query(
        'select chamber, min(start), max("end") from terms where bioguide = $member '
        "group by chamber order by 2",
        {"member": bioguide},
    )
    spans = [f"{chamber} {start.year} to {end.year}" for chamber, start, end in rows]
    return f" ({', '.join(spans)})" if spans else ""
