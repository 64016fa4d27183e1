"""What a measure is: a function with a definition, a unit, parameters and phrases."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from hustings.errors import Fault
from hustings.figures import Unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A figure in SQL: `rows` is everything after `select *`, `value` an aggregate over the rows.

    So the evidence of a figure and the figure are one query. `of` is the aggregate that says among
    how many a rank is. `caveat` is a scalar expression (it may be a subquery) that gives sentences,
    a line each, or null. `which` is an aggregate that says among what to choose, where the rows
    hold several answers; null where they hold one. `none` is an aggregate that says what it means
    that there are rows and no value: that a thing of the record did not happen. `also` are further
    aggregates kept as detail. Parameters are written `$name`, bound. `lists` are statements that
    give one column of ids or names, such as the committees of a network: each is run first and
    bound under its name, parted by blanks, so that the rows are picked by plain values, which large
    tables are quick at.
    """

    rows: str
    value: str
    which: str = ""
    of: str = ""
    caveat: str = ""
    none: str = ""
    also: dict[str, str] = field(default_factory=dict)
    binds: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)

    @property
    def queries(self) -> tuple[Query, ...]:
        """Itself alone."""
        return (self,)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """A share: one query over another, divided once, at the end; both are kept as parts.

    `complement` gives one minus the ratio. `names` name the parts. `apart`: the parts share no row
    (a count of one day and the total of another), so that their rows add up.
    """

    numerator: Query
    denominator: Query
    names: tuple[str, str]
    complement: bool = False
    apart: bool = False

    @property
    def queries(self) -> tuple[Query, ...]:
        """Both queries, in the order of their names."""
        return (self.numerator, self.denominator)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """What is left of one query's figure when others are taken away; all are kept as parts.

    `names` name the parts, the whole first. A part without rows is nothing, and is kept as a zero,
    if `present`, a scalar expression, is true; else there is no answer, and `absent` says what to
    do. `why` is a scalar expression over `$residual` that gives sentences, a line each, or null.
    """

    whole: Query
    less: tuple[Query, ...]
    names: tuple[str, ...]
    present: str = "true"
    absent: str = ""
    why: str = ""

    @property
    def queries(self) -> tuple[Query, ...]:
        """All queries, in the order of their names."""
        return (self.whole, *self.less)


Answer: TypeAlias = Query | Ratio | Difference


@dataclass(frozen=True, kw_only=True, slots=True)
class Param:
    """One parameter: its name, its kind (how text is read), whether it may be left out."""

    name: str
    kind: str
    required: bool
    about: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """A registered measure. `definition` is the docstring's first paragraph, fit to be quoted.

    `says`: phrases by which articles name it. `needs`: the tables it reads, for the message when
    there is no data. `value_unit` may differ by call only for measures that say so.
    """

    name: str
    unit: Unit
    says: tuple[str, ...]
    definition: str
    notes: str
    params: tuple[Param, ...]
    needs: tuple[str, ...]
    function: Callable[..., Answer]
    see: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The module that the measure is in: money, returns, districts, members."""
        return self.function.__module__.rsplit(".", 1)[-1]


_REGISTERED: dict[str, Measure] = {}


def measure(
    *,
    unit: Unit | str,
    says: list[str] | None = None,
    needs: list[str],
    see: list[str] | None = None,
) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Register a function as a measure under its own name.

    Every parameter's annotation is one of the kinds in `hustings.measures.params`.
    """

    def register(function: Callable[..., Answer]) -> Callable[..., Answer]:
        name = function.__name__
        text = inspect.getdoc(function)
        if not text:
            raise Fault(f"measure {name} has no definition")
        definition, _, notes = text.partition("\n\n")
        hints = typing.get_type_hints(function)
        params = tuple(
            Param(
                name=one.name,
                kind=_kind(hints[one.name]),
                required=one.default is inspect.Parameter.empty,
            )
            for one in inspect.signature(function).parameters.values()
        )
        if name in _REGISTERED:
            raise Fault(f"two measures are called {name}")
        _REGISTERED[name] = Measure(
            name=name,
            unit=Unit(unit),
            says=tuple(says or ()),
            definition=" ".join(definition.split()),
            notes=notes.strip(),
            params=params,
            needs=tuple(needs),
            function=function,
            see=tuple(see or ()),
        )
        return function

    return register


def _kind(hint: Any) -> str:
    """The name of a parameter's kind; `Party | None` is a Party that may be left out."""
    choices = [one for one in typing.get_args(hint) if one is not type(None)]
    return str((choices[0] if choices else hint).__name__)


def registered() -> dict[str, Measure]:
    """What has been registered so far; `registry.measures` loads all modules first."""
    return _REGISTERED
