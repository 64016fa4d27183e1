"""What a simulation assumes, in sentences: beside its chances, so that nobody takes it for a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.contests.simulation import SecondRound
from hustings.contests.simulation.house import Pooled
from hustings.contests.simulation.learning import Learned
from hustings.errors import NoData
from hustings.ids import RaceId
from hustings.measures import evaluate

if TYPE_CHECKING:
    from hustings.record.view import View

#: Where the same voters were asked under other rules.
VOTER_WORDS: Final = (
    (
        "Other rules are held among drawn voters with places in two dimensions: followers of the two "
        "large parties a unit to either side, 40% of them voting in the primary and 65% in the "
        "general; others in the middle, 20% and 50%. Each candidate's advantage is fitted so that the "
        "primary brings the expected shares. All of this is assumed."
    ),
)


def rule_words(view: View, race: RaceId) -> list[str]:
    """That the state elects by another rule, if it does."""
    state = race.district[:2]
    try:
        rule = evaluate(view, "election_rule", {"state": state, "cycle": race.cycle})
    except NoData:
        return [f"The record does not say by which rule {state} elects; top-two is assumed."]
    if rule.value == "top-two":
        return []
    return [
        (
            f"{state} does not elect by top-two in {race.cycle} ({rule.text}): this asks what would be "
            "under it, with the candidates that its own rule brought."
        )
    ]


def poll_words(found: Pooled, many: int) -> list[str]:
    """How many polls were pooled, how, and how far off they may be."""
    return [
        (
            f"{many} {'poll' if many == 1 else 'polls'} of {found.houses} "
            f"{'pollster' if found.houses == 1 else 'pollsters'}; a poll counts half after 30 days."
        ),
        (
            "Pollsters are off by 4 points each in their own way and by 6 points together (standard "
            "deviations at a share of one half): assumptions, not facts of the record."
        ),
        (
            f"{_percent(found.undecided)} were undecided or named nobody here; they are spread as the "
            "others are, which makes it less sure."
        ),
    ]


def learned_words(learned: Learned, second: SecondRound) -> list[str]:
    """What was learned from past contests, from how many, and where it falls short."""
    cycles = ", ".join(map(str, learned.cycles))
    said = [
        (
            f"How far shares move was learned from {learned.pairs} pairs of top-two primaries of one "
            f"seat on the same lines, the later in {cycles}: precision "
            f"{learned.party_precision:.0f} for parties' totals, {learned.precision:.1f} within a "
            f"party of which somebody returns, {learned.precision_new:.1f} within one of newcomers."
        ),
        (
            f"Each party keeps its total; a newcomer weighs as one with {_percent(learned.newcomer)} of "
            "the party's votes before."
        ),
        *second_words(second, learned.seconds),
    ]
    if learned.packaged:
        said.append(
            "The record holds too few pairs, so what was learned elsewhere and came with Hustings "
            "is used; load returns of two cycles to learn from them."
        )
    if learned.hindsight:
        said.append(
            "Too few pairs of earlier cycles are known, so later ones were used as well: "
            "this could not have been known then."
        )
    return said


def second_words(second: SecondRound, seconds: int = 0) -> list[str]:
    """Who follows whom from the primary to the general, and how a tie for second is taken."""
    since = f"learned from {seconds} second rounds" if seconds else "assumptions"
    return [
        (
            f"In the general {_percent(second.loyal)} of those whose candidate is out follow their "
            f"party if it has one finalist; the share between two then spreads by "
            f"{second.sd_parties * 100:.1f} points between parties and {second.sd_within * 100:.1f} "
            f"within one ({since})."
        ),
        "A tie for second sends all the tied on (California Elections Code 8142(b)).",
    ]


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"
