"""What is in a record, and what could be: snapshots, rejects, tables, sources."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table as Grid
from rich.text import Text

from hustings.record.manifest import Snapshot
from hustings.record.view import named_views
from hustings.sources.pages import pages
from hustings.tables import catalogue

if TYPE_CHECKING:
    from rich.console import Console

    from hustings.record.view import View


def _grid(*heads: str, right: Sequence[int] = ()) -> Grid:
    grid = Grid(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for place, head in enumerate(heads):
        grid.add_column(head, justify="right" if place in right else "left", overflow="fold")
    return grid


def show_snapshots(out: Console, chosen: Sequence[Snapshot], *, of: int) -> None:
    """The current snapshot of each thing: as of when, how many rows, how many rejected."""
    grid = _grid("thing", "as of", "loaded", "rejected", "rows", "file", right=(2, 3, 4))
    for one in chosen:
        rows = sum(one.tables.values())
        grid.add_row(
            one.thing, one.as_of, f"{one.loaded:,}",
            f"{one.rejected:,}" if one.rejected else "–", f"{rows:,}", one.file,
        )  # fmt: skip
    rows = sum(sum(one.tables.values()) for one in chosen)
    rejected = sum(one.rejected for one in chosen)
    grid.add_row("all", "", f"{sum(one.loaded for one in chosen):,}", f"{rejected:,}", f"{rows:,}",
                 "", style="bold")  # fmt: skip
    out.print(grid)
    older = of - len(chosen)
    more = f" and {older:,} older vintages or later than the day asked (--all)" if older > 0 else ""
    out.print(f"{len(chosen):,} things{more}. Rejected lines: hustings record --rejects")


def show_rejects(out: Console, view: View, *, as_json: bool) -> None:
    """The rejected lines of the current snapshots with file, line and reason."""
    found = view.dicts(
        "select s.file, r.line, r.reason, r.text from rejects r "
        "join snapshots s on s.snapshot = r.snapshot order by s.file, r.line"
    )
    if as_json:
        print(json.dumps(found, indent=2, ensure_ascii=False))
        return
    if not found:
        out.print("Nothing was rejected.")
        return
    grid = _grid("file", "line", "reason", "text", right=(1,))
    for row in found:
        grid.add_row(row["file"], f"{row['line']:,}", row["reason"], row["text"][:60])
    out.print(grid)


def show_tables(out: Console, *, as_json: bool) -> None:
    """The catalogue: every table and column, and the record's own views."""
    if as_json:
        print(
            json.dumps(
                {
                    **{
                        one.name: {
                            "about": one.about,
                            "columns": {c.name: [c.type, c.about] for c in one.columns},
                        }
                        for one in catalogue().values()
                    },
                    **{view.name: {"about": view.about} for view in named_views().values()},
                },
                indent=2,
            )
        )
        return
    for one in catalogue().values():
        out.print(Text.assemble("\n", (one.name, "bold"), f" {one.about}"))
        grid = _grid("  column", "type", "meaning")
        for column in one.columns:
            grid.add_row(f"  {column.name}", column.type, column.about)
        out.print(grid)
    out.print(Text("\nViews", style="bold"))
    for view in named_views().values():
        out.print(Text.assemble("  ", (view.name, "bold"), f" {view.about}"))


def show_sources(out: Console, *, as_json: bool) -> None:
    """The sources: publisher, title, licence, which tables they fill."""
    if as_json:
        print(
            json.dumps(
                [
                    {
                        "id": one.id, "title": one.title, "publisher": one.publisher,
                        "about": one.about, "licence": one.licence, "tables": list(one.tables),
                        "scope": list(one.scope), "files": list(one.files),
                    }
                    for one in pages().values()
                ],
                indent=2,
            )
        )  # fmt: skip
        return
    grid = _grid("source", "title", "publisher", "scope", "tables")
    for one in pages().values():
        grid.add_row(one.id, one.title, one.publisher, " ".join(one.scope), " ".join(one.tables))
    out.print(grid)
