"""DuckDB and Spark give the same figure for every measure: value, rows, citations, caveats."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from hustings.errors import Fault, HustingsError
from hustings.figures import Figure
from hustings.measures import evaluate
from hustings.measures.evaluation import answer, evidence, prepare
from hustings.measures.registry import find_measure, measures
from hustings.record import View
from hustings.record.engines import open_view
from hustings.record.view import named_views
from tests.measures.test_figures import ALL, CALLS, HERE
from tests.measures.test_outside import loaded
from tests.outside_world import world
from tests.parity.chamber import MEASURES, VIEWS, chamber
from tests.parity.grid import Call, grid

TABLE = Path(__file__).parent / "calls.yml"


@cache
def further() -> dict[str, dict[str, list[dict[str, Any]]]]:
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


def calls(where: str) -> list[Call]:
    """The calls that every measure is tried with, where their record has rows, and further ones."""
    known: dict[str, list[Call]] = {
        "sample": HERE,
        "record": [one for one in ALL if one[0] not in MEASURES],
        "chamber": [one for one in ALL if one[0] in MEASURES],
    }
    more = [(name, params) for name, one in further().items() for params in one.get(where, ())]
    return known.get(where, []) + more


def asked(view: View, name: str, params: dict[str, Any]) -> Figure | str:
    """The figure, or the sentence and exit code of a question without one."""
    try:
        return evaluate(view, name, params)
    except HustingsError as problem:
        return f"{problem.exit_code}: {problem}"


def resolved(view: View, name: str, params: Mapping[str, Any]) -> Figure | str:
    """The same of parameters that are ids already."""
    try:
        return answer(view, find_measure(name), params)
    except HustingsError as problem:
        return f"{problem.exit_code}: {problem}"


def together(view: View, questions: list[tuple[str, Mapping[str, Any]]]) -> list[Figure | str]:
    """Answers of questions that are put at once: figures over one table share a statement."""
    # What cannot be answered is told by its own question.
    with suppress(Fault):
        prepare(view, questions)
    return [resolved(view, name, params) for name, params in questions]


def told(name: str, params: Mapping[str, Any], duckdb: object, spark: object) -> str:
    return f"{name} {dict(params)}:\n  DuckDB {duckdb}\n  Spark  {spark}"


def test_every_measure_has_calls() -> None:
    called = {
        name for where in ("sample", "record", "world", "chamber") for name, _ in calls(where)
    }
    without = sorted(set(measures()) - called)
    assert not without, (
        f"{', '.join(without)}: not compared on DuckDB and Spark. Add a call of each to CALLS in "
        "tests/measures/test_figures.py, or, if neither the sample nor the real files have rows of "
        "it, to tests/parity/calls.yml under world:; docs/scale.md says how SQL is written that "
        "both engines read."
    )
    unknown = sorted(called - set(measures()))
    assert not unknown, f"{', '.join(unknown)}: called here, and no measure"


@pytest.fixture(scope="module")
def samples(spark: None) -> tuple[View, View]:
    return View.of_sample(None), _on_spark_sample()


def _on_spark_sample() -> View:
    from hustings.record.engines.spark_view import SparkView

    return SparkView.of_sample(None)


@pytest.fixture(scope="module")
def records(spark: None, full_record: Path) -> tuple[View, View]:
    return open_view(full_record, engine="duckdb"), open_view(full_record, engine="spark")


@pytest.fixture(scope="module")
def worlds(spark: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[View, View]:
    """Both engines over a record of made filings, with every way of telling outside spending."""
    folder = tmp_path_factory.mktemp("world")
    return loaded(folder, world(7, events=14)), open_view(folder / "record", engine="spark")


def compared(views: tuple[View, View], where: str) -> None:
    """Every call is a figure on DuckDB, and the very same on Spark."""
    duckdb, spark = views
    here = [(name, params, asked(duckdb, name, params)) for name, params in calls(where)]
    wrong = [told(name, params, one, "was not asked") for name, params, one in here
             if not isinstance(one, Figure)]  # fmt: skip
    figures = [one for _, _, one in here if isinstance(one, Figure)]
    there = together(spark, [(one.measure, one.params) for one in figures])
    wrong += [
        told(one.measure, one.params, one, other)
        for one, other in zip(figures, there, strict=True)
        if one != other
    ]
    assert not wrong, f"{len(wrong)} of {len(here)} differ:\n" + "\n".join(wrong[:20])


@pytest.mark.slow
def test_sample(samples: tuple[View, View]) -> None:
    compared(samples, "sample")


@pytest.mark.slow
def test_names_are_found_alike(samples: tuple[View, View]) -> None:
    """From the names that a person writes, as the command does."""
    for name, params in (
        ("receipts", {"candidate": "David Kim", "race": "CA-34", "cycle": 2022}),
        ("votes", CALLS["votes"]),
        ("population_share", CALLS["population_share"]),
        ("votes_cast", {"race": "CA-34", "cycle": 1890, "round": "general"}),
    ):
        here, there = (asked(view, name, params) for view in samples)
        assert here == there, told(name, params, here, there)


@pytest.mark.slow
def test_sample_rows(samples: tuple[View, View]) -> None:
    for name, params in (
        ("receipts", {"candidate": "H8CA34266", "cycle": 2024}),
        ("votes", {"race": "CA-34", "cycle": 2020, "round": "general", "candidate": "H8CA34266"}),
        ("neighbours", {"district": "CA-34", "congress": 116}),
        ("representative", {"district": "CA-34", "congress": 116}),
    ):
        here, there = (evidence(view, evaluate(view, name, params)) for view in samples)
        assert here
        assert here == there, name


@pytest.mark.slow
def test_sample_of_an_earlier_day(samples: tuple[View, View]) -> None:
    from hustings.record.engines.spark_view import SparkView

    day = date(2024, 11, 25)
    views = View.of_sample(day), SparkView.of_sample(day)
    for name in ("receipts_from_pacs", "cash_on_hand"):
        params = {"candidate": "H8CA34266", "cycle": 2024}
        here, there = (asked(view, name, params) for view in views)
        assert isinstance(here, Figure)
        assert here == there


@pytest.mark.slow
def test_outside_spending_of_made_filings(worlds: tuple[View, View]) -> None:
    compared(worlds, "world")
    same_rows(worlds, [name for name in named_views() if name.startswith("outside_")])


@pytest.mark.slow
def test_as_over_large_tables(worlds: tuple[View, View], monkeypatch: pytest.MonkeyPatch) -> None:
    """Large tables are read in several parts and by compiled programs; the answers are the same."""
    from hustings.record.engines import spark_view

    settings = ("spark.sql.codegen.wholeStage", "spark.sql.adaptive.enabled")
    monkeypatch.setattr(spark_view, "_FEW", 0)
    same_rows(worlds, [name for name in named_views() if name in spark_view._large() - VIEWS])
    session = worlds[1].session
    assert [session.conf.get(one) for one in settings] == ["true", "true"]
    monkeypatch.undo()
    worlds[1].query("select count(*) from filings")
    assert [session.conf.get(one) for one in settings] == ["false", "false"]


@pytest.mark.slow
@pytest.mark.shared
def test_votes_and_bills(
    spark: None, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On every eighth roll call and some bills: whole Congresses take Spark minutes."""
    folder = chamber(tmp_path_factory.mktemp("chamber"), shared_data)
    views = open_view(folder, engine="duckdb"), open_view(folder, engine="spark")
    compared(views, "chamber")
    same_rows(views, sorted(VIEWS))


@pytest.mark.slow
@pytest.mark.shared
def test_record(records: tuple[View, View]) -> None:
    compared(records, "record")


@pytest.mark.slow
@pytest.mark.shared
def test_grid_of_the_record(records: tuple[View, View]) -> None:
    questions = list(grid(records[0]))
    assert len(questions) > 2_000
    here, there = (together(view, questions) for view in records)
    assert sum(isinstance(one, Figure) for one in here) > 2_000
    differing = [
        told(*question, one, other)
        for question, one, other in zip(questions, here, there, strict=True)
        if one != other
    ]
    assert not differing, f"{len(differing)} differ:\n" + "\n".join(differing[:20])


@pytest.mark.slow
@pytest.mark.shared
def test_views_of_the_record_row_for_row(records: tuple[View, View]) -> None:
    same_rows(records, [name for name in named_views() if name not in VIEWS])


def same_rows(views: tuple[View, View], names: list[str]) -> None:
    """The rows of each view are the same, by their number and a sum over each row's own text."""
    duckdb, spark = views
    differing = []
    for name in names:
        statement = (
            f"select count(*), count(distinct h), min(h), max(h), sum(n) from (select h, 1 as n "
            f"from (select md5(concat_ws('|', {_columns(duckdb, name)})) as h from {name}))"
        )
        here, there = duckdb.query(statement), spark.query(statement)
        if here != there:
            differing.append(f"{name}: DuckDB {here}, Spark {there}")
    assert not differing, "\n".join(differing)


def _columns(view: View, name: str) -> str:
    """The view's columns as text that both engines write alike; numbers with a point are left."""
    view.ensure(name)
    rows = view.query(f"select column_name, column_type from (describe {name})")
    plain = [
        column for column, kind in rows
        if kind in {"VARCHAR", "BIGINT", "INTEGER", "DATE", "HUGEINT"}
    ]  # fmt: skip
    plain_texts = (f"coalesce(cast(\"{column}\" as varchar), '-')" for column in plain)
    return ", ".join(plain_texts)
