"""When a sentence speaks of: its years, election cycles and Congresses, said or carried on."""

from __future__ import annotations

import re

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.reach import Reach
from hustings.claims.matching.stage import FAR_BACK, Options
from hustings.claims.model import Kind, Quantity, Thing
from hustings.claims.names.index import Known
from hustings.ids import congress_elected, congress_sitting

_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_THIS = re.compile(r"\bthis\s+(?:year|cycle|election|fall|November|time)\b", re.I)
#: A Congress by its number; the word may be left out, as no district has such a number.
_CONGRESS = re.compile(
    r"\b(?P<n>\d{2,3})(?:st|nd|rd|th)\s+Congress\b|\bthe\s+(?P<m>1[0-2]\d)(?:st|nd|rd|th)\b"
)
_AGO = re.compile(r"\b(two|four|six|eight|ten)\s+years\s+(ago|earlier|before)\b", re.I)
_LATER = re.compile(r"\b(two|four|six|eight|ten)\s+years\s+(?:later|after(?:ward)?)\b", re.I)
_THIS_TIME = re.compile(r"\s*this\s+(?:time|year|cycle)\b", re.I)


class Timed(Reach):
    """A sentence with the time it speaks of."""

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
        ago = self._its_own(_AGO, start)
        later = self._its_own(_LATER, start)
        base_year = self.stage.spoken_year(self.sentence.number) if later else None
        if own and later and base_year:
            ahead = base_year + int(words()["numbers"][later[1].lower()])
            if ahead <= own:
                near = self._in_paragraph(base_year)
                return Options(values=(ahead,), sure=near, why=f"“{later[0]}”")
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

    def _its_own(self, form: re.Pattern[str], start: int) -> re.Match[str] | None:
        """A phrase of time that a span is under: one at the head, or one after its own number.

        "48.4 percent, down from 57.5 two years earlier": the phrase is of the second number alone.
        """
        base = self.sentence.start
        for match in form.finditer(self.sentence.text):
            low, high = match.start() + base, match.end() + base
            before = [one for one in self.numbers if one.end <= low and one.kind is not Kind.YEAR]
            if high <= start or not before or before[-1].end >= start:
                return match
            between = self.between(before[-1].end, low)
            own = re.fullmatch(r"(?:\s+[\w%$'’-]+){0,4}\s+", between) is not None
            if not own or re.search(r"\b(?:and|while|but)\b", between):
                return match
        return None

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

    def congresses(self, start: int, end: int, member: Known | None = None) -> Options:
        """The Congresses that a span may be about, for what a district or a member is.

        member: whose votes or bills are spoken of; of the Congresses carried on from before only
        those he or she sat in.
        """
        latest = self.stage.when.cycle or 9999
        named = [year for year in self.years(start, end) if year + year % 2 <= latest]
        said = self.congress_said(start, end)
        if said is not None:
            return Options(values=(said,), sure=True)
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
        told = self._congress_before(member)
        if told is not None:
            return told
        if member is not None and member.terms and own and not member.serves_in(own):
            sat = [one for one in range(own, 80, -1) if member.serves_in(one)]
            return Options(values=tuple(sat[:3]), sure=False)
        carried = self.stage.spoken_year(self.sentence.number)
        listed = self._own_lines(start, end)
        if carried and own and carried < 2 * own + 1786:
            listed += [int(congress_sitting(carried)), int(congress_elected(carried))]
        return Options(values=tuple(dict.fromkeys(listed)), sure=False)

    def congress_said(self, start: int, end: int) -> int | None:
        """The Congress that the sentence names, the nearest to a span: the 116th, the 116th Congress."""
        base = self.sentence.start
        named = [
            (
                self.apart(start, end, (one.start() + base, one.end() + base)),
                int(one["n"] or one["m"]),
            )
            for one in _CONGRESS.finditer(self.sentence.text)
        ]
        return min(named)[1] if named else None

    def _congress_before(self, member: Known | None) -> Options | None:
        """The Congress named last before the sentence, if it may still be spoken of.

        Within the paragraph it is certain. What a member did is told over paragraphs; "that
        Congress" and "those years" reach back as far.
        """
        place = self.sentence.number
        back = re.search(
            r"\bthat\s+Congress\b|\b(?:in|of)\s+those\s+years\b", self.sentence.text, re.I
        )
        for scene in reversed(self.stage.scenes[max(0, place - FAR_BACK) : place]):
            same = scene.sentence.paragraph == self.sentence.paragraph
            said = scene.congress_said(scene.sentence.end, scene.sentence.end)
            if said is None:
                if not same and member is None and not back:
                    return None
                continue
            if same and (member is None or member.serves_in(said)):
                return Options(values=(said,), sure=True)
            if back or (member is not None and member.serves_in(said)):
                return Options(values=(said,), sure=bool(back))
            return None
        return None

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
