-- The industry of each committee in each cycle, the rule that decided and the text that it fitted.
-- Rules are tried in their order; the connected organisation is read before the name. A committee
-- that no rule fits is here with an empty industry, so that coverage can be counted.
-- The name of a committee that stands for no organisation (no kind of organisation, none connected,
-- no lobbyist's, not qualified, no word of a firm or association in it) is a loose one: "Keep Liars
-- out of Schools" is no school. Few rules read those.
with named as (
  -- Of these the codes decide, before any name is read.
  select * from committee_kinds
  where not (leadership_pac or kind in ('campaign', 'party', 'joint-fundraiser'))
),
texts as (
  select committee_id, cycle, field, preference, written,
    trim(regexp_replace(regexp_replace(lower(strip_accents(written)), '[.''’`´‘]', '', 'g'),
      '[^a-z0-9]+', ' ', 'g')) as folded
  from (
    select committee_id, cycle, 'kind' as field, 1 as preference,
      'type ' || coalesce(type, '') || ' designation ' || coalesce(designation, '')
        || ' organisation ' || coalesce(organisation, '') as written
    from committee_kinds
    union all
    select committee_id, cycle, 'connected_organisation', 2, connected_organisation
    from named
    union all
    select committee_id, cycle,
      if(organisation is not null or connected_organisation is not null
        or designation = 'B' or type in ('Q', 'C')
        or regexp_matches(name, '(?i)\b(association|assn|assoc|society|institute|federation|corporation|corp|company|llp|holdings|realtors|builders|employees|local)\b'),
        'committee_name', 'loose_name'), 3, name
    from named
  )
  where written is not null
),
-- Each text once, numbered, one a line: a rule is then compiled once and run over all of them.
apart as (
  select field, folded, row_number() over (order by field, folded) as number
  from (select distinct field, folded from texts)
),
pages as (
  select field, string_agg(number || chr(9) || folded, chr(10) order by number) as page
  from apart
  group by field
),
fitting as (
  select place, field, cast(found as bigint) as number
  from (
    select r.place, p.field, unnest(regexp_extract_all(p.page,
      '(?m)^(\d+)\t' || if(r.fits = 'whole', '(?:' || r.pattern || ')$',
        '(?:.*\b)?(?:' || r.pattern || ')\b'), 1)) as found
    from industry_rules as r
    join pages as p on list_contains(string_split(r.applies_to, ' '), p.field)
  )
),
decided as (
  select t.committee_id, t.cycle, f.place, t.field, t.written
  from texts as t
  join apart as a on a.field = t.field and a.folded = t.folded
  join fitting as f on f.field = t.field and f.number = a.number
  qualify row_number() over (
    partition by t.committee_id, t.cycle order by f.place, t.preference
  ) = 1
)
select k.snapshot, k.line, k.cycle, k.committee_id, k.name, k.connected_organisation,
  r.industry, r.industry_name, r.sector, d.place, d.field, d.written as matched
from committee_kinds as k
left join decided as d on d.committee_id = k.committee_id and d.cycle = k.cycle
left join industry_rules as r on r.place = d.place
