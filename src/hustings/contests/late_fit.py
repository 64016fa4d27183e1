"""Learning from counts that ended, and scoring forecasts of counts not learned from.

Moments, not likelihood: drifts are weighted means over contests, spreads are what is left. Each
contest has one say at each stage, its last count in it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from hustings.contests.late import (
    FAMILIES,
    LEAST_LATE,
    LEAST_SHARE,
    MINOR,
    PROBABILITIES,
    Floats,
    Stage,
    Standing,
)

#: Ends of the stages, in days since the polls closed: hours on the night, then days, then weeks.
EDGES: Final = (0.0, 0.07, 0.12, 0.2, 0.5, 1.5, 2.5, 3.5, 5.5, 7.5, 10.5, 14.5, 21.0)
#: A forecast is never scored as surer than this: of so few contests none is known to be certain.
SUREST: Final = 0.999


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """A contest whose count ended: its counts by time, and the final votes in the same order."""

    key: str
    counts: tuple[Standing, ...]
    final: tuple[int, ...]

    def last_in(self, start: float, end: float) -> Standing | None:
        """The last count from start to before end, if there is one."""
        found = [one for one in self.counts if start <= one.days < end]
        return found[-1] if found else None


#: A contest's say at a stage: the count, and the shift of each late share.
_Say: TypeAlias = "tuple[Standing, Floats]"


def fit(histories: Sequence[History]) -> tuple[Stage, ...]:
    """The stages that at least three contests speak of."""
    made: list[Stage] = []
    for start, end in itertools.pairwise(EDGES):
        stage = _stage(histories, start, end, made[-1] if made else None)
        if stage is not None:
            made.append(stage)
    return tuple(made)


def _stage(
    histories: Sequence[History], start: float, end: float, before: Stage | None
) -> Stage | None:
    ratios: list[float] = []
    says: list[_Say] = []
    for one in histories:
        count = one.last_in(start, end)
        if count is None:
            continue
        late = np.maximum(np.asarray(one.final, dtype=float) - np.asarray(count.votes), 0.0)
        ratios.append(float(late.sum()) / sum(count.votes))
        if late.sum() >= LEAST_LATE:
            says.append(_say(count, late))
    if len(ratios) < 3:
        return None
    remaining = tuple(round(float(one), 6) for one in np.quantile(ratios, PROBABILITIES))
    if len(says) < 10:
        # Too few contests have late votes to learn their leaning from: what held before stands.
        drift, rank, party_sd, own_sd, minor_sd = (
            (before.drift, before.rank_drift, before.party_sd, before.candidate_sd, before.minor_sd)
            if before else ((0.0, 0.0, 0.0), 0.0, 0.2, 0.2, 0.4)
        )  # fmt: skip
    else:
        drift, rank, party_sd, own_sd, minor_sd = _shifts(says)
    return Stage(
        from_days=start, until_days=end, contests=len(ratios), remaining=remaining, drift=drift,
        rank_drift=rank, party_sd=party_sd, candidate_sd=own_sd, minor_sd=minor_sd,
    )  # fmt: skip


def _say(count: Standing, late: Floats) -> _Say:
    """The log of late share over share so far, less its weighted mean in the contest."""
    shares = count.shares
    shift = np.log((late + 0.5) / (late + 0.5).sum()) - np.log(shares)
    return count, shift - float(shares @ shift)


def _shifts(
    says: Sequence[_Say],
) -> tuple[tuple[float, float, float], float, float, float, float]:
    """Drifts by party, the drift of the first of a party, and the three spreads."""
    sums, weights = np.zeros(len(FAMILIES)), np.zeros(len(FAMILIES))
    firsts: list[float] = []
    means: list[tuple[int, float]] = []
    for count, shift in says:
        for place, mine in enumerate(count.families):
            group = np.flatnonzero(mine * (count.shares >= MINOR / 2))
            if not len(group):
                continue
            mean = float(np.average(shift[group], weights=count.shares[group]))
            means.append((place, mean))
            sums[place] += mean
            weights[place] += 1
            if len(group) > 1:
                first = count.ranks[group] > 0
                firsts.append(float(shift[group][first].mean() - shift[group][~first].mean()))
    # Two votes for no drift: a party with hardly any contests is left where it stands.
    drift = sums / (weights + 2)
    rank = float(sum(firsts) / (len(firsts) + 2))
    # A party's mean has its own candidates' draws in it, so the shared draw is a little too wide.
    shared = float(np.mean([(mean - drift[place]) ** 2 for place, mean in means]))
    own, minor = _own(says, rank)
    a, b, c = (round(float(one), 6) for one in drift)
    party_sd, own_sd, minor_sd = (round(one**0.5, 6) for one in (shared, own, minor))
    return (a, b, c), round(rank, 6), party_sd, own_sd, minor_sd


def _own(says: Sequence[_Say], rank: float) -> tuple[float, float]:
    """Variances of candidates' own draws about their party: of those above MINOR, and below."""
    above: list[float] = []
    below: list[float] = []
    for count, shift in says:
        left = shift - rank * count.ranks / 2
        for mine in count.families:
            group = np.flatnonzero(mine * (count.shares >= LEAST_SHARE))
            if len(group) < 2:
                continue
            mean = float(np.average(left[group], weights=count.shares[group]))
            major = group[count.shares[group] >= MINOR]
            if len(major) > 1:
                above.append(float(np.var(left[major], ddof=1)))
            below += [float((left[one] - mean) ** 2) for one in group if one not in major]
    found = [float(np.mean(one)) if one else 0.03 for one in (above, below)]
    return found[0], max(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Forecast:
    """A chance that was given to a candidate, the plain guess beside it, and what came.

    guess: the chance by the plain guess that those who are first stay so: 1 or 0. learned: the
    same guess said only as surely as it came true in the contests learned from.
    """

    key: str
    days: float
    chance: float
    guess: float
    learned: float
    came: bool
    inside: bool
    close: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """Brier scores (mean squared error of chances) and log scores (mean -ln of what came).

    Both are better when lower. inside: share of final shares within the range of 5 to 95 percent.
    """

    forecasts: int
    contests: int
    brier: float
    brier_guess: float
    brier_learned: float
    log: float
    log_guess: float
    log_learned: float
    inside: float


def scores(forecasts: Sequence[Forecast]) -> Scores:
    """The scores of forecasts; there must be at least one."""
    came = np.array([one.came for one in forecasts], dtype=float)

    def both(chances: Sequence[float]) -> tuple[float, float]:
        given = np.asarray(chances)
        sure = np.clip(given, 1 - SUREST, SUREST)
        log = -(came * np.log(sure) + (1 - came) * np.log(1 - sure))
        return float(np.mean((given - came) ** 2)), float(np.mean(log))

    model = both([one.chance for one in forecasts])
    guess = both([one.guess for one in forecasts])
    learned = both([one.learned for one in forecasts])
    return Scores(
        forecasts=len(forecasts), contests=len({one.key for one in forecasts}),
        brier=model[0], brier_guess=guess[0], brier_learned=learned[0],
        log=model[1], log_guess=guess[1], log_learned=learned[1],
        inside=float(np.mean([one.inside for one in forecasts])),
    )  # fmt: skip


def reliability(
    forecasts: Sequence[Forecast],
    edges: Sequence[float] = (0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98, 1),
) -> list[tuple[float, float, int, float, float]]:
    """For each span of chances: from, to, how many, the mean chance, the share that came true."""
    found = []
    for low, high in itertools.pairwise(edges):
        mine = [o for o in forecasts if low <= o.chance < high or (high == 1 and o.chance == 1)]
        if mine:
            mean = float(np.mean([one.chance for one in mine]))
            true = float(np.mean([one.came for one in mine]))
            found.append((low, high, len(mine), mean, true))
    return found
