"""`hustings tabulate`: who wins or advances in a file of returns or ranked ballots, and why."""

from __future__ import annotations

import click

from hustings.cli.common import console, json_option, save_html, show_json
from hustings.cli.common import day as day_of
from hustings.errors import RequestError


@click.command("tabulate", short_help="Who wins or advances in a file, and why.")
@click.argument("file", metavar="FILE")
@click.option("--rule", default="", help="Such as top-two; by default the law's for a House race.")
@click.option("--contest", default="", metavar="TEXT", help="Words of the contest's title.")
@click.option("--state", default="", help="Postal code, if the file does not say it.")
@click.option("--round", "held", default="", help="Such as primary, if the file does not say it.")
@click.option("--date", "day", metavar="DATE", help="Day of the vote, if the file does not say it.")
@click.option(
    "--seed", type=int, help="Draw lots with this seed where the law settles ties by lot."
)
@click.option("--html", "html_file", metavar="FILE", help="One self-contained HTML page.")
@json_option
def command(
    file: str,
    rule: str,
    contest: str,
    state: str,
    held: str,
    day: str | None,
    seed: int | None,
    html_file: str | None,
    as_json: bool,
) -> int:
    """Who wins or advances, by how many, and why: hustings tabulate FILE --rule top-two

    FILE holds returns (Clarity XML, NIST SP 1500-100, OpenElections, California's and Los Angeles
    County's JSON, MIT, FEC, or CSV with a heading) or ranked ballots. A file of several contests
    gives a table of all; --contest names one.
    """
    from hustings.products.tabulating import tabulate_file
    from hustings.products.tabulation import Asked

    if as_json and html_file is not None:
        raise RequestError("choose one of --json and --html.")
    asked = Asked(rule=rule, contest=contest, state=state, round=held, day=day_of(day), seed=seed)
    made = tabulate_file(file, asked)
    if as_json:
        show_json(made.to_json())
    elif html_file is not None:
        from hustings.products.tabulation_page import tabulation_html

        save_html(tabulation_html(made), html_file)
    else:
        from hustings.products.tabulation_terminal import show_tabulation

        show_tabulation(console(wide=len(made.contests) > 1), made)
    if made.undecided:
        first = made.undecided[0]
        click.echo(
            f"hustings: {len(made.undecided):,} of {len(made.contests):,} contests were not "
            f"decided; the first, {first.title}: {first.problem}",
            err=True,
        )
        return 2
    return 0
