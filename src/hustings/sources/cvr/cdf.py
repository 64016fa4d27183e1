"""Cast vote records in the common data format, NIST SP 1500-103, as XML and as JSON.

A ballot is the snapshot that CurrentSnapshotId names. A mark counts if it has an indication and
is not said to be unallocable; a mark without a rank is of the first rank.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from hustings.errors import SourceError, quoted
from hustings.sources.cvr.box import UNDECLARED, BallotBox, CvrOptions, rank_of
from hustings.sources.cvr.columns import chosen_contest
from hustings.sources.cvr.text import json_of, tree_of, xml_of

_YES: Final = {"yes", "true"}


class _Unreadable(Exception):
    """A ballot whose marks cannot be understood; the text is the reason."""


def read_xml(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """Ballots of an XML report."""
    return _read(tree_of(xml_of(data, where)), where, options)


def read_json(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """Ballots of a JSON report."""
    return _read(json_of(data, where), where, options)


def _read(report: Any, where: str, options: CvrOptions) -> BallotBox:
    if not isinstance(report, dict):
        raise SourceError("the report is not a map of fields.", where=where)
    people: dict[str, str] = {}
    contests: dict[str, str] = {}
    choices: dict[str, tuple[str, str]] = {}
    for election in _maps(report, "Election"):
        for person in _maps(election, "Candidate"):
            people[_text(person, "@id")] = _text(person, "Name") or _text(person, "@id")
        for contest in _maps(election, "Contest"):
            contests[_text(contest, "@id")] = _text(contest, "Name") or _text(contest, "@id")
            for choice in _maps(contest, "ContestSelection"):
                choices[_text(choice, "@id")] = (_text(contest, "@id"), _name(choice, people))
    chosen = chosen_contest(options, list(contests.values()), where, ids=contests)
    ids = {one for one, name in contests.items() if name == chosen.contest}
    box = BallotBox(where, chosen)
    names = {
        one: box.name(name) if name != UNDECLARED else UNDECLARED
        for one, (contest, name) in choices.items()
        if contest in ids
    }
    for number, record in enumerate(_values(report, "CVR"), start=1):
        try:
            for contest in _contests(record, ids):
                box.add_ranked(_ranked(contest, names))
        except _Unreadable as wrong:
            box.reject(f"CVR {number}", str(wrong))
    return box


def _name(choice: dict[str, Any], people: dict[str, str]) -> str:
    if _text(choice, "IsWriteIn").lower() in _YES:
        return UNDECLARED
    ids = [one for one in _values(choice, "CandidateIds") if isinstance(one, str)]
    # XML writes several ids into one element, parted by blanks.
    split = [part for one in ids for part in ([one] if one in people else one.split())]
    return " and ".join(people.get(one, one) for one in split) or _text(choice, "@id")


def _contests(record: Any, ids: set[str]) -> Iterator[dict[str, Any]]:
    """The contest in the current snapshot of a ballot: none if its card does not have it."""
    if not isinstance(record, dict):
        raise _Unreadable(f"{quoted(record)} is no ballot")
    current = _text(record, "CurrentSnapshotId")
    snapshots = [one for one in _maps(record, "CVRSnapshot") if _text(one, "@id") == current]
    if len(snapshots) != 1:
        raise _Unreadable(f"{len(snapshots)} snapshots are its current one, {quoted(current)}")
    found = [one for one in _maps(snapshots[0], "CVRContest") if _text(one, "ContestId") in ids]
    if len(found) > 1:
        raise _Unreadable(f"the contest is on it {len(found)} times")
    yield from found


def _ranked(contest: dict[str, Any], names: dict[str, str]) -> dict[int, set[str]]:
    ranked: dict[int, set[str]] = {}
    for selection in _maps(contest, "CVRContestSelection"):
        marks = [
            mark
            for mark in _maps(selection, "SelectionPosition")
            if _text(mark, "HasIndication").lower() in _YES
            and _text(mark, "IsAllocable").lower() != "no"
        ]
        chosen = _text(selection, "ContestSelectionId")
        if not marks or not chosen:
            continue  # Not marked, or a write-in that nobody has assigned to a candidate.
        if chosen not in names:
            raise _Unreadable(f"{quoted(chosen)} is no choice of the contest")
        for mark in marks:
            written = _text(mark, "Rank") or _text(selection, "Rank") or "1"
            rank = rank_of(written)
            if rank is None:
                raise _Unreadable(f"{quoted(written)} is not a rank")
            ranked.setdefault(rank, set()).add(names[chosen])
    return ranked


def _values(parent: dict[str, Any], name: str) -> list[Any]:
    value = parent.get(name, [])
    return value if isinstance(value, list) else [value]


def _maps(parent: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in _values(parent, name) if isinstance(one, dict)]


def _text(parent: dict[str, Any], name: str) -> str:
    """A field as text without outer blanks; '' where it is absent or no single value."""
    values = _values(parent, name)
    if len(values) != 1 or isinstance(values[0], dict | list) or values[0] is None:
        return ""
    return " ".join(str(values[0]).split())
