"""The inner loop of ideal points: the weight of every vote. NumPy, or Numba if there.

Both give the same weights to the last bits of a double; Numba passes over the votes once.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any, Final, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError

Reals: TypeAlias = npt.NDArray[np.float64]
Compiled = TypeVar("Compiled", bound="Callable[..., Any]")
#: Signs (members, roll calls), rows (x, 1) of members, rows (b, -a) of roll calls → the weight
#: of every vote, 0 where none was cast, and the log likelihood of those cast.
Kernel: TypeAlias = "Callable[[Reals, Reals, Reals], tuple[Reals, float]]"

#: A margin nearer to 0 than this weighs as if it were 0, where the weight is 1/4.
_NEAR: Final = 1e-6
#: Probabilities are multiplied in lots of so many before a logarithm is taken.
_LOT: Final = 16
#: The smallest probability of a vote: sixteen of them are still no zero.
_LEAST: Final = 1e-18


def engine(name: str) -> tuple[Kernel, str]:
    """The kernel by name: numpy, numba, or auto. Raises RequestError if Numba is not installed."""
    return (_compiled(), "numba") if asked_for_numba(name) else (weigh, "numpy")


def asked_for_numba(name: str) -> bool:
    """Whether this engine is Numba: asked for by name, or auto and there. Raises RequestError."""
    if name not in {"auto", "numpy", "numba"}:
        raise RequestError(f"{name!r} is no engine.", next_step="numpy, numba or auto.")
    there = name != "numpy" and find_spec("numba") is not None
    if name == "numba" and not there:
        raise RequestError(
            "Numba is not installed.", next_step="pip install 'hustings[fast]', or use numpy."
        )
    return there


def weigh(signs: Reals, left: Reals, right: Reals) -> tuple[Reals, float]:
    """The weights of all votes and their log likelihood, by NumPy."""
    margin = left @ right.T
    half = np.tanh(0.5 * margin)
    with np.errstate(invalid="ignore", divide="ignore"):
        weights = np.where(np.abs(margin) < _NEAR, 0.25, half / (2 * margin))
    cast = signs != 0
    meant = 0.5 + 0.5 * signs * half
    weights *= cast
    chance = np.where(cast, np.maximum(meant, _LEAST), 1.0).ravel()
    whole = len(chance) // _LOT * _LOT
    lots = chance[:whole].reshape(-1, _LOT).prod(axis=1)
    total = float(np.log(lots).sum() + np.log(chance[whole:]).sum())
    return weights, total


def compiled(function: Compiled) -> Compiled:
    """A function of numbers and arrays, compiled by Numba when it is first called."""
    import numba

    made: Compiled = numba.njit(cache=False, fastmath=False)(function)
    return made


@cache
def _compiled() -> Kernel:
    """The kernel compiled: once a process, which takes a second or so."""

    @compiled
    def run(signs: Reals, margin: Reals) -> float:
        total = 0.0
        for row in range(signs.shape[0]):
            product = 1.0
            lot = 0
            for column in range(signs.shape[1]):
                sign = signs[row, column]
                if sign == 0:
                    margin[row, column] = 0.0
                    continue
                at = margin[row, column]
                small = math.exp(-abs(at))
                half = (1.0 - small) / (1.0 + small)
                weight = 0.25 if abs(at) < _NEAR else half / (2.0 * abs(at))
                meant = 0.5 + 0.5 * (half if at * sign >= 0 else -half)
                margin[row, column] = weight
                product *= max(meant, _LEAST)
                lot += 1
                if lot == _LOT:
                    total += math.log(product)
                    product = 1.0
                    lot = 0
            total += math.log(product)
        return total

    def kernel(signs: Reals, left: Reals, right: Reals) -> tuple[Reals, float]:
        weights = left @ right.T
        return weights, float(run(signs, weights))

    return kernel
