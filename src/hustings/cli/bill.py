"""`hustings bill`: who stands behind a bill since when, how far it got, its roll calls."""

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


@click.command("bill", short_help="A bill: who stands behind it, how far it got.")
@click.argument("name", metavar="BILL")
@click.option("--member", metavar="NAME", help="Say when this member joined, and after whom.")
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
    """A bill: hustings bill 116-hr6515

    Congress, kind (hr, s, hres, hjres, hconres …) and number. Every name with its day is in --json.
    """
    from hustings.products import bill
    from hustings.products.bill_page import bill_json, bill_page

    one_form(as_json, as_md, html_file)
    found = bill.build(open_view(own_record, as_of), name, member)
    if as_json:
        show_json(bill_json(found))
    else:
        show_page(bill_page(found), as_md=as_md, html_file=html_file)
