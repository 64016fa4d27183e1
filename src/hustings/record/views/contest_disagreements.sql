-- Where another publisher's certified total for a person in a contest differs from the one that
-- answers. Counts that are still moving differ by the hour and say nothing.
with every as (
  select b.snapshot, b.level, b.district, b.cycle, b.round, b.contest_party,
    coalesce(n.person, b.district || '/' || lower(b.name)) as person, sum(b.votes) as votes
  from ballots as b
  left join person_names as n
    on n.district = b.district and n.cycle = b.cycle and n.name = b.name
  where b.kind = 'candidate' and b.votes is not null
  group by all
)
select one.district, one.cycle, one.round, one.contest_party, one.person,
  coalesce(p.name, one.person) as candidate,
  one.votes as votes_here, other.votes as votes_there, o.source as source_there,
  s.title as title_there
from contest_answers as a
join every as one
  on a.place = 1 and one.snapshot = a.snapshot and one.level = a.level
  and one.district = a.district and one.cycle = a.cycle and one.round = a.round
  and one.contest_party = a.contest_party
join contest_answers as o
  on o.place > 1 and o.district = a.district and o.cycle = a.cycle and o.round = a.round
  and o.contest_party = a.contest_party and o.status = a.status and o.status = 'certified' and o.source <> a.source
join every as other
  on other.snapshot = o.snapshot and other.level = o.level
  and other.district = o.district and other.cycle = o.cycle and other.round = o.round
  and other.contest_party = o.contest_party and other.person = one.person
join snapshots as s on s.snapshot = o.snapshot
left join people as p on p.person = one.person
where other.votes <> one.votes
