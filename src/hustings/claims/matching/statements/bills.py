"""Statements about bills: whose a bill is, who cosponsored it, when it passed the House.

"It" and "the bill" are the bill named last in the sentence or the ones before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.params import bill_options
from hustings.claims.matching.reach import certain
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.stage import Options
from hustings.claims.matching.statements.common import (
    first_after,
    last_before,
    negated,
    places,
    stated,
)
from hustings.claims.model import Claim, Kind, Mention, Quantity, Reading, Thing
from hustings.claims.when import congress_on

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
_PASSED = (
    r"\bpass(?:ed|es|ing)?\b|\bapproved\b|\bpushed\b[^.;]{0,30}\bthrough\b|\bcleared\b|"
    r"\bagreed\s+to\b|\bwent\s+through\b|\bgot\s+through\b|\bsailed\s+through\b"
)


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
        bill = _earlier(scene, start)
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


def _earlier(scene: Scene, place: int) -> Mention | None:
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
        return _earlier(scene, start)
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
        return _earlier(scene, start)
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
                bill = _earlier(scene, start)
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
        bill = _earlier(scene, who.start)
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
        bill = _earlier(scene, who.start)
        if bill is not None:
            yield from _cosponsor(scene, who, bill, who.start, end, not match["not"], plain=True)


def _both(scene: Scene) -> Iterator[Claim]:
    """Both signed on to HR 8; neither touched HR 1: the two named last."""
    for start, end, match in places(
        scene, rf"\b(?P<n>[Bb]oth|[Nn]either)\s+(?:\w+\s+)?(?:{_COSPONSOR}|touched\b)"
    ):
        bill = meant(scene, start, end, after=70) or first_after(scene, end, Thing.BILL)
        bill = bill or _earlier(scene, start)
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
            bill = _earlier(scene, start)
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
        return meant(scene, start, end, after=60) or _earlier(scene, start)
    if re.search(r"\b(?:Senate|state|legislature|Assembly)\s+(?:\w+\s+)?$", head):
        return None
    return _earlier(scene, start)


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
