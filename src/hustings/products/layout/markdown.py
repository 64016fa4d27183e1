"""A page of figures as GitHub-flavoured Markdown, with numbered notes."""

from __future__ import annotations

from collections.abc import Iterator

from hustings.products import words
from hustings.products.layout.model import Cell, Grid, Page, Section
from hustings.products.markdown import escaped, inline, source_lines, table
from hustings.products.notes import AlikeMarks, Marks, Notes


def page_markdown(page: Page) -> str:
    """The whole page as text; notes are numbered by measure in the order of reading."""
    return "\n".join(_Writer(page).lines()) + "\n"


class _Writer:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.notes = Notes(page.names, parts=False)

    def lines(self) -> Iterator[str]:
        page = self.page
        yield from (f"# {escaped(page.title)}", "", escaped(page.kicker))
        if page.sample:
            yield ""
            yield (
                "> **Sample record.** This is made from the small record that comes with Hustings, "
                "not from a record of your own. Load one with `hustings load`."
            )
        if page.as_of:
            yield from ("", f"The record as it was known on {words.day_words(page.as_of)}.")
        marks = AlikeMarks()
        for sentence in page.lede:
            yield from ("", self._sentence(sentence, marks))
        yield from _caveats(marks)
        if page.facts:
            yield ""
            for label, said in page.facts:
                yield f"- {escaped(label)}: {self._sentence(said, AlikeMarks())}"
        for section in page.sections:
            yield from self._section(section)
        yield from source_lines(self.notes, self.page.command)

    def _section(self, section: Section) -> Iterator[str]:
        yield from ("", f"## {escaped(section.title)}")
        marks = AlikeMarks()
        for sentence in section.said:
            yield from ("", self._sentence(sentence, marks))
        yield from _caveats(marks)
        for grid in section.grids:
            yield from grid_lines(grid, self.notes)
        if section.gaps:
            yield ""
            yield from (f"- {escaped(said)}" for said in section.gaps)

    def _sentence(self, sentence: words.Sentence, marks: Marks) -> str:
        return "".join(
            inline(piece)
            if isinstance(piece, str)
            else f"{inline(piece.text)}{marks.of(piece.figure)}"
            f"[^{self.notes.add(piece.figure).number}]"
            for piece in sentence
        )


def grid_lines(grid: Grid, notes: Notes) -> Iterator[str]:
    """A table with its caption, its caveats and what must be said under it."""
    marks = AlikeMarks()

    def cell(value: Cell) -> str:
        if isinstance(value, words.Said):
            note = notes.add(value.figure).number
            return f"{escaped(value.text)}{marks.of(value.figure)}[^{note}]"
        return escaped(value or "")

    yield from ("", f"**{escaped(grid.caption)}**", "")
    yield from table(
        [escaped(column.head) for column in grid.columns],
        "".join("r" if column.number else "l" for column in grid.columns),
        [[cell(one) for one in line.cells] for line in grid.lines],
    )
    yield from _caveats(marks)
    for said in grid.under:
        yield from ("", escaped(said))


def _caveats(marks: Marks) -> Iterator[str]:
    if marks.said:
        yield ""
        yield from (f"- {mark} {escaped(said)}" for said, mark in marks.said.items())
