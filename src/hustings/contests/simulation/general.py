"""A general election drawn from a primary that has been counted: who of the two wins, how often.

Nothing is drawn of the primary: its shares are those of the count. What is open is where the votes
of those who are out go, and how far November is from that; both are learned (`learning`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hustings.contests.simulation.chances import Chance, Range
from hustings.contests.simulation.field import Field, SecondRound
from hustings.contests.simulation.share import MOST_ELECTIONS, Floats, Transfers
from hustings.errors import RequestError


@dataclass(frozen=True, kw_only=True, slots=True)
class GeneralOutcome:
    """What became of the drawn generals between two: `pair` are their places in the field.

    share: the first one's drawn shares of the vote between the two. Shape (elections,).
    """

    pair: tuple[int, int]
    seed: int
    share: Floats

    def _of(self, place: int) -> Floats:
        return self.share if place == self.pair[0] else 1 - self.share

    def chance_to_win(self, place: int) -> Chance:
        """How often the candidate had more than half; a level vote is won by nobody."""
        return Chance(times=int((self._of(place) > 0.5).sum()), elections=len(self.share))

    def range(self, place: int) -> Range:
        """The middle 90% of the candidate's drawn shares."""
        low, middle, high = np.quantile(self._of(place), (0.05, 0.5, 0.95))
        return Range(low=float(low), middle=float(middle), high=float(high))


def simulate_general(
    field: Field, pair: tuple[int, int], second: SecondRound, *, seed: int, elections: int
) -> GeneralOutcome:
    """Draw the general between two of a field whose shares are those of the counted primary.

    Raises RequestError for a pair or a number of elections that cannot be.
    """
    one, other = sorted(pair)
    if one == other or one < 0 or other >= len(field.entrants):
        raise RequestError(f"{pair} are no two of {len(field.entrants)} candidates.")
    if not 1 <= elections <= MOST_ELECTIONS:
        raise RequestError(f"{elections:,} elections cannot be drawn.")
    noise = np.random.Generator(np.random.SFC64(seed)).standard_normal(elections)
    counted = np.repeat(field.shares[:, None], elections, axis=1)
    lower, upper = np.full(elections, one), np.full(elections, other)
    share = Transfers.of(field, second).share(counted, lower, upper, field.shares, noise)
    return GeneralOutcome(pair=(one, other), seed=seed, share=share)
