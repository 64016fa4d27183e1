"""Chances from drawn elections, with the error that drawing brings, and how they are said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

#: The normal quantile of a two-sided 95% interval.
Z95: Final = 1.959963984540054


@dataclass(frozen=True, kw_only=True, slots=True)
class Chance:
    """How often something happened in the drawn elections: a share of one.

    low, high: the 95% interval of Wilson (1927) for the error of drawing `elections` times. It says
    nothing of whether the assumptions are right.
    """

    times: int
    elections: int

    def __post_init__(self) -> None:
        if not 0 <= self.times <= self.elections or self.elections < 1:
            raise ValueError(f"{self.times} of {self.elections} is no chance")

    @property
    def value(self) -> float:
        return self.times / self.elections

    @property
    def low(self) -> float:
        return self._wilson(-1.0)

    @property
    def high(self) -> float:
        return self._wilson(1.0)

    def _wilson(self, side: float) -> float:
        if (side < 0 and self.times == 0) or (side > 0 and self.times == self.elections):
            return self.value
        n, share, z2 = self.elections, self.value, Z95 * Z95
        half = Z95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return (share + z2 / (2 * n) + side * half) / (1 + z2 / n)

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "elections": self.elections,
            "words": natural(self.value),
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Range:
    """Where the middle 90% of the drawn shares lie, and the one in the middle; shares of one."""

    low: float
    middle: float
    high: float

    def holds(self, share: float) -> bool:
        """Whether the share is inside, its ends included."""
        return self.low <= share <= self.high

    def to_json(self) -> dict[str, float]:
        return {"low": self.low, "middle": self.middle, "high": self.high}


def natural(chance: float) -> str:
    """A chance as a natural frequency: about 3 in 10, under 1 in 100, 99 in 100 or more.

    Whole tenths in the middle, hundredths at the ends, where tenths would say never or always.
    """
    if chance < 0.01:
        return "never" if chance == 0 else "under 1 in 100"
    if chance > 0.99:
        return "always" if chance == 1 else "over 99 in 100"
    if 0.095 <= chance <= 0.905:
        return f"about {max(1, min(9, int(chance * 10 + 0.5)))} in 10"
    return f"about {int(chance * 100 + 0.5)} in 100"
