-- Each bill by the file that answers for it: the newest, and of one day the publisher that is
-- believed first; a later file knows of later cosponsors.
select b.*
from bills as b
join snapshots as s on s.snapshot = b.snapshot
qualify row_number() over (
  partition by b.bill order by s.as_of desc, s.precedence, s.sequence desc, b.snapshot
) = 1
