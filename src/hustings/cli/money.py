"""`hustings money`: the money of a race in depth."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from hustings.cli.common import one_form, open_view, page_options, show_json, show_page

if TYPE_CHECKING:
    from hustings.record.view import View


@click.command("money", short_help="The money of a race in depth.")
@click.argument("seat", metavar="RACE")
@click.option("--cycle", help="Election year; by default the latest that was voted on.")
@page_options
def command(
    seat: str,
    cycle: str | None,
    as_md: bool,
    html_file: str | None,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """The money of a race such as CA-34: whose share, PACs by kind and name, outside spending.

    Shares from PACs and shares of all but small-dollar gifts stand side by side.
    """
    from hustings.ids import RaceId
    from hustings.products import race_money
    from hustings.products.api import latest
    from hustings.products.money_page import money_json, money_page

    one_form(as_json, as_md, html_file)
    asked = None if cycle is None else RaceId.parse(seat, cycle)
    view = open_view(own_record, as_of)

    def at(day: date) -> View:
        return open_view(own_record, day.isoformat())

    found = race_money.build(view, asked or latest(view, seat), at)
    if as_json:
        show_json(money_json(found))
    else:
        show_page(money_page(found), as_md=as_md, html_file=html_file)
