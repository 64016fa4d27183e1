"""Notes on figures: what a number counts, where it is from, how to ask for it again.

A page opens one `Entry` for each figure. Print and Markdown carry one numbered `Note` for each
group of figures that differ only in whom they are about.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from hustings.figures import Citation, Figure, plain
from hustings.products import words
from hustings.products.dossier import Dossier

#: What sets one figure apart from another of the same measure: the question that was asked.
_Question: TypeAlias = tuple[str, str]
_Group: TypeAlias = tuple[Any, ...]

TITLES = {
    **words.MONEY_WORDS,
    **words.DISTRICT_WORDS,
    "receipts_unitemized": "Unitemised gifts",
    "receipts_other": "Other receipts",
    "votes_cast": "Votes for all candidates",
    "margin_votes": "Margin in votes",
    "margin_points": "Margin in points",
    "election_rule": "Rule",
    "contest_date": "Day of the vote",
    "presidential_share": "Share of the vote for President",
    "population_share": "Share of the people",
    "ideal_point": "DW-NOMINATE, first dimension",
    "ideal_point_rank": "Place by DW-NOMINATE, from the left",
}
#: Parameters that a sentence on a figure leaves out: they say how, not whom.
_SILENT = frozenset({"basis"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One figure's note: `id` in the page, number of its group, title, whom it is about."""

    id: str
    number: int
    figure: Figure
    title: str
    about: str
    command: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What a group of figures shares: definition, day, sources and caveats."""

    number: int
    title: str
    definition: str
    as_of: str
    citations: tuple[Citation, ...]
    caveats: tuple[str, ...]


class Notes:
    """Numbers figures and their groups in the order in which they are first asked for."""

    def __init__(self, dossier: Dossier) -> None:
        self._names = names(dossier)
        self._entries: dict[_Question, Entry] = {}
        self._groups: dict[_Group, Note] = {}

    def entry(self, figure: Figure) -> Entry:
        """The note of this figure; the same question asked twice has one."""
        key = (figure.measure, figure.sql)
        if key not in self._entries:
            self._entries[key] = Entry(
                id=f"f{len(self._entries) + 1}",
                number=self.number(figure),
                figure=figure,
                title=title(figure.measure),
                about=self.about(figure),
                command=command(figure),
            )
        return self._entries[key]

    def number(self, figure: Figure) -> int:
        """The number of the group's note."""
        key = (
            figure.measure,
            figure.definition,
            figure.as_of,
            tuple((one.source, one.title, one.as_of) for one in figure.citations),
            figure.caveats,
        )
        if key not in self._groups:
            self._groups[key] = Note(
                number=len(self._groups) + 1,
                title=title(figure.measure),
                definition=figure.definition,
                as_of=figure.as_of,
                citations=figure.citations,
                caveats=figure.caveats,
            )
        return self._groups[key].number

    def entries(self) -> Iterator[Entry]:
        """All so far, and those that are asked for while they are read (parts of ratios)."""
        place = 0
        while place < len(self._entries):
            yield list(self._entries.values())[place]
            place += 1

    def groups(self) -> list[Note]:
        """The numbered notes so far, in order."""
        return list(self._groups.values())

    def files(self) -> list[Citation]:
        """The files behind all entries so far, by title; each once."""
        found = {one.sha256: one for entry in self._entries.values() for one in entry.figure.citations}
        return sorted(found.values(), key=lambda one: (one.title, one.sha256))

    def about(self, figure: Figure) -> str:
        """Whom and what a figure is about: Jimmy Gomez, CA-34, 2024, general."""
        said = []
        for name, value in figure.params.items():
            if value is None or name in _SILENT:
                continue
            if name in {"candidate", "member"}:
                said.insert(0, self._names.get(str(value), str(value).capitalize()))
            elif name == "congress":
                said.append(f"{words.ordinal(int(value))} Congress")
            elif name == "round":
                said.append(str(value).replace("-", " "))
            elif name == "party":
                said.append(words.PARTY_WORDS.get(str(value), str(value)))
            else:
                said.append(str(plain(value)))
        return ", ".join(said)


def names(dossier: Dossier) -> dict[str, str]:
    """Names by the ids that parameters carry: people, candidates, members."""
    found = {one.candidate_id: one.name for one in dossier.money}
    if dossier.member:
        found[dossier.member.bioguide] = dossier.member.name
    for part in dossier.rounds:
        found.update({one.contestant.person: one.contestant.name for one in part.standings})
    for past in dossier.history:
        person = past.share.params.get("candidate") if past.share else None
        if person:
            found.setdefault(str(person), past.leader)
    return found


def title(measure: str) -> str:
    """A measure's name as a heading: Vote share."""
    return TITLES.get(measure, measure.replace("_", " ").capitalize())


def command(figure: Figure) -> str:
    """The command that prints the figure with its rows; empty for one that no measure defines."""
    if figure.measure == "receipts_other":
        return ""
    given = " ".join(
        shlex.quote(f"{name}={plain(value)}")
        for name, value in figure.params.items()
        if value is not None
    )
    return f"hustings figure {figure.measure} {given} --rows"


def limits(figure: Figure) -> tuple[str, ...]:
    """The caveats to print beside a number; that the sample answers is said once, at the top."""
    return tuple(said for said in figure.caveats if "embedded sample" not in said)


