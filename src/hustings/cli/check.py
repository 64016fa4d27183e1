"""`hustings check`: every number and statement of an article against the record."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from hustings.cli.common import (
    as_of_option,
    console,
    day,
    engine_option,
    json_option,
    one_form,
    open_view,
    record_options,
    save_html,
    show_json,
)
from hustings.errors import RequestError

if TYPE_CHECKING:
    from datetime import date

    from hustings.claims.model import Article, Checked
    from hustings.record.view import View

#: A check that takes longer than this shows how far it is, in seconds.
PATIENCE = 2.0


@click.command("check", short_help="The claims of an article against the record.")
@click.argument("file", metavar="FILE|-", required=False)
@click.option("--race", help="The seat that the article is about, where it does not say so.")
@click.option("--strict", is_flag=True, help="Exit with 1 if the record contradicts a claim.")
@click.option(
    "--evaluate", "gold", metavar="GOLD", help="Score the checker on judged claims (JSON)."
)
@click.option(
    "--propose",
    metavar="URL",
    help="Let a language model at an OpenAI-compatible address propose readings "
    "(or HUSTINGS_MODEL_URL). The article's sentences are sent there.",
)
@click.option("--html", "html_file", metavar="FILE", help="One self-contained HTML page.")
@as_of_option
@record_options
@engine_option
@json_option
def command(
    file: str | None,
    race: str | None,
    strict: bool,
    gold: str | None,
    propose: str | None,
    html_file: str | None,
    as_of: str | None,
    own_record: str | None,
    engine: str | None,
    as_json: bool,
) -> int:
    """Check an article: plain text, Markdown, HTML, PDF, or - for standard input.

    Each number and statement that a measure of Hustings knows is marked as supported,
    contradicted, right for another measure, not in the record, or not checkable, with the figure.
    What was known on the article's day counts; --as-of says which day that is.
    """
    if (file is None) == (gold is None):
        raise RequestError("give an article to check, or --evaluate GOLD.")
    one_form(as_json, False, html_file)
    if gold is not None and html_file is not None:
        raise RequestError("--evaluate has no page.", next_step="Leave out --html, or use --json.")
    view, at = _record(own_record, engine)
    check = _checker(view, at, race or "", day(as_of), propose)
    if gold is not None:
        return _evaluated(gold, check, as_json)
    from hustings.claims.reading import read_article

    checked = check(read_article(str(file)))
    if as_json:
        show_json(checked.to_json())
    elif html_file is not None:
        from hustings.products.check_page import check_html

        save_html(check_html(checked, view, at), html_file)
    else:
        from hustings.products.check_terminal import show_checked

        show_checked(console(), checked)
    from hustings.claims.model import Ruling

    return 1 if strict and checked.count(Ruling.CONTRADICTED) else 0


def _record(own_record: str | None, engine: str | None) -> tuple[View, Callable[[date], View]]:
    """The whole record, and a function that opens it as of a day, once for each."""
    opened: dict[date, View] = {}

    def at(when: date) -> View:
        if when not in opened:
            opened[when] = open_view(own_record, when.isoformat(), engine)
        return opened[when]

    return open_view(own_record, None, engine), at


def _checker(
    view: View, at: Callable[[date], View], race: str, as_of: date | None, propose: str | None
) -> Callable[[Article], Checked]:
    """A function that checks one article after the other against one open record."""
    from hustings.claims import check_article
    from hustings.claims.proposals import proposer

    def check(article: Article) -> Checked:
        return check_article(
            view, article, at=at, race=race, as_of=as_of, progress=_Bar(), propose=proposer(propose)
        )

    return check


class _Bar:
    """A line on stderr that says how far a long check is; nothing on a pipe."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.shown = False

    def __call__(self, done: int, of: int) -> None:
        if not sys.stderr.isatty() or time.monotonic() - self.began < PATIENCE:
            return
        filled = done * 30 // max(of, 1)
        end = "\n" if done == of else ""
        click.echo(f"\r{'█' * filled}{'░' * (30 - filled)} {done:,} of {of:,} sentences{end}",
                   err=True, nl=False)  # fmt: skip
        self.shown = True


def _evaluated(gold: str, check: Callable[[Article], Checked], as_json: bool) -> int:
    from hustings.claims.evaluation import evaluate_gold

    found = evaluate_gold(gold, check)
    if as_json:
        show_json(found.to_json())
    else:
        from hustings.products.check_terminal import show_evaluation

        show_evaluation(console(wide=True), found)
    return 0
