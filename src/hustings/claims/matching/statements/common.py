"""What the forms of statements share: places of words, names around them, and how a claim is made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hustings.claims.matching.scene import Scene
from hustings.claims.model import Claim, Mention, Reading, Ruling, Thing

#: Pronouns of whom something is, or to whom it is done: not who does it.
POSSESSIVE = frozenset({"his", "him", "her", "hers"})


def stated(scene: Scene, start: int, end: int, *readings: Reading, claimed: str = "",
           outcome: Ruling | None = None, why: str = "") -> Claim:  # fmt: skip
    end = min(end, scene.sentence.end)
    return Claim(start=start, end=end, quote=scene.between(start, end), sentence=scene.sentence,
                 readings=readings, claimed=claimed, outcome=outcome, why=why)  # fmt: skip


def negated(text: str) -> bool:
    return bool(
        re.search(
            r"\b(?:not|never|n['’]t|no longer|neither|nor|failed to|refused to|declined to)\b|n['’]t\b",
            text,
            re.I,
        )
    )


def places(scene: Scene, form: str) -> Iterator[tuple[int, int, re.Match[str]]]:
    base = scene.sentence.start
    for match in re.finditer(form, scene.sentence.text, re.I):
        yield match.start() + base, match.end() + base, match


def last_before(scene: Scene, place: int, *things: Thing) -> Mention | None:
    named = [
        one for one in scene.of(*things)
        if one.end <= place and one.how != "derived" and one.text.lower() not in POSSESSIVE
    ]  # fmt: skip
    return named[-1] if named else None


def first_after(scene: Scene, place: int, *things: Thing) -> Mention | None:
    named = [one for one in scene.of(*things) if one.start >= place and one.how != "derived"]
    return named[0] if named else None
