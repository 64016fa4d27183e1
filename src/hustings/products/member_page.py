"""The page of `hustings member`: words, tables and charts around the figures of a member's record."""

from __future__ import annotations

import shlex
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from hustings.figures import plain
from hustings.products import words
from hustings.products.charts.base import Chart, newest, sources
from hustings.products.charts.career import career_chart
from hustings.products.charts.members import NOMINATE, Placed, axis_chart
from hustings.products.layout import Column, Grid, Line, Page, Section

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.member import Record

SCORES: Final = {
    "progressive_score": "Progressive score",
    "party_unity": "Party unity",
    "share_votes_missed": "Votes missed",
    "ideal_point": "DW-NOMINATE (−1 left, 1 right)",
    "ideal_estimate": "Ideal point by votes alone",
    "share_led": "Share of bills led",
    "cosponsor_leadership": "Leadership by cosponsors (0 to 1)",
    "agreement_with_leader": "Voted as the party’s floor leader",
    "agreement_with_lean": "Voted with the party that the district leans to",
    "bills_sponsored": "Bills introduced",
    "bills_enacted": "Of them, became law",
    "cosponsorships": "Bills cosponsored",
    "share_across": "Of them, of a sponsor of another party",
    "cosponsor_ideology": "Ideology by cosponsors (0 left, 1 right)",
}
COHORTS: Final = {"left": "33 furthest left", "democrats": "all Democrats"}
MOST_BILLS: Final = 15


def member_page(record: Record) -> Page:
    """The page, for terminal, Markdown and HTML."""
    congress = f"{words.ordinal(record.congress)} Congress"
    sections = (
        _scores(record), _choices(record), _unusual(record), _bills(record), _lead(record),
        _career(record), _committees(record), _gaps(record),
    )  # fmt: skip
    return Page(
        kicker=f"{words.PARTY_WORDS.get(record.party, record.party)}, "
        f"{words.seat_name(record.district) if record.district else f'Senate, {record.state}'}",
        title=f"{record.name} in the {congress}",
        about="A member's record",
        command=f"hustings member {shlex.quote(record.name)} --congress {record.congress}",
        lede=tuple(_lede(record)),
        sections=tuple(one for one in sections if one is not None),
        as_of=record.as_of,
        sample=record.sample,
        names={record.bioguide: record.name},
    )


def _score(record: Record, name: str) -> Figure | None:
    return next((one.score for one in record.placed if one.name == name), None)


def _lede(record: Record) -> list[words.Sentence]:
    said: list[words.Sentence] = []
    unity, missed = _score(record, "party_unity"), _score(record, "share_votes_missed")
    if unity is not None:
        first: words.Sentence = [f"{record.name} voted with most of the party in ",
                                 words.Said(unity), " of party unity votes"]  # fmt: skip
        if missed is not None:
            first += [" and missed ", words.Said(missed), " of roll calls"]
        said.append([*first, "."])
    if record.choices:
        ranks = sorted(record.choices, key=lambda one: _place(one.rank))
        best, worst = ranks[0], ranks[-1]
        said.append([
            ("By Progressive Punch’s published rule, as computed here from files of "
            f"{words.day_words(best.rank.as_of)}, the place in the party is "),
            words.Said(_told(best.rank)), " to ", words.Said(_told(worst.rank)),
            ", by the choices alone that the rule leaves open.",
        ])  # fmt: skip
    led = next((one for one in record.placed if one.name == "share_led"), None)
    if led is not None:
        sentence: words.Sentence = ["Of the bills with this name on, ", words.Said(led.score),
                                    " were led: put in, or joined on the first day"]  # fmt: skip
        if led.in_party is not None:
            sentence += ["; in the party that is ", words.Said(led.in_party),
                         f" (the middle of the others is {_percent(led.in_party, 'median')})"]  # fmt: skip
        said.append([*sentence, "."])
    if not said:
        said.append(["The record has no votes and no bills of this Congress."])
    return said


def _told(rank: Figure) -> Figure:
    """The rank without the caveat of its method, where method and vintage stand beside it."""
    return replace(
        rank, caveats=tuple(one for one in rank.caveats if "Progressive Punch" not in one)
    )


def _place(rank: Figure) -> int:
    return int(rank.value) if isinstance(rank.value, int) else 0


def _percent(figure: Figure, key: str) -> str:
    value = figure.detail.get(key)
    return f"{100 * float(value):.1f}%" if value is not None else "not known"


def _scores(record: Record) -> Section | None:
    if not record.placed and not record.alone:
        return None
    lines = [
        Line(cells=(
            f"{SCORES[one.name]}, {one.order}", words.Said(one.score), _said(one.overall),
            _said(one.in_party), _said(one.in_state),
        ))
        for one in record.placed
    ]  # fmt: skip
    lines += [
        Line(cells=(SCORES[name], words.Said(figure), None, None, None))
        for name, figure in record.alone.items()
        if name.startswith("agreement")
    ]
    return Section(
        id="scores",
        title="Scores and places",
        charts=(lambda: _axis(record),),
        grids=(
            Grid(
                id="scores",
                caption=f"{words.ordinal(record.congress)} Congress; equal scores share the better "
                "place",
                columns=(
                    Column(head="Score"), Column(head="Value", number=True),
                    Column(head=record.chamber, number=True), Column(head="Party", number=True),
                    Column(head=record.state, number=True),
                ),
                lines=tuple(lines),
                under=("A place depends on the method: the same member stands elsewhere by another.",),
            ),
        ),
    )  # fmt: skip


def _said(figure: Figure | None) -> words.Said | None:
    return words.Said(figure) if figure is not None else None


def _axis(record: Record) -> Chart | None:
    """The House on one axis, the member named."""
    point = _score(record, "ideal_point")
    if point is None or not record.scored:
        return None
    rank = next((one.overall for one in record.placed if one.name == "ideal_point"), None)
    return axis_chart(
        [Placed(bioguide=one["bioguide"], party=str(one["party"]), score=one["nominate_dim1"])
         for one in record.scored],
        NOMINATE,
        own=record.bioguide,
        names={record.bioguide: record.name},
        title=f"{record.name} among all members of the House, "
        f"{words.ordinal(record.congress)} Congress",
        note=f"First dimension of DW-NOMINATE; a line for each of {len(record.scored)} members with "
        f"a score. As of {newest([point])}.",
        source=sources([point]),
        alt=f"All {len(record.scored)} members of the House with a score, from left to right. "
        f"{record.name} stands at {point.text}{f', {rank.text} from the left' if rank else ''}.",
    )  # fmt: skip


def _choices(record: Record) -> Section | None:
    if not record.choices:
        return None
    return Section(
        id="choices",
        title="How the progressive place depends on the choices",
        said=([(
            "The rule counts roll calls in which most of a progressive cohort opposed most "
            "Republicans. Who the cohort is, which votes are crucial and what an absence is are not "
            "published in full; the publisher’s own ranking is not published as data."
        )],),
        grids=(
            Grid(
                id="choices",
                caption="Score, and place in the party, under each choice",
                columns=(
                    Column(head="Cohort"), Column(head="Votes"), Column(head="Absences"),
                    Column(head="Score", number=True), Column(head="Place", number=True),
                ),
                lines=tuple(
                    Line(cells=(
                        COHORTS[one.cohort], one.votes,
                        "against" if one.absences == "against" else "left out",
                        _percent(one.rank, "score"), words.Said(_told(one.rank)),
                    ))
                    for one in record.choices
                ),
                under=(
                    ("Votes within 10%: whose sides differ by at most 10% of the votes cast. Cohort: "
                    "furthest left by Nokken and Poole. Files as of "
                    f"{words.day_words(record.choices[0].rank.as_of)}."),
                ),
            ),
        ),
    )  # fmt: skip


def _unusual(record: Record) -> Section | None:
    if not record.unusual:
        return None
    many = int(record.unusual[0]["of"])
    return Section(
        id="unusual",
        title="Votes against most of the own party",
        grids=(
            Grid(
                id="unusual",
                caption="Those with the fewest companions first",
                columns=(
                    Column(head="Roll call"), Column(head="Day"), Column(head="Vote"),
                    Column(head="Question"), Column(head="With the member", number=True),
                ),
                lines=tuple(
                    Line(cells=(
                        row["vote"], row["date"].isoformat(), row["position"],
                        str(row["question"] or row["subject"] or ""),
                        f"{row['own_alike']} of {row['own_voted']}",
                    ))
                    for row in record.unusual
                ),
                under=(
                    (f"{len(record.unusual)} of {many}; members of the party who voted so, the member "
                    "among them. See one: hustings vote ROLL-CALL."),
                ),
            ),
        ),
    )  # fmt: skip


def _bills(record: Record) -> Section | None:
    figures = {name: figure for name, figure in record.alone.items()
               if not name.startswith("agreement")}  # fmt: skip
    if not figures:
        return None
    grids = [
        Grid(
            id="bills-counted",
            caption="Bills and resolutions of the Congress",
            columns=(Column(head="What"), Column(head="Figure", number=True)),
            lines=tuple(
                Line(cells=(SCORES[name], words.Said(figure))) for name, figure in figures.items()
            ),
        )
    ]
    if record.bills:
        more = len(record.bills) - MOST_BILLS
        grids.append(
            Grid(
                id="bills",
                caption="Bills introduced, the furthest first",
                columns=(
                    Column(head="Bill"), Column(head="Title"), Column(head="Stage"),
                    Column(head="Cosponsors", number=True),
                ),
                lines=tuple(
                    Line(cells=(row["bill"], str(row["title"] or ""), row["stage"],
                                f"{row['cosponsors']:,}"))
                    for row in record.bills[:MOST_BILLS]
                ),
                under=(f"{MOST_BILLS} of {len(record.bills)}; --json has all.",) if more > 0 else (),
            )
        )  # fmt: skip
    return Section(id="bills", title="Bills", grids=tuple(grids))


def _lead(record: Record) -> Section | None:
    if not record.after:
        return None
    lines = []
    for one in record.after:
        both = next(part for part in one.share.parts if part.measure == "joined_both")
        lines.append(
            Line(cells=(
                one.leader + (f", {one.role}" if one.role else ""), words.Said(one.share),
                words.Said(both), _said(one.among),
                f"{_percent(one.among, 'lower_quartile')} to {_percent(one.among, 'upper_quartile')}"
                if one.among is not None else None,
            ))
        )  # fmt: skip
    return Section(
        id="lead",
        title="Lead or follow",
        grids=(
            Grid(
                id="after",
                caption="Of the bills that both cosponsored, those joined on a later day",
                columns=(
                    Column(head="After whom"), Column(head="Joined after", number=True),
                    Column(head="Of bills", number=True),
                    Column(head="Place in the party, most first", number=True),
                    Column(head="Half of the party’s others", number=True),
                ),
                lines=tuple(lines),
                under=(
                    ("Bills that one of the two put in are left out. Only days are known, and none of "
                    "it says who persuaded whom: a share means little but beside the others’."),
                    "Anybody else: --after NAME.",
                ),
            ),
        ),
    )  # fmt: skip


def _career(record: Record) -> Section | None:
    if not record.career:
        return None
    heads = (("nokken_poole", "Nokken-Poole"), ("party_unity", "Party unity"),
             ("progressive_score", "Progressive"), ("share_votes_missed", "Missed"))  # fmt: skip
    return Section(
        id="career",
        title="Through the Congresses",
        charts=(lambda: career_chart(record.name, record.career),),
        grids=(
            Grid(
                id="career",
                caption="Scores in each Congress of the record",
                columns=(Column(head="Congress"),
                         *(Column(head=head, number=True) for _, head in heads)),
                lines=tuple(
                    Line(cells=(words.ordinal(one.congress),
                                *(_said(one.figures.get(key)) for key, _ in heads)))
                    for one in record.career
                ),
            ),
        ),
    )  # fmt: skip


def _committees(record: Record) -> Section | None:
    full = [one for one in record.committees if not one["parent"]]
    if not full:
        return None
    listed = "; ".join(
        str(one["name"]) + (f" ({one['title']})" if one["title"] else "") for one in full
    )
    return Section(
        id="committees",
        title="Committees",
        said=([f"In the list of {words.day_words(str(full[0]['as_of'])[:10])}: {listed}."],),
    )


def _gaps(record: Record) -> Section | None:
    if not record.gaps:
        return None
    told = dict.fromkeys(record.gaps.values())
    return Section(id="gaps", title="Not in the record", gaps=tuple(told))


def member_json(record: Record) -> dict[str, Any]:
    """Keys: name, bioguide, congress, …, scores, choices, unusual, bills, after, career, gaps."""

    def one(figure: Figure | None) -> dict[str, Any] | None:
        return figure.to_json() if figure is not None else None

    return {
        "name": record.name, "bioguide": record.bioguide, "congress": record.congress,
        "chamber": record.chamber, "party": record.party, "state": record.state,
        "district": record.district or None, "as_of": record.as_of or None,
        "sample": record.sample,
        "scores": {
            placed.name: {"order": placed.order, "score": one(placed.score),
                          "overall": one(placed.overall), "in_party": one(placed.in_party),
                          "in_state": one(placed.in_state)}
            for placed in record.placed
        },
        "figures": {name: figure.to_json() for name, figure in record.alone.items()},
        "choices": [
            {"cohort": choice.cohort, "votes": choice.votes, "absences": choice.absences,
             "rank": one(choice.rank)}
            for choice in record.choices
        ],
        "after": [
            {"leader": after.leader, "role": after.role or None, "share": one(after.share),
             "among": one(after.among)}
            for after in record.after
        ],
        "unusual": [{key: plain(value) for key, value in row.items()} for row in record.unusual],
        "bills": [{key: plain(value) for key, value in row.items()} for row in record.bills],
        "career": [
            {"congress": year.congress,
             "figures": {name: figure.to_json() for name, figure in year.figures.items()}}
            for year in record.career
        ],
        "committees": plain(record.committees),
        "gaps": record.gaps,
    }  # fmt: skip
