"""Who is who: ids first, a name within a race second, and every judgement kept to be read.

Files name the same person in many ways and give new ids when someone runs again after a gap. A
person here is a set of ids and ballot names, joined only by these rules, in this order:

1. the congress-legislators project lists a member's FEC ids with the Bioguide id;
2. the FEC gives two candidate ids the same principal committee;
3. two candidate ids stand for the same seat, their names agree, their parties do not contradict,
   and they never both raised money in one cycle (an id is replaced when a candidate returns);
4. a return gives the FEC id beside the name;
5. a name on a ballot fits exactly one of the people known in that race and cycle;
6. else the name is a person of its own: the same seat and the same name, over the cycles.

Reviewed corrections (`people.yaml` here, `corrections.yaml` in a record) come before all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hustings.ids import split_district
from hustings.names import NameKey, in_order, name_key, same_person


@dataclass(kw_only=True, slots=True)
class Candidate:
    """One FEC candidate id with all that the files say of it over the cycles."""

    candidate_id: str
    names: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    committees: set[str] = field(default_factory=set)
    seats: set[tuple[str, int]] = field(default_factory=set)
    funded: set[int] = field(default_factory=set)

    @property
    def first(self) -> tuple[int, str]:
        return (min((cycle for _, cycle in self.seats), default=9999), self.candidate_id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Legislator:
    """A member: Bioguide id, name in print, FEC ids, and the seats held with their years."""

    bioguide: str
    name: str
    names: tuple[str, ...]
    fec_ids: tuple[str, ...]
    seats: tuple[tuple[str, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """A name as a return writes it, in one race and cycle."""

    district: str
    cycle: int
    name: str
    party: str
    candidate_id: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrections:
    """Reviewed judgements: groups of ids that are one person, pairs that are not, names."""

    same: tuple[tuple[str, ...], ...] = ()
    different: frozenset[frozenset[str]] = frozenset()
    names: dict[tuple[str, int, str], str] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Person:
    """A person as resolved: key, name for print, ids with the reason for each."""

    key: str
    name: str
    bioguide: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    keys: list[NameKey] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """Rows for the tables people, person_ids and person_names."""

    people: list[Person]
    names: list[tuple[str, int, str, str, str]]


def resolve(
    candidates: Iterable[Candidate],
    legislators: Iterable[Legislator],
    ballots: Iterable[Ballot],
    corrections: Corrections | None = None,
) -> Resolution:
    """Bring the files' people together by the rules above. The order of rows does not matter."""
    judged = corrections or Corrections()
    by_id = {one.candidate_id: one for one in candidates}
    members = list(legislators)
    people = _members(members, by_id)
    owner = {one_id: person for person in people for one_id in person.ids}
    _corrected(by_id, owner, people, judged)
    _grouped(by_id, owner, people, judged)
    held = {member.bioguide: member.seats for member in members}
    return _named(by_id, owner, people, list(ballots), judged, held)


def _members(legislators: Iterable[Legislator], by_id: dict[str, Candidate]) -> list[Person]:
    people = []
    for member in sorted(legislators, key=lambda one: one.bioguide):
        person = Person(key=member.bioguide, name=member.name, bioguide=member.bioguide)
        for one_id in member.fec_ids:
            person.ids[one_id] = "listed with the member by congress-legislators"
        person.keys = [name_key(name) for name in member.names]
        for one_id in member.fec_ids:
            if one_id in by_id:
                person.keys.extend(name_key(name) for name in sorted(by_id[one_id].names))
        people.append(person)
    return people


def _corrected(
    by_id: dict[str, Candidate],
    owner: dict[str, Person],
    people: list[Person],
    judged: Corrections,
) -> None:
    for group in judged.same:
        present = [one_id for one_id in group if one_id in by_id or one_id in owner]
        if not present:
            continue
        person = next((owner[one] for one in present if one in owner), None)
        if person is None:
            person = _new_person(by_id, present[0], people)
            owner[present[0]] = person
        for one_id in present:
            if one_id not in owner:
                _give(person, by_id[one_id], owner, "reviewed correction")


def _grouped(
    by_id: dict[str, Candidate],
    owner: dict[str, Person],
    people: list[Person],
    judged: Corrections,
) -> None:
    """Rules 2 and 3: ids of one committee; ids of one seat with agreeing names, one at a time."""
    committees: dict[str, Person] = {}
    seats: dict[tuple[str, str], list[Person]] = defaultdict(list)

    def note(person: Person, one: Candidate) -> None:
        for committee in one.committees:
            committees.setdefault(committee, person)
        for place in _places(one):
            if person not in seats[place]:
                seats[place].append(person)

    for one_id, person in sorted(owner.items()):
        if one_id in by_id:
            note(person, by_id[one_id])
    for one in sorted(by_id.values(), key=lambda candidate: candidate.first):
        if one.candidate_id in owner:
            continue
        known = _match_committee(one, committees)
        how = "same principal committee (FEC)"
        if known is None:
            known = _match_seat(one, seats, by_id, judged)
            how = "same name, seat and party, and never funded in one cycle with the other id"
        if known is None:
            known = _new_person(by_id, one.candidate_id, people)
            owner[one.candidate_id] = known
        else:
            _give(known, one, owner, how)
        note(known, one)


def _places(one: Candidate) -> list[tuple[str, str]]:
    """Seat and end of the surname: surnames that agree have the same last two letters."""
    ends = {name_key(name).last[-2:] for name in one.names}
    return sorted({(seat, end) for seat, _ in one.seats for end in ends})


def _match_committee(one: Candidate, committees: dict[str, Person]) -> Person | None:
    keys = [name_key(name) for name in one.names]
    for committee in sorted(one.committees):
        person = committees.get(committee)
        if person and any(same_person(a, b) for a in keys for b in person.keys):
            return person
    return None


def _match_seat(
    one: Candidate,
    seats: dict[tuple[str, str], list[Person]],
    by_id: dict[str, Candidate],
    judged: Corrections,
) -> Person | None:
    keys = [name_key(name) for name in one.names]
    fitting: list[Person] = []
    for place in _places(one):
        for person in seats[place]:
            if person in fitting or not any(same_person(a, b) for a in keys for b in person.keys):
                continue
            others = [by_id[known] for known in person.ids if known in by_id]
            if any(frozenset((one.candidate_id, o.candidate_id)) in judged.different for o in others):
                continue
            if any(one.funded & other.funded for other in others):
                continue
            if one.parties and others and not any(one.parties & o.parties for o in others):
                continue
            fitting.append(person)
    return fitting[0] if len(fitting) == 1 else None


def _new_person(by_id: dict[str, Candidate], one_id: str, people: list[Person]) -> Person:
    one = by_id[one_id]
    longest = max(sorted(one.names), key=len, default=one_id)
    person = Person(key=one_id, name=in_order(longest))
    person.ids[one_id] = "FEC candidate id"
    person.keys = [name_key(name) for name in sorted(one.names)]
    people.append(person)
    return person


def _give(person: Person, one: Candidate, owner: dict[str, Person], how: str) -> None:
    person.ids[one.candidate_id] = how
    person.keys.extend(name_key(name) for name in sorted(one.names))
    owner[one.candidate_id] = person


def _named(
    by_id: dict[str, Candidate],
    owner: dict[str, Person],
    people: list[Person],
    ballots: list[Ballot],
    judged: Corrections,
    held: dict[str, tuple[tuple[str, int, int], ...]],
) -> Resolution:
    """Rules 4 to 6, race by race; then the name for print is taken from the ballots."""
    pools: dict[tuple[str, int], list[Person]] = defaultdict(list)
    entered: set[tuple[tuple[str, int], str]] = set()
    for person in people:
        for district, first, last in held.get(person.key, ()):
            for cycle in range(first + first % 2, last + 1, 2):
                if ((district, cycle), person.key) not in entered:
                    entered.add(((district, cycle), person.key))
                    pools[district, cycle].append(person)
    for one in by_id.values():
        person = owner[one.candidate_id]
        for seat in sorted(one.seats):
            if (seat, person.key) not in entered:
                entered.add((seat, person.key))
                pools[seat].append(person)
    by_key = {person.key: person for person in people}
    alone: dict[tuple[str, str], Person] = {}
    printed: dict[str, dict[str, int]] = defaultdict(dict)
    rows: dict[tuple[str, int, str], tuple[str, str]] = {}
    for ballot in sorted(ballots, key=lambda b: (b.cycle, b.district, b.name, b.candidate_id)):
        place = (ballot.district, ballot.cycle, ballot.name)
        if place in rows and rows[place][1] == "id":
            continue
        corrected = judged.names.get(place)
        if corrected in by_key or corrected in owner:
            person, how = by_key.get(corrected) or owner[corrected], "corrected"
        elif ballot.candidate_id and ballot.candidate_id in owner:
            person, how = owner[ballot.candidate_id], "id"
        else:
            found = _in_pool(name_key(ballot.name), pools[ballot.district, ballot.cycle])
            if found is not None:
                person, how = found, "name"
            else:
                person, how = _lone(ballot, alone, people, by_key), "new"
                pools[ballot.district, ballot.cycle].append(person)
        rows[place] = (person.key, how)
        if not ballot.name.isupper() and "," not in ballot.name:
            counts = printed[person.key]
            counts[ballot.name] = counts.get(ballot.name, 0) + 1
    for person in people:
        if not person.bioguide and printed.get(person.key):
            ranked = sorted(printed[person.key].items(), key=lambda item: (-item[1], len(item[0])))
            person.name = in_order(ranked[0][0])
    names = [(*place, *found) for place, found in sorted(rows.items())]
    return Resolution(people=people, names=names)


def _in_pool(key: NameKey, pool: list[Person]) -> Person | None:
    """The one person of a race whom a ballot name fits; equal keys win over fitting ones."""
    fitting = [p for p in pool if any(same_person(key, known) for known in p.keys)]
    if len(fitting) > 1:
        exact = [p for p in fitting if any(_first_and_last(key, known) for known in p.keys)]
        fitting = exact or fitting
    return fitting[0] if len(fitting) == 1 else None


def _first_and_last(one: NameKey, other: NameKey) -> bool:
    return one.last == other.last and one.given[:1] == other.given[:1]


def _lone(
    ballot: Ballot,
    alone: dict[tuple[str, str], Person],
    people: list[Person],
    by_key: dict[str, Person],
) -> Person:
    key = name_key(ballot.name)
    state, _ = split_district(ballot.district)
    short = "-".join((*key.given[:1], key.last)) or "unnamed"
    place = (ballot.district, short)
    if place not in alone:
        slug = f"{ballot.district}/{short}"
        person = Person(key=slug, name=in_order(ballot.name), keys=[key])
        people.append(person)
        by_key[slug] = person
        alone[place] = person
    return alone[place]
