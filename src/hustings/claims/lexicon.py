"""The checker's words: general English and the words of the field, in `words.yaml`.

No list here names an article, a person or a number; what people and committees are called comes
from the record, and what measures are called from the measures.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import yaml

from hustings.names import fold


@cache
def words() -> dict[str, Any]:
    """The lists of words.yaml; plain lists come as frozen sets."""
    text = resources.files("hustings.claims").joinpath("words.yaml").read_text(encoding="utf-8")
    read = yaml.safe_load(text)
    return {
        name: frozenset(str(one) for one in value) if isinstance(value, list) else value
        for name, value in read.items()
    }


def alternation(listed: Any) -> str:
    """A list of phrases as a pattern's alternatives, the longest first."""
    phrases = sorted((str(one) for one in listed), key=lambda one: (-len(one), one))
    return "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in phrases)


@cache
def stem(word: str) -> str:
    """A word without its ending, so that raised, raises and raising agree; irregular ones by list."""
    plain = fold(word).replace(" ", "")
    for form, base in words()["irregular"].items():
        if plain == form:
            return str(base)
    for ending in ("ing", "ed", "es", "s"):
        if plain.endswith(ending) and len(plain) - len(ending) >= 3 and not plain.endswith("ss"):
            plain = plain.removesuffix(ending)
            break
    if len(plain) > 3 and plain[-1] == plain[-2] and plain[-1] not in "lsz":
        plain = plain[:-1]
    return plain.removesuffix("e") if len(plain) > 3 else plain
