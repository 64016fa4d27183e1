"""How a count moved: shares of the first few over time, votes counted so far below.

Lines step: between two counts nothing is known. Dashed rules mark when the first two changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Rows,
    Sheet,
    ends_apart,
    fitted,
    render,
    sources,
    text_width,
)
from hustings.products.charts.results import FAMILIES

if TYPE_CHECKING:
    import altair as alt

    from hustings.products.count import Count, Counted

#: Lines of the chart: more cannot be told apart.
MOST: Final = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class _Line:
    """A candidate's line: name, colour, and share in percent at each time."""

    name: str
    colour: str
    points: tuple[tuple[datetime, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawn:
    """All that is drawn. floor and top bound the shares in percent."""

    lines: tuple[_Line, ...]
    counted: tuple[tuple[datetime, int], ...]
    changes: tuple[datetime, ...]
    floor: int
    top: int
    step: int


def count_chart(count: Count) -> Chart | None:
    """The chart of the first MOST candidates; None for a single count."""
    if len(count.moments) < 2:
        return None
    drawn = _drawn(count)
    last = "; ".join(f"{one.name} {one.points[-1][1]:.1f}%" for one in drawn.lines)
    changes = len(drawn.changes)
    times = "not once" if not changes else "once" if changes == 1 else f"{changes} times"
    alt_text = (
        f"Shares of the votes counted in {count.race.district} over {len(count.moments)} counts; "
        f"in the end {last}. The first two changed {times}."
    )
    more = len(count.candidates) - len(drawn.lines)
    note = ["Percent of the votes counted so far; below, votes counted. Times are UTC."]
    if drawn.floor:
        note.append(f"The scale of shares begins at {drawn.floor}%.")
    if more > 0:
        note.append(f"The first {len(drawn.lines)} of {len(count.candidates)}.")
    day = count.counted_at
    note.append(f"As of {day.day} {day:%B %Y}.")
    keys = (Key(colour="line", label="dashed: the first two changed"),) if changes else ()
    return Chart(
        id="movement",
        title=f"How the count moved, {count.race.district} {count.round.replace('-', ' ')}",
        note=" ".join(note),
        source=sources([count.votes_counted]),
        alt=alt_text,
        wide=_draw(drawn, alt_text, WIDE),
        narrow=_draw(drawn, alt_text, NARROW),
        keys=keys,
    )


def shades(candidates: tuple[Counted, ...]) -> dict[str, str]:
    """A colour for each person: by party, darker for who is further ahead, grey beyond three."""
    taken: dict[str, int] = {}
    found = {}
    for one in candidates:
        family = FAMILIES.get(one.party, "oth")
        taken[family] = taken.get(family, 0) + 1
        found[one.person] = f"{family}-{taken[family]}" if taken[family] <= 3 else "rest"
    return found


def _drawn(count: Count) -> _Drawn:
    colours = shades(count.candidates)
    shown = count.candidates[:MOST]
    by_person: dict[str, list[tuple[datetime, float]]] = {one.person: [] for one in shown}
    for row in count.movement:
        if row["person"] in by_person:
            share = 100 * int(row["votes"]) / int(row["votes_counted"])
            by_person[row["person"]].append((row["counted_at"], share))
    lines = tuple(
        _Line(name=one.name, colour=colours[one.person], points=tuple(by_person[one.person]))
        for one in shown
        if by_person[one.person]
    )
    shares = [share for one in lines for _, share in one.points]
    lowest, highest = min(shares), max(shares)
    step = next(one for one in (2, 5, 10, 20) if one == 20 or highest - lowest <= one * 5)
    floor = int(lowest // step) * step
    return _Drawn(
        lines=lines,
        counted=tuple((row["counted_at"], int(row["votes_counted"])) for row in count.moments),
        changes=tuple(row["counted_at"] for row in count.moments if row["top_two_changed"]),
        floor=floor,
        top=min(floor + step * (int((highest - floor) // step) + 1), 100),
        step=step,
    )


def _draw(drawn: _Drawn, alt_text: str, width: int) -> str:
    """Names at the line ends, or above on a phone; shares, then votes counted on the same days."""
    narrow = width == NARROW
    left, right = (40.0, 10.0) if narrow else (46.0, 190.0)
    top = 12.0 + (18.0 * len(drawn.lines) if narrow else 0.0)
    plot, gap, below = 210.0, 34.0, 70.0
    first, last = drawn.counted[0][0], drawn.counted[-1][0]
    span = max((last - first).total_seconds(), 1.0)
    most = max(votes for _, votes in drawn.counted)
    base = top + plot + gap + below

    def x(at: datetime) -> float:
        return left + (width - left - right) * (at - first).total_seconds() / span

    def y(share: float) -> float:
        return top + plot * (1 - (share - drawn.floor) / (drawn.top - drawn.floor))

    def height(votes: float) -> float:
        return base - below * votes / most

    marks = range(drawn.floor, drawn.top + 1, drawn.step)
    grid = [{"x": left, "x2": width - right, "y": y(mark)} for mark in marks]
    grid += [{"x": left, "x2": width - right, "y": height(part)} for part in (0, most)]
    scale = [{"x": left - 6, "y": y(mark), "label": f"{mark}%"} for mark in marks]
    scale += [{"x": left - 6, "y": height(most), "label": _short(most)},
              {"x": left - 6, "y": height(0), "label": "0"}]  # fmt: skip
    courses: Rows = []
    for place, one in enumerate(drawn.lines):
        # Each line runs on to the last count, which need not have moved it.
        ends = (*one.points, (last, one.points[-1][1]))
        courses += [{"x": x(at), "y": y(share), "series": place, "colour": one.colour}
                    for at, share in ends]  # fmt: skip
    votes = [{"x": x(at), "y": height(many), "series": 0, "colour": "rest"}
             for at, many in drawn.counted]  # fmt: skip
    changes = [{"x": x(at), "y": top, "y2": top + plot} for at in drawn.changes]
    said = [{"x": left, "y": top + plot + gap - 12, "label": "Votes counted"}]
    sheet = Sheet(width=width, height=base + 24)
    days, turn = _days(first, last, x, width - right)
    names = _names(drawn, y, width, right, narrow)

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules(grid, colour="rule"),
            *([sheet.rules(changes, dashed=True)] if changes else []),
            sheet.words(scale, align="right"),
            sheet.words([{**row, "y": base + 15} for row in days], align="center"),
            sheet.words([{**row, "y": base + 15} for row in turn], align="right"),
            sheet.words(said),
            sheet.strokes(courses),
            sheet.strokes(votes),
            *(sheet.words([row], size=12.5, colour="ink") for row in names[0]),
            sheet.bars(names[1]),
        ]

    return render(sheet, layers, alt_text)


def _days(first: datetime, last: datetime, x: Any, end: float) -> tuple[Rows, Rows]:
    """Days under the plot, as many as have room, and the last one set against the right edge.

    Of a count of two days or less, hours: the first and the last.
    """
    if last - first <= timedelta(days=2):
        label = f"{first.day} {first:%b, %H:%M}"
        final = {"x": end, "label": f"{last.day} {last:%b, %H:%M}"}
        return [{"x": x(first) + text_width(label, 12) / 2, "label": label}], [final]
    final = {"x": end, "label": f"{last.day} {last:%b}"}
    placed: Rows = []
    before = -100.0
    day = datetime(first.year, first.month, first.day) + timedelta(days=1)  # noqa: DTZ001 - UTC
    while day <= last:
        label = f"{day.day} {day:%b}"
        wide = text_width(label, 12)
        at = x(day)
        room = end - text_width(str(final["label"]), 12) - 8
        if at - wide / 2 > before + 14 and at + wide / 2 < room:
            placed.append({"x": at, "label": label})
            before = at + wide / 2
        day += timedelta(days=1)
    return placed, [final]


def _names(
    drawn: _Drawn, y: Any, width: float, right: float, narrow: bool
) -> tuple[Rows, Rows]:  # fmt: skip
    """Names with shares at the ends of the lines, moved apart, each with a mark of its colour."""
    texts: Rows = []
    marks: Rows = []
    ordered = sorted(drawn.lines, key=lambda one: -one.points[-1][1])
    places = ends_apart([y(one.points[-1][1]) for one in ordered], narrow=narrow)
    for one, at in zip(ordered, places, strict=True):
        share = f"{one.points[-1][1]:.1f}%"
        start = 0.0 if narrow else width - right + 10
        room = (width if narrow else right - 10) - 16
        name = fitted(one.name, 12.5, room - text_width(share, 12.5) - 8)
        texts.append({"x": start + 15, "y": at, "label": f"{name} {share}"})
        marks.append({"x": start, "x2": start + 10, "y": at - 5, "y2": at + 5,
                      "colour": one.colour})  # fmt: skip
    return texts, marks


def _short(votes: int) -> str:
    return f"{votes / 1000:.0f}k" if votes >= 10_000 else f"{votes:,}"
