"""How products ask for figures: what the record has no answer for is noted, not raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.errors import NoData
from hustings.measures import find_measure
from hustings.measures.evaluation import answer, prepare

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.figures import Figure
    from hustings.record.view import View


class Asker:
    """Asks for figures and notes what is not there: `gaps` is what would help, by measure."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.gaps: dict[str, str] = {}

    def ask(self, measure: str, **params: Any) -> Figure | None:
        """The figure, or None where the record has no answer. Ids come from its own listings."""
        try:
            return answer(self.view, find_measure(measure), params)
        except NoData as absent:
            self.gaps.setdefault(measure, absent.next_step)
            return None

    def ask_all(self, measure: str, each: Iterable[dict[str, Any]]) -> list[Figure | None]:
        """One measure for many parameters; what rests on one table is asked in one statement."""
        asked = list(each)
        prepare(self.view, [(measure, params) for params in asked])
        return [self.ask(measure, **params) for params in asked]
