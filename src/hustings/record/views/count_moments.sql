-- The moments at which a contest's count moved, one row each: votes counted, who led and who were
-- the first two (all of them where votes tie), and whether either differs from the moment before.
with moments as (
  select
    min(snapshot) as snapshot, min(line) as line, district, cycle, round,
    max(contest_date) as contest_date, counted_at, max(reported_at) as reported_at,
    max(votes_counted) as votes_counted,
    string_agg(candidate, ', ' order by candidate) filter (where place = 1) as leaders,
    string_agg(candidate, ', ' order by candidate) filter (where place <= 2) as top_two,
    count(*) filter (where change < 0) as counts_down,
    min(votes) filter (where place <= 2) as second_votes,
    max(votes) filter (where place > 2) as third_votes
  from count_movement
  group by district, cycle, round, counted_at
),
compared as (
  select *,
    lag(votes_counted) over contest as counted_before,
    lag(leaders) over contest as leaders_before,
    lag(top_two) over contest as top_two_before
  from moments
  window contest as (partition by district, cycle, round order by counted_at)
)
select *,
  votes_counted - counted_before as change,
  coalesce(leaders <> leaders_before, false) as lead_changed,
  coalesce(top_two <> top_two_before, false) as top_two_changed
from compared
