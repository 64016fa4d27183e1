"""Votes: who ran, who won how many, who advanced and by which rule.

A contest is one vote in a race: a seat, a cycle and a round. Where states hold primaries within
parties, a round holds several contests; `party` then says which one is meant.
"""

from __future__ import annotations

from hustings.contests.rules import STAGES, rule_in_force
from hustings.errors import NoData, RequestError
from hustings.ids import STATES, split_district
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


@measure(
    unit="votes",
    needs=NEEDS,
    says=[
        "turnout",
        "voters in total",
        "votes cast",
        "ballots",
        "people voted",
        "were cast",
        "votes were counted",
        "of us voted",
        "turned out",
        "went to the polls",
        "cast ballots",
        "cast a ballot",
        "votes in all",
        "total votes",
        "how many vote",
        "votes in total",
        "people cast",
        "took part",
    ],
)
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


_FIRST_CHOICES = """case when max(rule) = 'ranked-choice' and 2 * max(votes) <= max(votes_cast)
  then 'First choices alone: the ballots were then counted in rounds.' end"""


def _places(*, value: str, party: str | None) -> Query:
    return Query(
        rows=f"from contest_standing where {_contest(party)} and kind = 'candidate' "
        "and votes is not null",
        value=value,
        which=_WHICH,
        caveat=_caveat(_FIRST_CHOICES, _UNCERTIFIED),
        binds={"party": party},
    )


_ORDERED = "list(votes order by votes desc)"
_LEAD = f"{_ORDERED}[1] - {_ORDERED}[2]"


@measure(
    unit="votes",
    needs=NEEDS,
    says=[
        "winning by … votes",
        "margin of … votes",
        "lead of",
        "votes ahead",
        "votes more than",
        "lead was",
        "margin was",
        "gap was",
        "edge of … votes",
        "difference was",
        "separated the two",
        "votes apart",
        "votes short",
        "votes separated",
    ],
)
def margin_votes(race: Race, cycle: Cycle, round: RoundName, party: Party | None = None) -> Answer:
    """Votes of the first minus votes of the second in the contest."""
    return _places(value=_LEAD, party=party)


@measure(
    unit="points",
    needs=NEEDS,
    says=[
        "margin of … points",
        "won by … points",
        "closer",
        "points ahead",
        "points short of",
        "point margin",
        "points behind",
        "edge of … points",
        "lead of … points",
        "by … points",
        "gap was … points",
        "gap of … points",
        "point win",
        "point victory",
        "point loss",
        "point gap",
        "point lead",
        "point edge",
    ],
)
def margin_points(race: Race, cycle: Cycle, round: RoundName, party: Party | None = None) -> Answer:
    """The first's share minus the second's, in percentage points of all votes cast."""
    return _places(value=f"100.0 * ({_LEAD}) / nullif(max(votes_cast), 0)", party=party)


_IF_FINAL = """case when max(status) <> 'certified' then
  'Who would advance if the count ended here.' end"""
_NO_RULE = "case when max(rule) is null then 'No rule is known for this round.' end"
_VOID = "max(void)"
_TIE = """case
  when count(*) filter (where result = 'tied') > 0 then
    'Tied at ' || format('{:,}', cast(max(votes) filter (where result = 'tied') as bigint))
    || ' votes: ' || string_agg(candidate, ' and ' order by candidate) filter (where result = 'tied')
    || coalesce('; settled by ' || max(tie_rule), '; how that is settled is not known') || '.'
  when max(tied) = 'all-advance' and max(place) filter (where advances) < count(*) filter (
    where advances and place > 1) + 1 then
    'A tie for second: by the law of the state all the tied go on (' || max(authority) || ').'
  end"""
_ASKED = """case when max(rule) = 'party-primary' and bool_or(result = 'open') and max(void) is null
  then case when bool_or(on_request)
    then 'Nobody has more than ' || cast(cast(100 * max(threshold) as integer) as varchar)
      || '%: the second may ask for a second primary, or the first is the nominee.'
    else 'Nobody has ' || cast(cast(100 * max(threshold) as integer) as varchar)
      || '%: a party convention chooses the nominee.' end end"""


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
        caveat=_caveat(_VOID, _NO_RULE, _TIE, _ASKED, _IF_FINAL, _UNCERTIFIED),
        binds={"party": party},
        also={"rule": "any_value(rule)", "authority": "any_value(authority)"},
    )


_SETTLED = """case when max(result) = 'tied' then
  'Tied: ' || coalesce('settled by ' || max(tie_rule), 'how that is settled is not known') || '.' end"""


@measure(unit="text", needs=NEEDS, says=["won", "lost", "prevailed", "was elected", "defeated"])
def outcome(
    race: Race, cycle: Cycle, round: RoundName, candidate: Person, party: Party | None = None
) -> Answer:
    """What the round brought the candidate: elected, advanced, tied, or lost, by the rule in force.

    While a count is not certified it is only leading or trailing for a place. Where the votes of
    the round do not decide it is undecided, or decided by ranked choice; docs/rules.md says when.
    """
    return Query(
        rows=f"from contest_standing where {_contest(party)} and person = $candidate",
        which=_WHICH,
        binds={"party": party},
        value=(
            "max(case when result is null then null "
            "when status <> 'certified' and (elected or advances) then 'leading' "
            "when status <> 'certified' then 'trailing' "
            "when elected then 'elected' when advances then 'advanced' when result = 'tied' "
            "then 'tied' when rule = 'ranked-choice' and result = 'open' "
            "then 'decided by ranked choice' when result = 'open' then 'undecided' "
            "else 'lost' end)"
        ),
        caveat=_caveat(_VOID, _SETTLED, _UNCERTIFIED),
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


#: How sure the row of the table is, in words.
_SURE = """case max(confidence) when 'from-memory' then
    'From memory, no source that says it was read: ' || coalesce(max(note), 'no more is known.')
  when 'one-source' then 'One source says so.' end"""
#: Why a vote that was held does not count.
_SET_ASIDE = """(select string_agg(distinct reason, ' ') from void_contests
  where state = $state and cycle = $cycle and round = $stage and not held_again
    and (district is null or district = $race))"""


@measure(
    unit="text", needs=["rules"], says=["top two", "jungle primary", "ranked choice", "runoff"]
)
def election_rule(
    cycle: Cycle,
    state: State | None = None,
    race: Race | None = None,
    round: RoundName | None = None,
) -> Answer:
    """The rule by which a round of House elections decides in a state or race and year.

    Without a round it is the primary's, or the general's where there is no primary. From a
    reviewed table of statutes and lists; `confidence` says how sure a row is.
    """
    if state is None and race is None:
        raise RequestError(
            "election_rule needs a state or a race.", next_step="Write state=CA or race=CA-34."
        )
    place = state or split_district(str(race))[0]
    if race is not None and split_district(race)[0] != place:
        raise RequestError(f"{race} is not in {STATES[place]}.", next_step="Give one of the two.")
    stage, caveat = _stage(place, cycle, round, race or "")
    return Query(
        rows=(
            "from rules where state = $state and stage = $stage "
            "and $cycle >= from_cycle and ($cycle <= to_cycle or to_cycle is null)"
        ),
        value="max(rule)",
        caveat=caveat,
        binds={"state": place, "race": race, "stage": stage},
        also={
            "stage": "any_value(stage)",
            "authority": "any_value(authority)",
            "confidence": "any_value(confidence)",
            "threshold": "any_value(threshold)",
            "tie_rule": "any_value(tie_rule)",
            "note": "any_value(note)",
        },
    )


def _stage(state: str, cycle: int, round: str | None, race: str) -> tuple[str, str]:
    """The stage whose rule is asked for, and the caveat's SQL.

    Raises NoData where the table knows why there is none, such as a vote that was called off.
    """
    if state not in STATES:
        return round or "primary", _SURE
    try:
        rule = rule_in_force(state, cycle, round or "primary", district=race)
    except NoData:
        if round is not None:
            raise
        rule = rule_in_force(state, cycle, "general", district=race)
    return STAGES.get(rule.round, rule.round), _caveat(_SURE, *([_SET_ASIDE] if rule.void else []))


#: Whether a row is of the party asked about; one person may carry several lines.
_OF_PARTY = "list_contains(string_split(coalesce(parties, ''), '/'), $party)"


@measure(
    unit="yes/no",
    needs=NEEDS,
    says=["locked out", "shut out of the general", "no Democrat on the ballot"],
)
def lockout(race: Race, cycle: Cycle, party: Party) -> Answer:
    """Whether nobody of the party went on from the all-party primary to the general election.

    For top-two and top-four primaries, computed from the votes; `field` lists the party's
    candidates in the primary by votes. Where a tie leaves it open there is no answer.
    """
    return Query(
        rows=(
            "from contest_standing where district = $race and cycle = $cycle "
            "and round = 'primary' and rule in ('top-two', 'top-four')"
        ),
        value=f"""case when coalesce(bool_or(advances and {_OF_PARTY}), false) then false
          when coalesce(bool_or(result in ('tied', 'open') and {_OF_PARTY}), false) then null
          else true end""",
        caveat=_caveat(
            f"case when not bool_or({_OF_PARTY}) then 'Nobody of the party stood.' end",
            _TIE,
            _IF_FINAL,
            _UNCERTIFIED,
        ),
        also={
            "field": f"list(candidate || ', ' || votes order by votes desc, candidate) "
            f"filter (where {_OF_PARTY} and kind = 'candidate')",
            "field_votes": f"sum(votes) filter (where {_OF_PARTY} and kind = 'candidate')",
            "votes_cast": "max(votes_cast)",
            "advancing": "list(candidate order by votes desc, candidate) filter (where advances)",
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
