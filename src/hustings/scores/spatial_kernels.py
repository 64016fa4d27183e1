"""The inner loop of spatial points: the log likelihood and its slopes. NumPy, or Numba if there."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.scores.ideal_kernels import asked_for_numba

Reals: TypeAlias = npt.NDArray[np.float64]
#: Signs (members, roll calls), members' points, places of yea and of nay, β → the log likelihood
#: of the votes cast and its slopes in the points, in the places of yea and in those of nay.
Slopes: TypeAlias = (
    "Callable[[Reals, Reals, Reals, Reals, float], tuple[float, Reals, Reals, Reals]]"
)

#: Probabilities are multiplied in lots of so many before a logarithm is taken.
_LOT: Final = 16
#: The smallest probability of a vote: sixteen of them are still no zero.
_LEAST: Final = 1e-18
#: The greatest margin whose exponential is a double; only an absurd β gets there.
_MOST: Final = 700.0


def spatial_engine(name: str) -> tuple[Slopes, str]:
    """The kernel by name: numpy, numba, or auto. Raises RequestError if Numba is not installed."""
    return (_compiled(), "numba") if asked_for_numba(name) else (slopes, "numpy")


def slopes(
    signs: Reals, x: Reals, yea: Reals, nay: Reals, minding: float
) -> tuple[float, Reals, Reals, Reals]:
    """The log likelihood and its slopes, by NumPy."""
    to_yea, to_nay = np.subtract.outer(x, yea), np.subtract.outer(x, nay)
    at_yea, at_nay = np.exp(-0.5 * to_yea**2), np.exp(-0.5 * to_nay**2)
    margin = minding * signs * (at_yea - at_nay)
    doubt = 1 / (1 + np.exp(np.minimum(margin, _MOST)))
    total = float(np.log(np.maximum(1 - doubt[signs != 0], _LEAST)).sum())
    pull = minding * signs * doubt
    to_yea *= at_yea * pull
    to_nay *= at_nay * pull
    return total, (to_nay - to_yea).sum(axis=1), to_yea.sum(axis=0), -to_nay.sum(axis=0)


@cache
def _compiled() -> Slopes:
    """The kernel compiled: once a process, which takes a second or so."""
    import numba

    @numba.njit(cache=False, fastmath=False)  # type: ignore[untyped-decorator]
    def run(
        signs: Reals, x: Reals, yea: Reals, nay: Reals, minding: float
    ) -> tuple[float, Reals, Reals, Reals]:
        of_x, of_yea, of_nay = np.zeros(len(x)), np.zeros(len(yea)), np.zeros(len(nay))
        total = 0.0
        for row in range(len(x)):
            here, of_here = x[row], 0.0
            product, lot = 1.0, 0
            for column in range(len(yea)):
                sign = signs[row, column]
                if sign == 0:
                    continue
                to_yea, to_nay = here - yea[column], here - nay[column]
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
                of_yea[column] += yea_pull
                of_nay[column] -= nay_pull
            of_x[row] = of_here
            total += math.log(product)
        return total, of_x, of_yea, of_nay

    return run  # type: ignore[no-any-return]
