"""What might happen: elections drawn many times, with the chance of each outcome and its error.

`share` draws shares of candidates (Dirichlet-multinomial); `spatial` draws voters with places and
lets them vote under several rules; `house` makes an expectation of polls and `learning` one of
past results. Every draw has an explicit seed. docs/simulation.md says what is assumed.
"""

from hustings.contests.simulation.chances import Chance, Range, natural
from hustings.contests.simulation.field import Entrant, Field, SecondRound
from hustings.contests.simulation.house import HouseSettings, Poll, pooled
from hustings.contests.simulation.share import ShareOutcome, simulate_shares
from hustings.contests.simulation.spatial import Electorate, Group, simulate_voters

__all__ = [
    "Chance",
    "Electorate",
    "Entrant",
    "Field",
    "Group",
    "HouseSettings",
    "Poll",
    "Range",
    "SecondRound",
    "ShareOutcome",
    "natural",
    "pooled",
    "simulate_shares",
    "simulate_voters",
]
