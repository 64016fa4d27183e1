"""Verdicts: what the record says of a claim, by the readings that its words allow.

Supported, if a likely reading's figure is within what the words allow. Contradicted only if every
likely reading has a figure, none agrees, and who, where and when are certain. Right for another
measure, if the number is that measure's and the words may have meant it. Else the record has no
answer, or the article does not say enough.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hustings.claims.asking import KNOWN_AFTER, Answer, Desk
from hustings.claims.compare import Outcome, compare
from hustings.claims.elsewhere import found_elsewhere, known_elsewhere
from hustings.claims.holding import (
    LATER,
    day_of,
    first_choices,
    plausible,
    said_outright,
    still_moving,
    went_back,
)
from hustings.claims.matching.params import GUESSED
from hustings.claims.model import Claim, Kind, Quantity, Reading, Ruling, Verdict, When
from hustings.figures import Figure, Unit
from hustings.ids import cycle_of
from hustings.measures import find_measure, measures

#: Readings of one measure this near to the best one are all likely.
LIKELY = 0.8
#: Places and scores on which publishers differ, so that a number without its maker's name proves nothing.
_RANKINGS = frozenset({"ideal_point_rank", "progressive_rank", "ideal_point", "progressive_score"})
_MOST_OTHERS = 12


def judge(desk: Desk, claim: Claim, when: When) -> Verdict:
    """The verdict on a claim."""
    if claim.outcome is not None:
        return _settled(desk, claim)
    if not claim.readings:
        return Verdict(claim=claim, ruling=Ruling.NOT_CHECKABLE, note=claim.why)
    return _judged(desk, claim, when)


def _settled(desk: Desk, claim: Claim) -> Verdict:
    """A ruling that the words alone decide; the nearest own figure stands beside it."""
    reading = claim.readings[0] if claim.readings else None
    other, more = None, ""
    if (
        reading is not None
        and reading.measure in measures()
        and claim.outcome is Ruling.NOT_IN_RECORD
        and all(
            one.name in reading.params
            for one in find_measure(reading.measure).params
            if one.required
        )
    ):
        other = desk.nearest(reading)
        more = f" Hustings' own: hustings figure {written(reading)}"
    assert claim.outcome is not None  # noqa: S101 - the caller's condition
    said = f" The nearest figure of Hustings, {other.measure}: {other.text}." if other else ""
    return Verdict(
        claim=claim,
        ruling=claim.outcome,
        note=claim.why + (said or more),
        reading=reading,
        other=other,
    )


def written(reading: Reading) -> str:
    """A reading as the command line takes it: measure name=value …"""
    params = " ".join(
        f"{name}={value}" for name, value in reading.params.items() if value is not None
    )
    return f"{reading.measure} {params}"


def _judged(desk: Desk, claim: Claim, when: When) -> Verdict:
    top = claim.readings[0]
    likely = [
        one for one in claim.readings
        if one.measure == top.measure and one.score >= LIKELY * top.score
    ]  # fmt: skip
    asked: list[tuple[Reading, Answer, Outcome]] = []
    for reading in likely:
        answer = desk.read(reading)
        outcome = (
            compare(desk, reading, answer.figure, when.cycle)
            if answer.figure is not None
            else Outcome(holds=None)
        )
        if outcome.holds:
            failed = [one for one in asked if one[1].figure is not None]
            first = failed[0] if GUESSED in reading.doubts and failed else None
            if first is not None and first[1].figure is not None and answer.figure is not None:
                if still_moving(first[1].figure, first[0], when):
                    # What stood then is not known; another year's figure proves nothing.
                    continue
                if (
                    not first[0].sure
                    and reading.quantity is not None
                    and _precise(reading.quantity)
                ):
                    return _supported(claim, reading, answer, outcome, when)
                return _right_for(claim, first[0], first[1].figure, answer.figure)
            return _supported(claim, reading, answer, outcome, when)
        if answer.now is not None:
            later = compare(desk, reading, answer.now, when.cycle)
            if later.holds:
                return _since(claim, reading, answer)
        asked.append((reading, answer, outcome))
    answered = [one for one in asked if one[1].figure is not None]
    if not answered:
        return _absent(desk, claim, asked, when)
    other = _other(desk, claim, answered[0][0], answered[0][1], when)
    if other is not None:
        return other
    return _differs(desk, claim, asked, answered, when)


def _supported(
    claim: Claim, reading: Reading, answer: Answer, outcome: Outcome, when: When
) -> Verdict:
    figure = answer.figure
    assert figure is not None  # noqa: S101 - the caller's condition
    notes = [_says(figure), outcome.said, _vintage(answer, when)]
    if answer.now is not None:
        notes.append(f"True then; by now the record has {answer.now.text}.")
    notes += list(reading.doubts)
    return Verdict(claim=claim, ruling=Ruling.SUPPORTED, note=_joined(notes), reading=reading,
                   figure=figure, figures=outcome.figures)  # fmt: skip


def _since(claim: Claim, reading: Reading, answer: Answer) -> Verdict:
    """Not what was known on the article's day, and right by now."""
    assert answer.figure is not None  # noqa: S101 - the caller's condition
    assert answer.now is not None  # noqa: S101 - the caller's condition
    note = (
        f"On the article's day the record had {answer.figure.text}; by now it is "
        f"{answer.now.text}, as claimed."
    )
    return Verdict(claim=claim, ruling=Ruling.SUPPORTED, note=note, reading=reading,
                   figure=answer.now, other=answer.figure)  # fmt: skip


def _absent(
    desk: Desk, claim: Claim, asked: list[tuple[Reading, Answer, Outcome]], when: When
) -> Verdict:
    """No likely reading has an answer: another measure of the same words may; else say what is needed."""
    reading, answer, _ = asked[0]
    for other in claim.readings:
        if other.measure == reading.measure or other.score < LIKELY * reading.score:
            continue
        found = desk.read(other)
        if found.figure is not None and compare(desk, other, found.figure, when.cycle).holds:
            return _supported(claim, other, found, Outcome(holds=True), when)
    if all(one[1].refused for one in asked):
        return Verdict(claim=claim, ruling=Ruling.NOT_CHECKABLE, reading=reading,
                       note=f"It cannot be told what is meant: {answer.problem}")  # fmt: skip
    problem = next(one[1].problem for one in asked if not one[1].refused)
    if not reading.sure and not said_outright(reading, claim):
        near = known_elsewhere(desk, reading)
        if near is not None:
            note = _joined([_sentence(problem), "The text does not say outright that this is meant.",
                            _says(near)])  # fmt: skip
            return Verdict(claim=claim, ruling=Ruling.NOT_CHECKABLE, reading=reading, other=near,
                           note=note)  # fmt: skip
    return Verdict(
        claim=claim, ruling=Ruling.NOT_IN_RECORD, reading=reading, note=_sentence(problem)
    )


def _other(
    desk: Desk, claim: Claim, reading: Reading, answer: Answer, when: When
) -> Verdict | None:
    """The number is right for another measure: one the words may mean, or one close to the reading."""
    figure, quantity = answer.figure, reading.quantity
    if figure is None or quantity is None or reading.expected is not None:
        return None
    for other in claim.readings:
        if other.measure == reading.measure:
            continue
        found = desk.read(other).figure
        if found is not None and compare(desk, other, found, when.cycle).holds:
            if _precise(quantity) and not reading.sure:
                # Both are said near it, and the number tells which is meant.
                return _meant_for(claim, other, found)
            return _right_for(claim, reading, figure, found)
    if not _precise(quantity):
        return None
    measure = find_measure(reading.measure)
    tried = 0
    for name in [*measure.see, *_family(reading.measure)]:
        if name == reading.measure or tried >= _MOST_OTHERS:
            continue
        wanted = {param.name for param in measures()[name].params}
        needed = {param.name for param in measures()[name].params if param.required}
        params = {k: v for k, v in figure.params.items() if k in wanted and v is not None}
        if not needed <= params.keys() or not _same_questions(figure, wanted):
            continue
        tried += 1
        found = desk.ask(name, params).figure
        widened = _widened(quantity) if name in measure.see else quantity
        if (
            found is not None
            and isinstance(found.value, int | float | Decimal)
            and found.value != figure.value
            and widened.allows(Decimal(str(found.value)))
        ):
            if reading.score < _SAID:
                # The words do not say of what it is: a number this exact says so itself.
                return _meant_for(claim, replace(reading, measure=name, params=found.params), found)
            return _right_for(claim, reading, figure, found)
    return None


#: A reading below this goes by the sentence before; its own words name no measure.
_SAID = 0.65


def _meant_for(claim: Claim, reading: Reading, figure: Figure) -> Verdict:
    """Supported by the measure that a number by its exactness must be of."""
    note = f"{_says(figure)} The words near it leave open of what it is; the number tells."
    return Verdict(claim=claim, ruling=Ruling.SUPPORTED, note=note, reading=reading, figure=figure)


def _right_for(claim: Claim, reading: Reading, figure: Figure, other: Figure) -> Verdict:
    what = other.measure
    if other.measure == figure.measure:
        differing = [
            f"{name} {value}"
            for name, value in other.params.items()
            if figure.params.get(name) != value
        ]
        what = f"{other.measure}, {', '.join(differing)}"
    note = f"{_says(figure)} The number is right for {what} ({other.text}): {other.definition}"
    return Verdict(claim=claim, ruling=Ruling.OTHER_MEASURE, note=note, reading=reading,
                   figure=figure, other=other)  # fmt: skip


def _same_questions(figure: Figure, wanted: set[str]) -> bool:
    """Whether another measure asks about all that this figure was asked about."""
    return {name for name, value in figure.params.items() if value is not None} <= wanted


def _family(name: str) -> list[str]:
    """Measures of the same module and unit, which a number may be meant for by mistake."""
    own = find_measure(name)
    return [
        one.name
        for one in measures().values()
        if one.family == own.family and one.unit is own.unit and one.name != name
        and own.unit in {Unit.USD, Unit.SHARE}
    ]  # fmt: skip


def _precise(quantity: Quantity) -> bool:
    """Whether a number is written so exactly that meeting another figure is no chance."""
    if quantity.kind not in {Kind.USD, Kind.SHARE, Kind.COUNT} or not quantity.value:
        return False
    return (quantity.high - quantity.low) / quantity.value <= Decimal("0.012")


def _widened(quantity: Quantity) -> Quantity:
    """For a measure that is known to be mistaken for this one: a step and a half either way."""
    wide = quantity.step * Decimal("1.5")
    return replace(quantity, low=quantity.value - wide, high=quantity.value + wide)


def _differs(
    desk: Desk,
    claim: Claim,
    asked: list[tuple[Reading, Answer, Outcome]],
    answered: list[tuple[Reading, Answer, Outcome]],
    when: When,
) -> Verdict:
    """No reading agrees: contradicted if that is certain, else what keeps it from being so."""
    reading, answer, outcome = answered[0]
    figure = answer.figure
    assert figure is not None  # noqa: S101 - the caller's condition
    said = _joined([_says(figure), outcome.said, _vintage(answer, when)])
    lacking = [one for one in asked if one[1].figure is None and not one[1].refused]
    if lacking and lacking[0][0].score >= reading.score and lacking[0][0].sure:
        note = _joined([_sentence(lacking[0][1].problem), f"Read otherwise: {said}"])
        return Verdict(claim=claim, ruling=Ruling.NOT_IN_RECORD, reading=lacking[0][0], other=figure,
                       note=note)  # fmt: skip
    if first_choices(desk, reading, claim):
        note = _joined(
            [said, "Those are first choices; the rounds of the ranked choice are not in it."]
        )
        return Verdict(claim=claim, ruling=Ruling.NOT_IN_RECORD, note=note, reading=reading,
                       figure=figure)  # fmt: skip
    running = still_moving(figure, reading, when)
    if running:
        return Verdict(claim=claim, ruling=Ruling.NOT_IN_RECORD, note=_joined([said, running]),
                       reading=reading, figure=figure)  # fmt: skip
    if reading.measure in _RANKINGS:
        return Verdict(
            claim=claim, ruling=Ruling.NOT_IN_RECORD, reading=reading, figure=figure,
            note=_joined([said, "Publishers rank by methods of their own; whose it is cannot be told."]),
        )  # fmt: skip
    # What a district is hangs on its lines: where the likeliest Congress has an answer, that is it.
    family = find_measure(reading.measure).family
    settled = family == "districts" and answered[0] is asked[0] and reading.named
    newer = [
        one for one in lacking
        if int(one[0].params.get("congress") or 0) > int(reading.params.get("congress") or 0)
    ]  # fmt: skip
    if settled and newer and reading.params.get("congress") == when.congress:
        note = _joined([_sentence(newer[0][1].problem), f"On the lines before: {said}"])
        return Verdict(claim=claim, ruling=Ruling.NOT_CHECKABLE, reading=newer[0][0], other=figure,
                       note=note)  # fmt: skip
    # One reading of several that has no figure may be what is meant.
    if reading.measure == "bill_passed_house" and went_back(desk, reading, figure):
        return Verdict(claim=claim, ruling=Ruling.NOT_CHECKABLE, reading=reading, figure=figure,
                       note=_joined([said, LATER]))  # fmt: skip
    sure = all(one[0].sure for one in answered) or (_all_fail(answered) and not lacking) or settled
    if outcome.holds is None or not sure or not plausible(reading, figure):
        return Verdict(
            claim=claim, ruling=Ruling.NOT_CHECKABLE, reading=reading, figure=figure,
            note=_joined(["It cannot be told what is meant.", f"One reading: {said}"]),
        )  # fmt: skip
    spoken = str(reading.params.get("cycle")) in claim.sentence.text
    met = found_elsewhere(desk, reading, reading.quantity, loosely=not spoken)
    if met is not None:
        differing = ", ".join(
            f"{name} {value}" for name, value in met.params.items()
            if figure.params.get(name) != value
        )  # fmt: skip
        told = f"The number is the record's for {differing} ({met.text}); the words may mean that."
        if spoken and all(one[0].sure for one in answered):
            return Verdict(claim=claim, ruling=Ruling.OTHER_MEASURE, reading=reading, figure=figure,
                           other=met, note=_joined([said, told]))  # fmt: skip
        return Verdict(claim=claim, ruling=Ruling.NOT_CHECKABLE, reading=reading, figure=figure,
                       other=met, note=_joined(["It cannot be told what is meant.", said, told]))  # fmt: skip
    return Verdict(claim=claim, ruling=Ruling.CONTRADICTED, note=said, reading=reading, figure=figure,
                   figures=outcome.figures)  # fmt: skip


def _all_fail(answered: list[tuple[Reading, Answer, Outcome]]) -> bool:
    """Whether several readings that differ in what is open all fail: whichever is meant, it is wrong."""
    return len(answered) > 1 and all(one[0].named and one[2].holds is False for one in answered)


def _says(figure: Figure) -> str:
    """The figure in a sentence, with what it was asked for."""
    params = ", ".join(
        f"{name} {value}" for name, value in figure.params.items() if value is not None
    )
    return f"The record has {figure.text} ({figure.measure}; {params})."


def _vintage(answer: Answer, when: When) -> str:
    """What was known when: a figure of later files, or a result not yet certified."""
    figure = answer.figure
    if figure is None or when.day is None:
        return ""
    if answer.late and figure.as_of and figure.as_of > when.day.isoformat():
        return f"The figure is of {day_of(figure.as_of)}, later than the article."
    cycle = figure.params.get("cycle")
    if (
        "returns" in find_measure(figure.measure).needs
        and isinstance(cycle, int)
        and figure.params.get("round") == "general"
        and cycle == cycle_of(when.day)
    ):
        from hustings.claims.matching.stage import general_day

        voted = general_day(cycle)
        if voted <= when.day < voted + KNOWN_AFTER + timedelta(days=0):
            return "It was certified after the article's day."
    return ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(notes: list[str]) -> str:
    return " ".join(one.strip() for one in notes if one and one.strip())
