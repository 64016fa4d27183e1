"""Numbers of roll calls and of members' work: tallies, sides of a party, votes missed, bills put in."""

from __future__ import annotations

import re
from dataclasses import replace

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
from hustings.claims.matching.statements.votes import sides
from hustings.claims.model import Claim, Kind, Quantity, Reading, Ruling, Thing
from hustings.measures import find_measure

_WENT = re.compile(
    r"\b(?:(?P<failed>fail\w*|reject\w*|defeat\w*|fell|voted\s+down)|pass\w*|approv\w*|"
    r"adopt\w*|clear\w*)\b",
    re.I,
)
_SENATE = re.compile(
    r"\bSenate\b[^.;]*\b(?:vote[ds]?|pass\w*|approv\w*|adopt\w*|reject\w*|clear\w*)\b"
    r"(?![^.;]*\b(?:House|election|primary|seat|race)\b)"
)
#: A count of some of them only: bills on a matter, votes in a month.
_OF_SOME = re.compile(
    r"\s+(?:(?:on|about|to|that|for|related|dealing|concerning|of|this|last|since|during|which|with|by|"
    r"from|whose|over|across)\b(?!\s+(?:term|Congress|the\s+\d|the\s+(?:last|previous|current)))|"
    r"in\s+(?:his|her|their)\s+(?!last|previous|current))",
    re.I,
)


def counted_in_votes(scene: Scene, quantity: Quantity) -> Claim | None:
    """A claim about a tally, about how many of a party voted so, or about how much a member did."""
    if quantity.kind is Kind.TALLY:
        return _tally(scene, quantity, "House", 1)
    if quantity.kind is Kind.PAIR and _SENATE.search(
        scene.between(scene.sentence.start, quantity.start)
    ):
        return _tally(scene, quantity, "Senate", 100)
    if quantity.kind is not Kind.COUNT:
        return None
    return _side(scene, quantity) or _done(scene, quantity)


def _tally(scene: Scene, quantity: Quantity, chamber: str, scale: int) -> Claim | None:
    """208-199: the yeas and the nays on passing the bill; of what failed either may come first."""
    found = _put(scene, quantity, chamber)
    if found is None or quantity.other is None:
        return _unread(
            quantity,
            scene,
            "Which roll call is meant is not said, or it is of a question other than passing a bill.",
        )
    # The two sides of a vote of the Senate look like shares, and were read as such.
    pair = (int(quantity.value * scale), int(quantity.other * scale))
    went = list(_WENT.finditer(scene.between(scene.sentence.start, quantity.start)))
    failed = bool(went and went[-1]["failed"])
    readings = found.readings("vote_yeas", ("tally", *pair, failed))
    return _made(scene, quantity, quantity.start, quantity.end, readings,
                 absent=not found.votes, why=found.why)  # fmt: skip


def _put(scene: Scene, quantity: Quantity, chamber: str) -> Passages | None:
    """The roll calls that a tally may be of: one named by its number, else on passing a bill."""
    roll_call = roll_call_at(scene, quantity.start, quantity.end) if chamber == "House" else None
    if roll_call is not None:
        return called(scene, roll_call)
    bill = bill_voted(scene, quantity.start, quantity.end)
    if bill is None or other_question(scene.sentence.text):
        return None
    return passages(scene, bill, chamber=chamber)


def _side(scene: Scene, quantity: Quantity) -> Claim | None:
    """207 Democrats voted for it: the yeas or the nays of a party, or of all members."""
    tail = scene.between(quantity.end, scene.sentence.end)
    parties: dict[str, str] = words()["parties"]
    for side, measure in (("yea", "vote_yeas"), ("nay", "vote_nays")):
        said = re.match(
            rf"\s+(?:House\s+|of\s+the\s+)?(?:(?P<party>{alternation(parties)})|members|lawmakers|"
            rf"representatives)\s+(?:in\s+the\s+House\s+)?(?:(?:who|to)\s+)?(?:{sides(side)})\b",
            tail, re.I,
        )  # fmt: skip
        if said is None:
            continue
        end = quantity.end + len(said[0])
        bill = meant(scene, quantity.start, end, after=60)
        if bill is None or other_question(scene.between(quantity.start, max(end, bill.start))):
            return None
        found = passages(scene, bill)
        party = {"party": parties[said["party"].lower()]} if said["party"] else {}
        readings = found.readings(measure, None, **party)
        return _made(scene, quantity, quantity.start, end, _valued(readings, quantity),
                     absent=not found.votes, why=found.why)  # fmt: skip
    return None


def _done(scene: Scene, quantity: Quantity) -> Claim | None:
    """Missed 12 votes, cosponsored 376 bills, introduced 19: of a member in a Congress."""
    head = scene.between(scene.sentence.start, quantity.start)
    tail = scene.between(quantity.end, scene.sentence.end)
    for measure, after in words()["counts_after"].items():
        noun = re.match(rf"\s+(?:{alternation(after)})\b", tail, re.I)
        if noun is not None and not _OF_SOME.match(tail[noun.end() :]):
            return _by_member(scene, quantity, measure, quantity.start, quantity.end + len(noun[0]))
    for measure, forms in words()["member_counts"].items():
        verb = re.search(
            rf"(?<![\w-])(?:{alternation(forms['before'])})\s+(?:[\w-]+\s+){{0,4}}$", head, re.I
        )
        noun = re.match(rf"\s+(?:{alternation(forms['after'])})\b", tail, re.I)
        if verb is None or noun is None:
            continue
        if _OF_SOME.match(tail[noun.end() :]) or re.search(r"\bcareer\b", head, re.I):
            return _unread(
                quantity, scene, "It is a count of some of them, or of more than a Congress."
            )
        start = quantity.start - len(verb[0])
        return _by_member(scene, quantity, measure, start, quantity.end + len(noun[0]))
    return None


def _by_member(
    scene: Scene, quantity: Quantity, measure: str, start: int, end: int
) -> Claim | None:
    """A count of what the subject of a span did in a Congress."""
    person, sure = scene.subject(start, end)
    if person is None or person.thing is not Thing.PERSON:
        return None
    listed = calls(scene, find_measure(measure), start, end, person, sure)
    if not listed:
        return None
    # Where the words leave the Congress open, its figure can bear a number out, not refute it.
    reading = Reading(measure=measure, params=listed[0].params, score=3, sure=listed[0].sure,
                      named=listed[0].named, quantity=quantity)  # fmt: skip
    return _made(scene, quantity, start, end, (reading,))


def _unread(quantity: Quantity, scene: Scene, why: str) -> Claim:
    return Claim(
        start=quantity.start, end=quantity.end, quote=scene.between(quantity.start, quantity.end),
        sentence=scene.sentence, quantity=quantity, outcome=Ruling.NOT_CHECKABLE, why=why,
        claimed=quantity.text,
    )  # fmt: skip


def _valued(readings: tuple[Reading, ...], quantity: Quantity) -> tuple[Reading, ...]:
    return tuple(replace(one, quantity=quantity) for one in readings)


def _made(
    scene: Scene, quantity: Quantity, start: int, end: int, readings: tuple[Reading, ...], *,
    absent: bool = False, why: str = "",
) -> Claim:  # fmt: skip
    return Claim(
        start=start, end=end, quote=scene.between(start, end), sentence=scene.sentence,
        quantity=quantity, readings=readings, outcome=Ruling.NOT_IN_RECORD if absent else None,
        why=why, claimed=" ".join(filter(None, (quantity.hedge, quantity.text))),
    )  # fmt: skip
