"""The words of a checked page: verdicts with their signs, commands in notes, what a number allows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from markupsafe import Markup

from hustings.claims.model import Kind, Quantity, Ruling
from hustings.figures import money
from hustings.products import words


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How a verdict is shown: a class for its colour, a sign and a word beside it, what it means."""

    css: str
    sign: str
    word: str
    means: str


#: In the order in which an editor needs them.
LOOKS: Final = {
    Ruling.CONTRADICTED: Look(
        css="v-no", sign="✗", word="contradicted", means="The record says otherwise."
    ),
    Ruling.OTHER_MEASURE: Look(
        css="v-other",
        sign="≠",
        word="right for another measure",
        means="The number is in the record, for something other than the words say.",
    ),
    Ruling.NOT_IN_RECORD: Look(
        css="v-absent",
        sign="?",
        word="not in the record",
        means="The record has no figure that would decide it.",
    ),
    Ruling.SUPPORTED: Look(
        css="v-yes", sign="✓", word="supported", means="The record has what the words say."
    ),
    Ruling.NOT_CHECKABLE: Look(
        css="v-none",
        sign="·",
        word="not checkable",
        means="No public record of a race decides it, or the words leave open what is meant.",
    ),
}
#: A command in a note: hustings fetch fec --cycle 2024; hustings figure party race=CA-34.
COMMAND: Final = re.compile(
    r"hustings (?:(?:fetch|load) [\w./-]+(?: --[a-z-]+ [\w./-]+)*"
    r"|figure \w+(?: [a-z_]+=(?:\"[^\"]*\"|[\w-]+))*)(?<![.])"
)
#: Words that lead to a command and mean nothing without it.
_LEADS: Final = re.compile(r"[\s,]*(?:\b(?:Load with|Load it with|Load files with|or)\b)?:?\s*$")
#: Kinds of numbers whose span can be written.
_WRITTEN: Final = frozenset(
    {Kind.SHARE, Kind.PAIR, Kind.USD, Kind.COUNT, Kind.VOTE_PAIR, Kind.POINTS, Kind.RANK}
)
#: Kinds that count things: there are no halves of them.
_WHOLE: Final = frozenset({Kind.COUNT, Kind.VOTE_PAIR, Kind.RANK})
#: A span this many times its lower end has no upper end that was meant.
_BOUNDLESS: Final = 1000


def with_commands(text: str) -> Markup:
    """Text with its commands set as code; an option and its value stay on one line."""
    made, at = Markup(""), 0
    for found in COMMAND.finditer(text):
        made += Markup("{}").format(text[at : found.start()]) + code(found[0])
        at = found.end()
    return made + Markup("{}").format(text[at:])


def code(command: str) -> Markup:
    """A command as code."""
    first, *options = command.split(" --")
    spans = [Markup(' <span class="nb">--{}</span>').format(one) for one in options]
    return Markup("<code>{}{}</code>").format(first, Markup("").join(spans))


def loading(text: str) -> tuple[str, str]:
    """What is missing, and the command that would load it; empty if the text names none."""
    found = [one for one in COMMAND.finditer(text) if not one[0].startswith("hustings figure")]
    if not found:
        return text, ""
    fetched = [one[0] for one in found if one[0].startswith("hustings fetch")]
    before = _LEADS.sub("", text[: found[0].start()]).rstrip(".")
    end = "" if before.endswith("…") else "."
    return f"{before}{end}", (fetched or [found[0][0]])[0]


def allowed_words(quantity: Quantity | None) -> str:
    """What the words of a number allow: 19.5% to 20.5%; empty for what has no span."""
    if quantity is None or quantity.low >= quantity.high:
        return ""
    low, high = quantity.low, quantity.high
    if quantity.kind in _WHOLE:
        low, high = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
    if quantity.kind not in _WRITTEN or low >= high:
        return ""
    if low <= 0:
        return f"at most {_written(high, quantity.kind)}"
    if high > _BOUNDLESS * max(low, Decimal(1)):
        return f"at least {_written(low, quantity.kind)}"
    return f"{_written(low, quantity.kind)} to {_written(high, quantity.kind)}"


def _written(number: Decimal, kind: Kind) -> str:
    if kind is Kind.USD:
        return money(number)
    if kind is Kind.RANK:
        return words.ordinal(int(number))
    if kind in {Kind.SHARE, Kind.PAIR}:
        return f"{_short(number * 100)}%"
    return f"{_short(number)} points" if kind is Kind.POINTS else _short(number)


def _short(number: Decimal) -> str:
    """A number without zeros at its end: 19.50 → 19.5, 1000 → 1,000."""
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
