"""How long a figure of outside spending takes on a cycle of the FEC's size.

python benchmarks/outside.py [FOLDER]

Makes a cycle of about 100,000 notices and 150,000 periodic rows (tests/outside_world.py), loads it,
and prints what the first figure and a warm one take, and that their sum is the truth.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.outside_world import CANDIDATES, world

from hustings.measures import evaluate
from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all

SPENDERS = [f"C0098{number:04d}" for number in range(1500)]
EVENTS = 85
TIMES = 15


def main(folder: Path) -> None:
    """Make, load, ask, print."""
    made = world(1, events=EVENTS, spenders=SPENDERS)
    files = made.write(folder / "files", keep=lambda _: False)
    record = Record(folder / "record")
    begun = time.perf_counter()
    load_all(record, [Wanted(item=item) for item in find(files)])
    print(f"load                {time.perf_counter() - begun:8.2f} s")
    view = record.view()
    asked = [
        ("outside_spending", {"candidate": candidate, "cycle": 2024, "stance": stance})
        for candidate in CANDIDATES
        for stance in ("support", "oppose")
    ]
    begun = time.perf_counter()
    evaluate(view, *asked[0])
    print(f"first figure        {time.perf_counter() - begun:8.2f} s")
    for name in ("outside_spending", "outside_spending_unconfirmed"):
        took = []
        for turn in range(TIMES):
            view.answers.clear()
            begun = time.perf_counter()
            evaluate(view, name, asked[turn % len(asked)][1])
            took.append(time.perf_counter() - begun)
        print(f"{name:<28}{statistics.median(took) * 1000:8.1f} ms warm, median of {TIMES}")
    for kind, rows, usd in view.query(
        "select source_kind, count(*), sum(amount_usd) from outside_rows group by 1 order by 1"
    ):
        print(f"{kind:<12}{rows:>10,} rows {usd:>22,.2f}")
    found = sum(Decimal(str(evaluate(view, *one).value)) for one in asked)
    true = sum(made.confirmed_of(lambda _: False).values())
    late = sum(
        Decimal(str(evaluate(view, "outside_spending_unconfirmed", given).value))
        for _, given in asked
    )
    print(f"confirmed           {found:>22,.2f}, true {true:,.2f}")
    print(f"unconfirmed         {late:>22,.2f}, true {sum(made.pending.values()):,.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made_here:
            main(Path(made_here))
