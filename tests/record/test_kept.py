"""Kept views: sums written once for each snapshot, which answer as the rows themselves do."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hustings.record import Record, kept
from hustings.record.guard import run_guarded
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.view import named_views
from tests.record.makers import itcont

ROWS = """
    select snapshot, min(line), max(line), cycle, committee_id, transaction_type, memo_code, state,
        cast(date_trunc('month', date) as date), count(*), sum(amount_usd)
    from contributions group by all order by all
"""
KEPT = "select * from contribution_months order by all"


def load(record: Record, *files: Path) -> list[str]:
    outcomes = load_all(record, [Wanted(item=item) for item in find(list(files))])
    assert [one.error for one in outcomes] == [None] * len(files)
    return [one.snapshot.id for one in outcomes if one.snapshot]


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Gifts of two cycles; those of 2024 as of two days."""
    made = Record(tmp_path / "record")
    for folder, year, rows in [("2024-06-30", 24, 50), ("2024-12-31", 24, 500),
                               ("2022-12-31", 22, 70)]:  # fmt: skip
        (tmp_path / folder).mkdir()
        load(made, itcont(tmp_path / folder / f"indiv{year}.zip", rows))
    return made


def files(record: Record) -> list[Path]:
    return sorted(record.folder.glob("tables/contribution_months/*"))


@pytest.mark.parametrize("as_of", [None, date(2024, 7, 1), date(2022, 12, 31)])
def test_kept_sums_are_those_of_the_rows(record: Record, as_of: date | None) -> None:
    view = record.view(as_of)
    found = view.query(KEPT)
    assert found == view.query(ROWS)
    assert [file.stem for file in files(record)] == sorted({row[0] for row in found})
    assert sum(row[-2] for row in found) == view.query("select count(*) from contributions")[0][0]


def test_they_are_made_once_and_outlast_the_next_load(record: Record, tmp_path: Path) -> None:
    first = record.view().query(KEPT)
    made = {file: file.stat().st_mtime_ns for file in files(record)}
    assert len(made) == 2
    load(record, itcont(tmp_path / "indiv20.zip", 30))
    again = record.view().query(KEPT)
    assert {file: file.stat().st_mtime_ns for file in made} == made
    assert len(files(record)) == 3
    assert {row for row in again if row[3] != 2020} == set(first)
    assert not list((record.folder / "tmp").glob("*"))


def test_memo_rows_stand_apart_and_the_first_row_is_in_its_line(record: Record) -> None:
    view = record.view()
    by_memo = "select memo_code, sum(amount_usd) from {} where cycle = 2024 group by 1 order by 1"
    plain, memo = view.query(by_memo.format("contribution_months"))[::-1]
    assert [plain, memo] == view.query(by_memo.format("contributions"))[::-1]
    assert plain[0] is None
    assert memo[0] == "X"
    assert plain[1] != memo[1] > Decimal(0)
    assert view.query(
        "select count(*) from contribution_months as m join contributions as c "
        "on c.snapshot = m.snapshot and c.line = m.line and c.committee_id = m.committee_id "
    ) == view.query("select count(*) from contribution_months")


def test_what_cannot_be_kept_is_worked_out(record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "settle", full)
    view = record.view()
    assert view.query(KEPT) == view.query(ROWS)
    assert files(record) == []
    assert not list((record.folder / "tmp").glob("*"))


def test_strangers_may_ask_for_them_and_a_listing_makes_none(record: Record) -> None:
    view = record.view()
    assert "contribution_months" in {row[0] for row in run_guarded(view, "show tables").rows}
    assert files(record) == []
    statement = "select sum(rows), sum(amount_usd) from contribution_months"
    assert run_guarded(view, statement).rows == view.query(
        "select count(*), sum(amount_usd) from contributions"
    )
    assert len(files(record)) == 2


def test_a_record_without_gifts_has_no_sums(tmp_path: Path) -> None:
    assert Record(tmp_path).view().query(KEPT) == []


def test_a_kept_view_reads_the_table_it_names_and_no_other() -> None:
    for view in named_views().values():
        if view.kept:
            assert view.reads == {view.kept}
            assert not view.held
            # It stands after a clause that gives the table's name to one snapshot's rows.
            assert view.sql.startswith("select")


def test_the_statement_on_the_page_on_counting_runs(record: Record) -> None:
    page = (Path(__file__).parents[2] / "docs" / "counting.md").read_text()
    (statement,) = [
        one
        for one in re.findall(r"```sql\n(.+?)```", page, re.DOTALL)
        if "contribution_months" in one
    ]
    view = record.view()
    found = view.query(statement.replace("C00580100", "C00000003"))
    assert found
    assert (
        sum(row[-1] for row in found)
        == view.query(
            "select sum(amount_usd) from contributions "
            "where memo_code is null and committee_id = 'C00000003'"
        )[0][0]
    )
