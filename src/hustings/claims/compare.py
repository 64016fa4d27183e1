"""Whether a figure is what a claim says it is: by the claim's own precision, hedge and form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hustings.claims.asking import Answer, Desk
from hustings.claims.lexicon import words
from hustings.claims.model import Kind, Quantity, Reading
from hustings.figures import Figure
from hustings.names import name_key, same_person

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """Whether a figure bears a claim out; None where it cannot be told. `said` goes into the note."""

    holds: bool | None
    said: str = ""
    figures: tuple[Figure, ...] = ()


def compare(desk: Desk, reading: Reading, figure: Figure, cycle: int | None) -> Outcome:
    """Whether the figure is as the reading expects; `cycle` is the article's own."""
    if reading.expected is not None:
        return _expected(desk, reading, figure)
    quantity = reading.quantity
    if quantity is None:
        return Outcome(holds=None)
    if quantity.kind is Kind.PVI:
        return Outcome(holds=_lean(str(figure.value)) == _lean(quantity.text_value))
    if quantity.kind is Kind.ORDINAL:
        return _campaign(figure, quantity, cycle)
    if isinstance(figure.value, bool) or not isinstance(figure.value, int | float | Decimal):
        return Outcome(holds=None)
    value = Decimal(str(figure.value))
    if quantity.kind is Kind.RANK and quantity.other is not None and figure.of != quantity.other:
        # A place among others than those counted here.
        return Outcome(holds=None, said=f"Here it is a place of {figure.of}.")
    if quantity.kind is Kind.RANK and quantity.hedge == "part":
        if not figure.of:
            return Outcome(holds=None)
        turned = from_the_end(reading.measure, f"from the {quantity.noun}")
        place = Decimal(figure.of + 1) - value if turned else value
        return Outcome(holds=place <= figure.of * quantity.step)
    if quantity.kind is Kind.RANK and figure.of and from_the_end(reading.measure, quantity.noun):
        value = Decimal(figure.of + 1) - value
    if not quantity.allows(value):
        return Outcome(holds=False)
    if quantity.kind in {Kind.PAIR, Kind.VOTE_PAIR}:
        return _second(desk, reading, quantity)
    return Outcome(holds=True)


def from_the_end(measure: str, superlative: str) -> bool:
    """Whether the words count from the other end than the measure: the third richest."""
    listed: dict[str, list[str]] = words()["from_the_end"]
    return any(superlative.startswith(one) for one in listed.get(measure, listed["others"]))


def _lean(text: str) -> str:
    return re.sub(r"[^DR+0-9A-Z]", "", text.upper())


def _second(desk: Desk, reading: Reading, quantity: Quantity) -> Outcome:
    """Of a pair the other side: the lead must be what the two numbers say."""
    if quantity.other is None or reading.measure not in {"vote_share", "votes"}:
        return Outcome(holds=True)
    shares = quantity.kind is Kind.PAIR
    params = {k: v for k, v in reading.params.items() if k != "candidate"}
    other = desk.ask("margin_points" if shares else "margin_votes", params).figure
    if other is None or not isinstance(other.value, int | float | Decimal):
        return Outcome(holds=True)
    lead = Decimal(str(other.value)) / (HUNDRED if shares else 1)
    allowed = quantity.step + Decimal("0.0001") if shares else max(quantity.step, Decimal(0))
    if quantity.kind is Kind.VOTE_PAIR and quantity.low == quantity.high:
        allowed = Decimal(0)
    holds = abs(abs(quantity.value - quantity.other) - lead) <= allowed
    return Outcome(
        holds=holds, said="" if holds else f"The lead was {other.text}.", figures=(other,)
    )


def _campaign(figure: Figure, quantity: Quantity, cycle: int | None) -> Outcome:
    """The nth (consecutive) campaign: the cycles on a ballot up to the article's own."""
    cycles = [int(one) for one in figure.value] if isinstance(figure.value, list) else []
    told = "On the ballot in " + ", ".join(map(str, cycles)) + "."
    if cycle is not None:
        cycles = [one for one in cycles if one <= cycle]
    if not cycles:
        return Outcome(holds=None)
    last = cycles[-1]
    run = 1
    while last - 2 * run in cycles:
        run += 1
    straight = bool(re.search(r"consecutive|straight|successive", quantity.noun))
    count = run if straight else len(cycles)
    counts = {count}
    if cycle is not None and last == cycle - 2:
        # The article's own campaign is on no counted ballot yet; or the last one is meant.
        counts.add(count + 1)
    return Outcome(holds=quantity.value in counts, said=told)


def _expected(desk: Desk, reading: Reading, figure: Figure) -> Outcome:
    form, *rest = reading.expected
    value: Any = figure.value
    match form:
        case "person" | "not person":
            holds = _is(figure, str(rest[0]), str(rest[1]))
            return Outcome(holds=holds if form == "person" else not holds)
        case "among" | "not among":
            missing = [one for one in rest if one not in (value or [])]
            own = str(figure.params.get("district")).partition("-")[0]
            if _left_out(figure) and any(not one.startswith(f"{own}-") for one in missing):
                # Across that line the file's numbers are of other lines.
                return Outcome(holds=None)
            said = f"Not a neighbour: {', '.join(missing)}." if missing and form == "among" else ""
            return Outcome(
                holds=(not missing) if form == "among" else len(missing) == len(rest), said=said
            )
        case "names among":
            missing = [one for one in rest if not any(_same_name(one, str(v)) for v in value or [])]
            return Outcome(holds=not missing)
        case "day":
            return Outcome(holds=_same_day(reading.quantity, value))
        case "one of" | "none of":
            return Outcome(holds=(value in rest) == (form == "one of"))
        case "yes" | "no":
            return Outcome(holds=bool(value) == (form == "yes"))
        case "passed":
            return Outcome(holds=value is not None)
        case "never":
            return Outcome(holds=value is None)
        case "party":
            return Outcome(holds=_party(str(value), str(rest[0])))
        case "tally":
            return _tally(desk, reading, figure)
        case "number":
            return Outcome(holds=value == rest[0])
        case "all":
            return _all(desk, rest[0])
        case "difference" | "ratio":
            return _two(reading, figure, desk.ask(reading.measure, rest[0]).figure, form)
        case "most of" | "lead over":
            return _most(desk, reading, figure, form)
        case "count among":
            return _count_among(figure, *rest)
        case "month":
            return Outcome(holds=isinstance(value, date) and value.month == rest[0])
        case "less than" | "more than":
            other = desk.ask(reading.measure, rest[0])
            return _against(figure, other, form)
    return Outcome(holds=None)


def _tally(desk: Desk, reading: Reading, figure: Figure) -> Outcome:
    """Both sides of a roll call; what failed may be told with the larger side first."""
    _, yeas, nays, failed = reading.expected
    other = desk.ask("vote_nays", reading.params).figure
    result = desk.ask("vote_result", reading.params).figure
    if other is None or result is None:
        return Outcome(holds=None)
    held = (figure.value, other.value)
    holds = held == (yeas, nays)
    if failed:
        lost = bool(re.search(r"fail|reject|not", str(result.value), re.I))
        holds = lost and held in {(yeas, nays), (nays, yeas)}
    said = f"The vote was {figure.text} to {other.text}: {result.text}."
    return Outcome(holds=holds, said=said, figures=(other, result))


def _is(figure: Figure, key: str, name: str) -> bool:
    """Whether a figure whose value is a person names the one of that key, or of that name."""
    if str(figure.detail.get("bioguide", "")) == key:
        return True
    if len(key) == 7 and key[1:].isdigit() and figure.detail.get("bioguide"):
        return any(name in said for said in figure.caveats)
    return same_person(name_key(str(figure.value)), name_key(name))


def _same_name(one: str, other: str) -> bool:
    return same_person(name_key(one), name_key(other))


def _same_day(quantity: Quantity | None, value: Any) -> bool | None:
    if quantity is None or not isinstance(value, date):
        return None
    if quantity.kind is Kind.WEEKDAY:
        return value.weekday() == int(quantity.value)
    if quantity.day is None:
        return None
    if quantity.year_given:
        return value == quantity.day
    return (value.month, value.day) == (quantity.day.month, quantity.day.day)


def _party(value: str, wanted: str) -> bool:
    same = {"DFL": "DEM", "NPP": "IND", "DPL": "DEM"}
    parties = {same.get(one, one) for one in value.split("/")}
    return wanted in parties


def _all(desk: Desk, readings: tuple[Reading, ...]) -> Outcome:
    figures: list[Figure] = []
    holds: list[bool | None] = []
    for one in readings:
        figure = desk.read(one).figure
        if figure is None:
            return Outcome(holds=None)
        figures.append(figure)
        holds.append(_expected(desk, one, figure).holds)
    return Outcome(holds=all(holds), figures=tuple(figures))


def _two(reading: Reading, figure: Figure, other: Figure | None, form: str) -> Outcome:
    """One figure less another, or over another, as the words allow."""
    quantity = reading.quantity
    if other is None or quantity is None or not isinstance(figure.value, int | float | Decimal):
        return Outcome(holds=None)
    mine, theirs = Decimal(str(figure.value)), Decimal(str(other.value))
    if form == "ratio" and not theirs:
        return Outcome(holds=None)
    value = abs(mine - theirs) if form == "difference" else mine / theirs
    shown = f"{value:,.2f}" if form == "ratio" else f"{value:,}"
    said = f"The other is {other.text}: {'a difference of' if form == 'difference' else 'times'} {shown}."
    return Outcome(holds=quantity.allows(value), said=said, figures=(other,))


def _most(desk: Desk, reading: Reading, figure: Figure, form: str) -> Outcome:
    """Whether a share is above that of each other who stood, and by so many points if it says so."""
    found = [desk.ask(reading.measure, params).figure for params in reading.expected[1:]]
    others = [one for one in found if one is not None]
    if not others:
        return Outcome(holds=None)
    best = max(others, key=lambda one: Decimal(str(one.value)))
    holds = Decimal(str(figure.value)) > Decimal(str(best.value))
    if form == "lead over" and reading.quantity is not None:
        lead = (Decimal(str(figure.value)) - Decimal(str(best.value))) * HUNDRED
        holds = reading.quantity.allows(lead)
    said = f"It was {figure.text} against {best.text} for {best.params.get('candidate')}."
    return Outcome(holds=holds, said=said, figures=(best,))


def _left_out(figure: Figure) -> bool:
    """Whether a list of neighbours lacks those of a state that was redrawn since."""
    return any(one.startswith("Left out:") for one in figure.caveats)


def _count_among(figure: Figure, count: int, state: str) -> Outcome:
    """Whether a list of districts has so many, of a state or at all."""
    if _left_out(figure) and not str(figure.params.get("district")).startswith(f"{state or '?'}-"):
        return Outcome(holds=None)
    listed = [str(one) for one in figure.value or []] if isinstance(figure.value, list) else []
    own = [one for one in listed if not state or one.startswith(f"{state}-")]
    return Outcome(holds=len(own) == count, said=f"{len(own)}: {', '.join(own)}." if own else "")


def _against(figure: Figure, other: Answer, form: str) -> Outcome:
    if other.figure is None or not isinstance(figure.value, int | Decimal):
        return Outcome(holds=None)
    mine, theirs = Decimal(str(figure.value)), Decimal(str(other.figure.value))
    holds = mine < theirs if form == "less than" else mine > theirs
    said = f"It was {figure.text} against {other.figure.text}."
    return Outcome(holds=holds, said=said, figures=(other.figure,))
