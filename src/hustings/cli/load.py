"""`hustings load`: files, folders or a plan into the record, with every line accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hustings.cli.common import (
    as_of_option,
    console,
    day,
    folder,
    json_option,
    pairs,
    record_options,
    show_json,
)
from hustings.errors import RequestError, quoted

if TYPE_CHECKING:
    from hustings.record.loading import Outcome, Wanted
    from hustings.record.store import Record

#: So many failures are told one by one; the rest are counted.
MOST_TOLD = 10


@click.command("load", short_help="Load files, folders or a plan into the record.")
@click.argument("paths", nargs=-1)
@click.option("--plan", metavar="FILE", help="A YAML list of files to load.")
@click.option("--source", help="The source the files are of, such as fec.weball.")
@click.option("--scope", "scopes", multiple=True, metavar="NAME=VALUE", help="Such as cycle=2024.")
@click.option("--all-files", is_flag=True, help="Name every file that no source knows.")
@as_of_option
@record_options
@json_option
def command(
    paths: tuple[str, ...],
    plan: str | None,
    source: str | None,
    scopes: tuple[str, ...],
    all_files: bool,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> int:
    """Load files into the record. Folders are walked; .gz and .zip are read as they are.

    A file whose bytes are already there changes nothing. A file that cannot be loaded leaves the
    record as it was, and the others are loaded all the same.
    """
    from hustings.record import plan as plans
    from hustings.record.inputs import find
    from hustings.record.loading import Wanted
    from hustings.record.store import Record

    if bool(paths) == (plan is not None) or "" in (*paths, plan, source):
        raise RequestError("give files or folders, or --plan FILE.")
    if plan is not None and (source or scopes or as_of is not None):
        raise RequestError("a plan says itself what its files are.",
                           next_step="Leave out --source, --scope and --as-of.")  # fmt: skip
    scope, until = pairs(scopes), day(as_of)
    record = Record(folder(own_record))
    if plan is not None:
        wanted = plans.read(Path(plan))
    else:
        wanted = [
            Wanted(item=item, source=source or "", scope=scope, as_of=until)
            for item in find([Path(one) for one in paths])
        ]
    outcomes = with_progress(record, wanted)
    if as_json:
        show_json([_as_json(one) for one in outcomes])
    elif len(outcomes) > 1 or any(one.snapshot for one in outcomes):
        show_outcomes(outcomes, all_files=all_files)
    return _verdict(outcomes)


def _verdict(outcomes: list[Outcome]) -> int:
    """Exit code: 2 if anything failed or nothing was known. Raises if nothing was loaded."""
    alone = len(outcomes) == 1
    failed = [one for one in outcomes if one.error and (alone or one.status == "failed")]
    if alone and failed and failed[0].error:
        raise failed[0].error
    if any(one.snapshot for one in outcomes):
        return 2 if failed else 0
    if failed:
        raise RequestError("nothing was loaded.", next_step="The reasons stand above.")
    raise RequestError(
        f"no source knows {quoted(outcomes[0].file) if len(outcomes) == 1 else 'these files'}."
        if outcomes else "there are no files in it.",
        next_step="Name the source with --source; the list: hustings record --sources",
    )  # fmt: skip


def with_progress(record: Record, wanted: list[Wanted]) -> list[Outcome]:
    """Load with a progress bar on stderr where somebody watches."""
    import sys

    from hustings.record.loading import load_all

    if not sys.stderr.isatty():
        return load_all(record, wanted)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description:<40}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("loading", total=len(wanted))
        return load_all(
            record, wanted, told=lambda one: bar.update(task, advance=1, description=one.file[-40:])
        )


def show_outcomes(outcomes: list[Outcome], *, all_files: bool) -> None:
    """What became of each file: counts, reasons of rejects, failures, files of no source."""
    from rich.table import Table
    from rich.text import Text

    out = console(wide=True)
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("what it is, and its file", overflow="fold", ratio=1)
    for head in ("as of", "units", "loaded", "rejected", "skipped", "rows"):
        table.add_column(head, justify="left" if head == "as of" else "right", no_wrap=True)
    sums = [0, 0, 0, 0, 0]
    shown = [(one, one.snapshot) for one in outcomes if one.snapshot]
    for one, known in shown:
        rows = sum(known.tables.values())
        numbers = [known.units, known.loaded, known.rejected, known.skipped, rows]
        sums = [a + b for a, b in zip(sums, numbers, strict=True)]
        mark = ", already there" if one.status == "unchanged" else ""
        unit = "" if known.unit == "lines" else f", in {known.unit}"
        # The file stands under the name: one beside the other, the numbers would not fit.
        table.add_row(
            Text.assemble(known.thing, (f"{unit}{mark}\n  {one.file}", "dim")),
            known.as_of,
            *(f"{number:,}" for number in numbers),
        )
    if shown:
        table.add_row("all", "", *(f"{number:,}" for number in sums), style="bold")
        out.print(table)
    for one in outcomes:
        for reason, count in list(one.reasons.items())[:5]:
            out.print(f"  {one.file}: {count:,} rejected: {reason}", markup=False)
    failed = [one for one in outcomes if one.error]
    for one in failed[:MOST_TOLD]:
        click.echo(f"not loaded: {one.error}", err=True)
    if len(failed) > MOST_TOLD:
        click.echo(f"not loaded: {len(failed) - MOST_TOLD:,} more (--json tells all).", err=True)
    unknown = [one.file for one in outcomes if one.status == "unknown"]
    if unknown:
        listed = unknown if all_files else unknown[:5]
        rest = len(unknown) - len(listed)
        many = "file is" if len(unknown) == 1 else "files are"
        out.print(
            f"{len(unknown):,} {many} of no source that Hustings knows, and passed over: "
            + ", ".join(listed) + (f" and {rest:,} more (--all-files names them)." if rest else "."),
            markup=False,
        )  # fmt: skip
    fresh = sum(one.status == "loaded" for one in outcomes)
    out.print(f"{fresh:,} of {len(outcomes):,} files loaded anew. See: hustings record")


def _as_json(one: Outcome) -> dict[str, object]:
    known = one.snapshot
    return {
        "file": one.file,
        "status": one.status,
        "error": str(one.error) if one.error else None,
        "source": known.source if known else None,
        "thing": known.thing if known else None,
        "as_of": known.as_of if known else None,
        "unit": known.unit if known else None,
        "units": known.units if known else None,
        "loaded": known.loaded if known else None,
        "rejected": known.rejected if known else None,
        "skipped": known.skipped if known else None,
        "skips": known.skips if known else {},
        "reasons": one.reasons,
        "tables": known.tables if known else {},
    }
