"""What kind of file it is, and how much of it is read."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from hustings.claims.model import Article
from hustings.errors import RequestError, quoted

#: The most that is read of a file, in bytes, and the most text that is checked, in characters.
MOST_BYTES = 40_000_000
MOST_TEXT = 5_000_000

_HTML = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I | re.S
)
_SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html",
             ".xhtml": "html", ".pdf": "pdf"}  # fmt: skip


def read_article(path: str | Path) -> Article:
    """An article from a file, or from standard input for '-'.

    Raises RequestError for a file that is not there, is empty, holds no text or is too large.
    """
    if str(path) == "-":
        content = sys.stdin.buffer.read(MOST_BYTES + 1)
        return _made("standard input", content, "")
    file = Path(path)
    where = quoted(file)
    try:
        if not file.is_file():
            raise RequestError(
                f"there is no file {where}.", next_step="Give the path of an article."
            )
        size = file.stat().st_size
        if size > MOST_BYTES:
            raise _large(where, size)
        content = file.read_bytes()
    except OSError as problem:
        raise RequestError(f"{where} cannot be read: {problem.strerror}.") from problem
    return _made(file.name, content, _SUFFIXES.get(file.suffix.lower(), ""))


def read_text(text: str, name: str = "text") -> Article:
    """An article from text that is at hand. Raises RequestError if it is blank or too long."""
    return _checked(Article(name=name, text=text))


def _made(name: str, content: bytes, form: str) -> Article:
    if len(content) > MOST_BYTES:
        raise _large(quoted(name), len(content))
    if not content.strip():
        raise RequestError(
            f"{quoted(name)} is empty.", next_step="Give a file with the article's text."
        )
    if form == "pdf" or content[:5] == b"%PDF-":
        from hustings.claims.reading.pdf import read_pdf

        return _checked(read_pdf(name, content))
    text = _decoded(name, content)
    if form == "html" or (not form and _HTML.match(text[:4000])):
        from hustings.claims.reading.web import read_html

        return _checked(read_html(name, text))
    if form == "markdown":
        from hustings.claims.reading.markdown import read_markdown

        return _checked(read_markdown(name, text))
    return _checked(Article(name=name, text=text))


def _decoded(name: str, content: bytes) -> str:
    """The file's letters; UTF-8, UTF-16 with its mark, or else Windows-1252."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content[:10_000]:
        raise _binary(name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    sample = text[:20_000]
    strange = sum(1 for one in sample if not one.isprintable() and not one.isspace())
    if strange > len(sample) * 0.02 or sample.count("\ufffd") > len(sample) * 0.02:
        raise _binary(name)
    return text


def _checked(article: Article) -> Article:
    if not article.text.strip():
        raise RequestError(
            f"{quoted(article.name)} holds no text.",
            next_step="Give a file with the article's text.",
        )
    if len(article.text) > MOST_TEXT:
        raise RequestError(
            f"{quoted(article.name)} holds {len(article.text):,} characters; at most {MOST_TEXT:,} "
            "are checked.",
            next_step="Give it in parts.",
        )
    return article


def _large(where: str, size: int) -> RequestError:
    return RequestError(
        f"{where} has {size:,} bytes; at most {MOST_BYTES:,} are read.",
        next_step="Give the article's text alone, or in parts.",
    )


def _binary(name: str) -> RequestError:
    return RequestError(
        f"{quoted(name)} is not text.", next_step="Give plain text, Markdown, HTML or PDF."
    )
