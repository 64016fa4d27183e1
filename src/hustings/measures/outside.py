"""Outside spending: independent expenditures for and against candidates, each dollar once.

What each row is, and why it counts or not, is decided in the view `outside_rows`; docs/outside.md
explains it. Support and opposition are never added up for a candidate.
"""

from __future__ import annotations

from typing import Any

from hustings.errors import RequestError
from hustings.measures.base import Answer, Query, measure
from hustings.measures.params import (
    Candidate,
    Committee,
    Cycle,
    ElectionKind,
    Network,
    Race,
    Stance,
)

REPORTS = ["committee_gifts"]
NOTICES = ["expenditure_notices"]

_USD = "format('${{:,.2f}}', cast({} as double))"
#: A candidate by any House id of the person; spenders use old ids too.
_CONDITIONS = {
    "candidate": """(candidate_id = $candidate or candidate_id in (
      select other.id from person_ids as own join person_ids as other on other.person = own.person
      where own.id = $candidate and own.scheme = 'fec' and other.scheme = 'fec'))""",
    "race": "district = $race",
    "spender": "spender_id = $spender",
    "network": "spender_id in (select committee_id from networks where network = $network)",
    "stance": "stance = $stance",
    "round": "round = $round",
}


def _usd(expression: str) -> str:
    return _USD.format(expression)


def _picked(asked: dict[str, Any]) -> str:
    """The conditions of a question, the cycle first. Raises RequestError if it asks about nobody."""
    given = {name for name, value in asked.items() if value is not None}
    if not given & {"candidate", "race", "spender", "network"}:
        raise RequestError(
            "outside spending needs a candidate, a race, a spender or a network.",
            next_step="Write: hustings figure outside_spending race=CA-34 cycle=2024",
        )
    return " and ".join(["cycle = $cycle", *(_CONDITIONS[name] for name in _CONDITIONS
                                            if name in given)])  # fmt: skip


def _said(*parts: str) -> str:
    """Sentences, a line each, or null if there are none."""
    return f"nullif(concat_ws(chr(10), {', '.join(parts)}), '')"


def _counted(what: str) -> str:
    """'1 notice', '2 notices'."""
    return f"count(*) || case when count(*) = 1 then ' {what}' else ' {what}s' end"


def _split(asked: dict[str, Any]) -> list[str]:
    """What must not be added up unsaid: for whom and against whom the money went."""
    if asked["candidate"] is not None:
        return []
    by = f"""(select 'It is made up of '
      || rtrim(string_agg(told, ', ' order by usd desc, told), '.') || '.'
      from (select {_usd("sum(amount_usd)")}
          || case stance when 'support' then ' for ' else ' against ' end || candidate as told,
          sum(amount_usd) as usd
        from rows where status <> 'file' group by candidate_id, candidate, stance)
      having count(*) between 2 and 8)"""
    total = f"""case when count(distinct stance) > 1 and count(distinct (candidate_id, stance)) > 8
      then 'Support is ' || {_usd("sum(amount_usd) filter (where stance = 'support')")}
      || ' of it and opposition '
      || {_usd("sum(amount_usd) filter (where stance = 'oppose')")} || '.' end"""
    return [by, total]


def _suspects(where: str) -> str:
    return f"""(select string_agg('Set apart: ' || told, chr(10) order by usd desc, told)
      from (select {_usd("sum(amount_usd)")} || ' of ' || max(coalesce(spender, spender_id))
          || ' (' || why || ').' as told, sum(amount_usd) as usd
        from outside_rows where {where} and status = 'suspect' group by spender_id, why))"""


def _unclear(asked: dict[str, Any]) -> str:
    """Rows that may belong here but do not say whom they are about, or on which side."""
    given = [name for name in ("spender", "network") if asked[name] is not None]
    where = " and ".join(["cycle = $cycle", *(_CONDITIONS[name] for name in given)])
    whose = "of the same spender" if given else "of the cycle"
    return f"""(select 'Not in it: ' || {_counted("row")} || ' {whose}, '
      || {_usd("sum(amount_usd)")}
      || ', without a candidate''s id or a stance.'
      from outside_rows where {where} and status = 'unclear' having count(*) > 0)"""


_NOTHING = """case when max(status) = 'file' then
  'No such row is in the files of the cycle that the record holds, the newest of '
  || (select max(cast(s.as_of as varchar)) from outside_files f
      join snapshots s on s.snapshot = f.snapshot where f.cycle = $cycle) || '.' end"""


def _lacking(origin: str, otherwise: str) -> str:
    """A sentence for a cycle of which the record has no whole file."""
    return f"""case when not exists (
      select 1 from outside_files where cycle = $cycle and origin = '{origin}')
      then '{otherwise}' end"""


def _rows(where: str, status: str, origin: str) -> str:
    """Rows of a status; if there are none, the files of the cycle, which say that it is 0."""
    return f"""from outside_ledger where {where} and status = '{status}'
      or cycle = $cycle and status = 'file' and origin = '{origin}' and not exists (
        select 1 from outside_rows where {where} and status = '{status}')"""


_SIDES = f"""case when count(distinct stance) > 1 then
  'stance=oppose (' || {_usd("sum(amount_usd) filter (where stance = 'oppose')")}
  || ') or stance=support (' || {_usd("sum(amount_usd) filter (where stance = 'support')")} || ')'
  end"""
_OTHER_YEARS = f"""(select 'Of it ' || {_usd("sum(amount_usd)")} || ' was for elections of other '
  || 'years (' || string_agg(distinct cast(election_year as varchar), ', '
    order by cast(election_year as varchar)) || ').'
  from rows where election_year + election_year % 2 <> cycle having count(*) > 0)"""
_CENTS = """(select 'The FEC''s bulk file leaves out the cents of ' || count(*) || ' of its rows.'
  from rows where origin = 'bulk' and status <> 'file' having count(*) > 0)"""


def _money(status: str, asked: dict[str, Any], origin: str, caveats: list[str]) -> Query:
    where = _picked(asked)
    return Query(
        rows=_rows(where, status, origin),
        value="sum(amount_usd)",
        which=_SIDES if asked["candidate"] is not None else "",
        caveat=_said(_NOTHING, *_split(asked), *caveats, _suspects(where), _unclear(asked)),
        also={"spenders": "nullif(count(distinct spender_id), 0)"},
        binds=asked,
    )


@measure(
    unit="usd",
    needs=REPORTS,
    says=["spent against", "spent for", "spent supporting", "spent opposing", "super PAC spent",
          "outside spending", "outside groups spent", "independent expenditures", "poured into",
          "poured … against", "outside groups poured", "outside groups put", "outside money",
          "independent spending"],
)  # fmt: skip
def outside_spending(
    cycle: Cycle,
    candidate: Candidate | None = None,
    race: Race | None = None,
    spender: Committee | None = None,
    network: Network | None = None,
    stance: Stance | None = None,
    round: ElectionKind | None = None,
) -> Answer:
    """Independent expenditures in periodic reports (Schedule E, Form 5 line 57), latest version only.

    Memo rows, notices and what is set apart as a prank are not in it. The cycle is that of the
    report, as the FEC counts. A candidate's figure needs the stance where there is spending on both
    sides; figures of a race, a spender or a network say what went for and against whom.
    """
    asked = {"candidate": candidate, "race": race, "spender": spender, "network": network,
             "stance": stance, "round": round}  # fmt: skip
    where = _picked(asked)
    pending = f"""(select 'Not in it: ' || {_usd("sum(amount_usd)")} || ' in '
      || {_counted("notice")} || ' that no report repeats yet (outside_spending_unconfirmed).'
      from outside_rows where {where} and status = 'notice' having count(*) > 0)"""
    partial = _lacking(
        "bulk",
        "From single filings: the record has no file of all reports of the cycle, so there may be more.",
    )
    return _money("periodic", asked, "bulk", [_OTHER_YEARS, _CENTS, pending, partial])


@measure(
    unit="usd",
    needs=NOTICES,
    says=["reported spending in the last days", "24-hour reports", "48-hour notices"],
)
def outside_spending_unconfirmed(
    cycle: Cycle,
    candidate: Candidate | None = None,
    race: Race | None = None,
    spender: Committee | None = None,
    network: Network | None = None,
    stance: Stance | None = None,
    round: ElectionKind | None = None,
) -> Answer:
    """Independent expenditures told in notices within 24 or 48 hours that no periodic report has yet.

    Notices are matched with the reports row by row; of an amended notice the last version counts.
    It stands beside outside_spending and may be added to it.
    """
    asked = {"candidate": candidate, "race": race, "spender": spender, "network": network,
             "stance": stance, "round": round}  # fmt: skip
    where = _picked(asked)
    weak = f"""(select 'Taken as repeated in a report on amount and days alone, the payee being spelt '
      || 'otherwise: ' || {_usd("sum(amount_usd)")} || ' in ' || {_counted("notice")} || '.'
      from outside_rows where {where} and status = 'repeated' and matched_by = 'amount'
      having count(*) > 0)"""
    doubtful = f"""(select 'Open: ' || {_usd("sum(amount_usd)")} || ' in ' || {_counted("notice")}
      || ' without a number of its own; ' || string_agg(distinct doubtful, '; ' order by doubtful)
      || ', so that it may be the same money.'
      from rows where doubtful is not null having count(*) > 0)"""
    overdue = f"""(select 'Of it ' || {_usd("sum(amount_usd)")} || ' in ' || {_counted("notice")} || ' is '
      || 'older than spending that the same spender has reported since: it may stand in a report '
      || 'under another amount and number.'
      from rows where overdue having count(*) > 0)"""
    estimates = f"""(select 'Not in it: ' || {_usd("sum(amount_usd)")} || ' in ' || {_counted("notice")}
      || ' that a report repeats as estimates (memo rows); what was paid of them counts there.'
      from outside_rows where {where} and status = 'repeated' and estimate having count(*) > 0)"""
    unreported = _lacking(
        "bulk",
        "The record has no file of all reports of the cycle, so much of it may be in a report.",
    )
    partial = _lacking(
        "notices",
        "From single filings: the record has no file of all notices of the cycle, so there may be more.",
    )
    return _money(
        "notice", asked, "notices", [doubtful, overdue, weak, estimates, unreported, partial]
    )


@measure(unit="usd", needs=NOTICES, says=["fake filings", "prank filings", "joke committee"])
def outside_spending_suspect(
    cycle: Cycle,
    candidate: Candidate | None = None,
    race: Race | None = None,
    spender: Committee | None = None,
    network: Network | None = None,
    stance: Stance | None = None,
    round: ElectionKind | None = None,
) -> Answer:
    """Independent expenditures set apart as pranks or errors by a reviewed rule (suspect_filings).

    They are in no other figure. The caveat names each spender and the rule.
    """
    asked = {"candidate": candidate, "race": race, "spender": spender, "network": network,
             "stance": stance, "round": round}  # fmt: skip
    where = _picked(asked)
    return Query(
        rows=_rows(where, "suspect", "notices"),
        value="sum(amount_usd)",
        caveat=_said(_NOTHING, _suspects(where)),
        binds=asked,
    )


@measure(
    unit="count",
    needs=REPORTS,
    says=["spent in … races", "in just one race", "races it spent in", "intervened in … races"],
)
def outside_spending_races(
    cycle: Cycle,
    spender: Committee | None = None,
    network: Network | None = None,
    stance: Stance | None = None,
    round: ElectionKind | None = None,
) -> Answer:
    """In how many races a committee or network spent for or against a candidate.

    Periodic reports and notices that no report repeats. A race is a seat; the caveat lists them.
    """
    asked = {"candidate": None, "race": None, "spender": spender, "network": network,
             "stance": stance, "round": round}  # fmt: skip
    where = _picked(asked)
    seat = "coalesce(district, other_seat, 'unknown seat')"
    live = "status in ('periodic', 'notice')"
    return Query(
        rows=f"""from outside_ledger where {where} and {live}
          or cycle = $cycle and status = 'file' and origin = 'bulk' and not exists (
            select 1 from outside_rows where {where} and {live})""",
        value=f"count(distinct {seat}) filter (where status <> 'file')",
        caveat=_said(
            _NOTHING,
            f"""(select 'Races: ' || string_agg(seat, ', ' order by seat) || '.'
              from (select distinct {seat} as seat from rows where status <> 'file')
              having count(*) > 0)""",
            _suspects(where),
            _unclear(asked),
        ),
        binds=asked,
    )
