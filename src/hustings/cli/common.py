"""What commands share: which record, which day, how key=value is read, how JSON is written."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from hustings.errors import RequestError, quoted
from hustings.record.store import default_folder, local_folder, parse_day

if TYPE_CHECKING:
    from hustings.products.layout import Page
    from hustings.record.view import View

F = TypeVar("F", bound=Callable[..., Any])


def record_options(function: F) -> F:
    """--record on every command too, so that it may stand where people expect it."""
    return click.option("--record", "own_record", metavar="DIR", help="The record to use.")(
        function
    )


def as_of_option(function: F) -> F:
    return click.option(
        "--as-of", "as_of", metavar="DATE", help="What was known on that day, such as 2024-11-25."
    )(function)


def engine_option(function: F) -> F:
    return click.option(
        "--engine",
        metavar="NAME",
        help="What runs the SQL: duckdb (the default) or spark; or HUSTINGS_ENGINE.",
    )(function)


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="JSON for machines.")(function)


def form_options(function: F) -> F:
    """--md and --html FILE, for what can be read as a page."""
    made = click.option(
        "--html", "html_file", metavar="FILE", help="One self-contained HTML page."
    )(function)
    return click.option("--md", "as_md", is_flag=True, help="Markdown.")(made)


def page_options(function: F) -> F:
    """What commands take that show a page of the record: its form, its day, which record."""
    return form_options(as_of_option(record_options(json_option(function))))


def one_form(as_json: bool, as_md: bool, html_file: str | None) -> None:
    """Refuse two forms at once. Raises RequestError."""
    if sum((as_json, as_md, html_file is not None)) > 1:
        raise RequestError("choose one of --json, --md and --html.")


def save_html(text: str, html_file: str) -> None:
    """Write a page to a file, or to standard output for -. Raises RequestError if it cannot."""
    if html_file == "-":
        click.echo(text)
        return
    try:
        Path(html_file).write_text(text, encoding="utf-8")
    except OSError as problem:
        raise RequestError(
            f"{quoted(html_file)} cannot be written: {problem.strerror}.",
            next_step="Name another file.",
        ) from problem
    click.echo(f"{html_file}: {len(text.encode()):,} bytes. Open it in a browser.", err=True)


def show_page(page: Page, *, as_md: bool, html_file: str | None) -> None:
    """A page as Markdown, as an HTML file, or on the terminal."""
    if as_md:
        from hustings.products.layout.markdown import page_markdown

        click.echo(page_markdown(page), nl=False)
    elif html_file is not None:
        from hustings.products.layout.html import page_html

        save_html(page_html(page), html_file)
    else:
        from hustings.products.layout.terminal import show_page as show

        show(console(), page)


def folder(own: str | None) -> Path:
    """The record folder: the command's, the group's, HUSTINGS_RECORD, or the default."""
    named = click.get_current_context().obj if own is None else own
    return default_folder() if named is None else _path(named)


def _path(named: str) -> Path:
    if not named.strip():
        raise RequestError("--record names no folder.", next_step="Such as --record my-record.")
    return local_folder(named)


def open_view(own: str | None, as_of: str | None, engine: str | None = "duckdb") -> View:
    """The record as of a day; the embedded sample if there is no record yet.

    engine: what --engine said; None leaves it to HUSTINGS_ENGINE.
    """
    from hustings.record.engines import open_view as opened

    named = click.get_current_context().obj if own is None else own
    if named is not None and "://" not in named:
        named = _path(named)
    return opened(named, day(as_of), engine)


def day(as_of: str | None) -> date | None:
    """The day of --as-of, if it was given."""
    return None if as_of is None else parse_day(as_of)


def pairs(arguments: tuple[str, ...]) -> dict[str, str]:
    """'race=CA-34' 'cycle=2024' → a mapping. Raises RequestError for anything else."""
    read: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or not name or not value:
            raise RequestError(
                f"{quoted(argument)} is not of the form name=value.",
                next_step="Such as race=CA-34.",
            )
        name = name.replace("-", "_")
        if name in read:
            raise RequestError(f"{quoted(name)} is given twice.", next_step="Give it once.")
        read[name] = value
    return read


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say on a terminal that something is being worked out, for what may take over two seconds."""
    from rich.console import Console

    told = Console(stderr=True, highlight=False)
    if not told.is_terminal:
        yield
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=told, transient=True) as shown:
        shown.add_task(what, total=None)
        yield


def show_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def console(*, wide: bool = False) -> Any:
    """A rich console: colour for people, plain when piped or NO_COLOR is set.

    On a pipe there is room: `wide` tables of files are then not folded to 80 columns.
    """
    from rich.console import Console

    colour: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    # No markup: brackets in names, file names and rejected lines are what they are.
    made = Console(highlight=False, markup=False, soft_wrap=False, color_system=colour)
    if wide and not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = 150
    return made
