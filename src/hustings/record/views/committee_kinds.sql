-- What each committee is in each cycle (committee_registrations), in words: its kind, type,
-- designation and kind of organisation, whose committee it is, and its networks.
with named as (
  select committee_id, string_agg(network_name, '; ' order by network) as names,
    list(network order by network) as keys
  from networks
  group by committee_id
)
select r.snapshot, r.line, r.cycle, r.committee_id, r.name, r.treasurer, r.type,
  t.meaning as type_words, r.designation, d.meaning as designation_words,
  r.interest_group as organisation, o.meaning as organisation_words,
  r.filing_frequency, f.meaning as filing_words, r.party,
  r.kind, r.connected_organisation, r.tied_to,
  r.designation is not distinct from 'D' as leadership_pac,
  r.kind = 'joint-fundraiser' as joint_fundraiser,
  r.kind = 'party' as party_committee,
  r.kind = 'campaign' as candidate_committee,
  r.kind = 'super-pac' as super_pac,
  coalesce(r.type in ('V', 'W'), false) as hybrid_pac,
  r.candidate_id,
  coalesce(p.name, k.name) as candidate,
  n.names as networks, n.keys as network_keys
from committee_registrations as r
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
