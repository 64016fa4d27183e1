-- Gifts of committees to candidates, each dollar once, from the givers' rows (gift_rows):
-- money and gifts in kind (24K, 24Z), negative rows in, memo rows out. Spending for or against a
-- candidate is no gift, nor is what a joint fundraiser passes on, though some write it as one: that
-- is people's money, and a transfer in counted_payments. A refund is in it where the giver takes
-- the gift back with a negative row; what receivers report as given back (22Z) is in
-- counted_receipts and is not taken off here.
-- Never to be added to counted_payments, which holds the same gifts, nor to counted_receipts, where
-- the receivers' view of them is. `kind` says what the giver is; `giver` is its registered name.
-- held: no
select g.snapshot, g.line, g.cycle, g.committee_id, k.name as giver,
  coalesce(k.kind, 'other') as kind,
  k.connected_organisation as giver_organisation, g.candidate_id, g.other_id as receiver_id,
  g.name as receiver, g.amount_usd, g.date,
  g.election_round, g.election_year,
  g.transaction_type,
  case when k.kind = 'party' then 'party_gift' else g.counts_as end as counts_as,
  g.report_type, g.sub_id
from gift_rows as g
left join gift_givers as k
  on k.committee_id = g.committee_id and g.cycle between k.from_cycle and k.to_cycle
where k.kind is distinct from 'joint-fundraiser'
-- One row of the FEC counts once, whatever number of files holds it.
qualify row_number() over (
  partition by g.candidate_id, g.committee_id, g.cycle, g.sub_id,
    case when g.sub_id is null then g.snapshot || '/' || g.line end
  order by g.snapshot, g.line
) = 1
