"""Roles and pronouns: the congressman, his opponent, the Democrat, he, the district.

Each is resolved by what was named before it; what cannot be told stays a name of nobody, so that no
other name is taken in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from hustings.claims.lexicon import alternation, words
from hustings.claims.model import Mention, Thing, When
from hustings.claims.names.find import Found
from hustings.claims.names.index import Index, Known
from hustings.claims.names.topics import Topics
from hustings.ids import STATES, congress_sitting

#: How far back, in characters, a role or a pronoun reaches.
REACH = 700


@dataclass(frozen=True, kw_only=True, slots=True)
class Stood:
    """How somebody stood for a seat in a cycle: the party, whether in its last round, the place there."""

    party: str
    last: bool
    place: int


#: Everybody on the ballots of a seat in a cycle.
Ballot = Callable[[str, int], dict[str, Stood]]


@cache
def _role_forms() -> tuple[re.Pattern[str], ...]:
    lists = words()
    return (
        re.compile(rf"\b(?:{alternation(lists['roles'])})\b", re.I),
        re.compile(rf"\b(?:{alternation(lists['rivals'])})\b", re.I),
        re.compile(rf"\b(?:{alternation([*lists['masculine'], *lists['feminine']])})\b", re.I),
        re.compile(
            rf"\b(?:(?i:{alternation(lists['here'])})|[Tt]he\s+(?:{alternation(STATES.values())})\s+(?:one|district|seat))\b"
        ),
        re.compile(rf"\b(?:{alternation(lists['ours'])})\b", re.I),
    )


def roles(
    text: str,
    index: Index,
    found: Found,
    mentions: list[Mention],
    when: When,
    topics: Topics,
    ballot: Ballot | None,
) -> list[Mention]:
    """The congressman, his opponent, he, the district: each by what was named before it."""
    roles, rivals, pronouns, here, ours = _role_forms()
    hits: list[tuple[int, int, str, str]] = (
        [(m.start(), m.end(), "role", m[0]) for m in roles.finditer(text)]
        + [(m.start(), m.end(), "rival", m[0]) for m in rivals.finditer(text)]
        + [(m.start(), m.end(), "pronoun", m[0]) for m in pronouns.finditer(text)]
        + [(m.start(), m.end(), "here", m[0]) for m in here.finditer(text)]
        + [(m.start(), m.end(), "ours", m[0]) for m in ours.finditer(text)]
    )
    seat = topics.seat
    holder = _holder(index, mentions, when, seat)
    everybody = list({
        one.key: index.people[one.key]
        for one in mentions
        if one.thing is Thing.PERSON and one.key in index.people
    }.values())  # fmt: skip
    races: dict[str, _Race] = {}
    hits += [(m.start(), m.end(), "party", m[0]) for m in _THE_PARTY.finditer(text)]
    hits += [(m.start(), m.end(), "end", m[0]) for m in _THE_WINNER.finditer(text)]
    # Of words that begin in one place the longer go first: "his challenger" before "his".
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    made: list[Mention] = []
    known = iter(mentions)
    ahead = next(known, None)
    recent: list[Mention] = []
    presidents: list[Mention] = []
    for start, end, how, said in hits:
        while ahead is not None and ahead.start < start:
            if ahead.thing is Thing.PERSON and ahead.key:
                recent.append(ahead)
            elif ahead.thing is Thing.PRESIDENTIAL:
                presidents.append(ahead)
            ahead = next(known, None)
        if found.taken(start, end):
            continue
        if how == "here":
            state = re.fullmatch(r"the\s+(.+?)\s+(?:one|district|seat)", said, re.I)
            named = state is not None and state[1] in STATES.values()
            # A state's one that the text does not number stays unknown; it is no other.
            meant = _of_state(text, start, end, topics) if named else topics.at(start)
            if meant:
                made.append(
                    Mention(start=start, end=end, text=said, thing=Thing.DISTRICT,
                            key=meant, name=meant, how="role")
                )  # fmt: skip
            continue
        if _apposed(text, start, end, recent) and how in {"rival", "role"}:
            # "Marquez, her Republican opponent, raised": who that is stands right before.
            continue
        about = topics.at(start)
        race = races.setdefault(about, _Race(about, everybody, when, ballot))
        near = [one for one in recent[-12:] if start - one.start <= REACH]
        opening = not re.search(
            r"\w\W{0,3}$", re.split(r"[.;!?\n]\s*", text[max(0, start - 80) : start])[-1]
        )
        if said.lower() in {"he", "she"} or (how == "pronoun" and opening):
            near = _centred(text, start, near)
        if how == "pronoun" and said.lower() not in {"him"}:
            near = _doers_last(text, near)
        if said.lower() == "him" and len({one.key for one in near}) > 1:
            # Who does something is not the one to whom it is done: "Cox outraised him".
            doer = near[-1]
            if not re.search(r"[.;!?]", text[doer.end : start]) and start - doer.end < 60:
                near = [one for one in near if one.key != doer.key]
        if how in {"party", "end"}:
            if not about or when.cycle is None:
                continue
            chosen = race.told(said, cycle_at(text, start, when), near)
            made.append(
                Mention(start=start, end=end, text=said, thing=Thing.PERSON,
                        key=chosen.key if chosen else "", name=chosen.name if chosen else said,
                        how="role")
            )  # fmt: skip
            if chosen:
                found.marks[start:end] = b"\x01" * (end - start)
                recent.append(made[-1])
            continue
        if how == "ours":
            made.append(Mention(start=start, end=end, text=said, thing=Thing.PERSON, key="",
                                name=said, how="role"))  # fmt: skip
            continue
        if how == "pronoun" and presidents and _alone(text, start, presidents[-1], recent, made):
            last = presidents[-1]
            made.append(Mention(start=start, end=end, text=said, thing=Thing.PRESIDENTIAL,
                                key=last.key, name=last.name, how="pronoun"))  # fmt: skip
            continue
        past, then = _holder_then(text, start, everybody, about, when)
        if not past or "incumbent" not in said.lower():
            then = then or (holder if about == seat else _holder(index, mentions, when, about))
        several = _several(text, index, start, said, [*recent, *made]) if how == "pronoun" else ()
        if how == "rival":
            person = race.rival(said, cycle_at(text, start, when), index, near, then)
        else:
            low = text.rfind("\n", 0, start)
            same = [one for one in near if one.start > low] if how == "pronoun" else []
            person = _meant(index, how, said, same, then, when) if same else None
            if person is not None and not person.gender:
                person = None
            if person is None and how == "pronoun" and not same and len({n.key for n in near}) > 1:
                # At the head of a paragraph "he" is rather who the text is about than who came last.
                person = _foremost(index, said, near, recent)
                others = {one.name for one in near if person and one.key != person.key}
                several = several or (tuple(sorted(others)) if person is not None else ())
            person = person or _meant(index, how, said, near, then, when)
        if person is not None:
            mention = Mention(start=start, end=end, text=said, thing=Thing.PERSON, key=person.key,
                              name=person.name, how=how, options=several)  # fmt: skip
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


#: Before a name these make it whom something is done to or compared with, or by whom it was written.
_OBJECT = re.compile(
    r"\b(?:what|than|by|against|over|beat|defeated|ousted|unseated|to|with|for|of|from|as)\s+(?:\w+\.\s+)?$"
)


def _foremost(index: Index, said: str, near: list[Mention], recent: list[Mention]) -> Known | None:
    """Of those named within reach and of the right gender the one named most often so far, if any."""
    wanted = "M" if said.lower() in words()["masculine"] else "F"
    often = Counter(one.key for one in recent)
    fitting = {
        one.key
        for one in near
        if one.key in index.people and index.people[one.key].gender == wanted
    }
    ranked = sorted(fitting, key=lambda key: -often[key])
    if len(ranked) < 2 or often[ranked[0]] == often[ranked[1]]:
        return None
    return index.people[ranked[0]]


def _doers_last(text: str, near: list[Mention]) -> list[Mention]:
    """Those named, who does something after those to whom it is done; of the last few alone."""
    last = near[-4:]
    objects = [one for one in last if _OBJECT.search(text[max(0, one.start - 24) : one.start])]
    doers = [one for one in last if one not in objects]
    return [*near[:-4], *objects, *doers] if doers else near


def _apposed(text: str, start: int, end: int, recent: list[Mention]) -> bool:
    """Whether a role stands between commas after a name, and so says who that is."""
    if not recent:
        return False
    last = recent[-1]
    return text[last.end : start] in {", ", " — ", " (", ", then "} and bool(
        re.match(r"\s*(?:[,.;)—]|who\b|in\s+\d{4})", text[end : end + 10])
    )


def _of_state(text: str, start: int, end: int, topics: Topics) -> str:
    """The text's own seat in a state: the Ohio district, the Pennsylvania one; empty if not said so."""
    said = re.fullmatch(r"the\s+(.+?)\s+(?:one|district|seat)", text[start:end])
    code = next((c for c, name in STATES.items() if said and name == said[1]), "")
    own = [one for one in topics.seats if one.startswith(f"{code}-")] if code else []
    return own[0] if len(own) == 1 else ""


#: "the Democrat" as a name: not "of the Democrat who", and no apposition ("Smith, the Democrat,").
_THE_PARTY = re.compile(
    r"(?:(?<!,\s)(?<!\w\s)|(?<=\bfor\s)|(?<=;\s)|(?<=\band\s)|(?<=\bbut\s)|(?<=\bwhile\s)|(?<=\bwhen\s)|"
    r"(?<=\bthat\s)|(?<=\bwith\s)|(?<=\bas\s)|(?<=\bbecause\s))\b(?:the|The)\s+(?:Democrat|Republican)\b"
    r"(?!\s+(?:[Pp]arty|[a-z]*\s?primary|leader|who\b)|-|,\s+[A-Z])"
)
#: Who came out of the last round, and who did not.
_THE_WINNER = re.compile(
    r"\b[Tt]he\s+(?:(?:eventual\s+)?winner|victor|loser|runner-up)\b(?!\s+(?:of|in|will|would)\b)"
)


def cycle_at(text: str, start: int, when: When) -> int | None:
    """The cycle spoken of at a place: of the year named last before it; else the article's."""
    before = text[max(0, start - REACH) : start]
    years = list(_YEAR.finditer(before))
    if not years or when.cycle is None:
        return when.cycle
    since = before[years[-1].end() :]
    year = int(years[-1][0])
    later = re.search(r"\b(two|four|six)\s+years\s+later\b", since, re.I)
    if later:
        year += int(words()["numbers"][later[1].lower()])
    if _NOW.search(since) or year + year % 2 > when.cycle:
        return when.cycle
    return year + year % 2


class _Race:
    """Who is who in the races of the main seat: by party, as rivals, by how it ended."""

    def __init__(
        self, seat: str, everybody: list[Known], when: When, ballot: Ballot | None
    ) -> None:
        self.seat = seat
        self.everybody = everybody
        self.when = when
        self.ballot = ballot

    def _stood(self, cycle: int | None) -> dict[str, Stood]:
        """Who stood in a cycle; where none did yet, in the last one that two of those named shared."""
        if self.ballot is None or cycle is None:
            return {}
        found = self.ballot(self.seat, cycle)
        if any(one.key in found for one in self.everybody):
            return found
        shared = sorted(
            {year for one in self.everybody for district, year in one.races
             if district == self.seat and year < cycle}, reverse=True,
        )  # fmt: skip
        return self.ballot(self.seat, shared[0]) if shared else {}

    def told(self, said: str, cycle: int | None, near: list[Mention]) -> Known | None:
        """The Democrat, the winner: one of those named, if that can be told."""
        stood = self._stood(cycle)
        low = said.lower()
        if low.endswith(("democrat", "republican")):
            codes = {"DEM", "DFL"} if low.endswith("democrat") else {"REP"}
            fitting = [one for one in self.everybody
                       if one.key in stood and stood[one.key].party in codes]  # fmt: skip
            if not stood:
                fitting = [one for one in self.everybody
                           if self.seat in one.seats and codes & one.parties]  # fmt: skip
            last = [one for one in fitting if one.key in stood and stood[one.key].last]
            fitting = last if len(last) == 1 else fitting
        else:
            ranked = sorted((key for key in stood if stood[key].last),
                            key=lambda key: stood[key].place)  # fmt: skip
            wanted = ranked[:1] if low.endswith(("winner", "victor")) else ranked[1:2]
            fitting = [one for one in self.everybody if one.key in wanted]
        close = [one for one in fitting if any(n.key == one.key for n in near)]
        chosen = close if len(close) == 1 else fitting
        return chosen[0] if len(chosen) == 1 else None

    def rival(
        self, said: str, cycle: int | None, index: Index, near: list[Mention], holder: Known | None
    ) -> Known | None:
        """His opponent, the challenger: who stood against the one spoken of, in the last round first."""
        people = [index.people[one.key] for one in near if one.key in index.people]
        whose = holder if said.lower().startswith("the") else people[-1] if people else None
        if whose is None:
            return None
        others = {
            one.key: one for one in [*people, *self.everybody]
            if one.key != whose.key and one.races & whose.races
        }  # fmt: skip
        then = {
            key: one for key, one in others.items()
            if {race for race in one.races & whose.races if race[1] == cycle}
        }  # fmt: skip
        others = then or others
        if len(others) > 1:
            stood = self._stood(cycle)
            last = {key: one for key, one in others.items() if key in stood and stood[key].last}
            others = last if len(last) == 1 else others
        if len(others) > 1:
            close = {one.key: one for one in people if one.key in others}
            others = close if len(close) == 1 else others
        return next(iter(others.values())) if len(others) == 1 else None


def _alone(
    text: str, start: int, president: Mention, recent: list[Mention], made: list[Mention]
) -> bool:
    """Whether somebody who stood for President is the only one named before in the sentence."""
    low = max(0, start - REACH)
    ends = [low + m.end() for m in re.finditer(r"[.!?]\s|\n", text[low:start])]
    cut = ends[-1] if ends else low
    others = [one for one in (*recent, *made) if one.thing is Thing.PERSON and one.start >= cut]
    return president.start >= cut and not others


def _several(
    text: str, index: Index, start: int, said: str, named: list[Mention]
) -> tuple[str, ...]:
    """Whom a pronoun may mean by its sentence and the one before, where that is more than one."""
    wanted = "M" if said.lower() in words()["masculine"] else "F"
    stops = [m.end() for m in re.finditer(r"[.!?]\s|\n", text[max(0, start - REACH) : start])]
    low = max(0, start - REACH) + (stops[-2] if len(stops) > 1 else 0)
    fitting = {
        one.key: one.name for one in named
        if low <= one.start < start and one.thing is Thing.PERSON and one.how != "pronoun"
        and (one.key not in index.people or index.people[one.key].gender in {"", wanted})
    }  # fmt: skip
    return tuple(sorted(fitting.values())) if len(fitting) > 1 else ()


def _centred(text: str, start: int, near: list[Mention]) -> list[Mention]:
    """Those whom "he" and "she" may mean, the likeliest last: who a sentence began with goes before
    who it ended with, the same sentence before the one before it."""
    cut = max(text.rfind(stop, 0, start) for stop in (". ", "? ", "! ", "\n", "; "))
    before = max(text.rfind(stop, 0, max(cut, 0)) for stop in (". ", "? ", "! ", "\n"))
    same = [one for one in near if one.start > cut]
    earlier = [one for one in near if before < one.start <= cut]
    rest = [one for one in near if one.start <= before]
    return [*rest, *reversed(earlier), *reversed(same)]


#: Words by which a text comes back to its own time.
_NOW = re.compile(
    r"\b(?:this\s+(?:year|cycle|fall|November|spring|month|week|time)|these days|now)\b", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


def _holder_then(
    text: str, start: int, everybody: list[Known], seat: str, when: When
) -> tuple[bool, Known | None]:
    """Whether the year spoken of last before a place is past, and who of those named held the seat."""
    years = _YEAR.findall(text[max(0, start - REACH) : start])
    if not years or not seat:
        return False, None
    since = text[max(0, start - REACH) : start].rpartition(years[-1])[2]
    if _NOW.search(since):
        return False, None
    cycle = cycle_at(text, start, when)
    if when.cycle is None or cycle is None or cycle >= when.cycle:
        return False, None
    congress = congress_sitting(cycle)
    holders = [one for one in everybody if one.seat_in(congress) == seat]
    return True, holders[0] if len(holders) == 1 else None


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
    index: Index, how: str, said: str, near: list[Mention], holder: Known | None, when: When
) -> Known | None:
    people = [index.people[one.key] for one in near if one.key in index.people]
    if how == "role":
        members = [p for p in people if when.congress and p.seat_in(when.congress)]
        if "incumbent" in said.lower() and holder is None:
            return None
        return holder or (members[-1] if members else None)
    wanted = "M" if said.lower() in words()["masculine"] else "F"
    fitting = [p for p in people if p.gender in {"", wanted}]
    known = [p for p in fitting[-3:] if p.gender == wanted]
    return known[-1] if known else fitting[-1] if fitting else None
