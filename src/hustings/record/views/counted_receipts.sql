-- What a committee took in, each dollar once, from its own rows: itemised gifts of people and
-- organisations (contributions), what came from committees in the receiver's view, loans and
-- transfers (committee_transfers), and exports of Schedule A for rows that are in neither. Which
-- types count, and as what, is a table (transaction_codes); in Schedule A the line of the form
-- decides. Memo rows, conduits' rows and shares of joint fundraising are out, super PACs' type 10
-- is in. Refunds of gifts stand as negative amounts and say so (`refund`). Gifts that need not be
-- itemised are in no row. Never to be added to counted_gifts or counted_payments: these are the
-- givers' view of the same money, and refunds are in counted_payments too.
-- held: no
with rows as (
  select b.snapshot, b.line, b.cycle, b.committee_id, b.name, b.other_id, b.entity_type,
    b.city, b.state, b.zip, b.employer, b.occupation, b.date, b.amount_usd, b.election_round,
    b.election_year, b.transaction_type, null as form_line, b.report_type, b.memo_text, b.sub_id,
    'contributions' as origin, c.receipt_kind,
    c.counts_as = 'refund' as refund
  from contributions as b
  join transaction_codes as c on c.code = b.transaction_type
  where c.receipt_kind is not null and b.memo_code is null
  union all by name
  select b.snapshot, b.line, b.cycle, b.committee_id, b.name, b.other_id, b.entity_type,
    b.city, b.state, b.zip, b.employer, b.occupation, b.date, b.amount_usd, b.election_round,
    b.election_year, b.transaction_type, null as form_line, b.report_type, b.memo_text, b.sub_id,
    'committee_transfers' as origin, c.receipt_kind,
    c.counts_as = 'refund' as refund
  from committee_transfers as b
  join transaction_codes as c on c.code = b.transaction_type
  where c.receipt_kind is not null and b.memo_code is null
  union all by name
  select b.snapshot, b.line, b.cycle, b.committee_id, coalesce(b.donor_committee, b.name) as name,
    b.other_id, b.entity_type, b.city, b.state, b.zip, b.employer, b.occupation,
    cast(b.received_at as date) as date, b.amount_usd, b.election_round, b.election_year,
    b.transaction_type, b.line_number as form_line, b.report_type, b.memo_text, b.sub_id,
    'schedule_a' as origin, coalesce(f.receipt_kind, 'other') as receipt_kind, false as refund
  from schedule_a as b
  left join form_lines as f on f.form = b.form and f.form_line = b.line_number
  where b.memo_code is null
),
once as (
  -- One row of the FEC counts once, whatever number of files and tables holds it.
  select * from rows
  qualify row_number() over (
    partition by committee_id, cycle, sub_id,
      case when sub_id is null then snapshot || '/' || line end
    order by case origin when 'contributions' then 1 when 'committee_transfers' then 2 else 3 end,
      snapshot, line
  ) = 1
)
select o.snapshot, o.line, o.cycle, o.committee_id,
  case
    when o.receipt_kind = 'individual' and o.entity_type = 'ORG' then 'organisation'
    when o.receipt_kind <> 'committee' then o.receipt_kind
    when k.kind in ('party', 'campaign') then k.kind
    when k.kind = 'joint-fundraiser' then 'transfer'
    when k.kind is null and o.entity_type = 'PTY' then 'party'
    when k.kind is null and o.entity_type = 'CCM' then 'campaign'
    else 'pac'
  end as source_kind,
  coalesce(k.name, o.name) as giver,
  case when o.receipt_kind <> 'individual' then o.other_id end as giver_id,
  k.kind as giver_kind,
  case when o.receipt_kind = 'individual' then o.other_id end as conduit_id,
  case when o.refund then -o.amount_usd else o.amount_usd end as amount_usd,
  o.refund, o.date, o.election_round, o.election_year, o.transaction_type, o.form_line,
  o.report_type, o.entity_type, o.name as name_as_written, o.city, o.state, o.zip,
  o.employer, o.occupation, o.memo_text, o.sub_id, o.origin
from once as o
left join committees_in_force as k
  on k.committee_id = o.other_id and o.receipt_kind <> 'individual'
  and o.cycle between k.from_cycle and k.to_cycle
