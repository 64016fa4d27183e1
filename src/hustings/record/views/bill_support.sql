-- Who stands behind a bill: its sponsor, and everyone who cosponsored it, one row each. `role` is
-- sponsor, original, later or withdrawn.
select b.snapshot, b.line, b.bill, b.sponsor as bioguide, l.name, b.introduced as date,
  'sponsor' as role
from bills_in_force as b
left join legislators as l on l.bioguide = b.sponsor
union all
select c.snapshot, c.line, c.bill, c.bioguide, c.name, c.date,
  case when not c.standing then 'withdrawn' when c.original then 'original' else 'later' end
from cosponsorships as c
