"""How a roll call went: a bar for each position by party, and the chamber on one axis."""

from __future__ import annotations

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
from hustings.products.member_words import family, party_members

if TYPE_CHECKING:
    import altair as alt

    from hustings.products.roll_call import RollCall

KEYS: Final = {"dem": "Democrats", "rep": "Republicans", "oth": "others"}
#: Positions in the order of the bars, and what stands over each.
HEADS: Final = (("yea", "Yea"), ("nay", "Nay"), ("not voting", "Not voting"))
#: Members named on the axis beside the one who was asked for.
MOST_NAMED: Final = 4


def sides_chart(call: RollCall) -> Chart | None:
    """Bars by party from one zero line; None where nobody said yea or nay."""
    if not (call.yeas.value or call.nays.value):
        return None
    bars = [(head, _parts(call, position)) for position, head in HEADS]
    bars = [(head, parts) for head, parts in bars if parts]
    said = "; ".join(f"{head} {_sum(parts)}: {_words(parts)}" for head, parts in bars)
    return Chart(
        id=f"sides-{call.vote.replace('.', '-')}",
        title=f"How the parties voted, {call.vote}",
        note=f"Members, {words.day_words(call.date.isoformat())}; all bars on one scale.",
        source=sources([call.yeas]),
        alt=f"{said}.",
        wide=_bars(bars, said, WIDE),
        narrow=_bars(bars, said, NARROW),
        keys=_keys(call),
    )


def _keys(call: RollCall) -> tuple[Key, ...]:
    families = {family(side.party) for side in call.sides}
    return tuple(
        Key(colour=f"{one}-1", label=label) for one, label in KEYS.items() if one in families
    )


def _parts(call: RollCall, position: str) -> list[tuple[str, int]]:
    """Parties with how many of them took a position; none that nobody took."""
    figures = {"yea": "yeas", "nay": "nays", "not voting": "absences"}
    counted = [(side.party, int(getattr(side, figures[position]).value)) for side in call.sides]
    return [(party, many) for party, many in counted if many]


def _sum(parts: list[tuple[str, int]]) -> int:
    return sum(many for _, many in parts)


def _words(parts: list[tuple[str, int]], *, short: bool = False) -> str:
    """207 Democrats, 1 Republican; short: 207 D, 1 R."""
    if short:
        return ", ".join(f"{many:,} {party[:1]}" for party, many in parts)
    return ", ".join(
        f"{many:,} {party_members(party) if many > 1 else party_members(party).removesuffix('s')}"
        for party, many in parts
    )


def _bars(bars: list[tuple[str, list[tuple[str, int]]]], alt_text: str, width: int) -> str:
    row, thick = 44.0, 14.0
    most = max(_sum(parts) for _, parts in bars)
    drawn: Rows = []
    heads: Rows = []
    for place, (head, parts) in enumerate(bars):
        top = place * row
        said = f"{head} {_sum(parts)}: {_words(parts, short=width == NARROW)}"
        heads.append({"x": 0, "y": top + 10, "label": fitted(said, 12.5, width)})
        at = 0.0
        for party, many in parts:
            end = at + width * many / most
            drawn.append({"x": at, "x2": end, "y": top + 20, "y2": top + 20 + thick,
                          "colour": f"{family(party)}-1"})  # fmt: skip
            at = end
    sheet = Sheet(width=width, height=row * len(bars))

    def layers() -> list[alt.Chart]:
        return [sheet.bars(drawn, apart=True), sheet.words(heads, size=12.5, colour="ink")]

    return render(sheet, layers, alt_text)


def axis_chart(call: RollCall) -> Chart | None:
    """Each member on one axis from left to right, those who voted yea above those who voted nay.

    None where the record has no ideal points of the members.
    """
    placed = [one for one in call.members
              if one["nominate_dim1"] is not None and one["position"] in {"yea", "nay"}]  # fmt: skip
    if not placed or call.scored is None:
        return None
    named = _named(call, placed)
    without = sum(one["position"] in {"yea", "nay"} for one in call.members) - len(placed)
    halves = {
        position: [one for one in placed if one["position"] == position]
        for position in ("yea", "nay")
    }
    said = (
        f"{len(placed)} members of the {call.chamber} from left to right by DW-NOMINATE: above, "
        f"{len(halves['yea'])} who voted yea; below, {len(halves['nay'])} who voted nay"
    )
    shown = "; ".join(f"{one['name']} at {one['nominate_dim1']:.3f}" for one in named)
    through = words.day_words(call.scored.as_of)
    note = (
        f"First dimension of DW-NOMINATE, as of {through}; a line for each member who voted yea or "
        "nay"
    )
    note += f", without {without} who have no score." if without else "."
    if len(named) > bool(call.asked):
        note += " Named: those furthest from the middle who left their party’s side."
    return Chart(
        id=f"axis-{call.vote.replace('.', '-')}",
        title=f"The {call.chamber} on one axis, {call.vote}",
        note=note,
        source=sources([call.yeas, call.scored]),
        alt=f"{said}{'. Named: ' + shown if shown else ''}.",
        wide=_axis(halves, named, said, WIDE),
        narrow=_axis(halves, named, said, NARROW),
        keys=_keys(call),
    )


def _named(call: RollCall, placed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The member who was asked for, else some who left their side: those from deepest within it."""
    if call.asked:
        own = [one for one in placed if one["bioguide"] == call.asked.row["bioguide"]]
        if own:
            return own
    left = {one["bioguide"] for side in call.sides for one in side.left}
    crossed = [one for one in placed if one["bioguide"] in left]
    crossed.sort(key=lambda one: (-abs(float(one["nominate_dim1"])), one["bioguide"]))
    return crossed[:MOST_NAMED]


def _axis(
    halves: dict[str, list[dict[str, Any]]], named: list[dict[str, Any]], alt_text: str, width: int
) -> str:
    """Two strips on one scale; names over the upper one and under the lower one."""
    tall, names, size = 36.0, 18.0, 12.5
    above = [one for one in named if one["position"] == "yea"]
    below = [one for one in named if one["position"] == "nay"]
    head = 18.0
    tops = {"yea": head + names * len(above)}
    tops["nay"] = tops["yea"] + tall + 34
    foot = tops["nay"] + tall + names * len(below) + 22

    def x(score: float) -> float:
        return 2 + (score + 1) / 2 * (width - 4)

    half = 0.7 if width == WIDE else 0.45
    lines: Rows = []
    for position, members in halves.items():
        for one in sorted(members, key=lambda one: (family(one["party"]), one["nominate_dim1"])):
            at = x(float(one["nominate_dim1"]))
            lines.append({"x": at - half, "x2": at + half, "y": tops[position],
                          "y2": tops[position] + tall, "colour": f"{family(one['party'])}-1"})  # fmt: skip
    labels: Rows = []
    ties: Rows = []
    marks: Rows = []
    for position, members in (("yea", above), ("nay", below)):
        ordered = sorted(members, key=lambda one: -float(one["nominate_dim1"]))
        for depth, one in enumerate(ordered):
            at, top = x(float(one["nominate_dim1"])), tops[position]
            wide = text_width(one["name"], size)
            start = at + 5 if at + 5 + wide <= width else at - 5 - wide
            y = top - 10 - names * depth if position == "yea" else top + tall + 10 + names * depth
            labels.append({"x": start, "y": y, "label": one["name"]})
            edge = (y, top) if position == "yea" else (top + tall, y)
            ties.append({"x": at, "y": edge[0], "y2": edge[1]})
            marks.append({"x": at - 1.4, "x2": at + 1.4, "y": top, "y2": top + tall,
                          "colour": "ink"})  # fmt: skip
    heads = [
        {"x": 0, "y": 9 if position == "yea" else tops["nay"] - 12,
         "label": f"{word} {len(halves[position])}"}
        for position, word in (("yea", "Yea"), ("nay", "Nay"))
    ]  # fmt: skip
    ends = [("left", x(-1), "−1 left"), ("center", x(0), "0"), ("right", x(1), "1 right")]
    sheet = Sheet(width=width, height=foot)

    def layers() -> list[alt.Chart]:
        return [
            sheet.bars(lines),
            *([sheet.rules(ties)] if ties else []),
            *([sheet.bars(marks)] if marks else []),
            sheet.words(heads, size=size, colour="ink", bold=True),
            sheet.words(labels, size=size, colour="ink", halo=True),
            *(
                sheet.words([{"x": at, "y": foot - 7, "label": label}], align=align)
                for align, at, label in ends
            ),
        ]

    return render(sheet, layers, alt_text)
