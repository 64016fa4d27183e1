"""What a check is made of: an article, its sentences, quantities and names, claims and verdicts.

Everything is frozen. `start` and `end` are offsets in `Article.text`, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hustings.figures import Figure, plain


class Ruling(StrEnum):
    """What the record says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    OTHER_MEASURE = "other_measure"
    NOT_IN_RECORD = "not_in_record"
    NOT_CHECKABLE = "not_checkable"


class Kind(StrEnum):
    """What a quantity in a text is. The last row are numbers that no record of races could know."""

    SHARE, USD, COUNT, RANK, POINTS = "share", "usd", "count", "rank", "points"
    PAIR, VOTE_PAIR, PVI, DATE, WEEKDAY = "pair", "vote pair", "pvi", "date", "weekday"
    ORDINAL, MULTIPLE, YEAR = "ordinal", "multiple", "year"
    TALLY = "tally"
    AGE, CLOCK, PHONE, ADDRESS, PRICE, SPAN = "age", "clock", "phone", "address", "price", "span"


#: Kinds that no measure knows, with the words for the note.
UNKNOWABLE = {
    Kind.AGE: "an age",
    Kind.CLOCK: "a time of day",
    Kind.PHONE: "a telephone number",
    Kind.ADDRESS: "an address",
    Kind.PRICE: "a price or a rate",
    Kind.SPAN: "a length of time",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """A text to check. `form` is text, markdown, html or pdf; `day` is from its own metadata."""

    name: str
    text: str
    form: str = "text"
    title: str = ""
    day: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """One sentence: where it is, what it says, and the number of its paragraph."""

    start: int
    end: int
    text: str
    paragraph: int
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """A number as written, and the values its words allow: from `low` to `high`, both included.

    value: the number itself, shares as fractions of one, money in dollars; of a pair the first.
    other: the second of a pair. text_value: a PVI. day: a date; `year_given` says whether its year
    was written. hedge: the word that widens or bounds it. noun: the word counted.
    """

    start: int
    end: int
    text: str
    kind: Kind
    value: Decimal = Decimal(0)
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    other: Decimal | None = None
    text_value: str = ""
    day: date | None = None
    year_given: bool = False
    hedge: str = ""
    noun: str = ""

    def allows(self, value: Decimal) -> bool:
        """Whether the words allow a value."""
        return self.low <= value <= self.high


class Thing(StrEnum):
    """What a name in a text stands for."""

    PERSON = "person"
    PRESIDENTIAL = "presidential"
    DISTRICT = "district"
    STATE = "state"
    COMMITTEE = "committee"
    NETWORK = "network"
    BILL = "bill"
    ROLL_CALL = "roll call"
    GROUP = "group"
    PARTY = "party"
    YEAR = "year"
    ROUND = "round"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A name in the text and what it stands for.

    key: the record's key of it; empty if it is ambiguous, and then `options` say what it may be.
    how: full, short, pronoun, role or derived (the district of a named member).
    """

    start: int
    end: int
    text: str
    thing: Thing
    key: str
    name: str = ""
    how: str = "full"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """The time of an article: its day as far as known, and how that was found.

    `day` decides what was known then; without one the newest answers. `cycle` and `congress` are
    those the article speaks in where a sentence names no other. `sure`: a date was given or found,
    not gathered from what the article speaks of.
    """

    day: date | None
    cycle: int | None
    congress: int | None
    sure: bool
    how: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """One way to understand a claim: a measure with parameters.

    score: how well the words fit, higher is better. sure: every parameter was named, or there is
    no other that it could be; a figure that differs then contradicts. named: whom it is of is
    certain, whatever year or round is open. expected: what a yes/no or
    name statement says of it; for a number the quantity decides. doubts: what was taken for granted.
    """

    measure: str
    params: dict[str, Any]
    score: float = 1.0
    sure: bool = True
    expected: Any = None
    quantity: Quantity | None = None
    named: bool = True
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A checkable statement: its place, its sentence, its quantity if any, and how it may be read.

    outcome: a ruling reached without the record (a wish, an age); `why` says why.
    """

    start: int
    end: int
    quote: str
    sentence: Sentence
    quantity: Quantity | None = None
    readings: tuple[Reading, ...] = ()
    outcome: Ruling | None = None
    why: str = ""
    claimed: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the record says of a claim, with the reading and the figure it rests on.

    other: the figure of another measure that the number is right for, or the nearest own figure.
    figures: all figures that a statement about several things rests on.
    """

    claim: Claim
    ruling: Ruling
    note: str
    reading: Reading | None = None
    figure: Figure | None = None
    other: Figure | None = None
    figures: tuple[Figure, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The claim as the JSON that the command line promises."""
        claim, reading = self.claim, self.reading
        params: dict[str, Any] = dict(self.figure.params if self.figure else {})
        if not params and reading:
            params = reading.params
        return {
            "start": claim.start,
            "end": claim.end,
            "quote": claim.quote,
            "sentence": claim.sentence.text,
            "measure": reading.measure if reading else None,
            "params": {name: plain(value) for name, value in params.items()},
            "claimed": claim.claimed,
            "verdict": str(self.ruling),
            "figure": self.figure.to_json() if self.figure else None,
            "note": self.note,
            "other": self.other.to_json() if self.other else None,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Checked:
    """An article with its verdicts in the order of the text, and the time it was read at.

    passed_over: sentences that hold so many numbers that they are tables, and were not read.
    """

    article: Article
    when: When
    verdicts: tuple[Verdict, ...]
    mentions: tuple[Mention, ...] = field(default=())
    passed_over: int = 0

    def count(self, ruling: Ruling) -> int:
        """How many claims have a ruling."""
        return sum(1 for one in self.verdicts if one.ruling is ruling)

    def to_json(self) -> dict[str, Any]:
        """The whole check as JSON: the claims, and what article and day they are of."""
        return {
            "article": self.article.name,
            "as_of": self.when.day.isoformat() if self.when.day else None,
            "as_of_from": self.when.how,
            "claims": [one.to_json() for one in self.verdicts],
            "passed_over": self.passed_over,
        }
