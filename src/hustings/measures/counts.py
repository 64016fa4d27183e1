"""Counts that move: what was counted at a moment, and how often the first places changed.

A count grows for weeks after the vote, and now and then goes down. No figure here uses precincts
reporting: an office calls every precinct reported when a third of the votes is counted.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.params import Cycle, Moment, Person, Race, RoundName

NEEDS = ["counts"]
_CONTEST = "district = $race and cycle = $cycle and round = $round"
_UNTIL = "counted_at <= coalesce(cast($at as timestamp), counted_at)"
#: The newest moment of the series that is not after the one asked for.
_NEWEST = f"counted_at = (select max(counted_at) from count_series where {_CONTEST} and {_UNTIL})"
_STOOD = """'A count as it stood on ' || strftime(max(counted_at), '%-d %B %Y')
  || ', not certified.'"""
_ALSO = {"counted_at": "max(counted_at)"}


def _at_moment(value: str, at: str | None, more: str = "") -> Query:
    return Query(
        rows=f"from count_series where {_CONTEST} and {_NEWEST}{more}",
        value=value,
        caveat=_STOOD,
        also=_ALSO,
        binds={"at": at},
    )


@measure(unit="votes", needs=NEEDS, says=["counted so far", "votes counted", "ballots counted"])
def votes_counted(race: Race, cycle: Cycle, round: RoundName, at: Moment | None = None) -> Answer:
    """All votes counted for listed candidates by a moment, or by the newest count in the record.

    Write-ins are not in the running counts. Times are UTC unless they name a zone; a day alone is
    taken through its end.
    """
    return _at_moment("sum(votes)", at)


@measure(unit="votes", needs=NEEDS, says=["had … votes so far", "votes so far"])
def votes_so_far(
    race: Race, cycle: Cycle, round: RoundName, candidate: Person, at: Moment | None = None
) -> Answer:
    """The candidate's votes as counted by a moment, or by the newest count in the record."""
    return _at_moment("sum(votes)", at, " and person = $candidate")


@measure(unit="share", needs=NEEDS, says=["of the votes counted", "of the count so far"])
def share_so_far(
    race: Race, cycle: Cycle, round: RoundName, candidate: Person, at: Moment | None = None
) -> Answer:
    """The candidate's votes as a share of all votes counted by the moment."""
    return Ratio(
        numerator=_at_moment("sum(votes)", at, " and person = $candidate"),
        denominator=_at_moment("sum(votes)", at),
        names=("votes_so_far", "votes_counted"),
    )


def _changes(column: str, at: str | None) -> Query:
    return Query(
        rows=f"from count_moments where {_CONTEST} and {_UNTIL}",
        value=f"count(*) filter (where {column})",
        caveat="case when count(*) = 1 then 'The record has one count of the contest.' end",
        also={
            "first_count": "min(counted_at)",
            "newest_count": "max(counted_at)",
            "last_change": f"max(counted_at) filter (where {column})",
        },
        binds={"at": at},
    )


@measure(unit="count", needs=NEEDS, says=["lead changed hands", "took the lead"])
def lead_changes(race: Race, cycle: Cycle, round: RoundName, at: Moment | None = None) -> Answer:
    """How often who led the contest differed from the count before, over the counts in the record.

    A tie for the lead, and its end, are changes too.
    """
    return _changes("lead_changed", at)


@measure(unit="count", needs=NEEDS, says=["moved into second", "slipped to third"])
def top_two_changes(race: Race, cycle: Cycle, round: RoundName, at: Moment | None = None) -> Answer:
    """How often the set of the first two differed from the count before.

    All who tie for second are in the set. That the two change places is no change of it.
    """
    return _changes("top_two_changed", at)


@measure(unit="count", needs=NEEDS, says=["went down", "lost votes in the count", "correction"])
def counts_down(race: Race, cycle: Cycle, round: RoundName, at: Moment | None = None) -> Answer:
    """How often a candidate's count was lower than at the count before: corrections."""
    return Query(
        rows=f"from count_movement where {_CONTEST} and {_UNTIL}",
        value="count(*) filter (where change < 0)",
        also={"votes_taken_off": "-sum(change) filter (where change < 0)"},
        binds={"at": at},
    )


@measure(unit="share", needs=["counts", "returns"], says=["of the final vote was counted"])
def share_counted_of_final(
    race: Race, cycle: Cycle, round: RoundName, at: Moment | None = None
) -> Answer:
    """Votes counted by a moment as a share of the certified total: known in hindsight alone.

    The certified total holds named write-ins where its source has them; the running counts do not.
    """
    return Ratio(
        numerator=_at_moment("sum(votes)", at),
        denominator=Query(
            rows=f"from contest_ballots where {_CONTEST} and status = 'certified'",
            value="sum(votes)",
        ),
        names=("votes_counted", "votes_cast"),
        apart=True,
    )
