"""The options of a ranked-choice count, named after the statutes and RCTab's settings.

Maine: 21-A M.R.S. 723-A and 29-250 C.M.R. ch. 535 section 4. Alaska: AS 15.15.350(c)-(g). RCTab's
settings are those of its configuration files (its guide lists them by the same names).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from hustings.errors import RequestError, UnknownName, quoted


class Overvotes(StrEnum):
    """What a rank given to several candidates does to a ballot."""

    EXHAUST = "exhaust"
    SKIP = "skip to the next rank"
    EXHAUST_IF_SEVERAL_CONTINUE = "exhaust if several of them continue"


class Duplicates(StrEnum):
    """What a candidate ranked a second time does to a ballot."""

    SKIP = "skip to the next rank"
    EXHAUST = "exhaust"


class Majority(StrEnum):
    """In which rounds a majority ends the count; otherwise it goes on to the last two."""

    ANY_ROUND = "any round"
    FIRST_ROUND = "the first round"
    NEVER = "never"


class Ties(StrEnum):
    """How candidates with equal votes are told apart.

    ORDER: a drawn or printed order that the caller gives (first named wins, last named falls).
    PERMUTATION and SEEDED are RCTab's lots, drawn again from their seed. STOP leaves it open.
    """

    STOP = "stop"
    ORDER = "order"
    PERMUTATION = "permutation"
    SEEDED = "seeded"


@dataclass(frozen=True, kw_only=True, slots=True)
class RankedRules:
    """How ranked ballots are counted. Raises RequestError where options contradict each other.

    `skips_allowed` skipped rankings in a row leave a ballot in the count, one more ends it; None
    means that skips never do. `undeclared` names the pile of write-ins for nobody in particular:
    it falls first and cannot win. `continue_until_two` counts on after a winner is known.
    """

    name: str = "ranked-choice"
    statute: str = ""
    seats: int = 1
    batch_elimination: bool = False
    skips_allowed: int | None = None
    overvotes: Overvotes = Overvotes.EXHAUST
    duplicates: Duplicates = Duplicates.SKIP
    majority: Majority = Majority.ANY_ROUND
    first_round_sets_threshold: bool = False
    continue_until_two: bool = False
    stop_after_round: int | None = None
    ties: Ties = Ties.STOP
    previous_rounds_first: bool = False
    order: tuple[str, ...] = ()
    seed: int | None = None
    excluded: tuple[str, ...] = ()
    undeclared: str = ""
    minimum_votes: int = 0
    max_rankings: int | None = None
    decimal_places: int = 4

    def __post_init__(self) -> None:
        wrong = [said for holds, said in self._contradictions() if holds]
        if wrong:
            raise RequestError(" ".join(wrong))

    def _contradictions(self) -> list[tuple[bool, str]]:
        return [
            (self.seats < 1, f"{self.seats} seats cannot be filled."),
            (
                self.seats > 1 and (self.batch_elimination or self.continue_until_two),
                "Batch elimination and counting on until two remain are for one seat only.",
            ),
            (
                self.seats > 1 and self.majority is not Majority.ANY_ROUND,
                "Several seats are filled at the threshold in any round.",
            ),
            (
                self.ties is Ties.ORDER and not self.order,
                "Ties by order need the order that was drawn.",
            ),
            (
                self.ties in {Ties.PERMUTATION, Ties.SEEDED} and self.seed is None,
                "Ties by lot need a seed.",
            ),
            (
                self.skips_allowed is not None and self.skips_allowed < 0,
                f"{self.skips_allowed} skipped rankings cannot be allowed.",
            ),
            (
                self.stop_after_round is not None and self.stop_after_round < 1,
                f"The count cannot stop after round {self.stop_after_round}.",
            ),
            (self.minimum_votes < 0, f"A minimum of {self.minimum_votes} votes makes no sense."),
            (
                self.max_rankings is not None and self.max_rankings < 1,
                f"{self.max_rankings} rankings cannot be allowed.",
            ),
            (
                not 0 <= self.decimal_places <= 6,
                f"Parts of votes have from 0 to 6 decimal places, not {self.decimal_places}.",
            ),
        ]

    def with_order(self, drawn: tuple[str, ...]) -> RankedRules:
        """These rules with the lots that were drawn: the first named wins a tie."""
        return replace(self, ties=Ties.ORDER, order=drawn)


#: Two skipped rankings in a row or an overvote end a ballot; a majority of first choices elects,
#: otherwise the count goes on until two are left.
ALASKA: Final = RankedRules(
    statute="AS 15.15.350", skips_allowed=1, majority=Majority.FIRST_ROUND, undeclared="Write-in"
)
MAINE: Final = RankedRules(
    statute="21-A M.R.S. 723-A", skips_allowed=1, majority=Majority.FIRST_ROUND
)
#: Batch elimination was taken out of Maine's statute (PL 2023, c. 304, Pt. A, sections 14-15).
MAINE_WITH_BATCHES: Final = replace(MAINE, batch_elimination=True)
MAINE_ENDED_BATCHES: Final = date(2024, 8, 9)

#: States whose count to the House Hustings knows.
RANKED_STATES: Final = ("AK", "ME")


def ranked_rules(state: str, day: date | None = None) -> RankedRules:
    """How a state counts a ranked-choice election to the House on a day (default: today's law).

    Raises UnknownName for a state whose count Hustings does not know.
    """
    if state.upper() == "AK":
        return ALASKA
    if state.upper() == "ME":
        return MAINE_WITH_BATCHES if day is not None and day < MAINE_ENDED_BATCHES else MAINE
    raise UnknownName(
        f"{quoted(state)} counts no election to the House by ranked choice that Hustings knows.",
        next_step=f"The states are {', '.join(RANKED_STATES)}.",
    )
