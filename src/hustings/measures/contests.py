"""Votes: who ran, who won how many, who advanced and by which rule.

A contest is one vote in a race: a seat, a cycle and a round. Where states hold primaries within
parties, a round holds several contests; `party` then says which one is meant.
"""

from __future__ import annotations

from hustings.measures.base import Answer, Query, Ratio, measure
from hustings.measures.params import Cycle, Party, Person, Race, RoundName, State

NEEDS = ["returns"]
_CONTEST = "district = $race and cycle = $cycle and round = $round"
#: Where a round holds a contest for each party, a figure of one contest must say which is meant.
_WHICH = """case when count(distinct contest_party) > 1 then
  string_agg(distinct 'party=' || contest_party, ', ' order by 'party=' || contest_party) end"""

_UNCERTIFIED = "max(caveat_status)"


def _caveat(*parts: str) -> str:
    """Sentences, a line each, or null if there are none."""
    return parts[0] if len(parts) == 1 else f"nullif(concat_ws(chr(10), {', '.join(parts)}), '')"


def _contest(party: str | None) -> str:
    """The round's rows; with a party its own contest's, or the one ballot that all share."""
    return _CONTEST if party is None else f"{_CONTEST} and contest_party in ('', $party)"


def _votes(person: str, party: str | None) -> Query:
    return Query(
        rows=f"from contest_ballots where {_contest(party)} and person = $candidate",
        value="sum(votes)",
        which=_WHICH,
        caveat=_caveat(_UNCERTIFIED, "max(caveat_differing)"),
        also={"unopposed": "nullif(bool_or(unopposed), false)"},
        binds={"candidate": person, "party": party},
    )


def _cast(person: str, party: str | None) -> Query:
    return Query(
        rows=f"from contest_fields where {_contest(party)} and stander = $candidate",
        value="sum(votes)",
        which=_WHICH,
        binds={"candidate": person, "party": party},
    )


@measure(unit="votes", needs=NEEDS, says=["votes", "won … votes", "received … votes"])
def votes(
    race: Race, cycle: Cycle, round: RoundName, candidate: Person, party: Party | None = None
) -> Answer:
    """Votes counted for the candidate in the round, all ballot lines together.

    Whoever stood in the primaries of several parties has votes in each: name the party.
    """
    return _votes(candidate, party)


@measure(unit="share", needs=NEEDS, says=["of the vote", "percent of the vote", "vote share"])
def vote_share(
    race: Race, cycle: Cycle, round: RoundName, candidate: Person, party: Party | None = None
) -> Answer:
    """The candidate's votes as a share of all votes cast for a candidate in the contest."""
    return Ratio(
        numerator=_votes(candidate, party),
        denominator=_cast(candidate, party),
        names=("votes", "votes_cast"),
    )


@measure(unit="votes", needs=NEEDS, says=["turnout", "voters in total", "votes cast", "ballots"])
def votes_cast(
    race: Race,
    cycle: Cycle,
    round: RoundName,
    party: Party | None = None,
) -> Answer:
    """All votes for candidates in the round, named write-ins and scattered ones included.

    Over- and undervotes are not votes for anybody and are left out. Where parties hold primaries
    of their own it is the sum of all, or with `party` of one.
    """
    return Query(
        rows=f"from contest_ballots where {_contest(party)}",
        value="sum(votes)",
        caveat=_caveat(_UNCERTIFIED),
        binds={"party": party},
    )


def _places(*, value: str, party: str | None) -> Query:
    return Query(
        rows=f"from contest_standing where {_contest(party)} and kind = 'candidate' "
        "and votes is not null",
        value=value,
        which=_WHICH,
        caveat=_caveat(_UNCERTIFIED),
        binds={"party": party},
    )


_ORDERED = "list(votes order by votes desc)"
_LEAD = f"{_ORDERED}[1] - {_ORDERED}[2]"


@measure(unit="votes", needs=NEEDS, says=["winning by … votes", "margin of … votes", "lead of"])
def margin_votes(race: Race, cycle: Cycle, round: RoundName, party: Party | None = None) -> Answer:
    """Votes of the first minus votes of the second in the contest."""
    return _places(value=_LEAD, party=party)


@measure(unit="points", needs=NEEDS, says=["margin of … points", "won by … points", "closer"])
def margin_points(race: Race, cycle: Cycle, round: RoundName, party: Party | None = None) -> Answer:
    """The first's share minus the second's, in percentage points of all votes cast."""
    return _places(value=f"100.0 * ({_LEAD}) / nullif(max(votes_cast), 0)", party=party)


_IF_FINAL = """case when max(status) <> 'certified' then
  'Who would advance if the count ended here.' end"""
_NO_RULE = "case when max(rule) is null then 'No rule is known for this round.' end"
_TIE = """case when max(rule) = 'top-two' and count(*) filter (where advances and place > 1) > 1
  then 'A tie for second: in California all the tied advance (Elections Code 8142).' end"""


@measure(unit="names", needs=NEEDS, says=["advance", "emerged to face off", "moved on", "top two"])
def advancing(race: Race, cycle: Cycle, round: RoundName, party: Party | None = None) -> Answer:
    """Who goes on to the next round under the rule of the state and year, by order of votes.

    Where parties hold primaries of their own, all of theirs, or with `party` one's. Computed from
    the votes; ties at the edge go on together where the law says so. A withdrawal, a recount or a
    court may have changed it afterwards.
    """
    return Query(
        rows=f"from contest_standing where {_contest(party)}",
        value="list(candidate order by votes desc, candidate) filter (where advances)",
        caveat=_caveat(_NO_RULE, _TIE, _IF_FINAL, _UNCERTIFIED),
        binds={"party": party},
        also={"rule": "any_value(rule)", "authority": "any_value(authority)"},
    )


@measure(unit="text", needs=NEEDS, says=["won", "lost", "prevailed", "was elected", "defeated"])
def outcome(
    race: Race, cycle: Cycle, round: RoundName, candidate: Person, party: Party | None = None
) -> Answer:
    """What the round brought the candidate: elected, advanced, or lost, by the rule in force.

    While a count is not certified it is only leading or trailing for a place.
    """
    return Query(
        rows=f"from contest_standing where {_contest(party)} and person = $candidate",
        which=_WHICH,
        binds={"party": party},
        value=(
            "max(case when rule is null then null "
            "when status <> 'certified' and (elected or advances) then 'leading' "
            "when status <> 'certified' then 'trailing' "
            "when elected then 'elected' when advances then 'advanced' "
            "when rule = 'ranked-choice' and not decided then 'decided by ranked choice' "
            "else 'lost' end)"
        ),
        caveat=_caveat(_UNCERTIFIED),
        also={"rule": "any_value(rule)", "place": "min(place)"},
    )


@measure(unit="date", needs=NEEDS, says=["was held on", "primary was", "election day"])
def contest_date(race: Race, cycle: Cycle, round: RoundName) -> Answer:
    """The day of the vote, from the calendar of elections or the returns themselves."""
    return Query(
        rows=(
            "from contest_days where state = split_part($race, '-', 1) and cycle = $cycle "
            "and round = $round and (district is null or district = $race)"
        ),
        value="arg_min(day, preference)",
    )


#: Rounds whose stage has a longer name in the table of rules.
_STAGES = {"runoff": "general-runoff", "special-runoff": "special-general-runoff"}


@measure(
    unit="text", needs=["rules"], says=["top two", "jungle primary", "ranked choice", "runoff"]
)
def election_rule(
    state: State,
    cycle: Cycle,
    round: RoundName | None = None,
) -> Answer:
    """The rule by which the round decides in that state and year; the primary's unless asked.

    From a reviewed table of statutes and lists; `confidence` says how sure a row is.
    """
    return Query(
        rows=(
            "from rules where state = $state and stage = $stage "
            "and $cycle >= from_cycle and ($cycle <= to_cycle or to_cycle is null)"
        ),
        value="max(rule)",
        binds={"stage": _STAGES.get(round or "primary", round or "primary")},
        also={
            "authority": "any_value(authority)",
            "confidence": "any_value(confidence)",
            "threshold": "any_value(threshold)",
            "note": "any_value(note)",
        },
    )


@measure(unit="names", needs=NEEDS, says=["third consecutive campaign", "ran in", "ran before"])
def candidacies(candidate: Person, race: Race | None = None) -> Answer:
    """The cycles in which the person was on a counted ballot for the House (for the seat)."""
    return Query(
        rows="from contest_ballots where person = $candidate and ($race is null or district = $race)",
        value="list(distinct cycle order by cycle)",
        binds={"race": race},
        also={"races": "list(distinct district order by district)"},
    )


@measure(unit="text", needs=NEEDS, says=["Democrat", "Republican", "both are Democrats", "party"])
def party(race: Race, cycle: Cycle, candidate: Person) -> Answer:
    """The party preference or nomination printed beside the candidate's name on the ballot."""
    return Query(
        rows=(
            "from contest_ballots where district = $race and cycle = $cycle and person = $candidate "
            "and party is not null"
        ),
        value="string_agg(distinct party, '/' order by party)",
    )
