"""How votes decide a contest: pure arithmetic, without the record and without files.

`decide(Tally(lines=…), rule_named("top-two", state="CA"))` gives a `Decision`: an outcome for each
candidate with its reason and statute, ties, and what the votes leave open. docs/rules.md is the
specification. `tabulate(RankedBallots.of(…), ranked_rules("ME"))` counts ranked ballots in rounds.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from hustings.contests.decide import decide
from hustings.contests.decision import (
    Decision,
    Outcome,
    Result,
    Tie,
)
from hustings.contests.ranked_rules import (
    ALASKA,
    MAINE,
    MAINE_WITH_BATCHES,
    Duplicates,
    Majority,
    Overvotes,
    RankedRules,
    Ties,
    ranked_rules,
)
from hustings.contests.rounds import EXHAUSTED, Exhausted, RankedRound, RoundTie, Transfer
from hustings.contests.rules import RULES, Rule, rule_in_force, rule_named, rule_of
from hustings.contests.tally import Line, Tally, read_votes

if TYPE_CHECKING:
    from hustings.contests.ballots import RankedBallots, RejectedBallots
    from hustings.contests.ranked import count_part, count_rounds
    from hustings.contests.ranked_decision import tabulate

__all__ = [
    "ALASKA",
    "EXHAUSTED",
    "MAINE",
    "MAINE_WITH_BATCHES",
    "RULES",
    "Decision",
    "Duplicates",
    "Exhausted",
    "Line",
    "Majority",
    "Outcome",
    "Overvotes",
    "RankedBallots",
    "RankedRound",
    "RankedRules",
    "RejectedBallots",
    "Result",
    "RoundTie",
    "Rule",
    "Tally",
    "Tie",
    "Ties",
    "Transfer",
    "count_part",
    "count_rounds",
    "decide",
    "ranked_rules",
    "read_votes",
    "rule_in_force",
    "rule_named",
    "rule_of",
    "tabulate",
]

#: What needs numpy, and where it is; imported when asked for, as most commands count no ballots.
_WITH_ARRAYS: Final = {
    "RankedBallots": "ballots",
    "RejectedBallots": "ballots",
    "count_part": "ranked",
    "count_rounds": "ranked",
    "tabulate": "ranked_decision",
}


def __getattr__(name: str) -> Any:
    if name not in _WITH_ARRAYS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_WITH_ARRAYS[name]}"), name)
