"""The district that a number is of: named before it, right after it, or the one its paragraph is about."""

from __future__ import annotations

import re
from dataclasses import replace

from hustings.claims.matching.scene import Scene
from hustings.claims.model import Thing

_TO_IT = re.compile(
    r"\s*(?:percent\s+|points?\s+|of\s+the\s+votes?\s+)?(?:in|of|for|to|by)\s+(?:the\s+)?"
)


#: "in the Tucson seat", "the coastal district": a place that is named by no number or state.
_UNNAMED_SEAT = re.compile(
    r"\b[Tt]he\s+(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+)?|other|second|neighbou?ring|coastal|first|latter|former|wealthy|"
    r"rich|poor|rural|urban|suburban|old|new)\s+(?:seat|district|one)\b"
)


def elsewhere(scene: Scene, start: int) -> bool:
    """Whether a number is of a district by a name that cannot be resolved, or the seat is a guess."""
    head = scene.between(scene.sentence.start, start)
    said = list(_UNNAMED_SEAT.finditer(head))
    if said and not any(
        one.start >= scene.sentence.start + said[-1].start() for one in scene.districts()
    ):
        return True
    return not scene.districts() and not scene.stage.topics.sure_at(start)


#: States that are one district throughout the record (Montana was until 2022).
_ONE_SEAT = frozenset({"AK", "DE", "ND", "SD", "VT", "WY"})


#: "won by 5.3 points in a district that Cook scored D+3": that of whoever won.
_ITS_PLACE = re.compile(r"\ba\s+(?:district|seat|place)\s+(?:that|where|which|with)\b", re.I)


#: What a district is set against: half of, richer than.
_COMPARED = re.compile(
    r"\b(?:half|third|twice|times|more|less|higher|lower|richer|poorer|better|worse|above|below)\s+"
    r"(?:of|than|as|that\s+of|what)\s+(?:in\s+)?$",
    re.I,
)


def spoken_of(scene: Scene, start: int, end: int) -> str:
    """The district that a number is of: named before it, or right after; no neighbour of one."""
    named = scene.districts()
    named += [
        replace(one, thing=Thing.DISTRICT, key=f"{one.key}-AL") for one in scene.of(Thing.STATE)
        if one.key in _ONE_SEAT
    ]  # fmt: skip
    named.sort(key=lambda one: one.start)
    named = [
        one for one in named
        if not _COMPARED.search(scene.between(scene.sentence.start, one.start))
    ]  # fmt: skip
    before = [one for one in named if one.end <= start]
    if before:
        return before[-1].key
    whose = list(_ITS_PLACE.finditer(scene.between(scene.sentence.start, start)))
    people = [
        one for one in scene.of(Thing.PERSON)
        if one.key and whose and one.end <= scene.sentence.start + whose[-1].start()
    ]  # fmt: skip
    who = scene.known(people[-1]) if people else None
    cycle = scene.stage.spoken_year(scene.sentence.number) or scene.stage.when.cycle
    if who is not None and cycle is not None and who.race_in(cycle):
        return who.race_in(cycle)
    after = [one for one in named if one.start >= end]
    if after and (
        _TO_IT.fullmatch(scene.between(end, after[0].start))
        or after[0].start - scene.sentence.start < 1
        or not scene.stage.seat
        or len(scene.between(end, after[0].start).split()) <= 8
    ):
        return after[0].key
    earlier = next(iter(scene.before()), None)
    if earlier is not None and earlier.sentence.paragraph == scene.sentence.paragraph:
        # "It", "there": what the sentence before was about, also where that was somebody's seat.
        derived = [
            one.key for one in earlier.of(Thing.DISTRICT) if one.key and one.how == "derived"
        ]
        if len(set(derived)) == 1:
            return derived[0]
    topics = scene.stage.topics
    return topics.at(start) if topics.several else ""
