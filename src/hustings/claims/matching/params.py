"""Parameters of a measure from what a sentence names: a list of calls, the likeliest first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.places import elsewhere, spoken_of
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.stage import Options
from hustings.claims.model import Mention, Quantity, Thing
from hustings.claims.names.index import Known
from hustings.figures import Unit
from hustings.ids import congress_sitting, split_district
from hustings.measures.base import Measure
from hustings.measures.resolving import active_id

#: No claim has more readings of one measure.
MOST = 6
#: The doubt of a reading whose year the text does not speak of.
GUESSED = "The sentence names no year; this is one in which the person stood."


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Parameters of one reading, whether they are certain, and what is missing if they are not whole."""

    params: dict[str, Any]
    sure: bool = True
    named: bool = True
    missing: str = ""
    doubts: tuple[str, ...] = ()


#: Two people at once: the two voted alike, they agreed.
_TOGETHER = re.compile(r"\b(?:the\s+(?:two|pair)|both|they|each\s+other)\b", re.I)


def calls(
    scene: Scene, measure: Measure, start: int, end: int, person: Mention | None, sure: bool
) -> list[Call]:
    """The calls that the names in reach allow, at most MOST. None if a needed name is not there."""
    names = {param.name for param in measure.params}
    required = {param.name for param in measure.params if param.required}
    if {"member", "other"} <= names and _TOGETHER.search(scene.clause(start, end)):
        two = scene.two_before(start)
        if len(two) == 2:
            person, sure = two[0], sure and all(one.how in {"full", "short"} for one in two)
    known = scene.known(person) if person and person.thing is Thing.PERSON else None
    if "cycle" in names:
        found = scene.cycles(start, end, known, voting="returns" in measure.needs)
        cycles = found.values or (None,)
    else:
        found, cycles = Options(values=(None,)), (None,)
    made: list[Call] = []
    for turn, cycle in enumerate(cycles):
        if "cycle" in required and cycle is None:
            return []
        number = int(str(cycle)) if cycle is not None else scene.stage.when.cycle
        options: dict[str, Options] = {}
        for param in measure.params:
            one = _option(scene, measure, param.name, start, end, person, known, number)
            if one is None or not one.values:
                if param.required and param.name not in {"cycle", "round"}:
                    return []
                continue
            options[param.name] = one
        if "round" in required:
            seat = str(options["race"].values[0]) if "race" in options else ""
            if not seat or number is None:
                return []
            options["round"] = scene.rounds_of(
                start, end, seat, number, known if "candidate" in names else None
            )
            own = (
                known.parties & scene.stage.primaries(seat, number) if known is not None else set()
            )
            in_primary = options["round"].values[:1] == ("primary",)
            if "party" in names and "party" not in options and len(own) == 1 and in_primary:
                options["party"] = Options(values=tuple(own))
        if "cycle" in names and cycle is not None:
            options["cycle"] = Options(values=(cycle,))
        listed = list(options)
        for values in islice(product(*(options[name].values for name in listed)), MOST):
            params = dict(zip(listed, values, strict=True))
            certain = all(options[name].sure for name in listed) and found.sure
            asks = {"candidate", "member", "person", "to"} & names
            told = (sure or not asks) and all(
                options[name].sure for name in ("committee", "network") if name in options
            )
            told = told and not ("district" in options and elsewhere(scene, start))
            guessed = (GUESSED,) if turn >= found.firm else ()
            made.append(Call(params=params, sure=certain and told, named=told, doubts=guessed))
    return made[:MOST]


def _option(
    scene: Scene,
    measure: Measure,
    name: str,
    start: int,
    end: int,
    person: Mention | None,
    known: Known | None,
    cycle: int | None,
) -> Options | None:
    """What one parameter may be; None where nothing in reach says it."""
    kinds = {param.name: param.kind for param in measure.params}
    match kinds[name]:
        case "Cycle":
            return None
        case "Surname":
            if person is None or person.thing is not Thing.PRESIDENTIAL:
                return None
            return Options(values=(person.key,))
        case "Year":
            return _presidential_year(scene, start, end, person)
        case "Candidate" | "Person" | "Member":
            return _person(scene, measure, name, known, cycle)
        case "Race" | "District":
            return _seat(scene, measure, name, start, end, known, cycle)
        case "State":
            return _state(scene) if _of_state(scene, measure) else None
        case "Congress":
            if "District" in kinds.values() and "Year" in kinds.values():
                year = _presidential_year(scene, start, end, person)
                return scene.lines(start, end, int(str(year.values[0])) if year else 0)
            of_member = "Member" in kinds.values()
            return scene.congresses(start, end, known if of_member else None)
        case "Group":
            return _group(scene, start, end)
        case "Committee" | "Network":
            return _committee(scene, start, kinds[name])
        case "Stance":
            return _stance(scene)
        case "Bill":
            return _bill(scene, start, end)
        case "Party":
            return _party(scene, measure, known)
        case "ElectionKind":
            return _kind_of_round(scene)
    return None


def _person(
    scene: Scene, measure: Measure, name: str, known: Known | None, cycle: int | None
) -> Options | None:
    names = {param.name for param in measure.params}
    if name == "other":
        return _other_member(scene, known)
    if name == "to" or {"spender", "stance"} & names:
        # Money for or against somebody: the name after the preposition, else the only one.
        after = _aimed_at(scene)
        if after is not None:
            aimed = scene.known(after)
            return Options(values=(_filer(scene, aimed, cycle),)) if aimed else None
        people = {one.key: one for one in scene.of(Thing.PERSON) if one.key}
        aimed = scene.known(next(iter(people.values()))) if len(people) == 1 else None
        if aimed is not None and (name == "to" or _stance(scene) is not None):
            return Options(values=(_filer(scene, aimed, cycle),))
        return None
    if known is None:
        return None
    kinds = {param.name: param.kind for param in measure.params}
    if kinds[name] == "Member":
        return Options(values=(known.bioguide,)) if known.bioguide else None
    return Options(
        values=(_filer(scene, known, cycle) if kinds[name] == "Candidate" else known.key,)
    )


def _other_member(scene: Scene, known: Known | None) -> Options | None:
    """Of two members who are compared the one that is not the subject: named here or just before."""
    for told in (scene, *scene.before()):
        people = [one for one in told.of(Thing.PERSON) if one.key and one.how != "derived"]
        others = [one for one in people if known is None or one.key != known.key]
        found = scene.known(others[-1]) if others else None
        if found is not None and found.bioguide:
            return Options(values=(found.bioguide,))
    return None


def _filer(scene: Scene, known: Known, cycle: int | None) -> str:
    """The id under which somebody files in the cycle; else the key, for the record to choose.

    Who files anew for each campaign has several ids, and the key may be one of them.
    """
    ids = [one for one in known.fec_ids if one.startswith("H")]
    if len(ids) == 1 and len(known.fec_ids) == 1:
        return ids[0]
    return active_id(scene.stage.view, known.key, cycle) or known.key


def _aimed_at(scene: Scene) -> Mention | None:
    people = scene.of(Thing.PERSON)
    for one in people:
        head = scene.between(scene.sentence.start, one.start)
        if re.search(
            r"\b(?:against|opposing|oppose|for|supporting|support|to|boosting|behalf of|back|backing|defeat|"
            r"help|helping|elect|attacking|attack|beat|boost|gave|give|given|donated)\s+"
            r"(?:(?:Rep|Sen)\.\s+|[a-z-]+\s+){0,3}$",
            head,
        ):
            return one
    return None


def _seat(
    scene: Scene, measure: Measure, name: str, start: int, end: int, known: Known | None,
    cycle: int | None,
) -> Options | None:  # fmt: skip
    names = {param.name for param in measure.params}
    if {"spender", "stance"} & names:
        named = [one for one in scene.of(Thing.DISTRICT) if one.key and one.how != "derived"]
        if named and _aimed_at(scene) is None:
            return Options(values=(named[0].key,))
        outside = re.search(r"\boutside\s+(?:groups?|spending|money)\b", scene.sentence.text, re.I)
        about = scene.stage.topics.at(start)
        if outside and about and _aimed_at(scene) is None:
            return Options(values=(about,))
        return None
    kinds = {param.name: param.kind for param in measure.params}
    if kinds[name] == "Race" and measure.name == "candidacies":
        return None
    if kinds[name] == "District":
        spoken = spoken_of(scene, start, end)
        if spoken:
            return Options(values=(spoken,))
        if known is not None and scene.stage.when.congress and _here(scene, known):
            seat = known.seat_in(scene.stage.when.congress)
            if seat and seat != scene.stage.seat and scene.stage.seat not in known.seats:
                return Options(values=(seat,), sure=False)
        return scene.seats(start, end, None, cycle)
    return scene.seats(start, end, known, cycle)


def _here(scene: Scene, known: Known) -> bool:
    """Whether a person is named in the sentence itself."""
    return any(one.key == known.key for one in scene.of(Thing.PERSON))


def _of_state(scene: Scene, measure: Measure) -> bool:
    """Whether a state is asked about: always where it must be said, else in its delegation alone."""
    if "race" in {param.name for param in measure.params}:
        return True
    return bool(re.search(r"\bdelegation\b|\bin\s+the\s+state\b", scene.sentence.text, re.I))


def _state(scene: Scene) -> Options | None:
    states = [one.key for one in scene.of(Thing.STATE) if one.key]
    states += [one.key.partition("-")[0] for one in scene.of(Thing.DISTRICT) if one.key]
    if not states and scene.stage.seat:
        states = [split_district(scene.stage.seat)[0]]
    return Options(values=(states[0],), sure=len(set(states)) == 1) if states else None


def _group(scene: Scene, start: int, end: int) -> Options | None:
    groups: dict[str, str] = words()["groups"]
    form = re.compile(rf"\b(?:{alternation(groups)})\b", re.I)
    base = scene.sentence.start
    found = sorted(

            # The word after a number is what it counts: 64% Hispanic, 20% Asian.
            (scene.apart(start, end, (m.start() + base, m.end() + base))
             + (3 if m.start() + base < start else 0), groups[m[0].lower()])
            for m in form.finditer(scene.sentence.text)

    )  # fmt: skip
    return Options(values=(found[0][1],)) if found and found[0][0] <= 14 else None


def _committee(scene: Scene, start: int, kind: str) -> Options | None:
    wanted = Thing.NETWORK if kind == "Network" else Thing.COMMITTEE
    named = [one for one in scene.of(Thing.NETWORK, Thing.COMMITTEE) if one.key]
    # "X, which Y set up, raised": whoever stands in an aside does nothing outside it.
    named = [one for one in named if not scene.in_aside(one, start)] or named
    if not named:
        for scene_before in scene.before():
            named = [one for one in scene_before.of(Thing.NETWORK, Thing.COMMITTEE) if one.key]
            if named:
                break
    near = agent(scene, named, start)
    if near is None or near.thing is not wanted:
        return None
    here = any(one is near for one in scene.mentions)
    return Options(values=(near.key,), sure=here and not scene.stranger(start))


def agent(scene: Scene, named: list[Mention], start: int) -> Mention | None:
    """The nearest name before a place, else the first after it in its clause."""
    before = [one for one in named if one.end <= start]
    if before:
        return before[-1]
    return next((one for one in named if ";" not in scene.between(start, one.start)), None)


_AGAINST = re.compile(r"\b(?:against|oppos\w+|attack\w*|defeat|beat|unseat|oust|sink)\b", re.I)
_FOR = re.compile(
    r"\b(?:support\w*|boost\w*|behalf|back(?:ing|ed)?|elect|help\w*|promot\w+)\b|\bspen\w+[^.]{0,60}?\bfor\b",
    re.I,
)


def _stance(scene: Scene) -> Options | None:
    text = scene.sentence.text
    against, favour = bool(_AGAINST.search(text)), bool(_FOR.search(text))
    if against and favour:
        return None
    if against or favour:
        return Options(values=("oppose" if against else "support",))
    return None


def _bill(scene: Scene, start: int, end: int) -> Options | None:
    named = scene.of(Thing.BILL)
    if named:
        return bill_options(scene, min(named, key=lambda one: scene.apart(start, end, one)))
    for before in scene.before():
        named = before.of(Thing.BILL)
        if named:
            return bill_options(scene, named[-1])
    return None


def bill_options(scene: Scene, one: Mention, member: Known | None = None) -> Options:
    """The bills that a number or a title may be, those of the article's Congress first.

    member: who sponsors it or stands behind it, and so sat in its Congress.
    """
    congress = scene.stage.when.congress
    options = [*one.options]
    # Where the bill was named, it was said of which Congress it is.
    said = scene.stage.scene_at(one.start).congress_said(one.start, one.end)
    if said is not None:
        here = [bill for bill in options if bill.startswith(f"{said}-")]
        if here or re.fullmatch(r"[a-z]+\d+", one.name):
            return Options(values=tuple(here or [f"{said}-{one.name}"]), sure=len(here) < 2)
    if congress is not None:
        spoken = scene.stage.spoken_year(scene.sentence.number)
        near = [congress, int(congress_sitting(spoken))] if spoken else [congress]
        if member is not None and member.terms and not any(member.serves_in(c) for c in near):
            near = sorted({int(bill.partition("-")[0]) for bill in options}, reverse=True)
            near = [c for c in near if member.serves_in(c)] or [congress]
        here = [bill for bill in options if any(bill.startswith(f"{c}-") for c in near)]
        if member is not None and member.terms:
            here = [bill for bill in here if member.serves_in(int(bill.partition("-")[0]))]
        if here:
            options = here
        elif re.fullmatch(r"[a-z]+\d+", one.name):
            # A bill of that number in another Congress is another bill.
            options = [f"{congress}-{one.name}"]
    return Options(values=tuple(options[:MOST]), sure=len(options) == 1)


_OWN_PARTY = re.compile(
    r"\b(?:of|among|in|within)\s+(?:the\s+\d+\s+(?:of|in)\s+)?(?:his|her)\s+(?:own\s+)?(?:party|caucus|conference)\b",
    re.I,
)
#: Within which party a place is counted: lowest among House Democrats, third of the 199 Republicans.
_AMONG_PARTY = re.compile(
    r"\b(?:of|among|amongst|any|all|in)\s+(?:(?:the|all|any|other|his|her|fellow|\d+)\s+)*(?:House\s+)?"
    r"(Democrat|Republican|GOP)",
    re.I,
)


def _party(scene: Scene, measure: Measure, known: Known | None) -> Options | None:
    required = {param.name for param in measure.params if param.required}
    text = scene.sentence.text
    said = re.search(
        r"\b(Democratic|Republican|GOP|Libertarian|Green)\s+(?:\w+\s+)?(?:primary|runoff)", text
    )
    if said or "party" in required:
        code = words()["parties"].get((said[1] if said else "").lower())
        return Options(values=(code,)) if code else None
    if measure.unit is Unit.RANK and known is not None and _OWN_PARTY.search(text):
        own = known.parties & {"DEM", "REP"}
        return Options(values=tuple(own)) if len(own) == 1 else None
    among = _AMONG_PARTY.search(text) if measure.unit is Unit.RANK else None
    if among:
        return Options(values=("REP" if among[1].lower()[0] in "rg" else "DEM",))
    return None


def _kind_of_round(scene: Scene) -> Options | None:
    named = {name for _, _, name in scene.rounds if name in {"primary", "general"}}
    text = scene.sentence.text.lower()
    if len(named) == 1 and re.search(r"\b(?:primary|primaries|general election)\b", text):
        return Options(values=tuple(named))
    return None


def amount(quantity: Quantity | None) -> str:
    """What a claim claims, as written."""
    return quantity.text if quantity else ""


def _presidential_year(
    scene: Scene, start: int, end: int, person: Mention | None
) -> Options | None:
    """The election a candidate for President's votes are of: one that he or she stood in."""
    if person is None or person.thing is not Thing.PRESIDENTIAL:
        return None
    stood = scene.stage.index.presidential.get(person.key, ())
    under = [one.year for one, own in scene.timed(start, end) if own]
    spoken = scene.stage.spoken_year(scene.sentence.number)
    named = [year for year in (*under, spoken, *scene.years(start, end)) if year in stood]
    seats = scene.seats(start, end, None, None).values
    if len(set(named)) > 1 and seats and named[0] not in under:
        # A year carried on, for which the record has no vote of the district, is hardly meant.
        named = [year for year in named if scene.stage.lines_known(str(seats[0]), year)] or named
    if named:
        return Options(values=(named[0],), sure=named[0] in under or len(stood) == 1)
    day = scene.stage.when.day
    past = [
        year for year in stood if day is None or (year, 11, 10) <= (day.year, day.month, day.day)
    ]
    if not past:
        return None
    return Options(values=tuple(reversed(past)), sure=len(past) == 1)


def whole(measure: Measure, params: dict[str, Any]) -> bool:
    """Whether a call says whose money it asks about."""
    names = {param.name for param in measure.params}
    if {"committee", "network"} <= names and not {"committee", "network"} & params.keys():
        return False
    asks = {"candidate", "race", "spender", "network"}
    return not (asks <= names and not asks & params.keys())
