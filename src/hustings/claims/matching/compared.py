"""A number that is one figure less another, or over another.

Cox outraised him by $2 million; 1,129 votes more than Y; twice what his opponent took in.
"""

from __future__ import annotations

import re

from hustings.claims.matching.params import Call, calls, whole
from hustings.claims.matching.scene import Scene
from hustings.claims.model import Kind, Mention, Quantity, Reading, Thing
from hustings.measures import measures
from hustings.measures.base import Measure

#: Readings with the spans of their phrases.
Found = list[tuple[Reading, tuple[int, int]]]
_OUTDID = re.compile(
    r"\b(?P<v>outrais|outspen|outspend)\w*\s+(?:\w+\.?\s+){1,4}by\s+(?:\w+\s+){0,2}$", re.I
)
_MORE_THAN = re.compile(r"\s*votes?\s+(?:more|fewer|less|ahead|behind)\s+(?:than|of)?\s*", re.I)
_WHAT = re.compile(r"\s*(?:as\s+much\s+as|of\s+what|what|that\s+of|more\s+than)\s+", re.I)


def compared(scene: Scene, quantity: Quantity) -> Found:
    """A number that is one figure less another, or over another: outraised him by $2 million,

    1,129 votes more than Y, twice what his opponent took in.
    """
    before = scene.between(scene.sentence.start, quantity.start)
    tail = scene.between(quantity.end, scene.sentence.end)
    named = [one for one in scene.of(Thing.PERSON, Thing.COMMITTEE) if one.how != "derived"]
    ahead = [one for one in named if one.start >= quantity.end]
    behind = [one for one in named if one.end <= quantity.start]
    outdid = _OUTDID.search(before) if quantity.kind is Kind.USD else None
    if outdid and len(behind) >= 2:
        name = "receipts" if outdid["v"].lower().startswith("outr") else "disbursements"
        return _against(scene, quantity, name, behind[-2], behind[-1], "difference")
    second = re.search(r"\bfor\s+(?:the\s+)?second\b|\bsecond\s+(?:place|spot)\b", before, re.I)
    if (
        quantity.kind is Kind.COUNT
        and second
        and len(behind) >= 2
        and re.search(r"\bby\s+(?:\w+\s+){0,2}$", before)
    ):
        return _against(scene, quantity, "votes", behind[-2], behind[-1], "difference")
    more = quantity.kind is Kind.COUNT and _MORE_THAN.match(tail)
    if more and ahead and behind and ahead[0].start - quantity.end <= 40:
        return _against(scene, quantity, "votes", behind[-1], ahead[0], "difference")
    of_what = quantity.kind is Kind.MULTIPLE or (
        quantity.kind is Kind.SHARE and not re.search(r"\bcame\s+from\b|\bwas\b|\bwere\b", tail)
    )
    if of_what and _WHAT.match(tail) and ahead and behind and ahead[0].start - quantity.end <= 60:
        read = [found for start, found in sorted(scene.read.items()) if start < quantity.start]
        sums = [
            hit.measure for hit in scene.hits
            if hit.end <= quantity.start and hit.measure in {"receipts", "disbursements", "cash_on_hand"}
        ]  # fmt: skip
        name = read[-1][1] if read else sums[-1] if sums and quantity.kind is Kind.MULTIPLE else ""
        if name:
            return _against(scene, quantity, name, behind[-1], ahead[0], "ratio")
    return []


def _against(
    scene: Scene, quantity: Quantity, name: str, one: Mention, other: Mention, form: str
) -> Found:
    """Readings of a difference or a ratio of one measure's figures for two names."""
    measure = measures()[name]
    spans = {"start": quantity.start, "end": quantity.end}
    made: Found = []
    mine = _for(scene, measure, one, **spans)
    theirs = _for(scene, measure, other, **spans)
    for place, call in enumerate(mine):
        match = next((two for two in theirs if _same_place(call, two)), None)
        if match is not None:
            made.append(
                (Reading(measure=name, params=call.params, score=2 - 0.01 * place,
                         sure=call.sure and match.sure, quantity=quantity,
                         expected=(form, match.params)), (quantity.start, quantity.end))
            )  # fmt: skip
    return made


def _for(scene: Scene, measure: Measure, one: Mention, *, start: int, end: int) -> list[Call]:
    found = calls(scene, measure, start, end, one, bool(one.key))
    key = {"Committee": "committee", "Person": "candidate"}
    if one.thing is Thing.COMMITTEE and "committee" in {p.name for p in measure.params}:
        return [Call(params={**c.params, key["Committee"]: one.key}, sure=c.sure) for c in found]
    return [c for c in found if whole(measure, c.params)]


def _same_place(one: Call, other: Call) -> bool:
    shared = (one.params.keys() & other.params.keys()) - {"candidate", "committee"}
    return all(one.params[name] == other.params[name] for name in shared)
