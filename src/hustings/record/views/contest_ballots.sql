-- The ballot lines that figures of votes rest on: contest_votes with the caveats in words.
select v.*, c.standing as caveat_status, c.differing as caveat_differing
from contest_votes as v
left join contest_caveats as c
  on c.district = v.district and c.cycle = v.cycle and c.round = v.round
  and c.contest_party = v.contest_party and c.person = v.person
