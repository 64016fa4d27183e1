-- What each place means under the rule of the round: elected, advances, eliminated, tied (a fact
-- beyond the votes decides) or open (this round's votes do not decide). docs/rules.md is the
-- specification; `hustings.contests.decide` says the same with reasons, and a test holds the two
-- together over every contest. Who won a ranked count is taken from a source that marks the winner.
with measured as (
  select *,
    cast(votes_cast as bigint) as cast_all,
    max(votes) filter (where kind = 'candidate') over contest as most,
    bool_or(kind = 'candidate' and votes is null) over contest as uncounted,
    bool_or(coalesce(winner, false)) over contest as marked,
    round in ('general', 'runoff', 'special-general', 'special-runoff')
      or rule in ('majority-two-round', 'majority-runoff') as elects
  from contest_results
  window contest as (partition by district, cycle, round, contest_party)
),
compared as (
  select *,
    coalesce(
      case when at_threshold then cast(most as bigint) >= threshold * cast_all
        else cast(most as bigint) > threshold * cast_all end,
      false
    ) as passed,
    minimum_share is null or votes is null
      or cast(votes as bigint) >= minimum_share * cast_all as enough
  from measured
),
-- How many have a place: those to be elected, nominated or sent on; none where it stays open.
counted as (
  select *,
    case
      when rule in ('top-two', 'top-four') then advance
      when rule = 'plurality' or passed or (rule = 'party-primary' and threshold is null) then 1
      when rule = 'ranked-choice' or (rule = 'party-primary' and not runoff) then 0
      when on_request then 1
      else advance
    end as places,
    rule in ('majority-two-round', 'majority-runoff') and not passed as again
  from compared
),
judged as (
  select *,
    case
      when kind <> 'candidate' or (rule is null and void is null) then null
      when void is not null then 'open'
      when standing = 1 then
        case when cast_all > 0 and not enough then 'eliminated'
          when elects then 'elected' else 'advances' end
      when uncounted or cast_all = 0 then 'open'
      when places = 0 then
        case when not marked or rule <> 'ranked-choice' then 'open'
          when not coalesce(winner, false) then 'eliminated'
          when elects then 'elected' else 'advances' end
      when not enough then 'eliminated'
      when place - 1 + level <= places or (place <= places and places > 1 and tied = 'all-advance')
        then case when elects and not again then 'elected' else 'advances' end
      when place <= places then 'tied'
      when on_request and not passed and place = 2 then 'open'
      else 'eliminated'
    end as result
  from counted
)
select * exclude (cast_all, most, uncounted, marked, elects, passed, enough, places, again),
  coalesce(result = 'advances', false) as advances,
  coalesce(result = 'elected', false) as elected,
  bool_or(coalesce(result = 'elected', false)) over (
    partition by district, cycle, round, contest_party
  ) as decided
from judged
