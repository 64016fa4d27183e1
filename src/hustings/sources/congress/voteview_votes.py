"""Votes of one Congress, from Voteview's CSV: read as delimited text, then held to the scope.

A line of another Congress or chamber, with a code that is none, or a second vote of one member in
one roll call is rejected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from hustings.sources import delimited
from hustings.sources.checked import scope_number
from hustings.sources.congress.voteview_rollcalls import chambers_of
from hustings.sources.events import LoadedBatch, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

#: 0 is not a member; 1-3 yea, 4-6 nay, 7-9 present or not voting.
CODES: Final = range(10)
_NAMES: Final = ("congress", "chamber", "rollnumber", "icpsr", "cast_code")


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the CSV, one vote a line. Raises SourceError for a scope that makes no sense."""
    chambers = chambers_of(file, scope)
    congress = scope_number(file, scope, "congress")
    return _events(file, page, scope, congress, chambers)


def _events(
    file: SourceFile, page: Page, scope: Scope, congress: int, chambers: set[str]
) -> Iterator[Event]:
    seen: set[tuple[Any, ...]] = set()
    for event in delimited.parse(file, page, scope):
        if isinstance(event, LoadedBatch):
            yield from _held(event, congress, chambers, seen)
        else:
            yield event


def _held(
    batch: LoadedBatch, congress: int, chambers: set[str], seen: set[tuple[Any, ...]]
) -> Iterator[Event]:
    """The batch without the rows that cannot be, and a rejection for each of those."""
    columns = [batch.rows[name].to_pylist() for name in batch.rows.column_names]
    _, *values = columns
    keys = set(zip(*values[1:4], strict=True))
    sound = (
        set(values[0]) == {congress}
        and set(values[1]) <= chambers
        and set(values[4]) <= set(CODES)
        and not any(one.null_count for one in batch.rows.columns)
        and len(keys) == batch.rows.num_rows
        and seen.isdisjoint(keys)
    )
    if sound:
        seen |= keys
        yield batch
        return
    kept = []
    for line, *row in zip(*columns, strict=True):
        reason = _wrong(row, congress, chambers, seen)
        kept.append(not reason)
        if reason:
            yield Rejected(line, ",".join("" if one is None else str(one) for one in row), reason)
        else:
            seen.add(tuple(row[1:4]))
    rows = batch.rows.filter(pa.array(kept))
    if rows.num_rows:
        yield LoadedBatch(batch.table, rows, batch.lines - kept.count(False))


def _wrong(row: list[Any], congress: int, chambers: set[str], seen: set[tuple[Any, ...]]) -> str:
    """Why a row cannot be; "" if it can."""
    said, chamber, rollcall, icpsr, code = row
    if None in row:
        return f"{_NAMES[row.index(None)]} is missing"
    if said != congress:
        return f"it is of Congress {said}, the file of {congress}"
    if chamber not in chambers:
        return f"chamber {chamber!r} is none of {', '.join(sorted(chambers))}"
    if code not in CODES:
        return f"cast_code {code} is none of 0 to 9"
    if (chamber, rollcall, icpsr) in seen:
        return f"it is a second vote of {icpsr} in roll call {rollcall} of the {chamber}"
    return ""
