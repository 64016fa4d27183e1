"""The layout of one page: which column of the file goes where, checked before a byte is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import Fault
from hustings.tables import Table, table

if TYPE_CHECKING:
    from hustings.sources.pages import Page, Scope

OPTIONS: Final = frozenset({
    "dates", "district", "office", "election", "sums", "values", "trailing_delimiter", "optional",
    "private",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """How the rows of a page's files become rows of its table.

    names: the file's columns in order. targets: column of the file → our column. constants: our
    columns that are the same in every row (the scope's parts, and the page's own). The rest are
    the page's options; see `hustings.sources.delimited`.
    """

    source: str
    table: Table
    names: tuple[str, ...]
    ignored: frozenset[str]
    targets: dict[str, str]
    constants: dict[str, str]
    dates: str
    district: tuple[str, str] | None
    office: str | None
    election: str | None
    sums: dict[str, tuple[str, ...]]
    values: dict[str, dict[str, str]]
    trailing: bool
    optional: frozenset[str]
    private: frozenset[str]

    @classmethod
    def of(cls, page: Page, scope: Scope) -> Layout:
        """The layout of a page, for the file of one scope. Raises Fault for a page that errs."""
        if len(page.tables) != 1:
            raise Fault(f"{page.id}: a delimited file makes rows of one table.")
        options: dict[str, Any] = page.options
        stray = set(options) - OPTIONS
        if stray:
            raise Fault(f"{page.id}: unknown options {sorted(stray)}.")
        into = table(page.tables[0])
        targets = {name: target for name, target in page.columns.items() if target}
        district = tuple(options.get("district", ()))
        layout = cls(
            source=page.id,
            table=into,
            names=tuple(page.columns),
            ignored=frozenset(page.ignored),
            targets=targets,
            constants={
                column: value
                for column, value in {**scope, **page.constants}.items()
                if column in into.column_names and column not in targets.values()
            },
            dates=str(options.get("dates", "")),
            district=(district[0], district[1]) if len(district) == 2 else None,
            office=options.get("office"),
            election=options.get("election"),
            sums={column: tuple(parts) for column, parts in options.get("sums", {}).items()},
            values={
                column: {str(key): str(value) for key, value in words.items()}
                for column, words in options.get("values", {}).items()
            },
            trailing=bool(options.get("trailing_delimiter", False)),
            optional=frozenset(options.get("optional", ())),
            private=frozenset(options.get("private", ())),
        )
        layout._check(page)
        return layout

    def _check(self, page: Page) -> None:
        """Hold the page to the catalogue: each column is taken, or left out for a reason."""
        made = [*self.targets.values(), *self.sums]
        made += ["district"] if self.district else []
        made += ["office"] if self.office else []
        made += ["election_round", "election_year"] if self.election else []
        problems = [f"{one!r} is not a column of {self.table.name}" for one in made
                    if one not in self.table.column_names]  # fmt: skip
        problems += [f"{one!r} is made twice" for one in set(made) if made.count(one) > 1]
        problems += [
            f"{name} is neither taken nor ignored for a reason"
            for name in self.names
            if name not in self.targets and not page.ignored.get(name)
        ]
        problems += [f"{name} is both taken and ignored" for name in self.targets
                     if name in self.ignored]  # fmt: skip
        known = {*self.names, *self.ignored}
        used = {*self.needed, *self.optional, *self.private}
        problems += [f"no column {name} in the file" for name in sorted(used - known)]
        if page.format == "pipe" and not self.ignored <= set(self.names):
            problems.append(f"no columns {sorted(self.ignored - set(self.names))} in the file")
        made_of = {*self.needed} - {*self.targets}
        if self.optional & made_of:
            problems.append(f"{sorted(self.optional & made_of)} cannot be optional")
        if any(self.kind(name) == "date" for name in self.targets) and not self.dates:
            problems.append("options.dates does not say how dates are written")
        if problems:
            raise Fault(f"{page.id}: {'; '.join(problems)}.")

    @property
    def needed(self) -> tuple[str, ...]:
        """The file's columns that are read: taken as they are, or to make another of."""
        extra = [*(self.district or ())]
        extra += [name for name in (self.office, self.election) if name]
        extra += [part for parts in self.sums.values() for part in parts]
        return tuple(dict.fromkeys([*self.targets, *extra]))

    def kind(self, name: str) -> str:
        """The catalogue's type for a column of the file; what is added up is money."""
        target = self.targets.get(name)
        if target is None:
            return "usd" if any(name in parts for parts in self.sums.values()) else "text"
        return self.type_of(target)

    def type_of(self, column: str) -> str:
        """The catalogue's type of one of our columns."""
        return next(one.type for one in self.table.columns if one.name == column)

    def is_header(self, fields: list[str]) -> bool:
        """Whether a row is the names of the columns, as someone added them on top."""
        said = _folded(fields)
        return said in (_folded(self.names), (*_folded(self.names), ""))

    def misnamed(self, fields: list[str]) -> list[str]:
        """What is wrong with a row that is plainly a header and not this file's."""
        said, due = _folded(fields), _folded(self.names)
        if said[-1:] == ("",):
            said = said[:-1]
        if said == due or 2 * len(set(said) & set(due)) < len(due):
            return []
        wrong = [
            f"column {place} is {one or 'blank'}, not {other}"
            for place, (one, other) in enumerate(zip(said, due, strict=False), start=1)
            if one != other
        ]
        return [*wrong, *([f"there are {len(said)} columns, not {len(due)}"]
                          if len(said) != len(due) else [])]  # fmt: skip

    def shown(self, text: str, delimiter: str, names: tuple[str, ...] | None = None) -> str:
        """The text of a rejected line, cut before its first private column."""
        places = [place for place, name in enumerate(names or self.names) if name in self.private]
        if not places:
            return text[:SHOWN]
        # A quoted field may hold delimiters; then the cut comes early, never late.
        kept = text.split(delimiter)[: places[0]]
        return (delimiter.join(kept) + delimiter + "…")[:SHOWN]


#: So many letters of a rejected line are kept.
SHOWN: Final = 500


def _folded(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name.strip().casefold() for name in names)
