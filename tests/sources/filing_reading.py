"""Reads a filing through its page and keeps what became of every line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hustings.sources.events import Dated, Loaded, LoadedBatch, Rejected, Skipped
from hustings.sources.files import memory_file
from hustings.sources.pages import page

PAGE = page("fec.filing")


@dataclass
class Read:
    """What became of a filing."""

    filing: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, Decimal] = field(default_factory=dict)
    rows: list[dict[str, Any]] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    units: int = 0
    as_of: date | None = None

    def sum(self, line: str, *, memo: bool = False) -> Decimal:
        found = [r for r in self.rows if r["form_line"] == line and r["schedule"] == "A"]
        return sum((r["amount_usd"] for r in found if r["memo"] == memo), Decimal(0))


def read(content: bytes, name: str = "1.fec") -> Read:
    told = Read()
    for event in PAGE.read(memory_file(name, content), {"filing": name.removesuffix(".fec")}):
        if isinstance(event, Dated):
            told.as_of = event.as_of
            continue
        told.units += event.lines
        if isinstance(event, Loaded):
            told.filing = dict(event.rows[0][1])
            told.lines = {values["name"]: values["amount_usd"] for _, values in event.rows[1:]}
        elif isinstance(event, LoadedBatch):
            assert event.rows.num_rows == event.lines
            told.rows += event.rows.to_pylist()
        elif isinstance(event, Rejected):
            told.rejected.append(event)
        elif isinstance(event, Skipped):
            told.skipped[event.reason] += event.lines
    return told
