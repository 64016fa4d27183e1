"""One Spark session for the process: quiet, on loopback, or on the cluster that is configured.

What Spark's own configuration says (`spark-defaults.conf` in SPARK_CONF_DIR, or a session that is
already running) stands; the settings here only fill in what it leaves open.
"""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import RecordError, RequestError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: For a session on this machine; with a master configured, none of these is set.
_LOCAL: Final = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    # The record's tables are small beside what Spark is made for: more parts cost more than they
    # give.
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
}
_ANYWHERE: Final = {
    "spark.app.name": "hustings",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
#: What the answers depend on, in a session of the record's own: times as they are written, an
#: error and not a null where a value does not fit.
_MEANING: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.caseSensitive": "false",
    # What is known of a checkpoint's rows names columns that a plan may have renamed since: a union
    # of two views stops at "key not found". Planning is quicker without it, too.
    "spark.sql.constraintPropagation.enabled": "false",
}


def new_session() -> SparkSession:
    """A session of its own (temporary views are not shared) on the process's one Spark.

    Raises RequestError where the extra or Java is missing, RecordError where Spark does not start.
    """
    made = _spark().newSession()
    for name, value in _MEANING.items():
        made.conf.set(name, value)
    return made


def check_installed() -> None:
    """Raises RequestError, with what to install, where the extra or Java is missing."""
    for package in ("pyspark", "sqlglot"):
        if find_spec(package) is None:
            raise RequestError(
                f"--engine spark needs {package}, which is not installed.",
                next_step="Install it with: pip install 'hustings[spark]'",
            )
    home = os.environ.get("JAVA_HOME")
    java = Path(home) / "bin" / "java" if home else None
    if not (java.exists() if java else shutil.which("java")):
        raise RequestError(
            "--engine spark needs Java 17 or newer, and there is none here.",
            next_step="Install openjdk-17-jre-headless, or set JAVA_HOME.",
        )


@cache
def _spark() -> SparkSession:
    check_installed()
    # Spark logs the text of every statement it refuses; the error says it already.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark import SparkConf, SparkContext
        from pyspark.sql import SparkSession

        running = SparkSession.getActiveSession()
        if running is not None:
            return running
        home = Path(tempfile.mkdtemp(prefix="hustings-spark-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        log = home / "log"
        log.touch()
        # TypeError: Java classes of another release, which SPARK_HOME may name.
        failures: tuple[type[Exception], ...] = (*spark_errors(), TypeError)
        try:
            with _said_into(log):
                SparkContext._ensure_initialized()
                conf = SparkConf()
                settings = _ANYWHERE if conf.contains("spark.master") else {**_LOCAL, **_ANYWHERE}
                for name, value in settings.items():
                    conf.setIfMissing(name, value)
                conf.setIfMissing("spark.master", "local[*]")
                # Nothing is kept there, but Spark makes the folder where it is started.
                conf.setIfMissing("spark.sql.warehouse.dir", str(home / "warehouse"))
                made = SparkSession.builder.config(conf=conf).getOrCreate()
        except failures as problem:
            raise RecordError(
                f"Spark does not start: {_reason(problem, log)}",
                next_step="See docs/scale.md on how it is configured.",
            ) from problem
    made.sparkContext.setLogLevel("OFF")
    return made


def spark_errors() -> tuple[type[Exception], ...]:
    """What a call of pyspark raises that is Spark's, Java's or the way's between them.

    Its own errors and Java's that it knows are one family. What it knows no name for is py4j's, and
    a Java process that has gone is an end of file or a refused connection.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError, EOFError, OSError)


def first_line(problem: BaseException) -> str:
    """What a Spark error says, without its traces."""
    said = [
        line.strip(": ")
        for line in str(problem).splitlines()
        if line.strip() and not line.startswith("An error occurred while calling")
    ]
    return said[0] if said else type(problem).__name__


def _reason(problem: Exception, log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    told = [one for one in lines if "Exception" in one or "Error" in one]
    return (told or [first_line(problem)])[-1].strip()


@contextmanager
def _said_into(log: Path) -> Iterator[None]:
    """Give the Java process a file for all that it says; ours keep their stdout and stderr."""
    sys.stdout.flush()
    sys.stderr.flush()
    own = [os.dup(1), os.dup(2)]
    target = os.open(log, os.O_WRONLY | os.O_APPEND)
    try:
        os.dup2(target, 1)
        os.dup2(target, 2)
        yield
    finally:
        os.dup2(own[0], 1)
        os.dup2(own[1], 2)
        for one in (*own, target):
            os.close(one)


def plain(value: Any) -> Any:
    """A value of a Spark row as DuckDB would give it: structs as mappings, arrays as lists."""
    from pyspark.sql import Row

    if isinstance(value, Row):
        return {name: plain(one) for name, one in value.asDict().items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value
