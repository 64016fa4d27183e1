"""Pages: the metadata of each source, read from the YAML files beside the parsers.

A page answers: who publishes this, where, under what licence; which file names are it; what one
"thing" is whose snapshots replace each other (its scope); as of when it speaks; which of its
columns go where, and which are left out and why.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, cast

from hustings.errors import Fault, RequestError, SourceError

if TYPE_CHECKING:
    from hustings.sources.events import Event
    from hustings.sources.files import SourceFile

Scope = dict[str, str]
_CHAMBERS = {"house": "H", "senate": "S"}
Parser = Callable[["SourceFile", "Page", Scope], "Iterator[Event]"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One data set of one publisher.

    id: `fec.weball`. files: regular expressions on the base name (without .gz or .zip); named
    groups fill the scope. folders: regular expressions on the path before the name, whose groups
    fill what the name leaves open. scope: the names of the scope's parts (`cycle`, `congress`, …).
    defaults: for scope parts that this publisher does not vary. precedence: among sources that
    answer the same question the lowest number is believed first. as_of: `name` (a date in the
    file's or folder's name), `coverage` (the latest day in the column `coverage_end`), `file`
    (the parser tells), or a date for an edition with one date. columns: for `pipe` and `csv`
    formats, the file's columns in order: source name → our column, or a reason in `ignored`.
    """

    id: str
    title: str
    publisher: str
    about: str
    licence: str
    url: str
    files: tuple[str, ...]
    format: str
    tables: tuple[str, ...]
    unit: str = "lines"
    folders: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    scope_values: dict[str, str] = field(default_factory=dict)
    as_of: str = "name"
    precedence: int = 50
    columns: dict[str, str] = field(default_factory=dict)
    ignored: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    parser: str = ""

    def match(self, name: str) -> Scope | None:
        """The scope that a file name gives, or None if the name is not of this source."""
        for pattern in self.files:
            found = re.search(pattern, name, re.IGNORECASE)
            if found:
                parts = {key: value for key, value in found.groupdict().items() if value}
                return self.normal_scope({**self.scope_values, **parts})
        return None

    def normal_scope(self, parts: dict[str, str]) -> Scope:
        """Scope parts in one spelling: `yy` 24 becomes cycle 2024, states are upper case.

        Chambers are letters as in file names (house → H), a Congress has no leading zeros.
        """
        scope = dict(parts)
        yy = scope.pop("yy", None)
        if yy is not None:
            scope["cycle"] = f"{'19' if int(yy) >= 76 else '20'}{yy}"
        if "state" in scope:
            scope["state"] = scope["state"].upper()
        if "chamber" in scope:
            scope["chamber"] = _CHAMBERS.get(scope["chamber"].lower(), scope["chamber"].upper())
        if scope.get("congress", "").isdecimal():
            scope["congress"] = str(int(scope["congress"]))
        return scope

    def thing(self, scope: Scope) -> str:
        """The name of what the snapshots of this source and scope are versions of."""
        parts = " ".join(scope[part] for part in self.scope if part in scope)
        return f"{self.id} {parts}".strip()

    def missing(self, scope: Scope) -> list[str]:
        return [part for part in self.scope if part not in scope]

    def read(self, file: SourceFile, scope: Scope) -> Iterator[Event]:
        """Parse a file: the events of `hustings.sources.events`. Raises SourceError."""
        missing = self.missing(scope)
        if missing:
            raise SourceError(
                f"which {' and '.join(missing)} it is for is not said by its name.",
                where=file.name,
                next_step=f"Load it with --scope {missing[0]}=…",
            )
        return self._parser()(file, self, scope)

    def _parser(self) -> Parser:
        module = self.parser or "hustings.sources.delimited"
        return cast("Parser", importlib.import_module(module).parse)

    def fixed_as_of(self) -> date | None:
        """The date of an edition that has only one, else None."""
        try:
            return date.fromisoformat(self.as_of)
        except ValueError:
            return None


@cache
def pages() -> dict[str, Page]:
    """All pages by id, read once; a page is registered by being there."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Page] = {}
    for path in _yaml_files(resources.files("hustings.sources")):
        raw = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 - a safe loader
        for key in ("files", "folders", "tables", "scope"):
            if key in raw:
                raw[key] = tuple(raw[key])
        if "as_of" in raw:
            raw["as_of"] = str(raw["as_of"])
        try:
            page = Page(**raw)
        except TypeError as problem:
            raise Fault(f"{path.name}: {problem}") from problem
        if page.id in found:
            raise Fault(f"two pages are called {page.id}")
        found[page.id] = page
    return dict(sorted(found.items()))


def _yaml_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir() and not entry.name.startswith("_"):
            yield from _yaml_files(entry)
        elif entry.name.endswith(".yaml"):
            yield entry


def page(source: str) -> Page:
    """The page of a source id. Raises RequestError that lists what there is."""
    try:
        return pages()[source]
    except KeyError as problem:
        raise RequestError(
            f"there is no source {source!r}.", next_step="Known: " + ", ".join(pages()) + "."
        ) from problem


def recognise(name: str, path: str = "") -> tuple[Page, Scope] | None:
    """The source that a file name belongs to, with the scope that name and folders tell.

    Folder names such as `…2024cycle…` are believed for a scope part that the name leaves open.
    """
    for candidate in pages().values():
        scope = candidate.match(name)
        if scope is None:
            continue
        hint = re.search(r"(?<!\d)((?:19|20)\d\d)[-_ ]?cycle", path)
        if hint and "cycle" in candidate.missing(scope):
            scope["cycle"] = hint[1]
        for pattern in candidate.folders:
            told = re.search(pattern, path)
            open_parts = candidate.missing(scope)
            scope |= {part: value for part, value in (told.groupdict() if told else {}).items()
                      if value and part in open_parts}  # fmt: skip
        return candidate, scope
    return None
