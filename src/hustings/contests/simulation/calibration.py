"""A space of voters that fits a field: parties' followers, and candidates with the shares expected.

The places are assumptions, the same for every race: followers of the two large parties a unit to
either side of the centre, everyone else in the middle, and candidates around the middle of their
party. What is fitted is each candidate's advantage, so that the mean shares of first votes in the
primary are those of the field.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from hustings.contests.simulation.field import Field
from hustings.contests.simulation.share import drawn_shares
from hustings.contests.simulation.spatial import (
    Electorate,
    Group,
    Moods,
    Standing,
    simulate_voters,
)

#: Where parties stand, from left to right and by a second matter; others are in the middle.
MIDDLES: Final = {"DEM": (-1.0, 0.0), "REP": (1.0, 0.0), "GRN": (-1.5, 0.0), "PF": (-1.8, 0.0),
                  "LIB": (0.8, 1.0), "AI": (1.5, 0.0)}  # fmt: skip
#: Of a large party's votes, the part that comes from its own followers.
FOLLOWERS: Final = 0.8
#: Turnout in the primary and in the general: followers of parties, and others.
TURNOUT: Final = {True: (0.40, 0.65), False: (0.20, 0.50)}
TASTE: Final = 1.0
PARTISAN: Final = 0.2
SCATTER: Final = 0.4
ROUNDS: Final = 8
#: Elections and voters in each round of fitting: places are drawn, so many elections matter more.
FIT_ELECTIONS: Final = 200
FIT_VOTERS: Final = 400
#: An advantage so low that nobody votes for the candidate.
NOBODY: Final = -1e3


def electorate_for(field: Field, voters: int) -> Electorate:
    """Voters of the field's parties, with the two electorates of the two rounds."""
    totals = dict.fromkeys(("DEM", "REP"), 0.0)
    for one, share in zip(field.entrants, field.shares, strict=True):
        if one.party in totals:
            totals[one.party] += FOLLOWERS * float(share)
    totals[""] = 1 - sum(totals.values())
    return Electorate(
        groups=tuple(
            Group(share=share, middle=MIDDLES.get(party, (0.0, 0.0)), party=party, spread=0.8,
                  primary=TURNOUT[bool(party)][0], general=TURNOUT[bool(party)][1])
            for party, share in totals.items() if share > 0
        ),
        voters=voters, taste=TASTE, partisan=PARTISAN,
    )  # fmt: skip


def calibrated(field: Field, electorate: Electorate, *, seed: int) -> tuple[Standing, ...]:
    """The field's candidates in the space, with advantages that bring the shares expected."""
    wanted = field.shares
    standing = tuple(
        Standing(candidate=one.candidate, party=one.party, spread=SCATTER,
                 middle=MIDDLES.get(one.party, (0.0, 0.0)), advantage=0.0 if share else NOBODY)
        for one, share in zip(field.entrants, wanted, strict=True)
    )  # fmt: skip
    small = replace(electorate, voters=min(electorate.voters, FIT_VOTERS))
    for _ in range(ROUNDS):
        got = simulate_voters(standing, small, seed=seed, elections=FIT_ELECTIONS).shares
        standing = tuple(
            replace(one, advantage=one.advantage + TASTE * float(np.log(want / max(share, 1e-4))))
            if want
            else one
            for one, want, share in zip(standing, wanted, got, strict=True)
        )
    return standing


def moods_of(field: Field) -> Moods:
    """What a year brings each candidate: shares drawn as the field says, as advantages."""
    means = np.maximum(field.shares, 1e-6)

    def draw(generator: np.random.Generator) -> npt.NDArray[np.float64]:
        drawn = drawn_shares(field, generator, 1)[:, 0]
        apart: npt.NDArray[np.float64] = np.log(np.maximum(drawn, 1e-6) / means)
        return TASTE * np.clip(apart, -4, 4)

    return draw
