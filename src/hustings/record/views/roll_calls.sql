-- Roll calls with how each party voted, one row each. `vote` is its name: 116-h109.2020 is number 109
-- of the House in 2020. A party's side is yea or nay as most of its members voted, of those who voted
-- either; null for a tie. `unity`: a majority of Democrats opposed a majority of Republicans, which
-- Congressional Quarterly calls a party unity vote. Each member counts with the party of the day.
with counted as (
  select min(snapshot) as snapshot, min(line) as line, congress, chamber, year, number, rollcall,
    min(date) as date,
    count(*) filter (position = 'yea') as yeas, count(*) filter (position = 'nay') as nays,
    count(*) filter (position = 'present') as present,
    count(*) filter (position = 'not voting') as not_voting,
    count(*) filter (position = 'yea' and party = 'DEM') as democratic_yeas,
    count(*) filter (position = 'nay' and party = 'DEM') as democratic_nays,
    count(*) filter (position = 'yea' and party = 'REP') as republican_yeas,
    count(*) filter (position = 'nay' and party = 'REP') as republican_nays
  from cast_votes
  group by congress, chamber, year, number, rollcall
), sided as (
  select *,
    case sign(democratic_yeas - democratic_nays) when 1 then 'yea' when -1 then 'nay' end
      as democratic_side,
    case sign(republican_yeas - republican_nays) when 1 then 'yea' when -1 then 'nay' end
      as republican_side
  from counted
)
select d.*, coalesce(democratic_side <> republican_side, false) as unity,
  d.congress || '-' || lower(left(d.chamber, 1)) || case when d.number is null
    then 'v' || d.rollcall else d.number || '.' || d.year end as vote,
  coalesce(c.question, v.question) as question, coalesce(c.subject, v.description) as subject,
  coalesce(c.result, v.result) as result, c.category, coalesce(c.bill, v.bill) as bill
from sided as d
left join clerk_record as c
  on c.congress = d.congress and c.chamber = d.chamber and c.year = d.year and c.number = d.number
left join rollcalls as v
  on v.congress = d.congress and v.chamber = d.chamber and v.rollcall = d.rollcall
