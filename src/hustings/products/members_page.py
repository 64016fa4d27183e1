"""The page of `hustings members`: the list, the chamber on one axis, the method and its vintage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.products import words
from hustings.products.charts.base import Chart, sources
from hustings.products.charts.members import NOMINATE, Axis, Placed, axis_chart
from hustings.products.layout import Column, Grid, Line, Page, Section
from hustings.products.members import definition, score_words

if TYPE_CHECKING:
    from hustings.products.members import Ranked, Ranking

#: Lines of the table on a terminal and a page; --json has all.
MOST_LINES: Final = 60
PARTIES: Final = {"DEM": "Democrats", "REP": "Republicans", "IND": "Independents"}
#: How the table says what a score is.
HEADS: Final = {
    "progressive_score": "Progressive score",
    "party_unity": "Party unity",
    "share_votes_missed": "Votes missed",
    "ideal_point": "DW-NOMINATE",
    "ideal_estimate": "Ideal point",
    "share_led": "Bills led",
    "share_joined_after": "Joined after",
    "cosponsor_leadership": "Leadership",
}


def members_page(ranking: Ranking) -> Page:
    """The page, for terminal, Markdown and HTML."""
    head = HEADS[ranking.score.measure]
    title = f"{_who(ranking)} by {head if head[1].isupper() else head.lower()}"
    congress = f"{words.ordinal(ranking.congress)} Congress"
    return Page(
        kicker=f"{ranking.chamber}, {congress}",
        title=f"{title}, {congress}",
        about="Members by a score",
        command=command(ranking),
        lede=tuple(_lede(ranking)),
        facts=(("What is counted", [definition(ranking)]),),
        sections=(_list(ranking),),
        sample=ranking.sample,
        names={one.bioguide: one.name for one in ranking.members},
    )


def command(ranking: Ranking) -> str:
    """The command line that makes the list again."""
    made = f"hustings members --congress {ranking.congress} --by {ranking.score.measure}"
    if ranking.chamber != "House":
        made += f" --chamber {ranking.chamber.lower()}"
    if ranking.party:
        made += f" --party {ranking.party}"
    if ranking.state:
        made += f" --state {ranking.state}"
    return made + "".join(f" {name}={value}" for name, value in ranking.choices.items())


def _who(ranking: Ranking) -> str:
    state = f" from {ranking.state}" if ranking.state else ""
    if ranking.party:
        return f"{PARTIES.get(ranking.party, f'Members of {ranking.party}')}{state}"
    return f"Members of the {ranking.chamber}{state}"


def _own(ranking: Ranking) -> Ranked | None:
    return next((one for one in ranking.members if one.bioguide == ranking.marked), None)


def _lede(ranking: Ranking) -> list[words.Sentence]:
    own = _own(ranking)
    head = HEADS[ranking.score.measure].lower()
    if own is not None:
        return [[
            f"{own.name} stands ", words.Said(ranking.figure), (f" by {_plain(head)}, "
            f"counted from {ranking.score.first}."),
        ]]  # fmt: skip
    first = ranking.members[0]
    level = sum(one.place == 1 for one in ranking.members)
    beside = f" and {level - 1} more are level" if level > 1 else ""
    verb = "is" if level == 1 else ""
    return [[
        f"Counted from {ranking.score.first}, {first.name}{beside} {verb} ".replace("  ", " "),
        words.Said(ranking.figure), f", at {score_words(ranking, first)}.",
    ]]  # fmt: skip


def _plain(head: str) -> str:
    return "DW-NOMINATE" if head == "dw-nominate" else head


def _list(ranking: Ranking) -> Section:
    own = _own(ranking)
    shown = list(ranking.members[:MOST_LINES])
    if own is not None and own not in shown:
        shown.append(own)
    counted = any(one.of is not None for one in shown)
    columns = [Column(head="Place"), Column(head="Member"), Column(head="Party"),
               Column(head="Seat"), Column(head=HEADS[ranking.score.measure], number=True)]  # fmt: skip
    if counted:
        columns.append(Column(head="Counted", number=True))
    under = []
    if len(shown) < ranking.of:
        under.append(f"{len(shown)} of {ranking.of:,}; --json has all.")
    if ranking.unplaced:
        named = ", ".join(ranking.unplaced[:6]) + (", …" if len(ranking.unplaced) > 6 else "")
        under.append(f"Without a place, as too little is counted: {named}.")
    return Section(
        id="members",
        title="The list",
        charts=(lambda: _chart(ranking),),
        grids=(
            Grid(
                id="members",
                caption=f"Counted from {ranking.score.first}; equal scores share the better place",
                columns=tuple(columns),
                lines=tuple(_line(ranking, one, counted=counted) for one in shown),
                under=tuple(under),
            ),
        ),
    )


def _line(ranking: Ranking, one: Ranked, *, counted: bool) -> Line:
    marked = one.bioguide == ranking.marked
    cells: list[str | words.Said | None] = [
        words.Said(ranking.figure, str(one.place)) if marked else str(one.place),
        f"{one.name} ◀" if marked else one.name,
        one.party,
        one.district or one.state,
        score_words(ranking, one),
    ]
    if counted:
        cells.append(f"{one.good:,} of {one.of:,}" if one.of is not None else None)
    return Line(cells=tuple(cells))


def _chart(ranking: Ranking) -> Chart | None:
    """The chamber on one axis; None for a list too short to show a spread."""
    if ranking.of < 5:
        return None
    own = _own(ranking)
    names = {own.bioguide: own.name} if own else {}
    head = HEADS[ranking.score.measure]
    at = f" {own.name} stands at {score_words(ranking, own)}." if own else ""
    return axis_chart(
        [Placed(bioguide=one.bioguide, party=one.party, score=one.score)
         for one in ranking.members],
        _axis(ranking),
        own=own.bioguide if own else "",
        names=names,
        title=f"{_who(ranking)} by {_plain(head.lower())}, "
        f"{words.ordinal(ranking.congress)} Congress",
        note=f"{head}; a line for each of {ranking.of} members. "
        f"As of {words.day_words(ranking.figure.as_of)}.",
        source=sources([ranking.figure]),
        alt=f"All {ranking.of} members by {_plain(head.lower())}.{at}",
    )  # fmt: skip


def _axis(ranking: Ranking) -> Axis:
    if ranking.score.measure == "ideal_point":
        return NOMINATE
    scores = [one.score for one in ranking.members]
    low, high = min(scores), max(scores)
    if ranking.score.share:
        low, high = int(low * 20) / 20, min(1.0, (int(high * 20) + 1) / 20)
        marks = tuple(f"{100 * one:.0f}%" if abs(100 * one - round(100 * one)) < 1e-9
                      else f"{100 * one:.1f}%" for one in (low, (low + high) / 2, high))  # fmt: skip
    else:
        edge = max(abs(low), abs(high)) if low < 0 else high
        low, high = (-edge, edge) if low < 0 else (0.0, edge)
        marks = tuple(f"{one:.1f}".replace("-", "−") for one in (low, (low + high) / 2, high))
        if ranking.score.first == "the left":
            marks = (f"{marks[0]} left", marks[1], f"{marks[2]} right")
    return Axis(low=low, high=high, words=(marks[0], marks[1], marks[2]))


def members_json(ranking: Ranking) -> dict[str, Any]:
    """Keys: congress, chamber, by, party, state, of, method, figure, members, unplaced."""
    return {
        "congress": ranking.congress,
        "chamber": ranking.chamber,
        "by": ranking.score.measure,
        "from": ranking.score.first,
        "party": ranking.party,
        "state": ranking.state,
        "of": ranking.of,
        "definition": definition(ranking),
        "method": list(ranking.figure.caveats),
        "as_of": ranking.figure.as_of,
        "figure": ranking.figure.to_json(),
        "members": [
            {"place": one.place, "bioguide": one.bioguide, "name": one.name, "party": one.party,
             "state": one.state, "district": one.district or None, "score": one.score,
             "text": score_words(ranking, one), "counted": one.good, "counted_of": one.of}
            for one in ranking.members
        ],
        "unplaced": list(ranking.unplaced),
    }  # fmt: skip
