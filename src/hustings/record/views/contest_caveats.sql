-- What limits a person's count in a contest, in words: not certified, or another publisher's total
-- differs.
with differing as (
  select district, cycle, round, contest_party, person,
    string_agg(told, '; ' order by told) || '.' as said
  from (
    select distinct district, cycle, round, contest_party, person,
      title_there || ' has ' || format('{:,}', cast(votes_there as bigint)) || ' for ' || candidate
        as told
    from contest_disagreements
  )
  group by district, cycle, round, contest_party, person
)
select v.district, v.cycle, v.round, v.contest_party, v.person,
  case when max(v.status) <> 'certified' then
    'Not certified: a count as it stood'
    || coalesce(' on ' || strftime(max(v.counted_at), '%-d %B %Y'), '') || '.'
  end as standing,
  max(d.said) as differing
from contest_votes as v
left join differing as d
  on d.district = v.district and d.cycle = v.cycle and d.round = v.round
  and d.contest_party = v.contest_party and d.person = v.person
group by v.district, v.cycle, v.round, v.contest_party, v.person
