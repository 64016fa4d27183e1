"""The posterior of spatial points: its height, its slopes, its information, its other tops.

A state is one row: z of every member (as many numbers as dimensions), then m and s of every roll
call (twice as many). The second dimension has a weight in the distance, so it is handed to the
kernels multiplied by it and all kernels are of plain distances.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.scores.spatial_kernels import Slopes, apart

Reals: TypeAlias = npt.NDArray[np.float64]
#: A row of slopes → the same times an inverse information.
Scale: TypeAlias = "Callable[[Reals], Reals]"

#: Places on an axis at which a member is looked for: along a line, and across a plane.
_PLACES: Final = {1: 81, 2: 41}
#: Places that are held in memory at once.
_AT_ONCE: Final = 128


def inside(z: Reals) -> Reals:
    """From the whole line or plane into the unit line or disc. Shape (members, dimensions)."""
    return np.asarray(z / np.sqrt(1 + (z * z).sum(axis=1, keepdims=True)))


def outside(x: Reals) -> Reals:
    """The way back from `inside`."""
    return np.asarray(x / np.sqrt(1 - (x * x).sum(axis=1, keepdims=True)))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Fit:
    """The votes and the priors.

    weights: of the dimensions in the distance; the first is 1. item_sd: of m and s, shape
    (2 × dimensions,): m in every dimension, then s.
    """

    signs: Reals
    run: Slopes
    minding: float
    member_sd: float
    item_sd: Reals
    weights: Reals

    def state(self, x: Reals, middle: Reals, spread: Reals) -> Reals:
        """The state with members and outcomes at these places."""
        return np.concatenate([outside(x).ravel(), np.hstack([middle, spread]).ravel()])

    def z(self, state: Reals) -> Reals:
        members = len(self.signs)
        return state[: members * len(self.weights)].reshape(members, -1)

    def x(self, state: Reals) -> Reals:
        """Members' places. Shape (members, dimensions)."""
        return inside(self.z(state))

    def items(self, state: Reals) -> tuple[Reals, Reals]:
        """m and s of the roll calls. Shape (roll calls, dimensions) each."""
        wide = len(self.weights)
        rows = state[len(self.signs) * wide :].reshape(-1, 2 * wide)
        return rows[:, :wide], rows[:, wide:]

    def parts(self, state: Reals) -> tuple[Reals, Reals, Reals]:
        """Places of members, of yea and of nay, every dimension times its weight."""
        middle, spread = self.items(state)
        return (
            self.x(state) * self.weights,
            (middle - spread) * self.weights,
            (middle + spread) * self.weights,
        )

    def precision(self) -> Reals:
        """The priors' precision of every part of a state."""
        members, roll_calls = self.signs.shape
        of_z = np.full(members * len(self.weights), self.member_sd**-2)
        return np.concatenate([of_z, np.tile(self.item_sd**-2, roll_calls)])

    def bend(self, z: Reals) -> Reals:
        """Slopes of x in z. Shape (members, dimensions, dimensions)."""
        x = inside(z)
        whole = np.eye(z.shape[1]) - x[:, :, None] * x[:, None, :]
        return np.asarray(whole / np.sqrt(1 + (z * z).sum(axis=1))[:, None, None])

    def height(self, state: Reals) -> tuple[float, Reals]:
        """The log posterior up to a constant, and its gradient."""
        x, yea, nay = self.parts(state)
        total, of_x, of_yea, of_nay = self.run(self.signs, x, yea, nay, self.minding)
        z = self.z(state)
        of_z = np.einsum("nij,nj->ni", self.bend(z), of_x * self.weights)
        of_items = np.hstack([(of_yea + of_nay) * self.weights, (of_nay - of_yea) * self.weights])
        precision = self.precision()
        gradient = np.concatenate([of_z.ravel(), of_items.ravel()])
        return total - 0.5 * float(precision @ state**2), gradient - precision * state

    def margin(self, state: Reals) -> Reals:
        """β (U(yea) - U(nay)). Shape (members, roll calls)."""
        return self.drawn(*self.parts(state))

    def drawn(self, x: Reals, yea: Reals, nay: Reals) -> Reals:
        made = np.exp(-0.5 * (apart(x, yea) ** 2).sum(axis=0))
        made -= np.exp(-0.5 * (apart(x, nay) ** 2).sum(axis=0))
        return np.asarray(self.minding * made)

    def pulls(self, state: Reals) -> tuple[Reals, Reals]:
        """Slopes of every vote's margin in z and in m and s, by the root of its information.

        Shapes (dimensions, members, roll calls) and (2 × dimensions, members, roll calls).
        """
        x, yea, nay = self.parts(state)
        to_yea, to_nay = apart(x, yea), apart(x, nay)
        at_yea = self.minding * np.exp(-0.5 * (to_yea**2).sum(axis=0))
        at_nay = self.minding * np.exp(-0.5 * (to_nay**2).sum(axis=0))
        half = 0.5 * np.abs(at_yea - at_nay)
        root = np.where(self.signs != 0, 0.5 / np.cosh(np.minimum(half, 300.0)), 0.0)
        weights = self.weights[:, None, None]
        to_yea *= at_yea * root * weights
        to_nay *= at_nay * root * weights
        of_z = np.einsum("nij,jnr->inr", self.bend(self.z(state)), to_nay - to_yea)
        return of_z, np.concatenate([to_yea - to_nay, -to_yea - to_nay])

    def blocks(self, of_z: Reals, of_items: Reals) -> tuple[Reals, Reals]:
        """The information of every member and of every roll call by itself, the prior's in it."""
        own = _squares(of_z, 1) + np.eye(len(of_z)) * self.member_sd**-2
        return own, _squares(of_items, 0) + np.diag(self.item_sd**-2)

    def apart_scale(self, state: Reals) -> Scale:
        """Slopes times the inverse information of each member and each roll call by itself."""
        own, items = (np.linalg.inv(one) for one in self.blocks(*self.pulls(state)))
        at = len(own) * own.shape[1]

        def times(way: Reals) -> Reals:
            parts = [
                np.einsum("nij,nj->ni", square, part.reshape(len(square), -1)).ravel()
                for square, part in ((own, way[:at]), (items, way[at:]))
            ]
            return np.concatenate(parts)

        return times

    def elsewhere(self, state: Reals) -> tuple[Reals, int]:
        """The state with every member at the likeliest of many places, if likelier than here."""
        wide = len(self.weights)
        line = np.linspace(-0.99, 0.99, _PLACES[wide])
        places = np.stack(np.meshgrid(*[line] * wide, indexing="ij"), axis=-1).reshape(-1, wide)
        places = outside(places[(places**2).sum(axis=1) < 0.985])
        x, yea, nay = self.parts(state)
        there = self._by_place(places, yea, nay)
        z = self.z(state)
        drawn = self.drawn(x, yea, nay)
        here = -np.where(self.signs != 0, np.logaddexp(0, -self.signs * drawn), 0.0).sum(axis=1)
        here -= 0.5 * ((z / self.member_sd) ** 2).sum(axis=1)
        best = there.argmax(axis=1)
        # Half a unit of log likelihood is less than a standard error: no other top.
        moved = there[np.arange(len(z)), best] > here + 0.5
        made = state.copy()
        self.z(made)[moved] = places[best[moved]]
        return made, int(moved.sum())

    def _by_place(self, z: Reals, yea: Reals, nay: Reals) -> Reals:
        """The log posterior of every member at every place. Shape (members, places)."""
        voted_yea = (self.signs > 0).astype(np.float64)
        cast = (self.signs != 0).astype(np.float64)
        found = []
        for first in range(0, len(z), _AT_ONCE):
            some = z[first : first + _AT_ONCE]
            drawn = self.drawn(inside(some) * self.weights, yea, nay)
            # log(1 - p) is log p less the margin.
            likely = voted_yea @ drawn.T - cast @ np.logaddexp(0, drawn).T
            found.append(likely - 0.5 * ((some / self.member_sd) ** 2).sum(axis=1))
        return np.concatenate(found, axis=1)

    def information(self, state: Reals) -> Information:
        """Fisher's expected information of all parts of a state, the priors' in it."""
        members, wide = len(self.signs), len(self.weights)
        of_z, of_items = self.pulls(state)
        own, items = self.blocks(of_z, of_items)
        root = np.linalg.inv(np.linalg.cholesky(items))
        across = np.empty((members, wide, len(items), 2 * wide))
        for axis in range(wide):
            mixed = np.stack([of_z[axis] * one for one in of_items], axis=-1)
            across[:, axis] = np.einsum("nrk,rlk->nrl", mixed, root)
        flat = across.reshape(members * wide, -1)
        whole = -(flat @ flat.T)
        at = np.arange(members)
        whole.reshape(members, wide, members, wide)[at, :, at, :] += own
        covariance: Reals = np.asarray(np.linalg.inv(whole), dtype=np.float64)
        return Information(root=root, across=flat, covariance=covariance)

    def errors(self, state: Reals) -> Reals:
        """Standard errors of the points in their standard deviations. Shape as the points.

        From z, with the errors of the roll calls in them, to x and from x to mean 0 and deviation 1
        in every dimension, by the delta method.
        """
        members, wide = len(self.signs), len(self.weights)
        covariance = self.information(state).covariance.reshape(members, wide, members, wide)
        bend, x = self.bend(self.z(state)), self.x(state)
        made = np.empty_like(x)
        for axis in range(wide):
            turn = bend[:, axis]
            on_axis = np.einsum("idje,id,je->ij", covariance, turn, turn, optimize=True)
            unit = x[:, axis].std()
            point = (x[:, axis] - x[:, axis].mean()) / unit
            move = np.eye(members) - (1.0 + np.outer(point, point)) / members
            made[:, axis] = ((move @ on_axis) * move).sum(axis=1) / unit**2
        return np.sqrt(np.maximum(made, 0))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Information:
    """The information of members and roll calls, the roll calls eliminated (Schur complement).

    covariance: of z, the inverse of what is left. root: the inverse Cholesky factor of every roll
    call's block; across: members by roll calls, times it.
    """

    root: Reals
    across: Reals
    covariance: Reals

    def inverse_times(self, way: Reals) -> Reals:
        """The inverse of the whole times a row of slopes: a step of Fisher's scoring."""
        at = len(self.covariance)
        items = way[at:].reshape(len(self.root), -1)
        told = np.einsum("rlk,rk->rl", self.root, items).ravel()
        of_z = self.covariance @ (way[:at] - self.across @ told)
        left = (told - of_z @ self.across).reshape(items.shape)
        return np.concatenate([of_z, np.einsum("rlk,rl->rk", self.root, left).ravel()])


def _squares(pulls: Reals, axis: int) -> Reals:
    """Sums of products of pairs over members or roll calls. Shape (the other, parts, parts)."""
    parts = len(pulls)
    made = np.empty((pulls.shape[2 - axis], parts, parts))
    for one in range(parts):
        for other in range(one + 1):
            made[:, one, other] = made[:, other, one] = (pulls[one] * pulls[other]).sum(axis=axis)
    return made
