"""The votes of a tabulated contest as bars, with the line where those who get through end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.contests import Result
from hustings.products.charts.base import NARROW, WIDE, Chart, Rows, Sheet, fitted, render
from hustings.products.charts.results import FAMILIES

if TYPE_CHECKING:
    import altair as alt

    from hustings.contests import Decision, Outcome

MOST: Final = 12
_ROW: Final = 38.0


def tally_chart(decision: Decision, *, title: str, source: str) -> Chart | None:
    """Bars in order of votes; None where no votes were counted."""
    rows = [one for one in decision.outcomes if one.votes]
    if not rows or not decision.votes_cast:
        return None
    shown = rows[:MOST]
    note = f"Votes and share of all {decision.votes_cast:,} votes for candidates."
    if len(rows) > MOST:
        note += f" The first {MOST} of {len(rows)}; all are in the table."
    said = "; ".join(_label(one, decision) for one in shown)
    return Chart(
        id="tally", title=title, note=note, source=source, alt=f"{title}: {said}.",
        wide=_draw(shown, decision, WIDE, said), narrow=_draw(shown, decision, NARROW, said),
    )  # fmt: skip


def _label(one: Outcome, decision: Decision) -> str:
    party = f" ({one.party})" if one.party else ""
    return (
        f"{one.name or one.candidate}{party} {one.votes or 0:,}, "
        f"{100 * float(one.votes or 0) / decision.votes_cast:.1f}%"
    )


def _draw(shown: list[Outcome], decision: Decision, width: float, alt_text: str) -> str:
    most = max(float(one.votes or 0) for one in shown)
    taken: dict[str, int] = {}
    bars: Rows = []
    names: Rows = []
    edge: Rows = []
    through = [one.result in {Result.ELECTED, Result.ADVANCES} for one in shown]
    for place, one in enumerate(shown):
        top = place * _ROW
        family = FAMILIES.get(one.party.split("/")[0], "oth")
        taken[family] = min(taken.get(family, 0) + 1, 3)
        bars.append({"x": 0, "x2": width * float(one.votes or 0) / most, "y": top + 19, "y2": top + 31,
                     "colour": f"{family}-{taken[family]}"})  # fmt: skip
        names.append({"x": 0, "y": top + 9, "label": fitted(_label(one, decision), 12.5, width)})
        if through[place] and place + 1 < len(shown) and not through[place + 1]:
            edge.append({"x": 0, "x2": width, "y": top + _ROW - 3})
    sheet = Sheet(width=width, height=_ROW * len(shown))

    def layers() -> list[alt.Chart]:
        lines = [sheet.rules(edge, dashed=True)] if edge else []
        return [sheet.bars(bars), *lines, sheet.words(names, size=12.5, colour="ink")]

    return render(sheet, layers, alt_text)
