"""Districts: lean, votes for President, income, poverty, people, neighbours.

The same number names different land over the years. A figure is taken from a data set on the
same lines as those in force for the Congress asked for; of several, the newest published before
that Congress ended, and if there is none the first after.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.params import Basis, Congress, District, Group, Surname, Year

_STATE = "split_part({district}, '-', 1)"
#: Rows of a table that describe the lines in force when the Congress was elected.
_ON_LINES = """{table} as t join lines_in_force as l
  on l.state = split_part(t.district, '-', 1) and l.cycle = 2 * $congress + 1786
  and t.map_cycle between l.from_cycle and l.to_cycle
  join snapshots as s on s.snapshot = t.snapshot"""
#: Which vintage a Congress is described by; `year` is the table's own.
_VINTAGE = """first_value({vintage}) over (
    order by {year} > 2 * $congress + 1788, abs({year} - (2 * $congress + 1788)), s.precedence,
      s.sequence desc, s.snapshot
  )"""


def _of_district(table: str, year: str, vintage: str) -> str:
    """One district's rows in the vintage that answers for the Congress."""
    return (
        f"from (select t.*, {_VINTAGE.format(vintage=vintage, year=year)} as chosen from "
        f"{_ON_LINES.format(table=table)} where t.district = $district) "
        f"where {vintage.replace('t.', '')} = chosen"
    )


def _of_nation(table: str, year: str, vintage: str, value: str) -> str:
    """All districts' rows of that same vintage, for ranks: the 50 states, and DC where counted."""
    chosen = _of_district(table, year, vintage)
    return (
        f"from {table} where {vintage.replace('t.', '')} in (select chosen {chosen}) "
        f"and snapshot in (select snapshot {chosen}) and {value} is not null"
    )


@measure(unit="text", needs=["district_pvi"], says=["bluest", "reddest", "D+", "R+", "PVI", "lean"])
def pvi(district: District, congress: Congress) -> Answer:
    """Cook Partisan Voting Index: how far the district leans beyond the nation, as published.

    Since 2022 the newer of the two presidential elections weighs three times the older.
    """
    return Query(
        rows=_of_district("district_pvi", "t.edition", "t.edition"),
        value="max(pvi)",
        also={"edition": "max(edition)", "points": "max(pvi_points)"},
    )


@measure(
    unit="share",
    needs=["presidential_by_district"],
    says=["gave … of the vote", "voted for", "presidential vote", "carried the district"],
)
def presidential_share(
    district: District,
    congress: Congress,
    candidate: Surname,
    year: Year,
    basis: Basis = "all",  # type: ignore[assignment]
) -> Answer:
    """A candidate for President's share of all votes for President in the district.

    With basis two-party, of the votes for the two largest parties' candidates alone.
    """
    return Query(
        rows=(
            "from presidential_in_force where district = $district and congress = $congress "
            "and lower(candidate) = $candidate and year = $year and basis = $basis"
        ),
        value="max(share)",
        binds={"basis": basis},
        also={"votes": "max(votes)", "votes_total": "max(votes_total)"},
    )


@measure(unit="usd", needs=["district_income"], says=["median income", "median household income"])
def median_income(district: District, congress: Congress) -> Answer:
    """Median household income in the survey's dollars (American Community Survey, B19013)."""
    return Query(
        rows=_of_district("district_income", "t.year", "t.survey"),
        value="max(median_income_usd)",
        also={"survey": "max(survey)"},
    )


_INCOME = "median_income_usd"
_VOTING = "split_part(district, '-', 1) not in ('DC', 'PR', 'AS', 'GU', 'MP', 'VI')"


@measure(
    unit="rank", needs=["district_income"], says=["poorest", "richest", "lowest median income"]
)
def income_rank(district: District, congress: Congress) -> Answer:
    """Place of the district by median household income among the 435, counted from the lowest."""
    return Query(
        rows=_of_nation("district_income", "t.year", "t.survey", _INCOME) + f" and {_VOTING}",
        value=f"1 + count(*) filter (where {_INCOME} < (select max({_INCOME}) from rows "
        "where district = $district))",
        of="count(*)",
        also={"survey": "max(survey)"},
    )


@measure(unit="share", needs=["district_poverty"], says=["poverty rate", "below the poverty line"])
def poverty_rate(district: District, congress: Congress) -> Answer:
    """Share of the people below the poverty line (American Community Survey)."""
    return Query(
        rows=_of_district("district_poverty", "t.year", "t.survey"),
        value="max(poverty_rate)",
        also={"survey": "max(survey)"},
    )


@measure(unit="rank", needs=["district_poverty"], says=["poorest", "highest poverty rate"])
def poverty_rank(district: District, congress: Congress) -> Answer:
    """Place of the district by poverty rate, counted from the highest, among all with a rate.

    DC is among them where the source counts it, so that the last place may be 436.
    """
    return Query(
        rows=_of_nation("district_poverty", "t.year", "t.survey", "poverty_rate"),
        value="1 + count(*) filter (where poverty_rate > (select max(poverty_rate) from rows "
        "where district = $district))",
        of="count(*)",
        also={"survey": "max(survey)"},
    )


@measure(
    unit="share",
    needs=["district_population"],
    says=["Hispanic", "Latino", "Asian", "Black", "white", "of the population"],
)
def population_share(district: District, congress: Congress, group: Group) -> Answer:
    """People of the group as a share of all people in the district.

    Hispanic people are of any race; the other groups are not Hispanic and of that race alone
    (census-2020 shares may count people of that race and white with it).
    """
    return Query(
        rows=(
            "from population_in_force where district = $district and congress = $congress "
            'and "group" = $group'
        ),
        value="max(coalesce(people * 1.0 / universe, share))",
        also={"people": "max(people)", "universe": "max(universe)", "survey": "max(survey)"},
    )


@measure(
    unit="names", needs=["district_borders"], says=["borders on", "neighbouring", "next to", "shares a border"]
)
def neighbours(district: District, congress: Congress) -> Answer:
    """The districts that share a border of some length with it, in order of number.

    Computed from the outlines of one file; a corner alone is no border.
    """
    return Query(
        rows=_of_district("district_borders", "t.map_cycle", "t.snapshot"),
        value="list(neighbour order by split_part(neighbour, '-', 1), "
        "try_cast(split_part(neighbour, '-', 2) as integer))",
        also={"shared_km": "list(shared_km order by split_part(neighbour, '-', 1), "
              "try_cast(split_part(neighbour, '-', 2) as integer))"},
    )  # fmt: skip
