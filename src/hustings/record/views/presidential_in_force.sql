-- Votes for President by district for each Congress: from a data set on the lines in force when it
-- was elected; of several the one on the newest lines up to its end, then the most trusted.
select t.*, (l.cycle - 1786) // 2 as congress
from presidential_by_district as t
join lines_in_force as l
  on l.state = split_part(t.district, '-', 1) and t.map_cycle between l.from_cycle and l.to_cycle
join snapshots as s on s.snapshot = t.snapshot
qualify row_number() over (
  partition by l.cycle, t.district, t.year, t.candidate, t.basis
  order by t.map_cycle > l.cycle + 2, abs(t.map_cycle - l.cycle - 2), s.precedence,
    s.sequence desc, t.snapshot, t.line
) = 1
