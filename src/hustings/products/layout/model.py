"""What a page of figures holds: sections of sentences, tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from hustings.figures import Figure
from hustings.products import words
from hustings.products.charts.base import Chart

#: A cell: words, a figure (in the table's own words, if it has some), or nothing.
Cell: TypeAlias = "str | words.Said | None"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column's head; whether it holds numbers; whether a terminal draws them as bars too."""

    head: str
    number: bool = False
    bar: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A row of a table; `kind` sets apart what is left over and the total."""

    cells: tuple[Cell, ...]
    kind: Literal["", "rest", "total"] = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table with its caption, and what must be said under it."""

    id: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    under: tuple[str, ...] = ()

    def figures(self) -> Iterator[Figure]:
        """Every figure of the table, by rows."""
        for line in self.lines:
            yield from (cell.figure for cell in line.cells if isinstance(cell, words.Said))


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A heading with what stands under it. Charts are drawn only when a page asks for them."""

    id: str
    title: str
    said: tuple[words.Sentence, ...] = ()
    charts: tuple[Callable[[], Chart | None], ...] = ()
    grids: tuple[Grid, ...] = ()
    #: What the record lacks here and what would bring it; plain limits of what is shown.
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page: its title, what it answers first, its sections, and how to ask for it again.

    `names` are names for print by the ids that figures' parameters carry. `command` is the command
    line that makes the page, without the option that says in which form.
    """

    kicker: str
    title: str
    about: str
    command: str
    lede: tuple[words.Sentence, ...]
    facts: tuple[tuple[str, words.Sentence], ...] = ()
    sections: tuple[Section, ...] = ()
    as_of: str = ""
    sample: bool = False
    names: dict[str, str] = field(default_factory=dict)

    def figures(self) -> list[Figure]:
        """Every figure of the page, in the order of reading."""
        found: list[Figure] = []
        for sentence in (*self.lede, *(said for _, said in self.facts)):
            found += spoken(sentence)
        for section in self.sections:
            for sentence in section.said:
                found += spoken(sentence)
            for grid in section.grids:
                found += grid.figures()
        return found


def spoken(sentence: words.Sentence) -> list[Figure]:
    """The figures in a sentence."""
    return [piece.figure for piece in sentence if isinstance(piece, words.Said)]


def plain(sentence: words.Sentence) -> str:
    """A sentence as text."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in sentence)
