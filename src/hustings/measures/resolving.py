"""Names resolved against the record, to the one id that each must come to.

An id is taken as it is. A name must fit exactly one person, committee, network or industry within
what else was asked (race, cycle, Congress), or those that it could mean are listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from hustings import ids
from hustings.errors import NoData, RequestError, UnknownName, quoted
from hustings.measures.absence import fetching
from hustings.names import fold, name_key, same_person

if TYPE_CHECKING:
    from hustings.record.view import View

#: What a call says, by name of parameter.
Given = dict[str, Any]
#: No name is longer; what is, is none, and would take long to compare.
LONGEST_NAME = 200

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
    found = active_id(view, resolve_person(view, text, context), context.get("cycle"))
    if found is None:
        raise NoData(
            f"the record has no filed totals for {quoted(text)}{_place(context)}.",
            next_step=f"Load them with: {fetching('candidate_totals', context)}",
        )
    return found


def active_id(view: View, person: str, cycle: int | None) -> str | None:
    """Of a person's FEC ids the one with receipts in the cycle; None without filed totals."""
    found = view.query(
        "select i.id from person_ids i join candidate_money m on m.candidate_id = i.id "
        "where i.person = $person and i.scheme = 'fec' and ($cycle is null or m.cycle = $cycle) "
        "order by m.receipts_usd desc nulls last, m.cycle desc, i.id limit 1",
        {"person": person, "cycle": cycle},
    )
    return str(found[0][0]) if found else None


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
    people = [
        (str(person), str(name), str(written), str(seat)) for person, name, written, seat in rows
    ]
    return _one_of(_name(text), people, place)


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
        call = view.query(
            "select 1 from clerk_record where quorum and congress = $congress "
            "and chamber = $chamber and cast(number as varchar) = $number "
            "and ($year is null or cast(year as varchar) = $year)",
            {"congress": int(read[1]), "chamber": chamber, "number": read[3], "year": read[4]},
        )
        if call:
            raise NoData(
                f"{wanted} of the {chamber} is a call of the members, and no vote.",
                next_step="Votes have other numbers.",
            )
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
