"""By which rule a contest decides: a rule's name, its parameters, and where the law has it from.

docs/rules.md is the specification. Which state uses which rule when, and the state's own
parameters, are rows of the reviewed table `rules` (sources/reference/rules.csv), which the record
reads too: there is one definition of each. All shares are exact fractions.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any, Final

from hustings.errors import NoData, RequestError, UnknownName, quoted
from hustings.ids import STATES, Round

#: Each rule's meaning, in a sentence that a reporter can print.
RULES: Final[dict[str, str]] = {
    "top-two": "The two with most votes go on, whatever their party.",
    "top-four": "The four with most votes go on, whatever their party.",
    "plurality": "Most votes wins.",
    "party-primary": "Most votes within the party nominates, if a threshold is met where one is set.",
    "majority-two-round": "More than half elects; else the first two meet in a second round.",
    "majority-runoff": "More than half elects; else the first two meet in a runoff.",
    "ranked-choice": "More than half of the ballots still counting wins, after rounds if need be.",
}

#: What a rule is without a state: how many go on, and the share that is needed.
_PLAIN: Final[dict[str, tuple[str, int, Fraction | None]]] = {
    "top-two": ("primary", 2, None),
    "top-four": ("primary", 4, None),
    "plurality": ("general", 1, None),
    "party-primary": ("primary", 1, None),
    "majority-two-round": ("general", 2, Fraction(1, 2)),
    "majority-runoff": ("general", 2, Fraction(1, 2)),
    "ranked-choice": ("general", 1, Fraction(1, 2)),
}

#: Rounds whose stage has a longer name in the table of rules.
STAGES: Final = {"runoff": "general-runoff", "special-runoff": "special-general-runoff"}

_FINAL: Final = {Round.GENERAL, Round.RUNOFF, Round.SPECIAL_GENERAL, Round.SPECIAL_RUNOFF}
_AFTER: Final = {
    Round.PRIMARY: Round.GENERAL,
    Round.PRIMARY_RUNOFF: Round.GENERAL,
    Round.SPECIAL_PRIMARY: Round.SPECIAL_GENERAL,
    Round.SPECIAL_PRIMARY_RUNOFF: Round.SPECIAL_GENERAL,
}
_AGAIN: Final = {
    Round.PRIMARY: Round.PRIMARY_RUNOFF,
    Round.SPECIAL_PRIMARY: Round.SPECIAL_PRIMARY_RUNOFF,
    Round.GENERAL: Round.RUNOFF,
    Round.SPECIAL_GENERAL: Round.SPECIAL_RUNOFF,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule with all parameters that its arithmetic needs, for one round.

    threshold: share of the votes cast that decides at once; met only above it, or at it if
    at_threshold. advance: how many go on otherwise. minimum_share: without it nobody goes on.
    runoff: whether a missed threshold leads to another vote; on_request, only if the second asks.
    tied: 'all-advance', 'lot', 'elsewhere', or '' where it is not known; tie_words say it.
    withdrawn: 'void', 'replaced', 'keeps', or '' where it is not known. void: why this vote, though
    held, decides nothing.
    """

    name: str
    round: str = "primary"
    state: str = ""
    threshold: Fraction | None = None
    at_threshold: bool = False
    advance: int = 1
    minimum_share: Fraction | None = None
    runoff: bool = False
    on_request: bool = False
    tied: str = ""
    tie_words: str = ""
    withdrawn: str = ""
    authority: str = ""
    confidence: str = ""
    note: str = ""
    void: str = ""

    @property
    def elects(self) -> bool:
        """Whether this round can fill the seat; a majority does so in any round of such a rule."""
        return self.round in _FINAL or self.name in {"majority-two-round", "majority-runoff"}

    @property
    def after(self) -> str | None:
        """The round in which the winners of this one stand; None after the last."""
        return _named(_AFTER.get(Round(self.round)))

    @property
    def again(self) -> str | None:
        """The round that settles what this one leaves unsettled, if the rule has one."""
        if self.name in {"majority-two-round", "majority-runoff"}:
            return self.after or _named(_AGAIN.get(Round(self.round)))
        return _named(_AGAIN.get(Round(self.round))) if self.runoff else None

    @property
    def cited(self) -> str:
        """The statute or source in short, as the reason of an outcome ends: 'RCW 29A.52.112'."""
        first = re.sub(r" \([^)]*\)", "", self.authority).split(";")[0]
        return re.sub(r",? *https?://\S+", "", first).strip(" ,") or f"the rule {self.name}"

    def meets(self, votes: int, cast: int) -> bool:
        """Whether so many votes of those cast meet the threshold. False if there is none."""
        if self.threshold is None:
            return False
        share, asked = votes * self.threshold.denominator, cast * self.threshold.numerator
        return share >= asked if self.at_threshold else share > asked

    def enough(self, votes: int, cast: int) -> bool:
        """Whether so many votes are enough to go on at all."""
        least = self.minimum_share
        return least is None or votes * least.denominator >= cast * least.numerator


def rule_named(
    name: str, *, state: str = "", round: str = "", cycle: int | None = None, **changed: Any
) -> Rule:
    """A rule by its name; with a state, as that state has it (in a cycle; else as it stands now).

    changed: parameters of Rule that are to be other than the law's, for a what-if. Raises
    UnknownName, which lists the rules, and RequestError where the state does not use the rule.
    """
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted not in RULES:
        raise UnknownName(
            f"no rule is called {quoted(name)}.", next_step=f"Rules: {', '.join(RULES)}."
        )
    usual, advance, threshold = _PLAIN[wanted]
    if not state:
        plain = Rule(
            name=wanted, round=_round(round or usual), advance=advance, threshold=threshold
        )
        return replace(plain, **changed)
    found = [one for one in _rows(_state(state), round or usual) if one["rule"] == wanted]
    if cycle is not None:
        found = [one for one in found if _in_force(one, cycle)]
    if not found:
        when = f" in {cycle}" if cycle is not None else ""
        raise RequestError(
            f"{STATES[_state(state)]} does not decide its {_round(round or usual)} "
            f"by {wanted}{when}.",
            next_step="Leave the state out to try the rule all the same.",
        )
    return replace(rule_of(found[-1]), **changed)


def rule_in_force(
    state: str, cycle: int, round: str, *, district: str = "", day: date | None = None
) -> Rule:
    """The rule by which a state decides a round in a cycle. Raises NoData where none is known.

    With a district, and a day where a round was held twice, it also says whether that vote is void.
    """
    void = _void(_state(state), cycle, _round(round), district, day)
    for row in _rows(_state(state), round):
        if _in_force(row, cycle):
            return replace(rule_of(row), void=void)
    raise NoData(
        f"no rule is known for the {_round(round)} in {STATES[_state(state)]} in {cycle}.",
        next_step=void or "The table reaches from 2012 on; some states nominate without a vote.",
    )


def rule_of(row: Mapping[str, Any]) -> Rule:
    """A rule from a row of the table `rules`, as text or as typed values."""
    stage = str(row["stage"])
    return Rule(
        name=str(row["rule"]),
        round=next((short for short, long in STAGES.items() if long == stage), stage),
        state=str(row["state"]),
        threshold=_share(row["threshold"]),
        at_threshold=_yes(row["at_threshold"]),
        advance=int(row["advance"]),
        minimum_share=_share(row["minimum_share"]),
        runoff=_yes(row["runoff"]),
        on_request=_yes(row["on_request"]),
        tied=str(row["tied"] or ""),
        tie_words=str(row["tie_rule"] or ""),
        withdrawn=str(row["withdrawn"] or ""),
        authority=str(row["authority"] or ""),
        confidence=str(row["confidence"] or ""),
        note=str(row["note"] or ""),
    )


def as_share(value: Fraction | None) -> Decimal | None:
    """A threshold as a decimal share for print; every one in use is a whole percentage."""
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


@cache
def table(name: str = "rules") -> tuple[Mapping[str, str], ...]:
    """The rows of a packaged table; of rules, oldest first within a state and stage."""
    file = resources.files("hustings").joinpath(f"sources/reference/{name}.csv")
    return tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


def _void(state: str, cycle: int, round: str, district: str, day: date | None) -> str:
    for row in table("void_contests"):
        same = (row["state"], int(row["cycle"]), row["round"]) == (state, cycle, round)
        this_day = not _yes(row["held_again"]) or row["day"] == str(day)
        if same and this_day and row["district"] in ("", district):
            return row["reason"]
    return ""


def _rows(state: str, round: str) -> list[Mapping[str, str]]:
    stage = STAGES.get(_round(round), _round(round))
    return [row for row in table() if row["state"] == state and row["stage"] == stage]


def _in_force(row: Mapping[str, str], cycle: int) -> bool:
    return int(row["from_cycle"]) <= cycle <= int(row["to_cycle"] or cycle)


def _state(text: str) -> str:
    wanted = text.strip().upper()
    if wanted not in STATES:
        raise UnknownName(
            f"{quoted(text)} is not a state.", next_step="Give its postal code, such as CA."
        )
    return wanted


def _round(text: str) -> str:
    wanted = text.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted not in {one.value for one in Round}:
        raise UnknownName(
            f"{quoted(text)} is not a round.",
            next_step=f"Rounds: {', '.join(one.value for one in Round)}.",
        )
    return wanted


def _named(found: Round | None) -> str | None:
    return None if found is None else found.value


def _share(value: object) -> Fraction | None:
    return None if value in (None, "") else Fraction(str(value))


def _yes(value: object) -> bool:
    return value is True or str(value).lower() == "true"
