"""How fast one committee's receipts by type, state and month are told, beside DuckDB and SQLite.

    python benchmarks/queries.py [--mb 980] [--rounds 15] [--giant 0.1]

It makes a file like itcont.txt (see load.py) in which one committee has a tenth of the rows, and
asks of that committee and of one of middling size, each method in turn, round after round:

    contributions          the rows themselves, through a view of a record they were loaded into
    contribution_months    the sums that the record keeps of them, through the same view
    duckdb                 DuckDB over Parquet of its own making, in the order of the file
    sqlite                 the five columns alone, with an index on the committee

All must give the same answer. What is done once (the load, the kept sums, the index) is told apart.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from load import duckdb_typed, generate, hustings

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str], list[tuple[Any, ...]]]

ROWS: Final = (
    "select transaction_type, state, cast(date_trunc('month', date) as date), count(*), "
    "sum(amount_usd) from contributions where committee_id = $committee group by all"
)
KEPT: Final = (
    "select transaction_type, state, month, cast(sum(rows) as bigint), sum(amount_usd) "
    "from contribution_months where committee_id = $committee group by all"
)
PLAIN: Final = (
    "select TRANSACTION_TP, STATE, cast(date_trunc('month', TRANSACTION_DT) as date), count(*), "
    "sum(TRANSACTION_AMT) from itcont where CMTE_ID = $committee group by all"
)
SQLITE: Final = (
    "select type, state, month, count(*), sum(cents) from itcont where committee = ? "
    "group by type, state, month"
)


def of_record(file: Path, folder: Path) -> dict[str, Ask]:
    """The two ways to ask a record."""
    from hustings.record import Record

    _timed("hustings: load", lambda: hustings(file, folder))
    view = Record(folder / "record").view()
    _timed("hustings: contribution_months", lambda: view.ensure(KEPT))
    return {
        "contributions": lambda committee: view.query(ROWS, {"committee": committee}),
        "contribution_months": lambda committee: view.query(KEPT, {"committee": committee}),
    }


def of_duckdb(file: Path, folder: Path) -> Ask:
    """DuckDB over the Parquet that it makes of the file."""
    import duckdb

    _timed("duckdb: Parquet", lambda: duckdb_typed(file, folder))
    database = duckdb.connect()
    database.execute(f"create view itcont as from '{folder / 'duckdb.parquet'}'")
    return lambda committee: database.execute(PLAIN, {"committee": committee}).fetchall()


def of_sqlite(folder: Path) -> Ask:
    """SQLite with an index; amounts as whole cents, as it has no exact decimals."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    database = sqlite3.connect(folder / "itcont.sqlite")

    def fill() -> None:
        database.execute("create table itcont (committee, type, state, month, cents)")
        parquet = pq.ParquetFile(folder / "duckdb.parquet")
        columns = ["CMTE_ID", "TRANSACTION_TP", "STATE", "TRANSACTION_DT", "TRANSACTION_AMT"]
        for batch in parquet.iter_batches(100_000, columns=columns):
            values = [batch[name] for name in columns]
            values[3] = pc.strftime(values[3], format="%Y-%m-01")
            values[4] = pc.multiply(values[4], 100).cast("int64")
            rows = zip(*(one.to_pylist() for one in values), strict=True)
            database.executemany("insert into itcont values (?, ?, ?, ?, ?)", rows)
        database.execute("create index by_committee on itcont (committee)")
        database.commit()

    _timed("sqlite: table and index", fill)
    return lambda committee: database.execute(SQLITE, [committee]).fetchall()


def _timed(what: str, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    print(f"{what:<32}{time.perf_counter() - start:>8.1f} s")


def _told(rows: list[tuple[Any, ...]], *, cents: bool) -> set[tuple[str, ...]]:
    """An answer in one spelling for all methods."""
    return {
        (str(kind), str(state), str(month), str(count), f"{usd / 100 if cents else usd:.2f}")
        for kind, state, month, count, usd in rows
    }


def main() -> None:
    """Read the command line, make the file, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mb", type=int, default=980, help="size of the made file in megabytes")
    parser.add_argument("--rounds", type=int, default=15, help="rounds; medians are printed")
    parser.add_argument("--giant", type=float, default=0.1, help="share of one committee's rows")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hustings-queries-") as name:
        folder = Path(name)
        file = folder / "itcont.txt"
        rows = generate(file, given.mb, giant=given.giant)
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB\n\ndone once:")
        asks = of_record(file, folder)
        asks["duckdb"] = of_duckdb(file, folder)
        asks["sqlite"] = of_sqlite(folder)
        compare(asks, given.rounds, folder)


def compare(asks: dict[str, Ask], rounds: int, folder: Path) -> None:
    """Ask of a giant and of a middling committee, each method in turn; medians and ratios."""
    import duckdb

    made = folder / "duckdb.parquet"
    sizes = (
        duckdb.connect()
        .execute(f"select CMTE_ID, count(*) from '{made}' group by 1 order by 2")
        .fetchall()
    )
    for committee, count in (sizes[-1], sizes[len(sizes) // 2]):
        answers = {
            method: _told(ask(committee), cents=method == "sqlite") for method, ask in asks.items()
        }
        if len({frozenset(told) for told in answers.values()}) != 1:
            raise SystemExit(f"the answers for {committee} differ.")
        taken: defaultdict[str, list[float]] = defaultdict(list)
        for _ in range(rounds):
            for method, ask in asks.items():
                start = time.perf_counter()
                ask(committee)
                taken[method].append(1000 * (time.perf_counter() - start))
        plain = statistics.median(taken["duckdb"])
        print(f"\n{committee}: {count:,} rows, {len(answers['duckdb']):,} sums, {rounds} rounds")
        print(f"{'method':<22}{'median ms':>10}{'least ms':>10}{'ratio':>8}")
        for method, each in taken.items():
            median = statistics.median(each)
            print(f"{method:<22}{median:>10.1f}{min(each):>10.1f}{plain / median:>8.2f}")
    print("\nratio: DuckDB's median time over this one's; above 1 is faster.")


if __name__ == "__main__":
    main()
