"""DuckDB and Spark give the same figure for every measure: value, rows, citations, caveats."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from hustings.errors import HustingsError
from hustings.figures import Figure
from hustings.measures import evaluate
from hustings.measures.evaluation import answer, evidence, prepare
from hustings.measures.registry import find_measure, measures
from hustings.record import View
from hustings.record.engines import open_view
from hustings.record.view import named_views
from tests.parity.grid import Call, grid

# One worker takes them all: a session of Spark costs seconds and a gigabyte.
pytestmark = pytest.mark.xdist_group("spark")

TABLE = Path(__file__).parent / "calls.yml"


@cache
def listed() -> dict[str, dict[str, list[dict[str, Any]]]]:
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


def calls(where: str) -> list[Call]:
    return [(name, params) for name, one in listed().items() for params in one.get(where, ())]


def asked(view: View, name: str, params: dict[str, Any]) -> Figure | str:
    """The figure, or the sentence and exit code of a question without one."""
    try:
        return evaluate(view, name, params)
    except HustingsError as problem:
        return f"{problem.exit_code}: {problem}"


def resolved(view: View, name: str, params: dict[str, Any]) -> Figure | str:
    try:
        return answer(view, find_measure(name), params)
    except HustingsError as problem:
        return f"{problem.exit_code}: {problem}"


def told(name: str, params: dict[str, Any], duckdb: object, spark: object) -> str:
    return f"{name} {params}:\n  DuckDB {duckdb}\n  Spark  {spark}"


def test_every_measure_has_calls() -> None:
    without = sorted(
        set(measures()) - {name for name, one in listed().items() if any(one.values())}
    )
    assert not without, (
        f"{', '.join(without)}: not compared on DuckDB and Spark. Add a call of each to "
        "tests/parity/calls.yml (under sample:, or under record: if the sample has no rows of it); "
        "docs/scale.md says how SQL is written that both engines read."
    )
    unknown = sorted(set(listed()) - set(measures()))
    assert not unknown, f"{', '.join(unknown)}: in tests/parity/calls.yml, and no measure"


@pytest.fixture(scope="module")
def samples(spark: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[View, View]:
    return View.of_sample(None), _on_spark_sample()


def _on_spark_sample() -> View:
    from hustings.record.engines.spark_view import SparkView

    return SparkView.of_sample(None)


@pytest.fixture(scope="module")
def records(spark: None, full_record: Path) -> tuple[View, View]:
    return open_view(full_record, engine="duckdb"), open_view(full_record, engine="spark")


def compared(views: tuple[View, View], where: str) -> None:
    differing = []
    for name, params in calls(where):
        here, there = (asked(view, name, params) for view in views)
        if not isinstance(here, Figure) or here != there:
            differing.append(told(name, params, here, there))
    assert not differing, "\n".join(differing)


@pytest.mark.slow
def test_sample(samples: tuple[View, View]) -> None:
    compared(samples, "sample")


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
def test_sample_asked_together(samples: tuple[View, View]) -> None:
    """Figures over rows of one table share a statement on Spark too."""
    questions = [
        (name, params) for name, params in grid(samples[0]) if params.get("congress") != 118
    ]
    assert len(questions) > 100
    for view in samples:
        prepare(view, questions)
    for name, params in questions:
        here, there = (resolved(view, name, params) for view in samples)
        assert here == there, told(name, params, here, there)


@pytest.mark.slow
@pytest.mark.shared
def test_record(records: tuple[View, View]) -> None:
    compared(records, "record")


@pytest.mark.slow
@pytest.mark.shared
def test_grid_of_the_record(records: tuple[View, View]) -> None:
    questions = list(grid(records[0]))
    assert len(questions) > 2_000
    for view in records:
        prepare(view, questions)
    differing, figures = [], 0
    for name, params in questions:
        here, there = (resolved(view, name, params) for view in records)
        figures += isinstance(here, Figure)
        if here != there:
            differing.append(told(name, params, here, there))
    assert figures > 2_000
    assert not differing, f"{len(differing)} differ:\n" + "\n".join(differing[:20])


@pytest.mark.slow
@pytest.mark.shared
def test_views_of_the_record_row_for_row(records: tuple[View, View]) -> None:
    duckdb, spark = records
    for name in named_views():
        statement = (
            f"select count(*), count(distinct h), min(h), max(h), sum(n) from (select h, 1 as n "
            f"from (select md5(concat_ws('|', {_columns(duckdb, name)})) as h from {name}))"
        )
        here, there = duckdb.query(statement), spark.query(statement)
        assert here == there, name


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
