"""A contest as horizontal bars in order of votes, with the line where those who advance end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.products import words
from hustings.products.charts.base import (
    NARROW,
    WIDE,
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

    from hustings.figures import Figure
    from hustings.products.dossier import Dossier, RoundPart, Standing

#: Bars in a chart; the others are in the table beside it.
MOST: Final = 12
#: Pixels that a name may take beside its bar.
MOST_NAME: Final = 240
FAMILIES: Final = {
    "DEM": "dem",
    "DFL": "dem",
    "REP": "rep",
    "GRN": "grn",
    "GRE": "grn",
    "LIB": "lib",
}


def shades(dossier: Dossier) -> dict[str, str]:
    """A colour for each person on a ballot: by party, and darker for who came further.

    Two of one party thus differ, and a person keeps the shade through all rounds.
    """
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for part in reversed(dossier.rounds):
        for one in part.standings:
            person, party = one.contestant.person, one.contestant.party
            if person in found or one.contestant.scattered:
                continue
            family = FAMILIES.get(party, "oth")
            taken[family] = min(taken.get(family, 0) + 1, 3)
            found[person] = f"{family}-{taken[family]}"
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bars:
    """Where things stand: pixels down to each bar, and how many of the first advance."""

    shown: tuple[Standing, ...]
    advancing: int
    verb: str
    half: float | None


def results_chart(part: RoundPart, colours: dict[str, str], number: int) -> Chart | None:
    """The round as a chart; None if nobody in it has counted votes."""
    counted = tuple(
        one for one in part.standings if one.votes is not None and one.share is not None
    )
    if not counted or part.votes_cast is None:
        return None
    rule = str(part.rule.value) if part.rule else ""
    bars = _Bars(
        shown=counted[:MOST],
        advancing=_advancing(part, counted),
        verb="would advance" if words.uncertified(part) else "advance",
        half=_number(part.votes_cast) / 2 if rule.startswith("majority") else None,
    )
    when = f" of {part.date.text}" if part.date else ""
    alt_text = _alt(part, bars, len(counted))
    figures = [part.votes_cast, *(one.votes for one in counted)]
    through = newest(figures)
    note = [f"Votes and share of all {part.votes_cast.text} votes for candidates."]
    if words.uncertified(part):
        note.append(words.uncertified_words(part))
    elif through:
        note.append(f"As of {through}.")
    if len(counted) > len(bars.shown):
        note.append(f"The first {len(bars.shown)} of {len(counted)}; all are in the table.")
    return Chart(
        id=f"votes-{number}",
        title=f"Votes in the {words.round_words(part)}{when}",
        note=" ".join(note),
        source=sources(figures),
        alt=alt_text,
        wide=_draw(bars, colours, alt_text, WIDE),
        narrow=_draw(bars, colours, alt_text, NARROW),
    )


def _advancing(part: RoundPart, counted: tuple[Standing, ...]) -> int:
    """How many of the first go on; 0 where nobody does, all do, or others than the first."""
    named = part.advancing.value if part.advancing else None
    if isinstance(named, list):
        ahead = [one.contestant.name in named for one in counted]
    else:
        ahead = [str(one.outcome.value) == "advanced" if one.outcome else False for one in counted]
    going = sum(ahead)
    in_order = ahead == [place < going for place in range(len(ahead))]
    return going if in_order and going < len(counted) else 0


def _number(figure: Figure | None) -> float:
    value = figure.value if figure else None
    return float(value) if isinstance(value, int | float) else 0.0


def _alt(part: RoundPart, bars: _Bars, counted: int) -> str:
    said = [
        f"{one.contestant.name} {one.votes.text} votes, {one.share.text}"
        for one in bars.shown
        if one.votes and one.share
    ]
    text = f"Bar chart of the {words.round_words(part)}: {'; '.join(said)}"
    if counted > len(bars.shown):
        text += f"; and {counted - len(bars.shown)} more in the table"
    if bars.advancing:
        text += f". A line marks where the {_first(bars.advancing)} end: they {bars.verb}"
    return text + "."


def _first(count: int) -> str:
    return {1: "first", 2: "first two", 3: "first three", 4: "first four"}.get(
        count, f"first {count}"
    )


def _draw(bars: _Bars, colours: dict[str, str], alt_text: str, width: int) -> str:
    """Names to the left of the bars on a wide page, above them on a narrow one."""
    narrow = width == NARROW
    step, thick, gap, top = (46, 15, 20, 4) if narrow else (30, 19, 20, 4)
    top += 18 if bars.half is not None else 0
    labels = [_label(one) for one in bars.shown]
    names = [fitted(_name(one), 15, width if narrow else MOST_NAME) for one in bars.shown]
    left = 0.0 if narrow else max(text_width(name, 15) for name in names) + 14
    right = max(text_width(label, 13) for label in labels) + 10
    # The bars give way so that the mark of half the votes fits into the drawing.
    most = max(*(_votes(one) for one in bars.shown), bars.half or 1.0)
    scale = (width - left - right) / most
    rects: Rows = []
    values: Rows = []
    plain: Rows = []
    bold: Rows = []
    for place, one in enumerate(bars.shown):
        y = top + place * step + (gap if bars.advancing and place >= bars.advancing else 0)
        bar = y + (20 if narrow else (step - thick) / 2)
        end = left + _votes(one) * scale
        colour = colours.get(one.contestant.person, "oth-2")
        rects.append({"x": left, "x2": end, "y": bar, "y2": bar + thick, "colour": colour})
        values.append({"x": end + 7, "y": bar + thick / 2, "label": labels[place]})
        through = place < bars.advancing or _won(one)
        (bold if through else plain).append(
            {"x": 0, "y": y + 11 if narrow else bar + thick / 2, "label": names[place]}
        )
    height = top + len(rects) * step + (gap if bars.advancing else 0) + 2
    sheet = Sheet(width=width, height=height)

    def layers() -> list[alt.Chart]:
        drawn = [sheet.bars(rects)]
        if bars.half is not None:
            x = left + bars.half * scale
            drawn.append(sheet.rules([{"x": x, "y": 16, "y2": height}], dashed=True))
            half = {"x": x, "y": 8, "label": "half of the votes"}
            drawn.append(sheet.words([half], align="center"))
        if bars.advancing:
            label = f"↑ The {_first(bars.advancing)} {bars.verb}"
            y = top + bars.advancing * step + gap / 2
            end = width - text_width(label, 12) - 6
            drawn.append(sheet.rules([{"x": 0, "x2": end, "y": y}], dashed=True))
            drawn.append(
                sheet.words([{"x": width, "y": y, "label": label}], align="right", halo=True)
            )
        return [
            *drawn,
            sheet.words(values, size=13, colour="ink", halo=True),
            sheet.words(plain, size=14, colour="ink"),
            sheet.words(bold, size=14, colour="ink", bold=True),
        ]

    return render(sheet, layers, alt_text)


def _votes(one: Standing) -> float:
    return _number(one.votes)


def _name(one: Standing) -> str:
    who = one.contestant
    plain = who.write_in and "write" not in who.name.lower()
    return f"{who.name} (write-in)" if plain else who.name


def _label(one: Standing) -> str:
    votes, share = one.votes, one.share
    return f"{votes.text} · {share.text}" if votes and share else ""


def _won(one: Standing) -> bool:
    return bool(one.outcome) and str(one.outcome.value if one.outcome else "") == "elected"
