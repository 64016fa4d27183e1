-- The FEC ids of candidates that the record knows, from master files or totals: only of these is
-- "no such row" an answer.
select candidate_id from candidates
union
select candidate_id from candidate_totals
