"""Notes on figures: what a number counts, where it is from, how to ask for it again.

A page opens one `Entry` for each figure. Print and Markdown carry one numbered `Note` for each
measure, with a lettered line for each day and source that its figures speak from.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hustings.figures import Citation, Figure, plain
from hustings.products import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hustings.products.dossier import Dossier

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
    "votes_so_far": "Votes so far",
    "share_so_far": "Share so far",
    "votes_counted": "Votes counted",
    "lead_changes": "Changes of the lead",
    "top_two_changes": "Changes of the first two",
    "counts_down": "Counts that went down",
    "share_counted_of_final": "Share of the final vote",
    "advance_chance": "Chance to advance, an estimate",
    "win_chance": "Chance to win, an estimate",
    "chance_to_advance": "Chance to advance, simulated",
    "chance_to_win": "Chance to win, simulated",
    "chance_of_lockout": "Chance that nobody of the party advances, simulated",
    "simulated_share": "Share of the primary, simulated",
    "chance_in_general": "Chance to win the general, simulated",
    "share_in_general": "Share in the general, simulated",
    "votes_to_come": "Votes still to come, an estimate",
    "vote_result": "Result of the roll call",
    "vote_yeas": "Yeas",
    "vote_nays": "Nays",
    "vote_absences": "Members who did not vote",
    "cosponsor_count": "Cosponsors",
    "original_cosponsor_count": "Original cosponsors",
    "withdrawn_cosponsor_count": "Cosponsors who withdrew",
    "cosponsor_count_across": "Cosponsors from across the aisle",
    "ideal_point": "DW-NOMINATE, first dimension",
    "ideal_point_rank": "Place by DW-NOMINATE, from the left",
}
MARKS = ("†", "‡", "§", "¶", "‖", "††", "‡‡", "§§")
#: Amounts and counts in a caveat.
_DIGITS = re.compile(r"\$?\d[\d,.]*\d|\d")
#: What products make of other figures by subtraction: no measure of the name defines them.
DERIVED = frozenset({"receipts_other", "others", "together"})
#: What a model gives from figures: no measure of the name defines it.
ESTIMATED = frozenset({"advance_chance", "win_chance", "votes_to_come"})
#: What a simulation gives: drawn, so that no query makes it.
SIMULATED = frozenset({
    "chance_to_advance", "chance_to_win", "chance_of_lockout", "simulated_share",
    "chance_in_general", "share_in_general",
})  # fmt: skip
#: Parameters that a sentence on a figure leaves out: they say how, not whom.
_SILENT = frozenset({"basis", "seed", "from"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One figure's note: `id` in the page, title, whom it is about, the command that prints it."""

    id: str
    figure: Figure
    title: str
    about: str
    command: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """A day and the sources that some figures of a measure speak from, and what limits them."""

    as_of: str
    titles: tuple[str, ...]
    caveats: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What the figures of a measure share, and each basis that they rest on, in order of use."""

    number: int
    title: str
    definition: str
    bases: list[Basis] = field(default_factory=list)

    def lettered(self) -> list[tuple[str, Basis]]:
        """Each basis with its letter; a single one needs none."""
        if len(self.bases) == 1:
            return [("", self.bases[0])]
        return [(letter(place), basis) for place, basis in enumerate(self.bases)]


class Notes:
    """Numbers figures and their measures in the order in which they are first asked for.

    Letters are settled only when every figure has been `add`ed: a page adds all, then writes.
    `names`: names for print by the ids that parameters carry. `parts`: whether the figures that a
    ratio was made of are noted too.
    """

    def __init__(
        self, names: Mapping[str, str], figures: Iterable[Figure] = (), *, parts: bool = True
    ) -> None:
        self._parts = parts
        self._cited: dict[str, Citation] = {}
        self._names = names
        self._entries: dict[tuple[str, str], Entry] = {}
        self._notes: dict[tuple[str, str], Note] = {}
        for figure in figures:
            self.add(figure)

    def add(self, figure: Figure) -> Note:
        """The note of the figure's measure, with the figure's basis in it."""
        key = (figure.measure, figure.definition)
        if key not in self._notes:
            self._notes[key] = Note(
                number=len(self._notes) + 1,
                title=title(figure.measure),
                definition=figure.definition,
            )
        note = self._notes[key]
        if _basis(figure) not in note.bases:
            note.bases.append(_basis(figure))
        self._cited.update({one.sha256: one for one in figure.citations})
        for part in figure.parts if self._parts else ():
            self.add(part)
        return note

    def number(self, figure: Figure) -> str:
        """The number of the note, with the letter of the basis if there are several: 3b."""
        note = self.add(figure)
        if len(note.bases) == 1:
            return str(note.number)
        return f"{note.number}{letter(note.bases.index(_basis(figure)))}"

    def entry(self, figure: Figure) -> Entry:
        """The note of this figure; the same question asked twice has one."""
        # What a model gives has no query: its question is in its parameters.
        key = (figure.measure, figure.sql or repr(figure.params))
        if key not in self._entries:
            self._entries[key] = Entry(
                id=f"f{len(self._entries) + 1}",
                figure=figure,
                title=title(figure.measure),
                about=self.about(figure),
                command=command(figure),
            )
        return self._entries[key]

    def entries(self) -> Iterator[Entry]:
        """All so far, and those that are asked for while they are read (parts of ratios)."""
        place = 0
        while place < len(self._entries):
            yield list(self._entries.values())[place]
            place += 1

    def numbered(self) -> list[Note]:
        """The numbered notes so far, in order."""
        return list(self._notes.values())

    def files(self) -> list[tuple[Citation, list[Citation]]]:
        """The files behind all figures so far: each publication with its files, oldest first."""
        found: dict[tuple[str, str], list[Citation]] = {}
        for one in sorted(self._cited.values(), key=lambda one: (one.title, one.as_of, one.sha256)):
            found.setdefault((one.title, one.source), []).append(one)
        return [(files[-1], files) for files in found.values()]

    def about(self, figure: Figure) -> str:
        """Whom and what a figure is about: Jimmy Gomez, CA-34, 2024, general."""
        return self.asked(figure.params)

    def asked(self, params: Mapping[str, Any]) -> str:
        """The same of a question that may have no answer, from its parameters."""
        said: list[str] = []
        for name, value in params.items():
            if value is None or name in _SILENT:
                continue
            if name in {"candidate", "member"}:
                said.insert(0, self._names.get(str(value), str(value).capitalize()))
            elif str(value) in self._names:
                said.append(self._names[str(value)])
            elif name == "congress":
                said.append(f"{words.ordinal(int(value))} Congress")
            elif name == "round":
                said.append(str(value).replace("-", " "))
            elif name == "party":
                said.append(words.PARTY_WORDS.get(str(value), str(value)))
            else:
                said.append(str(plain(value)))
        return ", ".join(said)


class Marks:
    """Marks of caveats (†, ‡, …) in the order in which the numbers of a table need them."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}

    def of(self, figure: Figure | None) -> str:
        """The marks to set after the number; the sentences go under the table."""
        return " ".join(self._mark(said) for said in limits(figure)) if figure else ""

    def _mark(self, caveat: str) -> str:
        place = len(self.said)
        return self.said.setdefault(
            caveat, MARKS[place] if place < len(MARKS) else f"({place + 1})"
        )


class AlikeMarks(Marks):
    """Marks of a table in which many numbers have the same kind of caveat, each with its own count.

    Sentences that differ in digits alone share a mark: the first is printed, and that the others
    have one of their own, which their notes tell.
    """

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, dict[str, None]] = {}
        self._marks: dict[str, str] = {}

    def of(self, figure: Figure | None) -> str:
        marks = []
        for said in limits(figure) if figure else ():
            kind = _DIGITS.sub("#", said)
            self._found.setdefault(kind, {})[said] = None
            place = len(self._marks)
            mark = MARKS[place] if place < len(MARKS) else f"({place + 1})"
            marks.append(self._marks.setdefault(kind, mark))
        self.said = {self._sentence(kind): mark for kind, mark in self._marks.items()}
        return " ".join(dict.fromkeys(marks))

    def _sentence(self, kind: str) -> str:
        first, *more = self._found[kind]
        return f"{first} Where else it is marked, alike with other numbers." if more else first


def names(dossier: Dossier) -> dict[str, str]:
    """Names by the ids that parameters carry: people, candidates, members."""
    found = {one.candidate_id: one.name for one in dossier.money}
    found.update({giver.key: giver.name for part in dossier.pacs for giver in part.givers.parts})
    if dossier.member:
        found[dossier.member.bioguide] = dossier.member.name
    for part in dossier.rounds:
        found.update({one.contestant.person: one.contestant.name for one in part.standings})
    for past in dossier.history:
        person = past.share.params.get("candidate") if past.share else None
        if person:
            found.setdefault(str(person), past.leader)
    return found


def _basis(figure: Figure) -> Basis:
    titles = tuple(sorted({one.title for one in figure.citations}))
    return Basis(as_of=figure.as_of, titles=titles, caveats=limits(figure))


def letter(place: int) -> str:
    """a, b, … z, aa, ab, …"""
    return (letter(place // 26 - 1) if place >= 26 else "") + "abcdefghijklmnopqrstuvwxyz"[
        place % 26
    ]


def title(measure: str) -> str:
    """A measure's name as a heading: Vote share."""
    return TITLES.get(measure, measure.replace("_", " ").capitalize())


def command(figure: Figure) -> str:
    """The command that prints the figure with its rows; empty for one that no measure defines."""
    if figure.measure in DERIVED | ESTIMATED | SIMULATED:
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
