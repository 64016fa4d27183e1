"""A sentence as its claims are read from it: names within reach, the time, and the rounds of a race."""

from __future__ import annotations

import re

from hustings.claims.lexicon import words
from hustings.claims.matching.anchors import CLAUSE
from hustings.claims.matching.stage import NOW, Options
from hustings.claims.matching.timing import Timed
from hustings.claims.model import Kind
from hustings.claims.names.index import Known
from hustings.ids import split_district


class Scene(Timed):
    """A sentence, and what can be asked of it: who, where, when, and in which round."""

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

    def rounds_of(
        self, start: int, end: int, seat: str, cycle: int, person: Known | None = None
    ) -> Options:
        """The rounds that a span may be about; those after the article's day are left out.

        person: of whom it is; who was not on a round's ballot is not spoken of in that round.
        """
        found = self._rounds_of(start, end, seat, cycle)
        if person is None or self.rounds:
            return found
        stood = self.stage.stood(seat, cycle, person.key)
        told = set(map(str, found.values))
        # Of a round that the record has no votes of, nobody is known not to have stood in it.
        if not stood or told & stood or not told <= self.stage.held(seat, cycle):
            return found
        return Options(values=tuple(sorted(stood)), sure=len(stood) == 1, why="where X stood")

    def _rounds_of(self, start: int, end: int, seat: str, cycle: int) -> Options:
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
        for low, high, name in ordered:
            found = self.variants(name, special, seat, cycle)
            if found and all(
                self.stage.over(state, cycle, one) or one.startswith("special") for one in found
            ):
                if name != "general" and self._apart_from(low, high, start, end):
                    if self.stage.over(state, cycle, "general"):
                        found = ("general", *found) if low >= end else (*found, "general")
                        return Options(values=tuple(dict.fromkeys(found)), sure=False)
                    continue
                return Options(values=found, sure=len(found) == 1, why="the round it names")
        # A sentence with a year of its own begins anew; so does what follows one.
        turned = any(one.year and not one.kept for one in self.anchors()) or bool(
            NOW.search(self.sentence.text)
        )
        for scene in () if turned else self.before():
            if scene.aside:
                continue
            named = {
                name for _, _, name in scene.rounds if self.stage.over(state, cycle, name)
            }  # fmt: skip
            if not named and any(one.year and not one.kept for one in scene.anchors()):
                break
            if len(named) == 1:
                found = self.variants(next(iter(named)), special, seat, cycle)
                if found[0] != "general" and self.stage.over(state, cycle, "general"):
                    # The text may have gone on to the general without a word.
                    found = (*found, *(("general",) if "general" not in found else ()))
                return Options(values=found, sure=len(found) == 1, why="the round named before it")
            if named:
                break
        if special:
            found = self.variants("special-general", True, seat, cycle)
            return Options(values=found, sure=False)
        if self.stage.over(state, cycle, "general"):
            return Options(values=("general",), sure=True, why="no round is named: the general")
        return Options(values=("primary",), sure=True, why="the general was still to come")

    def _apart_from(self, low: int, high: int, start: int, end: int) -> bool:
        """Whether a round stands in another clause than a number, or has a number of its own."""
        first, last = (high, start) if high <= start else (end, low)
        if CLAUSE.search(self.between(first, last)):
            return True
        others = [
            one for one in self.numbers
            if one.kind in {Kind.SHARE, Kind.POINTS, Kind.COUNT} and one.start != start
            and abs(one.start - high) < abs(start - high)
        ]  # fmt: skip
        return bool(others) and "," in self.between(first, last)

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
