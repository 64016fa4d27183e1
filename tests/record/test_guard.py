"""Guarded SQL: one SELECT over the record, and nothing else whatever is asked."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import time
from pathlib import Path

import pytest

from hustings.errors import RequestError
from hustings.record import Record
from hustings.record.guard import Rows, run_guarded
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.view import View, named_views
from hustings.tables import catalogue
from tests.record.makers import weball

ITCONT = (
    "C00799031|N|Q1|P2024|2024|15|IND|DOE, JANE|LOS ANGELES|CA|90012|SELF|BAKER|01312024|250||A1|"
    "1||| {number}"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a table that stays on disk (contributions) and one that does not."""
    home = tmp_path_factory.mktemp("guard")
    weball(home / "weball24.txt", 20)
    lines = [
        ITCONT.format(number=4_000_000_000_000_000_000 + n).replace("| ", "|") for n in range(50)
    ]
    (home / "itcont.txt").write_text("\n".join(lines) + "\n")
    record = Record(home / "it's a record")
    outcomes = load_all(
        record,
        [
            Wanted(item=item, scope={"cycle": "2024"})
            for item in find([home / "weball24.txt", home / "itcont.txt"])
        ],
    )
    assert [one.status for one in outcomes] == ["loaded", "loaded"], outcomes
    # Sums that are kept are written by the first statement that names them, and never again.
    assert record.view().query("select sum(rows) from contribution_months") == [(50,)]
    return record.folder


@pytest.fixture
def view(folder: Path) -> View:
    return Record(folder).view()


@pytest.fixture(autouse=True)
def untouched(folder: Path) -> object:
    """Whatever a test asks, the record's folder is the same afterwards, and so is what is beside it."""
    before = _tree(folder.parent)
    yield
    assert _tree(folder.parent) == before


def _tree(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def refused(view: View, statement: str, said: str = "", **more: float) -> str:
    with pytest.raises(RequestError) as caught:
        run_guarded(view, statement, **more)  # type: ignore[arg-type]
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into candidate_totals select * from candidate_totals",
        "update candidate_totals set receipts_usd = 0",
        "delete from candidate_totals",
        "truncate candidate_totals",
        "create table mine as select 1",
        "create view mine as select 1",
        "create macro mine() as 1",
        "create type mine as enum ('a')",
        "create sequence mine",
        "create secret mine (type s3, key_id 'a', secret 'b')",
        "drop table candidate_totals",
        "alter table candidate_totals add column mine integer",
        "comment on table candidate_totals is 'mine'",
        "attach '{home}/mine.db'",
        "detach memory",
        "use memory",
        "copy candidate_totals to '{home}/mine.csv'",
        "copy (select 1) to '{home}/mine.csv'",
        "copy candidate_totals from '/etc/passwd'",
        "export database '{home}/mine'",
        "import database '{home}/mine'",
        "install httpfs",
        "load httpfs",
        "load '{home}/mine.duckdb_extension'",
        "set memory_limit = '100GB'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set variable mine = 1",
        "reset memory_limit",
        "pragma memory_limit = '100GB'",
        "pragma database_list",
        "pragma enable_profiling",
        "call pragma_version()",
        "call duckdb_settings()",
        "vacuum",
        "checkpoint",
        "analyze",
        "begin",
        "commit",
        "rollback",
        "prepare mine as select 1",
        "execute mine",
        "explain select 1",
        "explain analyze select 1",
        "pivot candidate_totals on party using sum(receipts_usd)",
    ],
)
def test_only_select_is_allowed(view: View, folder: Path, statement: str) -> None:
    refused(view, statement.format(home=folder.parent), "only SELECT is allowed")


#: Since DuckDB 2.0 a SELECT may carry statements that write in its WITH clause.
WRITING = [
    "with x as (copy (select 1) to '{file}') select 1",
    "with x as (copy candidate_totals to '{file}') select count(*) from candidate_totals",
    "with x as (insert into candidate_totals select * from candidate_totals returning *) select * from x",
    "with x as (update candidate_totals set receipts_usd = 0 returning *) select * from x",
    "with x as (delete from candidate_totals returning *) select * from x",
    "with a as (with b as (copy (select 1) to '{file}') select 1) select * from a",
    "select * from (with x as (copy (select 1) to '{file}') select 1)",
    "select exists (with x as (copy (select 1) to '{file}') select 1)",
    "select 1 union all (with x as (copy (select 1) to '{file}') select 1)",
    "WITH\n/* harmless */ x AS MATERIALIZED (COPY (SELECT 1) TO '{file}') SELECT 1",
]


@pytest.mark.parametrize("statement", WRITING)
@pytest.mark.parametrize(
    "place", ["tables/contributions/mine.parquet", "tables/mine.csv", "../mine.csv"]
)
def test_a_select_that_writes_is_refused(
    view: View, folder: Path, statement: str, place: str
) -> None:
    file = str(folder / place).replace("'", "''")
    refused(view, statement.format(file=file), "only SELECT is allowed")


def test_a_select_within_query_cannot_write(view: View, folder: Path) -> None:
    file = str(folder / "tables/contributions/mine.parquet").replace("'", "''''")
    for inner in (
        "copy (select 1) to ''{file}''",
        "with x as (copy (select 1) to ''{file}'') select 1",
    ):
        refused(view, f"select * from query('{inner.format(file=file)}')")


def test_the_words_alone_are_no_offence(view: View) -> None:
    text = '"type":"COPY_QUERY_NODE" insert; update "info_type":'
    found = run_guarded(view, f"select '{text}' as said -- drop table candidate_totals; delete")
    assert found.rows == [(text,)]


def test_one_statement_at_a_time(view: View) -> None:
    for statement in (
        "select 1; select 2",
        "select 1; drop table candidate_totals",
        ";;select 1;select 2",
    ):
        refused(view, statement, "give one statement at a time")
    for statement in ("", " ", "--", ";", "/* */"):
        refused(view, statement, "there is no statement")
    assert run_guarded(view, "select 1;").rows == [(1,)]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from read_csv_auto('/etc/passwd')",
        "select * from sniff_csv('/etc/passwd')",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from read_json('/etc/passwd')",
        "select * from read_parquet('/etc/passwd')",
        "select * from parquet_scan('/etc/passwd')",
        "select * from parquet_metadata('/etc/passwd')",
        "select * from parquet_schema('/etc/passwd')",
        "select * from glob('/etc/*')",
        "select * from '/etc/passwd'",
        "select * from '/etc/passwd.csv'",
        'select * from "/etc/passwd.parquet"',
        "select * from '{folder}/manifest.json'",
        "select * from read_text('{folder}/manifest.json')",
        "select * from read_text('{folder}/tables/contributions/../../manifest.json')",
        "select * from read_parquet('{folder}/tables/candidate_totals/*.parquet')",
        "select * from glob('{folder}/raw/*/*')",
        "select * from 'https://example.com/x.csv'",
        "select * from read_csv('http://127.0.0.1:9/x.csv')",
        "select * from read_parquet('s3://bucket/x.parquet')",
        "select * from duckdb_secrets()",
        "select * from read_duckdb('/etc/passwd')",
        "select getenv('HOME')",
        "select * from sqlite_scan('/etc/passwd', 'x')",
        "select load_extension('x')",
    ],
)
def test_nothing_outside_is_reached(view: View, folder: Path, statement: str) -> None:
    refused(view, statement.format(folder=str(folder).replace("'", "''")))


def test_the_database_is_locked(view: View) -> None:
    settings = dict(
        run_guarded(view, "select name, value from duckdb_settings()", limit=10_000).rows
    )
    assert settings["enable_external_access"] == "false"
    assert settings["lock_configuration"] == "true"
    assert settings["autoinstall_known_extensions"] == "false"
    assert settings["autoload_known_extensions"] == "false"
    assert settings["temp_directory"] == ""
    assert settings["memory_limit"] in {"953.6 MiB", "1.0 GB", "1.0 GiB"}
    allowed = settings["allowed_directories"]
    assert "contributions" in str(allowed)
    assert "candidate_totals" not in str(allowed)
    assert settings["allow_unredacted_secrets"] == "false"
    for statement in ("select * from enable_logging()", "select * from enable_profiling()"):
        refused(view, statement)


def test_harmless_questions_about_the_database(view: View) -> None:
    assert run_guarded(view, "select * from pragma_table_info('candidate_totals')").rows
    assert run_guarded(view, "select * from pragma_version()").rows
    names = {row[0] for row in run_guarded(view, "show tables").rows}
    assert {"candidate_totals", "contributions", "candidate_money", "people"} <= names
    assert ("district",) in run_guarded(
        view, "select column_name from information_schema.columns where table_name = 'returns'"
    ).rows
    assert len(run_guarded(view, "describe candidate_totals").rows) > 20


def test_time_is_bounded(view: View) -> None:
    for statement in (
        "select count(*) from range(100000000) a, range(100000000) b",
        "with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t",
    ):
        begun = time.monotonic()
        refused(view, statement, "took longer than 1 seconds and was stopped", seconds=1)
        assert time.monotonic() - begun < 10
    refused(
        view, "select count(*) from range(100000000) a, range(100000) b", "stopped", seconds=1e-6
    )
    for seconds in (0.0, -1.0, float("nan"), float("inf")):
        refused(view, "select 1", "the time limit must be", seconds=seconds)


def test_memory_is_bounded(view: View) -> None:
    for statement in (
        "select string_agg(repeat('x', 1000000), '') from range(5000)",
        "select list(range) from range(300000000)",
    ):
        refused(view, statement, "needs more than 1GB of memory", seconds=60)


def test_rows_are_bounded(view: View) -> None:
    found = run_guarded(view, "select * from range(1000000000)", limit=3)
    assert found == Rows(["range"], [(0,), (1,), (2,)], True)
    assert run_guarded(view, "select * from range(3)", limit=3).more is False
    for limit in (0, -1):
        refused(view, "select 1", "the limit must be one row", limit=limit)


def test_odd_statements(view: View) -> None:
    refused(view, "\0", "cannot be read")
    refused(view, "select " + "(" * 5000 + "1" + ")" * 5000, "cannot be read")
    refused(view, "select " + "+".join(["1"] * 20_000), "cannot be read")
    refused(view, "select '\udcff'", "cannot be read")
    refused(view, "select * from candidate_totals where name = $name")
    refused(view, "select nothing from candidate_totals", "does not run")
    refused(
        view, "select * from candidate_total", "there is no table 'candidate_total'. Did you mean"
    )
    if importlib.util.find_spec("pytz") is None:
        # With pytz, which some other package may bring, DuckDB can show it.
        refused(view, "select now()", "a time with a zone cannot be shown")
    long = "x" * 1_000_000
    assert run_guarded(view, f"select '{long}'").rows == [(long,)]
    assert run_guarded(view, "select '名前' as \"名\"") == Rows(["名"], [("名前",)], False)


#: Every table and view, each counted in a statement of its own within one.
COUNTS = ", ".join(
    f"(select count(*) from {name}) as {name}" for name in [*catalogue(), *named_views()]
)


def test_every_table_and_view_can_be_read(view: View) -> None:
    (counts,) = run_guarded(view, f"select {COUNTS}").rows
    assert len(counts) == len(catalogue()) + len(named_views())
    columns: dict[str, list[str]] = {}
    for table, column in run_guarded(
        view,
        "select table_name, column_name from information_schema.columns order by ordinal_position",
        limit=10_000,
    ).rows:
        columns.setdefault(table, []).append(column)
    for name, table in catalogue().items():
        assert tuple(columns[name]) == table.column_names, name
    assert set(named_views()) <= set(columns)
    assert run_guarded(view, "select count(*), sum(amount_usd) from contributions").rows == [
        (50, 12_500)
    ]
    assert run_guarded(view, "select count(*) from snapshots").rows[0][0] >= 2


def test_the_view_that_asked_stays_open(view: View) -> None:
    refused(view, "select * from read_csv('/etc/passwd')")
    assert view.query("select count(*) from candidate_totals") == [(20,)]
    assert run_guarded(view, "select count(*) from candidate_totals").rows == [(20,)]


def test_the_sample_is_guarded_alike() -> None:
    view = View.of_sample(None)
    (counts,) = run_guarded(view, f"select {COUNTS}").rows
    assert sum(counts) > 1000
    refused(view, "select * from read_csv('/etc/passwd')", "reaches outside")
    refused(view, "with x as (copy (select 1) to 'mine.csv') select 1", "only SELECT is allowed")
    assert not Path("mine.csv").exists()


def test_as_json_for_machines(view: View) -> None:
    from hustings.figures import plain

    found = run_guarded(
        view, "select 1/0, 'a'::blob, interval 1 day, map {1: 'x'}, uuid(), date 'infinity'"
    )
    json.dumps(plain(found.rows), allow_nan=False)
