"""Records of JSON that stand one a line (NDJSON), or alone in a file of their own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hustings.errors import SourceError
from hustings.sources.checked import BLANK, shown
from hustings.sources.events import Counted, Event, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile


def records(file: SourceFile, unit: str) -> Iterator[tuple[int, dict[str, Any]] | Event]:
    """Each record with its number, or the event that says why a line holds none.

    A file of one record (data.json) is one unit of `unit`; else each line is a unit.
    Raises SourceError for a file of one that is no JSON map.
    """
    if file.name.lower().endswith(".json"):
        record = file.json()
        if not isinstance(record, dict):
            raise SourceError("it is not one record of JSON fields.", where=file.path)
        yield Counted(1, unit)
        yield 1, record
        return
    for number, text in file.text_lines():
        if not text.strip():
            yield Skipped(number, BLANK)
            continue
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as problem:
            yield Rejected(number, text, f"it is not JSON: {problem}")
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            yield Rejected(number, text, f"{shown(record)} is not a map of fields")
