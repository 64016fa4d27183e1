-- Notices matched with periodic rows of the same spender, candidate, stance and transaction id, one
-- to one: those of one amount (without its cents) first, the k-th with the k-th; then those whose
-- amount the report corrects, within 60 days.
with equal as (
  select row_id, is_notice, who, transaction_id, dollars_usd,
    row_number() over (
      partition by is_notice, who, transaction_id, dollars_usd order by memo, day, row_id
    ) as place
  from outside_live
  where transaction_id is not null
),
first as (
  select n.row_id, p.row_id as matched_row, 'id' as tier
  from equal as n
  join equal as p
    on n.is_notice and not p.is_notice and p.who = n.who and p.transaction_id = n.transaction_id
    and p.dollars_usd = n.dollars_usd and p.place = n.place
),
rest as (
  select row_id, is_notice, who, transaction_id, day,
    row_number() over (
      partition by is_notice, who, transaction_id order by memo, day, row_id
    ) as place
  from outside_live
  where transaction_id is not null
    and row_id not in (select row_id from first union all select matched_row from first)
)
select row_id, matched_row, tier from first
union all
select n.row_id, p.row_id, 'id, amount corrected'
from rest as n
join rest as p
  on n.is_notice and not p.is_notice and p.who = n.who and p.transaction_id = n.transaction_id
  and p.place = n.place
where abs(datediff('day', n.day, p.day)) <= 60
