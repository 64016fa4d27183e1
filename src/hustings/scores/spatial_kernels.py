"""The inner loop of spatial points: the log likelihood and its slopes. NumPy, or Numba if there."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.scores.ideal_kernels import asked_for_numba, compiled

Reals: TypeAlias = npt.NDArray[np.float64]
#: Signs (members, roll calls), members' points, places of yea and of nay, β → the log likelihood
#: of the votes cast and its slopes in the points, in the places of yea and in those of nay.
#: Places have the shape (members or roll calls, dimensions), all dimensions of one weight.
Slopes: TypeAlias = (
    "Callable[[Reals, Reals, Reals, Reals, float], tuple[float, Reals, Reals, Reals]]"
)

#: Probabilities are multiplied in lots of so many before a logarithm is taken.
_LOT: Final = 16
#: The smallest probability of a vote: sixteen of them are still no zero.
_LEAST: Final = 1e-18
#: The greatest margin whose exponential is a double; only an absurd β gets there.
_MOST: Final = 700.0


def spatial_engine(name: str, dimensions: int = 1) -> tuple[Slopes, str]:
    """The kernel by name: numpy, numba, or auto. Raises RequestError if Numba is not installed."""
    if not asked_for_numba(name):
        return slopes, "numpy"
    return (_on_a_line() if dimensions == 1 else _on_a_plane()), "numba"


def apart(x: Reals, places: Reals) -> Reals:
    """x less the places, every pair. Shape (dimensions, members, places)."""
    return np.asarray(x.T[:, :, None] - places.T[:, None, :])


def slopes(
    signs: Reals, x: Reals, yea: Reals, nay: Reals, minding: float
) -> tuple[float, Reals, Reals, Reals]:
    """The log likelihood and its slopes, by NumPy."""
    to_yea, to_nay = apart(x, yea), apart(x, nay)
    at_yea = np.exp(-0.5 * (to_yea**2).sum(axis=0))
    at_nay = np.exp(-0.5 * (to_nay**2).sum(axis=0))
    margin = minding * signs * (at_yea - at_nay)
    doubt = 1 / (1 + np.exp(np.minimum(margin, _MOST)))
    total = float(np.log(np.maximum(1 - doubt[signs != 0], _LEAST)).sum())
    pull = minding * signs * doubt
    to_yea *= at_yea * pull
    to_nay *= at_nay * pull
    return total, (to_nay - to_yea).sum(axis=2).T, to_yea.sum(axis=1).T, -to_nay.sum(axis=1).T


@cache
def _on_a_line() -> Slopes:
    """The kernel of one dimension compiled: once a process, which takes a second or so."""

    @compiled
    def run(
        signs: Reals, x: Reals, yea: Reals, nay: Reals, minding: float
    ) -> tuple[float, Reals, Reals, Reals]:
        of_x, of_yea, of_nay = np.zeros(x.shape), np.zeros(yea.shape), np.zeros(nay.shape)
        total = 0.0
        for row in range(len(x)):
            here, of_here = x[row, 0], 0.0
            product, lot = 1.0, 0
            for column in range(len(yea)):
                sign = signs[row, column]
                if sign == 0:
                    continue
                to_yea, to_nay = here - yea[column, 0], here - nay[column, 0]
                at_yea = math.exp(-0.5 * to_yea * to_yea)
                at_nay = math.exp(-0.5 * to_nay * to_nay)
                doubt = 1.0 / (1.0 + math.exp(min(minding * sign * (at_yea - at_nay), _MOST)))
                product *= max(1.0 - doubt, _LEAST)
                lot += 1
                if lot == _LOT:
                    total += math.log(product)
                    product, lot = 1.0, 0
                pull = minding * sign * doubt
                yea_pull, nay_pull = pull * to_yea * at_yea, pull * to_nay * at_nay
                of_here += nay_pull - yea_pull
                of_yea[column, 0] += yea_pull
                of_nay[column, 0] -= nay_pull
            of_x[row, 0] = of_here
            total += math.log(product)
        return total, of_x, of_yea, of_nay

    return run


@cache
def _on_a_plane() -> Slopes:
    """The kernel of two dimensions compiled: once a process, which takes a second or so."""

    @compiled
    def run(
        signs: Reals, x: Reals, yea: Reals, nay: Reals, minding: float
    ) -> tuple[float, Reals, Reals, Reals]:
        of_x, of_yea, of_nay = np.zeros(x.shape), np.zeros(yea.shape), np.zeros(nay.shape)
        total = 0.0
        for row in range(len(x)):
            across, up = x[row, 0], x[row, 1]
            of_across, of_up = 0.0, 0.0
            product, lot = 1.0, 0
            for column in range(len(yea)):
                sign = signs[row, column]
                if sign == 0:
                    continue
                yea_across, yea_up = across - yea[column, 0], up - yea[column, 1]
                nay_across, nay_up = across - nay[column, 0], up - nay[column, 1]
                at_yea = math.exp(-0.5 * (yea_across * yea_across + yea_up * yea_up))
                at_nay = math.exp(-0.5 * (nay_across * nay_across + nay_up * nay_up))
                doubt = 1.0 / (1.0 + math.exp(min(minding * sign * (at_yea - at_nay), _MOST)))
                product *= max(1.0 - doubt, _LEAST)
                lot += 1
                if lot == _LOT:
                    total += math.log(product)
                    product, lot = 1.0, 0
                pull = minding * sign * doubt
                yea_pull, nay_pull = pull * at_yea, pull * at_nay
                of_across += nay_pull * nay_across - yea_pull * yea_across
                of_up += nay_pull * nay_up - yea_pull * yea_up
                of_yea[column, 0] += yea_pull * yea_across
                of_yea[column, 1] += yea_pull * yea_up
                of_nay[column, 0] -= nay_pull * nay_across
                of_nay[column, 1] -= nay_pull * nay_up
            of_x[row, 0], of_x[row, 1] = of_across, of_up
            total += math.log(product)
        return total, of_x, of_yea, of_nay

    return run
