-- Itemised rows of a committee by the line of its form that they count towards, each dollar once, in
-- the filer's own view: receipts as they came, refunds of gifts on their own line (20, 28) and not
-- taken off, payments by kind. Where a file names the line it stands; else the kind of the row and
-- the committee's form tell it, and a kind that fits several lines has none.
-- held: no
with rows as (
  select r.snapshot, r.line, r.cycle, r.committee_id, r.form_line, r.transaction_type,
    case r.source_kind when 'organisation' then 'individual' when 'pac' then 'committee'
      when 'campaign' then 'committee' else r.source_kind
    end as receipt_kind,
    null as payment_kind, r.giver as other_side, r.giver_id as other_id, r.amount_usd, r.date, r.sub_id
  from counted_receipts as r
  where not r.refund
  union all by name
  select p.snapshot, p.line, p.cycle, p.committee_id, p.form_line, p.transaction_type,
    null as receipt_kind, p.payment_kind, p.receiver as other_side, p.receiver_id as other_id,
    p.amount_usd, p.date, p.sub_id
  from counted_payments as p
)
select r.* exclude (form_line),
  coalesce(r.form_line, f.form_line) as form_line
from rows as r
left join committees_in_force as k
  on k.committee_id = r.committee_id and r.cycle between k.from_cycle and k.to_cycle
left join form_lines as f
  on r.form_line is null
  and f.form = case when k.type in ('H', 'S') then 'F3' when k.type = 'P' then 'F3P' else 'F3X' end
  and f.rows_of = f.form_line
  and (f.receipt_kind = r.receipt_kind or f.payment_kind = r.payment_kind)
  and coalesce(f.receipt_kind, f.payment_kind) <> 'other'
  and (f.types is null or list_contains(string_split(f.types, ' '), r.transaction_type))
