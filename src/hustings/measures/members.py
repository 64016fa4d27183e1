"""Members: who represents a district, and where Voteview's ideal points put a member."""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.params import Congress, District, Member, Party

#: A Congress begins on 3 January of the odd year (20th Amendment).
_FIRST = "make_date(2 * $congress + 1787, 1, 3)"
_LAST = "make_date(2 * $congress + 1789, 1, 3)"


@measure(
    unit="text", needs=["terms"], says=["represents", "congressman", "congresswoman", "incumbent"]
)
def representative(district: District, congress: Congress) -> Answer:
    """Who held the seat in that Congress; of several the last, and the figure names them all."""
    return Query(
        rows=(
            "from terms where chamber = 'House' and district = $district "
            f"and start < {_LAST} and \"end\" > {_FIRST}"
        ),
        value="arg_max(name, start)",
        caveat=(
            "(select case when count(distinct bioguide) > 1 then 'In that Congress the seat was "
            "held by ' || string_agg(distinct name, ', ') || '.' end from rows)"
        ),
        also={"bioguide": "arg_max(bioguide, start)", "party": "arg_max(party, start)",
              "start": "max(start)"},
    )  # fmt: skip


@measure(unit="score", needs=["members"], says=["ideology", "ideal point", "NOMINATE", "left of"])
def ideal_point(member: Member, congress: Congress) -> Answer:
    """First dimension of DW-NOMINATE: from −1 (left) to 1 (right), constant over a career.

    Lewis, Poole, Rosenthal, Boche, Rudkin and Sonnet, Voteview. Votes cast later move the value
    of an earlier Congress, so the day of the file matters.
    """
    return Query(
        rows="from members where bioguide = $member and congress = $congress "
        "and chamber <> 'President'",
        value="arg_max(nominate_dim1, nominate_votes)",
        caveat="(select case when count(*) > 1 then 'The member changed party; the longer part of "
        "the term is taken.' end from rows)",
        also={"nokken_poole": "arg_max(nokken_poole_dim1, nominate_votes)"},
    )


@measure(
    unit="rank",
    needs=["members"],
    says=["most liberal", "most conservative", "furthest left"],
)
def ideal_point_rank(member: Member, congress: Congress, party: Party | None = None) -> Answer:
    """Place by DW-NOMINATE's first dimension from the left, in the member's chamber (and party).

    Members who voted too little to have a score are left out; a party switcher stands in each.
    """
    return Query(
        rows=(
            "from members where congress = $congress and chamber in (select chamber from members "
            "where bioguide = $member and congress = $congress and chamber <> 'President') "
            "and nominate_dim1 is not null and ($party is null or party = $party)"
        ),
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(*) filter "
        "(where nominate_dim1 < (select min(nominate_dim1) from rows where bioguide = $member)) "
        "end",
        of="count(*)",
        binds={"party": party},
    )
