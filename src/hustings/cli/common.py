"""What commands share: which record, which day, how key=value is read, how JSON is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from hustings.errors import RequestError
from hustings.record.store import Record, default_folder, parse_day

if TYPE_CHECKING:
    from hustings.record.view import View

F = TypeVar("F", bound=Callable[..., Any])


def record_options(function: F) -> F:
    """--record on every command too, so that it may stand where people expect it."""
    return click.option(
        "--record", "own_record", metavar="DIR", help="The record to use."
    )(function)


def as_of_option(function: F) -> F:
    return click.option(
        "--as-of", "as_of", metavar="DATE", help="What was known on that day, such as 2024-11-25."
    )(function)


def json_option(function: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="JSON for machines.")(function)


def folder(own: str | None) -> Path:
    """The record folder: the command's, the group's, HUSTINGS_RECORD, or the default."""
    context = click.get_current_context()
    named = own or context.obj
    return Path(named) if named else default_folder()


def open_view(own: str | None, as_of: str | None) -> View:
    """The record as of a day; the embedded sample if there is no record yet."""
    from hustings.products.api import open_view as opened

    day = parse_day(as_of) if as_of else None
    named = own or click.get_current_context().obj
    return opened(Path(named) if named else None, day)


def open_existing(own: str | None) -> Record:
    return Record(folder(own), must_exist=True)


def day(as_of: str | None) -> date | None:
    return parse_day(as_of) if as_of else None


def pairs(arguments: tuple[str, ...]) -> dict[str, str]:
    """'race=CA-34' 'cycle=2024' → a mapping. Raises RequestError for anything else."""
    read: dict[str, str] = {}
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if not equals or not name or not value:
            raise RequestError(
                f"{argument!r} is not of the form name=value.", next_step="Such as race=CA-34."
            )
        if name in read:
            raise RequestError(f"{name} is given twice.")
        read[name.replace("-", "_")] = value
    return read


def show_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def console() -> Any:
    """A rich console: colour for people, plain when piped or NO_COLOR is set."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)
