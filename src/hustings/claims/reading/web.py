"""HTML: the main text of a page, by trafilatura. Nothing of the page is run, fetched or passed on.

The text that comes out is words alone: scripts, styles and markup stay behind.
"""

from __future__ import annotations

import re
from datetime import date

from hustings.claims.model import Article
from hustings.errors import RequestError, quoted

_DROPPED = re.compile(
    r"<(script|style|template|noscript|iframe|object|svg)\b.*?</\1\s*>", re.I | re.S
)
_UNCLOSED = re.compile(r"<(script|style)\b.*\Z", re.I | re.S)


def read_html(name: str, text: str) -> Article:
    """An article from a page. Raises RequestError without the extra, or if no text is found."""
    try:
        from trafilatura import bare_extraction
    except ImportError as problem:
        raise RequestError(
            "HTML is read with an extra that is not installed.",
            next_step="Install it: pip install 'hustings[articles]', or give plain text.",
        ) from problem
    bare = _UNCLOSED.sub(" ", _DROPPED.sub(" ", text))
    found = bare_extraction(
        bare, with_metadata=True, include_comments=False, include_tables=True, favor_recall=True
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


def _day(text: str) -> date | None:
    """The page's own date; one that has no day in the future's reach is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
