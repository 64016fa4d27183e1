"""A page of figures as one HTML page, like the dossier's: every number a door, nothing fetched."""

from __future__ import annotations

from hustings.products import words
from hustings.products.layout.model import Page, Section, plain
from hustings.products.notes import Notes
from hustings.products.page import AlikeMarks, Doors, environment, frame


def page_html(page: Page) -> str:
    """The whole page as text."""
    doors = Doors(Notes(page.names, page.figures()))
    return str(
        environment()
        .get_template("layout.html.j2")
        .render(
            **frame(),
            page=page,
            door=doors.door,
            notes=doors.notes,
            Marks=AlikeMarks,
            words=words,
            said=[plain(sentence) for sentence in page.lede],
            charts=_charts,
            is_figure=lambda piece: isinstance(piece, words.Said),
            day=words.day_words,
        )
    )


def _charts(section: Section) -> list[object]:
    return [chart for draw in section.charts if (chart := draw()) is not None]
