"""A tabulation for the terminal: one contest with its reasons, or a table of many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hustings.contests import EXHAUSTED, Result

if TYPE_CHECKING:
    from rich.console import Console

    from hustings.contests import Decision
    from hustings.products.tabulation import Tabulated, Tabulation

#: Words for an outcome, and whether it got through.
RESULTS: Final = {
    Result.ELECTED: "elected",
    Result.ADVANCES: "goes on",
    Result.ELIMINATED: "out",
    Result.TIED: "tied",
    Result.OPEN: "open",
}
_SETTLED: Final = {
    "all advance": "all of them go on",
    "lot": "settled by lot",
    "none": "the votes do not settle it",
}


def named(names: Sequence[str]) -> str:
    """'Low, Simitian and Liccardo'."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def show_tabulation(out: Console, made: Tabulation) -> None:
    """Print a tabulation. Its last line says what became of every line of the file."""
    if len(made.contests) == 1:
        _one(out, made.contests[0])
    else:
        _many(out, made)
    for said in (*made.notes, *made.problems):
        out.print(f"  {said}", style="dim")
    out.print(f"{made.format}: {made.counts}. See: hustings tabulate --help", style="dim")


def headline(one: Tabulated) -> str:
    """Who got through and by how many votes, in a sentence."""
    decision = one.decision
    if decision is None:
        return f"Not decided: {one.problem}."
    if not one.through:
        return "The votes alone do not decide it."
    elected = any(row.result is Result.ELECTED for row in decision.outcomes)
    verb = "is elected" if elected else "go on" if len(one.through) > 1 else "goes on"
    to = f" to the {decision.next_round.replace('-', ' ')}" if decision.next_round else ""
    margin = one.margin
    by = "" if margin is None else f", {margin:,} {'vote' if margin == 1 else 'votes'} ahead"
    return f"{named(one.through)} {verb}{to if not elected else ''}{by}."


def _one(out: Console, one: Tabulated) -> None:
    from rich.table import Table

    out.print(one.title, style="bold")
    about = [
        f"{one.day:%-d %B %Y}" if one.day else "",
        one.round.replace("-", " "),
        f"rule: {one.rule}" if one.rule else "",
        one.status,
    ]
    out.print(" · ".join(part for part in about if part), style="dim")
    out.print(headline(one))
    if one.decision is None:
        return
    if one.rule_words:
        out.print(f"{one.rule_words} {one.authority}".strip(), style="dim")
    out.print()
    decision = one.decision
    if decision.rounds:
        _rounds(out, decision)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for head in ("", "candidate", "votes", "share", "", "why"):
        right = head in {"votes", "share"}
        table.add_column(
            head,
            justify="right" if right else "left",
            no_wrap=right,
            ratio=1 if head == "why" else None,
        )
    for row in decision.outcomes:
        name = row.name or row.candidate
        party = f" ({row.party})" if row.party else ""
        written = " write-in" if row.write_in else ""
        table.add_row(
            str(row.place or "–"),
            f"{name}{party}{written}",
            "–" if row.votes is None else f"{row.votes:,}",
            share(row.votes, decision),
            RESULTS[row.result],
            row.why,
            style="bold" if row.result in {Result.ELECTED, Result.ADVANCES} else "",
        )
    out.print(table)
    out.print()
    for said in below(one):
        out.print(said)


def share(votes: int | Decimal | None, decision: Decision) -> str:
    """A share of the votes cast, to a tenth of a percent; empty where it says nothing."""
    if votes is None or not decision.votes_cast or decision.rounds:
        return ""
    return f"{100 * votes / decision.votes_cast:.1f}%"


def below(one: Tabulated) -> list[str]:
    """What stands under a contest: votes that are nobody's, ties, questions, notes."""
    decision = one.decision
    if decision is None:
        return []
    said = [f"{decision.votes_cast:,} votes cast"]
    for votes, name in (
        (one.scattered or None, "of them for write-ins not told apart"),
        (one.over_votes, "overvotes"),
        (one.under_votes, "undervotes"),
        (one.blank, "blank ballots"),
    ):
        if votes is not None:
            said.append(f"{votes:,} {name}")
    lines = [f"{'; '.join(said)}."]
    lines += [
        f"Tie: {named(tie.candidates)}, {tie.votes:,} votes each: "
        f"{_SETTLED.get(tie.settled_by, tie.settled_by)}"
        f"{f' ({tie.how})' if tie.how else ''}."
        for tie in decision.ties
    ]
    lines += [f"Open: {question}" for question in decision.questions]
    lines += [f"Note: {note}" for note in one.notes]
    return lines


def _rounds(out: Console, decision: Decision) -> None:
    """Round by round: votes of each candidate, who fell, and ballots no longer counting."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("round")
    for one in decision.rounds:
        table.add_column(str(one.number), justify="right", no_wrap=True)
    for name, cells in round_rows(decision):
        table.add_row(name, *cells)
    out.print(table)
    out.print()


def round_rows(decision: Decision) -> list[tuple[str, list[str]]]:
    """A row for each candidate: votes in every round, with a mark where they won or fell."""
    rows = []
    for outcome in decision.outcomes:
        cells = []
        for one in decision.rounds:
            votes = one.votes.get(outcome.candidate)
            mark = (
                " +" if outcome.candidate in one.elected
                else " x" if outcome.candidate in one.eliminated else ""
            )  # fmt: skip
            cells.append("" if votes is None else f"{votes:,}{mark}")
        rows.append((outcome.name or outcome.candidate, cells))
    rows.append(("still counting", [f"{one.active:,}" for one in decision.rounds]))
    rows.append((EXHAUSTED, [f"{one.exhausted.total:,}" for one in decision.rounds]))
    return rows


def _many(out: Console, made: Tabulation) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("contest", ratio=3)
    table.add_column("rule", no_wrap=True)
    table.add_column("through", ratio=4)
    table.add_column("ahead by", justify="right", no_wrap=True)
    for one in made.contests:
        open_ends = " (open)" if one.decision and one.decision.questions else ""
        table.add_row(
            one.title,
            one.rule,
            f"not decided: {one.problem}"
            if one.problem
            else f"{named(one.through) or 'nobody by votes alone'}{open_ends}",
            "" if one.margin is None else f"{one.margin:,}",
        )
    out.print(table)
    out.print(f"{len(made.contests):,} contests. One with its reasons: --contest TEXT")
