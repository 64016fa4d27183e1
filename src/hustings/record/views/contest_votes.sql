-- The ballot lines of the answering snapshot of each contest, each with the person it is for.
select
  b.snapshot, b.line, b.district, b.cycle, b.round, a.contest_date, b.contest_party,
  b.county, b.precinct, b.mode, b.kind, b.name,
  coalesce(n.person, b.district || '/' || lower(b.name)) as person,
  coalesce(p.name, b.name) as candidate,
  b.party, b.write_in, b.incumbent, b.votes, b.unopposed, b.winner,
  a.status, a.counted_at
from ballots as b
join contest_answers as a
  on a.place = 1 and a.snapshot = b.snapshot and a.level = b.level
  and a.district = b.district and a.cycle = b.cycle and a.round = b.round
  and a.contest_party = b.contest_party
left join person_names as n
  on n.district = b.district and n.cycle = b.cycle and n.name = b.name
left join people as p on p.person = n.person
