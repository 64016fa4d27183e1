"""Markdown: its words, block by block, without marks, addresses of links and raw HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from hustings.claims.model import Article

_FRONT = re.compile(r"\A---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.S)
_DATE = re.compile(r"^date:\s*[\"']?(\d{4}-\d{2}-\d{2})", re.M)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.M)


def read_markdown(name: str, text: str) -> Article:
    """An article from Markdown; day and title come from front matter, if there is any."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    head = front[1] if front else ""
    body = text[front.end() :] if front else text
    blocks = []
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(body):
        if token.type == "inline":
            blocks.append("".join(_words(token.children or [])))
        elif token.type in {"fence", "code_block"}:
            blocks.append(token.content)
    day, title = _DATE.search(head), _TITLE.search(head)
    return Article(
        name=name,
        text="\n".join(blocks),
        form="markdown",
        title=title[1] if title else "",
        day=_day(day[1]) if day else None,
    )


def _words(tokens: Sequence[object]) -> list[str]:
    made = []
    for token in tokens:
        kind = getattr(token, "type", "")
        if kind in {"text", "code_inline"}:
            made.append(str(getattr(token, "content", "")))
        elif kind in {"softbreak", "hardbreak"}:
            made.append(" ")
    return made


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
