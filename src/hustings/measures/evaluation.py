"""Evaluation: a measure and its parameters become a figure.

The value, the number of rows and the snapshots they came from are read in the same statement, so
that a figure cannot be had without its evidence. Figures over the same rows share a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.errors import HustingsError, NoData, RequestError
from hustings.figures import Citation, Figure, Unit, plain, rounded
from hustings.ids import district_id, looks_like, parse_district
from hustings.measures.absence import no_data, not_so
from hustings.measures.base import Difference, Measure, Query, Ratio
from hustings.measures.params import read_params
from hustings.measures.registry import find_measure
from hustings.sources.pages import pages

if TYPE_CHECKING:
    from hustings.record.view import View

_BIND = re.compile(r"\$([a-z_][a-z0-9_]*)")
#: What the rows of a query are, with the values bound: the key under which answers are kept.
Rows: TypeAlias = "tuple[str, tuple[tuple[str, Any], ...]]"

#: The caveat of every figure that the embedded sample answers.
SAMPLE = "From the embedded sample record."
ROW_COUNT = "count(*)"
CITED = "histogram(snapshot)"


def evaluate(view: View, name: str, params: Mapping[str, Any] | None = None) -> Figure:
    """One figure. Raises RequestError (2) for a wrong request, NoData (3) for an absent answer."""
    measure = find_measure(name)
    wanted = dict(params or {})
    given = read_params(_narrowed(view, measure, wanted), measure, wanted)
    return answer(_narrowed(view, measure, given), measure, given)


def answer(view: View, measure: Measure, given: Mapping[str, Any]) -> Figure:
    """A figure from parameters that are already read and resolved."""
    made = measure.function(**given)
    if isinstance(made, Ratio):
        return _ratio(view, measure, dict(given), made)
    if isinstance(made, Difference):
        return _difference(view, measure, dict(given), made)
    return _single(view, measure, dict(given), made)


def prepare(view: View, asked: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
    """Answer many figures' queries at once where they rest on the same rows.

    `asked` are measures with parameters already resolved; the answers are kept in the view, and
    `evaluate` finds them there. Nothing is raised here: a wrong request shows when it is made.
    """
    groups: dict[Rows, list[str]] = {}
    for name, given in asked:
        made = find_measure(name).function(**given)
        for query in made.queries:
            binds = _bound(view, query, given)
            wanted = groups.setdefault(_rows(query, binds), [])
            wanted += [one for one in _expressions(query) if one not in wanted]
    _ask_together(view, groups)


def evidence(view: View, figure: Figure, most: int | None = None) -> list[dict[str, Any]]:
    """The rows that a figure rests on, as the record holds them, in a total order.

    Of a share or a difference these are the rows of all parts, a row of several once. most: the
    first so many alone, for a page; a network's spending rests on more rows than fit in memory.
    """
    measure = find_measure(figure.measure)
    made = measure.function(**figure.params)
    if most is not None:
        view = _narrowed(view, measure, figure.params)
    found: list[dict[str, Any]] = []
    for query in made.queries:
        sql, binds = _rows(query, _bound(view, query, figure.params))
        used = set(_BIND.findall(sql))
        bound = {name: value for name, value in binds if name in used}
        statement = f"select * {sql}"
        more = view.dicts(statement, bound) if most is None else _first(view, sql, bound, most)
        # The two parts may be read through views that differ in a column.
        shared = [name for name in more[0] if name in found[0]] if more and found else []
        known = [{name: row[name] for name in shared} for row in found]
        found += [row for row in more if not known or {n: row[n] for n in shared} not in known]
    found.sort(key=lambda row: (str(row.get("snapshot")), row.get("line") or 0, str(row.values())))
    return found[:most]


def _first(view: View, sql: str, bound: Mapping[str, Any], most: int) -> list[dict[str, Any]]:
    """The first rows by snapshot, line and all else that has an order."""
    rows = f"with rows as (select * {sql}) select * from rows"
    one = view.dicts(f"{rows} limit 1", bound)
    if not one:
        return []
    others = [name for name, value in one[0].items() if not isinstance(value, list | dict)]
    names = [*(name for name in ("snapshot", "line") if name in others), *others]
    by = ", ".join(f'"{name}"' for name in dict.fromkeys(names))
    return view.dicts(f"{rows} order by {by} limit {int(most)}", bound)


def _narrowed(view: View, measure: Measure, given: Mapping[str, Any]) -> View:
    """The view narrowed to the seat that a question is about, where the answer is the same.

    Contests are decided within their seat. A House candidate's FEC id begins with a seat; if that
    seat's candidates in the record include the id, all of its totals are among theirs.
    """
    seat = given.get("race")
    if set(measure.needs) <= {"returns", "counts"} and (seat or given.get("district")):
        return view.focused(parse_district(str(seat or given["district"])))
    if measure.needs == ("candidate_totals",):
        if seat:
            return view.focused(parse_district(str(seat)))
        wanted = str(given.get("candidate", "")).upper()
        if looks_like("candidate", wanted) and wanted.startswith("H"):
            try:
                near = view.focused(district_id(wanted[2:4], wanted[4:6]))
            except RequestError:
                # The digits of an id need not be a district that there is.
                return view
            binds = {"id": wanted}
            if near is view:
                return view
            if near.query("select 1 from candidate_totals where candidate_id = $id limit 1", binds):
                return near
    return view


def _bound(view: View, query: Query, given: Mapping[str, Any]) -> dict[str, Any]:
    """All values of a query: the call's, its own, and its lists, which are looked up here."""
    binds = {**given, **query.binds}
    for name, statement in query.lists.items():
        wanted = {one: binds.get(one) for one in set(_BIND.findall(statement))}
        key = ("list", statement, tuple(sorted(wanted.items(), key=str)))
        if key not in view.answers:
            view.answers[key] = " ".join(
                sorted({str(row[0]) for row in view.query(statement, wanted)})
            )
        binds[name] = view.answers[key]
    return binds


def _rows(query: Query, binds: Mapping[str, Any]) -> Rows:
    everything = " ".join((query.rows, *_expressions(query)))
    names = sorted(set(_BIND.findall(everything)))
    return query.rows, tuple((name, binds.get(name)) for name in names)


def _expressions(query: Query) -> list[str]:
    """The aggregates that a query's figure is made of, in the order in which they are read."""
    more = [one for one in (query.which, query.of, query.caveat, query.none) if one]
    return [ROW_COUNT, CITED, query.value, *more, *query.also.values()]


def _ask(view: View, rows: Rows, wanted: list[str]) -> dict[str, Any]:
    known: dict[str, Any] = view.answers.setdefault(rows, {})
    missing = [one for one in wanted if one not in known]
    if missing:
        sql, binds = rows
        columns = ", ".join(f"({one}) as a{place}" for place, one in enumerate(missing))
        statement = f"with rows as (select * {sql}) select {columns} from rows"
        used = set(_BIND.findall(statement))
        bound = {name: value for name, value in binds if name in used}
        known.update(zip(missing, view.query(statement, bound)[0], strict=True))
    return known


def _ask_together(view: View, groups: Mapping[Rows, list[str]]) -> None:
    """Answer groups of one table and the same keys in one statement, `group by` those keys.

    Rows picked by other conditions, and values that look beyond their rows (a rank), are asked
    alone; the answer is the same, it only costs a statement.
    """
    batches: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[tuple[Rows, list[Any]]]] = {}
    for rows, wanted in groups.items():
        keyed = _keyed(rows, wanted)
        if keyed is None:
            _ask(view, rows, wanted)
        elif any(one not in view.answers.get(rows, {}) for one in wanted):
            source, keys, values = keyed
            batches.setdefault((source, keys, tuple(wanted)), []).append((rows, values))
    for (source, keys, wanted_), asked in batches.items():
        wanted = list(wanted_)
        by = ", ".join(keys)
        columns = ", ".join(f"({one}) as a{place}" for place, one in enumerate(wanted))
        bound = {
            f"k{n}_{i}": value
            for n, (_, values) in enumerate(asked)
            for i, value in enumerate(values)
        }
        listed = ", ".join(
            f"({', '.join(f'$k{n}_{i}' for i in range(len(keys)))})" for n in range(len(asked))
        )
        statement = f"select {by}, {columns} {source} and ({by}) in ({listed}) group by {by}"
        found = {row[: len(keys)]: row[len(keys) :] for row in view.query(statement, bound)}
        for rows, values in asked:
            answered = found.get(tuple(values))
            known = view.answers.setdefault(rows, {})
            if answered is None:
                known.update({**dict.fromkeys(wanted), ROW_COUNT: 0})
            else:
                known.update(zip(wanted, answered, strict=True))


_EQUAL = re.compile(r"^(.+?) = \$([a-z_]+)$")
_FROM = re.compile(r"^(from [a-z_]+) where (.+)$", re.DOTALL)


def _keyed(rows: Rows, wanted: list[str]) -> tuple[str, tuple[str, ...], list[Any]] | None:
    """A query as a table with fixed conditions, the keys it is picked by, and their values.

    None if its rows are not picked by plain equality, or its values need more than the rows.
    """
    sql, binds = rows
    matched = _FROM.match(sql)
    if matched is None or "(select" in sql or any("$" in one or " rows" in one for one in wanted):
        return None
    values = dict(binds)
    keys: list[str] = []
    bound: list[Any] = []
    fixed: list[str] = []
    for condition in matched[2].split(" and "):
        equal = _EQUAL.match(condition.strip())
        if equal and values.get(equal[2]) is not None:
            keys.append(equal[1])
            bound.append(values[equal[2]])
        elif "$" in condition or " or " in condition:
            return None
        else:
            fixed.append(condition)
    if not keys:
        return None
    return f"{matched[1]} where {' and '.join(fixed) or 'true'}", tuple(keys), bound


def _single(
    view: View, measure: Measure, given: dict[str, Any], query: Query, *, empty: bool = False
) -> Figure:
    """The figure of a query. empty: whether a count of no rows is nought, and not an absence."""
    binds = _bound(view, query, given)
    found = _ask(view, _rows(query, binds), _expressions(query))
    value, row_count = found[query.value], found[ROW_COUNT]
    if query.which and found[query.which]:
        raise RequestError(
            f"{measure.name} has several answers here.",
            next_step=f"Say which: {found[query.which]}.",
        )
    citations = _citations(view, found[CITED] or {})
    if row_count and value is None and query.none:
        raise not_so(str(found[query.none]), _speaks(view, citations))
    if value is None or not (row_count or empty):
        raise _no_data(view, measure, given)
    among = found[query.of] if query.of else None
    caveat = found[query.caveat] if query.caveat else None
    sql = f"with rows as (select * {query.rows})\nselect {query.value} as value from rows"
    return Figure(
        measure=measure.name,
        params=given,
        value=_clean(value, measure.unit),
        unit=measure.unit,
        definition=measure.definition,
        sql=written(sql, binds),
        row_count=row_count,
        as_of=_speaks(view, citations),
        of=int(among) if among is not None else None,
        citations=citations,
        caveats=(*(str(caveat).split("\n") if caveat else ()), *_sample_caveat(view)),
        detail={key: found[one] for key, one in query.also.items() if found[one] is not None},
    )


def _ratio(view: View, measure: Measure, given: dict[str, Any], made: Ratio) -> Figure:
    whole = _single(view, find_measure(made.names[1]), given, made.denominator)
    # Of a whole that is there, a part without rows is nought: who missed none, missed 0%.
    own = _single(view, find_measure(made.names[0]), given, made.numerator, empty=True)
    parts = (own, whole)
    top, bottom = parts[0].value, parts[1].value
    if not isinstance(top, int | Decimal) or not isinstance(bottom, int | Decimal) or not bottom:
        raise _no_data(view, measure, given)
    exact = Decimal(top) / Decimal(bottom)
    share = rounded(1 - exact if made.complement else exact, 12)
    one_minus = "1 - " if made.complement else ""
    seen: dict[str, Citation] = {}
    for citation in (one for part in parts for one in part.citations):
        before = seen.get(citation.snapshot) if made.apart else None
        rows = citation.rows + (before.rows if before else 0)
        seen[citation.snapshot] = replace(citation, rows=rows)
    counts = [part.row_count for part in parts]
    return Figure(
        measure=measure.name,
        params=given,
        value=float(share),
        unit=measure.unit,
        definition=measure.definition,
        sql=f"select {one_minus}(\n{parts[0].sql}\n) * 1.0 / (\n{parts[1].sql}\n) as value",
        row_count=sum(counts) if made.apart else max(counts),
        as_of=_speaks(view, seen.values()),
        citations=tuple(seen.values()),
        caveats=tuple(dict.fromkeys(said for part in parts for said in part.caveats)),
        parts=parts,
    )


def _difference(view: View, measure: Measure, given: dict[str, Any], made: Difference) -> Figure:
    binds = dict(given)
    for query in made.queries:
        binds.update(_bound(view, query, given))
    parts = tuple(
        _part(view, measure, binds, given, made, place) for place in range(len(made.names))
    )
    amounts = [Decimal(str(part.value)) for part in parts]
    residual = amounts[0] - sum(amounts[1:], Decimal(0))
    said = str(_scalar(view, made.why, {**binds, "residual": residual}) or "") if made.why else ""
    said_by_parts = [sentence for part in parts for sentence in part.caveats]
    seen = {citation.snapshot: citation for part in parts for citation in part.citations}
    taken = "".join(f" - (\n{part.sql}\n)" for part in parts[1:] if part.row_count)
    return Figure(
        measure=measure.name,
        params=given,
        value=residual,
        unit=measure.unit,
        definition=measure.definition,
        sql=f"select (\n{parts[0].sql}\n){taken} as value",
        row_count=sum(part.row_count for part in parts),
        as_of=_speaks(view, seen.values()),
        citations=tuple(seen.values()),
        caveats=tuple(dict.fromkeys([*said.splitlines(), *said_by_parts])),
        parts=parts,
    )


def _part(
    view: View,
    measure: Measure,
    binds: dict[str, Any],
    given: dict[str, Any],
    made: Difference,
    place: int,
) -> Figure:
    """One part of a difference; what is taken away may have no rows, and is a zero then."""
    part, query = find_measure(made.names[place]), made.queries[place]
    try:
        return _single(view, part, given, query)
    except NoData:
        if place == 0:
            raise
        if not _scalar(view, made.present, binds):
            problem = _no_data(view, measure, given)
            raise NoData(problem.what, next_step=made.absent or problem.next_step) from None
    return Figure(
        measure=part.name,
        params=given,
        value=Decimal(0),
        unit=part.unit,
        definition=part.definition,
        sql=written(f"with rows as (select * {query.rows})\nselect 0 as value", binds),
        row_count=0,
    )


def _scalar(view: View, expression: str, binds: Mapping[str, Any]) -> Any:
    """The value of a scalar expression."""
    used = {name: binds.get(name) for name in set(_BIND.findall(expression))}
    return view.query(f"select {expression}", used)[0][0]


def _speaks(view: View, citations: Iterable[Citation]) -> str:
    """The latest day through which the sources speak, and never a day after the one asked for.

    A file of counts holds many days; of it only those up to the day asked are read.
    """
    day = max((one.as_of for one in citations), default="")
    return min(day, view.as_of.isoformat()) if view.as_of else day


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
    return (SAMPLE,) if view.sample else ()


def _no_data(view: View, measure: Measure, given: Mapping[str, Any]) -> HustingsError:
    said = " ".join(f"{name}={plain(value)}" for name, value in given.items() if value is not None)
    return no_data(view, f"no {measure.name} for {said or 'that'}", measure.needs, given)
