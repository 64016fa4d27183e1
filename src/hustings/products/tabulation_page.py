"""A tabulation as one HTML page: no other file, no other host, no script."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import PurePath

from markupsafe import Markup

from hustings.products.charts.base import Chart
from hustings.products.charts.tally import tally_chart
from hustings.products.charts.transfers import transfers_chart
from hustings.products.tabulation import Tabulated, Tabulation
from hustings.products.tabulation_terminal import RESULTS, below, headline, round_rows, share

#: Contests whose chart is drawn; a file may have a thousand, and the table has them all.
MOST_DRAWN = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One contest as the page lays it out."""

    id: str
    one: Tabulated
    chart: Chart | None


def tabulation_html(made: Tabulation) -> str:
    """The whole page as text."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = resources.files("hustings.products") / "templates"
    style = (templates / "page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    page = Environment(
        loader=PackageLoader("hustings.products", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("tabulation.html.j2")
    return page.render(
        made=made,
        name=PurePath(made.file).name,
        style=Markup(style),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        parts=[_part(number, one, made) for number, one in enumerate(made.contests, start=1)],
        headline=headline,
        below=below,
        results=RESULTS,
        share=share,
        round_rows=round_rows,
        day=lambda one: f"{one.day:%B} {one.day.day}, {one.day.year}" if one.day else "",
    )


def _part(number: int, one: Tabulated, made: Tabulation) -> Part:
    chart = None
    source = f"{PurePath(made.file).name} ({made.format})"
    if one.decision and number <= MOST_DRAWN:
        if one.decision.rounds:
            chart = transfers_chart(
                one.decision, title=f"{one.title}: how the ballots moved", source=source
            )
        if chart is None:
            chart = tally_chart(one.decision, title=f"{one.title}: votes", source=source)
    return Part(id=f"contest-{number}", one=one, chart=chart)
