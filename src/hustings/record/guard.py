"""Guarded SQL: one SELECT, nothing written, no file or network reached, bounded time and memory.

Statements come from people and, one day, from a web page. Five walls, each of the database's own:

1. its parser says whether a statement is one SELECT, and its syntax tree whether anything within
   changes data: since DuckDB 2.0 `with x as (copy … to 'file') select …` is a SELECT that writes;
2. the statement runs in a read-only transaction of a database of its own, in memory;
3. external access is off but for the folders of large tables, and extensions are not loaded;
4. the configuration is locked;
5. an answer that takes too long, too much memory or too many rows is stopped or cut.

A process that answers strangers should besides be bounded by the operating system (DuckDB,
Securing DuckDB: a single value may be made outside the memory that it accounts for).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Fault, HustingsError, RequestError, quoted
from hustings.tables import catalogue

if TYPE_CHECKING:
    import duckdb

    from hustings.record.view import View

MEMORY: Final = "1GB"
#: What a process may take beside that, on top of what it has when it begins.
PROCESS_BYTES: Final = 3 << 30
#: The longest that may be asked for.
MOST_SECONDS: Final = 24 * 3600.0
#: After the time is up the database is told so again and again: it may not have begun when first told.
AGAIN_SECONDS: Final = 0.05

#: Kinds of query that only read. Others, such as COPY_QUERY_NODE, write.
READING: Final = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}
_NODE = re.compile(r'"type":"(\w+_NODE)"')
_INFO = '"info_type":'
#: What asks which tables there are; all are brought in before it is answered.
_LISTINGS = re.compile(
    r"show|describe|summarize|information_schema|duckdb_\w+|sqlite_master|pragma_\w+|pg_\w+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """A guarded statement's answer; `more` says that rows beyond the limit were left out."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool


def run_guarded(view: View, statement: str, *, seconds: float = 30, limit: int = 1000) -> Rows:
    """Run one SELECT over a view. Raises RequestError for anything else, or past a limit."""
    if not 0 < seconds <= MOST_SECONDS:
        raise RequestError(f"the time limit must be from 0 to {MOST_SECONDS:,.0f} seconds.")
    if limit < 1:
        raise RequestError("the limit must be one row at the least.")
    _check(statement)
    view = view.twin()
    view.ensure(statement)
    if _LISTINGS.search(statement):
        view.ensure(" ".join([*catalogue(), *view.tables()]), listing=True)
    connection = view.connection
    view.close_doors(MEMORY)
    try:
        connection.execute("begin transaction read only")
        with _stopped_after(seconds, connection):
            cursor = connection.execute(statement)
            rows = cursor.fetchmany(limit + 1)
            columns = [column[0] for column in cursor.description or ()]
    except MemoryError as problem:
        raise RequestError("the statement needs more memory than there is.") from problem
    except Exception as problem:
        raise _explained(view, problem, seconds) from problem
    return Rows(columns, rows[:limit], len(rows) > limit)


def bound_process() -> None:
    """Bound this process's own memory, where the system can: for a process that runs one statement.

    A single value, such as a text of gigabytes, is made outside the memory DuckDB accounts for.
    """
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + PROCESS_BYTES
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _check(statement: str) -> None:
    """Refuse whatever is not one statement that reads. Raises RequestError."""
    import duckdb

    try:
        statement.encode()
        parsed = duckdb.extract_statements(statement)
    except (duckdb.Error, UnicodeError) as problem:
        raise RequestError(f"the SQL cannot be read: {_short(problem)}") from problem
    if not parsed:
        raise RequestError("there is no statement.", next_step="Such as: select * from people")
    if len(parsed) != 1:
        raise RequestError("give one statement at a time.")
    if parsed[0].type is not duckdb.StatementType.SELECT or not _only_reads(parsed[0].query):
        raise RequestError("only SELECT is allowed; the record is read-only here.")


def _only_reads(statement: str) -> bool:
    """Whether all parts of a statement read, by its syntax tree; what has none does not pass."""
    import duckdb

    with duckdb.connect(":memory:") as parser:
        found = parser.execute("select json_serialize_sql($1::varchar)", [statement]).fetchone()
    tree = str(found[0]) if found else ""
    # Quotes within the statement's own text are escaped in the tree, and so look different.
    return (
        tree.startswith('{"error":false')
        and set(_NODE.findall(tree)) <= READING
        and _INFO not in tree
    )


@contextmanager
def _stopped_after(seconds: float, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what a connection does once the time is up."""
    done = threading.Event()

    def watch() -> None:
        if not done.wait(seconds):
            while not done.wait(AGAIN_SECONDS):
                connection.interrupt()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _explained(view: View, problem: Exception, seconds: float) -> HustingsError:
    import duckdb

    if isinstance(problem, duckdb.InterruptException):
        return RequestError(
            f"the statement took longer than {seconds:g} seconds and was stopped.",
            next_step="Narrow it, or give it more with --seconds.",
        )
    if isinstance(problem, duckdb.OutOfMemoryException):
        return RequestError(f"the statement needs more than {MEMORY} of memory.")
    if isinstance(problem, duckdb.PermissionException):
        return RequestError("the statement reaches outside the record.")
    if isinstance(problem, duckdb.FatalException | duckdb.InternalException):
        return Fault(f"the database gave up: {_short(problem)}")
    if "pytz" in str(problem):
        return RequestError(
            "a time with a zone cannot be shown.", next_step="Write it as: now()::timestamp"
        )
    missing = re.search(r"Table with name (\S+) does not exist", str(problem))
    if missing:
        near = get_close_matches(missing[1].lower(), view.tables(), n=2)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See: hustings record --tables"
        return RequestError(f"there is no table {quoted(missing[1])}.", next_step=hint)
    if isinstance(problem, duckdb.Error):
        return RequestError(f"the SQL does not run: {_short(problem)}")
    raise problem


def _short(problem: Exception) -> str:
    """The first line of what the database says, without its drawing of the place."""
    text = str(problem).strip().split("\n", 1)[0].rstrip("!:.")[:300]
    return f"{text}."
