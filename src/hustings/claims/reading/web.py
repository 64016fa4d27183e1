"""HTML: the main text of a page, by trafilatura. Nothing of the page is run, fetched or passed on.

The text that comes out is words alone: scripts, styles and markup stay behind.
"""

from __future__ import annotations

import re
from datetime import date

from hustings.claims.model import Article
from hustings.errors import RequestError, quoted

_OPENS = re.compile(r"<(script|style|template|noscript|iframe|object|svg)\b", re.I)
#: What runs to the end of the page if it is not closed, as in a browser.
_TO_THE_END = frozenset({"script", "style"})


def read_html(name: str, text: str) -> Article:
    """An article from a page. Raises RequestError without the extra, or if no text is found."""
    try:
        from trafilatura import bare_extraction
    except ImportError as problem:
        raise RequestError(
            "HTML is read with an extra that is not installed.",
            next_step="Install it: pip install 'hustings[articles]', or give plain text.",
        ) from problem
    found = bare_extraction(
        without_code(text),
        with_metadata=True,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
    )
    made = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    body = str(made.get("text") or "").strip()
    if not body:
        raise RequestError(
            f"{quoted(name)} holds no text that could be found.",
            next_step="Give the article's text alone.",
        )
    title = str(made.get("title") or "")
    if title and not body.startswith(title):
        body = f"{title}\n{body}"
    return Article(
        name=name,
        text=body,
        form="html",
        title=title,
        day=_day(str(made.get("date") or "")),
    )


def without_code(text: str) -> str:
    """A page without its scripts, styles and drawings, each dropped with all that is in it.

    In one pass, however many are never closed: a page may be made to take long.
    """
    kept: list[str] = []
    at = 0
    unclosed: set[str] = set()
    for opens in _OPENS.finditer(text):
        name = opens[1].lower()
        if opens.start() < at or name in unclosed:
            continue
        closes = re.compile(rf"</{name}\s*>", re.I).search(text, opens.end())
        if closes is None and name not in _TO_THE_END:
            unclosed.add(name)
            continue
        kept.append(text[at : opens.start()])
        at = len(text) if closes is None else closes.end()
    kept.append(text[at:])
    return " ".join(kept)


def _day(text: str) -> date | None:
    """The page's own date; one that has no day in the future's reach is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
