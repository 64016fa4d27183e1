"""Members: who represents a district, and where Voteview's ideal points put a member."""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.params import Congress, District, Member, Party, State

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


@measure(
    unit="score",
    needs=["members"],
    says=[
        "ideology",
        "ideal point",
        "NOMINATE",
        "left of",
        "DW-NOMINATE",
        "he scored",
        "she scored",
    ],
)
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


@measure(unit="score", needs=["members"], says=["Nokken-Poole"])
def nokken_poole(member: Member, congress: Congress) -> Answer:
    """First dimension by Nokken and Poole, from −1 (left) to 1 (right), of that Congress alone.

    The roll calls' places are those of DW-NOMINATE, the member's is estimated anew for each
    Congress, so that it can move. Lewis, Poole, Rosenthal, Boche, Rudkin and Sonnet, Voteview.
    """
    return Query(
        rows="from members where bioguide = $member and congress = $congress "
        "and chamber <> 'President'",
        value="arg_max(nokken_poole_dim1, nominate_votes)",
    )


@measure(unit="score", needs=["members"], says=["median member"])
def nokken_poole_median(congress: Congress, party: Party) -> Answer:
    """The middle of a party's members of the House by Nokken and Poole's first dimension."""
    return Query(
        rows="from members where congress = $congress and chamber = 'House' and party = $party "
        "and nokken_poole_dim1 is not null",
        value="median(nokken_poole_dim1)",
    )


@measure(
    unit="rank",
    needs=["members"],
    says=[
        "most liberal",
        "most conservative",
        "furthest left",
        "leftmost",
        "rightmost",
    ],
)
def ideal_point_rank(
    member: Member, congress: Congress, party: Party | None = None, state: State | None = None
) -> Answer:
    """Place by DW-NOMINATE's first dimension from the left, in the chamber (and party, and state).

    Members who voted too little to have a score are left out; a party switcher stands in each.
    """
    return Query(
        rows=(
            "from members where congress = $congress and chamber in (select chamber from members "
            "where bioguide = $member and congress = $congress and chamber <> 'President') "
            "and nominate_dim1 is not null and ($party is null or party = $party) "
            "and ($state is null or state = $state)"
        ),
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(*) filter "
        "(where nominate_dim1 < (select min(nominate_dim1) from rows where bioguide = $member)) "
        "end",
        of="count(*)",
        binds={"party": party, "state": state},
    )


_SEEN = "snapshot in (select snapshot from snapshots)"
_SWITCHED = (
    "(select case when count(*) > 1 then 'The member changed party and has a place for each; that "
    "of more votes is taken.' end from rows)"
)


@measure(unit="score", needs=["clerk_votes", "votes"], says=["ideal point", "by votes alone"])
def ideal_estimate(member: Member, congress: Congress) -> Answer:
    """Place of the member on one axis, left negative, estimated by Hustings from votes alone.

    A logit item response model of one chamber of one Congress, fitted by expectation and
    maximisation (docs/scores.md); the unit is the standard deviation of all members, so that
    Congresses do not compare. Detail: the standard error and the interval that holds nine in ten.
    """
    once = "arg_max({}, votes)"
    return Query(
        rows=f"from ideal_estimates where bioguide = $member and congress = $congress and {_SEEN}",
        value=once.format("point"),
        caveat=_SWITCHED,
        also={
            "error": once.format("error"),
            "low": once.format("point - 1.645 * error"),
            "high": once.format("point + 1.645 * error"),
            "votes": "max(votes)",
        },
    )


@measure(unit="rank", needs=["clerk_votes", "votes"], says=["place by votes alone"])
def ideal_estimate_rank(
    member: Member, congress: Congress, party: Party | None = None, state: State | None = None
) -> Answer:
    """Place by ideal_estimate from the left, in the member's chamber (and party, and state).

    Detail: the places that the standard errors of the member's own point leave open, nine in ten.
    """
    own = "max({}) filter (where bioguide = $member)"
    return Query(
        rows=(
            "from ideal_estimates where congress = $congress and chamber in (select chamber from "
            f"ideal_estimates where bioguide = $member and congress = $congress) and {_SEEN} "
            "and ($party is null or party = $party) and ($state is null or bioguide in "
            "(select bioguide from members where congress = $congress and state = $state))"
        ),
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(*) filter "
        "(where point < (select min(point) from rows where bioguide = $member)) end",
        of="count(*)",
        binds={"party": party, "state": state},
        also={
            "point": own.format("point"),
            "error": own.format("error"),
            "best": "1 + count(*) filter (where point < (select min(point - 1.645 * error) from rows "
            "where bioguide = $member))",
            "worst": "count(*) filter (where point <= (select max(point + 1.645 * error) from rows "
            "where bioguide = $member))",
        },
    )


def _by_cosponsors(column: str) -> Answer:
    return Query(
        rows="from cosponsor_estimates where bioguide = $member and congress = $congress "
        f"and {_SEEN}",
        value=f"max({column})",
    )


@measure(unit="score", needs=["bills", "cosponsors", "members"], says=["ideology score"])
def cosponsor_ideology(member: Member, congress: Congress) -> Answer:
    """From 0 (left) to 1 (right) in the member's chamber, by who joins whose bills.

    As GovTrack describes its ideology score: the second singular vector of cosponsorships. GovTrack
    takes three Congresses of bills, here it is one, so its own numbers differ.
    """
    return _by_cosponsors("ideology")


@measure(unit="score", needs=["bills", "cosponsors", "members"], says=["leadership score"])
def cosponsor_leadership(member: Member, congress: Congress) -> Answer:
    """From 0 to 1 in the member's chamber, the median in the middle, by who joins whose bills.

    As GovTrack describes its leadership score: PageRank of cosponsorships. GovTrack takes three
    Congresses of bills, here it is one, so its own numbers differ.
    """
    return _by_cosponsors("leadership")


@measure(unit="rank", needs=["bills", "cosponsors", "members"], says=["leadership rank"])
def cosponsor_leadership_rank(
    member: Member, congress: Congress, party: Party | None = None, state: State | None = None
) -> Answer:
    """Place by cosponsor_leadership from the highest, in the chamber (and party, and state)."""
    return Query(
        rows=(
            "from cosponsor_estimates where congress = $congress and chamber in (select chamber "
            f"from cosponsor_estimates where bioguide = $member and congress = $congress) and "
            f"{_SEEN} and ($party is null or party = $party) and ($state is null or bioguide in "
            "(select bioguide from members where congress = $congress and state = $state))"
        ),
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(*) filter "
        "(where leadership > (select max(leadership) from rows where bioguide = $member)) end",
        of="count(*)",
        binds={"party": party, "state": state},
        also={"leadership": "max(leadership) filter (where bioguide = $member)"},
    )
