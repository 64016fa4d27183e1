-- The counts of each contest as they moved, one series for each: the state's own before a county's,
-- then the one that reaches furthest. Moments before the first vote are left out. Times are UTC;
-- `place` is by votes at the moment, equal votes, equal place.
with heard as (
  select snapshot, district, cycle, round, max(counted_at) as newest, count(*) as moments
  from counts
  where votes is not null
  group by snapshot, district, cycle, round
),
series as (
  select heard.*, row_number() over (
    partition by heard.district, heard.cycle, heard.round
    order by s.precedence, heard.newest desc, heard.moments desc, s.sequence desc, heard.snapshot
  ) as turn
  from heard
  join snapshots as s on s.snapshot = heard.snapshot
  where not s.partial
),
lines as (
  select
    c.snapshot, c.line, c.district, c.cycle, c.round, c.contest_date, c.counted_at, c.reported_at,
    c.name, coalesce(n.person, c.district || '/' || lower(c.name)) as person,
    coalesce(p.name, c.name) as candidate, c.party, c.incumbent, c.votes,
    sum(c.votes) over moment as votes_counted
  from counts as c
  join series as s
    on s.turn = 1 and s.snapshot = c.snapshot and s.district = c.district
    and s.cycle = c.cycle and s.round = c.round
  left join person_names as n
    on n.district = c.district and n.cycle = c.cycle and n.name = c.name
  left join people as p on p.person = n.person
  where c.votes is not null
  window moment as (partition by c.district, c.cycle, c.round, c.counted_at)
)
select *,
  rank() over (
    partition by district, cycle, round, counted_at order by votes desc
  ) as place
from lines
where votes_counted > 0
