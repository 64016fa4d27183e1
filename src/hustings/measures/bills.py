"""Bills: whose they are, who stands behind them, how far they got."""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.params import Bill, Congress, Member

#: Roles in bill_support of those who stand behind a bill beside its sponsor.
_COSPONSOR = "role in ('original', 'later')"


@measure(
    unit="text", needs=["bills"], says=["'s bill", "sponsored by", "introduced by", "author of"]
)
def bill_sponsor(bill: Bill) -> Answer:
    """Who introduced the bill: its one sponsor, as opposed to its cosponsors."""
    return Query(
        rows="from bill_support where bill = $bill and role = 'sponsor'",
        value="max(coalesce(name, bioguide))",
        also={"bioguide": "max(bioguide)", "introduced": "max(date)"},
    )


@measure(
    unit="count",
    needs=["bills", "cosponsors"],
    says=[
        "cosponsors",
        "co-sponsors",
        "other members cosponsored",
        "members cosponsored",
        "signed on as cosponsors",
    ],
)
def cosponsor_count(bill: Bill) -> Answer:
    """Members who cosponsored the bill, those who withdrew left out and the sponsor not counted."""
    return Query(
        rows="from bill_support where bill = $bill",
        value=f"count(distinct bioguide) filter (where {_COSPONSOR})",
        also={
            "original": "count(distinct bioguide) filter (where role = 'original')",
            "withdrawn": "count(distinct bioguide) filter (where role = 'withdrawn')",
        },
    )


@measure(
    unit="count",
    needs=["bills", "cosponsors"],
    says=[
        "original cosponsors",
        "the day it was introduced",
        "at introduction",
        "from the start",
        "from day one",
        "when it was introduced",
        "original co-sponsors",
        "on the first day",
        "from the first day",
    ],
)
def original_cosponsor_count(bill: Bill) -> Answer:
    """Members who cosponsored the bill from its introduction, those who withdrew left out."""
    return Query(
        rows="from bill_support where bill = $bill",
        value="count(distinct bioguide) filter (where role = 'original')",
    )


@measure(unit="count", needs=["bills", "cosponsors"], says=["withdrew as cosponsors"])
def withdrawn_cosponsor_count(bill: Bill) -> Answer:
    """Members who cosponsored the bill and withdrew."""
    return Query(
        rows="from bill_support where bill = $bill",
        value="count(distinct bioguide) filter (where role = 'withdrawn')",
    )


@measure(
    unit="count",
    needs=["bills", "cosponsors", "members"],
    says=[
        "cosponsors across the aisle",
        "cosponsors of the other party",
        "from across the aisle",
        "crossed the aisle",
        "from the other party",
        "of the other party",
    ],
)
def cosponsor_count_across(bill: Bill) -> Answer:
    """Cosponsors of the bill who were never of a party of its sponsor's in that Congress.

    Those who withdrew are left out. Of a bill whose sponsor's party is not known there is none.
    """
    return Query(
        rows=(
            "from (select s.*, c.across from bill_support s left join cosponsorships c "
            "on c.bill = s.bill and c.bioguide = s.bioguide and c.standing) where bill = $bill"
        ),
        value=(
            f"case when count(*) filter (where {_COSPONSOR}) = 0 then 0 when count(across) > 0 "
            "then count(distinct bioguide) filter (where across) end"
        ),
    )


@measure(
    unit="yes/no",
    needs=["bills", "cosponsors"],
    says=["cosponsored", "co-sponsored", "signed on to", "supports the bill"],
)
def cosponsored(member: Member, bill: Bill) -> Answer:
    """Whether the member is a cosponsor of the bill and did not withdraw.

    A sponsor is no cosponsor of the own bill; a sentence says so.
    """
    own = "filter (where bioguide = $member)"
    return Query(
        rows="from bill_support where bill = $bill",
        value=f"count(*) filter (where bioguide = $member and {_COSPONSOR}) > 0",
        caveat="(select case when count(*) filter (where role = 'sponsor') > 0 "
        "then 'The member is the bill''s sponsor.' "
        "when count(*) filter (where role = 'withdrawn') > 0 "
        "then 'The member cosponsored it and withdrew.' end "
        "from rows where bioguide = $member)",
        also={"role": f"max(role) {own}", "date": f"min(date) {own}"},
    )


@measure(unit="count", needs=["bills", "cosponsors"], says=["cosponsorships", "bills cosponsored"])
def cosponsorships(member: Member, congress: Congress) -> Answer:
    """Bills and resolutions of a Congress that the member cosponsored, withdrawn ones left out.

    Detail: how many from the day of introduction, and how many across the aisle: of a sponsor who
    was never of the member's party in that Congress.
    """
    return Query(
        rows="from cosponsorships where bioguide = $member and congress = $congress and standing",
        value="count(distinct bill)",
        also={
            "original": "count(distinct bill) filter (where original)",
            "across": "count(distinct bill) filter (where across)",
        },
    )


@measure(
    unit="text",
    needs=["bills"],
    says=["furthest stage of the bill", "died in the Senate", "stalled in committee"],
)
def bill_stage(bill: Bill) -> Answer:
    """How far the bill got: introduced, reported, passed House or Senate, passed both, or law.

    Detail: the day of each stage that it reached. Agreed to, for a resolution, counts as passed.
    """
    days = ("introduced", "reported", "passed_house", "passed_senate", "became_law")
    return Query(
        rows="from bill_progress where bill = $bill",
        value="max(stage)",
        also={"title": "max(title)", **{day: f"max({day})" for day in days}},
    )


@measure(unit="date", needs=["bills"], says=["passed the House", "through the House"])
def bill_passed_house(bill: Bill) -> Answer:
    """Day on which the House passed the bill, or agreed to the resolution; none where it did not."""
    return Query(
        rows="from bill_progress where bill = $bill",
        value="max(passed_house)",
        none="'the record holds ' || max(bill) || ' (' || max(stage) || '), "
        "and the House has not passed it'",
        also={"stage": "max(stage)", "title": "max(title)"},
    )
