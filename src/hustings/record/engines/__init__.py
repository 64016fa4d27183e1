"""Engines: what runs the SQL of views and measures. DuckDB in the process, or Spark.

An engine is a kind of `View`: the same tables, the same named views, the same answers.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from hustings.errors import RequestError, quoted
from hustings.record.store import Record, default_folder
from hustings.record.view import View

ENGINES: Final = ("duckdb", "spark")


def chosen_engine(named: str | None = None) -> str:
    """The engine that was named, else HUSTINGS_ENGINE, else DuckDB. Raises RequestError."""
    wanted = (named or os.environ.get("HUSTINGS_ENGINE") or ENGINES[0]).strip().lower()
    if wanted not in ENGINES:
        raise RequestError(
            f"{quoted(named or wanted)} is not an engine.",
            next_step=f"Engines: {' and '.join(ENGINES)}.",
        )
    return wanted


def open_view(
    folder: Path | str | None = None, as_of: date | None = None, engine: str | None = None
) -> View:
    """The record as of a day. Without a folder the user's own; if there is none, the sample.

    A record at an address (s3a://bucket/record) can be read by Spark alone. Raises RecordError
    if a folder was named and holds no record; RequestError for an engine that is not here.
    """
    kind, at_address = _kind(chosen_engine(engine))
    named = str(folder) if folder is not None else os.environ.get("HUSTINGS_RECORD", "")
    if "://" in named:
        return at_address(named, as_of)
    if folder is not None:
        return kind.of_record(Record(Path(folder), must_exist=True), as_of)
    record = Record(default_folder())
    return kind.of_sample(as_of) if record.empty else kind.of_record(record, as_of)


def _kind(engine: str) -> tuple[type[View], Callable[[str, date | None], View]]:
    if engine == "spark":
        from hustings.record.engines.spark_view import SparkView

        return SparkView, SparkView.of_address
    return View, _not_here


def _not_here(address: str, as_of: date | None) -> View:  # noqa: ARG001 - one shape for both
    raise RequestError(
        f"{quoted(address)} is an address, not a folder.",
        next_step="Read it with --engine spark, or copy the record to a folder.",
    )
