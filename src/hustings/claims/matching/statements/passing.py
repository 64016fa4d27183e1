"""Statements about how far a bill got: when it passed the House, that it became law or went no further."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.params import bill_options
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.stage import Options
from hustings.claims.matching.statements.bills import earlier, meant
from hustings.claims.matching.statements.common import negated, places, stated
from hustings.claims.model import Claim, Kind, Mention, Quantity, Reading
from hustings.claims.when import congress_on

_PASSED = (
    r"\bpass(?:ed|es|ing)?\b|\bapproved\b|\bpushed\b[^.;]{0,30}\bthrough\b|\bcleared\b|"
    r"\bagreed\s+to\b|\bwent\s+through\b|\bgot\s+through\b|\bsailed\s+through\b"
)


#: How a bill ended, and the stages of which the words tell; a "not" before the first turns it.
_FATES = (
    ((r"\b(?:became|become|becomes|becoming)\s+law\b|\b(?:was|were|is|been)\s+signed\s+into\s+law\b|"
     r"\bwas\s+enacted\b|\b(?:signed|made\s+it)\s+into\s+law\b"), ("law",)),
    ((r"\b(?:died|stalled|languished|got\s+stuck|was\s+never\s+(?:taken\s+up|voted\s+on))\s+in\s+the\s+Senate\b|"
     r"\bnever\s+(?:passed|cleared|got\s+through|got\s+a\s+vote\s+in)\s+the\s+Senate\b|\bwent\s+no\s+(?:further|farther)\b"),
     ("passed House",)),
    ((r"\b(?:died|stalled|languished|stuck)\s+in\s+committee\b|\bnever\s+(?:got|came|made\s+it)\s+(?:to\s+the\s+floor|"
     r"out\s+of\s+committee|to\s+a\s+vote)\b|\bnever\s+left\s+committee\b"), ("introduced", "reported")),
)  # fmt: skip


_NOT_YET = re.compile(
    r"\b(?:bills|would|could|should|might|may|to|if|until|before|will)\s+(?:\w+\s+){0,2}$|"
    r"\b(?:of\s+(?:them|which|these|those|hers|his|theirs|its|[A-Z][\w-]+['’]s|(?:his|her|their)\s+(?:own\s+)?bills))\s+$",
    re.I,
)  # fmt: skip


def fates(scene: Scene) -> Iterator[Claim]:
    """The bill became law, never became law, died in the Senate, never left committee."""
    for form, stages in _FATES:
        for start, end, _ in places(scene, form):
            head = scene.between(scene.sentence.start, start)
            if _NOT_YET.search(head):
                continue
            bill = earlier(scene, start)
            if bill is None:
                continue
            options = bill_options(scene, bill)
            turned = stages == ("law",) and negated(re.split(r"[,;]", head)[-1])
            readings = [
                Reading(measure="bill_stage", params={"bill": one}, score=3 - 0.01 * place,
                        sure=options.sure, expected=("none of" if turned else "one of", *stages))
                for place, one in enumerate(options.values)
            ]  # fmt: skip
            if readings:
                said = scene.between(start, end)
                yield stated(
                    scene, start, end, *readings, claimed=f"not {said}" if turned else said
                )


def passed(scene: Scene) -> Iterator[Claim]:
    """A bill passed the House, went through it, or was pushed through Congress, on a day."""
    for start, end, _ in places(scene, _PASSED):
        tail = scene.between(start, scene.sentence.end)
        head = scene.between(scene.sentence.start, start)
        days = [
            q for q in scene.numbers
            if q.kind in {Kind.DATE, Kind.WEEKDAY} and 0 <= q.start - end <= 70
            and not re.search(r"[;.]\s", scene.between(end, q.start))
        ]  # fmt: skip
        house = re.search(r"\b(?:House|Congress|chamber)\b", tail[:60]) or re.search(
            r"\b(?:House|Congress|chamber)\s+(?:\w+\s+)?$", head
        )
        month = _MONTH.match(scene.between(end, scene.sentence.end)) if not days else None
        if not house and not days and month is None:
            continue
        bill = _passing(scene, start, end)
        if bill is None:
            continue
        if month is not None:
            yield from _in_month(scene, bill, start, end, month)
            continue
        yield from _passage(scene, bill, start, end, days[0] if days else None)


#: The month in which it passed: in June of that year, that February, in July 2019.
_MONTH = re.compile(
    rf"(?:\s+the\s+(?:House|chamber))?\s+(?:in|that|last|by)\s+"
    rf"(?P<m>{alternation(m.title() for m in words()['months'])})\b(?!\s+\d{{1,2}}\b)"
)


def _in_month(
    scene: Scene, bill: Mention, start: int, end: int, month: re.Match[str]
) -> Iterator[Claim]:
    """A bill passed the House in a month, of whatever year its Congress says."""
    options = bill_options(scene, bill)
    number = int(words()["months"][month["m"].lower()])
    readings = [
        Reading(measure="bill_passed_house", params={"bill": one}, score=2.8 - 0.01 * place,
                sure=options.sure, expected=("month", number))
        for place, one in enumerate(options.values)
    ]  # fmt: skip
    if readings:
        yield stated(scene, start, end + month.end(), *readings, claimed=month["m"])


def _passing(scene: Scene, start: int, end: int) -> Mention | None:
    """The bill that passed: before the verb; after it where the House is the subject."""
    head = scene.between(scene.sentence.start, start)
    if re.search(
        r"\b(?:House|Congress|chamber|which\s+the\s+House|lawmakers)\s+(?:\w+\s+)?$", head
    ):
        return meant(scene, start, end, after=60) or earlier(scene, start)
    if re.search(r"\b(?:Senate|state|legislature|Assembly)\s+(?:\w+\s+)?$", head):
        return None
    return earlier(scene, start)


def _passage(
    scene: Scene, bill: Mention, start: int, end: int, day: Quantity | None
) -> Iterator[Claim]:
    options = bill_options(scene, bill)
    if day is not None and day.year_given and day.day is not None and bill.name[-1:].isdigit():
        # The day says of which Congress the bill is.
        congress = congress_on(day.day)
        here = tuple(one for one in options.values if str(one).startswith(f"{congress}-"))
        options = Options(values=here or (f"{congress}-{bill.name}",), sure=len(here) < 2)
    if not options.values:
        return
    lead = re.search(
        r"\b(?:(?:which\s+)?the\s+(?:House|chamber)|Congress|it|and\s+it)\s+(?:\w+\s+)?$",
        scene.between(scene.sentence.start, start), re.I,
    )  # fmt: skip
    low = start - len(lead[0]) if lead else start
    high = max(end, day.end if day else end)
    house = re.match(r"\s+the\s+House\b", scene.between(end, scene.sentence.end))
    high = max(high, end + len(house[0])) if house else high
    said = "day" if day else "never" if negated(scene.between(low, end)) else "passed"
    readings = [
        Reading(measure="bill_passed_house", params={"bill": one}, score=3 - 0.01 * place,
                sure=options.sure and day is not None, quantity=day, expected=(said,))
        for place, one in enumerate(options.values)
    ]  # fmt: skip
    yield stated(scene, low, high, *readings, claimed=day.text if day else said)
