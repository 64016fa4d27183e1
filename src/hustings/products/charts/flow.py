"""Where money came from and where it went: streams into a committee and out of it.

The height of every stream is its amount, on one scale for both sides. A name has a line of its own
however thin its stream, so that words never overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

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

#: Streams a side at the most, with the one that sums up the rest.
MOST: Final = 12
#: Words for the colours of streams, in the order of the key.
KINDS: Final = {
    "individuals": "Individuals",
    "parties": "Companies and other organisations",
    "pacs": "PACs, parties and other committees",
    "support": "Outside spending for a candidate",
    "oppose": "Outside spending against a candidate",
    "outside": "Outside spending, for and against not told apart",
    "rest": "All else",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Stream:
    """One stream: whose money or to whom, of which kind (a key of KINDS), and how much."""

    name: str
    kind: str
    figure: Figure

    @property
    def usd(self) -> float:
        return amount_usd(self.figure)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Band:
    """A stream in pixels: its height, and its top at the outer end and at the committee."""

    stream: Stream
    high: float
    outer: float
    inner: float
    middle: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Bank:
    """One side: its streams, and the figure of all of it."""

    streams: tuple[Stream, ...]
    total: Figure | None

    @property
    def usd(self) -> float:
        """What is drawn."""
        return sum(one.usd for one in self.streams)

    @property
    def said(self) -> str:
        """The total as its figure has it."""
        value = self.total.value if self.total else None
        return short_money(value) if isinstance(value, Decimal | int | float) else ""


def flow_chart(subject: str, into: Bank, out: Bank, *, title: str, note: str) -> Chart | None:
    """The chart of a committee's or network's money; None without a stream to draw.

    Streams of nothing, and sums that refunds have brought below nothing, are in the table alone.
    Raises ValueError for more than MOST streams a side: the caller sums up the rest as a figure.
    """
    if max(len(into.streams), len(out.streams)) > MOST:
        raise ValueError(f"at most {MOST} streams a side")
    into, out = _drawn(into), _drawn(out)
    streams = (*into.streams, *out.streams)
    if not streams:
        return None
    figures = [one.figure for one in streams]
    used = {one.kind for one in streams}
    alt_text = f"Money into {subject}: {_said(into)}. Money out: {_said(out)}."
    day = newest(figures)
    return Chart(
        id="flow",
        title=title,
        note=f"{note}{f' As of {day}.' if day else ''}",
        source=sources(figures),
        alt=alt_text,
        wide=_wide(subject, into, out, alt_text),
        narrow=_narrow(into, out, alt_text),
        keys=tuple(Key(colour=kind, label=label) for kind, label in KINDS.items() if kind in used),
    )


def _drawn(bank: Bank) -> Bank:
    return replace(bank, streams=tuple(one for one in bank.streams if one.usd > 0))


def _said(bank: Bank) -> str:
    said = "; ".join(f"{one.name} {one.figure.text}" for one in bank.streams)
    return said or "nothing in the record"


def _bands(streams: Sequence[Stream], scale: float, slot: float, top: float) -> list[_Band]:
    """Streams one below the other, each in a slot that holds its words; at the committee, closed.

    `inner` counts from the top of the stack at the committee, which is placed afterwards.
    """
    bands, y, stacked = [], top, 0.0
    for one in streams:
        high = max(one.usd * scale, 0.6)
        room = max(high, slot)
        outer = y + (room - high) / 2
        bands.append(
            _Band(stream=one, high=high, outer=outer, inner=stacked, middle=outer + high / 2)
        )
        y += room + 3
        stacked += high
    return bands


def _height(bands: Sequence[_Band], slot: float) -> float:
    return sum(max(one.high, slot) + 3 for one in bands)


def _curve(
    band: _Band, series: str, ends: tuple[float, float], inner: float, flat: float
) -> list[dict[str, Any]]:
    """A band from its outer end to the committee: level for a while (`flat`), then in a bend."""
    rows = []
    steps = 20
    for part in (0.0, *(flat + (1 - flat) * step / steps for step in range(steps + 1))):
        bent = max(part - flat, 0.0) / (1 - flat)
        eased = bent * bent * (3 - 2 * bent)
        y = band.outer + (inner + band.inner - band.outer) * eased
        rows.append(
            {"x": ends[0] + (ends[1] - ends[0]) * part, "y": y, "y2": y + band.high,
             "series": series, "colour": band.stream.kind}
        )  # fmt: skip
    return rows


def _wide(subject: str, into: Bank, out: Bank, alt_text: str) -> str:
    """Names outside, left and right; amounts on the streams; the committee in the middle."""
    slot, names, node, top = 21.0, 224.0, 12.0, 50.0
    most = max(into.usd, out.usd)
    scale = 250 / most
    left, right = (_bands(one.streams, scale, slot, top) for one in (into, out))
    high = max(_height(left, slot), _height(right, slot))
    centre = WIDE / 2
    bands: Rows = []
    ends: Rows = []
    labels: dict[str, Rows] = {"left": [], "right": []}
    amounts: dict[str, Rows] = {"left": [], "right": []}
    stacks = {"left": sum(b.high for b in left), "right": sum(b.high for b in right)}
    for side, found in (("left", left), ("right", right)):
        inner = top + (high - 3 - stacks[side]) / 2
        shift = (high - _height(found, slot)) / 2
        outward = names if side == "left" else WIDE - names
        inward = centre - node / 2 if side == "left" else centre + node / 2
        for place, was in enumerate(found):
            band = _Band(stream=was.stream, high=was.high, outer=was.outer + shift,
                         inner=was.inner, middle=was.middle + shift)  # fmt: skip
            bands += _curve(band, f"{side}{place}", (outward, inward), inner, 0.3)
            edge = (outward - 5, outward) if side == "left" else (outward, outward + 5)
            ends.append({"x": edge[0], "x2": edge[1], "y": band.outer,
                         "y2": band.outer + band.high, "colour": was.stream.kind})  # fmt: skip
            away = -11 if side == "left" else 11
            name = fitted(was.stream.name, 12.5, names - 14)
            labels[side].append({"x": outward + away, "y": band.middle, "label": name})
            amounts[side].append({"x": outward - away + (-3 if side == "left" else 3),
                                  "y": band.middle, "label": short_money(was.stream.usd),
                                  "halo": band.high < 16})  # fmt: skip
    tallest = max(stacks.values())
    body = [{"x": centre - node / 2, "x2": centre + node / 2, "colour": "ink",
             "y": top + (high - 3 - tallest) / 2, "y2": top + (high - 3 + tallest) / 2}]  # fmt: skip
    title = [{"x": centre, "y": 10, "label": fitted(subject, 14, WIDE)}]
    heads = {
        "right": [{"x": centre - 14, "y": 31, "label": f"in: {into.said}"}] if into.streams else [],
        "left": [{"x": centre + 14, "y": 31, "label": f"out: {out.said}"}] if out.streams else [],
    }
    sheet = Sheet(width=WIDE, height=top + high)

    def layers() -> list[alt.Chart]:
        return [
            sheet.streams(bands),
            sheet.bars(ends),
            sheet.bars(body),
            sheet.words(title, size=14, colour="ink", align="center", bold=True),
            sheet.words(heads["right"], size=12.5, align="right"),
            sheet.words(heads["left"], size=12.5),
            sheet.words(labels["left"], size=12.5, colour="ink", align="right"),
            sheet.words(labels["right"], size=12.5, colour="ink"),
            *(
                sheet.words(
                    [row for row in amounts[side] if row["halo"] is halo],
                    size=12,
                    colour="ink",
                    align=align,
                    halo=halo,
                )
                for side, align in (("left", "left"), ("right", "right"))
                for halo in (False, True)
            ),
        ]

    return render(sheet, layers, alt_text)


def _narrow(into: Bank, out: Bank, alt_text: str) -> str:
    """Money in above, money out below; each stream has its name and amount in a line above it."""
    most = max(into.usd, out.usd)
    scale, line, y = 150 / most, 17.0, 0.0
    bands: Rows = []
    ends: Rows = []
    nodes: Rows = []
    heads: Rows = []
    names: dict[bool, Rows] = {True: [], False: []}
    amounts: dict[bool, Rows] = {True: [], False: []}
    for inward, bank in ((True, into), (False, out)):
        streams = bank.streams
        if not streams:
            continue
        heads.append({"x": 0, "y": y + 9, "label": f"{'In' if inward else 'Out'}: {bank.said}"})
        y += 26
        heights = [max(one.usd * scale, 1.5) for one in streams]
        stack = sum(heights)
        whole = sum(high + line + 6 for high in heights)
        inner = y + (whole - stack) / 2 + line / 2
        outer_x, node_x = (5.0, NARROW - 6.0) if inward else (NARROW - 5.0, 6.0)
        stacked = 0.0
        for place, (one, high) in enumerate(zip(streams, heights, strict=True)):
            top = y + line
            band = _Band(stream=one, high=high, outer=top, inner=stacked, middle=y + line / 2)
            bands += _curve(band, f"{inward}{place}", (outer_x, node_x), inner, 0.62)
            edge = (0.0, 5.0) if inward else (NARROW - 5.0, float(NARROW))
            ends.append({"x": edge[0], "x2": edge[1], "y": top, "y2": top + high,
                         "colour": one.kind})  # fmt: skip
            amount = short_money(one.usd)
            wide = text_width(amount, 12) + 8
            name = fitted(one.name, 12.5, 236 - wide)
            at = text_width(name, 12.5) + 8
            names[inward].append(
                {"x": 0.0 if inward else float(NARROW), "y": band.middle, "label": name}
            )
            amounts[inward].append(
                {"x": at if inward else NARROW - at, "y": band.middle, "label": amount}
            )
            stacked += high
            y += high + line + 6
        nodes.append({"x": NARROW - 6.0 if inward else 0.0, "x2": float(NARROW) if inward else 6.0,
                      "y": inner, "y2": inner + stack, "colour": "ink"})  # fmt: skip
        y += 14
    sheet = Sheet(width=NARROW, height=y)

    def layers() -> list[alt.Chart]:
        return [
            sheet.streams(bands),
            sheet.bars(ends),
            sheet.bars(nodes),
            sheet.words(heads, size=14, colour="ink", bold=True),
            sheet.words(names[True], size=12.5, colour="ink", halo=True),
            sheet.words(names[False], size=12.5, colour="ink", align="right", halo=True),
            sheet.words(amounts[True], size=12, halo=True),
            sheet.words(amounts[False], size=12, align="right", halo=True),
        ]

    return render(sheet, layers, alt_text)
