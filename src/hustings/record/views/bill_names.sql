-- Whose name stands on which bill since when, one row a bill and member: the sponsor's from the day of
-- introduction, a cosponsor's from the day of signing. `led`: sponsor or original cosponsor. A name
-- that was withdrawn later was put there all the same.
with named as (
  select snapshot, line, bill, congress, sponsor as bioguide, introduced as date, true as led,
    true as own, sponsor
  from bills_in_force
  where sponsor is not null
  union all
  select c.snapshot, c.line, c.bill, c.congress, c.bioguide, c.date, c.original, false, c.sponsor
  from cosponsorships as c
  where c.sponsor is null or c.bioguide <> c.sponsor
)
select * from named
qualify row_number() over (partition by bill, bioguide order by date, not led, line) = 1
