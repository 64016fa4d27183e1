"""Districts: lean, votes for President, income, poverty, people, neighbours.

The same number names different land over the years. A figure is taken from a data set on the
same lines as those in force for the Congress asked for; of several, the newest published before
that Congress ended, and if there is none the first after.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, measure
from hustings.measures.params import Basis, Congress, District, Group, Surname, Year

_OF_ALL = Basis("all")
_HERE = "district = $district and congress = $congress"


def _nation(table: str, in_force: str, column: str) -> str:
    """All districts' rows of the data set that answers for this district: what a rank is among."""
    return (
        f"from {table} where snapshot in (select snapshot from {in_force} where {_HERE}) "
        f"and survey in (select survey from {in_force} where {_HERE}) and {column} is not null"
    )


@measure(unit="text", needs=["district_pvi"], says=["bluest", "reddest", "D+", "R+", "PVI", "lean"])
def pvi(district: District, congress: Congress) -> Answer:
    """Cook Partisan Voting Index: how far the district leans beyond the nation, as published.

    Since 2022 the newer of the two presidential elections weighs three times the older.
    """
    return Query(
        rows=f"from pvi_in_force where {_HERE}",
        value="max(pvi)",
        also={"edition": "max(edition)", "points": "max(pvi_points)"},
    )


@measure(
    unit="share",
    needs=["presidential_by_district"],
    says=[
        "gave … of the vote",
        "voted for",
        "presidential vote",
        "carried the district",
        "carried it with",
    ],
)
def presidential_share(
    district: District,
    congress: Congress,
    candidate: Surname,
    year: Year,
    basis: Basis = _OF_ALL,
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


@measure(
    unit="usd",
    needs=["district_income"],
    says=[
        "median income",
        "median household income",
        "household income",
        "median household",
        "the typical household",
        "household in the middle",
        "middle household",
        "half of the households earn",
        "typical family",
        "typical household",
        "household earns",
        "household makes",
        "a typical household",
    ],
)
def median_income(district: District, congress: Congress) -> Answer:
    """Median household income in the survey's dollars (American Community Survey, B19013)."""
    return Query(
        rows=f"from income_in_force where {_HERE}",
        value="max(median_income_usd)",
        also={"survey": "max(survey)"},
    )


_INCOME = "median_income_usd"
_VOTING = "split_part(district, '-', 1) not in ('DC', 'PR', 'AS', 'GU', 'MP', 'VI')"


@measure(
    unit="rank",
    needs=["district_income"],
    says=[
        "poorest",
        "richest",
        "lowest median income",
        "richest district",
        "wealthiest",
        "poorest district",
        "highest median income",
        "median income … lowest",
        "median income … highest",
        "income … lowest",
        "income … highest",
        "richer than",
        "poorer than",
    ],
)
def income_rank(district: District, congress: Congress) -> Answer:
    """Place of the district by median household income among the 435, counted from the lowest."""
    return Query(
        rows=f"{_nation('district_income', 'income_in_force', _INCOME)} and {_VOTING}",
        value=f"1 + count(*) filter (where {_INCOME} < (select max({_INCOME}) from rows "
        "where district = $district))",
        of="count(*)",
        also={"survey": "max(survey)"},
    )


@measure(
    unit="share",
    needs=["district_poverty"],
    says=[
        "poverty rate",
        "below the poverty line",
        "live in poverty",
        "lives in poverty",
        "in poverty",
        "poverty line",
        "is poor",
        "are poor",
        "were poor",
        "below poverty",
        "people are poor",
        "live below the line",
    ],
)
def poverty_rate(district: District, congress: Congress) -> Answer:
    """Share of the people below the poverty line (American Community Survey)."""
    return Query(
        rows=f"from poverty_in_force where {_HERE}",
        value="max(poverty_rate)",
        also={"survey": "max(survey)"},
    )


@measure(
    unit="rank",
    needs=["district_poverty"],
    says=["poorest", "highest poverty rate", "poverty … highest", "poverty … lowest"],
)
def poverty_rank(district: District, congress: Congress) -> Answer:
    """Place of the district by poverty rate, counted from the highest, among all with a rate.

    DC is among them where the source counts it, so that the last place may be 436.
    """
    return Query(
        rows=_nation("district_poverty", "poverty_in_force", "poverty_rate"),
        value="1 + count(*) filter (where poverty_rate > (select max(poverty_rate) from rows "
        "where district = $district))",
        of="count(*)",
        also={"survey": "max(survey)"},
    )


@measure(
    unit="share",
    needs=["district_population"],
    says=[
        "Hispanic",
        "Latino",
        "Asian",
        "Black",
        "white",
        "of the population",
        "of residents",
        "of its people",
        "of its residents",
        "of the people",
        "non-Hispanic whites",
    ],
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
        value="max(coalesce(people * 1.0 / nullif(universe, 0), share))",
        also={"people": "max(people)", "universe": "max(universe)", "survey": "max(survey)"},
    )


@measure(unit="names", needs=["district_borders"], says=["borders on", "neighbouring", "next to"])
def neighbours(district: District, congress: Congress) -> Answer:
    """The districts that share a border of some length with it, in order of number.

    Computed from the outlines of one file; a corner alone is no border. Neighbours in states that
    had other lines by then are left out, and the caveat counts them.
    """
    return Query(
        rows=f"from borders_in_force where {_HERE} and named",
        caveat=(
            "(select 'Left out: ' || count(*) || ' across the line of a state that was redrawn since "
            f"the file.' from borders_in_force where {_HERE} and not named having count(*) > 0)"
        ),
        value="list(neighbour order by split_part(neighbour, '-', 1), "
        "try_cast(split_part(neighbour, '-', 2) as integer))",
        also={"shared_km": "list(shared_km order by split_part(neighbour, '-', 1), "
              "try_cast(split_part(neighbour, '-', 2) as integer))"},
    )  # fmt: skip
