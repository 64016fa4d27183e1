-- Gifts of committees to candidates (counted_gifts) with the industry of the giver: an empty
-- industry is a gift that no rule puts anywhere, and is part of the coverage. Candidates'
-- committees, parties, leadership PACs and joint fundraisers have the sector `party`.
-- held: no
select g.snapshot, g.line, g.cycle, g.committee_id, coalesce(g.giver, i.name) as giver, g.kind,
  i.connected_organisation, g.candidate_id, g.amount_usd, g.date, g.transaction_type, g.sub_id,
  i.industry, i.industry_name, i.sector, i.place, i.field, i.matched
from counted_gifts as g
left join committee_industries as i on i.cycle = g.cycle and i.committee_id = g.committee_id
