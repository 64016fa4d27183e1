-- Poverty by district for each Congress: from a survey on the lines in force when it was
-- elected; of several the newest up to the Congress's end, else the first after.
select t.*, (l.cycle - 1786) // 2 as congress
from district_poverty as t
join lines_in_force as l
  on l.state = split_part(t.district, '-', 1) and t.map_cycle between l.from_cycle and l.to_cycle
join snapshots as s on s.snapshot = t.snapshot
qualify row_number() over (
  partition by l.cycle, t.district
  order by t.year > l.cycle + 2, abs(t.year - l.cycle - 2), s.precedence,
    s.sequence desc, t.snapshot, t.line
) = 1
