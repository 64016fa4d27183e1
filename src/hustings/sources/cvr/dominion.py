"""Dominion's JSON export: CvrExport.json with the manifests of contests and candidates beside it.

A ballot is the adjudicated record ("Modified") where there is one, else the original. Marks that
the scanner calls ambiguous are no marks.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from hustings.errors import SourceError, quoted
from hustings.sources.cvr.box import BallotBox, CvrOptions, rank_of
from hustings.sources.cvr.columns import chosen_contest
from hustings.sources.cvr.text import MOST_TREE, bytes_of, json_of

EXPORT: Final = "CvrExport"
_CONTESTS: Final = "ContestManifest.json"
_CANDIDATES: Final = "CandidateManifest.json"


class _Unreadable(Exception):
    """A ballot whose marks cannot be understood; the text is the reason."""


def read_folder(folder: Path, options: CvrOptions) -> BallotBox:
    """Ballots of all CvrExport files of a folder, with its manifests."""
    where = str(folder)
    contests = {
        str(one.get("Id")): str(one.get("Description", "")).strip()
        for one in _listed(folder / _CONTESTS)
    }
    chosen = chosen_contest(options, list(contests.values()), where, ids=contests)
    ids = {one for one, name in contests.items() if name == chosen.contest}
    box = BallotBox(where, chosen)
    names = {
        str(one.get("Id")): box.name(str(one.get("Description", "")).strip())
        for one in _listed(folder / _CANDIDATES)
        if str(one.get("ContestId")) in ids
    }
    exports = sorted(folder.glob(f"{EXPORT}*.json"))
    if not exports:
        raise SourceError(f"there is no {EXPORT}.json beside the manifests.", where=where)
    for export in exports:
        for number, session in enumerate(_sessions(export), start=1):
            try:
                for contest in _contests(session, ids):
                    box.add_ranked(_ranked(contest, names))
            except _Unreadable as wrong:
                record = session.get("RecordId", number)
                box.reject(f"{export.name} session {number}, record {record}", str(wrong))
    return box


def _listed(path: Path) -> list[dict[str, Any]]:
    value = json_of(bytes_of(path, MOST_TREE), str(path))
    listed = value.get("List") if isinstance(value, dict) else None
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise SourceError("the manifest has no list of entries.", where=str(path))
    return listed


def _sessions(path: Path) -> list[dict[str, Any]]:
    value = json_of(bytes_of(path, MOST_TREE), str(path))
    sessions = value.get("Sessions") if isinstance(value, dict) else None
    if not isinstance(sessions, list) or not all(isinstance(one, dict) for one in sessions):
        raise SourceError("the export has no sessions.", where=str(path))
    return sessions


def _contests(session: dict[str, Any], ids: set[str]) -> list[dict[str, Any]]:
    """The contest on the cards of a ballot, in the record that stands."""
    record = session.get("Original")
    if isinstance(record, dict) and record.get("IsCurrent") is False:
        record = session.get("Modified")
    if not isinstance(record, dict):
        raise _Unreadable("it has no current record")
    cards = record.get("Cards", [record])
    if not isinstance(cards, list) or not all(isinstance(card, dict) for card in cards):
        raise _Unreadable("its cards are no list")
    found = [
        contest
        for card in cards
        for contest in _items(card, "Contests")
        if str(contest.get("Id")) in ids
    ]
    if len(found) > 1:
        raise _Unreadable(f"the contest is on it {len(found)} times")
    return found


def _ranked(contest: dict[str, Any], names: dict[str, str]) -> dict[int, set[str]]:
    ranked: dict[int, set[str]] = {}
    for mark in _items(contest, "Marks"):
        if mark.get("IsAmbiguous") is True:
            continue
        candidate, rank = str(mark.get("CandidateId")), rank_of(mark.get("Rank"))
        if candidate not in names:
            raise _Unreadable(f"candidate {quoted(candidate)} is not in the manifest")
        if rank is None:
            raise _Unreadable(f"{quoted(mark.get('Rank'))} is not a rank")
        ranked.setdefault(rank, set()).add(names[candidate])
    return ranked


def _items(parent: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of maps; absent and null are none."""
    value = parent.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _Unreadable(f"{name} is no list of maps")
    return value
