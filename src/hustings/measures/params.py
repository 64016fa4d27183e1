"""Parameters of measures: what a person may write, and the one thing it must come to.

Names are resolved against the record: an id is taken as it is; a name must fit exactly one
person within what else was asked (race, cycle), or the candidates are listed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NewType

from hustings import ids
from hustings.errors import NoData, RequestError, UnknownName
from hustings.ids import Round
from hustings.names import fold, name_key, same_person

if TYPE_CHECKING:
    from hustings.measures.base import Measure, Param
    from hustings.record.view import View

Candidate = NewType("Candidate", str)  # FEC candidate id
Person = NewType("Person", str)  # key of people
Member = NewType("Member", str)  # Bioguide id
Committee = NewType("Committee", str)  # FEC committee id
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

PARTIES = {
    "d": "DEM", "dem": "DEM", "democrat": "DEM", "democratic": "DEM", "democrats": "DEM",
    "r": "REP", "rep": "REP", "republican": "REP", "gop": "REP", "republicans": "REP",
    "i": "IND", "ind": "IND", "independent": "IND",
}  # fmt: skip
GROUPS = {"hispanic": "hispanic", "latino": "hispanic", "latina": "hispanic", "latinx": "hispanic",
          "white": "white", "black": "black", "african american": "black",
          "asian": "asian"}  # fmt: skip

Given = dict[str, Any]


def read_params(view: View, measure: Measure, given: Given) -> Given:
    """All parameters of a call, read and resolved. Raises RequestError, UnknownName or NoData."""
    known = {param.name for param in measure.params}
    renamed = dict(given)
    for other, own in (("race", "district"), ("district", "race"), ("person", "candidate"),
                       ("candidate", "person"), ("candidate", "member"), ("person", "member")):  # fmt: skip
        if other in renamed and other not in known and own in known and own not in renamed:
            renamed[own] = renamed.pop(other)
    # What a call says beyond the measure's own parameters may still tell people apart.
    context = {name: value for name, value in renamed.items() if name not in known}
    stray = set(context) - {"race", "district", "cycle", "round", "state", "party", "congress"}
    if stray:
        raise RequestError(
            f"{measure.name} has no parameter {sorted(stray)[0]!r}.",
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
    for p in measure.params:
        if p.name in renamed and p.kind in _RESOLVERS:
            plain[p.name] = _RESOLVERS[p.kind](view, str(renamed[p.name]), context)
    return {p.name: plain[p.name] for p in measure.params if p.name in plain}


def described(measure: Measure) -> str:
    """The parameters as one would write them: race=… cycle=… [round=…]."""
    return " ".join(
        f"{p.name}=…" if p.required else f"[{p.name}=…]" for p in measure.params
    )


def _plain(param: Param, value: Any) -> Any:
    return _READERS[param.kind](str(value))


def _plain_context(context: Given) -> Given:
    read: Given = {}
    if "race" in context or "district" in context:
        read["race"] = ids.parse_district(str(context.get("race", context.get("district"))))
    if "cycle" in context:
        read["cycle"] = ids.parse_cycle(context["cycle"])
    return read


def _round(text: str) -> str:
    name = text.strip().lower().replace("_", "-").replace(" ", "-")
    if name not in set(Round):
        raise RequestError(
            f"{text!r} is not a round.", next_step="Rounds: " + ", ".join(Round) + "."
        )
    return name


def _state(text: str) -> str:
    code = text.strip().upper()
    names = {full.upper(): short for short, full in ids.STATES.items()}
    code = names.get(code, code)
    if code not in ids.STATES:
        raise RequestError(f"{text!r} is not a state.", next_step="Use a code such as CA.")
    return code


def _party(text: str) -> str:
    return PARTIES.get(fold(text), text.strip().upper())


def _group(text: str) -> str:
    group = GROUPS.get(fold(text))
    if group is None:
        raise RequestError(
            f"{text!r} is not a group that the record counts.",
            next_step="Groups: " + ", ".join(sorted(set(GROUPS.values()))) + ".",
        )
    return group


def _year(text: str) -> int:
    if not text.isdigit() or not 1900 <= int(text) <= date.today().year + 1:  # noqa: DTZ011
        raise RequestError(f"{text!r} is not a year.")
    return int(text)


def _basis(text: str) -> str:
    if text not in {"all", "two-party"}:
        raise RequestError(f"{text!r} is not a basis.", next_step="Write all or two-party.")
    return text


_READERS: dict[str, Callable[[str], Any]] = {
    "Race": ids.parse_district,
    "District": ids.parse_district,
    "Cycle": ids.parse_cycle,
    "Congress": ids.parse_congress,
    "Year": _year,
    "RoundName": _round,
    "State": _state,
    "Party": _party,
    "Group": _group,
    "Surname": lambda text: fold(text).split()[-1] if fold(text) else text,
    "Basis": _basis,
}


def resolve_person(view: View, text: str, context: Given) -> str:
    """A person's key from an id or a name, within the race and cycle if they are given.

    Raises UnknownName, which lists the people that a name could mean.
    """
    wanted = text.strip()
    for scheme, kind in (("fec", "candidate"), ("bioguide", "bioguide")):
        if ids.looks_like(kind, wanted.upper()):
            found = view.query(
                "select person from person_ids where scheme = $scheme and id = $id",
                {"scheme": scheme, "id": wanted.upper()},
            )
            if found:
                return str(found[0][0])
            raise NoData(f"the record knows no {kind} id {wanted.upper()}.")
    if view.query("select 1 from people where person = $key", {"key": wanted}):
        return wanted
    people = _people_in(view, context)
    key = name_key(wanted)
    fitting = {
        person: name
        for person, name, written in people
        if same_person(key, name_key(written)) or same_person(key, name_key(name))
    }
    exact = {
        person: name
        for person, name, written in people
        if person in fitting and fold(wanted) in {fold(written), fold(name)}
    }
    fitting = exact or fitting
    if len(fitting) == 1:
        return next(iter(fitting))
    place = _place(context)
    if not fitting:
        near = get_close_matches(wanted, sorted({name for _, name, _ in people}), n=3)
        hint = f"Did you mean {' or '.join(near)}?" if near else "Check the spelling or give an id."
        raise UnknownName(f"nobody called {wanted!r} is in the record{place}.", next_step=hint)
    listed = "; ".join(f"{name} ({person})" for person, name in sorted(fitting.items())[:10])
    more = f"; and {len(fitting) - 10} more" if len(fitting) > 10 else ""
    raise UnknownName(
        f"{wanted!r} is {len(fitting)} people{place}: {listed}{more}.",
        next_step="Give an id, or the race.",
    )


def _place(context: Given) -> str:
    race, cycle = context.get("race") or context.get("district"), context.get("cycle")
    return (f" in {race}" if race else "") + (f" in {cycle}" if cycle else "")


def _people_in(view: View, context: Given) -> list[tuple[str, str, str]]:
    race, cycle = context.get("race") or context.get("district"), context.get("cycle")
    where, binds = ["true"], {}
    if race:
        where.append("district = $race")
        binds["race"] = race
    if cycle:
        where.append("cycle = $cycle")
        binds["cycle"] = cycle
    condition = " and ".join(where)
    rows = view.query(
        "select distinct p.person, p.name, n.name from people p join person_names n using (person) "
        f"where {condition.replace('district', 'n.district').replace('cycle =', 'n.cycle =')} "
        "union select distinct p.person, p.name, t.name from people p "
        "join person_ids i on i.person = p.person and i.scheme = 'fec' "
        f"join candidate_totals t on t.candidate_id = i.id "
        f"where {condition.replace('district', 't.district').replace('cycle =', 't.cycle =')} "
        + ("" if race else "union select person, name, name from people where bioguide is not null "),
        binds,
    )
    return [(str(a), str(b), str(c)) for a, b, c in rows]


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
        raise NoData(f"the record has no filed totals for {text!r}{_place(context)}.")
    return str(found[0][0])


def resolve_member(view: View, text: str, context: Given) -> str:
    """A Bioguide id: as given, or that of the person, who must have served in Congress."""
    wanted = text.strip().upper()
    if ids.looks_like("bioguide", wanted):
        return wanted
    person = resolve_person(view, text, {k: v for k, v in context.items() if k == "race"})
    if not ids.looks_like("bioguide", person):
        raise UnknownName(f"{text!r} is not known to have served in Congress.")
    return person


def resolve_committee(view: View, text: str, context: Given) -> str:  # noqa: ARG001
    """An FEC committee id: as given, or that of the one committee of that name."""
    wanted = text.strip().upper()
    if ids.looks_like("committee", wanted):
        return wanted
    rows = view.query("select distinct committee_id, name from committee_totals union "
                      "select distinct committee_id, name from committees")  # fmt: skip
    folded = fold(text)
    exact = {i: n for i, n in rows if fold(n or "") == folded}
    fitting = exact or {i: n for i, n in rows if folded and folded in fold(n or "")}
    if len(fitting) == 1:
        return str(next(iter(fitting)))
    if not fitting:
        raise UnknownName(f"no committee called {text!r} is in the record.",
                          next_step="Give its FEC id, such as C00799031.")  # fmt: skip
    listed = "; ".join(f"{name} ({one})" for one, name in sorted(fitting.items())[:10])
    raise UnknownName(f"{text!r} is {len(fitting)} committees: {listed}.",
                      next_step="Give an id.")  # fmt: skip


_RESOLVERS: dict[str, Callable[[View, str, Given], str]] = {
    "Candidate": resolve_candidate,
    "Person": resolve_person,
    "Member": resolve_member,
    "Committee": resolve_committee,
}
