"""`hustings race`: the dossier on the terminal, as JSON, Markdown or one HTML page."""

from __future__ import annotations

import click

from hustings.cli.common import (
    as_of_option,
    console,
    engine_option,
    form_options,
    json_option,
    one_form,
    open_view,
    record_options,
    save_html,
    show_json,
)


@click.command("race", short_help="The dossier of a race.")
@click.argument("seat", metavar="RACE")
@click.option("--cycle", help="Election year; by default the latest that was voted on.")
@form_options
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

    one_form(as_json, as_md, html_file)
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

        save_html(dossier_html(view, made), html_file)
    else:
        from hustings.products.terminal import show_dossier

        show_dossier(console(), made)
