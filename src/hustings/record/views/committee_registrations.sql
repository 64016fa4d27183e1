-- What each committee is in each cycle, by the file of that cycle: the one place in which its kind
-- is decided and its line for a connected organisation is read. The master file answers; committees
-- that are only in the summary of PACs and parties are taken from there (`by_master` is false).
with registered as (
  select c.snapshot, c.line, c.cycle, c.committee_id, c.name, c.treasurer, c.type, c.designation,
    c.interest_group, c.party, c.filing_frequency, c.candidate_id,
    case when regexp_matches(upper(trim(c.connected_organisation)),
      '^(NONE|N/?A|NO|NULL|NOT APPLICABLE|NONE\..*|NO AFFILIATION|-*)$')
      then null else trim(c.connected_organisation) end as connected,
    true as by_master
  from committees as c
  -- An early file repeats two committees; the later line stands.
  qualify row_number() over (partition by c.cycle, c.committee_id order by c.line desc) = 1
  union all
  select m.snapshot, m.line, m.cycle, m.committee_id, m.name, null, m.type, m.designation, null,
    null, m.filing_frequency, null, null, false
  from committee_money as m
  anti join committees as c on c.cycle = m.cycle and c.committee_id = m.committee_id
),
told as (
  select r.*,
    case
      when r.designation = 'J' then 'joint-fundraiser'
      when r.type in ('H', 'S', 'P') then 'campaign'
      when r.type in ('X', 'Y', 'Z') then 'party'
      when r.type in ('O', 'U') then 'super-pac'
      when r.designation in ('P', 'A') then 'campaign'
      when r.designation = 'D' then 'leadership'
      when r.interest_group in ('C', 'W') then 'corporation'
      when r.interest_group = 'L' then 'labor'
      when r.interest_group = 'M' then 'membership'
      when r.interest_group = 'T' then 'trade'
      when r.interest_group = 'V' then 'cooperative'
      when r.type in ('V', 'W') then 'hybrid'
      when r.type in ('N', 'Q') then 'unconnected'
      else 'other'
    end as kind
  from registered as r
)
-- Of candidates' committees, leadership PACs and joint fundraisers the line names no organisation
-- but another committee, or the politician behind it.
select t.* exclude (connected),
  case when t.kind not in ('campaign', 'joint-fundraiser') and t.designation is distinct from 'D'
    then t.connected end as connected_organisation,
  case when t.kind in ('campaign', 'joint-fundraiser') or t.designation = 'D'
    then t.connected end as tied_to
from told as t
