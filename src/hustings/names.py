"""People's names as files spell them: made comparable, never made up.

`name_key` folds what carries no identity (case, accents, punctuation, titles, suffixes, nicknames
in quotes) and keeps what does (the words). `same_person` says whether two keys may be one person;
whether they are is decided within a race, by `hustings.record.people`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "esq", "md", "phd", "dds", "dr"})
TITLES = frozenset({"mr", "mrs", "ms", "dr", "hon", "rev", "rep", "sen", "congressman", "prof"})
#: Particles that files join to the surname or leave apart: La Malfa, LaMalfa; Van Drew; De La Cruz.
PARTICLES = frozenset({"la", "le", "de", "del", "della", "du", "da", "mc", "mac", "van", "von",
                       "st", "san", "el", "o", "di", "des", "der", "den", "ter"})  # fmt: skip

_NICKNAME = re.compile(r"[\"“”(\[‘]\s*([^\"“”)\]’]{1,30}?)\s*[\"“”)\]’]")


class NameKey(NamedTuple):
    """A name made comparable: surname words joined, given names in order, nicknames."""

    last: str
    given: tuple[str, ...]
    nicknames: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join((*self.given, self.last))


def repair(text: str) -> str:
    """Undo double encoding: UTF-8 bytes once read as cp1252 or latin-1 (CÃ¡rdenas → Cárdenas).

    Text that is not damaged comes back unchanged; text that cannot be repaired too.
    """
    if not any(mark in text for mark in ("Ã", "Â", "â", "Å")):
        return text
    for wrong in ("cp1252", "latin-1"):
        try:
            mended = text.encode(wrong).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(mended) < len(text) and mended.isprintable():
            return mended
    return text


def fold(text: str) -> str:
    """Lower case, without accents, with apostrophes, dots and hyphens taken out of words."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", repair(text))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.lower()
    text = re.sub(r"[.'’`´‘]", "", text)
    return re.sub(r"[^a-z0-9]+", " ", text).strip()


def tidy(text: str) -> str:
    """A name for print: repaired, single spaces, no trailing comma; case is left as it came."""
    return re.sub(r"\s+", " ", repair(text)).strip(" ,")


def in_order(text: str) -> str:
    """A name for print in spoken order and mixed case: 'GOMEZ, JIMMY' → 'Jimmy Gomez'."""
    name = tidy(text)
    if "," in name:
        last, _, rest = name.partition(",")
        rest, _, suffix = rest.strip().partition(",")
        if fold(rest) in SUFFIXES:
            rest, suffix = suffix, rest
        given = [word for word in rest.split() if fold(word) not in TITLES]
        if given and fold(given[-1]) in SUFFIXES:
            suffix = given.pop()
        rest = " ".join(given)
        name = tidy(" ".join((rest, last, suffix)).replace(",", " "))
    return capitalised(name) if name.isupper() or name.islower() else name


def capitalised(name: str) -> str:
    """'DAVID MCKINLEY III' → 'David McKinley III'; 'O'ROURKE' → 'O'Rourke'."""

    def word(match: re.Match[str]) -> str:
        text = match[0]
        if fold(text) in {"ii", "iii", "iv"}:
            return text.upper()
        made = text[:1].title() + text[1:].lower()
        if re.match(r"Mc[a-z]{2,}", made):
            made = "Mc" + made[2].upper() + made[3:]
        return made

    return re.sub(r"[^\W\d_]+", word, name).replace("'S ", "'s ")


@lru_cache(maxsize=200_000)
def name_key(text: str) -> NameKey:
    """The comparable key of a name in either order ('La Malfa, Doug' or 'Doug LaMalfa').

    Surname particles are joined to the surname, so La Malfa and LaMalfa agree. A name of one word
    is a surname.
    """
    text = tidy(text)
    nicknames = tuple(fold(found) for found in _NICKNAME.findall(text))
    bare = _NICKNAME.sub(" ", text)
    if "," in bare:
        last_text, _, given_text = bare.partition(",")
        if all(word in SUFFIXES for word in fold(given_text).split()):
            bare, given_text = last_text, ""
        else:
            given = [w for w in fold(given_text).split() if w not in SUFFIXES | TITLES]
            last = [w for w in fold(last_text).split() if w not in SUFFIXES]
            return NameKey("".join(last), tuple(given), nicknames)
    words = [word for word in fold(bare).split() if word not in SUFFIXES]
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    if not words:
        return NameKey(fold(text).replace(" ", ""), (), nicknames)
    start = len(words) - 1
    while start > 1 and words[start - 1] in PARTICLES:
        start -= 1
    return NameKey("".join(words[start:]), tuple(words[:start]), nicknames)


def same_person(one: NameKey, other: NameKey) -> bool:
    """Whether two names may be one person within one race.

    Surnames must agree: whole, as the last part of a double surname (Gonzales-Torres, Torres), or
    spelt with the given name's tail ('Von Buck' and 'Rio Torrado VonBuck'). Given names must not
    contradict: equal, one an initial or a beginning of the other, a short form, or a nickname.
    """
    if not surnames_agree(one, other):
        return False
    if not one.given or not other.given:
        return True
    # One may go by a middle name: S. Joseph Simitian stands as Joe Simitian. A middle initial is
    # too little for that: Vanessa M. Williams is no Maurice.
    return any(
        _same_given(called, word)
        for mine, theirs in ((one, other), (other, one))
        for called in (mine.given[0], *mine.nicknames)
        for place, word in enumerate((*theirs.given, *theirs.nicknames))
        if place == 0 or len(word) > 1
    )


def _same_given(one: str, other: str) -> bool:
    """Equal, one an initial or a beginning of the other, or short forms of one name."""
    if not one or not other:
        return False
    if one.startswith(other) or other.startswith(one):
        return True
    forms = short_forms()
    return bool(forms.get(one, frozenset({one})) & forms.get(other, frozenset({other})))


@cache
def short_forms() -> dict[str, frozenset[str]]:
    """Given names and the full names that they may stand for: joe → {joe, joseph}."""
    found: dict[str, set[str]] = {}
    text = resources.files("hustings").joinpath("short_forms.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        full, _, shorts = line.partition(",")
        for name in (full, *shorts.split()):
            found.setdefault(name, {name}).add(full)
    return {name: frozenset(fulls) for name, fulls in found.items()}


def surnames_agree(one: NameKey, other: NameKey) -> bool:
    """Whether two surnames may be one: equal, or the end of a double one, or joined otherwise."""
    if one.last == other.last:
        return True
    if one.last[-2:] != other.last[-2:]:
        # Every way to agree below is one surname ending in the other: most pairs end here.
        return False
    for long, short in ((one, other), (other, one)):
        if len(short.last) >= 4 and long.last.endswith(short.last):
            return True
        if long.last == (short.given[-1] if len(short.given) > 1 else "") + short.last:
            return True
    return False
