"""The dossier as GitHub-flavoured Markdown: headline, tables, caveats, numbered source notes."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from hustings.figures import written_date
from hustings.products import words
from hustings.products.charts.money import rest_of_receipts
from hustings.products.notes import Marks, Note, Notes, names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hustings.figures import Figure
    from hustings.products.dossier import DistrictPart, Dossier, MemberPart, RoundPart, Standing
    from hustings.products.prospect import ProspectPart

#: What Markdown would read as more than itself; `$` opens a formula on GitHub, if no digit follows.
_SPECIAL: Final = re.compile(r"([\\`*_\[\]|~#]|\$(?!\d))")
#: At the start of a line these begin a list.
_LEADING: Final = re.compile(r"^(\d*)([-+.)])(?=\s)")

MONEY: Final = (
    ("receipts", "Raised"), ("receipts_from_individuals", "Individuals"),
    ("receipts_from_pacs", "PACs"), ("receipts_from_parties", "Parties"),
    ("receipts_from_candidate", "Own gifts, loans"), ("receipts_other", "Other"),
    ("disbursements", "Spent"), ("cash_on_hand", "Cash at the end"),
)  # fmt: skip
SHARES: Final = (
    ("share_from_individuals", "From individuals"), ("share_from_pacs", "From PACs"),
    ("share_small_dollar", "Unitemised"),
)  # fmt: skip


def dossier_markdown(dossier: Dossier) -> str:
    """The whole dossier as text. Notes are numbered by measure in the order of the headings."""
    return "\n".join(_Writer(dossier).lines()) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown and HTML take for nothing but text, on one line."""
    return _LEADING.sub(r"\1\\\2", inline(re.sub(r"\s+", " ", text).strip()))


def inline(text: str) -> str:
    """Text inside a line that Markdown and HTML take for nothing but text."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(r"\\\1", plain.replace("\n", " "))


class _Writer:
    """Writes section by section; each table has its marks, the page has its notes."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.notes = Notes(names(dossier), parts=False)

    def lines(self) -> Iterator[str]:
        dossier = self.dossier
        yield f"# {dossier.race.district}, {dossier.race.cycle}"
        yield from ("", escaped(words.seat_name(dossier.race.district)))
        if dossier.sample:
            yield ""
            yield (
                "> **Sample record.** This is made from the small record that comes with Hustings, "
                "not from a record of your own. Load one with `hustings load`."
            )
        if dossier.as_of:
            yield from ("", f"The record as it was known on {words.day_words(dossier.as_of)}.")
        marks = Marks()
        for sentence in words.headline_sentences(dossier):
            yield from ("", self._sentence(sentence, marks))
        yield from self._caveats(marks)
        if dossier.rounds:
            yield from ("", "## Votes")
            for part in dossier.rounds:
                yield from self._round(part)
        if dossier.prospect:
            yield from self._prospect(dossier.prospect)
        yield from self._money()
        yield from self._seat()
        if dossier.member:
            yield from self._member(dossier.member)
        if dossier.district:
            yield from self._district(dossier.district)
        if dossier.gaps:
            yield from ("", "## Not in the record", "")
            yield from (f"- {escaped(gap)}" for gap in dossier.gaps)
        yield from self._sources()

    def _sentence(self, sentence: words.Sentence, marks: Marks) -> str:
        made = [
            inline(piece)
            if isinstance(piece, str)
            else inline(piece.text) + self._tail(piece.figure, marks)
            for piece in sentence
        ]
        return _LEADING.sub(r"\1\\\2", "".join(made))

    def _tail(self, figure: Figure, marks: Marks) -> str:
        return f"{marks.of(figure)}[^{self.notes.add(figure).number}]"

    def _said(self, figure: Figure | None, marks: Marks, text: str = "") -> str:
        """A figure in running text: with its mark and its note."""
        if figure is None:
            return ""
        return f"{escaped(text or figure.text)}{self._tail(figure, marks)}"

    def _head(self, label: str, figures: Iterable[Figure | None]) -> str:
        """A column's head with the note of its figures."""
        numbers = dict.fromkeys(self.notes.add(one).number for one in figures if one)
        return label + "".join(f"[^{number}]" for number in numbers)

    def _caveats(self, marks: Marks) -> Iterator[str]:
        if marks.said:
            yield ""
            yield from (f"- {mark} {escaped(said)}" for said, mark in marks.said.items())

    def _round(self, part: RoundPart) -> Iterator[str]:
        marks = Marks()
        title = words.round_words(part)
        when = f", {part.date.text}" if part.date else ""
        yield from ("", f"### {escaped(title[:1].upper() + title[1:])}{when}", "")
        said = (
            [f"Rule: {self._said(part.rule, marks, words.rule_words(part.rule))}."]
            if part.rule
            else []
        )
        if part.margin_points and part.margin_votes:
            said.append(
                f"The first was {self._said(part.margin_points, marks)} ahead of the second: "
                f"{self._said(part.margin_votes, marks)} votes."
            )
        if part.advancing:
            verb = words.advancing_words(part).capitalize()
            said.append(f"{verb}: {self._said(part.advancing, marks)}.")
        if part.movement:
            said.append(self._sentence(words.movement_words(part), marks))
        if said:
            yield from (" ".join(said), "")
        yield from table(
            ["Candidate", "Party", self._head("Votes", (one.votes for one in part.standings)),
             self._head("Share", (one.share for one in part.standings)),
             self._head("Outcome", (one.outcome for one in part.standings))],
            "llrrl",
            [self._standing(part, one, marks) for one in part.standings]
            + ([["All votes for candidates", "", self._said(part.votes_cast, marks), "", ""]]
               if part.votes_cast else []),
        )  # fmt: skip
        yield from self._caveats(marks)
        yield from _from([part.votes_cast, *(one.votes for one in part.standings)])

    def _standing(self, part: RoundPart, one: Standing, marks: Marks) -> list[str]:
        who = one.contestant
        write_in = who.write_in and "write" not in who.name.lower()
        votes = escaped(one.votes.text) + marks.of(one.votes) if one.votes else ""
        said = (" (write-in)" if write_in else "") + (" (incumbent)" if who.incumbent else "")
        return [
            escaped(who.name) + said,
            escaped(words.PARTY_WORDS.get(who.party, who.party)),
            votes or ("in the total" if who.scattered else "unopposed"),
            one.share.text + marks.of(one.share) if one.share else "",
            words.outcome_words(part, one.outcome),
        ]  # fmt: skip

    def _prospect(self, part: ProspectPart) -> Iterator[str]:
        marks = Marks()
        yield from ("", f"## {words.PROSPECT_HEAD}")
        for sentence in words.prospect_sentences(part):
            yield from ("", self._sentence(sentence, marks))
        if part.candidates:
            yield ""
            heads = ["Candidate", "Party"]
            if part.ahead == "primary":
                heads.append(self._head("Advances", (one.advance for one in part.candidates)))
            share = words.prospect_share_head(part)
            heads += [
                self._head("Wins", (one.win for one in part.candidates)),
                self._head(share[:1].upper() + share[1:], (one.share for one in part.candidates)),
                "Nine in ten lie in",
            ]
            yield from table(
                heads,
                "l" * (len(heads) - 2) + "rr",
                [
                    [
                        escaped(one.name),
                        escaped(words.PARTY_WORDS.get(one.party, one.party)),
                        *([words.frequency(one.advance)] if one.advance else []),
                        words.frequency(one.win),
                        one.share.text + marks.of(one.share),
                        words.range_words(one),
                    ]
                    for one in part.candidates
                ],
            )
            yield from self._caveats(marks)
        if part.lockouts:
            told = [
                f"{escaped(one.label)} in {self._said(one, marks, words.frequency(one))}"
                for one in part.lockouts
            ]
            yield from ("", f"Without anybody in the general: {', '.join(told)}.")
        if part.assumptions:
            yield from ("", "What is assumed:", "")
            yield from (f"- {escaped(said)}" for said in part.assumptions)
        yield from ("", f"{part.more}: `{part.command}`")

    def _money(self) -> Iterator[str]:
        funded = [one for one in self.dossier.money if "receipts" in one.figures]
        if not funded:
            return
        figures = []
        for one in funded:
            rest = rest_of_receipts(one)
            figures.append({**one.figures, **({"receipts_other": rest} if rest else {})})
        marks, cycle = Marks(), self.dossier.race.cycle
        yield from ("", "## Money", "")
        yield (
            "What the candidates’ own committees reported to the Federal Election Commission for "
            f"the {cycle} cycle, in whole dollars; spending by others is not in it."
        )
        yield ""
        amounts = [(name, label) for name, label in MONEY if any(row.get(name) for row in figures)]
        yield from table(
            ["Candidate", "Through",
             *(self._head(label, (row.get(name) for row in figures)) for name, label in amounts)],
            "ll" + "r" * len(amounts),
            [[escaped(part.name), words.day_words(part.as_of),
              *(_dollars(row.get(name)) + marks.of(row.get(name)) for name, _ in amounts)]
             for part, row in zip(funded, figures, strict=True)],
        )  # fmt: skip
        yield from self._shares([one.name for one in funded], figures, marks)
        yield from self._caveats(marks)
        yield from self._depth()

    def _shares(
        self, people: list[str], figures: list[dict[str, Figure]], marks: Marks
    ) -> Iterator[str]:
        shares = [(name, label) for name, label in SHARES if any(row.get(name) for row in figures)]
        if not shares:
            return
        heads = [self._head(label, (row.get(name) for row in figures)) for name, label in shares]
        yield from ("", "Shares of all receipts:", "")
        rows = []
        for who, row in zip(people, figures, strict=True):
            told = [_text(row.get(name)) + marks.of(row.get(name)) for name, _ in shares]
            rows.append([escaped(who), *told])
        yield from table(["Candidate", *heads], "l" + "r" * len(shares), rows)

    def _depth(self) -> Iterator[str]:
        """PACs by kind and by name, and outside spending, where the record has rows of them."""
        from hustings.products.layout.markdown import grid_lines
        from hustings.products.money_page import depth_grids

        for grid in depth_grids(self.dossier):
            yield from grid_lines(grid, self.notes)

    def _seat(self) -> Iterator[str]:
        history = self.dossier.history
        if not history:
            return
        marks = Marks()
        yield from ("", f"## The seat since {history[0].cycle}", "")
        rows = []
        for past in history:
            if past.new_map:
                rows.append([f"*{escaped(words.map_words(past.map, new=True))}*", *[""] * 5])
            rows.append([
                past.date.text if past.date else str(past.cycle), past.round.replace("-", " "),
                escaped(past.leader), _text(past.share) + marks.of(past.share) or "unopposed",
                words.points(past.margin) + marks.of(past.margin), escaped(past.runner_up),
            ])  # fmt: skip
        yield from table(
            [self._head("Day", (past.date for past in history)), "Round", "First",
             self._head("Share", (past.share for past in history)),
             self._head("Margin, points", (past.margin for past in history)), "Second"],
            "lllrrl",
            rows,
        )  # fmt: skip
        yield from self._caveats(marks)

    def _member(self, member: MemberPart) -> Iterator[str]:
        marks = Marks()
        holder = member.figures["representative"]
        yield from ("", "## The member when the race was run", "")
        yield (
            f"{self._said(holder, marks)} held the seat in the "
            f"{words.ordinal(member.congress)} Congress."
        )
        spans = words.term_spans(member)
        if spans:
            yield from ("", f"Terms in the record: {escaped('; '.join(spans))}.")
        point, rank = member.figures.get("ideal_point"), member.figures.get("ideal_point_rank")
        if point and rank:
            yield ""
            yield (
                f"DW-NOMINATE: {self._said(point, marks)} on a line from −1 (left) to 1 (right), "
                f"{self._said(rank, marks)} in the House, counted from the left."
            )
        voting = [(label, member.figures[name]) for name, label in words.VOTING_WORDS.items()
                  if name in member.figures]  # fmt: skip
        if voting:
            yield ""
            yield from (f"- {label}: {self._said(figure, marks)}" for label, figure in voting)
        full = [one["name"] for one in member.committees if not one["parent"]]
        if full:
            day = written_date(member.committees[0]["as_of"])
            yield from ("", f"Committees, in the list of {day}: {escaped('; '.join(full))}.")
        yield from self._caveats(marks)

    def _district(self, district: DistrictPart) -> Iterator[str]:
        marks = Marks()
        yield from ("", "## The district", "")
        said = f"On the lines in force for the {words.ordinal(district.congress)} Congress."
        if district.neighbours:
            said += f" It borders on {self._said(district.neighbours, marks)}."
        yield from (said, "")
        rows = [
            (words.DISTRICT_WORDS[name], figure)
            for name, figure in district.figures.items()
            if name in words.DISTRICT_WORDS
        ]
        rows += [
            (f"{str(one.params['candidate']).capitalize()} {one.params['year']}, of all votes", one)
            for one in district.presidential
        ]
        rows += [
            (f"{words.group_words(str(one.params['group']))}, of all people", one)
            for one in district.population
        ]
        rows += [(f"{name}, held by", holder) for name, holder in district.members.items()]
        yield from table(
            ["What", "Figure", "As of"],
            "lrl",
            [
                [escaped(label), self._said(one, marks), words.day_words(one.as_of)]
                for label, one in rows
            ],
        )
        yield from self._caveats(marks)

    def _sources(self) -> Iterator[str]:
        race = self.dossier.race
        yield from source_lines(self.notes, f"hustings race {race.district} --cycle {race.cycle}")


def source_lines(notes: Notes, command: str) -> Iterator[str]:
    """The files, how to see rows and SQL (by the command that made the page), the numbered notes."""
    yield from ("", "## Sources", "")
    for newest, files in notes.files():
        where = f" <{newest.url}>" if newest.url.startswith(("https://", "http://")) else ""
        yield f"- {escaped(newest.title)} ({escaped(newest.source)}){where}"
        for one in files:
            when = f"as of {words.day_words(one.as_of)}, " if one.as_of else ""
            yield f"  - {when}sha256 `{one.sha256[:12]}`"
    yield ""
    yield (
        "Each note says what its numbers count and from which files they are. Rows and SQL: "
        f"`{command} --json`."
    )
    yield ""
    for note in notes.numbered():
        yield f"[^{note.number}]: {note_text(note)}"


def note_text(note: Note) -> str:
    """Definition, then each source with the days through which it speaks."""
    days: dict[tuple[str, ...], list[str]] = {}
    for basis in note.bases:
        days.setdefault(basis.titles, []).append(words.day_words(basis.as_of))
    told = []
    for titles, spoken in days.items():
        through = ", ".join(day for day in spoken if day)
        told.append("; ".join(titles) + (f" (as of {through})" if through else ""))
    return escaped(f"{note.title}. {note.definition} {'. '.join(told)}.")


def table(heads: Sequence[str], sides: str, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; `sides` has l or r for each column."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'|'.join('---:' if side == 'r' else ':---' for side in sides)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _from(figures: Iterable[Figure | None]) -> Iterator[str]:
    """A line under a table: as of when, from where."""
    told = [one for one in figures if one]
    titles = dict.fromkeys(citation.title for one in told for citation in one.citations)
    through = max((one.as_of for one in told), default="")
    if titles:
        when = f"As of {words.day_words(through)}: " if through else ""
        yield from ("", f"{when}{escaped('; '.join(titles))}.")


def _text(figure: Figure | None) -> str:
    return escaped(figure.text) if figure else ""


def _dollars(figure: Figure | None) -> str:
    if figure is None or not isinstance(figure.value, Decimal | int | float):
        return "–"
    return f"{round(figure.value):,}".replace("-", "−")
