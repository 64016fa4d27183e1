"""Who is who: ids first, a name within a race second, and every judgement kept to be read.

Files name the same person in many ways and give new ids when someone runs again after a gap. A
person here is a set of ids and ballot names, joined only by these rules, in this order:

1. the congress-legislators project lists a member's FEC ids with the Bioguide id;
2. the FEC gives two candidate ids the same principal committee;
3. two candidate ids stand for the same seat, their names agree, their parties do not contradict,
   and they never both raised money in one cycle (an id is replaced when a candidate returns); or
   both stand in one cycle with the same totals to the cent (one committee under two ids);
4. a return gives the FEC id beside the name;
5. a name on a ballot fits exactly one of the people known in that race and cycle: of several the
   one whose name is closest, and if that is no help the one who held the seat;
6. it fits exactly one who stood for the same seat within a dozen years, or who is registered in
   another district of the state in that cycle and stood there on no ballot (lines move);
7. else the name is a person of its own.

Names that stand beside each other on one ballot are different people: no rule joins them. Reviewed
corrections (`people.yaml` here, `corrections.yaml` in a record) come before all rules. Rules 4 to 7
are in `hustings.record.naming`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from hustings.names import NameKey, in_order, name_key, same_person, surnames_agree


@dataclass(kw_only=True, slots=True)
class Candidate:
    """One FEC candidate id with all that the files say of it over the cycles.

    receipts: every total that a file gave for a cycle, over all vintages.
    """

    candidate_id: str
    names: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)
    committees: set[str] = field(default_factory=set)
    seats: set[tuple[str, int]] = field(default_factory=set)
    receipts: dict[int, set[Decimal]] = field(default_factory=lambda: defaultdict(set))

    @property
    def funded(self) -> set[int]:
        """The cycles in which money came in."""
        return {cycle for cycle, totals in self.receipts.items() if any(totals)}

    def shares_totals(self, other: Candidate) -> bool:
        """Whether both took in the same to the cent in some cycle; round hundreds are chance."""
        return any(
            total and total % 100
            for cycle, totals in self.receipts.items()
            for total in totals & other.receipts.get(cycle, set())
        )

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
    """A name as a return writes it, in one race and cycle.

    beside: other names of the same party that stand with it on one ballot: not the same person.
    """

    district: str
    cycle: int
    name: str
    party: str
    candidate_id: str = ""
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrections:
    """Reviewed judgements: groups of ids that are one person, pairs that are not, names."""

    same: tuple[tuple[str, ...], ...] = ()
    different: frozenset[frozenset[str]] = frozenset()
    names: dict[tuple[str, int, str], str] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Person:
    """A person as resolved: key, name for print, ids with the reason for each.

    seats: races in which the person is registered or named; held: those of a seat once held.
    """

    key: str
    name: str
    bioguide: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    keys: list[NameKey] = field(default_factory=list)
    parties: set[str] = field(default_factory=set)
    seats: set[tuple[str, int]] = field(default_factory=set)
    held: frozenset[tuple[str, int]] = frozenset()


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
    from hustings.record.naming import named

    ballots = list(ballots)
    judged = corrections or Corrections()
    judged = replace(judged, different=judged.different | _side_by_side(ballots))
    by_id = {one.candidate_id: one for one in candidates}
    people = _members(legislators, by_id)
    owner = {one_id: person for person in people for one_id in person.ids}
    _corrected(by_id, owner, people, judged)
    _grouped(by_id, owner, people, judged)
    for one_id, person in owner.items():
        if one_id in by_id:
            person.parties |= by_id[one_id].parties
            person.seats |= by_id[one_id].seats
    return Resolution(people=people, names=named(people, owner, ballots, judged))


def _side_by_side(ballots: list[Ballot]) -> frozenset[frozenset[str]]:
    """Pairs of ids that returns give to two names on one ballot: not one person."""
    ids: dict[tuple[str, int, str], set[str]] = defaultdict(set)
    for one in ballots:
        if one.candidate_id:
            ids[one.district, one.cycle, one.name].add(one.candidate_id)
    return frozenset(
        frozenset((one.candidate_id, other))
        for one in ballots
        if one.candidate_id
        for name in one.beside
        for other in ids.get((one.district, one.cycle, name), ())
        if other != one.candidate_id
    )


def _members(legislators: Iterable[Legislator], by_id: dict[str, Candidate]) -> list[Person]:
    people = []
    for member in sorted(legislators, key=lambda one: one.bioguide):
        held = frozenset(
            (district, cycle)
            for district, first, last in member.seats
            for cycle in range(first + first % 2, last + 1, 2)
        )
        person = Person(key=member.bioguide, name=member.name, bioguide=member.bioguide, held=held)
        person.seats |= held
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
        known, how = _match_committee(one, committees, judged), "same principal committee (FEC)"
        if known is None:
            known, how = _match_seat(one, seats, by_id, judged)
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


def _match_committee(
    one: Candidate, committees: dict[str, Person], judged: Corrections
) -> Person | None:
    keys = [name_key(name) for name in one.names]
    for committee in sorted(one.committees):
        person = committees.get(committee)
        if person is None or _kept_apart(one, person, judged):
            continue
        if any(same_person(a, b) for a in keys for b in person.keys):
            return person
    return None


def _kept_apart(one: Candidate, person: Person, judged: Corrections) -> bool:
    return any(frozenset((one.candidate_id, known)) in judged.different for known in person.ids)


def _match_seat(
    one: Candidate,
    seats: dict[tuple[str, str], list[Person]],
    by_id: dict[str, Candidate],
    judged: Corrections,
) -> tuple[Person | None, str]:
    """The one person of the seat whom rule 3 makes of an id, and how."""
    beside: dict[str, Person] = {}
    for place in _places(one):
        beside.update({person.key: person for person in seats[place]})
    near = [person for person in beside.values() if not _kept_apart(one, person, judged)]
    for fits, how in (
        (_same_totals, "same surname, seat and totals to the cent as the other id"),
        (_in_turn, "same name, seat and party, and never funded in one cycle with the other id"),
    ):
        fitting = [
            person
            for person in near
            if fits(one, person, [by_id[known] for known in person.ids if known in by_id])
        ]
        if fitting:
            return (fitting[0], how) if len(fitting) == 1 else (None, "")
    return None, ""


def _same_totals(one: Candidate, person: Person, others: list[Candidate]) -> bool:
    keys = [name_key(name) for name in one.names]
    return any(one.shares_totals(other) for other in others) and any(
        surnames_agree(a, b) for a in keys for b in person.keys
    )


def _in_turn(one: Candidate, person: Person, others: list[Candidate]) -> bool:
    keys = [name_key(name) for name in one.names]
    return (
        any(same_person(a, b) for a in keys for b in person.keys)
        and not any(one.funded & other.funded for other in others)
        and (not one.parties or not others or any(one.parties & o.parties for o in others))
    )


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
