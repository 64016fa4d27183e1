"""What to do about a figure that the record has nothing for: the command that would load it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hustings.errors import NoData
from hustings.ids import congress_elected
from hustings.record.donors.kept import DONOR_TABLES
from hustings.sources.pages import pages
from hustings.tables import catalogue

if TYPE_CHECKING:
    from hustings.record.view import View

#: Sources named in a message at the most.
MOST_NAMED = 3


def no_data(view: View, what: str, tables: Sequence[str], given: Mapping[str, Any]) -> NoData:
    """The error for an absent answer: what is absent, as of when, and what would load it."""
    when = f" as of {view.as_of.isoformat()}" if view.as_of else ""
    return NoData(f"the record has {what}{when}.", next_step=next_step(view, tables, given))


def not_so(what: str, day: str) -> NoData:
    """The error for what did not happen by the day through which the record speaks.

    Nothing is missing, so that no file is named which would bring it.
    """
    return NoData(f"{what} as of {day}." if day else f"{what}.")


def next_step(view: View, tables: Sequence[str], given: Mapping[str, Any]) -> str:
    """Which command would bring rows of these tables for what was asked."""
    wanted = [name for name in tables if not view.has(name)] or list(tables)
    if catalogue()[wanted[0]].vintage == "packaged":
        return f'The reviewed table has no row for it: hustings sql "select * from {wanted[0]}"'
    if wanted[0] in DONOR_TABLES:
        return f"Resolve its donors first: {resolving(given)}"
    command = fetching(wanted[0], given)
    if view.sample:
        load = "The embedded sample holds CA-34 alone. Load files with: hustings load PATH"
    else:
        feeds = sorted(
            (one for one in pages().values() if wanted[0] in one.tables), key=lambda one: one.id
        )
        named = feeds[:MOST_NAMED]
        more = ", …" if len(feeds) > MOST_NAMED else ""
        load = f"Load a file of {', '.join(one.id for one in named)}{more}"
        if not command:
            load += f" (see {', '.join(dict.fromkeys(one.about for one in named))})"
    later = "A later --as-of may know more. " if view.as_of else ""
    return f"{later}{load}, or: {command}" if command else f"{later}{load}"


def resolving(given: Mapping[str, Any]) -> str:
    """The command that resolves donors into people for what was asked."""
    named = [given[name] for name in ("committee", "to") if given.get(name)]
    wanted = "".join(f" --committee {one}" for one in named)
    return f"hustings donors build --cycle {given.get('cycle') or 'YYYY'}{wanted}"


def fetching(table: str, given: Mapping[str, Any]) -> str:
    """The command that fetches official files of a table; none where no publisher is fetched from.

    Counts as they moved are no office's file: people collected them while the count ran.
    """
    cycle = given.get("cycle") or "YYYY"
    congress = given.get("congress") or (congress_elected(int(cycle)) if cycle != "YYYY" else "N")
    state = str(given.get("race") or given.get("district") or given.get("state") or "XX")[:2]
    voting = str(given.get("round") or "general")
    if table == "returns":
        if voting == "general":
            return "hustings fetch returns --publisher mit"
        return f"hustings fetch returns --state {state} --date YYYY-MM-DD --round {voting}"
    if table in {"candidate_totals", "committee_totals", "candidates", "committees"}:
        return f"hustings fetch fec --cycle {cycle}"
    if table in {"committee_gifts", "expenditure_notices"}:
        return f"hustings fetch fec --cycle {cycle} --only pas2,independent_expenditure,cn,cm,webk"
    if table in {"terms", "legislators", "committee_assignments", "congress_committees"}:
        return "hustings fetch legislators"
    if table == "members":
        return f"hustings fetch voteview --congress {congress}"
    if table in {"bills", "cosponsors", "bill_committees"}:
        return f"hustings fetch bill bill={given.get('bill') or 'CONGRESS-TYPENUMBER'}"
    if table in {"rollcalls", "votes", "clerk_rollcalls", "clerk_votes"}:
        return f"hustings fetch voteview --congress {congress}"
    if table in {"district_income", "district_population", "district_poverty"}:
        return "hustings fetch census --year YYYY"
    if table in {"district_borders", "district_shapes"}:
        return "hustings fetch census --year YYYY --only boundaries"
    return ""
