"""PDF: the text that the file carries, by pypdf. A scan has none, and is said to have none."""

from __future__ import annotations

import io
import logging
import re

from hustings.claims.model import Article
from hustings.errors import RequestError, quoted

#: Pages of a book at the most; more is refused, not cut.
MOST_PAGES = 2_000


def read_pdf(name: str, content: bytes) -> Article:
    """An article from a PDF. Raises RequestError if it is broken, locked, or holds no text."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as problem:
        raise RequestError(
            "PDF is read with an extra that is not installed.",
            next_step="Install it: pip install 'hustings[articles]', or give plain text.",
        ) from problem
    # Broken files are told in one sentence of ours; the library's warnings would come between.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RequestError(f"{quoted(name)} is locked with a password.",
                               next_step="Save it without one, or give plain text.")  # fmt: skip
        if len(reader.pages) > MOST_PAGES:
            raise RequestError(f"{quoted(name)} has {len(reader.pages):,} pages; at most "
                               f"{MOST_PAGES:,} are read.", next_step="Give it in parts.")  # fmt: skip
        pages = [page.extract_text() for page in reader.pages]
        title = str((reader.metadata.title if reader.metadata else "") or "")
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as problem:
        raise RequestError(
            f"{quoted(name)} is no PDF that can be read.", next_step="Give plain text."
        ) from problem
    text = _flowing("\n".join(pages))
    if not text.strip():
        raise RequestError(
            f"{quoted(name)} holds no text: it may be a scan.",
            next_step="Read it with a program for text recognition first, or give plain text.",
        )
    return Article(name=name, text=text, form="pdf", title=title)


def _flowing(text: str) -> str:
    """Lines of a page joined into paragraphs: a line that goes on in small letters is no new one."""
    text = re.sub(r"(\w)-\n(?=[a-z])", r"\1", text)
    return re.sub(r"(?<![.!?:”\"])\n(?=[a-z(\d$])|(?<=,)\n", " ", text)
