"""What an article claims beside what the record has: a band for its words, a bar for the figure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hustings.figures import Figure, Unit
from hustings.products.charts.base import (
    NARROW,
    Chart,
    Rows,
    Sheet,
    fitted,
    newest,
    render,
    sources,
    text_width,
)

if TYPE_CHECKING:
    import altair as alt

#: A bar with its label, in pixels; and the margin at either end, for words at the ends of the axis.
_ROW: Final = 38.0
_HEAD: Final = 20.0
#: The least width of the band and of a bar: a claim to the dollar is a line.
_THIN: Final = 2.0


def claim_chart(
    figures: Sequence[tuple[str, Figure]], claimed: str, low: Decimal, high: Decimal
) -> Chart | None:
    """The figures as bars from nought (ranks: marks from 1), and the span that the words allow.

    figures: each with its label, all of one unit. None where the values are no numbers, or less
    than nought.
    """
    values = [_number(figure) for _, figure in figures]
    known = [value for value in values if value is not None and value >= 0]
    if not known or len(known) < len(values) or high < 0:
        return None
    first = figures[0][1]
    rank = first.unit is Unit.RANK
    if rank and not first.of:
        return None
    begin, finish = _axis(first, max(known), float(min(high, low * 2 if low > 0 else high)))
    said = "; ".join(f"{label}: {figure.text}" for label, figure in figures)
    alt_text = f"Claimed: {claimed}. {said}."
    drawn = _draw(figures, known, (float(low), float(high)), (begin, finish), claimed, alt_text)
    through = newest(figure for _, figure in figures)
    unit = {
        Unit.SHARE: "Share of all.",
        Unit.USD: "Dollars.",
        Unit.RANK: f"Places from 1 to {first.of:,}." if first.of else "Places.",
        Unit.POINTS: "Percentage points.",
    }.get(first.unit, "Number.")
    return Chart(
        id="claimed",
        title="What is claimed and what the record has",
        note=f"{unit} The band is what the words allow."
        + (f" As of {through}." if through else ""),
        source=sources(figure for _, figure in figures),
        alt=alt_text,
        wide=drawn,
        narrow=drawn,
    )


def _number(figure: Figure) -> float | None:
    value = figure.value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return float(value)


def _axis(figure: Figure, most: float, claimed: float) -> tuple[float, float]:
    """Both ends: a share's is the whole, a rank's the last place, else the larger of the two."""
    if figure.unit is Unit.SHARE:
        return 0.0, max(1.0, most)
    if figure.unit is Unit.RANK:
        return 1.0, float(figure.of or most)
    return 0.0, max(most, claimed) * 1.08 or 1.0


def _draw(
    figures: Sequence[tuple[str, Figure]],
    values: Sequence[float],
    allowed: tuple[float, float],
    axis: tuple[float, float],
    claimed: str,
    alt_text: str,
) -> str:
    begin, finish = axis
    rank = figures[0][1].unit is Unit.RANK
    width, tall = float(NARROW), _HEAD + _ROW * len(figures)

    def x(value: float) -> float:
        inside = min(max(value, begin), finish)
        return 1 + (inside - begin) / ((finish - begin) or 1) * (width - 2)

    left, right = x(allowed[0]), x(allowed[1])
    if right - left < _THIN:
        middle = min(max((left + right) / 2, _THIN / 2), width - _THIN / 2)
        left, right = middle - _THIN / 2, middle + _THIN / 2
    band: Rows = []
    edges: Rows = []
    bars: Rows = []
    labels: Rows = []
    for place, ((label, figure), value) in enumerate(zip(figures, values, strict=True)):
        top = _HEAD + place * _ROW
        around = {"y": top + 17, "y2": top + 34}
        band.append({"x": left, "x2": right, **around, "colour": "land"})
        edges += [{"x": edge, **around} for edge in (left, right)]
        at = x(value)
        start = max(at - 2, 0) if rank else x(begin)
        end = min(start + 4, width) if rank else max(at, start + 1)
        bars.append({"x": start, "x2": end, "y": top + 20, "y2": top + 31, "colour": "individuals"})
        labels.append({"x": 1, "y": top + 10,
                       "label": fitted(f"{label}: {figure.text}", 12.5, width)})  # fmt: skip
    head = fitted(f"Claimed: {claimed}", 12.5, width)
    room = text_width(head, 13.5) / 2
    middle = min(max((left + right) / 2, room), width - room)
    foot: Rows = [{"x": 1, "x2": width - 1, "y": tall}]
    ends = zip(("left", "right"), (1.0, width - 1), _ends(figures[0][1], finish), strict=True)
    sheet = Sheet(width=width, height=tall + 18)

    def layers() -> list[alt.Chart]:
        return [
            sheet.bars(band),
            sheet.rules(edges),
            sheet.rules(foot),
            sheet.bars(bars),
            sheet.words(labels, size=12.5, colour="ink", halo=True),
            sheet.words([{"x": middle, "y": 8, "label": head}], size=12.5, align="center", bold=True,
                        colour="ink"),
            *(sheet.words([{"x": at, "y": tall + 10, "label": label}], size=11, align=align)
              for align, at, label in ends),
        ]  # fmt: skip

    return render(sheet, layers, alt_text)


def _ends(figure: Figure, finish: float) -> tuple[str, str]:
    """Words at the ends of the axis."""
    if figure.unit is Unit.SHARE:
        return "0%", f"{finish * 100:.0f}%"
    if figure.unit is Unit.RANK:
        return "1st", f"{finish:,.0f}"
    return ("$0" if figure.unit is Unit.USD else "0"), ""
