"""How a tie in a ranked count is settled: by earlier rounds, by an order, by a lot with its seed.

A lot that RCTab drew can be drawn again from its seed: it shuffles and picks with the generator
that the documentation of java.util.Random specifies (a linear congruence of 48 bits).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from hustings.contests.ranked_rules import RankedRules, Ties
from hustings.contests.rounds import RoundTie, Votes
from hustings.errors import RequestError, quoted

T = TypeVar("T")

FOR_ELECTION: Final = "election"
FOR_ELIMINATION: Final = "elimination"

_MULTIPLIER: Final = 0x5DEECE66D
_INCREMENT: Final = 0xB
_STATE: Final = (1 << 48) - 1


class JavaRandom:
    """The sequence of java.util.Random for a seed, as its documentation defines it."""

    def __init__(self, *, seed: int) -> None:
        self._state = (seed ^ _MULTIPLIER) & _STATE

    def _bits(self, count: int) -> int:
        self._state = (self._state * _MULTIPLIER + _INCREMENT) & _STATE
        return self._state >> (48 - count)

    def fraction(self) -> float:
        """The next number from 0 up to 1."""
        return ((self._bits(26) << 27) + self._bits(27)) / (1 << 53)

    def below(self, bound: int) -> int:
        """The next whole number from 0 up to `bound`."""
        if bound & (bound - 1) == 0:
            return (bound * self._bits(31)) >> 31
        while True:
            drawn = self._bits(31)
            value = drawn % bound
            # The last, incomplete run of 2^31 numbers would favour small values.
            if drawn - value + bound - 1 < 1 << 31:
                return value

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """The items in the order that java.util.Collections.shuffle gives them."""
        drawn = list(items)
        for last in range(len(drawn) - 1, 0, -1):
            other = self.below(last + 1)
            drawn[last], drawn[other] = drawn[other], drawn[last]
        return tuple(drawn)


@dataclass(slots=True)
class Lots:
    """Settles the ties of one count, in the order in which they are met."""

    rules: RankedRules
    candidates: Sequence[str]
    order: tuple[str, ...] = field(init=False)
    random: JavaRandom | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.order = self.rules.order
        if self.rules.seed is not None and self.rules.ties in {Ties.PERMUTATION, Ties.SEEDED}:
            self.random = JavaRandom(seed=self.rules.seed)
            if self.rules.ties is Ties.PERMUTATION:
                self.order = self.random.shuffled(sorted(self.candidates))

    def settle(
        self, tied: Sequence[str], chosen_for: str, earlier: Sequence[Mapping[str, Votes]]
    ) -> RoundTie:
        """Choose one of the tied. `earlier` are the votes of the rounds before this one."""
        level = sorted(tied)
        said = ""
        if self.rules.previous_rounds_first:
            for number in range(len(earlier), 0, -1):
                votes = earlier[number - 1]
                best = (max if chosen_for == FOR_ELECTION else min)(votes[name] for name in level)
                level = [name for name in level if votes[name] == best]
                if len(level) == 1:
                    said = f"the votes of round {number}"
                    break
        chosen, said = (level[0], said) if said else self._draw(level, chosen_for)
        return RoundTie(
            candidates=tuple(sorted(tied)), chosen=chosen, chosen_for=chosen_for, settled_by=said
        )

    def _draw(self, level: list[str], chosen_for: str) -> tuple[str, str]:
        if self.rules.ties is Ties.STOP:
            return "", "none"
        if self.rules.ties is Ties.SEEDED and self.random is not None:
            place = int(self.random.fraction() * len(level))
            return level[place], f"lot with seed {self.rules.seed}"
        missing = [name for name in level if name not in self.order]
        if missing:
            raise RequestError(
                f"the order for ties does not name {', '.join(map(quoted, missing))}.",
                next_step="Name every candidate in the order that was drawn.",
            )
        ranked = sorted(level, key=self.order.index)
        how = (
            f"order drawn with seed {self.rules.seed}"
            if self.rules.ties is Ties.PERMUTATION
            else "the order given"
        )
        return ranked[0 if chosen_for == FOR_ELECTION else -1], how
