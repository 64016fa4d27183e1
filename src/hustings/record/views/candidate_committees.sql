-- Whose money a candidate's totals are: the committees that a candidate authorised (principal and
-- other), by cycle, as the linkages, the committee master file and the candidate master file say.
-- Joint fundraisers and leadership PACs are not among them.
select candidate_id, committee_id, cycle from linkages where designation in ('P', 'A')
union
select candidate_id, committee_id, cycle from committees
where designation in ('P', 'A') and type in ('H', 'S', 'P') and candidate_id is not null
union
select candidate_id, principal_committee_id, cycle from candidates
where principal_committee_id is not null
