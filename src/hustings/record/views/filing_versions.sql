-- Every filing with its place in its amendment chain. An electronic amendment is a complete version
-- of the report (11 CFR 104.18(f)), so that the last one of a chain replaces all others.
-- chain: number of the chain's first filing, which need not be in the record. superseded_by: the
-- chain's last filing, null where this is it. why: how it is known.
select f.*, c.chain, c.superseded_by,
  case
    when c.superseded_by is not null then 'replaced by ' || c.superseded_by
    when c.why is not null then 'the last version: ' || c.why
    when f.amends is not null then 'stands alone: it cannot amend ' || f.amends
    when f.is_amendment then 'stands alone: it does not say what it amends'
    else 'the only version'
  end as why
from filings as f
left join filing_chains as c on c.number = try_cast(f.filing_id as bigint)
