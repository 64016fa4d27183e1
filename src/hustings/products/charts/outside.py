"""Outside spending: bars from a centre line, against to the left, for to the right, by spender.

Rounds stand apart. Support of one and opposition to another are never added, so each bar is of one
candidate, one stance and one round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from hustings.figures import Figure, short_money
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Rows,
    Sheet,
    amount_usd,
    fitted,
    newest,
    render,
    sources,
    text_width,
)

if TYPE_CHECKING:
    import altair as alt

#: Lines of a chart; the others are in the table beside it.
MOST: Final = 16


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """One line: a label under the head of its group (a round), and what was spent each way."""

    group: str
    label: str
    against: Figure | None
    support: Figure | None

    def usd(self, figure: Figure | None) -> float:
        return max(amount_usd(figure), 0.0) if figure is not None else 0.0


def outside_chart(lines: Sequence[Spent], *, name: str, title: str, note: str) -> Chart | None:
    """The chart; None where nothing was spent. Lines come grouped and in order."""
    drawn = [one for one in lines if one.usd(one.against) or one.usd(one.support)]
    if not drawn:
        return None
    largest = sorted(drawn, key=lambda one: -max(one.usd(one.against), one.usd(one.support)))[:MOST]
    shown = [one for one in drawn if one in largest]
    figures = [figure for one in shown for figure in (one.against, one.support) if figure]
    alt_text = "Outside spending, against to the left, for to the right: " + "; ".join(
        _said(one) for one in shown
    )
    day = newest(figures)
    more = f" The {len(shown)} largest lines of {len(drawn)}." if len(drawn) > len(shown) else ""
    return Chart(
        id=name,
        title=title,
        note=f"{note}{f' As of {day}.' if day else ''}{more}",
        source=sources(figures),
        alt=f"{alt_text}.",
        wide=_draw(shown, alt_text, WIDE),
        narrow=_draw(shown, alt_text, NARROW),
        keys=(
            Key(colour="oppose", label="Against, to the left"),
            Key(colour="support", label="For, to the right"),
        ),
    )


def _said(one: Spent) -> str:
    ways = [f"{figure.text} {word}" for figure, word in
            ((one.against, "against"), (one.support, "for")) if figure]  # fmt: skip
    return f"{one.group + ', ' if one.group else ''}{one.label}: {' and '.join(ways)}"


def _draw(shown: Sequence[Spent], alt_text: str, width: int) -> str:
    """The label left of the bars on a wide page, above them on a narrow one."""
    narrow = width == NARROW
    thick, step = 15.0, 40.0 if narrow else 25.0
    left = 0.0 if narrow else 280.0
    room = 58.0  # for an amount at the end of the longest bar, either way
    centre = left + (width - left) / 2
    half = (width - left) / 2 - room
    longest = max(max(one.usd(one.against), one.usd(one.support)) for one in shown)
    heads: Rows = []
    labels: Rows = []
    bars: Rows = []
    amounts: dict[bool, Rows] = {False: [], True: []}
    zero: Rows = []
    y = 2.0
    for group, members in groupby(shown, key=lambda one: one.group):
        if group:
            heads.append({"x": 0, "y": y + 10, "label": group})
            y += 24
        first = y
        for one in members:
            top = y + (19.0 if narrow else (step - thick) / 2)
            label = fitted(one.label, 12.5, (width if narrow else left) - 12)
            labels.append({"x": 0, "y": y + 9 if narrow else top + thick / 2, "label": label})
            for way, figure in ((False, one.against), (True, one.support)):
                usd = one.usd(figure)
                if not usd:
                    continue
                sign = 1 if way else -1
                end = centre + sign * max(half * usd / longest, 1)
                bars.append({"x": min(centre, end), "x2": max(centre, end), "y": top,
                             "y2": top + thick, "colour": "support" if way else "oppose"})  # fmt: skip
                amounts[way].append(
                    {"x": end + sign * 5, "y": top + thick / 2, "label": short_money(usd)}
                )
            if narrow:  # the line would cross the words above each bar
                zero.append({"x": centre, "y": top - 2, "y2": top + thick + 2})
            y += step
        if not narrow:
            zero.append({"x": centre, "y": first, "y2": y})
        y += 8
    sheet = Sheet(width=width, height=y)
    assert text_width("$999.9M", 12) <= room  # noqa: S101 - the widest amount there is has its room

    def layers() -> list[alt.Chart]:
        return [
            sheet.bars(bars),
            sheet.rules(zero, colour="line"),
            sheet.words(heads, size=13, colour="ink", bold=True),
            sheet.words(labels, size=12.5, colour="ink"),
            sheet.words(amounts[False], size=12, colour="ink", align="right"),
            sheet.words(amounts[True], size=12, colour="ink"),
        ]

    return render(sheet, layers, alt_text)
