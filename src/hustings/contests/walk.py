"""Whom a ranked ballot counts for: one walk down the ranks of all patterns at once."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from hustings.contests.ballots import FIRST_SET, OVERVOTE, SKIPPED, RankedBallots
from hustings.contests.ranked_rules import Duplicates, Overvotes, RankedRules

Flags = NDArray[np.bool_]
Places = NDArray[np.int64]


class Cause(IntEnum):
    """Why a ballot counts for nobody; ACTIVE if it counts."""

    ACTIVE = 0
    SKIPPED = 1
    OVERVOTE = 2
    DUPLICATE = 3
    NO_CHOICE_LEFT = 4
    BLANK = 5


def walk(
    ballots: RankedBallots, rules: RankedRules, continuing: Flags, rows: Places
) -> tuple[Places, Places]:
    """The candidate that each of the rows counts for (or -1), and its Cause.

    Every walk starts at the first rank, so that a skipped rank or a candidate ranked twice above
    the choice that is left has its effect. `continuing` says who is still in the count.
    """
    ranks = ballots.ranks[rows].astype(np.int64)
    size, choices = len(rows), len(ballots.candidates)
    holder = np.full(size, -1, dtype=np.int64)
    cause = np.zeros(size, dtype=np.int64)
    blanks_in_a_row = np.zeros(size, dtype=np.int64)
    exhaust_again = rules.duplicates is Duplicates.EXHAUST
    seen = np.zeros((size, choices if exhaust_again else 0), dtype=bool)
    walking = np.ones(size, dtype=bool)
    for place in range(ranks.shape[1]):
        code = ranks[:, place]
        blank = code == SKIPPED
        here = walking & ~blank
        if rules.skips_allowed is not None:
            _end(here & (blanks_in_a_row > rules.skips_allowed), Cause.SKIPPED, cause, walking)
        blanks_in_a_row = np.where(blank, blanks_in_a_row + 1, 0)
        here &= walking
        if exhaust_again:
            _end(_ranked_again(code, here, seen, ballots), Cause.DUPLICATE, cause, walking)
            here &= walking
        choice = _choices(code, here, ballots, rules, continuing, cause, walking)
        holder[choice >= 0] = choice[choice >= 0]
        walking &= choice < 0
    marked = (ranks != SKIPPED).any(axis=1) if ranks.shape[1] else np.zeros(size, dtype=bool)
    cause[walking] = np.where(marked[walking], int(Cause.NO_CHOICE_LEFT), int(Cause.BLANK))
    return holder, cause


def _end(which: Flags, why: Cause, cause: Places, walking: Flags) -> None:
    cause[which] = why
    walking[which] = False


def _ranked_again(code: Places, here: Flags, seen: Flags, ballots: RankedBallots) -> Flags:
    """Rows whose rank names somebody named above; everybody named here is noted in `seen`."""
    again = np.zeros(len(code), dtype=bool)
    (one,) = np.nonzero(here & (code >= 0))
    again[one] = seen[one, code[one]]
    seen[one, code[one]] = True
    for number, several in enumerate(ballots.overvotes):
        (rows,) = np.nonzero(here & (code == FIRST_SET - number))
        named = np.array(several, dtype=np.int64)
        again[rows] = seen[rows][:, named].any(axis=1)
        seen[rows[:, np.newaxis], named] = True
    return again


def _choices(
    code: Places,
    here: Flags,
    ballots: RankedBallots,
    rules: RankedRules,
    continuing: Flags,
    cause: Places,
    walking: Flags,
) -> Places:
    """The continuing candidate at this rank, or -1; ends the ballots that an overvote ends."""
    choice = np.full(len(code), -1, dtype=np.int64)
    one = here & (code >= 0)
    choice[one] = np.where(continuing[code[one]], code[one], -1)
    over = here & (code <= OVERVOTE)
    if not over.any() or rules.overvotes is Overvotes.SKIP:
        return choice
    if rules.overvotes is Overvotes.EXHAUST:
        _end(over, Cause.OVERVOTE, cause, walking)
        return choice
    for number, several in enumerate(ballots.overvotes):
        left = [candidate for candidate in several if continuing[candidate]]
        rows = over & (code == FIRST_SET - number)
        if len(left) > 1:
            _end(rows, Cause.OVERVOTE, cause, walking)
        elif left:
            choice[rows] = left[0]
    return choice
