-- Rows of committees' gifts to candidates (committee_gifts) that count as gifts, memo rows out. A row
-- may be in several files, and a joint fundraiser may have written it: counted_gifts says which count.
-- held: no
select g.*, c.counts_as
from committee_gifts as g
join transaction_codes as c on c.code = g.transaction_type
where c.counts_as = 'pac_gift' and g.memo_code is null
