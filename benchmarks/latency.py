"""How long an answer takes: from start to prompt, and warm in one process.

    python benchmarks/latency.py --record RECORD [--repeat 7]

Cold: a new process each time, from start to exit, the system's file cache warm. Warm: one process
that has built dossiers before; the same race again, another year of a seat already seen, and a
seat never asked for before. Medians; beside them what Python and DuckDB alone cost to start.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

SEATS = ["CA-12", "CA-16", "CA-30", "CA-45", "GA-6", "NY-10", "TX-7", "WA-3", "OH-9", "ME-2"]


def cold(arguments: list[str], repeat: int) -> float:
    """Median seconds of a whole process."""
    times = []
    for _ in range(repeat):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def warm(record: Path, repeat: int) -> dict[str, float]:
    """Median seconds of a dossier in one process, by how new the question is."""
    from hustings import open_record
    from hustings.ids import RaceId
    from hustings.products.dossier import build

    view = open_record(record).view

    def timed(seat: str, cycle: int) -> float:
        begun = time.perf_counter()
        build(view, RaceId.parse(seat, cycle))
        return time.perf_counter() - begun

    timed("CA-34", 2024)
    timed("CA-34", 2018)
    again = [timed("CA-34", 2024) for _ in range(repeat)]
    other_year = [timed("CA-34", cycle) for cycle in (2014, 2016, 2020, 2022)]
    new_seat = [timed(seat, 2024) for seat in SEATS]
    return {
        "the same race again": statistics.median(again),
        "another year of a seat seen before": statistics.median(other_year),
        "a seat never asked for before": statistics.median(new_seat),
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", required=True, type=Path)
    parser.add_argument("--repeat", type=int, default=7)
    given = parser.parse_args()
    hustings = ["-m", "hustings"]
    table = Table("", "seconds", "of Python + DuckDB alone", title="Latency (medians)")
    base = cold(
        ["-c", "import duckdb; duckdb.connect().execute('select 1').fetchall()"], given.repeat
    )
    rows: list[tuple[str, Callable[[], float]]] = [
        ("cold: python -c pass", lambda: cold(["-c", "pass"], given.repeat)),
        ("cold: hustings --help", lambda: cold([*hustings, "--help"], given.repeat)),
        (
            "cold: hustings race CA-34, full record",
            lambda: cold([*hustings, "race", "CA-34", "--record", str(given.record)], given.repeat),
        ),
        (
            "cold: hustings race GA-6, full record",
            lambda: cold([*hustings, "race", "GA-6", "--record", str(given.record)], given.repeat),
        ),
        (
            "cold: one figure, full record",
            lambda: cold(
                [*hustings, "figure", "receipts_from_pacs", "candidate=H8CA34266", "cycle=2024",
                 "--record", str(given.record)],
                given.repeat,
            ),
        ),
    ]  # fmt: skip
    table.add_row("cold: Python + DuckDB, select 1", f"{base:.3f}", "1.00")
    for label, run in rows:
        seconds = run()
        table.add_row(label, f"{seconds:.3f}", f"{seconds / base:.2f}")
    for label, seconds in warm(given.record, given.repeat).items():
        table.add_row(f"warm: {label}", f"{seconds:.3f}", f"{seconds / base:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
