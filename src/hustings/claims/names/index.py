"""The record's names that a text could mention, read once for an article.

Only what shares words with the text is kept: people whose surname and given name (or a short form
of it) are in it, members by surname alone, committees and bills whose whole name is in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from hustings.ids import election_of
from hustings.names import SUFFIXES, NameKey, fold, name_key, same_person

if TYPE_CHECKING:
    from hustings.record.view import View

#: A word with a capital, an initial, or a name with an apostrophe or a hyphen.
CAPITALISED = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*")
#: Words by which a text speaks of committees at all.
_OF_MONEY = re.compile(
    r"\b(?:PACs?|committees?|super|fund|spen[dt]\w*|donat\w*|contribut\w*|network|lobby\w*)\b", re.I
)
_ACT = re.compile(
    r"\b((?:[A-Z0-9][\w’'.&-]*,?\s+(?:(?:of|and|the|for|to|in|on|a|from|with|our|by|against)\s+)*)"
    r"{1,12}(?:Act|Resolution)(?:\s+of\s+\d{4})?)\b"
)
BILL = re.compile(
    r"\b(?P<kind>H\.?\s?R\.?|S\.|H\.?\s?J\.?\s?Res\.?|S\.?\s?J\.?\s?Res\.?|H\.?\s?Con\.?\s?Res\.?"
    r"|S\.?\s?Con\.?\s?Res\.?|H\.?\s?Res\.?|S\.?\s?Res\.?|House\s+[Bb]ill|House\s+Resolution"
    r"|Senate\s+[Bb]ill)\s?-?(?P<number>\d{1,5})\b"
)


#: A roll call by its number: roll call 695 of 2019, Roll Call No. 217.
ROLL_CALL = re.compile(
    r"\b[Rr]oll[- ]?[Cc]all(?:\s+[Vv]ote)?,?\s+(?:[Nn]o\.\s?|[Nn]umber\s+|#\s?)?(?P<number>\d{1,4})\b"
    r"(?![,.]\d)(?:,?\s+(?:of|in)\s+(?P<year>(?:19|20)\d{2})\b)?"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A term in Congress: the House seat or the state, its days and the party."""

    chamber: str
    seat: str
    start: date
    end: date
    party: str

    def in_congress(self, congress: int) -> bool:
        """Whether it lies in that Congress, of which it may be a part."""
        first = date(2 * congress + 1787, 1, 3)
        return self.start < date(first.year + 2, 1, 3) and self.end > first


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A person of the record: key, name for print, spellings, races stood in, terms served."""

    key: str
    name: str
    bioguide: str = ""
    keys: tuple[NameKey, ...] = ()
    races: frozenset[tuple[str, int]] = frozenset()
    terms: tuple[Term, ...] = ()
    gender: str = ""
    fec_ids: tuple[str, ...] = ()
    parties: frozenset[str] = frozenset()

    def seat_in(self, congress: int) -> str:
        """The House seat held in a Congress; empty if none."""
        held = [t.seat for t in self.terms if t.chamber == "House" and t.in_congress(congress)]
        return held[-1] if held else ""

    def serves_in(self, congress: int) -> bool:
        return any(term.in_congress(congress) for term in self.terms)

    def race_in(self, cycle: int) -> str:
        """The seat stood for in a cycle, or held by its election; empty if none or several."""
        stood = {district for district, year in self.races if year == cycle}
        if len(stood) == 1:
            return next(iter(stood))
        held = {t.seat for t in self.terms if t.chamber == "House" and _cycle(t) == cycle}
        both = stood & held or held
        return next(iter(both)) if len(both) == 1 else ""

    @property
    def seats(self) -> frozenset[str]:
        """All House seats stood for or held."""
        held = {term.seat for term in self.terms if term.chamber == "House"}
        return frozenset({district for district, _ in self.races} | held)


def _cycle(term: Term) -> int:
    return int(election_of((term.start.year - 1787) // 2))


@dataclass(kw_only=True, slots=True)
class Index:
    """What a text may mention: people by surname, presidential candidates, networks, committees,
    bills by number and by title."""

    people: dict[str, Known] = field(default_factory=dict)
    by_last: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    by_initials: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    presidential: dict[str, tuple[int, ...]] = field(default_factory=dict)
    networks: dict[str, tuple[str, str]] = field(default_factory=dict)
    committees: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    bills: dict[tuple[str, int], list[BillRow]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, list[BillRow]] = field(default_factory=lambda: defaultdict(list))
    #: The votes of the House of a number, the newest first.
    roll_calls: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    def fitting(self, name: str) -> list[Known]:
        """The people whom a name with a given name fits, by key."""
        key = name_key(name)
        if not key.given:
            return []
        return [
            known
            for known in self.by_last.get(key.last, ())
            if any(same_person(key, own) and own.given for own in known.keys)
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class BillRow:
    """A bill of the record: id, Congress, sponsor's Bioguide id, title, day it passed the House."""

    bill: str
    congress: int
    sponsor: str
    title: str
    passed_house: date | None


def load_index(view: View, text: str, seats: frozenset[str] = frozenset()) -> Index:
    """The names of the record that the text could mention. `seats` are districts it names."""
    words = {fold(found).split()[-1] for found in CAPITALISED.findall(text) if fold(found)}
    words |= {part for found in CAPITALISED.findall(text) for part in fold(found).split()}
    words |= {word.removesuffix("s") for word in words if len(word) > 3}
    index = Index()
    _people(view, index, words, seats)
    _presidential(view, index)
    if _OF_MONEY.search(text):
        _committees(view, index, text)
    _bills(view, index, text)
    _roll_calls(view, index, text)
    return index


def _people(view: View, index: Index, words: set[str], seats: frozenset[str]) -> None:
    near = set(seats)
    near_people = {
        str(row[0])
        for row in view.query(
            "select distinct person from person_names where district in "
            "(select unnest(string_split($seats, ' ')))",
            {"seats": " ".join(sorted(near))},
        )
    } if near else set()  # fmt: skip
    kept: dict[str, tuple[str, str, NameKey]] = {}
    for person, name, bioguide in view.query("select person, name, bioguide from people"):
        plain = str(name).lower()
        parts = (plain if plain.isascii() else fold(plain)).replace("-", " ").split()
        if parts and parts[-1].rstrip(".") in SUFFIXES:
            parts = fold(plain).split()
            parts = [one for one in parts if one not in SUFFIXES]
        if not parts or _bare(parts[-1]) not in words:
            continue
        key = name_key(str(name))
        # A surname alone is enough for a member and for who stood where the text speaks of.
        if bioguide or str(person) in near_people or _given_in(key, words):
            kept[str(person)] = (str(name), str(bioguide or ""), key)
    if not kept:
        return
    listed = {"people": "\n".join(sorted(kept))}
    wanted = "(select unnest(string_split($people, chr(10))))"
    races: dict[str, set[tuple[str, int]]] = defaultdict(set)
    spellings: dict[str, set[NameKey]] = defaultdict(set)
    for person, district, cycle, name in view.query(
        f"select person, district, cycle, name from person_names where person in {wanted}", listed
    ):
        if district:
            races[person].add((str(district), int(cycle)))
        spellings[person].add(name_key(str(name)))
    terms: dict[str, list[Term]] = defaultdict(list)
    for row in view.query(
        'select bioguide, chamber, coalesce(district, state), start, "end", party from terms '
        f'where bioguide in {wanted} order by start, "end"',
        listed,
    ):
        terms[row[0]].append(
            Term(chamber=row[1], seat=str(row[2]), start=row[3], end=row[4], party=str(row[5]))
        )
    ids: dict[str, list[str]] = defaultdict(list)
    for person, one in view.query(
        f"select person, id from person_ids where scheme = 'fec' and person in {wanted} "
        "order by person, id",
        listed,
    ):
        ids[person].append(str(one))
    parties: dict[str, set[str]] = defaultdict(set)
    for one, party in view.query(
        "select distinct candidate_id, party from candidates where party in ('DEM', 'REP', 'DFL') "
        "and candidate_id in (select unnest(string_split($ids, chr(10))))",
        {"ids": "\n".join(sorted(one for listed_ids in ids.values() for one in listed_ids))},
    ):
        parties[str(one)].add("DEM" if party == "DFL" else str(party))
    called: dict[str, tuple[str, str, str]] = {
        str(row[0]): (str(row[1] or ""), str(row[2] or ""), str(row[3] or ""))
        for row in view.query(
            "select bioguide, gender, nickname, first_name || ' ' || last_name from legislators "
            f"where bioguide in {wanted}",
            listed,
        )
    }
    usual = _usual_genders(view)
    for person, (name, bioguide, key) in sorted(kept.items()):
        gender, nickname, plain_name = called.get(bioguide, ("", "", ""))
        if not gender and key.given:
            gender = usual.get(key.given[0], "")
        keys = {key, *spellings[person]}
        if plain_name:
            keys.add(name_key(plain_name))
        if nickname:
            keys.add(NameKey(key.last, (fold(nickname),)))
        known = Known(
            key=person,
            name=name,
            bioguide=bioguide,
            keys=tuple(sorted(keys)),
            races=frozenset(races[person]),
            terms=tuple(terms[bioguide]) if bioguide else (),
            gender=gender,
            fec_ids=tuple(ids[person]),
            parties=frozenset(
                {party for one in ids[person] for party in parties[one]}
                | {t.party[:3].upper() for t in terms[bioguide] if bioguide}
            ),
        )
        index.people[person] = known
        for last in sorted({one.last for one in known.keys}):
            index.by_last[last].append(known)
        initials = "".join(part[0] for part in fold(name).split())
        if bioguide and len(initials) >= 3:
            index.by_initials[initials.upper()].append(known)
    _by_initials(view, index, words)


def _usual_genders(view: View) -> dict[str, str]:
    """Given names that members of one gender alone bear: so is a candidate of that name taken."""
    rows = view.query(
        "select lower(first_name), max(gender) from legislators where gender is not null "
        "group by 1 having count(distinct gender) = 1 and count(*) >= 2"
    )
    return {str(name): str(gender) for name, gender in rows}


def _bare(word: str) -> str:
    """A surname without apostrophes and stops: O'Rourke → orourke."""
    return re.sub(r"[.'’`´‘,]", "", word)


def _by_initials(view: View, index: Index, words: set[str]) -> None:
    """Members of three or more names whose initials the text writes."""
    short = {word for word in words if len(word) in {3, 4}}
    if not short:
        return
    missing = [
        (str(person), str(name))
        for person, name in view.query(
            "select person, name from people where bioguide is not null and len(name) > 8"
        )
        if str(person) not in index.people
        and len(parts := fold(str(name)).split()) >= 3
        and "-" in str(name)
        and "".join(part[0] for part in parts) in short
    ]
    for person, name in missing:
        rows = view.query(
            'select chamber, coalesce(district, state), start, "end", party from terms '
            'where bioguide = $person order by start, "end"',
            {"person": person},
        )
        terms = tuple(
            Term(chamber=r[0], seat=str(r[1]), start=r[2], end=r[3], party=str(r[4])) for r in rows
        )
        known = Known(key=person, name=name, bioguide=person, keys=(name_key(name),), terms=terms)
        index.people[person] = known
        initials = "".join(part[0] for part in fold(name).split()).upper()
        index.by_initials[initials].append(known)


def _given_in(key: NameKey, words: set[str]) -> bool:
    from hustings.names import short_forms

    if not key.given:
        return False
    forms = short_forms()
    for given in (*key.given, *key.nicknames):
        if given in words:
            return True
        fulls = forms.get(given, frozenset())
        if fulls and any(fulls & forms.get(word, frozenset()) for word in words & forms.keys()):
            return True
    return False


def _presidential(view: View, index: Index) -> None:
    years: dict[str, set[int]] = defaultdict(set)
    for name, year in view.query("select distinct candidate, year from presidential_by_district"):
        if name:
            years[fold(str(name)).split()[-1]].add(int(year))
    index.presidential.update({name: tuple(sorted(found)) for name, found in years.items()})


_BRACKETED = re.compile(r"\(([^()]+)\)")


def _committees(view: View, index: Index, text: str) -> None:
    for short, name in view.query("select distinct network, network_name from networks"):
        inner = _BRACKETED.search(str(name))
        for form in {fold(str(short)), fold(str(name)), fold(_BRACKETED.sub("", str(name))),
                     fold(inner[1]) if inner else ""}:  # fmt: skip
            if form:
                index.networks[form] = (str(short), str(name))
    phrases = sorted(_phrases(text))
    if not phrases:
        return
    # Compared without brackets, punctuation and the endings that people leave out.
    plain = (
        "trim(regexp_replace(lower(regexp_replace(name, '\\(.*\\)', '')), '[^a-z0-9]+', ' ', 'g'))"
    )
    rows = view.query(
        "with named as (select distinct committee_id, name from committees where name is not null "
        "union select distinct committee_id, committee_name from networks), "
        "likely as (select * from named where lower(regexp_extract(name, '[A-Za-z0-9]+')) in "
        "(select unnest(string_split($heads, chr(10))))), "
        f"spelt as (select committee_id, name, {plain} as spelt from likely) "
        "select committee_id, name, spelt from spelt "
        "where spelt in (select unnest(string_split($phrases, chr(10)))) "
        "or regexp_replace(spelt, ' (pac|inc|llc|political action committee)$', '') "
        "in (select unnest(string_split($phrases, chr(10)))) order by committee_id, name",
        {
            "phrases": "\n".join(phrases),
            "heads": "\n".join(sorted({phrase.partition(" ")[0] for phrase in phrases})),
        },
    )
    for committee, name, spelt in rows:
        forms = {str(spelt), re.sub(r" (pac|inc|llc|political action committee)$", "", str(spelt))}
        for form in forms:
            if form in phrases and (committee, name) not in index.committees[form]:
                index.committees[form].append((str(committee), str(name)))


_RUN = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w.’'&-]*(?:\s+(?:(?:of|for|the|and|in|to|on|a)\s+){0,2}[^\W_a-zß-öø-ÿ][\w.’'&-]*)*"
)


def _phrases(text: str) -> set[str]:
    """Runs of capitalised words, whole and in parts of at most eight words, folded."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        # "EMILY's List" is a name, "Smith's Fund" is Smith's.
        forms = {fold(re.sub(r"['’]s?\b", "", run)), fold(run)}
        for start, parts in [(n, form.split()[:24]) for form in forms for n in range(24)]:
            for end in range(start + 1, min(len(parts), start + 8) + 1):
                if end - start > 1 or len(parts[start]) > 4 or parts[start].upper() in run:
                    found.add(" ".join(parts[start:end]))
    return found


def _bills(view: View, index: Index, text: str) -> None:
    numbers = {bill_key(match) for match in BILL.finditer(text)}
    titles = {title_key(found) for found in _ACT.findall(text)}
    titles |= {t.split(" ", n)[-1] for t in titles for n in range(1, min(6, t.count(" ")))}
    if not numbers and not titles:
        return
    spelt = "trim(regexp_replace(lower(b.title), '[^a-z0-9]+', ' ', 'g'))"
    plain = f"regexp_replace(regexp_replace({spelt}, '^the ', ''), ' of [0-9]{{4}}$', '')"
    rows = view.query(
        "select b.bill, b.congress, b.type, b.number, b.title, b.sponsor, b.passed_house "
        "from bills as b join snapshots as s on s.snapshot = b.snapshot "
        "where b.type || ' ' || b.number in (select unnest(string_split($numbers, chr(10)))) "
        f"or {plain} in (select unnest(string_split($titles, chr(10)))) "
        "qualify row_number() over (partition by b.bill order by s.as_of desc, s.precedence, "
        "s.sequence desc, b.snapshot) = 1 order by b.bill",
        {
            "numbers": "\n".join(f"{kind} {number}" for kind, number in sorted(numbers)),
            "titles": "\n".join(sorted({re.sub(r" of \d{4}$", "", one) for one in titles})),
        },
    )
    for bill, congress, kind, number, title, sponsor, passed in rows:
        made = BillRow(bill=str(bill), congress=int(congress), sponsor=str(sponsor or ""),
                       title=str(title or ""), passed_house=passed)  # fmt: skip
        if (str(kind), int(number)) in numbers:
            index.bills[str(kind), int(number)].append(made)
        key = title_key(made.title)
        for form in {key, re.sub(r" of \d{4}$", "", key)}:
            if form in titles:
                index.titles[form].append(made)


def _roll_calls(view: View, index: Index, text: str) -> None:
    numbers = {int(match["number"]) for match in ROLL_CALL.finditer(text)}
    if not numbers:
        return
    listed = ", ".join(str(one) for one in sorted(numbers))
    for vote, number in view.query(
        f"select vote, number from roll_calls where chamber = 'House' and number in ({listed}) "
        "order by date desc, vote"
    ):
        index.roll_calls[int(number)].append(str(vote))


def bill_key(match: re.Match[str]) -> tuple[str, int]:
    """Kind and number of a bill as the record writes them: ('hr', 6515)."""
    from hustings.claims.lexicon import words

    kind = fold(re.sub(r"\.", " ", match["kind"]))
    kinds: dict[str, str] = words()["bill_kinds"]
    return kinds.get(kind, kind.replace(" ", "")), int(match["number"])


def title_key(title: str) -> str:
    """A bill's title made comparable: folded, without an article at its head."""
    return fold(title).removeprefix("the ").strip()


def acts(text: str) -> list[re.Match[str]]:
    """Places where a text names an act or a resolution by a title."""
    return list(_ACT.finditer(text))
