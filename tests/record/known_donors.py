"""Donors whose identity is known, with rows as campaigns write them: for precision and recall.

Made with what makes donors hard: short forms, initials, slips, moves, new jobs, Jr and Sr under one
roof, husbands and wives of one surname and ZIP code (some in one firm), and a name that forty
people of one city share. The lists of names are our own; people are drawn with a seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

COMMON = (
    "smith johnson williams brown jones garcia miller davis martinez lopez wilson anderson "
    "thomas taylor moore jackson martin lee thompson white harris clark lewis walker hall young "
    "allen king wright scott hill green adams baker nelson carter mitchell roberts turner phillips"
)
STARTS = (
    "al an bar ber bran cal cor dan der el fal fen gar gol hal har kel kor lan lin mar mol nor "
    "ol pal per quin ral ros sal shel tan tor ul van vel wal wes yar zel"
)
MIDDLES = "ba da de den di do er ga go ka ki la le ma mi na ni no ra ri ro sa ta ti va vi"
ENDS = (
    "berg by dahl den er ers ford gard ham in ini ko land ler ley man mann mer ner nick ova "
    "owski rich ridge rod ski son stad stein ston tano ter ton vich vin wick wood worth"
)
WOMEN = (
    "mary patricia linda barbara elizabeth jennifer maria susan margaret dorothy nancy karen "
    "helen sandra donna carol ruth sharon michelle laura sarah kimberly deborah jessica cynthia "
    "angela melissa brenda amy anna rebecca virginia kathleen pamela martha debra amanda stephanie"
)
MEN = (
    "james john robert michael william david richard charles joseph thomas christopher daniel "
    "paul mark donald george kenneth steven edward brian ronald anthony kevin jason matthew gary "
    "timothy jose larry jeffrey frank scott eric stephen andrew raymond gregory joshua jerry"
)
TRADES = (
    "attorney physician engineer teacher consultant professor executive manager realtor "
    "accountant dentist farmer architect nurse banker director president ceo investor writer "
    "software\u00a0engineer vice\u00a0president real\u00a0estate sales owner partner"
)
STATES = "CA TX NY FL IL PA OH GA NC MI WA VA MA CO AZ MN"
KINDS = ["partners", "group", "bank", "law", "energy", "health", "media"]
LEGAL = ("", "", " INC", ", INC.", " LLC", " CORP")
RETIRED = (("RETIRED", "RETIRED"), ("NONE", "RETIRED"), ("N/A", "RETIRED"),
           ("NOT EMPLOYED", "NOT EMPLOYED"), ("NOT EMPLOYED", "RETIRED"))  # fmt: skip


@dataclass(slots=True)
class Person:
    """One person: names as on the birth certificate, where he or she lives and works."""

    key: int
    surname: str
    first: str
    middle: str
    suffix: str
    home: tuple[str, str, str]
    work: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Row:
    """One gift as a campaign writes it, and whose it is."""

    person: int
    name: str
    city: str
    state: str
    zip5: str
    employer: str
    occupation: str
    day: date
    usd: int


@dataclass(slots=True)
class Maker:
    """Draws people and their rows; the same seed gives the same rows."""

    seed: int
    drawn: random.Random = field(init=False)
    homes: list[tuple[str, str, str]] = field(init=False)
    surnames: list[str] = field(init=False)
    firms: list[str] = field(init=False)
    short: dict[str, list[str]] = field(init=False)
    people: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.drawn = random.Random(self.seed)
        pick = self.drawn.choice
        made = {
            pick(STARTS.split()) + pick(["", *MIDDLES.split()]) + pick(ENDS.split())
            for _ in range(9_000)
        }
        self.surnames = sorted(made)
        self.homes = []
        for number in range(160):
            state = pick(STATES.split())
            city = (pick(STARTS.split()) + pick(ENDS.split())).upper() + pick(
                ["", " CITY", " PARK"]
            )
            self.homes += [(city, state, f"{10000 + number * 500 + n:05d}") for n in range(6)]
        self.firms = sorted(
            {f"{pick(self.surnames)} {pick(KINDS)}".upper()
             for _ in range(4_000)}
        )  # fmt: skip
        text = resources.files("hustings").joinpath("short_forms.csv").read_text(encoding="utf-8")
        self.short = {full: forms.split() for full, _, forms in
                      (line.partition(",") for line in text.splitlines()[1:])}  # fmt: skip

    def _add(self, **known: object) -> Person:
        drawn = self.drawn
        woman = known.get("woman", drawn.random() < 0.5)
        names = (WOMEN if woman else MEN).split()
        weights = [1 / (place + 4) for place in range(len(names))]
        person = Person(
            key=len(self.people),
            surname=str(known.get("surname") or self._surname()),
            first=str(known.get("first") or drawn.choices(names, weights)[0]),
            middle=str(known.get("middle") or (drawn.choice(names) if drawn.random() < 0.7 else "")),
            suffix=str(known.get("suffix") or ""),
            home=known.get("home") or drawn.choice(self.homes),  # type: ignore[arg-type]
            work=known.get("work") or self._work(),  # type: ignore[arg-type]
        )  # fmt: skip
        self.people.append(person)
        return person

    def _surname(self) -> str:
        drawn = self.drawn
        return drawn.choice(COMMON.split()) if drawn.random() < 0.2 else drawn.choice(self.surnames)

    def _work(self) -> tuple[str, str] | None:
        drawn = self.drawn
        if drawn.random() < 0.35:
            return None
        return drawn.choice(self.firms), drawn.choice(TRADES.split()).upper().replace("\xa0", " ")

    def populate(self, many: int) -> None:
        """People: couples, fathers and sons of one name, and forty namesakes in one city."""
        drawn = self.drawn
        while len(self.people) < many:
            one = self._add(woman=False)
            if drawn.random() < 0.3:
                # A wife, of the same firm now and then.
                work = one.work if drawn.random() < 0.15 else None
                self._add(woman=True, surname=one.surname, home=one.home, work=work)
            if drawn.random() < 0.02:
                one.suffix = "SR"
                home = one.home if drawn.random() < 0.5 else None
                self._add(woman=False, surname=one.surname, first=one.first, middle=one.middle,
                          suffix="JR", home=home)  # fmt: skip
        city = [home for home in self.homes if home[0] == self.homes[0][0]]
        for _ in range(40):
            self._add(woman=False, surname="smith", first="john", home=drawn.choice(city))

    def rows(self, many: int) -> list[Row]:
        """So many gifts of the people, most of them by people who gave more than once."""
        drawn = self.drawn
        made: list[Row] = []
        while len(made) < many:
            person = drawn.choice(self.people)
            home, work = person.home, person.work
            for _ in range(min(1 + int(drawn.expovariate(0.5)), 12)):
                if drawn.random() < 0.03:
                    near = [one for one in self.homes if one[1] == home[1]]
                    home = drawn.choice(near if drawn.random() < 0.7 else self.homes)
                if drawn.random() < 0.03:
                    work = self._work()
                made.append(self._row(person, home, work))
        return made[:many]

    def _row(self, person: Person, home: tuple[str, str, str], work: tuple[str, str] | None) -> Row:
        drawn = self.drawn
        employer, trade = self._written_work(work)
        return Row(
            person=person.key, name=self._written_name(person), city=home[0], state=home[1],
            zip5=home[2], employer=employer, occupation=trade,
            day=date(2019, 1, 1) + timedelta(days=drawn.randrange(700)),
            usd=drawn.choice((25, 50, 100, 250, 500, 1000, 2800)),
        )  # fmt: skip

    def _written_name(self, person: Person) -> str:
        drawn = self.drawn
        first, surname = person.first, person.surname
        if drawn.random() < 0.10 and self.short.get(first):
            first = drawn.choice(self.short[first])
        elif drawn.random() < 0.02:
            first = first[0]
        elif drawn.random() < 0.015:
            first = self._slip(first)
        if drawn.random() < 0.015:
            surname = self._slip(surname)
        middle = person.middle and drawn.choice(("", "", person.middle[0], person.middle[0] + "."))
        if person.middle and drawn.random() < 0.05:
            middle = person.middle
        title = drawn.choice(("", "", "", " MR." if person.first in MEN.split() else " MS."))
        suffix = f" {person.suffix}" if person.suffix and drawn.random() < 0.8 else ""
        return f"{surname}, {first} {middle}".rstrip().upper() + title + suffix

    def _slip(self, word: str) -> str:
        drawn = self.drawn
        place = drawn.randrange(1, len(word))
        kind = drawn.randrange(3)
        if kind == 0:
            return word[:place] + word[place + 1 :]
        if kind == 1 and place + 1 < len(word):
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + drawn.choice("aeionrst") + word[place:]

    def _written_work(self, work: tuple[str, str] | None) -> tuple[str, str]:
        drawn = self.drawn
        if drawn.random() < 0.05:
            return drawn.choice((("", ""), ("INFORMATION REQUESTED", "INFORMATION REQUESTED")))
        if work is None:
            return drawn.choice(RETIRED[:2]) if drawn.random() < 0.8 else drawn.choice(RETIRED)
        employer = work[0] + (drawn.choice(LEGAL) if drawn.random() < 0.2 else "")
        return employer, work[1]


def known_rows(people: int, rows: int, seed: int = 7) -> list[Row]:
    """Rows of so many people (and forty namesakes beside), with whose each is."""
    maker = Maker(seed)
    maker.populate(people)
    return maker.rows(rows)


def itcont(file: Path, rows: list[Row], committees: tuple[str, ...] = ("C00000001",)) -> Path:
    """The rows as the FEC's file of individual contributions; the n-th row has sub_id n."""
    with file.open("w", encoding="ascii") as stream:
        for number, row in enumerate(rows, 1):
            committee = committees[number % len(committees)]
            stream.write(
                f"{committee}|N|Q1|P2020|201904150000000000|15|IND|{row.name}|{row.city}|{row.state}"
                f"|{row.zip5}|{row.employer}|{row.occupation}|{row.day:%m%d%Y}|{row.usd}||A{number}"
                f"|1234567|||{4_000_000_000_000_000_000 + number}\n"
            )
    return file
