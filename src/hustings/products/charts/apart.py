"""Two members over time: roll calls of each month in which both voted, and those they differed in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Rows,
    Sheet,
    render,
    sources,
    text_width,
)

if TYPE_CHECKING:
    import altair as alt

    from hustings.products.comparison import Comparison, Month


def apart_chart(found: Comparison) -> Chart | None:
    """A column for each month from a zero line; None where both voted in fewer than two months."""
    if len(found.months) < 2 or found.agreement is None:
        return None
    common = sum(one.common for one in found.months)
    apart = sum(one.apart for one in found.months)
    most = max(found.months, key=lambda one: (one.apart, one.common))
    said = (
        f"Of {common:,} roll calls in which both voted they differed in {apart:,}; in the month of "
        f"most, {most.first:%B %Y}, in {most.apart} of {most.common}"
    )
    return Chart(
        id="by-month",
        title="Alike and apart, by month",
        note="Roll calls in which both voted yea or nay; the number over a column says in how many "
        "they differed, where it has room.",
        source=sources([found.agreement]),
        alt=f"{said}.",
        wide=_draw(found.months, said, WIDE),
        narrow=_draw(found.months, said, NARROW),
        keys=(
            Key(colour="ink", label="voted differently"),
            Key(colour="oth-3", label="voted alike"),
        ),
    )


def _draw(months: tuple[Month, ...], alt_text: str, width: int) -> str:
    left, right, top, plot = 34.0, 4.0, 20.0, 170.0
    places = _between(months[0].first, months[-1].first)
    each = (width - left - right) / len(places)
    highest = max(one.common for one in months)
    step = next(one for one in (1, 2, 5, 10, 20, 50, 100, 200) if highest / one <= 5)
    scale_top = step * (highest // step + 1)

    def y(many: float) -> float:
        return top + plot * (1 - many / scale_top)

    bars: Rows = []
    numbers: Rows = []
    for one in months:
        x = left + each * places.index(one.first)
        x, x2 = x + each * 0.12, x + each * 0.88
        if one.apart:
            bars.append({"x": x, "x2": x2, "y": y(one.apart), "y2": y(0), "colour": "ink"})
            numbers.append({"x": (x + x2) / 2, "y": y(one.common) - 9, "label": f"{one.apart}",
                            "many": one.apart})  # fmt: skip
        if one.common > one.apart:
            bars.append(
                {"x": x, "x2": x2, "y": y(one.common), "y2": y(one.apart), "colour": "oth-3"}
            )
    numbers = _with_room(numbers)
    marks = range(0, scale_top + 1, step)
    grid = [{"x": left, "x2": width - right, "y": y(mark)} for mark in marks]
    scale = [{"x": left - 6, "y": y(mark), "label": f"{mark}"} for mark in marks]
    days: Rows = []
    before = left
    for place, month in enumerate(places):
        label = f"{month:%b} {month.year}" if month.month == 1 or not place else f"{month:%b}"
        at, half = left + each * (place + 0.5), text_width(label, 12) / 2
        start = max(at, left + half) if not place else at
        if start - half >= before and start + half <= width - right:
            days.append({"x": start, "y": top + plot + 15, "label": label})
            before = start + half + 8
    sheet = Sheet(width=width, height=top + plot + 26)

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules(grid, colour="rule"),
            sheet.words(scale, align="right"),
            sheet.bars(bars),
            *([sheet.words(numbers, colour="ink", align="center")] if numbers else []),
            sheet.words(days, align="center"),
        ]

    return render(sheet, layers, alt_text)


def _with_room(numbers: Rows) -> Rows:
    """The numbers that do not touch a larger one beside them; the table has all."""
    kept: Rows = []
    for one in sorted(numbers, key=lambda row: -row["many"]):
        half = text_width(one["label"], 12) / 2
        if all(
            abs(one["x"] - other["x"]) > half + text_width(other["label"], 12) / 2 + 2
            for other in kept
        ):
            kept.append(one)
    return kept


def _between(first: date, last: date) -> list[date]:
    """The first days of all months from one to another."""
    found = [first]
    while found[-1] < last:
        found.append((found[-1] + timedelta(days=32)).replace(day=1))
    return found
