"""`hustings record`: what is in it, as of when, how many rows, what was rejected."""

from __future__ import annotations

import click

from hustings.cli.common import as_of_option, console, day, json_option, open_existing, record_options, show_json


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
    """What the record holds: each thing's current snapshot, as of when, rows and rejects."""
    from hustings.products import inventory

    if sources:
        inventory.show_sources(console(wide=True), as_json=as_json)
        return
    if tables:
        inventory.show_tables(console(wide=True), as_json=as_json)
        return
    record = open_existing(own_record)
    if rejects:
        inventory.show_rejects(console(wide=True), record.view(day(as_of)), as_json=as_json)
        return
    chosen = record.manifest.visible(day(as_of)) if everything else record.manifest.current(day(as_of))
    if as_json:
        from dataclasses import asdict

        show_json({"folder_format": 1, "snapshots": [asdict(one) for one in chosen]})
        return
    inventory.show_snapshots(console(wide=True), chosen, of=len(record.manifest.snapshots))
