"""A wide grid of calls over the record of all the real files, made from what the record holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hustings.record import View

Call = tuple[str, dict[str, Any]]

MONEY = (
    "receipts", "receipts_from_individuals", "receipts_unitemized", "receipts_from_pacs",
    "receipts_from_parties", "receipts_from_candidate", "disbursements", "cash_on_hand",
    "share_from_pacs", "share_from_individuals", "share_small_dollar", "share_not_small_dollar",
)  # fmt: skip
CONTEST = ("votes_cast", "margin_votes", "margin_points", "advancing")
STOOD = ("votes", "vote_share", "outcome")
DISTRICT = ("pvi", "median_income", "poverty_rate", "neighbours")
RACES = 20


def grid(view: View) -> Iterator[Call]:
    """Calls with parameters already resolved, so that each engine answers many at once."""
    races = view.query(
        "select district, cycle from (select district, cycle, "
        "row_number() over (order by md5(district || cycle)) as place from contest_results "
        "group by district, cycle) where place <= $most "
        "union select 'CA-34', 2024 union select 'CA-34', 2020 order by 1, 2",
        {"most": RACES},
    )
    for district, cycle in races:
        yield from _money(view, district, cycle)
        yield from _votes(view, district, cycle)
    yield from _committees(view)
    yield from _districts(view)
    yield from _members(view)


def _money(view: View, district: str, cycle: int) -> Iterator[Call]:
    rows = view.query(
        "select candidate_id from candidate_money where district = $d and cycle = $c order by 1",
        {"d": district, "c": cycle},
    )
    for (candidate,) in rows:
        for name in MONEY:
            yield name, {"candidate": candidate, "cycle": cycle}


def _votes(view: View, district: str, cycle: int) -> Iterator[Call]:
    rows = view.query(
        "select distinct round, person from contest_results "
        "where district = $d and cycle = $c and kind = 'candidate' order by 1, 2",
        {"d": district, "c": cycle},
    )
    for name in sorted({row[0] for row in rows}):
        held = {"race": district, "cycle": cycle, "round": name}
        for one in CONTEST:
            yield one, held
    for name, person in rows:
        for one in STOOD:
            yield one, {"race": district, "cycle": cycle, "round": name, "candidate": person}


def _committees(view: View) -> Iterator[Call]:
    rows = view.query(
        "select committee_id, cycle from committee_money order by md5(committee_id || cycle), 2 "
        "limit 200"
    )
    for committee, cycle in rows:
        for name in ("committee_receipts", "committee_spending"):
            yield name, {"committee": committee, "cycle": cycle}


def _districts(view: View) -> Iterator[Call]:
    rows = view.query("select distinct district from pvi_in_force where congress = 118 order by 1")
    for (district,) in rows:
        for name in DISTRICT:
            yield name, {"district": district, "congress": 118}
    for (district,) in rows[::100]:
        for name in ("income_rank", "poverty_rank"):
            yield name, {"district": district, "congress": 116}


def _members(view: View) -> Iterator[Call]:
    rows = view.query(
        "select bioguide from members where congress = 117 and chamber = 'House' "
        "order by md5(bioguide), 1 limit 6"
    )
    for (bioguide,) in rows:
        yield "ideal_point", {"member": bioguide, "congress": 117}
