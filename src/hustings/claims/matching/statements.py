"""Statements without a number: who represents, sponsors, cosponsored, borders, won, is of which party.

A statement is found by a form of words with the names it needs; it becomes a reading of a measure
whose answer is a name, a list, a day, or yes or no, with what the sentence says it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hustings.claims.matching.params import bill_options
from hustings.claims.matching.scene import Scene
from hustings.claims.model import Claim, Kind, Mention, Quantity, Reading, Ruling, Thing
from hustings.ids import split_district


def read_statements(scene: Scene) -> list[Claim]:
    """The statements of a sentence, in the order of the text; one form's after the other's."""
    made: list[Claim] = []
    for form in _FORMS:
        for claim in form(scene):
            if not any(claim.start < one.end and one.start < claim.end for one in made):
                made.append(claim)
    return made


def _claim(scene: Scene, start: int, end: int, *readings: Reading, claimed: str = "",
           outcome: Ruling | None = None, why: str = "") -> Claim:  # fmt: skip
    end = min(end, scene.sentence.end)
    return Claim(start=start, end=end, quote=scene.between(start, end), sentence=scene.sentence,
                 readings=readings, claimed=claimed, outcome=outcome, why=why)  # fmt: skip


def _negated(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:not|never|n['’]t|no longer|neither|nor|failed to|refused to|declined to)\b|n['’]t\b",
            text,
            re.I,
        )
    )


def _places(scene: Scene, form: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    base = scene.sentence.start
    for match in re.finditer(form, scene.sentence.text, re.I):
        yield match.start() + base, match.end() + base, match


def _last_before(scene: Scene, place: int, *things: Thing) -> Mention | None:
    named = [one for one in scene.of(*things) if one.end <= place and one.how != "derived"]
    return named[-1] if named else None


def _first_after(scene: Scene, place: int, *things: Thing) -> Mention | None:
    named = [one for one in scene.of(*things) if one.start >= place and one.how != "derived"]
    return named[0] if named else None


# -- who represents -----------------------------------------------------------------------------


def _represents(scene: Scene) -> Iterator[Claim]:
    """X represents CA-34; the congressman representing CA-34 is X; X, the incumbent in CA-34."""
    people, districts = scene.of(Thing.PERSON), [d for d in scene.of(Thing.DISTRICT) if d.key]
    if not people or not districts:
        return
    forms = (
        r"\b(?:has\s+)?represent(?:s|ed|ing)?\b(?!\w)",
        r"\bholds?\s+the\s+seat\b|\b(?:is|was)\s+the\s+(?:incumbent|congress\w+|representative)\s+(?:in|for|from|of)\b",
    )
    for form in forms:
        for start, end, match in _places(scene, form):
            after = [d for d in districts if d.start >= end and d.start - end < 60]
            if not after:
                continue
            district = after[0]
            named = _last_before(scene, start, Thing.PERSON)
            told = re.match(r"\s+(?:is|was|,)\s*", scene.between(district.end, scene.sentence.end))
            late = _first_after(scene, district.end, Thing.PERSON)
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


def _holder(
    scene: Scene, person: Mention, district: Mention, low: int, high: int, *, past: bool
) -> Iterator[Claim]:
    known = scene.known(person)
    congresses: list[int] = [int(str(one)) for one in scene.congresses(low, high).values]
    if scene.years(low, high) == [] and scene.stage.when.congress is not None:
        congresses = [scene.stage.when.congress]
    if not congresses:
        return
    if past and known is not None and not scene.years(low, high):
        congresses += sorted(
            {congress for congress in range(95, congresses[0])
             if known.seat_in(congress) == district.key}, reverse=True
        )[:1]  # fmt: skip
    readings = [
        Reading(measure="representative", params={"district": district.key, "congress": congress},
                score=3 - 0.01 * place, sure=len(congresses) == 1, expected=("person", person.key, person.name))
        for place, congress in enumerate(congresses)
    ]  # fmt: skip
    yield _claim(scene, low, high, *readings, claimed=person.name)


# -- districts ----------------------------------------------------------------------------------


def _borders(scene: Scene) -> Iterator[Claim]:
    """It borders on X's district, Y's district and CA-40: the list must be whole only if it says so."""
    for start, end, match in _places(
        scene, r"\b(?:borders?(?:\s+on)?|is\s+bordered\s+by|adjoins|neighbou?rs|abuts|touches)\b"
    ):
        after = [d for d in scene.of(Thing.DISTRICT) if d.start >= end and d.key]
        if not after:
            continue
        before = [d for d in scene.of(Thing.DISTRICT) if d.end <= start and d.key]
        seat = before[-1].key if before else scene.stage.seat
        congress = scene.stage.when.congress
        if not seat or congress is None:
            continue
        low = before[-1].start if before else start
        if not before:
            lead = re.search(
                r"\b(?:it|the\s+\w+)\s+$", scene.between(scene.sentence.start, start), re.I
            )
            low = start - len(lead[0]) if lead else start
        listed = tuple(dict.fromkeys(d.key for d in after))
        yes = not _negated(scene.between(low, end))
        reading = Reading(measure="neighbours", params={"district": seat, "congress": congress}, score=3,
                          sure=True, expected=("among" if yes else "not among", *listed))  # fmt: skip
        yield _claim(scene, low, after[-1].end, reading, claimed=", ".join(listed))


# -- bills --------------------------------------------------------------------------------------


def _bills(scene: Scene) -> Iterator[Claim]:
    """X's HR 1, X sponsored HR 1, HR 1 was introduced by X; X (did not) cosponsor HR 1."""
    for bill in scene.of(Thing.BILL):
        options = bill_options(scene, bill)
        ids = [str(one) for one in options.values]
        if not ids:
            continue
        head = scene.between(scene.sentence.start, bill.start)
        tail = scene.between(bill.end, scene.sentence.end)
        owner = _last_before(scene, bill.start, Thing.PERSON)
        if owner is not None and owner.key:
            gap = scene.between(owner.end, bill.start)
            if re.fullmatch(
                r"['’]s?\s+(?:own\s+)?(?:(?:bill|measure|legislation|proposal|act)\b,?\s*)?(?:\(|the\s+)?",
                gap,
            ):
                yield _sponsor(scene, owner, bill, ids, owner.start, bill.end)
        by = re.match(
            r"[^.;]{0,60}?\b(?:sponsored|introduced|authored|written|proposed)\s+by\s+(?:Rep\.\s+|Sen\.\s+)?",
            tail,
        )
        if by and not re.search(r"\bco-?sponsored\s+by\s", by[0], re.I):
            person = _first_after(scene, bill.end + by.end() - 1, Thing.PERSON)
            if person is not None and person.key and person.start - bill.end - by.end() < 12:
                yield _sponsor(scene, person, bill, ids, bill.start, person.end)
        did = re.search(
            r"\b(?P<co>co-?)?sponsor(?:s|ed|ing)?\b|\b(?P<signed>signed on to|signed onto|backed|supports?|supporting|supported)\b|\b(?P<in>introduced|authored|wrote)\b",
            head,
            re.I,
        )
        if did and owner is not None and owner.key:
            place = scene.sentence.start + did.start()
            who = _last_before(scene, place, Thing.PERSON)
            if who is None or not who.key:
                continue
            if did["in"] or (not did["co"] and not did["signed"]):
                if did.group(0).lower().startswith("sponsor") or did["in"]:
                    yield _sponsor(scene, who, bill, ids, who.start, bill.end)
                continue
            yield from _cosponsor(scene, who, bill, ids, head, did)


def _sponsor(
    scene: Scene, person: Mention, bill: Mention, ids: list[str], start: int, end: int
) -> Claim:
    yes = not _negated(scene.between(start, end))
    readings = [
        Reading(measure="bill_sponsor", params={"bill": one}, score=3 - 0.01 * place, sure=len(ids) == 1,
                expected=("person" if yes else "not person", person.key, person.name))
        for place, one in enumerate(ids)
    ]  # fmt: skip
    return _claim(scene, start, end, *readings, claimed=person.name)


def _cosponsor(
    scene: Scene, who: Mention, bill: Mention, ids: list[str], head: str, did: re.Match[str]
) -> Iterator[Claim]:
    known = scene.known(who)
    if known is None or not known.bioguide:
        return
    place = scene.sentence.start + did.start()
    wished = re.search(r"\b(?:should|ought to|must|needs? to)\b", head)
    # "should be supporting A and not B": what is said is the opposite of what should be.
    turned = re.search(
        r"\b(?:not|instead of|rather than)\s+(?:\w+\s+){0,2}$", scene.between(place, bill.start)
    )
    yes = bool(turned) if wished else not _negated(scene.between(who.start, place + len(did[0])))
    doubts = () if did["co"] else ("To support a bill is read as to cosponsor it.",)
    readings = [
        Reading(measure="cosponsored", params={"member": known.bioguide, "bill": one},
                score=2.5 - 0.01 * number, sure=len(ids) == 1, doubts=doubts,
                expected=("yes" if yes else "no",))
        for number, one in enumerate(ids)
    ]  # fmt: skip
    start = bill.start if wished and turned else who.start
    yield _claim(
        scene,
        start,
        bill.end,
        *readings,
        claimed=("cosponsors" if yes else "does not cosponsor") + f" {bill.text}",
    )


def _passed(scene: Scene) -> Iterator[Claim]:
    """A bill passed the House, or was pushed through Congress, on a day."""
    form = r"\bpass(?:ed|es|ing)?\b|\bapproved\b|\bpushed\b[^.;]{0,30}\bthrough\b|\bcleared\b"
    for bill in scene.of(Thing.BILL):
        tail = scene.between(bill.start, scene.sentence.end)
        verb = re.search(form, tail, re.I)
        head = scene.between(scene.sentence.start, bill.start)
        ahead = re.search(
            r"\b(?:House|Congress|chamber)\s+(?:\w+\s+)?(?:passed|approved)\s+(?:\w+\s+){0,4}$",
            head,
        )
        if not ahead and (not verb or not re.search(r"\b(?:House|Congress|chamber)\b", tail)):
            continue
        days = [
            q
            for q in scene.numbers
            if q.kind in {Kind.DATE, Kind.WEEKDAY} and q.start >= bill.start
        ]
        options = bill_options(scene, bill)
        if not options.values:
            continue
        day: Quantity | None = days[0] if days else None
        start = bill.start if not ahead else scene.sentence.start + ahead.start()
        end = day.end if day else bill.start + (verb.end() if verb else len(bill.text))
        if not day:
            house = re.search(r"\b(?:House|Congress|chamber)\b", tail)
            end = max(end, bill.start + house.end()) if house else end
        readings = [
            Reading(measure="bill_passed_house", params={"bill": one}, score=3 - 0.01 * place,
                    sure=options.sure and day is not None, quantity=day,
                    expected=("day",) if day else (("never",) if _negated(scene.between(start, end)) else ("passed",)))
            for place, one in enumerate(options.values)
        ]  # fmt: skip
        yield _claim(scene, start, end, *readings, claimed=day.text if day else "passed")


# -- elections ----------------------------------------------------------------------------------


def _days(scene: Scene) -> Iterator[Claim]:
    """The primary was March 3; the general election was held on Nov. 3, 2020."""
    for quantity in scene.numbers:
        if quantity.kind is not Kind.DATE:
            continue
        near = [
            one for one in scene.rounds
            if one[1] <= quantity.start and quantity.start - one[1] < 40
            and re.fullmatch(r"(?:\s+(?:election|vote|contest|in\s+\w+|for\s+the\s+\w+))?(?:\s+(?:was|is|took place|fell|came|were))?(?:\s+held)?(?:\s+on)?,?\s*", scene.between(one[1], quantity.start), re.I)
        ]  # fmt: skip
        if not near:
            base = scene.sentence.start
            for _, place, _ in _places(scene, r"\bvoters\s+(?:went to the polls|voted)\s+on\s*"):
                if place <= quantity.start <= place + 2 and scene.rounds:
                    near = [(place - 1, place, scene.rounds[0][2])]
            follows = [
                o for o in scene.rounds if 0 <= o[0] - quantity.end <= 2 and quantity.start >= base
            ]
            if follows:
                near = follows
        if not near:
            continue
        start, end, _ = near[-1]
        cycle_options = scene.cycles(quantity.start, quantity.end)
        seats = scene.seats(quantity.start, quantity.end, None, None)
        if not cycle_options.values or not seats.values:
            continue
        cycle, seat = int(str(cycle_options.values[0])), str(seats.values[0])
        special = "special" in scene.sentence.text.lower() or (
            quantity.year_given and quantity.day is not None and quantity.day.year % 2 == 1
        )
        rounds = scene._variants(near[-1][2], special, seat, cycle)
        readings = [
            Reading(measure="contest_date", params={"race": seat, "cycle": cycle, "round": one},
                    score=3 - 0.01 * place, sure=cycle_options.sure and len(rounds) == 1,
                    quantity=quantity, expected=("day",))
            for place, one in enumerate(rounds)
        ]  # fmt: skip
        low = min(start, quantity.start)
        lead = re.search(
            r"(?:the\s+)?(?:[\w-]+\s+)?$", scene.between(scene.sentence.start, low), re.I
        )
        low -= len(lead[0]) if lead and re.match(r"the\s", lead[0], re.I) else 0
        yield _claim(scene, low, max(end, quantity.end), *readings, claimed=quantity.text)


_WON = r"\b(?:won|wins|prevailed|was\s+(?:re-?)?elected|was\s+re-elected)\b"
_LOST = r"\b(?:lost|was\s+defeated|was\s+unseated|was\s+ousted|conceded)\b"
_BEAT = r"\b(?:beat|defeated|ousted|unseated|edged\s+out|edged|toppled|bested)\b"
_ADVANCED = r"\b(?:advanced|advances|moved\s+on|emerged|made\s+the\s+runoff|qualified)\b"


def _outcomes(scene: Scene) -> Iterator[Claim]:
    """X won, lost, beat Y, advanced: whom the round brought what."""
    for form, expected in (
        (_BEAT, "beat"),
        (_WON, "won"),
        (_LOST, "lost"),
        (_ADVANCED, "advanced"),
    ):
        for start, end, match in _places(scene, form):
            head = scene.between(scene.sentence.start, start)
            if re.search(
                r"\b(?:if|would|could|might|to|should|can|will|may|who)\s+(?:\w+\s+)?$", head
            ):
                continue
            who = _last_before(scene, start, Thing.PERSON)
            if who is None or not who.key or scene.apart(start, end, who) > 8:
                continue
            if expected in {"won", "lost"} and not _of_election(scene, end):
                continue
            yield from _outcome(
                scene, who, start, end, expected, negated=_negated(scene.between(who.end, end))
            )


def _of_election(scene: Scene, end: int) -> bool:
    """Whether what is won or lost is an election."""
    tail = scene.between(end, scene.sentence.end)
    return bool(
        scene.rounds
        or re.match(r"\s*(?:$|[.,;]|in\s+\d{4}|by\b|with\b|the\s+(?:seat|district|race|election|nomination)|(?:re-?)?election|(?:his|her)\s+(?:seat|race|re-?election|bid|primary)|handily|easily|narrowly|comfortably|to\b|over\b|against\b|again\b|\d)", tail, re.I)
    )  # fmt: skip


def _outcome(
    scene: Scene, who: Mention, start: int, end: int, expected: str, *, negated: bool
) -> Iterator[Claim]:
    known = scene.known(who)
    for_cycle = scene.cycles(start, end)
    if known is None or not for_cycle.values:
        return
    readings: list[Reading] = []
    wants = {"won": ("elected", "advanced"), "beat": ("elected", "advanced"), "lost": ("lost",),
             "advanced": ("advanced", "elected")}[expected]  # fmt: skip
    if negated:
        wants = ("lost",) if expected != "lost" else ("elected", "advanced")
    for cycle in for_cycle.values:
        year = int(str(cycle))
        seats = scene.seats(start, end, known, year)
        if not seats.values:
            continue
        seat = str(seats.values[0])
        rounds = scene.rounds_of(start, end, seat, year)
        if expected == "advanced" and rounds.values == ("general",):
            rounds = type(rounds)(values=("primary",), sure=True)
        for place, name in enumerate(rounds.values):
            readings.append(
                Reading(measure="outcome", params={"race": seat, "cycle": year, "round": str(name),
                        "candidate": known.key}, score=2.5 - 0.01 * place,
                        sure=for_cycle.sure and rounds.sure and who.how in {"full", "short", "role"},
                        expected=("one of", *wants))
            )  # fmt: skip
    if not readings:
        return
    high = end
    year_at = [q for q in scene.numbers if q.kind is Kind.YEAR and 0 <= q.start - end < 60]
    if year_at:
        high = year_at[0].end
    other = _first_after(scene, end, Thing.PERSON)
    if expected == "beat" and other is not None:
        high = max(high, other.end) if other.start - end < 40 else high
    yield _claim(scene, who.start, high, *readings, claimed=f"{who.name} {expected}")


def _closer(scene: Scene) -> Iterator[Claim]:
    """By an even closer margin in 2022 than in the year named before it."""
    for start, end, match in _places(
        scene,
        r"\b(?:by\s+)?an?\s+(?:even\s+|much\s+|far\s+|slightly\s+)?(?P<c>closer|narrower|tighter|slimmer|wider|larger|bigger|greater)\s+margin(?:\s+(?:in|of)\s+(?P<y>\d{4}))?",
    ):
        named = [int(q.value) for q in scene.numbers if q.kind is Kind.YEAR]
        said = int(match["y"]) if match["y"] else 0
        before = [year for year in named if year != said]
        if not said or not before:
            continue
        person, _ = scene.subject(start, end)
        known = scene.known(person)
        seats = scene.seats(start, end, known, said)
        if not seats.values or said % 2 or before[0] % 2:
            continue
        less = match["c"].lower() in {"closer", "narrower", "tighter", "slimmer"}
        reading = Reading(
            measure="margin_votes",
            params={"race": str(seats.values[0]), "cycle": said, "round": "general"}, score=2.5, sure=True,
            expected=("less than" if less else "more than", {"race": str(seats.values[0]), "cycle": before[0], "round": "general"}),
        )  # fmt: skip
        yield _claim(scene, start, end, reading, claimed=f"{match['c']} than in {before[0]}")


# -- rules, parties, endorsements ---------------------------------------------------------------

_RULES = (
    (r"\btwo\s+(?:leading|top|highest)\s+(?:vote[- ]?getters|finishers|candidates)\b[^.;]*?\badvance\w*\b[^.;]*|\btop[- ]two\s+(?:finishers|vote[- ]?getters|candidates)\b[^.;]*?\badvance\w*\b[^.;]*|[“\"]?\btop[- ]two\b[”\"]?\s+primary(?:\s+system)?", "top-two"),
    (r"\btop[- ]four\s+primary(?:\s+system)?\b|\btop\s+four\s+(?:finishers|candidates)\b[^.;]*?\badvance\w*\b[^.;]*", "top-four"),
    (r"\branked[- ]choice\s+(?:voting|general|election)\b", "ranked-choice"),
    (r"\bjungle\s+primary\s+(?:system|in which)\b[^.;]*", "top-two"),
)  # fmt: skip


def _rules(scene: Scene) -> Iterator[Claim]:
    """How a state's primary decides: the two leading vote-getters advance, regardless of party."""
    states = [one.key for one in scene.of(Thing.STATE) if one.key]
    states += [one.key.partition("-")[0] for one in scene.of(Thing.DISTRICT) if one.key]
    if not states and scene.stage.seat:
        states = [split_district(scene.stage.seat)[0]]
    cycles = scene.cycles(scene.sentence.start, scene.sentence.end).values
    if not states or not cycles:
        return
    for form, rule in _RULES:
        found = [one for one in _places(scene, form)]
        if found:
            start, end, _ = max(found, key=lambda one: one[1] - one[0])
            lead = re.search(
                r"\bwhere\s+the\s+$|\bthe\s+$", scene.between(scene.sentence.start, start)
            )
            start -= len(lead[0]) if lead else 0
            reading = Reading(measure="election_rule", params={"state": states[0], "cycle": int(str(cycles[0]))},
                              score=3, sure=True, expected=("one of", rule))  # fmt: skip
            yield _claim(scene, start, end, reading, claimed=rule)
            return


_PARTY = {"democrat": "DEM", "democrats": "DEM", "republican": "REP", "republicans": "REP",
          "libertarian": "LIB", "green": "GRN", "independent": "IND", "independents": "IND",
          "democratic": "DEM"}  # fmt: skip


def _parties(scene: Scene) -> Iterator[Claim]:
    """Both are Democrats; X, a Republican, …; X is a Democrat."""
    for start, end, match in _places(
        scene,
        r"\bboth\s+(?:candidates\s+|men\s+|women\s+)?(?:are|were)\s+(?P<p>Democrats|Republicans)\b",
    ):
        people = [p for p in scene.of(Thing.PERSON) if p.key]
        for before in scene.before():
            people = [p for p in before.of(Thing.PERSON) if p.key and p.how != "derived"] + people
            if len({p.key for p in people}) >= 2:
                break
        keys = list(dict.fromkeys(reversed([p.key for p in people])))[:2]
        if len(keys) == 2:
            yield from _party(scene, start, end, keys, match["p"].lower())
    form = r"(?:,\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}?|\s+(?:is|was)\s+(?:an?|the)\s+(?:lifelong\s+|moderate\s+|first-term\s+|freshman\s+|progressive\s+|conservative\s+)?)(?P<p>Democrat|Republican|Libertarian|independent)\b(?!ic)(?!\s+(?:primary|challenger|leader|Party|voters|firm|seat))"
    for start, end, match in _places(scene, form):
        who = _last_before(scene, start + 1, Thing.PERSON)
        if who is None or not who.key or start - who.end > 1:
            continue
        yield from _party(scene, who.start, end, [who.key], match["p"].lower())


def _party(scene: Scene, start: int, end: int, keys: list[str], said: str) -> Iterator[Claim]:
    cycles = scene.cycles(start, end).values
    wanted = _PARTY[said]
    readings: list[Reading] = []
    for key in keys:
        known = scene.stage.index.people.get(key)
        if known is None:
            return
        years = sorted({year for _, year in known.races}, reverse=True)
        near = [int(str(c)) for c in cycles if int(str(c)) in years] or years[:1]
        seats = scene.seats(start, end, known, near[0]) if near else None
        if not near or not seats or not seats.values:
            return
        readings.append(
            Reading(measure="party", params={"race": str(seats.values[0]), "cycle": near[0], "candidate": key},
                    score=2.5, sure=True, expected=("party", wanted))
        )  # fmt: skip
    whole = readings[0] if len(readings) == 1 else Reading(
        measure="party", params=readings[0].params, score=2.5, sure=True, expected=("all", tuple(readings))
    )  # fmt: skip
    yield _claim(scene, start, end, whole, claimed=said)


def _endorsed(scene: Scene) -> Iterator[Claim]:
    """X endorsed Y, AIPAC endorsed 233 Republicans: no source of endorsements is loaded."""
    for start, end, match in _places(scene, r"\bendorse[ds]?\b"):
        who = _last_before(scene, start, Thing.NETWORK, Thing.COMMITTEE, Thing.PERSON)
        if who is None or start - who.end > 40:
            continue
        counts = [q for q in scene.numbers if q.kind is Kind.COUNT and 0 <= q.start - end < 60]
        whom = _first_after(scene, end, Thing.PERSON)
        if not counts and (whom is None or whom.start - end > 30):
            continue
        last = counts[-1] if counts else None
        high = last.end if last else (whom.end if whom else end)
        if last:
            noun = re.match(r"\s+[\w-]+", scene.between(last.end, scene.sentence.end))
            high += len(noun[0]) if noun else 0
        name = "candidates_endorsed" if counts else "endorsements"
        reading = Reading(measure=name, params={"endorser": who.name, "cycle": scene.stage.when.cycle},
                          score=2, expected=("endorsed",))  # fmt: skip
        yield _claim(scene, who.start, high, reading, claimed=scene.between(end, high).strip(),
                     outcome=Ruling.NOT_IN_RECORD,
                     why="The record holds no endorsements. A list by the endorser would be needed.")  # fmt: skip


def _single_race(scene: Scene) -> Iterator[Claim]:
    """AIPAC has only got involved in a single race."""
    form = r"\b(?:in\s+)?(?:only|just)\b[^.;]{0,60}?\b(?:a\s+single|one)\s+race\b|\bin\s+a\s+single\s+race\b"
    for start, end, _ in _places(scene, form):
        who = _last_before(scene, end, Thing.NETWORK, Thing.COMMITTEE)
        cycle = scene.stage.when.cycle
        if who is None or not who.key or cycle is None:
            continue
        params = {"network" if who.thing is Thing.NETWORK else "spender": who.key, "cycle": cycle}
        if any(name == "general" for _, _, name in scene.rounds):
            params["round"] = "general"
        reading = Reading(measure="outside_spending_races", params=params, score=2, sure=False,
                          expected=("number", 1))  # fmt: skip
        yield _claim(scene, who.start, end, reading, claimed="one race")


def _only_one_to(scene: Scene) -> Iterator[Claim]:
    """The only district to give somebody a majority in a presidential primary: not in the record."""
    form = r"\b(?:was\s+)?the\s+only\s+(?:congressional\s+)?district\b[^.;]*?\bprimary\b"
    for start, end, _ in _places(scene, form):
        yield _claim(scene, scene.sentence.start, end, claimed="the only district",
                     outcome=Ruling.NOT_IN_RECORD,
                     why="Votes in presidential primaries by district are not in the record; no "
                     "source of them is known to Hustings.")  # fmt: skip


_FORMS: tuple[Callable[[Scene], Iterator[Claim]], ...] = (
    _borders, _represents, _bills, _passed, _days, _closer, _outcomes, _rules, _parties, _endorsed,
    _single_race, _only_one_to,
)  # fmt: skip
