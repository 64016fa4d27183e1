-- Which snapshot answers for a contest: certified before counts, the state's own before others
-- (precedence), whole totals before counties and precincts, then the newest. A file that covers
-- part of a state never answers.
with heard as (
  select
    snapshot, district, cycle, round, contest_party, level,
    max(contest_date) as contest_date, max(status) as status, max(counted_at) as counted_at,
    sum(votes) as votes_total, count(*) as ballot_lines, bool_or(unopposed) as unopposed
  from ballots
  group by snapshot, district, cycle, round, contest_party, level
)
select heard.*, s.source, s.title, s.precedence,
  row_number() over (
    partition by heard.district, heard.cycle, heard.round, heard.contest_party
    order by
      case heard.status when 'certified' then 1 when 'canvass' then 2 else 3 end,
      coalesce(heard.votes_total, 0) = 0,
      s.precedence,
      case heard.level when 'district' then 1 when 'county' then 2 else 3 end,
      s.as_of desc, s.sequence desc, heard.snapshot
  ) as place
from heard
join snapshots as s on s.snapshot = heard.snapshot
where not s.partial
