"""Statements without a number: who represents, sponsors, cosponsored, borders, won, is of which party.

A statement is found by a form of words with the names it needs; it becomes a reading of a measure
whose answer is a name, a list, a day, or yes or no, with what the sentence says it is. A form is a
function from a scene to claims; one more is a function in a module here, and a line below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hustings.claims.matching.scene import Scene
from hustings.claims.matching.statements.bills import bills
from hustings.claims.matching.statements.comparisons import carried, outdid
from hustings.claims.matching.statements.elections import (
    advances,
    closer,
    days,
    lockouts,
    outcomes,
    rules,
)
from hustings.claims.matching.statements.passing import fates, passed
from hustings.claims.matching.statements.people import (
    endorsed,
    only_one_to,
    parties,
    single_race,
)
from hustings.claims.matching.statements.places import borders, neighbours_counted, represents
from hustings.claims.matching.statements.votes import (
    backed,
    both_voted,
    enacted,
    few_of_a_party,
    member_votes,
    none_missed,
    yes_or_no,
)
from hustings.claims.model import Claim

#: The forms in the order in which they are tried: of claims in one place the first is kept.
FORMS: tuple[Callable[[Scene], Iterator[Claim]], ...] = (
    neighbours_counted, borders, represents, both_voted, member_votes, backed, yes_or_no,
    none_missed, few_of_a_party, enacted,
    bills, passed, fates, days,
    closer, lockouts, advances, outcomes, rules, parties,
    endorsed, single_race, only_one_to, outdid, carried,
)  # fmt: skip


def read_statements(scene: Scene) -> list[Claim]:
    """The statements of a sentence; where two overlap, the earlier form's."""
    made: list[Claim] = []
    for form in FORMS:
        for claim in form(scene):
            if not any(claim.start < one.end and one.start < claim.end for one in made):
                made.append(claim)
    return made
