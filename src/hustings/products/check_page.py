"""A checked article as one HTML page: its text with the claims marked, each opening its note.

Nothing of the article but its words comes in, and they are escaped. Without scripts the notes open
as targets of links. A long text gives a page of bounded size; what is left out is said.
"""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from hustings.claims.model import Checked, Kind, Quantity, Ruling, Thing, Verdict
from hustings.figures import Figure, Unit, written_date
from hustings.measures.listings import candidate_name, committee_name
from hustings.products import notes, words
from hustings.products.charts.base import Chart
from hustings.products.charts.claim import claim_chart
from hustings.products.check_marks import Run, Span, marked, shown
from hustings.products.check_rows import MOST_ROWS, Evidence, Table
from hustings.products.check_words import LOOKS, Look, allowed_words, code, loading, with_commands
from hustings.products.page import Doors, Marks, environment, frame

if TYPE_CHECKING:
    from hustings.record.view import View

#: What a page holds at the most: claims, figures with their rows, drawings.
MOST_CLAIMS: Final = 4_000
MOST_TABLES: Final = 200
MOST_DRAWN: Final = 40


_BESIDE: Final = {
    Ruling.SUPPORTED: "On the article’s day",
    Ruling.OTHER_MEASURE: "Right for",
    Ruling.NOT_IN_RECORD: "The nearest figure",
}
#: A word longer than this may part from its tag at the end of a line.
_LONG_WORD: Final = 24
#: Parameters that are ids, and who knows the names of such.
_FINDERS: Final = {
    "candidate": candidate_name,
    "to": candidate_name,
    "committee": committee_name,
    "spender": committee_name,
}
_DIGIT: Final = re.compile(r"\d")
_YES_NO: Final = re.compile(r"^The record has (yes|no)\.")
_OTHERWISE: Final = " Read otherwise:"
#: Kinds of numbers that are drawn, with the units of figures that they are compared with.
_DRAWN: Final = {
    Kind.SHARE: {Unit.SHARE},
    Kind.PAIR: {Unit.SHARE},
    Kind.USD: {Unit.USD},
    Kind.COUNT: {Unit.COUNT, Unit.VOTES},
    Kind.RANK: {Unit.RANK},
    Kind.POINTS: {Unit.POINTS},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimNote:
    """A claim as the page shows it.

    said: the verdict in a sentence or two; asked: what it was read as; allowed: what its words
    allow; same: the number of the claim that shows the rows of the same figure, or 0; beside: what
    the second figure is.
    """

    number: int
    verdict: Verdict
    look: Look
    quote: str
    said: Markup
    asked: str
    allowed: str
    beside: str
    table: Table | None
    same: int
    command: str
    chart: Chart | None


@dataclass(slots=True)
class Missing:
    """What the record lacks: the command that would load it, and what for, with the claims."""

    command: str
    lines: dict[str, list[int]] = field(default_factory=dict)


def check_html(checked: Checked, view: View, at: Callable[[date], View] | None = None) -> str:
    """The whole page as text.

    view: the record that the article was checked against. at: opens it as of a day, for the rows
    of figures that were read as the record stood on the article's day.
    """
    page = _Page(checked, view, Evidence(view, at, checked.when.day))
    return (
        environment()
        .get_template("check.html.j2")
        .render(
            **frame("check.css"),
            checked=checked,
            title=shown(checked.article.title or checked.article.name),
            name=shown(checked.article.name),
            command=f"hustings check {_file(checked.article.name)} --json",
            sample=view.sample,
            said=[page.summary()],
            counts=page.counts(),
            paragraphs=page.paragraphs(),
            claims=page.claims,
            publications=page.publications(),
            groups=page.groups(),
            missing=page.missing(),
            left_out=len(checked.verdicts) - len(page.claims),
            word_count=len(checked.article.text.split()),
            read_on=written_date(checked.when.day) if checked.when.day else "",
            mark=page.mark,
            tag=page.tag,
            number_links=page.number_links,
            door=page.doors.door,
            notes=page.doors.notes,
            title_of=notes.title,
            with_commands=with_commands,
            code=code,
            Marks=Marks,
            words=words,
            most_rows=MOST_ROWS,
            is_figure=lambda piece: isinstance(piece, words.Said),
            day=words.day_words,
        )
    )


class _Page:
    """Lays a check out for the template."""

    def __init__(self, checked: Checked, view: View, evidence: Evidence) -> None:
        self.checked = checked
        self._evidence = evidence
        self._names = {
            one.key: one.name
            for one in checked.mentions
            if one.key and one.name and one.thing in {Thing.PERSON, Thing.COMMITTEE, Thing.NETWORK}
        }
        verdicts = checked.verdicts[:MOST_CLAIMS]
        _named(view, verdicts, self._names)
        figures = [one for verdict in verdicts for one in _figures(verdict)]
        self.doors = Doors(notes.Notes(self._names, figures))
        self._tables: dict[tuple[str, str], int] = {}
        self._drawn = 0
        self.claims = [self._note(place, one) for place, one in enumerate(verdicts, start=1)]

    def _note(self, number: int, verdict: Verdict) -> ClaimNote:
        claim, figure, reading = verdict.claim, verdict.figure, verdict.reading
        table, same = (None, 0) if figure is None else self._rows(figure, number)
        asked = ""
        if reading is not None:
            about = self.doors.notes.asked(figure.params if figure else reading.params)
            asked = f"{notes.title(reading.measure)}{f': {about}' if about else ''}"
        command = notes.command(figure) if figure else ""
        if table is not None and table.as_of:
            command += f" --as-of {table.as_of}"
        return ClaimNote(
            number=number,
            verdict=verdict,
            look=LOOKS[verdict.ruling],
            quote=shown(claim.quote),
            said=self._said(verdict),
            asked=asked,
            allowed=allowed_words(claim.quantity),
            beside=_BESIDE.get(verdict.ruling, "Beside it"),
            table=table,
            same=same,
            command=command,
            chart=self._chart(verdict),
        )

    def _rows(self, figure: Figure, number: int) -> tuple[Table | None, int]:
        """A figure's rows where it is first shown; after that the number of that claim."""
        key = figure.measure, figure.sql
        if key in self._tables:
            return None, self._tables[key]
        if len(self._tables) >= MOST_TABLES:
            return None, 0
        self._tables[key] = number
        return self._evidence.rows(figure), 0

    def _chart(self, verdict: Verdict) -> Chart | None:
        quantity, figure = verdict.claim.quantity, verdict.figure
        if quantity is None or figure is None or self._drawn >= MOST_DRAWN:
            return None
        if figure.unit not in _DRAWN.get(quantity.kind, set()) or not _direct(verdict, quantity):
            return None
        lines = [(notes.title(figure.measure), figure)]
        other = verdict.other
        if other is not None and (other.unit, other.of) == (figure.unit, figure.of):
            lines.append((notes.title(other.measure), other))
        chart = claim_chart(lines, quantity.text, quantity.low, quantity.high)
        self._drawn += chart is not None
        return chart

    def _said(self, verdict: Verdict) -> Markup:
        return with_commands(self._plain(verdict))

    def _plain(self, verdict: Verdict) -> str:
        """The verdict's note; the reading has a line of its own, ids have names."""
        text = verdict.note
        for figure in _figures(verdict):
            asked = ", ".join(f"{k} {v}" for k, v in figure.params.items() if v is not None)
            text = text.replace(f" ({figure.measure}; {asked})", "")
        for key, name in self._names.items():
            if key in text and _DIGIT.search(key):
                # In a command a name of several words stands in quotes.
                text = text.replace(f"={key}", f'="{name}"')
                text = re.sub(rf"\b{re.escape(key)}\b", name.replace("\\", ""), text)
        return shown(_YES_NO.sub(r"The record says \1.", text))

    def summary(self) -> str:
        """How many claims were found, in a sentence."""
        found = len(self.checked.verdicts)
        if not found:
            return "No number and no statement in it can be checked."
        said = ", ".join(f"{count:,} {look.word}" for look, count in self.counts() if count)
        return f"{found:,} {'claim' if found == 1 else 'claims'} found: {said}."

    def publications(self) -> list[str]:
        """The titles of the files that the claims rest on, those of most claims first."""
        used = Counter(
            title
            for one in self.checked.verdicts
            for title in {cited.title for figure in _figures(one) for cited in figure.citations}
        )
        return sorted(used, key=lambda title: (-used[title], title))

    def counts(self) -> list[tuple[Look, int]]:
        """Each verdict with the number of its claims, all of the text's."""
        return [(look, self.checked.count(ruling)) for ruling, look in LOOKS.items()]

    def groups(self) -> list[tuple[Look, list[ClaimNote]]]:
        """The claims of the page by verdict; verdicts that none has are left out."""
        found = [
            (look, [one for one in self.claims if one.verdict.ruling is ruling])
            for ruling, look in LOOKS.items()
        ]
        return [(look, listed) for look, listed in found if listed]

    def missing(self) -> list[Missing]:
        """What is not in the record: by the command that would load it, then by what is needed."""
        made: dict[str, Missing] = {}
        for one in self.claims:
            if one.verdict.ruling is not Ruling.NOT_IN_RECORD:
                continue
            text, command = loading(self._plain(one.verdict).split(_OTHERWISE)[0].strip())
            entry = made.setdefault(command or text, Missing(command=command))
            entry.lines.setdefault(text, []).append(one.number)
        return sorted(made.values(), key=lambda one: not one.command)

    def paragraphs(self) -> list[list[Run]]:
        """The article's text in runs."""
        spans = [
            Span(start=one.verdict.claim.start, end=one.verdict.claim.end, number=one.number)
            for one in self.claims
        ]
        return marked(self.checked.article.text, spans)

    def mark(self, run: Run) -> Markup:
        """A run of the text: plain, or marked as its claim, with tags of the claims that end here.

        The run in which a claim ends is its link; earlier parts of it lead there by mouse alone.
        """
        if not run.number:
            inner = Markup("{}").format(run.text)
        else:
            own = run.number in run.tags
            inner = self._link(run.number, run.text, own)
        return inner + Markup("").join(self.tag(number) for number in run.others)

    def _link(self, number: int, text: str, whole: bool) -> Markup:
        look = self.claims[number - 1].look
        return Markup(
            '<mark class="{css}"><a class="door" role="doc-noteref" href="#c{n}"{more}>{text}'
            "</a></mark>"
        ).format(
            css=look.css,
            n=number,
            more=_back(number) if whole else Markup(' tabindex="-1"'),
            text=_with_tag(text, _tag(number, look)) if whole else text,
        )

    def tag(self, number: int) -> Markup:
        """The sign of a claim by itself, where its words are another claim's."""
        look = self.claims[number - 1].look
        return Markup(
            '<mark class="{}"><a class="door" role="doc-noteref" href="#c{}"{}>{}</a></mark>'
        ).format(look.css, number, _back(number), _tag(number, look))

    @staticmethod
    def number_links(numbers: Iterable[int]) -> Markup:
        """Numbers of claims as links to their notes."""
        return Markup(", ").join(
            Markup('<a class="door" href="#c{}">{}</a>').format(one, one) for one in numbers
        )


def _file(name: str) -> str:
    """The article's file as the command takes it."""
    return "-" if name == "standard input" else shlex.quote(shown(name))


def _back(number: int) -> Markup:
    return Markup(' id="m{}"').format(number)


def _tag(number: int, look: Look) -> Markup:
    """Number and sign of a verdict; a screen reader hears its word."""
    return Markup(
        '<bdi class="tag"><span aria-hidden="true">{} {}</span>'
        '<span class="vh"> (claim {}: {})</span></bdi>'
    ).format(number, look.sign, number, look.word)


def _with_tag(text: str, tag: Markup) -> Markup:
    """Words and their tag; no line breaks between the last word and it."""
    place = max(text.rfind(" "), text.rfind("\n")) + 1
    if len(text) - place > _LONG_WORD:
        return Markup("{}{}").format(text, tag)
    return Markup('{}<span class="nb">{}{}</span>').format(text[:place], text[place:], tag)


def _named(view: View, verdicts: Iterable[Verdict], names: dict[str, str]) -> None:
    """Add the record's names of the candidates and committees that figures were asked with."""
    for verdict in verdicts:
        asked = [one.params for one in _figures(verdict)]
        asked += [verdict.reading.params] if verdict.reading else []
        for params in asked:
            for name, find in _FINDERS.items():
                key = params.get(name)
                # An id has digits; Presidents are named by their names.
                if isinstance(key, str) and key not in names and _DIGIT.search(key):
                    names[key] = find(view, key)


def _direct(verdict: Verdict, quantity: Quantity) -> bool:
    """Whether the number was held against the figure itself, not a difference or a change of it."""
    figure = verdict.figure
    if figure is None or verdict.reading is None or verdict.reading.expected is not None:
        return False
    if verdict.ruling is not Ruling.SUPPORTED:
        return True
    value = figure.value
    return isinstance(value, int | float | Decimal) and quantity.allows(Decimal(str(value)))


def _figures(verdict: Verdict) -> Iterator[Figure]:
    """Every figure of a verdict, each once."""
    seen: list[Figure] = []
    for one in (verdict.figure, verdict.other, *verdict.figures):
        if one is not None and one not in seen:
            seen.append(one)
            yield one
