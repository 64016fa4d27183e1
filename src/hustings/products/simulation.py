"""A simulated race as it is shown: chances with intervals, what was put in, and what is assumed.

Every number of the outcome is a figure whose `detail` has its interval; its parts are the figures
it rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hustings.contests.simulation import Field, SecondRound, ShareOutcome, natural
from hustings.figures import Figure, plain

#: Elections drawn at the share level, if nobody says.
ELECTIONS: Final = 20_000

DEFINITIONS: Final = {
    "chance_to_advance": "The share of simulated primaries from which the candidate goes on to the "
    "general election.",
    "chance_to_win": "The share of simulated elections, primary and general, that the candidate "
    "wins.",
    "chance_of_lockout": "The share of simulated primaries from which no candidate of the party "
    "goes on, though some stood.",
    "simulated_share": "The middle of the candidate's simulated shares of the primary vote; nine "
    "in ten lie between the ends.",
    "simulated_general_share": "The middle of the candidate's simulated shares of the vote between "
    "two in the general, where the candidate is one of them; nine in ten lie between the ends.",
    "chance_in_general": "The share of simulated general elections that the candidate wins, of those "
    "drawn from the primary as it was counted.",
    "share_in_general": "The middle of the candidate's simulated shares of the vote between two in "
    "the general, drawn from the primary as it was counted; nine in ten lie between the ends.",
    "chance_under_rule": "The share of simulated elections that the candidate wins when the same "
    "voters vote under the rule.",
    "chance_of_change": "The share of simulated elections in which the same voters elect another "
    "under the rule than under top-two.",
}
CANNOT: Final = (
    "who will enter, withdraw, be endorsed, or spend",
    "news, campaigns and turnout of a kind that the past contests or the polls do not hold",
    "whether voters would act otherwise under another rule: all vote for whom they like best",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidatePart:
    """A candidate with the figures of the outcome and the one that was put in, if it is one."""

    key: str
    name: str
    party: str
    expected: float
    share: Figure
    advance: Figure
    win: Figure
    general: Figure | None
    before: Figure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RulePart:
    """The same voters under one rule: each candidate's chance to win, what changes, no winner."""

    rule: str
    about: str
    wins: tuple[Figure, ...]
    changed: Figure | None
    undecided: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulation:
    """A simulated race as it is shown. `field` and `outcome` are the arithmetic behind it."""

    title: str
    basis: str
    elections: int
    seed: int
    candidates: tuple[CandidatePart, ...]
    lockouts: tuple[Figure, ...]
    ties: int
    rules: tuple[RulePart, ...]
    voter_elections: int
    voters: int
    inputs: tuple[Figure, ...]
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]
    field: Field
    outcome: ShareOutcome
    sample: bool = False

    def figures(self) -> list[Figure]:
        """Every figure of the outcome, in the order in which they are shown."""
        found = []
        for one in self.candidates:
            found += [one.advance, one.win, one.share, *([one.general] if one.general else [])]
        found += self.lockouts
        for rule in self.rules:
            found += [*rule.wins, *([rule.changed] if rule.changed else [])]
        return found

    def to_json(self) -> dict[str, Any]:
        """Keys: simulation, basis, seed, candidates, lockouts, rules, inputs, assumptions, …"""
        return {
            "simulation": self.title,
            "basis": self.basis,
            "elections": self.elections,
            "seed": self.seed,
            "candidates": [
                {
                    "name": one.name, "person": one.key, "party": one.party,
                    "expected_share": plain(one.expected),
                    "chance_to_advance": one.advance.to_json(),
                    "chance_to_win": one.win.to_json(),
                    "primary_share": one.share.to_json(),
                    "general_share": one.general.to_json() if one.general else None,
                }
                for one in self.candidates
            ],
            "lockouts": [one.to_json() for one in self.lockouts],
            "ties": self.ties,
            "rules": [
                {
                    "rule": one.rule, "about": one.about, "voters": self.voters,
                    "elections": self.voter_elections, "no_winner": one.undecided,
                    "wins": [figure.to_json() for figure in one.wins],
                    "changed": one.changed.to_json() if one.changed else None,
                }
                for one in self.rules
            ],
            "inputs": [one.to_json() for one in self.inputs],
            "assumptions": list(self.assumptions),
            "cannot_know": list(CANNOT),
            "caveats": list(self.caveats),
            "sample": self.sample,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """How much is drawn, from which seed, and under which other rules."""

    seed: int = 1
    elections: int = ELECTIONS
    voters: int | None = None
    rules: tuple[str, ...] = ()
    second: SecondRound | None = None


def chance_words(figure: Figure) -> str:
    """A chance as a natural frequency."""
    return natural(float(plain(figure.value)))
