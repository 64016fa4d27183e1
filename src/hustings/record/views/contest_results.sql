-- Votes of each person in each contest, with the place (equal votes, equal place) and how many
-- share it (level), the votes cast for all, and the rule of the round in that state and year.
-- Fusion lines are added up. `void` says why a vote that was held does not count.
with totals as (
  select
    district, cycle, round, contest_party, person,
    max(contest_date) as contest_date, any_value(candidate order by line) as candidate,
    string_agg(distinct party, '/' order by party) as parties,
    arg_max(party, coalesce(votes, 0)) as party,
    sum(votes) as votes, bool_or(unopposed) as unopposed, bool_or(write_in) as write_in,
    bool_or(incumbent) as incumbent, bool_or(winner) as winner, max(kind) as kind,
    max(status) as status, max(counted_at) as counted_at, min(snapshot) as snapshot,
    min(line) as line, max(caveat_status) as caveat_status
  from contest_ballots
  group by district, cycle, round, contest_party, person
),
placed as (
  select *,
    sum(votes) over contest as votes_cast,
    count(*) filter (where kind = 'candidate') over contest as standing,
    case when kind = 'candidate' then rank() over ordered end as place,
    case when kind = 'candidate' then
      count(*) over (
        partition by district, cycle, round, contest_party, kind order by votes desc nulls last
        range between current row and current row
      )
    end as level
  from totals
  window contest as (partition by district, cycle, round, contest_party),
    ordered as (
      partition by district, cycle, round, contest_party, kind order by votes desc nulls last
    )
)
select placed.*, r.rule, r.threshold, r.at_threshold, r.advance, r.minimum_share, r.runoff,
  r.on_request, r.tied, r.tie_rule, r.withdrawn, r.primary_type, r.authority,
  r.confidence, x.reason as void
from placed
left join rules as r
  on r.state = split_part(placed.district, '-', 1)
  and placed.cycle >= r.from_cycle and (r.to_cycle is null or placed.cycle <= r.to_cycle)
  and r.stage = case placed.round
    when 'runoff' then 'general-runoff'
    when 'special-runoff' then 'special-general-runoff'
    else placed.round end
left join void_contests as x
  on x.state = split_part(placed.district, '-', 1) and x.cycle = placed.cycle
  and x.round = placed.round and coalesce(x.district, placed.district) = placed.district
  and (not x.held_again or placed.contest_date = x.day)
