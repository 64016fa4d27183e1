"""Money over time: cumulative lines that step up on each day of the record, days as ticks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.figures import Figure, short_money
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Rows,
    Sheet,
    amount_usd,
    ends_apart,
    fitted,
    render,
    sources,
    text_width,
)

if TYPE_CHECKING:
    import altair as alt

#: Lines of a chart: more cannot be told apart.
MOST: Final = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """A cumulative line: its name, its colour, and what it came to by each day."""

    name: str
    colour: str
    points: tuple[tuple[date, Figure], ...]

    def usd(self, place: int) -> float:
        return amount_usd(self.points[place][1])


def timeline_chart(
    courses: Sequence[Course], *, name: str, title: str, note: str, ticks: Sequence[date] = ()
) -> Chart | None:
    """The chart of at most MOST lines; None where no line has two days."""
    shown = [one for one in courses if len(one.points) > 1][:MOST]
    if not shown:
        return None
    figures = [figure for one in shown for _, figure in one.points]
    alt_text = "Money over time, cumulative: " + "; ".join(
        f"{one.name} {one.points[-1][1].text} by {one.points[-1][0].isoformat()}" for one in shown
    )
    return Chart(
        id=name,
        title=title,
        note=note,
        source=sources(figures),
        alt=f"{alt_text}.",
        wide=_draw(shown, ticks, alt_text, WIDE),
        narrow=_draw(shown, ticks, alt_text, NARROW),
    )


def _draw(shown: Sequence[Course], ticks: Sequence[date], alt_text: str, width: int) -> str:
    """From nought upwards; the name and last amount of each line at its right end."""
    narrow = width == NARROW
    left, right, plot, top = (46.0, 12.0, 190.0, 10.0) if narrow else (58.0, 190.0, 220.0, 10.0)
    legend = 18.0 * len(shown) if narrow else 0.0
    top += legend
    days = sorted({day for one in shown for day, _ in one.points})
    span = max((days[-1] - days[0]).days, 1)
    highest = max(max(one.usd(place) for place in range(len(one.points))) for one in shown)
    step = _step(highest)
    scale_top = step * (int(highest // step) + 1)

    def x(day: date) -> float:
        return left + (width - left - right) * (day - days[0]).days / span

    def y(usd: float) -> float:
        return top + plot * (1 - usd / scale_top)

    marks = [step * place for place in range(int(scale_top // step) + 1)]
    grid = [{"x": left, "x2": width - right, "y": y(mark)} for mark in marks]
    scale = [{"x": left - 6, "y": y(mark), "label": short_money(mark)} for mark in marks]
    lines: Rows = []
    dots: Rows = []
    for place, one in enumerate(shown):
        for at, (day, _) in enumerate(one.points):
            row = {"x": x(day), "y": y(max(one.usd(at), 0)), "series": place, "colour": one.colour}
            lines.append(row)
            dots.append(row)
    ends = _labels(shown, width, right, y, narrow)
    notches = [{"x": x(day), "y": y(0), "y2": y(0) + 5} for day in (ticks or days)
               if days[0] <= day <= days[-1]]  # fmt: skip
    first, last = days[0], days[-1]
    feet = [{"x": left, "y": y(0) + 16, "label": f"{first.day} {first:%b %Y}"}]
    close = [{"x": width - right, "y": y(0) + 16, "label": f"{last.day} {last:%b %Y}"}]
    sheet = Sheet(width=width, height=top + plot + 26)

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules(grid, colour="rule"),
            sheet.rules(notches),
            sheet.words(scale, align="right"),
            sheet.words(feet),
            sheet.words(close, align="right"),
            sheet.strokes(lines),
            sheet.dots(dots),
            *(sheet.words([row], size=12.5, colour=colour) for row, colour in ends),
        ]

    return render(sheet, layers, alt_text)


def _labels(
    shown: Sequence[Course], width: float, right: float, y: Callable[[float], float], narrow: bool
) -> list[tuple[dict[str, Any], str]]:
    """Names at the ends of lines, moved apart; above the plot where the page is narrow."""
    rows: list[tuple[dict[str, Any], str]] = []
    room = width if narrow else right - 12
    ordered = sorted(shown, key=lambda one: y(max(one.usd(-1), 0)))
    places = ends_apart([y(max(one.usd(-1), 0)) for one in ordered], narrow=narrow)
    for one, at in zip(ordered, places, strict=True):
        amount = short_money(one.usd(-1))
        name = fitted(one.name, 12.5, room - text_width(amount, 12.5) - 8)
        rows.append(({"x": 0.0 if narrow else width - right + 10, "y": at,
                     "label": f"{name} {amount}"}, one.colour))  # fmt: skip
    return rows


def _step(highest: float) -> float:
    """A round step that gives three to six marks."""
    size = 10.0 ** (len(str(int(max(highest, 1)))) - 1)
    return next(
        step for step in (size / 5, size / 2, size, size * 2, size * 5) if highest / step <= 6
    )
