"""A simulated race on the terminal: chances first, then ranges, other rules, what is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hustings.figures import Figure, plain
from hustings.products.simulation import CANNOT, CandidatePart, Simulation, chance_words
from hustings.products.terminal import short

if TYPE_CHECKING:
    from rich.console import Console

#: Characters of a line from 0% to the largest end of a range.
LINE = 18


def show_simulation(out: Console, made: Simulation) -> None:
    """The simulation; every chance has its frequency in words beside it."""
    out.print(Text(f"{made.title}: a simulation", style="bold"))
    out.print(
        f"{made.elections:,} elections under top-two, drawn from {made.basis}. Seed {made.seed}."
    )
    if made.sample:
        out.print(Text("Embedded sample record: there is no record of your own yet.",
                       style="yellow"))  # fmt: skip
    table = _table("", "party", "advances", "about", "wins", "about", right=(2, 4))
    for one in made.candidates:
        table.add_row(short(one.name, 20), one.party, one.advance.text, _about(one.advance),
                      one.win.text, _about(one.win))  # fmt: skip
    _part(out, "Chances", table)
    most = max(float(plain(one.share.detail["high"])) for one in made.candidates)
    table = _table("", "before", "low", "middle", "high", "", right=(1, 2, 3, 4))
    for one in made.candidates:
        low, middle, high = (_end(one.share, name) for name in ("low", "middle", "high"))
        table.add_row(short(one.name, 24), one.before.text if one.before else "",
                      low, middle, high, _line(one, most))  # fmt: skip
    _part(out, "Share of the primary; nine in ten simulated ones lie between low and high", table)
    if made.lockouts:
        table = _table("", "chance", "", right=(1,))
        for figure in made.lockouts:
            table.add_row(figure.label, figure.text, chance_words(figure))
        _part(out, "Parties with nobody in the general", table)
    if made.rules:
        _show_rules(out, made)
    _list(out, "What is assumed", made.assumptions)
    _list(out, "What it cannot know", CANNOT)
    worst = max((_half(one.advance) for one in made.candidates), default=0.0)
    out.print()
    out.print(
        f"Drawing {made.elections:,} times leaves the chances open by {worst * 100:.1f} points at "
        "most; the assumptions may be off by more. Intervals and sources: --json or --html FILE",
        style="dim",
    )


def _show_rules(out: Console, made: Simulation) -> None:
    heads = [rule.rule for rule in made.rules]
    table = _table("wins", *heads, right=tuple(range(1, len(heads) + 1)))
    order = sorted(
        range(len(made.rules[0].wins)),
        key=lambda place: -float(plain(made.rules[0].wins[place].value)),
    )
    for place in order:
        cells = [rule.wins[place].text for rule in made.rules]
        table.add_row(short(made.rules[0].wins[place].label, 20), *cells)
    table.add_row("elects another", *(rule.changed.text if rule.changed else "" for rule in
                                      made.rules), style="dim")  # fmt: skip
    table.add_row("no winner", *(f"{rule.undecided}" for rule in made.rules), style="dim")
    _part(out, f"The same {made.voters:,} voters under other rules, {made.voter_elections:,} "
          "elections", table)  # fmt: skip
    for rule in made.rules:
        out.print(Padding(Text(f"{rule.rule}: {rule.about}.", style="dim"), (0, 0, 0, 2)))


def _table(*heads: str, right: tuple[int, ...]) -> Table:
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place in right else "left", no_wrap=True)
    return table


def _part(out: Console, head: str, table: Table) -> None:
    out.print()
    out.print(Text(head, style="bold"))
    out.print(Padding(table, (0, 0, 0, 2)))


def _list(out: Console, head: str, said: tuple[str, ...]) -> None:
    out.print()
    out.print(Text(head, style="bold"))
    for one in said:
        out.print(Padding(Text(f"· {one}"), (0, 0, 0, 2)))


def _about(figure: Figure) -> str:
    """A natural frequency under a head that says 'about'."""
    return chance_words(figure).removeprefix("about ")


def _end(figure: Figure, name: str) -> str:
    return f"{float(figure.detail[name]) * 100:.1f}%"


def _half(figure: Figure) -> float:
    """Half the width of a chance's interval."""
    return (float(figure.detail["high"]) - float(figure.detail["low"])) / 2


def _line(one: CandidatePart, most: float) -> str:
    """The range as a line with its middle marked: ├──●───┤"""
    low, middle, high = (
        round(float(one.share.detail[name]) / most * (LINE - 1))
        for name in ("low", "middle", "high")
    )
    drawn = [" "] * LINE
    for place in range(low, high + 1):
        drawn[place] = "─"
    drawn[middle] = "●"
    return "".join(drawn).rstrip()
