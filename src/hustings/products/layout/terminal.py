"""A page of figures on the terminal: 80 columns, numbers right, bars of block characters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from hustings.products import words
from hustings.products.layout.model import Grid, Page, Section, plain
from hustings.products.notes import AlikeMarks, Marks
from hustings.products.terminal import bar

if TYPE_CHECKING:
    from rich.console import Console

    from hustings.figures import Figure

#: Characters of the longest bar.
BAR = 12


def show_page(out: Console, page: Page) -> None:
    """The whole page; the last lines say where the numbers are from and how to see more."""
    out.print(Text(page.title, style="bold"))
    out.print(Text(page.kicker, style="dim"))
    if page.sample:
        out.print(
            Text("Embedded sample record: there is no record of your own yet (hustings load).",
                 style="yellow")
        )  # fmt: skip
    if page.as_of:
        out.print(Text(f"As known on {words.day_words(page.as_of)}.", style="yellow"))
    marks = AlikeMarks()
    for sentence in page.lede:
        out.print()
        out.print(Text(_sentence(sentence, marks)))
    _caveats(out, marks)
    if page.facts:
        out.print()
    for label, said in page.facts:
        out.print(Text.assemble((f"{label}: ", "dim"), plain(said)))
    for section in page.sections:
        _show_section(out, section)
    _show_sources(out, page)


def _sentence(sentence: words.Sentence, marks: Marks) -> str:
    return "".join(
        piece if isinstance(piece, str) else f"{piece.text}{marks.of(piece.figure)}"
        for piece in sentence
    )


def _show_section(out: Console, section: Section) -> None:
    out.print()
    out.print(Text(section.title, style="bold"))
    marks = AlikeMarks()
    for sentence in section.said:
        out.print(Padding(Text(_sentence(sentence, marks)), (0, 0, 0, 2)))
    _caveats(out, marks)
    for grid in section.grids:
        show_grid(out, grid)
    for said in section.gaps:
        out.print(Padding(Text(said, style="yellow"), (0, 0, 0, 2)))


def show_grid(out: Console, grid: Grid) -> None:
    """A table with its caption, its caveats and what must be said under it."""
    marks = AlikeMarks()
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for place, column in enumerate(grid.columns):
        # A head may be folded; the numbers under it never are.
        cells_wide = [
            len(_text(line.cells[place])) for line in grid.lines if len(line.cells) > place
        ]
        table.add_column(
            Text(column.head),
            justify="right" if column.number else "left",
            min_width=max(cells_wide, default=1) + 3
            if column.number
            else 12
            if not place
            else None,
            overflow="fold",
        )
        if column.bar:
            table.add_column("", no_wrap=True, min_width=4)
    longest = {
        place: max((abs(_usd(line.cells[place])) for line in grid.lines), default=0.0)
        for place, column in enumerate(grid.columns)
        if column.bar
    }
    for line in grid.lines:
        cells: list[str | Text] = []
        for place, cell in enumerate(line.cells):
            if isinstance(cell, words.Said):
                cells.append(f"{cell.text}{marks.of(cell.figure)}")
            elif grid.columns[place].number:
                cells.append(cell or "–")
            else:
                cells.append(Text(cell or ""))
            if place in longest:
                most = longest[place]
                share = max(_usd(cell), 0) / most if most and line.kind != "total" else 0
                cells.append(bar(share, BAR))
        table.add_row(*cells, style="dim" if line.kind in {"rest", "total"} else "")
    out.print()
    out.print(Padding(Text(grid.caption, style="dim"), (0, 0, 0, 2)))
    out.print(Padding(table, (0, 0, 0, 2)))
    _caveats(out, marks)
    for said in grid.under:
        out.print(Padding(Text(said, style="dim"), (0, 0, 0, 2)))


def _text(cell: str | words.Said | None) -> str:
    return cell.text if isinstance(cell, words.Said) else cell or ""


def _usd(cell: str | words.Said | None) -> float:
    value = cell.figure.value if isinstance(cell, words.Said) else None
    return float(value) if isinstance(value, Decimal | int | float) else 0.0


def _caveats(out: Console, marks: Marks) -> None:
    for said, mark in marks.said.items():
        out.print(Padding(Text(f"{mark} {said}", style="yellow"), (0, 0, 0, 2)))


def _show_sources(out: Console, page: Page) -> None:
    seen: dict[str, None] = {}
    for figure in page.figures():
        seen.update(dict.fromkeys(_titles(figure)))
    out.print()
    if seen:
        out.print(Text(f"Sources: {'; '.join(sorted(seen))}.", style="dim"))
    out.print(
        Text(f"Every number has rows and SQL: {page.command} --json, or --html page.html",
             style="dim")
    )  # fmt: skip


def _titles(figure: Figure) -> list[str]:
    return [citation.title for citation in figure.citations]
