-- Which files of a cycle the record holds of spending from outside: bulk (committee_gifts, all
-- periodic reports) and notices (expenditure_notices). A figure is 0 only where its file is here.
select snapshot, min(line) as line, cycle, 'bulk' as origin
from committee_gifts
group by snapshot, cycle
union all
select snapshot, min(line), cycle, 'notices'
from expenditure_notices
group by snapshot, cycle
