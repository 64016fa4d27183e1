"""Plan files: a YAML list of files with source, scope and as-of, so that a record can be remade.

files:
  - file: ../shared/data/fec/weball24.txt.gz     # relative to the plan, or with * in it
    source: fec.weball
    scope: {cycle: 2024}
    as_of: 2024-11-25
    url: https://www.fec.gov/…                   # where the file came from, if it is known
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hustings.errors import RequestError, quoted
from hustings.record.inputs import find, there
from hustings.record.loading import Wanted
from hustings.record.store import parse_day

KEYS = {"file", "source", "scope", "as_of", "url"}


def read(path: Path) -> list[Wanted]:
    """The files of a plan, in its order. Raises RequestError naming the entry that is wrong."""
    import yaml

    if not there(path):
        raise RequestError(f"there is no plan file {quoted(path)}.")
    if path.is_dir():
        raise RequestError(f"{quoted(path.name)} is a folder, not a plan file.")
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
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
    _no_strays(raw, {"files"}, path.name)
    wanted: list[Wanted] = []
    for number, entry in enumerate(entries, start=1):
        wanted.extend(_entry(path, number, entry))
    return wanted


def _entry(plan: Path, number: int, entry: Any) -> Iterator[Wanted]:
    where = f"{plan.name}, entry {number}"
    if not isinstance(entry, dict) or not isinstance(entry.get("file"), str):
        raise RequestError("an entry needs `file:`.", where=where)
    _no_strays(entry, KEYS, where)
    for key in ("source", "url"):
        if not isinstance(entry.get(key) or "", str):
            raise RequestError(f"`{key}:` is text.", where=where)
    pattern = entry["file"]
    files = _matching(plan.parent, pattern)
    if not files or not there(files[0]):
        raise RequestError(f"there is no file {quoted(pattern)}.", where=where)
    scope = entry.get("scope") or {}
    if not isinstance(scope, dict) or not all(isinstance(v, str | int) for v in scope.values()):
        raise RequestError("`scope:` is a map, such as {cycle: 2024}.", where=where)
    for item in find(files):
        yield Wanted(
            item=item,
            source=str(entry.get("source") or ""),
            scope={str(part): str(value) for part, value in scope.items()},
            as_of=_day(entry.get("as_of"), where),
            url=str(entry.get("url") or ""),
        )


def _matching(folder: Path, pattern: str) -> list[Path]:
    """The files that a pattern means, seen from a folder; without * ? or [ it is one file."""
    if not set(pattern) & set("*?["):
        return [folder / pattern]
    home = "" if Path(pattern).is_absolute() else f"{glob.escape(str(folder))}/"
    return sorted(Path(found) for found in glob.glob(home + pattern, recursive=True))  # noqa: PTH207


def _no_strays(given: dict[Any, Any], known: set[str], where: str) -> None:
    stray = sorted(map(str, set(given) - known))
    if stray:
        raise RequestError(
            f"unknown key {quoted(stray[0])}.", where=where,
            next_step=f"Known: {', '.join(sorted(known))}.",
        )  # fmt: skip


def _day(value: Any, where: str) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return parse_day(str(value))
    except RequestError as problem:
        raise RequestError(problem.what, where=where, next_step=problem.next_step) from problem
