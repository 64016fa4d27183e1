-- Which filing replaces which earlier one, as far as any file tells. The header of a filing and the
-- file of notices name it; where they do not, a report of the same filer, form, code and days does,
-- and between the bulk file and electronic filings one of the same filer, code and year. Numbers are
-- given in the order of receipt: a link to a later or equal number, or to another filer's, is none.
with filed as (
  select try_cast(filing_id as bigint) as number, committee_id as filer,
    try_cast(amends as bigint) as amends, is_amendment,
    regexp_replace(form, '[NAT]$', '') as form, report_code, coverage_start, coverage_end
  from filings
  where try_cast(filing_id as bigint) is not null
),
noticed as (
  select distinct try_cast(file_number as bigint) as number, committee_id as filer,
    try_cast(previous_file_number as bigint) as amends
  from expenditure_notices
  where try_cast(file_number as bigint) is not null
),
bulk as (
  select try_cast(file_number as bigint) as number, committee_id as filer, report_type,
    year(max(date)) as report_year, max(amendment) = 'A' as is_amendment
  from committee_gifts
  where transaction_type in ('24A', '24E') and try_cast(file_number as bigint) is not null
  group by 1, 2, 3
),
known as (
  select number, min(filer) as filer
  from (
    select number, filer from filed union all select number, filer from noticed
    union all select number, filer from bulk
  )
  group by number
),
named as (
  select t.number, max(t.amends) as parent
  from (select number, filer, amends from filed union all select * from noticed) as t
  left join known as k on k.number = t.amends
  where t.amends < t.number and coalesce(k.filer, t.filer) = t.filer
  group by t.number
),
repeated as (
  select number, max(parent) as parent
  from (
    select number,
      lag(number) over (
        partition by filer, form, report_code, coverage_start, coverage_end order by number
      ) as parent
    from filed
    where coverage_start is not null and coverage_end is not null
      and report_code not in ('24', '48')
  )
  where parent is not null
  group by number
),
across as (
  -- Two special elections of a year share a code: there the year does not tell which report.
  select f.number, max(b.number) as parent
  from filed as f
  join bulk as b
    on b.filer = f.filer and b.report_type = f.report_code
    and b.report_year = year(f.coverage_end) and b.number < f.number
  where f.is_amendment and f.report_code not in ('12S', '30S', '12R', '30R', '12C', '24', '48')
  group by f.number
  union all
  select b.number, max(f.number)
  from bulk as b
  join filed as f
    on b.filer = f.filer and b.report_type = f.report_code
    and b.report_year = year(f.coverage_end) and f.number < b.number
  where b.is_amendment and b.report_type not in ('12S', '30S', '12R', '30R', '12C', '24', '48')
    and b.number not in (select number from filed)
  group by b.number
)
select k.number, k.filer, coalesce(n.parent, r.parent, a.parent) as parent,
  case
    when n.parent is not null then 'it says that it amends ' || n.parent
    when r.parent is not null then 'it is of the same report and days as ' || r.parent
    when a.parent is not null then 'it amends the same report as ' || a.parent
  end as why
from known as k
left join named as n on n.number = k.number
left join repeated as r on r.number = k.number
left join (select number, max(parent) as parent from across group by number) as a
  on a.number = k.number
