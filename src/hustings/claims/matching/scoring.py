"""Which measures a number may be a value of, by the phrases around it, its unit and its noun."""

from __future__ import annotations

import re

from hustings.claims.matching.phrases import weight
from hustings.claims.matching.scene import Scene
from hustings.claims.model import Kind, Quantity, Thing
from hustings.figures import Unit
from hustings.measures import measures
from hustings.measures.base import Measure

#: A measure's score and the span of its best phrase.
Scored = dict[str, tuple[float, tuple[int, int]]]
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
#: Places and scores that publishers make by methods of their own.
RANKINGS = frozenset({"progressive_rank", "ideal_point_rank", "progressive_score", "ideal_point"})
#: Measures that a number in an article is never meant to be: ways of counting of our own.
_OWN = frozenset({
    "share_counted_of_final", "industry_coverage", "outside_spending_suspect", "counts_down",
    "top_two_changes", "lead_changes", "pac_receipts_unlisted", "votes_counted", "votes_so_far",
    "share_so_far", "outside_spending_unconfirmed",
})  # fmt: skip
VOTES = re.compile(r"^(?:votes?|ballots?|voters?)\b")


def scores(scene: Scene, quantity: Quantity) -> Scored:
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
    if kind is Kind.RANK:
        apposed = _placed(scene, quantity)
        said = [
            hit.measure for hit in scene.hits
            if measures()[hit.measure].unit is Unit.RANK and hit.start <= end + 2 and hit.end > end
        ]  # fmt: skip
        if apposed and (not said or apposed in said):
            return {apposed: (2.0, place)}
        if not any(measures()[h.measure].unit is Unit.RANK for h in scene.hits):
            return _carried(scene, quantity)
    if (
        kind is Kind.COUNT
        and quantity.value >= 1000
        and _THERE_WERE.search(scene.between(scene.sentence.start, start))
        and (VOTES.match(quantity.noun) or (Kind.COUNT, "votes_cast") in scene.said_before())
    ):
        return {"votes_cast": (2.0, place)}
    if (
        kind is Kind.COUNT
        and VOTES.match(quantity.noun)
        and _OF_ALL.search(scene.between(scene.sentence.start, start))
    ):
        return {"votes_cast": (2.0, place)}
    head, tail = scene.between(scene.sentence.start, start), scene.between(end, scene.sentence.end)
    if kind is Kind.POINTS and _CHANGED.search(head) and not _AFTER.match(tail):
        return {}
    known, text, base = measures(), scene.sentence.text, scene.sentence.start
    found: dict[str, list[tuple[float, tuple[int, int]]]] = {}
    for hit in scene.hits:
        measure = known[hit.measure]
        if measure.unit not in UNITS[kind] or hit.measure in _OWN:
            continue
        if not _noun_fits(quantity, measure):
            continue
        if hit.gap and _NEW_MATTER.search(scene.between(*hit.gap)):
            continue
        score = weight(hit, start, end, scene.tokens, text, base)
        grouped = any(param.kind == "Group" for param in measure.params)
        if not grouped and _owned(scene, quantity, hit.start, hit.end):
            score *= 0.4
        if not grouped and _right_after_another(scene, quantity, hit.start):
            score *= 0.2
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


#: "53 percent of some 363,000 votes": all votes of the race.
_OF_ALL = re.compile(
    r"(?:%|\bpercent|\bshare)\s+of\s+(?:the\s+|more\s+than\s+|just\s+(?:over|under)\s+|\w+\s+)?$",
    re.I,
)
#: By how much something changed is no lead.
_CHANGED = re.compile(
    r"\b(?:fell|dropped|rose|climbed|slipped|grew|jumped|declined|increased|gained|improved|shrank|up|down)\s+"
    r"(?:by\s+)?(?:(?:about|nearly|almost|some|only|just|more|less|than|over|under|a|full)\s+)*$",
    re.I,
)
_THERE_WERE = re.compile(r"\bthere\s+were\s+(?:\w+\s+){0,2}$", re.I)
#: What a phrase does not reach over.
_NEW_MATTER = re.compile(r"[;:]|\.\s|\bbut\b|\bwhile\b|,\s+and\b")
#: Where the place of a score is a measure of another name.
_PLACES = {"median_income": "income_rank", "ideal_point": "ideal_point_rank"}


def _placed(scene: Scene, quantity: Quantity) -> str:
    """The place of the score that stands right before: 78.2 percent, the lowest of the Democrats."""
    before = [
        (at, measure) for at, (_, measure) in sorted(scene.read.items()) if at < quantity.start
    ]
    if not before:
        return ""
    at, measure = before[-1]
    between = scene.between(at, quantity.start)
    name = _PLACES.get(measure, f"{measure.removesuffix('_rate')}_rank")
    near = len(between.split()) <= 9 and not re.search(r"[;]|\b(?:but|while)\b", between)
    return name if near and name in measures() else ""


def _carried(scene: Scene, quantity: Quantity) -> Scored:
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
    votes = bool(VOTES.match(quantity.noun))
    if measure.unit is Unit.VOTES:
        return votes or not quantity.noun or quantity.value >= 1000
    return not votes


def _owned(scene: Scene, quantity: Quantity, start: int, end: int) -> bool:
    """Whether another number of the same kind stands nearer to a phrase."""

    def apart(one: Quantity) -> int:
        between = scene.between(min(end, one.end), max(start, one.start))
        far = 200 if ";" in between else 0
        return far + max(0, max(start, one.start) - min(end, one.end))

    mine = apart(quantity)
    return any(
        one.kind is quantity.kind and one is not quantity and apart(one) < mine
        for one in scene.numbers
    )


def _right_after_another(scene: Scene, quantity: Quantity, start: int) -> bool:
    """Whether a phrase follows a number of another kind at once: $5.9 million, 28 percent from PACs."""
    return any(
        one.kind in UNITS and one.kind is not quantity.kind and quantity.end <= one.start
        and 0 <= start - one.end <= 1
        for one in scene.numbers
    )  # fmt: skip


def _pair(scene: Scene, quantity: Quantity) -> Scored:
    person, _ = scene.subject(quantity.start, quantity.end)
    name = "presidential_share" if person and person.thing is Thing.PRESIDENTIAL else "vote_share"
    return {name: (2.0, (quantity.start, quantity.end))}


def _ordinal(quantity: Quantity) -> Scored:
    noun = quantity.noun
    if re.search(r"\b(?:campaign|run|bid|try|attempt)\b", noun):
        return {"candidacies": (2.0, (quantity.start, quantity.end))}
    return {}


RESULT = re.compile(
    r"\b(?:won|wins|winning|lost|losing|beat|beats|beating|defeat\w*|finish\w*|advanced?|prevail\w*|took|"
    r"scraped|squeaked|got\s+(?:past|through|by)|held\s+on|nudged|fended|fell|"
    r"received|garner\w*|captur\w*|earned|polled|re-?elected|led|trail\w*|got|drew|managed|topped|carried|survived|came\s+in|ousted|unseated|placed)\b",
    re.I,
)
_BY = re.compile(
    r"\bby\s+(?:\w+\s+){0,3}$|\bmargin\s+of\s+(?:\w+\s+){0,3}$|\blead\s+of\s+(?:\w+\s+){0,2}$", re.I
)


#: Before a share these make it somebody's: had 53 percent, with 28.
_STOOD = re.compile(
    r"\b(?:had|has|have|with|at|to|polled|stood|for|of|against)\s+(?:(?:about|nearly|almost|just|only|some|over|under|"
    r"a|little|more|less|than)\s+)*$|['’]s?\s+$|\b[A-Z][\w’'-]+,?\s+$",
    re.I,
)
#: After points: a seven-point win.
_WIN_OF = re.compile(
    r"\s+(?:win|victory|loss|defeat|margin|lead|edge|gap|advantage|spread)\b", re.I
)
_AFTER = re.compile(
    r"\s*(?:votes?\s+)?(?:ahead|behind|more\s+than|fewer\s+than|short\s+of|clear)\b", re.I
)
_LEAD = re.compile(r"\b(?:margin|lead|edge|advantage|difference|gap)\b[^.;]*$", re.I)
#: What a share is of, if it is of something that is no vote.
OF_WHAT = re.compile(
    r"\s*of\s+(?!(?:\w+\s+){0,3}[\d,]{4,}\s+(?:votes|ballots)|the\s+(?:votes?|ballots|total|runoff|primary|field|count|general|electorate)\b|votes?\b|voters\b|ballots\b|those\b)",
    re.I,
)
#: Spans of time that only place something: two years ago, seven-term, five days after.
TIME = re.compile(
    r"\b(?:years?|months?|weeks?|days?|decades?|hours?|minutes?)\s+(?:ago|earlier|later|before|after|apart)|-?terms?\b",
    re.I,
)
NOT_POLLS = re.compile(
    r"\b(?:to|at)\s+the\s+polls\b|\b(?:census|community|bureau['’]s|five-year|one-year)\s+surveys?\b|"
    r"\bsurvey\s+of\s+(?:19|20)\d{2}",
    re.I,
)
POLLS = re.compile(
    r"\b(?:poll|polled|polling|pollsters?|surveys?|surveyed|approval|odds|forecast|tracking|internals?)\b",
    re.I,
)


def _defaults(scene: Scene, quantity: Quantity, scored: Scored) -> None:
    """Shares and votes in a sentence about a result, where no phrase says which; "by … votes"."""
    text = scene.sentence.text
    place = (quantity.start, quantity.end)
    before = scene.between(scene.sentence.start, quantity.start)
    result = bool(RESULT.search(text))
    tail = scene.between(quantity.end, scene.sentence.end)
    of_what = OF_WHAT.match(tail)
    person, _ = scene.subject(quantity.start, quantity.end)
    if of_what and result and person is not None and person.thing is Thing.PRESIDENTIAL:
        # "won 63 percent of the district": of its votes.
        of_what = None if re.match(r"\s*of\s+the\s+district\b(?!['’])", tail) else of_what
    if quantity.kind is Kind.SHARE and not scored and not of_what:
        here = person is not None and scene.sentence.start <= person.start < scene.sentence.end
        told = result or bool(scene.rounds) or bool(_STOOD.search(before))
        if person is not None and told and (here or result):
            share = person.thing is not Thing.PRESIDENTIAL
            scored["vote_share" if share else "presidential_share"] = (0.6, place)
    if quantity.kind is Kind.SHARE and re.match(r"\s+against\s+(?:[A-Z]|her|him)", tail):
        scored.setdefault("vote_share", (0.7, place))
    votes = bool(VOTES.match(quantity.noun))
    lead = bool(_BY.search(before) or _AFTER.match(tail) or _LEAD.search(before[-40:]))
    if quantity.kind is Kind.COUNT and (
        votes or (lead and quantity.value >= 10 and not quantity.noun)
    ):
        if lead and not re.search(r"\b(?:led|raised|spent)\b[^.;]*$", before[-25:]):
            scored["margin_votes"] = (max(3.0, scored.get("margin_votes", (0, place))[0]), place)
            scored.pop("votes", None)
        elif "votes" not in scored and not scored and (result or votes):
            scored["votes"] = (0.8, place)
    apposed = [
        measure for start, (_, measure) in sorted(scene.read.items())
        if start < quantity.start and re.fullmatch(r"\D*[\d.]+[^\d,;]*,\s*(?:or\s+)?(?:\w+\s+){0,2}",
                                                   scene.between(start, quantity.start))
    ]  # fmt: skip
    if votes and apposed[-1:] == ["margin_points"]:
        # By 3.3 points, 10,430 votes: the second says the same in votes.
        scored.pop("votes", None)
        scored["margin_votes"] = (3.0, place)
    if quantity.kind is Kind.POINTS and (lead or result or "margin" in text or _WIN_OF.match(tail)):
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
