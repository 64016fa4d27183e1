"""`hustings vote`: a roll call, how each party and each member voted in it."""

from __future__ import annotations

import click

from hustings.cli.common import (
    as_of_option,
    form_options,
    json_option,
    one_form,
    open_view,
    record_options,
    show_json,
    show_page,
)


@click.command("vote", short_help="A roll call: how parties and members voted.")
@click.argument("name", metavar="ROLL-CALL")
@click.option("--member", metavar="NAME", help="Say how this member voted.")
@as_of_option
@form_options
@record_options
@json_option
def command(
    name: str,
    member: str | None,
    as_of: str | None,
    as_md: bool,
    html_file: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """A roll call: hustings vote 116-h109.2020

    Congress, chamber (h or s), number and year; h109-116.2020 is understood too. Without the year
    the roll calls of that number in both sessions are shown. Every member's vote is in --json.
    """
    from hustings.products import roll_call
    from hustings.products.roll_call_page import roll_call_page, roll_calls_json

    one_form(as_json, as_md, html_file)
    found = roll_call.build(open_view(own_record, as_of), name, member)
    if as_json:
        show_json(roll_calls_json(found))
    else:
        show_page(roll_call_page(found), as_md=as_md, html_file=html_file)
