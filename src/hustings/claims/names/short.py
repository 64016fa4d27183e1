"""Short names, roles and pronouns, and names that fit several people: resolved in the article.

A name that fits several of the record's people is given to the one who stood or sat where the text
speaks of, or beside others whom it names; where that decides nothing, nobody is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from hustings.claims.lexicon import alternation, words
from hustings.claims.model import Mention, Thing, When
from hustings.claims.names.find import Found, number_of
from hustings.claims.names.index import CAPITALISED, Index, Known
from hustings.errors import RequestError
from hustings.ids import congress_sitting, district_id
from hustings.names import fold

#: How far back, in characters, a pronoun reaches.
REACH = 700
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


#: The party of each person on the ballot of a seat in a cycle.
Ballot = Callable[[str, int], dict[str, str]]


def resolve(
    text: str, index: Index, found: Found, when: When, race: str = "", ballot: Ballot | None = None
) -> list[Mention]:
    """All mentions of a text in order: those of `found`, resolved, and the short ones.

    ballot: asked for the parties of a race, where the text says "the Democrat".
    """
    mentions = _decide(index, found, when, race)
    seat = race or main_seat(index, mentions, when)
    mentions = _bare_districts(text, mentions, found, seat)
    mentions += _surnames(text, index, found, mentions, when, seat)
    mentions.sort(key=lambda one: (one.start, one.end))
    mentions += _roles(text, index, found, mentions, when, seat, ballot)
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


def main_seat(index: Index, mentions: Iterable[Mention], when: When) -> str:
    """The district that the text speaks of most; else the seat most of its people share."""
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
        }  # fmt: skip
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


_ORDINAL = re.compile(
    r"\b(?P<the>[Tt]he\s+|['’]s?\s+)(?P<n>\d{1,2}(?:st|nd|rd|th))\b"
    r"(?!\s+(?:Congress|century|[Aa]mendment|time|place|most|least|anniversary|of\s+[A-Z]|\w+est\b|"
    r"[Dd]istrict\s+[Cc]ourt|[Cc]ircuit|day|year|hour|birthday|term))"
)


def _bare_districts(text: str, mentions: list[Mention], found: Found, seat: str) -> list[Mention]:
    """ "the 34th District", "the 21st": in the state of the main seat, or of the one named beside it."""
    state = seat.partition("-")[0]
    named = {one.key for one in mentions if one.thing is Thing.DISTRICT and one.key}
    numbers = {key.partition("-")[2]: key for key in sorted(named, key=lambda key: key != seat)}
    made = []
    for one in mentions:
        if one.thing is Thing.DISTRICT and not one.key:
            number = number_of(one.options[0])
            key = numbers.get(number) or _district(state, number)
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
        key = numbers.get(number) or (_district(state, number) if listed else "")
        if match["the"][0] in "'’" and not key:
            key = _district(state, number)
        if key:
            mention = Mention(start=start, end=match.end(), text=text[start : match.end()],
                              thing=Thing.DISTRICT, key=key, name=key, how="short")  # fmt: skip
            made.append(mention)
            found.marks[start : match.end()] = b"\x01" * (match.end() - start)
    return sorted(made, key=lambda one: (one.start, one.end))


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


@cache
def _role_forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lists = words()
    return (
        re.compile(rf"\b(?:{alternation(lists['roles'])})\b", re.I),
        re.compile(rf"\b(?:{alternation(lists['rivals'])})\b", re.I),
        re.compile(rf"\b(?:{alternation([*lists['masculine'], *lists['feminine']])})\b", re.I),
        re.compile(rf"\b(?:{alternation(lists['here'])})\b", re.I),
    )


def _roles(
    text: str,
    index: Index,
    found: Found,
    mentions: list[Mention],
    when: When,
    seat: str,
    ballot: Ballot | None,
) -> list[Mention]:
    """The congressman, his opponent, he, the district: each by what was named before it."""
    roles, rivals, pronouns, here = _role_forms()
    hits: list[tuple[int, int, str, str]] = (
        [(m.start(), m.end(), "role", m[0]) for m in roles.finditer(text)]
        + [(m.start(), m.end(), "rival", m[0]) for m in rivals.finditer(text)]
        + [(m.start(), m.end(), "pronoun", m[0]) for m in pronouns.finditer(text)]
        + [(m.start(), m.end(), "here", m[0]) for m in here.finditer(text)]
    )
    holder = _holder(index, mentions, when, seat)
    everybody = list({
        one.key: index.people[one.key]
        for one in mentions
        if one.thing is Thing.PERSON and one.key in index.people
    }.values())  # fmt: skip
    by_party: dict[str, list[Known]] = {}
    if seat and when.cycle and _THE_PARTY.search(text):
        by_party = _by_party(everybody, seat, when.cycle, ballot)
    hits += [(m.start(), m.end(), "party", m[0]) for m in _THE_PARTY.finditer(text)]
    # Of words that begin in one place the longer go first: "his challenger" before "his".
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    made: list[Mention] = []
    known = iter(mentions)
    ahead = next(known, None)
    recent: list[Mention] = []
    last_district = ""
    for start, end, how, said in hits:
        while ahead is not None and ahead.start < start:
            if ahead.thing is Thing.PERSON and ahead.key:
                recent.append(ahead)
            elif ahead.thing is Thing.DISTRICT and ahead.key:
                last_district = ahead.key
            ahead = next(known, None)
        if found.taken(start, end):
            continue
        if how == "here":
            if seat or last_district:
                made.append(
                    Mention(start=start, end=end, text=said, thing=Thing.DISTRICT,
                            key=seat or last_district, name=seat or last_district, how="role")
                )  # fmt: skip
            continue
        near = [one for one in recent[-12:] if start - one.start <= REACH]
        opening = not re.search(
            r"\w\W{0,3}$", re.split(r"[.;!?\n]\s*", text[max(0, start - 80) : start])[-1]
        )
        if said.lower() in {"he", "she"} or (how == "pronoun" and opening):
            near = _centred(text, start, near)
        if said.lower() == "him" and len({one.key for one in near}) > 1:
            # Who does something is not the one to whom it is done: "Cox outraised him".
            doer = near[-1]
            if not re.search(r"[.;!?]", text[doer.end : start]) and start - doer.end < 60:
                near = [one for one in near if one.key != doer.key]
        if how == "party":
            code = "DEM" if said.lower().endswith("democrat") else "REP"
            fitting = by_party.get(code, [])
            close = [one for one in fitting if any(n.key == one.key for n in near)]
            chosen = close or fitting
            if len(chosen) == 1:
                made.append(
                    Mention(start=start, end=end, text=said, thing=Thing.PERSON, key=chosen[0].key,
                            name=chosen[0].name, how="role")
                )  # fmt: skip
                found.marks[start:end] = b"\x01" * (end - start)
            elif by_party:
                made.append(
                    Mention(
                        start=start,
                        end=end,
                        text=said,
                        thing=Thing.PERSON,
                        key="",
                        name=said,
                        how="role",
                    )
                )
            continue
        past, then = _holder_then(text, start, everybody, seat, when)
        if not past or "incumbent" not in said.lower():
            then = then or holder
        person = _meant(index, how, said, near, everybody, then, when)
        if person is not None:
            mention = Mention(start=start, end=end, text=said, thing=Thing.PERSON, key=person.key,
                              name=person.name, how=how)  # fmt: skip
            made.append(mention)
            found.marks[start:end] = b"\x01" * (end - start)
            if how != "pronoun":
                recent.append(mention)
        elif how in {"rival", "role"}:
            # Somebody is meant who cannot be told; no other name may be taken instead.
            made.append(
                Mention(
                    start=start, end=end, text=said, thing=Thing.PERSON, key="", name=said, how=how
                )
            )
    return made


#: "the Democrat" as a name: not "the Democrat who", and no apposition ("Smith, the Democrat,").
_THE_PARTY = re.compile(
    r"(?<!,\s)(?<!\w\s)\b(?:the|The)\s+(?:Democrat|Republican)\b(?!\s+(?:[Pp]arty|[a-z]*\s?primary|nominee|leader))|(?<=for\s)the\s+(?:Democrat|Republican)\b|(?<=;\s)the\s+(?:Democrat|Republican)\b"
)


def _centred(text: str, start: int, near: list[Mention]) -> list[Mention]:
    """Those whom "he" and "she" may mean, the likeliest last: who a sentence began with goes before
    who it ended with, the same sentence before the one before it."""
    cut = max(text.rfind(stop, 0, start) for stop in (". ", "? ", "! ", "\n", "; "))
    before = max(text.rfind(stop, 0, max(cut, 0)) for stop in (". ", "? ", "! ", "\n"))
    same = [one for one in near if one.start > cut]
    earlier = [one for one in near if before < one.start <= cut]
    rest = [one for one in near if one.start <= before]
    return [*rest, *reversed(earlier), *reversed(same)]


_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


def _holder_then(
    text: str, start: int, everybody: list[Known], seat: str, when: When
) -> tuple[bool, Known | None]:
    """Whether the year spoken of last before a place is past, and who of those named held the seat."""
    years = _YEAR.findall(text[max(0, start - REACH) : start])
    if not years or not seat:
        return False, None
    year = int(years[-1])
    if when.cycle is None or year + year % 2 >= when.cycle:
        return False, None
    congress = congress_sitting(year + year % 2)
    holders = [one for one in everybody if one.seat_in(congress) == seat]
    return True, holders[0] if len(holders) == 1 else None


def _by_party(
    everybody: list[Known], seat: str, cycle: int, ballot: Ballot | None
) -> dict[str, list[Known]]:
    """The people named who stood for the main seat, by party."""
    stood = ballot(seat, cycle) if ballot is not None else {}
    found: dict[str, list[Known]] = defaultdict(list)
    for known in everybody:
        if known.key in stood:
            found["DEM" if stood[known.key] == "DFL" else stood[known.key]].append(known)
        elif seat in known.seats:
            for party in known.parties:
                found[party].append(known)
    return found


def _holder(index: Index, mentions: list[Mention], when: When, seat: str) -> Known | None:
    """The named member who holds the main seat in the article's Congress."""
    if not when.congress:
        return None
    for one in mentions:
        known = index.people.get(one.key) if one.thing is Thing.PERSON else None
        if known and known.seat_in(when.congress) == seat and seat:
            return known
    return None


def _meant(
    index: Index, how: str, said: str, near: list[Mention], everybody: list[Known],
    holder: Known | None, when: When,
) -> Known | None:  # fmt: skip
    people = [index.people[one.key] for one in near if one.key in index.people]
    if how == "role":
        members = [p for p in people if when.congress and p.seat_in(when.congress)]
        if "incumbent" in said.lower() and holder is None:
            return None
        return holder or (members[-1] if members else None)
    if how == "rival":
        whose = people[-1] if people else None
        if said.lower().startswith("the"):
            whose = holder
        pool = [*people, *everybody]
        others = {
            p.key: p
            for p in pool
            if whose is not None and p.key != whose.key and p.races & whose.races
        }
        now = {
            key: p for key, p in others.items()
            if whose is not None and {r for r in p.races & whose.races if r[1] == when.cycle}
        }  # fmt: skip
        others = now or others
        if len(others) > 1:
            close = {p.key: p for p in people if p.key in others}
            others = close if len(close) == 1 else others
        return next(iter(others.values())) if len(others) == 1 else None
    wanted = "M" if said.lower() in words()["masculine"] else "F"
    fitting = [p for p in people if p.gender in {"", wanted}]
    known = [p for p in fitting[-3:] if p.gender == wanted]
    return known[-1] if known else fitting[-1] if fitting else None


def _held(text: str, index: Index, mentions: list[Mention], when: When) -> list[Mention]:
    """ "Adam Schiff's district": the seat that the named member holds in the article's Congress."""
    made = []
    for one in mentions:
        if one.thing is not Thing.PERSON or not one.key or not when.congress:
            continue
        after = re.match(r"['’]s?\s+(?:(?:\w+\s+){0,2})?district\b", text[one.end : one.end + 60])
        known = index.people.get(one.key)
        seat = known.seat_in(when.congress) if known else ""
        if after and seat:
            made.append(
                Mention(start=one.start, end=one.end + after.end(),
                        text=text[one.start : one.end + after.end()], thing=Thing.DISTRICT,
                        key=seat, name=seat, how="derived")
            )  # fmt: skip
    return made
