"""Who stands, what share each is expected to have, how sure that is, and how a second round goes.

A `Field` is what the drawing starts from; all problems of one are said at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError, quoted

#: How many candidates may stand; California's recall of 2003 had 135.
MOST_ENTRANTS: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Entrant:
    """A candidate in a simulated primary: a key, a party, and the share that is expected.

    share: of the votes for all candidates, a fraction of one. Zero never advances.
    """

    candidate: str
    share: float
    party: str = ""
    name: str = ""

    @property
    def said(self) -> str:
        return self.name or self.candidate


@dataclass(frozen=True, kw_only=True, slots=True)
class SecondRound:
    """How the votes of a primary become those of a general between the two that advance.

    carried: how much of what a primary brings beyond expectation lasts to November, 0 to 1.
    loyal: of those whose candidate is out and whose party has one finalist, the share for that one.
    leans: for voters of a party without a finalist, the share for each party that may have one.
    by_strength: of those with no party reason to choose, the share that goes by the finalists'
    strength; the rest is split evenly. swing: what a party gains from primary to general, in share
    of the vote between two. sd_parties, sd_within: the standard deviation of that share around
    its expectation, where the finalists are of two parties and of one.
    """

    carried: float = 1.0
    loyal: float = 0.92
    leans: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    by_strength: float = 0.5
    swing: Mapping[str, float] = field(default_factory=dict)
    sd_parties: float = 0.05
    sd_within: float = 0.08

    def __post_init__(self) -> None:
        shares = {"carried": self.carried, "loyal": self.loyal, "by_strength": self.by_strength}
        problems = [
            f"{name} is {value}, which is no share from 0 to 1"
            for name, value in shares.items()
            if not 0 <= value <= 1
        ]
        spreads = {"sd_parties": self.sd_parties, "sd_within": self.sd_within}
        problems += [
            f"{name} is {value}, which is no spread from 0 to 0.5"
            for name, value in spreads.items()
            if not 0 <= value <= 0.5
        ]
        problems += [
            f"voters of {party} lean by {sum(leans.values())} in all, or by less than nothing"
            for party, leans in self.leans.items()
            if min(leans.values(), default=0) < 0 or sum(leans.values()) > 1 + 1e-9
        ]
        if problems:
            raise RequestError(f"{'; '.join(problems)}.", where="the second round")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """Candidates with expected shares, and the precision of that expectation.

    precision: of the Dirichlet distribution (the sum of its parameters); the variance of a share m
    is m(1 - m)/(precision + 1). party_precision: where parties' totals are surer than the division
    within them, the precision of those totals; `precision` is then that within a party, and
    `within` that of parties with one of their own. ballots: votes in the primary.
    Raises RequestError with all that is wrong.
    """

    entrants: tuple[Entrant, ...]
    precision: float
    party_precision: float | None = None
    ballots: int = 100_000
    within: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise RequestError(f"{'; '.join(problems[:10])}.", where="the field")

    @property
    def shares(self) -> npt.NDArray[np.float64]:
        """Expected shares, adding up to one. Shape (candidates,)."""
        given = np.array([one.share for one in self.entrants], dtype=np.float64)
        made: npt.NDArray[np.float64] = given / given.sum()
        return made

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties of the field in alphabetical order; '' for those without one."""
        return tuple(sorted({one.party for one in self.entrants}))

    @property
    def party_places(self) -> npt.NDArray[np.intp]:
        """For each candidate the place of the party in `parties`. Shape (candidates,)."""
        places = {party: place for place, party in enumerate(self.parties)}
        return np.array([places[one.party] for one in self.entrants], dtype=np.intp)


def _problems(given: Field) -> list[str]:
    found = []
    if len(given.entrants) < 2:
        found.append("a contest needs two candidates or more")
    if len(given.entrants) > MOST_ENTRANTS:
        found.append(f"{len(given.entrants)} candidates are too many; at most {MOST_ENTRANTS}")
    counted = Counter(one.candidate for one in given.entrants)
    found += [f"{quoted(name)} stands {many} times" for name, many in counted.items() if many > 1]
    for one in given.entrants:
        if not one.candidate.strip():
            found.append("a candidate has no name")
        if not (np.isfinite(one.share) and one.share >= 0):
            found.append(f"the share of {quoted(one.said)} is {one.share}")
    if not found and not sum(one.share for one in given.entrants) > 0:
        found.append("all shares are zero")
    for name in ("precision", "party_precision"):
        value = getattr(given, name)
        if value is not None and not (np.isfinite(value) and value > 0):
            found.append(f"{name} is {value}; it must be above zero")
    if given.ballots < 1:
        found.append(f"{given.ballots} ballots are no election")
    found += [
        f"the precision within {party} is {value}; it must be above zero"
        for party, value in given.within.items()
        if not (np.isfinite(value) and value > 0)
    ]
    return found
