"""Plan files: a YAML list of files with source, scope and as-of, so that a record can be remade.

    files:
      - file: ../shared/data/fec/weball24.txt.gz     # relative to the plan, or with * in it
        source: fec.weball
        scope: {cycle: 2024}
        as_of: 2024-11-25
        url: https://www.fec.gov/…                   # where the file came from, if it is known
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hustings.errors import RequestError
from hustings.record.inputs import find
from hustings.record.loading import Wanted
from hustings.record.store import parse_day

KEYS = {"file", "source", "scope", "as_of", "url"}


def read(path: Path) -> list[Wanted]:
    """The files of a plan, in its order. Raises RequestError naming the entry that is wrong."""
    import yaml

    if path.is_dir():
        raise RequestError(f"{path.name!r} is a folder, not a plan file.")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        raise RequestError(f"there is no plan file {str(path)!r}.") from problem
    except yaml.MarkedYAMLError as problem:
        line = f", line {problem.problem_mark.line + 1}" if problem.problem_mark else ""
        raise RequestError(
            f"it is not YAML: {problem.problem}.", where=f"{path.name}{line}"
        ) from problem
    except (UnicodeDecodeError, yaml.YAMLError, OSError) as problem:
        raise RequestError("it is not a YAML plan.", where=path.name) from problem
    entries = raw.get("files") if isinstance(raw, dict) else None
    if not isinstance(entries, list) or not entries:
        raise RequestError("a plan is a list under `files:`.", where=path.name)
    wanted: list[Wanted] = []
    for number, entry in enumerate(entries, start=1):
        wanted.extend(_entry(path, number, entry))
    return wanted


def _entry(plan: Path, number: int, entry: Any) -> Iterator[Wanted]:
    where = f"{plan.name}, entry {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        raise RequestError("an entry needs `file:`.", where=where)
    stray = set(entry) - KEYS
    if stray:
        raise RequestError(f"unknown key {sorted(map(str, stray))[0]!r}.", where=where)
    pattern = entry["file"]
    files = (
        sorted(plan.parent.glob(pattern)) if set(pattern) & set("*?[") else [plan.parent / pattern]
    )
    if not files or not files[0].exists():
        raise RequestError(f"there is no file {pattern!r}.", where=where)
    scope = entry.get("scope") or {}
    if not isinstance(scope, dict):
        raise RequestError("`scope:` is a map, such as {cycle: 2024}.", where=where)
    for item in find(files):
        yield Wanted(
            item=item,
            source=str(entry.get("source") or ""),
            scope={str(part): str(value) for part, value in scope.items()},
            as_of=_day(entry.get("as_of")),
            url=str(entry.get("url") or ""),
        )


def _day(value: Any) -> date | None:
    if value is None or isinstance(value, date) and not isinstance(value, datetime):
        return value
    return parse_day(str(value))
