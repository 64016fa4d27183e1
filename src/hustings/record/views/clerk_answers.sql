-- The clerk's roll calls that answer for how members voted, one row each: calls of the members are no
-- votes, and of elections of a Speaker, where the clerk has names, Voteview answers if it is loaded.
select c.snapshot, c.congress, c.chamber, c.rollcall, c.year, c.number, c.date,
  (c.year * 10000 + c.number) * 2 + case c.chamber when 'House' then 0 else 1 end as call
from clerk_record as c
left join (select distinct congress, chamber, rollcall from votes) as o
  on o.congress = c.congress and o.chamber = c.chamber and o.rollcall = c.rollcall
  and c.for_candidates > 0
where not c.quorum and o.rollcall is null
