"""`hustings count`: how a contest's count moved, and what may come of it."""

from __future__ import annotations

import click

from hustings.cli.common import (
    form_options,
    json_option,
    one_form,
    open_view,
    record_options,
    show_json,
    show_page,
)


@click.command("count", short_help="How a count moved, and what may come of it.")
@click.argument("seat", metavar="RACE")
@click.option("--cycle", help="Election year; by default the latest with counts.")
@click.option("--round", "round_name", help="primary, general, …; by default the primary.")
@click.option(
    "--as-of",
    "as_of",
    metavar="TIME",
    help="The count as it stood then: 2024-03-08, or 2024-03-05T23:26-08:00 (UTC if no zone).",
)
@form_options
@record_options
@json_option
def command(
    seat: str,
    cycle: str | None,
    round_name: str | None,
    as_of: str | None,
    as_md: bool,
    html_file: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """How a count moved: hustings count CA-16 --cycle 2024

    When the lead or the first two changed, which counts went down, and, while a count is open or
    as of an earlier time, how likely each candidate is to advance: an estimate, said to be one.
    """
    from hustings.measures.params import read_moment
    from hustings.products import count as counts
    from hustings.products.count_page import count_json, count_page

    one_form(as_json, as_md, html_file)
    view = open_view(own_record, None)
    race, wanted = counts.asked(view, seat, cycle, round_name)
    found = counts.build(view, race, wanted, None if as_of is None else read_moment(as_of))
    if as_json:
        show_json(count_json(found))
    else:
        show_page(count_page(found), as_md=as_md, html_file=html_file)
