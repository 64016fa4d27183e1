"""Statements about districts: who represents one, and what it borders on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.reach import certain
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.statements.common import (
    first_after,
    last_before,
    negated,
    places,
    stated,
)
from hustings.claims.model import Claim, Mention, Reading, Thing
from hustings.ids import STATES, split_district


def represents(scene: Scene) -> Iterator[Claim]:
    """X represents CA-34; the congressman representing CA-34 is X; X, the incumbent in CA-34."""
    people, districts = scene.of(Thing.PERSON), [d for d in scene.of(Thing.DISTRICT) if d.key]
    if not people:
        return
    yield from _held(scene)
    yield from _sat(scene)
    if not districts:
        return
    forms = (
        r"\b(?:has\s+)?represent(?:s|ed|ing)?\b(?!\w)",
        r"\bholds?\s+the\s+seat\b|\b(?:is|was)\s+the\s+(?:incumbent|congress\w+|representative)\s+(?:in|for|from|of)\b",
    )
    for form in forms:
        for start, end, match in places(scene, form):
            after = [d for d in districts if d.start >= end and d.start - end < 60]
            if not after:
                continue
            district = after[0]
            named = last_before(scene, start, Thing.PERSON)
            told = re.match(r"\s+(?:is|was|,)\s*", scene.between(district.end, scene.sentence.end))
            late = first_after(scene, district.end, Thing.PERSON)
            person = late if told and late and late.start - district.end < 40 else named
            if person is None or not person.key:
                continue
            if "former" in scene.between(scene.sentence.start, start).lower().split()[-4:]:
                continue
            low = min(person.start, start)
            if person is late:
                lead = re.search(
                    r"(?:the\s+)?[\w-]+\s+$", scene.between(scene.sentence.start, start), re.I
                )
                low = start - len(lead[0]) if lead else start
            high = max(person.end, district.end)
            yield from _holder(
                scene, person, district, low, high, past="ed" in match[0] or "was" in match[0]
            )


def _held(scene: Scene) -> Iterator[Claim]:
    """X held the seat, or it, in the 115th Congress: the seat that the text speaks of."""
    form = r"\b(?:holds?|held)\s+(?:the\s+seat|it)\b(?:\s+in\s+the\s+\d{2,3}(?:st|nd|rd|th)(?:\s+Congress)?)?"
    for start, end, match in places(scene, form):
        who = last_before(scene, start, Thing.PERSON)
        if who is None or not who.key or len(scene.between(who.end, start).split()) > 6:
            continue
        if match[0].lower().split()[1] == "it" and "in the" not in match[0]:
            continue
        seat = _seat_spoken(scene, start, who)
        if seat is not None:
            yield from _holder(
                scene, who, seat, who.start, end, past=match[0].lower().startswith("held")
            )


_SAT = (
    r"\b(?:(?:is|was|became)\s+(?:the|its|a|our|their)\s+(?:member|representative|congress(?:man|woman|member))|"
    r"(?:has\s+|had\s+)?(?:has|had|holds?|held|represent(?:s|ed)|sat|sits|serve[sd]))"
    r"(?P<where>\s+(?:(?:for|in)\s+)?(?:it|the\s+(?:seat|district|\d{1,2}(?:st|nd|rd|th)(?:\s+[Dd]istrict)?)|there|here))?"
    r"\s+in\s+the\s+(?P<n>\d{2,3})(?:st|nd|rd|th)(?:\s+Congress)?\b"
)


def _sat(scene: Scene) -> Iterator[Claim]:
    """X sat in the 117th Congress, represented it in the 118th: the seat is X's own, or the text's."""
    for start, end, match in places(scene, _SAT):
        who = last_before(scene, start, Thing.PERSON)
        known = scene.known(who)
        if who is None or known is None or len(scene.between(who.end, start).split()) > 6:
            continue
        if negated(scene.between(who.end, start)):
            continue
        seat = _seat_spoken(scene, start, who)
        own = known.seat_in(int(match["n"]))
        if not match["where"] and own:
            seat = Mention(start=start, end=start, text="", thing=Thing.DISTRICT, key=own, name=own)
        stood = known.seats | {district for district, _ in known.races}
        if seat is None or (not match["where"] and seat.key not in stood):
            continue
        yield from _holder(scene, who, seat, who.start, end, past=True)


def _seat_spoken(scene: Scene, start: int, who: Mention) -> Mention | None:
    """The district that "the seat" means: one named in the sentence, else what was spoken of before.

    Whose seat it is said to be, is what is claimed: `who` does not say which it is.
    """
    named = [one for one in scene.districts() if one.start <= start + 40 and one.how != "role"]
    if named:
        return named[-1]
    seat = scene.stage.topics.at(who.start)
    if not seat:
        return None
    return Mention(start=start, end=start, text="", thing=Thing.DISTRICT, key=seat, name=seat)


def _holder(
    scene: Scene, person: Mention, district: Mention, low: int, high: int, *, past: bool
) -> Iterator[Claim]:
    known = scene.known(person)
    congresses: list[int] = [int(str(one)) for one in scene.congresses(low, high).values]
    told = re.search(
        r"\bin\s+the\s+(\d{2,3})(?:st|nd|rd|th)\b", scene.between(low, scene.sentence.end)
    )
    if told:
        congresses = [int(told[1])]
    elif scene.years(low, high) == [] and scene.stage.when.congress is not None:
        congresses = [scene.stage.when.congress]
    if not congresses:
        return
    if past and not told and known is not None and not scene.years(low, high):
        congresses += sorted(
            {congress for congress in range(95, congresses[0])
             if known.seat_in(congress) == district.key}, reverse=True
        )[:1]  # fmt: skip
    sure = certain(person) and (bool(told) or not past)
    readings = [
        Reading(measure="representative", params={"district": district.key, "congress": congress},
                score=3 - 0.01 * place, sure=sure and len(congresses) == 1,
                expected=("person", person.key, person.name))
        for place, congress in enumerate(congresses)
    ]  # fmt: skip
    yield stated(scene, low, high, *readings, claimed=person.name)


def neighbours_counted(scene: Scene) -> Iterator[Claim]:
    """It borders three Pennsylvania districts; touches three districts in California; four others."""
    numbers: dict[str, int] = words()["numbers"]
    state = alternation(STATES.values())
    form = (
        rf"\b(?:borders?|touches|abuts|adjoins|shares\s+a\s+(?:border|line)\s+with)\s+(?:on\s+)?(?P<n>\d{{1,2}}|"
        rf"{alternation(numbers)})\s+(?:other\s+)?(?:(?P<s>{state})\s+)?districts?\b(?:\s+in\s+(?P<t>{state}))?"
    )
    has = rf"\bhas\s+(?P<n>\d{{1,2}}|{alternation(numbers)})\s+neighbou?rs\b(?P<s>)(?P<t>)"
    for start, end, match in (*places(scene, form), *places(scene, has)):
        seat, congress = scene.stage.topics.at(start), scene.stage.when.congress
        named = [one for one in scene.districts() if one.end <= start]
        seat = named[-1].key if named else seat
        if not seat or congress is None:
            continue
        count = int(match["n"]) if match["n"].isdigit() else numbers[match["n"].lower()]
        where = next((c for c, name in STATES.items() if name == (match["s"] or match["t"])), "")
        told = scene.congresses(start, end).values
        readings = [
            Reading(measure="neighbours", params={"district": seat, "congress": int(str(one))},
                    score=3 - 0.01 * place, sure=scene.stage.topics.sure_at(start),
                    expected=("count among", count, where))
            for place, one in enumerate(told or (congress,))
        ]  # fmt: skip
        yield stated(scene, start, end, *readings, claimed=match["n"])


def borders(scene: Scene) -> Iterator[Claim]:
    """It borders on X's district, Y's district and CA-40: the list must be whole only if it says so."""
    for start, end, _ in places(
        scene,
        r"\b(?:borders?(?:\s+on)?|bordering|reaches(?:\s+all\s+the\s+way)?\s+to|is\s+bordered\s+by|adjoins|neighbou?rs|abuts|"
        r"touches|is\s+surrounded\s+by|shares\s+a\s+(?:border|line)\s+with)\b",
    ):
        after = [
            d for d in scene.of(Thing.DISTRICT)
            if d.start >= end and d.key
            and not re.search(r"\b(?:reach|border|adjoin)|[;]", scene.between(end, d.start), re.I)
        ]  # fmt: skip
        if not after:
            continue
        before = [d for d in scene.of(Thing.DISTRICT) if d.end <= start and d.key]
        seat = before[-1].key if before else scene.stage.topics.at(start)
        congress = scene.stage.when.congress
        if not seat or congress is None:
            continue
        low = before[-1].start if before else start
        if not before:
            lead = re.search(
                r"\b(?:it|the\s+\w+)\s+$", scene.between(scene.sentence.start, start), re.I
            )
            low = start - len(lead[0]) if lead else start
        yes = not negated(scene.between(low, end))
        params = {"district": seat, "congress": congress}
        # "the 1st and the 3rd, and Wisconsin's 3rd": each state's are a claim of their own.
        for _, group in groupby(after, key=lambda d: split_district(d.key)[0]):
            near = list(group)
            listed = tuple(dict.fromkeys(d.key for d in near))
            reading = Reading(measure="neighbours", params=params, score=3, sure=True,
                              expected=("among" if yes else "not among", *listed))  # fmt: skip
            yield stated(scene, low, near[-1].end, reading, claimed=", ".join(listed))
            low = near[-1].end
