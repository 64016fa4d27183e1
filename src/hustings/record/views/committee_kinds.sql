-- What each committee is in each cycle, in words: its type, designation and kind of organisation,
-- whose committee it is, its connected organisation and its networks. The master file answers;
-- committees that are only in the summary of PACs and parties are taken from there.
with registered as (
  select c.snapshot, c.line, c.cycle, c.committee_id, c.name, c.treasurer, c.type, c.designation,
    c.interest_group, c.party, c.filing_frequency, c.candidate_id,
    case when regexp_matches(upper(trim(c.connected_organisation)),
      '^(NONE|N/?A|NO|NULL|NOT APPLICABLE|NONE\..*|NO AFFILIATION|-*)$')
      then null else trim(c.connected_organisation) end as connected
  from committees as c
  -- An early file repeats two committees; the later line stands.
  qualify row_number() over (partition by c.cycle, c.committee_id order by c.line desc) = 1
  union all
  select m.snapshot, m.line, m.cycle, m.committee_id, m.name, null, m.type, m.designation, null,
    null, m.filing_frequency, null, null
  from committee_money as m
  anti join committees as c on c.cycle = m.cycle and c.committee_id = m.committee_id
),
named as (
  select committee_id, string_agg(network_name, '; ' order by network) as names,
    list(network order by network) as keys
  from networks
  group by committee_id
)
select r.snapshot, r.line, r.cycle, r.committee_id, r.name, r.treasurer, r.type,
  t.meaning as type_words, r.designation, d.meaning as designation_words,
  r.interest_group as organisation, o.meaning as organisation_words,
  r.filing_frequency, f.meaning as filing_words, r.party,
  -- Of candidates' committees, leadership PACs and joint fundraisers the line names no
  -- organisation but another committee, or the politician behind it.
  case when own.candidates or r.designation in ('D', 'J') then null else r.connected end
    as connected_organisation,
  case when own.candidates or r.designation in ('D', 'J') then r.connected end as tied_to,
  r.designation = 'D' as leadership_pac,
  r.designation = 'J' as joint_fundraiser,
  r.type in ('X', 'Y', 'Z') as party_committee,
  own.candidates as candidate_committee,
  r.type in ('O', 'U') as super_pac,
  r.type in ('V', 'W') as hybrid_pac,
  r.candidate_id,
  coalesce(p.name, k.name) as candidate,
  n.names as networks, n.keys as network_keys
from registered as r
cross join lateral (
  select coalesce(r.designation in ('P', 'A')
    or (r.type in ('H', 'S', 'P') and r.designation is distinct from 'J'), false) as candidates
) as own
left join committee_codes as t on t.kind = 'type' and t.code = r.type
left join committee_codes as d on d.kind = 'designation' and d.code = r.designation
left join committee_codes as o on o.kind = 'organisation' and o.code = r.interest_group
left join committee_codes as f on f.kind = 'filing_frequency' and f.code = r.filing_frequency
left join named as n on n.committee_id = r.committee_id
left join person_ids as i on i.scheme = 'fec' and i.id = r.candidate_id
left join people as p on p.person = i.person
left join (
  select cycle, candidate_id, max(name) as name from candidates group by cycle, candidate_id
) as k on k.cycle = r.cycle and k.candidate_id = r.candidate_id
