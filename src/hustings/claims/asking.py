"""Figures for readings: asked once each, as the record stood at the article's time where it differs.

The older record is opened only if the tables that a measure needs were then made of other
snapshots. Returns need it never: their rows carry the day from which they were known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hustings.claims.model import Reading, When
from hustings.errors import NoData, RequestError
from hustings.figures import Figure
from hustings.ids import cycle_of
from hustings.measures import evaluate, find_measure
from hustings.tables import catalogue

if TYPE_CHECKING:
    from hustings.record.view import View

#: Seats asked about, each with tables of its own in memory, before they are let go of.
MOST_SEATS = 120
#: Places in a House that are worked out beside rankings of others.
MOST_PLACES = 1
#: Days after a vote from which certified returns count as known (see tables.yaml, returns).
KNOWN_AFTER = timedelta(days=45)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the record says to a reading: a figure, or why there is none.

    now: the figure of the whole record, where it differs from the one of the article's day.
    late: the record had nothing then, and the figure is of later files.
    """

    figure: Figure | None = None
    now: Figure | None = None
    late: bool = False
    problem: str = ""
    refused: bool = False


class Desk:
    """Answers to readings, each asked once. `at` opens the same record as of a day."""

    def __init__(self, view: View, when: When, at: Callable[[date], View] | None = None) -> None:
        self.view = view
        self.when = when
        self._at = at
        self._then: View | None = None
        self._places = 0
        self._seats: set[str] = set()
        self._known: dict[tuple[str, str], Answer] = {}

    def ask(self, measure: str, params: dict[str, Any]) -> Answer:
        """The answer to one measure with its parameters."""
        key = measure, repr(sorted(params.items(), key=str))
        if key not in self._known:
            seat = params.get("race") or params.get("district") or params.get("candidate")
            self._seats.add(str(seat))
            self._known[key] = self._ask(measure, params)
        return self._known[key]

    @property
    def full(self) -> bool:
        """Whether so many seats were asked about that their tables should be let go of."""
        return len(self._seats) >= MOST_SEATS

    def reopen(self, view: View) -> None:
        """Go on with another view of the same record; answers that are known stay known."""
        self.view = view
        self._seats.clear()

    def read(self, reading: Reading) -> Answer:
        """The answer to a reading."""
        return self.ask(reading.measure, reading.params)

    def nearest(self, reading: Reading) -> Figure | None:
        """Our own figure beside a ranking that is somebody else's: for the first few of an article.

        A place in a whole House takes a quarter of a second to work out.
        """
        key = reading.measure, repr(sorted(reading.params.items(), key=str))
        if key not in self._known and self._places >= MOST_PLACES:
            return None
        self._places += key not in self._known
        return self.read(reading).figure

    def _ask(self, measure: str, params: dict[str, Any]) -> Answer:
        now, problem, refused = _figure(self.view, measure, params)
        if self._at is None or now is None or not self._later(now):
            return Answer(figure=now, problem=problem, refused=refused)
        then = self._at_the_time(measure, params, now)
        if then is None:
            return Answer(figure=now, late=True)
        return Answer(figure=then, now=now if now.value != then.value else None)

    def _later(self, figure: Figure) -> bool:
        """Whether a figure rests on files that came after the article's day."""
        if self.when.day is None or not _dated(figure.measure):
            return False
        day = self.when.day.isoformat()
        return any(one.as_of > day for one in figure.citations)

    def _at_the_time(self, measure: str, params: dict[str, Any], now: Figure) -> Figure | None:
        """The figure of the record as of the article's day; None if it had no such file."""
        day, needs = self.when.day, set(find_measure(measure).needs)
        if day is None or self._at is None:
            return None
        cycle = now.params.get("cycle")
        older = [
            one
            for one in self.view.origin.manifest.visible(day)
            if needs & set(one.tables) and str(one.scope.get("cycle", cycle)) == str(cycle)
        ]
        if not older:
            return None
        if self._then is None:
            self._then = self._at(day)
        return _figure(self._then, measure, params)[0]


def _dated(measure: str) -> bool:
    """Whether the newest file of a day answers; returns and terms carry their own days."""
    return any(catalogue()[name].vintage == "latest" for name in find_measure(measure).needs)


def _figure(view: View, measure: str, params: dict[str, Any]) -> tuple[Figure | None, str, bool]:
    try:
        return evaluate(view, measure, params), "", False
    except NoData as problem:
        return None, str(problem), False
    except RequestError as problem:
        return None, str(problem), True


def unfinished(figure: Figure, when: When) -> bool:
    """Whether the period that a figure sums up was still running on the article's day."""
    cycle = figure.params.get("cycle")
    return when.day is not None and isinstance(cycle, int) and cycle_of(when.day) <= cycle
