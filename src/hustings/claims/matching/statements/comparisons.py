"""Statements that set one figure against another without a number: who outraised whom, who carried it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.matching.params import Call, calls, whole
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.statements.common import (
    first_after,
    last_before,
    negated,
    places,
    stated,
)
from hustings.claims.model import Claim, Mention, Reading, Thing
from hustings.measures import find_measure

#: What is compared, by the verb; the passive turns the two around.
_OUTDID = (
    r"\b(?P<was>was\s+|were\s+|been\s+)?out-?(?P<what>raised|spent|raising|spending|raise|spend)\b"
    r"(?P<by>\s+by\b)?"
)
#: "raised $5.1 million, more than Coffman himself".
_MORE_THAN = r",?\s+(?:and\s+)?(?P<how>more|less)\s+than\s+(?=[A-Z]|(?:his|her|the)\s)"
_MODAL = re.compile(r"\b(?:could|would|might|may|will|if|to|never|not|n['’]t)\s+(?:\w+\s+)?$", re.I)


def outdid(scene: Scene) -> Iterator[Claim]:
    """X outraised Y (in 2018); X was outspent by Y; X raised $5 million, more than Y."""
    for start, end, match in places(scene, _OUTDID):
        head = scene.between(scene.sentence.start, start)
        who, other = last_before(scene, start, Thing.PERSON), first_after(scene, end, Thing.PERSON)
        if _MODAL.search(head) or who is None or other is None or other.start - end > 30:
            continue
        if match["by"]:
            who, other = other, who
        name = "receipts" if match["what"].lower().startswith("rais") else "disbursements"
        low, high = min(who.start, other.start), max(end, other.end)
        yield from _more(
            scene, name, who, other, low if start - low < 60 else start, high, "more than"
        )
    for start, end, match in places(scene, _MORE_THAN):
        spoken = [
            hit.measure for hit in scene.hits
            if hit.end <= start and hit.measure in {"receipts", "disbursements", "cash_on_hand"}
        ]  # fmt: skip
        sums = [one for one in scene.numbers if one.end <= start and one.text.startswith("$")]
        people = [one for one in scene.of(Thing.PERSON) if one.how != "derived"]
        other = next((one for one in people if one.start >= end), None)
        before = [one for one in people if one.end <= start and not scene.is_object(one)]
        if not spoken or not sums or not before or other is None or other.start - end > 20:
            continue
        if start - sums[-1].end > 3 or other.key == before[-1].key:
            continue
        way = "more than" if match["how"].lower() == "more" else "less than"
        yield from _more(scene, spoken[-1], before[-1], other, start, other.end, way)


def _more(
    scene: Scene, name: str, who: Mention, other: Mention, start: int, end: int, way: str
) -> Iterator[Claim]:
    """Readings of one person's figure being above, or below, another's of the same year."""
    measure = find_measure(name)
    mine = [
        one
        for one in calls(scene, measure, start, end, who, bool(who.key))
        if whole(measure, one.params)
    ]
    theirs = calls(scene, measure, start, end, other, bool(other.key))
    readings = []
    for place, call in enumerate(mine):
        match = next((one for one in theirs if _together(call, one)), None)
        if match is not None:
            readings.append(
                Reading(measure=name, params=call.params, score=2.5 - 0.01 * place,
                        sure=call.sure and match.sure, named=call.named and match.named,
                        doubts=call.doubts, expected=(way, match.params))
            )  # fmt: skip
    if readings:
        yield stated(scene, start, end, *readings, claimed=scene.between(start, end))


def _together(one: Call, other: Call) -> bool:
    return one.params.get("cycle") == other.params.get("cycle")


_CARRIED = (
    r"\b(?:narrowly\s+|easily\s+)?(?P<v>carried|edged|won|beat)\s+(?P<what>(?:the\s+)?(?:it|district|there|seat|[Tt]he\s+\d{1,2}"
    r"(?:st|nd|rd|th))\b)?"
)


def carried(scene: Scene) -> Iterator[Claim]:
    """Trump carried the district; Clinton edged Trump there: more votes than any other there."""
    for start, end, match in places(scene, _CARRIED):
        who = last_before(scene, start, Thing.PRESIDENTIAL, Thing.PERSON)
        if who is None or who.thing is not Thing.PRESIDENTIAL or start - who.end > 12:
            continue
        other = first_after(scene, end, Thing.PRESIDENTIAL)
        verb = match["v"].lower()
        beaten = other is not None and other.start - end <= 12
        if not match["what"] and not (beaten and verb in {"edged", "beat"}) and verb != "carried":
            continue
        # A share or a lead right after it is a claim of its own.
        if re.match(
            r"[^.;]{0,30}?\b(?:with|by)\s+[^.;]{0,20}\d", scene.between(end, scene.sentence.end)
        ):
            continue
        measure = find_measure("presidential_share")
        found = calls(scene, measure, start, end, who, True)
        if negated(scene.between(who.end, start)):
            continue
        readings = []
        for place, call in enumerate(found):
            year = int(str(call.params["year"]))
            against = tuple(
                {**call.params, "candidate": key}
                for key, years in sorted(scene.stage.index.presidential.items())
                if year in years and key != who.key
            )
            readings.append(
                Reading(measure="presidential_share", params=call.params, score=2.4 - 0.01 * place,
                        sure=call.sure, named=call.named, doubts=call.doubts,
                        expected=("most of", *against))
            )  # fmt: skip
        if readings:
            high = other.end if beaten and other is not None else end
            yield stated(scene, who.start, high, *readings, claimed=f"{who.text} carried it")
