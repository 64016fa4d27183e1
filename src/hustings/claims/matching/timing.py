"""When a sentence speaks of: its years, election cycles and Congresses, said or carried on."""

from __future__ import annotations

import re

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.anchors import CLAUSE, RIGHT_AFTER, Anchor
from hustings.claims.matching.reach import Reach
from hustings.claims.matching.stage import FAR_BACK, Options
from hustings.claims.model import Kind, Thing
from hustings.claims.names.index import Known
from hustings.ids import congress_elected, congress_sitting

_OLD_LINES = re.compile(
    r"\b(?:old|former|previous|earlier)\s+(?:lines|map|boundaries)\b|\bbefore\s+(?:the\s+)?redistricting\b",
    re.I,
)
_THAT_CONGRESS = re.compile(
    r"\b(?:that|the\s+same)\s+Congress\b|\b(?:in|of|over)\s+those\s+(?:two\s+)?years\b|\bin\s+the\s+two\s+years\b",
    re.I,
)
#: A Congress by its number; the word may be left out, as no district has such a number.
_CONGRESS = re.compile(
    r"\b(?P<n>\d{2,3})(?:st|nd|rd|th)\s+Congress\b|\bthe\s+(?P<m>1[0-2]\d)(?:st|nd|rd|th)\b"
)


class Timed(Reach):
    """A sentence with the time it speaks of."""

    def anchors(self) -> tuple[Anchor, ...]:
        """The times that the sentence names, those that count from a sentence before resolved."""
        return self.stage.times[self.sentence.number]

    def years(self, start: int, end: int) -> list[int]:
        """Years named in the sentence: a span's own first, then those of clauses before, then after."""
        return list(dict.fromkeys(one.year for one, _ in self.timed(start, end) if one.year))

    def timed(self, start: int, end: int) -> list[tuple[Anchor, bool]]:
        """The times of the sentence in the order in which they may be a span's; true if it is under one.

        The one right after a number is its own ("50.8 percent in 2020 and 52.5 in 2024"); then those
        of its clause, the nearest first; then the last of the clauses before. What a later clause
        names is not the span's, if the text before tells of another time.
        """
        listed = self.anchors()
        own = [
            one for one in listed
            if one.start >= end and RIGHT_AFTER.fullmatch(self.between(end, one.start))
        ][:1]  # fmt: skip
        rest = [one for one in listed if one not in own]
        here = [one for one in rest if not self._parted(one, start, end)]
        here.sort(key=lambda one: self.apart(start, end, (one.start, one.end)))
        # What a clause before looks back to ("down from 57.5 two years earlier; he raised", "a seat
        # that X had held in 2014") is not told of here.
        before = [one for one in rest if one.end <= start and one not in here and not one.back]
        here = [
            one for one in here
            if not (one.back and one.start >= end
                    and (self._taken(one) or "," in self.between(end, one.start)))
        ]  # fmt: skip
        after = [one for one in rest if one not in here and one.start >= end]
        return [
            *((one, True) for one in [*own, *here, *reversed(before)]),
            *((one, False) for one in after if not (one.back and self._taken(one))),
        ]

    def _parted(self, one: Anchor, start: int, end: int) -> bool:
        """Whether a clause ends between a time and a span."""
        low, high = (one.end, start) if one.end <= start else (end, one.start)
        return low <= high and bool(CLAUSE.search(self.between(low, high)))

    def _taken(self, one: Anchor) -> bool:
        """Whether a time stands right after a number of its own."""
        before = [q for q in self.numbers if q.end <= one.start and q.kind is not Kind.YEAR]
        return bool(before) and bool(
            re.fullmatch(r"(?:\s+[\w%$'’-]+){0,4}\s+", self.between(before[-1].end, one.start))
        )

    def cycles(
        self, start: int, end: int, person: Known | None = None, *, voting: bool = False
    ) -> Options:
        """The cycles that a span may be about; of a person those in which he or she stood.

        voting: what is said is of a vote, which must have been held by the article's day.
        """
        when = self.stage.when
        latest, own = when.cycle or 9999, when.cycle
        carried, near = self.stage.carried(self.sentence.number)
        for one, under in self.timed(start, end):
            if not under and carried:
                break
            if one.kept and not near:
                continue
            if one.year and one.cycle <= latest:
                sure = under and (one.said or when.sure or near)
                return Options(
                    values=(one.cycle,), sure=sure, why=f"“{self.between(one.start, one.end)}”"
                )
            if not one.year and under and one.back:
                # A time is told of that cannot be placed: any of the person's may be meant.
                return self._any_of(person, carried or own, latest)
        met = self._met(start, person, latest)
        if len(met) == 1 and (carried not in met or not near):
            return Options(values=tuple(met), sure=True, why="the year in which the two met")
        listed = [one for one in (carried, own) if one]
        day = when.day
        odd = day is not None and day.year % 2 == 1
        if own and not carried and (odd if not voting else not self._held_by_now(own)):
            # In a year without a general the race spoken of is the last one, or the next.
            listed = [own - 2, own] if not odd or own > (day.year if day else 0) else [own]
        near = near and carried != own
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

    def _met(self, start: int, person: Known | None, latest: int) -> set[int]:
        """The cycles in which two people spoken of stood against each other: those of the sentence,
        or the one and whoever was named last before, in the paragraph."""
        index = self.stage.index.people
        here = [
            index[one.key]
            for one in self.of(Thing.PERSON)
            if one.key in index and one.how != "derived"
        ]
        if person is not None and all(one.key != person.key for one in here):
            here.append(person)
        if not here:
            return set()
        if not any(one.races & other.races for one in here for other in here if one is not other):
            place, paragraph = self.sentence.number, self.sentence.paragraph
            for scene in [*self.before(), *self.stage.scenes[place + 1 : place + 3]]:
                if scene.sentence.paragraph != paragraph:
                    continue
                others = [
                    index[one.key] for one in scene.of(Thing.PERSON)
                    if one.key in index and (person or here[0]).key != one.key
                    and (person or here[0]).races & index[one.key].races
                ]  # fmt: skip
                if others:
                    here.append(others[-1])
                    break
        mine = person or (here[0] if here else None)
        if mine is None:
            return set()
        close = sorted(
            (self.apart(start, start, one), one.key) for one in self.of(Thing.PERSON)
            if one.key in index and one.key != mine.key and one.how != "derived"
        )  # fmt: skip
        nearest = close[0][1] if close else ""
        met: set[int] = set()
        for other in sorted(here, key=lambda one: one.key != nearest):
            if other.key != mine.key:
                own = {year for _, year in mine.races & other.races if year <= latest}
                if own and other.key == nearest:
                    return own
                met |= own
        return met

    @staticmethod
    def _any_of(person: Known | None, carried: int | None, latest: int) -> Options:
        """The cycles that an unplaced time ("her first race") may be: the person's, the newest first."""
        stood = (
            {year for _, year in person.races if year <= latest} if person is not None else set()
        )
        listed = (
            [carried, *sorted(stood - {carried}, reverse=True)] if carried else sorted(stood)[::-1]
        )
        return Options(values=tuple(listed[:4]), sure=False, firm=len(listed))

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
        if _OLD_LINES.search(self.sentence.text) and self.stage.when.congress:
            since = self.stage.when.congress
            return Options(values=tuple(range(since - 1, since - 5, -1)), sure=False)
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
        before = self._congress_before(member)
        if before is not None:
            return before
        if member is not None and member.terms and own and not member.serves_in(own):
            sat = [one for one in range(own, 80, -1) if member.serves_in(one)]
            return Options(values=tuple(sat[:3]), sure=False)
        carried, _ = self.stage.carried(self.sentence.number)
        listed = self._own_lines(start, end)
        if carried and own and carried < 2 * own + 1786:
            listed += [int(congress_sitting(carried)), int(congress_elected(carried))]
        return Options(values=tuple(dict.fromkeys([*self._only_one(), *listed])), sure=False)

    def _only_one(self) -> list[int]:
        """The one Congress that the whole text names, by whose lines it may speak throughout."""
        said = self.stage.congresses_said
        return list(said) if len(said) == 1 else []

    def lines(self, start: int, end: int, year: int) -> Options:
        """The Congresses by whose lines a district's vote for President of a year is told: the text's
        own first."""
        said = self.congress_said(start, end)
        if said is not None:
            return Options(values=(said,), sure=True)
        carried = self._congress_before(None)
        if carried is not None:
            return carried
        own = [*self._only_one(), *self._own_lines(start, end)]
        spoken = [one for one in (*self.years(start, end), year) if one]
        named = [int(congress_sitting(one + one % 2)) for one in spoken]
        named += [one + 1 for one in named]
        latest = self.stage.when.congress or 150
        listed = list(dict.fromkeys([*own, *(one for one in named if one <= latest)]))
        seats = self.seats(start, end, None, None).values
        known = self.stage.lines_known(str(seats[0]), year) if seats else frozenset()
        # By lines that the record does not have nothing can be said; the next best are the text's.
        best = [one for one in listed if one in known] or listed
        return Options(values=tuple(best[:1]), sure=False)

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
        back = _THAT_CONGRESS.search(self.sentence.text)
        far = 0 if member is not None else max(0, place - FAR_BACK)
        for scene in reversed(self.stage.scenes[far:place]):
            same = scene.sentence.paragraph == self.sentence.paragraph
            said = scene.congress_said(scene.sentence.end, scene.sentence.end)
            if said is None:
                if not same and member is None and not back:
                    return None
                continue
            if member is not None and not member.serves_in(said):
                continue
            if same:
                return Options(values=(said,), sure=True)
            if back or member is not None:
                alone = len(self.stage.congresses_said) == 1
                return Options(values=(said,), sure=bool(back) or alone)
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
