"""Elections of drawn voters: each has a place, votes for whom is nearest, and may stay at home.

Voters come in groups (the followers of parties, those of none), each with a middle, a spread and
its turnout in the primary and in the general: the two rounds of a top-two system have two
electorates. A voter's weight in a round is the group's turnout, and in a primary grows with the
distance from the centre if `partisan` says so. Weights are whole 1,024ths of the largest, so that
counts are exact, their order is no matter, and turnout on another scale changes nothing.

The counting is done by NumPy, or by Numba (extra hustings[fast]) with the same arithmetic in the
same order: the votes are equal. Compare J. S. Chamberlin and M. D. Cohen (1978) and S. Merrill
(1984), who drew elections so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.contests.simulation import kernels
from hustings.contests.simulation.other_rules import RULES, decide_under
from hustings.errors import RequestError

Reals: TypeAlias = npt.NDArray[np.float32]
Places: TypeAlias = npt.NDArray[np.intp]

#: Parts of the largest weight that weights are rounded to.
PARTS: Final = 1_024
MOST_VOTERS: Final = 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Voters who think alike: a share of all, a middle, a spread, and turnout by round.

    party: of which they may vote in a closed primary; '' for none. middle: a place in one or two
    dimensions. primary, general: turnout, on any scale.
    """

    share: float
    middle: tuple[float, ...]
    party: str = ""
    spread: float = 1.0
    primary: float = 1.0
    general: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Electorate:
    """All voters: groups, how many are drawn, and what moves them beyond place.

    partisan: how much likelier a voter comes to a primary for each unit from the origin; 0 for not.
    taste: the scale of what each voter likes in a candidate for reasons of their own (Gumbel).
    alienation: whose nearest candidate is farther than this stays at home; None for nobody.
    """

    groups: tuple[Group, ...] = (Group(share=1.0, middle=(0.0, 0.0)),)
    voters: int = 10_000
    partisan: float = 0.0
    taste: float = 0.0
    alienation: float | None = None

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise RequestError(f"{'; '.join(problems)}.", where="the electorate")

    @property
    def dimensions(self) -> int:
        return len(self.groups[0].middle)

    @property
    def members(self) -> Places:
        """The group of each voter, shape (voters,): a fixed number of each, by largest remainder."""
        shares = np.array([one.share for one in self.groups])
        exact = shares / shares.sum() * self.voters
        counts = np.floor(exact).astype(int)
        short = self.voters - int(counts.sum())
        counts[np.argsort(-(exact - counts), kind="stable")[:short]] += 1
        return np.repeat(np.arange(len(self.groups)), counts)


def _problems(given: Electorate) -> list[str]:
    found = []
    if not given.groups:
        return ["an electorate needs a group of voters"]
    sizes = {len(one.middle) for one in given.groups}
    if sizes not in ({1}, {2}):
        found.append("places must all have one dimension, or all two")
    if not 1 <= given.voters <= MOST_VOTERS:
        found.append(f"{given.voters:,} voters cannot be drawn; from 1 to {MOST_VOTERS:,} can")
    for name in ("share", "spread", "primary", "general"):
        values = [getattr(one, name) for one in given.groups]
        if min(values) < 0 or not np.isfinite(values).all():
            found.append(f"{name} of a group is below zero")
        elif name != "spread" and max(values) == 0:
            found.append(f"{name} of every group is zero")
    if given.partisan < 0 or given.taste < 0:
        found.append("partisan and taste must not be below zero")
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A candidate in the space: a middle, how far the place is drawn around it, and an advantage.

    advantage: added to the nearness (minus the squared distance) that every voter feels.
    """

    candidate: str
    middle: tuple[float, ...]
    party: str = ""
    spread: float = 0.0
    advantage: float = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class VoterOutcome:
    """What became of the drawn elections. Arrays follow the candidates.

    advanced, won: as under top-two. shares: mean share of votes in the primary. winners: by rule,
    the winner of each election, -1 where the count was level or there is none; shape (elections,).
    changed: by rule, in how many elections it elects another than top-two does, both being decided.
    """

    standing: tuple[Standing, ...]
    elections: int
    seed: int
    engine: str
    advanced: npt.NDArray[np.int64]
    won: npt.NDArray[np.int64]
    shares: npt.NDArray[np.float64]
    locked_out: dict[str, int]
    ties: int
    winners: dict[str, Places] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def wins(self, rule: str) -> npt.NDArray[np.int64]:
        """How often each candidate wins under the rule; with `changed` what it would change."""
        found = self.winners[rule]
        return np.bincount(found[found >= 0], minlength=len(self.standing))

    def none(self, rule: str) -> int:
        """How often the rule has no winner: a level count, or no Condorcet winner."""
        return int((self.winners[rule] < 0).sum())


#: For an election, what is added to each candidate's advantage: shape (candidates,).
Moods: TypeAlias = "Callable[[np.random.Generator], npt.NDArray[np.float64]]"


def simulate_voters(
    standing: Sequence[Standing],
    electorate: Electorate,
    *,
    seed: int,
    elections: int = 1_000,
    rules: Sequence[str] = (),
    engine: str = "auto",
    moods: Moods | None = None,
) -> VoterOutcome:
    """Draw voters and candidates, hold top-two elections, and the same voters' others by `rules`.

    rules: of plurality, party-primary, top-four, condorcet. engine: numpy, numba, or auto (Numba if
    it is installed). moods: what a year brings each candidate, drawn anew for each election.
    Raises RequestError for what cannot be.
    """
    standing = tuple(standing)
    _check(standing, electorate, elections, rules)
    choose, used = kernels.engine(engine)
    state = _Elections(standing, electorate, choose, rules)
    generator = np.random.Generator(np.random.SFC64(seed))
    winners = np.empty((1 + len(rules), elections), dtype=np.intp)
    for place in range(elections):
        winners[:, place] = state.hold(generator, moods)
    names = ("top-two", *rules)
    by_rule = {name: winners[row] for row, name in enumerate(names)}
    top = by_rule["top-two"]
    return VoterOutcome(
        standing=standing, elections=elections, seed=seed, engine=used, advanced=state.advanced,
        won=np.bincount(top[top >= 0], minlength=len(standing)),
        shares=state.shares / elections, locked_out=state.locked_out, ties=state.ties,
        winners=by_rule,
        changed={
            name: int(((found != top) & (found >= 0) & (top >= 0)).sum())
            for name, found in by_rule.items() if name != "top-two"
        },
    )  # fmt: skip


def _check(standing: tuple[Standing, ...], electorate: Electorate, elections: int,
           rules: Sequence[str]) -> None:  # fmt: skip
    if len(standing) < 2:
        raise RequestError("a contest needs two candidates or more.", where="the field")
    if any(len(one.middle) != electorate.dimensions for one in standing):
        raise RequestError("candidates and voters are in spaces of different dimensions.")
    if elections < 1:
        raise RequestError(f"{elections} elections cannot be drawn.")
    for rule in rules:
        if rule not in RULES:
            raise RequestError(
                f"no simulation has the rule {rule!r}.", next_step=f"There are {', '.join(RULES)}."
            )


class _Elections:
    """Holds one election after another in the same arrays."""

    def __init__(self, standing: tuple[Standing, ...], electorate: Electorate,
                 choose: kernels.Choose, rules: Sequence[str]) -> None:  # fmt: skip
        self.standing = standing
        self.electorate = electorate
        self.choose = choose
        self.rules = rules
        many = len(standing)
        groups = electorate.groups
        self.members = electorate.members
        self.middles = np.array([one.middle for one in groups], dtype=np.float32)[self.members].T
        self.spreads = np.array([one.spread for one in groups], dtype=np.float32)[self.members]
        self.plain = not self.middles.any() and bool((self.spreads == 1).all())
        self.primary = self._weights([one.primary for one in groups])
        self.general = self._weights([one.general for one in groups])
        self.places = np.array([one.middle for one in standing], dtype=np.float32)
        self.scatter = np.array([one.spread for one in standing], dtype=np.float32)
        self.advantages = np.array([one.advantage for one in standing], dtype=np.float64)
        self.parties = tuple(sorted({one.party for one in standing}))
        self.party_of = np.array([self.parties.index(one.party) for one in standing])
        self.voter_party = np.array(
            [self.parties.index(one.party) if one.party in self.parties and one.party else -1
             for one in groups])[self.members]  # fmt: skip
        self.advanced = np.zeros(many, dtype=np.int64)
        self.shares = np.zeros(many)
        self.ties = 0
        self.locked_out = dict.fromkeys(self.parties, 0)

    def _weights(self, turnout: list[float]) -> npt.NDArray[np.float64] | None:
        """Whole parts of the largest turnout for each voter; None where all are alike."""
        if len(set(turnout)) == 1:
            return None
        scaled: npt.NDArray[np.float64] = np.rint(np.array(turnout) / max(turnout) * PARTS)
        return scaled[self.members]

    def hold(self, generator: np.random.Generator, moods: Moods | None) -> list[int]:
        """One election; the winner under top-two and under each other rule, -1 for none."""
        electorate = self.electorate
        voters = generator.standard_normal((electorate.dimensions, electorate.voters),
                                           dtype=np.float32)  # fmt: skip
        if not self.plain:
            voters *= self.spreads
            voters += self.middles
        scatter = generator.standard_normal(self.places.shape, dtype=np.float32)
        candidates = self.places + scatter * self.scatter[:, None]
        advantages = self.advantages if moods is None else self.advantages + moods(generator)
        distances = self._distances(voters, candidates, advantages, generator)
        choices, primary, general = self._first(voters, candidates, distances)
        counts = np.bincount(choices, weights=primary, minlength=len(candidates))
        total = counts.sum()
        if not total:
            return [-1] * (1 + len(self.rules))
        self.shares += counts / total
        on = advancing(counts)
        self.advanced[on] += 1
        self.ties += len(on) > 2
        for place, party in enumerate(self.parties):
            self.locked_out[party] += not (self.party_of[on] == place).any()
        winners = [self._second(voters, candidates, distances, on, general)]
        if self.rules:
            if distances is None:
                distances = kernels.all_distances(voters, candidates)
            winners += [
                decide_under(
                    rule, distances=distances, choices=choices, primary=primary, general=general,
                    party_of=self.party_of, voter_party=self.voter_party,
                    unaffiliated=self.parties.index("") if "" in self.parties else -1,
                )
                for rule in self.rules
            ]  # fmt: skip
        return winners

    def _distances(self, voters: Reals, candidates: Reals, advantages: npt.NDArray[np.float64],
                   generator: np.random.Generator) -> Reals | None:  # fmt: skip
        """How far each candidate is for each voter, all things felt; None if it is place alone."""
        taste = self.electorate.taste
        if not taste and not advantages.any():
            return None
        made = kernels.all_distances(voters, candidates)
        made -= advantages.astype(np.float32)[:, None]
        if taste:
            made -= taste * generator.gumbel(size=made.shape).astype(np.float32)
        return made

    def _first(self, voters: Reals, candidates: Reals, distances: Reals | None) -> tuple[
        Places, npt.NDArray[np.float64] | None, npt.NDArray[np.float64] | None
    ]:  # fmt: skip
        """First choices, and the weights of both rounds with those at home taken out."""
        choices = self.choose(voters, candidates) if distances is None else distances.argmin(axis=0)
        primary, general = self.primary, self.general
        electorate = self.electorate
        if electorate.partisan:
            far = np.sqrt((voters * voters).sum(axis=0))
            keen = 1 + electorate.partisan * far
            base = np.float64(PARTS) if primary is None else primary
            primary = np.rint(base * keen)
        if electorate.alienation is not None:
            nearest = ((voters - candidates[choices].T) ** 2).sum(axis=0)
            home = nearest > electorate.alienation**2
            primary = np.where(home, 0.0, np.float64(1) if primary is None else primary)
            general = np.where(home, 0.0, np.float64(1) if general is None else general)
        return choices, primary, general

    def _second(self, voters: Reals, candidates: Reals, distances: Reals | None, on: Places,
                general: npt.NDArray[np.float64] | None) -> int:  # fmt: skip
        if len(on) == 1:
            return int(on[0])
        choices: Any = (
            self.choose(voters, np.ascontiguousarray(candidates[on]))
            if distances is None
            else distances[on].argmin(axis=0)
        )
        counts = np.bincount(choices, weights=general, minlength=len(on))
        best = np.flatnonzero(counts == counts.max())
        return int(on[best[0]]) if len(best) == 1 else -1


def advancing(counts: npt.NDArray[Any]) -> Places:
    """Who goes on from a top-two primary: the two first, all who are level with the second."""
    second = np.partition(counts, -2)[-2]
    return np.flatnonzero((counts >= second) & (counts > 0))
