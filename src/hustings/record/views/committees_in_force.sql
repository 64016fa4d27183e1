-- What each committee is, by the cycles for which a committee master file says so: the file of a
-- cycle answers from it until the next that knows the committee, the first also for before.
select c.snapshot, c.line, c.committee_id, c.name, c.designation, c.type, c.party,
  c.interest_group, c.connected_organisation, c.candidate_id,
  case
    when c.type in ('H', 'S', 'P') then 'campaign'
    when c.type in ('X', 'Y', 'Z') then 'party'
    when c.designation = 'J' then 'joint-fundraiser'
    when c.type in ('O', 'U') then 'super-pac'
    when c.designation = 'D' then 'leadership'
    when c.interest_group in ('C', 'W') then 'corporation'
    when c.interest_group = 'L' then 'labor'
    when c.interest_group = 'M' then 'membership'
    when c.interest_group = 'T' then 'trade'
    when c.interest_group = 'V' then 'cooperative'
    when c.type in ('V', 'W') then 'hybrid'
    when c.type in ('N', 'Q') then 'unconnected'
    else 'other'
  end as kind,
  case when row_number() over earlier = 1 then 0 else c.cycle end as from_cycle,
  coalesce(lead(c.cycle) over earlier - 1, 9999) as to_cycle
from committees as c
window earlier as (partition by c.committee_id order by c.cycle, c.line)
