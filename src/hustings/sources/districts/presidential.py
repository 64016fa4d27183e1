"""Votes for President by House district, from files with one district a line.

A page's options say what each column of shares is: year, candidate, party, and the columns with
the candidate's votes and all votes, where there are any. `basis` says of what the shares are:
`all` votes, or the `two-party` votes alone; the two differ by points and are never mixed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hustings.errors import SourceError
from hustings.sources.checked import (
    Fields,
    LeftOut,
    Rows,
    Unreadable,
    csv_events,
    leave_out,
    scope_number,
)
from hustings.sources.districts.lines import seat_of_fields
from hustings.sources.events import Dated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope

Shares = dict[str, dict[str, Any]]
#: Columns of counts that may stand beside a share.
COUNTS: Final = ("votes", "votes_total")


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:
    """Events of the CSV. Raises SourceError for a year whose columns the page does not explain."""
    options = page.options
    varies = "map_cycle" in scope
    map_cycle = scope_number(file, scope, "map_cycle") if varies else options["map_cycle"]
    shares, left_out = _shares(file, page, map_cycle)
    if "known_by" in options:
        yield Dated(options["known_by"][map_cycle])
    wanted = [
        *options["district"],
        *([options["year"]] if "year" in options else []),
        *shares,
        *(what[name] for what in shares.values() for name in COUNTS if name in what),
    ]
    yield from csv_events(
        file,
        page,
        lambda fields: _rows(fields, page, shares, map_cycle),
        wanted=wanted,
        known={*wanted, *page.ignored, *left_out},
        headings=options.get("headings", 1),
        name_columns=_grouped if "headings" in options else lambda rows: rows[-1],
    )


def share_rows(fields: Fields, page: Page, shares: Shares, district: str, map_cycle: int) -> Rows:
    """Rows of `presidential_by_district` for the columns that hold a share; blanks make none."""
    rows: Rows = []
    for column, what in shares.items():
        if fields.blank(column):
            continue
        row = {
            "year": what["year"],
            "district": district,
            "map_cycle": map_cycle,
            "candidate": what["candidate"],
            "party": what["party"],
            "basis": page.options["basis"],
            "share": fields.share(column, percent=page.options.get("percent", False)),
        }
        for name in COUNTS:
            if name in what:
                row[name] = fields.number_or_count(what[name])
        rows.append(("presidential_by_district", row))
    return rows


def _rows(fields: Fields, page: Page, shares: Shares, map_cycle: int) -> Rows:
    leave_out(fields, page.options.get("skips", []))
    year = page.options.get("year")
    if year and fields.whole(year) != map_cycle:
        raise Unreadable(f"{year} is {fields.whole(year)}, and the file is of {map_cycle}")
    district = seat_of_fields(fields, page.options["district"], map_cycle)
    rows = share_rows(fields, page, shares, district, map_cycle)
    if not rows:
        raise LeftOut("no vote for President is given for it")
    return rows


def _shares(file: SourceFile, page: Page, map_cycle: int) -> tuple[Shares, dict[str, str]]:
    """The shares of this file, and the columns that this file's year leaves out with a reason."""
    if "shares" in page.options:
        return page.options["shares"], {}
    known: dict[int, dict[str, Any]] = page.options["shares_of"]
    if map_cycle not in known:
        raise SourceError(
            f"its page does not say what its columns are in {map_cycle}.",
            where=file.path,
            next_step=f"Known: {', '.join(str(year) for year in known)}.",
        )
    left_out: dict[int, dict[str, str]] = page.options["left_out"]
    return known[map_cycle], left_out.get(map_cycle, {})


def _grouped(heading: list[list[str]]) -> list[str]:
    """One name a column from a heading whose last two records are groups and their columns.

    'District' alone, '2024' over 'Harris' as '2024 Harris', '' where a column parts two groups.
    """
    names, group = [], ""
    for above, below in zip(*heading[-2:], strict=False):
        group = above or group
        names.append(f"{group} {below}" if below and group.isdigit() else above)
    return names
