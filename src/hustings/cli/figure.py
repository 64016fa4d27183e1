"""`hustings figure`: one figure with everything that it rests on."""

from __future__ import annotations

from contextlib import suppress

import click

from hustings.cli.common import (
    as_of_option,
    console,
    engine_option,
    json_option,
    open_view,
    pairs,
    record_options,
    show_json,
)


@click.command("figure", short_help="One figure with its definition, sources and SQL.")
@click.argument("measure")
@click.argument("params", nargs=-1, metavar="NAME=VALUE…")
@click.option("--rows", is_flag=True, help="Show the rows that the figure was made of.")
@as_of_option
@record_options
@engine_option
@json_option
def command(
    measure: str,
    params: tuple[str, ...],
    rows: bool,
    as_of: str | None,
    own_record: str | None,
    engine: str | None,
    as_json: bool,
) -> None:
    """One figure: hustings figure receipts_from_pacs candidate="Jimmy Gomez" cycle=2024

    Names may be given as people write them; an ambiguous name lists whom it could mean.
    """
    from hustings.errors import NoData
    from hustings.figures import plain
    from hustings.measures import evaluate, find_measure
    from hustings.measures.evaluation import evidence

    view = open_view(own_record, as_of, engine)
    figure = evaluate(view, measure, pairs(params))
    found = evidence(view, figure) if rows else []
    beside = []
    for name in find_measure(figure.measure).see:
        with suppress(NoData):
            beside.append(evaluate(view, name, figure.params))
    if as_json:
        shown = figure.to_json()
        if rows:
            shown["rows"] = [{k: plain(v) for k, v in row.items()} for row in found]
        if beside:
            shown["see"] = [other.to_json() for other in beside]
        show_json(shown)
        return
    from hustings.products.terminal import show_figure

    show_figure(console(), figure, found if rows else None, beside)
