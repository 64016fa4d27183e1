"""The times that a text names, in order: years, dates, and words that count from the one before.

"In 2016 she won. Two years later she lost; that year she had raised …": each is an anchor with its
year, so that a sentence without one can be given that of the sentence before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.claims.lexicon import words
from hustings.claims.model import Kind

if TYPE_CHECKING:
    from hustings.claims.matching.reach import Reach
    from hustings.claims.model import Quantity, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A time named in a sentence, from `start` to `end`.

    year: the calendar year; 0 if it cannot be told which. said: as a year or a date. back: it looks
    back from what is told (two years earlier), so that the text does not stay there. kept: it is the
    time told of before (that year, this time).
    """

    start: int
    end: int
    year: int
    said: bool = False
    back: bool = False
    kept: bool = False

    @property
    def cycle(self) -> int:
        return self.year + self.year % 2


_NUMBER = r"(?P<n>two|four|six|eight|ten|twelve|2|4|6|8|10)"
_MONTHS = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
#: What words do to the year told of (`from`) or to the article's own (`now`).
_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(form, re.I))
    for name, form in (
        ("later", rf"\b{_NUMBER}\s+years\s+(?:later|on|afterwards?|hence)\b"),
        ("earlier", rf"\b{_NUMBER}\s+years\s+(?:earlier|previously|before(?!\s+\w+ing\b)|after(?!\w))"),
        ("ago", rf"\b{_NUMBER}\s+years\s+ago\b"),
        ("next", r"\bthe\s+next\s+(?:cycle|election|time|campaign)\b|\bin\s+the\s+rematch\b"),
        ("previous", r"\bthe\s+(?:cycle|election)\s+before\b|\bthe\s+previous\s+(?:cycle|election)\b"),
        ("year later", r"\b(?:a|one)\s+year\s+(?:later|on)\b|\bthe\s+(?:next|following)\s+year\b"),
        ("year earlier", r"\b(?:a|one|the)\s+year\s+(?:earlier|before)\b"),
        ("same", (r"\b(?:that|the\s+same)\s+(?:year|fall|autumn|November|cycle|campaign|race|time|"
                  r"spring|summer|season|election)\b|\bthis\s+time\b")),
        ("lately", r"\blast\s+(?:November|fall|autumn)\b"),
        ("last time", r"\blast\s+time(?:\s+(?:around|out))?\b|\blast\s+(?:cycle|election)\b"),
        ("last year", r"\blast\s+year\b"),
        ("last month", rf"\blast\s+{_MONTHS}\b"),
        ("now", (r"\bthis\s+(?:year|cycle|election|fall|November|spring|summer|month|week)\b|"
                 r"\bthese\s+days\b")),
        ("unknown", (r"(?<![\w,]\s)\bThen\s+came\b|\bNext\s+came\b|\bin\s+later\s+years\b|"
                     r"\b(?:in\s+)?(?:his|her|their)\s+(?:first|second|third|last|previous|next|earlier)\s+"
                     r"(?:race|campaign|run|try|bid|contest)\b|\bdecades?\s+ago\b|\bfor\s+the\s+rematch\b")),
    )
)  # fmt: skip
#: "a 2014 pickup": the year of a thing, and none that is told of.
_MODEL = re.compile(
    r"\s+(?:[A-Z]\w+\s+)?(?:pickup|truck|car|van|sedan|Ford|Chevy|Chevrolet|Toyota|Honda|Buick|Subaru|Jeep|"
    r"vintage|wine|model)\b"
)
#: Before a year these make it no time that is told of, but one from or up to which something is.
#: A look back within a clause: the time of it is not that of what follows.
_FLASHBACK = re.compile(
    r"\bhad\s+(?:\w+\s+){0,2}?(?:won|lost|beaten|beat|carried|taken|held|raised|spent|survived|defeated|ousted|"
    r"unseated|got|received)\b|\b(?:than|from|against|up\s+from|down\s+from|compared\s+with)\s+(?:in|for)\s+$|"
    r"\b(?:of|than|as)\s+what\b[^,;]*\b(?:in|for)\s+$"
)
_SPAN = re.compile(r"\b(?:since|until|till|before|elected\s+in|born\s+in|founded\s+in)\s+$", re.I)


def anchors(scene: Reach, when: When, told: int) -> list[Anchor]:
    """The times of a sentence in order. told: the year of the last one before it; 0 if none."""
    found: list[Anchor] = []
    for start, end, name, match in sorted(_named(scene, when), key=lambda one: (one[0], -one[1])):
        if found and start < found[-1].end:
            continue
        forward = [one.year for one in found if one.year and not one.back]
        if isinstance(match, int):
            year, back = match, False
        else:
            before = forward[-1] if forward else told
            year, back = _counted(name, match, when, before, said=bool(forward))
        back = back or bool(_FLASHBACK.search(_own_clause(scene, start, end)))
        found.append(
            Anchor(
                start=start,
                end=end,
                year=year,
                said=name == "said",
                back=back,
                kept=name == "same" and not forward,
            )
        )
    return found


def _own_clause(scene: Reach, start: int, end: int) -> str:
    """The clause of a time up to its end, and what follows where the time heads it."""
    head = CLAUSE.split(scene.between(scene.sentence.start, start))[-1]
    tail = re.split(r",", CLAUSE.split(scene.between(end, scene.sentence.end))[0])[0]
    return head if len(head.split()) > 3 else f"{head} {tail}"


def _named(scene: Reach, when: When) -> Iterator[tuple[int, int, str, int | re.Match[str]]]:
    """Every place that tells of a time: a year as a number, the forms of words as matches."""
    base = scene.sentence.start
    for one in scene.numbers:
        year = year_of(one, when)
        if _MODEL.match(scene.between(one.end, one.end + 30)):
            continue
        if year and not _SPAN.search(scene.between(scene.sentence.start, one.start)):
            yield one.start, one.end, "said", year
    for name, form in _FORMS:
        for match in form.finditer(scene.sentence.text):
            yield match.start() + base, match.end() + base, name, match


def year_of(one: Quantity, when: When) -> int:
    """The year that a number names; 0 if none. The article's own day names none."""
    if one.kind is Kind.YEAR and len(one.text) == 4:
        return int(one.value)
    dated = one.kind is Kind.DATE and one.year_given and one.day != when.day
    return one.day.year if dated and one.day else 0


def _counted(
    name: str, match: re.Match[str], when: When, told: int, *, said: bool
) -> tuple[int, bool]:
    """The year that words mean, and whether they look back from what is told; 0 if it is not known."""
    own = when.cycle or 0
    today = when.day.year if when.day else own
    count = 0
    if match.re.groups and "n" in match.re.groupindex:
        number = match["n"].lower()
        count = int(number) if number.isdigit() else int(words()["numbers"][number])
    match name:
        case "later" | "next":
            base = told or 0
            year = base + (count or 2) if base else 0
            return (year if not own or year + year % 2 <= own else 0), False
        case "earlier" | "previous":
            return ((told or own) - (count or 2)) if told or own else 0, True
        case "year later":
            return (told + 1 if told else 0), False
        case "year earlier":
            return (told - 1 if told else 0), True
        case "ago":
            # Elections are held in even years: four years before 2023 the last one was of 2018.
            year = own - count if own else 0
            return year, True
        case "same":
            # "$69.8 million in 2018 and $67.8 million this time": set against another, it is now.
            if match[0].lower().startswith("this") and not said:
                # "This time" may be the time told of, or the one that the text is of.
                return (told or own if told in {0, own} else 0), True
            return (own if match[0].lower().startswith("this") else told or own), False
        case "lately":
            return today - 1, False
        case "last time":
            # The last general before the article's day, unless that is the campaign it speaks of.
            over = when.day is not None and (when.day.month, when.day.day) > (11, 8)
            return (own - (0 if over and own == today else 2) if own else 0), False
        case "last year":
            return today - 1, False
        case "last month":
            month = int(words()["months"][match["month"].lower()])
            passed = when.day is not None and month < when.day.month
            return today - (0 if passed else 1), False
        case "now":
            return own, False
    # Of a first or a last race nothing follows; what "then came" will be told from here.
    return 0, not match[0].lower().endswith(("came", "years"))


#: Where one clause ends and the next begins, each with a time of its own.
CLAUSE = re.compile(
    r"[;:—]|--|,?\s+\b(?:but|while|whereas|although|though)\b|,\s+(?:and|when|as|after)\s|"
    r"\s+and\s+(?=(?:in|by)\s+(?:19|20)\d{2}\b)",
    re.I,
)
#: What may stand between a number and the time that is its own.
RIGHT_AFTER = re.compile(
    r"\s*(?:votes?\s+|points?\s+|percent\s+)?(?:of\s+the\s+votes?\s+)?(?:there\s+|here\s+)?"
    r"(?:(?:in|for|during|by|through)\s+(?:the\s+|mid-)?(?:[A-Z][a-z]+\.?\s+)?)?"
)
