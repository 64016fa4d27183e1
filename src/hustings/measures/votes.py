"""Roll calls, and members in them: how a vote went, party unity, votes missed, agreement.

Each member votes with the party of the day. Shares are those of Congressional Quarterly's vote
studies: absences count neither for nor against. The same scores on plain matrices, without a
record, are in `hustings.scores`; the tests hold one to the other.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.params import Congress, Member, Party, State, Vote

CLERK = ["clerk_votes", "votes"]
VOTED = "position in ('yea', 'nay')"
#: Fewer votes than these make no place among others.
FEWEST = 20

_ONE = "from roll_calls where vote = $vote"
_HIS = "from member_votes where bioguide = $member and congress = $congress"
_PARTIES = {"DEM": "democratic", "REP": "republican"}


def _side(kind: str, party: str | None) -> str:
    """The column that counts a side of a roll call, of all members or one party's."""
    return f"{_PARTIES[party]}_{kind}" if party in _PARTIES else kind


def _tallied(kind: str, party: str | None) -> Query:
    if party is None or party in _PARTIES:
        return Query(rows=_ONE, value=f"max({_side(kind, party)})", binds={"party": party})
    return Query(
        rows="from member_votes where vote = $vote and party = $party",
        value=f"count(*) filter (where position = '{kind.removesuffix('s')}')",
    )


@measure(unit="count", needs=CLERK, says=["voted for", "voted yes", "yeas", "ayes", "in favor"])
def vote_yeas(vote: Vote, party: Party | None = None) -> Answer:
    """Members recorded for the question in a roll call: yeas and ayes."""
    return _tallied("yeas", party)


@measure(unit="count", needs=CLERK, says=["voted against", "voted no", "nays", "noes"])
def vote_nays(vote: Vote, party: Party | None = None) -> Answer:
    """Members recorded against the question in a roll call: nays and noes."""
    return _tallied("nays", party)


@measure(unit="count", needs=CLERK, says=["members not voting", "did not vote on"])
def vote_absences(vote: Vote, party: Party | None = None) -> Answer:
    """Members who did not vote in a roll call held while they were in office."""
    return Query(
        rows="from member_votes where vote = $vote and ($party is null or party = $party)",
        value="count(*) filter (where position = 'not voting')",
        binds={"party": party},
    )


@measure(unit="text", needs=CLERK, says=["the House passed", "the House rejected"])
def vote_result(vote: Vote) -> Answer:
    """Outcome of a roll call in the clerk's own words."""
    return Query(
        rows=_ONE,
        value="max(result)",
        also={
            "question": "max(question)", "date": "max(date)", "bill": "max(bill)",
            "yeas": "max(yeas)", "nays": "max(nays)", "present": "max(present)",
            "not_voting": "max(not_voting)",
        },
    )  # fmt: skip


@measure(
    unit="text", needs=CLERK, says=["voted for", "voted against", "voted yes", "voted no", "voted"]
)
def member_vote(member: Member, vote: Vote) -> Answer:
    """How a member voted in a roll call: yea, nay, present or not voting."""
    return Query(
        rows="from member_votes where bioguide = $member and vote = $vote",
        value="max(position)",
        also={"party": "max(party)", "own_side": "max(own_side)", "question": "max(question)"},
    )


def _with_party() -> Query:
    return Query(rows=f"{_HIS} and unity and position = own_side", value="count(*)")


def _unity_votes() -> Query:
    return Query(
        rows=f"{_HIS} and unity and {VOTED} and own_side is not null",
        value="count(*)",
        caveat="(select case when count(distinct party) > 1 then 'The member changed party; each "
        "vote is held to the party of the day.' end from rows)",
    )


@measure(unit="count", needs=CLERK, says=["votes with the party"])
def votes_with_party(member: Member, congress: Congress) -> Answer:
    """Party unity votes in which the member voted with most of the own party."""
    return _with_party()


@measure(unit="count", needs=CLERK, says=["party unity votes"])
def party_unity_votes(member: Member, congress: Congress) -> Answer:
    """Yeas and nays of the member in roll calls where most Democrats opposed most Republicans."""
    return _unity_votes()


@measure(
    unit="share",
    needs=CLERK,
    says=["party unity", "voted with his party", "voted with her party", "voted with the party",
          "voted with Democrats", "voted with Republicans", "sided with", "unity score",
          "unity rating", "party loyalty", "stuck with … party", "sided with … party",
          "stayed with … party", "stood with … party", "party-line votes",
          "voted with fellow Democrats", "voted with fellow Republicans", "along party lines",
          "toed the line", "with … party … percent", "own party", "went with … party", "with … own",
          "split the parties", "divided the parties"],
)  # fmt: skip
def party_unity(member: Member, congress: Congress) -> Answer:
    """Share of votes cast with most of the own party, where most Democrats opposed most Republicans.

    Congressional Quarterly's score: absences are left out, and a party that is split evenly has no
    side. Members of neither party have none.
    """
    return Ratio(
        numerator=_with_party(),
        denominator=_unity_votes(),
        names=("votes_with_party", "party_unity_votes"),
    )


@measure(
    unit="count",
    needs=CLERK,
    says=[
        "missed votes",
        "votes missed",
        "missed",
        "absent for",
        "skipped",
        "did not vote in",
        "votes skipped",
    ],
)
def votes_missed(member: Member, congress: Congress) -> Answer:
    """Roll calls in which the member did not vote while in office; who answers present was there."""
    return Query(
        rows=f"{_HIS}",
        value="count(*) filter (where position = 'not voting')",
        also={
            "held": "count(*)",
            "present": "count(*) filter (where position = 'present')",
            "cast": f"count(*) filter (where {VOTED})",
        },
    )


@measure(unit="count", needs=CLERK, says=["roll calls held"])
def roll_calls_held(member: Member, congress: Congress) -> Answer:
    """Roll calls held while the member was in office, without calls of the members."""
    return Query(rows=_HIS, value="count(*)")


@measure(
    unit="share",
    needs=CLERK,
    says=[
        "share of votes missed",
        "missed votes",
        "of roll calls missed",
        "missed … percent",
        "missed … of votes",
        "percent … votes missed",
        "skipped … percent",
        "missed … of the roll calls",
        "missed … of roll calls",
        "missed … of the votes",
    ],
)
def share_votes_missed(member: Member, congress: Congress) -> Answer:
    """Share of the roll calls held while the member was in office in which the member did not vote."""
    return Ratio(
        numerator=Query(rows=f"{_HIS} and position = 'not voting'", value="count(*)"),
        denominator=Query(rows=_HIS, value="count(*)"),
        names=("votes_missed", "roll_calls_held"),
    )


def _pairs(other: str) -> str:
    """Rows of the roll calls in which two members both voted; `other` is SQL for the second's id."""
    return (
        "from (select v.*, o.position as other_position, o.name as other_name from member_votes v "
        "join member_votes o on o.call = v.call "
        f"where v.bioguide = $member and v.congress = $congress and o.bioguide = {other} "
        f"and o.congress = $congress and v.{VOTED} and o.{VOTED})"
    )


def _alike(other: str) -> Query:
    return Query(rows=f"{_pairs(other)} where position = other_position", value="count(*)")


def _both(other: str) -> Query:
    return Query(rows=_pairs(other), value="count(*)", also={"other": "max(other_name)"})


@measure(unit="count", needs=CLERK, says=["voted alike"])
def votes_alike(member: Member, other: Member, congress: Congress) -> Answer:
    """Roll calls in which two members cast the same vote, yea or nay."""
    return _alike("$other")


@measure(
    unit="count",
    needs=CLERK,
    says=[
        "both voted",
        "both said yea or nay",
        "both cast",
        "in which both",
    ],
)
def votes_in_common(member: Member, other: Member, congress: Congress) -> Answer:
    """Roll calls in which two members both voted yea or nay."""
    return _both("$other")


@measure(
    unit="count",
    needs=CLERK,
    says=[
        "voted differently from",
        "voted on opposite sides",
        "on which one said",
        "on opposite sides",
        "differed on",
        "one said yea",
    ],
)
def votes_apart(member: Member, other: Member, congress: Congress) -> Answer:
    """Roll calls in which one of two members voted yea and the other nay."""
    return Query(rows=_pairs("$other"), value="count(*) filter (where position <> other_position)")


@measure(
    unit="share",
    needs=CLERK,
    says=[
        "agreed with",
        "voted with",
        "votes the same as",
        "agreed on",
        "on the same side",
        "voted alike",
        "voted the same way",
        "took the same side",
        "the same way",
    ],
)
def agreement(member: Member, other: Member, congress: Congress) -> Answer:
    """Share of the roll calls in which both members voted yea or nay, and voted alike."""
    return Ratio(
        numerator=_alike("$other"),
        denominator=_both("$other"),
        names=("votes_alike", "votes_in_common"),
    )


#: The floor leader of the member's own party in the member's chamber.
_LEADER = (
    "(select max(l.bioguide) from leaders l join members m on m.congress = l.congress "
    "and m.chamber = l.chamber and m.party = l.party "
    "where m.bioguide = $member and l.congress = $congress)"
)


@measure(unit="count", needs=CLERK, says=["voted as the leader"])
def votes_alike_leader(member: Member, congress: Congress) -> Answer:
    """Roll calls in which the member and the floor leader of the own party cast the same vote."""
    return _alike(_LEADER)


@measure(unit="count", needs=CLERK, says=["both voted, the leader too"])
def votes_in_common_leader(member: Member, congress: Congress) -> Answer:
    """Roll calls in which the member and the floor leader of the own party both voted."""
    return _both(_LEADER)


@measure(unit="share", needs=CLERK, says=["voted with leadership", "with party leaders"])
def agreement_with_leader(member: Member, congress: Congress) -> Answer:
    """Share of votes cast as the floor leader of the own party cast them, where both voted.

    The floor leader is the majority or minority leader who served for most of the Congress, a
    reviewed table; Speakers seldom vote. A member without such a leader has none.
    """
    return Ratio(
        numerator=_alike(_LEADER),
        denominator=_both(_LEADER),
        names=("votes_alike_leader", "votes_in_common_leader"),
    )


#: The party that the member's district leans to, by the sign of its PVI; no row for an even one.
_LEAN = (
    "from (select v.*, case p.lean when 'D' then v.democratic_side else v.republican_side end "
    "as lean_side, p.lean from member_votes v join (select distinct m.bioguide, left(d.pvi, 1) "
    "as lean from pvi_in_force d join members m on m.congress = d.congress "
    "and m.district = d.district where m.bioguide = $member and d.congress = $congress "
    "and left(d.pvi, 2) in ('D+', 'R+')) p on p.bioguide = v.bioguide "
    "where v.bioguide = $member and v.congress = $congress and v.unity and v.chamber = 'House' "
    f"and v.{VOTED})"
)


@measure(unit="count", needs=[*CLERK, "district_pvi"], says=["votes with the lean"])
def votes_with_lean(member: Member, congress: Congress) -> Answer:
    """Party unity votes cast with the party that the member's district leans to, by Cook's PVI."""
    return Query(rows=f"{_LEAN} where position = lean_side", value="count(*)")


@measure(unit="count", needs=[*CLERK, "district_pvi"], says=["votes on party lines"])
def votes_before_lean(member: Member, congress: Congress) -> Answer:
    """Party unity votes cast by a member whose district leans to one of the two parties."""
    return Query(rows=_LEAN, value="count(*)", also={"lean": "max(lean)"})


@measure(unit="share", needs=[*CLERK, "district_pvi"], says=["votes with the district"])
def agreement_with_lean(member: Member, congress: Congress) -> Answer:
    """Share of party unity votes cast with the party that the member's district leans to.

    The lean is the sign of Cook's PVI in force; an even district has none. House only.
    """
    return Ratio(
        numerator=Query(rows=f"{_LEAN} where position = lean_side", value="count(*)"),
        denominator=Query(rows=_LEAN, value="count(*)", also={"lean": "max(lean)"}),
        names=("votes_with_lean", "votes_before_lean"),
    )


@measure(
    unit="rank",
    needs=CLERK,
    says=[
        "most loyal",
        "least loyal",
        "breaks with the party",
        "unity … rank",
    ],
)
def party_unity_rank(
    member: Member, congress: Congress, party: Party | None = None, state: State | None = None
) -> Answer:
    """Place by party unity from the highest, in the member's chamber (and party, and state).

    Equal shares share the better place. Members with fewer than 20 party unity votes have none.
    """
    return ranked(
        good="position = own_side",
        counted=f"unity and {VOTED} and own_side is not null",
        party=party,
        state=state,
    )


@measure(
    unit="rank",
    needs=CLERK,
    says=[
        "missed the most votes",
        "most absences",
        "missed the most",
    ],
)
def votes_missed_rank(
    member: Member, congress: Congress, party: Party | None = None, state: State | None = None
) -> Answer:
    """Place by the share of roll calls missed from the highest, in the chamber (and party, state).

    Members in office for fewer than 20 roll calls have no place.
    """
    return ranked(good="position = 'not voting'", counted="true", party=party, state=state)


#: Whoever is of the party and the state asked for, if they were.
AMONG = (
    "($party is null or party = $party) and ($state is null or bioguide in (select bioguide "
    "from members where congress = $congress and state = $state))"
)


def ranked(
    *, good: str, counted: str, party: str | None, state: str | None, source: str = "member_votes"
) -> Query:
    """The members of a chamber by a share of their votes: `good` votes of those `counted`.

    The rows are one a member and file: bioguide, name, party, of (votes counted), score, snapshot.
    A member who changed party stands under the last. Rows of `source` are those of member_votes.
    """
    return Query(
        rows=(
            "from (select *, sum(part) over whole / sum(part_of) over whole as score, "
            "sum(part) over whole as good, sum(part_of) over whole as of "
            "from (select bioguide, snapshot, arg_max(name, date) as name, "
            "arg_max(party, date) as party, min(line) as line, "
            f"count(*) filter (where {good}) as part, count(*) as part_of "
            f"from {source} where congress = $congress and bioguide is not null and {counted} "
            "and chamber in (select chamber from members where bioguide = $member "
            "and congress = $congress and chamber <> 'President') "
            "group by bioguide, snapshot) window whole as (partition by bioguide)) "
            f"where of >= {FEWEST} and {AMONG}"
        ),
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(distinct "
        "bioguide) filter (where score > (select max(score) from rows where bioguide = $member)) "
        "end",
        of="count(distinct bioguide)",
        binds={"party": party, "state": state},
        also={
            "score": "max(score) filter (where bioguide = $member)",
            "good": "max(good) filter (where bioguide = $member)",
            "counted": "max(of) filter (where bioguide = $member)",
            "level": "count(distinct bioguide) filter (where score = (select max(score) from rows "
            "where bioguide = $member))",
        },
    )
