"""Listings of who voted how: the roll call itself, each member's position, and two members' votes.

No numbers of their own: products lay these rows out beside the figures of `measures.votes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.ids import Congress
from hustings.measures.evaluation import answer, evidence
from hustings.measures.registry import find_measure

if TYPE_CHECKING:
    from hustings.record.view import View


def roll_call(view: View, vote: str) -> dict[str, Any]:
    """The row of roll_calls of a name that the record has."""
    return view.dicts("select * from roll_calls where vote = $vote", {"vote": vote})[0]


def positions(view: View, vote: str) -> list[dict[str, Any]]:
    """Every member's position in a roll call, by party and name.

    Keys: bioguide, name, last_name, party (of the day), seat (CA-34, or a Senator's state),
    position, option (the clerk's own word; in an election of a Speaker the name), own_side, and
    nominate_dim1 where Voteview has one.
    """
    return view.dicts(
        "select v.bioguide, coalesce(l.name, v.name) as name, coalesce(l.last_name, v.name) "
        "as last_name, v.party, coalesce(t.seat, m.seat) as seat, v.position, v.option, m.nominate_dim1, "
        "case v.party when 'DEM' then r.democratic_side when 'REP' then r.republican_side end "
        "as own_side "
        "from roll_calls r join cast_votes v on v.congress = r.congress and v.chamber = r.chamber "
        "and v.year is not distinct from r.year and v.number is not distinct from r.number "
        "and v.rollcall is not distinct from r.rollcall "
        "left join legislators l on l.bioguide = v.bioguide "
        "left join (select bioguide, congress, chamber, "
        "arg_max(nominate_dim1, nominate_votes) as nominate_dim1, "
        "max(coalesce(district, state)) as seat from members "
        "group by bioguide, congress, chamber) m "
        "on m.bioguide = v.bioguide and m.congress = v.congress and m.chamber = v.chamber "
        "left join (select t.bioguide, arg_max(coalesce(t.district, t.state), t.start) as seat "
        "from terms t join roll_calls d on d.vote = $vote and t.chamber = d.chamber "
        'and t.start <= d.date and t."end" >= d.date group by t.bioguide) t '
        "on t.bioguide = v.bioguide "
        "where r.vote = $vote order by v.party, last_name, name, v.bioguide",
        {"vote": vote},
    )


def voted_congresses(view: View, *members: str) -> list[Congress]:
    """The Congresses in which each of the members has a yea or nay in the record, oldest first."""
    named = ", ".join(f"$m{place}" for place in range(len(members)))
    rows = view.query(
        f"select congress from cast_votes where bioguide in ({named}) "
        "and position in ('yea', 'nay') group by congress "
        f"having count(distinct bioguide) = {len(set(members))} order by congress",
        {f"m{place}": one for place, one in enumerate(members)},
    )
    return [Congress(row[0]) for row in rows]


def in_common(view: View, first: str, second: str, congress: Congress) -> list[dict[str, Any]]:
    """The rows of the figure votes_in_common: both positions in each roll call, by date.

    `position` is the first member's, `other_position` the second's.
    """
    given = {"member": first, "other": second, "congress": congress}
    rows = evidence(view, answer(view, find_measure("votes_in_common"), given))
    return sorted(rows, key=lambda row: (row["date"], row["vote"]))
