"""Ideal points over many Congresses in one scaling, from votes in long form.

The model is that of `ideal`, in one dimension. A member has one point for a whole career, so
Congresses hang together by those who sat in both. Votes are held as two lists, by member and by
roll call, five bytes a vote in each; a cell of a person who was not a member costs nothing. One
step passes over both: points given the roll calls, then roll calls given the new points, each with
fresh weights, which raises the posterior as EM does (Liu and Rubin, Biometrika 81, 1994). Errors
take a matrix of members by members.

One point for a career is an assumption: who moved is put where the mean of the votes is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError, quoted
from hustings.scores.ideal import ITEM_SD, MOST_STEPS, TOLERANCE, Reals, scaled_row
from hustings.scores.linked_kernels import Kernels, Side, linked_engine
from hustings.scores.matrix import FEWEST_VOTES, ONE_SIDED, VoteMatrix

Places: TypeAlias = npt.NDArray[np.int32]
Signs: TypeAlias = npt.NDArray[np.int8]
#: Turns of the start: a side spreads through those who sit in two Congresses, so 19 take some.
_TURNS: Final = 60


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LongVotes:
    """Yeas and nays, one a row: member, roll call, 1 or -1. Raises RequestError with what is wrong.

    rows, columns: places in members and roll_calls. Absences have no row.
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    rows: Places
    columns: Places
    signs: Signs

    def __post_init__(self) -> None:
        if not len(self.rows) == len(self.columns) == len(self.signs):
            self._stop("rows, columns and signs are not of one length")
        for given, keys, name in (
            (self.rows, self.members, "member"),
            (self.columns, self.roll_calls, "roll call"),
        ):
            if len(set(keys)) != len(keys):
                self._stop(f"a {name} stands twice")
            if len(given) and not 0 <= int(given.min()) <= int(given.max()) < len(keys):
                self._stop(f"a vote names a {name} that there is not")
        if not np.isin(self.signs, (-1, 1)).all():
            self._stop("a vote is neither 1 nor -1")
        cells = np.sort(self.rows.astype(np.int64) * len(self.roll_calls) + self.columns)
        if np.any(again := cells[1:] == cells[:-1]):
            row, column = divmod(int(cells[1:][again][0]), len(self.roll_calls))
            self._stop(f"{self.members[row]} votes twice in {self.roll_calls[column]}")

    def _stop(self, what: str) -> None:
        raise RequestError(
            f"{what}.", where="the votes in long form", next_step="Mend them; nothing was scored."
        )

    @classmethod
    def of(cls, congresses: Sequence[VoteMatrix]) -> LongVotes:
        """The votes of several Congresses; a member's key is the same in all, a roll call's is not.

        Raises RequestError for a roll call in two of them.
        """
        members: dict[str, int] = {}
        roll_calls: dict[str, int] = {}
        rows: list[npt.NDArray[np.int_]] = []
        columns: list[npt.NDArray[np.int_]] = []
        signs: list[Signs] = []
        for one in congresses:
            for key in one.roll_calls:
                if key in roll_calls:
                    raise RequestError(
                        f"the roll call {quoted(key)} is in two Congresses.",
                        where="the votes in long form",
                        next_step="Put the Congress into its key.",
                    )
                roll_calls[key] = len(roll_calls)
            at = np.array([members.setdefault(key, len(members)) for key in one.members])
            to = np.array([roll_calls[key] for key in one.roll_calls])
            where = np.nonzero(one.yeas | one.nays)
            rows.append(at[where[0]])
            columns.append(to[where[1]])
            signs.append(one.cells[where])
        return cls(
            members=tuple(members),
            roll_calls=tuple(roll_calls),
            rows=np.concatenate([*rows, np.empty(0, np.int_)]).astype(np.int32),
            columns=np.concatenate([*columns, np.empty(0, np.int_)]).astype(np.int32),
            signs=np.concatenate([*signs, np.empty(0, np.int8)]),
        )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class LinkedPoints:
    """One point a person over all Congresses, mean 0 and standard deviation 1, with its error.

    cut, slope: of the roll calls, in the unit of the points. left_out_members, left_out_roll_calls:
    with too few votes, or one-sided.
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    points: Reals
    errors: Reals
    cut: Reals
    slope: Reals
    votes: int
    steps: int
    converged: bool
    engine: str
    anchor: str
    left_out_members: tuple[str, ...]
    left_out_roll_calls: tuple[str, ...]

    @property
    def method(self) -> str:
        """The method in words, to stand beside every number made with it."""
        return (
            f"logit item response by EM, 1-D, one point a career, {len(self.members):,} members, "
            f"{len(self.roll_calls):,} roll calls, {self.votes:,} votes, {self.anchor} to the right"
        )

    def point(self, member: str) -> tuple[float, float]:
        """The member's point and its standard error. Raises RequestError if there is none."""
        at = scaled_row(self.members, (), member)
        return float(self.points[at]), float(self.errors[at])


def linked_points(
    votes: LongVotes,
    *,
    anchor: str,
    one_sided: float = ONE_SIDED,
    fewest_votes: int = FEWEST_VOTES,
    item_sd: float = ITEM_SD,
    tolerance: float = TOLERANCE,
    most_steps: int = MOST_STEPS,
    seed: int = 1,
    kernel: str = "auto",
) -> LinkedPoints:
    """Where members stand over all their Congresses; `anchor` stands to the right of 0.

    Parameters as in `ideal_points`. Raises RequestError if the anchor is left out, or if some
    members are linked to the others by no roll call, as no common axis could be told.
    """
    if not (tolerance > 0 and most_steps > 0 and item_sd > 0 and 0 <= one_sided < 0.5):
        raise RequestError(
            "tolerance, most_steps and item_sd must be greater than 0, one_sided from 0 to 0.5.",
            next_step="Mend them.",
        )
    kept = _kept(votes, one_sided, fewest_votes)
    members, roll_calls = np.unique(votes.rows[kept]), np.unique(votes.columns[kept])
    names = tuple(votes.members[at] for at in members)
    if anchor not in names:
        raise RequestError(
            f"the anchor {anchor} cannot be used: no vote that counts.",
            next_step="Name a member whose side is known and who voted.",
        )
    rows = np.searchsorted(members, votes.rows[kept]).astype(np.int32)
    columns = np.searchsorted(roll_calls, votes.columns[kept]).astype(np.int32)
    signs = votes.signs[kept]
    by_member = _side(rows, columns, signs, len(members))
    by_call = _side(columns, rows, signs, len(roll_calls))
    del rows, columns, signs
    _linked(by_member, by_call, names)
    run, engine = linked_engine(kernel)
    state, steps, converged = _climb(by_member, by_call, run, item_sd, tolerance, most_steps, seed)
    x, slope, cut = state
    errors = _errors(by_call, state, run, item_sd)
    centre, unit = float(x.mean()), float(x.std())
    facing = 1.0 if x[names.index(anchor)] >= centre else -1.0
    used = {int(at) for at in members}, {int(at) for at in roll_calls}
    return LinkedPoints(
        members=names,
        roll_calls=tuple(votes.roll_calls[at] for at in roll_calls),
        points=facing * (x - centre) / unit,
        errors=errors,
        cut=cut - slope * centre,
        slope=facing * slope * unit,
        votes=int(kept.sum()),
        steps=steps,
        converged=converged,
        engine=engine,
        anchor=anchor,
        left_out_members=tuple(k for at, k in enumerate(votes.members) if at not in used[0]),
        left_out_roll_calls=tuple(k for at, k in enumerate(votes.roll_calls) if at not in used[1]),
    )


def _kept(votes: LongVotes, one_sided: float, fewest: int) -> npt.NDArray[np.bool_]:
    """Votes of roll calls that are not one-sided and members with enough, in turn until all are."""
    kept = np.ones(len(votes.signs), dtype=np.bool_)
    many = len(votes.roll_calls)
    while True:
        yea = np.bincount(votes.columns[kept & (votes.signs > 0)], minlength=many)
        nay = np.bincount(votes.columns[kept & (votes.signs < 0)], minlength=many)
        lesser = np.minimum(yea, nay)
        good = (lesser > 0) & (lesser >= one_sided * (yea + nay))
        kept &= good[votes.columns]
        cast = np.bincount(votes.rows[kept], minlength=len(votes.members))
        few = (cast < max(fewest, 1)) & (cast > 0)
        if not few.any():
            return kept
        kept &= ~few[votes.rows]


def _side(own: Places, other: Places, signs: Signs, many: int) -> Side:
    """The votes in the order of `own`: where each begins, whom they meet, their signs."""
    order = np.argsort(own, kind="stable")
    begins = np.zeros(many + 1, dtype=np.int64)
    np.cumsum(np.bincount(own, minlength=many), out=begins[1:])
    return begins, np.asarray(other[order]), np.asarray(signs[order])


def _linked(by_member: Side, by_call: Side, names: Sequence[str]) -> None:
    """Stop if somebody cannot be reached from the first member by roll calls in common."""
    met = np.zeros(len(names), dtype=np.bool_)
    met[0] = True
    calls = np.zeros(len(by_call[0]) - 1, dtype=np.bool_)
    size = 0
    while size < int(met.sum()):
        size = int(met.sum())
        calls[by_member[1][np.repeat(met, np.diff(by_member[0]))]] = True
        met[by_call[1][np.repeat(calls, np.diff(by_call[0]))]] = True
    if not met.all():
        away = names[int(np.argmin(met))]
        raise RequestError(
            f"{int((~met).sum()):,} members, {away} first, share no roll call with the others, and "
            "nobody who sat with both.",
            where="the votes in long form",
            next_step="Scale them apart, or give the Congresses between.",
        )


def _climb(
    by_member: Side,
    by_call: Side,
    run: Kernels,
    item_sd: float,
    tolerance: float,
    most_steps: int,
    seed: int,
) -> tuple[tuple[Reals, Reals, Reals], int, bool]:
    """Steps of EM, two and a longer one in turn (SQUAREM), until no point moves by more."""
    members, calls = len(by_member[0]) - 1, len(by_call[0]) - 1
    precision = item_sd**-2

    def step(state: Reals) -> tuple[Reals, float]:
        x, slope, cut = state[:members], state[members : members + calls], state[members + calls :]
        prior = -0.5 * float(x @ x + precision * (slope @ slope + cut @ cut))
        made, height = run.members(*by_member, x, slope, cut)
        slope, cut = run.calls(*by_call, made, slope, cut, precision)
        return _rescaled(made, slope, cut, precision), height + prior

    x = _start(by_member, by_call, run, seed)
    flat = np.zeros(calls)
    slope, cut = run.calls(*by_call, x, flat, flat, precision)
    state, steps = np.concatenate([x, slope, cut]), 0
    converged = False
    while steps < most_steps and not converged:
        first, height = step(state)
        second, _ = step(first)
        steps += 2
        moved, bend = first - state, second - 2 * first + state
        converged = bool(np.abs(second[:members] - first[:members]).max() < tolerance)
        length = float(np.linalg.norm(moved) / max(float(np.linalg.norm(bend)), 1e-300))
        before, state = state, second
        if length > 1.0 and not converged:
            landed, above = step(before + 2 * length * moved + length**2 * bend)
            steps += 1
            if above >= height:
                state = landed
    slope, cut = state[members : members + calls], state[members + calls :]
    return (state[:members], slope, cut), steps, converged


def _start(by_member: Side, by_call: Side, run: Kernels, seed: int) -> Reals:
    """Each roll call's side is the mean of its yeas less that of its nays, a member the mean of
    sides taken: in turn, from drawn points."""
    x = np.random.default_rng(seed).standard_normal(len(by_member[0]) - 1)
    for _ in range(_TURNS):
        side, tilt = run.sides(*by_call, x)
        x = run.taken(*by_member, side, tilt)
        x = (x - x.mean()) / x.std()
    return x


def _rescaled(x: Reals, slope: Reals, cut: Reals, precision: float) -> Reals:
    """The same margins with the likeliest origin and unit under the prior, as in `ideal`."""
    many = len(x)
    spread, steep = float(x @ x), precision * float(slope @ slope)
    unit = np.sqrt(spread / steep)
    origin = (float(x.sum()) / unit + precision * float(slope @ cut)) / (many / unit + steep)
    turn = np.sqrt(unit)
    return np.concatenate([(x - origin) / turn, slope * turn, cut - slope * origin])


def _errors(
    by_call: Side,
    state: tuple[Reals, Reals, Reals],
    run: Kernels,
    item_sd: float,
) -> Reals:
    """Errors of the points at mean 0 and deviation 1, those of the roll calls in them."""
    x = state[0]
    covariance = np.linalg.inv(run.information(by_call[0], by_call[1], *state, item_sd**-2))
    at = (x - x.mean()) / x.std()
    # The diagonal of M C M' with M = 1 - (1 + z z') / n, without the matrix M.
    many = len(x)
    ones, ends = covariance.sum(axis=1), covariance @ at
    mixed = float(at @ ones)
    own = np.diag(covariance) - 2 * (ones + at * ends) / many
    own = own + (ones.sum() + 2 * at * mixed + at**2 * float(at @ ends)) / many**2
    return np.asarray(np.sqrt(np.maximum(own, 0)) / x.std())
