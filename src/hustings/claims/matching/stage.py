"""What all sentences of an article share: its seat, its time, the years spoken of, the calendar."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from hustings.claims.matching.anchors import Anchor, anchors, year_of
from hustings.claims.model import Quantity, When
from hustings.claims.names.index import Index
from hustings.claims.names.topics import Topics
from hustings.ids import cycle_of, election_of, split_district

if TYPE_CHECKING:
    from hustings.claims.matching.scene import Scene
    from hustings.record.view import View

#: How many sentences back a year is carried, if no other is named and nothing says that it is now.
FAR_BACK = 12
NOW = re.compile(r"\bthis\s+(?:year|cycle|fall|November|spring|month|week)\b|\bthese days\b", re.I)


def _carried(
    scenes: list[Scene], times: list[tuple[Anchor, ...]], number: int, when: When
) -> tuple[int, bool]:
    """The year told of before a sentence, and whether its paragraph names it and no other; 0 if none.

    Times that look back, and sentences that do ("he had won"), leave it where it was.
    """
    moved = False
    for place in range(number - 1, max(-1, number - FAR_BACK - 1), -1):
        scene = scenes[place]
        if NOW.search(scene.sentence.text):
            return (when.cycle or 0), False
        if any(not one.year and not one.back for one in times[place]):
            # "Then came …": the text has moved on to a time that is not said.
            moved = True
        told = [one.year for one in times[place] if one.year and not one.back]
        if told:
            same = scene.sentence.paragraph == scenes[number].sentence.paragraph
            one = len({year + year % 2 for year in told}) == 1
            return told[-1], same and one and not moved
    return 0, False


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
    topics: Topics
    scenes: list[Scene] = field(default_factory=list)
    calendar: dict[tuple[str, int, str], date] = field(default_factory=dict)
    rounds: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    ballots: dict[tuple[str, int], dict[str, frozenset[str]]] = field(default_factory=dict)
    own_primaries: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    lines: dict[str, dict[int, str]] = field(default_factory=dict)
    presidential: dict[str, frozenset[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def times(self) -> list[tuple[Anchor, ...]]:
        """The times named in each sentence, in the order of the text."""
        found: list[tuple[Anchor, ...]] = []
        for scene in self.scenes:
            told, _ = _carried(self.scenes, found, len(found), self.when)
            found.append(tuple(anchors(scene, self.when, told)))
        return found

    def carried(self, number: int) -> tuple[int | None, bool]:
        """The cycle told of before a sentence, and whether its paragraph names it and no other.

        None if no year was named within reach.
        """
        year, near = _carried(self.scenes, self.times, number, self.when)
        latest = self.when.cycle or 9999
        cycle = year + year % 2
        return (cycle, near) if year and latest - 14 <= cycle <= latest else (None, False)

    def times_told(self, number: int) -> int:
        """The calendar year told of before a sentence; 0 if none was named within reach."""
        return _carried(self.scenes, self.times, number, self.when)[0]

    def scene_at(self, place: int) -> Scene:
        """The sentence that a place of the text is in."""
        starts = [one.sentence.start for one in self.scenes]
        return self.scenes[max(0, bisect_right(starts, place) - 1)]

    def spoken_year(self, number: int) -> int | None:
        """The cycle told of before a sentence; None if no year was named within reach."""
        return self.carried(number)[0]

    @cached_property
    def congresses_said(self) -> frozenset[int]:
        """The Congresses that the text names."""
        named = (one.congress_said(one.sentence.end, one.sentence.end) for one in self.scenes)
        return frozenset(one for one in named if one is not None)

    def year_of(self, one: Quantity) -> int:
        """The year that a number names; 0 if none. The article's own day names none."""
        return year_of(one, self.when)

    def held(self, seat: str, cycle: int) -> frozenset[str]:
        """The rounds of a race that the record has votes of."""
        if (seat, cycle) not in self.rounds:
            from hustings.ids import RaceId, parse_cycle, parse_district
            from hustings.measures.listings import contests

            near = self.view.focused(seat)
            race = RaceId(parse_district(seat), parse_cycle(cycle))
            self.rounds[seat, cycle] = frozenset(one.round for one in contests(near, race))
        return self.rounds[seat, cycle]

    def stood(self, seat: str, cycle: int, person: str) -> frozenset[str]:
        """The rounds of a race in which somebody was on the ballot."""
        if (seat, cycle) not in self.ballots:
            from hustings.ids import RaceId, parse_cycle, parse_district
            from hustings.measures.listings import contests

            near = self.view.focused(seat)
            race = RaceId(parse_district(seat), parse_cycle(cycle))
            found: dict[str, set[str]] = {}
            for contest in contests(near, race):
                for one in contest.contestants:
                    found.setdefault(one.person, set()).add(contest.round)
            self.ballots[seat, cycle] = {key: frozenset(held) for key, held in found.items()}
        return self.ballots[seat, cycle].get(person, frozenset())

    def primaries(self, seat: str, cycle: int) -> frozenset[str]:
        """The parties that held primaries of their own in a race."""
        if (seat, cycle) not in self.own_primaries:
            from hustings.ids import RaceId, parse_cycle, parse_district
            from hustings.measures.listings import contests

            near = self.view.focused(seat)
            race = RaceId(parse_district(seat), parse_cycle(cycle))
            self.own_primaries[seat, cycle] = frozenset(
                one.party for one in contests(near, race) if one.round == "primary" and one.party
            )
        return self.own_primaries[seat, cycle]

    def lines_known(self, seat: str, year: int) -> frozenset[int]:
        """The Congresses by whose lines the record has a seat's vote for President of a year."""
        if seat not in self.presidential:
            rows = self.view.query(
                "select distinct congress, year from presidential_in_force where district = $district",
                {"district": seat},
            )
            self.presidential[seat] = frozenset((int(row[0]), int(row[1])) for row in rows)
        return frozenset(one for one, told in self.presidential[seat] if told == year)

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
