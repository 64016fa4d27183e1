-- Itemised gifts of people (memo rows out) with the industry of the donor: by employer, then by
-- occupation, the first rule in order deciding. Rows of the FEC's file of individuals, and of
-- exports of Schedule A where that file has none of the committee and cycle. People retired, not
-- employed and so on have the sector `people`; an empty industry is a gift that no rule fits.
-- held: no
with gifts as (
  select c.snapshot, c.line, c.cycle, c.committee_id, c.employer, c.occupation, c.amount_usd
  from contributions as c
  join transaction_codes as t on t.code = c.transaction_type and t.counts_as = 'individual'
  where c.memo_code is null
  union all
  select a.snapshot, a.line, a.cycle, a.committee_id, a.employer, a.occupation, a.amount_usd
  from schedule_a as a
  anti join (select distinct cycle, committee_id from contributions) as c
    on c.cycle = a.cycle and c.committee_id = a.committee_id
  where a.is_individual and a.memo_code is null and a.line_number like '11A%'
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
