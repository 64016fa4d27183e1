"""Numbers: each with the measures it may be a value of, by phrases, units and names in reach."""

from __future__ import annotations

import re
from dataclasses import replace

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.compared import Found, compared
from hustings.claims.matching.params import Call, calls, whole
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.scoring import (
    NOT_POLLS,
    OF_WHAT,
    POLLS,
    RANKINGS,
    RESULT,
    TIME,
    UNITS,
    VOTES,
    Scored,
    scores,
)
from hustings.claims.matching.voted import counted_in_votes
from hustings.claims.model import UNKNOWABLE, Claim, Kind, Mention, Quantity, Reading, Ruling, Thing
from hustings.figures import Unit
from hustings.measures import measures
from hustings.measures.base import Measure

#: Below this the words near a sum may be another's.
_FAINT = 0.6
#: A reading this much weaker than the best is not kept.
KEEP = 0.55
_WISHES = re.compile(rf"\b(?:{alternation(words()['wishes'])})\b", re.I)


def read_numbers(scene: Scene) -> list[Claim]:
    """A claim for each number of a sentence that may be one."""
    made = []
    for quantity in scene.numbers:
        if quantity.kind is Kind.YEAR or quantity.kind is Kind.WEEKDAY:
            continue
        claim = _claim(scene, quantity)
        if claim is not None and claim.readings and claim.outcome is None:
            scene.read[quantity.start] = quantity.kind, claim.readings[0].measure
        if claim is not None:
            made.append(claim)
    return made


def _claim(scene: Scene, quantity: Quantity) -> Claim | None:
    if quantity.kind is Kind.SPAN and TIME.search(scene.between(quantity.start, quantity.end + 9)):
        return None
    if quantity.kind in UNKNOWABLE:
        return _unknowable(scene, quantity, f"This is {UNKNOWABLE[quantity.kind]}, which no public "
                           "record of a race holds.")  # fmt: skip
    if quantity.kind is Kind.DATE:
        return None
    voted = counted_in_votes(scene, quantity)
    if voted is not None and not _wished(scene, quantity):
        return voted
    found = compared(scene, quantity) or _readings(scene, quantity)
    if found and POLLS.search(NOT_POLLS.sub("", scene.clause(quantity.start, quantity.end))):
        return _unknowable(scene, quantity, "The sentence speaks of a poll, not of a count.")
    if found and quantity.kind is Kind.RANK:
        rated = _rated(scene, found)
        if rated:
            start, end = _span(scene, quantity, found[0])
            return Claim(start=start, end=end, quote=scene.between(start, end),
                         sentence=scene.sentence, quantity=quantity, claimed=quantity.text,
                         readings=tuple(reading for reading, _ in found),
                         outcome=Ruling.NOT_IN_RECORD, why=rated)  # fmt: skip
    if not found:
        if not _counts(quantity):
            return None
        return _unknowable(scene, quantity, "No measure of Hustings speaks of this number.")
    if found and _MORE_OF.search(scene.between(scene.sentence.start, quantity.start)):
        return _unknowable(scene, quantity, "It is said to come to what was there before.")
    if _wished(scene, quantity):
        return _unknowable(
            scene, quantity, "The sentence says what is wished, promised or expected."
        )
    start, end = _span(scene, quantity, found[0])
    return Claim(
        start=start,
        end=end,
        quote=scene.between(start, end),
        sentence=scene.sentence,
        quantity=quantity,
        readings=tuple(reading for reading, _ in found),
        claimed=" ".join(filter(None, (quantity.hedge, quantity.text))),
    )


#: Before a number that adds to another: no total is told.
_MORE_OF = re.compile(r"\b(?:another|an\s+(?:additional|extra)|a\s+further)\s+(?:\w+\s+)?$", re.I)


def _counts(quantity: Quantity) -> bool:
    """Whether a number without a measure is worth a line: a sum, a share, a count in digits."""
    if quantity.kind in {Kind.COUNT, Kind.RANK, Kind.ORDINAL, Kind.MULTIPLE}:
        return quantity.text[-1].isdigit() and (
            quantity.kind is Kind.RANK
            or quantity.value >= 100
            or quantity.noun.split(" ")[0] in words()["countable"]
        )
    return True


_RATERS = re.compile(rf"\b(?:{alternation(words()['raters'])})\b", re.I)


def _rated(scene: Scene, found: Found) -> str:
    """Why a place in somebody's ranking cannot be checked, if the text says that it is somebody's."""
    if found[0][0].measure not in RANKINGS:
        return ""
    scenes = [scene, *scene.before()]
    if not any(_RATERS.search(one.sentence.text) for one in scenes):
        return ""
    return (
        "The ranking is a publisher's own and not published as data; its list of that day would be "
        "needed."
    )


def _unknowable(scene: Scene, quantity: Quantity, why: str) -> Claim:
    return Claim(
        start=quantity.start,
        end=quantity.end,
        quote=scene.between(quantity.start, quantity.end),
        sentence=scene.sentence,
        quantity=quantity,
        outcome=Ruling.NOT_CHECKABLE,
        why=why,
        claimed=quantity.text,
    )


def _wished(scene: Scene, quantity: Quantity) -> bool:
    before = scene.between(scene.sentence.start, quantity.start)
    last = re.split(r"[;:—]|--", before)[-1]
    return bool(_WISHES.search(last))


def _readings(scene: Scene, quantity: Quantity) -> Found:
    """Readings in order of how well they fit, each with the span of its phrase."""
    scored = scores(scene, quantity)
    if not scored or (list(scored) == ["vote_share"] and scored["vote_share"][0] < 0.61):
        # A result is the likelier reading only where the words tell of one.
        scored = _elliptic(scene, quantity) or _sum_of_somebody(scene, quantity) or scored
    if scored and max(score for score, _ in scored.values()) < _FAINT:
        scored = _sum_of_somebody(scene, quantity) or scored
    if not scored:
        return []
    best = max(score for score, _ in scored.values())
    known = measures()
    person, sure = scene.subject(quantity.start, quantity.end)
    found: Found = []
    for name, (score, span) in sorted(scored.items(), key=lambda item: (-item[1][0], item[0])):
        if score < KEEP * best and found:
            continue
        measure = known[name]
        for place, call in enumerate(_calls(scene, measure, quantity, person, sure)):
            found.append(
                (
                    Reading(measure=name, params=call.params, score=round(score - 0.01 * place, 4),
                            sure=call.sure, named=call.named, quantity=_side(scene, quantity, call, measure),
                            doubts=call.doubts),
                    span,
                )
            )  # fmt: skip
    return found


#: Verbs that begin another matter, so that a number after them is of no matter before.
_OTHER_VERB = re.compile(
    r"\b(?:missed|voted|kept|keeps|charges?|charged|spent|gave|owed|owes|costs?|paid|earned|lives?|skipped)\b",
    re.I,
)
#: Who acts, and is nobody that a record of candidates knows.
_OTHERS = re.compile(
    r"\b(?:groups|party|parties|unions?|donors|allies|supporters|committees|backers|opponents|lobby|"
    r"companies|state|county|city|government|PAC|fund|affiliate)\s+(?:\w+\s+){0,2}(?:,[^,;]*,\s*)?$",
    re.I,
)
#: What may stand between numbers of which only the first says of what they are.
_SAME = frozenset({Kind.USD, Kind.SHARE, Kind.COUNT, Kind.RANK, Kind.POINTS})


def _elliptic(scene: Scene, quantity: Quantity) -> Scored:
    """A number that does not say of what it is: of the same as the one before it.

    One raised $3.9 million and the other $3.7 million. Her real total was $126,000.
    """
    if quantity.kind not in _SAME or (quantity.value <= 1 and quantity.kind is Kind.COUNT):
        return {}
    place = (quantity.start, quantity.end)
    tail = scene.between(quantity.end, scene.sentence.end)
    if _part(scene, quantity.start):
        # "$2.45 million of it from herself": a part of what was told is of another measure.
        return {}
    if quantity.kind is Kind.COUNT and quantity.noun and not VOTES.match(quantity.noun):
        return {}
    if RESULT.search(scene.sentence.text) and quantity.kind is Kind.SHARE and not scene.read:
        return {}
    here = [
        (start, *found) for start, found in sorted(scene.read.items())
        if start < quantity.start and not _part(scene, start)
    ]  # fmt: skip
    if (
        here
        and here[-1][1] is quantity.kind
        and not _OTHER_VERB.search(scene.between(here[-1][0], quantity.start))
    ):
        return {_plainly(scene, quantity, here[-1][2]): (0.6, place)}
    if quantity.kind is Kind.SHARE and OF_WHAT.match(tail):
        return {}
    head = scene.between(scene.sentence.start, quantity.start)
    if not (
        _asked(scene, quantity)
        or scene.of(Thing.PERSON, Thing.COMMITTEE, Thing.NETWORK)
        or re.search(r"\b(?:it|that|total|figure|number|share|sum)\b", head, re.I)
    ):
        return {}
    asked = _asked(scene, quantity)
    if asked:
        return {asked: (0.9, place)}
    if quantity.kind is Kind.COUNT and any(
        one.kind is Kind.COUNT and one.noun and not VOTES.match(one.noun) for one in scene.numbers
    ):
        # "31 bills to his 21": the noun is in the sentence, whatever the one before spoke of.
        return {}
    for before in scene.before():
        if before.sentence.paragraph != scene.sentence.paragraph:
            return {}
        known = [
            found for start, found in sorted(before.read.items())
            if found[0] is quantity.kind and not _part(before, start)
        ]  # fmt: skip
        if known:
            return {_plainly(scene, quantity, known[-1][1]): (0.5, place)}
    return {}


#: Who has or reports a sum, where the text speaks of money raised.
_REPORTED = re.compile(
    r"\b(?:had|has|reported|posted|logged|with)\s+(?:(?:about|nearly|almost|just|only|some|over|under|more|"
    r"than|a|little|all|of)\s+)*$",
    re.I,
)


def _sum_of_somebody(scene: Scene, quantity: Quantity) -> Scored:
    """ "Malinowski had $7.5 million in 2020", where the sentences before speak of what was raised."""
    head = scene.between(scene.sentence.start, quantity.start)
    if quantity.kind is not Kind.USD or not _REPORTED.search(head):
        return {}
    money = any(
        measures()[hit.measure].family == "money"
        for one in (scene, *scene.before())
        for hit in one.hits
    )
    doer = _acts(scene, quantity)
    here = doer is not None and doer.thing is Thing.PERSON and doer.end <= quantity.start
    return {"receipts": (0.6, (quantity.start, quantity.end))} if money and here else {}


def _asked(scene: Scene, quantity: Quantity) -> str:
    """What the question right before asks after, in the kind of the number: How many people vote?"""
    before = next(iter(scene.before()), None)
    if before is None or not before.sentence.text.rstrip().endswith("?"):
        return ""
    known = measures()
    named = [hit.measure for hit in before.hits if known[hit.measure].unit in UNITS[quantity.kind]]
    return named[0] if len(set(named)) == 1 else ""


#: A number that is a part of the one before it: $2 million of it, of which $30,000.
_OF_IT = re.compile(
    r"\s*(?:million|thousand)?\s*(?:of|from)\s+(?:(?:it|that|this|them|which)\b|"
    r"(?:his|hers|her)(?=\s*[,.;)]|\s+(?:came|was|from|in)\b|$))"
)


def _part(scene: Scene, start: int) -> bool:
    """Whether a number is said to be a part of another, so that what follows is not of its measure."""
    one = next((q for q in scene.numbers if q.start == start), None)
    if one is None or one.kind is Kind.SHARE:
        # A share is always of something.
        return False
    head = scene.between(scene.sentence.start, one.start)
    tail = scene.between(one.end, scene.sentence.end)
    return bool(
        _OF_IT.match(tail) or re.search(r"\b(?:of\s+which|including)\s+(?:\w+\s+){0,2}$", head)
    )


#: Who has a number of votes, and does not win or lose by them.
_HAS = re.compile(
    r"\b(?:had|has|got|drew|took|won|received|polled|with|for)\s+(?:\w+\s+){0,2}$", re.I
)


def _plainly(scene: Scene, quantity: Quantity, name: str) -> str:
    """After a margin, "she had 216,042" is of votes."""
    had = _HAS.search(scene.between(scene.sentence.start, quantity.start))
    return "votes" if name == "margin_votes" and had else name


def _acts(scene: Scene, quantity: Quantity) -> Mention | None:
    """Who spent, raised or gave a sum: the nearest person, committee or network before it."""
    named = [one for one in scene.of(Thing.PERSON, Thing.COMMITTEE, Thing.NETWORK)
             if one.how != "derived" and not scene.is_object(one)]  # fmt: skip
    strong = [one for one in named if one.how != "pronoun"] or named
    before = [one for one in strong if one.end <= quantity.start]
    return before[-1] if before else strong[0] if strong else None


def _by_committee(scene: Scene, measure: Measure, listed: list[Call]) -> list[Call]:
    """The same of the committee that bears a network's name: either may be meant by it."""
    if not {"committee", "network"} <= {param.name for param in measure.params}:
        return []
    own = {one.key: one.options for one in scene.of(Thing.NETWORK)}
    made = []
    for call in listed:
        for committee in own.get(str(call.params.get("network")), ()):
            rest = {name: value for name, value in call.params.items() if name != "network"}
            made.append(replace(call, params={**rest, "committee": committee}))
    return made


def _calls(
    scene: Scene, measure: Measure, quantity: Quantity, person: Mention | None, sure: bool
) -> list[Call]:
    listed = calls(scene, measure, quantity.start, quantity.end, person, sure)
    listed += _by_committee(scene, measure, listed)
    if measure.unit is Unit.USD:
        doer = _acts(scene, quantity)
        before = scene.between(scene.sentence.start, quantity.start)
        acting = _OTHERS.search(
            re.split(r"\b(?:spen[dt]|rais|gave|poured|put|invest)\w*\b", before)[0]
        )
        if doer is None and acting and measure.family == "money":
            return []
        group = {"committee", "network", "spender"} & {param.name for param in measure.params}
        # What a committee spent is no candidate's spending, and the reverse.
        if doer is not None and doer.thing is not Thing.PERSON and not group:
            listed = [one for one in listed if "candidate" not in one.params]
        if doer is not None and doer.thing is Thing.PERSON and group and measure.family == "money":
            return []
    return [one for one in listed if whole(measure, one.params)]


def _side(scene: Scene, quantity: Quantity, call: Call, measure: Measure) -> Quantity:  # noqa: ARG001
    """Of a pair the loser's half, where the subject is who lost."""
    if quantity.kind not in {Kind.PAIR, Kind.VOTE_PAIR} or quantity.other is None:
        return quantity
    before = scene.between(scene.sentence.start, quantity.start).lower()
    if re.search(
        r"\b(?:lost|loses|losing|lose|fell|trail\w*|defeated by|beaten by)\b[^.]*$", before
    ):
        half = quantity.high - quantity.value
        return replace(quantity, value=quantity.other, other=quantity.value,
                       low=quantity.other - half, high=quantity.other + half)  # fmt: skip
    return quantity


def _span(
    scene: Scene, quantity: Quantity, found: tuple[Reading, tuple[int, int]]
) -> tuple[int, int]:
    """The number with its phrase, if that is near; and its subject, if that stands right before."""
    _, (start, end) = found
    low, high = quantity.start, quantity.end
    if min(start, low) >= low - 60 and max(end, high) <= high + 60:
        between = scene.between(min(start, low), max(end, high))
        others = [q for q in scene.numbers if q is not quantity and q.kind is quantity.kind
                  and min(start, low) <= q.start < max(end, high)]  # fmt: skip
        # What is said before a semicolon is a claim of its own.
        if not others and len(between) < 90 and ";" not in between:
            low, high = min(start, low), max(end, high)
    low, high = _with_words(scene, quantity, low, high)
    for one in scene.of(Thing.PERSON, Thing.PRESIDENTIAL):
        if 0 <= low - one.end <= 12 and one.how != "derived" and not scene.is_object(one):
            low = one.start
            break
    return low, high


def _with_words(scene: Scene, quantity: Quantity, low: int, high: int) -> tuple[int, int]:
    """The hedge and "by" before a number, and the noun after it, are of the claim."""
    before = scene.between(scene.sentence.start, low)
    hedge = re.escape(quantity.hedge) if quantity.hedge else "(?!)"
    lead = re.search(
        rf"(?:(?:\b(?-i:[a-z]+)\s+)?\bby\s+)?(?:\ban?\s+)?(?:{hedge}\s+)?(?:\ban?\s+)?$",
        before,
        re.I,
    )
    if lead and lead[0].strip() and low == quantity.start:
        low -= len(lead[0])
    if quantity.noun and high == quantity.end:
        noun = re.match(
            rf"[\s-]+(?:\w+\s+)?{re.escape(quantity.noun.split(' ')[0])}",
            scene.between(high, scene.sentence.end),
            re.I,
        )
        high += len(noun[0]) if noun else 0
    return low, high
