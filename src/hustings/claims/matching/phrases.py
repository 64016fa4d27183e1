"""The phrases that measures declare, found in a sentence.

Words are compared by their stems, and helping verbs are passed over, so that "spent against" is in
"has been spending heavily against" only if the words follow each other: a gap is written as "…" and
holds at most eight words. A phrase counts for more the more words it has, and less the farther it
stands from the number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from hustings.claims.lexicon import stem
from hustings.measures import measures

WORD = re.compile(r"[A-Za-z][\w’'-]*|[$#]?\d[\d,.]*\d|[$#]?\d|[%+&]")
_HELPING = frozenset({"have", "be", "been", "also", "being"})
_GAP, _SHORT_GAP = 12, 11
_FAR = 7.0
_OF_WHICH = re.compile(r",\s+(?:\w+\s+){0,2}of\s+which\b", re.I)
_BREAK = re.compile(
    r"[;:—]|--|–\s|,\s+(?:and|but|while|although|though|which|who)\b|\b(?:but|while|whereas)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A phrase of a measure in a sentence: its span, and how many of its words are in it."""

    measure: str
    phrase: str
    start: int
    end: int
    words: int
    gap: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a sentence with its stem and offsets in the text."""

    stem: str
    start: int
    end: int


def tokens(text: str, base: int, shares: Iterable[tuple[int, int]] = ()) -> list[Token]:
    """The words of a sentence without helping verbs. `shares`: spans of shares, each one word, %."""
    made = [
        Token(_stem(match[0]), match.start() + base, match.end() + base)
        for match in WORD.finditer(text)
    ]
    for start, end in shares:
        inside = [one for one in made if start < one.end and one.start < end]
        if inside:
            place = made.index(inside[0])
            made[place : place + len(inside)] = [Token("%", start, end)]
    return [one for one in made if one.stem not in _HELPING]


_SAME = {"percent": "%", "percentage": "%", "pct": "%", "pacs": "pac", "votes": "vote"}


def _stem(word: str) -> str:
    low = word.lower()
    return _SAME.get(low) or (stem(word) if word[0].isalpha() else word)


@cache
def _phrases() -> dict[str, tuple[tuple[str, str, tuple[tuple[str, ...], ...]], ...]]:
    """First stem → (measure, phrase, its parts as stems)."""
    found: dict[str, list[tuple[str, str, tuple[tuple[str, ...], ...]]]] = defaultdict(list)
    for measure in measures().values():
        for phrase in measure.says:
            parts = tuple(
                tuple(token.stem for token in tokens(part, 0)) for part in phrase.split("…")
            )
            parts = tuple(part for part in parts if part)
            if parts:
                found[parts[0][0]].append((measure.name, phrase, parts))
    return {first: tuple(listed) for first, listed in found.items()}


def hits(listed: list[Token]) -> list[Hit]:
    """All phrases of measures in a sentence's words."""
    known = _phrases()
    found = []
    for place, token in enumerate(listed):
        for measure, phrase, parts in known.get(token.stem, ()):
            made = _match(listed, place, parts)
            if made is not None:
                last, gap = made
                found.append(
                    Hit(measure=measure, phrase=phrase, start=token.start, end=listed[last].end,
                        words=sum(len(part) for part in parts), gap=gap)
                )  # fmt: skip
    return found


def _match(
    listed: list[Token], place: int, parts: tuple[tuple[str, ...], ...]
) -> tuple[int, tuple[int, int] | None] | None:
    at, gap = place, None
    for number, part in enumerate(parts):
        gap_words = _GAP if listed[place].stem == "%" else _SHORT_GAP
        starts = range(at, at + 1) if number == 0 else range(at + 1, at + gap_words + 1)
        for start in starts:
            if tuple(one.stem for one in listed[start : start + len(part)]) == part:
                if number:
                    gap = (listed[at - 1].end, listed[start].start)
                at = start + len(part)
                break
        else:
            return None
    return at - 1, gap


def weight(hit: Hit, start: int, end: int, listed: list[Token], text: str, base: int) -> float:
    """How strongly a phrase speaks of the number at [start, end)."""
    size = 1 + 0.6 * (hit.words - 1)
    if hit.gap and hit.gap[0] <= start and end <= hit.gap[1]:
        return size + 1.2
    if hit.start < end and start < hit.end:
        return size + 0.8
    low, high = (hit.end, start) if hit.end <= start else (end, hit.start)
    apart = sum(1 for one in listed if low <= one.start and one.end <= high)
    between = text[low - base : high - base]
    near = 1 / (1 + apart / _FAR)
    breaks = len(_BREAK.findall(between))
    numbers = len(re.findall(r"\d[\d,.]*", between))
    # The word right before a number speaks of it more than any word of another clause.
    direct = 1.3 if hit.end <= start and apart == 0 else 1.0
    # "$4.3 million, of which PACs gave": what follows is of the next number.
    parted = 0.5 ** (between.count(";") + 2 * len(_OF_WHICH.findall(between)))
    return size * near * direct * parted * 0.7**breaks * 0.75**numbers
