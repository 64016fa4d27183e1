"""The inner loop of voter-level elections: who is nearest to each voter. NumPy, or Numba if there.

Both do the same operations on 32-bit numbers in the same order, without fused arithmetic, so they
give the same choices. Of candidates at one distance the earlier is chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError

Reals: TypeAlias = npt.NDArray[np.float32]
#: Voters of shape (dimensions, voters) and candidates of shape (candidates, dimensions) → the
#: nearest candidate of each voter.
Choose: TypeAlias = "Callable[[Reals, Reals], npt.NDArray[np.intp]]"


def engine(name: str) -> tuple[Choose, str]:
    """The kernel by name: numpy, numba, or auto. Raises RequestError if Numba is not installed."""
    if name not in {"auto", "numpy", "numba"}:
        raise RequestError(f"{name!r} is no engine.", next_step="numpy, numba or auto.")
    there = name != "numpy" and find_spec("numba") is not None
    if name == "numba" and not there:
        raise RequestError(
            "Numba is not installed.", next_step="pip install 'hustings[fast]', or use numpy."
        )
    return (_compiled(), "numba") if there else (nearest, "numpy")


def all_distances(voters: Reals, candidates: Reals) -> Reals:
    """Squared distances. Shape (candidates, voters)."""
    made = np.empty((len(candidates), voters.shape[1]), dtype=np.float32)
    for place, candidate in enumerate(candidates):
        _squared(voters, candidate, made[place])
    return made


def nearest(voters: Reals, candidates: Reals) -> npt.NDArray[np.intp]:
    """The nearest candidate of each voter, by NumPy."""
    many = voters.shape[1]
    best = np.empty(many, dtype=np.float32)
    found = np.zeros(many, dtype=np.intp)
    distance = np.empty(many, dtype=np.float32)
    _squared(voters, candidates[0], best)
    for place in range(1, len(candidates)):
        _squared(voters, candidates[place], distance)
        np.copyto(found, place, where=distance < best)
        np.minimum(best, distance, out=best)
    return found


def _squared(voters: Reals, candidate: Reals, out: Reals) -> None:
    np.subtract(voters[0], candidate[0], out=out)
    np.multiply(out, out, out=out)
    for dimension in range(1, len(voters)):
        apart = voters[dimension] - candidate[dimension]
        np.multiply(apart, apart, out=apart)
        np.add(out, apart, out=out)


@cache
def _compiled() -> Choose:
    """The kernel compiled: once a process, which takes a second or so."""
    import numba

    def run(voters: Reals, candidates: Reals, found: npt.NDArray[np.int32]) -> None:
        # Blocks stay in the nearest cache; plain slices and selections become vector instructions.
        block = 1024
        many = voters.shape[1]
        plane = voters.shape[0] > 1
        nearest_yet = np.empty(block, dtype=np.float32)
        for start in range(0, many, block):
            across = voters[0, start : start + block]
            along = voters[voters.shape[0] - 1, start : start + block]
            choice = found[start : start + block]
            best = nearest_yet[: across.shape[0]]
            for voter in range(across.shape[0]):
                best[voter] = np.float32(np.inf)
                choice[voter] = 0
            for place in range(candidates.shape[0]):
                x = candidates[place, 0]
                y = candidates[place, candidates.shape[1] - 1]
                here = np.int32(place)
                if plane:
                    for voter in range(across.shape[0]):
                        apart = across[voter] - x
                        other = along[voter] - y
                        distance = apart * apart + other * other
                        closer = distance < best[voter]
                        best[voter] = distance if closer else best[voter]
                        choice[voter] = here if closer else choice[voter]
                else:
                    for voter in range(across.shape[0]):
                        apart = across[voter] - x
                        distance = apart * apart
                        closer = distance < best[voter]
                        best[voter] = distance if closer else best[voter]
                        choice[voter] = here if closer else choice[voter]

    compiled: Callable[[Reals, Reals, npt.NDArray[np.int32]], None]
    compiled = numba.njit(cache=False, fastmath=False)(run)

    def choose(voters: Reals, candidates: Reals) -> npt.NDArray[np.intp]:
        found = np.empty(voters.shape[1], dtype=np.int32)
        compiled(voters, candidates, found)
        return found.astype(np.intp)

    return choose
