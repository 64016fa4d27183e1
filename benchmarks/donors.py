"""How long donors take to resolve, and how much memory, on rows whose donors are known.

    python benchmarks/donors.py [--rows 200000]

Rows are made with a seed (tests/record/known_donors.py), loaded into a record in a temporary
folder and resolved by `hustings donors build` in a process of its own. Precision and recall are
those of pairs of rows: of the pairs put together, how many are one person's; of a person's pairs,
how many were put together.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.record.known_donors import Row, itcont, known_rows


def together(groups: Iterable[object]) -> int:
    """Pairs within groups."""
    return sum(many * (many - 1) // 2 for many in Counter(groups).values())


def measure(rows: list[Row], home: Path) -> dict[str, float]:
    """Load and build; seconds, megabytes at the most, and how well it did."""
    record = home / "record"
    base = [sys.executable, "-m", "hustings"]
    file = itcont(home / "itcont.txt", rows)
    subprocess.run(
        [*base, "load", str(file), "--scope", "cycle=2020", "--as-of", "2020-12-31",
         "--record", str(record)], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    begun = time.perf_counter()
    built = subprocess.run(
        [*base, "donors", "build", "--cycle", "2020", "--json", "--record", str(record)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.perf_counter() - begun
    told = json.loads(built.stdout)
    from hustings.record import Record

    found = Record(record).view().query("select line, donor from donor_people")
    pairs = [(rows[line - 1].person, donor) for line, donor in found]
    both = together(pairs)
    return {
        "seconds": round(seconds, 1),
        "megabytes": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "rows": told["rows"],
        "spellings": told["spellings"],
        "people": told["people"],
        "known people": len({row.person for row in rows}),
        "pairs": told["pairs"],
        "largest": told["largest"],
        "precision": round(both / together(donor for _, donor in pairs), 4),
        "recall": round(both / together(person for person, _ in pairs), 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    many = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as home:
        for name, value in measure(known_rows(many // 3, many), Path(home)).items():
            print(f"{name:>14} {value:>12,}")


if __name__ == "__main__":
    main()
