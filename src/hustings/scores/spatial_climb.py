"""Up to the likeliest state of spatial points: limited-memory quasi-Newton steps.

Nocedal, "Updating Quasi-Newton Matrices with Limited Storage", Mathematics of Computation 35
(1980). A direction begins as a step of Fisher's scoring. Far from the top it is one of every member
and every roll call by itself, which costs little; after that one of all together, so that the
steps have to learn only what the expected information leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from hustings.scores.spatial_fit import Fit, Reals, Scale

#: A step along a direction is halved until it climbs, down to this share; then the direction is
#: taken anew from the slopes alone, and if that climbs no more, it is the top.
_SHORTEST: Final = 1e-6
#: Steps that a direction is made of.
_MEMORY: Final = 12
#: Steps with the information of each by itself, then steps until that of all is computed anew.
_APART: Final = 20
_RENEWED: Final = 25
_MOST_SEARCHES: Final = 5
_Memory: TypeAlias = "list[tuple[Reals, Reals, float]]"


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Climbed:
    """Where the climb ended. steps: how often the likelihood was computed; moved: how often a
    member was put elsewhere."""

    state: Reals
    steps: int
    moved: int
    converged: bool


def climbed(fit: Fit, state: Reals, tolerance: float, most_steps: int) -> Climbed:
    """Up to a top, then everybody looked for elsewhere, until nobody moves."""
    steps = moved = 0
    for _ in range(_MOST_SEARCHES):
        state, more, rest = up(fit, state, tolerance, most_steps - steps)
        steps += more
        if not rest:
            break
        state, away = fit.elsewhere(state)
        moved += away
        if not away:
            return Climbed(state=state, steps=steps, moved=moved, converged=True)
    return Climbed(state=state, steps=steps, moved=moved, converged=False)


def up(fit: Fit, state: Reals, tolerance: float, most: int) -> tuple[Reals, int, bool]:
    """Steps until no point moves by more than tolerance → state, steps, whether at rest."""
    scale = fit.apart_scale(state)
    height, gradient = fit.height(state)
    steps, quiet, taken = 1, 0, 0
    memory: _Memory = []
    while steps < most:
        if taken >= _APART and (taken - _APART) % _RENEWED == 0:
            scale, memory = fit.information(state).inverse_times, []
        way = _direction(gradient, scale, memory)
        length = 1.0
        while True:
            tried = state + length * way
            found, slope = fit.height(tried)
            steps += 1
            if found >= height + 1e-4 * length * float(gradient @ way) or steps >= most:
                break
            length /= 2
            if length < _SHORTEST:
                break
        if length < _SHORTEST:
            if not memory:
                return state, steps, True
            memory = []
            continue
        taken += 1
        moved, turned = tried - state, gradient - slope
        before, now = fit.x(state), fit.x(tried)
        # One short step may be chance; two in turn are rest.
        far = bool((np.abs(now - before).max(axis=0) >= tolerance * now.std(axis=0)).any())
        quiet = 0 if far else quiet + 1
        state, height, gradient = tried, found, slope
        if quiet == 2:
            return state, steps, True
        if (curve := float(moved @ turned)) > 1e-12:
            memory = [*memory[1 - _MEMORY :], (moved, turned, 1 / curve)]
    return state, steps, False


def _direction(gradient: Reals, scale: Scale, memory: _Memory) -> Reals:
    """The two loops of L-BFGS, uphill, with `scale` as the first guess of the inverse curvature."""
    way = gradient.copy()
    shares: list[float] = []
    for moved, turned, over in reversed(memory):
        shares.append(over * float(moved @ way))
        way -= shares[-1] * turned
    way = scale(way)
    if memory:
        moved, turned, over = memory[-1]
        way /= over * float(turned @ scale(turned))
    for (moved, turned, over), share in zip(memory, reversed(shares), strict=True):
        way += (share - over * float(turned @ way)) * moved
    return way
