-- The newest totals that split gifts from individuals into itemised and unitemised: the
-- candidate_summary files alone do.
select t.* from candidate_totals as t
join snapshots as s on s.snapshot = t.snapshot
where t.unitemized_usd is not null
qualify row_number() over (
  partition by t.cycle, t.candidate_id order by s.as_of desc, s.precedence, s.sequence desc
) = 1
