-- Spending for or against candidates from outside, every row that any source has, once with what it
-- is and why. Add up those of one status: periodic is what stands in reports, notice what was told
-- within 24 or 48 hours and is in no report yet, suspect what is set apart (suspect_filings).
-- The others hold money that stands in another row: repeated (a notice that a report repeats),
-- superseded (an earlier version), memo, twin (the same row from another file). unclear: the
-- candidate's id is missing, or the row says neither support nor oppose.
-- cycle: the two years of the report or notice. district: the House seat; other_seat: of another
-- candidate, 'CA Senate' or 'President'. doubtful: why a notice's status is open. overdue: whether
-- its spender has reported later spending since, and not this. estimate: whether it is repeated as a
-- memo row, whose payments count.
with matches as (
  select * from outside_by_id
  union all select * from outside_by_payee
  union all select * from outside_by_amount
),
names as (
  select committee_id, name,
    row_number() over (partition by committee_id order by cycle desc, name) as place
  from (
    select committee_id, name, cycle from committees
    union all select committee_id, name, cycle from committee_totals
  )
  where name is not null
),
seats as (
  select candidate_id, cycle, max(case when office = 'H' then district end) as district
  from candidates
  group by candidate_id, cycle
),
people_named as (
  select candidate_id, name,
    row_number() over (partition by candidate_id order by cycle desc, name) as place
  from (
    select candidate_id, name, cycle from candidates
    union all
    select candidate_id, max(candidate_name), 0 from outside_reported group by candidate_id
  )
  where name is not null
),
  -- Without the file of candidates: the seat that the notices give most often, else the id's own.
noticed as (
  select candidate_id, cycle, own_district as district,
    row_number() over (
      partition by candidate_id, cycle order by count(*) desc, own_district
    ) as place
  from outside_reported
  where own_district is not null
  group by candidate_id, cycle, own_district
),
  -- Equal notices without numbers of their own: nothing tells whether they are one.
alike as (
  select row_id,
    sum(case when transaction_id is null then 1 else 0 end) over equal as without_id,
    sum(case when tier in ('payee', 'amount') then 1 else 0 end) over equal as taken
  from (
    select l.row_id, l.who, l.amount_usd, l.payee_key, l.day, l.transaction_id, m.tier
    from outside_live as l
    left join matches as m on m.row_id = l.row_id
    where l.is_notice
  )
  window equal as (partition by who, amount_usd, payee_key, day)
),
judged as (
  select r.*, s.superseded_by, s.revised_by, s.twin_of, m.matched_row, m.tier, u.why as suspected,
    a.without_id, a.taken,
    case
      when s.twin_of is not null then 'twin'
      when s.superseded_by is not null or s.revised_by is not null then 'superseded'
      when r.memo then 'memo'
      when m.matched_row is not null then 'repeated'
      when u.row_id is not null then 'suspect'
      when r.candidate_id is null or r.stance is null or r.spender_id is null then 'unclear'
      else r.source_kind
    end as status
  from outside_reported as r
  join outside_standing as s on s.row_id = r.row_id
  left join matches as m on m.row_id = r.row_id
  left join outside_suspects as u on u.row_id = r.row_id
  left join alike as a on a.row_id = r.row_id
)
select j.snapshot, j.line, j.spender_id, coalesce(n.name, j.spender) as spender, j.candidate_id,
  coalesce(q.name, j.candidate_id) as candidate,
  case when substr(j.candidate_id, 1, 1) = 'H' then coalesce(
    c.district, o.district, j.own_district,
    case
      when regexp_matches(substr(j.candidate_id, 3, 4), '^[A-Z]{2}[0-9]{2}$') then
        substr(j.candidate_id, 3, 2) || '-' || case substr(j.candidate_id, 5, 2) when '00' then 'AL'
          else cast(cast(substr(j.candidate_id, 5, 2) as integer) as varchar) end
    end) end as district,
  case substr(j.candidate_id, 1, 1) when 'P' then 'President'
    when 'S' then substr(j.candidate_id, 3, 2) || ' Senate' end as other_seat,
  j.cycle, j.round, j.election_year, j.stance, j.amount_usd, j.date, j.disseminated, j.payee,
  j.purpose, j.transaction_id, j.file_number, j.source_kind, j.origin, j.status,
  case j.status
    when 'twin' then 'the same row is in ' || case w.origin when 'filing' then 'the filing itself'
      else 'the bulk file' end
    when 'superseded' then coalesce('filing ' || j.superseded_by || ' replaces it',
      'filing ' || v.file_number || ' amends it')
    when 'memo' then 'a memo row repeats money that is counted elsewhere'
    when 'repeated' then 'filing ' || coalesce(w.file_number, '?') || ' reports it: ' || case
      when j.tier = 'id' then 'same transaction id and amount'
      when j.tier = 'id, amount corrected' then 'same transaction id, amount corrected'
      when j.tier = 'payee' then 'same amount, payee and days'
      else 'same amount and days, payee spelt otherwise' end
      || case when w.memo then ', as a memo row; the payments count' else '' end
    when 'suspect' then j.suspected
    when 'unclear' then case when j.candidate_id is null then 'no candidate id'
      when j.stance is null then 'neither support nor oppose' else 'no spender id' end
    when 'periodic' then 'in a periodic report'
    else 'in no periodic report yet'
  end as why,
  w.snapshot as matched_snapshot, w.line as matched_line,
  case when j.status = 'repeated' then j.tier end as matched_by,
  case
    when j.status <> 'notice' or j.transaction_id is not null then null
    when j.taken > 0 then 'an equal notice of the day is in a report, this one is not'
    when j.without_id > 1 then 'an equal notice of the day stands beside it'
  end as doubtful,
  j.status = 'notice' and j.date < coalesce(z.last_day, j.date) as overdue,
  j.status = 'repeated' and coalesce(w.memo, false) as estimate, j.dollars
from judged as j
left join outside_reported as w on w.row_id = coalesce(j.matched_row, j.twin_of)
left join outside_reported as v on v.row_id = j.revised_by
left join names as n on n.committee_id = j.spender_id and n.place = 1
left join (
  select spender_id, max(date) as last_day
  from judged where status = 'periodic' group by spender_id
) as z on z.spender_id = j.spender_id
left join people_named as q on q.candidate_id = j.candidate_id and q.place = 1
left join seats as c on c.candidate_id = j.candidate_id and c.cycle = j.cycle
left join noticed as o
  on o.candidate_id = j.candidate_id and o.cycle = j.cycle and o.place = 1
