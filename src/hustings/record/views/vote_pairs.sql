-- held: no
-- Each vote that both Voteview and the chamber's clerk have, beside each other. Joined on bioguide,
-- so that both numbers of a party switcher are one person; senators by the Senate's own ids, which
-- legislators translate. Elections of a Speaker are left out: there the clerk names people.
select v.snapshot, v.line, v.congress, v.chamber, v.rollcall, v.icpsr, m.bioguide,
  c.year, c.number, v.cast_code, k.option, p.position as voteview, k.position as clerk
from votes as v
join cast_positions as p on p.cast_code = v.cast_code
join members as m
  on m.congress = v.congress and m.chamber = v.chamber and m.icpsr = v.icpsr
left join legislators as l on l.bioguide = m.bioguide
join clerk_record as c
  on c.congress = v.congress and c.chamber = v.chamber and c.rollcall = v.rollcall
  and c.for_candidates = 0
join clerk_votes as k
  on k.snapshot = c.snapshot and k.year = c.year and k.number = c.number
  and k.member = case v.chamber when 'House' then m.bioguide else l.lis end
