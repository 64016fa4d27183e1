"""A member through the Congresses: the place by Nokken and Poole beside the middles of the parties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.products import words
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

    from hustings.figures import Figure
    from hustings.products.member import Year

#: Series of the chart: which figure of a Congress, in which colour.
SERIES: Final = (("median_DEM", "dem-2"), ("median_REP", "rep-2"), ("nokken_poole", "ink"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A line: its colour, and the score in each Congress that has one."""

    colour: str
    points: tuple[tuple[int, float], ...]


def career_chart(name: str, years: Sequence[Year]) -> Chart | None:
    """The chart; None for a single Congress with a score."""
    figures = [one.figures["nokken_poole"] for one in years if "nokken_poole" in one.figures]
    if len(figures) < 2:
        return None
    lines = [
        _Line(
            colour=colour,
            points=tuple(
                (one.congress, _number(one.figures[key])) for one in years if key in one.figures
            ),
        )
        for key, colour in SERIES
    ]
    first, last = figures[0], figures[-1]
    alt_text = (
        f"{name} by Nokken and Poole's first dimension, from {_said(first)} in the "
        f"{words.ordinal(first.params['congress'])} Congress to {_said(last)} in the "
        f"{words.ordinal(last.params['congress'])}, between the middles of the two parties."
    )
    return Chart(
        id="career",
        title=f"{name} through the Congresses",
        note="First dimension by Nokken and Poole, of each Congress alone: −1 left, 1 right. "
        f"Members of the House. As of {words.day_words(max(one.as_of for one in figures))}.",
        source=sources(figures),
        alt=alt_text,
        wide=_draw(lines, alt_text, WIDE),
        narrow=_draw(lines, alt_text, NARROW),
        keys=(
            Key(colour="ink", label=name),
            Key(colour="dem-2", label="middle of the Democrats"),
            Key(colour="rep-2", label="middle of the Republicans"),
        ),
    )


def _number(figure: Figure) -> float:
    value = figure.value
    return float(value) if isinstance(value, int | float) else 0.0


def _said(figure: Figure) -> str:
    return f"{_number(figure):.2f}".replace("-", "−")


def _draw(lines: Sequence[_Line], alt_text: str, width: int) -> str:
    """Congresses from left to right, left of the axis at the bottom as minus is below."""
    left, right, top, tall = 44.0, 26.0, 14.0, 190.0
    congresses = sorted({congress for one in lines for congress, _ in one.points})
    scores = [score for one in lines for _, score in one.points]
    edge = max(0.6, *(abs(one) for one in scores)) + 0.05

    def x(congress: int) -> float:
        span = max(congresses[-1] - congresses[0], 1)
        return left + (width - left - right) * (congress - congresses[0]) / span

    def y(score: float) -> float:
        return top + tall * (edge - score) / (2 * edge)

    marks = (0.5, 0.0, -0.5)
    grid = [{"x": left, "x2": width - right, "y": y(mark)} for mark in marks]
    scale = [{"x": left - 6, "y": y(mark), "label": f"{mark:.1f}".replace("-", "−")}
             for mark in marks]  # fmt: skip
    feet = [{"x": x(one), "y": top + tall + 16, "label": words.ordinal(one)} for one in congresses]
    strokes: Rows = [
        {"x": x(congress), "y": y(score), "series": place, "colour": line.colour}
        for place, line in enumerate(lines)
        for congress, score in line.points
    ]
    own = lines[-1]
    dots: Rows = [
        {"x": x(congress) - 3, "x2": x(congress) + 3, "y": y(score) - 3, "y2": y(score) + 3,
         "colour": own.colour}
        for congress, score in own.points
    ]  # fmt: skip
    numbers: Rows = []
    for congress, score in own.points:
        label = f"{score:.2f}".replace("-", "−")
        half = text_width(label, 12) / 2
        at = min(max(x(congress), half), width - half)
        numbers.append({"x": at, "y": y(score) + 16, "label": label})
    sheet = Sheet(width=width, height=top + tall + 26)

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules(grid, colour="rule"),
            sheet.words(scale, align="right"),
            sheet.words(feet, align="center"),
            sheet.strokes(strokes),
            sheet.bars(dots),
            sheet.words(numbers, align="center", colour="ink", halo=True),
        ]

    return render(sheet, layers, alt_text)
