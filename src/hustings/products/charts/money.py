"""Money by source: one bar to 100% for each candidate, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hustings.figures import Figure, Unit, money, rounded
from hustings.products import words
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Sheet,
    fitted,
    render,
    sources,
    text_width,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from hustings.products.dossier import Dossier, MoneyPart

#: Bars in a chart; the others are in the table beside it.
MOST: Final = 8
#: Pixels that a name may take beside its bar.
MOST_NAME: Final = 220
#: Lines of the report that are shown, each with its colour and word.
LINES: Final = (
    ("receipts_from_individuals", "individuals", "Individuals"),
    ("receipts_from_pacs", "pacs", "PACs and other committees"),
    ("receipts_from_parties", "parties", "Parties"),
    ("receipts_from_candidate", "own", "Candidate’s own gifts and loans"),
)
REST: Final = ("rest", "Other: all receipts less these")


def rest_of_receipts(part: MoneyPart) -> Figure | None:
    """Receipts less the lines shown, as a figure with those lines as its parts.

    Interest, refunds, transfers and loans of others are in it. None if the record has no receipts.
    """
    total = part.figures.get("receipts")
    if total is None:
        return None
    lines = [part.figures[name] for name, _, _ in LINES if name in part.figures]
    missing = [label for name, _, label in LINES if name not in part.figures]
    value = _usd(total) - sum((_usd(one) for one in lines), Decimal(0))
    caveats = list(total.caveats)
    if missing:
        caveats.append(f"Not split out in the record, and so in this: {', '.join(missing)}.")
    if value < 0:
        caveats.append(f"The lines shown add up to {money(-value)} more than all receipts.")
    return Figure(
        measure="receipts_other",
        params=total.params,
        value=value,
        unit=Unit.USD,
        definition="All receipts less contributions from individuals, PACs, parties and the "
        "candidate’s own gifts and loans: transfers, other loans, refunds, interest.",
        sql="select " + "\n  - ".join(f"(\n{one.sql}\n)" for one in (total, *lines)) + " as value",
        row_count=total.row_count,
        as_of=total.as_of,
        citations=total.citations,
        caveats=tuple(dict.fromkeys(caveats)),
        parts=(total, *lines),
    )


def _usd(figure: Figure) -> Decimal:
    value = figure.value
    return value if isinstance(value, Decimal) else Decimal(str(value or 0))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Bar:
    """A candidate's bar: colour and share of each piece; no pieces where they do not make one."""

    name: str
    total: str
    pieces: tuple[tuple[str, str, Decimal], ...]
    note: str = ""


def _bar(part: MoneyPart) -> _Bar:
    total = part.figures["receipts"]
    rest = rest_of_receipts(part)
    amounts = [
        (colour, label, _usd(part.figures[name]))
        for name, colour, label in LINES
        if name in part.figures
    ]
    if rest is not None:
        amounts.append((*REST, _usd(rest)))
    whole = f"${round(_usd(total)):,}"
    if any(amount < 0 for _, _, amount in amounts) or _usd(total) <= 0:
        note = "no bar: the lines do not add up to all receipts"
        return _Bar(name=part.name, total=whole, pieces=(), note=note)
    pieces = tuple((colour, label, amount / _usd(total)) for colour, label, amount in amounts)
    return _Bar(name=part.name, total=whole, pieces=pieces)


def money_chart(dossier: Dossier) -> Chart | None:
    """The candidates of a dossier who raised most, by source; None without totals."""
    return sources_chart(dossier.money, dossier.race.cycle)


def sources_chart(parts: Sequence[MoneyPart], cycle: int) -> Chart | None:
    """The candidates who raised most, by source; None without totals."""
    funded = [one for one in parts if "receipts" in one.figures]
    if not funded:
        return None
    bars = [_bar(one) for one in funded[:MOST]]
    days = sorted({one.as_of for one in funded[:MOST] if one.as_of})
    note = ["Share of all receipts, in percent; total raised at the right, in whole dollars."]
    if len(days) == 1:
        note.append(f"Through {words.day_words(days[0])}.")
    elif days:
        note.append(f"Each through the day in the table, at latest {words.day_words(days[-1])}.")
    if len(funded) > len(bars):
        note.append(f"The {len(bars)} who raised most of {len(funded)}.")
    used = {label: colour for bar in bars for colour, label, share in bar.pieces if share > 0}
    order = [(colour, label) for _, colour, label in LINES] + [REST]
    alt_text = "Bars to 100% by source of money: " + "; ".join(_said(bar) for bar in bars) + "."
    return Chart(
        id="money-sources",
        title=f"Where the money came from, {cycle} cycle",
        note=" ".join(note),
        source=sources(one.figures["receipts"] for one in funded[:MOST]),
        alt=alt_text,
        wide=_draw(bars, alt_text, WIDE),
        narrow=_draw(bars, alt_text, NARROW),
        keys=tuple(Key(colour=colour, label=label) for colour, label in order if label in used),
    )


def _percent(share: Decimal) -> str:
    return f"{rounded(share * 100, 1)}%"


def _said(bar: _Bar) -> str:
    shares = ", ".join(f"{label} {_percent(share)}" for _, label, share in bar.pieces if share > 0)
    return f"{bar.name} {bar.total}: {shares or bar.note}"


def _draw(bars: list[_Bar], alt_text: str, width: int) -> str:
    """Name left and total right of a bar on a wide page; both above it on a narrow one."""
    narrow = width == NARROW
    step, thick = (52, 21) if narrow else (36, 24)
    room = max(text_width(bar.total, 14) for bar in bars) + 14
    shown = [fitted(bar.name, 14, width - room if narrow else MOST_NAME) for bar in bars]
    left = 0.0 if narrow else max(text_width(name, 14) for name in shown) + 14
    right = 0.0 if narrow else room
    full = width - left - right
    names, totals, notes, pieces, shares = [], [], [], [], []
    for place, bar in enumerate(bars):
        y = 2 + place * step + (20 if narrow else (step - thick) / 2)
        head, middle = (y - 10 if narrow else y + thick / 2), y + thick / 2
        names.append({"x": 0, "y": head, "label": shown[place]})
        totals.append({"x": width, "y": head, "label": bar.total})
        if bar.note:
            notes.append({"x": left, "y": middle, "label": bar.note})
        x = left
        for colour, _, share in bar.pieces:
            wide, label = float(share) * full, _percent(share)
            if wide > 0:
                pieces.append({"x": x, "x2": x + wide, "y": y, "y2": y + thick, "colour": colour})
            if wide > text_width(label, 12.5) + 2:
                shares.append({"x": x + wide / 2, "y": middle, "label": label})
            x += wide
    sheet = Sheet(width=width, height=2 + len(bars) * step)

    def layers() -> list[alt.Chart]:
        return [
            sheet.words(names, size=14, colour="ink"),
            sheet.words(totals, size=14, colour="ink", align="right"),
            sheet.words(notes),
            sheet.bars(pieces, apart=True),
            sheet.words(shares, size=12.5, colour="on-fill", align="center"),
        ]

    return render(sheet, layers, alt_text)
