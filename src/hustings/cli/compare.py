"""`hustings compare`: two members, how often they agree, where they differed, who joined first."""

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


@click.command("compare", short_help="Two members: agreement, differences, who joined first.")
@click.argument("first", metavar="MEMBER")
@click.argument("second", metavar="MEMBER")
@click.option("--congress", help="By default the latest in which both have votes in the record.")
@click.option(
    "--order",
    metavar="ORDER",
    default="closest",
    help="Of the roll calls they differed in: closest (the default) or date.",
)
@as_of_option
@form_options
@record_options
@json_option
def command(
    first: str,
    second: str,
    congress: str | None,
    order: str,
    as_of: str | None,
    as_md: bool,
    html_file: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """Two members: hustings compare "Jimmy Gomez" "Ro Khanna" --congress 116

    Agreement, scores beside each other with their method, the roll calls in which they differed,
    and the bills that both cosponsored with who came first. All rows are in --json.
    """
    from hustings.ids import parse_congress
    from hustings.products import comparison
    from hustings.products.comparison_page import comparison_json, comparison_page

    one_form(as_json, as_md, html_file)
    sitting = None if congress is None else parse_congress(congress)
    found = comparison.build(open_view(own_record, as_of), first, second, sitting, order)
    if as_json:
        show_json(comparison_json(found))
    else:
        show_page(comparison_page(found), as_md=as_md, html_file=html_file)
