-- For each state and election year, the span of elections held on the same district lines.
select m.state, c.cycle, m.from_cycle, coalesce(m.to_cycle, 2030) as to_cycle, m.map
from district_maps as m
join (select unnest(range(2012, 2032, 2)) as cycle) as c
  on c.cycle >= m.from_cycle and (m.to_cycle is null or c.cycle <= m.to_cycle)
