"""Which round a vote was, named by what it does, and whether all candidates shared a ballot.

Files name rounds by the state's own words, and those change: Louisiana's files of 2012 and 2014
call November the primary and December the general, those of 2016 and 2020 call them general and
runoff. The reviewed table rules.csv says how each state votes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hustings.ids import Cycle, Round, cycle_of
from hustings.sources.checked import Unreadable
from hustings.sources.returns.calendar import REFERENCE, general_election_day
from hustings.sources.returns.cells import data_rows

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

#: Rules by which a first vote of all candidates may elect at once.
MAY_ELECT = frozenset({"majority-two-round", "majority-runoff"})
SPECIAL = {
    Round.PRIMARY: Round.SPECIAL_PRIMARY,
    Round.PRIMARY_RUNOFF: Round.SPECIAL_PRIMARY_RUNOFF,
    Round.GENERAL: Round.SPECIAL_GENERAL,
    Round.RUNOFF: Round.SPECIAL_RUNOFF,
}


@cache
def _rules() -> dict[tuple[str, str], list[tuple[int, int, str]]]:
    found: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for row in data_rows("rules.csv", REFERENCE):
        # 2012 stands for 2012 or before.
        first = 0 if row["from_cycle"] == "2012" else int(row["from_cycle"])
        span = (first, int(row["to_cycle"] or 9999), row["rule"])
        found.setdefault((row["state"], row["stage"]), []).append(span)
    return found


def rule_of(state: str, year: int, stage: str) -> str | None:
    """The rule of a stage in a state and year, such as top-two; None where none is known."""
    spans = _rules().get((state, stage), [])
    return next((rule for first, last, rule in spans if first <= year <= last), None)


def is_party_primary(state: str, year: int, held: Round) -> bool:
    """Whether a round is held party by party: not California's, Washington's or Alaska's."""
    if held in (Round.PRIMARY, Round.PRIMARY_RUNOFF):
        return rule_of(state, year, "primary") in (None, "party-primary")
    if held in (Round.SPECIAL_PRIMARY, Round.SPECIAL_PRIMARY_RUNOFF):
        return rule_of(state, year, "special-primary") in (None, "party-primary")
    return False


def second_round(state: str, year: int) -> Round:
    """The vote after a special first round without a majority.

    California calls that first round the special primary and the second the special general;
    where the first round is the special general itself (Texas, Georgia, Louisiana, Mississippi)
    the second is its runoff.
    """
    if rule_of(state, year, "special-primary") == "majority-two-round":
        return Round.SPECIAL_GENERAL
    return Round.SPECIAL_RUNOFF


def first_round(state: str, year: int) -> Round:
    """The special vote of all candidates on one ballot; see `second_round`."""
    if rule_of(state, year, "special-primary") == "majority-two-round":
        return Round.SPECIAL_PRIMARY
    return Round.SPECIAL_GENERAL


def round_of(state: str, held_on: date, words: Collection[str]) -> Round:
    """The round of a vote from its day and its words: special, primary, general, runoff.

    Raises Unreadable where the words name no round.
    """
    special, runoff = "special" in words, "runoff" in words
    primary, general = "primary" in words, "general" in words
    if not (primary or general or runoff or special):
        raise Unreadable("round: the words name none")
    if special:
        return _special_round(state, held_on.year, primary=primary, general=general, runoff=runoff)
    if runoff:
        return Round.PRIMARY_RUNOFF if primary else Round.RUNOFF
    if rule_of(state, held_on.year, "general") == "majority-two-round":
        first = general_election_day(held_on.year)
        return Round.GENERAL if held_on <= first else Round.RUNOFF
    return Round.PRIMARY if primary else Round.GENERAL


def cycle_for(held_on: date, held: Round) -> Cycle:
    """The cycle a vote belongs to: a general's runoff in January belongs to the year before."""
    if held is Round.RUNOFF and held_on.year % 2:
        return Cycle(held_on.year - 1)
    return cycle_of(held_on)


def _special_round(state: str, year: int, *, primary: bool, general: bool, runoff: bool) -> Round:
    by_majority = rule_of(state, year, "special-general")
    if rule_of(state, year, "special-primary") is None and by_majority in MAY_ELECT:
        # One ballot for all. Louisiana's words: primary for the first vote, general for the next.
        second = runoff or (general and by_majority == "majority-two-round")
        return Round.SPECIAL_RUNOFF if second else Round.SPECIAL_GENERAL
    if runoff:
        return Round.SPECIAL_PRIMARY_RUNOFF if primary else second_round(state, year)
    return Round.SPECIAL_PRIMARY if primary else Round.SPECIAL_GENERAL
