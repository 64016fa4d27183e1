-- Rows that a reviewed rule of suspect_filings sets apart, each with the rule's reason: of a named
-- committee; of an amount that nobody spends at once; or notices of a spender that come, in all, to
-- many times what it took in or paid out by its own reports of the cycle.
with live as (
  select r.row_id, r.spender_id, r.cycle, r.source_kind, r.amount_usd,
    r.transaction_id
  from outside_reported as r
  join outside_live as l on l.row_id = r.row_id
  where not r.memo
),
beyond as (
  select n.spender_id, n.cycle, n.noticed_usd,
    greatest(coalesce(t.receipts_usd, 0), coalesce(t.disbursements_usd, 0)) as reported_usd
  from (
    select spender_id, cycle, sum(amount_usd) as noticed_usd
    from live
    where source_kind = 'notice'
    group by spender_id, cycle
  ) as n
  join committee_money as t on t.committee_id = n.spender_id and t.cycle = n.cycle
),
found as (
  select l.row_id, f.rule, f.why
  from live as l
  join suspect_filings as f on f.kind = 'committee' and f.committee_id = l.spender_id
  union all
  select l.row_id, f.rule, f.why
  from (
    select * from live
    where abs(amount_usd) > (select min(above_usd) from suspect_filings where kind = 'row')
  ) as l
  join suspect_filings as f
    on f.kind = 'row' and abs(l.amount_usd) > f.above_usd
    and (f.transaction_prefix is null or starts_with(l.transaction_id, f.transaction_prefix))
  union all
  select l.row_id, f.rule, f.why
  from live as l
  join beyond as b
    on l.source_kind = 'notice' and b.spender_id = l.spender_id and b.cycle = l.cycle
  join suspect_filings as f
    on f.kind = 'notices' and b.noticed_usd > f.above_usd
    and b.noticed_usd > f.times * b.reported_usd
)
select row_id, min(rule) as rule, arg_min(why, rule) as why
from found
group by row_id
