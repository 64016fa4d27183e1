"""The summary of one electronic filing: its cover, its rows by line, and how the two agree.

Nothing of it is loaded into a record. Memo rows are counted apart and enter no sum.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import RequestError, SourceError
from hustings.figures import plain
from hustings.sources.events import Loaded, LoadedBatch, Rejected, Skipped
from hustings.sources.pages import page

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.console import Console

    from hustings.sources.files import SourceFile

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


def summarise_path(path: Path) -> FilingSummary:
    """The summary of a .fec file, packed or not. Raises RequestError or SourceError."""
    from hustings.record.inputs import find, unpacked

    if not path.name or path.is_dir():
        raise RequestError("name one filing.", next_step="Such as hustings filing 1229017.fec")
    found = list(find([path]))
    if len(found) != 1:
        raise RequestError(
            f"{path.name} holds {len(found):,} files.",
            next_step="Unpack it and name one filing, or load them all: hustings load.",
        )
    try:
        with (
            tempfile.TemporaryDirectory(prefix="hustings-") as scratch,
            unpacked(found[0], Path(scratch)) as bytes_,
        ):
            return summarise(bytes_.file)
    except OSError as problem:
        raise SourceError(f"it cannot be read: {problem.strerror}.", where=path.name) from problem


def summarise(file: SourceFile) -> FilingSummary:
    """The summary of one filing. Raises SourceError if it is none or cannot be read."""
    described = page("fec.filing")
    number = file.name.removesuffix(".fec")
    rejected: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    filing: dict[str, Any] = {}
    lines: dict[str, Decimal] = {}
    batches: list[pa.Table] = []
    for event in described.read(file, described.match(file.name) or {"filing": number}):
        match event:
            case Loaded(rows=rows):
                filing = next(values for name, values in rows if name == "filings")
                lines = {v["name"]: v["amount_usd"] for name, v in rows if name == "filing_lines"}
            case LoadedBatch(rows=batch):
                batches.append(_sums(batch))
            case Rejected(reason=reason, lines=count):
                rejected[reason] += max(count, 1)
            case Skipped(reason=reason, lines=count):
                skipped[reason] += count
    if not filing:
        reason = rejected.most_common(1)[0][0]
        raise SourceError(f"not one of its lines could be read: {reason}.", where=file.path)
    sums = _line_sums(batches)
    return FilingSummary(
        filing=filing,
        sums=sums,
        lines=lines,
        comparisons=_comparisons(filing["form"], sums, lines),
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
