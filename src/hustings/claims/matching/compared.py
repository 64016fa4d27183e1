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
    if quantity.kind is Kind.POINTS:
        return _lead_for_president(scene, quantity, before)
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
        plain = quantity.kind is Kind.MULTIPLE or bool(_DID.search(before[-60:]))
        name = read[-1][1] if read else sums[-1] if sums and plain else ""
        if name:
            return _against(scene, quantity, name, behind[-1], ahead[0], "ratio")
    return []


#: Right before a part of what somebody else had: raised about a third of what.
_DID = re.compile(
    r"\b(?:raised|spent|took\s+in|collected)\s+(?:(?:about|nearly|almost|just|only|less|more|than|over|under|"
    r"roughly|barely)\s+)*$",
    re.I,
)


def _lead_for_president(scene: Scene, quantity: Quantity, before: str) -> Found:
    """Trump carried it by 11 points: his share less the next one's, in the district."""
    who, _ = scene.subject(quantity.start, quantity.end)
    if (
        who is None
        or who.thing is not Thing.PRESIDENTIAL
        or not re.search(r"\bby\b[^.;]{0,30}$", before)
    ):
        return []
    measure = measures()["presidential_share"]
    made: Found = []
    for place, call in enumerate(calls(scene, measure, quantity.start, quantity.end, who, True)):
        year = int(str(call.params["year"]))
        against = tuple(
            {**call.params, "candidate": key}
            for key, years in sorted(scene.stage.index.presidential.items())
            if year in years and key != who.key
        )
        made.append(
            (Reading(measure=measure.name, params=call.params, score=2 - 0.01 * place, sure=call.sure,
                     named=call.named, quantity=quantity, doubts=call.doubts,
                     expected=("lead over", *against)), (quantity.start, quantity.end))
        )  # fmt: skip
    return made


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
        match = next(
            (two for two in theirs if _same_place(call, two) and two.params != call.params), None
        )
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
