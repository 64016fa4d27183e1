"""NIST SP 1500-100, the common data format of election results: XML and JSON, versions 1 and 2.

Contests hold selections, selections hold VoteCounts for a place (GpUnit) and a way of voting
(Type). Places nest and ways have a `total`, so the same votes stand several times: the outermost
places answer, and within a place its total, or else its ways. Parts that do not add up reject the
contest. Feeds before the vote have no counts and are refused as results.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Refused, SourceError
from hustings.names import tidy
from hustings.sources.checked import LeftOut, Unreadable, shown
from hustings.sources.events import Counted, Dated, Event, Loaded, Rejected, Skipped
from hustings.sources.returns.cells import kind, person, whole, yes_or_no
from hustings.sources.returns.parties import party
from hustings.sources.returns.rounds import SPECIAL, round_of
from hustings.sources.returns.sheets import Contest, Count, house_rows, refuse_zeros, special_title

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from hustings.ids import Round
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

ROOT: Final = "ElectionReport"
_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}type"
#: Version 1 and its Google profile say BallotSelection, version 2 ContestSelection.
_ALIASES: Final = {"BallotSelection": "ContestSelection", "TotalCounts": "OtherCounts"}
_ROUND_WORDS: Final = {
    "general": ["general"],
    "primary": ["primary"],
    "partisan-primary-closed": ["primary"],
    "partisan-primary-open": ["primary"],
    "runoff": ["runoff"],
    "special": ["special"],
}
#: Types of places that stand for the whole of a contest, a county, a precinct.
_COUNTY: Final = frozenset({"county"})
_PRECINCT: Final = frozenset({"precinct", "split-precinct", "combined-precinct", "polling-place"})
_STATUS: Final = {
    "certified": "certified",
    "official-complete": "certified",
    "unofficial-complete": "canvass",
    "unofficial-partial": "election-night",
    "recount": "canvass",
}

Node = dict[str, list[Any]]


def node_of(element: Element) -> Node:
    """An XML element as the JSON form has it: every child a list under its bare name.

    `SomethingCollection` wrappers of version 1 vanish; ids and types are '@id' and '@type'.
    """
    top: Node = {}
    todo = [(element, top)]
    while todo:
        parent, into = todo.pop()
        for child in parent:
            name = _bare(child.tag)
            if name.endswith("Collection"):
                todo.append((child, into))
                continue
            own: Node = _attributes(child)
            into.setdefault(name, []).append(own if len(child) or own else (child.text or ""))
            if len(child):
                todo.append((child, own))
            elif own:
                own["Content"] = [child.text or ""]
    return top


def _attributes(element: Element) -> Node:
    found: Node = {}
    for key, value in element.attrib.items():
        if key.casefold() == "objectid":
            found["@id"] = [value]
        elif key == _XSI:
            found["@type"] = [value]
    return found


def _bare(tag: str) -> str:
    name = tag.rpartition("}")[2]
    return _ALIASES.get(name, name)


def node_of_json(value: Any) -> Node:
    """A JSON object in the same form: lists everywhere, types without their package."""
    if not isinstance(value, dict):
        raise Unreadable("it is not an object")
    found: Node = {}
    for key, given in value.items():
        items = given if isinstance(given, list) else [given]
        if key == "@type":
            items = [str(given).rpartition(".")[2]]
        name = str(key)
        found[_ALIASES.get(name, name)] = [
            node_of_json(one) if isinstance(one, dict) else one for one in items
        ]
    return found


def nodes(node: Node, name: str) -> list[Node]:
    return [one for one in node.get(name, []) if isinstance(one, dict)]


def word(node: Node, *path: str) -> str:
    """The first text along a path of names, tidied; empty if there is none."""
    here: Any = node
    for name in path:
        found = here.get(name) if isinstance(here, dict) else None
        if not found:
            return ""
        here = found[0]
    if isinstance(here, dict):
        here = (here.get("Content") or here.get("Text") or [""])[0]
        if isinstance(here, dict):
            here = (here.get("Content") or [""])[0]
    return "" if isinstance(here, dict | list) or here is None else tidy(str(here))


def ids(node: Node, name: str) -> list[str]:
    """Ids that a field refers to: blank-separated in XML, a list in JSON."""
    return [one for given in node.get(name, []) for one in str(given).split()]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What stands once in a file: its places, parties, candidates and elections."""

    elections: list[Node]
    parties: Mapping[str, str]
    people: Mapping[str, str]
    units: Mapping[str, Node]
    generated: date | None
    status: str
    state: str
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)


def report(file: SourceFile) -> Report:
    """Read the file's frame. Raises SourceError for what is no report, Refused for a test."""
    top = _top(file)
    if word(top, "IsTest").casefold() in {"true", "1"}:
        raise Refused("it says that it is a test (IsTest): its votes are invented.",
                      where=file.path)  # fmt: skip
    units = {word(one, "@id"): one for one in nodes(top, "GpUnit")}
    people = {
        word(one, "@id"): word(one, "FullName")
        or " ".join(filter(None, (word(one, "FirstName"), word(one, "LastName"))))
        for one in nodes(top, "Person")
    }
    stamp = word(top, "GeneratedDate")[:10]
    try:
        generated = date.fromisoformat(stamp) if stamp else None
    except ValueError as problem:
        raise SourceError(f"GeneratedDate {stamp!r} is no day.", where=file.path) from problem
    return Report(
        elections=nodes(top, "Election"),
        parties={
            word(one, "@id"): word(one, "Abbreviation") or word(one, "Name")
            for one in nodes(top, "Party")
        },
        people=people,
        units=units,
        generated=generated,
        status=_STATUS.get(word(top, "Status"), ""),
        state=next(
            (code for one in units.values() if (code := _ocd_state(one))), ""
        ),
        within={name: frozenset(_below(name, units)) for name in units},
    )  # fmt: skip


def _top(file: SourceFile) -> Node:
    if file.name.casefold().endswith(".json"):
        body = file.json()
        try:
            top = node_of_json(body)
        except (Unreadable, RecursionError) as problem:
            raise SourceError(f"it is no report in this format: {problem}.",
                              where=file.path) from problem  # fmt: skip
        if word(top, "@type") != ROOT:
            raise SourceError("it is no report in this format: its @type is not "
                              "ElectionResults.ElectionReport.", where=file.path)  # fmt: skip
        return top
    root = file.xml()
    if _bare(root.tag) != ROOT:
        raise SourceError(f"it is no {ROOT}: its root is {shown(_bare(root.tag))}.",
                          where=file.path)  # fmt: skip
    return node_of(root)


def _ocd_state(unit: Node) -> str:
    """'ocd-division/country:us/state:va' → VA, where a place is a state or lies in one."""
    for outer in (unit, *nodes(unit, "ExternalIdentifiers")):
        for one in nodes(outer, "ExternalIdentifier"):
            for part in word(one, "Value").split("/"):
                if part.startswith("state:"):
                    return part[6:8].upper()
    return ""


def _below(name: str, units: Mapping[str, Node]) -> Iterator[str]:
    """Every place within a place, by ComposingGpUnitIds."""
    seen = {name}
    todo = ids(units[name], "ComposingGpUnitIds")
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            yield one
            if one in units:
                todo += ids(units[one], "ComposingGpUnitIds")


def contests(told: Report) -> Iterator[Contest | Rejected | Skipped]:
    """Each contest of each election, or why it is none. Lines are the contests' numbers."""
    number = 0
    for election in told.elections:
        candidates = {word(one, "@id"): one for one in nodes(election, "Candidate")}
        for node in nodes(election, "Contest"):
            number += 1
            title = word(node, "BallotTitle") or word(node, "Name")
            try:
                yield _contest(number, title, node, election, candidates, told)
            except Unreadable as problem:
                yield Rejected(number, title, str(problem))
            except LeftOut as reason:
                yield Skipped(number, str(reason))


def _contest(
    number: int,
    title: str,
    node: Node,
    election: Node,
    candidates: Mapping[str, Node],
    told: Report,
) -> Contest:
    if word(node, "@type") not in {"CandidateContest", ""}:
        raise LeftOut(f"contest: {word(node, '@type')} is not a vote for candidates")
    selections = nodes(node, "ContestSelection")
    if not any(nodes(one, "VoteCounts") for one in selections):
        raise LeftOut("contest: it has no counts")
    counts: list[Count] = []
    for one in selections:
        counts += _selection(number, one, candidates, told)
    counts += _others(number, node, told)
    day = _day(election)
    words = [
        *_ROUND_WORDS.get(word(election, "Type"), []),
        *(["special"] if special_title(title) else []),
    ]
    try:
        held = round_of(told.state, day, words).value if day else ""
    except Unreadable:
        held = ""
    primary = [
        told.parties.get(one, "") for one in ids(node, "PrimaryPartyIds") if "primary" in held
    ]
    return Contest(
        title=title or f"contest {number}",
        counts=tuple(counts),
        state=told.state,
        day=day,
        round=held,
        party=(party(primary[0], told.state).code or primary[0]) if len(primary) == 1 else "",
        seats=whole(word(node, "NumberElected") or "1", "NumberElected"),
        status=told.status,
    )


def _day(election: Node) -> date | None:
    written = word(election, "StartDate")[:10]
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as problem:
        raise Unreadable(f"StartDate: {shown(written)} is no day") from problem


def _selection(
    number: int, node: Node, candidates: Mapping[str, Node], told: Report
) -> list[Count]:
    people = [candidates.get(one, {}) for one in ids(node, "CandidateIds")]
    names = [
        word(one, "BallotName") or told.people.get(word(one, "PersonId"), "") for one in people
    ]
    write_in = bool(yes_or_no(word(node, "IsWriteIn"), "IsWriteIn"))
    name = " and ".join(filter(None, names)) or ("Write-in" if write_in else "")
    name = person(name)
    endorsed = [told.parties.get(one, "") for one in ids(node, "EndorsementPartyIds")]
    own = [told.parties.get(word(one, "PartyId"), "") for one in people]
    label = next((one for one in (*endorsed, *own) if one), "")
    found = party(label, told.state)
    counted = kind(name)
    about = {
        "name": name,
        "party": found.code or "",
        "party_as_written": label,
        "kind": counted,
        "write_in": write_in or found.write_in or counted == "write-in",
        "person": word(node, "@id"),
    }
    return _outermost(number, name, nodes(node, "VoteCounts"), told, about)


def _outermost(
    number: int, name: str, given: list[Node], told: Report, about: Mapping[str, object]
) -> list[Count]:
    """Counts of the outermost places; those within must add up to no more."""
    by_unit: dict[str, dict[str, int]] = defaultdict(dict)
    for one in given:
        unit, way = word(one, "GpUnitId"), (word(one, "Type") or "total").casefold()
        if way == "other":
            way = word(one, "OtherType").casefold() or "other"
        if way in by_unit[unit]:
            raise Unreadable(f"{name}: two counts of {way} in one place")
        by_unit[unit][way] = whole(word(one, "Count"), f"{name}: {way}: Count")
    totals = {unit: _total(name, ways) for unit, ways in by_unit.items()}
    found: list[Count] = []
    for unit, ways in by_unit.items():
        inside = told.within.get(unit, frozenset())
        if any(unit in told.within.get(other, ()) for other in by_unit):
            continue
        parts = [
            total for other, total in totals.items()
            if other in inside
            and not any(other in told.within.get(third, ()) for third in by_unit
                        if third in inside)
        ]  # fmt: skip
        if sum(parts) > totals[unit]:
            raise Unreadable(
                f"{name}: the places within add to {sum(parts):,}, the whole says {totals[unit]:,}"
            )
        found += _counts(number, told.units.get(unit, {}), ways, about)
    return found


def _total(name: str, ways: Mapping[str, int]) -> int:
    parts = {way: votes for way, votes in ways.items() if way != "total"}
    if "total" not in ways:
        return sum(parts.values())
    if parts and sum(parts.values()) != ways["total"]:
        raise Unreadable(
            f"{name}: its ways of voting add to {sum(parts.values()):,}, "
            f"the total says {ways['total']:,}"
        )
    return ways["total"]


def _counts(
    number: int, unit: Node, ways: Mapping[str, int], about: Mapping[str, object]
) -> list[Count]:
    place, label = word(unit, "Type"), word(unit, "Name")
    modes = {way: votes for way, votes in ways.items() if way != "total"} or {"": ways["total"]}
    return [
        Count(
            line=number,
            votes=votes,
            mode=way.replace("-", " "),
            county=label if place in _COUNTY else "",
            precinct=(label or "unnamed") if place in _PRECINCT else "",
            **about,  # type: ignore[arg-type]
        )
        for way, votes in modes.items()
    ]


def _others(number: int, node: Node, told: Report) -> list[Count]:
    """Over- and undervotes of a contest, where the file has them."""
    found: list[Count] = []
    for name, counted in (("Overvotes", "overvote"), ("Undervotes", "undervote")):
        given = [
            {"GpUnitId": one.get("GpUnitId", [""]), "Count": one[name], "Type": ["total"]}
            for one in nodes(node, "OtherCounts")
            if name in one
        ]
        if given:
            about = {"name": name, "kind": counted}
            found += _outermost(number, name, given, told, about)
    return found


def read(file: SourceFile) -> tuple[Report, list[Contest | Rejected | Skipped]]:
    """The report and every contest. Raises Refused for a feed without results."""
    told = report(file)
    found = list(contests(told))
    if not any(isinstance(one, Contest | Rejected) for one in found):
        raise Refused(
            "it has no results: "
            + ("no contest in it has counts of votes for candidates."
               if found else "there is no contest in it."),
            where=file.path,
            next_step="Feeds before an election and feeds of offices are none; give the one after it.",
        )  # fmt: skip
    refuse_zeros((one for one in found if isinstance(one, Contest)), file.path)
    return told, found


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of `returns` of House contests; the state is the file's, else the name's."""
    told, found = read(file)
    yield Counted(len(found), "contests")
    if told.generated:
        yield Dated(told.generated)
    for number, one in enumerate(found, start=1):
        if not isinstance(one, Contest):
            yield one
            continue
        try:
            yield Loaded(number, house_rows(one, _held(one)))
        except Unreadable as problem:
            yield Rejected(number, one.title, str(problem))
        except LeftOut as reason:
            yield Skipped(number, str(reason))


def _held(contest: Contest) -> Round:
    from hustings.ids import Round

    if not contest.round:
        raise Unreadable("round: the election's Type names none")
    held = Round(contest.round)
    return SPECIAL.get(held, held) if special_title(contest.title) else held
