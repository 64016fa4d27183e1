"""Candidates' and committees' money, from the totals that the FEC makes of filed reports.

Line numbers are those of FEC Form 3 (House and Senate candidates).
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.owners import whose
from hustings.measures.params import Candidate, Committee, Cycle, Network

NEEDS = ["candidate_totals"]


def _column(column: str, table: str = "candidate_ledger", value: str = "") -> Query:
    """One amount of a candidate in a cycle; two files of one day that differ are told."""
    return Query(
        rows=f"from {table} where candidate_id = $candidate and cycle = $cycle",
        value=value or f"sum({column})",
        caveat=f"max(differs['{column}'])" if table == "candidate_ledger" else "",
        also={"coverage_end": "max(coverage_end)"},
    )


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "raised",
        "receipts",
        "took in",
        "fundraising total",
        "in fundraising",
        "raked in",
        "brought in",
        "fundraising haul",
        "pulled in",
        "had raised",
        "in contributions",
        "collected",
        "amassed",
        "total haul",
        "real total",
        "outraised",
        "outraising",
        "hauled in",
        "reported raising",
        "raising",
        "in receipts",
    ],
)
def receipts(candidate: Candidate, cycle: Cycle) -> Answer:
    """Everything the candidate's committees took in during the cycle (Form 3 line 16)."""
    return _column("receipts_usd")


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "from individuals",
        "individual donors",
        "individual contributions",
        "gave by individuals",
        "people gave",
        "individuals gave",
        "from individual donors",
        "from individual contributors",
        "came from individuals",
    ],
)
def receipts_from_individuals(candidate: Candidate, cycle: Cycle) -> Answer:
    """Contributions from individuals, itemised and unitemised together (Form 3 line 11a(iii))."""
    return _column("from_individuals_usd")


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "small-dollar",
        "small donors",
        "unitemized",
        "gifts under $200",
        "grassroots donors",
        "small-dollar gifts",
        "small-dollar money",
        "small gifts",
        "small donations",
        "in small donations",
        "$200 or less",
        "small-donor",
    ],
)
def receipts_unitemized(candidate: Candidate, cycle: Cycle) -> Answer:
    """Gifts of individuals who gave $200 or less in all, which need not be itemised (line 11a(ii)).

    Only the candidate_summary files split these out, so this may speak of an earlier day.
    """
    return _column("unitemized_usd", "candidate_splits")


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "from PACs",
        "PAC money",
        "PAC contributions",
        "corporate PACs",
        "political committees",
        "PACs gave",
        "PACs supplied",
        "PAC checks",
        "PACs put in",
        "gave … PACs",
        "of it from PACs",
        "PAC donations",
        "from political action committees",
        "came from PACs",
        "PAC dollars",
        "PACs accounted for",
        "PACs contributed",
    ],
)
def receipts_from_pacs(candidate: Candidate, cycle: Cycle) -> Answer:
    """Contributions from PACs and other committees (Form 3 line 11c)."""
    return _column("from_committees_usd")


@measure(unit="usd", needs=NEEDS, says=["from the party", "party committees"])
def receipts_from_parties(candidate: Candidate, cycle: Cycle) -> Answer:
    """Contributions from party committees (Form 3 line 11b)."""
    return _column("from_parties_usd")


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "own money",
        "self-funded",
        "lent the campaign",
        "of her own",
        "of his own",
        "own pocket",
        "put … into",
        "loaned",
        "lent himself",
        "lent herself",
        "self-financed",
        "lent her campaign",
        "lent his campaign",
        "loaned her campaign",
        "loaned his campaign",
        "loaned the campaign",
        "her own",
        "his own",
        "own funds",
        "personal funds",
        "own fortune",
        "personal loans",
        "from himself",
        "from herself",
        "personal money",
        "gave himself",
        "gave herself",
        "gave or lent",
        "lent or gave",
        "of her own money",
        "of his own money",
        "own campaign",
        "it her own",
        "it his own",
    ],
)
def receipts_from_candidate(candidate: Candidate, cycle: Cycle) -> Answer:
    """The candidate's own gifts and loans to the campaign (Form 3 lines 11d and 13a)."""
    return _column(
        "from_candidate_usd",
        value="sum(coalesce(from_candidate_usd, 0) + coalesce(candidate_loans_usd, 0))",
    )


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "spent",
        "disbursements",
        "spending of the campaign",
        "campaign spent",
        "paid out",
        "burned through",
        "outspent",
        "laid out",
        "shelled out",
        "expenditures of the campaign",
        "spending",
    ],
)
def disbursements(candidate: Candidate, cycle: Cycle) -> Answer:
    """Everything the candidate's committees paid out during the cycle (Form 3 line 22)."""
    return _column("disbursements_usd")


@measure(
    unit="usd",
    needs=NEEDS,
    says=[
        "cash on hand",
        "in the bank",
        "war chest",
        "on hand",
        "in cash",
        "in its account",
        "left in the bank",
        "cash left",
        "left over",
        "cash reserves",
        "unspent",
        "banked",
        "had … left",
        "still held",
        "still had",
    ],
)
def cash_on_hand(candidate: Candidate, cycle: Cycle) -> Answer:
    """Cash at the close of the period covered (Form 3 line 27)."""
    return _column("cash_end_usd")


@measure(
    unit="share",
    needs=NEEDS,
    says=[
        "share from PACs",
        "percent … from PACs",
        "percent … PACs",
        "percent … PAC money",
        "percent … political action committees",
        "percent … from corporate PACs",
        "PACs … percent",
        "PACs supplied",
        "percent … PAC contributions",
        "PACs accounted for",
        "percent … PAC dollars",
        "PAC checks … percent",
        "made up … PACs",
        "PACs made up",
        "PACs supplied … percent",
        "leaned on PACs",
        "PAC money … percent",
        "PACs gave … percent",
        "political action committees gave",
        "PACs provided … percent",
    ],
    see=["share_not_small_dollar"],
)
def share_from_pacs(candidate: Candidate, cycle: Cycle) -> Answer:
    """Contributions from PACs and other committees (line 11c) as a share of all receipts (16)."""
    return Ratio(
        numerator=_column("from_committees_usd"),
        denominator=_column("receipts_usd"),
        names=("receipts_from_pacs", "receipts"),
    )


@measure(
    unit="share",
    needs=NEEDS,
    says=[
        "share from individuals",
        "percent … from individuals",
        "percent … individual donors",
        "percent … individual contributions",
        "individuals … percent",
    ],
)
def share_from_individuals(candidate: Candidate, cycle: Cycle) -> Answer:
    """Contributions from individuals (line 11a(iii)) as a share of all receipts (line 16)."""
    return Ratio(
        numerator=_column("from_individuals_usd"),
        denominator=_column("receipts_usd"),
        names=("receipts_from_individuals", "receipts"),
    )


@measure(
    unit="share",
    needs=NEEDS,
    says=[
        "share of small donors",
        "percent small-dollar",
        "percent … small donors",
        "percent … small-dollar",
        "percent … unitemized",
        "percent … under $200",
        "small-dollar … percent",
        "percent … small gifts",
        "percent … small-dollar money",
        "percent … small contributions",
        "small donors … percent",
        "small donors gave",
        "percent … small donations",
        "percent … small donor",
        "percent … small contributors",
        "percent … $200 or less",
        "percent … small-donor",
        "percent … grassroots",
        "percent … unitemized gifts",
        "percent … too small to itemize",
        "percent … gifts of $200",
        "percent … small-dollar gifts",
        "unitemized … percent",
        "small gifts … percent",
        "small donations … percent",
        "gifts of $200 … percent",
    ],
)
def share_small_dollar(candidate: Candidate, cycle: Cycle) -> Answer:
    """Unitemised gifts (line 11a(ii)) as a share of all receipts (line 16) in the same file."""
    return Ratio(
        numerator=_column("unitemized_usd", "candidate_splits"),
        denominator=_column("receipts_usd", "candidate_splits"),
        names=("receipts_unitemized", "receipts"),
    )


@measure(
    unit="share",
    needs=NEEDS,
    says=["not from small donors", "large donors and PACs", "percent … large donors"],
    see=["share_from_pacs"],
)
def share_not_small_dollar(candidate: Candidate, cycle: Cycle) -> Answer:
    """Everything but unitemised gifts, as a share of all receipts in the same file."""
    return Ratio(
        numerator=_column("unitemized_usd", "candidate_splits"),
        denominator=_column("receipts_usd", "candidate_splits"),
        names=("receipts_unitemized", "receipts"),
        complement=True,
    )


def reported(column: str, committee: str | None, network: str | None, caveat: str = "") -> Query:
    """A line of the totals that the FEC makes of a committee's reports; of a network, summed."""
    summed = "'Sum of the reports of ' || count(*) || ' committees; what one passed to another is in it.'"
    return Query(
        rows=f"from committee_money where {whose(committee, network)} and cycle = $cycle",
        value=f"sum({column})",
        caveat=caveat or (summed if network else ""),
        also={"coverage_end": "max(coverage_end)", "name": "min(name)"},
    )


@measure(
    unit="usd",
    needs=["committee_totals"],
    says=[
        "the PAC raised",
        "super PAC raised",
        "raised",
        "took in",
        "pulled in",
        "collected",
        "brought in",
        "raked in",
        "amassed",
        "in receipts",
    ],
)
def committee_receipts(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """Everything a PAC or party committee, or a network of them, took in during the cycle."""
    return reported("receipts_usd", committee, network)


@measure(
    unit="usd",
    needs=["committee_totals"],
    says=[
        "the PAC spent",
        "super PAC spent",
        "PAC … spent",
        "spent",
        "spending",
        "paid out",
        "laid out",
        "disbursed",
    ],
)
def committee_spending(
    *, committee: Committee | None = None, network: Network | None = None, cycle: Cycle
) -> Answer:
    """Everything a PAC or party committee, or a network, paid out (total disbursements).

    Money passed on for others (earmarked gifts, transfers to affiliates) is in it.
    """
    return reported("disbursements_usd", committee, network)
