"""The cover of a filing: who files which form for which days, and the sums that it states."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from hustings.sources.fec.filing.values import day, money, old_name, person

if TYPE_CHECKING:
    from hustings.sources.fec.filing.header import Header
    from hustings.sources.pages import Page


@dataclass(frozen=True, kw_only=True, slots=True)
class Cover:
    """What a cover makes: rows of `filings` and `filing_lines`, and what could not be read."""

    rows: list[tuple[str, dict[str, Any]]]
    signed: date | None
    problems: list[str] = field(default_factory=list)


class _Fields:
    """The fields of a cover by name; the first of several of one name answers."""

    def __init__(self, names: tuple[str, ...], fields: list[str]) -> None:
        self.problems: list[str] = []
        self._values: dict[str, str] = {}
        for name, value in zip(names, fields, strict=False):
            self._values.setdefault(name, value.strip())

    def text(self, *names: str) -> str | None:
        """The first of these fields that is not blank."""
        return next((value for name in names if (value := self._values.get(name, ""))), None)

    def day(self, name: str) -> date | None:
        """A day; what cannot be read is noted."""
        text = self.text(name)
        try:
            return day(text) if text else None
        except ValueError as problem:
            self.problems.append(f"{name} {problem}")
            return None

    def filer(self, delimiter: str) -> str | None:
        """The committee, the organisation, or the person who files (Form 2: the candidate)."""
        named = self.text("committee_name", "organization_name")
        if named and "filer_committee_id_number" in self._values:
            return named
        for who in ("individual", "candidate"):
            parts = [self.text(f"{who}_{part}") or "" for part in _PARTS]
            if any(parts):
                return person(*parts)
        written = self.text("individual_name", "candidate_name")
        return old_name(written, delimiter) if written else None


_PARTS = ("last_name", "first_name", "middle_name", "suffix")


def read_cover(
    filing: str, header: Header, names: tuple[str, ...], fields: list[str], page: Page
) -> Cover:
    """The rows of a cover whose layout is `names`. What cannot be read is null and a problem."""
    said = _Fields(names, fields)
    form = (said.text("form_type") or "").upper()
    signed = said.day("date_signed")
    filings = {
        "filing_id": filing,
        "form": form,
        "version": header.version,
        "is_amendment": form.endswith("A"),
        "amends": header.amends,
        "committee_id": said.text("filer_committee_id_number", "candidate_id_number"),
        "committee_name": said.filer(header.name_delimiter),
        "report_code": said.text("report_code", "report_type"),
        "coverage_start": said.day("coverage_from_date"),
        "coverage_end": said.day("coverage_through_date"),
        "election_code": said.text("election_code"),
        "date_signed": signed,
        "software": header.software,
    }
    rows: list[tuple[str, dict[str, Any]]] = [("filings", filings)]
    amounts = re.compile("|".join(f"(?:{pattern})" for pattern in page.options["amounts"]))
    seen: Counter[str] = Counter()
    for name, value in zip(names, fields, strict=False):
        if not amounts.fullmatch(name):
            continue
        seen[name] += 1
        try:
            amount = money(value.strip()) if value.strip() else None
        except ValueError as problem:
            said.problems.append(f"{name} {problem}")
            continue
        if amount is not None:
            line = name if seen[name] == 1 else f"{name} ({seen[name]})"
            rows.append(("filing_lines", {"filing_id": filing, "name": line, "amount_usd": amount}))
    if any(value.strip() for value in fields[len(names) :]):
        said.problems.append(f"{len(fields)} fields where {len(names)} are due")
    return Cover(rows=rows, signed=signed, problems=said.problems)
