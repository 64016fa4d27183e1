-- Sums of contributions by committee, type, state and month, memo rows apart (memo_code = 'X' is
-- never added to the others). `line` to `last_line` are the first and the last of the rows that a
-- sum is made of, in the bytes of its `snapshot`; the same words asked of contributions give them.
-- held: no
-- kept: contributions
select
  snapshot, min(line) as line, max(line) as last_line, cycle, committee_id, transaction_type,
  memo_code, state, cast(date_trunc('month', "date") as date) as month,
  count(*) as rows, cast(sum(amount_usd) as decimal(18, 2)) as amount_usd
from contributions
group by snapshot, cycle, committee_id, transaction_type, memo_code, state, month
order by committee_id, snapshot, line
