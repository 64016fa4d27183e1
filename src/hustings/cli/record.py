"""`hustings record`: what is in it, as of when, how many rows, what was rejected."""

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


@click.command("record", short_help="What is in the record.")
@click.option("--rejects", is_flag=True, help="Show the rejected lines with their reasons.")
@click.option("--tables", is_flag=True, help="Show the tables, their columns and meanings.")
@click.option("--sources", is_flag=True, help="Show the sources that Hustings knows.")
@click.option("--all", "everything", is_flag=True, help="Older vintages too.")
@as_of_option
@record_options
@json_option
def command(
    rejects: bool,
    tables: bool,
    sources: bool,
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
