"""One aggregate with its evidence on DuckDB and on Spark, over a generated table of contributions.

    python benchmarks/engines.py [--rows 5000000] [--repeat 3]

The rows are generated, of the record's own columns, in Parquet. Both engines answer the statement
that a figure over them is: the rows of a condition, their number, their snapshots and the sum.
First: from a view just opened, its files read for the first time. Warm: the median of repeats.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from hustings.record.engines.spark_view import SparkView
from hustings.record.manifest import Manifest
from hustings.record.origin import Origin
from hustings.record.view import View
from hustings.tables import table

NAME = "schedule_a"
QUESTIONS = {
    "one committee": "committee_id = 'C00000007' and memo_code is null",
    "every row": "memo_code is null",
}
#: What is generated; all other columns are null.
MADE = {
    "snapshot": "'0123456789abcdef'",
    "line": "i + 2",
    "cycle": "2010 + 2 * (i % 8)",
    "committee_id": "'C' || lpad(cast(hash(i) % 4000 as varchar), 8, '0')",
    "line_number": "'11AI'",
    "name": "'NAME' || cast(hash(i + 1) % 900000 as varchar) || ', GIVEN'",
    "city": "'CITY' || cast(hash(i + 2) % 9000 as varchar)",
    "state": "substr('CATXNYFLILGA', cast(1 + 2 * (hash(i + 3) % 6) as bigint), 2)",
    "zip": "lpad(cast(hash(i + 4) % 99999 as varchar), 5, '0')",
    "employer": "'EMPLOYER ' || cast(hash(i + 5) % 60000 as varchar)",
    "memo_code": "case when hash(i + 6) % 20 = 0 then 'X' end",
    "amount_usd": "cast((hash(i + 7) % 330000) / 100 as decimal(16, 2))",
    "sub_id": "cast(4000000000000000000 + i as varchar)",
}


def generate(file: Path, rows: int) -> None:
    """Write the table; the same rows each time."""
    columns = ", ".join(
        f'cast({MADE.get(c.name, "null")} as {c.sql_type}) as "{c.name}"'
        for c in table(NAME).columns
    )
    duckdb.execute(
        f"copy (select {columns} from range({rows}) as t(i)) to '{file}' "
        "(format parquet, compression zstd, row_group_size 250000)"
    )


def timed(view: View, condition: str, repeat: int) -> tuple[float, float, tuple[object, ...]]:
    """Seconds first and warm, and the answer."""
    statement = (
        f"with rows as (select * from {NAME} where {condition}) "
        "select count(*), histogram(snapshot), sum(amount_usd) from rows"
    )
    times = []
    answer: tuple[object, ...] = ()
    for _ in range(repeat + 1):
        begun = time.perf_counter()
        answer = view.query(statement)[0]
        times.append(time.perf_counter() - begun)
    return times[0], statistics.median(times[1:]), answer


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=5_000_000)
    asked.add_argument("--repeat", type=int, default=3)
    given = asked.parse_args()
    shown = Table("question", "engine", "first s", "warm s", "rows", "sum")
    with tempfile.TemporaryDirectory() as home:
        file = Path(home) / "rows.parquet"
        generate(file, given.rows)
        size = file.stat().st_size
        origin = Origin(Manifest(), {NAME: [file]}, lambda _name: [])
        spark = SparkView(origin, None)
        begun = time.perf_counter()
        started = spark.session.version
        seconds = time.perf_counter() - begun
        for question, condition in QUESTIONS.items():
            answers = []
            for name, view in (("duckdb", View(origin, None)), ("spark", spark)):
                first, warm, answer = timed(view, condition, given.repeat)
                answers.append(answer)
                shown.add_row(
                    question,
                    name,
                    f"{first:.2f}",
                    f"{warm:.2f}",
                    f"{answer[0]:,}",
                    f"{answer[2]:,}",
                )
            if answers[0] != answers[1]:
                raise SystemExit(f"{question}: the engines differ: {answers}")
    console = Console()
    console.print(shown)
    console.print(
        f"{given.rows:,} rows, {size / given.rows:.1f} bytes a row of Parquet. "
        f"Spark {started} started in {seconds:.1f} s."
    )


if __name__ == "__main__":
    main()
