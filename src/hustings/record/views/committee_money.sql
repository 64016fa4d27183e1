-- The newest totals of each PAC and party committee in a cycle.
select t.* from committee_totals as t
join snapshots as s on s.snapshot = t.snapshot
qualify row_number() over (
  partition by t.cycle, t.committee_id order by s.as_of desc, s.precedence, s.sequence desc
) = 1
