-- Shared borders by district for each Congress, from one file of outlines on the lines in
-- force when it was elected, the most trusted one.
select t.*, (l.cycle - 1786) // 2 as congress
from district_borders as t
join lines_in_force as l
  on l.state = split_part(t.district, '-', 1) and t.map_cycle between l.from_cycle and l.to_cycle
join snapshots as s on s.snapshot = t.snapshot
qualify dense_rank() over (
  partition by l.cycle, t.district
  order by t.map_cycle > l.cycle + 2, abs(t.map_cycle - l.cycle - 2), s.precedence,
    s.sequence desc, t.snapshot
) = 1
