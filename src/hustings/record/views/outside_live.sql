-- Rows of outside_reported that are no earlier version and no copy, with the key by which a notice
-- is matched with a periodic row: spender, candidate and stance.
select r.row_id, r.source_kind = 'notice' as is_notice, r.memo,
  r.spender_id || ' ' || coalesce(r.candidate_id, '') || ' ' || coalesce(r.stance, '') as who,
  r.transaction_id, r.amount_usd, trunc(r.amount_usd) as dollars_usd, r.dollars, r.payee_key,
  coalesce(r.date, date '1900-01-01') as day
from outside_reported as r
join outside_standing as s on s.row_id = r.row_id
where s.superseded_by is null and s.revised_by is null and s.twin_of is null
  and r.spender_id is not null
