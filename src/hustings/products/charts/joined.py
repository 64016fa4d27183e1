"""Who joined a bill when: a dot for each name at its day and its number in the order of names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from hustings.products import words
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Rows,
    Sheet,
    fitted,
    render,
    sources,
    text_width,
)
from hustings.products.member_words import family

if TYPE_CHECKING:
    import altair as alt

    from hustings.products.bill import Bill

KEYS: Final = {"dem": "Democrats", "rep": "Republicans", "oth": "others"}


def joined_chart(bill: Bill) -> Chart | None:
    """Cumulative names from the day of introduction; None where no name came on a later day."""
    rows = sorted(bill.names, key=lambda one: (one["role"] != "sponsor", one["date"]))
    if len({one["date"] for one in rows}) < 2:
        return None
    last = max(one["date"] for one in rows)
    first = min(one["date"] for one in rows)
    first_day = sum(one["date"] == first for one in rows)
    said = (
        f"{len(rows)} names on {bill.bill}: {first_day} by {words.day_words(first.isoformat())}, "
        f"the last on {words.day_words(last.isoformat())}"
    )
    if bill.asked and bill.asked.row:
        said += f"; {bill.asked.name} on {words.day_words(bill.asked.row['date'].isoformat())}"
    families = {family(one["party"]) for one in rows}
    figure = bill.counts.get("cosponsor_count")
    through = words.day_words(bill.stage.as_of)
    gone = sum(one["role"] == "withdrawn" for one in rows)
    return Chart(
        id="joined",
        title=f"Names on {bill.bill} over time",
        note="Names put on the bill so far, the sponsor’s first; a dot for each, by party"
        + (f"; {gone} later withdrawn, drawn as rings" if gone else "")
        + f". As of {through}.",
        source=sources([figure, bill.stage]),
        alt=f"{said}.",
        wide=_draw(bill, rows, said, WIDE),
        narrow=_draw(bill, rows, said, NARROW),
        keys=tuple(Key(colour=f"{one}-1", label=label, form="dot") for one, label in KEYS.items()
                   if one in families),
    )  # fmt: skip


def _draw(bill: Bill, rows: list[dict[str, Any]], alt_text: str, width: int) -> str:
    left, right, top, plot = 34.0, 10.0, 14.0, 220.0
    first: date = min(one["date"] for one in rows)
    last: date = max(one["date"] for one in rows)
    span = float((last - first).days)
    step = _step(len(rows))
    highest = step * (len(rows) // step + 1)

    def x(day: date) -> float:
        return left + 6 + (width - left - right - 12) * float((day - first).days) / span

    def y(many: float) -> float:
        return top + plot * (1 - many / highest)

    course: Rows = [{"x": x(first), "y": y(0), "series": 0, "colour": "line"}]
    dots: Rows = []
    rings: Rows = []
    named: list[tuple[float, float, str]] = []
    for many, one in enumerate(rows, start=1):
        at = {"x": x(one["date"]), "y": y(many)}
        course.append({**at, "series": 0, "colour": "line"})
        (rings if one["role"] == "withdrawn" else dots).append(
            {**at, "colour": f"{family(one['party'])}-1"}
        )
        if one["role"] == "sponsor" or (bill.asked and one["bioguide"] == bill.asked.bioguide):
            what = " (sponsor)" if one["role"] == "sponsor" else f", {_short(one['date'])}"
            named.append((at["x"], at["y"], one["name"] + what))
    # Of names of one day only the column's top belongs to the line.
    tops = {row["x"]: row for row in course}
    marks = range(0, highest + 1, step)
    grid = [{"x": left, "x2": width - right, "y": y(mark)} for mark in marks]
    scale = [{"x": left - 6, "y": y(mark), "label": f"{mark:,}"} for mark in marks]
    foot = top + plot + 18
    own = [{"x": at, "y": high, "colour": "ink"} for at, high, _ in named[1:]]
    labels, pointers = _labels(named, width - right)
    days = _days(first, last, x, width - right)
    sheet = Sheet(width=width, height=foot + 10)

    def layers() -> list[alt.Chart]:
        return [
            sheet.rules(grid, colour="rule"),
            sheet.strokes(sorted(tops.values(), key=lambda row: row["x"]), width=1.5),
            sheet.words(scale, align="right"),
            *(sheet.words([{**row, "y": foot}], align=align) for align, row in days),
            sheet.spots(dots),
            *([sheet.rings(rings)] if rings else []),
            *([sheet.dots(own)] if own else []),
            sheet.rules(pointers, colour="ink"),
            *(sheet.words([row], size=12.5, colour="ink", halo=True) for row in labels),
        ]

    return render(sheet, layers, alt_text)


def _labels(named: list[tuple[float, float, str]], end: float) -> tuple[Rows, Rows]:
    """Names to the right of their dots, or to the left where there is no room; moved apart."""
    labels: Rows = []
    ties: Rows = []
    before = 1e9
    for at, high, said in sorted(named, key=lambda one: -one[1]):
        wide = text_width(said, 12.5)
        y = min(high, before - 17)
        before = y
        if at + 12 + wide <= end:
            start, near = at + 14, at + 4
            far = at + 12
        else:
            said = fitted(said, 12.5, at - 20)
            start = at - 14 - text_width(said, 12.5)
            near, far = at - 4, at - 12
        labels.append({"x": start, "y": y, "label": said})
        ties.append({"x": min(near, far), "x2": max(near, far), "y": y})
    return labels, ties


def _days(first: date, last: date, x: Any, end: float) -> list[tuple[str, dict[str, Any]]]:
    """The first day, the last, and the beginnings of months between them that have room."""
    begin, close = f"{_short(first)} {first.year}", f"{_short(last)} {last.year}"
    found = [("left", {"x": x(first) - 6, "label": begin}), ("right", {"x": end, "label": close})]
    before = x(first) + text_width(begin, 12) + 10
    limit = end - text_width(close, 12) - 14
    day = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day < last:
        label = f"{day:%b} {day.year}" if day.month == 1 else f"{day:%b}"
        half = text_width(label, 12) / 2
        if x(day) - half > before and x(day) + half < limit:
            found.append(("center", {"x": x(day), "label": label}))
            before = x(day) + half + 10
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"


def _step(highest: int) -> int:
    """A round step that gives two to six marks."""
    return next(one for one in (1, 2, 5, 10, 20, 50, 100, 200, 500) if highest / one <= 6)
