"""`hustings member`: one member's record in a Congress."""

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
    working,
)


@click.command("member", short_help="A member's votes, places, bills and committees.")
@click.argument("name")
@click.option("--congress", help="Which Congress; by default the newest with the member's votes.")
@click.option(
    "--after",
    multiple=True,
    metavar="NAME",
    help="Somebody whose lead is looked at, beside the party's floor leader.",
)
@as_of_option
@form_options
@record_options
@json_option
def command(
    name: str,
    congress: str | None,
    after: tuple[str, ...],
    as_of: str | None,
    as_md: bool,
    html_file: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """A member's record in a Congress: hustings member "Jimmy Gomez" --congress 116

    Votes and places in the chamber, the party and the state; the progressive place under every
    choice that its method leaves open; votes against the own party; bills led and joined, and
    how often only after a leader, beside what is usual.
    """
    from hustings.ids import parse_congress
    from hustings.products import member as members
    from hustings.products.member_page import member_json, member_page

    one_form(as_json, as_md, html_file)
    view = open_view(own_record, as_of)
    with working("Counting votes and bills"):
        record = members.build(
            view, name, None if congress is None else int(parse_congress(congress)), after
        )
    if as_json:
        show_json(member_json(record))
    else:
        show_page(member_page(record), as_md=as_md, html_file=html_file)
