-- What figures of spending from outside rest on: outside_rows, and a row of nothing for each file that
-- the record holds of a cycle (status file), so that a figure of 0 cites the file that has no such row.
-- held: no
select snapshot, line, spender_id, spender, candidate_id, candidate, district, other_seat, cycle,
  round, election_year, stance, amount_usd, date, disseminated, payee, purpose, transaction_id,
  file_number, source_kind, origin, status, why, matched_snapshot, matched_line, matched_by,
  doubtful, overdue, estimate, dollars
from outside_rows
union all
select snapshot, line, null, null, null, null, null, null, cycle, null, null, null,
  cast(0 as decimal(16, 2)), null, null, null, null, null, null, null, origin, 'file',
  'the file of the cycle has no such row', null, null, null, null, false, false, false
from outside_files
