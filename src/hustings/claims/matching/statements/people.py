"""Statements about people and groups: of which party, endorsed by whom, active in one race alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.matching.scene import Scene
from hustings.claims.matching.statements.common import first_after, last_before, places, stated
from hustings.claims.model import Claim, Kind, Reading, Ruling, Thing

_PARTY = {"democrat": "DEM", "democrats": "DEM", "republican": "REP", "republicans": "REP",
          "libertarian": "LIB", "green": "GRN", "independent": "IND", "independents": "IND",
          "democratic": "DEM"}  # fmt: skip


def parties(scene: Scene) -> Iterator[Claim]:
    """Both are Democrats; X, a Republican, …; X is a Democrat."""
    for start, end, match in places(
        scene,
        r"\b(?:again\s+)?both\s+(?:candidates\s+|men\s+|women\s+)?(?:are|were)\s+(?P<p>Democrats|Republicans)\b",
    ):
        people = [p for p in scene.of(Thing.PERSON) if p.key]
        for before in scene.before():
            people = [p for p in before.of(Thing.PERSON) if p.key and p.how != "derived"] + people
            if len({p.key for p in people}) >= 2:
                break
        keys = list(dict.fromkeys(reversed([p.key for p in people])))[:2]
        if len(keys) == 2:
            yield from _party(scene, start, end, keys, match["p"].lower())
    form = (
        r"(?:,\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}?|\s+(?:is|was)\s+(?:an?|"
        r"the)\s+(?:lifelong\s+|moderate\s+|first-term\s+|freshman\s+|progressive\s+|"
        r"conservative\s+)?)(?P<p>Democrat|Republican|Libertarian|independent)\b(?!ic)(?!\s+"
        r"(?:primary|"
        r"challenger|leader|Party|voters|firm|seat))"
    )
    for start, end, match in places(scene, form):
        who = last_before(scene, start + 1, Thing.PERSON)
        if who is None or not who.key or start - who.end > 1:
            continue
        yield from _party(scene, who.start, end, [who.key], match["p"].lower())
    for start, end, match in places(
        scene,
        r"\b(?:ran|stood|campaigned|running)\s+as\s+an?\s+(?P<p>Democrat|Republican|Libertarian|independent)\b",
    ):
        who = last_before(scene, start, Thing.PERSON)
        if who is not None and who.key and start - who.end <= 30:
            yield from _party(scene, who.start, end, [who.key], match["p"].lower())
    for start, end, match in places(scene, r"\b(?P<p>Democrat|Republican|Libertarian)\s+(?=[A-Z])"):
        who = first_after(scene, end - 1, Thing.PERSON)
        if who is not None and who.key and who.start == end and who.how == "full":
            yield from _party(scene, start, who.end, [who.key], match["p"].lower())


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
            Reading(measure="party", params={"race": str(seats.values[0]), "cycle": near[0],
                    "candidate": key},
                    score=2.5, sure=True, expected=("party", wanted))
        )  # fmt: skip
    whole = readings[0] if len(readings) == 1 else Reading(
        measure="party", params=readings[0].params, score=2.5, sure=True, expected=("all", tuple(readings))
    )  # fmt: skip
    yield stated(scene, start, end, whole, claimed=said)


_NO_LIST = "The record holds no endorsements. A list by the endorser would be needed."


def endorsed(scene: Scene) -> Iterator[Claim]:
    """X endorsed Y, a union endorsed her, a group endorsed 233 of a party: no source of it is loaded."""
    for start, end, _ in places(scene, r"\bendorse[ds]?\b"):
        head = scene.between(scene.sentence.start, start)
        if re.search(
            r"\b(?:to|would|could|should|might|not|n['’]t|was|were|been|who|already|be|has)\s+$",
            head,
            re.I,
        ):
            continue
        who = last_before(scene, start, Thing.NETWORK, Thing.COMMITTEE, Thing.PERSON)
        near = who is not None and start - who.end <= 40
        counts = [q for q in scene.numbers if q.kind is Kind.COUNT and 0 <= q.start - end < 60]
        whom = first_after(scene, end, Thing.PERSON)
        tail = scene.between(end, scene.sentence.end)
        others = re.match(
            r"\s+(?:him|her|them|both|most|all|the\s+\w+)\b(?:\s+of\s+the\s+\w+)?(?:\s+in\s+\w+)?",
            tail,
        )
        if not counts and not others and (whom is None or whom.start - end > 30):
            continue
        last = counts[-1] if counts else None
        high = last.end if last else end + len(others[0]) if others else whom.end if whom else end
        if last:
            noun = re.match(r"\s+[\w-]+", scene.between(last.end, scene.sentence.end))
            high += len(noun[0]) if noun else 0
        clause = re.split(r"[;:,]\s|\bthat\s|\band\s", head)[-1]
        low = who.start if near and who is not None else start - len(clause)
        name = "candidates_endorsed" if counts else "endorsements"
        by = who.name if near and who is not None else clause.strip()
        reading = Reading(measure=name, params={"endorser": by, "cycle": scene.stage.when.cycle},
                          score=2, expected=("endorsed",))  # fmt: skip
        yield stated(scene, low, high, reading, claimed=scene.between(end, high).strip(),
                     outcome=Ruling.NOT_IN_RECORD,
                     why=_NO_LIST)  # fmt: skip


def single_race(scene: Scene) -> Iterator[Claim]:
    """AIPAC has only got involved in a single race."""
    form = r"\b(?:in\s+)?(?:only|just)\b[^.;]{0,60}?\b(?:a\s+single|one)\s+race\b|\bin\s+a\s+single\s+race\b"
    for _, end, _ in places(scene, form):
        who = last_before(scene, end, Thing.NETWORK, Thing.COMMITTEE)
        cycle = scene.stage.when.cycle
        if who is None or not who.key or cycle is None:
            continue
        params = {"network" if who.thing is Thing.NETWORK else "spender": who.key, "cycle": cycle}
        if any(name == "general" for _, _, name in scene.rounds):
            params["round"] = "general"
        reading = Reading(measure="outside_spending_races", params=params, score=2, sure=False,
                          expected=("number", 1))  # fmt: skip
        yield stated(scene, who.start, end, reading, claimed="one race")


def only_one_to(scene: Scene) -> Iterator[Claim]:
    """The only district to give somebody a majority in a presidential primary: not in the record."""
    form = r"\b(?:was\s+)?the\s+only\s+(?:congressional\s+)?district\b[^.;]*?\bprimary\b"
    for _, end, _ in places(scene, form):
        yield stated(scene, scene.sentence.start, end, claimed="the only district",
                     outcome=Ruling.NOT_IN_RECORD,
                     why="Votes in presidential primaries by district are not in the record; no "
                     "source of them is known to Hustings.")  # fmt: skip
