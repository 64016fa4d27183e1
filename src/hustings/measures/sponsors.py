"""Members and bills: what a member put in and how far it got, what they joined, and after whom.

Only days are known, so names of one day are level; a name that was withdrawn later was put there
all the same. What is counted is names on bills: who persuaded whom it cannot say.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.params import Bill, Congress, Member, Party, State
from hustings.measures.votes import AMONG

BILLS = ["bills", "cosponsors"]
_OWN = "from bill_progress where sponsor = $member and congress = $congress"
_NAMES = "from bill_names where bioguide = $member and congress = $congress"
_JOINED = "from cosponsorships where bioguide = $member and congress = $congress and standing"


@measure(unit="count", needs=["bills"], says=["bills introduced", "bills sponsored", "own bills"])
def bills_sponsored(member: Member, congress: Congress) -> Answer:
    """Bills and resolutions of a Congress that the member introduced, and how far they got."""
    return Query(
        rows=_OWN,
        value="count(*)",
        also={
            "reported": "count(*) filter (where reported is not null)",
            "passed_house": "count(*) filter (where passed_house is not null)",
            "passed_senate": "count(*) filter (where passed_senate is not null)",
            "law": "count(*) filter (where became_law is not null)",
        },
    )


@measure(unit="count", needs=["bills"], says=["became law", "signed into law", "bills enacted"])
def bills_enacted(member: Member, congress: Congress) -> Answer:
    """Bills that the member introduced and that became law under their own number."""
    return Query(rows=_OWN, value="count(*) filter (where became_law is not null)")


@measure(unit="count", needs=BILLS)
def original_cosponsorships(member: Member, congress: Congress) -> Answer:
    """Bills that the member cosponsored from the day of introduction, withdrawn ones left out."""
    return Query(rows=f"{_JOINED} and original", value="count(distinct bill)")


@measure(unit="count", needs=BILLS)
def cosponsorships_across(member: Member, congress: Congress) -> Answer:
    """Bills that the member cosponsored whose sponsor was never of the member's party."""
    return Query(rows=f"{_JOINED} and across", value="count(distinct bill)")


@measure(
    unit="share",
    needs=BILLS,
    says=["bipartisan bills", "across the aisle", "cosponsored bipartisan"],
)
def share_across(member: Member, congress: Congress) -> Answer:
    """Share of the member's cosponsorships of bills whose sponsor was never of the member's party."""
    return Ratio(
        numerator=Query(rows=f"{_JOINED} and across", value="count(distinct bill)"),
        denominator=Query(rows=_JOINED, value="count(distinct bill)"),
        names=("cosponsorships_across", "cosponsorships"),
    )


@measure(unit="count", needs=BILLS, says=["bills led"])
def bills_led(member: Member, congress: Congress) -> Answer:
    """Bills that the member led: as the sponsor, or as a cosponsor from the day of introduction."""
    return Query(
        rows=f"{_NAMES} and led",
        value="count(*)",
        also={"sponsored": "count(*) filter (where own)"},
    )


@measure(unit="count", needs=BILLS)
def bills_named_on(member: Member, congress: Congress) -> Answer:
    """Bills with the member's name on: as the sponsor, or as a cosponsor at any time."""
    return Query(rows=_NAMES, value="count(*)")


@measure(
    unit="share", needs=BILLS, says=["leads on legislation", "led on bills", "lead in legislation"]
)
def share_led(member: Member, congress: Congress) -> Answer:
    """Share of the bills with the member's name on that the member led.

    Led: as the sponsor, or as a cosponsor from the day of introduction.
    """
    return Ratio(
        numerator=Query(rows=f"{_NAMES} and led", value="count(*)"),
        denominator=Query(rows=_NAMES, value="count(*)"),
        names=("bills_led", "bills_named_on"),
    )


def _among(shares: str, party: str | None, state: str | None) -> Query:
    """A rank from the highest share, among members of the member's chamber (and party).

    `shares` is SQL of rows (bioguide, snapshot, part, part_of), a row a member and file. Beside
    the rank stand the quartiles of the others' shares: without them a share says little.
    """
    once = "filter (where first and bioguide <> $member)"
    return Query(
        rows=(
            "from (select s.*, p.name, p.party, "
            "sum(part) over whole * 1.0 / sum(part_of) over whole as score, "
            "sum(part) over whole as good, sum(part_of) over whole as of, "
            "row_number() over (partition by s.bioguide order by s.snapshot) = 1 as first "
            f"from ({shares}) s join (select bioguide, arg_max(name, nominate_votes) as name, "
            "arg_max(party, nominate_votes) as party from members where congress = $congress "
            "and chamber in (select chamber from members where bioguide = $member "
            "and congress = $congress and chamber <> 'President') group by bioguide) p "
            "on p.bioguide = s.bioguide window whole as (partition by s.bioguide)) "
            f"where of > 0 and {AMONG}"
        ),
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(distinct "
        "bioguide) filter (where score > (select max(score) from rows where bioguide = $member)) "
        "end",
        of="count(distinct bioguide)",
        binds={"party": party, "state": state},
        also={
            "score": "max(score) filter (where bioguide = $member)",
            "lower_quartile": f"quantile_cont(score, 0.25) {once}",
            "median": f"quantile_cont(score, 0.5) {once}",
            "upper_quartile": f"quantile_cont(score, 0.75) {once}",
            "others": f"count(*) {once}",
        },
    )


@measure(unit="rank", needs=[*BILLS, "members"], says=["scared to lead", "leads less"])
def share_led_rank(
    member: Member, congress: Congress, party: Party | None = None, state: State | None = None
) -> Answer:
    """Place by the share of bills led from the highest, in the member's chamber (and party, state).

    Beside it stand the quartiles of the other members' shares.
    """
    return _among(
        "select bioguide, snapshot, count(*) filter (where led) as part, count(*) as part_of "
        "from bill_names where congress = $congress group by bioguide, snapshot",
        party,
        state,
    )


#: Bills that both put their name to, the leader not as the sponsor: nobody can come before that.
_SHARED = (
    "select m.*, o.date as other_date from bill_names m join bill_names o on o.bill = m.bill "
    "where m.congress = $congress and o.bioguide = $other and not m.own and not o.own "
    "and m.bioguide <> $other"
)


@measure(unit="count", needs=BILLS)
def joined_after(member: Member, other: Member, congress: Congress) -> Answer:
    """Bills that the member cosponsored on a later day than another member had, not their own."""
    return Query(
        rows=f"from ({_SHARED}) where bioguide = $member and other_date < date", value="count(*)"
    )


@measure(unit="count", needs=BILLS)
def joined_both(member: Member, other: Member, congress: Congress) -> Answer:
    """Bills that two members both cosponsored, those that one of them put in left out."""
    return Query(
        rows=f"from ({_SHARED}) where bioguide = $member",
        value="count(*)",
        also={
            "after": "count(*) filter (where other_date < date)",
            "same_day": "count(*) filter (where other_date = date)",
            "before": "count(*) filter (where other_date > date)",
        },
    )


@measure(
    unit="share",
    needs=BILLS,
    says=["only after", "does so first", "follows", "just follows", "chimes in after"],
)
def share_joined_after(member: Member, other: Member, congress: Congress) -> Answer:
    """Of the bills that two members both cosponsored, the share that the member joined later.

    On a later day than the other; bills that one of them put in are left out. Days alone are known:
    it does not say who persuaded whom.
    """
    return Ratio(
        numerator=Query(
            rows=f"from ({_SHARED}) where bioguide = $member and other_date < date",
            value="count(*)",
        ),
        denominator=Query(rows=f"from ({_SHARED}) where bioguide = $member", value="count(*)"),
        names=("joined_after", "joined_both"),
    )


@measure(unit="rank", needs=[*BILLS, "members"])
def share_joined_after_rank(
    member: Member,
    other: Member,
    congress: Congress,
    party: Party | None = None,
    state: State | None = None,
) -> Answer:
    """Place by the share of common bills joined after another member, from the highest.

    In the member's chamber (and party, state); beside it stand the quartiles of the other members' shares,
    the base rate that a share alone lacks.
    """
    return _among(
        "select bioguide, snapshot, count(*) filter (where other_date < date) as part, "
        f"count(*) as part_of from ({_SHARED}) group by bioguide, snapshot",
        party,
        state,
    )


@measure(unit="rank", needs=BILLS, says=["first to sign", "last to sign", "th cosponsor"])
def cosponsor_place(member: Member, bill: Bill) -> Answer:
    """The member's place among a bill's cosponsors by day: 1 and the number of earlier days' names.

    Names of one day are level. The sponsor has no place.
    """
    return Query(
        rows="from bill_names where bill = $bill and not own",
        value="case when count(*) filter (where bioguide = $member) > 0 then 1 + count(*) filter "
        "(where date < (select min(date) from rows where bioguide = $member)) end",
        of="count(*)",
        also={
            "date": "min(date) filter (where bioguide = $member)",
            "level": "count(*) filter (where date = (select min(date) from rows "
            "where bioguide = $member)) - 1",
            "led": "bool_or(led) filter (where bioguide = $member)",
        },
    )
