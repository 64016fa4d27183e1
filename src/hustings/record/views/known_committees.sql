-- The FEC ids of committees that the record knows, from master files, totals or networks: only of
-- these is "no such row" an answer.
select committee_id from committees
union
select committee_id from committee_totals
union
select committee_id from networks
