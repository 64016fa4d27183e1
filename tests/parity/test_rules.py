"""What is carried from DuckDB's SQL to Spark's: text first, then answers on a table of traps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlglot import exp, parse_one

from hustings.errors import Fault
from hustings.record import View
from hustings.record.engines.spark_sql import carried

TRAPS = """(values
  ('b', 2, cast(1.50 as decimal(16,2)), date '2020-03-03', true),
  ('a', 2, cast(null as decimal(16,2)), date '2020-11-03', false),
  (null, 1, cast(-3.25 as decimal(16,2)), null, null),
  ('a', null, cast(1234567.89 as decimal(16,2)), date '2024-03-05', true)
) as t(name, n, usd, day, won)"""

EXPRESSIONS = [
    "list(name order by n, name)",
    "max(strip_accents('Ñandú Łódź Điện ' || name))",
    "max(regexp_replace(lower(name || ' & Co.'), '[^a-z0-9]+', ' ', 'g'))",
    "bool_or(regexp_matches(name, '(?i)^A\\b'))",
    "sum(n) * 1.0 / nullif(sum(n) - sum(n), 0)",
    "format('{:,} of {} at {}', count(*), sum(n), '0.5')",
    "list(name order by n desc, usd)",
    "list(distinct n order by n) filter (where n is not null)",
    "list(name order by usd) filter (where n > 5)",
    "list(usd order by usd desc)[1] - list(usd order by usd desc)[2]",
    "list(usd order by usd)[9]",
    "list(name order by n, name)[:2]",
    "string_agg(name, '; ' order by usd)",
    "string_agg(distinct name || '!', ', ' order by name || '!')",
    "string_agg(name, ',' order by name) filter (where n = 7)",
    "arg_max(name, n + coalesce(usd, 0))",
    "arg_min(usd, day)",
    "max_by(name, (n, day)) filter (where n is not null and day is not null)",
    "any_value(name order by day)",
    "any_value(name order by day desc)",
    "histogram(name)",
    "count(*) filter (where won)",
    "sum(usd)",
    "sum(n) / count(*)",
    "max(usd) / 7",
    "100.0 * sum(n) / 3",
    "sum(n) // 2",
    "max(strftime(day, '%-d %B %Y'))",
    "format('{:,}', cast(sum(n) * 1000 as bigint))",
    "format('${:,.2f}', cast(max(usd) as double))",
    "bool_or(won)",
    "max(split_part(name || '-7', '-', 2))",
    "max(try_cast(name as integer))",
    "map_from_entries(list((name, n) order by n) filter (where name = 'b'))['b']",
    "nullif(concat_ws(chr(10), max(name), null), '')",
    "1 + count(*) filter (where n < (select max(x) from (values (2)) as u(x)))",
]


def test_parameters_stay_parameters() -> None:
    assert carried("select * from t where a = $it") == "SELECT * FROM `t` WHERE `a` = :it"
    assert carried("select f($a,$b), '$a,$b'") == "SELECT F(:a, :b), '$a,$b'"
    value = "x'; drop table t; --"
    assert value not in carried("select * from t where a = $it or a = 'y''s'")


def test_integers_among_tuples_are_of_one_type() -> None:
    said = carried("select 1 from t where (a, b) in (($x, $y))", whole=frozenset({"y"}))
    assert said.endswith("(`a`, `b`) IN ((:x, CAST(:y AS BIGINT)))")


def test_what_cannot_be_carried_is_said() -> None:
    with pytest.raises(Fault, match=r"\{:>9\}"):
        carried("select format('{:>9}', a) from t")
    with pytest.raises(Fault, match="cannot be carried"):
        carried("select from where")


def test_qualify_and_nulls_last() -> None:
    said = carried("select a from t qualify row_number() over (order by b) = 1 order by c")
    assert said.count("NULLS LAST") == 2
    assert "QUALIFY" in said


def test_columns_of_a_union_by_name_are_put_in_order() -> None:
    said = carried("select a, 1 as b from t union all by name select 2 as b, c as a from u")
    assert said == "SELECT `a`, 1 AS `b` FROM `t` UNION ALL SELECT `c` AS `a`, 2 AS `b` FROM `u`"
    with pytest.raises(Fault, match="both sides list the same columns"):
        carried("select a from t union by name select b from u")


def test_the_first_of_a_list() -> None:
    assert carried("select a[:10] from t") == "SELECT SLICE(`a`, 1, 10) FROM `t`"


def test_accents_are_taken_off_the_same_letters() -> None:
    """Every letter with a mark of the Latin blocks, by the text that goes to Spark."""
    letters = [chr(code) for code in (*range(0x20, 0x250), *range(0x1E00, 0x1F00))]
    asked = "select strip_accents(letter) from (select unnest($letters) as letter)"
    bare = [row[0] for row in View.of_sample(None).query(asked, {"letters": letters})]
    translate = parse_one(carried("select strip_accents(a)"), read="spark")
    marked, plain = (one.name for one in translate.find_all(exp.Literal))
    assert [dict(zip(marked, plain, strict=True)).get(one, one) for one in letters] == bare


def test_snapshots_of_large_tables_are_counted_apart() -> None:
    sql = "with rows as (select * from t) select histogram(snapshot) from rows"
    assert "COLLECT_LIST(`snapshot`)" in carried(sql)
    assert "COLLECT_LIST(`snapshot`)" not in carried(sql, large=True)
    assert "GROUP BY `snapshot`" in carried(sql, large=True)


@pytest.mark.slow
def test_answers_are_the_same(spark: None) -> None:
    from hustings.record.engines.spark_view import SparkView

    columns = ", ".join(f"({one}) as a{place}" for place, one in enumerate(EXPRESSIONS))
    statement = f"select {columns} from {TRAPS}"
    here, there = View.of_sample(None).query(statement)[0], SparkView.of_sample(None).query(
        statement
    )[0]  # fmt: skip
    differing = [
        (one, a, b)
        for one, a, b in zip(EXPRESSIONS, here, there, strict=True)
        if a != b and not (not a and not b)
    ]
    assert differing == []
    assert Decimal("1234561.14") - 6 < here[EXPRESSIONS.index("sum(usd)")]


@pytest.mark.slow
def test_rows_come_in_the_same_order(spark: None) -> None:
    from hustings.record.engines.spark_view import SparkView

    for order in ("n, name", "n desc, name desc", "day, usd", "won desc nulls last, usd desc"):
        statement = f"select * from {TRAPS} order by {order}"
        assert View.of_sample(None).query(statement) == SparkView.of_sample(None).query(statement)
