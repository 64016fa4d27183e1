-- Whose money a candidate's totals are: the committees that a candidate authorised (principal and
-- other), by cycle, as the linkages and the committee master file say. Joint fundraisers are not
-- among them.
select candidate_id, committee_id, cycle from linkages where designation in ('P', 'A')
union
select candidate_id, committee_id, cycle from committees
where designation in ('P', 'A') and type in ('H', 'S', 'P') and candidate_id is not null
