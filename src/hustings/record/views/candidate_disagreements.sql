-- Where two of the FEC's files through the same day give a candidate another amount on one line.
with every as (
  select snapshot, cycle, candidate_id, coverage_end, "column", usd
  from (
    select t.snapshot, t.cycle, t.candidate_id, t.coverage_end, t.receipts_usd,
      t.from_individuals_usd, t.from_committees_usd, t.from_parties_usd, t.from_candidate_usd,
      t.disbursements_usd, t.cash_end_usd
    from candidate_totals as t
  )
  unpivot (
    usd for "column" in (receipts_usd, from_individuals_usd, from_committees_usd, from_parties_usd,
      from_candidate_usd, disbursements_usd, cash_end_usd)
  )
)
select one.cycle, one.candidate_id, one."column", one.usd as usd_here, other.usd as usd_there,
  s.source as source_there, s.file as file_there
from every as one
join candidate_money as m
  on m.snapshot = one.snapshot and m.cycle = one.cycle and m.candidate_id = one.candidate_id
join every as other
  on other.cycle = one.cycle and other.candidate_id = one.candidate_id
  and other."column" = one."column" and other.coverage_end = one.coverage_end
  and other.snapshot <> one.snapshot
join snapshots as s on s.snapshot = other.snapshot
where other.usd <> one.usd
