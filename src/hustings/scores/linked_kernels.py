"""The inner loops of points over many Congresses: passes over votes in long form.

NumPy, in parts of a million votes so that memory is bounded, or Numba if there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.scores.ideal_kernels import asked_for_numba, compiled

Reals: TypeAlias = npt.NDArray[np.float64]
Begins: TypeAlias = npt.NDArray[np.int64]
Places: TypeAlias = npt.NDArray[np.int32]
Signs: TypeAlias = npt.NDArray[np.int8]
#: Votes of members or of roll calls one after another: where each begins, whom they meet, signs.
Side: TypeAlias = tuple[Begins, Places, Signs]
_NEAR: Final = 1e-6
_AT_ONCE: Final = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Kernels:
    """members: new points and the log likelihood before. calls: new slopes and cuts. sides, taken:
    the start's two turns. information: of the points, roll calls eliminated."""

    members: Callable[..., tuple[Reals, float]]
    calls: Callable[..., tuple[Reals, Reals]]
    sides: Callable[..., tuple[Reals, Reals]]
    taken: Callable[..., Reals]
    information: Callable[..., Reals]


def linked_engine(name: str) -> tuple[Kernels, str]:
    """The kernels by name: numpy, numba, or auto. Raises RequestError if Numba is not installed."""
    return (_compiled(), "numba") if asked_for_numba(name) else (_PLAIN, "numpy")


def _parts(begins: Begins) -> Iterator[tuple[slice, slice]]:
    """Rows and their votes, at most about a million votes at once."""
    row, many = 0, len(begins) - 1
    while row < many:
        last = int(np.searchsorted(begins, begins[row] + _AT_ONCE, side="right")) - 1
        last = min(max(last, row + 1), many)
        yield slice(row, last), slice(int(begins[row]), int(begins[last]))
        row = last


def _summed(values: npt.NDArray[np.floating[Any]], begins: Begins, rows: slice) -> Reals:
    return np.asarray(np.add.reduceat(values, begins[rows] - begins[rows.start]), dtype=np.float64)


def _weights(margin: Reals) -> Reals:
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.tanh(0.5 * margin) / (2 * margin)
    return np.where(np.abs(margin) < _NEAR, 0.25, found)


def _members(
    begins: Begins, others: Places, signs: Signs, x: Reals, slope: Reals, cut: Reals
) -> tuple[Reals, float]:
    made, total = np.empty_like(x), 0.0
    for rows, votes in _parts(begins):
        b, a = slope[others[votes]], cut[others[votes]]
        margin = np.repeat(x[rows], np.diff(begins[rows.start : rows.stop + 1])) * b - a
        weight = _weights(margin)
        total -= float(np.logaddexp(0, -signs[votes] * margin).sum())
        wanted = _summed((0.5 * signs[votes] + weight * a) * b, begins, rows)
        made[rows] = wanted / (_summed(weight * b * b, begins, rows) + 1.0)
    return made, total


def _calls(
    begins: Begins, others: Places, signs: Signs, x: Reals, slope: Reals, cut: Reals, prior: float
) -> tuple[Reals, Reals]:
    slopes, cuts = np.empty_like(slope), np.empty_like(cut)
    for rows, votes in _parts(begins):
        at, sizes = x[others[votes]], np.diff(begins[rows.start : rows.stop + 1])
        weight = _weights(at * np.repeat(slope[rows], sizes) - np.repeat(cut[rows], sizes))
        half = 0.5 * signs[votes]
        sums = [weight * at * at, weight * at, weight, half * at, half]
        xx, x1, one, sx, s1 = (_summed(each, begins, rows) for each in sums)
        xx, one = xx + prior, one + prior
        ground = xx * one - x1 * x1
        slopes[rows] = (one * sx - x1 * s1) / ground
        cuts[rows] = (x1 * sx - xx * s1) / ground
    return slopes, cuts


def _sides(begins: Begins, others: Places, signs: Signs, x: Reals) -> tuple[Reals, Reals]:
    side, tilt = np.empty(len(begins) - 1), np.empty(len(begins) - 1)
    for rows, votes in _parts(begins):
        sizes = np.diff(begins[rows.start : rows.stop + 1])
        mean = _summed(1.0 * signs[votes], begins, rows) / sizes
        level = _summed(x[others[votes]], begins, rows) / sizes
        side[rows] = _summed(signs[votes] * x[others[votes]], begins, rows) / sizes - mean * level
        tilt[rows] = mean
    return side, tilt


def _taken(begins: Begins, others: Places, signs: Signs, side: Reals, tilt: Reals) -> Reals:
    made = np.empty(len(begins) - 1)
    for rows, votes in _parts(begins):
        sizes = np.diff(begins[rows.start : rows.stop + 1])
        meant = (signs[votes] - tilt[others[votes]]) * side[others[votes]]
        made[rows] = _summed(meant, begins, rows) / sizes
    return made


def _information(
    begins: Begins, others: Places, x: Reals, slope: Reals, cut: Reals, prior: float
) -> Reals:
    whole = np.eye(len(x))
    for call in range(len(slope)):
        here = others[begins[call] : begins[call + 1]]
        at = x[here]
        half = np.tanh(0.5 * (slope[call] * at - cut[call]))
        curve = 0.25 * (1 - half * half)
        xx, x1, one = curve @ (at * at) + prior, curve @ at, curve.sum() + prior
        # The roll call's two-by-two block by Cholesky's factors.
        first = slope[call] * curve * at / np.sqrt(xx)
        second = slope[call] * curve * (1 - at * x1 / xx) / np.sqrt(one - x1 * x1 / xx)
        whole[np.ix_(here, here)] -= np.outer(first, first) + np.outer(second, second)
        whole[here, here] += curve * slope[call] ** 2
    return whole


_PLAIN: Final = Kernels(
    members=_members, calls=_calls, sides=_sides, taken=_taken, information=_information
)


@cache
def _compiled() -> Kernels:
    """The kernels compiled: once a process, which takes some seconds."""

    @compiled
    def members(
        begins: Begins, others: Places, signs: Signs, x: Reals, slope: Reals, cut: Reals
    ) -> tuple[Reals, float]:
        made, total = np.empty_like(x), 0.0
        for row in range(len(x)):
            heavy, wanted, product, lot = 1.0, 0.0, 1.0, 0
            for vote in range(begins[row], begins[row + 1]):
                b, a, sign = slope[others[vote]], cut[others[vote]], signs[vote]
                margin = x[row] * b - a
                small = math.exp(-abs(margin))
                half = (1.0 - small) / (1.0 + small)
                weight = 0.25 if abs(margin) < _NEAR else half / (2.0 * abs(margin))
                product *= max(0.5 + 0.5 * (half if margin * sign >= 0 else -half), 1e-18)
                lot += 1
                if lot == 16:
                    total += math.log(product)
                    product, lot = 1.0, 0
                heavy += weight * b * b
                wanted += (0.5 * sign + weight * a) * b
            total += math.log(product)
            made[row] = wanted / heavy
        return made, total

    @compiled
    def calls(
        begins: Begins,
        others: Places,
        signs: Signs,
        x: Reals,
        slope: Reals,
        cut: Reals,
        prior: float,
    ) -> tuple[Reals, Reals]:
        slopes, cuts = np.empty_like(slope), np.empty_like(cut)
        for call in range(len(slope)):
            xx, x1, one, sx, s1 = prior, 0.0, prior, 0.0, 0.0
            for vote in range(begins[call], begins[call + 1]):
                at, half_sign = x[others[vote]], 0.5 * signs[vote]
                margin = abs(at * slope[call] - cut[call])
                small = math.exp(-margin)
                weight = 0.25
                if margin >= _NEAR:
                    weight = (1.0 - small) / (1.0 + small) / (2.0 * margin)
                xx += weight * at * at
                x1 += weight * at
                one += weight
                sx += half_sign * at
                s1 += half_sign
            ground = xx * one - x1 * x1
            slopes[call] = (one * sx - x1 * s1) / ground
            cuts[call] = (x1 * sx - xx * s1) / ground
        return slopes, cuts

    @compiled
    def information(
        begins: Begins, others: Places, x: Reals, slope: Reals, cut: Reals, prior: float
    ) -> Reals:
        whole = np.eye(len(x))
        for call in range(len(slope)):
            start, many = begins[call], begins[call + 1] - begins[call]
            curve, first, second = np.empty(many), np.empty(many), np.empty(many)
            xx, x1, one = prior, 0.0, prior
            for place in range(many):
                at = x[others[start + place]]
                half = math.tanh(0.5 * (slope[call] * at - cut[call]))
                curve[place] = 0.25 * (1.0 - half * half)
                xx += curve[place] * at * at
                x1 += curve[place] * at
                one += curve[place]
            left = math.sqrt(one - x1 * x1 / xx)
            for place in range(many):
                here = others[start + place]
                pull = slope[call] * curve[place]
                first[place] = pull * x[here] / math.sqrt(xx)
                second[place] = pull * (1.0 - x[here] * x1 / xx) / left
                whole[here, here] += pull * slope[call]
            for place in range(many):
                here = others[start + place]
                for other in range(many):
                    there = others[start + other]
                    whole[here, there] -= (
                        first[place] * first[other] + second[place] * second[other]
                    )
        return whole

    @compiled
    def sides(begins: Begins, others: Places, signs: Signs, x: Reals) -> tuple[Reals, Reals]:
        side, tilt = np.empty(len(begins) - 1), np.empty(len(begins) - 1)
        for call in range(len(side)):
            mean, level, both = 0.0, 0.0, 0.0
            for vote in range(begins[call], begins[call + 1]):
                mean += signs[vote]
                level += x[others[vote]]
                both += signs[vote] * x[others[vote]]
            size = begins[call + 1] - begins[call]
            tilt[call] = mean / size
            side[call] = both / size - mean * level / size**2
        return side, tilt

    @compiled
    def taken(begins: Begins, others: Places, signs: Signs, side: Reals, tilt: Reals) -> Reals:
        made = np.empty(len(begins) - 1)
        for row in range(len(made)):
            total = 0.0
            for vote in range(begins[row], begins[row + 1]):
                total += (signs[vote] - tilt[others[vote]]) * side[others[vote]]
            made[row] = total / (begins[row + 1] - begins[row])
        return made

    return Kernels(members=members, calls=calls, sides=sides, taken=taken, information=information)
