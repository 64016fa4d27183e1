"""What is asked of a file of results, and what came: each contest, and what became of each line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from hustings.contests import RULES, Decision, Result
from hustings.errors import UnknownName, quoted
from hustings.ids import STATES, Round

RANKED: Final = "ranked-choice"
#: Problems and titles in a message at the most.
MOST_TOLD: Final = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked of a file. Blank parts are found out from the file and from the law.

    seed: draws lots where the law settles a tie by lot; without it such a tie stays open.
    """

    rule: str = ""
    contest: str = ""
    state: str = ""
    round: str = ""
    day: date | None = None
    seed: int | None = None

    def checked(self) -> Asked:
        """The same with state, round and rule in one spelling. Raises RequestError, UnknownName."""
        state, held = self.state.strip().upper(), self.round.strip().lower().replace(" ", "-")
        rule = self.rule.strip().lower().replace(" ", "-").replace("_", "-")
        if rule and rule not in RULES:
            raise UnknownName(
                f"no rule is called {quoted(self.rule)}.", next_step=f"Rules: {', '.join(RULES)}."
            )
        if state and state not in STATES:
            raise UnknownName(
                f"{quoted(self.state)} is not a state.",
                next_step="Give its postal code, such as CA.",
            )
        if held and held not in {one.value for one in Round}:
            raise UnknownName(
                f"{quoted(self.round)} is not a round.",
                next_step=f"Rounds: {', '.join(one.value for one in Round)}.",
            )
        return replace(self, rule=rule, state=state, round=held)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabulated:
    """One contest and what its votes bring; `problem` says why nothing was decided, if so.

    scattered: votes for write-ins who are not named, part of the votes cast. over_votes,
    under_votes and blank are no part of them. margin: by how many votes the last who got through
    is ahead of the first who did not.
    """

    title: str
    state: str = ""
    district: str = ""
    day: date | None = None
    round: str = ""
    party: str = ""
    rule: str = ""
    rule_words: str = ""
    authority: str = ""
    status: str = ""
    decision: Decision | None = None
    scattered: int = 0
    over_votes: int | None = None
    under_votes: int | None = None
    blank: int | None = None
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def through(self) -> tuple[str, ...]:
        """Who is elected or goes on, in order of votes."""
        if self.decision is None:
            return ()
        return tuple(
            one.name or one.candidate
            for one in self.decision.outcomes
            if one.result in {Result.ELECTED, Result.ADVANCES}
        )

    @property
    def margin(self) -> int | None:
        """Votes between the last who got through and the first who did not; None if unsettled."""
        if self.decision is None:
            return None
        if self.decision.rounds:
            final = sorted(self.decision.rounds[-1].votes.values(), reverse=True)
            return int(final[0] - final[1]) if self.through and len(final) > 1 else None
        got = {Result.ELECTED, Result.ADVANCES}
        counted = [one for one in self.decision.outcomes if one.votes is not None]
        passed = [one.votes or 0 for one in counted if one.result in got]
        failed = [one.votes or 0 for one in counted if one.result not in got]
        return int(min(passed) - max(failed)) if passed and failed else None

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.title,
            "state": self.state or None,
            "district": self.district or None,
            "date": self.day.isoformat() if self.day else None,
            "round": self.round or None,
            "party": self.party or None,
            "rule": self.rule or None,
            "rule_words": self.rule_words or None,
            "authority": self.authority or None,
            "status": self.status or None,
            "through": list(self.through),
            "margin_votes": self.margin,
            "scattered_write_ins": self.scattered,
            "over_votes": self.over_votes,
            "under_votes": self.under_votes,
            "blank_ballots": self.blank,
            "notes": list(self.notes),
            "problem": self.problem or None,
            "decision": self.decision.to_json() if self.decision else None,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabulation:
    """A file tabulated: its contests in its own order, and what became of each of its units."""

    file: str
    format: str
    unit: str
    loaded: int
    rejected: int
    skipped: Counter[str]
    contests: tuple[Tabulated, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())

    @property
    def undecided(self) -> tuple[Tabulated, ...]:
        return tuple(one for one in self.contests if one.problem)

    @property
    def counts(self) -> str:
        """'4,747 of 4,748 lines read, 0 rejected, 1 skipped': nothing is lost in silence."""
        units = self.loaded + self.rejected + self.skipped.total()
        return (
            f"{self.loaded:,} of {units:,} {self.unit} read, {self.rejected:,} rejected, "
            f"{self.skipped.total():,} skipped"
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "format": self.format,
            "unit": self.unit,
            "loaded": self.loaded,
            "rejected": self.rejected,
            "skipped": dict(self.skipped),
            "notes": list(self.notes),
            "problems": list(self.problems),
            "contests": [one.to_json() for one in self.contests],
        }
