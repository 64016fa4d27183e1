-- Where a committee's money went, each dollar once, from its own rows: gifts (24K, 24Z) and
-- transfers to committees, refunds of gifts, loans and their repayment, a party's coordinated
-- spending (committee_transfers, committee_gifts, contributions) and operating expenditures
-- (expenditures). Which types count, and as what, is a table (transaction_codes). Memo rows and
-- conduits' rows are out. Spending for or against candidates that nobody arranged with them (24E,
-- 24A) is not in it. What was not itemised is in no row. Never to be added to counted_gifts, which
-- is a part of it, nor to counted_receipts, where refunds are negative and receivers report the
-- same transfers.
-- held: no
with rows as (
  select b.snapshot, b.line, b.cycle, b.committee_id, c.payment_kind, b.name, b.other_id,
    b.candidate_id, b.entity_type, b.date, b.amount_usd, b.election_round, b.election_year,
    b.transaction_type, null as purpose, null as form_line, b.report_type, b.sub_id, 1 as place
  from committee_gifts as b
  join transaction_codes as c on c.code = b.transaction_type
  where c.payment_kind is not null and b.memo_code is null
  union all by name
  select b.snapshot, b.line, b.cycle, b.committee_id, c.payment_kind, b.name, b.other_id,
    null as candidate_id, b.entity_type, b.date, b.amount_usd, b.election_round, b.election_year,
    b.transaction_type, null as purpose, null as form_line, b.report_type, b.sub_id, 2 as place
  from committee_transfers as b
  join transaction_codes as c on c.code = b.transaction_type
  where c.payment_kind is not null and b.memo_code is null
  union all by name
  select b.snapshot, b.line, b.cycle, b.committee_id, c.payment_kind, b.name, b.other_id,
    null as candidate_id, b.entity_type, b.date, b.amount_usd, b.election_round, b.election_year,
    b.transaction_type, null as purpose, null as form_line, b.report_type, b.sub_id, 3 as place
  from contributions as b
  join transaction_codes as c on c.code = b.transaction_type
  where c.payment_kind is not null and b.memo_code is null
  union all by name
  select b.snapshot, b.line, b.cycle, b.committee_id, 'operating' as payment_kind, b.name,
    null as other_id, null as candidate_id, b.entity_type, b.date, b.amount_usd, b.election_round,
    b.election_year, null as transaction_type, b.purpose, b.line_number as form_line, b.report_type,
    b.sub_id, 4 as place
  from expenditures as b
  where b.memo_code is null
),
once as (
  -- One row of the FEC counts once: committee_transfers repeats all of committee_gifts.
  select * from rows
  qualify row_number() over (
    partition by committee_id, cycle, sub_id,
      case when sub_id is null then snapshot || '/' || line end
    order by place, snapshot, line
  ) = 1
)
select o.snapshot, o.line, o.cycle, o.committee_id,
  -- A joint fundraiser passes on what others gave, whatever it calls that.
  case when o.payment_kind = 'gift' and own.kind = 'joint-fundraiser' then 'transfer'
    else o.payment_kind
  end as payment_kind,
  coalesce(k.name, o.name) as receiver, o.other_id as receiver_id, k.kind as receiver_kind,
  coalesce(o.candidate_id, case when k.kind = 'campaign' then k.candidate_id end) as candidate_id,
  o.amount_usd, o.date, o.election_round, o.election_year, o.transaction_type, o.purpose,
  o.form_line, o.report_type, o.entity_type, o.sub_id
from once as o
left join committees_in_force as k
  on k.committee_id = o.other_id and o.cycle between k.from_cycle and k.to_cycle
left join committees_in_force as own
  on own.committee_id = o.committee_id and o.cycle between own.from_cycle and own.to_cycle
