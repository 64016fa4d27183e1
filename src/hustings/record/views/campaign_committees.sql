-- A candidate's own committees in a cycle: principal and authorised, no joint fundraisers and no
-- leadership PACs.
select cycle, candidate_id, committee_id from linkages where designation in ('P', 'A')
union
select cycle, candidate_id, principal_committee_id from candidates
where principal_committee_id is not null
