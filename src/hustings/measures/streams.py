"""Listings for following money: givers, receivers, candidates and days, largest first.

They say what to ask about and in which order; the numbers are the figures' own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.measures.owners import whose

if TYPE_CHECKING:
    from hustings.record.view import View

    Given = dict[str, Any]


def _binds(given: Given) -> Given:
    return {name: given[name] for name in ("committee", "network", "cycle") if name in given}


def _whose(given: Given, **columns: str) -> str:
    return whose(given.get("committee"), given.get("network"), **columns)


def givers(view: View, given: Given, most: int) -> list[dict[str, Any]]:
    """Who gave a committee or network (`given`) most in a cycle: source_kind, giver, how many."""
    return view.dicts(
        "select source_kind, giver, count(*) as gifts from counted_receipts "
        f"where {_whose(given, other='giver_id')} and cycle = $cycle and giver is not null "
        "group by source_kind, giver having sum(amount_usd) > 0 "
        "order by sum(amount_usd) desc, source_kind, giver limit $most",
        {**_binds(given), "most": most},
    )


def source_kinds(view: View, given: Given) -> list[str]:
    """The kinds of givers of a committee or network, by what they gave."""
    rows = view.query(
        "select source_kind from counted_receipts "
        f"where {_whose(given, other='giver_id')} and cycle = $cycle "
        "group by source_kind order by sum(amount_usd) desc, source_kind",
        _binds(given),
    )
    return [str(row[0]) for row in rows]


def receivers(view: View, given: Given, most: int) -> list[dict[str, Any]]:
    """Whom a committee or network paid most, gifts and transfers first: payment_kind, receiver."""
    return view.dicts(
        "select payment_kind, receiver from counted_payments "
        f"where {_whose(given, other='receiver_id')} and cycle = $cycle and receiver is not null "
        "and payment_kind in ('gift', 'transfer', 'coordinated') "
        "group by payment_kind, receiver having sum(amount_usd) > 0 "
        "order by sum(amount_usd) desc, payment_kind, receiver limit $most",
        {**_binds(given), "most": most},
    )


def payment_kinds(view: View, given: Given) -> list[str]:
    """The kinds of payments of a committee or network, by what was paid."""
    rows = view.query(
        "select payment_kind from counted_payments "
        f"where {_whose(given, other='receiver_id')} and cycle = $cycle "
        "group by payment_kind order by sum(amount_usd) desc, payment_kind",
        _binds(given),
    )
    return [str(row[0]) for row in rows]


def gift_groups(view: View, given: Given, column: str, most: int) -> list[dict[str, Any]]:
    """By what a committee's gifts to candidates fall apart (party, seat, candidate_id or round)."""
    return view.dicts(
        f"select g.{column} as key, coalesce(any_value(n.name), any_value(g.candidate)) as candidate, "
        "any_value(g.party) as party, any_value(g.seat) as seat from gift_targets g "
        f"left join {_NAMED} n on n.candidate_id = g.candidate_id "
        f"where {_whose(given, own='g.committee_id')} and g.cycle = $cycle "
        f"and g.{column} is not null "
        f"group by g.{column} order by sum(g.amount_usd) desc, g.{column} limit $most",
        {**_binds(given), "most": most},
    )


#: Names of candidates by id: the person's name for print, or the newest in the files; and parties.
_NAMED = (
    "(select t.candidate_id, coalesce(max(p.name), arg_max(t.name, t.cycle)) as name, "
    "arg_max(t.party, t.cycle) as party from "
    "(select candidate_id, name, party, cycle from candidates union all "
    "select candidate_id, name, party, cycle from candidate_totals) t "
    "left join person_ids i on i.scheme = 'fec' and i.id = t.candidate_id "
    "left join people p on p.person = i.person group by t.candidate_id)"
)


def outside_targets(view: View, given: Given) -> list[dict[str, Any]]:
    """For and against whom a spender (FEC id) or network spent: candidate, stance, round, status."""
    owner = whose(given.get("spender"), given.get("network"), own="o.spender_id")
    return view.dicts(
        "select o.candidate_id, any_value(n.name) as candidate, any_value(n.party) as party, "
        "any_value(o.district) as district, o.round, o.stance, o.status from outside_rows o "
        f"left join {_NAMED} n on n.candidate_id = o.candidate_id "
        f"where {owner.replace('$committee', '$spender')} and o.cycle = $cycle "
        "and o.status in ('periodic', 'notice') "
        "group by o.candidate_id, o.round, o.stance, o.status "
        "order by sum(o.amount_usd) desc, o.candidate_id, o.round, o.stance, o.status",
        {name: given[name] for name in ("spender", "network", "cycle") if name in given},
    )


def outside_spenders(view: View, district: str, cycle: int) -> list[dict[str, Any]]:
    """Who spent for or against whom in a race: spender, candidate, stance, round, status."""
    return view.dicts(
        "select o.spender_id, any_value(o.spender) as spender, o.candidate_id, "
        "any_value(n.name) as candidate, any_value(n.party) as party, o.round, o.stance, o.status "
        f"from outside_rows o left join {_NAMED} n on n.candidate_id = o.candidate_id "
        "where o.district = $district and o.cycle = $cycle and o.status in ('periodic', 'notice') "
        "group by o.spender_id, o.candidate_id, o.round, o.stance, o.status "
        "order by sum(o.amount_usd) desc, o.spender_id, o.candidate_id, o.round, o.stance, o.status",
        {"district": district, "cycle": cycle},
    )


def giving_committees(view: View, candidate: str, cycle: int, most: int) -> list[dict[str, Any]]:
    """Which committees gave a candidate most: committee_id, giver, kind."""
    return view.dicts(
        "select committee_id, any_value(giver) as giver, any_value(kind) as kind, "
        "any_value(giver_organisation) as organisation from counted_gifts "
        "where candidate_id = $candidate and cycle = $cycle "
        "group by committee_id having sum(amount_usd) > 0 "
        "order by sum(amount_usd) desc, committee_id limit $most",
        {"candidate": candidate, "cycle": cycle, "most": most},
    )


def giving_kinds(view: View, candidate: str, cycle: int) -> list[str]:
    """The kinds of committees that gave a candidate, by what they gave."""
    rows = view.query(
        "select kind from counted_gifts where candidate_id = $candidate and cycle = $cycle "
        "group by kind order by sum(amount_usd) desc, kind",
        {"candidate": candidate, "cycle": cycle},
    )
    return [str(row[0]) for row in rows]


def month_ends(view: View, table: str, where: str, binds: Given) -> list[Any]:
    """The last day of each month in which a view of dated rows has any, oldest first."""
    rows = view.query(
        f"select distinct last_day(date) from {table} where {where} and date is not null order by 1",
        binds,
    )
    return [row[0] for row in rows]


def committees_of(view: View, given: Given) -> list[tuple[str, str]]:
    """The committees that are followed: id and name, newest name first known."""
    return [
        (str(one), str(name or one))
        for one, name in view.query(
            "select w.committee_id, coalesce(max(n.name), max(w.name)) from "
            "(select $committee as committee_id, cast(null as varchar) as name "
            "where $committee is not null union all "
            "select committee_id, committee_name from networks where network = $network) w "
            "left join (select committee_id, arg_max(name, cycle) as name from "
            "(select committee_id, name, cycle from committees union all "
            "select committee_id, name, cycle from committee_totals) group by committee_id) n "
            "on n.committee_id = w.committee_id group by w.committee_id order by w.committee_id",
            {"committee": given.get("committee"), "network": given.get("network")},
        )
    ]


def cycles_of(view: View, given: Given) -> list[int]:
    """The cycles in which the record has anything of a committee or network, oldest first."""
    found: set[int] = set()
    for table, own in (("committee_totals", "committee_id"), ("committee_gifts", "committee_id"),
                       ("committee_transfers", "committee_id"), ("contributions", "committee_id"),
                       ("schedule_a", "committee_id"), ("outside_rows", "spender_id")):  # fmt: skip
        if table != "outside_rows" and not view.has(table):
            continue
        rows = view.query(
            f"select distinct cycle from {table} where {_whose(given, own=own)}",
            {name: given[name] for name in ("committee", "network") if name in given},
        )
        found |= {int(row[0]) for row in rows if row[0] is not None}
    return sorted(found)


def given_to(view: View, candidates: list[str], cycle: int) -> set[str]:
    """Those of the candidates to whom the record has gifts of committees in the cycle."""
    rows = view.query(
        "select distinct candidate_id from committee_gifts where cycle = $cycle "
        "and list_contains(string_split($candidates, ' '), candidate_id)",
        {"candidates": " ".join(candidates), "cycle": cycle},
    )
    return {str(row[0]) for row in rows}


def touched_from_outside(view: View, district: str, candidates: list[str], cycle: int) -> bool:
    """Whether any file has a row of spending for or against the candidates: a quick look.

    What the rows are is decided in outside_rows, which is dear to make.
    """
    among = "list_contains(string_split($candidates, ' '), candidate_id)"
    for table, rows in (
        ("committee_gifts", f"{among} and cycle = $cycle and transaction_type in ('24A', '24E')"),
        ("expenditure_notices", f"({among} or district = $district) and cycle = $cycle"),
        ("itemizations", f"schedule in ('E', 'F5', 'F57') or {among}"),
    ):
        if not view.has(table):
            continue
        binds = {"candidates": " ".join(candidates), "district": district, "cycle": cycle}
        used = {name: value for name, value in binds.items() if f"${name}" in rows}
        if view.query(f"select 1 from {table} where {rows} limit 1", used):
            return True
    return False


def days_of_totals(view: View, cycle: int) -> list[Any]:
    """The days of the files of candidates' totals of a cycle that are known, oldest first."""
    rows = view.query(
        "select distinct as_of from snapshots where as_of is not null and source in "
        "('fec.weball', 'fec.webl', 'fec.candidate_summary') and thing = source || ' ' || $cycle "
        "order by as_of",
        {"cycle": str(cycle)},
    )
    return [row[0] for row in rows]
