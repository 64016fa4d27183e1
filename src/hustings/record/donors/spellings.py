"""A donor's row made comparable: parts of the name, place, employer and trade, without noise.

Rows that write all of these just alike are one spelling; the model compares spellings, not rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NamedTuple

from hustings.names import fold, name_key, short_forms

#: Suffixes that tell a father from a son. MD and ESQ tell nobody apart, and V is mostly an initial.
GENERATIONS: Final = {"jr": "jr", "sr": "sr", "ii": "ii", "2nd": "ii", "iii": "iii", "3rd": "iii",
                      "iv": "iv", "4th": "iv"}  # fmt: skip
_ROMAN: Final = re.compile(r"\b(2nd|3rd|4th)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Words that carry no identity, from model.yaml: see the comments there."""

    legal: frozenset[str] = field(default_factory=frozenset)
    unknown: frozenset[str] = field(default_factory=frozenset)
    status: dict[str, str] = field(default_factory=dict)


class NameParts(NamedTuple):
    """surname, first and middle folded; suffix jr, sr, ii, iii, iv; forms: full names of the first."""

    surname: str | None
    first: str | None
    middle: str | None
    suffix: str | None
    forms: tuple[str, ...]

    @property
    def root(self) -> str | None:
        """One full name that the first may stand for, so that Bob is looked for beside Robert."""
        longer = [form for form in self.forms if form != self.first]
        return longer[0] if longer else self.first


@lru_cache(maxsize=200_000)
def name_parts(text: str) -> NameParts:
    """'SMITH, WM. R. JR.' → smith, wm, r, jr. Titles fall away; a blank part is None."""
    suffix = next((GENERATIONS[word] for word in fold(text).split() if word in GENERATIONS), None)
    key = name_key(_ROMAN.sub(" ", text))
    first = key.given[0] if key.given else None
    middle = key.given[1] if len(key.given) > 1 else None
    forms = tuple(sorted(short_forms().get(first, frozenset({first})))) if first else ()
    return NameParts(key.last or None, first, middle, suffix, forms)


def work_parts(employer: str, occupation: str, words: Words) -> tuple[str | None, str | None]:
    """Employer and trade. Retired, self-employed and the like are a trade and no employer.

    What only says that nothing is known ('INFORMATION REQUESTED') is None.
    """
    who = " ".join(word for word in fold(employer).split() if word not in words.legal)
    what = fold(occupation)
    status = words.status.get(what) or words.status.get(who)
    if who in words.unknown or who in words.status:
        who = ""
    if what in words.unknown or what in words.status:
        what = ""
    return who or None, what or status


def known_names(pairs: Iterable[tuple[str | None, str | None]], least: int) -> set[str]:
    """Values of the first that stand beside `least` different values of the second, or more."""
    beside: dict[str, set[str]] = {}
    for one, other in pairs:
        if one and other:
            beside.setdefault(one, set()).add(other)
    return {one for one, others in beside.items() if len(others) >= least}


COLUMNS: Final = ("unique_id", "surname", "first", "middle", "suffix", "forms", "root", "place",
                  "state", "zip5", "zip3", "employer", "trade")  # fmt: skip


def comparable(
    spellings: Iterable[tuple[str, Any, Any, Any, Any, Any, Any]], words: Words, least: int
) -> dict[str, list[Any]]:
    """Spellings (key, name, city, state, zip5, employer, occupation) as columns for the model.

    surname_known and first_known: whether many people of the same files bear the name (or the
    list of short forms has it), so that a letter's difference is another name and no slip.
    """
    made: dict[str, list[Any]] = {name: [] for name in COLUMNS}
    for key, name, city, state, zip5, employer, occupation in spellings:
        parts = name_parts(name or "")
        who, trade = work_parts(employer or "", occupation or "", words)
        zip5 = zip5 if zip5 and re.fullmatch(r"\d{5}", zip5) and zip5 != "00000" else None
        place = f"{fold(city)}, {state}" if city and state else None
        row = (key, parts.surname, parts.first, parts.middle, parts.suffix, list(parts.forms),
               parts.root, place, state, zip5, zip5[:3] if zip5 else None, who, trade)  # fmt: skip
        for column, value in zip(COLUMNS, row, strict=True):
            made[column].append(value)
    firsts = known_names(zip(made["first"], made["surname"], strict=True), least)
    surnames = known_names(zip(made["surname"], made["first"], strict=True), least)
    forms = short_forms()
    made["first_known"] = [one in firsts or one in forms for one in made["first"]]
    made["surname_known"] = [one in surnames for one in made["surname"]]
    return made
