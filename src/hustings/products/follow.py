"""Following money: where a committee's or a network's money came from and where it went.

Every number is a figure. Streams by name rest on the rows that count each dollar once; where the
record has no such rows of a side, that side shows the lines of the committee's reports.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData
from hustings.figures import Figure
from hustings.measures import streams
from hustings.measures.absence import next_step, no_data
from hustings.measures.evaluation import prepare
from hustings.names import in_order
from hustings.products.asking import Asker
from hustings.products.backed import Backed, backed, outside_totals, seat_words
from hustings.products.charts.flow import MOST, Bank, Stream
from hustings.products.sums import others, together, usd

if TYPE_CHECKING:
    from datetime import date

    from hustings.record.view import View

#: Lines of a committee's reports: measure, colour in the chart, words.
LINES_IN: Final = (
    ("reported_from_individuals", "individuals", "Individuals, organisations"),
    ("reported_from_committees", "pacs", "Other committees"),
    ("reported_transfers_in", "pacs", "Transfers from affiliates"),
)
LINES_OUT: Final = (
    ("reported_independent_expenditures", "outside", "For or against candidates"),
    ("reported_to_committees", "pacs", "To candidates, committees"),
    ("reported_transfers_out", "pacs", "Transfers to affiliates"),
    ("reported_refunds", "rest", "Refunds"),
)
SOURCE_WORDS: Final = {
    "individual": "Individuals", "organisation": "Companies and other organisations",
    "pac": "PACs and other committees", "party": "Party committees",
    "campaign": "Candidates’ committees", "candidate": "The candidate",
    "transfer": "Transfers from affiliates and joint fundraisers", "loan": "Loans",
    "other": "All else (interest, refunds of vendors)",
}  # fmt: skip
PAYMENT_WORDS: Final = {
    "gift": "Gifts to candidates and committees", "transfer": "Transfers to affiliates",
    "refund": "Refunds of gifts", "operating": "Operating costs",
    "coordinated": "Spending coordinated with candidates", "loan": "Loans made",
    "loan_repayment": "Loans repaid", "other": "All else",
}  # fmt: skip
_COLOURS: Final = {"individual": "individuals", "organisation": "parties", "pac": "pacs",
                   "party": "pacs", "campaign": "pacs", "transfer": "pacs"}  # fmt: skip
#: Rows of a table of candidates or races; the others are summed up.
MOST_ROWS: Final = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """Who is followed: a committee by its FEC id, or a network by its short name."""

    kind: str
    id: str
    name: str
    committees: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A part of a whole: its key in the record, its name for print, and its amount."""

    key: str
    name: str
    figure: Figure
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """What a total falls into, largest first, and what is left of it."""

    total: Figure | None
    parts: tuple[Share, ...]
    rest: Figure | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Follow:
    """All of it. `into` and `out` are the two sides of the chart, at most MOST streams each.

    `by_rows` says of each side whether it rests on itemised rows or on lines of the reports.
    `gaps` are sentences on what the record lacks, with the command that would load it.
    """

    subject: Subject
    cycle: int
    as_of: str
    sample: bool
    reported: dict[str, Figure]
    into: Bank
    out: Bank
    by_rows: tuple[bool, bool]
    sources: Group
    payments: Group
    parties: Group
    seats: Group
    rounds: Group
    candidates: Group
    outside: tuple[Backed, ...]
    outside_totals: dict[str, Figure]
    over_time: tuple[tuple[date, Figure], ...]
    gaps: tuple[str, ...]

    def figures(self) -> list[Figure]:
        """Every figure, those of the chart first."""
        found = [self.into.total, self.out.total, *self.reported.values()]
        found += [one.figure for one in (*self.into.streams, *self.out.streams)]
        groups = (self.sources, self.payments, self.parties, self.seats, self.rounds,
                  self.candidates)  # fmt: skip
        for group in groups:
            found += [group.total, *(one.figure for one in group.parts), group.rest]
        found += self.outside_totals.values()
        for one in self.outside:
            found += [one.against, one.support, one.against_noticed, one.support_noticed]
        found += [figure for _, figure in self.over_time]
        return [one for one in found if one]


def build(
    view: View, *, committee: str | None = None, network: str | None = None, cycle: int | None
) -> Follow:
    """The money of a committee (FEC id) or network in a cycle, by default the latest there is.

    Raises NoData if the record has nothing of it in the cycle.
    """
    given: dict[str, Any] = {"committee": committee} if committee else {"network": network}
    subject = _subject(view, committee, network)
    known = streams.cycles_of(view, given)
    if not known or (cycle is not None and cycle not in known):
        raise _nothing(view, subject, cycle, known)
    given["cycle"] = cycle or known[-1]
    return _Builder(view, subject, given).build()


def _subject(view: View, committee: str | None, network: str | None) -> Subject:
    found = streams.committees_of(view, {"committee": committee, "network": network})
    if committee is not None:
        return Subject(kind="committee", id=committee, name=found[0][1], committees=tuple(found))
    named = view.query(
        "select any_value(network_name) from networks where network = $network",
        {"network": network},
    )
    return Subject(kind="network", id=str(network), name=str(named[0][0]), committees=tuple(found))


def _nothing(view: View, subject: Subject, cycle: int | None, known: list[int]) -> NoData:
    when = f" in {cycle}" if cycle else ""
    held = f" (but of {', '.join(map(str, known))})" if known else ""
    return no_data(
        view, f"nothing of {subject.name}{when}{held}", ["committee_totals"], {"cycle": cycle}
    )


class _Builder:
    """Asks for everything about one committee or network in one cycle."""

    def __init__(self, view: View, subject: Subject, given: dict[str, Any]) -> None:
        self.view = view
        self.subject = subject
        self.given = given
        self.desk = Asker(view)
        self.spender = {
            ("spender" if name == "committee" else name): value for name, value in given.items()
        }
        self._listed: list[dict[str, Any]] | None = None

    def build(self) -> Follow:
        reported = self._reported()
        received = self.desk.ask("committee_received", **self.given)
        paid = self.desk.ask("committee_paid", **self.given)
        outside = self._outside()
        totals = self._outside_totals()
        sources = self._kinds("committee_received", "source_kind", received)
        payments = self._kinds("committee_paid", "payment_kind", paid)
        gifts = self.desk.ask("gifts_to_candidates", **self.given)
        into = self._into(reported, received)
        out = self._out(reported, payments, totals)
        return Follow(
            subject=self.subject,
            cycle=self.given["cycle"],
            as_of=self.view.as_of.isoformat() if self.view.as_of else "",
            sample=self.view.sample,
            reported=reported,
            into=into,
            out=out,
            by_rows=(
                into.total is not None and into.total.measure != "committee_receipts",
                out.total is not None and out.total.measure != "committee_spending",
            ),
            sources=sources,
            payments=payments,
            parties=self._gifts(gifts, "party", "party"),
            seats=self._gifts(gifts, "seat", "seat"),
            rounds=self._gifts(gifts, "election_round", "round"),
            candidates=self._gifts(gifts, "candidate_id", "candidate"),
            outside=tuple(outside),
            outside_totals=totals,
            over_time=self._over_time(received),
            gaps=tuple(self._gaps(reported, received, paid, outside)),
        )

    def _reported(self) -> dict[str, Figure]:
        names = ["committee_receipts", "committee_spending", "reported_cash",
                 *(name for name, _, _ in (*LINES_IN, *LINES_OUT))]  # fmt: skip
        prepare(self.view, [(name, self.given) for name in names])
        found = {name: self.desk.ask(name, **self.given) for name in names}
        return {name: figure for name, figure in found.items() if figure is not None}

    def _kinds(self, measure: str, param: str, total: Figure | None) -> Group:
        if total is None:
            return Group(total=None, parts=())
        list_kinds = streams.source_kinds if param == "source_kind" else streams.payment_kinds
        said = SOURCE_WORDS if param == "source_kind" else PAYMENT_WORDS
        kinds = list_kinds(self.view, self.given)
        figures = self.desk.ask_all(measure, [{**self.given, param: kind} for kind in kinds])
        parts = [
            Share(key=kind, name=said.get(kind, kind), figure=figure)
            for kind, figure in zip(kinds, figures, strict=True)
            if figure is not None
        ]
        return Group(total=total, parts=tuple(parts))

    def _gifts(self, total: Figure | None, column: str, param: str) -> Group:
        """Gifts to candidates by one column, whose measure's parameter is `param`."""
        if total is None:
            return Group(total=None, parts=())
        rows = streams.gift_groups(self.view, self.given, column, MOST_ROWS)
        if param == "candidate":
            figures = self.desk.ask_all(
                "contributions_between", [{**self.given, "to": row["key"]} for row in rows]
            )
        else:
            figures = self.desk.ask_all(
                "gifts_to_candidates", [{**self.given, param: row["key"]} for row in rows]
            )
        parts = [
            Share(
                key=str(row["key"]),
                name=in_order(str(row["candidate"])) if param == "candidate" else str(row["key"]),
                figure=figure,
                about=f"{row['party']}, {row['seat']}" if param == "candidate" else "",
            )
            for row, figure in zip(rows, figures, strict=True)
            if figure is not None
        ]
        rest = others(total, [one.figure for one in parts], "All gifts to candidates")
        return Group(total=total, parts=tuple(parts), rest=rest)

    def _into(self, reported: dict[str, Figure], received: Figure | None) -> Bank:
        if received is None or _few(received, reported.get("committee_receipts")):
            return self._lines(reported, "committee_receipts", LINES_IN, "Everything else taken in")
        rows = streams.givers(self.view, self.given, MOST - 1)
        figures = self.desk.ask_all(
            "committee_received",
            [{**self.given, "source_kind": r["source_kind"], "giver": r["giver"]} for r in rows],
        )
        found = [
            Stream(
                name=in_order(row["giver"]) if row["source_kind"] == "individual" else row["giver"],
                kind=_COLOURS.get(row["source_kind"], "rest"),
                figure=figure,
            )
            for row, figure in zip(rows, figures, strict=True)
            if figure is not None
        ]
        return self._bank(found, received, "Itemised receipts")

    def _lines(
        self, reported: dict[str, Figure], whole: str,
        lines: tuple[tuple[str, str, str], ...], rest: str,
    ) -> Bank:  # fmt: skip
        """A side by the lines of the reports, where the record has no rows of it."""
        found = [
            Stream(name=name, kind=kind, figure=reported[measure])
            for measure, kind, name in lines
            if measure in reported and usd(reported[measure])
        ]
        total = reported.get(whole)
        if total is not None:
            left = others(total, [one.figure for one in found], "The total of the reports")
            if left is not None:
                found.append(Stream(name=rest, kind="rest", figure=left))
        return Bank(streams=tuple(found), total=total)

    def _out(self, reported: dict[str, Figure], payments: Group, totals: dict[str, Figure]) -> Bank:
        ways = [totals[name] for name in ("support", "oppose") if name in totals]
        total = together(
            [*ways, *([payments.total] if payments.total else [])],
            "Outside spending in periodic reports and itemised payments, which share no dollar.",
        )
        if total is None or _few(total, reported.get("committee_spending")):
            return self._lines(
                reported, "committee_spending", LINES_OUT, "Everything else paid out"
            )
        found = self._backed_streams()
        rows = streams.receivers(self.view, self.given, MOST) if payments.total else []
        figures = self.desk.ask_all(
            "committee_paid",
            [{**self.given, "payment_kind": r["payment_kind"], "receiver": r["receiver"]}
             for r in rows],
        )  # fmt: skip
        found += [
            Stream(name=row["receiver"], kind="pacs", figure=figure)
            for row, figure in zip(rows, figures, strict=True)
            if figure is not None
        ]
        found += [
            Stream(name=one.name, kind="rest", figure=one.figure)
            for one in payments.parts
            if one.key not in {"gift", "transfer", "coordinated"}
        ]
        found.sort(key=lambda one: (one.kind == "rest", -one.usd, one.name))
        return self._bank(found, total, "Outside spending and itemised payments")

    def _bank(self, found: list[Stream], total: Figure | None, what: str) -> Bank:
        """At most MOST streams: the largest by name, the others summed up as one."""
        largest = sorted(found, key=lambda one: (-one.usd, one.name))[: MOST - 1]
        shown = [one for one in found if one in largest]
        left = others(total, [one.figure for one in shown], what) if total else None
        if left is not None:
            shown.append(Stream(name="All others", kind="rest", figure=left))
        return Bank(streams=tuple(shown), total=total)

    def _backed_streams(self) -> list[Stream]:
        """For and against each candidate, all rounds together, in periodic reports."""
        pairs = dict.fromkeys(
            (row["candidate_id"], row["stance"], row["candidate"] or row["candidate_id"],
             seat_words(row["candidate_id"], row["district"]))
            for row in self._targets()
            if row["status"] == "periodic"
        )  # fmt: skip
        found = []
        for who, stance, name, seat in list(pairs)[:MOST]:
            figure = self.desk.ask("outside_spending", **self.spender, candidate=who, stance=stance)
            if figure is not None:
                way = "for" if stance == "support" else "against"
                found.append(
                    Stream(
                        name=f"{way} {in_order(name)}{seat and f', {seat}'}",
                        kind=stance,
                        figure=figure,
                    )
                )
        return found

    def _targets(self) -> list[dict[str, Any]]:
        if self._listed is None:
            known = any(map(self.view.has, OUTSIDE_TABLES))
            self._listed = streams.outside_targets(self.view, self.spender) if known else []
        return self._listed

    def _outside(self) -> list[Backed]:
        """Each candidate and round, the largest first, as far as MOST_ROWS."""
        return backed(self.desk, self._targets(), self.spender)

    def _outside_totals(self) -> dict[str, Figure]:
        found = outside_totals(self.desk, self._targets(), self.spender)
        if any(map(self.view.has, OUTSIDE_TABLES)):
            suspect = self.desk.ask("outside_spending_suspect", **self.spender)
            if suspect is not None and usd(suspect):
                found["suspect"] = suspect
        return found

    def _over_time(self, received: Figure | None) -> tuple[tuple[date, Figure], ...]:
        if received is None:
            return ()
        whose = "committee_id = $committee" if "committee" in self.given else (
            "committee_id in (select committee_id from networks where network = $network)"
        )  # fmt: skip
        days = streams.month_ends(
            self.view, "counted_receipts", f"{whose} and cycle = $cycle", self.given
        )
        figures = self.desk.ask_all(
            "committee_received", [{**self.given, "until": day} for day in days]
        )
        return tuple((day, one) for day, one in zip(days, figures, strict=True) if one is not None)

    def _gaps(
        self, reported: dict[str, Figure], received: Figure | None, paid: Figure | None,
        outside: list[Backed],
    ) -> list[str]:  # fmt: skip
        cycle, name = self.given["cycle"], self.subject.name
        said = []
        if not reported:
            said.append(_lacks("totals of its reports", name, cycle)
                        + self._step(["committee_totals"]))  # fmt: skip
        if received is None:
            said.append(_lacks("itemised receipts", name, cycle) + " Who gave is not told."
                        + self._step(["contributions", "committee_transfers"]))  # fmt: skip
        if paid is None:
            said.append(_lacks("itemised gifts or payments", name, cycle)
                        + self._step(["committee_gifts", "committee_transfers"]))  # fmt: skip
        spent = reported.get("reported_independent_expenditures")
        if not outside and (spent is None or usd(spent)):
            said.append(
                _lacks("outside spending, row by row,", name, cycle)
                + " For or against whom it spent is not told."
                + self._step(["committee_gifts", "expenditure_notices"])
            )
        return said

    def _step(self, tables: list[str]) -> str:
        """The command that would load what is missing."""
        return f" {next_step(self.view, tables, self.given)}"


#: The part of the reported total that rows must come to, to be shown in its place.
ENOUGH: Final = Decimal("0.5")


def _few(rows: Figure, reported: Figure | None) -> bool:
    """Whether itemised rows are too few to tell a side: less than half of what was reported."""
    return reported is not None and usd(rows) < ENOUGH * usd(reported)


#: Tables that hold spending from outside.
OUTSIDE_TABLES: Final = ("committee_gifts", "expenditure_notices", "filings")


def _lacks(what: str, name: str, cycle: int) -> str:
    return f"The record has no {what} of {name} in the {cycle} cycle."
