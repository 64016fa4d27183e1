-- Gifts of people that count, a row each: the rows of counted_receipts that name a person, with the
-- first five digits of the ZIP code. Refunds are negative; organisations are left out.
-- held: no
select r.origin, r.snapshot, r.line, r.sub_id, r.cycle, r.committee_id, r.name_as_written as name,
  r.city, r.state, left(r.zip, 5) as zip5, r.employer, r.occupation, r.date, r.amount_usd
from counted_receipts as r
where r.source_kind = 'individual' and coalesce(r.entity_type, 'IND') in ('IND', 'CAN')
  and r.name_as_written is not null
