"""Sentences of a text, with their offsets.

Texts from the web lose blanks where paragraphs met ("his opponent.David is 36"), so a full stop
between a small letter and a capitalised word ends a sentence too. Abbreviations and initials do
not. Every line is a paragraph of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.lexicon import words
from hustings.claims.model import Sentence

#: No sentence is longer: a text without stops is cut at a blank.
LONGEST = 2_000
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_END = re.compile(
    # A run of stops is taken from its beginning and whole: however long, it is read once.
    r"""(?<![.!?…])[.!?…]++["”’')\]]*+(?=\s+["“‘'(\[]?[^\Wa-z_])   # stop, blank, no small letter
      | (?<=[a-z0-9)%])[.!?]["”’]*(?=["“]?[A-Z][a-z])            # glued: opponent.David
      | [.!?]["”](?=[A-Z])                                       # glued after a quotation
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(r"([^\s\"“‘'(\[]+)$")


def sentences(text: str) -> list[Sentence]:
    """All sentences in order; blank ones are left out."""
    found: list[Sentence] = []
    for paragraph, line in enumerate(_LINE.finditer(text)):
        for start, end in _cuts(line[0]):
            piece = line[0][start:end]
            bare = piece.strip()
            if not bare:
                continue
            start += line.start() + len(piece) - len(piece.lstrip())
            found.append(
                Sentence(
                    start=start,
                    end=start + len(bare),
                    text=bare,
                    paragraph=paragraph,
                    number=len(found),
                )
            )
    return found


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(line):
        if match.end() > start and not _abbreviated(line, match.start(), match.end()):
            yield from _short(line, start, match.end())
            start = match.end()
    yield from _short(line, start, len(line))


def _short(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The piece itself, or pieces of at most LONGEST characters."""
    while end - start > LONGEST:
        cut = line.rfind(" ", start, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end


def _abbreviated(line: str, stop: int, end: int) -> bool:
    """Whether the full stop belongs to an abbreviation or an initial: Rep., U.S., David M. Kim."""
    if line[stop] != "." or line[stop : stop + 2] == "..":
        return False
    before = _BEFORE.search(line[max(0, stop - 20) : stop])
    if not before:
        return False
    word = before[1]
    if re.fullmatch(r"(?:[A-Za-z]\.)*[A-Z]", word):
        # U.S. may end a sentence; before a word that begins one it does.
        after = re.match(r"\s+(\w+)", line[end:])
        return not ("." in word and after and after[1].lower() in words()["sentence_starts"])
    if word.lower() in {"no", "nos"}:
        # "he was a no. Both …" ends; "No. 12" does not.
        return re.match(r"\s*\d", line[end:]) is not None
    return word.lower() in words()["abbreviations"]
