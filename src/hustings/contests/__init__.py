"""How votes decide a contest: pure arithmetic, without the record and without files.

`decide(Tally(lines=…), rule_named("top-two", state="CA"))` gives a `Decision`: an outcome for each
candidate with its reason and statute, ties, and what the votes leave open. docs/rules.md is the
specification.
"""

from hustings.contests.decide import decide
from hustings.contests.decision import (
    Decision,
    Outcome,
    Result,
    Tie,
)
from hustings.contests.rules import RULES, Rule, rule_in_force, rule_named, rule_of
from hustings.contests.tally import Line, Tally, read_votes

__all__ = [
    "RULES",
    "Decision",
    "Line",
    "Outcome",
    "Result",
    "Rule",
    "Tally",
    "Tie",
    "decide",
    "read_votes",
    "rule_in_force",
    "rule_named",
    "rule_of",
]
