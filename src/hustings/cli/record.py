"""`hustings record`: what is in it, as of when, how many rows, what was rejected."""

from __future__ import annotations

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
from hustings.errors import RecordError


@click.command("record", short_help="What is in the record.")
@click.option("--rejects", is_flag=True, help="Show the rejected lines with their reasons.")
@click.option("--tables", is_flag=True, help="Show the tables, their columns and meanings.")
@click.option("--sources", is_flag=True, help="Show the sources that Hustings knows.")
@click.option(
    "--remake", is_flag=True, help="Make tables of an older layout again from the kept files."
)
@click.option("--all", "everything", is_flag=True, help="Older vintages too.")
@as_of_option
@record_options
@json_option
def command(
    rejects: bool,
    tables: bool,
    sources: bool,
    remake: bool,
    everything: bool,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """What the record holds: each thing's current snapshot, as of when, rows and rejects.

    With no record yet it tells what the embedded sample holds.
    """
    from hustings.products import inventory

    if sources:
        inventory.show_sources(console(wide=True), as_json=as_json)
        return
    if tables:
        inventory.show_tables(console(wide=True), as_json=as_json)
        return
    if remake:
        _remake(own_record, as_json=as_json)
        return
    view = open_view(own_record, as_of)
    if rejects:
        inventory.show_rejects(console(wide=True), view, as_json=as_json)
        return
    manifest = view.origin.manifest
    chosen = (manifest.visible if everything else manifest.current)(view.as_of)
    if as_json:
        from dataclasses import asdict

        show_json(
            {
                "folder_format": 1,
                "sample": view.sample,
                "snapshots": [asdict(one) for one in chosen],
            }
        )
        return
    if view.sample:
        click.echo("Embedded sample record: there is no record of your own yet (hustings load).")
    inventory.show_snapshots(console(wide=True), chosen, of=len(manifest.snapshots))


def _remake(own_record: str | None, *, as_json: bool) -> None:
    """Remake what is of an older layout, with a line on stderr for each that is done."""
    from hustings.record.remaking import Remade, remake
    from hustings.record.store import Record

    def told(one: Remade) -> None:
        click.echo(f"{one.snapshot.file}: {one.error or 'made again'}", err=True)

    made = remake(Record(folder(own_record), must_exist=True), told=told)
    failed = [one for one in made if one.error]
    if as_json:
        show_json([
            {"file": one.snapshot.file, "thing": one.snapshot.thing,
             "error": str(one.error) if one.error else None}
            for one in made
        ])  # fmt: skip
    elif made:
        click.echo(f"{len(made) - len(failed):,} of {len(made):,} snapshots made again.")
    else:
        click.echo("All tables are of the layout of this Hustings; nothing was made again.")
    if failed:
        raise RecordError(
            f"{len(failed):,} of {len(made):,} could not be made again; the others were.",
            next_step="The reasons stand above.",
        )
