"""Whose a name on a ballot is: rules 4 to 7 of `hustings.record.people`, race by race.

All names of a race that fit somebody known there are given out first, the closest first, so that a
name is never given to one to whom a closer name belongs; what is left is looked for at the same
seat in other years and in the state; and the rest are people of their own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from hustings.ids import split_district
from hustings.names import NameKey, in_order, name_key, same_person
from hustings.record.people import Ballot, Corrections, Person

#: A race: seat and cycle.
Race: TypeAlias = tuple[str, int]
#: District, cycle, name as written, key of the person, and how that was judged.
Row: TypeAlias = tuple[str, int, str, str, str]

#: How far apart two candidacies for one seat may be for the name alone to join them.
YEARS: Final = 12
#: How close a name is to a known one, from equal to not contradicting.
EQUAL, FIRST_AND_LAST, MAY_BE = 0, 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class _Name:
    """A name in a race with all that its lines say of it."""

    district: str
    cycle: int
    name: str
    parties: frozenset[str]
    ids: tuple[str, ...]
    beside: frozenset[str]
    key: NameKey

    @property
    def race(self) -> Race:
        return self.district, self.cycle

    @property
    def place(self) -> tuple[str, int, str]:
        return self.district, self.cycle, self.name


@dataclass(kw_only=True, slots=True)
class _Book:
    """What has been given to whom so far."""

    people: list[Person]
    by_key: dict[str, Person]
    pools: dict[Race, dict[str, Person]] = field(default_factory=lambda: defaultdict(dict))
    seats: dict[str, dict[str, Person]] = field(default_factory=lambda: defaultdict(dict))
    states: dict[Race, dict[str, Person]] = field(default_factory=lambda: defaultdict(dict))
    rows: dict[tuple[str, int, str], tuple[str, str]] = field(default_factory=dict)
    given: dict[tuple[Race, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    stood: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    lone: dict[tuple[Race, str, tuple[str, ...]], dict[str, Person]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def enter(self, person: Person, race: Race) -> None:
        """Note that a person is known in a race, at its seat and in its state."""
        district, cycle = race
        state, _ = split_district(district)
        for home in (self.pools[race], self.seats[district], self.states[state, cycle]):
            home[person.key] = person

    def give(self, name: _Name, person: Person, how: str) -> None:
        """Note whose a name is."""
        self.rows[name.place] = (person.key, how)
        self.given[name.race, person.key].add(name.name)
        self.stood[person.key, name.cycle].add(name.district)
        person.parties |= name.parties
        person.seats.add(name.race)
        if how != "name" and name.key not in person.keys:
            # A spelling that an id or a reviewer vouches for may be met again without it.
            person.keys.append(name.key)
        self.enter(person, name.race)

    def free(self, name: _Name, people: dict[str, Person]) -> list[Person]:
        """Those of whom no other name on the same ballot is."""
        if not name.beside:
            return list(people.values())
        return [p for p in people.values() if not self.given[name.race, p.key] & name.beside]


def named(
    people: list[Person], owner: dict[str, Person], ballots: list[Ballot], judged: Corrections
) -> list[Row]:
    """Rows of person_names in order. New people are added to `people`; names for print are set."""
    book = _Book(people=people, by_key={person.key: person for person in people})
    for person in people:
        for race in sorted(person.seats):
            book.enter(person, race)
    names = _names(ballots)
    left = [name for name in names if not _by_id(book, name, owner, judged)]
    left = _by_seat(book, _by_race(book, left))
    for name in left:
        # Whoever was new at the seat in an earlier year may be met again.
        found, how = _elsewhere(book, name, states=True)
        book.give(name, found or _lone(book, name), how if found else "new")
    _print_names(people, names, book)
    return [(*place, *found) for place, found in sorted(book.rows.items())]


def _names(ballots: list[Ballot]) -> list[_Name]:
    gathered: dict[tuple[str, int, str], list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        gathered[ballot.district, ballot.cycle, ballot.name].append(ballot)
    return [
        _Name(
            district=district,
            cycle=cycle,
            name=name,
            parties=frozenset(one.party for one in lines if one.party),
            ids=tuple(sorted({one.candidate_id for one in lines if one.candidate_id})),
            beside=frozenset().union(*(one.beside for one in lines)),
            key=name_key(name),
        )
        for (district, cycle, name), lines in sorted(
            gathered.items(), key=lambda item: (item[0][1], item[0][0], item[0][2])
        )
    ]


def _by_id(book: _Book, name: _Name, owner: dict[str, Person], judged: Corrections) -> bool:
    """A reviewed correction, or the id that a return gives."""
    corrected = judged.names.get(name.place, "")
    person = book.by_key.get(corrected) or owner.get(corrected)
    how = "corrected"
    if person is None:
        person, how = next((owner[one] for one in name.ids if one in owner), None), "id"
    if person is None:
        return False
    book.give(name, person, how)
    return True


def _by_race(book: _Book, names: list[_Name]) -> list[_Name]:
    """Rule 5: give out the names that fit somebody of the race, closest first; what is left."""
    races: dict[Race, list[_Name]] = defaultdict(list)
    for name in names:
        races[name.race].append(name)
    left = []
    for race, open_ in races.items():
        for rank in (EQUAL, FIRST_AND_LAST, MAY_BE):
            still = []
            for name in open_:
                found = _one(name, book.free(name, book.pools[race]), rank)
                if found is None:
                    still.append(name)
                else:
                    book.give(name, found, "name")
            open_ = still
        left += open_
    return sorted(left, key=lambda name: (name.cycle, name.district, name.name))


def _one(name: _Name, people: list[Person], rank: int) -> Person | None:
    """The one person to whom a name is as close as `rank`; of several the one who held the seat."""
    fitting = [p for p in people if any(_close(name.key, known, rank) for known in p.keys)]
    if len(fitting) > 1:
        fitting = [p for p in fitting if name.race in p.held]
    return fitting[0] if len(fitting) == 1 else None


def _close(one: NameKey, other: NameKey, rank: int) -> bool:
    if rank == EQUAL:
        return one.last == other.last and one.given == other.given
    if rank == FIRST_AND_LAST:
        return one.last == other.last and one.given[:1] == other.given[:1]
    return same_person(one, other)


def _by_seat(book: _Book, names: list[_Name]) -> list[_Name]:
    """Rule 6, the first half: from year to year along a seat, until no name is given out."""
    seats: dict[str, list[_Name]] = defaultdict(list)
    for name in names:
        seats[name.district].append(name)
    left = []
    for open_ in seats.values():
        before = len(open_) + 1
        while open_ and len(open_) < before:
            before = len(open_)
            still = []
            for name in open_:
                found, how = _elsewhere(book, name, states=False)
                if found is None:
                    still.append(name)
                else:
                    book.give(name, found, how)
            open_ = still
        left += open_
    return sorted(left, key=lambda name: (name.cycle, name.district, name.name))


def _elsewhere(book: _Book, name: _Name, *, states: bool) -> tuple[Person | None, str]:
    """Whose a name is by rule 6, or by rule 5 since others of the race became known; and how.

    A name that fits several of its own race is none of somebody elsewhere.
    """
    here = book.free(name, book.pools[name.race])
    if any(same_person(name.key, known) for person in here for known in person.keys):
        for rank in (EQUAL, FIRST_AND_LAST, MAY_BE):
            found = _one(name, here, rank)
            if found is not None:
                return found, "name"
        return None, ""
    found = _at_seat(book, name)
    if found is not None or not states:
        return found, "seat"
    return _in_state(book, name), "state"


def _at_seat(book: _Book, name: _Name) -> Person | None:
    """The one person near in years at the seat whom a name fits; of several the nearest."""
    years = {
        person.key: min(abs(c - name.cycle) for d, c in person.seats if d == name.district)
        for person in book.free(name, book.seats[name.district])
        if _shares_end(name, person) and not _rivals(name, person)
    }
    near = [book.by_key[key] for key, apart in years.items() if apart <= YEARS]
    for rank in (EQUAL, FIRST_AND_LAST, MAY_BE):
        fitting = [p for p in near if any(_close(name.key, known, rank) for known in p.keys)]
        if fitting:
            least = min(years[p.key] for p in fitting)
            nearest = [p for p in fitting if years[p.key] == least]
            return nearest[0] if len(nearest) == 1 else None
    return None


def _in_state(book: _Book, name: _Name) -> Person | None:
    """Rule 6, the second half: registered elsewhere in the state, and on no ballot there."""
    state, _ = split_district(name.district)
    there = [
        person
        for person in book.free(name, book.states[state, name.cycle])
        if _shares_end(name, person)
        and not book.stood[person.key, name.cycle]
        and (not name.parties or not person.parties or name.parties & person.parties)
    ]
    for rank in (EQUAL, FIRST_AND_LAST):
        found = _one(name, there, rank)
        if found is not None:
            return found
    return None


def _shares_end(name: _Name, person: Person) -> bool:
    """Whether surnames can agree at all: those that do end in the same two letters."""
    return any(known.last[-2:] == name.key.last[-2:] for known in person.keys)


def _rivals(name: _Name, person: Person) -> bool:
    """Whether one is a Democrat and the other a Republican; small parties' codes differ by file."""
    here, there = (
        {"DEM" if party == "DFL" else party for party in parties} & {"DEM", "DFL", "REP"}
        for parties in (name.parties, person.parties)
    )
    return bool(here and there and not here & there)


def _lone(book: _Book, name: _Name) -> Person:
    """A person of the name's own, in all its spellings in the race.

    The key is one that nobody has: seat and name, all given names if need be, the cycle.
    """
    key = name.key
    spelt = (name.race, key.last, key.given)
    for known in book.free(name, book.lone[spelt]):
        return known
    short = "-".join((*key.given[:1], key.last)) or "unnamed"
    full = "-".join((*key.given, key.last)) or "unnamed"
    tried = [f"{name.district}/{short}", f"{name.district}/{full}"]
    tried += [f"{name.district}/{full}-{name.cycle}"]
    slug = next((one for one in tried if one not in book.by_key), "")
    number = 2
    while not slug or slug in book.by_key:
        slug = f"{tried[-1]}-{number}"
        number += 1
    person = Person(key=slug, name=in_order(name.name), keys=[key])
    book.lone[spelt][slug] = person
    book.people.append(person)
    book.by_key[slug] = person
    return person


def _print_names(people: list[Person], names: list[_Name], book: _Book) -> None:
    """Print people as ballots do: by the spelling in most races that is not in capitals."""
    printed: dict[str, dict[str, int]] = defaultdict(dict)
    for name in names:
        if not name.name.isupper() and "," not in name.name:
            counts = printed[book.rows[name.place][0]]
            counts[name.name] = counts.get(name.name, 0) + 1
    for person in people:
        if not person.bioguide and printed.get(person.key):
            ranked = sorted(
                printed[person.key].items(), key=lambda one: (-one[1], len(one[0]), one[0])
            )
            person.name = in_order(ranked[0][0])
