"""Reconciliation: what is itemised, what need not be, and what was filed, line by line.

The filed line less the rows that count towards it and less unitemised gifts is the residual. It is
zero where the rows are whole, and is told, with its reason where the record knows one, where not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors import RequestError
from hustings.measures.base import Answer, Difference, Query, measure
from hustings.measures.gifts import AUTHORISED
from hustings.measures.params import Candidate, Committee, Cycle, Filing, FormLine

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.record.view import View

FORM = (
    "(case when starts_with(f.form, 'F3X') then 'F3X' when starts_with(f.form, 'F3P') then 'F3P' "
    "when starts_with(f.form, 'F3') then 'F3' end)"
)
#: The form of who is asked about.
FORM_OF_FILING = f"(select {FORM} from filings as f where f.filing_id = $filing)"
FORM_OF_CANDIDATE = "(case when starts_with($candidate, 'P') then 'F3P' else 'F3' end)"
OWN_ROWS = "list_contains(string_split($committees, ' '), committee_id) and cycle = $cycle"
ON_LINE = "list_contains(string_split($lines, ' '), form_line)"


def _form(candidate: str | None, filing: str | None) -> str:
    return FORM_OF_FILING if filing else FORM_OF_CANDIDATE if candidate else "'F3X'"


def _check(
    candidate: str | None, committee: str | None, filing: str | None, cycle: int | None
) -> None:
    """One of the three is asked about; totals are of a cycle. Raises RequestError."""
    if filing and (candidate or committee or cycle):
        raise RequestError("a filing is asked about alone.", next_step="Write: filing=… line=…")
    if not filing and (not (candidate or committee) or cycle is None):
        raise RequestError(
            "it needs a candidate or a committee with a cycle, or a filing.",
            next_step="Write: candidate=… cycle=… line=… or filing=… line=…",
        )


def _filed(candidate: str | None, filing: str | None, line: str) -> Query:
    """What was filed on a line; `line` is an expression."""
    if filing:
        return Query(
            rows="from filing_lines where filing_id = $filing and name = (select filing_line "
            f"from form_lines where form = {FORM_OF_FILING} and form_line = {line})",
            value="sum(amount_usd)",
        )
    who = "candidate_id = $candidate" if candidate else "committee_id = $committee"
    return Query(
        rows=f"from filed_lines where {who} and cycle = $cycle and form_line = {line}",
        value="sum(filed_usd)",
        also={"coverage_end": "max(coverage_end)", "title": "any_value(title)"},
    )


def _itemized(candidate: str | None, committee: str | None, filing: str | None) -> Query:
    lines = (
        "select unnest(string_split(rows_of, ' ')) from form_lines "
        f"where form = {_form(candidate, filing)} and form_line = $line"
    )
    if filing:
        return Query(
            rows="from itemizations where filing_id = $filing and not coalesce(memo, false) "
            f"and {ON_LINE} and schedule in ('A', 'B', 'E', 'F')",
            value="sum(amount_usd)",
            lists={"lines": lines},
        )
    return Query(
        rows=f"from counted_lines where {OWN_ROWS} and {ON_LINE}",
        value="sum(amount_usd)",
        also={"last": "max(date)"},
        binds={"committees": committee} if committee else {},
        lists={"lines": lines} if committee else {"lines": lines, "committees": AUTHORISED},
    )


def _unitemized(candidate: str | None, filing: str | None) -> Query:
    line = (
        "(select unitemized_line from form_lines "
        f"where form = {_form(candidate, filing)} and form_line = $line)"
    )
    return _filed(candidate, filing, line)


@measure(unit="usd", needs=["candidate_totals"], says=["filed on line", "reported on line"])
def filed_line(
    line: FormLine,
    candidate: Candidate | None = None,
    cycle: Cycle | None = None,
    committee: Committee | None = None,
    filing: Filing | None = None,
) -> Answer:
    """What a candidate, a committee or one filing states on a line of its form.

    For a candidate or a committee, the FEC's totals of the cycle; for a filing, its cover's column
    for the period. Lines as in the table form_lines.
    """
    _check(candidate, committee, filing, cycle)
    return _filed(candidate, filing, "$line")


@measure(unit="usd", needs=["contributions", "schedule_a"], says=["itemized on line"])
def itemized_line(
    line: FormLine,
    candidate: Candidate | None = None,
    cycle: Cycle | None = None,
    committee: Committee | None = None,
    filing: Filing | None = None,
) -> Answer:
    """The rows that count towards a line of a form, each dollar once, memo rows left out.

    With a candidate, the rows of the committees that the candidate authorised, or of the committee
    given. Of one filing, its own rows, even if it was amended since.
    """
    _check(candidate, committee, filing, cycle)
    return _itemized(candidate, committee, filing)


@measure(unit="usd", needs=["candidate_totals"], says=["unitemized on line"])
def unitemized_line(
    line: FormLine,
    candidate: Candidate | None = None,
    cycle: Cycle | None = None,
    committee: Committee | None = None,
    filing: Filing | None = None,
) -> Answer:
    """Gifts that need not be itemised and are part of a line's sum (11A, or all receipts).

    As the same filing or the same day's totals state them.
    """
    _check(candidate, committee, filing, cycle)
    return _unitemized(candidate, filing)


#: Why something may be left, by what the record knows. Payments and receipts up to $200 in all
#: from or to one side need not be itemised (11 CFR 104.3). A large sum without rows is not that.
SMALL = """
  case when $residual > 0 and n.rows = 0 and l.rows_of = l.form_line then
    'No row of the record counts towards this line.' end,
  case when $residual > 0 and (n.rows > 0 or $residual < 1000) and l.schedule = 'B' then
    'Payments of $200 or less in all to one payee need not be itemised and may be what is left.'
  when $residual > 0 and (n.rows > 0 or $residual < 1000) and l.receipt_kind = 'other' then
    'Receipts of $200 or less in all from one source need not be itemised and may be what is left.'
  when $residual <> 0 and l.rows_of <> l.form_line and l.form_line <> '11A' then
    'It is a sum of lines: their own residuals tell where it comes from.' end"""
#: Amounts of Form 3X that are told in Schedule H, whose rows are not loaded.
SHARED = (
    "'col_a_total_nonfederal_transfers', 'col_a_shared_operating_expenditures_federal', "
    "'col_a_shared_operating_expenditures_nonfederal'"
)
WHY_FILING = f"""(
select nullif(concat_ws(chr(10),
  case when (select count(*) from itemizations where filing_id = $filing) = 0 then
    'The filing as loaded holds no itemised rows at all.' end,
  case when n.memo_usd = $residual then 'Memo rows on this line hold as much: the filer seems to '
    || 'have counted them in the sum.' end,
  case when exists (
    select 1 from itemizations as i where i.filing_id = $filing and not coalesce(i.memo, false)
      and i.schedule = l.schedule and i.form_line <> $line
    group by i.form_line having sum(i.amount_usd) = abs($residual)
  ) then 'Rows on another line of the schedule hold as much: they seem to stand on the wrong line.'
  end,
  case when l.form = 'F3X' and l.form_line in ('19', '31') and exists (
    select 1 from filing_lines where filing_id = $filing and amount_usd <> 0 and name in ({SHARED})
  ) then 'What is shared with nonfederal accounts (Schedule H) is in the sum and in no row.' end,
  case when exists (select 1 from filings where filing_id = $filing and starts_with(version, 'P'))
    then 'The report was filed on paper and typed in: its cover need not be whole.' end,
  {SMALL}), '')
from form_lines as l
cross join (
  select sum(amount_usd) filter (memo) as memo_usd, count(*) filter (not coalesce(memo, false)) as rows
  from itemizations where filing_id = $filing and {ON_LINE} and schedule in ('A', 'B', 'E', 'F')
) as n
where l.form = {FORM_OF_FILING} and l.form_line = $line and $residual <> 0)"""


ABSENT = (
    "No row of the committees that the record links to it is loaded for that cycle. Name the "
    "committee (committee=C…), or load its transactions."
)


def _why_totals(candidate: str | None) -> str:
    who = "candidate_id = $candidate" if candidate else "committee_id = $committee"
    return f"""(
select nullif(concat_ws(chr(10),
  case when $residual <> 0 and through < f.coverage_end then 'The rows speak through '
    || strftime(through, '%-d %B %Y') || ', the totals through '
    || strftime(f.coverage_end, '%-d %B %Y') || '.' end,
  case when $residual <> 0 and n.rows > 0 and exported then 'Some rows are of exports from '
    || 'fec.gov, which hold what was asked for and need not be whole.' end,
  case when $residual > 0 and l.unitemized_line is not null and not exists (
    select 1 from filed_lines as u
    where u.{who} and u.cycle = $cycle and u.form_line = l.unitemized_line
  ) then 'Gifts of $200 or less in all need not be itemised; the totals of that day do not split '
    || 'them off, and they are in what is left.' end,
  {SMALL}), '')
from form_lines as l
cross join (
  select max(coverage_end) as coverage_end from filed_lines
  where {who} and cycle = $cycle and form_line = $line
) as f
cross join (
  select max(s.as_of) as through, bool_or(s.source = 'fec.schedule_a_export') as exported
  from counted_lines as c join snapshots as s on s.snapshot = c.snapshot
  where {OWN_ROWS}
) as c
cross join (select count(*) as rows from counted_lines where {OWN_ROWS} and {ON_LINE}) as n
where l.form = {_form(candidate, None)} and l.form_line = $line)"""


@measure(
    unit="usd",
    needs=["candidate_totals", "schedule_a"],
    says=["reconciliation", "unexplained difference", "residual of the filed total"],
)
def reconciliation(
    line: FormLine,
    candidate: Candidate | None = None,
    cycle: Cycle | None = None,
    committee: Committee | None = None,
    filing: Filing | None = None,
) -> Answer:
    """What is left of a filed line when itemised rows and unitemised gifts are taken away.

    Zero where all of it is accounted for. With a candidate and a committee, the candidate's filed
    totals against that committee's rows, for a committee that no file links to the candidate yet.
    """
    _check(candidate, committee, filing, cycle)
    return Difference(
        whole=_filed(candidate, filing, "$line"),
        less=(_itemized(candidate, committee, filing), _unitemized(candidate, filing)),
        names=("filed_line", "itemized_line", "unitemized_line"),
        present="exists (select 1 from filings where filing_id = $filing)"
        if filing
        else f"exists (select 1 from counted_lines where {OWN_ROWS})",
        absent="" if filing else ABSENT,
        why=WHY_FILING if filing else _why_totals(candidate),
    )


def reconciled_lines(
    view: View,
    *,
    candidate: str | None = None,
    cycle: int | None = None,
    committee: str | None = None,
    filing: str | None = None,
) -> list[Figure]:
    """The reconciliation of each line that was filed or has rows, in the form's order.

    Ids as the record writes them. Lines on which nothing was filed and nothing is itemised are
    left out, as are totals over lines. Raises NoData where nothing is itemised at all.
    """
    from hustings.errors import NoData
    from hustings.measures.evaluation import evaluate

    asked = {"candidate": candidate, "cycle": cycle, "committee": committee, "filing": filing}
    given = {name: value for name, value in asked.items() if value is not None}
    used = {name: value for name, value in given.items() if name == "filing" or name == "candidate"}
    rows = view.query(
        f"select form_line from form_lines where form = {_form(candidate, filing)} "
        "and rows_of is not null order by place",
        used if candidate or filing else None,
    )
    found: list[Figure] = []
    last: NoData | None = None
    for (line,) in rows:
        try:
            figure = evaluate(view, "reconciliation", {**given, "line": line})
        except NoData as problem:
            last = problem
            continue
        if any(part.value for part in figure.parts):
            found.append(figure)
    if not found and last:
        raise last
    return found
