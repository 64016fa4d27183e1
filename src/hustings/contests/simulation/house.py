"""Polls made into an expectation: how sure they are by sample, by house, and all together.

A poll errs in three ways: by its sample; by its house, the same way in each poll of one pollster;
and by what all pollsters share (who turns out, who changes). Variances are written as a multiple of
m(1 - m) for a share m, as a Dirichlet distribution has them, so that they can be added:

    one house   v = house + 1 / (ballots asked in its polls)
    all houses  v = shared + 1 / sum(1 / v of each house)

Those who were undecided are spread as the others are, and make it less sure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hustings.errors import RequestError, quoted


@dataclass(frozen=True, kw_only=True, slots=True)
class Poll:
    """One poll: who asked, until which day, how many, and the share of each candidate.

    shares: fractions of one of all asked; what is left were undecided or named somebody else.
    """

    pollster: str
    day: date
    sample: int
    shares: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class HouseSettings:
    """How far polls are off, in share of the vote at a share of one half (standard deviation).

    house: between pollsters. shared: what all have in common. Assumptions, not facts of a record:
    primaries of one seat are rarely polled, and polls of primaries miss by more than those of
    generals. undecided: the precision with which undecided voters follow the others. half_life:
    days after which a poll counts half as many of its sample.
    """

    house: float = 0.04
    shared: float = 0.06
    undecided: float = 4.0
    half_life: float = 30.0

    def __post_init__(self) -> None:
        if min(self.house, self.shared) < 0 or max(self.house, self.shared) >= 0.5:
            raise RequestError("the spreads of polls must be from 0 to 0.5.", where="the polls")
        if self.undecided <= 0 or self.half_life <= 0:
            raise RequestError("undecided and half_life must be above zero.", where="the polls")


@dataclass(frozen=True, kw_only=True, slots=True)
class Pooled:
    """What polls together expect: shares that add up to one, and the precision of them.

    asked: sample after age is taken off. undecided: the share that named no candidate.
    """

    shares: Mapping[str, float]
    precision: float
    asked: float
    undecided: float
    houses: int


def pooled(polls: Sequence[Poll], settings: HouseSettings | None = None) -> Pooled:
    """The polls as one expectation. A candidate whom a poll did not name has nothing in it.

    Houses are weighed by how sure each is, so that one that polls often does not drown the others.
    Raises RequestError if there is no poll, or a poll that cannot be.
    """
    settings = settings or HouseSettings()
    if not polls:
        raise RequestError("there is no poll.", next_step="Give at least one.")
    for one in polls:
        _check(one)
    newest = max(one.day for one in polls)
    houses: dict[str, list[tuple[float, Poll]]] = {}
    for one in polls:
        aged = one.sample * 0.5 ** ((newest - one.day).days / settings.half_life)
        houses.setdefault(one.pollster, []).append((aged, one))
    surest = {
        name: 1 / (4 * settings.house**2 + 1 / sum(aged for aged, _ in own))
        for name, own in sorted(houses.items())
    }
    candidates = sorted({name for one in polls for name in one.shares})
    total = sum(surest.values())
    shares = {
        candidate: sum(surest[name] / total * _mean(houses[name], candidate) for name in surest)
        for candidate in candidates
    }
    decided = sum(shares.values())
    if not decided > 0:
        raise RequestError("every share in the polls is zero.", where="the polls")
    undecided = max(0.0, 1 - decided)
    known = 4 * settings.shared**2 + 1 / total
    variance = (1 - undecided) ** 2 * known + undecided**2 / (settings.undecided + 1)
    return Pooled(
        shares={name: share / decided for name, share in shares.items()},
        precision=max(1 / variance - 1, 0.5),
        asked=sum(aged for own in houses.values() for aged, _ in own),
        undecided=undecided,
        houses=len(houses),
    )


def _mean(own: list[tuple[float, Poll]], candidate: str) -> float:
    weight = sum(aged for aged, _ in own)
    return sum(aged * poll.shares.get(candidate, 0.0) for aged, poll in own) / weight


def _check(poll: Poll) -> None:
    where = f"the poll of {poll.pollster}, {poll.day}"
    if poll.sample < 1:
        raise RequestError(f"a sample of {poll.sample} asked nobody.", where=where)
    for name, share in poll.shares.items():
        if not (math.isfinite(share) and 0 <= share <= 1):
            raise RequestError(
                f"{share * 100:g}% for {quoted(name)} is no share from 0 to 100.", where=where
            )
    total = sum(poll.shares.values())
    # Rounded to whole percent, a dozen shares may add up to a little more than all.
    if total > 1 + 0.005 * max(len(poll.shares), 1):
        raise RequestError(
            f"the shares add up to {total * 100:g}%, more than all who were asked.", where=where
        )
