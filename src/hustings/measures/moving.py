"""Listings of counts that move: which contests have them, their moments, what was learned of them.

No numbers of their own: products lay these rows out beside the figures of `measures.counts`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hustings.ids import RaceId, split_district

if TYPE_CHECKING:
    from hustings.contests.late import Stage
    from hustings.record.view import View


def counted_rounds(view: View, race: RaceId) -> dict[str, bool]:
    """Rounds of a race with running counts, and whether a certified total answers for each."""
    rows = view.query(
        "select c.round, coalesce(bool_or(a.status = 'certified'), false) "
        "from (select distinct round from counts where district = $district and cycle = $cycle) c "
        "left join contest_answers a on a.place = 1 and a.district = $district "
        "and a.cycle = $cycle and a.round = c.round group by c.round order by c.round",
        {"district": race.district, "cycle": race.cycle},
    )
    return {str(name): bool(certified) for name, certified in rows}


def counted_cycles(view: View, district: str) -> list[int]:
    """Cycles in which the record has running counts of a seat, oldest first."""
    rows = view.query(
        "select distinct cycle from counts where district = $district order by cycle",
        {"district": district},
    )
    return [int(row[0]) for row in rows]


_WHERE = (
    "where district = $district and cycle = $cycle and round = $round "
    "and counted_at <= coalesce(cast($at as timestamp), counted_at)"
)


def moments(view: View, race: RaceId, name: str, at: str | None) -> list[dict[str, Any]]:
    """Rows of count_moments of a contest, by time."""
    return view.dicts(
        f"select * from count_moments {_WHERE} order by counted_at",
        {"district": race.district, "cycle": race.cycle, "round": name, "at": at},
    )


def movement(view: View, race: RaceId, name: str, at: str | None) -> list[dict[str, Any]]:
    """Rows of count_movement of a contest, by time and then by votes."""
    return view.dicts(
        f"select * from count_movement {_WHERE} order by counted_at, place, person",
        {"district": race.district, "cycle": race.cycle, "round": name, "at": at},
    )


def newest_count(view: View, race: RaceId, name: str, at: str | None) -> list[dict[str, Any]]:
    """Rows of count_series at the newest moment of a contest, by votes."""
    return view.dicts(
        f"select * from count_series {_WHERE} "
        "qualify counted_at = max(counted_at) over () order by place, person",
        {"district": race.district, "cycle": race.cycle, "round": name, "at": at},
    )


def late_stages(view: View, race: RaceId, name: str) -> tuple[list[dict[str, Any]], bool]:
    """What was learned of late ballots in the state, for a contest; whether from other elections.

    Of a contest that was learned from, the rows learned without it and its neighbours.
    """
    state, number = split_district(race.district)
    rows = view.dicts(
        "select * from late_ballots where state = $state order by cycle, round, from_days",
        {"state": state},
    )
    unseen = [
        row
        for row in rows
        if (row["cycle"], row["round"]) == (race.cycle, name)
        and row["left_first"] <= number <= row["left_last"]
    ]
    if unseen:
        return unseen, False
    return [row for row in rows if row["left_first"] == 0], True


def stage_of(row: dict[str, Any]) -> Stage:
    """A row of late_ballots as the model takes it."""
    # Imported here: the model needs NumPy, and most who ask of counts do not need the model.
    from hustings.contests.late import Stage

    return Stage(
        from_days=row["from_days"],
        until_days=row["until_days"],
        contests=row["contests"],
        remaining=tuple(float(one) for one in row["remaining"].split()),
        drift=(row["drift_dem"], row["drift_rep"], row["drift_oth"]),
        rank_drift=row["rank_drift"],
        party_sd=row["party_sd"],
        candidate_sd=row["candidate_sd"],
        minor_sd=row["minor_sd"],
    )


def when(row: dict[str, Any]) -> datetime:
    """The time of a count's row, in UTC."""
    found: datetime = row["counted_at"]
    return found
