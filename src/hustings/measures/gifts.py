"""Who gave: gifts of committees to candidates, and what a candidate's own rows itemise.

Which rows count is decided in the views counted_gifts and counted_lines; docs/counting.md.
"""

from __future__ import annotations

from hustings.errors import RequestError
from hustings.measures.base import Answer, Difference, Query, measure
from hustings.measures.params import Candidate, Committee, Cycle, GiverKind, Network, RoundName

#: The committees of a network, and those a candidate authorised, as lists of ids.
NETWORK = "select committee_id from networks where network = $network"
AUTHORISED = (
    "select committee_id from candidate_committees "
    "where candidate_id = $candidate and cycle = $cycle"
)
#: A sentence on gifts that the givers took back, if any did.
TAKEN_BACK = (
    "case when sum(amount_usd) filter (amount_usd < 0) < 0 then "
    "'Gifts taken back are subtracted: ' || "
    "format('${:,.2f}', cast(-sum(amount_usd) filter (amount_usd < 0) as double)) || '.' end"
)
#: What is said of a figure of no rows that rests on the file of the cycle.
NOTHING = (
    "case when max(kind) = 'file' then "
    "'No such gift is in the file of the cycle that the record holds.' end"
)
CAVEATS = f"nullif(concat_ws(chr(10), {NOTHING}, {TAKEN_BACK}), '')"
#: Whether the record knows whom it is asked about: an id that is mistyped has not given $0.
KNOWN_CANDIDATE = "exists (select 1 from known_candidates where candidate_id = {0})"
KNOWN_COMMITTEE = "exists (select 1 from known_committees where committee_id = $committee)"
#: Why the PACs' rows and the candidate's line 11c differ: their days, or reports not yet made.
WHY_UNLISTED = """(
select case when $residual = 0 then null
  when g.through < t.coverage_end then 'The PACs'' rows speak through '
    || strftime(g.through, '%-d %B %Y') || ', the candidate''s totals through '
    || strftime(t.coverage_end, '%-d %B %Y') || '.'
  when $residual > 0 then
    'PACs that report twice a year may not have reported yet; what is left is in no row.'
  else 'PACs itemised more than the candidate filed: the two end on other days, or tell a gift '
    || 'in other periods.' end
from (
  select max(s.as_of) as through from snapshots as s
  where s.snapshot in (select snapshot from committee_gifts where cycle = $cycle)
) as g
cross join (
  select max(coverage_end) as coverage_end from candidate_ledger
  where candidate_id = $candidate and cycle = $cycle
) as t)"""
#: Rounds of elections as the FEC's letter tells them: a special primary is no round of its own.
LETTERS = {
    "primary": "primary", "special-primary": "special", "general": "general",
    "special-general": "special", "runoff": "runoff", "primary-runoff": "runoff",
    "special-runoff": "special", "special-primary-runoff": "special",
}  # fmt: skip


def _gifts(where: str, known: str) -> str:
    """Gifts that meet a condition; if there are none, the files of the cycle, which say that it is 0.

    known: whether the record knows who is asked about, without which nothing is no answer.
    """
    return f"""from (
  select * from counted_gifts where {where}
  union all
  select * from gift_files where cycle = $cycle and {known}
    and not exists (select 1 from counted_gifts where {where})
)"""


@measure(
    unit="usd",
    needs=["committee_gifts"],
    says=["gave to", "contributed to", "donated to", "PAC gave", "maxed out to"],
)
def contributions_between(
    to: Candidate,
    cycle: Cycle,
    committee: Committee | None = None,
    network: Network | None = None,
    round: RoundName | None = None,
) -> Answer:
    """Gifts of a committee, or of a network's committees, to a candidate, gifts taken back subtracted.

    From the givers' rows (24K, 24Z), memo rows left out. Spending for or against the candidate is
    no gift and is not in it; nor are gifts of people that a committee passed on (earmarks). `round`
    is the election that the gift was for, by its letter; gifts for past elections are in the cycle
    in which they were given.
    """
    if (committee is None) == (network is None):
        raise RequestError(
            "contributions_between needs a committee or a network, and one of them alone.",
            next_step="Write: hustings figure contributions_between committee=… to=… cycle=…",
        )
    givers = (
        "committee_id = $committee"
        if committee
        else "list_contains(string_split($committees, ' '), committee_id)"
    )
    given_for = " and election_round = $letter" if round else ""
    known = KNOWN_CANDIDATE.format("$to") + (f" and {KNOWN_COMMITTEE}" if committee else "")
    return Query(
        rows=_gifts(f"{givers} and candidate_id = $to and cycle = $cycle{given_for}", known),
        value="sum(amount_usd)",
        caveat=CAVEATS,
        also={"first": "min(date)", "last": "max(date)"},
        binds={"letter": LETTERS[round]} if round else {},
        lists={} if committee else {"committees": NETWORK},
    )


@measure(
    unit="usd",
    needs=["committee_gifts"],
    says=["corporate PACs", "labor PACs", "union PACs", "leadership PACs", "trade associations"],
)
def pac_receipts(candidate: Candidate, cycle: Cycle, kind: GiverKind | None = None) -> Answer:
    """Gifts of PACs and other committees to a candidate, itemised by the givers; by kind of giver.

    The kind is the giver's own registration: corporation, trade, labor, membership, cooperative,
    leadership, campaign, party, hybrid, or unconnected (no organisation behind it; ideological
    PACs are among these). Without a kind, all but parties' gifts, as line 11c. The list is shorter
    than line 11c until PACs that report twice a year have done so: see pac_receipts_unlisted.
    """
    of_kind = "kind = $kind" if kind else "kind <> 'party'"
    return Query(
        rows=_gifts(
            f"candidate_id = $candidate and cycle = $cycle and {of_kind}",
            KNOWN_CANDIDATE.format("$candidate"),
        ),
        value="sum(amount_usd)",
        caveat=CAVEATS,
        also={"givers": "count(distinct committee_id)", "last": "max(date)"},
    )


@measure(
    unit="usd",
    needs=["candidate_totals", "committee_gifts"],
    says=["PAC money not yet itemised", "PAC gifts without a name"],
)
def pac_receipts_unlisted(candidate: Candidate, cycle: Cycle) -> Answer:
    """Gifts of other committees that the candidate filed (line 11c) less those that PACs itemised.

    Above zero where PACs have not reported yet, as those that report twice a year; below where the
    candidate's totals end before the PACs' rows, or where the two tell a gift on other sides of a
    cycle's end.
    """
    return Difference(
        whole=Query(
            rows="from candidate_ledger where candidate_id = $candidate and cycle = $cycle",
            value="sum(from_committees_usd)",
            caveat="max(differs['from_committees_usd'])",
            also={"coverage_end": "max(coverage_end)"},
        ),
        less=(
            Query(
                rows="from counted_gifts "
                "where candidate_id = $candidate and cycle = $cycle and kind <> 'party'",
                value="sum(amount_usd)",
                also={"last": "max(date)"},
            ),
        ),
        names=("receipts_from_pacs", "pac_receipts"),
        present="exists (select 1 from committee_gifts where cycle = $cycle)",
        why=WHY_UNLISTED,
    )


def _itemized(lines: str) -> Query:
    return Query(
        rows="from counted_lines where list_contains(string_split($committees, ' '), committee_id) "
        f"and cycle = $cycle and {lines}",
        value="sum(amount_usd)",
        lists={"committees": AUTHORISED},
    )


@measure(
    unit="usd",
    needs=["contributions", "schedule_a"],
    says=["itemized individual contributions", "donors over $200", "large donors"],
)
def itemized_from_individuals(candidate: Candidate, cycle: Cycle) -> Answer:
    """Gifts of people and organisations that the candidate's committees itemised, memo rows left out.

    Line 11A(i) of Form 3, 17A of Form 3P; refunds are on a line of their own and not subtracted.
    """
    return _itemized("receipt_kind = 'individual'")


@measure(
    unit="usd",
    needs=["committee_transfers", "schedule_a"],
    says=["itemized PAC contributions", "PAC gifts as the campaign lists them"],
)
def itemized_from_committees(candidate: Candidate, cycle: Cycle) -> Answer:
    """Gifts of PACs and other committees that the candidate's committees itemised (line 11C)."""
    return _itemized("receipt_kind = 'committee'")
