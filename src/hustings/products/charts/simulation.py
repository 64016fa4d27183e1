"""A simulated primary as ranges: a bar over the middle nine tenths, the middle marked on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Rows,
    Sheet,
    fitted,
    render,
    sources,
    text_width,
)
from hustings.products.charts.results import FAMILIES

if TYPE_CHECKING:
    import altair as alt

    from hustings.products.simulation import CandidatePart, Simulation

#: Candidates in the chart; the others are in the table beside it.
MOST: Final = 12
MOST_NAME: Final = 220


def simulation_chart(made: Simulation) -> Chart:
    """The ranges of the candidates likeliest to advance, in that order."""
    shown = made.candidates[:MOST]
    alt_text = "Ranges of simulated shares of the primary: " + "; ".join(
        f"{one.name} {_label(one)}" for one in shown
    )
    note = [
        (
            "Share of the primary vote: nine in ten simulated primaries lie on the bar, the mark is "
            f"the middle. {made.elections:,} simulated elections, drawn from {made.basis}."
        )
    ]
    if len(made.candidates) > MOST:
        note.append(f"The first {MOST} of {len(made.candidates)}; all are in the table.")
    return Chart(
        id="ranges",
        title="Where the simulated shares lie",
        note=" ".join(note),
        source=sources(made.inputs) or made.basis,
        alt=f"{alt_text}.",
        wide=_draw(shown, f"{alt_text}.", WIDE),
        narrow=_draw(shown, f"{alt_text}.", NARROW),
    )


def _ends(one: CandidatePart) -> tuple[float, float, float]:
    found = one.share.detail
    return float(found["low"]), float(found["middle"]), float(found["high"])


def _label(one: CandidatePart) -> str:
    low, _, high = _ends(one)
    return f"{low * 100:.0f} to {high * 100:.0f}%"


def _colours(shown: tuple[CandidatePart, ...]) -> list[str]:
    taken: dict[str, int] = {}
    found = []
    for one in shown:
        family = FAMILIES.get(one.party, "oth")
        taken[family] = min(taken.get(family, 0) + 1, 3)
        found.append(f"{family}-{taken[family]}")
    return found


def _draw(shown: tuple[CandidatePart, ...], alt_text: str, width: int) -> str:
    """Names to the left of the bars on a wide page, above them on a narrow one."""
    narrow = width == NARROW
    step, thick = (46, 11) if narrow else (30, 13)
    names = [fitted(one.name, 14, width if narrow else MOST_NAME) for one in shown]
    left = 0.0 if narrow else max(text_width(name, 15) for name in names) + 14
    right = max(text_width(_label(one), 13) for one in shown) + 12
    # The axis begins at nothing, so that lengths of bars and places on it compare.
    scale = (width - left - right) / max(max(high for _, _, high in map(_ends, shown)), 1e-6)
    bars: Rows = []
    marks: Rows = []
    words: Rows = []
    labels: Rows = []
    for place, (one, colour) in enumerate(zip(shown, _colours(shown), strict=True)):
        low, middle, high = _ends(one)
        y = 4 + place * step
        top = y + (22 if narrow else (step - thick) / 2)
        bars.append({"x": left + low * scale, "x2": left + high * scale, "y": top,
                     "y2": top + thick, "colour": colour})  # fmt: skip
        marks.append({"x": left + middle * scale - 1.5, "x2": left + middle * scale + 1.5,
                      "y": top - 3, "y2": top + thick + 3, "colour": "ink"})  # fmt: skip
        words.append({"x": 0, "y": y + 11 if narrow else top + thick / 2, "label": names[place]})
        labels.append({"x": left + high * scale + 7, "y": top + thick / 2, "label": _label(one)})
    height = 4 + len(shown) * step + 2
    sheet = Sheet(width=width, height=height)

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules([{"x": max(left, 0.5), "y": 0, "y2": height}]),
            sheet.bars(bars),
            sheet.bars(marks),
            sheet.words(labels, size=13, colour="ink", halo=True),
            sheet.words(words, size=14, colour="ink"),
        ]

    return render(sheet, layers, alt_text)
