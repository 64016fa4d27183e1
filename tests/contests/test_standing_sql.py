"""The record's view and the arithmetic on thousands of made-up contests, under every row of rules.

Real returns hold few ties and hardly a vote at a threshold; these hold many.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date
from importlib import resources

import duckdb
import pyarrow as pa

from hustings.contests import Line, Tally, decide, rule_in_force
from hustings.contests.rules import table

COLUMNS = """district varchar, cycle bigint, round varchar, contest_party varchar, person varchar,
  contest_date date, candidate varchar, line bigint, party varchar, votes bigint,
  unopposed boolean, write_in boolean, incumbent boolean, winner boolean, kind varchar,
  status varchar, counted_at timestamp, snapshot varchar, caveat_status varchar"""
SHORT = {"general-runoff": "runoff", "special-general-runoff": "special-runoff"}
#: Votes by which thresholds are met, missed and just touched.
EDGES = [
    (35, 33, 32), (34, 33, 33), (40, 30, 30), (41, 30, 29), (30, 30, 20, 20), (31, 30, 20, 19),
    (50, 50), (51, 49), (50, 25, 25), (99, 1), (980, 10, 10), (981, 10, 9), (0, 0), (1,), (0,),
    (5, 5, 5, 5, 5), (9, 1, 1, 1, 1), (40, 40, 20), (30, 30, 30, 10), (35, 35, 30),
]  # fmt: skip


def contests(seed: int):
    """For every row of rules in force: (district, cycle, round, day), votes, scattered votes."""
    drawn = random.Random(seed)
    place = 0
    for row in table():
        first = int(row["from_cycle"])
        for cycle in {first, int(row["to_cycle"] or max(2026, first))}:
            many = [
                tuple(drawn.randint(0, drawn.choice((3, 12, 500))) for _ in range(size))
                for size in (1, 2, 3, 3, 4, 5, 6)
            ]
            for votes in [*EDGES, *many, (None,)]:
                place += 1
                # A number of its own tells the contest apart; the state is all that rules look at.
                key = (
                    f"{row['state']}-{1000 + place}",
                    cycle,
                    SHORT.get(row["stage"], row["stage"]),
                )
                yield key, votes, drawn.choice((0, 0, 0, 1, 7))


def test_the_view_says_what_the_arithmetic_says():
    given = {key: (votes, scattered) for key, votes, scattered in contests(2026)}
    given["AL-1", 2026, "primary"] = ((60, 40), 0)
    given["AL-4", 2026, "primary"] = ((60, 40), 0)
    given["LA-1", 2026, "primary"] = ((60, 40), 0)
    said = standing(given)
    met: Counter[str] = Counter()
    for (district, cycle, round_), (votes, scattered) in given.items():
        if district == "LA-1":
            assert set(said[district, cycle, round_].values()) == {"open"}
            continue
        rule = rule_in_force(district[:2], cycle, round_, district=district)
        lines = tuple(Line(candidate=f"c{n}", votes=one) for n, one in enumerate(votes))
        decision = decide(Tally(lines=lines, scattered=scattered), rule)
        ours = {one.candidate: one.result.value for one in decision.outcomes}
        assert said[district, cycle, round_] == ours, (rule, votes, scattered)
        met.update(f"{rule.name} {one}" for one in ours.values())
    assert len(given) > 8_000
    for found in ("top-two tied", "top-two eliminated", "party-primary open", "party-primary tied",
                  "plurality tied", "ranked-choice open", "ranked-choice elected",
                  "majority-runoff tied", "majority-two-round advances", "top-four tied"):  # fmt: skip
        assert met[found], found


def standing(given) -> dict[tuple[str, int, str], dict[str, str]]:
    """What the record's two views make of these contests, by contest and person."""
    engine = duckdb.connect()
    reference = resources.files("hustings").joinpath("sources/reference")
    for name in ("rules", "void_contests"):
        engine.execute(f"create table {name} as from read_csv('{reference}/{name}.csv')")
    engine.execute(f"create table contest_ballots ({COLUMNS})")
    rows = []
    for (district, cycle, round_), (votes, scattered) in given.items():
        people = [(f"c{n}", one, "candidate") for n, one in enumerate(votes)]
        people += [("w", scattered, "write-in")] if scattered else []
        rows += [
            (district, cycle, round_, "", person, date(cycle, 5, 19), person, line, None, one,
             one is None, False, False, None, kind, "certified", None, "s", None)
            for line, (person, one, kind) in enumerate(people)
        ]  # fmt: skip
    names = [column.split()[0] for column in COLUMNS.split(",")]
    given_rows = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    engine.register("given_rows", given_rows)
    engine.execute("insert into contest_ballots select * from given_rows")
    views = resources.files("hustings").joinpath("record/views")
    for name in ("contest_results", "contest_standing"):
        engine.execute(f"create table {name} as {views.joinpath(f'{name}.sql').read_text()}")
    found: dict[tuple[str, int, str], dict[str, str]] = defaultdict(dict)
    for district, cycle, round_, person, result in engine.execute(
        "select district, cycle, round, person, result from contest_standing "
        "where kind = 'candidate'"
    ).fetchall():
        found[district, cycle, round_][person] = result
    return found
