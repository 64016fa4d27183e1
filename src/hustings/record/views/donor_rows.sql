-- Gifts of people that count, a row each, from contributions or from an export (schedule_a). Where
-- a committee's cycle is in both, the one with more rows answers alone. Memo rows, conduits' rows
-- and organisations are left out; refunds are negative.
-- held: no
with every as (
  select 'contributions' as origin, c.snapshot, c.line, c.sub_id, c.cycle, c.committee_id,
    c.name, c.city, c.state, left(c.zip, 5) as zip5, c.employer, c.occupation, c.date,
    case when t.counts_as = 'refund' then -c.amount_usd else c.amount_usd end as amount_usd
  from contributions as c
  join transaction_codes as t on t.code = c.transaction_type
  where c.memo_code is null and t.counts_as in ('individual', 'refund')
    and coalesce(c.entity_type, 'IND') in ('IND', 'CAN') and c.name is not null
  union all
  -- In an export the line tells what a row counts as; many rows have no transaction type.
  select 'schedule_a', a.snapshot, a.line, a.sub_id, a.cycle, a.committee_id,
    a.name, a.city, a.state, left(a.zip, 5), a.employer, a.occupation,
    cast(a.received_at as date), a.amount_usd
  from schedule_a as a
  where a.memo_code is null and (a.is_individual or a.line_number in ('11AI', '17A'))
    and coalesce(a.entity_type, 'IND') = 'IND' and a.name is not null
  -- Two exports may hold the same receipt.
  qualify row_number() over (partition by a.sub_id order by a.snapshot, a.line) = 1
),
sizes as (
  select cycle, committee_id, origin, count(*) as n from every group by all
),
answering as (
  select cycle, committee_id, origin from sizes
  qualify row_number() over (partition by cycle, committee_id order by n desc, origin) = 1
)
select every.* from every join answering using (cycle, committee_id, origin)
