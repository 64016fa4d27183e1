"""`hustings filing`: what one electronic filing says, and whether its rows add up to its cover."""

from __future__ import annotations

from pathlib import Path

import click

from hustings.cli.common import console, json_option, show_json


@click.command("filing", short_help="The summary of one electronic filing (.fec).")
@click.argument("file")
@json_option
def command(file: str, as_json: bool) -> None:
    """One electronic filing: hustings filing 1229017.fec

    Its form, filer and days; its rows by schedule and line with their sums, memo rows apart; the
    cover's own lines; and what lines 11(a)(i), 11(c) and 12 of Forms 3 and 3X state beyond the
    rows. Nothing is loaded.
    """
    from hustings.products.filing_summary import show_summary, summarise_path

    summary = summarise_path(Path(file))
    if as_json:
        show_json(summary.to_json())
        return
    show_summary(console(), summary)
