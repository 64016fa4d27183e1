-- held: no
-- Votes of one member in one roll call that Voteview and the clerk tell differently.
select * from vote_pairs where voteview <> clerk
