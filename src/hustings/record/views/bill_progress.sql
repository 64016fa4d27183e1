-- How far each bill got, one row a bill. `stage` is the furthest it reached: introduced, reported by
-- a committee, passed by the House or the Senate (agreed to, for a resolution), by both, or law.
select snapshot, line, bill, congress, type, title, sponsor, introduced, reported, passed_house,
  passed_senate, became_law, law, status, status_date, policy_area,
  case
    when became_law is not null then 'law'
    when passed_house is not null and passed_senate is not null then 'passed both'
    when passed_house is not null then 'passed House'
    when passed_senate is not null then 'passed Senate'
    when reported is not null then 'reported'
    else 'introduced'
  end as stage
from bills_in_force
