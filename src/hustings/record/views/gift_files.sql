-- The files of committees' gifts that the record holds, a row for each cycle in them, in the columns
-- of counted_gifts: what a figure of no gifts cites. It is $0 only where the cycle's file is here.
select snapshot, min(line) as line, cycle, cast(null as varchar) as committee_id,
  cast(null as varchar) as giver, 'file' as kind, cast(null as varchar) as giver_organisation,
  cast(null as varchar) as candidate_id, cast(null as varchar) as receiver_id,
  cast(null as varchar) as receiver, cast(0 as decimal(16, 2)) as amount_usd,
  cast(null as date) as date, cast(null as varchar) as election_round,
  cast(null as bigint) as election_year, cast(null as varchar) as transaction_type,
  'file' as counts_as, cast(null as varchar) as report_type, cast(null as varchar) as sub_id
from committee_gifts
group by snapshot, cycle
