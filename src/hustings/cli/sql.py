"""`hustings sql`: read-only SQL over the record's tables and views."""

from __future__ import annotations

import click

from hustings import cli
from hustings.cli.common import (
    as_of_option,
    console,
    json_option,
    open_view,
    record_options,
    show_json,
)


@click.command("sql", short_help="Run a read-only SQL statement over the record.")
@click.argument("statement")
@click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values.")
@click.option("--seconds", default=30.0, show_default=True, help="Time limit.")
@click.option("--limit", default=1000, show_default=True, help="Rows shown at the most.")
@as_of_option
@record_options
@json_option
def command(
    statement: str,
    as_csv: bool,
    seconds: float,
    limit: int,
    as_of: str | None,
    own_record: str | None,
    as_json: bool,
) -> None:
    """Run one SELECT: hustings sql "select name, receipts_usd from candidate_money limit 5"

    The tables and views are told by: hustings record --tables

    Nothing can be written, no file outside the record can be read, and time and memory are bounded.
    """
    from hustings.figures import plain
    from hustings.record.guard import bound_process, run_guarded

    view = open_view(own_record, as_of)
    if cli.own_process:
        bound_process()
    result = run_guarded(view, statement, seconds=seconds, limit=limit)
    if as_json:
        show_json(
            {
                "columns": result.columns,
                "rows": [[plain(cell) for cell in row] for row in result.rows],
                "more": result.more,
            }
        )
        return
    from hustings.products.terminal import show_csv, show_rows

    if as_csv:
        show_csv(result.columns, result.rows)
    else:
        show_rows(console(), result.columns, result.rows)
    if result.more:
        click.echo(f"Only the first {limit:,} rows are shown; --limit shows more.", err=True)
