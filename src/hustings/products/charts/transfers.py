"""A ranked-choice count as a flow: each round a column, each stream votes that stay or move.

The height of every node and stream is its votes, on one scale. Ballots that no longer count stand
last in each column. A name has a line of its own above its node, so that words never overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.contests import EXHAUSTED
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Rows,
    Sheet,
    fitted,
    render,
    text_width,
)

if TYPE_CHECKING:
    import altair as alt

    from hustings.contests import Decision, RankedRound

#: Columns that fit; of a longer count the last rounds are drawn, and the table has all.
MOST_WIDE: Final = 5
MOST_NARROW: Final = 2
#: Colours of candidates, the first in the count first; those further down share grey.
COLOURS: Final = ("individuals", "pacs", "parties", "own")
LOST: Final = "oth-3"
_LINE: Final = 17.0
_GAP: Final = 7.0
_NODE: Final = 9.0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Node:
    """A candidate in a round, in pixels: the top of its bar and its height."""

    name: str
    votes: float
    top: float
    high: float


def transfers_chart(decision: Decision, *, title: str, source: str) -> Chart | None:
    """The flow of a count; None for a count of one round, in which nothing moved."""
    rounds = decision.rounds
    if len(rounds) < 2:
        return None
    order = [one.candidate for one in decision.outcomes]
    colours = {name: COLOURS[place] if place < len(COLOURS) else "rest"
               for place, name in enumerate(order)}  # fmt: skip
    colours[EXHAUSTED] = LOST
    alt_text = _alt(rounds)
    note = "Votes in each round, and where they went when a candidate fell."
    if len(rounds) > MOST_WIDE:
        note += f" The last {MOST_WIDE} of {len(rounds)} rounds; on a phone the last {MOST_NARROW}."
    elif len(rounds) > MOST_NARROW:
        note += f" On a phone the last {MOST_NARROW} of {len(rounds)} rounds."
    return Chart(
        id="transfers",
        title=title,
        note=note,
        source=source,
        alt=alt_text,
        wide=_draw(rounds[-MOST_WIDE:], colours, WIDE, 270, alt_text),
        narrow=_draw(rounds[-MOST_NARROW:], colours, NARROW, 230, alt_text),
    )


def _alt(rounds: tuple[RankedRound, ...]) -> str:
    said = []
    for one in rounds:
        moves = ", ".join(f"{move.votes:,} from {move.source} to {move.target}"
                          for move in one.transfers)  # fmt: skip
        gone = f"; {' and '.join(one.eliminated)} out" if one.eliminated else ""
        said.append(f"Round {one.number}{gone}{f': {moves}' if moves else ''}.")
    return " ".join(said)


def _column(one: RankedRound, scale: float, order: Sequence[str]) -> list[_Node]:
    """A round's nodes from the top down in one order for all rounds, exhausted ballots last."""
    nodes, y = [], _LINE + 4
    votes = {name: float(one.votes[name]) for name in order if one.votes.get(name)}
    lost = float(one.exhausted.total)
    if lost:
        votes[EXHAUSTED] = lost
    for name, count in votes.items():
        y += _LINE
        high = max(count * scale, 1.5)
        nodes.append(_Node(name=name, votes=count, top=y, high=high))
        y += high + _GAP
    return nodes


def _draw(
    rounds: tuple[RankedRound, ...],
    colours: dict[str, str],
    width: float,
    tall: float,
    alt_text: str,
) -> str:
    total = max(float(one.active) + float(one.exhausted.total) for one in rounds) or 1.0
    scale = tall / total
    columns = [_column(one, scale, list(colours)) for one in rounds]
    step = (width - _NODE) / (len(rounds) - 1)
    bars: Rows = []
    heads: dict[str, Rows] = {"left": [], "center": [], "right": []}
    names: dict[str, Rows] = {"left": [], "center": [], "right": []}
    for place, (one, nodes) in enumerate(zip(rounds, columns, strict=True)):
        left = place * step
        side = "left" if place == 0 else "right" if place == len(rounds) - 1 else "center"
        at = {"left": left, "center": left + _NODE / 2, "right": left + _NODE}[side]
        heads[side].append({"x": at, "y": 9, "label": f"Round {one.number}"})
        for node in nodes:
            bars.append({"x": left, "x2": left + _NODE, "y": node.top, "y2": node.top + node.high,
                         "colour": colours.get(node.name, "rest")})  # fmt: skip
            mark = ", elected" if node.name in one.elected else (
                ", out" if node.name in one.eliminated else "")  # fmt: skip
            # Half a column on either side of a middle name, and at the edges the other halves.
            room = step * (0.92 if side == "center" else 0.48) - 6
            label = f"{node.votes:,.0f}"
            if text_width(f"{node.name} {label}{mark}", 12) <= room:
                label += mark
            name = fitted(node.name, 12, room - text_width(label, 12))
            names[side].append({"x": at, "y": node.top - 9, "label": f"{name} {label}"})
    bands: Rows = []
    for place, one in enumerate(rounds[:-1]):
        bands += _streams(one, columns[place], columns[place + 1], scale, place, step, colours)
    sheet = Sheet(width=width, height=max(nodes[-1].top + nodes[-1].high for nodes in columns) + 6)

    def layers() -> list[alt.Chart]:
        return [
            sheet.streams(bands),
            sheet.bars(bars),
            *(sheet.words(rows, size=12, align=side) for side, rows in heads.items() if rows),
            *(
                sheet.words(rows, size=12, colour="ink", align=side, halo=True)
                for side, rows in names.items()
                if rows
            ),
        ]

    return render(sheet, layers, alt_text)


def _streams(
    one: RankedRound,
    before: list[_Node],
    after: list[_Node],
    scale: float,
    place: int,
    step: float,
    colours: dict[str, str],
) -> Rows:
    """Bands of a round's votes to where they are in the next, in the colour they come from."""
    starts, ends = {n.name: n.top for n in before}, {n.name: n.top for n in after}
    ranks = {n.name: row for row, n in enumerate(after)}
    from_ranks = {n.name: row for row, n in enumerate(before)}
    flows = [move for move in one.flows if move.source in starts and move.target in ends]
    inner: dict[tuple[str, str], float] = {}
    for move in sorted(flows, key=lambda m: (ranks[m.target], from_ranks[m.source])):
        inner[move.source, move.target] = ends[move.target]
        ends[move.target] += float(move.votes) * scale
    rows: Rows = []
    for move in sorted(flows, key=lambda m: (from_ranks[m.source], ranks[m.target])):
        high = max(float(move.votes) * scale, 0.5)
        top, bottom = starts[move.source], inner[move.source, move.target]
        starts[move.source] += float(move.votes) * scale
        series = f"{place}:{move.source}:{move.target}"
        rows += _curve(
            (place * step + _NODE, (place + 1) * step), (top, bottom), high, series,
            colours.get(move.source, "rest"),
        )  # fmt: skip
    return rows


def _curve(
    across: tuple[float, float], down: tuple[float, float], high: float, series: str, colour: str
) -> Rows:
    rows: list[dict[str, Any]] = []
    steps = 16
    for part in range(steps + 1):
        share = part / steps
        eased = share * share * (3 - 2 * share)
        y = down[0] + (down[1] - down[0]) * eased
        rows.append({"x": across[0] + (across[1] - across[0]) * share, "y": y, "y2": y + high,
                     "series": series, "colour": colour})  # fmt: skip
    return rows
