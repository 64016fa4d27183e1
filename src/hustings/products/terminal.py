"""Figures and dossiers on the terminal: tables that align, bars of block characters, no noise."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hustings.figures import Figure, plain, written_date
from hustings.measures.base import Measure
from hustings.measures.evaluation import SAMPLE
from hustings.products import words
from hustings.products.dossier import DistrictPart, Dossier, MemberPart, MoneyPart, RoundPart
from hustings.products.notes import AlikeMarks
from hustings.products.prospect import ProspectPart

#: Party colours, meaning nothing else anywhere; every one stands beside its word.
COLOURS = {"DEM": "blue", "REP": "red", "GRN": "green", "LIB": "yellow"}
BAR = 16


def bar(share: float, width: int = BAR) -> str:
    """A share of one as a bar in eighths of a character; what is above zero shows."""
    eighths = max(round(share * width * 8), 1 if share > 0 else 0)
    return "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]


def short(text: str, width: int) -> str:
    """A name cut to a width with an ellipsis, so that the numbers beside it stay whole."""
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _table(*heads: str, right: Sequence[int] = (), fold: Sequence[int] = ()) -> Table:
    """Numbers (columns in `right`) are never cut; where room is short, words are folded."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        number = place in right and place not in fold
        table.add_column(
            head, justify="right" if place in right else "left", no_wrap=number, overflow="fold"
        )
    return table


def _head(out: Console, text: str) -> None:
    out.print()
    out.print(Text(text, style="bold"))


def _note(out: Console, text: str) -> None:
    out.print(Padding(Text(text, style="dim"), (0, 0, 0, 2)))


def show_dossier(out: Console, dossier: Dossier) -> None:
    """The whole dossier; the last line says where the numbers are from and how to see more."""
    out.print(Text(f"{dossier.race.district}, {dossier.race.cycle}", style="bold"))
    out.print(words.seat_name(dossier.race.district))
    if dossier.sample:
        out.print(
            Text("Embedded sample record: there is no record of your own yet (hustings load).",
                 style="yellow")
        )  # fmt: skip
    if dossier.as_of:
        out.print(Text(f"As known on {words.day_words(dossier.as_of)}.", style="yellow"))
    out.print()
    for sentence in words.headline(dossier):
        out.print(sentence, markup=False)
    for part in dossier.rounds:
        _show_round(out, part)
    if dossier.prospect:
        _show_prospect(out, dossier.prospect)
    if dossier.money:
        _show_money(out, dossier.money)
        _show_depth(out, dossier)
    if dossier.history:
        _show_history(out, dossier)
    if dossier.member:
        _show_member(out, dossier.member)
    if dossier.district:
        _show_district(out, dossier.race.district, dossier.district)
    if dossier.gaps:
        _head(out, "Not in the record")
        for gap in dossier.gaps:
            _note(out, gap)
    _show_sources(out, dossier)


def _show_round(out: Console, part: RoundPart) -> None:
    when = f", {part.date.text}" if part.date else ""
    _head(out, f"{part.contest.title}{when}")
    _note(out, words.rule_words(part.rule))
    table = _table("", "party", "votes", "share", "", "", right=(2, 3))
    shown = part.standings[:12]
    for one in shown:
        who = one.contestant
        share = one.share.value if one.share else None
        outcome = str(one.outcome.value) if one.outcome else ""
        named = who.write_in and not who.scattered
        name = short(f"{who.name} (write-in)" if named else who.name, 26)
        table.add_row(
            Text(name, style="bold" if outcome in {"elected", "advanced"} else ""),
            who.party,
            one.votes.text if one.votes else ("" if who.scattered else "unopposed"),
            one.share.text if one.share else "",
            Text(bar(float(share)) if isinstance(share, float) else "",
                 style=COLOURS.get(who.party, "")),
            words.OUTCOME_WORDS.get(outcome, outcome),
        )  # fmt: skip
    if len(part.standings) > len(shown):
        table.add_row(f"and {len(part.standings) - len(shown)} more", "", "", "", "", "")
    if part.votes_cast:
        table.add_row("all votes", "", part.votes_cast.text, "", "", "", style="dim")
    out.print(Padding(table, (0, 0, 0, 2)))
    if part.margin_votes and part.margin_points:
        _note(out, f"Margin {part.margin_votes.text} votes, {part.margin_points.text}.")
    if part.movement:
        moved = words.movement_words(part)
        _note(out, "".join(one if isinstance(one, str) else one.text for one in moved))
    for said in part.caveats:
        _note(out, said)


def _show_prospect(out: Console, part: ProspectPart) -> None:
    """Chances as natural frequencies, the range of shares, and what is assumed."""
    _head(out, words.PROSPECT_HEAD)
    for sentence in words.prospect_sentences(part):
        _note(out, "".join(one if isinstance(one, str) else one.text for one in sentence))
    if part.candidates:
        advances = ["advances"] if part.ahead == "primary" else []
        heads = ["", "party", *advances, "wins", "share", "nine in ten"]
        table = _table(*heads, right=(len(heads) - 2, len(heads) - 1))
        for one in part.candidates[:12]:
            table.add_row(
                short(one.name, 22), one.party,
                *([words.frequency(one.advance)] if one.advance else []),
                words.frequency(one.win), one.share.text, words.range_words(one),
            )  # fmt: skip
        out.print(Padding(table, (0, 0, 0, 2)))
        _note(out, f"The {words.prospect_share_head(part)} is the middle of those drawn.")
    if part.lockouts:
        told = [f"{one.label} in {words.frequency(one)}" for one in part.lockouts]
        _note(out, f"Without anybody in the general: {', '.join(told)}.")
    for said in part.assumptions:
        _note(out, f"· {said}")
    _note(out, f"{part.more}: {part.command}")


def _show_money(out: Console, money: Sequence[MoneyPart]) -> None:
    shown = [one for one in money if "receipts" in one.figures][:8]
    if not shown:
        return
    _head(out, f"Money, through {words.day_words(shown[0].as_of)}")
    table = _table("", "raised", "individuals", "PACs", "share", "", "cash", right=(1, 2, 3, 4, 6))
    for one in shown:
        share = one.figures.get("share_from_pacs")
        value = share.value if share else None
        table.add_row(
            short(one.name, 18),
            *(_dollars(one.figures.get(name)) for name in
              ("receipts", "receipts_from_individuals", "receipts_from_pacs")),
            share.text if share else "",
            bar(float(value), 8) if isinstance(value, float) else "",
            _dollars(one.figures.get("cash_on_hand")),
        )  # fmt: skip
    out.print(Padding(table, (0, 0, 0, 2)))
    _note(out, "In whole dollars; share: from PACs and other committees, of all receipts.")
    small = [
        f"{one.name} {one.figures['share_small_dollar'].text} "
        f"({words.day_words(one.figures['share_small_dollar'].as_of)})"
        for one in shown
        if "share_small_dollar" in one.figures
    ]
    if small:
        _note(out, f"Unitemised gifts, of all receipts: {'; '.join(small)}.")
    for said in dict.fromkeys(s for one in shown for f in one.figures.values() for s in f.caveats):
        if said != SAMPLE:
            _note(out, said)


def _show_depth(out: Console, dossier: Dossier) -> None:
    """PACs by kind and by name, and outside spending, where the record has rows of them."""
    from hustings.products.layout.terminal import show_grid
    from hustings.products.money_page import depth_grids

    grids = depth_grids(dossier)
    for grid in grids:
        show_grid(out, grid)
    if grids:
        race = dossier.race
        _note(out, f"In depth: hustings money {race.district} --cycle {race.cycle}")


def _dollars(figure: Figure | None) -> str:
    if figure is None or not isinstance(figure.value, Decimal | int):
        return "–"
    return f"{round(figure.value):,}"


def _show_history(out: Console, dossier: Dossier) -> None:
    _head(out, "The seat since 2012")
    table = _table("", "round", "first", "share", "margin", "second", right=(3, 4))
    for past in dossier.history:
        if past.new_map:
            table.add_row("", Text(short(past.map, 22), style="dim"), "", "", "", "")
        when = past.date.value if past.date else None
        table.add_row(
            str(when.year if isinstance(when, date) else past.cycle),
            past.round.replace("-", " "),
            short(past.leader, 16),
            past.share.text if past.share else "",
            words.points(past.margin),
            short(past.runner_up, 15),
        )
    out.print(Padding(table, (0, 0, 0, 2)))
    _note(out, "Margin in percentage points of all votes.")


def _show_member(out: Console, member: MemberPart) -> None:
    _head(out, f"The member in the {words.ordinal(member.congress)} Congress: {member.name}")
    for said in member.figures["representative"].caveats:
        if said != SAMPLE:
            _note(out, said)
    spans = [f"{term['seat']} from {term['start'].year}" for term in member.terms[-6:]]
    if spans:
        _note(out, "Terms: " + ", ".join(spans))
    point, rank = member.figures.get("ideal_point"), member.figures.get("ideal_point_rank")
    if point and rank:
        own = member.figures.get("ideal_point_rank_in_party")
        within = f", {own.text} in the party" if own else ""
        _note(
            out,
            f"DW-NOMINATE {point.text} (left is negative): {rank.text} from the left{within}; "
            f"Voteview, {words.day_words(point.as_of)}",
        )
    marks = AlikeMarks()
    for name, label in words.VOTING_WORDS.items():
        figure = member.figures.get(name)
        if figure is not None:
            _note(out, f"{label}: {figure.text}{marks.of(figure)}")
    for said, mark in marks.said.items():
        _note(out, f"{mark} {said}")
    full = [one for one in member.committees if not one["parent"]]
    if full:
        _note(out, f"Committees on {written_date(full[0]['as_of'])}: " + "; ".join(
            one["name"] + (f" ({one['title']})" if one["title"] else "") for one in full))  # fmt: skip


def _show_district(out: Console, name: str, district: DistrictPart) -> None:
    _head(out, f"The district ({name}, {words.ordinal(district.congress)} Congress)")
    table = _table("", "", "", right=(1,))
    for key, label in words.DISTRICT_WORDS.items():
        figure = district.figures.get(key)
        if figure is not None:
            about = figure.detail.get("survey") or f"edition {figure.detail.get('edition')}"
            table.add_row(label, figure.text, Text(str(about), style="dim"))
    for figure in district.presidential:
        who = str(figure.params["candidate"]).capitalize()
        table.add_row(
            f"{who} {figure.params['year']}", figure.text, Text("of all votes", style="dim")
        )
    for figure in district.population:
        survey = str(figure.detail.get("survey", ""))
        group = str(figure.params["group"])
        table.add_row(
            group if group != "hispanic" else "Hispanic", figure.text, Text(survey, style="dim")
        )
    out.print(Padding(table, (0, 0, 0, 2)))
    if district.neighbours and isinstance(district.neighbours.value, list):
        beside = [
            f"{one} ({district.members[one].text})" if one in district.members else str(one)
            for one in district.neighbours.value
        ]
        _note(out, "Borders on " + ", ".join(beside))


def _show_sources(out: Console, dossier: Dossier) -> None:
    seen: dict[str, str] = {}
    for figure in dossier.figures():
        for citation in figure.citations:
            seen[citation.title] = max(seen.get(citation.title, ""), citation.as_of)
    out.print()
    listed = "; ".join(title for title in sorted(seen))
    out.print(Text(f"Sources: {listed}.", style="dim"))
    out.print(
        Text(
            "Every number has rows and SQL: hustings figure MEASURE name=value … --rows, or "
            f"hustings race {dossier.race.district} --cycle {dossier.race.cycle} --html page.html",
            style="dim",
        )
    )


def show_figure(
    out: Console,
    figure: Figure,
    rows: list[dict[str, Any]] | None,
    beside: Sequence[Figure] = (),
) -> None:
    """One figure: the number first, then what it is, where it is from, and the SQL.

    `beside` are figures that it is often mistaken for.
    """
    params = ", ".join(f"{name} {plain(value)}" for name, value in figure.params.items()
                       if value is not None)  # fmt: skip
    out.print(Text(figure.text, style="bold"))
    out.print(f"{figure.measure}: {params}", markup=False, style="dim")
    out.print()
    out.print(figure.definition, markup=False)
    for part in figure.parts:
        out.print(f"  {part.measure}: {part.text}", markup=False)
    for name, value in figure.detail.items():
        out.print(f"  {name}: {plain(value)}", markup=False)
    for caveat in figure.caveats:
        out.print(f"  {caveat}", markup=False, style="yellow")
    if figure.as_of:
        out.print(f"As of {words.day_words(figure.as_of)}.", markup=False)
    for other in beside:
        out.print(f"Not to be mistaken for {other.measure}: {other.text}.", markup=False)
        out.print(f"  {other.definition}", markup=False)
    out.print()
    for citation in figure.citations:
        out.print(
            f"{citation.rows:,} {'row' if citation.rows == 1 else 'rows'} of {citation.title} "
            f"({citation.source}), as of {citation.as_of}, sha256 {citation.sha256[:12]}…\n"
            f"  {citation.url}",
            markup=False,
            soft_wrap=True,
        )
    out.print()
    out.print(figure.sql, markup=False, soft_wrap=True, style="dim")
    if rows is not None:
        out.print()
        shown = [
            name for name in (rows[0] if rows else {}) if any(r[name] is not None for r in rows)
        ]
        show_rows(out, shown, [tuple(row[name] for name in shown) for row in rows])


def show_measures(out: Console, chosen: Sequence[Measure]) -> None:
    """Measures by family with the parameters and the first sentence of each definition."""
    family = ""
    for one in chosen:
        if one.family != family:
            family = one.family
            _head(out, family.capitalize())
        params = " ".join(p.name if p.required else f"[{p.name}]" for p in one.params)
        out.print(
            Text.assemble((f"{one.name} ", "bold"), (f"{params} ", "dim"), (f"({one.unit})", "dim"))
        )
        _note(out, one.definition)
        if len(chosen) == 1:
            if one.notes:
                _note(out, one.notes)
            _note(out, "In articles: " + ", ".join(one.says))


def show_rows(out: Console, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows as a table; on a pipe every row is whole, on a terminal long cells are folded."""
    if not out.is_terminal:
        show_csv(columns, rows, delimiter="\t")
        return
    numeric = [
        place
        for place, _ in enumerate(columns)
        if rows and all(isinstance(row[place], int | float | Decimal | None) for row in rows)
    ]
    table = _table(*columns, right=numeric, fold=range(len(columns)))
    for row in rows:
        table.add_row(*("" if cell is None else str(plain(cell)) for cell in row))
    out.print(table)


def show_csv(columns: Sequence[str], rows: Sequence[Sequence[Any]], delimiter: str = ",") -> None:
    """Rows as delimited text on standard output."""
    out = csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\n")
    out.writerow(columns)
    out.writerows(["" if cell is None else plain(cell) for cell in row] for row in rows)
