"""The summary of electronic filings: cover, rows by line, and how the two agree.

Nothing is loaded into a record. Memo rows are counted apart and enter no sum. A daily zip is listed.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from hustings.errors import HustingsError, RequestError, SourceError
from hustings.figures import plain
from hustings.sources.events import Loaded, LoadedBatch, Rejected, Skipped
from hustings.sources.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa
    from rich.console import Console

    from hustings.products.filing_export import Export
    from hustings.record.inputs import Input
    from hustings.sources.files import SourceFile

#: Told what is done, and of how much.
Progress: TypeAlias = "Callable[[int, int], None]"
#: Lines of Schedule A whose rows are all itemised on a full report, and the cover's name for them,
#: by form: Form 3 and Form 3X, lines 11(a)(i), 11(c) and 12.
COMPARED: Final = {
    "F3": {
        "11AI": "col_a_individual_contributions_itemized",
        "11C": "col_a_pac_contributions",
        "12": "col_a_transfers_from_authorized",
    },
    "F3X": {
        "11AI": "col_a_individuals_itemized",
        "11C": "col_a_other_political_committees_pacs",
        "12": "col_a_transfers_from_aff_other_party_cmttees",
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class LineSum:
    """The rows of one schedule and line: how many, and their sum, memo rows apart."""

    schedule: str
    form_line: str | None
    rows: int
    sum_usd: Decimal
    memo_rows: int
    memo_usd: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Itemised rows against the cover: residual_usd is what the cover states beyond the rows."""

    form_line: str
    name: str
    itemized_usd: Decimal
    cover_usd: Decimal
    residual_usd: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class FilingSummary:
    """One filing. `filing` has the columns of the table `filings`."""

    filing: dict[str, Any]
    sums: list[LineSum]
    lines: dict[str, Decimal]
    comparisons: list[Comparison]
    rejected: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The same as JSON values; amounts as the record's other JSON has them."""
        return {
            "filing": _plain(self.filing),
            "sums": [_plain(asdict(one)) for one in self.sums],
            "summary_lines": _plain(self.lines),
            "comparisons": [_plain(asdict(one)) for one in self.comparisons],
            "rejected": self.rejected,
            "skipped": self.skipped,
        }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in values.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """One file of several: its summary, or why it has none."""

    file: str
    summary: FilingSummary | None
    error: HustingsError | None = None

    def to_json(self) -> dict[str, Any]:
        """The summary, or the error, with the file's name."""
        read = self.summary.to_json() if self.summary else {}
        return {"file": self.file, "error": str(self.error) if self.error else None, **read}


def filings_in(path: Path) -> list[Input]:
    """A filing, packed or not, or those of a zip. Raises RequestError for anything else."""
    from hustings.record.inputs import find

    if not path.name or path.is_dir():
        raise RequestError("name one filing.", next_step="Such as hustings filing 1229017.fec")
    return list(find([path]))


def summarise_all(
    inputs: list[Input], told: Progress | None = None, export: Export | None = None
) -> list[Listed]:
    """Each filing's summary; one that cannot be read does not stand in the way of the others.

    Raises SourceError for one that breaks off after some of its rows were exported.
    """
    listed = []
    for number, one in enumerate(inputs):

        def part(done: int, whole: int, number: int = number) -> None:
            if told:
                told(number * whole + done, len(inputs) * whole)

        written = export.itemized if export else 0
        try:
            summary = summarise_input(one, part, export)
        except SourceError as problem:
            if export and export.itemized > written:
                raise
            listed.append(Listed(file=one.shown, summary=None, error=problem))
        else:
            listed.append(Listed(file=one.shown, summary=summary))
    return listed


def summarise_input(
    one: Input, told: Progress | None = None, export: Export | None = None
) -> FilingSummary:
    """The summary of one filing; with `export` its rows are written too. Raises SourceError."""
    from hustings.record.inputs import unpacked

    try:
        with (
            tempfile.TemporaryDirectory(prefix="hustings-") as scratch,
            unpacked(one, Path(scratch)) as bytes_,
        ):
            return summarise(bytes_.file, lines=bytes_.lines, told=told, export=export)
    except OSError as problem:
        raise SourceError(f"it cannot be read: {problem.strerror}.", where=one.shown) from problem


def summarise(
    file: SourceFile, *, lines: int = 0, told: Progress | None = None, export: Export | None = None
) -> FilingSummary:
    """The summary of one filing. Raises SourceError if it is none or cannot be read.

    told: called with the lines that are accounted for so far, and all lines.
    """
    described = page("fec.filing")
    scope = described.match(file.name) or {"filing": file.name.removesuffix(".fec")}
    rejected: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    filing: dict[str, Any] = {}
    stated: dict[str, Decimal] = {}
    batches: list[pa.Table] = []
    done = 0
    for event in described.read(file, scope):
        match event:
            case Loaded(rows=rows):
                filing = next(values for name, values in rows if name == "filings")
                stated = {v["name"]: v["amount_usd"] for name, v in rows if name == "filing_lines"}
            case LoadedBatch(rows=batch):
                batches.append(_sums(batch))
            case Rejected(reason=reason, lines=count):
                rejected[reason] += max(count, 1)
            case Skipped(reason=reason, lines=count):
                skipped[reason] += count
        done += getattr(event, "lines", 0)
        if told is not None and isinstance(event, Loaded | LoadedBatch):
            told(done, lines)
        if export is not None:
            export.take(scope["filing"], event)
    if not filing:
        reason = rejected.most_common(1)[0][0]
        raise SourceError(f"not one of its lines could be read: {reason}.", where=file.path)
    sums = _line_sums(batches)
    return FilingSummary(
        filing=filing,
        sums=sums,
        lines=stated,
        comparisons=_comparisons(filing["form"], sums, stated),
        rejected=dict(rejected.most_common()),
        skipped=dict(skipped.most_common()),
    )


def _sums(batch: pa.Table) -> pa.Table:
    return batch.group_by(["schedule", "form_line", "memo"]).aggregate(
        [("amount_usd", "sum"), ("line", "count")]
    )


def _line_sums(batches: list[pa.Table]) -> list[LineSum]:
    counts: Counter[tuple[str, str, bool]] = Counter()
    sums: dict[tuple[str, str, bool], Decimal] = {}
    for batch in batches:
        for row in batch.to_pylist():
            key = row["schedule"], row["form_line"] or "", row["memo"]
            counts[key] += row["line_count"]
            sums[key] = sums.get(key, Decimal(0)) + (row["amount_usd_sum"] or Decimal(0))
    cents = Decimal("0.00")
    return [
        LineSum(
            schedule=schedule,
            form_line=line or None,
            rows=counts[schedule, line, False],
            sum_usd=sums.get((schedule, line, False), cents),
            memo_rows=counts[schedule, line, True],
            memo_usd=sums.get((schedule, line, True), cents),
        )
        for schedule, line in sorted({key[:2] for key in sums}, key=_order)
    ]


def _order(key: tuple[str, str]) -> tuple[str, int, str]:
    """Lines in the order of the form: 9 before 11AI."""
    digits = "".join(letter for letter in key[1][:2] if letter.isdecimal())
    return key[0], int(digits or 0), key[1]


def _comparisons(form: str, sums: list[LineSum], lines: dict[str, Decimal]) -> list[Comparison]:
    itemized = {one.form_line: one.sum_usd for one in sums if one.schedule == "A"}
    made = []
    for line, name in COMPARED.get(form[:-1], {}).items():
        if name not in lines or not (lines[name] or line in itemized):
            continue
        total = itemized.get(line, Decimal("0.00"))
        made.append(
            Comparison(
                form_line=line,
                name=name,
                itemized_usd=total,
                cover_usd=lines[name],
                residual_usd=lines[name] - total,
            )
        )
    return made


def show_summary(out: Console, summary: FilingSummary) -> None:
    """The summary on a terminal, the number first."""
    from rich.table import Table
    from rich.text import Text

    def table(*heads: str, right: int) -> Table:
        made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
        for place, head in enumerate(heads):
            made.add_column(
                head, justify="right" if place >= right else "left", no_wrap=place >= right,
                overflow="fold",
            )  # fmt: skip
        return made

    filing = summary.filing
    out.print(Text(f"{filing['form']}, filing {filing['filing_id']}", style="bold"))
    out.print(
        Text(f"{filing['committee_name'] or 'no name'} ({filing['committee_id'] or 'no id'})")
    )
    if filing["coverage_start"] or filing["coverage_end"]:
        report = f"{filing['report_code']}, " if filing["report_code"] else ""
        out.print(f"{report}{filing['coverage_start'] or '?'} to {filing['coverage_end'] or '?'}")
    if filing["is_amendment"]:
        of = f" of filing {filing['amends']}" if filing["amends"] else ""
        out.print(f"An amendment{of}.")
    signed = f", signed {filing['date_signed']}" if filing["date_signed"] else ""
    out.print(Text(f"Format {filing['version']}{signed}.", style="dim"))
    if summary.sums:
        rows = table("line", "rows", "sum", "memo rows", "memo sum", right=1)
        for one in summary.sums:
            rows.add_row(
                f"{one.schedule} {one.form_line or ''}".strip(),
                f"{one.rows:,}", f"{one.sum_usd:,.2f}",
                f"{one.memo_rows:,}" if one.memo_rows else "",
                f"{one.memo_usd:,.2f}" if one.memo_rows else "",
            )  # fmt: skip
        out.print(Text("\nItemised rows", style="bold"))
        out.print(rows)
    if summary.comparisons:
        rows = table("line", "itemised", "cover", "residual", right=1)
        for two in summary.comparisons:
            rows.add_row(
                two.form_line, f"{two.itemized_usd:,.2f}", f"{two.cover_usd:,.2f}",
                f"{two.residual_usd:,.2f}",
            )  # fmt: skip
        out.print(Text("\nRows against the cover", style="bold"))
        out.print(rows)
    stated = {name: amount for name, amount in summary.lines.items() if amount}
    if stated:
        rows = table("line", "amount", right=1)
        for name, amount in stated.items():
            rows.add_row(name, f"{amount:,.2f}")
        out.print(Text("\nSummary lines of the cover (zeros left out)", style="bold"))
        out.print(rows)
    for title, reasons in (("Rejected", summary.rejected), ("Left out", summary.skipped)):
        for reason, count in reasons.items():
            out.print(Text(f"{title}: {count:,}, {reason}.", style="dim"))


def show_listed(out: Console, listed: list[Listed]) -> None:
    """Several filings on a terminal, a line each."""
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    shown.add_column("filing", no_wrap=True)
    shown.add_column("form", no_wrap=True)
    shown.add_column("who files", overflow="fold", ratio=1)
    shown.add_column("rows", justify="right", no_wrap=True)
    shown.add_column("rejected", justify="right", no_wrap=True)
    for one in listed:
        if one.summary is None:
            continue
        filing = one.summary.filing
        who = f"{filing['committee_name'] or 'no name'} ({filing['committee_id'] or 'no id'})"
        days = f"\n  {filing['coverage_start'] or '?'} to {filing['coverage_end'] or '?'}"
        known = filing["coverage_start"] or filing["coverage_end"]
        shown.add_row(
            filing["filing_id"], filing["form"],
            Text.assemble(who, (days, "dim") if known else ""),
            f"{_rows(one.summary):,}", f"{sum(one.summary.rejected.values()):,}",
        )  # fmt: skip
    read = [one.summary for one in listed if one.summary]
    shown.add_row(
        f"{len(read):,}", "", "filings in all", f"{sum(_rows(one) for one in read):,}",
        f"{sum(sum(one.rejected.values()) for one in read):,}", style="bold",
    )  # fmt: skip
    out.print(shown)
    for one in listed:
        if one.error:
            out.print(Text(f"Not read: {one.error}"))


def _rows(summary: FilingSummary) -> int:
    return sum(one.rows + one.memo_rows for one in summary.sums)
