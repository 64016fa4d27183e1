"""Ideal points with NOMINATE's curve of utility, so that the ends may vote against the middle.

A roll call has two outcomes, yea at m - s and nay at m + s. A member at x values an outcome at y by
exp(-(x - y)² / 2), so one who is far from both hardly cares: the curve of a roll call may rise and
fall again, and who votes with the other side from the far end need not be put amid the chamber. A
yea has the probability 1 / (1 + exp(-β (U(yea) - U(nay)))): Poole and Rosenthal, "A Spatial Model
for Legislative Roll Call Analysis", AJPS 29:2 (1985), and Congress: A Political-Economic History of
Roll Call Voting (1997); β is 15, where W-NOMINATE begins. What the normal curve does beside a
quadratic one: Carroll, Lewis, Lo, Poole and Rosenthal, "Comparing NOMINATE and IDEAL", Legislative
Studies Quarterly 34:4 (2009), and "The Structure of Utility in Spatial Models of Voting", AJPS 57:4
(2013). Why it matters within a party: Duck-Mayr and Montgomery, "Ends Against the Middle",
Political Analysis 31:4 (2023).

Points lie in the unit line or disc while they are sought: x = z / √(1 + |z|²), z normal with a
standard deviation of `member_sd`, m and s normal with `item_sd`. In two dimensions the second has
the weight w in the distance, |x - y|² = (x₁ - y₁)² + w² (x₂ - y₂)², and its s have a prior of
their own, `second_sd`. Small, it holds every roll call near to the first dimension, which turns to
the second only as far as its votes insist. The weight and the priors tell one turning of the plane
from another, which the votes do not. All are climbed at once (`spatial_climb`). At the top every member
is looked for along the whole line or disc, as such a curve has several tops: who is likelier
elsewhere is put there, and the climb goes on. One Congress.

Who is how far left within a party is told by the line. The plane foretells hidden votes better, but
its first dimension is another from one Congress to the next (docs/scores.md has the figures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from hustings.errors import RequestError
from hustings.scores.ideal import MOST_STEPS, IdealPoints, anchor_row, ideal_points, scaled_row
from hustings.scores.matrix import FEWEST_VOTES, ONE_SIDED, Excluded, VoteMatrix
from hustings.scores.spatial_climb import Climbed, climbed
from hustings.scores.spatial_fit import Fit, Reals
from hustings.scores.spatial_kernels import spatial_engine

#: β: how much a member minds. W-NOMINATE begins with 15 and seldom leaves it far.
MINDING: Final = 15.0
#: Standard deviations of the priors of z and of m and s, chosen on the 116th House.
MEMBER_SD: Final = 1.0
ITEM_SD: Final = 0.5
#: Weight of the second dimension in the distance: DW-NOMINATE's.
SECOND_WEIGHT: Final = 0.4619
#: Standard deviation of the prior of s in the second dimension, by default no hold: hidden votes of
#: the 116th House are foretold the better the looser it is (benchmarks/second_dimension.py).
SECOND_SD: Final = ITEM_SD
#: A slope nearer to 0 than this is no guide to where a roll call's cut is.
_FLAT: Final = 0.05
#: How well the straight curves, and the line before the plane, are found for a start.
_ROUGH: Final = 0.1
_ROUGH_LINE: Final = 0.02
#: The greatest move of a point in a step that is called none, in standard deviations.
TOLERANCE: Final = 2e-3


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class SpatialPoints:
    """Members on one axis or two with standard errors, mean 0 and standard deviation 1 in each.

    points, errors: shape (members, dimensions). middle, spread: m and s of the roll calls, shape
    (roll calls, dimensions), and width that of the curve of utility in each dimension, all in the
    unit of the points. moved: how often a member was found likelier elsewhere and put there.
    converged: no point moved by more than `tolerance` in the last step, and none is likelier
    elsewhere.
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    points: Reals
    errors: Reals
    middle: Reals
    spread: Reals
    width: Reals
    minding: float
    log_likelihood: float
    correctly_classified: float
    steps: int
    moved: int
    converged: bool
    tolerance: float
    second_sd: float | None
    engine: str
    anchor: str
    excluded: tuple[Excluded, ...]

    @property
    def dimensions(self) -> int:
        return len(self.width)

    @property
    def method(self) -> str:
        """The method in words, to stand beside every number made with it."""
        held = "" if self.second_sd is None else f" (the second held, {self.second_sd:g})"
        return (
            f"NOMINATE's utility within one Congress, {self.dimensions}-D{held}, "
            f"{len(self.members):,} members × {len(self.roll_calls):,} roll calls, "
            f"{len(self.excluded):,} left out, {self.anchor} to the right"
        )

    def point(self, member: str, dimension: int = 1) -> tuple[float, float]:
        """The member's point and its standard error. Raises RequestError if there is none."""
        row = scaled_row(self.members, self.excluded, member)
        if not 1 <= dimension <= self.dimensions:
            raise RequestError(
                f"there is no dimension {dimension}.", next_step=f"From 1 to {self.dimensions}."
            )
        at = row, dimension - 1
        return float(self.points[at]), float(self.errors[at])

    def chance(self, point: float | Sequence[float], roll_call: str) -> float:
        """The probability of a yea of a member at that point; in the plane two numbers are one.

        Raises RequestError for a roll call that was not scaled or a point of other dimensions.
        """
        if roll_call not in self.roll_calls:
            raise RequestError(
                f"{roll_call} was not scaled.", next_step="Give one of the roll calls scaled."
            )
        place = np.atleast_1d(np.asarray(point, dtype=np.float64))
        if place.shape != (self.dimensions,):
            raise RequestError(
                f"a point here is {self.dimensions} numbers, not {place.size}.",
                next_step="Give one number a dimension.",
            )
        at = self.roll_calls.index(roll_call)
        return float(self._chances(place[None], slice(at, at + 1))[0, 0])

    def chances(self) -> Reals:
        """The probability of a yea of every member in every roll call, voted or not."""
        return self._chances(self.points, slice(None))

    def _chances(self, points: Reals, roll_calls: slice) -> Reals:
        drawn = np.zeros((len(points), len(self.middle[roll_calls])))
        for side in (-1, 1):
            at = (self.middle[roll_calls] + side * self.spread[roll_calls]) / self.width
            off = sum(
                np.subtract.outer(points[:, one] / self.width[one], at[:, one]) ** 2
                for one in range(self.dimensions)
            )
            drawn -= side * np.exp(-0.5 * off)
        return np.asarray(1 / (1 + np.exp(-self.minding * drawn)))


def spatial_points(
    votes: VoteMatrix,
    *,
    anchor: str,
    dimensions: int = 1,
    anchor_second: str | None = None,
    one_sided: float = ONE_SIDED,
    fewest_votes: int = FEWEST_VOTES,
    minding: float = MINDING,
    member_sd: float = MEMBER_SD,
    item_sd: float = ITEM_SD,
    second_weight: float = SECOND_WEIGHT,
    second_sd: float = SECOND_SD,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
    kernel: str = "auto",
) -> SpatialPoints:
    """Where members stand by NOMINATE's utility; `anchor` stands to the right of 0.

    dimensions: 1 or 2; `anchor_second` is above 0 on the second (`anchor`, if none is given).
    one_sided, fewest_votes: what is left out, as in `VoteMatrix.scalable`. minding: β. second_sd:
    how far outcomes may lie apart on the second dimension, second_weight: what it weighs; neither
    matters in one. tolerance: the greatest move of a point that is called none, in standard
    deviations. kernel: numpy, numba or auto. Raises RequestError if nothing can be scaled or an
    anchor was left out.
    """
    if dimensions not in {1, 2}:
        raise RequestError(f"{dimensions} dimensions are not built.", next_step="1 or 2.")
    positive = (tolerance, most_steps, item_sd, member_sd, minding, second_sd, second_weight)
    if not all(one > 0 for one in positive):
        raise RequestError(
            "tolerance, most_steps, item_sd, member_sd, minding, second_sd and second_weight must "
            "be greater than 0.",
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
    anchors = [anchor_row(used, excluded, one) for one in (anchor, anchor_second or anchor)]
    run, name = spatial_engine(kernel)
    line = Fit(
        signs=used.signs,
        run=run,
        minding=minding,
        member_sd=member_sd,
        item_sd=np.full(2, item_sd),
        weights=np.ones(1),
    )
    straight = ideal_points(
        used, anchor=anchor, one_sided=0, fewest_votes=1, tolerance=_ROUGH, kernel=kernel
    )
    plane = None
    if dimensions == 2:
        plane = replace(
            line,
            run=spatial_engine(kernel, 2)[0],
            item_sd=np.array([item_sd, item_sd, item_sd, second_sd]),
            weights=np.array([1.0, second_weight]),
        )
    fit, top = _likeliest(line, plane, straight, tolerance, most_steps)
    x = fit.x(top.state)
    centre, unit = x.mean(axis=0), x.std(axis=0)
    facing = np.where(x[anchors[:dimensions], range(dimensions)] >= centre, 1.0, -1.0)
    middle, spread = fit.items(top.state)
    drawn = fit.margin(top.state)
    cast = fit.signs != 0
    return SpatialPoints(
        members=used.members,
        roll_calls=used.roll_calls,
        points=facing * (x - centre) / unit,
        errors=fit.errors(top.state),
        middle=facing * (middle - centre) / unit,
        spread=facing * spread / unit,
        width=1 / (unit * fit.weights),
        minding=minding,
        log_likelihood=float(-np.logaddexp(0, -fit.signs * drawn)[cast].sum()),
        correctly_classified=float(((drawn > 0) == (fit.signs > 0))[cast].mean()),
        steps=top.steps,
        moved=top.moved,
        converged=top.converged,
        tolerance=tolerance,
        second_sd=second_sd if dimensions == 2 else None,
        engine=name,
        anchor=anchor,
        excluded=excluded,
    )


def _likeliest(
    line: Fit, plane: Fit | None, straight: IdealPoints, tolerance: float, most_steps: int
) -> tuple[Fit, Climbed]:
    """The top on the line, or from a rough one there that on the plane; steps are of both."""
    start = _on_the_line(line, straight)
    if plane is None:
        return line, climbed(line, start, tolerance, most_steps)
    rough = climbed(line, start, max(tolerance, _ROUGH_LINE), most_steps)
    start = _on_the_plane(plane, line, rough.state)
    top = climbed(plane, start, tolerance, max(most_steps - rough.steps, 1))
    return plane, replace(top, steps=rough.steps + top.steps, moved=rough.moved + top.moved)


def _on_the_line(fit: Fit, straight: IdealPoints) -> Reals:
    """Where straight curves put members, and each roll call's outcomes about its cut."""
    unit = 0.9 / np.abs(straight.points).max()
    steep = np.where(np.abs(straight.slope) < _FLAT, _FLAT, straight.slope)
    middle = np.clip(unit * straight.cut[:, None] / steep, -1, 1)
    return fit.state(unit * straight.points, middle, -0.3 * np.tanh(straight.slope / 4))


def _on_the_plane(fit: Fit, line: Fit, state: Reals) -> Reals:
    """From the top on the line: on the second axis members stand by the votes it did not expect.

    These are the votes' residuals by how much a roll call's outcomes matter to a member, and their
    leading axis, with what is along the line taken off. Roll calls begin with nothing across.
    """
    x = line.x(state)
    middle, spread = line.items(state)
    _, yea, nay = line.parts(state)
    signs = line.signs
    surprise = signs / (1 + np.exp(np.minimum(signs * line.margin(state), 700.0)))
    near = np.exp(-0.5 * np.subtract.outer(x[:, 0], yea[:, 0]) ** 2)
    near += np.exp(-0.5 * np.subtract.outer(x[:, 0], nay[:, 0]) ** 2)
    odd = surprise * near
    across = np.linalg.eigh(odd @ odd.T)[1][:, -1]
    along = np.hstack([np.ones_like(x), x])
    across = across - along @ np.linalg.lstsq(along, across, rcond=None)[0]
    first = 0.85 * x[:, 0]
    second = 0.7 * across / np.abs(across).max() * np.sqrt(1 - first**2)
    flat = np.zeros_like(middle)
    return fit.state(
        np.column_stack([first, second]), np.hstack([middle, flat]), np.hstack([spread, flat])
    )
