"""The model that gives a pair of spellings its probability: Splink on DuckDB.

Splink is told everything by model.yaml; here it is trained, if the spellings are enough to learn
from, and asked for the pairs. One thread and a fixed seed train it, so that the same spellings in
any order give the same scores.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hustings.errors import RequestError
from hustings.record.donors.settings import Settings

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: Digits of a probability that are kept; beyond them sums may differ by the order of adding.
DIGITS: Final = 6


class Pair(NamedTuple):
    """Two spellings (left before right), the probability that they are one person, and its bits.

    apart: their names contradict, whatever the rest says. unsure: a level was met that leaves a
    doubt at any probability, such as JR on one side alone.
    """

    left: str
    right: str
    probability: float
    weight_bits: float
    apart: bool
    unsure: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """The pairs worth keeping, in order, and how they were scored.

    cut: spellings left out of a block that was too large.
    """

    pairs: list[Pair]
    trained: bool
    engine: str
    model: str
    cut: int


def engine_version() -> str:
    """The library and its version. Raises RequestError where the extra is not installed."""
    try:
        import splink
    except ImportError as problem:
        raise RequestError(
            "resolving donors needs the library Splink.",
            next_step="Install it with: pip install 'hustings[donors]'",
        ) from problem
    return f"splink {splink.__version__}"


def scored(table: pa.Table, given: Settings) -> Scored:
    """Score all pairs of spellings that a blocking rule brings together.

    `table` holds the columns that `spellings.comparable` makes. Raises RequestError without Splink.
    """
    engine = engine_version()
    import duckdb

    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        cut = _prepare(db, table, given)
        return _scored(db, given, engine, trained=table.num_rows >= given.train_from, cut=cut)


def _prepare(db: duckdb.DuckDBPyConnection, table: pa.Table, given: Settings) -> int:
    """The spellings in order of id, with a key for each blocking rule; how many were cut.

    A block that is too large has no key, so that its spellings do not meet by that rule.
    """
    db.register("brought", table)
    keys = []
    for place, columns in enumerate(given.raw["blocking"]):
        known = " and ".join(f"{one} is not null" for one in columns)
        together = ", ".join(columns)
        keys.append(
            f"case when {known} and count(*) over (partition by {together}) "
            f"<= {given.largest_block} then hash(row({together})) end as block{place}"
        )
    db.execute(
        f"create table spellings as select *, {', '.join(keys)} from brought order by unique_id"
    )
    db.unregister("brought")
    lost = " or ".join(
        f"(block{place} is null and {' and '.join(f'{one} is not null' for one in columns)})"
        for place, columns in enumerate(given.raw["blocking"])
    )
    found = db.execute(f"select count(*) from spellings where {lost}").fetchall()
    return int(found[0][0])


def _scored(
    db: duckdb.DuckDBPyConnection, given: Settings, engine: str, *, trained: bool, cut: int
) -> Scored:
    from splink import DuckDBAPI, Linker, block_on

    # Splink sets its logger's level anew; it tells of training, and a user asked for donors.
    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection=db)
    linker = Linker(
        api.register("spellings"), _splink_settings(given), log_level=logging.ERROR,
        validate_settings=False,
    )  # fmt: skip
    raw = given.raw
    _set_frequencies(db, api, linker, given)
    _set_prior(db, linker, given)
    if trained:
        linker.training.estimate_u_using_random_sampling(
            max_pairs=raw["u_pairs"], seed=given.seed, min_count_per_level=None, num_chunks=1
        )
        for columns in raw["training"]:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*columns), max_pairs=raw["m_pairs"], record_sample_proportion=1.0,
                fix_probability_two_random_records_match=False,
            )  # fmt: skip
    model = json.dumps(_parameters(linker.misc.save_model_to_json()), sort_keys=True)
    db.execute("set threads = 2")
    found = linker.inference.predict(
        threshold_match_probability=given.keep_from, warning_mode="never"
    )
    apart = " or ".join(_at_level(raw, "contradicts")) or "false"
    unsure = " or ".join(_at_level(raw, "unsure")) or "false"
    rows = db.execute(
        f"select least(unique_id_l, unique_id_r), greatest(unique_id_l, unique_id_r), "
        f"round(match_probability, {DIGITS}), round(match_weight, 3), {apart}, {unsure} "
        f"from {found.physical_name} order by 1, 2"
    ).fetchall()
    return Scored(
        pairs=[Pair(*row) for row in rows], trained=trained, engine=engine, model=model, cut=cut
    )


def _set_frequencies(db: duckdb.DuckDBPyConnection, api: Any, linker: Any, given: Settings) -> None:
    """How common each name, place, employer and trade is, drawn to the average where rows are few."""
    levels = (level for one in given.raw["comparisons"] for level in one["levels"])
    more = given.raw["average_rows"]
    for column, average in {
        level["by_frequency"]: level["u"] for level in levels if "by_frequency" in level
    }.items():
        db.execute(
            f"create table frequency_{column} as select {column}, (count(*) + {more * average}) / "
            f"(sum(count(*)) over () + {more}) as tf_{column} from spellings "
            f"where {column} is not null group by {column} order by {column}"
        )
        linker.table_management.register_term_frequency_lookup(
            api.register(f"frequency_{column}"), column
        )


def _set_prior(db: duckdb.DuckDBPyConnection, linker: Any, given: Settings) -> None:
    """How likely two spellings at random are one person: from rules if they find enough pairs."""
    prior = given.raw["prior"]
    joined = " or ".join(
        "(" + " and ".join(f"l.{one} = r.{one}" for one in columns) + ")"
        for columns in prior["rules"]
    )
    first, *_ = prior["rules"]
    shared = [one for one in first if all(one in columns for columns in prior["rules"])]
    on = " and ".join(f"l.{one} = r.{one}" for one in shared)
    counted = db.execute(
        f"select count(*), (select count(*) from spellings) from spellings l join spellings r "
        f"on {on} and l.unique_id < r.unique_id where {joined}"
    ).fetchall()
    matches, total = counted[0]
    expected = max(matches / prior["recall"], total * prior["matches_per_spelling"] / 2, 1.0)
    every = max(total * (total - 1) / 2, 1.0)
    linker._settings_obj._probability_two_random_records_match = min(expected / every, 0.5)


def _splink_settings(given: Settings) -> dict[str, Any]:
    """model.yaml in Splink's own words."""
    raw = given.raw
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "comparisons": [
            {
                "output_column_name": one["name"],
                "comparison_levels": [_level(level) for level in one["levels"]],
            }
            for one in raw["comparisons"]
        ],
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.block{place} = r.block{place}"}
            for place in range(len(raw["blocking"]))
        ],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
    }


def _level(level: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "sql_condition": level["when"],
        "label_for_charts": level.get("label", "missing"),
    }
    if level.get("missing"):
        return {**made, "is_null_level": True}
    if "m" in level:
        made["m_probability"] = level["m"]
    if "u" in level:
        made["u_probability"] = level["u"]
    if level.get("fixed"):
        made["fix_m_probability"] = True
    if "by_frequency" in level:
        made |= {
            "tf_adjustment_column": level["by_frequency"],
            "disable_tf_exact_match_detection": True,
        }
    return made


def _at_level(raw: dict[str, Any], mark: str) -> list[str]:
    """Conditions on Splink's answer under which a level with this mark was met."""
    found = []
    for one in raw["comparisons"]:
        levels = [level for level in one["levels"] if not level.get("missing")]
        # Splink counts levels from the last, which is 0; what is missing is -1.
        found += [
            f"gamma_{one['name']} = {len(levels) - 1 - place}"
            for place, level in enumerate(levels)
            if level.get(mark)
        ]
    return found


def _parameters(saved: dict[str, Any]) -> dict[str, Any]:
    """The model's numbers, rounded as the scores are: prior, and m and u of each level."""
    return {
        "prior": _rounded(saved["probability_two_random_records_match"]),
        "comparisons": {
            one["output_column_name"]: {
                level["label_for_charts"]: [
                    _rounded(level.get("m_probability")), _rounded(level.get("u_probability")),
                ]
                for level in one["comparison_levels"]
                if not level.get("is_null_level")
            }
            for one in saved["comparisons"]
        },
    }  # fmt: skip


def _rounded(value: Any) -> Any:
    return float(f"{value:.6g}") if isinstance(value, int | float) else value
