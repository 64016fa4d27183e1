-- Shared borders by district for each Congress, from one file of outlines on the lines in
-- force when it was elected, the most trusted one. `named` is false where the neighbour's own state
-- had other lines by then, so that the file's number of it is that of another place.
with chosen as (
  select t.*, l.cycle
  from district_borders as t
  join lines_in_force as l
    on l.state = split_part(t.district, '-', 1) and t.map_cycle between l.from_cycle and l.to_cycle
  join snapshots as s on s.snapshot = t.snapshot
  qualify dense_rank() over (
    partition by l.cycle, t.district
    order by t.map_cycle > l.cycle + 2, abs(t.map_cycle - l.cycle - 2), s.precedence,
      s.sequence desc, t.snapshot
  ) = 1
)
select c.*, (c.cycle - 1786) // 2 as congress,
  coalesce(c.map_cycle between n.from_cycle and n.to_cycle, false) as named
from chosen as c
left join lines_in_force as n
  on n.state = split_part(c.neighbour, '-', 1) and n.cycle = c.cycle
