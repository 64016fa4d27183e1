"""Statements about votes: on which day, who won, lost or advanced, by which rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.matching.reach import certain
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.stage import Options
from hustings.claims.matching.statements.common import (
    POSSESSIVE,
    first_after,
    negated,
    places,
    stated,
)
from hustings.claims.model import Claim, Kind, Mention, Reading, Thing
from hustings.claims.names.index import Known
from hustings.ids import split_district


def days(scene: Scene) -> Iterator[Claim]:
    """The primary was March 3; the general election was held on Nov. 3, 2020."""
    for quantity in scene.numbers:
        if quantity.kind is not Kind.DATE:
            continue
        near = [
            one for one in scene.rounds
            if one[1] <= quantity.start and quantity.start - one[1] < 40
            and re.fullmatch((
            r"(?:\s+(?:election|vote|contest|in\s+\w+|for\s+the\s+\w+))?(?:\s+(?:was|"
            r"is|took place|fell|came|were|of))?(?:\s+held)?(?:\s+on)?,?\s*"
        ), scene.between(one[1], quantity.start), re.I)
        ]  # fmt: skip
        if not near:
            base = scene.sentence.start
            for _, place, _ in places(scene, r"\bvoters\s+(?:went to the polls|voted)\s+on\s*"):
                if place <= quantity.start <= place + 2 and scene.rounds:
                    near = [(place - 1, place, scene.rounds[0][2])]
            follows = [
                o for o in scene.rounds if 0 <= o[0] - quantity.end <= 2 and quantity.start >= base
            ]
            if follows:
                near = follows
        if (
            not near
            and len({name for _, _, name in scene.rounds}) == 1
            and _HELD_ON.search(scene.between(scene.sentence.start, quantity.start))
        ):
            near = [(quantity.start - 1, quantity.start, scene.rounds[0][2])]
        if not near:
            continue
        start, end, _ = near[-1]
        cycle_options = scene.cycles(quantity.start, quantity.end, voting=True)
        seats = scene.seats(quantity.start, quantity.end, None, None)
        if not cycle_options.values or not seats.values:
            continue
        seat = str(seats.values[0])
        special = scene.special(quantity.start, quantity.end) or (
            quantity.year_given and quantity.day is not None and quantity.day.year % 2 == 1
        )
        readings: list[Reading] = []
        for place, one in enumerate(cycle_options.values):
            cycle = int(str(one))
            rounds = scene.variants(near[-1][2], special, seat, cycle)
            held = scene.stage.days(seat, cycle)
            exact = [
                name for name, day in held.items()
                if quantity.day and (day.month, day.day) == (quantity.day.month, quantity.day.day)
                and name.endswith(near[-1][2].rpartition("-")[2])
            ]  # fmt: skip
            rounds = (*exact, *(name for name in rounds if name not in exact))
            readings += [
                Reading(measure="contest_date", params={"race": seat, "cycle": cycle, "round": name},
                        score=3 - 0.01 * (len(readings) + place), quantity=quantity, expected=("day",),
                        sure=cycle_options.sure and len(rounds) == 1)
                for name in rounds
            ]  # fmt: skip
        low = min(start, quantity.start)
        lead = re.search(
            r"(?:the\s+)?(?:[\w-]+\s+)?$", scene.between(scene.sentence.start, low), re.I
        )
        low -= len(lead[0]) if lead and re.match(r"the\s", lead[0], re.I) else 0
        yield stated(scene, low, max(end, quantity.end), *readings, claimed=quantity.text)


#: "in the primary of 2016, held on Aug. 2"
_HELD_ON = re.compile(r"\b(?:held|took\s+place|fell)\s+on\s+$")
_WON = (
    r"\b(?:won|wins|prevailed|held\s+on|was\s+(?:first\s+)?(?:re-?)?elected|was\s+re-elected|flipped\s+(?=the\s+(?:seat|district))|"
    r"took\s+(?=(?:it|the\s+seat|the\s+district)\s+(?:in\s+\d{4}|from|by)\b))"
)
_LOST = r"\b(?:lost|was\s+defeated|was\s+unseated|was\s+ousted|conceded)\b"
_BEAT = (
    r"\b(?:beat|upset|dethroned|routed|trounced|held\s+off|fended\s+off|defeated|"
    r"ousted|unseated|edged\s+out|edged|toppled|bested)\b"
)


def outcomes(scene: Scene) -> Iterator[Claim]:
    """X won, lost, beat Y, advanced: whom the round brought what."""
    for form, expected in (
        (_BEAT, "beat"),
        (_WON, "won"),
        (_LOST, "lost"),
    ):
        for start, end, _ in places(scene, form):
            head = scene.between(scene.sentence.start, start)
            if re.search(
                r"\b(?:if|would|could|might|to|should|can|will|may|(?<!,\s)who)\s+(?:\w+\s+)?$",
                head,
            ):
                continue
            doers = [
                one for one in scene.of(Thing.PERSON)
                if one.end <= start and one.how != "derived" and not scene.is_object(one)
                and one.text.lower() not in POSSESSIVE
            ]  # fmt: skip
            who = doers[-1] if doers else None
            if who is None or not who.key or scene.apart(start, end, who) > 8:
                continue
            if expected in {"won", "lost"} and not _of_election(scene, end):
                continue
            yield from _outcome(
                scene, who, start, end, expected, negated=negated(scene.between(who.end, end))
            )


def _of_election(scene: Scene, end: int) -> bool:
    """Whether what is won or lost is an election."""
    tail = scene.between(end, scene.sentence.end)
    return bool(
        scene.rounds
        or re.match((
            r"\s*(?:$|[.,;]|in\s+\d{4}|by\b|with\b|the\s+(?:seat|district|race|"
            r"election|nomination)|(?:re-?)?election|(?:his|her)\s+(?:seat|race|"
            r"re-?election|bid|primary)|handily|easily|narrowly|comfortably|"
            r"to\b|over\b|against\b|again\b|when\b|after\b|because\b|it\b|there\b|that\b|\d)"
        ), tail, re.I)
    )  # fmt: skip


def _outcome(
    scene: Scene, who: Mention, start: int, end: int, expected: str, *, negated: bool
) -> Iterator[Claim]:
    known = scene.known(who)
    for_cycle = scene.cycles(start, end, known, voting=True)
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
            rounds = Options(values=("primary",), sure=True)
        for place, name in enumerate(rounds.values):
            readings.append(
                Reading(measure="outcome", params={"race": seat, "cycle": year, "round": str(name),
                        "candidate": known.key}, score=2.5 - 0.01 * place,
                        sure=for_cycle.sure and rounds.sure and who.how in {"full", "short", "role"},
                        named=certain(who),
                        expected=("one of", *wants))
            )  # fmt: skip
    if not readings:
        return
    high = end
    year_at = [q for q in scene.numbers if q.kind is Kind.YEAR and 0 <= q.start - end < 60]
    if year_at:
        high = year_at[0].end
    other = first_after(scene, end, Thing.PERSON)
    if expected == "beat" and other is not None:
        high = max(high, other.end) if other.start - end < 40 else high
    yield stated(scene, who.start, high, *readings, claimed=f"{who.name} {expected}")


def closer(scene: Scene) -> Iterator[Claim]:
    """By an even closer margin in 2022 than in the year named before it."""
    for start, end, match in places(
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
        params = {"race": str(seats.values[0]), "cycle": said, "round": "general"}
        reading = Reading(
            measure="margin_votes",
            params=params, score=2.5, sure=True,
            expected=("less than" if less else "more than", {**params, "cycle": before[0]}),
        )  # fmt: skip
        yield stated(scene, start, end, reading, claimed=f"{match['c']} than in {before[0]}")


_RULES = (
    ((
            r"\btwo\s+(?:leading|top|highest)\s+(?:vote[- ]?getters|finishers|"
            r"candidates)\b[^.;]*?\badvance\w*\b[^.;]*|\btop[- ]two\s+(?:finishers|"
            r"vote[- ]?getters|candidates)\b[^.;]*?\badvance\w*\b[^.;]*|"
            r"[“\"]?\btop[- ]two\b[”\"]?\s+primary(?:\s+system)?|"
            r"\b(?:lets?|sends?|puts?)\s+the\s+top\s+two\b[^.;,]*|\bthe\s+top\s+two\s+(?:go|goes|move|advance|proceed|meet)\b[^.;,]*"
        ), "top-two"),
    ((
            r"\btop[- ]four\s+primary(?:\s+system)?\b|\btop\s+four\s+(?:finishers|"
            r"candidates)\b[^.;]*?\badvance\w*\b[^.;]*|\bfour\s+(?:candidates\s+)?(?:go|move|advance)\s*(?:on\s+)?from\s+the\s+primary\b"
        ), "top-four"),
    ((
            r"\b(?:decided|settled|counted)\s+by\s+ranked[- ]choice\b(?:\s+voting)?|"
            r"\branked[- ]choice\s+(?:voting|general|election)\b"
        ), "ranked-choice"),
    ((
            r"\bneeds?\s+(?:a\s+)?majority\b[^.;]*?\brunoff\b|\brunoff\s+if\s+(?:nobody|"
            r"no\s+one|no\s+candidate)\b[^.;]*"
        ), "majority-two-round"),
    (r"\bjungle\s+primary\s+(?:system|in which)\b[^.;]*", "top-two"),
)  # fmt: skip


def rules(scene: Scene) -> Iterator[Claim]:
    """How a state's primary decides: the two leading vote-getters advance, regardless of party."""
    states = [one.key for one in scene.of(Thing.STATE) if one.key]
    states += [one.key.partition("-")[0] for one in scene.of(Thing.DISTRICT) if one.key]
    if not states and scene.stage.seat:
        states = [split_district(scene.stage.seat)[0]]
    cycles = scene.cycles(scene.sentence.start, scene.sentence.end).values
    if not states or not cycles:
        return
    taken: list[tuple[int, int]] = []
    for form, rule in _RULES:
        found = [
            one for one in places(scene, form)
            if not any(one[0] < end and start < one[1] for start, end in taken)
        ]  # fmt: skip
        if found:
            start, end, _ = max(found, key=lambda one: one[1] - one[0])
            lead = re.search(
                r"\bwhere\s+the\s+$|\bthe\s+$", scene.between(scene.sentence.start, start)
            )
            start -= len(lead[0]) if lead else 0
            params = {"state": states[0], "cycle": int(str(cycles[0]))}
            if rule == "ranked-choice":
                # It is generals that are decided so; a primary before them need not be.
                params["round"] = "general"
            reading = Reading(measure="election_rule", params=params,
                              score=3, sure=True, expected=("one of", rule))  # fmt: skip
            taken.append((start, end))
            yield stated(scene, start, end, reading, claimed=rule)


_OUT = (
    r"\bno\s+(?P<p>Republican|Democrat)\s+(?:made\s+it|made\s+the\s+(?:November|fall|general)|went\s+on|advanced|got|survived|moved\s+on|qualified|was\s+left)\b"
    r"[^.;,]{0,50}|\b(?P<q>Republicans|Democrats)\s+(?:were|was)\s+(?:shut|locked)\s+out\b[^.;,]{0,40}"
)


def lockouts(scene: Scene) -> Iterator[Claim]:
    """No Republican made it out of the primary; Democrats were shut out of the general."""
    for start, end, match in places(scene, _OUT):
        if re.search(r"\b(?:none|not|nowhere)\b", match[0]):
            continue
        party = "REP" if (match["p"] or match["q"]).startswith("R") else "DEM"
        cycles = scene.cycles(start, end)
        seats = scene.seats(start, end, None, None)
        if not cycles.values or not seats.values:
            continue
        readings = [
            Reading(measure="lockout", params={"race": str(seats.values[0]), "cycle": int(str(cycle)),
                    "party": party}, score=3 - 0.01 * place, sure=len(cycles.values) == 1,
                    expected=("yes",))
            for place, cycle in enumerate(cycles.values)
        ]  # fmt: skip
        yield stated(scene, start, end, *readings, claimed=match[0].strip())


_WENT_ON = (
    r"\b(?:advanced|advance|moved\s+on|went\s+on|emerged|made\s+(?:it\s+to\s+)?the\s+runoff|qualified|"
    r"faced\s+off|proceeded)\b"
)


def advances(scene: Scene) -> Iterator[Claim]:
    """X and Y advanced; Y came in second and went on: who went on from the round before the last."""
    for start, end, _ in places(scene, _WENT_ON):
        head = scene.between(scene.sentence.start, start)
        if re.search(r"\b(?:no\s+\w+|not|n['’]t|who\s+would|to|could|would|never)\s+$", head, re.I):
            continue
        tail = scene.between(end, scene.sentence.end)
        if re.match(r"\s+to\s+(?:win|become|lose|serve)\b", tail):
            continue
        people = [
            one for one in scene.of(Thing.PERSON)
            if one.key and one.end <= start and len(scene.between(one.end, start).split()) <= 9
            and not re.search(r"[;.]|,\s+(?:but|while)\b", scene.between(one.end, start))
        ]  # fmt: skip
        if not people:
            continue
        known = scene.known(people[-1])
        together = len(people) > 1 and bool(
            re.fullmatch(r"\s*(?:,\s*)?and\s+", scene.between(people[-2].end, people[-1].start))
        )
        chosen = people[-2:] if together else people[-1:]
        yield from _advanced(scene, [one.key for one in chosen], known, chosen[0].start, end)


def _advanced(
    scene: Scene, keys: list[str], known: Known | None, start: int, end: int
) -> Iterator[Claim]:
    names = [scene.stage.index.people[key].name for key in keys if key in scene.stage.index.people]
    readings: list[Reading] = []
    for cycle in scene.cycles(start, end, known, voting=True).values if names else ():
        year = int(str(cycle))
        seats = scene.seats(start, end, known, year)
        if not seats.values:
            continue
        seat = str(seats.values[0])
        rounds = [str(one) for one in scene.rounds_of(start, end, seat, year).values]
        rounds += [one for one in ("primary", "general") if one not in rounds]
        for place, name in enumerate(rounds[:3]):
            readings.append(
                Reading(measure="advancing", params={"race": seat, "cycle": year, "round": name},
                        score=2.5 - 0.01 * place, sure=True, expected=("names among", *names))
            )  # fmt: skip
    if readings:
        yield stated(scene, start, end, *readings, claimed=f"{' and '.join(names)} advanced")
