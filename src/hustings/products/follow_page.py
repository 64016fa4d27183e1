"""The page of `hustings follow`: words, tables and charts around the figures of `follow.Follow`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.products import words
from hustings.products.backed import UNDER, spending_columns, spending_lines
from hustings.products.cells import amount, round_words
from hustings.products.charts.flow import Bank, flow_chart
from hustings.products.charts.outside import Spent, outside_chart
from hustings.products.charts.timeline import Course, timeline_chart
from hustings.products.layout import Column, Grid, Line, Page, Section
from hustings.products.sums import usd

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.products.backed import Backed
    from hustings.products.charts.base import Chart
    from hustings.products.follow import Follow, Group, Share

WITHIN = (
    "What one of them passed to another is left out of the streams on both sides; the totals of the "
    "reports hold it."
)
LAW = (
    "Names of contributors may not be used for soliciting or for commercial purposes "
    "(52 USC 30111(a)(4))."
)


def follow_page(follow: Follow) -> Page:
    """The page, for terminal, Markdown and HTML."""
    subject = follow.subject
    sections = [
        _streams(follow),
        _reported(follow),
        _sources(follow),
        _gifts(follow),
        _outside(follow),
        _members(follow),
        _gaps(follow),
    ]
    option = f"'{subject.id}'" if " " in subject.id else subject.id
    return Page(
        kicker=f"{_what(follow)}, {follow.cycle} cycle",
        title=f"Follow the money: {subject.name}",
        about="Where the money came from and where it went",
        command=f"hustings follow {option} --cycle {follow.cycle}",
        lede=tuple(_lede(follow)),
        sections=tuple(one for one in sections if one is not None),
        as_of=follow.as_of,
        sample=follow.sample,
        names=_names(follow),
    )


def _what(follow: Follow) -> str:
    subject = follow.subject
    if subject.kind == "committee":
        return f"Committee {subject.id}"
    return f"Network of {len(subject.committees)} committees"


def _names(follow: Follow) -> dict[str, str]:
    found = {follow.subject.id: follow.subject.name}
    found.update({one.candidate_id: one.candidate for one in follow.outside})
    found.update({one.key: one.name for one in follow.candidates.parts})
    return found


def _lede(follow: Follow) -> list[words.Sentence]:
    name, cycle = follow.subject.name, follow.cycle
    taken = follow.reported.get("committee_receipts")
    spent = follow.reported.get("committee_spending")
    made: list[words.Sentence] = []
    if taken and spent:
        through = str(taken.detail.get("coverage_end") or taken.as_of)
        made.append([f"{name} took in ", words.Said(taken), " and paid out ", words.Said(spent),
                     f" in the {cycle} cycle (through {words.day_words(through)})."])  # fmt: skip
    elif follow.into.total or follow.out.total:
        sentence: words.Sentence = [f"{name}: "]
        if follow.into.total:
            sentence += [words.Said(follow.into.total), " taken in"]
        if follow.out.total:
            sentence += [" and " if follow.into.total else "", words.Said(follow.out.total),
                         " paid out"]  # fmt: skip
        made.append([*sentence, f" in the {cycle} cycle, in the rows that the record has."])
    if follow.outside_totals:
        made.append(_spent(follow))
    elif follow.reported.get("reported_independent_expenditures"):
        figure = follow.reported["reported_independent_expenditures"]
        if usd(figure):
            made.append(["Of what it paid out, ", words.Said(figure),
                         " was spent for or against candidates, by its own reports."])  # fmt: skip
    given = follow.candidates.total
    if given is not None:
        made.append(["It gave candidates ", words.Said(given), " of its own, in the itemised rows",
                     *_first(follow.parties)])  # fmt: skip
    return made


def _first(group: Group) -> words.Sentence:
    """To whom most of it went, by party."""
    if not group.parts:
        return ["."]
    said: words.Sentence = []
    for place, one in enumerate(group.parts[:2]):
        party = words.PARTY_WORDS.get(one.key, one.key)
        said += [
            ", " if place == 0 else " and ",
            words.Said(one.figure),
            f" of it to {party} candidates",
        ]
    return [*said, "."]


def _spent(follow: Follow) -> words.Sentence:
    totals = follow.outside_totals
    said: words.Sentence = ["In periodic reports it spent "]
    against, support = totals.get("oppose"), totals.get("support")
    if against:
        said += [words.Said(against), " against candidates"]
    if support:
        said += [" and " if against else "", words.Said(support), " for candidates"]
    if not against and not support:
        said = ["No periodic report in the record has spending for or against candidates"]
    later = [
        (totals.get("oppose_unconfirmed"), "against"),
        (totals.get("support_unconfirmed"), "for"),
    ]
    notices = [(one, way) for one, way in later if one]
    for place, (one, way) in enumerate(notices):
        said += ["; " if place == 0 else " and ", words.Said(one), f" {way}"]
    if notices:
        said.append(" stand in notices that no report has yet")
    return [*said, "."]


def _streams(follow: Follow) -> Section | None:
    if not follow.into.streams and not follow.out.streams:
        return None
    whole = (
        "by name, from itemised rows that count each dollar once",
        "by the lines of its reports, as the record has no rows of it, or rows of less than half",
    )
    said = [
        f"Money {way} is shown {whole[0] if by_rows else whole[1]}{_through(bank)}."
        for way, bank, by_rows in zip(
            ("in", "out"), (follow.into, follow.out), follow.by_rows, strict=True
        )
        if bank.streams
    ]
    return Section(
        id="streams",
        title="Where it came from, where it went",
        said=([" ".join(said)],),
        charts=(lambda: _chart(follow),),
        grids=tuple(
            grid
            for grid in (
                _bank("in", "Money in, whole dollars", "From", follow.into,
                      (LAW,) if follow.by_rows[0] else ()),
                _bank("out", "Money out, whole dollars", "To", follow.out, ()),
            )
            if grid.lines
        ),
    )  # fmt: skip


def _through(bank: Bank) -> str:
    """The day through which a side speaks: rows and reports need not end together."""
    day = bank.total.as_of if bank.total else ""
    return f" (as of {words.day_words(day)})" if day else ""


def _chart(follow: Follow) -> Chart | None:
    return flow_chart(
        follow.subject.name,
        follow.into,
        follow.out,
        title=f"The money of {follow.subject.name}, {follow.cycle} cycle",
        note="Dollars; the height of a stream is its amount, on one scale. Sums of nought or less "
        "are in the table alone.",
    )


def _bank(name: str, caption: str, head: str, bank: Bank, under: tuple[str, ...]) -> Grid:
    lines = [
        Line(cells=(one.name, amount(one.figure)),
             kind="rest" if one.name == "All others" else "")
        for one in bank.streams
    ]  # fmt: skip
    if bank.total is not None and lines:
        lines.append(Line(cells=("All of it", amount(bank.total)), kind="total"))
    return Grid(
        id=f"streams-{name}",
        caption=caption,
        columns=(Column(head=head), Column(head="Amount", number=True, bar=True)),
        lines=tuple(lines),
        under=under,
    )


def _reported(follow: Follow) -> Section | None:
    from hustings.products.follow import LINES_IN, LINES_OUT

    held = follow.reported
    if not held:
        return None
    order = [("committee_receipts", "Taken in"), *((n, f"  {w}") for n, _, w in LINES_IN),
             ("committee_spending", "Paid out"), *((n, f"  {w}") for n, _, w in LINES_OUT),
             ("reported_cash", "Cash at the end")]  # fmt: skip
    lines = [
        Line(cells=(label, amount(held[name])))
        for name, label in order
        if name in held and (usd(held[name]) or not label.startswith("  "))
    ]
    first = next(iter(held.values()))
    through = words.day_words(str(first.detail.get("coverage_end") or first.as_of))
    return Section(
        id="reported",
        title="As reported",
        grids=(
            Grid(
                id="reported-lines",
                caption=f"Totals of the reports through {through}, whole dollars",
                columns=(Column(head="Line"), Column(head="Amount", number=True, bar=True)),
                lines=tuple(lines),
            ),
        ),
    )


def _sources(follow: Follow) -> Section | None:
    grids = []
    if follow.sources.parts:
        grids.append(_group("sources", "Itemised receipts by kind of giver, whole dollars", "From",
                            follow.sources.parts, follow.sources))  # fmt: skip
    if follow.payments.parts:
        grids.append(_group("payments", "Itemised payments by kind, whole dollars", "For",
                            follow.payments.parts, follow.payments))  # fmt: skip
    if len(follow.over_time) > 1:
        grids.append(
            Grid(
                id="over-time",
                caption="Itemised receipts through the end of each month, whole dollars",
                columns=(Column(head="Through"), Column(head="Taken in", number=True, bar=True)),
                lines=tuple(
                    Line(cells=(words.day_words(day.isoformat()), amount(figure)))
                    for day, figure in follow.over_time
                ),
            )
        )
    if not grids:
        return None
    return Section(
        id="kinds",
        title="By kind, and over time",
        charts=(lambda: _time(follow),),
        grids=tuple(grids),
    )


def _time(follow: Follow) -> Chart | None:
    return timeline_chart(
        [Course(name="Taken in", colour="individuals", points=follow.over_time)],
        name="time",
        title="Itemised receipts over time",
        note="Dollars, cumulative, at the end of each month; from dated rows.",
    )


def _group(
    name: str, caption: str, head: str, parts: tuple[Share, ...], group: Group,
    about: str = "",
) -> Grid:  # fmt: skip
    columns = [Column(head=head), Column(head="Amount", number=True, bar=True)]
    if about:
        columns.insert(1, Column(head=about))

    def line(first: str, figure: Figure | None, more: str, kind: Any = "") -> Line:
        cells = (first, more, amount(figure)) if about else (first, amount(figure))
        return Line(cells=cells, kind=kind)

    lines = [line(one.name, one.figure, one.about) for one in parts]
    if group.rest is not None:
        lines.append(line("All others", group.rest, "", "rest"))
    if group.total is not None and len(lines) > 1:
        lines.append(line("All of it", group.total, "", "total"))
    return Grid(id=name, caption=caption, columns=tuple(columns), lines=tuple(lines))


def _gifts(follow: Follow) -> Section | None:
    if follow.candidates.total is None:
        return None
    from dataclasses import replace

    parties = tuple(
        replace(one, name=words.PARTY_WORDS.get(one.key, one.key).capitalize())
        for one in follow.parties.parts
    )
    rounds = tuple(replace(one, name=round_words(one.key)) for one in follow.rounds.parts)
    return Section(
        id="gifts",
        title="Gifts to candidates",
        said=(["All gifts to candidates, less what was taken back: ",
               words.Said(follow.candidates.total), "."],),
        grids=(
            _group("gifts-party", "By party, whole dollars", "Party", parties, follow.parties),
            _group("gifts-round", "By election, as the giver marked it, whole dollars", "Election",
                   rounds, follow.rounds),
            _group("gifts-seat", "By race, whole dollars", "Race", follow.seats.parts, follow.seats),
            _group("gifts-candidate", "By candidate, whole dollars", "Candidate",
                   follow.candidates.parts, follow.candidates, "Party, race"),
        ),
    )  # fmt: skip


def _outside(follow: Follow) -> Section | None:
    if not follow.outside and not follow.outside_totals:
        return None
    lines = spending_lines(follow.outside, ("candidate_words", "district"))
    suspect = follow.outside_totals.get("suspect")
    said: tuple[words.Sentence, ...] = ()
    if suspect is not None:
        said = (["Set apart as suspect, and in none of these sums: ", words.Said(suspect), "."],)
    return Section(
        id="outside",
        title="Outside spending",
        said=said,
        charts=(lambda: _outside_chart(follow.outside),),
        grids=(
            Grid(
                id="outside-lines",
                caption="Spent for and against candidates, by race and round, whole dollars",
                columns=spending_columns(("Candidate", "Race")),
                lines=tuple(lines),
                under=UNDER,
            ),
        )
        if lines
        else (),
    )


def _outside_chart(backed: tuple[Backed, ...]) -> Chart | None:
    order = sorted({one.round for one in backed}, key=lambda name: (not name, name), reverse=True)
    lines = [
        Spent(
            group=round_words(one.round),
            label=f"{one.candidate}{f', {one.district}' if one.district else ''}",
            against=one.against,
            support=one.support,
        )
        for name in order
        for one in backed
        if one.round == name
    ]
    return outside_chart(
        lines,
        name="outside-bars",
        title="Against to the left, for to the right",
        note="Dollars in periodic reports, by candidate, rounds apart.",
    )


def _members(follow: Follow) -> Section | None:
    if follow.subject.kind != "network":
        return None
    return Section(
        id="members",
        title="The committees of the network",
        said=([WITHIN],),
        grids=(
            Grid(
                id="members-list",
                caption="Committees counted as one",
                columns=(Column(head="Committee"), Column(head="FEC id")),
                lines=tuple(Line(cells=(name, one)) for one, name in follow.subject.committees),
            ),
        ),
    )  # fmt: skip


def _gaps(follow: Follow) -> Section | None:
    if not follow.gaps:
        return None
    return Section(id="gaps", title="Not in the record", gaps=follow.gaps)


def follow_json(follow: Follow) -> dict[str, Any]:
    """Keys: committee or network, name, cycle, as_of, sample, reported, in, out, kinds, payments,
    gifts, outside, outside_totals, over_time, gaps; every number a whole figure."""

    def one(figure: Figure | None) -> Any:
        return figure.to_json() if figure else None

    def bank(side: Bank, by_rows: bool) -> dict[str, Any]:
        return {
            "total": one(side.total),
            "from_rows": by_rows,
            "streams": [{"name": s.name, "kind": s.kind, "figure": one(s.figure)}
                        for s in side.streams],
        }  # fmt: skip

    def group(found: Group) -> dict[str, Any]:
        return {
            "total": one(found.total),
            "parts": [{"key": s.key, "name": s.name, "about": s.about or None,
                       "figure": one(s.figure)} for s in found.parts],
            "others": one(found.rest),
        }  # fmt: skip

    return {
        follow.subject.kind: follow.subject.id,
        "name": follow.subject.name,
        "committees": [{"committee_id": i, "name": n} for i, n in follow.subject.committees],
        "cycle": follow.cycle,
        "as_of": follow.as_of or None,
        "sample": follow.sample,
        "reported": {name: one(figure) for name, figure in follow.reported.items()},
        "in": bank(follow.into, follow.by_rows[0]),
        "out": bank(follow.out, follow.by_rows[1]),
        "sources": group(follow.sources),
        "payments": group(follow.payments),
        "gifts": {
            "by_party": group(follow.parties),
            "by_race": group(follow.seats),
            "by_round": group(follow.rounds),
            "by_candidate": group(follow.candidates),
        },
        "outside": [
            {
                "candidate_id": b.candidate_id, "candidate": b.candidate, "party": b.party or None,
                "race": b.district or None, "round": b.round or None,
                "oppose": one(b.against), "support": one(b.support),
                "oppose_unconfirmed": one(b.against_noticed),
                "support_unconfirmed": one(b.support_noticed),
            }
            for b in follow.outside
        ],
        "outside_totals": {name: one(figure) for name, figure in follow.outside_totals.items()},
        "over_time": [{"through": day.isoformat(), "received": one(figure)}
                      for day, figure in follow.over_time],
        "gaps": list(follow.gaps),
    }  # fmt: skip
