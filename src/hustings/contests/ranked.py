"""Ranked choice: ballots are counted in rounds, and each round is written out.

`tabulate(ballots, rules)` counts as Maine (21-A M.R.S. 723-A) and Alaska (AS 15.15.350) do and as
RCTab's options say; `RankedRules` holds the options. For several seats the surplus of the elected
moves on in equal parts of every ballot (the weighted inclusive Gregory method), rounded down.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hustings.contests.ballots import OVERVOTE, SKIPPED, RankedBallots
from hustings.contests.lots import FOR_ELECTION, FOR_ELIMINATION, Lots
from hustings.contests.ranked_rules import Majority, Overvotes, RankedRules
from hustings.contests.rounds import EXHAUSTED, Exhausted, RankedRound, RoundTie, Transfer, Votes
from hustings.contests.walk import Cause, walk
from hustings.errors import Fault, RequestError, quoted

#: Parts of ballots are counted in whole units; sums beyond this could not be held exactly.
_MOST_UNITS: Final = 1 << 62


def count_rounds(ballots: RankedBallots, rules: RankedRules) -> tuple[RankedRound, ...]:
    """All rounds of the count. Raises RequestError where the ballots do not fit the rules."""
    _check(ballots, rules)
    return _run(_Count(ballots, rules))


def count_part(
    part: RankedBallots, rules: RankedRules, whole: tuple[RankedRound, ...]
) -> tuple[RankedRound, ...]:
    """The rounds of a whole contest in a part of it, such as a precinct.

    Who is elected and eliminated, and the threshold, are those of the whole; votes, exhausted
    ballots and transfers are the part's. Raises RequestError for several seats, whose surpluses
    a part does not tell.
    """
    if rules.seats > 1:
        raise RequestError("a part of a contest for several seats cannot be counted on its own.")
    _check(part, rules)
    return _run(_Count(part, rules, whole=whole))


def _run(count: _Count) -> tuple[RankedRound, ...]:
    while count.goes_on():
        count.next_round()
    rounds = count.rounds
    return (*rounds[:-1], replace(rounds[-1], last=True))


def _check(ballots: RankedBallots, rules: RankedRules) -> None:
    known = set(ballots.candidates)
    for what, names in (("excluded", rules.excluded), ("named in the order for ties", rules.order)):
        strangers = [name for name in names if name not in known]
        if strangers:
            raise RequestError(
                f"{', '.join(map(quoted, strangers))} {what}, and no candidate of that name.",
                next_step=f"The candidates are {', '.join(ballots.candidates)}.",
            )
    standing = known - set(rules.excluded) - {rules.undeclared}
    if len(standing) < rules.seats:
        raise RequestError(f"{len(standing)} candidates stand for {rules.seats} seats.")
    if rules.max_rankings is not None:
        marked = (ballots.ranks != SKIPPED).any(axis=0)
        deepest = int(np.flatnonzero(marked)[-1]) + 1 if marked.any() else 0
        if deepest > rules.max_rankings:
            raise RequestError(
                f"a ballot ranks {deepest} choices, and the rules allow {rules.max_rankings}."
            )
    if (
        rules.overvotes is Overvotes.EXHAUST_IF_SEVERAL_CONTINUE
        and (ballots.ranks == OVERVOTE).any()
    ):
        raise RequestError(
            "the ballots do not say who is in an overvote, so whether several of them continue "
            "cannot be told.",
            next_step="Count with overvotes exhausted, or skipped.",
        )
    if ballots.total * 10**rules.decimal_places >= _MOST_UNITS:
        raise RequestError(f"{ballots.total:,} ballots are more than can be counted exactly.")


@dataclass(slots=True)
class _Count:
    """The count as it runs. Votes are held in whole units: `scale` units are one vote."""

    ballots: RankedBallots
    rules: RankedRules
    names: tuple[str, ...] = field(init=False)
    scale: int = field(init=False)
    holder: NDArray[np.int64] = field(init=False)
    cause: NDArray[np.int64] = field(init=False)
    value: NDArray[np.int64] = field(init=False)
    lots: Lots = field(init=False)
    #: Candidates in the count, elected and eliminated, by name, with the round.
    standing: frozenset[str] = field(init=False)
    elected: dict[str, int] = field(default_factory=dict)
    eliminated: dict[str, int] = field(default_factory=dict)
    #: What the elected of earlier rounds keep, and what rounding lost, in units.
    kept: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    #: Units of every round by candidate, for ties that earlier rounds settle.
    history: list[dict[str, int]] = field(default_factory=list)
    rounds: list[RankedRound] = field(default_factory=list)
    threshold: int = 0
    #: The rounds to follow where only a part of the contest is counted.
    whole: tuple[RankedRound, ...] = ()
    open_tie: bool = False

    def __post_init__(self) -> None:
        ballots, rules = self.ballots, self.rules
        self.names = ballots.candidates
        self.scale = 1 if rules.seats == 1 else 10**rules.decimal_places
        self.holder = np.full(len(ballots.weights), -1, dtype=np.int64)
        self.cause = np.zeros(len(ballots.weights), dtype=np.int64)
        self.value = np.full(len(ballots.weights), self.scale, dtype=np.int64)
        self.standing = frozenset(self.names) - set(rules.excluded)
        self.lots = Lots(rules, [n for n in self.standing if n != rules.undeclared])

    def goes_on(self) -> bool:
        number, rules = len(self.rounds), self.rules
        if self.whole:
            return number < len(self.whole)
        if self.open_tie or (rules.stop_after_round and number >= rules.stop_after_round):
            return False
        if rules.continue_until_two:
            settled = len(self.eliminated) + len(self.elected) + 1 >= len(self.standing)
            return not settled or number in self.eliminated.values()
        if len(self.elected) < rules.seats:
            return True
        # With several seats, one more round shows where the last surplus went.
        return rules.seats > 1 and number in self.elected.values()

    def next_round(self) -> None:
        number = len(self.rounds) + 1
        self._move_votes()
        units = self._units()
        if number == 1 or (self.rules.seats == 1 and not self.rules.first_round_sets_threshold):
            self.threshold = self._threshold(sum(units.values()))
        elected, eliminated, ties = self._outcome(units)
        self.elected.update(dict.fromkeys(elected, number))
        self.eliminated.update(dict.fromkeys(eliminated, number))
        shown = {**units, **self.kept}
        self.history.append(shown)
        self.rounds.append(
            RankedRound(
                number=number,
                votes={name: self._votes(shown[name]) for name in _by_votes(shown)},
                exhausted=self._exhausted(),
                threshold=self.threshold,
                elected=elected,
                eliminated=eliminated,
                ties=ties,
                lost_to_rounding=self._votes(self.lost),
            )
        )
        if self.rules.seats > 1:
            for name in elected:
                self._divide(name, units[name])

    def _outcome(
        self, units: dict[str, int]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[RoundTie, ...]]:
        """Who is elected and who is eliminated in this round, and the ties met on the way."""
        if self.whole:
            one = self.whole[len(self.rounds)]
            self.threshold = int(one.threshold)
            return one.elected, one.eliminated, one.ties
        ties: list[RoundTie] = []
        elected = self._winners(units, ties)
        eliminated: list[str] = []
        if not elected and not self.open_tie and self._must_eliminate():
            eliminated = self._losers(units, ties)
            if not eliminated and not self.open_tie:
                raise Fault("a round of a ranked count elected and eliminated nobody.")
        return tuple(elected), tuple(eliminated), tuple(ties)

    # Votes: who holds which ballots, and at what value.

    def _continuing(self) -> list[str]:
        stay = self.rules.continue_until_two
        return [
            name
            for name in self.names
            if name in self.standing
            and name not in self.eliminated
            and (stay or name not in self.elected)
        ]

    def _move_votes(self) -> None:
        """Give every ballot whose candidate left the count to the next, and write the moves down."""
        still = set(self._continuing())
        continuing = np.array([name in still for name in self.names], dtype=bool)
        held = self.holder >= 0
        stays = held & continuing[np.where(held, self.holder, 0)]
        (rows,) = np.nonzero((self.cause == Cause.ACTIVE) & ~stays)
        before = self.holder[rows]
        self.holder[rows], self.cause[rows] = walk(self.ballots, self.rules, continuing, rows)
        if not self.rounds:
            return
        moved: dict[tuple[str, str], int] = {}
        units = self.value[rows] * self.ballots.weights[rows]
        for source, target, amount in zip(before, self.holder[rows], units, strict=True):
            to = self.names[target] if target >= 0 else EXHAUSTED
            flow = (self.names[source], to)
            moved[flow] = moved.get(flow, 0) + int(amount)
        transfers = tuple(
            Transfer(source=source, target=target, votes=self._votes(amount))
            for (source, target), amount in sorted(moved.items())
            if amount
        )
        self.rounds[-1] = replace(self.rounds[-1], transfers=transfers)

    def _divide(self, name: str, votes: int) -> None:
        """Cut the ballots of an elected candidate: what is kept, and the surplus that moves on."""
        surplus = max(votes - self.threshold * self.scale, 0)
        fraction = surplus * self.scale // votes if votes else 0
        mine = self.holder == self.names.index(name)
        # Parts are rounded down for each ballot, so that no vote is made of nothing.
        moving = self.value * fraction // self.scale
        kept = int(((self.value - moving) * self.ballots.weights)[mine].sum())
        self.value[mine] = moving[mine]
        self.kept[name] = min(kept, self.threshold * self.scale)
        self.lost += kept - self.kept[name]

    def _units(self) -> dict[str, int]:
        totals = np.zeros(len(self.names), dtype=np.int64)
        active = self.holder >= 0
        np.add.at(totals, self.holder[active], (self.value * self.ballots.weights)[active])
        return {name: int(totals[self.names.index(name)]) for name in self._continuing()}

    def _exhausted(self) -> Exhausted:
        units = self.value * self.ballots.weights
        by_cause = {
            cause.name.lower(): self._votes(int(units[self.cause == cause].sum()))
            for cause in Cause
            if cause is not Cause.ACTIVE
        }
        return Exhausted(**by_cause)

    def _votes(self, units: int) -> Votes:
        if self.rules.seats == 1:
            return units
        return Decimal(units).scaleb(-self.rules.decimal_places)

    def _threshold(self, active: int) -> int:
        """The fewest whole votes that are more than an equal share of one seat more."""
        return max(active // self.scale // (self.rules.seats + 1) + 1, self.rules.minimum_votes)

    # Who is elected, who falls.

    def _winners(self, units: dict[str, int], ties: list[RoundTie]) -> list[str]:
        rules, unfilled = self.rules, self.rules.seats - len(self.elected)
        if unfilled <= 0:
            return []
        over = [
            name
            for name in _by_votes(units)
            if units[name] >= self.threshold * self.scale and name != rules.undeclared
        ]
        if units.get(rules.undeclared, 0):
            # Only a majority of first choices wins while votes lie with write-ins for nobody
            # in particular.
            first = rules.majority is Majority.FIRST_ROUND and not self.rounds
            return over if first else []
        leading = _level(units, max(units.values()))
        if len(units) == unfilled:
            found = _by_votes(units)
        elif rules.first_round_sets_threshold and len(units) - 1 == rules.seats:
            found = leading
        else:
            found = over if self._majority_counts() else []
        fewest = rules.minimum_votes
        last_two = rules.seats == 1 and len(units) == 2 and min(units.values()) >= fewest
        if (len(found) > 1 and rules.first_round_sets_threshold) or (not found and last_two):
            return self._choose(leading, FOR_ELECTION, ties)
        return found

    def _majority_counts(self) -> bool:
        if self.rules.majority is Majority.FIRST_ROUND:
            return not self.rounds
        return self.rules.majority is Majority.ANY_ROUND

    def _must_eliminate(self) -> bool:
        if len(self.elected) < self.rules.seats:
            return True
        left = len(self.standing) - len(self.eliminated)
        return self.rules.continue_until_two and left > 2

    def _losers(self, units: dict[str, int], ties: list[RoundTie]) -> list[str]:
        rules = self.rules
        if units.get(rules.undeclared, 0):
            return [rules.undeclared]
        few = [name for name in _by_votes(units) if units[name] < rules.minimum_votes * self.scale]
        if few:
            if len(few) == len(units):
                raise RequestError(
                    f"every candidate is below the minimum of {rules.minimum_votes:,} votes."
                )
            return few
        if rules.batch_elimination:
            batch = self._batch(units)
            if len(batch) > 1:
                return batch
        return self._choose(_level(units, min(units.values())), FOR_ELIMINATION, ties)

    def _batch(self, units: dict[str, int]) -> list[str]:
        """All who together have fewer votes than the next above them: none of them can win."""
        rising = _by_votes(units)[::-1]
        keep_two = self.rules.continue_until_two or self.rules.majority is not Majority.ANY_ROUND
        batch: list[str] = []
        running = 0
        for place, name in enumerate(rising):
            left = len(rising) - place
            first_of_level = place == 0 or units[rising[place - 1]] < units[name]
            if first_of_level and running < units[name] and (left > 1 or not keep_two):
                batch = rising[:place]
            running += units[name]
        return sorted(batch)

    def _choose(self, level: list[str], chosen_for: str, ties: list[RoundTie]) -> list[str]:
        """One of those with equal votes. A pile of write-ins is no person: it falls, never wins."""
        people = [name for name in level if name != self.rules.undeclared]
        if chosen_for == FOR_ELIMINATION and len(people) < len(level):
            return [self.rules.undeclared]
        if len(people) == 1:
            return people
        tie = self.lots.settle(people, chosen_for, self.history)
        ties.append(tie)
        self.open_tie = not tie.chosen
        return [tie.chosen] if tie.chosen else []


def _by_votes(units: dict[str, int]) -> list[str]:
    return sorted(units, key=lambda name: (-units[name], name))


def _level(units: dict[str, int], votes: int) -> list[str]:
    return sorted(name for name in units if units[name] == votes)
