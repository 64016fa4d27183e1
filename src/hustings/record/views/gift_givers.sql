-- What each committee is (committees_in_force), for counted_gifts: of a seat's gifts alone, only the
-- committees that gave are looked up.
-- held: no
select * from committees_in_force
