"""The seat over the years: the margin of each election as a dot, rounds apart, lines by map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from hustings.figures import rounded
from hustings.products import words
from hustings.products.charts.base import (
    NARROW, PALETTE, WIDE, Chart, Key, across, data, down, newest, render, row_colour, sources,
    text_width,
)  # fmt: skip
from hustings.products.charts.results import FAMILIES
from hustings.products.dossier import Dossier, HistoryPart

#: Rounds that fill the seat; the others choose who stands in them.
FINAL: Final = frozenset({"general", "special-general", "special-runoff", "runoff"})
#: When in its year a round is held, where the record does not know the day.
USUAL: Final = {"general": 0.85, "runoff": 0.93}
PARTY_KEYS: Final = {"dem": "Democrat first", "rep": "Republican first", "grn": "Green first",
                     "lib": "Libertarian first", "oth": "another first"}  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class _Dot:
    """A contest on the axis of years."""

    year: float
    margin: float
    final: bool
    leader: str
    colour: str
    map_number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Seat:
    """All that is drawn: dots, changes of the map (year, its name), years without a contest."""

    dots: tuple[_Dot, ...]
    changes: tuple[tuple[float, str], ...]
    unopposed: tuple[float, ...]
    first: int
    last: int
    top: int


def history_chart(dossier: Dossier) -> Chart | None:
    """Margins by election; None where fewer than two elections have one."""
    seat = _seat(dossier.history)
    if len(seat.dots) < 2:
        return None
    families = list(dict.fromkeys(dot.colour.removesuffix("-1") for dot in seat.dots))
    alt_text = _alt(dossier)
    margins = [past.margin for past in dossier.history]
    keys = [Key(colour=f"{one}-1", label=PARTY_KEYS[one]) for one in families]
    if any(dot.final for dot in seat.dots):
        keys.append(Key(colour="line", label="filled: general, special general or runoff"))
    if any(not dot.final for dot in seat.dots):
        keys.append(Key(colour="line", label="ring: primary", hollow=True))
    through = newest(margins)
    return Chart(
        id="seat-margins",
        title=f"How far the first was ahead of the second, {seat.first}–{seat.last}",
        note="Margin in percentage points of all votes." + (f" As of {through}." if through else ""),
        source=sources(margins),
        alt=alt_text,
        wide=_draw(seat, alt_text, WIDE),
        narrow=_draw(seat, alt_text, NARROW),
        keys=tuple(keys),
    )


def _alt(dossier: Dossier) -> str:
    said = []
    for past in dossier.history:
        year = int(_year(past))
        if past.new_map:
            said.append(f"then new lines, {past.map}")
        what = f"{past.margin.text} for {past.leader}" if past.margin else f"no margin, {past.leader}"
        said.append(f"{year} {past.round.replace('-', ' ')} {what}")
    return f"Margins in {dossier.race.district} by election: {'; '.join(said)}."


def _year(past: HistoryPart) -> float:
    day = past.date.value if past.date else None
    if isinstance(day, date):
        return day.year + (day.timetuple().tm_yday - 1) / 366
    return past.cycle + USUAL.get(past.round, 0.45)


def _seat(history: tuple[HistoryPart, ...]) -> _Seat:
    dots, changes, unopposed = [], [], []
    before: float | None = None
    for past in history:
        year = _year(past)
        if past.new_map and before is not None:
            changes.append(((before + year) / 2, past.map))
        before = year
        margin = past.margin.value if past.margin else None
        if isinstance(margin, bool) or not isinstance(margin, int | float):
            unopposed.append(year)
            continue
        dots.append(
            _Dot(
                year=year,
                margin=float(margin),
                final=past.round in FINAL,
                leader=past.leader,
                colour=f"{FAMILIES.get(past.party, 'oth')}-1",
                map_number=len(changes),
            )
        )
    years = [int(one) for one in (*(dot.year for dot in dots), *unopposed)] or [0]
    highest = max((dot.margin for dot in dots), default=0)
    step = _step(highest)
    return _Seat(
        dots=tuple(dots),
        changes=tuple(changes),
        unopposed=tuple(unopposed),
        first=min(years),
        last=max(years),
        top=step * (int(highest // step) + 1),
    )


def _step(highest: float) -> int:
    return next(step for step in (2, 5, 10, 20, 25) if step >= 25 or highest <= step * 5)


def _draw(seat: _Seat, alt_text: str, width: int) -> str:
    """Names above, then the maps, then the plot from zero upwards, years below."""
    import altair as alt

    narrow = width == NARROW
    left, right = (28.0, 10.0) if narrow else (34.0, 14.0)
    strip, plot, below = 48.0, (190.0 if narrow else 230.0), 24.0
    height = strip + plot + below
    per_year = (width - left - right) / (seat.last + 1 - seat.first)

    def x(year: float) -> float:
        return left + (year - seat.first) * per_year

    def y(margin: float) -> float:
        return strip + plot * (1 - margin / seat.top)

    step = _step(seat.top - 0.01)
    grid = [{"x": left, "x2": width - right, "y": y(mark), "at": left - 6, "label": str(mark)}
            for mark in range(0, seat.top + 1, step)]  # fmt: skip
    years = [{"x": x(year + 0.5), "y": height - 8, "label": f"’{year % 100:02}" if narrow else str(year)}
             for year in range(seat.first, seat.last + 1) if year % 2 == 0]  # fmt: skip
    dots = [{"x": x(dot.year), "y": y(dot.margin), "above": y(dot.margin) - 12,
             "label": str(rounded(dot.margin, 1)), "colour": dot.colour, "final": dot.final,
             "map": dot.map_number} for dot in seat.dots]  # fmt: skip
    colour = alt.Color(
        "colour:N", legend=None, scale=alt.Scale(**row_colour([row["colour"] for row in dots]))
    )
    muted, ink = alt.value(PALETTE["muted"]), alt.value(PALETTE["ink"])
    grids, points = alt.Chart(data(grid)), alt.Chart(data(dots))
    layers: list[Any] = [
        grids.mark_rule(stroke=PALETTE["rule"]).encode(
            x=across("x", width), x2="x2", y=down("y", height)),
        grids.mark_text(fontSize=12, align="right", baseline="middle").encode(
            x=across("at", width), y=down("y", height), text="label:N", color=muted),
        alt.Chart(data(years)).mark_text(fontSize=12, align="center", baseline="middle").encode(
            x=across("x", width), y=down("y", height), text="label:N", color=muted),
        # One line for each map: margins on different lines are not one series.
        points.transform_filter("datum.final").mark_line(
            stroke=PALETTE["line"], strokeWidth=1.5).encode(
            x=across("x", width), y=down("y", height), detail="map:N"),
        points.transform_filter("!datum.final").mark_point(
            filled=False, size=60, strokeWidth=2, fill=PALETTE["paper"], opacity=1).encode(
            x=across("x", width), y=down("y", height), stroke=colour),
        points.transform_filter("datum.final").mark_point(filled=True, size=90, opacity=1).encode(
            x=across("x", width), y=down("y", height), color=colour),
        points.transform_filter("datum.final").mark_text(
            fontSize=12.5, stroke=PALETTE["paper"], strokeWidth=3, baseline="middle").encode(
            x=across("x", width), y=down("above", height), text="label:N", color=ink),
    ]  # fmt: skip
    layers += _words(seat, x, width, height, strip, y(0))
    return render(layers, width=width, height=height, alt_text=alt_text)


def _words(
    seat: _Seat, x: Any, width: float, height: float, strip: float, ground: float
) -> list[Any]:
    """Who came first from when, where the map changed, and who had no opponent."""
    import altair as alt

    names = _leaders(seat, x, width)
    layers: list[Any] = []
    if names:
        layers.append(
            alt.Chart(data(names)).mark_text(fontSize=12.5, align="left", baseline="middle").encode(
                x=across("x", width), y=down("y", height), text="label:N",
                color=alt.value(PALETTE["ink"]))
        )  # fmt: skip
    if seat.changes:
        rows = []
        for year, name in seat.changes:
            label = f"new lines: {name}" if width == WIDE else "new lines"
            wide = text_width(label, 11.5)
            outside = x(year) + wide + 4 > width
            rows.append({"x": x(year), "y": strip - 8, "y2": ground, "label": label,
                         "at": x(year) - wide - 4 if outside else x(year) + 4})  # fmt: skip
        base = alt.Chart(data(rows))
        layers += [
            base.mark_rule(stroke=PALETTE["line"], strokeDash=[3, 3]).encode(
                x=across("x", width), y=down("y", height), y2="y2"),
            base.mark_text(fontSize=11.5, align="left", baseline="middle").encode(
                x=across("at", width), y=down("y", height), text="label:N",
                color=alt.value(PALETTE["muted"])),
        ]  # fmt: skip
    if seat.unopposed:
        rows = [{"x": x(year), "y": ground - 9, "label": "unopposed"} for year in seat.unopposed]
        layers.append(
            alt.Chart(data(rows)).mark_text(fontSize=11, align="center", baseline="middle").encode(
                x=across("x", width), y=down("y", height), text="label:N",
                color=alt.value(PALETTE["muted"]))
        )  # fmt: skip
    return layers


def _leaders(seat: _Seat, x: Any, width: float) -> list[dict[str, Any]]:
    """Each name where its run of finals begins, in two lines so that they do not touch.

    A name without room is left out: the table has it.
    """
    placed: list[dict[str, Any]] = []
    ends = [-1.0, -1.0]
    before = ""
    for dot in (one for one in seat.dots if one.final):
        if dot.leader == before:
            continue
        before = dot.leader
        wide = text_width(dot.leader, 12.5)
        at = min(max(x(dot.year) - 6, 0), width - wide)
        line = next((place for place in (0, 1) if ends[place] + 10 <= at), None)
        if line is not None:
            ends[line] = at + wide
            placed.append({"x": at, "y": 8 + 15 * line, "label": dot.leader})
    return placed
