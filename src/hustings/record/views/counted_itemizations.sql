-- Itemised rows of electronic filings that count: memo rows are out, and of a filing that was
-- amended the last version alone. With the form without its N, A or T, so that form_lines fits.
-- held: no
select i.*, f.committee_id as filer_id, f.committee_name as filer, f.report_code, f.coverage_start,
  f.coverage_end,
  case when starts_with(f.form, 'F3X') then 'F3X' when starts_with(f.form, 'F3P') then 'F3P'
    when starts_with(f.form, 'F3') then 'F3' else rtrim(f.form, 'NAT')
  end as form
from itemizations as i
join live_filings as f on f.filing_id = i.filing_id
where not coalesce(i.memo, false)
