-- What figures of a candidate's money rest on: candidate_money, with a sentence for each amount on
-- which another of the FEC's files through the same day differs.
with told as (
  select cycle, candidate_id, map_from_entries(list((column_name, said))) as differs
  from (
    select cycle, candidate_id, "column" as column_name,
      string_agg('Another FEC file through the same day has '
        || format('${:,.2f}', cast(usd_there as double)) || ' (' || file_there || ').', ' '
        order by file_there) as said
    from candidate_disagreements
    group by cycle, candidate_id, "column"
  )
  group by cycle, candidate_id
)
select m.*, coalesce(told.differs, map_from_entries(cast([] as struct(k varchar, v varchar)[])))
  as differs
from candidate_money as m
left join told on told.cycle = m.cycle and told.candidate_id = m.candidate_id
