-- For each person who stood in a contest, all ballot lines of that contest: what a share is of.
-- In party primaries that is the person's own party's contest alone.
select p.person as stander, b.*
from contest_ballots as b
join (select distinct district, cycle, round, contest_party, person from contest_votes) as p
  on p.district = b.district and p.cycle = b.cycle and p.round = b.round
  and p.contest_party = b.contest_party
