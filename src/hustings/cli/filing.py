"""`hustings filing`: what electronic filings say, and their rows as files."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hustings.cli.common import console, json_option, show_json
from hustings.errors import RequestError

if TYPE_CHECKING:
    from hustings.products.filing_export import Export
    from hustings.products.filing_summary import Progress

#: What takes longer than so many seconds shows a bar.
PATIENCE: Final = 2.0


@click.command("filing", short_help="The summary of one electronic filing (.fec), or its export.")
@click.argument("file")
@click.option("--export", "folder", metavar="DIR", help="Write its rows to a new folder, too.")
@click.option(
    "--format", "form", type=click.Choice(["parquet", "csv"]), help="Of the export: parquet or csv."
)
@json_option
def command(file: str, folder: str | None, form: str | None, as_json: bool) -> None:
    """One electronic filing: hustings filing 1229017.fec

    Its form, filer and days; its rows by schedule and line with their sums, memo rows apart; the
    cover's own lines; and what lines 11(a)(i), 11(c) and 12 of Forms 3 and 3X state beyond the
    rows. Nothing is loaded. A daily zip is listed, a line a filing.

    With --export the rows go to a folder, one file for each schedule or list, with the notice that
    the law asks for. No street address is in them.
    """
    from contextlib import nullcontext

    from hustings.products import filing_summary as filings
    from hustings.products.filing_export import Export

    if folder == "" or (form and folder is None):
        raise RequestError("--export names no folder.", next_step="Such as --export rows.")
    inputs = filings.filings_in(Path(file))
    if not inputs:
        raise RequestError("there are no files in it.")
    with (
        _bar() as told,
        Export(Path(folder), form or "parquet") if folder else nullcontext() as out,
    ):
        if len(inputs) == 1:
            listed = [
                filings.Listed(
                    file=inputs[0].shown, summary=filings.summarise_input(inputs[0], told, out)
                )
            ]
        else:
            listed = filings.summarise_all(inputs, told, out)
        if not any(one.summary for one in listed):
            raise RequestError(f"none of its {len(listed):,} files is an electronic filing.")
    alone = listed[0].summary if len(listed) == 1 else None
    if as_json:
        found = alone.to_json() if alone else {"filings": [one.to_json() for one in listed]}
        show_json({**found, "export": out.to_json()} if out else found)
        return
    if alone:
        filings.show_summary(console(), alone)
    else:
        filings.show_listed(console(), listed)
    if out:
        _show_export(out)


def _show_export(out: Export) -> None:
    shown = console()
    shown.print(f"\nWritten to {out.folder}", style="bold")
    for name, rows in out.to_json()["files"].items():
        shown.print(f"  {name}: {rows:,} rows")
    shown.print("Not for soliciting or commercial use (52 USC 30111(a)(4)); see NOTICE.txt.")


@contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar on stderr where somebody watches, once patience is over."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TimeElapsedColumn

    began = time.monotonic()
    columns = (BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", visible=False)

        def told(done: int, whole: int) -> None:
            visible = time.monotonic() - began > PATIENCE
            bar.update(task, completed=done, total=whole or None, visible=visible)

        yield told
