"""Late ballots: how likely each candidate is to advance, given the count so far.

The model, in one paragraph (docs/counts.md says how well it does). Let n be the votes counted and
p the shares. The votes still to come are n times a ratio drawn from what was still to come in other
contests at the same stage, a span of time since the polls closed. Their shares are p shifted on the
logit scale: by a drift of the party, by a drift of the first of several of one party against the
others, by a draw that candidates of a party share, and by a draw of each candidate's own. Draws
have the tails of Student's t with `TAILS` degrees of freedom, as single counties report in lumps.
Late votes are added to the count; the share of draws in which a candidate is among the first is the
chance. Nothing here knows of precincts, polls or places.

Aitchison, The Statistical Analysis of Compositional Data (1986), is the source of the shift on the
logit scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hustings.errors import RequestError

Floats: TypeAlias = NDArray[np.float64]

#: Quantiles of the ratio of votes to come that a stage keeps, and between which it is drawn.
PROBABILITIES: Final = (0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0)
#: Degrees of freedom of the draws: heavier tails than the normal's.
TAILS: Final = 5.0
#: How much wider the shared draw is in an election that the model was not fitted on. A judgement:
#: from one election nothing can be learned of how elections differ.
ELSEWHERE: Final = 2.0
#: Parties with a drift of their own; all others share one.
FAMILIES: Final = ("DEM", "REP", "OTH")
#: Below this share a candidate's late share is not learned from: a few dozen ballots are noise.
LEAST_SHARE: Final = 0.01
#: Candidates below this share have a wider draw of their own: they gather votes in few places.
MINOR: Final = 0.10
#: Least late votes that a contest must have had to be learned from.
LEAST_LATE: Final = 200


def family(party: str) -> str:
    """DEM, REP or OTH."""
    return party if party in FAMILIES else "OTH"


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A count so far: votes and party of each candidate, and days since the polls closed.

    Raises RequestError for negative votes, no votes at all, or lists of unequal length.
    """

    votes: tuple[int, ...]
    parties: tuple[str, ...]
    days: float

    def __post_init__(self) -> None:
        if len(self.votes) != len(self.parties) or not self.votes:
            raise RequestError("a count needs a party for each candidate.")
        if min(self.votes) < 0:
            raise RequestError(f"votes are below zero: {min(self.votes):,}.")
        if not sum(self.votes):
            raise RequestError("no vote is counted yet.", next_step="Ask of a later time.")

    @property
    def shares(self) -> Floats:
        """Share of each candidate, never quite zero: half a vote is added to each."""
        votes: Floats = np.asarray(self.votes, dtype=float) + 0.5
        shares: Floats = votes / votes.sum()
        return shares

    @property
    def families(self) -> Floats:
        """A row for each of FAMILIES, a column for each candidate: 1 where it is the party's."""
        mine = [family(one) for one in self.parties]
        return np.array([[float(one == name) for one in mine] for name in FAMILIES])

    @property
    def ranks(self) -> Floats:
        """1 for the first of several of one party, -1 for its others, 0 for who is alone."""
        found = np.zeros(len(self.votes))
        for row in self.families:
            mine = np.flatnonzero(row)
            if len(mine) > 1:
                found[mine] = -1.0
                found[mine[np.argmax(np.asarray(self.votes)[mine])]] = 1.0
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """What was learned of a span of time since the polls closed, in days.

    remaining: quantiles at PROBABILITIES of votes still to come as a ratio of votes counted.
    drift: of FAMILIES, on the logit scale. rank_drift: of the first of several of one party, taken
    from its others. party_sd: of the draw that a party's candidates share; candidate_sd: of each
    one's own, minor_sd for those below MINOR. contests: how many it was learned from.
    """

    from_days: float
    until_days: float
    contests: int
    remaining: tuple[float, ...]
    drift: tuple[float, float, float]
    rank_drift: float
    party_sd: float
    candidate_sd: float
    minor_sd: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """What may come of a count. It is an estimate, not a result.

    chances: that each candidate is among the first `places` (all who tie at the edge are).
    low, middle, high: of each final share, at 5, 50 and 95 percent. uncounted: the same of the
    votes still to come. draws and seed make it again.
    """

    chances: tuple[float, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]
    uncounted: tuple[int, int, int]
    places: int
    stage: Stage
    draws: int
    seed: int


def stage_at(stages: Sequence[Stage], days: float) -> Stage:
    """The stage that a time belongs to. Raises RequestError before the first and after the last."""
    for one in stages:
        if one.from_days <= days < one.until_days:
            return one
    raise RequestError(
        f"nothing was learned of counts {days:.1f} days after the polls closed.",
        next_step=f"Known are {stages[0].from_days:g} to {stages[-1].until_days:g} days."
        if stages else "",
    )  # fmt: skip


def estimate(
    count: Standing, stages: Sequence[Stage], *, places: int, seed: int, draws: int = 20_000,
    elsewhere: bool = False,
) -> Estimate:  # fmt: skip
    """How likely each candidate is to be among the first `places` when all votes are counted.

    elsewhere: whether the contest is of another election than the stages were learned from.
    Raises RequestError if no stage fits the time.
    """
    stage = stage_at(stages, count.days)
    source = np.random.default_rng(seed)
    final = _finals(count, stage, draws, source, ELSEWHERE if elsewhere else 1.0)
    edge = np.sort(final, axis=1)[:, -min(places, final.shape[1])]
    shares = final / final.sum(axis=1, keepdims=True)
    low, middle, high = np.quantile(shares, (0.05, 0.5, 0.95), axis=0)
    late = final.sum(axis=1) - sum(count.votes)
    few, some, many = (int(one) for one in np.quantile(late, (0.05, 0.5, 0.95)))
    return Estimate(
        chances=tuple(float(one) for one in (final >= edge[:, None]).mean(axis=0)),
        low=tuple(map(float, low)), middle=tuple(map(float, middle)), high=tuple(map(float, high)),
        uncounted=(few, some, many), places=places, stage=stage, draws=draws, seed=seed,
    )  # fmt: skip


def _finals(
    count: Standing, stage: Stage, draws: int, source: np.random.Generator, widen: float
) -> Floats:
    """Final votes, a row for each draw and a column for each candidate."""
    many = len(count.votes)
    # A draw of unit variance: Student's t has a variance of k / (k - 2).
    unit = np.sqrt((TAILS - 2) / TAILS)
    shared = source.standard_t(TAILS, (draws, len(FAMILIES))) * unit * stage.party_sd * widen
    spread = np.where(count.shares < MINOR, stage.minor_sd, stage.candidate_sd)
    own = source.standard_t(TAILS, (draws, many)) * unit * spread
    middle = np.log(count.shares) + np.asarray(stage.drift) @ count.families
    middle = middle + stage.rank_drift * count.ranks / 2
    logits = middle + shared @ count.families + own
    late = np.exp(logits - logits.max(axis=1, keepdims=True))
    late /= late.sum(axis=1, keepdims=True)
    ratio = np.interp(source.random(draws), PROBABILITIES, stage.remaining)
    coming = np.rint(ratio * sum(count.votes)).astype(np.int64)
    final: Floats = np.asarray(count.votes, dtype=float) + source.multinomial(coming, late)
    return final


#: Months in which California's clocks are an hour on; the Tuesday of a November general never is.
_SUMMER: Final = range(4, 11)


def days_since_close(day: date, at: datetime) -> float:
    """Days from the close of California's polls, eight in the evening there, to a time in UTC.

    A time before the close is 0: releases without an hour are dated by their day.
    """
    hours = 27 if day.month in _SUMMER else 28
    closed = datetime.combine(day, time()) + timedelta(hours=hours)
    return max((at - closed).total_seconds() / 86_400, 0.0)
