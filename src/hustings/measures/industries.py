"""Who is behind the money: what a committee is, its network, and gifts by industry.

An industry is a judgement by the rules of the table `industry_rules`; how much of the money the
rules put anywhere is told with every figure. docs/networks.md explains both.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.gifts import AUTHORISED
from hustings.measures.params import Candidate, Committee, Cycle, Industry, Network
from hustings.record.view import named_views

GIFTS = "from industry_gifts where candidate_id = $candidate and cycle = $cycle"
#: Gifts of people to the candidate's own committees. The view's rows are narrowed before employers
#: are read, as every text costs a look by every rule; else the whole country's would be read.
DONORS = (
    "from ("
    + named_views()["donor_industries"].sql.replace(
        "from counted_receipts as r\n  where ",
        "from counted_receipts as r\n  where r.cycle = $cycle "
        "and list_contains(string_split($committees, ' '), r.committee_id)\n    and ",
    )
    + ")"
)
#: Marks the rows of the industry or sector asked for; the others stay, as what the share is of.
MARKED = "from (select *, coalesce($industry in (industry, sector), false) as in_it {rows})"
#: No rule fits, or the rule says only that the trade is not told.
KNOWN = "industry is not null and industry not in ('self-employed', 'not-stated')"
CLASSIFIED = f"sum(amount_usd) filter (where {KNOWN}) / nullif(sum(amount_usd), 0)"


def _coverage(what: str) -> str:
    """SQL for the sentence that goes with every figure by industry."""
    percent = f"format('{{:.0f}}', 100 * cast(coalesce({CLASSIFIED}, 0) as double))"
    dollars = "format('${:,.2f}', cast(sum(amount_usd) as double))"
    return (
        f"{percent} || '% of dollars classified: the rules place that much of ' "
        f"|| {dollars} || ' in {what}.'"
    )


#: What the candidate's own reports state from committees, beside the rows of the givers.
FILED = (
    " || coalesce((select chr(10) || 'The candidate filed ' "
    "|| format('${:,.2f}', cast(from_committees_usd as double)) "
    "|| ' from PACs (line 11c) through ' || strftime(coverage_end, '%-d %B %Y') "
    "|| '; rows of the givers may be of an earlier day.' from candidate_money "
    "where candidate_id = $candidate and cycle = $cycle), '')"
)


@measure(
    unit="usd",
    needs=["committee_gifts", "committees"],
    says=["from banks", "from developers", "from defense contractors", "industry PACs"],
)
def receipts_from_industry(candidate: Candidate, cycle: Cycle, industry: Industry) -> Answer:
    """Itemised gifts to the candidate from PACs of an industry, by the rules of industries.

    The industry is told by the PAC's connected organisation, or by its name. A sector (finance,
    property, labor) may be given for an industry. Rows are what the givers itemised so far; the
    filed total is receipts_from_pacs. Evidence holds all gifts, so that the coverage can be seen.
    """
    return Query(
        rows=MARKED.replace("{rows}", GIFTS),
        value="coalesce(sum(amount_usd) filter (where in_it), 0)",
        caveat=_coverage("itemised gifts of committees to the candidate") + FILED,
        also={
            "gifts": "count(*) filter (where in_it)",
            "givers": "list(distinct giver order by giver) filter (where in_it)",
            "classified": CLASSIFIED,
        },
    )


@measure(
    unit="usd",
    needs=["schedule_a", "committees"],
    says=["from employees of banks", "from people in real estate", "from lawyers"],
)
def receipts_from_employees(candidate: Candidate, cycle: Cycle, industry: Industry) -> Answer:
    """Itemised gifts to the candidate from people who work in an industry, by employer or occupation.

    Refunds are taken off. Donors state both themselves, so the industry is no better than what
    they wrote. Gifts that are not itemised tell no employer and are not in it.
    """
    return Query(
        rows=MARKED.replace("{rows}", DONORS),
        value="coalesce(sum(amount_usd) filter (where in_it), 0)",
        caveat=_coverage("itemised gifts of people to the candidate"),
        also={"gifts": "count(*) filter (where in_it)", "classified": CLASSIFIED},
        lists={"committees": AUTHORISED},
    )


@measure(
    unit="names",
    needs=["committee_gifts", "committees"],
    says=["top industries", "industries that gave most", "biggest industries"],
)
def top_industries(candidate: Candidate, cycle: Cycle) -> Answer:
    """The industries whose PACs gave the candidate most in itemised gifts, the largest first.

    Parties, candidates' committees and leadership PACs are no industry and are left out.
    """
    sums = (
        "list_sort(list(distinct {usd: industry_usd, name: industry_name}) "
        "filter (where industry is not null and sector <> 'party'), 'desc')"
    )
    return Query(
        rows="from (select *, sum(amount_usd) over (partition by industry) as industry_usd "
        f"{GIFTS})",
        value=f"list_transform({sums}[:10], lambda one: one.name)",
        caveat=_coverage("itemised gifts of committees to the candidate") + FILED,
        also={
            "usd": f"list_transform({sums}[:10], lambda one: one.usd)",
            "classified": CLASSIFIED,
        },
    )


@measure(
    unit="share",
    needs=["committee_gifts", "committees"],
    says=["dollars classified", "coverage of industries"],
)
def industry_coverage(cycle: Cycle, candidate: Candidate | None = None) -> Answer:
    """How much of committees' itemised gifts to candidates the rules of industries put anywhere.

    By dollars, of all candidates or of one.
    """
    return Query(
        rows="from industry_gifts where cycle = $cycle "
        "and ($candidate is null or candidate_id = $candidate)",
        value=CLASSIFIED,
        also={"gifts_usd": "sum(amount_usd)"},
        binds={"candidate": candidate},
    )


@measure(unit="text", needs=["committees"], says=["super PAC", "leadership PAC", "hybrid PAC"])
def committee_kind(committee: Committee, cycle: Cycle) -> Answer:
    """What a committee is in a cycle, as the FEC registers it: its type and its designation."""
    return Query(
        rows="from committee_kinds where committee_id = $committee and cycle = $cycle",
        value="any_value(concat_ws('; ', type_words, designation_words, organisation_words))",
        also={
            "name": "any_value(name)",
            "connected_organisation": "any_value(connected_organisation)",
            "treasurer": "any_value(treasurer)",
            "networks": "any_value(networks)",
        },
    )


@measure(unit="text", needs=["committees"], says=["industry of the PAC", "trade of the PAC"])
def committee_industry(committee: Committee, cycle: Cycle) -> Answer:
    """The industry that the rules give a committee in a cycle; the rule and its text are told."""
    return Query(
        rows="from committee_industries where committee_id = $committee and cycle = $cycle",
        value="any_value(industry_name)",
        also={
            "industry": "any_value(industry)",
            "rule": "any_value(place)",
            "read": "any_value(field)",
            "matched": "any_value(matched)",
        },
    )


@measure(unit="names", needs=["networks"], says=["network of committees", "affiliated super PACs"])
def network_members(network: Network) -> Answer:
    """The committees that the reviewed table of networks counts into a network."""
    return Query(
        rows="from networks where network = $network",
        value="list(committee_name order by line)",
        caveat="case when bool_or(confidence = 'from-memory') then "
        "'From memory, with no trace in the files: ' || string_agg(committee_name, ', ' "
        "order by line) filter (where confidence = 'from-memory') || '.' end",
        also={
            "committee_ids": "list(committee_id order by line)",
            "confidence": "list(confidence order by line)",
        },
    )
