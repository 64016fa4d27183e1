"""Elections drawn from shares: a Dirichlet-multinomial primary, and a general between the two first.

Nothing is known of single voters here, so this is quick (a million elections in two seconds) and
needs little: expected shares, how sure they are, and where votes go whose candidate is out.

A primary's shares are drawn from a Dirichlet distribution, as gamma variates divided by their sum,
and its votes from a multinomial one. Where parties' totals are surer than what each candidate of a
party gets of them, the totals are drawn from one Dirichlet distribution and the division within
each party from another. A tie for second sends all the tied on (California Elections Code 8142(b)).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.contests.simulation.chances import Chance, Range
from hustings.contests.simulation.field import Field, SecondRound
from hustings.errors import RequestError

Floats: TypeAlias = npt.NDArray[np.float64]
Whole: TypeAlias = npt.NDArray[np.int64]
Places: TypeAlias = npt.NDArray[np.intp]

#: Elections drawn at once, so that they stay in the processor's cache. A part of what a seed means.
BLOCK: Final = 8_192
#: Places that fit beside a number of votes in one exact float; more than candidates.
_SLOTS: Final = 256
#: At most so many elections in one run; the memory of shares is eight bytes a candidate and one.
MOST_ELECTIONS: Final = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class ShareOutcome:
    """What became of the drawn elections. Arrays follow the field's candidates.

    advanced, won: in how many each did. pairs: how many times two met in the second round, shape
    (candidates, candidates), the upper triangle alone. locked_out: for each party in the field,
    how often none of its candidates advanced. ties: how often more than two went on.
    undecided: how often a second round ended level.
    first, second: each candidate's drawn shares in the primary, shape (candidates, elections), and
    in the second round, NaN where not in it; empty unless they were kept.
    """

    field: Field
    elections: int
    seed: int
    advanced: Whole
    won: Whole
    pairs: Whole
    locked_out: Mapping[str, int]
    ties: int
    undecided: int
    first: Floats
    second: Floats

    def chance_to_advance(self, place: int) -> Chance:
        return Chance(times=int(self.advanced[place]), elections=self.elections)

    def chance_to_win(self, place: int) -> Chance:
        return Chance(times=int(self.won[place]), elections=self.elections)

    def chance_of_lockout(self, party: str) -> Chance:
        return Chance(times=self.locked_out[party], elections=self.elections)

    def chance_of_pair(self, one: int, other: int) -> Chance:
        low, high = sorted((one, other))
        return Chance(times=int(self.pairs[low, high]), elections=self.elections)

    def primary_range(self, place: int) -> Range:
        """The middle 90% of the candidate's shares in the primary. Needs kept shares."""
        low, middle, high = np.quantile(self.first[place], (0.05, 0.5, 0.95))
        return Range(low=float(low), middle=float(middle), high=float(high))

    def second_range(self, place: int) -> Range | None:
        """The same in the second round, of elections where the candidate was in it."""
        drawn = self.second[place]
        drawn = drawn[~np.isnan(drawn)]
        if not drawn.size:
            return None
        low, middle, high = np.quantile(drawn, (0.05, 0.5, 0.95))
        return Range(low=float(low), middle=float(middle), high=float(high))


def simulate_shares(
    field: Field,
    second: SecondRound | None = None,
    *,
    seed: int,
    elections: int = 20_000,
    keep: bool = True,
    matched: bool = False,
) -> ShareOutcome:
    """Draw primaries and second rounds, and count who advances, wins and is locked out.

    keep: hold every drawn share, for ranges. matched: instead of drawing votes, draw the shares
    from the Dirichlet distribution that has the mean and covariance of the Dirichlet-multinomial;
    about twice as quick, and for thousands of ballots the same. With two candidates the primary
    and the second round are both held, as California holds them; see `simulate_plurality` for one.
    Raises RequestError for a number of elections that cannot be.
    """
    if not 1 <= elections <= MOST_ELECTIONS:
        raise RequestError(
            f"{elections:,} elections cannot be drawn; from 1 to {MOST_ELECTIONS:,} can."
        )
    counter = _Counter(field, second or SecondRound(), elections if keep else 0)
    generator = np.random.Generator(np.random.SFC64(seed))
    for start in range(0, elections, BLOCK):
        size = min(BLOCK, elections - start)
        shares = drawn_shares(field, generator, size, matched=matched)
        votes = _votes(field, shares, generator, matched=matched)
        counter.count(votes, generator.standard_normal(size), start)
    return counter.outcome(elections, seed)


def drawn_shares(
    field: Field, generator: np.random.Generator, size: int, *, matched: bool = False
) -> Floats:
    """Drawn shares of a primary. Shape (candidates, size); each column adds up to one."""
    means = field.shares
    places = field.party_places
    if field.party_precision is None:
        precision = _matched(field.precision, field.ballots) if matched else field.precision
        return _dirichlet(means * precision, generator, size)
    totals: Floats = np.bincount(places, weights=means).astype(np.float64)
    precision = _matched(field.party_precision, field.ballots) if matched else field.party_precision
    parties = _dirichlet(totals * precision, generator, size)
    drawn = np.empty((len(means), size))
    for place, total in enumerate(totals):
        members = np.flatnonzero(places == place)
        if len(members) == 1 or total == 0:
            drawn[members] = parties[place] if len(members) == 1 else 0.0
            continue
        ballots = max(field.ballots * total, 1.0)
        own = field.within.get(field.parties[place], field.precision)
        own = _matched(own, ballots) if matched else own
        within = _dirichlet(means[members] / total * own, generator, size)
        np.multiply(within, parties[place], out=within)
        drawn[members] = within
    return drawn


def _dirichlet(alphas: Floats, generator: np.random.Generator, size: int) -> Floats:
    made = np.empty((len(alphas), size))
    for place, alpha in enumerate(alphas):
        # A row with one parameter is drawn faster than a table with many.
        made[place] = generator.standard_gamma(float(alpha), size)
    total = made.sum(axis=0)
    # A draw in which all are zero to the last bit (tiny parameters) goes by expectation.
    if not total.all():
        made[:, total == 0] = alphas[:, None]
        total = made.sum(axis=0)
    made /= total
    return made


def _matched(precision: float, ballots: float) -> float:
    """The precision of the Dirichlet distribution as wide as votes drawn from one of `precision`."""
    return max(ballots * (precision + 1) / (ballots + precision) - 1, 1e-6)


def _votes(
    field: Field, shares: Floats, generator: np.random.Generator, *, matched: bool
) -> Floats:
    """Whole votes, held as floats. Shape (candidates, elections)."""
    if matched:
        votes = shares
        votes *= field.ballots
        return np.rint(votes, out=votes)
    drawn = generator.multinomial(field.ballots, np.ascontiguousarray(shares.T))
    return np.ascontiguousarray(drawn.T).astype(np.float64)


class _Counter:
    """Adds up blocks of primaries with their second rounds."""

    def __init__(self, field: Field, second: SecondRound, kept: int) -> None:
        many = len(field.entrants)
        self.field = field
        self.second = second
        self.many = many
        self.means = field.shares
        self.tables = Transfers.of(field, second)
        self.places = field.party_places
        self.advanced = np.zeros(many, dtype=np.int64)
        self.won = np.zeros(many, dtype=np.int64)
        self.pairs = np.zeros(many * many, dtype=np.int64)
        self.locked = np.zeros(len(field.parties), dtype=np.int64)
        self.ties = 0
        self.undecided = 0
        self.first = np.empty((many, kept))
        self.later = np.full((many, kept), np.nan)

    def count(self, votes: Floats, noise: Floats, start: int) -> None:
        """A block: votes of shape (candidates, elections), one normal draw an election."""
        one, other, second_votes, third = top_three(votes)
        size = votes.shape[1]
        # A tie for second, or nobody but one with votes: out of the quick way.
        odd = (third == second_votes) | (second_votes == 0)
        shares = votes / votes.sum(axis=0)
        if self.first.size:
            self.first[:, start : start + size] = shares
        lower, upper = np.minimum(one, other), np.maximum(one, other)
        share = self.tables.share(shares, lower, upper, self.means, noise)
        special = np.flatnonzero(odd)
        self._settle(lower, upper, share, special)
        if self.later.size:
            where = start + np.flatnonzero(~odd)
            self.later[lower[~odd], where] = share[~odd]
            self.later[upper[~odd], where] = 1 - share[~odd]
        for place in special:
            self._odd(votes[:, place], shares[:, place], float(noise[place]))

    def _settle(self, lower: Places, upper: Places, share: Floats, special: Places) -> None:
        """Count pairs and winners of all elections but the special ones."""
        codes = lower * self.many + upper
        ahead = share > 0.5
        wins = np.where(ahead, lower, upper)
        level = np.flatnonzero(share == 0.5)
        level = np.setdiff1d(level, special) if level.size else level
        self.undecided += len(level)
        self.pairs += _counted(codes, special, self.many * self.many)
        self.won += _counted(wins, np.union1d(special, level), self.many)

    def _odd(self, votes: Floats, shares: Floats, noise: float) -> None:
        """An election in which more or fewer than two go on; the most votes then win."""
        second = np.sort(votes)[-2]
        on = np.flatnonzero((votes >= second) & (votes > 0))
        self.advanced[on] += 1
        self.ties += len(on) > 2
        gone = np.setdiff1d(np.arange(len(self.locked)), self.places[on])
        self.locked[gone] += 1
        if len(on) == 1:
            self.won[on] += 1
            return
        # Three meet too rarely to be modelled: each keeps its own, moved as two of them would be.
        own = shares[on].copy()
        own[0] += self.second.sd_parties * noise
        best = np.flatnonzero(own == own.max())
        if len(best) == 1:
            self.won[on[best]] += 1
        else:
            self.undecided += 1

    def outcome(self, elections: int, seed: int) -> ShareOutcome:
        pairs = self.pairs.reshape(self.many, self.many)
        # Two of one field meet: each pair sends both on, and locks out whoever is in neither.
        advanced = self.advanced + pairs.sum(axis=0) + pairs.sum(axis=1)
        locked = self.locked.copy()
        for one, other in zip(*np.nonzero(pairs), strict=True):
            gone = np.ones(len(locked), dtype=np.bool_)
            gone[self.places[[one, other]]] = False
            locked[gone] += pairs[one, other]
        return ShareOutcome(
            field=self.field, elections=elections, seed=seed, advanced=advanced, won=self.won,
            pairs=pairs,
            locked_out=dict(zip(self.field.parties, locked.tolist(), strict=True)),
            ties=self.ties, undecided=self.undecided, first=self.first, second=self.later,
        )  # fmt: skip


def _counted(places: Places, without: Places, many: int) -> Whole:
    """How often each place comes, some elections left out."""
    found = np.bincount(places, minlength=many)
    return found - np.bincount(places[without], minlength=many) if without.size else found


def top_three(votes: Floats) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Floats, Floats]:
    """Who has most and second most, and the second and third most votes.

    votes: whole numbers, shape (candidates, elections). Of equals, the earlier comes first. The
    third is -1 where there are but two candidates.
    """
    # Votes and place in one number: sorting by it needs no look at the place, and is quick.
    best, second, third = (np.full(votes.shape[1], -float(_SLOTS)) for _ in range(3))
    for place, row in enumerate(votes):
        key = row * _SLOTS
        key += _SLOTS - 1 - place
        lesser = np.minimum(best, key)
        np.maximum(best, key, out=best)
        least = np.minimum(second, lesser)
        np.maximum(second, lesser, out=second)
        np.maximum(third, least, out=third)
    first_place, second_place = (
        (_SLOTS - 1 - key % _SLOTS).astype(np.intp) for key in (best, second)
    )
    return first_place, second_place, np.floor(second / _SLOTS), np.floor(third / _SLOTS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfers:
    """For each pair that may meet, where every candidate's votes go.

    Rows are pairs, first × candidates + second, with the lower candidate first. first: the share
    of each candidate's votes that goes to the lower one by party. loose: the share that has no
    party reason. swing: what the lower one gains by party; sd: the spread of that pair's share.
    """

    many: int
    first: Floats
    loose: Floats
    swing: Floats
    sd: Floats
    by_strength: float
    carried: float

    @classmethod
    def of(cls, field: Field, second: SecondRound) -> Transfers:
        parties = [one.party for one in field.entrants]
        many = len(parties)
        first = np.zeros((many * many, many))
        loose = np.zeros((many * many, many))
        swing = np.zeros(many * many)
        sd = np.zeros(many * many)
        for one, other in _pairs(many):
            row = one * many + other
            own, rival = parties[one], parties[other]
            apart = own != rival or not own
            swing[row] = (second.swing.get(own, 0.0) - second.swing.get(rival, 0.0)) / 2
            sd[row] = second.sd_parties if apart else second.sd_within
            first[row], loose[row] = flow(parties, one, other, second)
        return cls(
            many=many, first=first, loose=loose, swing=swing, sd=sd,
            by_strength=second.by_strength, carried=second.carried,
        )  # fmt: skip

    def share(
        self,
        shares: Floats,
        lower: npt.NDArray[np.intp],
        upper: npt.NDArray[np.intp],
        means: Floats,
        noise: Floats,
    ) -> Floats:
        """The lower candidate's share of the vote between the two. Shape (elections,).

        shares: of the primary, shape (candidates, elections); lower < upper: who meets; noise: a
        standard normal draw an election.
        """
        if self.carried != 1:
            shares = means[:, None] + self.carried * (shares - means[:, None])
        rows = lower * self.many + upper
        everyone = np.arange(len(rows))
        own, rival = shares[lower, everyone], shares[upper, everyone]
        directed = np.einsum("ij,ji->i", self.first[rows], shares)
        loose = np.einsum("ij,ji->i", self.loose[rows], shares)
        strength = own / np.maximum(own + rival, 1e-12)
        made = directed + loose * (self.by_strength * (strength - 0.5) + 0.5)
        made += self.swing[rows] + self.sd[rows] * noise
        clipped: Floats = np.clip(made, 0.0, 1.0)
        return clipped


def flow(
    parties: Sequence[str], one: int, other: int, second: SecondRound
) -> tuple[Floats, Floats]:
    """Of each candidate's votes, the shares that party directs to `one` and that nothing directs.

    parties: of all candidates; one, other: the places of those who meet. Shape (candidates,) each.
    """
    to_one, loose = np.empty(len(parties)), np.empty(len(parties))
    for voter, party in enumerate(parties):
        to_first, to_other = _directed(party, parties[one], parties[other], second)
        if voter in (one, other):
            to_first, to_other = float(voter == one), float(voter == other)
        to_one[voter] = to_first
        loose[voter] = 1 - to_first - to_other
    return to_one, loose


def _pairs(many: int) -> Iterator[tuple[int, int]]:
    return ((one, other) for one in range(many) for other in range(one + 1, many))


def _directed(party: str, own: str, rival: str, second: SecondRound) -> tuple[float, float]:
    """Of a third candidate's votes, the shares that go to either finalist for a party's sake."""
    if own == rival:
        return 0.0, 0.0
    if party and party in (own, rival):
        return (second.loyal, 1 - second.loyal) if party == own else (
            1 - second.loyal, second.loyal)  # fmt: skip
    leans = second.leans.get(party, {})
    return leans.get(own, 0.0), leans.get(rival, 0.0)
