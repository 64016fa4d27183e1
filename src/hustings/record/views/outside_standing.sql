-- Which rows of outside_reported are versions or copies of another: superseded_by is the filing that
-- replaced theirs, revised_by and twin_of are the row_id of the row that stands for them.
with filed as (
  select r.*, c.superseded_by
  from outside_reported as r
  left join filing_chains as c on c.number = r.number
),
  -- An amended notice that does not say what it amends replaces, row by row, what has its number.
revised as (
  select o.row_id, max(n.row_id) as revised_by
  from filed as o
  join filed as n
    on n.spender_id = o.spender_id and n.transaction_id = o.transaction_id
    and coalesce(n.candidate_id, '') = coalesce(o.candidate_id, '')
    and n.source_kind = 'notice' and o.source_kind = 'notice' and n.number > o.number
  join filing_links as l on l.number = n.number
  where n.is_amendment and l.parent is null and n.superseded_by is null
  group by o.row_id
),
  -- The same row of the same filing, from two files: the filing itself answers, as it has the cents,
  -- then the bulk file, then the file of notices.
copied as (
  select row_id, origin, number, source_kind, transaction_id, candidate_id, stance, amount_usd,
    row_number() over (
      partition by origin, number, transaction_id, coalesce(candidate_id, ''),
        coalesce(stance, ''),
        case when transaction_id is null then trunc(amount_usd) end,
        case when transaction_id is null then date end
      order by amount_usd, date, row_id
    ) as place,
    date
  from filed
  where number is not null
),
twins as (
  select b.row_id, a.row_id as twin_of,
    row_number() over (
      partition by b.row_id order by case a.origin when 'filing' then 1 else 2 end, a.row_id
    ) as choice
  from copied as b
  join copied as a
    on a.number = b.number and a.place = b.place
    and (a.origin = 'filing' and b.origin <> 'filing' or a.origin = 'bulk' and b.origin = 'notices')
    and coalesce(a.transaction_id, '') = coalesce(b.transaction_id, '')
    and coalesce(a.candidate_id, '') = coalesce(b.candidate_id, '')
    and coalesce(a.stance, '') = coalesce(b.stance, '')
    and (a.transaction_id is not null
      or (trunc(a.amount_usd) = trunc(b.amount_usd) and a.date = b.date))
)
select r.row_id, r.superseded_by, v.revised_by, t.twin_of
from filed as r
left join revised as v on v.row_id = r.row_id
left join twins as t on t.row_id = r.row_id and t.choice = 1
