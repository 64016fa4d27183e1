-- Days of votes: the reviewed calendar first (a special election's own day before the state's),
-- then the days that the answering returns carry.
select snapshot, line, state, district, cycle, round, day,
  case when district is null then 2 else 1 end as preference
from calendar
union all
select snapshot, min(line), split_part(district, '-', 1), district, cycle, round, contest_date, 3
from contest_votes
where contest_date is not null
group by snapshot, district, cycle, round, contest_date
