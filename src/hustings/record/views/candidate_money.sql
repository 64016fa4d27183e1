-- The newest totals of each candidate and cycle over the FEC's three summary files; of files that
-- speak through the same day, the all-candidates summary answers first.
select t.* from candidate_totals as t
join snapshots as s on s.snapshot = t.snapshot
qualify row_number() over (
  partition by t.cycle, t.candidate_id
  order by coalesce(t.coverage_end, date '1900-01-01') desc, s.as_of desc, s.precedence,
    s.sequence desc
) = 1
