"""Ideal points: where members stand, estimated from their votes alone, by a logit response model.

A member at x votes yea in roll call j with the probability 1 / (1 + exp(-(b_j · x - a_j))): the
two-parameter model of Clinton, Jackman and Rivers ("The Statistical Analysis of Roll Call Data",
APSR 98:2, 2004). Points have a standard normal prior, a_j and b_j a normal one of `item_sd`. The
mode is found by expectation and maximisation as Imai, Lo and Olmsted do for the probit ("Fast
Estimation of Ideal Points with Massive Data", APSR 110:4, 2016), with the weights of the logit
(Polson, Scott and Windle, "Bayesian Inference for Logistic Models Using Pólya-Gamma Latent
Variables", JASA 108, 2013): given b · x - a = p, a vote weighs tanh(p/2) / 2p, and points and
roll calls are then weighted least squares in turn. Steps are lengthened by SQUAREM (Varadhan and
Roland, Scandinavian Journal of Statistics 35, 2008), kept only where the posterior does not fall.

Points have mean 0 and standard deviation 1 over the members that were scaled. Left and right are
no part of the model: `anchor` says who stands to the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError
from hustings.scores.ideal_kernels import Kernel, engine
from hustings.scores.matrix import FEWEST_VOTES, ONE_SIDED, Excluded, VoteMatrix

Reals: TypeAlias = npt.NDArray[np.float64]

#: Standard deviation of the prior of a roll call's parameters. A choice: 5 is customary with the
#: probit; 3 keeps votes on party lines from pulling the parties apart without end.
ITEM_SD: Final = 3.0
TOLERANCE: Final = 1e-3
MOST_STEPS: Final = 1_000
#: Roll calls whose part in the information is held in memory at once.
_AT_ONCE: Final = 256


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class IdealPoints:
    """Members on one axis or two, with standard errors, and how they were found.

    points, errors: shape (members, dimensions). cut, slope: a and b of the roll calls, in the unit
    of the points, so a member is as likely to vote yea as nay where slope · x = cut.
    log_likelihood: of the votes alone. converged: whether no point moved by more than `tolerance`
    in the last step.
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    points: Reals
    errors: Reals
    cut: Reals
    slope: Reals
    log_likelihood: float
    correctly_classified: float
    steps: int
    converged: bool
    tolerance: float
    seed: int
    engine: str
    anchor: str
    excluded: tuple[Excluded, ...]

    @property
    def method(self) -> str:
        """The method in words, to stand beside every number made with it."""
        return (
            f"logit item response by EM, {self.points.shape[1]}-D, {len(self.members):,} members × "
            f"{len(self.roll_calls):,} roll calls, {len(self.excluded):,} left out, "
            f"{self.anchor} to the right"
        )

    def point(self, member: str, dimension: int = 1) -> tuple[float, float]:
        """The member's point and its standard error. Raises RequestError if there is none."""
        row = scaled_row(self.members, self.excluded, member)
        if not 1 <= dimension <= self.points.shape[1]:
            raise RequestError(
                f"there is no dimension {dimension}.",
                next_step=f"From 1 to {self.points.shape[1]}.",
            )
        at = row, dimension - 1
        return float(self.points[at]), float(self.errors[at])


def ideal_points(
    votes: VoteMatrix,
    *,
    anchor: str,
    dimensions: int = 1,
    anchor_second: str | None = None,
    one_sided: float = ONE_SIDED,
    fewest_votes: int = FEWEST_VOTES,
    item_sd: float = ITEM_SD,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
    seed: int = 1,
    kernel: str = "auto",
) -> IdealPoints:
    """Where members stand, estimated from their votes alone; `anchor` stands to the right of 0.

    dimensions: 1 or 2; of two, the first is the one that tells more votes apart, and
    `anchor_second` is above 0 on the second (`anchor`, if none is given). one_sided, fewest_votes:
    what is left out, as in `VoteMatrix.scalable`. tolerance: the greatest move of a point that is
    called none. seed: for the start of the eigenvectors alone. kernel: numpy, numba or auto; both
    give the same points. Raises RequestError if nothing can be scaled or the anchor was left out.
    """
    if dimensions not in {1, 2}:
        raise RequestError(f"{dimensions} dimensions are not built.", next_step="1 or 2.")
    if not (tolerance > 0 and most_steps > 0 and item_sd > 0):
        raise RequestError(
            "tolerance, most_steps and item_sd must be greater than 0.", next_step="Mend them."
        )
    used, excluded = votes.scalable(one_sided=one_sided, fewest_votes=fewest_votes)
    if len(used.members) <= dimensions or len(used.roll_calls) <= dimensions:
        raise RequestError(
            f"{len(used.members)} members and {len(used.roll_calls)} roll calls are left, too few "
            f"for {dimensions}-D points.",
            where="the matrix of votes",
            next_step="Give more votes, or lower one_sided and fewest_votes.",
        )
    anchors = [anchor_row(used, excluded, one) for one in (anchor, anchor_second or anchor)]
    run, name = engine(kernel)
    signs = used.signs
    found = _Fit(signs=signs, kernel=run, item_sd=item_sd)
    state = found.start(dimensions, seed)
    state, steps, converged = found.climb(state, tolerance, most_steps)
    points, cut, slope, errors = _settled(found, state, anchors[:dimensions])
    margin = points @ slope.T - cut
    return IdealPoints(
        members=used.members,
        roll_calls=used.roll_calls,
        points=points,
        errors=errors,
        cut=cut,
        slope=slope,
        log_likelihood=float(-np.logaddexp(0, -signs * margin)[signs != 0].sum()),
        correctly_classified=float(((margin > 0) == (signs > 0))[signs != 0].mean()),
        steps=steps,
        converged=converged,
        tolerance=tolerance,
        seed=seed,
        engine=name,
        anchor=anchor,
        excluded=excluded,
    )


def scaled_row(members: Sequence[str], excluded: Sequence[Excluded], member: str) -> int:
    """The row of a member that was scaled. Raises RequestError with the reason if it was not."""
    if member in members:
        return members.index(member)
    reason = next((one.reason for one in excluded if one.key == member), "")
    raise RequestError(
        f"{member} has no ideal point{f': {reason}' if reason else ''}.",
        next_step="Give a member that was scaled.",
    )


def anchor_row(used: VoteMatrix, excluded: Sequence[Excluded], anchor: str) -> int:
    """The row of the anchor. Raises RequestError with the reason if it was left out."""
    if anchor in used.members:
        return used.row(anchor)
    reason = next((one.reason for one in excluded if one.key == anchor), "no row in the matrix")
    raise RequestError(
        f"the anchor {anchor} cannot be used: {reason}.",
        next_step="Name a member whose side is known and who voted.",
    )


def leading_axes(signs: Reals, dimensions: int, seed: int) -> Reals:
    """The leading eigenvectors of members' votes with each roll call's mean taken off.

    Shape (members, dimensions), mean squares of 1. Found by subspace iteration from a drawn basis.
    """
    cast = signs != 0
    centred = np.where(cast, signs - signs.sum(axis=0) / cast.sum(axis=0), 0.0)
    product = centred @ centred.T
    generator = np.random.default_rng(seed)
    basis = np.linalg.qr(generator.standard_normal((len(product), dimensions + 4)))[0]
    for _ in range(30):
        basis = np.linalg.qr(product @ basis)[0]
    _, vectors = np.linalg.eigh(basis.T @ product @ basis)
    points = (basis @ vectors[:, ::-1])[:, :dimensions]
    return np.asarray(points * np.sqrt(len(points)))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Fit:
    """The votes and the prior, and steps up the posterior.

    State: one array of shape (members + roll calls, dimensions + 1): rows (x, 1), then (b, -a), so
    the margin of all votes is one product.
    """

    signs: Reals
    kernel: Kernel
    item_sd: float

    def start(self, dimensions: int, seed: int) -> Reals:
        """The leading eigenvectors of members' votes with each roll call's mean taken off."""
        cast = self.signs != 0
        points = leading_axes(self.signs, dimensions, seed)
        members, roll_calls = self.signs.shape
        state = np.zeros((members + roll_calls, dimensions + 1))
        state[:members, :-1] = points
        state[:members, -1] = 1.0
        # A first guess of the roll calls: weights as if every margin were 0.
        state[members:] = _solve(
            np.where(cast, 0.25, 0.0).T @ _products(state[:members]),
            0.5 * self.signs.T @ state[:members],
            np.full(dimensions + 1, self.item_sd**-2),
        )
        return state

    def step(self, state: Reals) -> tuple[Reals, float]:
        """One turn of EM, and the log posterior of the state given (up to a constant)."""
        members, dimensions = len(self.signs), state.shape[1] - 1
        left, right = state[:members], state[members:]
        made = np.empty_like(state)
        weights, log_likelihood = self.kernel(self.signs, left, right)
        prior = -0.5 * float((left[:, :-1] ** 2).sum() + (right**2).sum() / self.item_sd**2)
        # x given b and a: the intercept -a goes to the other side.
        slope, minus_cut = right[:, :-1], right[:, -1]
        target = 0.5 * self.signs @ slope - weights @ (slope * minus_cut[:, None])
        made[:members, :-1] = _solve(weights @ _products(slope), target, np.ones(dimensions))
        made[:members, -1] = 1.0
        made[members:] = _solve(
            weights.T @ _products(made[:members]),
            0.5 * self.signs.T @ made[:members],
            np.full(dimensions + 1, self.item_sd**-2),
        )
        return self.rescaled(made), log_likelihood + prior

    def rescaled(self, state: Reals) -> Reals:
        """The same margins with the likeliest origin and unit under the prior.

        Votes say nothing of them, so EM would creep there (parameter expansion: Liu, Rubin and Wu,
        Biometrika 85, 1998). The unit is the geometric mean of two matrices, X'X and the inverse
        of B'B over the prior's variance; the origin is least squares.
        """
        members, variance = len(self.signs), self.item_sd**2
        points, slope, cut = state[:members, :-1], state[members:, :-1], -state[members:, -1]
        spread, steep = points.T @ points, slope.T @ slope / variance
        half, back = _power(steep, 0.5), _power(steep, -0.5)
        unit = back @ _power(half @ spread @ half, 0.5) @ back
        inverse = np.linalg.inv(unit)
        origin = np.linalg.solve(
            members * inverse + steep, inverse @ points.sum(axis=0) + slope.T @ cut / variance
        )
        turn = _power(unit, 0.5)
        made = state.copy()
        made[:members, :-1] = (points - origin) @ np.linalg.inv(turn)
        made[members:, :-1] = slope @ turn
        made[members:, -1] = slope @ origin - cut
        return made

    def climb(self, state: Reals, tolerance: float, most_steps: int) -> tuple[Reals, int, bool]:
        """Steps of EM, two and a longer one in turn, until no point moves by more than tolerance.

        → state, steps, whether it came to rest.
        """
        members = len(self.signs)
        steps = 0
        while steps < most_steps:
            first, height = self.step(state)
            second, _ = self.step(first)
            steps += 2
            moved = first - state
            bend = second - 2 * first + state
            if np.abs(second[:members] - first[:members]).max() < tolerance:
                return second, steps, True
            length = float(np.linalg.norm(moved) / max(float(np.linalg.norm(bend)), 1e-300))
            state, before = second, state
            if length > 1.0:
                landed, above = self.step(before + 2 * length * moved + length**2 * bend)
                steps += 1
                if above >= height:
                    state = landed
        return state, steps, False

    def information(self, state: Reals) -> Reals:
        """The expected information of the points, that of the roll calls taken out.

        Fisher's information of points and roll calls and the prior's, the roll calls eliminated
        (Schur complement), so the errors of the roll calls are in the errors of the points.
        Shape (members · dimensions, members · dimensions), a member's dimensions together.
        """
        members, wide = len(self.signs), state.shape[1]
        dimensions = wide - 1
        left, right = state[:members], state[members:]
        half = np.tanh(0.5 * (left @ right.T))
        curve = np.where(self.signs != 0, 0.25 * (1 - half**2), 0.0)
        own = (curve @ _products(right[:, :-1])).reshape(members, dimensions, dimensions)
        items = (curve.T @ _products(left)).reshape(-1, wide, wide)
        items = items + np.eye(wide) / self.item_sd**2
        root = np.linalg.inv(np.linalg.cholesky(items)).transpose(0, 2, 1)
        whole = np.zeros((members * dimensions, members * dimensions))
        for first in range(0, len(right), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            # Points by roll calls: shape (roll calls, members, dimensions, wide).
            across = np.einsum("ij,jd,iw->jidw", curve[:, part], right[part, :-1], left)
            scaled = across.reshape(len(across), -1, wide) @ root[part]
            flat = scaled.transpose(1, 0, 2).reshape(members * dimensions, -1)
            whole -= flat @ flat.T
        for dimension in range(dimensions):
            for other in range(dimensions):
                at = np.arange(members) * dimensions
                whole[at + dimension, at + other] += own[:, dimension, other]
        whole[np.diag_indices_from(whole)] += 1.0
        return np.asarray(whole)


def _power(square: Reals, exponent: float) -> Reals:
    """A power of a symmetric positive matrix."""
    values, vectors = np.linalg.eigh(square)
    return np.asarray(vectors * np.maximum(values, 1e-12) ** exponent @ vectors.T)


def _products(rows: Reals) -> Reals:
    """Every row's products of pairs. Shape (rows, columns) → (rows, columns²)."""
    return (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)


def _solve(squares: Reals, target: Reals, precision: Reals) -> Reals:
    """Weighted least squares with a normal prior, one for each row."""
    many, wide = target.shape
    matrices = squares.reshape(many, wide, wide) + np.diag(precision)
    return np.asarray(np.linalg.solve(matrices, target[:, :, None])[:, :, 0])


def _settled(fit: _Fit, state: Reals, anchors: Sequence[int]) -> tuple[Reals, Reals, Reals, Reals]:
    """Points, cuts, slopes and errors with mean 0, deviation 1, axes apart and the anchors right.

    Two axes are made uncorrelated over members, then turned until slopes are too, the steeper
    first: the model cannot tell one turning from another. Errors follow by the delta method.
    """
    members, dimensions = len(fit.signs), state.shape[1] - 1
    raw, slope, cut = state[:members, :-1], state[members:, :-1], -state[members:, -1]
    centre = raw.mean(axis=0)
    values, vectors = np.linalg.eigh((raw - centre).T @ (raw - centre) / members)
    root = vectors * np.sqrt(values) @ vectors.T
    _, _, axes = np.linalg.svd(slope @ root, full_matrices=False)
    turn = np.linalg.inv(root) @ axes.T
    points = (raw - centre) @ turn
    facing = np.array([1.0 if points[at, axis] >= 0 else -1.0 for axis, at in enumerate(anchors)])
    points, turn = points * facing, turn * facing
    covariance = np.linalg.inv(fit.information(state))
    errors = np.empty_like(points)
    blocks = covariance.reshape(members, dimensions, members, dimensions)
    for axis in range(dimensions):
        on_axis = np.einsum("idje,d,e->ij", blocks, turn[:, axis], turn[:, axis])
        z = points[:, axis]
        move = np.eye(members) - (1.0 + np.outer(z, z)) / members
        errors[:, axis] = np.sqrt(np.maximum(((move @ on_axis) * move).sum(axis=1), 0))
    return points, cut - slope @ centre, slope @ np.linalg.inv(turn).T, errors
