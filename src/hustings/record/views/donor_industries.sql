-- Itemised gifts of people (counted_receipts) with the industry of the donor: by employer, then by
-- occupation, the first rule in order deciding. Refunds are negative. People retired, not employed
-- and so on have the sector `people`; an empty industry is a gift that no rule fits. Every text is
-- read that the rows hold: over a large table, ask receipts_from_employees, which reads its own.
-- held: no
with gifts as (
  select r.snapshot, r.line, r.cycle, r.committee_id, r.employer, r.occupation, r.amount_usd
  from counted_receipts as r
  where r.source_kind = 'individual'
),
said as (
  select distinct employer, occupation from gifts
),
texts as (
  select field, written,
    trim(regexp_replace(regexp_replace(lower(strip_accents(written)), '[.''’`´‘]', '', 'g'),
      '[^a-z0-9]+', ' ', 'g')) as folded
  from (
    select 'employer' as field, employer as written from said
    union
    select 'occupation', occupation from said
  )
  where written is not null
),
-- Each text once, numbered, one a line, some thousands a page: a rule is compiled once a page.
apart as (
  select field, folded, row_number() over (order by field, folded) as number
  from (select distinct field, folded from texts)
),
pages as (
  select field, string_agg(number || chr(9) || folded, chr(10) order by number) as page
  from apart
  group by field, number // 20000
),
fitting as (
  select place, field, cast(found as bigint) as number
  from (
    select r.place, p.field, unnest(regexp_extract_all(p.page,
      '(?m)^(\d+)\t' || if(r.fits = 'whole', '(?:' || r.pattern || ')$',
        '(?:.*\b)?(?:' || r.pattern || ')\b'), 1)) as found
    from industry_rules as r
    join pages as p on list_contains(string_split(r.applies_to, ' '), p.field)
  )
),
told as (
  select t.field, t.written, min(f.place) as place
  from texts as t
  join apart as a on a.field = t.field and a.folded = t.folded
  join fitting as f on f.field = a.field and f.number = a.number
  group by t.field, t.written
)
select g.snapshot, g.line, g.cycle, g.committee_id, g.employer, g.occupation, g.amount_usd,
  r.industry, r.industry_name, r.sector, r.place
from gifts as g
left join told as e on e.field = 'employer' and e.written = g.employer
left join told as o on o.field = 'occupation' and o.written = g.occupation
left join industry_rules as r
  on r.place = least(coalesce(e.place, o.place), coalesce(o.place, e.place))
