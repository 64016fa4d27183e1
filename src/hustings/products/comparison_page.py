"""The page of `hustings compare`: words, tables and the chart around the figures of `Comparison`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.products import words
from hustings.products.charts.apart import apart_chart
from hustings.products.layout import Column, Grid, Line, Page, Section
from hustings.products.member_words import party_members

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.comparison import Apart, Compared, Comparison, Joined

#: Lines of a list on the page; --json has all.
MOST: Final = 25
MOST_BILLS: Final = 15
HEADS: Final = {
    "party_unity": "Party unity",
    "share_votes_missed": "Votes missed",
    "progressive_score": "Progressive score",
    "progressive_rank": "Place by it, all of the chamber",
    "ideal_point": "DW-NOMINATE, first dimension",
    "ideal_point_rank": "Place by it, from the left",
    "bills_sponsored": "Bills introduced",
    "cosponsorships": "Bills cosponsored",
    "share_led": "Share of bills led",
}
LED = (
    "Led: as the sponsor, or as a cosponsor from the day of introduction. Who persuaded whom the "
    "record cannot say."
)


def comparison_page(found: Comparison) -> Page:
    """The page, for terminal, Markdown and HTML."""
    one, two = found.members
    order = "" if found.order == "closest" else f" --order {found.order}"
    return Page(
        kicker=f"{words.ordinal(found.congress)} Congress",
        title=f"{one.label} and {two.label}",
        about="Two members compared",
        command=f"hustings compare {one.bioguide} {two.bioguide} --congress {found.congress}{order}",
        lede=tuple(_lede(found)),
        sections=(_scores(found), _differed(found), _bills(found)),
        sample=found.sample,
        names={each.bioguide: each.name for each in found.members},
    )


def _lede(found: Comparison) -> list[words.Sentence]:
    one, two = found.members
    if found.agreement is None or found.common is None or found.differed is None:
        none = f"There is no roll call in which {one.name} and {two.name} both voted"
        if one.chamber != two.chamber:
            none += f": one sat in the {one.chamber}, the other in the {two.chamber}"
        return [[f"{none}."]]
    through = words.day_words(found.agreement.as_of)
    said: words.Sentence = [
        f"{one.name} and {two.name} voted alike in ", words.Said(found.agreement), " of the ",
        words.Said(found.common), " roll calls in which both voted yea or nay, and differed in ",
        words.Said(found.differed), f" (record as of {through}).",
    ]  # fmt: skip
    made = [said]
    if found.joined and one.joined_after and two.joined_after:
        made.append(_joined(found, found.joined, one.joined_after, two.joined_after))
    return made


def _joined(found: Comparison, both: Figure, after: Figure, before: Figure) -> words.Sentence:
    """On how many common bills each came later; the share of each, and what is level."""
    one, two = found.members
    level = int(both.detail.get("same_day", 0))
    return [
        "Both cosponsored ", words.Said(both), (f" bills of others. {one.name} joined later than "
        f"{two.name} on "), words.Said(after), f" of them, {two.name} later on ",
        words.Said(before), f"; on {level:,} both signed on one day.",
    ]  # fmt: skip


def _base_rates(found: Comparison) -> list[words.Sentence]:
    """How often members of the own party come after the other one: what a share alone lacks."""
    made: list[words.Sentence] = []
    for each, other in (found.members, found.members[::-1]):
        rank, share = each.joined_rank, each.joined_after
        middle = rank.detail.get("median") if rank else None
        if rank is None or share is None or middle is None:
            continue
        made.append([
            f"{each.name} joined after {other.name} on ", words.Said(share), ", ",
            words.Said(rank), (f" {party_members(each.party)} from the highest; the middle one of "
            f"the others did on {100 * float(middle):.1f}%."),
        ])  # fmt: skip
    return made


def _scores(found: Comparison) -> Section:
    lines = [
        Line(cells=(HEADS[measure], *(_said(each, measure) for each in found.members)))
        for measure in HEADS
        if any(measure in each.figures for each in found.members)
    ]
    gaps = () if found.bills_loaded else (_no_bills(found),)
    return Section(
        id="beside",
        title="Beside each other",
        grids=(
            Grid(
                id="scores",
                caption=f"In the {words.ordinal(found.congress)} Congress",
                columns=(Column(head="Measure"),
                         *(Column(head=each.name, number=True) for each in found.members)),
                lines=tuple(lines),
                under=(LED,) if found.bills_loaded else (),
            ),
        )
        if lines
        else (),
        gaps=gaps,
    )  # fmt: skip


def _said(each: Compared, measure: str) -> words.Said | None:
    figure = each.figures.get(measure)
    return None if figure is None else words.Said(figure)


def _no_bills(found: Comparison) -> str:
    return (
        f"The record has no bills of the {words.ordinal(found.congress)} Congress: who led and who "
        f"followed is not known. Load them with: hustings fetch bill bill={found.congress}-hr1"
    )


def _differed(found: Comparison) -> Section:
    shown = found.apart[:MOST]
    how = "the closest first" if found.order == "closest" else "the oldest first"
    under = []
    if len(found.apart) > len(shown):
        under.append(
            f"{len(shown)} of {len(found.apart):,}; all are in --json. By day: --order date."
            if found.order == "closest"
            else f"{len(shown)} of {len(found.apart):,}; all are in --json."
        )
    if not found.apart:
        return Section(
            id="differed", title="Where they differed",
            said=([("In no roll call in which both voted." if found.agreement
                    else "There is none in which both voted.")],),
        )  # fmt: skip
    return Section(
        id="differed",
        title="Where they differed",
        charts=(lambda: apart_chart(found),),
        grids=(
            Grid(
                id="differences",
                caption=f"Roll calls with one yea and one nay of the two, {how}",
                columns=(Column(head="Roll call, question and result"),
                         *(Column(head=_last(each.name)) for each in found.members)),
                lines=tuple(_line(one) for one in shown),
                under=(*under, f"Each in full: hustings vote {shown[0].vote}"),
            ),
            _months(found),
        ),
    )  # fmt: skip


def _last(name: str) -> str:
    """The last word of a name that is no Jr., for the head of a narrow column."""
    return name.split(",")[0].split()[-1]


#: Letters of a question in a table; the roll call's own page has all of it.
LONGEST: Final = 110


def _line(one: Apart) -> Line:
    asked = one.question
    if len(asked) > LONGEST:
        asked = f"{asked[: LONGEST - 2].rstrip()}…"
    bill = f" ({one.bill})" if one.bill else ""
    outcome = f"{one.result or 'Yeas and nays'} {one.yeas}–{one.nays}"
    day = words.day_words(one.date.isoformat())
    return Line(cells=(f"{one.vote}, {day}. {asked}{bill}: {outcome}", *one.votes))


def _months(found: Comparison) -> Grid:
    return Grid(
        id="months",
        caption="By month",
        columns=(Column(head="Month"), Column(head="Both voted", number=True),
                 Column(head="Differed", number=True)),
        lines=tuple(
            Line(cells=(f"{one.first:%B %Y}", f"{one.common:,}", f"{one.apart:,}"))
            for one in found.months
        ),
    )  # fmt: skip


def _bills(found: Comparison) -> Section:
    title = "Bills that both cosponsored"
    if not found.bills:
        none = "There is none, those that one of the two introduced left out."
        gap = none if found.bills_loaded else _no_bills(found)
        return Section(id="bills", title=title, gaps=(gap,))
    shown = found.bills[:MOST_BILLS]
    one, two = found.members
    under = ["Bills that one of the two introduced are left out. Only days are known."]
    if len(found.bills) > len(shown):
        under.append(f"{len(shown)} of {len(found.bills):,}; all are in --json.")
    return Section(
        id="bills",
        title=title,
        said=tuple(_base_rates(found)),
        grids=(
            Grid(
                id="joined",
                caption="Who signed first, those with the most days between first",
                columns=(Column(head="Bill"), Column(head="Title"),
                         Column(head=_last(one.name), number=True),
                         Column(head=_last(two.name), number=True), Column(head="First"),
                         Column(head="Days between", number=True)),
                lines=tuple(_bill(found, each) for each in shown),
                under=tuple(under),
            ),
        ),
    )  # fmt: skip


def _bill(found: Comparison, each: Joined) -> Line:
    first = "one day" if not each.apart else _last(found.members[each.apart < 0].name)
    title = each.title if len(each.title) <= 90 else f"{each.title[:88].rstrip()}…"
    days = (day.isoformat() for day in each.days)
    return Line(cells=(each.bill, title, *days, first, f"{abs(each.apart):,}"))


def comparison_json(found: Comparison) -> dict[str, Any]:
    """Keys: congress, members, agreement, …, differences, months, bills; all rows of each list."""

    def one(figure: Figure | None) -> dict[str, Any] | None:
        return figure.to_json() if figure else None

    return {
        "congress": found.congress, "sample": found.sample,
        "members": [
            {"bioguide": each.bioguide, "name": each.name, "party": each.party or None,
             "seat": each.seat or None,
             **{measure: one(each.figures.get(measure)) for measure in HEADS},
             "share_joined_after": one(each.joined_after),
             "share_joined_after_rank": one(each.joined_rank)}
            for each in found.members
        ],
        "agreement": one(found.agreement), "votes_in_common": one(found.common),
        "votes_apart": one(found.differed),
        "order": found.order,
        "differences": [
            {"vote": each.vote, "date": each.date.isoformat(), "question": each.question,
             "bill": each.bill or None, "first": each.votes[0], "second": each.votes[1],
             "result": each.result or None, "yeas": each.yeas, "nays": each.nays}
            for each in found.apart
        ],
        "months": [
            {"month": f"{each.first:%Y-%m}", "in_common": each.common, "apart": each.apart}
            for each in found.months
        ],
        "joined_both": one(found.joined),
        "bills": [
            {"bill": each.bill, "title": each.title or None, "first": each.days[0].isoformat(),
             "second": each.days[1].isoformat(), "days_between": each.apart}
            for each in found.bills
        ],
    }  # fmt: skip
