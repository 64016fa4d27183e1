"""`hustings fetch`: official files into the record, nothing twice."""

from __future__ import annotations

from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.common import folder, json_option, pairs, record_options, show_json
from hustings.errors import FetchError, RequestError

if TYPE_CHECKING:
    from hustings.sources.fetch import Fetched

#: Scope parts that have an option of their own; any other part is given as NAME=VALUE.
PARTS = ("cycle", "congress", "state", "year", "date", "round", "publisher", "only", "filing")


@click.command("fetch", short_help="Download official files and load them.")
@click.argument("what", required=False)
@click.argument("more", nargs=-1, metavar="[NAME=VALUE…]")
@click.option("--cycle", help="Election cycle, such as 2024.")
@click.option("--congress", help="Congress, such as 118.")
@click.option("--state", help="State, such as CA.")
@click.option("--year", help="Year of a census survey.")
@click.option("--date", help="Day of an election or of filings, such as 2020-11-03.")
@click.option("--round", help="Round of an election.")
@click.option("--publisher", help="Publisher of returns: openelections, mit or ca_sos.")
@click.option("--only", help="Some of the files, such as weball,cn.")
@click.option("--filing", help="Number of an electronic filing, such as 1229017.")
@click.option("--itemised", is_flag=True, help="The FEC's transactions too (gigabytes).")
@click.option("--list", "listing", is_flag=True, help="Show the addresses; fetch nothing.")
@click.option("--no-load", is_flag=True, help="Only download.")
@click.option("--base", envvar="HUSTINGS_MIRROR", help="A mirror that serves the same paths.")
@record_options
@json_option
def command(
    what: str | None,
    more: tuple[str, ...],
    itemised: bool,
    listing: bool,
    no_load: bool,
    base: str | None,
    own_record: str | None,
    as_json: bool,
    **parts: str | None,
) -> int:
    """Download a publisher's files from their official addresses and load them.

    hustings fetch fec --cycle 2024

    WHAT is fec, filing, filings, legislators, voteview, rollcall, bill, returns or census. A
    download that was cut goes on where it stopped; a file that the publisher has not changed is
    not sent again.
    """
    from hustings.sources.fetch import Client, books, plan, progress_bar

    if what is None:
        listed = "; ".join(f"{book.what} ({book.title})" for book in books().values())
        raise RequestError("say what to fetch.", next_step=f"There is: {listed}.")
    scope = {**pairs(more), **{name: parts[name] for name in PARTS if parts.get(name)}}
    if itemised:
        scope["itemised"] = "yes"
    downloads = plan(what, **scope)
    if listing:
        for one in downloads:
            click.echo(f"{one.url}\t{one.source or 'kept, not loaded'}")
        return 0
    home = folder(own_record) / "fetched"
    done: list[Fetched] = []
    failed: list[str] = []
    with progress_bar() as progress:
        for one in downloads:
            # A folder a source keeps files of one name apart: cn24.zip and another's cn24.zip.
            client = Client(home / (one.source or what), base=base, progress=progress)
            try:
                done.append(client.get(one))
            except FetchError as problem:
                failed.append(str(problem))
    if as_json:
        show_json(
            {
                "fetched": [
                    {
                        "file": one.path.name, "url": one.download.url, "status": one.status,
                        "bytes": one.bytes, "sha256": one.sha256, "source": one.download.source,
                        "retrieved": one.retrieved.isoformat(),
                    }
                    for one in done
                ],
                "failed": failed,
            }
        )  # fmt: skip
    else:
        for got in done:
            click.echo(f"{got.status:<9} {got.bytes:>13,} bytes  {got.path.name}")
    for said in failed:
        click.echo(f"not fetched: {said}", err=True)
    if done and not no_load:
        _load(own_record, done, quiet=as_json)
    if failed:
        raise FetchError(
            f"{len(failed)} of {len(downloads)} files could not be fetched.",
            next_step="What had arrived is kept: run the same command again.",
        )
    return 0


def _load(own_record: str | None, done: list[Fetched], *, quiet: bool) -> None:
    from hustings.cli.load import show_outcomes, with_progress
    from hustings.record.inputs import find
    from hustings.record.loading import Wanted
    from hustings.record.store import Record

    wanted = [
        Wanted(
            item=item,
            source=one.download.source if not item.member else "",
            scope=one.download.scope,
            url=one.download.url,
            published=_day(one.last_modified),
        )
        for one in done
        if one.download.source
        for item in find([Path(one.path)])
    ]
    outcomes = with_progress(Record(folder(own_record)), wanted)
    if not quiet:
        show_outcomes(outcomes, all_files=False)


def _day(last_modified: str) -> date | None:
    """The day of an HTTP Last-Modified header."""
    try:
        return parsedate_to_datetime(last_modified).date()
    except (TypeError, ValueError):
        return None
