-- The roll calls of each chamber by its own clerk, one row each: where several files have one, the
-- publisher that is believed first answers, then the newest file. `rollcall` is Voteview's number,
-- where Voteview's list is loaded; calls of the members (quorum calls) have none.
select c.*, v.rollcall
from clerk_rollcalls as c
join snapshots as s on s.snapshot = c.snapshot
left join rollcalls as v
  on v.congress = c.congress and v.chamber = c.chamber and v.clerk_number = c.number
  and 2 * v.congress + 1786 + v.session = c.year and not c.quorum
qualify row_number() over (
  partition by c.congress, c.chamber, c.year, c.number
  order by s.precedence, s.as_of desc, s.sequence desc, c.snapshot
) = 1
