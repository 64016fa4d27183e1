"""The dossier as one HTML page: no other file, no other host, readable without scripts.

Every number is a door: a link to a note in the same page with its definition, day, sources,
caveats, parts and SQL, which the style sheet shows when it is the target. A small script closes it
with Escape and puts it beside the number; nothing depends on it.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from markupsafe import Markup

from hustings.measures import listings
from hustings.products import charts, notes, words
from hustings.products.charts.money import rest_of_receipts
from hustings.products.money_page import depth_grids, outside_bars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

    from hustings.figures import Figure
    from hustings.products.dossier import (
        Dossier,
        HistoryPart,
        MoneyPart,
        RoundPart,
        Standing,
    )
    from hustings.record.view import View

#: Columns of the money table: measure of the amount, measure of its share, head.
MONEY_COLUMNS: Final = (
    ("receipts", "", "Raised"),
    ("receipts_from_individuals", "share_from_individuals", "From individuals"),
    ("receipts_unitemized", "share_small_dollar", "of it unitemised"),
    ("receipts_from_pacs", "share_from_pacs", "From PACs"),
    ("receipts_from_parties", "", "From parties"),
    ("receipts_from_candidate", "", "Own gifts, loans"),
    ("receipts_other", "", "Other"),
    ("disbursements", "", "Spent"),
    ("cash_on_hand", "", "Cash at the end"),
)
#: Columns that stand even where nobody has anything in them: that is worth knowing.
ALWAYS: Final = frozenset({"receipts", "receipts_from_individuals", "receipts_from_pacs"})


#: A line of the first screen: its label, and text and figures.
Fact: TypeAlias = "tuple[str, words.Sentence]"


def dossier_html(view: View, dossier: Dossier) -> str:
    """The whole page as text. `view` is the record that the dossier was built from."""
    desk = _Desk(dossier)
    page = environment().get_template("page.html.j2")
    return page.render(
        **frame(),
        dossier=dossier,
        door=desk.door,
        notes=desk.notes,
        Marks=Marks,
        words=words,
        lede=words.headline_sentences(dossier),
        said=words.headline(dossier),
        facts=desk.facts(view.sample),
        rounds=desk.rounds(),
        money=desk.money(),
        money_chart=charts.money_chart(dossier),
        money_grids=depth_grids(dossier),
        outside_chart=outside_bars(dossier.outside) if dossier.outside else None,
        seat=desk.seat(),
        seat_chart=charts.history_chart(dossier),
        terms=words.term_spans(dossier.member) if dossier.member else [],
        district=desk.district(),
        map=_map(dossier),
        strip=_strip(view, dossier),
        is_figure=lambda piece: isinstance(piece, words.Said),
        whole=whole_dollars,
        day=words.day_words,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RoundView:
    """A round as the page shows it; `alone` stood unopposed; `uncertified` limits a count."""

    part: RoundPart
    id: str
    title: str
    alone: Standing | None
    chart: charts.Chart | None
    uncertified: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MoneyView:
    """The money table: candidates with their figures; columns of amount, share, head, own day."""

    rows: list[tuple[MoneyPart, dict[str, Figure]]]
    columns: list[tuple[str, str, str, str]]
    day: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Rows of the district's table under one head, from one source."""

    head: str
    source: str
    rows: list[tuple[str, Figure]]


class Marks(notes.Marks):
    """Marks of a table's caveats, set after the number as a page sets them."""

    def __call__(self, figure: Figure | None) -> Markup:
        marks = self.of(figure)
        return Markup('<sup class="mark">{}</sup>').format(marks) if marks else Markup("")


class AlikeMarks(notes.AlikeMarks):
    """The same for tables of many numbers with like caveats."""

    def __call__(self, figure: Figure | None) -> Markup:
        marks = self.of(figure)
        return Markup('<sup class="mark">{}</sup>').format(marks) if marks else Markup("")


class Doors:
    """Makes the numbers of a page links to their notes."""

    def __init__(self, numbered: notes.Notes) -> None:
        self.notes = numbered
        self._used: set[str] = set()

    def door(self, figure: Figure, text: str = "") -> Markup:
        """The number as a link to its note. The first use carries the id to come back to."""
        entry = self.notes.entry(figure)
        back = Markup("")
        if entry.id not in self._used:
            self._used.add(entry.id)
            back = Markup(' id="{}"').format(back_id(entry))
        return Markup(
            '<a class="door" role="doc-noteref" href="#{}"{} data-note="{}">{}</a>'
        ).format(entry.id, back, self.notes.number(figure), text or _unbroken(figure))


class _Desk:
    """Lays the dossier out for the template; all it adds is the numbering of notes."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        first = [
            piece.figure
            for sentence in words.headline_sentences(dossier)
            for piece in sentence
            if isinstance(piece, words.Said)
        ]
        rests = [one for part in dossier.money for one in _rest(part).values()]
        self.notes = notes.Notes(notes.names(dossier), [*first, *dossier.figures(), *rests])
        self.door = Doors(self.notes).door

    def facts(self, sample: bool) -> list[Fact]:
        """What the first screen answers beside the headline: label, then text and figures."""
        dossier = self.dossier
        found = [*_ballots(dossier), *_days(dossier)]
        if dossier.member:
            holder = dossier.member.figures["representative"]
            found.append(("Held by", [words.Said(holder), " when the race was run."]))
        if dossier.as_of:
            record = "embedded sample record" if sample else "record"
            known = f"The {record} as it was known on {words.day_words(dossier.as_of)}."
            found.append(("Record", [known]))
        return found

    def rounds(self) -> list[RoundView]:
        """Each round with its chart; one without an opponent is told in a line."""
        colours = charts.shades(self.dossier)
        return [
            RoundView(
                part=part,
                id=f"round-{number}",
                title=_upper(words.round_words(part)),
                alone=_alone(part),
                chart=charts.results_chart(part, colours, number),
                uncertified=words.uncertified_words(part),
            )
            for number, part in enumerate(self.dossier.rounds, 1)
        ]

    def money(self) -> MoneyView:
        """Candidates with their figures by column, and the day that most of them share."""
        funded = [one for one in self.dossier.money if "receipts" in one.figures]
        rows = [(part, {**part.figures, **_rest(part)}) for part in funded]
        days = [part.as_of for part in funded]
        day = max(days, key=lambda day: (days.count(day), day), default="")
        columns = []
        for name, share, head in MONEY_COLUMNS:
            shown = [figures[name] for _, figures in rows if name in figures]
            spoken = {one.as_of for one in shown}
            # Files that split out a line may be older than the totals: the head says so once.
            own_day = spoken.pop() if name == "receipts_unitemized" and len(spoken) == 1 else ""
            if any(one.value for one in shown) or name in ALWAYS:
                columns.append((name, share, head, own_day if own_day != day else ""))
        return MoneyView(rows=rows, columns=columns, day=day)

    def seat(self) -> list[tuple[str, list[HistoryPart]]]:
        """Past contests by the map they were held on; the first group is named too."""
        return [
            (name, list(contests))
            for name, contests in groupby(self.dossier.history, key=lambda past: past.map)
        ]

    def district(self) -> list[Group]:
        """The district's table in groups that share a source."""
        district = self.dossier.district
        if district is None:
            return []
        groups: list[tuple[str, list[tuple[str, Figure]]]] = [
            ("", [(label, district.figures[name])])
            for name, label in words.DISTRICT_WORDS.items()
            if name in district.figures
        ]
        for year, shares in groupby(district.presidential, key=lambda one: one.params["year"]):
            rows = [(str(one.params["candidate"]).capitalize(), one) for one in shares]
            groups.append((f"Votes for President in {year}, share of all", rows))
        people = [(words.group_words(str(one.params["group"])), one) for one in district.population]
        groups.append(("People, share of all", people))
        members = list(district.members.items())
        groups.append(("Neighbours, and who held them when the race was run", members))
        return [Group(head=head, source=_from(rows), rows=rows) for head, rows in groups if rows]


def _ballots(dossier: Dossier) -> Iterator[Fact]:
    """When each round was voted on and by which rule, the last first; party primaries are below."""
    for part in reversed(dossier.rounds):
        if part.contest.party and part is not dossier.rounds[-1]:
            continue
        said: words.Sentence = [words.Said(part.date)] if part.date else []
        if part.rule:
            said += [": " if said else "", words.Said(part.rule, words.rule_words(part.rule))]
        if said:
            yield _upper(words.round_words(part)), [*said, "."]


def _days(dossier: Dossier) -> Iterator[Fact]:
    """As of when the votes and the money are, and from where."""
    last = words.decisive(dossier)
    counted = [part.votes_cast for part in last if part.votes_cast]
    through = max((one.as_of for one in counted), default="")
    uncertified = [said for part in last if (said := words.uncertified_words(part))]
    if uncertified:
        yield "Votes", [" ".join(dict.fromkeys(uncertified))]
    elif through:
        yield "Votes as of", [f"{words.day_words(through)}, {charts.sources(counted)}."]
    elif not dossier.rounds:
        yield "Votes", ["The record has no returns of this race."]
    reported = max((one.as_of for one in dossier.money), default="")
    if reported:
        totals = [one.figures.get("receipts") for one in dossier.money]
        yield "Money as of", [f"{words.day_words(reported)}, {charts.sources(totals)}."]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _alone(part: RoundPart) -> Standing | None:
    """The only candidate of a round without counted votes, who needs a sentence, not a table."""
    named = [one for one in part.standings if not one.contestant.scattered]
    return named[0] if len(named) == 1 and named[0].votes is None else None


def _unbroken(figure: Figure) -> str | Markup:
    """The figure's text; in a list of districts no line breaks after CA-."""
    value = figure.value
    if figure.measure != "neighbours" or not isinstance(value, list):
        return figure.text
    return Markup(", ").join(Markup('<span class="nb">{}</span>').format(one) for one in value)


def back_id(entry: notes.Entry) -> str:
    """The id of the number that a note goes back to."""
    return f"r{entry.id[1:]}"


def _from(rows: list[tuple[str, Figure]]) -> str:
    """Where the figures of a group are from and as of when, where they say."""
    first = rows[0][1]
    said = [first.citations[0].title] if first.citations else []
    survey = str(first.detail.get("survey") or "")
    if survey:
        said.append(words.survey_words(survey))
    if first.as_of:
        said.append(f"as of {words.day_words(first.as_of)}")
    return ", ".join(said)


def _rest(part: MoneyPart) -> dict[str, Figure]:
    rest = rest_of_receipts(part)
    return {} if rest is None else {"receipts_other": rest}


def whole_dollars(figure: Figure) -> str:
    """An amount for a table: whole dollars without the sign, which the head has."""
    value = figure.value
    if not isinstance(value, Decimal | int | float):
        return figure.text
    return f"{round(value):,}".replace("-", "−")


def _strip(view: View, dossier: Dossier) -> charts.Chart | None:
    if dossier.member is None or "ideal_point" not in dossier.member.figures:
        return None
    return charts.members_chart(dossier, listings.scored_members(view, dossier.member.congress))


def _map(dossier: Dossier) -> charts.Chart | None:
    if dossier.district is None:
        return None
    member = dossier.member.name if dossier.member else ""
    return charts.district_map(dossier.race.district, dossier.district, member)


@cache
def _asset(name: str) -> str:
    folder = resources.files("hustings.products") / "templates"
    return (folder / name).read_text(encoding="utf-8")


def frame(*more: str) -> dict[str, object]:
    """What every page of ours has: style, script, and the policy that allows these alone.

    more: style sheets of this page alone, by name.
    """
    style, script = "".join(map(_asset, ("page.css", *more))), _asset("page.js")
    return {
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "policy": _policy(style, script),
        "DERIVED": notes.DERIVED,
        "drawn": lambda figure: figure.measure in notes.SIMULATED,
        "AlikeMarks": AlikeMarks,
    }


@cache
def environment() -> Environment:
    """The templates of pages."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("hustings.products", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _policy(style: str, script: str) -> str:
    """Content-Security-Policy: nothing is fetched; only this style sheet and this script apply."""

    def digest(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
