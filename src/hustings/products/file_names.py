"""What a file's name tells of its contest: me-02-2018-general-votes.dat is Maine's second in 2018."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from hustings.ids import STATES, Round
from hustings.sources.returns.calendar import day_of, general_election_day

#: A state, a number of a district or al, and a year, at the start of the name.
_NAMED: Final = re.compile(r"([a-z]{2})[-_](?:\d{1,2}|al)[-_](20\d\d)(?![0-9a-z])(.*)", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedContest:
    """A contest as a file's name tells it. day: of the vote, or of the year's general election."""

    state: str
    day: date
    round: str


def named_contest(file: str) -> NamedContest | None:
    """The House contest that the file's name begins with, if it begins with one."""
    found = _NAMED.match(PurePath(file).name)
    if found is None or found[1].upper() not in STATES:
        return None
    state, year = found[1].upper(), int(found[2])
    words = re.split(r"[^a-z]+", found[3].lower())
    held = next((one for one in (Round.GENERAL, Round.PRIMARY) if one.value in words), None)
    if held is Round.GENERAL and {"primary", "special"} & set(words):
        held = None
    day = day_of(state, year, held) if held else None
    return NamedContest(
        state=state, day=day or general_election_day(year), round=held.value if held else ""
    )
