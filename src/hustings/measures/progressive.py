"""A progressive score by Progressive Punch's published rule, with the choices it leaves open named.

A roll call counts where most of a progressive cohort opposed most Republicans, and the cohort's side
is the progressive one (progressivepunch.org). Who the cohort is, which votes are crucial, and what an
absence is are not published in full, so each is a parameter here. The publisher's own ranking is not
published as data; these are other numbers. `hustings.scores.progressive` has the same on matrices.
"""

from __future__ import annotations

from decimal import Decimal

from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.params import Absences, Cohort, Congress, Margin, Member, Party, State, YesNo
from hustings.measures.votes import CLERK, FEWEST, VOTED, ranked

NEEDS = [*CLERK, "members"]
#: Members whose lifetime score was at least 92.5% in March 2019, as published.
COHORT_SIZE = 33
LEFT = Cohort("left")
LEFT_OUT = Absences("left-out")
NO = YesNo(False)

#: The chamber that the member sat in.
_CHAMBER = (
    "(select max(chamber) from members where bioguide = $member and congress = $congress "
    "and chamber <> 'President')"
)
_COHORTS = {
    "left": (
        "select bioguide from members where congress = $congress and chamber = "
        f"{_CHAMBER} and party <> 'REP' and nokken_poole_dim1 is not null "
        f"and nominate_votes >= {FEWEST} "
        f"order by nokken_poole_dim1, icpsr limit {COHORT_SIZE}"
    ),
    "democrats": (
        "select bioguide from members where congress = $congress and chamber = "
        f"{_CHAMBER} and party = 'DEM'"
    ),
}
_NAMED = {
    "left": f"the {COHORT_SIZE} members furthest left by Nokken and Poole",
    "democrats": "all Democrats",
}


def scored(
    cohort: Cohort = LEFT,
    margin: Margin | None = None,
    lost: YesNo = NO,
    absences: Absences = LEFT_OUT,
) -> str:
    """SQL of the member votes that count, as a source in brackets; `side` is the progressive side.

    In the cohort each vote counts with the party of the day where the cohort is a party.
    """
    of_party = "and party = 'DEM' " if cohort == "democrats" else ""
    crucial = "true"
    if margin is not None:
        crucial = f"abs(v.yeas - v.nays) * 100 <= {Decimal(margin)} * (v.yeas + v.nays)"
        if lost:
            crucial += " or q.side <> case when v.yeas > v.nays then 'yea' else 'nay' end"
    cast = f"v.{VOTED}" if absences == "left-out" else "true"
    return (
        "(select v.*, q.side from member_votes v join ("
        "select vote, case sign(count(*) filter (where position = 'yea') "
        "- count(*) filter (where position = 'nay')) when 1 then 'yea' when -1 then 'nay' end "
        f"as side from member_votes where congress = $congress and chamber = {_CHAMBER} "
        f"{of_party}and bioguide in ({_COHORTS[cohort]}) group by vote) q on q.vote = v.vote "
        f"where v.congress = $congress and q.side <> v.republican_side and ({crucial}) and {cast})"
    )


def _method(cohort: Cohort, margin: Margin | None, lost: YesNo, absences: Absences) -> str:
    """The caveat that stands beside every such number: the method, its choices and its vintage."""
    which = "all such roll calls"
    if margin is not None:
        which = f"those within {margin}% of the votes cast" + (
            ", and those that the cohort lost" if lost else ""
        )
    words = (
        "By Progressive Punch''s published rule, computed here, not that publisher''s own ranking: "
        f"the cohort is {_NAMED[cohort]}; {which}; absences "
        f"{'are left out' if absences == 'left-out' else 'count against'}."
    )
    return (
        f"'{words} Votes as of ' || (select max(s.as_of) from rows r join snapshots s "
        "on s.snapshot = r.snapshot) || ', ideal points as of ' || (select max(s.as_of) from "
        "members m join snapshots s on s.snapshot = m.snapshot where m.congress = $congress) "
        "|| '. Another choice gives another place.'"
    )


def _counted(
    cohort: Cohort, margin: Margin | None, lost: YesNo, absences: Absences, *, good: bool
) -> Query:
    right = " and position = side" if good else ""
    return Query(
        rows=f"from {scored(cohort, margin, lost, absences)} where bioguide = $member{right}",
        value="count(*)",
        caveat=_method(cohort, margin, lost, absences),
    )


@measure(unit="count", needs=NEEDS)
def progressive_votes(
    member: Member,
    congress: Congress,
    cohort: Cohort = LEFT,
    margin: Margin | None = None,
    lost: YesNo = NO,
    absences: Absences = LEFT_OUT,
) -> Answer:
    """The member's votes on the side of a progressive cohort, where it opposed most Republicans."""
    return _counted(cohort, margin, lost, absences, good=True)


@measure(unit="count", needs=NEEDS)
def progressive_votes_counted(
    member: Member,
    congress: Congress,
    cohort: Cohort = LEFT,
    margin: Margin | None = None,
    lost: YesNo = NO,
    absences: Absences = LEFT_OUT,
) -> Answer:
    """The member's votes that a progressive score counts, on either side."""
    return _counted(cohort, margin, lost, absences, good=False)


@measure(
    unit="share",
    needs=NEEDS,
    says=["progressive score", "Progressive Punch", "progressive voting record"],
)
def progressive_score(
    member: Member,
    congress: Congress,
    cohort: Cohort = LEFT,
    margin: Margin | None = None,
    lost: YesNo = NO,
    absences: Absences = LEFT_OUT,
) -> Answer:
    """Share of votes on the side of a progressive cohort, where it opposed most Republicans.

    Progressive Punch's published rule; its open choices are parameters. cohort: the 33 members
    furthest left by Nokken and Poole's scores (left), or all Democrats (democrats). margin: only
    roll calls whose sides differ by at most this percentage of the votes cast. lost: roll calls
    that the cohort lost count beside those of the margin. absences: left out, or against.
    """
    return Ratio(
        numerator=_counted(cohort, margin, lost, absences, good=True),
        denominator=_counted(cohort, margin, lost, absences, good=False),
        names=("progressive_votes", "progressive_votes_counted"),
    )


@measure(
    unit="rank",
    needs=NEEDS,
    says=["most progressive", "voting further left", "Progressive Punch"],
)
def progressive_rank(
    member: Member,
    congress: Congress,
    party: Party | None = None,
    state: State | None = None,
    cohort: Cohort = LEFT,
    margin: Margin | None = None,
    lost: YesNo = NO,
    absences: Absences = LEFT_OUT,
) -> Answer:
    """Place by progressive score from the highest, in the member's chamber (and party, and state).

    The method and its choices are those of progressive_score. Equal scores share the better place;
    members with fewer than 20 counted votes have none.
    """
    query = ranked(
        good="position = side",
        counted="true",
        party=party,
        state=state,
        source=scored(cohort, margin, lost, absences),
    )
    return Query(
        rows=query.rows,
        value=query.value,
        of=query.of,
        binds=query.binds,
        also=query.also,
        caveat=_method(cohort, margin, lost, absences),
    )
