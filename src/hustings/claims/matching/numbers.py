"""Numbers: each with the measures it may be a value of, by phrases, units and names in reach."""

from __future__ import annotations

import re
from dataclasses import replace

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.params import Call, calls, whole
from hustings.claims.matching.phrases import weight
from hustings.claims.matching.scene import Scene
from hustings.claims.model import UNKNOWABLE, Claim, Kind, Mention, Quantity, Reading, Ruling, Thing
from hustings.figures import Unit
from hustings.measures import measures
from hustings.measures.base import Measure

#: Which units a kind of number may be of.
UNITS: dict[Kind, frozenset[Unit]] = {
    Kind.SHARE: frozenset({Unit.SHARE}),
    Kind.USD: frozenset({Unit.USD}),
    Kind.COUNT: frozenset({Unit.VOTES, Unit.COUNT}),
    Kind.RANK: frozenset({Unit.RANK}),
    Kind.POINTS: frozenset({Unit.POINTS}),
}
#: Below this a phrase stands too far from the number to speak of it.
LEAST = 0.42
#: A reading this much weaker than the best is not kept.
KEEP = 0.55
#: Measures that a number in an article is never meant to be: ways of counting of our own.
RANKINGS = frozenset({"progressive_rank", "ideal_point_rank", "progressive_score", "ideal_point"})
_OWN = frozenset({
    "share_counted_of_final", "industry_coverage", "outside_spending_suspect", "counts_down",
    "top_two_changes", "lead_changes", "pac_receipts_unlisted", "votes_counted", "votes_so_far",
    "share_so_far", "outside_spending_unconfirmed",
})  # fmt: skip
_VOTES = re.compile(r"^(?:votes?|ballots?|voters?)\b")
_WISHES = re.compile(rf"\b(?:{alternation(words()['wishes'])})\b", re.I)


#: Readings with the spans of their phrases.
Found = list[tuple[Reading, tuple[int, int]]]


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
    if quantity.kind is Kind.SPAN and _TIME.search(scene.between(quantity.start, quantity.end + 9)):
        return None
    if quantity.kind in UNKNOWABLE:
        return _unknowable(scene, quantity, f"This is {UNKNOWABLE[quantity.kind]}, which no public "
                           "record of a race holds.")  # fmt: skip
    if quantity.kind is Kind.DATE:
        return None
    found = _compared(scene, quantity) or _readings(scene, quantity)
    if found and _POLLS.search(_NOT_POLLS.sub("", scene.sentence.text)):
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


_OUTDID = re.compile(
    r"\b(?P<v>outrais|outspen|outspend)\w*\s+(?:\w+\.?\s+){1,4}by\s+(?:\w+\s+){0,2}$", re.I
)
_MORE_THAN = re.compile(r"\s*votes?\s+(?:more|fewer|less|ahead|behind)\s+(?:than|of)?\s*", re.I)
_WHAT = re.compile(r"\s*(?:as\s+much\s+as|of\s+what|what|that\s+of|more\s+than)\s+", re.I)


def _compared(scene: Scene, quantity: Quantity) -> Found:
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
    more = quantity.kind is Kind.COUNT and _MORE_THAN.match(tail)
    if more and ahead and behind and ahead[0].start - quantity.end <= 40:
        return _against(scene, quantity, "votes", behind[-1], ahead[0], "difference")
    of_what = quantity.kind is Kind.MULTIPLE or (
        quantity.kind is Kind.SHARE and not re.search(r"\bcame\s+from\b|\bwas\b|\bwere\b", tail)
    )
    if of_what and _WHAT.match(tail) and ahead and behind and ahead[0].start - quantity.end <= 60:
        read = [found for start, found in sorted(scene.read.items()) if start < quantity.start]
        if read:
            return _against(scene, quantity, read[-1][1], behind[-1], ahead[0], "ratio")
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


def _readings(scene: Scene, quantity: Quantity) -> Found:
    """Readings in order of how well they fit, each with the span of its phrase."""
    scored = _scores(scene, quantity)
    if not scored or (list(scored) == ["vote_share"] and scored["vote_share"][0] < 0.61):
        # A result is the likelier reading only where the words tell of one.
        scored = _elliptic(scene, quantity) or scored
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
                            sure=call.sure, quantity=_side(scene, quantity, call, measure),
                            doubts=call.doubts),
                    span,
                )
            )  # fmt: skip
    return found


#: Verbs that begin another matter, so that a number after them is of no matter before.
_OTHER_VERB = re.compile(
    r"\b(?:missed|voted|spent|gave|owed|owes|costs?|paid|earned|lives?|skipped)\b", re.I
)
#: Who acts, and is nobody that a record of candidates knows.
_OTHERS = re.compile(
    r"\b(?:groups|party|parties|unions?|donors|allies|supporters|committees|backers|opponents|lobby|"
    r"companies|state|county|city|government)\s+(?:\w+\s+){0,2}$",
    re.I,
)
#: What may stand between numbers of which only the first says of what they are.
_SAME = frozenset({Kind.USD, Kind.SHARE, Kind.COUNT, Kind.RANK, Kind.POINTS})


def _elliptic(scene: Scene, quantity: Quantity) -> dict[str, tuple[float, tuple[int, int]]]:
    """A number that does not say of what it is: of the same as the one before it.

    One raised $3.9 million and the other $3.7 million. Her real total was $126,000.
    """
    if quantity.kind not in _SAME or (quantity.value <= 1 and quantity.kind is Kind.COUNT):
        return {}
    place = (quantity.start, quantity.end)
    tail = scene.between(quantity.end, scene.sentence.end)
    if quantity.kind is Kind.COUNT and quantity.noun and not _VOTES.match(quantity.noun):
        return {}
    if _RESULT.search(scene.sentence.text) and quantity.kind is Kind.SHARE and not scene.read:
        return {}
    here = [
        (start, *found) for start, found in sorted(scene.read.items()) if start < quantity.start
    ]
    if (
        here
        and here[-1][1] is quantity.kind
        and not _OTHER_VERB.search(scene.between(here[-1][0], quantity.start))
    ):
        return {here[-1][2]: (0.6, place)}
    if quantity.kind is Kind.SHARE and _OF_WHAT.match(tail):
        return {}
    head = scene.between(scene.sentence.start, quantity.start)
    if not (
        scene.of(Thing.PERSON, Thing.COMMITTEE, Thing.NETWORK)
        or re.search(r"\b(?:it|that|total|figure|number|share|sum)\b", head, re.I)
    ):
        return {}
    for before in scene.before():
        if before.sentence.paragraph != scene.sentence.paragraph:
            return {}
        known = [found for _, found in sorted(before.read.items()) if found[0] is quantity.kind]
        if known:
            return {known[-1][1]: (0.5, place)}
    return {}


def _acts(scene: Scene, quantity: Quantity) -> Mention | None:
    """Who spent, raised or gave a sum: the nearest person, committee or network before it."""
    named = [one for one in scene.of(Thing.PERSON, Thing.COMMITTEE, Thing.NETWORK)
             if one.how != "derived" and not scene.is_object(one)]  # fmt: skip
    strong = [one for one in named if one.how != "pronoun"] or named
    before = [one for one in strong if one.end <= quantity.start]
    return before[-1] if before else strong[0] if strong else None


def _calls(
    scene: Scene, measure: Measure, quantity: Quantity, person: Mention | None, sure: bool
) -> list[Call]:
    listed = calls(scene, measure, quantity.start, quantity.end, person, sure)
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


def _scores(scene: Scene, quantity: Quantity) -> dict[str, tuple[float, tuple[int, int]]]:
    """Measure → how well the phrases around the number fit it, and where the best phrase is."""
    start, end, kind = quantity.start, quantity.end, quantity.kind
    place = (start, end)
    if kind is Kind.PVI:
        return {"pvi": (3.0, place)}
    if kind is Kind.PAIR:
        return _pair(scene, quantity)
    if kind is Kind.VOTE_PAIR:
        return {"votes": (2.0, place)}
    if kind is Kind.ORDINAL:
        return _ordinal(quantity)
    if kind not in UNITS:
        return {}
    if kind is Kind.RANK and not any(measures()[h.measure].unit is Unit.RANK for h in scene.hits):
        return _carried(scene, quantity)
    known, text, base = measures(), scene.sentence.text, scene.sentence.start
    found: dict[str, list[tuple[float, tuple[int, int]]]] = {}
    for hit in scene.hits:
        measure = known[hit.measure]
        if measure.unit not in UNITS[kind] or hit.measure in _OWN:
            continue
        if not _noun_fits(quantity, measure):
            continue
        if hit.gap and re.search(r"[;:]|\.\s", scene.between(*hit.gap)):
            continue
        score = weight(hit, start, end, scene.tokens, text, base)
        grouped = any(param.kind == "Group" for param in measure.params)
        if not grouped and _owned(scene, quantity, hit.start, hit.end):
            score *= 0.5
        elif grouped and hit.start >= quantity.end:
            # In a list of groups each word is of the number before it.
            score = max(score, 0.9)
        if score >= LEAST:
            found.setdefault(hit.measure, []).append((score, (hit.start, hit.end)))
    scored = {}
    for name, listed in found.items():
        listed.sort(key=lambda one: -one[0])
        first = listed[0][1]
        apart = [score for score, span in listed[1:] if span[1] <= first[0] or first[1] <= span[0]]
        total = listed[0][0] + 0.3 * sum(apart[:2])
        scored[name] = (total, listed[0][1])
    scored = {name: kept for name, kept in scored.items() if _subject_fits(scene, quantity, name)}
    _defaults(scene, quantity, scored)
    return {name: kept for name, kept in scored.items() if _subject_fits(scene, quantity, name)}


def _carried(scene: Scene, quantity: Quantity) -> dict[str, tuple[float, tuple[int, int]]]:
    """A place without a word of what it is a place in: what the sentences before spoke of."""
    for before in scene.before():
        ranked = [hit.measure for hit in before.hits
                  if measures()[hit.measure].unit is Unit.RANK and hit.measure not in _OWN]  # fmt: skip
        if ranked and any(one.kind is Kind.RANK for one in before.numbers):
            return dict.fromkeys(ranked, (0.5, (quantity.start, quantity.end)))
    return {}


def _noun_fits(quantity: Quantity, measure: Measure) -> bool:
    if quantity.kind is not Kind.COUNT:
        return True
    votes = bool(_VOTES.match(quantity.noun))
    if measure.unit is Unit.VOTES:
        return votes or not quantity.noun or quantity.value >= 1000
    return not votes


def _owned(scene: Scene, quantity: Quantity, start: int, end: int) -> bool:
    """Whether another number of the same kind stands nearer to a phrase."""

    def apart(one: Quantity) -> int:
        return max(0, max(start, one.start) - min(end, one.end))

    mine = apart(quantity)
    return any(
        one.kind is quantity.kind and one is not quantity and apart(one) < mine
        for one in scene.numbers
    )


def _pair(scene: Scene, quantity: Quantity) -> dict[str, tuple[float, tuple[int, int]]]:
    person, _ = scene.subject(quantity.start, quantity.end)
    name = "presidential_share" if person and person.thing is Thing.PRESIDENTIAL else "vote_share"
    return {name: (2.0, (quantity.start, quantity.end))}


def _ordinal(quantity: Quantity) -> dict[str, tuple[float, tuple[int, int]]]:
    noun = quantity.noun
    if re.search(r"\b(?:campaign|run|bid|try|attempt)\b", noun):
        return {"candidacies": (2.0, (quantity.start, quantity.end))}
    return {}


_RESULT = re.compile(
    r"\b(?:won|wins|winning|lost|losing|beat|beats|beating|defeat\w*|finish\w*|advanced?|prevail\w*|took|"
    r"received|garner\w*|captur\w*|earned|polled|re-?elected|led|trail\w*|got|drew|managed|topped|carried|survived|came\s+in|ousted|unseated|placed)\b",
    re.I,
)
_BY = re.compile(
    r"\bby\s+(?:\w+\s+){0,3}$|\bmargin\s+of\s+(?:\w+\s+){0,3}$|\blead\s+of\s+(?:\w+\s+){0,2}$", re.I
)


_AFTER = re.compile(
    r"\s*(?:votes?\s+)?(?:ahead|behind|more\s+than|fewer\s+than|short\s+of|clear)\b", re.I
)
_LEAD = re.compile(r"\b(?:margin|lead|edge|advantage|difference|gap)\b[^.;]*$", re.I)
#: What a share is of, if it is of something that is no vote.
_OF_WHAT = re.compile(
    r"\s*of\s+(?!the\s+(?:votes?|ballots|total|runoff|primary|field|count|general|electorate)\b|votes?\b|voters\b|ballots\b|those\b)",
    re.I,
)
#: Spans of time that only place something: two years ago, seven-term, five days after.
_TIME = re.compile(
    r"\b(?:years?|months?|weeks?|days?|decades?|hours?|minutes?)\s+(?:ago|earlier|later|before|after|apart)|-?terms?\b",
    re.I,
)
_NOT_POLLS = re.compile(r"\b(?:to|at)\s+the\s+polls\b", re.I)
_POLLS = re.compile(
    r"\b(?:poll|polled|polling|pollsters?|surveys?|surveyed|approval|odds|forecast)\b", re.I
)


def _defaults(
    scene: Scene, quantity: Quantity, scored: dict[str, tuple[float, tuple[int, int]]]
) -> None:
    """Shares and votes in a sentence about a result, where no phrase says which; "by … votes"."""
    text = scene.sentence.text
    place = (quantity.start, quantity.end)
    before = scene.between(scene.sentence.start, quantity.start)
    result = bool(_RESULT.search(text))
    tail = scene.between(quantity.end, scene.sentence.end)
    if quantity.kind is Kind.SHARE and not scored and not _OF_WHAT.match(tail):
        person, _ = scene.subject(quantity.start, quantity.end)
        here = person is not None and scene.sentence.start <= person.start < scene.sentence.end
        if person is not None and (here or result):
            share = person.thing is not Thing.PRESIDENTIAL
            scored["vote_share" if share else "presidential_share"] = (0.6, place)
    votes = bool(_VOTES.match(quantity.noun))
    lead = bool(_BY.search(before) or _AFTER.match(tail) or _LEAD.search(before[-40:]))
    if quantity.kind is Kind.COUNT and (
        votes or (lead and quantity.value >= 10 and not quantity.noun)
    ):
        if lead and not re.search(r"\b(?:led|raised|spent)\b[^.;]*$", before[-25:]):
            scored["margin_votes"] = (max(3.0, scored.get("margin_votes", (0, place))[0]), place)
            scored.pop("votes", None)
        elif "votes" not in scored and not scored and (result or votes):
            scored["votes"] = (0.8, place)
    if quantity.kind is Kind.POINTS and (lead or result or "margin" in text):
        scored["margin_points"] = (max(2.0, scored.get("margin_points", (0, place))[0]), place)


def _subject_fits(scene: Scene, quantity: Quantity, name: str) -> bool:
    """A share of somebody who stood for President is no share of a House race, and the reverse."""
    if name in {"margin_points", "margin_votes"}:
        # By how much a candidate for President carried a district is no margin of a House race.
        named = [
            one for one in scene.of(Thing.PERSON, Thing.PRESIDENTIAL) if one.end <= quantity.start
        ]
        return not named or named[-1].thing is not Thing.PRESIDENTIAL
    if name not in {"presidential_share", "vote_share", "votes"}:
        return True
    person, _ = scene.subject(quantity.start, quantity.end)
    if person is None:
        return False
    return (person.thing is Thing.PRESIDENTIAL) == (name == "presidential_share")


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
        if not others and len(between) < 90:
            low, high = min(start, low), max(end, high)
    low, high = _with_words(scene, quantity, low, high)
    for one in scene.of(Thing.PERSON, Thing.PRESIDENTIAL):
        if 0 <= low - one.end <= 12 and one.how != "derived":
            low = one.start
            break
    return low, high


def _with_words(scene: Scene, quantity: Quantity, low: int, high: int) -> tuple[int, int]:
    """The hedge and "by" before a number, and the noun after it, are of the claim."""
    before = scene.between(scene.sentence.start, low)
    hedge = re.escape(quantity.hedge) if quantity.hedge else "(?!)"
    lead = re.search(rf"(?:(?:\w+\s+)?by\s+)?(?:an?\s+)?(?:{hedge}\s+)?(?:an?\s+)?$", before, re.I)
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
