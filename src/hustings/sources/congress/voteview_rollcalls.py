"""Roll calls of one Congress, from Voteview's CSV, with the clerk's number of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from hustings.errors import SourceError
from hustings.sources.checked import (
    Fields,
    Rows,
    Unreadable,
    csv_events,
    scope_number,
    shown,
    taken_fields,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

_CHAMBERS: Final = {"H": {"House"}, "S": {"Senate"}, "HS": {"House", "Senate"}}
_BILL = re.compile(r"(HR|S|HJRES|SJRES|HCONRES|SCONRES|HRES|SRES)(\d+)", re.ASCII)
#: A chamber counts by unit; more than this is no count of its members.
_MOST: Final = 1000


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the CSV, one roll call a line. Raises SourceError for a scope without sense."""
    chambers = chambers_of(file, scope)
    congress = scope_number(file, scope, "congress")
    optional = set(page.options["optional"])
    wanted = [name for name in taken_fields(page) if name not in optional]
    return csv_events(file, page, lambda one: _rows(one, congress, chambers), wanted=wanted)


def chambers_of(file: SourceFile, scope: Scope) -> set[str]:
    """The chambers that a file's letter stands for. Raises SourceError for a letter that is none."""
    found = _CHAMBERS.get(scope["chamber"])
    if found is None:
        raise SourceError(
            f"chamber {scope['chamber']!r} is none.",
            where=file.path,
            next_step="Load it with --scope chamber=H, S or HS.",
        )
    return found


def bill_of(congress: int, written: str) -> str | None:
    """'HR6515' of the 116th is 116-hr6515; nominations, treaties and motions are no bills."""
    found = _BILL.fullmatch(written.upper().replace(" ", "").replace(".", ""))
    return f"{congress}-{found[1].lower()}{int(found[2])}" if found else None


def _rows(one: Fields, congress: int, chambers: set[str]) -> Rows:
    if one.whole("congress") != congress:
        raise Unreadable(f"it is of Congress {one.whole('congress')}, the file of {congress}")
    chamber = one.text("chamber")
    if chamber not in chambers:
        raise Unreadable(f"chamber {shown(chamber)} is none of {', '.join(sorted(chambers))}")
    counts = {name: one.whole(name) for name in ("yea_count", "nay_count")}
    for name, count in counts.items():
        if not 0 <= count <= _MOST:
            raise Unreadable(f"{name} {count} is no count of a chamber's members")
    written = one.maybe(Fields.text, "bill_number")
    row = {
        "congress": congress,
        "chamber": chamber,
        "rollcall": one.whole("rollnumber"),
        "date": one.day("date"),
        "session": one.maybe(Fields.whole, "session"),
        "clerk_number": one.maybe(Fields.whole, "clerk_rollnumber"),
        "yeas": counts["yea_count"],
        "nays": counts["nay_count"],
        "question": one.maybe(Fields.text, "vote_question"),
        "description": one.maybe(Fields.text, "vote_desc"),
        "detail": one.maybe(Fields.text, "dtl_desc"),
        "bill": bill_of(congress, written) if written else None,
        "bill_as_written": written,
        "result": one.maybe(Fields.text, "vote_result"),
        "mid_1": one.maybe(Fields.number, "nominate_mid_1"),
        "mid_2": one.maybe(Fields.number, "nominate_mid_2"),
        "spread_1": one.maybe(Fields.number, "nominate_spread_1"),
        "spread_2": one.maybe(Fields.number, "nominate_spread_2"),
    }
    return [("rollcalls", row)]
