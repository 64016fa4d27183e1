"""`hustings simulate`: what might happen in a race, from polls or from past contests."""

from __future__ import annotations

from pathlib import Path

import click

from hustings.cli.common import (
    as_of_option,
    console,
    json_option,
    open_view,
    record_options,
    save_html,
    show_json,
)
from hustings.errors import RequestError

#: Rules beside top-two that the same voters can be asked under.
RULES = ("plurality", "party-primary", "top-four", "condorcet")


@click.command("simulate", short_help="What might happen: chances from polls or past contests.")
@click.argument("source", metavar="RACE|FILE")
@click.option("--cycle", help="Election year of the race; by default the latest in the record.")
@click.option("--from", "since", metavar="CYCLE", help="The past contest to start from.")
@click.option("--rule", "rules", multiple=True, metavar="RULE",
              help=f"The same voters under another rule: {', '.join(RULES)}, or all.")  # fmt: skip
@click.option("--elections", type=click.IntRange(1, 1_000_000), default=20_000, show_default=True,
              help="How many are drawn.")  # fmt: skip
@click.option("--voters", type=click.IntRange(10, 100_000),
              help="Voters in the spatial model, which --rule uses (2,000).")  # fmt: skip
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True,
              help="The same seed draws the same elections.")  # fmt: skip
@click.option("--html", "html_file", metavar="FILE", help="One self-contained HTML page.")
@as_of_option
@record_options
@json_option
def command(
    source: str,
    cycle: str | None,
    since: str | None,
    rules: tuple[str, ...],
    elections: int,
    voters: int | None,
    seed: int,
    html_file: str | None,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """Draw a top-two race many times: hustings simulate CA-34 --cycle 2024 --from 2022

    Of a race, the seat's past contest is where it starts, and how far shares moved between cycles
    is learned from the record. A FILE is polls: a CSV with the header
    pollster,date,sample,candidate,party,share (share in percent).

    It is a simulation: assumptions are listed, and chances hold only if they do.
    """
    from hustings.products.simulating import cycle_of, from_past, from_polls
    from hustings.products.simulation import Asked

    if as_json and html_file is not None:
        raise RequestError("choose one of --json and --html.")
    asked = Asked(seed=seed, elections=elections, voters=voters, rules=_rules(rules))
    if source.lower().endswith(".csv") or Path(source).is_file():
        from hustings.products.polls import read_polls

        if cycle is not None or since is not None:
            raise RequestError("--cycle and --from are for a race; a file of polls needs none.")
        made = from_polls(read_polls(Path(source)), asked)
    else:
        from hustings.ids import RaceId
        from hustings.products.api import latest

        wanted = None if cycle is None else RaceId.parse(source, cycle)
        view = open_view(own_record, as_of)
        made = from_past(view, wanted or latest(view, source), cycle_of(since), asked)
    if as_json:
        show_json(made.to_json())
    elif html_file is not None:
        from hustings.products.simulation_page import simulation_html

        save_html(simulation_html(made), html_file)
    else:
        from hustings.products.simulation_text import show_simulation

        show_simulation(console(), made)


def _rules(named: tuple[str, ...]) -> tuple[str, ...]:
    """The rules that were asked for, each once. Raises RequestError for one that is none."""
    if "all" in named:
        return RULES
    for one in named:
        if one not in RULES:
            raise RequestError(
                f"no simulation has the rule {one!r}.", next_step=f"There are {', '.join(RULES)}."
            )
    return tuple(dict.fromkeys(named))
