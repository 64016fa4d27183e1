"""Spark for the parity tests: one session for all of them, or a word on why they are skipped."""

from __future__ import annotations

import os

import pytest

from hustings.errors import RequestError


@pytest.fixture(scope="session")
def spark() -> None:
    """Skips with a word where the extra or Java is not here."""
    from hustings.record.engines.spark_session import check_installed

    try:
        check_installed()
    except RequestError as problem:
        pytest.skip(str(problem))
    # Many small statements: half of Java's work would be to make itself fast for longer runs, and to
    # hand parts of rows to several threads. The other processors have other tests to run.
    os.environ.setdefault(
        "JDK_JAVA_OPTIONS",
        "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ActiveProcessorCount=1",
    )
