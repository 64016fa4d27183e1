-- How each candidate's count moved: the rows of count_series at moments at which any count of the
-- contest differed from the moment before. `change` is empty at the first count; below zero it is a
-- correction.
with compared as (
  select *, lag(votes) over (
    partition by district, cycle, round, person order by counted_at
  ) as votes_before
  from count_series
),
moved as (
  select *, max(case when votes_before is null or votes <> votes_before then 1 else 0 end) over (
    partition by district, cycle, round, counted_at
  ) as moves
  from compared
)
select
  snapshot, line, district, cycle, round, contest_date, counted_at, reported_at, name, person,
  candidate, party, incumbent, votes, votes_before, votes - votes_before as change, votes_counted,
  place
from moved
where moves = 1
