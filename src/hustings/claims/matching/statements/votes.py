"""Statements about votes on bills: how a member voted, that no member of a party voted for it.

Also how many of a member's bills became law, where the number is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.params import calls
from hustings.claims.matching.passages import (
    Passages,
    bill_voted,
    called,
    other_question,
    passages,
    roll_call_at,
)
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.statements.bills import meant
from hustings.claims.matching.statements.common import last_before, negated, places, stated
from hustings.claims.model import Claim, Mention, Reading, Ruling, Thing
from hustings.claims.names.index import Known
from hustings.measures import find_measure

#: What the record says of a member in a roll call.
_POSITIONS = ("yea", "nay", "present", "not voting")
#: Whoever else may have voted, between a name and the verb.
_OTHERS = re.compile(
    r"\b(?:Democrats?|Republicans?|GOP|House|Senate|Congress|members?|lawmakers?|colleagues|"
    r"legislators|party|voters?|who\s+(?:had\s+)?beat)\b|[;:]",
    re.I,
)
#: Of those who voted so: was one of 14 Democrats who, was the only Republican to, joined them in.
_AMONG = re.compile(
    r"\s+(?:(?:was|were|is|became)\s+(?:one\s+of|among|the\s+(?:only|lone|sole))\s+"
    r"(?:(?:the|only|just)\s+)*(?:[\w-]+\s+)?(?:House\s+)?(?:Democrats?|Republicans?|members?|"
    r"lawmakers?)\s+(?:in\s+the\s+House\s+)?(?:who|to)|joined\b[^,;]*\bin)\s*",
    re.I,
)
#: Who somebody is, between commas: X, a Democrat, voted.
_ASIDE = re.compile(r"^\s*,\s[^,;]{1,60},(?=\s)")
#: With or against whom: X broke with his party and voted, X joined Republicans to vote.
_WITH = re.compile(
    r"^\s+(?:broke|breaking|has\s+broken|sided|split|joined|crossed)\s+(?:with\s+|from\s+)?"
    r"(?:[\w-]+\s+){0,2}(?:party|Democrats|Republicans|colleagues|lines)(?:\s+(?:and|to|in))?",
    re.I,
)
#: With a roll call's number beside it, these tell of a vote.
_BACKED = (
    r"\b(?:backed|supported|favou?red|was\s+for|vot(?:e|ed|ing)\s+to\s+(?!reject|table|kill)\w+)\b"
)
_OPPOSED = r"\b(?:opposed|was\s+against|vot(?:e|ed|ing)\s+to\s+(?:reject|kill))\b"
#: Words before a number that make it no number of its own: more than two, about ten.
_BOUND = re.compile(
    r"\b(?:than|least|most|about|around|some|nearly|almost|over|under|other)\s+$", re.I
)
_MODAL = re.compile(
    r"\b(?:would|will|should|could|might|may|must|can|plans?|promis\w+|pledg\w+|vow\w*|urg\w+|"
    r"ask\w*|want\w*|hop\w+|if|whether)\b[^,;]*$",
    re.I,
)


def sides(side: str) -> str:
    """The forms of words for a side of a vote (yea, nay, present, not voting), as alternatives."""
    forms = alternation(words()["voting"][side])
    return re.sub(r"\bvote\b", r"vot(?:ed|es|e|ing)", forms)


def member_votes(scene: Scene) -> Iterator[Claim]:
    """X voted for, or against, or did not vote on, HR 1, the Act, or it."""
    for side in _POSITIONS:
        for start, end, _ in places(scene, rf"(?<![\w-])(?:{sides(side)})\b"):
            who = _voter(scene, start)
            if who is None:
                continue
            number = _numbered(scene, start, end)
            if number is not None:
                yield from _voted_on(scene, who, number, start, end, side)
                continue
            bill = meant(scene, start, end, after=60)
            tail = re.split(r"[,;]", scene.between(end, scene.sentence.end))[0]
            if bill is None or other_question(scene.between(who.end, end) + tail):
                continue
            yield from _voted(scene, who, bill, start, end, side)


def _voter(scene: Scene, start: int) -> Mention | None:
    """Who cast a vote: the name before the verb, if nobody else and no wish stands between them."""
    who = last_before(scene, start, Thing.PERSON)
    if who is None or not who.key:
        return None
    gap = _WITH.sub("", _ASIDE.sub("", scene.between(who.end, start)))
    gap = "" if _AMONG.fullmatch(gap) else gap
    far = len(gap.split()) > 8 or _OTHERS.search(gap) or _MODAL.search(gap)
    return None if far else who


def _numbered(scene: Scene, start: int, end: int) -> Mention | None:
    """The roll call that a vote was cast in: named right after the verb, or before the one who voted.

    Voted against the first article, roll call 695; on roll call 217 of 2019 she voted no.
    """
    named = scene.of(Thing.ROLL_CALL)
    after = [one for one in named if one.start >= end]
    if after:
        gap = scene.between(end, after[0].start)
        if len(gap.split()) <= 14 and not re.search(r"[;]|\b(?:but|while)\b", gap):
            return after[0]
    before = [one for one in named if one.end <= start]
    if before and len(scene.between(before[-1].end, start).split()) <= 9:
        return before[-1]
    return None


def _voted_on(
    scene: Scene, who: Mention, number: Mention, start: int, end: int, side: str
) -> Iterator[Claim]:
    """How a member voted in a roll call of a number."""
    known = scene.known(who)
    if known is not None and known.bioguide:
        found = called(scene, number, known)
        high = max(end, number.end)
        yield _position(scene, who, known, found, (start, high), side, number.text)


def _position(
    scene: Scene, who: Mention, known: Known, found: Passages, span: tuple[int, int], side: str, what: str
) -> Claim:  # fmt: skip
    """The claim that a member voted on a side, or did not; `span` begins at the verb."""
    denied = side != "not voting" and negated(scene.between(who.end, span[0]))
    allowed = [one for one in _POSITIONS if (one == side) != denied]
    readings = found.readings("member_vote", ("one of", *allowed), member=known.bioguide)
    said = f"{who.name}: {'not ' if denied else ''}{side} on {what}"
    return _claim(scene, who.start, span[1], found, readings, said)


def yes_or_no(scene: Scene) -> Iterator[Claim]:
    """X was a yes, Y a no; he was a no: on the roll call or the bill spoken of last."""
    form = (
        r"(?:\b(?:was|were)\s+a\s+|(?<=[a-z])\s+a\s+)(?P<v>yes|no|yea|nay)\b"
        r"(?=\s*(?:[,.;]|and\b|on\b|vote\b|$))"
    )
    for start, end, match in places(scene, form):
        who = last_before(scene, start + 1, Thing.PERSON)
        if who is None or not who.key or start - who.end > 3:
            continue
        side = "yea" if match["v"].lower() in {"yes", "yea"} else "nay"
        number = roll_call_at(scene, start, end)
        bill = (
            None
            if number is not None
            else (meant(scene, start, end, after=60) or bill_voted(scene, start, end))
        )
        if number is not None:
            yield from _voted_on(scene, who, number, start, end, side)
        elif bill is not None and not other_question(scene.between(bill.end, start)):
            yield from _voted(scene, who, bill, start, end, side)


def both_voted(scene: Scene) -> Iterator[Claim]:
    """Both voted for it, neither voted for HR 1: the two named last."""
    for side in ("yea", "nay"):
        for start, end, match in places(
            scene, rf"\b(?P<n>[Bb]oth|[Nn]either)\s+(?:\w+\s+)?(?:{sides(side)})\b"
        ):
            two = scene.two_before(start)
            number = _numbered(scene, start, end)
            bill = None if number is not None else meant(scene, start, end, after=60)
            if len(two) != 2 or (number is None and bill is None):
                continue
            allowed = [one for one in _POSITIONS if (one == side) == (match["n"].lower() == "both")]
            readings = []
            for who in two:
                known = scene.known(who)
                if known is None or not known.bioguide:
                    break
                found = called(scene, number, known) if number is not None else None
                if found is None and bill is not None:
                    found = passages(scene, bill, known)
                listed = (
                    found.readings("member_vote", ("one of", *allowed), member=known.bioguide)
                    if found
                    else ()
                )
                if found is None or not found.votes:
                    break
                readings.append(listed[0])
            if len(readings) == 2:
                whole = Reading(measure="member_vote", params=readings[0].params, score=3,
                                sure=all(one.sure for one in readings),
                                expected=("all", tuple(readings)))  # fmt: skip
                yield stated(scene, start, end, whole, claimed=f"{match['n']}: {side}")


_NONE_MISSED = (
    r"\b(?:did\s+not|didn['’]t|never|has\s+not|had\s+not)\s+miss(?:ed)?\s+(?:a\s+single\s+|a\s+|one\s+|any\s+)?"
    r"(?:roll[- ]call\s+)?(?:roll\s+calls?|votes?)\b|\bperfect\s+(?:attendance|voting\s+record)\b|"
    r"\bmissed\s+(?:no|not\s+a\s+single|not\s+one)\s+(?:roll[- ]call\s+)?(?:votes?|roll\s+calls?)\b|"
    r"\bmissed\s+none\b"
)


def none_missed(scene: Scene) -> Iterator[Claim]:
    """X did not miss a single roll call: no votes missed in the Congress spoken of."""
    for start, end, _ in places(scene, _NONE_MISSED):
        person, sure = scene.subject(start, end)
        if person is None or person.thing is not Thing.PERSON:
            continue
        listed = calls(scene, find_measure("votes_missed"), start, end, person, sure)
        readings = [
            Reading(measure="votes_missed", params=one.params, score=3 - 0.01 * place, sure=one.sure,
                    named=one.named, expected=("number", 0))
            for place, one in enumerate(listed)
        ]  # fmt: skip
        if readings:
            yield stated(scene, start, end, *readings, claimed="none missed")


def backed(scene: Scene) -> Iterator[Claim]:
    """X backed, or opposed, the resolution, roll call 695: a vote, as its number says."""
    if not scene.of(Thing.ROLL_CALL):
        return
    for side, form in (("yea", _BACKED), ("nay", _OPPOSED)):
        for start, end, _ in places(scene, form):
            who, number = _voter(scene, start), _numbered(scene, start, end)
            if who is None or number is None:
                continue
            yield from _voted_on(scene, who, number, start, end, side)


def _voted(
    scene: Scene, who: Mention, bill: Mention, start: int, end: int, side: str
) -> Iterator[Claim]:
    """How a member voted on passing a bill."""
    known = scene.known(who)
    if known is not None and known.bioguide:
        inside = scene.sentence.start <= bill.start < scene.sentence.end and bill.start >= end
        high = bill.end if inside else end
        found = passages(scene, bill, known)
        yield _position(scene, who, known, found, (start, high), side, bill.text)


def _claim(
    scene: Scene, start: int, end: int, found: Passages, readings: tuple[Reading, ...], said: str
) -> Claim:
    absent = None if found.votes else Ruling.NOT_IN_RECORD
    return stated(scene, start, end, *readings, claimed=said, outcome=absent, why=found.why)


def _just_before(scene: Scene) -> Mention | None:
    """The roll call that the sentence before names, where a tally follows on it."""
    before = next(iter(scene.before()), None)
    named = before.of(Thing.ROLL_CALL) if before is not None else []
    same = before is not None and before.sentence.paragraph == scene.sentence.paragraph
    return named[-1] if named and same else None


#: Shorter words for a side, where the sentence before told of the vote.
_AS_WELL = {"yea": "yes|were for it|backed it", "nay": "were against it|opposed it|was against it"}


def few_of_a_party(scene: Scene) -> Iterator[Claim]:
    """No Democrat, not one Republican, fourteen of them, voted for it."""
    parties: dict[str, str] = words()["parties"]
    numbers: dict[str, int] = words()["numbers"]
    for side, measure in (("yea", "vote_yeas"), ("nay", "vote_nays")):
        form = (
            r"(?<![\w-])(?P<none>no|not\s+one|not\s+a\s+single|zero)?(?P<one>(?:only|just)\s+one|"
            rf"a\s+single|a\s+lone|the\s+(?:only|lone|sole))?(?P<n>{alternation(numbers)})?\s+(?:House\s+)?"
            rf"(?P<who>{alternation(parties)})\s+(?:in\s+the\s+House\s+)?(?:(?:who|to)\s+)?"
            rf"(?:{sides(side)}|{_AS_WELL[side]})\b"
        )
        for start, end, match in places(scene, form):
            counted = match["none"] or match["one"] or match["n"]
            bill = meant(scene, start, end, after=60) if counted else None
            number = roll_call_at(scene, start, end) or _just_before(scene) if counted else None
            if number is not None and bill is None:
                found = called(scene, number)
                count = int(numbers[match["n"].lower()]) if match["n"] else int(bool(match["one"]))
                readings = found.readings(
                    measure, ("number", count), party=parties[match["who"].lower()]
                )
                yield _claim(scene, start, end, found, readings, match[0])
                continue
            if bill is None or other_question(scene.between(start, max(end, bill.start))):
                continue
            if _BOUND.search(scene.between(scene.sentence.start, start)):
                continue
            found = passages(scene, bill)
            count = int(numbers[match["n"].lower()]) if match["n"] else int(bool(match["one"]))
            party = parties[match["who"].lower()]
            readings = found.readings(measure, ("number", count), party=party)
            yield _claim(scene, start, end, found, readings, match[0])


def enacted(scene: Scene) -> Iterator[Claim]:
    """None of them, or two, became law: of the bills that the member introduced."""
    numbers: dict[str, int] = words()["numbers"]
    verbs = alternation(words()["member_counts"]["bills_sponsored"]["before"])
    put_in = re.compile(
        rf"(?<![\w-])(?:{verbs})\b[^.;]*\bbills\b|\bbills\b[^.;]*(?<![\w-])(?:{verbs})\b", re.I
    )
    form = (
        rf"\b(?P<n>none|not\s+one|not\s+a\s+single\s+one|\d{{1,2}}|{alternation(numbers)})\s+"
        rf"(?:of\s+(?:which|them|those|hers|his|theirs|the\s+bills|(?:his|her|their)\s+(?:own\s+)?bills)\s+)?"
        rf"(?:{alternation(words()['became_law'])})\b"
    )
    for start, end, match in places(scene, form):
        scenes = [scene, *scene.before()]
        own = re.search(r"\b(?:his|her|their)\b", match[0], re.I)
        if not own and not any(put_in.search(one.sentence.text) for one in scenes[:2]):
            continue
        person, sure = scene.subject(start, end)
        listed = calls(scene, find_measure("bills_enacted"), start, end, person, sure)
        if not listed:
            continue
        word = match["n"].lower()
        number = int(word) if word.isdigit() else int(numbers.get(word, 0))
        first = listed[0]
        reading = Reading(measure="bills_enacted", params=first.params, score=3, sure=first.sure,
                          expected=("number", number))  # fmt: skip
        yield stated(scene, start, end, reading, claimed=match["n"])
