-- Every row that any source has of spending for or against a candidate (Schedule E, Form 5 line 57,
-- notices of 24 and 48 hours), in common columns and many times over; outside_rows judges them.
-- origin: filing, bulk or notices. dollars: the amount may lack its cents, which the bulk file cuts off.
with every as (
  select i.snapshot, i.line, 'filing' as origin,
    case when f.form like 'F24%' or f.report_code in ('24', '48') then 'notice' else 'periodic' end
      as source_kind,
    year(coalesce(f.coverage_end, i.date, i.dissemination_date, f.date_signed)) as year,
    f.committee_id as spender_id, f.committee_name as spender, i.candidate_id,
    case upper(i.support_oppose) when 'S' then 'support' when 'O' then 'oppose' end as stance,
    i.amount_usd, i.date as expended, i.dissemination_date as disseminated, i.name as payee,
    i.purpose, i.transaction_id, i.filing_id as file_number, coalesce(i.memo, false) as memo,
    f.is_amendment, i.election_code as election, cast(null as varchar) as own_district,
    cast(null as varchar) as candidate_name, false as dollars
  from itemizations as i
  join filings as f on f.filing_id = i.filing_id
  where i.schedule in ('E', 'F57')
  union all
  select snapshot, line, 'bulk',
    case when report_type in ('24', '48') then 'notice' else 'periodic' end,
    cycle, committee_id, null, candidate_id,
    case transaction_type when '24E' then 'support' else 'oppose' end,
    amount_usd, date, null, name, memo_text, transaction_id, file_number,
    coalesce(memo_code = 'X', false), amendment = 'A', election, null, null,
    amount_usd = floor(amount_usd)
  from committee_gifts
  where transaction_type in ('24A', '24E')
  union all
  select snapshot, line, 'notices', 'notice', cycle, committee_id, spender, candidate_id, stance,
    amount_usd, date, disseminated, payee, purpose, transaction_id, file_number, false,
    amendment like 'A%', election, district, candidate_name, false
  from expenditure_notices
),
numbered as (
  select snapshot, row_number() over (order by snapshot) as place from snapshots
)
select e.line + 1000000000 * cast(n.place as bigint) as row_id, e.snapshot, e.line, origin, source_kind,
  year + year % 2 as cycle, spender_id, spender, nullif(trim(upper(candidate_id)), '')
    as candidate_id,
  stance, amount_usd, coalesce(expended, disseminated) as date, expended, disseminated, payee,
  regexp_replace(lower(coalesce(payee, '')), '[^a-z0-9]+', '', 'g') as payee_key, purpose,
  nullif(trim(transaction_id), '') as transaction_id, file_number,
  try_cast(file_number as bigint) as number, memo, coalesce(is_amendment, false) as is_amendment,
  election,
  case substr(upper(election), 1, 1)
    when 'P' then 'primary' when 'G' then 'general' when 'S' then 'special' when 'R' then 'runoff'
    when 'C' then 'convention' when 'E' then 'recount' when 'O' then 'other'
  end as round,
  case when regexp_matches(election, '^[A-Za-z](19|20)[0-9]{2}$')
    then cast(substr(election, 2) as integer)
  end as election_year,
  own_district, candidate_name, dollars
from every as e
join numbered as n on n.snapshot = e.snapshot
where e.amount_usd is not null
