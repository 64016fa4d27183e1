"""`hustings follow`: where a committee's or a network's money came from and where it went."""

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


@click.command("follow", short_help="Where a committee's or network's money came from and went.")
@click.argument("name", metavar="COMMITTEE|NETWORK")
@click.option("--cycle", help="Election cycle; by default the latest that the record has.")
@form_options
@as_of_option
@record_options
@json_option
def command(
    name: str,
    cycle: str | None,
    as_md: bool,
    html_file: str | None,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """Follow the money: hustings follow "United Democracy Project" --cycle 2024

    NAME is a committee (its name or FEC id) or a network such as aipac. In: who gave, by kind.
    Out: gifts by party, race and election; outside spending by race, round and stance.
    """
    from hustings.ids import parse_cycle
    from hustings.measures.resolving import committee_or_network
    from hustings.products import follow as follows
    from hustings.products.follow_page import follow_json, follow_page

    one_form(as_json, as_md, html_file)
    asked = None if cycle is None else parse_cycle(cycle)
    view = open_view(own_record, as_of)
    found = follows.build(view, **committee_or_network(view, name), cycle=asked)
    if as_json:
        show_json(follow_json(found))
    else:
        show_page(follow_page(found), as_md=as_md, html_file=html_file)
