"""Parameters of measures: what a person may write, and the one thing it must come to.

Names are resolved against the record: an id is taken as it is; a name must fit exactly one
person within what else was asked (race, cycle), or the candidates are listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NewType

from hustings import ids
from hustings.errors import NoData, RequestError, UnknownName, quoted
from hustings.ids import Round
from hustings.measures.absence import fetching
from hustings.names import fold, name_key, same_person

if TYPE_CHECKING:
    from hustings.measures.base import Measure, Param
    from hustings.record.view import View

Candidate = NewType("Candidate", str)  # FEC candidate id
Person = NewType("Person", str)  # key of people
Member = NewType("Member", str)  # Bioguide id
Bill = NewType("Bill", str)  # Congress, type and number: 116-hr6515
Vote = NewType("Vote", str)  # Congress, chamber, number and year: 116-h109.2020
Cohort = NewType("Cohort", str)  # whose votes are called progressive: left, democrats
Margin = NewType("Margin", Decimal)  # percent of the votes cast
Absences = NewType("Absences", str)  # left-out or against
YesNo = NewType("YesNo", bool)
Committee = NewType("Committee", str)  # FEC committee id
Network = NewType("Network", str)  # key of networks: aipac
Industry = NewType("Industry", str)  # industry or sector of industry_rules: banks, finance
Stance = NewType("Stance", str)  # support or oppose
Race = NewType("Race", str)  # a seat: CA-34
District = NewType("District", str)
Cycle = NewType("Cycle", int)
Congress = NewType("Congress", int)
Year = NewType("Year", int)
RoundName = NewType("RoundName", str)
State = NewType("State", str)
Party = NewType("Party", str)
Group = NewType("Group", str)
Surname = NewType("Surname", str)
Basis = NewType("Basis", str)
Side = NewType("Side", str)  # the other side of a transaction, by its name in the record
Source = NewType("Source", str)  # what a giver is to the receiver: individual, pac, party
Payment = NewType("Payment", str)  # what a payment is: gift, transfer, operating, …
Seat = NewType("Seat", str)  # CA-34, CA Senate, President
Day = NewType("Day", date)
ElectionKind = NewType("ElectionKind", str)  # an election as filers of spending code it: P, G, S, R
FormLine = NewType("FormLine", str)  # line of an FEC form: 11AI, 11C, 17
Filing = NewType("Filing", str)  # number of an electronic filing
GiverKind = NewType("GiverKind", str)  # what a giver is: corporation, labor, leadership
Moment = NewType("Moment", str)  # a time in UTC: 2024-03-06 04:54:45

PARTIES = {
    "d": "DEM", "dem": "DEM", "democrat": "DEM", "democratic": "DEM", "democrats": "DEM",
    "r": "REP", "rep": "REP", "republican": "REP", "gop": "REP", "republicans": "REP",
    "i": "IND", "ind": "IND", "independent": "IND", "libertarian": "LIB", "green": "GRN",
}  # fmt: skip
GROUPS = {"hispanic": "hispanic", "latino": "hispanic", "latina": "hispanic", "latinx": "hispanic",
          "white": "white", "black": "black", "african american": "black",
          "asian": "asian"}  # fmt: skip

#: What a committee that gives may be, as the view committee_registrations says.
GIVER_KINDS = (
    "corporation", "trade", "labor", "membership", "cooperative", "unconnected", "leadership",
    "campaign", "party", "hybrid", "super-pac", "other",
)  # fmt: skip

Given = dict[str, Any]
LAST_YEAR = date.today().year + 1  # noqa: DTZ011 - a civil year
#: No name is longer; what is, is none, and would take long to compare.
LONGEST_NAME = 200


def read_params(view: View, measure: Measure, given: Given) -> Given:
    """All parameters of a call, read and resolved. Raises RequestError, UnknownName or NoData."""
    known = {param.name for param in measure.params}
    renamed = dict(given)
    for other, own in (("race", "district"), ("district", "race"), ("person", "candidate"),
                       ("candidate", "person"), ("candidate", "member"), ("person", "member"),
                       ("committee", "spender"), ("spender", "committee")):  # fmt: skip
        if other in renamed and other not in known and own in known and own not in renamed:
            renamed[own] = renamed.pop(other)
    # What a call says beyond the measure's own parameters may still tell people apart.
    context = {name: value for name, value in renamed.items() if name not in known}
    stray = set(context) - {"race", "district", "cycle", "round", "state", "party", "congress"}
    if stray:
        raise RequestError(
            f"{measure.name} has no parameter {quoted(sorted(stray)[0])}.",
            next_step=f"It takes: {described(measure)}.",
        )
    missing = [p.name for p in measure.params if p.required and p.name not in renamed]
    if missing:
        raise RequestError(
            f"{measure.name} needs {' and '.join(missing)}.",
            next_step=f"Write: hustings figure {measure.name} {described(measure)}",
        )
    plain = {
        p.name: _plain(p, renamed[p.name])
        for p in measure.params
        if p.name in renamed and p.kind not in _RESOLVERS
    }
    context = {**_plain_context(context), **plain}
    _check_seat(context)
    for p in measure.params:
        if p.name in renamed and p.kind in _RESOLVERS:
            plain[p.name] = _RESOLVERS[p.kind](view, str(renamed[p.name]), context)
    return {p.name: plain[p.name] for p in measure.params if p.name in plain}


def described(measure: Measure) -> str:
    """The parameters as one would write them: race=… cycle=… [round=…]."""
    return " ".join(f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in measure.params)


def _plain(param: Param, value: Any) -> Any:
    return _READERS[param.kind](str(value))


def _plain_context(context: Given) -> Given:
    read: Given = {}
    if "race" in context or "district" in context:
        read["race"] = ids.parse_district(str(context.get("race", context.get("district"))))
    if "cycle" in context:
        read["cycle"] = ids.parse_cycle(context["cycle"])
    return read


def _check_seat(context: Given) -> None:
    """Refuse a seat that did not exist when it is asked about. Raises RequestError."""
    seat = context.get("race") or context.get("district")
    cycle = context.get("cycle")
    if cycle is None and context.get("congress"):
        cycle = ids.election_of(context["congress"])
    if seat and cycle and cycle >= min(ids.SEATS):
        ids.RaceId.parse(seat, cycle)


def read_round(text: str) -> str:
    """A round by its name: primary, special-general, … Raises RequestError."""
    name = text.strip().lower().replace("_", "-").replace(" ", "-")
    if name not in set(Round):
        raise RequestError(
            f"{quoted(text)} is not a round.", next_step="Rounds: " + ", ".join(Round) + "."
        )
    return name


def _state(text: str) -> str:
    code = text.strip().upper()
    names = {full.upper(): short for short, full in ids.STATES.items()}
    code = names.get(code, code)
    if code not in ids.STATES:
        raise RequestError(f"{quoted(text)} is not a state.", next_step="Use a code such as CA.")
    return code


def _party(text: str) -> str:
    return PARTIES.get(fold(text), text.strip().upper())


def _group(text: str) -> str:
    group = GROUPS.get(fold(text))
    if group is None:
        raise RequestError(
            f"{quoted(text)} is not a group that the record counts.",
            next_step="Groups: " + ", ".join(sorted(set(GROUPS.values()))) + ".",
        )
    return group


def _year(text: str) -> int:
    plain = text.strip()
    if not re.fullmatch(r"\d{4}", plain, re.ASCII) or not 1900 <= int(plain) <= LAST_YEAR:
        raise RequestError(f"{quoted(text)} is not a year.", next_step="Write it as 2020.")
    return int(plain)


def _margin(text: str) -> Decimal:
    """A margin in percent of the votes cast, from 0 to 100."""
    plain = text.strip().removesuffix("%")
    if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", plain, re.ASCII) or Decimal(plain) > 100:
        raise RequestError(f"{quoted(text)} is not a margin in percent.", next_step="Write 10.")
    return Decimal(plain)


def _yes_no(text: str) -> bool:
    word = text.strip().lower()
    if word not in {"yes", "no", "true", "false"}:
        raise RequestError(f"{quoted(text)} is neither yes nor no.", next_step="Write yes or no.")
    return word in {"yes", "true"}


def _stance(text: str) -> str:
    stance = {"for": "support", "against": "oppose", "s": "support", "o": "oppose"}.get(
        text.strip().lower(), text.strip().lower()
    )
    if stance not in {"support", "oppose"}:
        raise RequestError(f"{quoted(text)} is not a stance.", next_step="Write support or oppose.")
    return stance


#: What a filer's code of one letter can tell; it knows no special primary, only a special election.
ELECTION_KINDS = {
    "primary": "primary", "general": "general", "special": "special", "runoff": "runoff",
    "convention": "convention", "recount": "recount", "other": "other",
    "special-primary": "special", "special-general": "special", "primary-runoff": "runoff",
    "special-runoff": "runoff", "special-primary-runoff": "runoff",
}  # fmt: skip


def _election_kind(text: str) -> str:
    kind = ELECTION_KINDS.get(text.strip().lower().replace("_", "-").replace(" ", "-"))
    if kind is None:
        raise RequestError(
            f"{quoted(text)} is not a round.",
            next_step=f"Rounds: {', '.join(dict.fromkeys(ELECTION_KINDS.values()))}.",
        )
    return kind


def _basis(text: str) -> str:
    basis = text.strip().lower()
    if basis not in {"all", "two-party"}:
        raise RequestError(f"{quoted(text)} is not a basis.", next_step="Write all or two-party.")
    return basis


def _kind(known: tuple[str, ...]) -> Callable[[str], str]:
    """A reader of one of a few words."""

    def read(text: str) -> str:
        word = text.strip().lower().replace(" ", "-")
        found = {one.replace("_", "-"): one for one in known}.get(word.replace("_", "-"))
        if found is None:
            raise RequestError(
                f"{quoted(text)} is no such kind.", next_step=f"Kinds: {', '.join(known)}."
            )
        return found

    return read


COHORTS = ("left", "democrats")
ABSENCES = ("left-out", "against")
SOURCES = (
    "individual", "organisation", "pac", "party", "campaign", "candidate", "transfer", "loan",
    "other",
)  # fmt: skip
PAYMENTS = ("gift", "transfer", "refund", "operating", "coordinated", "loan", "loan_repayment",
            "other")  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as problem:
        raise RequestError(
            f"{quoted(text)} is not a day.", next_step="Write it as 2024-11-05."
        ) from problem


def _as_written(text: str) -> str:
    """A name as it stands in the record: nothing of it is changed but blanks around it."""
    return text.strip()


def _form_line(text: str) -> str:
    """A line as the record writes it: 11a(i) is 11AI, and the sum 11a(iii) is 11A."""
    line = re.sub(r"[^0-9A-Z]", "", text.upper().removeprefix("LINE"))
    if not re.fullmatch(r"[0-9]{1,2}([A-Z]I{0,3})?", line, re.ASCII):
        raise RequestError(
            f"{quoted(text)} is not a line of an FEC form.", next_step="Write it as 11AI or 17."
        )
    return line.removesuffix("III")


def _filing(text: str) -> str:
    number = text.strip().upper().removeprefix("FEC-")
    if not re.fullmatch(r"[0-9]{1,10}", number, re.ASCII):
        raise RequestError(
            f"{quoted(text)} is not the number of a filing.", next_step="Write it as 1229017."
        )
    return number


def _giver_kind(text: str) -> str:
    kind = fold(text).replace(" ", "-")
    kind = {"corporate": "corporation", "union": "labor", "unions": "labor", "labour": "labor",
            "ideological": "unconnected", "nonconnected": "unconnected"}.get(kind, kind)  # fmt: skip
    if kind not in GIVER_KINDS:
        raise RequestError(
            f"{quoted(text)} is not a kind of committee.",
            next_step="Kinds: " + ", ".join(GIVER_KINDS) + ".",
        )
    return kind


def read_moment(text: str) -> str:
    """A time as UTC, written 2024-03-06 04:54:45: without a zone it is UTC, a day its last second.

    Raises RequestError.
    """
    try:
        plain = text.strip()
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII):
            moment = datetime.combine(date.fromisoformat(plain), time(23, 59, 59))
        else:
            moment = datetime.fromisoformat(plain)
            if moment.tzinfo is not None:
                moment = moment.astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise RequestError(
            f"{quoted(text)} is not a time.",
            next_step="Write a day, 2024-03-08, or a time, 2024-03-05T23:26-08:00 (UTC if no zone).",
        ) from problem
    return moment.replace(tzinfo=None).strftime("%Y-%m-%d %H:%M:%S")


_READERS: dict[str, Callable[[str], Any]] = {
    "Race": ids.parse_district,
    "District": ids.parse_district,
    "Cycle": ids.parse_cycle,
    "Congress": ids.parse_congress,
    "Bill": ids.parse_bill_id,
    "Year": _year,
    "RoundName": read_round,
    "State": _state,
    "Party": _party,
    "Group": _group,
    "FormLine": _form_line,
    "Filing": _filing,
    "GiverKind": _giver_kind,
    "Moment": read_moment,
    "Surname": lambda text: fold(text).split()[-1] if fold(text) else text,
    "Basis": _basis,
    "Stance": _stance,
    "Cohort": _kind(COHORTS),
    "Absences": _kind(ABSENCES),
    "Margin": _margin,
    "YesNo": _yes_no,
    "Side": _as_written,
    "Seat": _as_written,
    "Source": _kind(SOURCES),
    "Payment": _kind(PAYMENTS),
    "Day": _day,
    "ElectionKind": _election_kind,
}


#: What to fetch for an id that the record does not know.
_GIVES = {"candidate": "fec --cycle YYYY", "bioguide": "legislators"}


def resolve_person(view: View, text: str, context: Given) -> str:
    """A person's key from an id or a name, within the race and cycle if they are given.

    Raises UnknownName, which lists the people that a name could mean.
    """
    wanted = _name(text)
    for scheme, kind in (("fec", "candidate"), ("bioguide", "bioguide")):
        if ids.looks_like(kind, wanted.upper()):
            found = view.query(
                "select person from person_ids where scheme = $scheme and id = $id",
                {"scheme": scheme, "id": wanted.upper()},
            )
            if found:
                return str(found[0][0])
            raise NoData(
                f"the record knows no {kind} id {wanted.upper()}.",
                next_step=f"Load a file that has it: hustings fetch {_GIVES[kind]}",
            )
    if view.query("select 1 from people where person = $key", {"key": wanted}):
        return wanted
    return _one_of(wanted, _people_in(view, context), _place(context))


#: A person as a name may fit: key, name for print, a name in a file, the seat it stands beside.
Named = tuple[str, str, str, str]


def _one_of(wanted: str, people: Iterable[Named], place: str) -> str:
    """The key of the one person whom a name fits. Raises UnknownName, which lists several."""
    people = list(people)
    key = name_key(wanted)
    fitting = {
        person: f"{name} of {seat}" if seat else name
        for person, name, written, seat in sorted(people)
        if same_person(key, name_key(written)) or same_person(key, name_key(name))
    }
    exact = {
        person: fitting[person]
        for person, name, written, _ in people
        if person in fitting and fold(wanted) in {fold(written), fold(name)}
    }
    fitting = exact or fitting
    if len(fitting) == 1:
        return next(iter(fitting))
    if not fitting:
        near = _near(wanted, {name for _, name, _, _ in people})
        hint = f"Did you mean {' or '.join(near)}?" if near else "Check the spelling or give an id."
        raise UnknownName(
            f"nobody called {quoted(wanted)} is in the record{place}.", next_step=hint
        )
    listed = "; ".join(f"{name} ({person})" for person, name in sorted(fitting.items())[:10])
    more = f"; and {len(fitting) - 10} more" if len(fitting) > 10 else ""
    raise UnknownName(
        f"{quoted(wanted)} is {len(fitting)} people{place}: {listed}{more}.",
        next_step="Give an id, or the race.",
    )


def _name(text: str) -> str:
    """A name that could be one. Raises RequestError for a blank, and for what no file can hold."""
    name = text.strip()
    if not name:
        raise RequestError("the name is blank.", next_step="Give a name or an id.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise UnknownName(f"{quoted(name)} is not a name.", next_step="Give a name or an id.")
    return name


def _near(wanted: str, names: Iterable[str]) -> list[str]:
    """At most three names that are spelt much like the one wanted, whole or by their last word."""
    folded = fold(wanted)
    spelt: dict[str, set[str]] = {}
    for name in sorted(names):
        for form in {fold(name), name_key(name).last}:
            spelt.setdefault(form, set()).add(name)
    found = get_close_matches(folded, sorted(spelt), n=3, cutoff=0.75)
    return list(dict.fromkeys(name for form in found for name in sorted(spelt[form])))[:3]


def _place(context: Given) -> str:
    race, cycle = context.get("race") or context.get("district"), context.get("cycle")
    return (f" in {race}" if race else "") + (f" in {cycle}" if cycle else "")


def _people_in(view: View, context: Given) -> list[Named]:
    """Who stood or raised money in the race and cycle, by every name in the files.

    Without a race or a cycle, everybody; without a race, members by their own names too.
    """
    rows = view.query(
        "select distinct p.person, p.name, n.name, n.district from people p "
        "join (select person, name, district, cycle from person_names union "
        "select i.person, t.name, t.district, t.cycle from candidate_totals t "
        "join person_ids i on i.scheme = 'fec' and i.id = t.candidate_id) n on n.person = p.person "
        "where ($race is null or n.district = $race) and ($cycle is null or n.cycle = $cycle)",
        {"race": context.get("race") or context.get("district"), "cycle": context.get("cycle")},
    )
    if not context.get("race") and not context.get("district") and not context.get("cycle"):
        rows += view.query("select person, name, name, '' from people where bioguide is not null")
    return [(str(a), str(b), str(c), str(d or "")) for a, b, c, d in rows]


def resolve_candidate(view: View, text: str, context: Given) -> str:
    """An FEC candidate id: as given, or the active id of the person in the cycle.

    Of several ids of one person the one with receipts in the cycle is the active one.
    """
    wanted = text.strip().upper()
    if ids.looks_like("candidate", wanted):
        return wanted
    person = resolve_person(view, text, context)
    found = view.query(
        "select i.id from person_ids i join candidate_money m on m.candidate_id = i.id "
        "where i.person = $person and i.scheme = 'fec' and ($cycle is null or m.cycle = $cycle) "
        "order by m.receipts_usd desc nulls last, m.cycle desc, i.id limit 1",
        {"person": person, "cycle": context.get("cycle")},
    )
    if not found:
        raise NoData(
            f"the record has no filed totals for {quoted(text)}{_place(context)}.",
            next_step=f"Load them with: {fetching('candidate_totals', context)}",
        )
    return str(found[0][0])


def resolve_member(view: View, text: str, context: Given) -> str:
    """A Bioguide id: as given, or that of the person, who must have served in Congress."""
    wanted = text.strip().upper()
    if ids.looks_like("bioguide", wanted):
        return wanted
    congress = context.get("congress")
    rows = view.query(
        "select distinct p.person, p.name, coalesce(m.name, p.name), coalesce(m.seat, '') "
        "from people p left join (select bioguide, name, coalesce(district, state) as seat "
        "from terms where $congress is null or (start < make_date(2 * $congress + 1789, 1, 3) "
        'and "end" > make_date(2 * $congress + 1787, 1, 3))) m on m.bioguide = p.person '
        "where p.bioguide is not null and ($congress is null or m.bioguide is not null)",
        {"congress": congress},
    )
    place = f" of the {congress}th Congress" if congress else ""
    return _one_of(_name(text), [tuple(map(str, row)) for row in rows], place)  # type: ignore[misc]


_VOTE = re.compile(r"(\d{1,3})-([hs])(v?\d{1,4})(?:\.(\d{4}))?")
_VOTE_AS_STORED = re.compile(r"([hs]\d{1,4})-(\d{1,3})\.(\d{4})")


def resolve_vote(view: View, text: str, context: Given) -> str:
    """A roll call's name, 116-h109.2020; without the year it must fit one session's alone.

    unitedstates/congress writes h109-116.2020. Raises RequestError, UnknownName that lists both
    sessions' votes of a number, or NoData.
    """
    found = votes_named(view, text)
    if len(found) > 1:
        listed = "; ".join(f"{vote} ({question})" for vote, question in found)
        raise UnknownName(
            f"{quoted(text)} is {len(found)} roll calls, as numbers begin anew each year: {listed}.",
            next_step="Add the year.",
        )
    return found[0][0]


def votes_named(view: View, text: str) -> list[tuple[str, str]]:
    """The roll calls that a name may mean, (name, question), one or two. Raises as resolve_vote."""
    wanted = text.strip().lower().replace(" ", "")
    if stored := _VOTE_AS_STORED.fullmatch(wanted):
        wanted = f"{stored[2]}-{stored[1]}.{stored[3]}"
    read = _VOTE.fullmatch(wanted)
    if read is None:
        raise RequestError(
            f"{quoted(text)} is not a roll call.",
            next_step="Write Congress, chamber, number and year: 116-h109.2020.",
        )
    found = view.query(
        "select vote, question || coalesce(', ' || subject, '') from roll_calls "
        "where vote = $vote or ($open and starts_with(vote, $vote || '.')) order by date, vote",
        {"vote": wanted, "open": read[4] is None},
    )
    if not found:
        chamber = "House" if read[2] == "h" else "Senate"
        raise NoData(
            f"the record has no roll call {wanted} of the {chamber}.",
            next_step=f"Load it with: {fetching('clerk_votes', {'congress': read[1]})}",
        )
    return [(str(vote), str(question or "")) for vote, question in found]


def resolve_committee(view: View, text: str, context: Given) -> str:
    """An FEC committee id: as given, or that of the one committee of that name.

    All names that a committee had in any cycle are tried, and those of the reviewed networks.
    Names are compared whole, then without what is in brackets and without endings such as PAC or
    Inc., then by what is in the brackets,
    then as words within, then as letters within; the first way that fits any committee decides.
    """
    wanted = _name(text).upper()
    if ids.looks_like("committee", wanted):
        return wanted
    rows = [(str(i), str(n)) for i, n in view.query(
        "select distinct committee_id, name from committee_totals where name is not null union "
        "select distinct committee_id, name from committees where name is not null union "
        "select distinct committee_id, committee_name from networks"
    )]  # fmt: skip
    folded, bare = fold(text), _bare(text)
    ways: tuple[Callable[[str], bool], ...] = (
        lambda name: fold(name) == folded,
        lambda name: bool(bare) and _bare(name) == bare,
        lambda name: folded in {fold(part) for part in _BRACKETS.findall(name)},
        lambda name: bool(folded) and f" {folded} " in f" {fold(name)} ",
        lambda name: bool(folded) and folded in fold(name),
    )
    fitting: dict[str, str] = {}
    for way in ways:
        fitting = {i: n for i, n in sorted(rows) if way(n)}
        if fitting:
            break
    if len(fitting) == 1:
        return next(iter(fitting))
    if not fitting:
        raise UnknownName(f"no committee called {quoted(text)} is in the record.",
                          next_step="Give its FEC id, such as C00799031.")  # fmt: skip
    listed = "; ".join(f"{name} ({one})" for one, name in sorted(fitting.items())[:10])
    more = f"; and {len(fitting) - 10} more" if len(fitting) > 10 else ""
    raise UnknownName(f"{quoted(text)} is {len(fitting)} committees: {listed}{more}.",
                      next_step="Give an id.")  # fmt: skip


_BRACKETS = re.compile(r"\(([^()]+)\)")
#: Words at the end of a committee's name that people leave out.
_ENDINGS = re.compile(
    r"( (pac|political action committee|inc|incorporated|llc|federal|fund for federal elections))+$"
)


def _bare(name: str) -> str:
    """A committee's name, folded, without brackets, a leading article and usual endings."""
    folded = fold(_BRACKETS.sub(" ", name)).removeprefix("the ")
    return _ENDINGS.sub("", folded)


def resolve_network(view: View, text: str, context: Given) -> str:
    """The short name of a network of committees, from it or from its name for print."""
    wanted = fold(_name(text))
    known = view.query("select distinct network, network_name from networks order by network")
    for short, name in known:
        if wanted in {fold(short), fold(name)}:
            return str(short)
    raise UnknownName(
        f"no network called {quoted(text)} is in the record.",
        next_step="Networks: " + ", ".join(str(short) for short, _ in known) + ".",
    )


def committee_or_network(view: View, text: str) -> dict[str, str]:
    """{"committee": id} or {"network": short name} for what a person wrote; a network goes first.

    Raises UnknownName, which lists the committees that a name could mean, or the networks.
    """
    try:
        return {"network": resolve_network(view, text, {})}
    except UnknownName as no_network:
        try:
            return {"committee": resolve_committee(view, text, {})}
        except UnknownName as problem:
            if "no committee called" not in str(problem):
                raise
            raise UnknownName(
                f"no committee and no network called {quoted(text)} is in the record.",
                next_step=f"Give an FEC id, such as C00799031. {no_network.next_step}",
            ) from problem


def resolve_industry(view: View, text: str, context: Given) -> str:
    """An industry or sector of the rules: by its short name, its name, or one word of its name."""
    wanted = fold(_name(text))
    rows = view.query("select distinct industry, industry_name, sector from industry_rules "
                      "order by industry")  # fmt: skip
    for short, name, _ in rows:
        if wanted in {fold(short), fold(name)}:
            return str(short)
    if wanted in {fold(sector) for _, _, sector in rows}:
        return next(str(sector) for _, _, sector in rows if fold(sector) == wanted)
    fitting = [str(short) for short, name, _ in rows if f" {wanted} " in f" {fold(name)} "]
    if len(set(fitting)) == 1:
        return fitting[0]
    named = sorted({str(short) for short, _, _ in rows})
    raise UnknownName(
        f"{quoted(text)} is not an industry of the rules.",
        next_step="Industries: " + ", ".join(fitting or named) + ".",
    )


_RESOLVERS: dict[str, Callable[[View, str, Given], str]] = {
    "Candidate": resolve_candidate,
    "Person": resolve_person,
    "Member": resolve_member,
    "Vote": resolve_vote,
    "Committee": resolve_committee,
    "Network": resolve_network,
    "Industry": resolve_industry,
}
