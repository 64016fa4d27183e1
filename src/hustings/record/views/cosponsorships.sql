-- Who cosponsored which bill, by the file that answers for the bill. `standing` is false once it is
-- withdrawn. `across`: the sponsor was never of a party of the cosponsor's in that Congress; null
-- where the party of one of the two is not known.
with parties as (
  select congress, bioguide, list(distinct party) as held
  from members
  where bioguide is not null and chamber <> 'President'
  group by congress, bioguide
)
select c.snapshot, c.line, c.bill, b.congress, c.bioguide, c.name, c.date, c.original, c.withdrawn,
  c.withdrawn is null as standing, b.sponsor, not list_has_any(own.held, others.held) as across
from cosponsors as c
join bills_in_force as b on b.snapshot = c.snapshot and b.bill = c.bill
left join parties as own on own.congress = b.congress and own.bioguide = c.bioguide
left join parties as others on others.congress = b.congress and others.bioguide = b.sponsor
