"""What past contests teach: how far shares move between cycles, and where votes go in November.

A field is expected from the seat's last contest: each party keeps its total; within a party those
who return keep their part of it, and each newcomer weighs as newcomers have weighed. How sure that
is, is learned from pairs of contests, as the precision of a Dirichlet distribution with the most
likelihood (a grid, so that it is the same everywhere). Write-ins are left out: they are not on the
ballot that is known before the vote.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, TypeAlias

import numpy as np

from hustings.contests.simulation.field import Entrant, Field, SecondRound
from hustings.contests.simulation.share import flow
from hustings.errors import RequestError

#: Parties that nearly always have a candidate; others are minor.
MAJOR: Final = ("DEM", "REP")
#: A share of nothing has no likelihood; the least that is counted.
LEAST: Final = 1e-4
#: Shares that were expected, and those that came.
Draw: TypeAlias = "tuple[list[float], list[float]]"
#: Fewer pairs than this teach too little; later cycles are then asked too.
FEWEST_PAIRS: Final = 20
PRECISIONS: Final = tuple(float(round(2 * 1.4**step, 3)) for step in range(18))
NEWCOMERS: Final = (0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.45, 0.7, 1.0)
NEW_MAJOR: Final = (0.1, 0.15, 0.2, 0.3, 0.4)
NEW_MINOR: Final = (0.01, 0.02, 0.03, 0.05, 0.08)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stood:
    """Who stood in a past contest: a key that lasts from cycle to cycle, a party, votes."""

    person: str
    party: str
    votes: int
    name: str = ""
    write_in: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """A past contest: its seat, cycle and round, the lines it was held on, and who stood."""

    district: str
    cycle: int
    round: str
    stood: tuple[Stood, ...]
    map: str = ""

    @property
    def cast(self) -> int:
        return sum(one.votes for one in self.stood)

    @property
    def ballot(self) -> tuple[Stood, ...]:
        """Those whose names were printed."""
        return tuple(one for one in self.stood if not one.write_in)


@dataclass(frozen=True, kw_only=True, slots=True)
class Learned:
    """What pairs of contests taught. See `expected` for the weights.

    party_precision, precision: of parties' totals, and of the division within a party. pairs,
    seconds: of how many pairs of primaries, and of how many second rounds. hindsight: whether some
    of them came after the cycle that is asked about. packaged: not from this record.
    """

    newcomer: float
    new_major: float
    new_minor: float
    party_precision: float
    precision: float
    precision_new: float
    second: SecondRound
    pairs: int
    seconds: int
    cycles: tuple[int, ...]
    hindsight: bool = False
    packaged: bool = False


#: What the California and Washington primaries of 2012 to 2018 taught (scripts/simulation_cases.py
#: prints it): for a record that holds too few pairs to teach anything.
STANDARD: Final = Learned(
    newcomer=0.2, new_major=0.3, new_minor=0.05, party_precision=15.059, precision=5.488,
    precision_new=5.488, pairs=65, seconds=180, cycles=(2014, 2016, 2018),
    second=SecondRound(loyal=0.92, by_strength=0.0, swing={"DEM": -0.0032, "REP": 0.0032},
                       sd_parties=0.0357, sd_within=0.0647),
)  # fmt: skip


def pairs_of(contests: Iterable[Past]) -> list[tuple[Past, Past]]:
    """Primaries of one seat in two following cycles on the same lines, the earlier first."""
    primaries = {(one.district, one.cycle): one for one in contests if one.round == "primary"}
    return [
        (primaries[district, cycle - 2], later)
        for (district, cycle), later in sorted(primaries.items())
        if (district, cycle - 2) in primaries
        and primaries[district, cycle - 2].map == later.map
        and later.cast and primaries[district, cycle - 2].cast
    ]  # fmt: skip


def learn(contests: Sequence[Past], cycle: int) -> Learned:
    """What contests other than those of `cycle` teach about it; earlier ones if there are enough.

    Where there are too few pairs even so, what is packaged (`STANDARD`).
    """
    pairs = [pair for pair in pairs_of(contests) if pair[1].cycle != cycle]
    before = [pair for pair in pairs if pair[1].cycle < cycle]
    hindsight = len(before) < FEWEST_PAIRS
    used = pairs if hindsight else before
    if len(used) < FEWEST_PAIRS:
        return replace(STANDARD, hindsight=cycle <= max(STANDARD.cycles), packaged=True)
    rounds = [one for one in second_rounds(contests) if one[1].cycle != cycle]
    rounds = [one for one in rounds if hindsight or one[1].cycle < cycle]
    blank = Learned(newcomer=0.2, new_major=0.2, new_minor=0.03, party_precision=50, precision=20,
                    precision_new=20,
                    second=SecondRound(), pairs=len(used), seconds=len(rounds), cycles=(),
                    hindsight=hindsight)  # fmt: skip
    made = _fit_parties(used, blank)
    made = _fit_within(used, made)
    cycles = tuple(sorted({later.cycle for _, later in used}))
    return replace(made, second=_fit_second(rounds), cycles=cycles)


@dataclass(frozen=True, kw_only=True, slots=True)
class LearnedSecond:
    """What second rounds alone taught; `seconds`, `packaged` and `hindsight` as in `Learned`."""

    second: SecondRound
    seconds: int
    packaged: bool = False
    hindsight: bool = False


def learn_second(contests: Sequence[Past], cycle: int) -> LearnedSecond:
    """What second rounds before `cycle` teach about it; what is packaged if they are too few."""
    rounds = [one for one in second_rounds(contests) if one[1].cycle < cycle]
    if len(rounds) < FEWEST_PAIRS:
        return LearnedSecond(second=STANDARD.second, seconds=STANDARD.seconds, packaged=True,
                             hindsight=cycle <= max(STANDARD.cycles))  # fmt: skip
    return LearnedSecond(second=_fit_second(rounds), seconds=len(rounds))


def expected(ballot: Sequence[Stood], earlier: Past, learned: Learned) -> list[float]:
    """The share expected for each on the ballot, from the seat's earlier contest."""
    # A party that only write-ins stood for had no candidate: its few votes are no measure of it.
    totals = _totals(earlier.ballot, earlier.cast)
    parties = {one.party for one in ballot}
    party_share = {
        party: totals.get(party) or (learned.new_major if party in MAJOR else learned.new_minor)
        for party in parties
    }
    whole = sum(party_share.values())
    votes = {one.person: one.votes / earlier.cast for one in earlier.stood if one.votes}
    weights = [
        votes[one.person] / max(totals.get(one.party, 0.0), votes[one.person])
        if one.person in votes
        else learned.newcomer
        for one in ballot
    ]
    within = {
        party: sum(w for w, one in zip(weights, ballot, strict=True) if one.party == party)
        for party in parties
    }
    return [
        party_share[one.party] / whole * weight / within[one.party]
        for one, weight in zip(ballot, weights, strict=True)
    ]


def field_from(ballot: Sequence[Stood], earlier: Past, learned: Learned) -> Field:
    """The field that the earlier contest and what was learned let expect."""
    return Field(
        entrants=tuple(
            Entrant(candidate=one.person, name=one.name, party=one.party, share=share)
            for one, share in zip(ballot, expected(ballot, earlier, learned), strict=True)
        ),
        precision=learned.precision,
        party_precision=learned.party_precision,
        within={
            party: learned.precision_new
            for party in {one.party for one in ballot}
            if not _returns(ballot, party, earlier)
        },
        ballots=max(earlier.cast, 1),
    )


def plain_guess(ballot: Sequence[Stood], earlier: Past) -> list[float]:
    """Chances to advance by last cycle's shares alone: the two first of those who return advance.

    Where fewer than two return, newcomers have the places left over in equal chances.
    """
    votes = {one.person: one.votes for one in earlier.stood}
    back = sorted(
        (place for place, one in enumerate(ballot) if one.person in votes),
        key=lambda place: -votes[ballot[place].person],
    )[:2]
    new = [place for place, one in enumerate(ballot) if one.person not in votes]
    left = (2 - len(back)) / len(new) if new else 0.0
    return [
        1.0 if place in back else min(left, 1.0) if place in new else 0.0
        for place in range(len(ballot))
    ]


def _totals(stood: Iterable[Stood], cast: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in stood:
        found[one.party] = found.get(one.party, 0.0) + one.votes / cast
    return found


def _fit_parties(pairs: list[tuple[Past, Past]], start: Learned) -> Learned:
    tried = [
        replace(start, new_major=major, new_minor=minor)
        for major, minor in product(NEW_MAJOR, NEW_MINOR)
    ]
    best, precision = _best(tried, lambda one: [_party_draw(*pair, one) for pair in pairs])
    return replace(best, party_precision=precision)


def _fit_within(pairs: list[tuple[Past, Past]], start: Learned) -> Learned:
    tried = [replace(start, newcomer=newcomer) for newcomer in NEWCOMERS]
    best, precision = _best(
        tried, lambda one: [draw for pair in pairs for draw in _within_draws(*pair, one, True)]
    )
    _, new = _best([best], lambda one: [draw for pair in pairs
                                        for draw in _within_draws(*pair, one, False)])  # fmt: skip
    return replace(best, precision=precision, precision_new=new)


def _returns(ballot: Sequence[Stood], party: str, earlier: Past) -> bool:
    """Whether anybody of the party on the ballot had votes in the earlier contest."""
    before = {one.person for one in earlier.stood if one.votes}
    return any(one.person in before for one in ballot if one.party == party)


def _party_draw(earlier: Past, later: Past, tried: Learned) -> Draw:
    """The parties' totals that were expected, and those that came."""
    means: dict[str, float] = {}
    for one, share in zip(later.ballot, expected(later.ballot, earlier, tried), strict=True):
        means[one.party] = means.get(one.party, 0.0) + share
    drawn = _totals(later.ballot, max(sum(one.votes for one in later.ballot), 1))
    return list(means.values()), [drawn[party] for party in means]


def _within_draws(earlier: Past, later: Past, tried: Learned, returning: bool) -> list[Draw]:
    """The same for the division within each party that had several candidates.

    returning: of parties of which somebody returns, or else of those of newcomers alone.
    """
    shares = expected(later.ballot, earlier, tried)
    found = []
    for party in sorted({one.party for one in later.ballot}):
        members = [place for place, one in enumerate(later.ballot) if one.party == party]
        votes = [later.ballot[place].votes for place in members]
        cast = sum(votes)
        alike = _returns(later.ballot, party, earlier) is returning
        if alike and len(members) > 1 and cast:
            whole = sum(shares[place] for place in members)
            means = [shares[place] / whole for place in members]
            found.append((means, [one / cast for one in votes]))
    return found


def _dirichlet(means: list[float], drawn: list[float], precision: float) -> float:
    """The log density of the Dirichlet distribution at the drawn shares."""
    if len(means) < 2:
        return 0.0
    found = math.lgamma(precision)
    for mean, share in zip(means, drawn, strict=True):
        alpha = max(mean * precision, 1e-6)
        found += (alpha - 1) * math.log(max(share, LEAST)) - math.lgamma(alpha)
    return found


def _best(
    tried: Sequence[Learned], draws: Callable[[Learned], list[Draw]]
) -> tuple[Learned, float]:
    """The weights and the precision with the most likelihood; of equals the first tried."""
    found: tuple[float, Learned, float] | None = None
    for one in tried:
        came = draws(one)
        for precision in PRECISIONS:
            likelihood = sum(_dirichlet(means, drawn, precision) for means, drawn in came)
            if found is None or likelihood > found[0]:
                found = likelihood, one, precision
    if found is None:
        raise RequestError("there is nothing to learn from.")
    return found[1], found[2]


def second_rounds(contests: Sequence[Past]) -> list[tuple[Past, Past]]:
    """Primaries with the two-candidate general that followed, both of whose candidates stood."""
    generals = {(one.district, one.cycle): one for one in contests if one.round == "general"}
    found = []
    for first in contests:
        final = generals.get((first.district, first.cycle))
        if first.round != "primary" or final is None or len(final.ballot) != 2:
            continue
        people = {one.person for one in first.stood if one.votes}
        if all(one.person in people and one.votes > 0 for one in final.ballot):
            found.append((first, final))
    return sorted(found, key=lambda pair: (pair[0].district, pair[0].cycle))


def _fit_second(rounds: list[tuple[Past, Past]]) -> SecondRound:
    """Loyalty and strength with the least squared error; swing and spread of what is left."""
    if len(rounds) < 10:
        return SecondRound()
    best: tuple[float, SecondRound] | None = None
    blank = SecondRound()
    flows = {loyal: _flows(rounds, loyal) for loyal in (0.8, 0.84, 0.88, 0.92, 0.96, 1.0)}
    for loyal, strength in product(flows, (0.0, 0.25, 0.5, 0.75, 1.0)):
        apart, within = _residuals(flows[loyal], strength)
        swing = float(np.mean(apart)) if apart else 0.0
        left = [one - swing for one in apart]
        error = float(np.sum(np.square(left)) + np.sum(np.square(within)))
        if best is None or error < best[0]:
            best = (
                error,
                SecondRound(
                    loyal=loyal,
                    by_strength=strength,
                    swing={"DEM": swing, "REP": -swing},
                    sd_parties=_sd(left, blank.sd_parties),
                    sd_within=_sd(within, blank.sd_within),
                ),
            )
    assert best is not None  # noqa: S101 - the grid is not empty
    return best[1]


def _sd(left: list[float], otherwise: float) -> float:
    return float(np.sqrt(np.mean(np.square(left)))) if len(left) >= 5 else otherwise


@dataclass(frozen=True, kw_only=True, slots=True)
class _Flow:
    """A second round: votes that party directs to the one, those that nothing does, and what came.

    strength: the one's share of the primary's votes for the two. apart: of two parties.
    """

    apart: bool
    directed: float
    loose: float
    strength: float
    came: float


def _flows(rounds: list[tuple[Past, Past]], loyal: float) -> list[_Flow]:
    """Second rounds of Democrats against Republicans, and within one party, at this loyalty."""
    found = []
    for first, final in rounds:
        finalists = {one.person for one in final.ballot}
        ballot = [one for one in first.stood if one.votes]
        # The Democrat first, so that what is left over is a Democrat's.
        ballot.sort(key=lambda one: (one.person not in finalists, one.party, one.person))
        one, other = ballot[0], ballot[1]
        if one.party != other.party and {one.party, other.party} != set(MAJOR):
            continue
        shares = np.array([each.votes for each in ballot], dtype=np.float64) / first.cast
        to_one, loose = flow([each.party for each in ballot], 0, 1, SecondRound(loyal=loyal))
        votes = {each.person: each.votes for each in final.ballot}
        found.append(
            _Flow(
                apart=one.party != other.party,
                directed=float(to_one @ shares),
                loose=float(loose @ shares),
                strength=float(shares[0] / max(shares[0] + shares[1], 1e-12)),
                came=votes[one.person] / sum(votes.values()),
            )
        )
    return found


def _residuals(flows: list[_Flow], by_strength: float) -> tuple[list[float], list[float]]:
    """What the generals brought beyond expectation: Democrats against Republicans; one party."""
    apart: list[float] = []
    within: list[float] = []
    for one in flows:
        made = one.directed + one.loose * (by_strength * (one.strength - 0.5) + 0.5)
        (apart if one.apart else within).append(one.came - min(max(made, 0.0), 1.0))
    return apart, within
