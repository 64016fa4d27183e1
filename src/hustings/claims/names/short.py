"""Short names, roles and pronouns, and names that fit several people: resolved in the article.

A name that fits several of the record's people is given to the one who stood or sat where the text
speaks of, or beside others whom it names; where that decides nothing, nobody is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from hustings.claims.lexicon import words
from hustings.claims.model import Mention, Thing, When
from hustings.claims.names.find import Found, number_of
from hustings.claims.names.index import CAPITALISED, Index, Known
from hustings.claims.names.roles import Ballot, roles
from hustings.claims.names.topics import Topics
from hustings.errors import RequestError
from hustings.ids import district_id
from hustings.names import fold

#: Given names that are words too; alone they name nobody.
_WORDS = frozenset(
    [
        "will",
        "mark",
        "may",
        "grant",
        "rich",
        "bill",
        "rob",
        "pat",
        "art",
        "april",
        "june",
        "august",
        "jack",
        "chase",
        "drew",
        "hope",
        "faith",
        "joy",
        "grace",
        "rose",
        "dean",
        "earl",
        "major",
        "royal",
        "guy",
        "van",
        "don",
        "sue",
        "ray",
        "gene",
        "frank",
        "jay",
        "mike",
        "the",
        "a",
    ]
)


def resolve(
    text: str, index: Index, found: Found, when: When, race: str = "", ballot: Ballot | None = None
) -> list[Mention]:
    """All mentions of a text in order: those of `found`, resolved, and the short ones.

    ballot: asked for the parties of a race, where the text says "the Democrat".
    """
    mentions = _decide(index, found, when, race)
    seat = race or main_seat(index, mentions, when, spoken_cycles(text))
    mentions = _bare_districts(text, index, mentions, found, seat)
    mentions += _surnames(text, index, found, mentions, when, seat)
    mentions.sort(key=lambda one: (one.start, one.end))
    topics = Topics(text, index, mentions, seat)
    mentions += roles(text, index, found, mentions, when, topics, ballot)
    mentions.sort(key=lambda one: (one.start, one.end))
    mentions += _held(text, index, mentions, when)
    mentions.sort(key=lambda one: (one.start, one.end))
    return mentions


def _decide(index: Index, found: Found, when: When, race: str) -> list[Mention]:
    """Names that fit several: by district, by whom they stand beside, by state, by service."""
    seats = {one.key for one in found.mentions if one.thing is Thing.DISTRICT and one.key}
    seats |= {race} if race else set()
    states = {one.key for one in found.mentions if one.thing is Thing.STATE}
    states |= {seat.partition("-")[0] for seat in seats}
    sure = [
        index.people[one.key]
        for one in found.mentions
        if one.thing is Thing.PERSON and one.key in index.people
    ]
    races = {race for known in sure for race in known.races}
    cycle, congress = when.cycle or 0, when.congress or 0

    def fit(known: Known) -> float:
        stood = {district for district, _ in known.races} | known.seats
        return (
            4 * bool(stood & seats)
            + 2 * bool(known.races & races)
            + 1.5 * any(seat.partition("-")[0] in states for seat in stood)
            + 1 * (bool(congress) and known.serves_in(congress))
            + 0.75 * any(abs(year - cycle) <= 2 for _, year in known.races)
            + 0.25 * bool(known.bioguide)
        )

    made = []
    for one in found.mentions:
        options = found.candidates.get((one.start, one.end))
        if options:
            ranked = sorted(options, key=lambda known: (-fit(known), known.key))
            if fit(ranked[0]) > fit(ranked[1]) and fit(ranked[0]) >= 1:
                one = replace(one, key=ranked[0].key, name=ranked[0].name)
        made.append(one)
    return made


def spoken_cycles(text: str) -> frozenset[int]:
    """The cycles of the years that a text names."""
    return frozenset(year + year % 2 for year in map(int, _YEAR.findall(text)))


def main_seat(
    index: Index, mentions: Iterable[Mention], when: When, cycles: frozenset[int] = frozenset()
) -> str:
    """The district that the text speaks of most; else the seat most of its people share.

    cycles: those of the years named, as a text may look back farther than a campaign or two.
    """
    mentions = list(mentions)
    named = Counter(one.key for one in mentions if one.thing is Thing.DISTRICT and one.key)
    people = [
        index.people[one.key]
        for one in mentions
        if one.thing is Thing.PERSON and one.key in index.people
    ]
    unique = {known.key: known for known in people}
    often = Counter(known.key for known in people)
    stood: Counter[str] = Counter()
    for known in unique.values():
        near = {
            district for district, year in known.races
            if when.cycle is None or abs(year - when.cycle) <= 4
        } or {district for district, year in known.races if year in cycles}  # fmt: skip
        for district in near:
            stood[district] += min(often[known.key], 3)
    bare = Counter(
        number_of(one.options[0])
        for one in mentions
        if one.thing is Thing.DISTRICT and not one.key and one.options
    )
    here = Counter(
        district
        for known in unique.values()
        for district in {d for d, year in known.races if when.cycle in {None, year}}
    )
    scores = {
        seat: 2 * named[seat] + stood[seat] + 2 * bare[seat.partition("-")[2]] + here[seat]
        for seat in {*named, *stood}
    }
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        first = next((one.key for one in mentions if one.thing is Thing.DISTRICT and one.key), "")
        return first or ranked[0][0] if ranked else first
    if not named and ranked[0][1] < 2:
        return ranked[0][0] if len(ranked) == 1 else ""
    return ranked[0][0]


_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_ORDINAL = re.compile(
    r"\b(?P<the>[Tt]he\s+|['’]s?\s+)(?P<n>\d{1,2}(?:st|nd|rd|th))\b"
    r"(?!\s+(?:Congress|century|[Aa]mendment|time|place|most|least|anniversary|of\s+[A-Z]|\w+est\b|"
    r"[Dd]istrict\s+[Cc]ourt|[Cc]ircuit|day|year|hour|birthday|term))"
)


def _bare_districts(
    text: str, index: Index, mentions: list[Mention], found: Found, seat: str
) -> list[Mention]:
    """ "the 34th District", "the 21st": in the state of the main seat, or of the one named beside it."""
    state = seat.partition("-")[0]
    named = {one.key for one in mentions if one.thing is Thing.DISTRICT and one.key}
    numbers = {key.partition("-")[2]: key for key in sorted(named, key=lambda key: key != seat)}
    for one in mentions:
        if one.thing is Thing.PERSON and one.key in index.people:
            for held in index.people[one.key].seats:
                if held.partition("-")[0] == state:
                    numbers.setdefault(held.partition("-")[2], held)
    made = []
    near = _states_before(text, mentions)
    for one in mentions:
        if one.thing is Thing.DISTRICT and not one.key:
            number = number_of(one.options[0])
            key = near(one.start, number) or numbers.get(number) or _district(state, number)
            if key:
                made.append(replace(one, key=key, name=key, options=()))
            continue
        made.append(one)
    for match in _ORDINAL.finditer(text):
        number = number_of(match["n"])
        start = match.start("n") if match["the"][0] in "'’" else match.start()
        if found.taken(match.start("n"), match.end()):
            continue
        line = text[max(0, match.start() - 90) : match.start()]
        listed = re.search(r"\b(?:borders?|bordering|adjoins|reaches|neighbou?rs)\b[^.]*$", line)
        low = text.rfind("\n", 0, match.start()) + 1
        again = [
            one.key for one in made
            if one.thing is Thing.DISTRICT and low <= one.start < match.start()
            and one.key.partition("-")[2] == number
        ]  # fmt: skip
        key = again[-1] if again else _own_seat(text, index, mentions, start, number)
        key = key or near(match.start(), number)
        key = key or (_district(state, number) if listed else "") or numbers.get(number, "")
        if match["the"][0] in "'’" and not key:
            key = _district(state, number)
        if key:
            mention = Mention(start=start, end=match.end(), text=text[start : match.end()],
                              thing=Thing.DISTRICT, key=key, name=key, how="short")  # fmt: skip
            made.append(mention)
            found.marks[start : match.end()] = b"\x01" * (match.end() - start)
    return sorted(made, key=lambda one: (one.start, one.end))


def _own_seat(text: str, index: Index, mentions: list[Mention], place: int, number: str) -> str:
    """The seat of a number of the person named right before: Jim Jordan's 4th."""
    whose = [
        index.people[one.key] for one in mentions
        if one.thing is Thing.PERSON and one.key in index.people and 0 <= place - one.end <= 1
    ]  # fmt: skip
    said = re.search(r"([A-Z][\w-]+)['’]s?\s*$", text[max(0, place - 40) : place])
    if said and not whose:
        # "Lawson's 5th": by the surname alone, of somebody named in full.
        whose = [
            index.people[one.key] for one in mentions
            if one.thing is Thing.PERSON and one.key in index.people
            and any(key.last == fold(said[1]) for key in index.people[one.key].keys)
        ]  # fmt: skip
    own = {seat for known in whose for seat in known.seats if seat.partition("-")[2] == number}
    return own.pop() if len(own) == 1 else ""


def _states_before(text: str, mentions: list[Mention]) -> Callable[[int, str], str]:
    """Asks for a bare number's district in the state that its paragraph named last before it.

    Only a state named by itself counts, or by another of its districts: "Now western Minnesota. Cook
    calls the 7th R+12." Where it is the text's own state, the answer is the same as without it.
    """
    told = sorted(
        (one.start, one.key.partition("-")[0])
        for one in mentions
        if one.thing in {Thing.STATE, Thing.DISTRICT}
        and one.key
        and one.how == "full"
        and not re.match(r"\s+(?:state\s+)?(?:line|border)\b", text[one.end : one.end + 20])
    )

    def asked(place: int, number: str) -> str:
        low = text.rfind("\n", 0, place) + 1
        here = [state for start, state in told if low <= start < place]
        return _district(here[-1], number) if here else ""

    return asked


def _district(state: str, number: str) -> str:
    """A district's key; empty if there is none such."""
    if not state:
        return ""
    try:
        return str(district_id(state, number))
    except RequestError:
        return ""


def _surnames(
    text: str, index: Index, found: Found, mentions: list[Mention], when: When, seat: str
) -> list[Mention]:
    """Surnames and given names alone: of those named in full, else of members and candidates."""
    by_last: dict[str, dict[str, Mention]] = defaultdict(dict)
    by_given: dict[str, dict[str, Mention]] = defaultdict(dict)
    for one in mentions:
        if one.thing is not Thing.PERSON or not one.key:
            continue
        known = index.people.get(one.key)
        parts = fold(one.text).split()
        lasts = {parts[-1], *(key.last for key in known.keys)} if known else {parts[-1]}
        for last in lasts:
            by_last[last].setdefault(one.key, one)
        if len(parts) > 1 and parts[0] not in _WORDS:
            by_given[parts[0]][one.key] = one
            for nickname in (n for key in (known.keys if known else ()) for n in key.nicknames):
                by_given[nickname][one.key] = one
    made: list[Mention] = []
    for match in CAPITALISED.finditer(text):
        said = re.sub(r"['’]s?$", "", match[0]).rstrip(".,-’'")
        end = match.start() + len(said)
        if found.taken(match.start(), end) or not said:
            continue
        # A double surname is compared by its last part, as the record keeps it.
        word = (fold(said).split() or [""])[-1]
        title = _title_before(text, match.start())
        options = by_last.get(word) or {}
        how = "short"
        if not options and word in by_given and not _next_capital(text, end):
            options = by_given[word]
        if options:
            key = _one_of(options, match.start(), title, index, when)
            if not _next_capital(text, end) or word in by_last:
                made.append(_short(match.start(), end, said, key, options.values(), how))
            continue
        fitting = _unnamed(index, word, title, when, seat)
        if len(fitting) == 1:
            made.append(
                Mention(start=match.start(), end=end, text=said, thing=Thing.PERSON,
                        key=fitting[0].key, name=fitting[0].name, how="short")
            )  # fmt: skip
        elif fitting and title:
            made.append(
                Mention(start=match.start(), end=end, text=said, thing=Thing.PERSON, key="",
                        name=said, how="short",
                        options=tuple(f"{k.name} ({k.key})" for k in fitting))
            )  # fmt: skip
    for one in made:
        found.marks[one.start : one.end] = b"\x01" * (one.end - one.start)
    return made


def _short(
    start: int, end: int, said: str, key: str, options: Iterable[Mention], how: str
) -> Mention:
    listed = list(options)
    name = next((one.name for one in listed if one.key == key), said)
    return Mention(start=start, end=end, text=said, thing=Thing.PERSON, key=key, name=name, how=how,
                   options=tuple(sorted({f"{one.name} ({one.key})" for one in listed})))  # fmt: skip


def _one_of(options: dict[str, Mention], place: int, title: bool, index: Index, when: When) -> str:
    """The key of the one named; of several the member, if a title says so; else nobody."""
    keys = list(options)
    if len(keys) == 1:
        return keys[0]
    # A paper writes the full name once: of several only those named before can be meant.
    named = [key for key in keys if options[key].start < place]
    if len(named) == 1:
        return named[0]
    if title:
        members = [
            key for key in keys
            if key in index.people and index.people[key].serves_in(when.congress or 0)
        ]  # fmt: skip
        if len(members) == 1:
            return members[0]
    return ""


def _title_before(text: str, start: int) -> bool:
    before = re.search(r"([A-Za-z]+)\.?\s+$", text[max(0, start - 20) : start])
    return before is not None and before[1].lower() in words()["member_titles"]


def _next_capital(text: str, end: int) -> bool:
    return bool(re.match(r"\s+[A-Z][a-z]", text[end : end + 12]))


def _unnamed(index: Index, word: str, title: bool, when: When, seat: str) -> list[Known]:
    """Somebody never named in full: a member with a title, or a candidate of the main seat."""
    people = index.by_last.get(word, [])
    if title:
        serving = [one for one in people if when.congress and one.serves_in(when.congress)]
        here = [one for one in serving if seat and one.seat_in(when.congress or 0) == seat]
        return here or serving
    if not seat:
        return []
    return [
        one
        for one in people
        if any(
            district == seat and (when.cycle is None or abs(year - when.cycle) <= 2)
            for district, year in one.races
        )
    ]


#: "Schiff's district", "Coffman's old seat", "Cook rates Lamb's R+3", "Balderson's is well off".
_WHOSE = re.compile(
    r"['’]s?(?=\s*(?:[,.;]|$|and\s+(?:\w+\s+){1,4}in\b))|"
    r"['’]s?\s+(?:(?:\w+\s+){0,2}(?:district|seat)\b|(?=[DR]\+\d|EVEN\b|is\s+(?:well|rich|poor|the|a)\b))"
)


def _held(text: str, index: Index, mentions: list[Mention], when: When) -> list[Mention]:
    """ "Adam Schiff's district": the seat that the named member holds in the article's Congress."""
    made = []
    for one in mentions:
        if one.thing is not Thing.PERSON or not one.key or not when.congress:
            continue
        after = _WHOSE.match(text[one.end : one.end + 60])
        if (
            after
            and len(after[0]) <= 2
            and not re.search(r"\b(?:in|for)\s+$", text[max(0, one.start - 5) : one.start])
        ):
            # "in Kim's", at the end of a clause: her district.
            continue
        known = index.people.get(one.key)
        seat = known.seat_in(when.congress) if known else ""
        if known and after and not seat:
            # Of somebody who holds none now, the seat held last.
            held = sorted((c for c in range(90, when.congress) if known.seat_in(c)), reverse=True)
            seat = known.seat_in(held[0]) if held else ""
        if after and seat:
            made.append(
                Mention(start=one.start, end=one.end + after.end(),
                        text=text[one.start : one.end + after.end()], thing=Thing.DISTRICT,
                        key=seat, name=seat, how="derived")
            )  # fmt: skip
    return made
