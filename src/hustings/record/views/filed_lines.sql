-- What candidates and committees filed on each line of their form in a cycle, as the FEC totals it:
-- the newest totals, and for lines that only other files split (11AI, 11AII) those of the same day.
-- held: no
with candidate_sides as (
  select m.snapshot, m.line, m.cycle, m.candidate_id, m.office, m.coverage_end,
    coalesce(m.itemized_usd, s.itemized_usd) as itemized_usd,
    coalesce(m.unitemized_usd, s.unitemized_usd) as unitemized_usd,
    m.from_individuals_usd, m.from_parties_usd, m.from_committees_usd, m.from_candidate_usd,
    m.transfers_from_authorized_usd, m.candidate_loans_usd, m.other_loans_usd,
    coalesce(m.offsets_usd, s.offsets_usd) as offsets_usd,
    coalesce(m.other_receipts_usd, s.other_receipts_usd) as other_receipts_usd, m.receipts_usd,
    coalesce(m.operating_expenditures_usd, s.operating_expenditures_usd)
      as operating_expenditures_usd,
    m.transfers_to_authorized_usd, m.candidate_loan_repayments_usd, m.other_loan_repayments_usd,
    m.individual_refunds_usd,
    coalesce(m.other_disbursements_usd, s.other_disbursements_usd) as other_disbursements_usd,
    m.disbursements_usd
  from candidate_money as m
  left join candidate_splits as s
    on s.cycle = m.cycle and s.candidate_id = m.candidate_id and s.coverage_end = m.coverage_end
    and s.receipts_usd = m.receipts_usd
),
candidate_lines as (
  select snapshot, line, cycle, candidate_id, office, coverage_end, column_name, filed_usd
  from candidate_sides
  unpivot (
    filed_usd for column_name in (
      itemized_usd, unitemized_usd, from_individuals_usd, from_parties_usd,
      from_committees_usd, from_candidate_usd, transfers_from_authorized_usd,
      candidate_loans_usd, other_loans_usd, offsets_usd, other_receipts_usd, receipts_usd,
      operating_expenditures_usd, transfers_to_authorized_usd, candidate_loan_repayments_usd,
      other_loan_repayments_usd, individual_refunds_usd, other_disbursements_usd,
      disbursements_usd
    )
  )
),
committee_lines as (
  select snapshot, line, cycle, committee_id, coverage_end, column_name, filed_usd
  from committee_money
  unpivot (
    filed_usd for column_name in (
      receipts_usd, transfers_from_affiliates_usd, from_individuals_usd, from_committees_usd,
      from_candidate_usd, candidate_loans_usd, loans_usd, disbursements_usd,
      transfers_to_affiliates_usd, individual_refunds_usd, committee_refunds_usd,
      candidate_loan_repayments_usd, loan_repayments_usd, cash_begin_usd, cash_end_usd,
      debts_usd, nonfederal_transfers_usd, to_committees_usd, independent_expenditures_usd,
      party_coordinated_usd, nonfederal_share_usd
    )
  )
)
select c.snapshot, c.line, c.cycle, c.candidate_id, null as committee_id, f.form, f.form_line,
  f.place, f.title, c.filed_usd, c.coverage_end
from candidate_lines as c
join form_lines as f
  on f.candidate_column = c.column_name
  and f.form = case when c.office = 'P' then 'F3P' else 'F3' end
union all
select c.snapshot, c.line, c.cycle, null as candidate_id, c.committee_id, f.form, f.form_line,
  f.place, f.title, c.filed_usd, c.coverage_end
from committee_lines as c
join form_lines as f on f.committee_column = c.column_name and f.form = 'F3X'
