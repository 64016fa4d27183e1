"""Past top-two contests as a simulation learns from them: who stood, under which party, with votes.

The rows are those of `contest_results`, which figures of votes rest on.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hustings.ids import DistrictId

if TYPE_CHECKING:
    from hustings.contests.simulation.learning import Past
    from hustings.record.view import View

_ROWS = """
select r.district, r.cycle, r.round, r.person, r.candidate, coalesce(r.party, ''), r.votes,
  coalesce(r.write_in, false), coalesce(m.map, '')
from contest_results as r
left join lines_in_force as m on m.state = split_part(r.district, '-', 1) and m.cycle = r.cycle
where r.round in ('primary', 'general') and r.contest_party = '' and r.kind = 'candidate'
  and r.votes is not null and r.cycle >= 2008
  and {which}
order by r.district, r.cycle, r.round, r.votes desc, r.person
"""


def past_contests(view: View, *, state: str = "") -> list[Past]:
    """Every primary and general under top-two that the record has counted (of one state)."""
    named = "and r.district like $state || '-%'" if state else ""
    which = (
        "exists (select 1 from contest_results as p where p.district = r.district "
        f"and p.cycle = r.cycle and p.round = 'primary' and p.rule = 'top-two') {named}"
    )
    return _read(view, which, {"state": state} if state else {})


def seat_contests(view: View, district: DistrictId) -> list[Past]:
    """Every primary and general of one seat since 2008 that all parties shared, oldest first."""
    return _read(view, "r.district = $district", {"district": district})


def _read(view: View, which: str, binds: dict[str, str]) -> list[Past]:
    # Here, as every figure looks through this package, and most need no arrays.
    from hustings.contests.simulation.learning import Past, Stood

    rows = view.query(_ROWS.format(which=which), binds)
    return [
        Past(
            district=district,
            cycle=cycle,
            round=name,
            map=map_name,
            stood=tuple(
                Stood(person=row[3], name=row[4], party=row[5], votes=int(row[6]),
                      write_in=bool(row[7]))
                for row in people
            ),
        )
        for (district, cycle, name, map_name), people in groupby(
            rows, key=lambda row: (row[0], row[1], row[2], row[8])
        )
    ]  # fmt: skip
