"""Evaluation: a measure and its parameters become a figure, in one query each.

The value, the number of rows and the snapshots they came from are read in the same statement, so
that a figure cannot be had without its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hustings.errors import HustingsError, NoData
from hustings.figures import Citation, Figure, Unit, plain, rounded
from hustings.measures.base import Measure, Query, Ratio
from hustings.measures.params import read_params
from hustings.measures.registry import find_measure
from hustings.sources.pages import pages

if TYPE_CHECKING:
    from hustings.record.view import View

_BIND = re.compile(r"\$([a-z_]+)")


def evaluate(view: View, name: str, params: Mapping[str, Any] | None = None) -> Figure:
    """One figure. Raises RequestError (2) for a wrong request, NoData (3) for an absent answer."""
    measure = find_measure(name)
    given = read_params(view, measure, dict(params or {}))
    return answer(view, measure, given)


def answer(view: View, measure: Measure, given: Mapping[str, Any]) -> Figure:
    """A figure from parameters that are already read and resolved."""
    made = measure.function(**given)
    if isinstance(made, Ratio):
        return _ratio(view, measure, dict(given), made)
    return _single(view, measure, dict(given), made)


def evidence(view: View, figure: Figure) -> list[dict[str, Any]]:
    """The rows that a figure rests on, as the record holds them, in a total order."""
    measure = find_measure(figure.measure)
    made = measure.function(**figure.params)
    queries = [made.numerator, made.denominator] if isinstance(made, Ratio) else [made]
    rows: list[dict[str, Any]] = []
    for query in queries:
        binds = {**figure.params, **query.binds}
        statement = f"select * {query.rows}"
        found = view.dicts(statement, _used(statement, binds))
        rows += [row for row in found if row not in rows]
    return sorted(rows, key=lambda row: (str(row.get("snapshot")), row.get("line") or 0))


def _single(view: View, measure: Measure, given: dict[str, Any], query: Query) -> Figure:
    binds = {**given, **query.binds}
    columns = [f"({query.value}) as value", "count(*) as row_count", "histogram(snapshot) as cited"]
    columns.append(f"({query.of}) as among" if query.of else "null as among")
    columns.append(f"({query.caveat}) as caveat" if query.caveat else "null as caveat")
    columns += [f'({expression}) as "{name}"' for name, expression in query.also.items()]
    statement = f"with rows as (select * {query.rows}) select {', '.join(columns)} from rows"
    found = view.query(statement, _used(statement, binds))
    value, row_count, cited, among, caveat, *also = found[0]
    if not row_count or value is None:
        raise _no_data(view, measure, given)
    citations = _citations(view, cited or {})
    return Figure(
        measure=measure.name,
        params=given,
        value=_clean(value, measure.unit),
        unit=measure.unit,
        definition=measure.definition,
        sql=written(f"with rows as (select * {query.rows})\nselect {query.value} as value from rows",
                    binds),
        row_count=row_count,
        as_of=max((one.as_of for one in citations), default=""),
        of=int(among) if among is not None else None,
        citations=citations,
        caveats=(*([str(caveat)] if caveat else ()), *_sample_caveat(view)),
        detail={key: one for key, one in zip(query.also, also, strict=True) if one is not None},
    )  # fmt: skip


def _ratio(view: View, measure: Measure, given: dict[str, Any], made: Ratio) -> Figure:
    parts = tuple(
        _single(view, _part(measure, name), given, query)
        for name, query in zip(made.names, (made.numerator, made.denominator), strict=True)
    )
    top, bottom = parts[0].value, parts[1].value
    if not isinstance(top, int | Decimal) or not isinstance(bottom, int | Decimal) or not bottom:
        raise _no_data(view, measure, given)
    exact = Decimal(top) / Decimal(bottom)
    share = rounded(1 - exact if made.complement else exact, 12)
    one_minus = "1 - " if made.complement else ""
    seen = {citation.snapshot: citation for part in parts for citation in part.citations}
    caveats = tuple(dict.fromkeys(said for part in parts for said in part.caveats))
    return Figure(
        measure=measure.name,
        params=given,
        value=float(share),
        unit=measure.unit,
        definition=measure.definition,
        sql=f"select {one_minus}(\n{parts[0].sql}\n) * 1.0 / (\n{parts[1].sql}\n) as value",
        row_count=max(part.row_count for part in parts),
        as_of=max((one.as_of for one in seen.values()), default=""),
        citations=tuple(seen.values()),
        caveats=caveats,
        parts=parts,
    )


def _part(measure: Measure, name: str) -> Measure:
    """The measure that a ratio's part is: a registered one of that name, for its definition."""
    return find_measure(name) if name != measure.name else measure


def _used(statement: str, binds: Mapping[str, Any]) -> dict[str, Any]:
    names = set(_BIND.findall(statement))
    return {name: binds.get(name) for name in names}


def written(sql: str, binds: Mapping[str, Any]) -> str:
    """SQL with its bound values written out as literals, for reading and running again."""

    def literal(match: re.Match[str]) -> str:
        value = binds.get(match[1])
        if value is None:
            return "null"
        if isinstance(value, bool | int | Decimal):
            return str(value).lower()
        if isinstance(value, date):
            return f"date '{value.isoformat()}'"
        return "'" + str(value).replace("'", "''") + "'"

    return _BIND.sub(literal, sql)


def _citations(view: View, cited: Mapping[str, int]) -> tuple[Citation, ...]:
    made = []
    for snapshot_id, rows in sorted(cited.items()):
        known = view.snapshot(snapshot_id)
        if known is None:
            continue
        described = pages().get(known.source)
        made.append(
            Citation(
                source=known.source,
                title=described.title if described else known.source,
                url=known.url,
                retrieved=known.retrieved,
                sha256=known.sha256,
                rows=rows,
                as_of=known.as_of,
                snapshot=known.id,
            )
        )
    return tuple(made)


def _clean(value: Any, unit: Unit) -> Any:
    """Counts as integers, money as Decimal, lists without gaps."""
    if unit in {Unit.VOTES, Unit.COUNT, Unit.RANK} and isinstance(value, Decimal | float):
        return int(value)
    if isinstance(value, list):
        return [item for item in value if item is not None]
    return value


def _sample_caveat(view: View) -> tuple[str, ...]:
    return ("From the embedded sample record.",) if view.sample else ()


def _no_data(view: View, measure: Measure, given: Mapping[str, Any]) -> HustingsError:
    said = " ".join(f"{name}={plain(value)}" for name, value in given.items())
    absent = [name for name in measure.needs if not view.has(name)]
    if view.sample:
        how = "The embedded sample holds CA-34 alone. Load files with: hustings load PATH"
    elif absent:
        feeds = sorted({p.id for p in pages().values() if set(p.tables) & set(absent)})
        family = sorted({one.split(".")[0] for one in feeds})
        how = (f"The record has no {' and no '.join(absent)}: load a file of "
               f"{', '.join(feeds[:4])}, or hustings fetch {FETCH.get(family[0], family[0])}"
               if family else "")  # fmt: skip
    else:
        how = "See what there is with: hustings record"
    when = f" as of {view.as_of.isoformat()}" if view.as_of else ""
    return NoData(f"the record has no {measure.name} for {said or 'that'}{when}.", next_step=how)


#: What to fetch for a family of sources.
FETCH = {
    "fec": "fec --cycle YYYY",
    "returns": "returns",
    "congress": "legislators",
    "districts": "census",
}
