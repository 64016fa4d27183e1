-- Every counted line of a ballot: certified returns, and for each contest the newest count that
-- was known. Sums that files carry among their rows are left out; so are over- and undervotes.
select
  r.snapshot, r.line, r.district, r.cycle, r.round,
  coalesce(r.contest_date, own.day, day.day) as contest_date,
  coalesce(r.contest_party, '') as contest_party,
  r.level, r.county, r.precinct, r.mode, r.kind,
  coalesce(r.name, case when r.kind = 'write-in' then 'Write-in' end) as name,
  r.party, r.write_in, r.incumbent, r.votes, coalesce(r.unopposed, false) as unopposed,
  r.winner, coalesce(r.status, 'certified') as status, cast(null as timestamp) as counted_at
from returns as r
left join calendar as own
  on own.district = r.district and own.cycle = r.cycle and own.round = r.round
left join calendar as day
  on day.district is null and day.state = split_part(r.district, '-', 1)
  and day.cycle = r.cycle and day.round = r.round
where r.kind in ('candidate', 'write-in')
union all
select
  snapshot, line, district, cycle, round, contest_date, '' as contest_party,
  'district' as level, null as county, null as precinct, null as mode, 'candidate' as kind,
  name, party, false as write_in, incumbent, votes, false as unopposed, null as winner,
  'canvass' as status, counted_at
from (
  select *, max(counted_at) over (partition by snapshot, district, cycle, round) as newest
  from counts
)
where counted_at = newest and votes is not null
