"""A simulated race as one HTML page: every number opens a note with its interval and inputs."""

from __future__ import annotations

from markupsafe import Markup

from hustings.figures import Figure
from hustings.products import words
from hustings.products.charts.simulation import simulation_chart
from hustings.products.notes import command
from hustings.products.page import environment, frame
from hustings.products.simulation import CANNOT, DEFINITIONS, Simulation, chance_words


def simulation_html(made: Simulation) -> str:
    """The whole page as text."""
    doors = _Doors()
    return (
        environment()
        .get_template("simulation.html.j2")
        .render(
            made=made,
            **frame(),
            door=doors.door,
            doors=doors,
            chart=simulation_chart(made),
            chance=chance_words,
            command=command,
            simulated=lambda one: one.measure in DEFINITIONS,
            cannot=CANNOT,
            words=words,
            day=words.day_words,
            percent=lambda share: f"{float(share) * 100:.1f}%",
        )
    )


class _Doors:
    """Numbers the figures of the page in the order in which they are first shown."""

    def __init__(self) -> None:
        self._shown: dict[int, Figure] = {}

    def door(self, figure: Figure, text: str = "") -> Markup:
        """The number as a link to its note; the first use carries the id to come back to."""
        known = {id(one): number for number, one in self._shown.items()}
        number = known.get(id(figure))
        back = Markup("")
        if number is None:
            number = len(self._shown) + 1
            self._shown[number] = figure
            back = Markup(' id="r{}"').format(number)
        return Markup(
            '<a class="door" role="doc-noteref" href="#f{}"{} data-note="{}">{}</a>'
        ).format(number, back, number, text or figure.text)

    def entries(self) -> list[tuple[int, Figure]]:
        """All that were shown, with their numbers."""
        return list(self._shown.items())
