"""`hustings committee`: who is behind a committee."""

from __future__ import annotations

import click

from hustings.cli.common import (
    as_of_option,
    console,
    json_option,
    open_view,
    record_options,
    show_json,
)


@click.command("committee", short_help="Who is behind a committee.")
@click.argument("committee", metavar="NAME|ID")
@click.option("--cycle", help="Two-year cycle; by default the latest in the record.")
@as_of_option
@record_options
@json_option
def command(
    committee: str, cycle: str | None, as_of: str | None, own_record: str | None, as_json: bool
) -> None:
    """Who is behind a committee: hustings committee "United Democracy Project" --cycle 2024

    Its type and designation in words, its connected organisation, treasurer and candidate, the
    networks it is counted into with the evidence, its industry with the rule, and its totals.
    """
    from hustings.products.committee import behind, show_behind

    found = behind(open_view(own_record, as_of), committee, cycle)
    if as_json:
        show_json(found.to_json())
        return
    show_behind(console(), found)
