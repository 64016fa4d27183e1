"""What a sentence stands in: the names within reach, the time, the rounds; and who a number is of.

Every choice comes as options in order with whether the first is certain; what the text does not
decide stays open, and a figure that differs then does not contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.phrases import Hit, Token, hits, tokens
from hustings.claims.model import Kind, Mention, Quantity, Sentence, Thing, When
from hustings.claims.names.index import Index, Known
from hustings.ids import congress_elected, congress_sitting, cycle_of, election_of, split_district

if TYPE_CHECKING:
    from hustings.record.view import View

#: How many sentences back a round, a year or a subject is carried.
BACK = 3
#: And how many a year is, if no other is named and nothing says that it is now.
FAR_BACK = 12
#: A look back: what follows is of the time before it again.
_FLASHBACK = re.compile(
    r"\bhad\s+(?:\w+\s+)?(?:won|lost|beaten|beat|carried|taken|held|raised|spent|survived|defeated|ousted)\b"
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_THIS = re.compile(r"\bthis\s+(?:year|cycle|election|fall|November|time)\b", re.I)
_THIS_TIME = re.compile(r"\s*this\s+(?:time|year|cycle)\b", re.I)
_NOW = re.compile(r"\bthis\s+(?:year|cycle|fall|November|spring|month|week)\b|\bthese days\b", re.I)


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a parameter may be, the likeliest first; `sure` if it can be no other."""

    values: tuple[object, ...] = ()
    sure: bool = True
    why: str = ""
    #: How many of the values the text itself speaks of; the others are only possible.
    firm: int = 99


def general_day(cycle: int) -> date:
    """The Tuesday after the first Monday in November (2 USC 7)."""
    first = date(cycle, 11, 1)
    return first + timedelta(days=(7 - first.weekday()) % 7 + 1)


@dataclass(kw_only=True)
class Stage:
    """What all sentences of an article share."""

    view: View
    index: Index
    when: When
    seat: str
    scenes: list[Scene] = field(default_factory=list)
    calendar: dict[tuple[str, int, str], date] = field(default_factory=dict)
    rounds: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    lines: dict[str, dict[int, str]] = field(default_factory=dict)

    def spoken_year(self, number: int) -> int | None:
        """The cycle of the year named last before a sentence; None if none was, or several at once."""
        latest = self.when.cycle or 9999
        for scene in reversed(self.scenes[max(0, number - FAR_BACK) : number]):
            if _NOW.search(scene.sentence.text):
                return self.when.cycle
            if _FLASHBACK.search(scene.sentence.text):
                continue
            years = {
                year + year % 2
                for q in scene.numbers
                if (year := self.year_of(q))
                and latest - 14 <= year + year % 2 <= latest
            }  # fmt: skip
            if years:
                return next(iter(years)) if len(years) == 1 else None
        return None

    def year_of(self, one: Quantity) -> int:
        """The year that a number names; 0 if none. The article's own day names none."""
        if one.kind is Kind.YEAR:
            return int(one.value)
        dated = one.kind is Kind.DATE and one.year_given and one.day != self.when.day
        return one.day.year if dated and one.day else 0

    def held(self, seat: str, cycle: int) -> frozenset[str]:
        """The rounds of a race that the record has votes of."""
        if (seat, cycle) not in self.rounds:
            from hustings.ids import RaceId, parse_cycle, parse_district
            from hustings.measures.listings import contests

            near = self.view.focused(seat)
            race = RaceId(parse_district(seat), parse_cycle(cycle))
            self.rounds[seat, cycle] = frozenset(one.round for one in contests(near, race))
        return self.rounds[seat, cycle]

    def same_lines(self, seat: str, one: int, other: int) -> bool:
        """Whether a seat had the same lines in the elections of two Congresses."""
        state = split_district(seat)[0]
        if state not in self.lines:
            rows = self.view.query(
                "select cycle, map from lines_in_force where state = $state", {"state": state}
            )
            self.lines[state] = {int(cycle): str(name) for cycle, name in rows}
        maps = self.lines[state]
        return maps.get(int(election_of(one))) == maps.get(int(election_of(other)))

    def days(self, seat: str, cycle: int) -> dict[str, date]:
        """The days of the rounds of a race that the record has votes of."""
        found: dict[str, date] = {}
        for name in self.held(seat, cycle):
            rows = self.view.focused(seat).query(
                "select arg_min(day, preference) from contest_days where state = $state and "
                "cycle = $cycle and round = $round and (district is null or district = $seat)",
                {"state": split_district(seat)[0], "cycle": cycle, "round": name, "seat": seat},
            )
            if rows and rows[0][0]:
                found[name] = rows[0][0]
        return found

    def voted(self, state: str, cycle: int, name: str) -> date | None:
        """The day of a statewide vote: general elections by law, primaries by the calendar."""
        if name == "general":
            return general_day(cycle)
        if not self.calendar:
            for row in self.view.query(
                "select state, cycle, round, day from calendar where district is null"
            ):
                self.calendar[str(row[0]), int(row[1]), str(row[2])] = row[3]
            self.calendar.setdefault(("", 0, ""), date(1, 1, 1))
        return self.calendar.get((state, cycle, name))

    def over(self, state: str, cycle: int, name: str) -> bool:
        """Whether a vote had been held by the article's day; a primary without a known day: yes."""
        if self.when.day is None:
            return True
        day = self.voted(state, cycle, name)
        if day is None:
            return cycle <= cycle_of(self.when.day)
        return day <= self.when.day


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = words()
    return (
        re.compile(rf"\b(?:{alternation(lists['rounds'])})\b", re.I),
        re.compile(rf"(?:\b(?:{alternation(lists['objects'])})\s+(?:[\w-]+\.?\s+){{0,4}}$)", re.I),
    )


#: Between a number and the name it is of: "of the vote for", "votes went to Rep."
_FOR_WHOM = re.compile(
    r"\s*(?:of\s+the\s+(?:votes?|total|ballots)\s+)?(?:votes?\s+)?(?:for|to|went\s+to|goes\s+to)\s+"
    r"(?:[A-Z][a-z]+\.\s+|the\s+|incumbent\s+|challenger\s+|Democrat\s+|Republican\s+){0,3}"
)


#: "X, the Republican, who had": the clause is of X, whoever beat X.
_WHO = re.compile(r"^\s*,\s*(?:[^,;]{0,40},\s*)?who\b[^,;]*$|^\s*,\s*with\s*$")
#: "of what Rep. X raised", "of X's contributions".
_OF_WHOM = re.compile(
    r"\s*(?:of|from)\s+(?:all\s+)?(?:what\s+|the\s+money\s+(?:that\s+)?)?"
    r"(?:[A-Z][a-z]+\.\s+|incumbent\s+|challenger\s+|Democrat\s+|Republican\s+){0,2}"
    r"|\s*(?:dollars|of\s+the\s+(?:money|dollars))\s+(?:that\s+)?"
)


def certain(one: Mention) -> bool:
    """Whether a name is somebody's, and no pronoun that might be another's as well."""
    return bool(one.key) and not (one.how == "pronoun" and one.options)


class Scene:
    """A sentence with its names, numbers and phrases, and what can be asked of them."""

    def __init__(
        self,
        stage: Stage,
        sentence: Sentence,
        mentions: list[Mention],
        numbers: list[Quantity],
    ) -> None:
        self.stage = stage
        self.sentence = sentence
        self.mentions = mentions
        self.numbers = numbers
        #: Where a number was read, its kind and its measure: what a later one without words goes by.
        self.read: dict[int, tuple[Kind, str]] = {}
        self.tokens: list[Token] = tokens(
            sentence.text,
            sentence.start,
            [(one.start, one.end) for one in numbers if one.kind is Kind.SHARE],
        )
        self.hits: list[Hit] = hits(self.tokens)
        self.rounds = [
            (m.start() + sentence.start, m.end() + sentence.start,
             words()["rounds"][re.sub(r"\s+", " ", m[0].lower())])
            for m in _forms()[0].finditer(sentence.text)
        ]  # fmt: skip

    # -- places -------------------------------------------------------------------------------

    def between(self, low: int, high: int) -> str:
        """The text between two places of the article, in whichever order."""
        low, high = min(low, high), max(low, high)
        base = self.sentence.start
        return self.sentence.text[max(0, low - base) : max(0, high - base)]

    def apart(self, start: int, end: int, other: Mention | tuple[int, int]) -> float:
        """How far a name is from a span, in words; a clause between counts as eight."""
        first, last = (other.start, other.end) if isinstance(other, Mention) else other
        if first < end and start < last:
            return 0
        low, high = (last, start) if last <= start else (end, first)
        between = self.between(low, high)
        return len(between.split()) + 8 * len(
            re.findall(r"[;:—]|--|,\s+(?:and|but|while)\b", between)
        )

    @property
    def aside(self) -> bool:
        """Whether the sentence stands in parentheses, so that nothing in it is carried on."""
        return bool(re.fullmatch(r"\s*[(\[].*[)\]]\W*", self.sentence.text, re.S))

    def before(self) -> Iterable[Scene]:
        """The sentences before this one in its paragraph or the one before, the nearest first."""
        scenes, place = self.stage.scenes, self.sentence.number
        for scene in reversed(scenes[max(0, place - BACK) : place]):
            if self.sentence.paragraph - scene.sentence.paragraph > 1:
                return
            yield scene

    def of(self, *things: Thing) -> list[Mention]:
        """The names of these things in the sentence."""
        return [one for one in self.mentions if one.thing in things]

    # -- people -------------------------------------------------------------------------------

    def is_object(self, one: Mention) -> bool:
        """Whether a name is whom somebody beat, or whom somebody is compared with."""
        base = self.sentence.start
        head = self.sentence.text[max(0, one.start - base - 50) : one.start - base]
        if re.search(r"\b(?:twice|times|half|than|of|to|as)\s+what\s+(?:\w+\.\s+)?$", head):
            return True
        return bool(_forms()[1].search(head)) and not re.search(r"[;,]\s*\w*\s*$", head)

    def subject(self, start: int, end: int) -> tuple[Mention | None, bool]:
        """Whom a number is of, and whether that is certain.

        The nearest name before it that is nobody's object; "for", "to" and "from" a name right
        after it go first; then the next name after; then the sentences before.
        """
        people = [one for one in self.of(Thing.PERSON, Thing.PRESIDENTIAL) if one.how != "derived"]
        after = [one for one in people if one.start >= end]
        if after:
            between = self.between(end, after[0].start)
            own = after[0].text.lower() in {"his", "her", "hers"} and any(
                one.end <= start for one in people
            )
            if _OF_WHOM.fullmatch(between) and not own:
                return after[0], certain(after[0])
            doing = any(one.end <= start and not self.is_object(one) for one in people)
            if _FOR_WHOM.fullmatch(between) and not (doing and re.search(r"\bto\s+\w*\.?\s*$", between)
                                                     and "went" not in between):  # fmt: skip
                return after[0], True
        before = [one for one in people if one.end <= start]
        if before and re.fullmatch(r"['’]s?\s+(?:\w+\s+)?", self.between(before[-1].end, start)):
            # "Carr's 21.6": whose the number is, stands right before it.
            return before[-1], certain(before[-1])
        doers = [one for one in before if one.text.lower() not in {"his", "him", "her", "hers"}]
        before = doers or before
        if before and _WHO.search(self.between(before[-1].end, start)):
            return before[-1], certain(before[-1])
        agents = [one for one in before if not self.is_object(one)]
        if agents:
            near = agents[-1]
            return near, certain(near)
        tail = self.between(end, self.sentence.end)
        of_it = re.match(r"\s*of\s+(?:it|that|this|them)\b", tail)
        if after and not before and not of_it:
            return after[0], certain(after[0])
        if before:
            # Only whom somebody beat is named: the winner is in a sentence before.
            for scene in self.before():
                named = [p for p in scene.of(Thing.PERSON) if p.key and p.key != before[-1].key
                         and not scene.is_object(p)]  # fmt: skip
                if named:
                    return named[0], False
            return before[-1], False
        for scene in self.before():
            everyone = [p for p in scene.of(Thing.PERSON) if not scene.is_object(p)]
            if everyone and not everyone[0].key:
                # Somebody is spoken of who cannot be told; nobody else may be taken instead.
                return everyone[0], False
            named = [p for p in everyone if p.key]
            if named:
                return named[0], len({p.key for p in scene.of(Thing.PERSON) if p.key}) == 1
        return None, False

    def known(self, one: Mention | None) -> Known | None:
        """The record's person of a name."""
        return self.stage.index.people.get(one.key) if one is not None and one.key else None

    # -- time ---------------------------------------------------------------------------------

    def years(self, start: int, end: int) -> list[int]:
        """Years named in the sentence, the nearest to a span first; dates with years count."""
        named = [
            (self.apart(start, end, (q.start, q.end)), abs(q.start - start),
             int(q.value) if q.kind is Kind.YEAR else q.day.year if q.day else 0)
            for q in self.numbers
            if self._dated(q)
        ]  # fmt: skip
        ahead = [
            year for (_, _, year), q in zip(named, (q for q in self.numbers if self._dated(q)), strict=True)
            if q.start >= end and re.fullmatch(r"\s*(?:there\s+|here\s+)?in\s+", self.between(end, q.start))
        ]  # fmt: skip
        # "50.8 percent in 2020 and 52.5 percent in 2024": the year right after a number is its own.
        return [
            *ahead[:1],
            *(year for _, _, year in sorted(named) if year and year not in ahead[:1]),
        ]

    @staticmethod
    def _dated(one: Quantity) -> bool:
        """Whether a number names a year: by itself, or in a date."""
        return one.kind is Kind.YEAR or (one.kind is Kind.DATE and one.year_given)

    def cycles(
        self, start: int, end: int, person: Known | None = None, *, voting: bool = False
    ) -> Options:
        """The cycles that a span may be about; of a person those in which he or she stood.

        voting: what is said is of a vote, which must have been held by the article's day.
        """
        text, when = self.sentence.text, self.stage.when
        latest = when.cycle or 9999
        named = [year for year in self.years(start, end) if year + year % 2 <= latest]
        if when.cycle and _THIS_TIME.match(self.between(end, self.sentence.end)):
            return Options(values=(when.cycle,), sure=when.sure, why="“this time” of the article")
        own_clause = self._clause(start, end)
        lately = re.search(r"\blast\s+(?:November|fall)\b", own_clause, re.I)
        if when.day and named and lately and not _YEAR.search(own_clause):
            before = when.day.year - 1
            return Options(values=(before + before % 2,), sure=when.sure, why=f"“{lately[0]}”")
        if when.cycle and named and _THIS.search(own_clause) and not _YEAR.search(own_clause):
            # "$6 million this cycle; in 2018 she had raised": each clause has its own time.
            return Options(values=(when.cycle,), sure=when.sure, why="“this year” of the article")
        if named:
            cycle = named[0] + named[0] % 2
            return Options(values=(cycle,), sure=True, why=f"the year {named[0]} in the sentence")
        own = when.cycle
        if own and re.search(r"\b(?:last|previous)\s+(?:cycle|election|campaign)\b", text, re.I):
            return Options(values=(own - 2, own), sure=False, why="“last cycle”")
        ago = re.search(r"\b(two|four|six|eight|ten)\s+years\s+(ago|earlier|before)\b", text, re.I)
        later = re.search(
            r"\b(two|four|six|eight|ten)\s+years\s+(?:later|after(?:ward)?)\b", text, re.I
        )
        base_year = self.stage.spoken_year(self.sentence.number) if later else None
        if own and later and base_year:
            ahead = base_year + int(words()["numbers"][later[1].lower()])
            if ahead <= own:
                return Options(values=(ahead,), sure=False, why=f"“{later[0]}”")
        if own and ago:
            base = (
                own
                if ago[2].lower() == "ago"
                else self.stage.spoken_year(self.sentence.number) or own
            )
            back = int(words()["numbers"][ago[1].lower()])
            return Options(values=(base - back,), sure=when.sure, why=f"“{ago[0]}”")
        if own and re.search(r"\blast\s+(?:November|fall|year)\b", text, re.I):
            day = when.day
            before = day.year - 1 + (day.year - 1) % 2 if day is not None else own
            return Options(values=(before,), sure=when.sure, why="“last November”")
        if own and re.search(r"\blast time\b", text, re.I):
            return Options(values=(own - 2,), sure=when.sure, why="“last time”")
        if own and re.search(r"\bthis\s+(?:year|cycle|election|fall|November)\b", text, re.I):
            return Options(values=(own,), sure=True, why="“this year” of the article")
        carried = self.stage.spoken_year(self.sentence.number)
        listed = [one for one in (carried, own) if one]
        day = when.day
        odd = day is not None and day.year % 2 == 1
        if own and not carried and (odd if not voting else not self._held_by_now(own)):
            # In a year without a general the race spoken of is the last one, or the next.
            listed = [own - 2, own] if not odd or own > (day.year if day else 0) else [own]
        near = carried is not None and carried != own and self._in_paragraph(carried)
        stood = {year for _, year in person.races} if person is not None else set()
        firm = 1 if near else len(listed)
        if stood and listed:
            fitting = [one for one in listed if one in stood]
            past = sorted((year for year in stood if year <= latest), reverse=True)
            firm = 1 if near and fitting[:1] == [carried] else len(dict.fromkeys(fitting))
            listed = [*fitting, *past[:3]] or listed
        values = tuple(dict.fromkeys(listed))
        return Options(
            values=values, sure=len(values) == 1, why="the article's time", firm=max(firm, 1)
        )

    def _clause(self, start: int, end: int) -> str:
        """The part between semicolons that a span stands in, up to its next comma."""
        head = re.split(r"[;:]", self.between(self.sentence.start, start))[-1]
        tail = re.split(r"[;:,]", self.between(end, self.sentence.end))[0]
        return head + self.between(start, end) + tail

    def _held_by_now(self, cycle: int) -> bool:
        """Whether a cycle's general had been held, or the round that the words speak of."""
        state = self.stage.seat.partition("-")[0]
        if self.stage.over(state, cycle, "general"):
            return True
        for scene in (self, *self.before()):
            named = {name for _, _, name in scene.rounds if name != "general"}
            if named:
                day = self.stage.when.day
                known = any(self.stage.voted(state, cycle, name) for name in named)
                over = any(self.stage.over(state, cycle, name) for name in named)
                # In a year without elections the round is of the year before.
                return over and (known or day is None or day.year == cycle)
        return False

    def _in_paragraph(self, cycle: int) -> bool:
        """Whether the year carried on was named in this paragraph."""
        for scene in reversed(self.stage.scenes[: self.sentence.number]):
            if scene.sentence.paragraph != self.sentence.paragraph:
                return False
            if cycle in {
                year + year % 2 for year in scene.years(scene.sentence.start, scene.sentence.end)
            }:
                return True
        return False

    def congresses(self, start: int, end: int) -> Options:
        """The Congresses that a span may be about, for what a district or a member is."""
        latest = self.stage.when.cycle or 9999
        named = [year for year in self.years(start, end) if year + year % 2 <= latest]
        said = re.search(r"\b(\d{2,3})(?:st|nd|rd|th)\s+Congress\b", self.sentence.text)
        if said:
            return Options(values=(int(said[1]),), sure=True)
        served = self._own_term()
        if served is not None:
            return served
        turn = re.search(
            r"\b(last|previous|this|current)\s+(?:term|Congress)\b", self.sentence.text, re.I
        )
        now = self.stage.when.congress
        if turn and now:
            last = turn[1].lower() in {"last", "previous"}
            return Options(values=(now - last,), sure=self.stage.when.sure, why=f"“{turn[0]}”")
        if named:
            cycle = named[0] + named[0] % 2
            listed = [int(congress_sitting(cycle)), int(congress_elected(cycle))]
            return Options(
                values=tuple(dict.fromkeys([*listed, *self._own_lines(start, end)])), sure=False
            )
        own = self.stage.when.congress
        for scene in self.before():
            told = re.search(r"\b(\d{2,3})(?:st|nd|rd|th)\s+Congress\b", scene.sentence.text)
            if told and scene.sentence.paragraph == self.sentence.paragraph:
                return Options(values=(int(told[1]),), sure=True)
        carried = self.stage.spoken_year(self.sentence.number)
        listed = self._own_lines(start, end)
        if carried and own and carried < 2 * own + 1786:
            listed += [int(congress_sitting(carried)), int(congress_elected(carried))]
        return Options(values=tuple(dict.fromkeys(listed)), sure=False)

    def _own_term(self) -> Options | None:
        """The Congress of "in her first term": the nth that the person sat in; None if not said."""
        text, base = self.sentence.text, self.sentence.start
        ordinals: dict[str, int] = words()["ordinals"]
        said = re.search(rf"\bin\s+(his|her)\s+({alternation(ordinals)})\s+term\b", text, re.I)
        if said is None:
            return None
        who = [one for one in self.of(Thing.PERSON) if one.start == base + said.start(1)]
        known = self.known(who[0]) if who else None
        last = (self.stage.when.congress or 150) + 1
        sat = [one for one in range(80, last) if known is not None and known.seat_in(one)]
        place = ordinals[said[2].lower()]
        if len(sat) < place:
            return Options(values=(), sure=False)
        return Options(values=(sat[place - 1],), sure=False)

    def _own_lines(self, start: int, end: int) -> list[int]:
        """The article's Congress; and the one it elects, where that is elected on other lines."""
        when = self.stage.when
        if when.congress is None:
            return []
        named = self.seats(start, end, None, None).values
        elected = int(congress_elected(when.cycle)) if when.cycle else when.congress
        # New lines are spoken of once there is a campaign on them.
        early = when.day is not None and when.day.year != when.cycle
        if elected == when.congress or not named or early:
            return [when.congress]
        if self.stage.same_lines(str(named[0]), when.congress, elected):
            return [when.congress]
        return [when.congress, elected]

    # -- places -------------------------------------------------------------------------------

    def seats(self, start: int, end: int, person: Known | None, cycle: int | None) -> Options:
        """The seats that a span may be about: the person's own, one named here, the article's."""
        named = [one for one in self.of(Thing.DISTRICT) if one.key]
        if person is not None and cycle is not None:
            own = {district for district, year in person.races if year == cycle}
            here = [one.key for one in named if one.key in own]
            if here:
                return Options(values=(here[0],))
            if self.stage.seat in own and len(own) > 1:
                return Options(
                    values=(self.stage.seat, *sorted(own - {self.stage.seat})), sure=False
                )
            if own:
                return Options(values=tuple(sorted(own)), sure=len(own) == 1)
            held = person.race_in(cycle)
            if held:
                return Options(values=(held,))
        if named:
            near = sorted(named, key=lambda one: self.apart(start, end, one))
            return Options(values=(near[0].key,), sure=True)
        if person is not None:
            seats = sorted(person.seats)
            if self.stage.seat in seats:
                return Options(values=(self.stage.seat,), sure=True)
            if len(seats) == 1:
                return Options(values=(seats[0],), sure=True)
        for scene in self.before():
            districts = {one.key for one in scene.of(Thing.DISTRICT) if one.key}
            if len(districts) == 1:
                return Options(values=tuple(districts), sure=True, why="named before it")
            if districts:
                break
        if self.stage.seat:
            return Options(values=(self.stage.seat,), sure=True, why="the article's district")
        return Options(values=(), sure=False)

    # -- rounds -------------------------------------------------------------------------------

    def special(self, start: int, end: int) -> bool:
        """Whether a special election is spoken of: in so many words, or by a year without a general."""
        years = self.years(start, end)
        if years:
            return bool(years[0] % 2) or "special" in self.sentence.text.lower()
        return any("special" in one.sentence.text.lower() for one in (self, *self.before()))

    def _odd_before(self) -> bool:
        """Whether the year named last before is odd, in which only special elections are held."""
        for scene in self.before():
            told = {year for one in scene.numbers if (year := self.stage.year_of(one))}
            if told:
                return len(told) == 1 and bool(told.pop() % 2)
        return False

    def rounds_of(self, start: int, end: int, seat: str, cycle: int) -> Options:
        """The rounds that a span may be about; those after the article's day are left out."""
        state, _ = split_district(seat)
        special = self.special(start, end) or (
            not self.years(start, end)
            and self._odd_before()
            and any(one.startswith("special") for one in self.stage.held(seat, cycle))
        )
        dated = self._by_month(start, end, seat, cycle)
        if dated:
            return Options(values=(dated,), why="the round of that day")
        ordered = sorted(self.rounds, key=lambda one: self.apart(start, end, one[:2]))
        for _, _, name in ordered:
            found = self.variants(name, special, seat, cycle)
            if found and all(
                self.stage.over(state, cycle, one) or one.startswith("special") for one in found
            ):
                return Options(values=found, sure=len(found) == 1, why="the round it names")
        # A sentence with a year of its own begins anew; so does what follows one.
        turned = bool(self.years(start, end) or _NOW.search(self.sentence.text))
        for scene in () if turned else self.before():
            if scene.aside:
                continue
            named = {
                name for _, _, name in scene.rounds if self.stage.over(state, cycle, name)
            }  # fmt: skip
            if not named and scene.years(scene.sentence.start, scene.sentence.end):
                break
            if len(named) == 1:
                found = self.variants(next(iter(named)), special, seat, cycle)
                return Options(values=found, sure=len(found) == 1, why="the round named before it")
            if named:
                break
        if special:
            found = self.variants("special-general", True, seat, cycle)
            return Options(values=found, sure=False)
        if self.stage.over(state, cycle, "general"):
            return Options(values=("general",), sure=True, why="no round is named: the general")
        return Options(values=("primary",), sure=True, why="the general was still to come")

    def _by_month(self, start: int, end: int, seat: str, cycle: int) -> str:
        """The round held in the month of a date in the sentence, or in a month that it names."""
        months = {q.day.month for q in self.numbers if q.kind is Kind.DATE and q.day}
        said = re.search(r"\b(?:in|that|the|last)\s+(January|February|March|April|May|June|July|August|"
                         r"September|October|December)\b", self.between(start - 60, end + 60))  # fmt: skip
        if said:
            months = {int(words()["months"][said[1].lower()])}
        if len(months) != 1 or 11 in months:
            return ""
        fitting = [
            name for name, day in self.stage.days(seat, cycle).items() if day.month in months
        ]  # fmt: skip
        return fitting[0] if len(fitting) == 1 else ""

    def variants(self, name: str, special: bool, seat: str, cycle: int) -> tuple[str, ...]:
        """A round's names in the record: a runoff may be one of a primary or of a special election."""
        table = {
            ("runoff", False): ("runoff", "primary-runoff"),
            ("runoff", True): ("special-runoff", "special-general"),
            ("special-runoff", True): ("special-runoff", "special-general"),
            ("special-runoff", False): ("special-runoff", "special-general"),
            ("primary", True): ("special-primary", "primary"),
            ("first-round", True): ("special-general", "special-primary"),
            ("first-round", False): ("primary", "general"),
            ("general", True): ("special-general", "general"),
            ("special-general", True): ("special-general", "special-runoff", "special-primary"),
            ("special-general", False): ("special-general", "special-runoff", "special-primary"),
        }
        listed = table.get((name, special), (name,))
        if len(listed) == 1:
            return listed
        held = self.stage.held(seat, cycle)
        return tuple(one for one in listed if one in held)[:2] or listed[:1]
