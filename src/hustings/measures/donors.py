"""Donors: people, not rows, as `hustings donors build` resolved them.

Itemised gifts alone: who gave a campaign $200 or less in all need not be named. Every figure says
how many rows became how many people, at which threshold, and how many pairs are doubtful.
"""

from __future__ import annotations

from hustings.errors import RequestError
from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.params import Candidate, Committee, Cycle

NEEDS = ["donor_people"]
#: What must stand with every list of donors.
NOTICE = (
    "52 USC 30111(a)(4): what is copied from these reports may not be sold or used by any person "
    "for soliciting contributions or for commercial purposes."
)
#: How many donors are the top ones.
TOP = 10

#: Patterns of `format`: each one literal, so that every engine reads it.
_ROWS_TO_PEOPLE = (
    "'{:,} rows resolved into {:,} people at threshold {}; {:,} pairs of spellings among "
    "them are doubtful ({} to {}, or JR and the like on one side alone).'"
)
_NO_REFUNDS = (
    "'{:,} of the rows are from exports of receipts, which hold "
    "no refunds: those gifts stand as they were given.'"
)

#: The sentences of every figure: how rows became people, and what is not in them.
RESOLVED = f"""(
  select format({_ROWS_TO_PEOPLE},
    (select count(*) from rows), (select count(distinct donor) from rows), b.threshold,
    (select count(*) from donor_pairs as p where p.doubtful and p.cycle = b.cycle
      and p.spelling_l in (select spelling from rows)
      and p.spelling_r in (select spelling from rows)),
    b.band_low, b.band_high)
    || coalesce(chr(10) || (select format({_NO_REFUNDS}, count(*)) from rows
      where origin = 'schedule_a' having count(*) > 0), '')
  from donor_builds as b where b.cycle = $cycle
)"""

_OF_COMMITTEE = "committee_id = $committee and cycle = $cycle"
_OF_CANDIDATE = (
    "cycle = $cycle and committee_id in (select committee_id from candidate_committees "
    "where candidate_id = $candidate and cycle = $cycle)"
)
#: Gifts with what their giver gave in all (person_usd) and the giver's place by it; ties by donor.
_PLACED = """from (
  select *, dense_rank() over (order by person_usd desc, donor) as place,
    row_number() over (partition by donor order by date desc nulls last, sub_id desc) as turn
  from (
    select *, sum(amount_usd) over (partition by donor) as person_usd
    from donor_gifts where {where}
  )
)"""


def of_whom(committee: str | None, candidate: str | None) -> str:
    """The condition on gifts: to a committee, or to a candidate's own committees.

    Raises RequestError unless exactly one of the two is given.
    """
    if (committee is None) == (candidate is None):
        raise RequestError(
            "give either a committee or a candidate.",
            next_step="Such as committee=C00371302 or candidate=H2TX23082.",
        )
    return _OF_COMMITTEE if committee is not None else _OF_CANDIDATE


def placed(where: str) -> str:
    """Gifts that meet a condition, each with its giver's total and place."""
    return _PLACED.format(where=where)


@measure(unit="count", needs=NEEDS, says=["donors", "individual donors", "people gave"])
def donors_count(
    cycle: Cycle, committee: Committee | None = None, candidate: Candidate | None = None
) -> Answer:
    """People whose itemised gifts to the committee, or the candidate's own ones, are above zero.

    Refunds are taken off first. Rows are resolved into people across spellings; see docs/donors.md.
    """
    return Query(
        rows=placed(of_whom(committee, candidate)),
        value="count(distinct donor) filter (where person_usd > 0)",
        caveat=RESOLVED,
        also={"usd": "sum(amount_usd)", "spellings": "count(distinct spelling)"},
    )


@measure(unit="usd", needs=NEEDS, says=["average donor gave", "per donor"])
def usd_per_donor(
    cycle: Cycle, committee: Committee | None = None, candidate: Candidate | None = None
) -> Answer:
    """Itemised gifts of people, refunds taken off, per person who gave; small gifts are not in it."""
    return Query(
        rows=placed(of_whom(committee, candidate)),
        value="cast(sum(amount_usd) filter (where person_usd > 0) "
        "/ nullif(count(distinct donor) filter (where person_usd > 0), 0) as decimal(16, 2))",
        caveat=RESOLVED,
        also={"donors": "count(distinct donor) filter (where person_usd > 0)"},
    )


@measure(unit="names", needs=NEEDS, says=["top donors", "biggest donors", "largest donors"])
def top_donors(
    cycle: Cycle, committee: Committee | None = None, candidate: Candidate | None = None
) -> Answer:
    """The ten people who gave most in itemised gifts after refunds, with place and total.

    Names may not be used for soliciting or for commercial purposes (52 USC 30111(a)(4)).
    """
    return Query(
        rows=f"{placed(of_whom(committee, candidate))} where place <= {TOP}",
        value="list(donor_name || coalesce(' (' || city || ', ' || state || ')', '') || ' $' "
        "|| format('{:,.2f}', cast(person_usd as double)) order by place) filter (where turn = 1)",
        caveat=f"{RESOLVED} || chr(10) || '{NOTICE}'",
        also={"usd": "sum(amount_usd)"},
    )


def _given(where: str) -> Query:
    return Query(rows=f"from donor_gifts where {where}", value="sum(amount_usd)", caveat=RESOLVED)


def _given_by_top(where: str) -> Query:
    return Query(rows=f"{placed(where)} where place <= {TOP}", value="sum(amount_usd)")


@measure(unit="usd", needs=NEEDS, says=["itemised individual gifts", "named donors gave"])
def usd_from_donors(
    cycle: Cycle, committee: Committee | None = None, candidate: Candidate | None = None
) -> Answer:
    """Itemised gifts of people, memo rows left out and refunds taken off."""
    return _given(of_whom(committee, candidate))


@measure(unit="usd", needs=NEEDS, says=["top donors gave", "ten biggest donors gave"])
def usd_from_top_donors(
    cycle: Cycle, committee: Committee | None = None, candidate: Candidate | None = None
) -> Answer:
    """What the ten people who gave most gave in itemised gifts, refunds taken off."""
    return _given_by_top(of_whom(committee, candidate))


@measure(unit="share", needs=NEEDS, says=["share of the top donors", "top ten donors gave"])
def share_from_top_donors(
    cycle: Cycle, committee: Committee | None = None, candidate: Candidate | None = None
) -> Answer:
    """What the ten people who gave most gave, as a share of all itemised gifts of people."""
    where = of_whom(committee, candidate)
    return Ratio(
        numerator=_given_by_top(where),
        denominator=_given(where),
        names=("usd_from_top_donors", "usd_from_donors"),
    )


@measure(unit="count", needs=NEEDS, says=["donors in common", "same donors", "shared donors"])
def donors_in_common(committee: Committee, to: Committee, cycle: Cycle) -> Answer:
    """People whose itemised gifts went to both committees in the cycle."""
    return Query(
        rows="""from (
  select *, bool_or(committee_id = $committee) over (partition by donor) as gave_one,
    bool_or(committee_id = $to) over (partition by donor) as gave_other
  from donor_gifts
  where cycle = $cycle and committee_id in ($committee, $to)
) where gave_one and gave_other""",
        value="count(distinct donor) filter (where $committee <> $to)",
        caveat=RESOLVED,
        also={
            "usd_to_committee": "sum(amount_usd) filter (where committee_id = $committee)",
            "usd_to_other": "sum(amount_usd) filter (where committee_id = $to)",
        },
    )
