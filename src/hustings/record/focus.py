"""What a view focused on one seat holds: that seat's rows, so that a figure costs a millisecond.

A contest is decided within its seat. Of money, all rows of every candidate who was ever listed for
the seat are kept, so that which file is the newest for a candidate comes out the same; of gifts,
those to these candidates, and of committees those that gave them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from hustings.tables import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.record.view import NamedView

#: What is kept of a table or view: conditions on its rows. $seat: the seat; {rows}: all of them.
FOCUS: Final = {
    "returns": "district = $seat",
    "counts": "district = $seat",
    "person_names": "district = $seat",
    "presidential_by_district": "district = $seat",
    "district_population": "district = $seat",
    "candidate_totals": "candidate_id in (select candidate_id from ({rows}) where district = $seat)",
    "gift_rows": "candidate_id in (select candidate_id from candidate_totals)",
}
#: Views that are made of the few rows that a focus needs of each table below them: conditions on
#: columns that all of those have, and by which their views part rows before they compare them.
NARROWED: Final = {
    "gift_givers": "committee_id in (select committee_id from gift_rows)",
    "known_committees": "committee_id in (select committee_id from gift_rows)",
    "known_candidates": "candidate_id in (select candidate_id from candidate_totals)",
}
#: Views that are read anew each time, and held in a focus, where they have few rows.
HELD: Final = frozenset({*FOCUS, *NARROWED, "counted_gifts"})


def condition(name: str, seat: str, rows: str) -> str:
    """The condition on the rows of a table or view of FOCUS."""
    return FOCUS[name].replace("$seat", literal(seat)).replace("{rows}", rows)


def literal(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def narrowed(
    view: NamedView, views: Mapping[str, NamedView], rows: Callable[[str], str], held: set[str]
) -> str:
    """SQL of a view of NARROWED in which the tables below it hold the rows of the focus alone.

    rows: the SQL of a table's rows. held: the tables and views whose rows are there as they are.
    """
    parts = dict(_parts(view, views, rows, held, NARROWED[view.name]))
    given = ", ".join(f"{name} as ({sql})" for name, sql in parts.items())
    return f"with {given} select * from ({view.sql})"


def _parts(
    view: NamedView,
    views: Mapping[str, NamedView],
    rows: Callable[[str], str],
    held: set[str],
    kept: str,
) -> Iterator[tuple[str, str]]:
    for name in sorted(view.reads - FOCUS.keys()):
        if name in held:
            yield name, f"select * from main.{name} where {kept}"
        elif name in catalogue():
            yield name, f"select * from ({rows(name)}) where {kept}"
        else:
            yield from _parts(views[name], views, rows, held, kept)
            yield name, views[name].sql
