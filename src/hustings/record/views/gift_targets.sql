-- Gifts of committees to candidates, each dollar once (counted_gifts), with the candidate's name,
-- party and seat as the candidate master file of the cycle or the candidate totals have them: a
-- House seat, such as CA-34, a state's Senate (CA Senate) or President.
-- held: no
with known as (
  select candidate_id, cycle, name, party, office, state, district, 1 as place from candidates
  union all
  select candidate_id, cycle, name, party, office, state, district, 2 as place from candidate_money
),
once as (
  select * from known
  qualify row_number() over (partition by candidate_id, cycle order by place) = 1
)
select g.*, o.name as candidate, coalesce(o.party, 'UNK') as party,
  case
    when o.office = 'H' then coalesce(o.district, o.state || ' House')
    when o.office = 'S' then o.state || ' Senate'
    when o.office = 'P' then 'President'
    else 'not known'
  end as seat
from counted_gifts as g
left join once as o on o.candidate_id = g.candidate_id and o.cycle = g.cycle
