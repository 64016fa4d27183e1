"""From the record's SQL to Spark's: sqlglot translates, and what it cannot is decided here.

Measures and views are written once, in DuckDB's SQL. Each rule below is one place where the two
engines would answer differently, with the form in which Spark gives DuckDB's answer. Parameters
stay parameters (`$cycle` becomes `:cycle`), to be bound by Spark; no value is pasted into text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ClassVar, Final, TypeAlias
from unicodedata import normalize

from sqlglot import errors, exp, parse_one
from sqlglot.dialects.spark import Spark
from sqlglot.generators.spark import SparkGenerator
from sqlglot.transforms import any_to_exists, eliminate_distinct_on, preprocess, unnest_to_explode

from hustings.errors import Fault

Rule: TypeAlias = Callable[[Any], exp.Expr | None]

#: DuckDB's formats of numbers, and Java's.
_FORMATS: Final = {
    "{}": "%s",
    "{:.0f}": "%.0f",
    "{:,}": "%,d",
    "{:,.0f}": "%,.0f",
    "{:,.2f}": "%,.2f",
}
_QUOTED_OR_PARAMETER = re.compile(r"""'(?:[^']|'')*'|"[^"]*"|\$[a-z_]\w*""")
_BRACES = re.compile(r"\{[^}]*\}")


class _Generator(SparkGenerator):
    #: sqlglot writes QUALIFY as a subquery, which loses the names that ORDER BY looks for beside
    #: it. Spark reads QUALIFY itself since 4.2.
    TRANSFORMS: ClassVar[Any] = {
        **SparkGenerator.TRANSFORMS,
        exp.Select: preprocess([eliminate_distinct_on, unnest_to_explode, any_to_exists]),
    }


class _Dialect(Spark):
    Generator = _Generator


@lru_cache(maxsize=4096)
def carried(sql: str, *, large: bool = False, whole: frozenset[str] = frozenset()) -> str:
    """A statement in Spark's SQL. Raises Fault for one that cannot be read.

    whole: the parameters to which integers are bound.
    large: whether it reads tables too large to be held; snapshots are then counted by a query
    within the statement, which reads the rows again, and not from a list of all rows' snapshots.
    """
    try:
        tree = parse_one(_QUOTED_OR_PARAMETER.sub(_apart, sql), read="duckdb")
    except errors.SqlglotError as problem:
        raise Fault(f"this SQL cannot be carried to Spark: {problem}") from problem
    # Children before parents, so that what a rule puts together is already in Spark's form.
    for node in reversed(list(tree.walk())):
        if isinstance(node, exp.Anonymous) and node.name.lower() == "histogram":
            made: exp.Expr | None = _histogram(node, large=large)
        elif isinstance(node, exp.Anonymous) and node.name.lower() == "strip_accents":
            made = _call("TRANSLATE", node.expressions[0].copy(), *_accents())
        elif isinstance(node, exp.Placeholder) and node.name in whole:
            made = _among(node)
        else:
            rule = _RULES.get(type(node))
            made = rule(node) if rule else None
        if made is None:
            continue
        if node is tree:
            tree = made
        else:
            node.replace(made)
    return tree.sql(dialect=_Dialect, identify=True)


def _apart(found: re.Match[str]) -> str:
    """A parameter with a space behind it: in `$a,$b` sqlglot would see a text between dollars."""
    return found[0] + " " if found[0].startswith("$") else found[0]


def _call(name: str, *given: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(given))


def _spark(text: str) -> exp.Expr:
    """An argument written in Spark's SQL; a lambda is one within a call alone."""
    made: exp.Expr = parse_one(f"GIVEN({text})", read="spark").expressions[0]
    return made


def _filtered(made: exp.Expr, *conditions: exp.Expr | None) -> exp.Expr:
    """An aggregate over the rows that meet all conditions."""
    kept = [one for one in conditions if one is not None]
    return exp.Filter(this=made, expression=exp.Where(this=exp.and_(*kept))) if kept else made


def _present(value: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=value.copy(), expression=exp.Null()))


def _filter(node: exp.Filter) -> exp.Expr | None:
    condition = node.expression.this
    inner = node.this.this if isinstance(node.this, exp.IgnoreNulls) else node.this
    rule = _AGGREGATES.get(type(inner))
    return rule(inner, condition) if rule else None


def _bare(node: exp.Expr) -> exp.Expr | None:
    """An aggregate without FILTER; one within a FILTER or IGNORE NULLS is made with it."""
    if isinstance(node.parent, exp.Filter | exp.IgnoreNulls):
        return None
    return _AGGREGATES[type(node)](node, None)


def _ignoring(node: exp.IgnoreNulls) -> exp.Expr | None:
    rule = _AGGREGATES.get(type(node.this))
    return None if rule is None or isinstance(node.parent, exp.Filter) else rule(node.this, None)


def _ordered_list(
    value: exp.Expr,
    order: list[exp.Ordered],
    condition: exp.Expr | None,
    *,
    distinct: bool,
) -> exp.Expr:
    """The values as an array in a stated order; Spark's collect_list has none of its own."""
    keys = [(f"k{place}", one.this, bool(one.args.get("desc"))) for place, one in enumerate(order)]
    pairs = [part for name, key, _ in keys for part in (exp.Literal.string(name), key.copy())]
    rows = _call("NAMED_STRUCT", *pairs, exp.Literal.string("v"), value.copy())
    collected = _filtered(_call("COLLECT_LIST", rows), condition)
    if keys:
        steps = " ".join(
            f"WHEN NOT (l.{name} <=> r.{name}) THEN CASE WHEN l.{name} IS NULL THEN 1 "
            f"WHEN r.{name} IS NULL THEN -1 WHEN l.{name} {'>' if down else '<'} r.{name} "
            "THEN -1 ELSE 1 END"
            for name, _, down in keys
        )
        collected = _call("ARRAY_SORT", collected, _spark(f"(l, r) -> CASE {steps} ELSE 0 END"))
    values = _call("TRANSFORM", collected, _spark("s -> s.v"))
    return _call("ARRAY_DISTINCT", values) if distinct else values


def _taken_apart(inner: exp.Expr) -> tuple[exp.Expr, list[exp.Ordered], bool]:
    """The value, the order and whether distinct, of `distinct value order by key, …`."""
    order: list[exp.Ordered] = []
    if isinstance(inner, exp.Order):
        order, inner = list(inner.expressions), inner.this
    distinct = isinstance(inner, exp.Distinct)
    return (inner.expressions[0] if distinct else inner), order, distinct


def _list(node: exp.ArrayAgg, condition: exp.Expr | None) -> exp.Expr:
    """list(x order by k): in that order, nulls kept; null, not an empty list, for no rows."""
    value, order, distinct = _taken_apart(node.this)
    made = _ordered_list(value, order, condition, distinct=distinct)
    return exp.Nullif(this=made, expression=exp.Array())


def _string_agg(node: exp.GroupConcat, condition: exp.Expr | None) -> exp.Expr:
    """string_agg(x, sep order by k): without nulls; null for no rows."""
    value, order, distinct = _taken_apart(node.this)
    both = _present(value) if condition is None else exp.and_(condition, _present(value))
    made = _ordered_list(value, order, both, distinct=distinct)
    separator = node.args.get("separator") or exp.Literal.string(",")
    filled = exp.Nullif(this=made, expression=exp.Array())
    return _call("ARRAY_JOIN", filled, separator.copy())


def _extreme(name: str) -> Callable[[Any, exp.Expr | None], exp.Expr]:
    """arg_max(x, k): DuckDB passes over rows whose x is null; Spark would answer null."""

    def made(node: exp.Expr, condition: exp.Expr | None) -> exp.Expr:
        value, key = node.this, node.args["expression"]
        return _filtered(_call(name, value.copy(), key.copy()), condition, _present(value))

    return made


def _any_value(node: exp.AnyValue, condition: exp.Expr | None) -> exp.Expr:
    """any_value(x order by k): the first that is not null in that order."""
    value, order, _ = _taken_apart(node.this)
    if not order:
        return exp.IgnoreNulls(this=_filtered(_call("FIRST", value.copy()), condition))
    if len(order) > 1:
        raise Fault("any_value is carried to Spark with one key of order alone.")
    name = "MAX_BY" if order[0].args.get("desc") else "MIN_BY"
    return _filtered(_call(name, value.copy(), order[0].this.copy()), condition, _present(value))


def _histogram(node: exp.Anonymous, *, large: bool) -> exp.Expr:
    """histogram(x): how many rows have each value. Spark has no aggregate that gives a map."""
    value = node.expressions[0]
    select = node.find_ancestor(exp.Select)
    if large and select is not None and not select.args.get("group"):
        counted = exp.select(
            exp.alias_(value.copy(), "k"), exp.alias_(exp.Count(this=exp.Star()), "n")
        )
        for clause in ("from_", "joins", "where"):
            given = select.args.get(clause)
            if given:
                copied = [one.copy() for one in given] if isinstance(given, list) else given.copy()
                counted.set(clause, copied)
        counted = counted.where(_present(value)).group_by(value.copy())
        entries = _spark("MAP_FROM_ENTRIES(COLLECT_LIST(STRUCT(k, n)))")
        return exp.select(entries).from_(counted.subquery("counted")).subquery()
    collected = _call("COLLECT_LIST", value.copy())
    one = exp.Lambda(
        this=_call(
            "STRUCT",
            exp.column("k"),
            _call(
                "SIZE",
                _call("FILTER", collected.copy(), _spark("y -> y = k")),
            ),
        ),
        expressions=[exp.to_identifier("k")],
    )
    keys = _call("ARRAY_DISTINCT", collected)
    return _call("MAP_FROM_ENTRIES", _call("TRANSFORM", keys, one))


def _div(node: exp.Div) -> exp.Expr:
    """a / b: DuckDB divides as doubles; Spark would divide decimals with less precision.

    Division by zero is null in Spark's form; no measure of the project divides by zero.
    """
    sides = (exp.cast(side.copy(), "double") for side in (node.this, node.expression))
    return _call("TRY_DIVIDE", *sides)


def _format(node: exp.Format) -> exp.Expr:
    """format('{:,.2f}', x): Java's formats are other words for the same."""
    pattern = node.this
    if not isinstance(pattern, exp.Literal):
        raise Fault("format() is carried to Spark with a literal pattern alone.")
    unknown = [one for one in _BRACES.findall(pattern.name) if one not in _FORMATS]
    if unknown:
        raise Fault(f"format() is not carried to Spark with {unknown[0]}: add it to spark_sql.py.")
    written = _BRACES.sub(lambda found: _FORMATS[found[0]], pattern.name.replace("%", "%%"))
    return _call(
        "FORMAT_STRING", exp.Literal.string(written), *(e.copy() for e in node.expressions)
    )


def _bracket(node: exp.Bracket) -> exp.Expr | None:
    """list[1]: null beyond the end, where Spark would stop; sqlglot counts from nought. list[:9]."""
    place = node.expressions[0]
    if isinstance(place, exp.Slice) and place.this is None and place.expression is not None:
        return _call("SLICE", node.this.copy(), exp.Literal.number(1), place.expression.copy())
    if len(node.expressions) != 1 or not place.is_int:
        return None
    return _call("TRY_ELEMENT_AT", node.this.copy(), exp.Literal.number(int(place.name) + 1))


def _tuple(node: exp.Tuple) -> exp.Expr | None:
    """(a, b) as a value is a struct; in `(a, b) in ((1, 2))` it stays as it is."""
    if isinstance(node.parent, exp.In | exp.Values | exp.Tuple):
        return None
    return _call("STRUCT", *(one.copy() for one in node.expressions))


def _by_name(node: exp.Union) -> exp.Expr | None:
    """UNION BY NAME, which Spark's SQL has not: the second's columns in the order of the first's."""
    if not node.args.get("by_name"):
        return None
    right = node.expression
    given = {one.alias_or_name: one for one in right.expressions}
    if not isinstance(right, exp.Select) or set(given) != set(node.this.named_selects):
        raise Fault("UNION BY NAME is carried to Spark where both sides list the same columns.")
    made = node.copy()
    made.set("by_name", False)
    made.expression.set("expressions", [given[name].copy() for name in node.this.named_selects])
    return made


def _accents() -> tuple[exp.Expr, exp.Expr]:
    """Latin letters with marks, and without: Spark has no strip_accents; other scripts stay."""
    letters = map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    bare = {letter: normalize("NFD", letter)[0] for letter in letters}
    marked = {letter: base for letter, base in bare.items() if letter != base}
    return exp.Literal.string("".join(marked)), exp.Literal.string("".join(marked.values()))


def _among(node: exp.Placeholder) -> exp.Expr | None:
    """An integer of `(a, b) in (($x, $y))`: Spark compares structs of the very same types alone."""
    listed = isinstance(node.parent, exp.Tuple) and isinstance(node.parent.parent, exp.In)
    return exp.cast(node.copy(), "bigint") if listed else None


_AGGREGATES: Final[dict[type, Callable[[Any, exp.Expr | None], exp.Expr]]] = {
    exp.ArrayAgg: _list,
    exp.GroupConcat: _string_agg,
    exp.ArgMax: _extreme("MAX_BY"),
    exp.ArgMin: _extreme("MIN_BY"),
    exp.AnyValue: _any_value,
}


def _overlap(node: exp.ArrayOverlaps) -> exp.Expr:
    """list_has_any(a, b): whether two lists share a value."""
    return _call("ARRAYS_OVERLAP", node.this.copy(), node.expression.copy())


def _quantile(node: exp.PercentileCont) -> exp.Expr | None:
    """quantile_cont(x, 0.25): Spark's exact quantile, interpolated likewise."""
    share = node.args.get("expression")
    return None if share is None else _call("PERCENTILE", node.this.copy(), share.copy())


_RULES: Final[dict[type, Rule]] = {
    **dict.fromkeys(_AGGREGATES, _bare),
    exp.Filter: _filter,
    exp.IgnoreNulls: _ignoring,
    exp.Div: _div,
    exp.Format: _format,
    exp.Bracket: _bracket,
    exp.Tuple: _tuple,
    exp.Union: _by_name,
    exp.ArrayOverlaps: _overlap,
    exp.PercentileCont: _quantile,
}
