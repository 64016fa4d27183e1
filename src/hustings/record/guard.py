"""Guarded SQL: one SELECT, nothing written, no file or network reached, bounded time and memory.

Statements come from people and, one day, from a web page, so the database itself is closed
(external access off, configuration locked) and the statement's kind is checked by the database's
own parser, not by looking for words.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Fault, HustingsError, RequestError

if TYPE_CHECKING:
    from hustings.record.view import View

MEMORY: Final = "1GB"


@dataclass(frozen=True, slots=True)
class Rows:
    """A guarded statement's answer; `more` says that rows beyond the limit were left out."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    more: bool


def run_guarded(view: View, statement: str, *, seconds: float = 30, limit: int = 1000) -> Rows:
    """Run one SELECT over a view. Raises RequestError for anything else, or past a limit."""
    import duckdb

    try:
        parsed = duckdb.extract_statements(statement)
    except duckdb.Error as problem:
        raise RequestError(f"the SQL cannot be read: {_short(problem)}") from problem
    if len(parsed) != 1:
        raise RequestError("give one statement at a time.")
    if parsed[0].type is not duckdb.StatementType.SELECT:
        raise RequestError("only SELECT is allowed; the record is read-only here.")
    view = view.twin()
    view.ensure(statement)
    connection = view.connection
    view.close_doors(MEMORY)
    timer = threading.Timer(seconds, connection.interrupt)
    timer.start()
    try:
        cursor = connection.execute(statement)
        rows = cursor.fetchmany(limit + 1)
        columns = [column[0] for column in cursor.description or ()]
    except duckdb.InterruptException as problem:
        raise RequestError(
            f"the statement took longer than {seconds:g} seconds and was stopped.",
            next_step="Narrow it, or give it more with --seconds.",
        ) from problem
    except duckdb.OutOfMemoryException as problem:
        raise RequestError(f"the statement needs more than {MEMORY} of memory.") from problem
    except duckdb.PermissionException as problem:
        raise RequestError("the statement reaches outside the record.") from problem
    except duckdb.FatalException as problem:
        raise Fault(f"the database gave up: {_short(problem)}") from problem
    except duckdb.Error as problem:
        raise _explained(view, problem) from problem
    finally:
        timer.cancel()
    return Rows(columns, rows[:limit], len(rows) > limit)


def _explained(view: View, problem: Exception) -> HustingsError:
    import duckdb

    if isinstance(problem, duckdb.CatalogException) and "Table with name" in str(problem):
        return RequestError(_short(problem), next_step="Tables: " + ", ".join(view.tables()) + ".")
    return RequestError(f"the SQL does not run: {_short(problem)}")


def _short(problem: Exception) -> str:
    """The first line of what the database says, without its drawing of the place."""
    text = str(problem).strip().split("\n", 1)[0]
    return text if text.endswith(".") else text + "."
