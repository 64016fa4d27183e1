"""`hustings measures`: what can be asked."""

from __future__ import annotations

import click

from hustings.cli.common import console, json_option, show_json


@click.command("measures", short_help="All measures, or the definition of one.")
@click.argument("name", required=False)
@json_option
def command(name: str | None, as_json: bool) -> None:
    """All measures by family, or the definition and the parameters of one."""
    from hustings.measures import find_measure, measures

    chosen = list(measures().values()) if name is None else [find_measure(name)]
    if as_json:
        show_json(
            [
                {
                    "measure": one.name,
                    "family": one.family,
                    "unit": str(one.unit),
                    "definition": one.definition,
                    "notes": one.notes,
                    "says": list(one.says),
                    "params": [
                        {"name": p.name, "kind": p.kind.lower(), "required": p.required}
                        for p in one.params
                    ],
                }
                for one in chosen
            ]
        )
        return
    from hustings.products.terminal import show_measures

    show_measures(console(), chosen)
