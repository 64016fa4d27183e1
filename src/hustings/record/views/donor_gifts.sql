-- Gifts whose givers were resolved into people (hustings donors build), as far as the files that
-- they were resolved from are seen on the day asked for. donor is the person.
-- held: no
select d.* from donor_people as d
where d.snapshot in (select snapshot from snapshots)
