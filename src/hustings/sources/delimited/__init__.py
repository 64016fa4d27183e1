"""The reader of delimited text: pages of format `pipe` and `csv`, which need no code of their own.

    pipe   `|` between fields, no quoting, no header: the FEC's bulk files
    csv    commas, quotes, a header row; columns are matched by name

It is strict, and it loses nothing. Every physical line ends as loaded, rejected (with its text and
the column and value that is wrong) or skipped (by name); a value is exact or its row is rejected.
Dirty bytes are mended where there is one way to: a byte-order mark is taken off; CRLF ends a line
as LF does; a lone CR or a NUL inside a field becomes a blank; a line that is not UTF-8 is cp1252;
blanks around a value are taken off, and a blank value is null.

What a page may say in `options`:

    dates: MM/DD/YYYY            how the file writes dates (or MMDDYYYY, DD-MON-YY, ISO)
    district: [STATE, NUMBER]    two columns that make `district`, for House rows
    office: CAND_ID              the column whose first letter is the office
    election: TRANSACTION_PGI    the column that makes `election_round` and `election_year`
    sums: {column: [A, B]}       our column is the sum of columns of the file
    values: {column: {A: B}}     our words for the file's; any other value is an error
    trailing_delimiter: true     every row ends with one delimiter more
    optional: [A]                columns that a csv file may lack
    private: [A]                 columns that are kept out of the text of rejected lines
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hustings.errors import Fault
from hustings.sources.delimited import pipe, quoted
from hustings.sources.delimited.layout import Layout
from hustings.sources.events import Dated, LoadedBatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

#: A day of coverage counts as the file's own if at least one row in so many shares it.
SHARED_BY_ONE_IN = 20


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """The events of one delimited file. Raises SourceError for a file that is not such text."""
    layout = Layout.of(page, scope)
    readers = {"pipe": pipe.read, "csv": quoted.read}
    if page.format not in readers:
        raise Fault(f"{page.id}: the delimited reader does not read format {page.format!r}.")
    events = readers[page.format](file, layout)
    return _with_coverage(events) if page.as_of == "coverage" else events


def _with_coverage(events: Iterator[Event]) -> Iterator[Event]:
    """Pass the events on and end with the day through which the rows say that they speak."""
    days: Counter[date] = Counter()
    for event in events:
        if isinstance(event, LoadedBatch):
            for entry in event.rows["coverage_end"].drop_null().value_counts().to_pylist():
                days[entry["values"]] += entry["counts"]
        yield event
    day = _shared_day(days)
    if day is not None:
        yield Dated(day)


def _shared_day(days: Counter[date]) -> date | None:
    """The latest day that at least one row in twenty shares; else the commonest, the later of two.

    Single rows are misdated by years, so that the latest day of all is often wrong.
    """
    if not days:
        return None
    shared = [day for day, rows in days.items() if rows * SHARED_BY_ONE_IN >= days.total()]
    return max(shared) if shared else max(days, key=lambda day: (days[day], day))
