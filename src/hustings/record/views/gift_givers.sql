-- What each committee that gave to a candidate is (committees_in_force).
-- held: no
select * from committees_in_force where committee_id in (select committee_id from gift_rows)
