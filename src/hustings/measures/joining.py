"""Listings of whose name is on a bill since when, its roll calls, and bills that two members joined.

No numbers of their own: products lay these rows out beside the figures of `measures.bills` and
`measures.sponsors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.ids import Congress
from hustings.measures.evaluation import answer, evidence
from hustings.measures.registry import find_measure

if TYPE_CHECKING:
    from hustings.record.view import View


def bill(view: View, name: str) -> dict[str, Any] | None:
    """The row of bill_progress of a bill; None where the record has no such bill."""
    found = view.dicts("select * from bill_progress where bill = $bill", {"bill": name})
    return found[0] if found else None


def names_on(view: View, name: str) -> list[dict[str, Any]]:
    """Whose name was put on a bill, the sponsor first, then by day and name.

    Keys: bioguide, name, last_name, party (on the day, where a member changed it and has votes),
    seat, date, role (sponsor, original, later, withdrawn), withdrawn (a day or None).
    """
    return view.dicts(
        "with named as (select s.*, b.congress, b.type from bill_support s "
        "join bill_progress b on b.bill = s.bill where s.bill = $bill), "
        "held as (select congress, bioguide, arg_max(party, nominate_votes) as party, "
        "count(distinct party) as parties, "
        "arg_max(coalesce(district, state), nominate_votes) as seat from members "
        "where chamber <> 'President' group by congress, bioguide), "
        "changed as (select n.bioguide, arg_max(v.party, v.date) as party from named n "
        "join held h on h.congress = n.congress and h.bioguide = n.bioguide and h.parties > 1 "
        "join cast_votes v on v.bioguide = n.bioguide and v.congress = n.congress "
        "and v.date <= n.date group by n.bioguide), "
        "seated as (select t.bioguide, arg_max(coalesce(t.district, t.state), t.start) as seat, "
        "arg_max(t.party, t.start) as party from terms t join named n on n.bioguide = t.bioguide "
        'and t.start <= n.date and t."end" >= n.date group by t.bioguide) '
        "select n.bioguide, coalesce(l.name, n.name, n.bioguide) as name, "
        "coalesce(l.last_name, n.name, n.bioguide) as last_name, "
        "coalesce(c.party, h.party, case t.party when 'Democrat' then 'DEM' "
        "when 'Republican' then 'REP' when 'Independent' then 'IND' else t.party end) as party, "
        "coalesce(t.seat, h.seat) as seat, n.date, n.role, k.withdrawn "
        "from named n left join legislators l on l.bioguide = n.bioguide "
        "left join held h on h.congress = n.congress and h.bioguide = n.bioguide "
        "left join changed c on c.bioguide = n.bioguide "
        "left join seated t on t.bioguide = n.bioguide "
        "left join cosponsorships k on k.bill = n.bill and k.bioguide = n.bioguide "
        "and k.date = n.date and n.role <> 'sponsor' "
        "order by n.role <> 'sponsor', n.date, n.role = 'later', last_name, name, n.bioguide",
        {"bill": name},
    )


def roll_calls_on(view: View, name: str) -> list[dict[str, Any]]:
    """The roll calls on a bill, by date and number."""
    return view.dicts(
        "select * from roll_calls where bill = $bill order by date, year, number, vote",
        {"bill": name},
    )


def joined_by_both(view: View, first: str, second: str, congress: Congress) -> list[dict[str, Any]]:
    """The rows of the figure joined_both with the bills' titles.

    `date` is the day of the first member's name, `other_date` that of the second's.
    """
    given = {"member": first, "other": second, "congress": congress}
    rows = evidence(view, answer(view, find_measure("joined_both"), given))
    titles = dict(
        view.query(
            "select bill, title from bill_progress where congress = $congress",
            {"congress": congress},
        )
    )
    return [{**row, "title": titles.get(row["bill"]) or ""} for row in rows]
