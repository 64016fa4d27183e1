"""Parties as files write them, brought to one set of codes (parties.csv)."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from hustings.sources.checked import Unreadable
from hustings.sources.returns.cells import data_rows
from hustings.sources.returns.rounds import is_party_primary

if TYPE_CHECKING:
    from hustings.ids import Round

OTHER: Final = "OTH"
#: Marks of a candidate written in: NPP (W/I); DEM write-in; WRITE-IN (GREEN); W(D); W.
_WRITE_IN: Final = re.compile(
    r"\(\s*W\s*/\s*I\s*\)|\bwrite[ -]?in\b|^W(?=\s*\()|^W$", re.IGNORECASE
)


class Party(NamedTuple):
    """A party's code (None where no party is written) and whether the label says written in."""

    code: str | None
    write_in: bool


@cache
def party(written: str, state: str = "") -> Party:
    """The code of a party label: 'Dem' → DEM, 'NPP (W/I)' → NPP, written in.

    A label that parties.csv does not know is OTH; the caller keeps the text. A few labels mean
    different parties in different states: NPP is the New Progressive Party in Puerto Rico.
    """
    rest, marks = _WRITE_IN.subn(" ", written.strip())
    key = _key(rest)
    if not key:
        return Party(None, marks > 0)
    known = _codes()
    return Party(known.get((key, state), known.get((key, ""), OTHER)) or None, marks > 0)


def contest_party(written: str, state: str, year: int, held: Round) -> str | None:
    """Whose primary a candidate's line is of; None where all candidates share one ballot.

    Parties without a code keep their own label: two small parties' primaries are two contests.
    Raises Unreadable for a line without a party in a party's primary.
    """
    if not is_party_primary(state, year, held):
        return None
    code = party(written, state).code
    if code is None:
        raise Unreadable("party: empty, in a party's primary")
    return written if code == OTHER else code


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


@cache
def _codes() -> dict[tuple[str, str], str]:
    return {
        (_key(row["as_written"]), row["state"]): row["code"] for row in data_rows("parties.csv")
    }
