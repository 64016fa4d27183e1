"""Statements about bills: whose a bill is, who cosponsored it, when it passed the House.

"It" and "the bill" are the bill named last in the sentence or the ones before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.matching.params import bill_options
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

_NAMED = r"(?:Rep\.\s+|Sen\.\s+|Congress\w+\s+|the\s+|[A-Z][a-z]+\s+){0,2}"
_WROTE = (
    r"\b(?:introduced|authored|wrote|sponsored|sponsors|filed|drafted|"
    r"is\s+the\s+sponsor\s+of|was\s+the\s+sponsor\s+of)\b"
)
_BY = (
    r"\b(?:sponsored|introduced|authored|written|proposed|filed)\s+by\b|\bcame\s+from\b|"
    r"\ba\s+(?:bill|measure|resolution|proposal)\s+(?:of|by|from)\b|"
    r"\bis\s+the\s+work\s+of\b|\bwas\s+the\s+work\s+of\b"
)
_COSPONSOR = (
    r"\bco-?sponsor(?:s|ed|ing)?\b(?!\s+by)|\bsign(?:ed|s)?\s+on(?:to|\s+to)?\b|"
    r"\b(?:stay(?:s|ed)|kept\s+(?:(?:his|her|their)\s+name\s+)?)\s*off\b|"
    r"\bput\s+(?:his|her|their)\s+name\s+(?:to|on|down)\b|\bjoined\s+as\s+a\s+co-?sponsor\b"
)
_SUPPORT = r"\b(?:backed|supports?|supporting|supported)\b"


#: How many sentences back "it" and "the bill" reach, in a paragraph or the one before.
FAR = 8


def bills(scene: Scene) -> Iterator[Claim]:
    """X's HR 1, X introduced HR 1, HR 1 came from X; X (did not) cosponsor HR 1, or it."""
    yield from _owned(scene)
    yield from _written(scene)
    yield from _cosponsored(scene)
    yield from _among_them(scene)
    yield from _did_too(scene)
    yield from _both(scene)


def _owned(scene: Scene) -> Iterator[Claim]:
    for bill in scene.of(Thing.BILL):
        owner = last_before(scene, bill.start, Thing.PERSON)
        if owner is None or not owner.key:
            continue
        gap = scene.between(owner.end, bill.start)
        if re.fullmatch(
            r"['’]s?\s+(?:own\s+)?(?:(?:\w+\s+){0,2}(?:bill|measure|legislation|proposal|act|resolution)\b,?\s*)?"
            r"(?:\(|the\s+)?",
            gap,
        ):
            yield from _sponsor(scene, owner, bill, owner.start, bill.end)
    for bill in scene.of(Thing.BILL):
        # "HR 1 was X's", "HR 1, on guns, is X's bill"
        after = first_after(scene, bill.end, Thing.PERSON)
        if after is None or not after.key:
            continue
        tail = scene.between(after.end, scene.sentence.end)
        gap = scene.between(bill.end, after.start)
        if re.fullmatch(rf",?\s*(?:[^,;.]{{0,30}},\s*)?(?:is|was)\s+{_NAMED}", gap) and re.match(
            r"['’]s?(?:\s*[,.;)]|\s+(?:bill|measure|resolution|work|idea)\b)", tail
        ):
            yield from _sponsor(scene, after, bill, bill.start, after.end)


def _written(scene: Scene) -> Iterator[Claim]:
    for start, end, _ in places(scene, _WROTE):
        who = last_before(scene, start, Thing.PERSON)
        if who is None or not who.key or start - who.end > 40:
            continue
        if re.search(r"\bco-?$", scene.between(who.end, start)):
            continue
        bill = meant(scene, start, end, after=60)
        if bill is not None:
            yield from _sponsor(scene, who, bill, who.start, max(end, _within(scene, bill, end)))
    for start, end, _ in places(scene, _BY):
        who = first_after(scene, end, Thing.PERSON)
        if (
            who is None
            or not who.key
            or not re.fullmatch(rf"\s*{_NAMED}", scene.between(end, who.start))
        ):
            continue
        bill = earlier(scene, start)
        if bill is not None:
            low = (
                bill.start
                if scene.sentence.start <= bill.start and start - bill.start < 60
                else start
            )
            yield from _sponsor(scene, who, bill, low, who.end)


def _within(scene: Scene, bill: Mention, place: int) -> int:
    """The end of a bill's name where it is after a place of this sentence."""
    inside = scene.sentence.start <= bill.start < scene.sentence.end
    return bill.end if inside and bill.start >= place else place


def earlier(scene: Scene, place: int) -> Mention | None:
    """The bill named last before a place, in this sentence or the ones before."""
    here = [one for one in scene.of(Thing.BILL) if one.end <= place]
    if here:
        return here[-1]
    number = scene.sentence.number
    for before in reversed(scene.stage.scenes[max(0, number - FAR) : number]):
        if scene.sentence.paragraph - before.sentence.paragraph > 1:
            return None
        named = before.of(Thing.BILL)
        if named:
            return named[-1]
    return None


def meant(scene: Scene, start: int, end: int, *, after: int) -> Mention | None:
    """The bill after a verb; with "it", or no object at all, the one named before."""
    ahead = [one for one in scene.of(Thing.BILL) if one.start >= end]
    tail = scene.between(end, scene.sentence.end)
    if re.match(r"\s*the\s+(?!same\b)[a-z-]+\s+(?:bill|resolution)\b(?!,)", tail):
        # A bill that only its subject names: "the union bill".
        return None
    if re.match(r"\s*it\b", tail):
        # "cosponsored the union bill and voted yes on it": a bill that only its subject names.
        head = scene.between(scene.sentence.start, start)
        unnamed = list(re.finditer(r"\bthe\s+(?!same\b)[a-z-]+\s+(?:bill|act|resolution)\b", head))
        here = [one for one in scene.of(Thing.BILL) if one.end <= start]
        if unnamed and (not here or here[-1].start < scene.sentence.start + unnamed[-1].start()):
            return None
        return earlier(scene, start)
    if (
        ahead
        and ahead[0].start - end <= after
        and not re.search(
            r"[.;]|,\s+(?:and|but)\s+(?:he|she|it|they)\b", scene.between(end, ahead[0].start)
        )
    ):
        return ahead[0]
    if re.match(
        r"\s*(?:it\b|the\s+(?:bill|measure|act|resolution)\b|that\b|$|[.,;)]|too\b|as\s+well\b)",
        tail,
    ):
        return earlier(scene, start)
    return None


def _ids(scene: Scene, bill: Mention, member: Mention) -> list[str]:
    return [str(one) for one in bill_options(scene, bill, scene.known(member)).values]


def _sponsor(scene: Scene, person: Mention, bill: Mention, start: int, end: int) -> Iterator[Claim]:
    ids = _ids(scene, bill, person)
    if not ids:
        return
    yes = not negated(scene.between(start, end))
    readings = [
        Reading(measure="bill_sponsor", params={"bill": one}, score=3 - 0.01 * place,
                sure=len(ids) == 1 and certain(person),
                expected=("person" if yes else "not person", person.key, person.name))
        for place, one in enumerate(ids)
    ]  # fmt: skip
    yield stated(scene, start, end, *readings, claimed=person.name)


def _cosponsored(scene: Scene) -> Iterator[Claim]:
    for form, plain in ((_COSPONSOR, True), (_SUPPORT, False)):
        for start, end, match in places(scene, form):
            if match[0].lower().startswith(("cosponsors", "co-sponsors")) and re.search(
                r"(?:\d|more|other|many|\w+teen)\s+$", scene.between(scene.sentence.start, start)
            ):
                continue
            who = last_before(scene, start, Thing.PERSON)
            gap = scene.between(who.end, start) if who is not None else ""
            if who is not None and re.search(
                r"\bbills?\s+(?:that\s+|which\s+)?$", scene.between(scene.sentence.start, who.start)
            ):
                # "Of the bills X cosponsored, …" tells of no one bill.
                continue
            again = re.search(r"\band\s+(?:(?:was|is)\s+a\s+|also\s+|later\s+)*$", gap)
            if who is None or not who.key or ((len(gap.split()) > 8 or ";" in gap) and not again):
                continue
            bill = meant(scene, start, end, after=70)
            if (
                bill is None
                and plain
                and re.match(r"\s*(?:and|but)\b", scene.between(end, scene.sentence.end))
            ):
                bill = earlier(scene, start)
            if bill is None or (not plain and not scene.of(Thing.BILL)):
                continue
            yield from _each(scene, who, bill, start, end, plain=plain)


def _each(
    scene: Scene, who: Mention, first: Mention, start: int, end: int, *, plain: bool
) -> Iterator[Claim]:
    """A claim for each bill after the verb: A, but not B."""
    head = scene.between(scene.sentence.start, start)
    wished = bool(re.search(r"\b(?:should|ought to|must|needs? to)\b", head))
    said_off = scene.between(start, end).lower().endswith("off")
    yes = (negated(scene.between(who.end, end)) == said_off) and not re.search(
        r"\b(?:no|not\s+a|hardly\s+a)\s+$", scene.between(who.end, start)
    )
    low = who.start
    ahead = (
        [one for one in scene.of(Thing.BILL) if one.start >= first.end]
        if first.start >= end
        else []
    )
    for place, bill in enumerate([first, *ahead]):
        if place and re.search(
            r"[;.](?!\s?(?:R|Res|J|Con)\b)|\bwhich\b|\bwhile\b|\bbut\s+(?:he|she|they|did)\b",
            re.sub(r",\s+which\b[^,;]*,(?=\s+and\s+of\b)", "", scene.between(low, bill.start)),
        ):
            return
        turned = bool(place) and bool(
            re.search(r"\b(?:not|instead of|rather than|nor)\s+(?:the\s+|for\s+)?(?:\w+\s+){0,2}$",
                      scene.between(low, bill.start))
        )  # fmt: skip
        # "should be supporting A and not B": what is said is the opposite of what should be.
        said = turned if wished else yes != turned
        yield from _cosponsor(
            scene, who, bill, low, max(end, _within(scene, bill, end)), said, plain=plain
        )
        low = max(end, bill.end)


def _cosponsor(
    scene: Scene, who: Mention, bill: Mention, start: int, end: int, yes: bool, *, plain: bool
) -> Iterator[Claim]:
    known, ids = scene.known(who), _ids(scene, bill, who)
    if known is None or not known.bioguide or not ids:
        return
    doubts = () if plain else ("To support a bill is read as to cosponsor it.",)
    readings = [
        Reading(measure="cosponsored", params={"member": known.bioguide, "bill": one},
                score=2.5 - 0.01 * number, sure=len(ids) == 1 and certain(who), doubts=doubts,
                expected=("yes" if yes else "no",))
        for number, one in enumerate(ids)
    ]  # fmt: skip
    said = "cosponsors" if yes else "does not cosponsor"
    yield stated(scene, start, end, *readings, claimed=f"{who.name} {said} {bill.text}")


def _among_them(scene: Scene) -> Iterator[Claim]:
    """HR 1 had 300 cosponsors, X among them."""
    yield from _one_of_them(scene)
    for start, end, _ in places(scene, r"\bamong\s+them\b"):
        who = last_before(scene, start, Thing.PERSON)
        head = scene.between(scene.sentence.start, start)
        if (
            who is None
            or not who.key
            or start - who.end > 3
            or not re.search(r"\bco-?sponsors\b", head, re.I)
        ):
            continue
        bill = earlier(scene, who.start)
        if bill is not None:
            yield from _cosponsor(scene, who, bill, who.start, end, True, plain=True)


_OF_PLACE = re.compile(r"\s*(?:,?\s+of\s+(?:[A-Z][\w.]*\s*){1,3},?)?\s*")


def _did_too(scene: Scene) -> Iterator[Claim]:
    """X signed on, and Y did (too, not): of the bill that X's clause names."""
    form = r"\bdid(?P<not>\s+not|n['’]t)?(?:\s+(?:too|so|as\s+well))?(?=\s*[.,;]|$)"
    for start, end, match in places(scene, form):
        who = last_before(scene, start, Thing.PERSON)
        if who is None or not who.key or not _OF_PLACE.fullmatch(scene.between(who.end, start)):
            continue
        head = scene.between(scene.sentence.start, who.start)
        before = next(iter(scene.before()), None)
        told = before.sentence.text if before is not None and not head.strip() else ""
        if not re.search(_COSPONSOR, head or told, re.I):
            continue
        bill = earlier(scene, who.start)
        if bill is not None:
            yield from _cosponsor(scene, who, bill, who.start, end, not match["not"], plain=True)


def _both(scene: Scene) -> Iterator[Claim]:
    """Both signed on to HR 8; neither touched HR 1: the two named last."""
    for start, end, match in places(
        scene, rf"\b(?P<n>[Bb]oth|[Nn]either)\s+(?:\w+\s+)?(?:{_COSPONSOR}|touched\b)"
    ):
        bill = meant(scene, start, end, after=70) or first_after(scene, end, Thing.BILL)
        bill = bill or earlier(scene, start)
        two = scene.two_before(start)
        if bill is None or len(two) != 2:
            continue
        yes = match["n"].lower() == "both"
        high = max(end, _within(scene, bill, end))
        claims = [
            claim for who in two
            for claim in _cosponsor(scene, who, bill, start, high, yes, plain=True)
        ]  # fmt: skip
        if len(claims) == 2 and all(len(one.readings) >= 1 for one in claims):
            readings = tuple(one.readings[0] for one in claims)
            whole = Reading(measure="cosponsored", params=readings[0].params, score=2.5,
                            sure=all(one.sure for one in readings), expected=("all", readings))  # fmt: skip
            yield stated(scene, start, high, whole, claimed=f"both: {yes}")


def _one_of_them(scene: Scene) -> Iterator[Claim]:
    """The bill had 200 cosponsors. X was not one of them."""
    earlier = next(iter(scene.before()), None)
    for start, end, _ in places(
        scene,
        r"\b(?:is|was)\s+(?:(?:not\s+|n['’]t\s+)?(?:(?:one\s+of|among)\s+them\b|one(?=[.;,]|$))|not(?=\s*[.,;]))",
    ):
        who = last_before(scene, start, Thing.PERSON)
        if who is None or not who.key or start - who.end > 3 or earlier is None:
            continue
        named = earlier.of(Thing.BILL)
        same = earlier.sentence.paragraph == scene.sentence.paragraph
        if len(named) == 1 and same and re.search(r"\bco-?sponsors\b", earlier.sentence.text, re.I):
            yes = not negated(scene.between(start, end))
            yield from _cosponsor(scene, who, named[0], who.start, end, yes, plain=True)
