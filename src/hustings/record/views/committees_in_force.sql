-- What each committee is, by the cycles for which committee_registrations says so: the master file
-- of a cycle answers from it until the next that knows the committee, the first also for before.
-- Where no master file knows it, the summaries of PACs and parties answer in the same way.
select r.snapshot, r.line, r.committee_id, r.name, r.designation, r.type, r.party,
  r.interest_group, r.connected_organisation, r.tied_to, r.candidate_id, r.kind,
  case when row_number() over earlier = 1 then 0 else r.cycle end as from_cycle,
  coalesce(lead(r.cycle) over earlier - 1, 9999) as to_cycle
from committee_registrations as r
left join (select distinct committee_id from committees) as m on m.committee_id = r.committee_id
where r.by_master or m.committee_id is null
window earlier as (partition by r.committee_id order by r.cycle)
