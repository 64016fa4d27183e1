"""The seat over the years: the margin of each election as a dot, rounds apart, lines by map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.figures import rounded
from hustings.products import words
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Rows,
    Sheet,
    fitted,
    newest,
    render,
    sources,
    text_width,
)
from hustings.products.charts.results import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt

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
    keys = [Key(colour=f"{one}-1", label=PARTY_KEYS[one], form="dot") for one in families]
    if any(dot.final for dot in seat.dots):
        keys.append(
            Key(colour="line", label="filled: general, special general or runoff", form="dot")
        )
    if any(not dot.final for dot in seat.dots):
        keys.append(Key(colour="line", label="ring: primary", form="ring"))
    through = newest(margins)
    return Chart(
        id="seat-margins",
        title=f"How far the first was ahead of the second, {seat.first}–{seat.last}",
        note="Margin in percentage points of all votes."
        + (f" As of {through}." if through else ""),
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
            said.append(f"then {words.map_words(past.map, new=True).lower()}")
        what = (
            f"{past.margin.text} for {past.leader}" if past.margin else f"no margin, {past.leader}"
        )
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
    narrow = width == NARROW
    left, right = (28.0, 10.0) if narrow else (34.0, 14.0)
    plot, below = (190.0 if narrow else 230.0), 24.0
    per_year = (width - left - right) / (seat.last + 1 - seat.first)

    def x(year: float) -> float:
        return left + (year - seat.first) * per_year

    names = _stagger(_leaders(seat), x, width, size=12.5)
    lines = [
        (year, name.split(" (")[0] if narrow else words.map_words(name, new=True))
        for year, name in seat.changes
    ]
    maps = _stagger(lines, x, width, size=11.5, rows=3, beside=True)
    name_rows, map_rows = _rows(names), _rows(maps)
    strip = 15.0 * (name_rows + map_rows) + 18

    def y(margin: float) -> float:
        return strip + plot * (1 - margin / seat.top)

    sheet = Sheet(width=width, height=strip + plot + below)
    for row in maps:
        row["y"] += 15 * name_rows
    marks = range(0, seat.top + 1, _step(seat.top - 0.01))
    grid = [{"x": left, "x2": width - right, "y": y(mark)} for mark in marks]
    scale = [{"x": left - 6, "y": y(mark), "label": str(mark)} for mark in marks]
    years = [{"x": x(year + 0.5), "y": sheet.height - 8,
              "label": f"’{year % 100:02}" if narrow else str(year)}
             for year in range(seat.first, seat.last + 1) if year % 2 == 0]  # fmt: skip
    finals = [_at(dot, x, y) for dot in seat.dots if dot.final]
    others = [_at(dot, x, y) for dot in seat.dots if not dot.final]
    values = [{**row, "y": row["y"] - 13} for row in finals]
    changes = [{"x": x(year), "y": 15.0 * name_rows + 3, "y2": y(0)} for year, _ in seat.changes]
    alone = [{"x": x(year), "y": y(0) - 9, "label": "unopposed"} for year in seat.unopposed]

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules(grid, colour="rule"),
            sheet.rules(changes, dashed=True),
            sheet.words(scale, align="right"),
            sheet.words(years, align="center"),
            sheet.lines(finals),
            sheet.rings(others),
            sheet.dots(finals),
            sheet.words(values, size=12.5, colour="ink", align="center", halo=True),
            sheet.words(names, size=12.5, colour="ink"),
            sheet.words(maps, size=11.5),
            sheet.words(alone, size=11, align="center", halo=True),
        ]

    return render(sheet, layers, alt_text)


def _at(dot: _Dot, x: Callable[[float], float], y: Callable[[float], float]) -> dict[str, Any]:
    """A dot in pixels. One series for each map: margins on different lines are not one line."""
    return {"x": x(dot.year), "y": y(dot.margin), "label": str(rounded(dot.margin, 1)),
            "colour": dot.colour, "series": dot.map_number}  # fmt: skip


def _leaders(seat: _Seat) -> list[tuple[float, str]]:
    """Who came first in the elections that fill the seat, where each run begins."""
    finals = [dot for dot in seat.dots if dot.final]
    return [
        (dot.year, fitted(dot.leader, 12.5, NARROW / 2))
        for place, dot in enumerate(finals)
        if place == 0 or finals[place - 1].leader != dot.leader
    ]


def _stagger(
    wanted: list[tuple[float, str]], x: Callable[[float], float], width: float, *, size: float,
    rows: int = 2, beside: bool = False,
) -> Rows:  # fmt: skip
    """Words at their years in as few lines as keep them apart; without room a word is left out.

    What is left out is in the table. `beside`: to the right of the year, else to its left.
    """
    placed: Rows = []
    taken: list[list[tuple[float, float]]] = [[] for _ in range(rows)]
    for year, label in wanted:
        wide = text_width(label, size)
        if beside:
            at = x(year) + 5 if x(year) + 5 + wide <= width else x(year) - 5 - wide
        else:
            at = min(max(x(year) - 6, 0.0), width - wide)
        for place, row in enumerate(taken):
            if all(at > end + 10 or at + wide + 10 < start for start, end in row):
                row.append((at, at + wide))
                placed.append({"x": at, "y": 8.0 + 15 * place, "label": label})
                break
    return placed


def _rows(words_placed: Rows) -> int:
    return max((round((row["y"] - 8) / 15) + 1 for row in words_placed), default=0)
