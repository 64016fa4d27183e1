"""How fast an electronic filing (.fec) is loaded, beside libfec, fastfec and fecfile.

    python benchmarks/filings.py [--mb 500] [--repeat 3] [--like FILE] [--same]

Makes a filing out of the rows of a real one, from a fixed seed: every row gets a number of its own
and another amount, and names, cities and employers are mixed; with `--same` the rows are merely
repeated. Each method reads it in a process of its own, in turn, in one run. The peers write CSV
files of all schedules, and fecfile makes rows of values in memory; `hustings` is the whole of a
load into a record: SHA-256, a compressed copy of the bytes, exact types, every line accounted for,
Parquet, manifest. fastfec and fecfile are slow: they read the beginning of the same file, and what
is compared is MB/s. Python's imports are not counted; libfec's start is, as it takes 10 ms.

Rows and the sum of all amounts are compared with what was written; a method that differs is marked.
Needs the extra `bench`. Only ratios within one run mean anything.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SEED: Final = 34
BAR: Final = b"\x1c"
#: A Form 3 of version 8.2 with 233 rows of Schedules A and B.
LIKE: Final = Path(__file__).resolve().parents[2].joinpath(
    "shared", "data", "fec", "filings", "fecfile", "1229017.fec"
)  # fmt: skip
#: Where both schedules have the transaction's number and its amount (versions 8.0 to 8.5).
NUMBER: Final = 2
AMOUNT: Final = 20
MIXED: Final = {b"SA": (6, 7, 8, 14, 23, 24), b"SB": (6, 7, 8, 14)}
#: Bytes of the file that slow methods read.
BEGINNING: Final = {"fastfec": 16_000_000, "fecfile": 4_000_000}


@dataclass(frozen=True, slots=True)
class Truth:
    """How many rows a file has, and what they add up to."""

    rows: int
    usd: Decimal


def generate(path: Path, megabytes: int, like: Path, *, same: bool) -> Truth:
    """Write a filing of at least so many megabytes."""
    drawn = random.Random(SEED)
    header, cover, *lines = like.read_bytes().replace(b"\r", b"").rstrip(b"\n").split(b"\n")
    rows = [line.split(BAR) for line in lines if line[:2] in MIXED]
    values = {
        (kind, place): [row[place] for row in rows if row[0][:2] == kind]
        for kind, places in MIXED.items() for place in places
    }  # fmt: skip
    number, cents = 0, 0
    with path.open("wb") as out:
        out.write(header + b"\n" + cover + b"\n")
        while out.tell() < megabytes * 1_000_000:
            for row in rows:
                number += 1
                if not same:
                    kind = row[0][:2]
                    row[NUMBER] = b"C%d" % (10**8 + number * 37 % 10**8)
                    row[AMOUNT] = b"%.2f" % (_cents(drawn) / 100)
                    for place in MIXED[kind]:
                        row[place] = drawn.choice(values[kind, place])
                cents += int(row[AMOUNT].replace(b".", b""))
                out.write(BAR.join(row) + b"\n")
    return Truth(number, Decimal(cents) / 100)


def _cents(drawn: random.Random) -> int:
    """Most gifts are round, some are not, a few are taken back."""
    kind = drawn.random()
    if kind < 0.7:
        return 100 * drawn.choice((25, 50, 100, 250, 500, 1000, 2800))
    return drawn.randrange(1, 1_000_000) * (-1 if kind > 0.98 else 1)


def beginning(path: Path, size: int, target: Path) -> Truth:
    """Copy the first lines of a filing; what they hold, read here without any reader."""
    with path.open("rb") as whole, target.open("wb") as out:
        out.writelines(whole.readlines(size))
    rows = cents = 0
    with target.open("rb") as lines:
        for line in lines:
            if line[:2] in MIXED:
                rows += 1
                cents += int(line.split(BAR)[AMOUNT].replace(b".", b""))
    return Truth(rows, Decimal(cents) / 100)


def hustings(file: Path, folder: Path) -> Truth | None:
    """Hustings, a whole load into a new record."""
    from hustings.record import Record
    from hustings.record.inputs import find
    from hustings.record.loading import Wanted, load_all

    wanted = [Wanted(item=item, source="fec.filing", scope={"filing": "1"})
              for item in find([file])]  # fmt: skip
    outcome = load_all(Record(folder), wanted)[0]
    if outcome.error or outcome.snapshot is None:
        raise SystemExit(f"the load failed: {outcome.error or outcome.status}")
    return None


def fastfec(file: Path, folder: Path) -> Truth | None:
    """The wheel of fastfec, to CSV files."""
    from fastfec import FastFEC

    with file.open("rb") as stream, FastFEC() as reader:
        reader.parse_as_files(stream, str(folder))
    return None


def fecfile(file: Path, folder: Path) -> Truth | None:  # noqa: ARG001
    """The package fecfile, row by row in memory."""
    from fecfile import iter_file

    rows, usd = 0, Decimal(0)
    for item in iter_file(str(file)):
        if item.data_type == "itemization":
            rows += 1
            amount = item.data.get("contribution_amount", item.data.get("expenditure_amount"))
            usd += Decimal(repr(amount))
    return Truth(rows, usd)


IN_PYTHON: Final[dict[str, Callable[[Path, Path], Truth | None]]] = {
    "hustings": hustings, "fastfec": fastfec, "fecfile": fecfile,
}  # fmt: skip
#: Imported before the clock starts.
IMPORTS: Final = {
    "hustings": ("hustings.record.loading", "hustings.sources.fec.filing.parse", "duckdb"),
    "fastfec": ("fastfec",),
    "fecfile": ("fecfile",),
}
METHODS: Final = ("libfec", "hustings", "fastfec", "fecfile")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What one run of a method took."""

    mb_per_second: float
    cpu: float
    peak_mb: float
    right: bool


def run_one(method: str, file: Path, folder: Path) -> None:
    """Run one method in this process and print what it took as JSON."""
    for module in IMPORTS[method]:
        importlib.import_module(module)
    start = time.perf_counter()
    truth = IN_PYTHON[method](file, folder)
    told: dict[str, object] = {"seconds": time.perf_counter() - start}
    if truth:
        told |= {"rows": truth.rows, "usd": str(truth.usd)}
    print(json.dumps(told))


def measure(method: str, file: Path, truth: Truth) -> Told:
    """Run one method in a process of its own, and compare what it has read."""
    with tempfile.TemporaryDirectory(dir=file.parent) as home:
        folder = Path(home) / "out"
        program = Path(sysconfig.get_path("scripts")) / "libfec"
        command = (
            [str(program), "--offline", "export", str(file), "--output-directory", str(folder),
             "--format", "csv"]
            if method == "libfec"
            else [sys.executable, __file__, "--run", method, str(file), str(folder)]
        )  # fmt: skip
        start = time.perf_counter()
        with (Path(home) / "told").open("w+") as told:
            process = subprocess.Popen(command, stdout=told, stderr=subprocess.STDOUT)
            peak = 0.0
            while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
                peak = max(peak, _peak(process.pid))
                time.sleep(0.005)
            seconds = time.perf_counter() - start
            told.seek(0)
            said = told.read()
        if ended[1]:
            raise SystemExit(f"{method}: {said.strip()[-2000:]}")
        found = {} if method == "libfec" else json.loads(said.splitlines()[-1])
        seconds = found.get("seconds", seconds)
        read = Truth(found["rows"], Decimal(found["usd"])) if "rows" in found else _written(
            method, folder
        )  # fmt: skip
    return Told(
        mb_per_second=file.stat().st_size / 1e6 / seconds,
        cpu=ended[2].ru_utime + ended[2].ru_stime,
        peak_mb=peak,
        right=read == truth,
    )


def _written(method: str, folder: Path) -> Truth:
    """What a method has written: Parquet, or CSV files of its schedules."""
    if method == "hustings":
        import duckdb

        query = "select count(*), sum(amount_usd) from read_parquet($files)"
        files = str(folder / "tables" / "itemizations" / "*.parquet")
        return Truth(*duckdb.connect().execute(query, {"files": files}).fetchall()[0])
    rows, usd = 0, Decimal(0)
    for file in folder.rglob("*.csv"):
        if file.name.startswith(("SA", "SB", "schedule_")):
            with file.open(encoding="utf-8", errors="replace", newline="") as stream:
                lines = csv.reader(stream)
                names = next(lines)
                place = next(i for i, name in enumerate(names)
                             if name in {"contribution_amount", "expenditure_amount"})  # fmt: skip
                for line in lines:
                    rows += 1
                    usd += Decimal(line[place])
    return Truth(rows, usd)


def _peak(process: int) -> float:
    """The most memory that a process held so far, in megabytes."""
    try:
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def compare(megabytes: int, repeat: int, like: Path, *, same: bool) -> None:
    """Print the table: medians of `repeat` rounds; the slow methods run once."""
    home = Path(tempfile.mkdtemp(prefix="hustings-filings-"))
    try:
        whole = home / "1.fec"
        truth = generate(whole, megabytes, like, same=same)
        size = whole.stat().st_size
        print(f"{truth.rows:,} rows, {size / 1e6:,.0f} MB, ${truth.usd:,}; {repeat} rounds\n")
        told: dict[str, list[Told]] = {method: [] for method in METHODS}
        for round_ in range(repeat):
            for method in METHODS:
                if method not in BEGINNING:
                    told[method].append(measure(method, whole, truth))
                elif not round_:
                    part = home / method / "1.fec"
                    part.parent.mkdir()
                    its = beginning(whole, min(BEGINNING[method], size), part)
                    told[method].append(measure(method, part, its))
    finally:
        shutil.rmtree(home)
    print(f"{'method':<10}{'MB read':>9}{'MB/s':>8}{'of libfec':>11}{'of fastfec':>12}"
          f"{'cpu s':>8}{'peak MB':>9}  rows and sum")  # fmt: skip
    speed = {name: statistics.median(one.mb_per_second for one in runs)
             for name, runs in told.items()}  # fmt: skip
    for method, runs in told.items():
        right = "equal" if all(one.right for one in runs) else "DIFFERENT"
        print(
            f"{method:<10}{min(BEGINNING.get(method, size), size) / 1e6:>9.0f}"
            f"{speed[method]:>8.1f}{speed[method] / speed['libfec']:>11.2f}"
            f"{speed[method] / speed['fastfec']:>12.1f}"
            f"{statistics.median(one.cpu for one in runs):>8.1f}"
            f"{max(one.peak_mb for one in runs):>9,.0f}  {right}"
        )


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mb", type=int, default=500, help="size of the made filing in megabytes")
    parser.add_argument("--repeat", type=int, default=3, help="rounds; medians are printed")
    parser.add_argument("--like", type=Path, default=LIKE, metavar="FILE",
                        help="a filing of version 8 whose rows are drawn from")  # fmt: skip
    parser.add_argument("--same", action="store_true", help="repeat the rows as they are")
    parser.add_argument("--run", nargs=3, metavar=("METHOD", "FILE", "FOLDER"),
                        help=argparse.SUPPRESS)  # fmt: skip
    given = parser.parse_args()
    if given.run:
        run_one(given.run[0], Path(given.run[1]), Path(given.run[2]))
    else:
        compare(given.mb, given.repeat, given.like, same=given.same)


if __name__ == "__main__":
    main()
