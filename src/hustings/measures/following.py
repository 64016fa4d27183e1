"""What a committee, or a network of committees, took in, paid out and gave, from itemised rows.

Rows are those of the views that hold each dollar once (docs/counting.md). For a network, what one
of its committees passed to another is left out on both sides.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.money import reported
from hustings.measures.owners import whose
from hustings.measures.params import (
    Candidate,
    Committee,
    Cycle,
    Day,
    ElectionKind,
    Network,
    Party,
    Payment,
    Seat,
    Side,
    Source,
)

RECEIPTS = ["contributions", "committee_transfers", "schedule_a"]
PAYMENTS = ["committee_gifts", "committee_transfers", "expenditures"]


def _and(**given: object) -> str:
    """Conditions of plain equality for the parameters that are given: column = $column."""
    return "".join(f" and {name} = ${name}" for name, value in given.items() if value is not None)


@measure(unit="usd", needs=RECEIPTS, says=["gave the PAC", "funded the super PAC", "bankrolled"])
def committee_received(
    *,
    committee: Committee | None = None,
    network: Network | None = None,
    cycle: Cycle,
    source_kind: Source | None = None,
    giver: Side | None = None,
    until: Day | None = None,
) -> Answer:
    """Itemised receipts, each dollar once: without memo rows and conduits' rows, less refunds.

    `source_kind` is one of individual, organisation, pac, party, campaign, candidate, transfer,
    loan and other; `giver` is a name as the record has it; `until` leaves out what came later.
    Gifts that need not be itemised are in no row.
    """
    days = " and date <= $until" if until is not None else ""
    return Query(
        rows=f"from counted_receipts where {whose(committee, network, other='giver_id')} "
        f"and cycle = $cycle{_and(source_kind=source_kind, giver=giver)}{days}",
        value="sum(amount_usd)",
    )


@measure(unit="usd", needs=PAYMENTS, says=["paid", "payments of the PAC"])
def committee_paid(
    *,
    committee: Committee | None = None,
    network: Network | None = None,
    cycle: Cycle,
    payment_kind: Payment | None = None,
    receiver: Side | None = None,
) -> Answer:
    """Itemised payments, each dollar once: gifts, transfers, refunds, loans, operating costs.

    Spending for or against candidates that nobody arranged with them is not in it
    (outside_spending). `payment_kind` is one of gift, transfer, refund, operating, coordinated,
    loan, loan_repayment and other.
    """
    return Query(
        rows=f"from counted_payments where {whose(committee, network, other='receiver_id')} "
        f"and cycle = $cycle{_and(payment_kind=payment_kind, receiver=receiver)}",
        value="sum(amount_usd)",
    )


@measure(unit="usd", needs=["committee_gifts"], says=["gave to candidates", "donated to"])
def gifts_to_candidates(
    *,
    committee: Committee | None = None,
    network: Network | None = None,
    cycle: Cycle,
    candidate: Candidate | None = None,
    party: Party | None = None,
    seat: Seat | None = None,
    round: ElectionKind | None = None,
) -> Answer:
    """Gifts of a committee to candidates, from its own rows, less what it took back.

    Money and gifts in kind (24K, 24Z). Neither outside spending nor earmarked gifts of people that
    it passed on are in it. `seat` is a House seat (CA-34), a state's Senate (CA Senate) or
    President.
    """
    picked = _and(candidate_id=candidate, party=party, seat=seat, election_round=round)
    picked = picked.replace("$candidate_id", "$candidate").replace("$election_round", "$round")
    return Query(
        rows=f"from gift_targets where {whose(committee, network)} and cycle = $cycle{picked}",
        value="sum(amount_usd)",
    )


TOTALS = ["committee_totals"]


@measure(unit="usd", needs=TOTALS, says=["individuals gave the PAC"])
def reported_from_individuals(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """What a PAC or party committee reported as given by individuals and organisations.

    Itemised and unitemised together (Form 3X line 11a). A super PAC's gifts of companies are in it.
    """
    return reported("from_individuals_usd", committee, network)


@measure(unit="usd", needs=TOTALS, says=["committees gave the PAC"])
def reported_from_committees(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """What a PAC or party committee reported as given by other committees (Form 3X line 11c)."""
    return reported("from_committees_usd", committee, network)


@measure(unit="usd", needs=TOTALS, says=["transfers from affiliates"])
def reported_transfers_in(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """Transfers from affiliated and other party committees, as reported (Form 3X line 12)."""
    return reported("transfers_from_affiliates_usd", committee, network)


@measure(
    unit="usd",
    needs=TOTALS,
    says=[
        "independent expenditures of the PAC",
        "reported … in independent expenditures",
        "reported … independent expenditures",
        "independent expenditures it reported",
        "made … in independent expenditures",
        "in independent expenditures",
        "into independent expenditures",
    ],
)
def reported_independent_expenditures(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """Independent expenditures in a committee's reports (Form 3X line 24), for and against."""
    return reported("independent_expenditures_usd", committee, network)


@measure(unit="usd", needs=TOTALS, says=["the PAC gave to committees"])
def reported_to_committees(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """What a committee reported as given to candidates and other committees (Form 3X line 23).

    Earmarked gifts of people that it passed on are in this line; they are not its own gifts. A PAC
    may give a candidate 5,000 dollars an election, so ten million is more than gifts of its own
    can be.
    """
    # 468 seats, two elections each, 5,000 dollars an election are 4.7 million.
    caveat = (
        "case when count_if(type in ('N', 'Q') and to_committees_usd > 10000000) > 0 then "
        "'Most of it is earmarked gifts of people, passed on to candidates: a PAC may give a "
        "candidate 5,000 dollars an election, and no PAC can give so much of its own.' end"
    )
    return reported("to_committees_usd", committee, network, caveat)


@measure(unit="usd", needs=TOTALS, says=["transfers to affiliates"])
def reported_transfers_out(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """Transfers to affiliated and other party committees, as reported (Form 3X line 22)."""
    return reported("transfers_to_affiliates_usd", committee, network)


@measure(unit="usd", needs=TOTALS, says=["refunds of the PAC"])
def reported_refunds(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """What a committee reported as given back to individuals and committees (Form 3X line 28)."""
    both = "coalesce(individual_refunds_usd, 0) + coalesce(committee_refunds_usd, 0)"
    return reported(both, committee, network)


@measure(
    unit="usd",
    needs=TOTALS,
    says=[
        "the PAC has in the bank",
        "in the bank",
        "cash on hand",
        "on hand",
        "had … left",
        "left over",
        "in cash",
    ],
)
def reported_cash(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """Cash of a PAC or party committee at the close of the period covered."""
    return reported("cash_end_usd", committee, network)
