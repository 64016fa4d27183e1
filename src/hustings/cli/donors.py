"""`hustings donors`: who gave, as people; and the building of those people."""

from __future__ import annotations

from pathlib import Path

import click

from hustings.cli.common import (
    as_of_option,
    console,
    folder,
    json_option,
    open_view,
    record_options,
    show_json,
)
from hustings.errors import RequestError


class Donors(click.Group):
    """`donors build` resolves; `donors` with any other word lists the donors of whom it names."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "list", self.commands["list"], args
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Options may stand before the name: hustings donors --top 5 C00371302.
        if args and args[0].startswith("-") and args[0] not in {"-h", "--help"}:
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group("donors", cls=Donors, short_help="Who gave: people resolved across spellings.")
def command() -> None:
    """Donors as people: hustings donors C00371302 --cycle 2024

    First resolve rows into people: hustings donors build --cycle 2024 --committee C00371302
    Then name a committee or a candidate. hustings donors list --help tells the options.

    No street is in the record. Names may not be used for soliciting or for commercial purposes
    (52 USC 30111(a)(4)).
    """


@command.command("list", short_help="The donors of a committee or a candidate.")
@click.argument("who")
@click.option("--cycle", help="Two-year cycle; the newest resolved one without it.")
@click.option("--top", type=click.IntRange(min=1), help="How many; 25 on the terminal, else all.")
@click.option("--csv", "csv_file", metavar="FILE", help="Write them to a CSV file.")
@as_of_option
@record_options
@json_option
def list_donors(
    who: str,
    cycle: str | None,
    top: int | None,
    csv_file: str | None,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """The people who gave most to a committee or to a candidate's own committees.

    Itemised gifts alone, refunds taken off where the file has them. Place and employer are those of
    the newest row.
    """
    from hustings.ids import parse_cycle
    from hustings.products.donor_list import SHOWN, donor_list, show_donors, write_csv

    if csv_file is not None and as_json:
        raise RequestError("give --json or --csv, not both.")
    view = open_view(own_record, as_of)
    many = top if top is not None else (0 if csv_file is not None or as_json else SHOWN)
    found = donor_list(view, who, parse_cycle(cycle) if cycle is not None else None, many)
    if csv_file is not None:
        write_csv(found, Path(csv_file))
        click.echo(f"{len(found.donors):,} donors written to {csv_file}.")
    elif as_json:
        show_json(found.to_json())
    else:
        show_donors(console(wide=True), found)


@command.command("build", short_help="Resolve rows into people, and keep them in the record.")
@click.option("--cycle", required=True, help="Two-year cycle, such as 2024.")
@click.option("--committee", "committees", multiple=True, metavar="ID|NAME",
              help="Only this committee's rows; may be given more than once.")  # fmt: skip
@record_options
@json_option
def build_donors(
    cycle: str, committees: tuple[str, ...], own_record: str | None, as_json: bool
) -> None:
    """Resolve the rows of a cycle into people across spellings, and keep every score.

    Nothing is done if the record has them already and no file was loaded since. Needs the extra
    hustings[donors].
    """
    from hustings.ids import parse_cycle
    from hustings.measures.resolving import resolve_committee
    from hustings.record.donors.build import build
    from hustings.record.store import Record

    wanted = parse_cycle(cycle)
    record = Record(folder(own_record), must_exist=True)
    view = record.view()
    named = [resolve_committee(view, one, {"cycle": wanted}) for one in committees]
    built = build(record, wanted, named)
    told = built.summary
    if as_json:
        show_json({"anew": built.anew, **told})
        return
    cut = f" {told['cut']:,} spellings missed a comparison: too many agree." if told["cut"] else ""
    once = "resolved" if built.anew else "had been resolved already"
    click.echo(
        f"{wanted}: {told['rows']:,} rows {once} into {told['people']:,} people "
        f"({told['spellings']:,} spellings) at threshold {told['threshold']}. "
        f"{told['doubtful']:,} pairs are doubtful ({told['band_low']} to "
        f"{told['band_high']}, or JR and the like on one side alone); {told['refused']:,} links "
        f"refused; the person with most spellings "
        f"has {told['largest']:,}. {told['engine']}, "
        f"{'trained on these rows' if told['trained'] else 'packaged parameters'}.{cut}"
    )
