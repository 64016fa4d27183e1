-- held: no
-- One row a member and roll call: the position, and the party at the time. The clerk's record
-- answers where it is loaded (it has delegates, and the party of the day), else Voteview's. Calls of
-- the members are no votes. bioguide is null where nobody with the member's id is known: the vote
-- counts, and is nobody's. Of elections of a Speaker the clerk has names (position candidate, the
-- name in `option`): Voteview's yea and nay, for and against the majority's candidate, answer there
-- where they are loaded. The President's positions, which Voteview lists among the chamber's votes,
-- are no votes.
with coded as (select distinct congress, chamber, rollcall from votes),
named(letter, party) as (
  values ('D', 'DEM'), ('R', 'REP'), ('I', 'IND'), ('ID', 'IND'), ('L', 'LIB')
), clerks as (
  -- The House names members by Bioguide id, so that a member's votes are found without a join.
  select snapshot, line, congress, chamber, year, number, member as bioguide, name, party, position,
    option
  from clerk_votes
  where chamber = 'House'
  union all
  select k.snapshot, k.line, k.congress, k.chamber, k.year, k.number, l.bioguide, k.name, k.party,
    k.position, k.option
  from clerk_votes as k
  left join legislators as l on l.lis = k.member
  where k.chamber = 'Senate'
)
select k.snapshot, k.line, k.congress, k.chamber, c.rollcall, k.year, k.number, c.date, k.bioguide,
  k.name, coalesce(n.party, k.party) as party, k.position, k.option
from clerks as k
join clerk_record as c
  on c.snapshot = k.snapshot and c.year = k.year and c.number = k.number and not c.quorum
left join coded as o
  on o.congress = c.congress and o.chamber = c.chamber and o.rollcall = c.rollcall
  and c.for_candidates > 0
left join named as n on n.letter = k.party
where o.rollcall is null
union all
select v.snapshot, v.line, v.congress, v.chamber, v.rollcall, 2 * v.congress + 1786 + r.session,
  r.clerk_number, r.date, m.bioguide, m.name, m.party, p.position, cast(v.cast_code as varchar)
from votes as v
join cast_positions as p on p.cast_code = v.cast_code
left join rollcalls as r
  on r.congress = v.congress and r.chamber = v.chamber and r.rollcall = v.rollcall
left join members as m
  on m.congress = v.congress and m.chamber = v.chamber and m.icpsr = v.icpsr
left join clerk_record as c
  on c.congress = v.congress and c.chamber = v.chamber and c.rollcall = v.rollcall
left join members as w
  on w.congress = v.congress and w.chamber = 'President' and w.icpsr = v.icpsr
where (c.rollcall is null or c.for_candidates > 0) and w.icpsr is null
