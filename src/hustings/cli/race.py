"""`hustings race`: the dossier on the terminal, as JSON, Markdown or one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from hustings.cli.common import (
    as_of_option,
    console,
    engine_option,
    json_option,
    open_view,
    record_options,
    show_json,
)
from hustings.errors import RequestError


@click.command("race", short_help="The dossier of a race.")
@click.argument("seat", metavar="RACE")
@click.option("--cycle", help="Election year; by default the latest that was voted on.")
@click.option("--md", "as_md", is_flag=True, help="Markdown.")
@click.option("--html", "html_file", metavar="FILE", help="One self-contained HTML page.")
@as_of_option
@record_options
@engine_option
@json_option
def command(
    seat: str,
    cycle: str | None,
    as_md: bool,
    html_file: str | None,
    as_of: str | None,
    own_record: str | None,
    engine: str | None,
    as_json: bool,
) -> None:
    """The dossier of a race such as CA-34: who ran and advanced, the money, the seat, the district."""
    from hustings.ids import RaceId
    from hustings.products import dossier as dossiers
    from hustings.products.api import latest

    if sum((as_json, as_md, html_file is not None)) > 1:
        raise RequestError("choose one of --json, --md and --html.")
    asked = None if cycle is None else RaceId.parse(seat, cycle)
    view = open_view(own_record, as_of, engine)
    race = asked or latest(view, seat)
    made = dossiers.build(view, race)
    if as_json:
        from hustings.products.as_json import dossier_json

        show_json(dossier_json(made))
    elif as_md:
        from hustings.products.markdown import dossier_markdown

        click.echo(dossier_markdown(made))
    elif html_file is not None:
        from hustings.products.page import dossier_html

        text = dossier_html(view, made)
        if html_file == "-":
            click.echo(text)
            return
        try:
            Path(html_file).write_text(text, encoding="utf-8")
        except OSError as problem:
            raise RequestError(
                f"{html_file!r} cannot be written: {problem.strerror}.",
                next_step="Name another file.",
            ) from problem
        click.echo(f"{html_file}: {len(text.encode()):,} bytes. Open it in a browser.", err=True)
    else:
        from hustings.products.terminal import show_dossier

        show_dossier(console(), made)
