-- Amendment chains: every filing number that the record knows, the first number of its chain, and
-- the last if it is a later one. A chain may begin with a filing that is not in the record. As a
-- filing amends only earlier numbers there are no circles.
with recursive chained as (
  select number, filer, coalesce(parent, number) as chain, why
  from filing_links
  where parent is null or parent not in (select number from filing_links)
  union all
  select l.number, l.filer, c.chain, l.why
  from filing_links as l
  join chained as c on c.number = l.parent
)
select number, filer, chain, why,
  nullif(max(number) over (partition by chain), number) as superseded_by,
  count(*) over (partition by chain) as versions
from chained
