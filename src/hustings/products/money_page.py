"""The page of `hustings money`, and the parts of it that the dossier shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.products import words
from hustings.products.backed import UNDER, spending_columns, spending_lines
from hustings.products.cells import amount, round_words
from hustings.products.charts.money import rest_of_receipts, sources_chart
from hustings.products.charts.outside import Spent, outside_chart
from hustings.products.charts.results import FAMILIES
from hustings.products.charts.timeline import Course as Line_
from hustings.products.charts.timeline import timeline_chart
from hustings.products.layout import Column, Grid, Line, Page, Section
from hustings.products.race_money import FEW_PACS, OutsidePart, PacPart, RaceMoney

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.charts.base import Chart
    from hustings.products.dossier import Dossier, MoneyPart

AMOUNTS = (
    ("receipts", "Raised"), ("receipts_from_individuals", "Individuals"),
    ("receipts_unitemized", "of it unitemised"), ("receipts_from_pacs", "PACs"),
    ("receipts_from_parties", "Parties"), ("receipts_from_candidate", "Own gifts, loans"),
    ("receipts_other", "Other"), ("disbursements", "Spent"), ("cash_on_hand", "Cash at the end"),
)  # fmt: skip
SHARES = (
    ("share_from_pacs", "From PACs and other committees"),
    ("share_from_individuals", "From individuals"),
    ("share_small_dollar", "Unitemised (small-dollar)"),
    ("share_not_small_dollar", "All but unitemised"),
)


CONFUSED = (
    "Two shares are easily taken for one. “From PACs” is what PACs and other committees gave. “All "
    "but unitemised” is everything except gifts of people who gave 200 dollars or less in all: "
    "PACs, larger gifts of people, transfers, loans and the rest."
)


def money_page(found: RaceMoney) -> Page:
    """The page, for terminal, Markdown and HTML."""
    race = found.race
    sections = [
        _shares(found),
        _sources(found),
        *_pacs(found),
        _outside(found.outside),
        _time(found),
        _gaps(found),
    ]
    return Page(
        kicker=words.seat_name(race.district),
        title=f"The money of {race.district}, {race.cycle}",
        about="The money of a race",
        command=f"hustings money {race.district} --cycle {race.cycle}",
        lede=tuple(_lede(found)),
        sections=tuple(one for one in sections if one is not None),
        as_of=found.as_of,
        sample=found.sample,
        names={
            **{one.candidate_id: one.name for one in found.money},
            **{giver.key: giver.name for part in found.pacs for giver in part.givers.parts},
        },
    )


def _lede(found: RaceMoney) -> list[words.Sentence]:
    """Of the two who raised most: how much, and the two shares that are easily taken for one."""
    made = []
    for one in [part for part in found.money if "receipts" in part.figures][:2]:
        raised = one.figures["receipts"]
        sentence: words.Sentence = [f"{one.name} raised ", words.Said(raised),
                                    f" (through {words.day_words(one.as_of)})"]  # fmt: skip
        pacs = one.figures.get("share_from_pacs")
        if pacs:
            sentence += [": ", words.Said(pacs), " of it came from PACs and other committees"]
        large = one.figures.get("share_not_small_dollar")
        if large:
            sentence += [", and " if pacs else ": ", words.Said(large),
                         " from everything except small-dollar (unitemised) gifts"]  # fmt: skip
        made.append([*sentence, "."])
    if found.outside:
        made.append(spent_sentence(found.outside))
    return made


def spent_sentence(part: OutsidePart) -> words.Sentence:
    """What was spent from outside, for and against apart, reports and notices apart."""
    totals = part.totals
    said: words.Sentence = ["Spending from outside, in periodic reports: "]
    pieces = [("oppose", "against candidates"), ("support", "for candidates")]
    told = [(totals[name], way) for name, way in pieces if name in totals]
    if not told:
        said = ["Spending from outside: none in periodic reports"]
    for place, (figure, way) in enumerate(told):
        said += [" and " if place else "", words.Said(figure), f" {way}"]
    later = [(totals[f"{name}_unconfirmed"], way) for name, way in pieces
             if f"{name}_unconfirmed" in totals]  # fmt: skip
    for place, (figure, way) in enumerate(later):
        said += [" and " if place else "; in notices that no report has yet: ",
                 words.Said(figure), f" {way}"]  # fmt: skip
    return [*said, "."]


def _shares(found: RaceMoney) -> Section | None:
    told = [one for one in found.money if "share_from_pacs" in one.figures]
    if not told:
        return None
    shown = [(name, head) for name, head in SHARES if any(name in one.figures for one in told)]
    lines = [
        Line(cells=(one.name, *(_share(one.figures.get(name)) for name, _ in shown)))
        for one in told
    ]
    said: list[words.Sentence] = [[CONFUSED]]
    return Section(
        id="shares",
        title="Whose share is it?",
        said=tuple(said),
        grids=(
            Grid(
                id="shares-table",
                caption="Shares of all receipts",
                columns=(Column(head="Candidate"),
                         *(Column(head=head, number=True) for _, head in shown)),
                lines=tuple(lines),
                under=("A dash: not in the record. Shares overlap, so they do not add up to all.",),
            ),
        ),
    )  # fmt: skip


def _share(figure: Figure | None) -> words.Said | None:
    return words.Said(figure) if figure else None


def _sources(found: RaceMoney) -> Section | None:
    told = [one for one in found.money if "receipts" in one.figures]
    if not told:
        return None
    rows = [{**one.figures, **_rest(one)} for one in told]
    shown = [(name, head) for name, head in AMOUNTS if any(name in row for row in rows)]
    lines = [
        Line(cells=(head, *(amount(row.get(name)) for row in rows[:4])))
        for name, head in shown
        if any(row.get(name) is not None and row[name].value for row in rows[:4])
        or name in {"receipts", "receipts_from_pacs", "receipts_from_individuals"}
    ]
    grids = [
        Grid(
            id="sources-table",
            caption="What the candidates’ committees reported, whole dollars",
            columns=(
                Column(head="Line"),
                *(Column(head=one.name, number=True) for one in told[:4]),
            ),
            lines=tuple(lines),
            under=tuple(_others_said(told)),
        )
    ]
    return Section(
        id="sources",
        title="Where it came from",
        charts=(lambda: sources_chart(found.money, found.race.cycle),),
        grids=tuple(grids),
    )


def _rest(one: MoneyPart) -> dict[str, Figure]:
    rest = rest_of_receipts(one)
    return {} if rest is None else {"receipts_other": rest}


def _others_said(told: list[MoneyPart]) -> list[str]:
    days: dict[str, list[str]] = {}
    for one in told[:4]:
        days.setdefault(words.day_words(one.as_of), []).append(one.name)
    whom = [f"{day} ({', '.join(people)})" for day, people in days.items()]
    said = [f"Through {next(iter(days)) if len(days) == 1 else '; '.join(whom)}."]
    if len(told) > 4:
        said.append(f"The four who raised most of {len(told)}; the shares above have all.")
    return said


def kinds_grid(pacs: tuple[PacPart, ...], found: tuple[MoneyPart, ...]) -> Grid:
    """PACs by kind, a column for each candidate; then what the candidate reported, and the rest."""
    order = dict.fromkeys(share.key for part in pacs for share in part.kinds)
    names = {share.key: share.name for part in pacs for share in part.kinds}

    def cell(part: PacPart, kind: str) -> words.Said | None:
        return next((amount(one.figure) for one in part.kinds if one.key == kind), None)

    lines = [
        Line(cells=(names[kind], *(cell(part, kind) for part in pacs))) for kind in order
    ]  # fmt: skip
    lines.append(
        Line(cells=("All that PACs itemised", *(amount(part.total) for part in pacs)), kind="total")
    )
    reported = {one.candidate_id: one.figures.get("receipts_from_pacs") for one in found}
    lines.append(
        Line(cells=("Reported by the candidate (line 11c)",
                    *(amount(reported.get(part.candidate_id)) for part in pacs)), kind="rest")
    )  # fmt: skip
    lines.append(
        Line(cells=("Reported, and in no row here", *(amount(part.unlisted) for part in pacs)),
             kind="rest")
    )  # fmt: skip
    days = sorted({part.total.as_of for part in pacs})
    through = f", as of {words.day_words(days[-1])}" if days else ""
    return Grid(
        id="pac-kinds",
        caption=f"Gifts of PACs by kind, from the PACs’ own rows{through}, whole dollars",
        columns=(Column(head="Kind"), *(Column(head=part.name, number=True) for part in pacs)),
        lines=tuple(lines),
        under=(
            "The kind is the PAC’s own registration. Gifts of parties are not in it.",
        ),
    )  # fmt: skip


def givers_grid(part: PacPart, most: int) -> Grid:
    """The PACs that gave one candidate most, and all others."""
    from hustings.products.sums import others

    shown = part.givers.parts[:most]
    lines = [Line(cells=(one.name, one.about, amount(one.figure))) for one in shown]
    rest = (
        part.givers.rest
        if len(shown) == len(part.givers.parts)
        else others(part.total, [one.figure for one in shown], "Gifts that PACs itemised")
    )
    if rest is not None:
        lines.append(Line(cells=("All others", "", amount(rest)), kind="rest"))
    lines.append(Line(cells=("All of it", "", amount(part.total)), kind="total"))
    return Grid(
        id=f"pacs-{part.candidate_id}",
        caption=f"PACs that gave {part.name} most, whole dollars",
        columns=(Column(head="PAC"), Column(head="Kind"),
                 Column(head="Amount", number=True, bar=True)),
        lines=tuple(lines),
    )  # fmt: skip


def _pacs(found: RaceMoney) -> list[Section]:
    if not found.pacs:
        return []
    return [
        Section(
            id="pacs",
            title="PACs",
            grids=(
                kinds_grid(found.pacs[:4], found.money),
                *(givers_grid(part, len(part.givers.parts)) for part in found.pacs),
            ),
        )
    ]


def outside_grid(part: OutsidePart) -> Grid:
    """Each spender, candidate and round; for and against apart, notices apart."""
    return Grid(
        id="outside-lines",
        caption="Spent from outside, by spender, candidate and round, whole dollars",
        columns=spending_columns(("Spender", "Candidate")),
        lines=tuple(spending_lines(part.lines, ("spender_words", "candidate"))),
        under=UNDER,
    )


def outside_bars(part: OutsidePart) -> Chart | None:
    """Bars from the centre line, rounds apart, by spender and candidate."""
    rounds = dict.fromkeys(one.round for one in part.lines)
    lines = [
        Spent(
            group=round_words(voting),
            label=f"{one.candidate.split()[-1]}: {one.spender_words}",
            against=one.against,
            support=one.support,
        )
        for voting in sorted(rounds, key=_place)
        for one in part.lines
        if one.round == voting
    ]
    return outside_chart(
        lines,
        name="outside-bars",
        title="Outside spending: against to the left, for to the right",
        note="Dollars in periodic reports; each line is a candidate’s name and who spent.",
    )


def _place(name: str) -> tuple[int, str]:
    order = ("primary", "general", "special", "runoff")
    return (order.index(name) if name in order else len(order), name)


def _outside(part: OutsidePart | None) -> Section | None:
    if part is None:
        return None
    return Section(
        id="outside",
        title="Outside spending",
        said=(spent_sentence(part),),
        charts=(lambda: outside_bars(part),),
        grids=(outside_grid(part),),
    )


def depth_grids(dossier: Dossier) -> list[Grid]:
    """What the dossier shows of the money's depth: PACs by kind, the largest, outside spending."""
    grids = []
    if dossier.pacs:
        grids.append(kinds_grid(dossier.pacs[:4], dossier.money))
        grids += [givers_grid(part, FEW_PACS) for part in dossier.pacs[:2]]
    if dossier.outside:
        grids.append(outside_grid(dossier.outside))
    return grids


def _time(found: RaceMoney) -> Section | None:
    told = [one for one in found.courses if len(one.points) > 1]
    if not told:
        return None
    lines = [
        Line(cells=(one.name, words.day_words(day.isoformat()), amount(figure)))
        for one in told
        for day, figure in one.points
    ]
    return Section(
        id="time",
        title="Over time",
        charts=(lambda: _time_chart(told),),
        grids=(
            Grid(
                id="time-table",
                caption="Raised through the day that the totals cover, whole dollars",
                columns=(Column(head="Candidate"), Column(head="Through"),
                         Column(head="Raised", number=True, bar=True)),
                lines=tuple(lines),
                under=("As of each file of totals that the record has.",),
            ),
        ),
    )  # fmt: skip


def _time_chart(told: list[Any]) -> Chart | None:
    taken: dict[str, int] = {}
    lines = []
    for one in told:
        family = FAMILIES.get(one.party, "oth")
        taken[family] = taken.get(family, 0) + 1
        if taken[family] > 2:  # a third shade is too pale for a line
            continue
        lines.append(Line_(name=one.name, colour=f"{family}-{taken[family]}", points=one.points))
    return timeline_chart(
        lines,
        name="time-lines",
        title="Raised over time",
        note="Dollars, cumulative; a dot for each day that the totals cover.",
    )


def _gaps(found: RaceMoney) -> Section | None:
    if not found.gaps:
        return None
    return Section(id="gaps", title="Not in the record", gaps=found.gaps)


def money_json(found: RaceMoney) -> dict[str, Any]:
    """Keys: race, cycle, as_of, sample, candidates, pacs, outside, over_time, gaps."""
    return {
        "race": found.race.district,
        "cycle": found.race.cycle,
        "as_of": found.as_of or None,
        "sample": found.sample,
        "candidates": [
            {"name": one.name, "party": one.party, "candidate_id": one.candidate_id,
             "as_of": one.as_of,
             "figures": {name: figure.to_json() for name, figure in one.figures.items()}}
            for one in found.money
        ],
        "pacs": [pacs_json(part) for part in found.pacs],
        "outside": outside_json(found.outside),
        "over_time": [
            {"name": one.name, "party": one.party,
             "points": [{"through": day.isoformat(), "receipts": figure.to_json()}
                        for day, figure in one.points]}
            for one in found.courses
        ],
        "gaps": list(found.gaps),
    }  # fmt: skip


def pacs_json(part: PacPart) -> dict[str, Any]:
    """What PACs gave a candidate: total, kinds, givers, others, unlisted."""
    return {
        "candidate_id": part.candidate_id,
        "name": part.name,
        "total": part.total.to_json(),
        "kinds": [{"kind": one.key, "name": one.name, "figure": one.figure.to_json()}
                  for one in part.kinds],
        "givers": [{"committee_id": one.key, "name": one.name, "kind": one.about,
                    "figure": one.figure.to_json()} for one in part.givers.parts],
        "others": part.givers.rest.to_json() if part.givers.rest else None,
        "unlisted": part.unlisted.to_json() if part.unlisted else None,
    }  # fmt: skip


def outside_json(part: OutsidePart | None) -> dict[str, Any] | None:
    """Outside spending of a race: totals and lines."""

    def one(figure: Figure | None) -> Any:
        return figure.to_json() if figure else None

    if part is None:
        return None
    return {
        "totals": {name: figure.to_json() for name, figure in part.totals.items()},
        "lines": [
            {"spender_id": b.spender_id, "spender": b.spender, "candidate_id": b.candidate_id,
             "candidate": b.candidate, "round": b.round or None, "oppose": one(b.against),
             "support": one(b.support), "oppose_unconfirmed": one(b.against_noticed),
             "support_unconfirmed": one(b.support_noticed)}
            for b in part.lines
        ],
    }  # fmt: skip
