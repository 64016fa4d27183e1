"""A member among all: one line for each member of the House, left to right by ideal point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.products import words
from hustings.products.charts.base import (
    NARROW,
    WIDE,
    Chart,
    Key,
    Rows,
    Sheet,
    newest,
    render,
    sources,
    text_width,
)
from hustings.products.charts.results import FAMILIES

if TYPE_CHECKING:
    import altair as alt

    from hustings.products.dossier import Dossier

PARTY_KEYS: Final = {"dem": "Democrats", "rep": "Republicans", "oth": "others"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A member on an axis: Bioguide id, party and score."""

    bioguide: str
    party: str
    score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Axis:
    """The axis: scores at its two ends, and the words at the left end, within and at the right."""

    low: float
    high: float
    words: tuple[str, str, str]


#: DW-NOMINATE: no score lies beyond.
NOMINATE: Final = Axis(low=-1.0, high=1.0, words=("−1 left", "0", "1 right"))


def members_chart(dossier: Dossier, scored: list[dict[str, Any]]) -> Chart | None:
    """All who have a score, the member and the neighbours' members named.

    scored: bioguide, party and nominate_dim1 of each, in any order. None if the member has none.
    """
    member = dossier.member
    if member is None or not any(one["bioguide"] == member.bioguide for one in scored):
        return None
    names = {member.bioguide: member.name}
    if dossier.district:
        for holder in dossier.district.members.values():
            names.setdefault(str(holder.detail.get("bioguide")), holder.text)
    congress = f"{words.ordinal(member.congress)} Congress"
    figures = [member.figures.get("ideal_point"), member.figures.get("ideal_point_rank")]
    at = ", ".join(one.text for one in figures if one)
    through = newest(figures)
    alt_text = f"All {len(scored)} members of the House with a score, from left to right. "
    alt_text += f"{member.name} stands at {at}."
    return axis_chart(
        [
            Placed(bioguide=one["bioguide"], party=str(one["party"]), score=one["nominate_dim1"])
            for one in scored
        ],
        NOMINATE,
        own=member.bioguide,
        names=names,
        title=f"{member.name} among all members of the House, {congress}",
        note=f"First dimension of DW-NOMINATE; a line for each of {len(scored)} members with a "
        "score. Named: the member and those of neighbouring districts."
        + (f" As of {through}." if through else ""),
        source=sources(figures),
        alt=alt_text,
    )


def axis_chart(
    placed: Sequence[Placed],
    axis: Axis,
    *,
    own: str,
    names: dict[str, str],
    title: str,
    note: str,
    source: str,
    alt: str,
) -> Chart:
    """All members on one axis, a line each in the party's colour.

    own: who is named above the strip, by Bioguide id; names: who is named, that one among them.
    """
    families = sorted({_family(one) for one in placed}, key=list(PARTY_KEYS).index)
    return Chart(
        id="member-among-all",
        title=title,
        note=note,
        source=source,
        alt=alt,
        wide=_draw(placed, axis, own, names, alt, WIDE),
        narrow=_draw(placed, axis, own, names, alt, NARROW),
        keys=tuple(Key(colour=f"{one}-1", label=PARTY_KEYS[one]) for one in families),
    )


def _family(one: Placed) -> str:
    family = FAMILIES.get(one.party, "oth")
    return family if family in PARTY_KEYS else "oth"


def _draw(
    placed: Sequence[Placed],
    axis: Axis,
    own: str,
    names: dict[str, str],
    alt_text: str,
    width: int,
) -> str:
    """The member's name above the strip, the others' below in lines that do not touch."""
    top, tall = 24.0, 34.0

    def x(score: float) -> float:
        return 2 + (score - axis.low) / (axis.high - axis.low) * (width - 4)

    lines: Rows = []
    below: list[tuple[float, str]] = []
    mark: float | None = None
    for one in sorted(placed, key=lambda one: (_family(one), one.score)):
        at = x(one.score)
        half = 0.7 if width == WIDE else 0.4
        colour = f"{_family(one)}-1"
        lines.append(
            {"x": at - half, "x2": at + half, "y": top, "y2": top + tall, "colour": colour}
        )
        if one.bioguide == own:
            mark = at
        elif one.bioguide in names:
            below.append((at, names[one.bioguide]))
    own_line: Rows = []
    head: Rows = []
    if mark is not None:
        own_line = [{"x": mark - 1.4, "x2": mark + 1.4, "y": top - 6, "y2": top + tall + 6,
                     "colour": "ink"}]  # fmt: skip
        room = text_width(names[own], 14) / 2
        head = [{"x": min(max(mark, room), width - room), "y": 9, "label": names[own]}]
    rows = _below(sorted(below), width, top + tall)
    ties = [{"x": row["x"], "y": top + tall, "y2": row["y"] - 7} for row in rows]
    deepest = max((row["y"] for row in rows), default=top + tall)
    sheet = Sheet(width=width, height=deepest + 30)
    ends = zip(
        ("left", "center", "right"),
        (x(axis.low), x((axis.low + axis.high) / 2), x(axis.high)),
        axis.words,
        strict=True,
    )

    def layers() -> list[alt.Chart]:
        foot = sheet.height - 7
        return [
            sheet.bars(lines),
            sheet.rules(ties, colour="line"),
            *([sheet.bars(own_line)] if own_line else []),
            *([sheet.words(head, size=14, colour="ink", align="center", bold=True)] if head else []),
            *([sheet.words([{**row, "x": row["text"]} for row in rows], size=12, halo=True)]
              if rows else []),
            *(
                sheet.words([{"x": at, "y": foot, "label": label}], align=align)
                for align, at, label in ends
            ),
        ]  # fmt: skip

    return render(sheet, layers, alt_text)


def _below(wanted: list[tuple[float, str]], width: float, strip: float) -> Rows:
    """Each name at a depth of its own, the leftmost deepest, so that no tie crosses a name."""
    placed: Rows = []
    for depth, (at, label) in enumerate(reversed(wanted)):
        wide = text_width(label, 12)
        text = at + 4 if at + 4 + wide <= width else at - 4 - wide
        placed.append({"x": at, "text": text, "y": strip + 16 + 15 * depth, "label": label})
    return placed
