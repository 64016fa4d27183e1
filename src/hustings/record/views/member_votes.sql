-- held: no
-- How each member voted, with the roll call's name and what the parties did in it. `own_side` is the
-- side of most of the member's own party, null for members of other parties and where it was split.
select v.snapshot, v.line, v.congress, v.chamber, r.vote, r.date, v.bioguide, v.name, v.party,
  v.position, r.unity, r.yeas, r.nays, r.democratic_side, r.republican_side,
  case v.party when 'DEM' then r.democratic_side when 'REP' then r.republican_side end as own_side,
  case v.party when 'DEM' then case v.position when 'yea' then r.democratic_yeas
      when 'nay' then r.democratic_nays end
    when 'REP' then case v.position when 'yea' then r.republican_yeas
      when 'nay' then r.republican_nays end end as own_alike,
  case v.party when 'DEM' then r.democratic_yeas + r.democratic_nays
    when 'REP' then r.republican_yeas + r.republican_nays end as own_voted,
  r.question, r.subject, r.result, r.bill
from cast_votes as v
join roll_calls as r
  on r.congress = v.congress and r.chamber = v.chamber
  and r.year is not distinct from v.year and r.number is not distinct from v.number
  and r.rollcall is not distinct from v.rollcall
