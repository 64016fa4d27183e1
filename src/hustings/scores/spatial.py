"""Ideal points with NOMINATE's curve of utility, so that the ends may vote against the middle.

A roll call has two outcomes on the axis, yea at m - s and nay at m + s. A member at x values an
outcome at y by exp(-(x - y)² / 2), so one who is far from both hardly cares: the curve of a roll
call may rise and fall again, and who votes with the other side from the far end need not be put
amid the chamber. A yea has the probability 1 / (1 + exp(-β (U(yea) - U(nay)))): Poole and
Rosenthal, "A Spatial Model for Legislative Roll Call Analysis", AJPS 29:2 (1985); β is 15, where
W-NOMINATE begins. Why it matters within a party: Duck-Mayr and Montgomery, "Ends Against the
Middle", Political Analysis 31:4 (2023).

Points lie between -1 and 1 while they are sought: x = z / √(1 + z²), z normal with a standard
deviation of `member_sd`, m and s normal with `item_sd`. All are climbed at once, by limited-memory
quasi-Newton steps (Nocedal, Mathematics of Computation 35, 1980) in units of their information.
At the top every member is looked for along the whole axis, as such a curve has several tops: who
is likelier elsewhere is put there, and the climb goes on. One dimension, one Congress.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from hustings.errors import RequestError
from hustings.scores.ideal import (
    MOST_STEPS,
    IdealPoints,
    Reals,
    anchor_row,
    ideal_points,
    scaled_row,
)
from hustings.scores.matrix import FEWEST_VOTES, ONE_SIDED, Excluded, VoteMatrix
from hustings.scores.spatial_kernels import Slopes, spatial_engine

#: β: how much a member minds. W-NOMINATE begins with 15 and seldom leaves it far.
MINDING: Final = 15.0
#: Standard deviations of the priors of z and of m and s, chosen on the 116th House.
MEMBER_SD: Final = 1.0
ITEM_SD: Final = 0.5
#: Places on the axis at which a member is looked for.
_PLACES: Final = 81
#: A slope nearer to 0 than this is no guide to where a roll call's cut is.
_FLAT: Final = 0.05
#: How well the straight curves are found before the start.
_ROUGH: Final = 0.1
#: A step along a direction is halved until it climbs, down to this share; then the direction is
#: taken anew from the slopes alone, and if that climbs no more, it is the top.
_SHORTEST: Final = 1e-6
#: Steps that a direction is made of.
_MEMORY: Final = 12
_MOST_SEARCHES: Final = 5
#: The greatest move of a point in a step that is called none, in standard deviations.
TOLERANCE: Final = 2e-3


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SpatialPoints:
    """Members on one axis with standard errors, mean 0 and standard deviation 1.

    points, errors: one a member. middle, spread: m and s of the roll calls, and width that of the
    curve of utility, all in the unit of the points. moved: how often a member was found likelier
    elsewhere on the axis and put there. converged: no point moved by more than `tolerance` in the
    last step, and none is likelier elsewhere.
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    points: Reals
    errors: Reals
    middle: Reals
    spread: Reals
    width: float
    minding: float
    log_likelihood: float
    correctly_classified: float
    steps: int
    moved: int
    converged: bool
    tolerance: float
    engine: str
    anchor: str
    excluded: tuple[Excluded, ...]

    @property
    def method(self) -> str:
        """The method in words, to stand beside every number made with it."""
        return (
            f"NOMINATE's utility within one Congress, 1-D, {len(self.members):,} members × "
            f"{len(self.roll_calls):,} roll calls, {len(self.excluded):,} left out, "
            f"{self.anchor} to the right"
        )

    def point(self, member: str) -> tuple[float, float]:
        """The member's point and its standard error. Raises RequestError if there is none."""
        at = scaled_row(self.members, self.excluded, member)
        return float(self.points[at]), float(self.errors[at])

    def chance(self, point: float, roll_call: str) -> float:
        """The probability of a yea of a member at that point. Raises RequestError if not scaled."""
        if roll_call not in self.roll_calls:
            raise RequestError(
                f"{roll_call} was not scaled.", next_step="Give one of the roll calls scaled."
            )
        at = self.roll_calls.index(roll_call)
        off = (point - self.middle[at]) / self.width
        apart = self.spread[at] / self.width
        drawn = np.exp(-0.5 * (off + apart) ** 2) - np.exp(-0.5 * (off - apart) ** 2)
        return float(1 / (1 + np.exp(-self.minding * drawn)))


def spatial_points(
    votes: VoteMatrix,
    *,
    anchor: str,
    one_sided: float = ONE_SIDED,
    fewest_votes: int = FEWEST_VOTES,
    minding: float = MINDING,
    member_sd: float = MEMBER_SD,
    item_sd: float = ITEM_SD,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
    kernel: str = "auto",
) -> SpatialPoints:
    """Where members stand by NOMINATE's utility; `anchor` stands to the right of 0.

    one_sided, fewest_votes: what is left out, as in `VoteMatrix.scalable`. minding: β. tolerance:
    the greatest move of a point that is called none, in standard deviations. kernel: numpy, numba
    or auto. Raises RequestError if nothing can be scaled or the anchor was left out.
    """
    if not (tolerance > 0 and most_steps > 0 and item_sd > 0 and member_sd > 0 and minding > 0):
        raise RequestError(
            "tolerance, most_steps, item_sd, member_sd and minding must be greater than 0.",
            next_step="Mend them.",
        )
    used, excluded = votes.scalable(one_sided=one_sided, fewest_votes=fewest_votes)
    if len(used.members) < 3 or len(used.roll_calls) < 3:
        raise RequestError(
            f"{len(used.members)} members and {len(used.roll_calls)} roll calls are left, too few "
            f"for points.",
            where="the matrix of votes",
            next_step="Give more votes, or lower one_sided and fewest_votes.",
        )
    right = anchor_row(used, excluded, anchor)
    run, name = spatial_engine(kernel)
    fit = _Fit(signs=used.signs, run=run, minding=minding, member_sd=member_sd, item_sd=item_sd)
    straight = ideal_points(
        used, anchor=anchor, one_sided=0, fewest_votes=1, tolerance=_ROUGH, kernel=kernel
    )
    climbed = _climbed(fit, fit.start(straight), tolerance, most_steps)
    state = climbed.state
    members, roll_calls = fit.signs.shape
    x = _inside(state[:members])
    centre, unit = float(x.mean()), float(x.std())
    facing = 1.0 if x[right] >= centre else -1.0
    drawn = fit.margin(state)
    cast = fit.signs != 0
    return SpatialPoints(
        members=used.members,
        roll_calls=used.roll_calls,
        points=facing * (x - centre) / unit,
        errors=fit.errors(state),
        middle=facing * (state[members : members + roll_calls] - centre) / unit,
        spread=facing * state[members + roll_calls :] / unit,
        width=1 / unit,
        minding=minding,
        log_likelihood=float(-np.logaddexp(0, -fit.signs * drawn)[cast].sum()),
        correctly_classified=float(((drawn > 0) == (fit.signs > 0))[cast].mean()),
        steps=climbed.steps,
        moved=climbed.moved,
        converged=climbed.converged,
        tolerance=tolerance,
        engine=name,
        anchor=anchor,
        excluded=excluded,
    )


def _inside(z: Reals) -> Reals:
    """From the whole line into (-1, 1)."""
    return np.asarray(z / np.sqrt(1 + z * z))


def _outside(x: Reals) -> Reals:
    return np.asarray(x / np.sqrt(1 - x * x))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Fit:
    """The votes and the priors. A state is one row: z of the members, then m, then s."""

    signs: Reals
    run: Slopes
    minding: float
    member_sd: float
    item_sd: float

    def start(self, straight: IdealPoints) -> Reals:
        """Where straight curves put members, and each roll call's outcomes about its cut."""
        x = 0.9 * straight.points[:, 0] / np.abs(straight.points).max()
        slope = straight.slope[:, 0]
        steep = np.where(np.abs(slope) < _FLAT, _FLAT, slope)
        unit = 0.9 / np.abs(straight.points).max()
        return np.concatenate(
            [_outside(x), np.clip(unit * straight.cut / steep, -1, 1), -0.3 * np.tanh(slope / 4)]
        )

    def parts(self, state: Reals) -> tuple[Reals, Reals, Reals]:
        """x of the members, and the places of yea and nay."""
        members, roll_calls = self.signs.shape
        middle = state[members : members + roll_calls]
        spread = state[members + roll_calls :]
        return _inside(state[:members]), middle - spread, middle + spread

    def precision(self) -> Reals:
        """The priors' precision of every part of a state."""
        members, roll_calls = self.signs.shape
        return np.concatenate(
            [np.full(members, self.member_sd**-2), np.full(2 * roll_calls, self.item_sd**-2)]
        )

    def height(self, state: Reals) -> tuple[float, Reals]:
        """The log posterior up to a constant, and its gradient."""
        members = len(self.signs)
        x, yea, nay = self.parts(state)
        total, of_x, of_yea, of_nay = self.run(self.signs, x, yea, nay, self.minding)
        z = state[:members]
        gradient = np.concatenate([of_x * (1 + z * z) ** -1.5, of_yea + of_nay, of_nay - of_yea])
        precision = self.precision()
        return total - 0.5 * float(precision @ state**2), gradient - precision * state

    def margin(self, state: Reals) -> Reals:
        """β (U(yea) - U(nay)). Shape (members, roll calls)."""
        x, yea, nay = self.parts(state)
        return self.drawn(x, yea, nay)

    def drawn(self, x: Reals, yea: Reals, nay: Reals) -> Reals:
        made = np.exp(-0.5 * np.subtract.outer(x, yea) ** 2)
        made -= np.exp(-0.5 * np.subtract.outer(x, nay) ** 2)
        return np.asarray(self.minding * made)

    def pulls(self, state: Reals) -> tuple[Reals, Reals, Reals]:
        """Slopes of every vote's margin in z, m and s, by the root of its information."""
        x, yea, nay = self.parts(state)
        to_yea, to_nay = np.subtract.outer(x, yea), np.subtract.outer(x, nay)
        at_yea = self.minding * np.exp(-0.5 * to_yea**2)
        at_nay = self.minding * np.exp(-0.5 * to_nay**2)
        half = 0.5 * np.abs(at_yea - at_nay)
        root = np.where(self.signs != 0, 0.5 / np.cosh(np.minimum(half, 300.0)), 0.0)
        to_yea *= at_yea * root
        to_nay *= at_nay * root
        z = state[: len(self.signs)]
        return ((to_nay - to_yea) * (1 + z * z)[:, None] ** -1.5, to_yea - to_nay, -to_yea - to_nay)

    def sharpness(self, state: Reals) -> Reals:
        """The information of every part of a state by itself, the prior's in it."""
        of_z, of_m, of_s = self.pulls(state)
        own = [(of_z**2).sum(axis=1), (of_m**2).sum(axis=0), (of_s**2).sum(axis=0)]
        return np.concatenate(own) + self.precision()

    def elsewhere(self, state: Reals) -> tuple[Reals, int]:
        """The state with every member at the likeliest of many places, if likelier than here."""
        members = len(self.signs)
        x, yea, nay = self.parts(state)
        places = np.linspace(-0.99, 0.99, _PLACES)
        there = self._by_place(places, yea, nay)
        drawn = self.drawn(x, yea, nay)
        here = -np.where(self.signs != 0, np.logaddexp(0, -self.signs * drawn), 0.0).sum(axis=1)
        here -= 0.5 * (state[:members] / self.member_sd) ** 2
        best = there.argmax(axis=1)
        # Half a unit of log likelihood is less than a standard error: no other top.
        moved = there[np.arange(members), best] > here + 0.5
        made = state.copy()
        made[:members][moved] = _outside(places[best[moved]])
        return made, int(moved.sum())

    def _by_place(self, places: Reals, yea: Reals, nay: Reals) -> Reals:
        drawn = self.drawn(places, yea, nay)
        voted_yea = (self.signs > 0).astype(np.float64)
        voted_nay = (self.signs < 0).astype(np.float64)
        lost = voted_yea @ np.logaddexp(0, -drawn).T + voted_nay @ np.logaddexp(0, drawn).T
        return np.asarray(-lost - 0.5 * (_outside(places) / self.member_sd) ** 2)

    def errors(self, state: Reals) -> Reals:
        """Standard errors of the points in their standard deviations.

        Fisher's information with m and s of the roll calls eliminated (Schur complement), then the
        delta method: from z to x, and from x to mean 0 and deviation 1.
        """
        members = len(self.signs)
        of_z, of_m, of_s = self.pulls(state)
        own = self.item_sd**-2
        # The roll calls' two-by-two blocks, by Cholesky's factors a, b, c.
        a = np.sqrt((of_m**2).sum(axis=0) + own)
        b = (of_m * of_s).sum(axis=0) / a
        c = np.sqrt((of_s**2).sum(axis=0) + own - b * b)
        first = of_z * of_m / a
        second = (of_z * of_s - first * b) / c
        whole = -(first @ first.T) - second @ second.T
        whole[np.diag_indices(members)] += (of_z**2).sum(axis=1) + self.member_sd**-2
        z = state[:members]
        bend = (1 + z * z) ** -1.5
        x = _inside(z)
        unit = x.std()
        covariance = np.linalg.inv(whole) * np.outer(bend, bend) / unit**2
        at = (x - x.mean()) / unit
        move = np.eye(members) - (1.0 + np.outer(at, at)) / members
        return np.asarray(np.sqrt(np.maximum(((move @ covariance) * move).sum(axis=1), 0)))


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Climbed:
    state: Reals
    steps: int
    moved: int
    converged: bool


def _climbed(fit: _Fit, state: Reals, tolerance: float, most_steps: int) -> _Climbed:
    """Up to a top, then everybody looked for elsewhere, until nobody moves."""
    steps = moved = 0
    for _ in range(_MOST_SEARCHES):
        state, more, rest = _up(fit, state, tolerance, most_steps - steps)
        steps += more
        if not rest:
            break
        state, away = fit.elsewhere(state)
        moved += away
        if not away:
            return _Climbed(state=state, steps=steps, moved=moved, converged=True)
    return _Climbed(state=state, steps=steps, moved=moved, converged=False)


def _up(fit: _Fit, state: Reals, tolerance: float, most: int) -> tuple[Reals, int, bool]:
    """Quasi-Newton steps until no point moves by more than tolerance → state, steps, at rest."""
    members = len(fit.signs)
    scale = 1 / fit.sharpness(state)
    height, gradient = fit.height(state)
    steps, quiet = 1, 0
    memory: list[tuple[Reals, Reals, float]] = []
    while steps < most:
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
        moved, turned = tried - state, gradient - slope
        before, now = _inside(state[:members]), _inside(tried[:members])
        # One short step may be chance; two in turn are rest.
        quiet = quiet + 1 if np.abs(now - before).max() < tolerance * now.std() else 0
        state, height, gradient = tried, found, slope
        if quiet == 2:
            return state, steps, True
        if (curve := float(moved @ turned)) > 1e-12:
            memory = [*memory[1 - _MEMORY :], (moved, turned, 1 / curve)]
    return state, steps, False


def _direction(gradient: Reals, scale: Reals, memory: list[tuple[Reals, Reals, float]]) -> Reals:
    """The two loops of L-BFGS, uphill, with `scale` as the first guess of the inverse curvature."""
    way = gradient.copy()
    shares: list[float] = []
    for moved, turned, over in reversed(memory):
        shares.append(over * float(moved @ way))
        way -= shares[-1] * turned
    if memory:
        moved, turned, over = memory[-1]
        way *= scale / (over * float((turned * turned) @ scale))
    else:
        way *= scale
    for (moved, turned, over), share in zip(memory, reversed(shares), strict=True):
        way += (share - over * float(turned @ way)) * moved
    return way
