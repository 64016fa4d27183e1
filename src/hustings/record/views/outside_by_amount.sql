-- Of the notices without a match by transaction id or payee, those matched with a periodic row of
-- the same spender, candidate, stance and amount, in runs as in outside_by_payee: the payee is spelt
-- otherwise. It is the weakest match, and figures say how much rests on it.
with left_over as (
  select row_id, is_notice, memo, who, amount_usd as usd, dollars_usd, dollars, day
  from outside_live
  where row_id not in (
    select row_id from outside_by_id union all select matched_row from outside_by_id
    union all select row_id from outside_by_payee union all select matched_row from outside_by_payee
  )
),
both_sides as (
  select who, dollars_usd from left_over where is_notice
  intersect
  select who, dollars_usd from left_over where not is_notice
),
open as (
  select o.*
  from left_over as o
  join both_sides as b on o.who = b.who and o.dollars_usd = b.dollars_usd
),
  -- Of one day and amount as many as there are on both sides; and where a run begins.
daily as (
  select *,
    row_number() over (
      partition by who, usd, day, is_notice order by memo, row_id
    ) <= case when is_notice then sum(case when is_notice then 0 else 1 end) over same_day
      else sum(case when is_notice then 1 else 0 end) over same_day end as same_day,
    case
      when datediff('day', lag(day) over along, day) <= 5 then 0 else 1
    end as begins
  from open
  window same_day as (partition by who, usd, day),
    along as (partition by who, dollars_usd order by day, row_id)
),
runs as (
  select *,
    sum(begins) over (
      partition by who, dollars_usd order by day, row_id
      rows between unbounded preceding and current row
    ) as run
  from daily
),
  -- Of the others of a run, as many as there are of one amount to the cent on both sides.
exact as (
  select *,
    same_day or row_number() over (
      partition by who, usd, run, same_day, is_notice order by memo, day, row_id
    ) <= case when is_notice then sum(case when is_notice then 0 else 1 end) over same_cents
      else sum(case when is_notice then 1 else 0 end) over same_cents end as same_cents
  from runs
  window same_cents as (partition by who, usd, run, same_day)
),
placed as (
  select *,
    row_number() over (
      partition by who, dollars_usd, run, is_notice
      order by same_day desc, same_cents desc, usd, day, memo, row_id
    ) as place
  from exact
)
select n.row_id, p.row_id as matched_row, 'amount' as tier
from placed as n
join placed as p
  on n.is_notice and not p.is_notice and p.who = n.who and p.dollars_usd = n.dollars_usd
  and p.run = n.run and p.place = n.place
where p.usd = n.usd or p.dollars
