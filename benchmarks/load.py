"""How fast a bulk file is loaded, beside the plain conversions of DuckDB and Polars.

    python benchmarks/load.py [--mb 1000] [--repeat 3]
    python benchmarks/load.py [--mb 1000] --limit 256
    python benchmarks/load.py --summaries FOLDER

The first form makes a file like the FEC's itemised contributions (itcont.txt: 21 columns parted by
`|`) from a fixed seed, in a temporary folder, and turns it into Parquet by each method in a process
of its own, in turn, in one run. The peers do the plain thing with a clean file: text in, Parquet
with zstd out, nothing checked. `hustings` is the whole of a load into a record: SHA-256 of the
bytes, a compressed copy of them, the repair of dirty bytes, exact types, every line accounted for,
Parquet, and the manifest. `dirty` is the same with a file in which one line of 10,007 is spoilt,
so that hardly a chunk is clean: each such line must be mended or be in the rejects with its number.
(DuckDB and Polars stop at the first.) Only ratios within one run mean anything.

The second form loads such a file alone, in a process that may take so many megabytes beyond what
its modules set aside as they are imported (RLIMIT_DATA; Arrow sets aside a gigabyte at once, of
which it uses what it needs: the peak is what was used).

The third form loads every summary (weball, webk) found in a folder into a new record.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

COLUMNS: Final = (
    "CMTE_ID", "AMNDT_IND", "RPT_TP", "TRANSACTION_PGI", "IMAGE_NUM", "TRANSACTION_TP",
    "ENTITY_TP", "NAME", "CITY", "STATE", "ZIP_CODE", "EMPLOYER", "OCCUPATION", "TRANSACTION_DT",
    "TRANSACTION_AMT", "OTHER_ID", "TRAN_ID", "FILE_NUM", "MEMO_CD", "MEMO_TEXT", "SUB_ID",
)  # fmt: skip
TYPED: Final = {"TRANSACTION_DT": "DATE", "TRANSACTION_AMT": "DECIMAL(16,2)"}
SEED: Final = 34
BLOCK: Final = 200_000
DONORS: Final = 300_000
FILINGS: Final = 8_000
#: Like the real files: rows of one filing stand together, about so many at a time.
RUN_OF_ROWS: Final = 60
#: In a dirty file one line of so many is spoilt.
SPOILT: Final = 10_007
PARTS: Final = (
    "AL", "BER", "CAR", "DEN", "EL", "FOR", "GAN", "HART", "IS", "KEL", "LOW", "MAN",
    "NOR", "OR", "PET", "QUI", "RO", "SON", "TON", "UL", "VER", "WIN", "YA", "ZEL",
)  # fmt: skip
STATES: Final = (
    "CA", "TX", "NY", "FL", "IL", "WA", "MA", "VA", "PA", "OH",
    "GA", "NC", "MI", "NJ", "CO", "AZ", "OR", "MD", "MN", "DC",
)  # fmt: skip


class Itcont:
    """Rows like those of itcont.txt: frequent donors, earmarks, filings in runs, unique SUB_IDs.

    giant: the share of the rows that one committee reports, as the large conduits do.
    """

    def __init__(self, seed: int, giant: float = 0) -> None:
        self.giant = giant
        self.random = np.random.default_rng(seed)
        random = self.random
        cities = [self._word(2 + i % 3) + ("" if i % 3 else " CITY") for i in range(6_000)]
        firms = [self._word(2 + i % 4) + (" LLC", " INC", " & CO", "", ", INC.")[i % 5]
                 for i in range(40_000)]  # fmt: skip
        trades = [self._word(3) + (" MANAGER", " ENGINEER", "", " ANALYST")[i % 4]
                  for i in range(12_000)]  # fmt: skip
        home = random.integers(0, len(cities), DONORS)
        kind = random.integers(0, 20, DONORS)
        firm, trade = self._skewed(len(firms), DONORS), self._skewed(len(trades), DONORS)
        plus4 = random.integers(0, 10_000, DONORS)
        self.names = pa.array(
            f"{self._word(2 + i % 2)}, {self._word(2)}{('', ' A.', ' J', ' MR.')[i % 4]}"
            for i in range(DONORS)
        )
        self.cities = pa.array(cities[c] for c in home)
        self.states = pa.array(STATES[c % len(STATES)] for c in home)
        self.zips = pa.array(
            f"{10_000 + c * 13 % 89_999:05d}" + (f"{z:04d}" if z % 5 else "")
            for c, z in zip(home, plus4, strict=True)
        )
        self.employers = pa.array(
            "RETIRED" if k < 6 else "NOT EMPLOYED" if k < 9 else "" if k < 10 else firms[f]
            for k, f in zip(kind, firm, strict=True)
        )
        self.occupations = pa.array(
            "RETIRED" if k < 6 else "" if k < 8 else trades[t]
            for k, t in zip(kind, trade, strict=True)
        )
        committees = random.integers(1_000, 900_000, FILINGS)
        self.committees = pa.array(f"C{number:08d}" for number in committees)
        self.filings = pa.array(str(1_700_000 + 7 * number) for number in range(FILINGS))
        usual = [str(value) for value in (5, 10, 15, 25, 50, 100, 208, 250, 500, 1000, 3300, -250)]
        self.usual = len(usual)
        cents = (f"{value / 100:.2f}" for value in random.integers(100, 500_000, 3_000))
        self.amounts = pa.array([*usual, *cents, *map(str, random.integers(1, 5_000, 1_000))])
        self.days = pa.array(
            f"{month:02d}{day:02d}{year}"
            for year in (2023, 2024) for month in range(1, 13) for day in range(1, 29)
        )  # fmt: skip
        self.memos = pa.array([
            "", "* EARMARKED CONTRIBUTION: SEE BELOW", "CONTRIBUTION TO ACTBLUE",
            *(f"P/R DEDUCTION (${value / 100:.2f} BI-WEEKLY)" for value in range(1_000, 1_600)),
        ])  # fmt: skip
        self.made = 0

    def _word(self, parts: int) -> str:
        return "".join(PARTS[i] for i in self.random.integers(0, len(PARTS), parts))

    def _skewed(self, many: int, count: int) -> NDArray[np.int64]:
        return (self.random.pareto(0.9, count) * 15).astype(np.int64) % many

    def block(self) -> memoryview:
        """The next rows as bytes."""
        random, count = self.random, BLOCK
        filing = np.repeat(
            random.integers(0, FILINGS, count // 10), random.geometric(1 / RUN_OF_ROWS, count // 10)
        )[:count]
        if self.giant:
            filing[random.random(count) < self.giant] = 0
        donor = pa.array((random.pareto(1.2, count) * DONORS / 5).astype(np.int64) % DONORS)
        row = np.arange(self.made, self.made + count)
        self.made += count
        kind = random.integers(0, 20, count)
        amount = np.where(
            random.random(count) < 0.8,
            random.integers(0, self.usual, count),
            random.integers(0, len(self.amounts), count),
        )
        memo = np.where(random.random(count) < 0.75, 0,
                        random.integers(0, len(self.memos), count))  # fmt: skip
        columns = [
            self.committees.take(pa.array(filing)),
            _of("NNNAT", filing),
            _of(("Q1", "Q2", "Q3", "YE", "M4", "M7", "12G", "30G"), filing),
            _of(("P2024", "G2024", "P", "G2023"), filing),
            pa.array(202_301_000_000_000_000 + row // 3).cast(pa.string()),
            _of(("15", "15", "15E", "15E", "24T", "22Y", "10"), kind),
            _of(("IND",) * 19 + ("ORG",), kind),
            *(column.take(donor) for column in (self.names, self.cities, self.states, self.zips,
                                                self.employers, self.occupations)),
            self.days.take(pa.array(random.integers(0, len(self.days), count))),
            self.amounts.take(pa.array(amount)),
            _of(("", "", "C00401224", "C00401224", "", "", ""), kind),
            pc.binary_join_element_wise(
                _of(("SA11AI.", "VN", "C"), filing),
                pa.array(random.integers(10**6, 10**9, count)).cast(pa.string()), "",
            ),
            self.filings.take(pa.array(filing)),
            _of(("",) * 19 + ("X",), kind),
            self.memos.take(pa.array(memo)),
            pa.array(4_010_120_230_000_000_000 + 3 * row).cast(pa.string()),
        ]  # fmt: skip
        lines = pc.binary_join_element_wise(
            pc.binary_join_element_wise(*columns, "|"), pa.scalar("\n"), ""
        )
        end = int(np.frombuffer(lines.buffers()[1], np.int32)[count])
        return memoryview(lines.buffers()[2])[:end]


def _of(words: tuple[str, ...] | str, numbers: NDArray[np.int64]) -> pa.Array:
    return pa.array(list(words)).take(pa.array(numbers % len(words)))


def generate(path: Path, megabytes: int, seed: int = SEED, giant: float = 0) -> int:
    """Write a file of at least so many megabytes; the number of its rows."""
    rows = Itcont(seed, giant)
    written = 0
    with path.open("wb") as out:
        while written < megabytes * 1_000_000:
            written += out.write(rows.block())
    return rows.made


def _spoilt(line: bytes, how: int) -> bytes:
    """A line with one thing wrong; the first four can be mended, the others are rejected."""
    fields = line.rstrip(b"\n").split(b"|")
    match how:
        case 0:
            fields[7] += b" \x91PEPE\x92 NU\xd1EZ"
        case 1:
            fields[11] = b"A\rB"
        case 2:
            fields[20] += b"\r"
        case 3:
            fields[12] = b"\0" + "PEÑA".encode()
        case 4:
            fields.append(b"ONE TOO MANY")
        case 5:
            del fields[9:]
        case 6:
            fields[14] = b"1e5"
    return b"|".join(fields) + b"\n"


def spoil(clean: Path, path: Path) -> None:
    """Write a copy of a file with every so-manieth line spoilt."""
    with clean.open("rb") as lines, path.open("wb") as out:
        for number, line in enumerate(lines, start=1):
            turn, rest = divmod(number, SPOILT)
            out.write(line if rest else _spoilt(line, turn % 7))


def duckdb_text(file: Path, folder: Path) -> int:
    """DuckDB, every column as text."""
    return _duckdb(file, folder, dict.fromkeys(COLUMNS, "VARCHAR"))


def duckdb_typed(file: Path, folder: Path) -> int:
    """DuckDB, the date and the amount typed."""
    return _duckdb(file, folder, {name: TYPED.get(name, "VARCHAR") for name in COLUMNS})


def _duckdb(file: Path, folder: Path, types: dict[str, str]) -> int:
    import duckdb

    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in types.items())
    done = duckdb.connect().execute(
        f"copy (select * from read_csv('{file}', delim = '|', header = false, quote = '', "
        f"escape = '', auto_detect = false, dateformat = '%m%d%Y', columns = {{{columns}}})) "
        f"to '{folder / 'duckdb.parquet'}' (format parquet, compression zstd)"
    )
    return int(done.fetchall()[0][0])


def polars_text(file: Path, folder: Path) -> int:
    """Polars, every column as text, streamed."""
    import polars

    target = folder / "polars.parquet"
    polars.scan_csv(
        file, separator="|", has_header=False, quote_char=None,
        schema=dict.fromkeys(COLUMNS, polars.String),
    ).sink_parquet(target, compression="zstd")  # fmt: skip
    return _rows(target)


def hustings(file: Path, folder: Path) -> int:
    """Hustings, a whole load into a new record; the lines that were accounted for."""
    from hustings.record import Record
    from hustings.record.inputs import find
    from hustings.record.loading import Wanted, load_all

    wanted = [Wanted(item=item, source="fec.itcont", scope={"cycle": "2024"})
              for item in find([file])]  # fmt: skip
    outcome = load_all(Record(folder / "record"), wanted)[0]
    if outcome.error or outcome.snapshot is None:
        raise SystemExit(f"the load failed: {outcome.error or outcome.status}")
    return outcome.snapshot.loaded + outcome.snapshot.rejected + outcome.snapshot.skipped


def dirty(file: Path, folder: Path) -> int:
    """The same with the dirty file; the rejects must be the lines that were spoilt beyond repair."""
    from hustings.record import Record

    lines = hustings(file.with_name(DIRTY), folder)
    due = [line for line in range(SPOILT, lines + 1, SPOILT) if line // SPOILT % 7 > 3]
    found = Record(folder / "record").view().query("select line from rejects order by line")
    if [line for (line,) in found] != due:
        raise SystemExit(f"{len(found):,} rejects are not the {len(due):,} that were due.")
    return lines


def _rows(parquet: Path) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(parquet).num_rows)


METHODS: Final[dict[str, Callable[[Path, Path], int]]] = {
    "duckdb text": duckdb_text,
    "duckdb typed": duckdb_typed,
    "polars text": polars_text,
    "hustings": hustings,
    "dirty": dirty,
}
OURS: Final = ("hustings", "dirty")
#: Imported before the clock starts, for each method what it needs.
IMPORTS: Final = {
    "duckdb text": ("duckdb",),
    "duckdb typed": ("duckdb",),
    "polars text": ("polars",),
    "hustings": ("hustings.record.loading", "hustings.sources.delimited", "duckdb"),
    "dirty": ("hustings.record.loading", "hustings.sources.delimited", "duckdb"),
}
#: The name of the dirty file beside the clean one; the folder says the cycle.
DIRTY: Final = "dirty_itcont.txt"


def run_one(method: str, file: Path) -> None:
    """Run one method in this process and print what it took as JSON."""
    for module in IMPORTS[method]:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        start, worked = time.perf_counter(), time.process_time()
        rows = METHODS[method](file, Path(folder))
        seconds, worked = time.perf_counter() - start, time.process_time() - worked
    print(json.dumps({"rows": rows, "seconds": seconds, "cpu": worked, "peak_mb": _peak()}))


def _peak() -> float:
    """The most memory that this process held at a time, in megabytes.

    On Linux from the process's own map: getrusage also counts the parent it was forked from.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(megabytes: int, repeat: int) -> None:
    """Print the table: medians of `repeat` rounds, each round all methods in turn."""
    with tempfile.TemporaryDirectory(prefix="hustings-load-") as folder:
        file = Path(folder) / "itcont.txt"
        rows = generate(file, megabytes)
        spoil(file, file.with_name(DIRTY))
        size = file.stat().st_size / 1e6
        print(f"{rows:,} rows, {size:,.0f} MB, {repeat} rounds\n")
        taken: dict[str, list[dict[str, float]]] = {method: [] for method in METHODS}
        for _ in range(repeat):
            for method, told in taken.items():
                command = [sys.executable, __file__, "--run", method, "--file", str(file)]
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                if done.returncode:
                    raise SystemExit(f"{method}: {done.stderr.strip()[-2000:]}")
                told.append(json.loads(done.stdout))
                if told[-1]["rows"] != rows:
                    raise SystemExit(f"{method}: {told[-1]['rows']:,} of {rows:,} rows.")
    seconds = _medians(taken, "seconds")
    fastest = min(value for method, value in seconds.items() if method not in OURS)
    worked, peak = _medians(taken, "cpu"), _medians(taken, "peak_mb")
    print(f"{'method':<14}{'seconds':>9}{'MB/s':>7}{'ratio':>7}{'cpu s':>8}{'peak MB':>9}")
    for method, value in seconds.items():
        print(
            f"{method:<14}{value:>9.2f}{size / value:>7.0f}{fastest / value:>7.2f}"
            f"{worked[method]:>8.1f}{peak[method]:>9,.0f}"
        )
    print("\nratio: the fastest peer's time over this one's; above 1 is faster than every peer.")


def _medians(taken: dict[str, list[dict[str, float]]], what: str) -> dict[str, float]:
    return {method: statistics.median(one[what] for one in told) for method, told in taken.items()}


def limited(megabytes: int, more: int) -> None:
    """Load a made file in this process, which may take `more` megabytes than it has now."""
    with tempfile.TemporaryDirectory(prefix="hustings-load-") as folder:
        file = Path(folder) / "itcont.txt"
        command = [sys.executable, __file__, "--mb", str(megabytes), "--make", str(file)]
        subprocess.run(command, check=True)
        for module in IMPORTS["hustings"]:
            importlib.import_module(module)
        status = Path("/proc/self/status").read_text()
        held = int(status.partition("VmData:")[2].split()[0]) << 10
        resource.setrlimit(resource.RLIMIT_DATA, (held + (more << 20), held + (more << 20)))
        rows = hustings(file, Path(folder))
        print(f"{rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB: peak {_peak():,.0f} MB")


def summaries(folder: Path) -> None:
    """Load every weball and webk file below a folder into a new record."""
    from hustings.record import Record
    from hustings.record.inputs import find
    from hustings.record.loading import Wanted, load_all
    from hustings.sources.pages import recognise

    wanted = []
    for item in find([folder]):
        known = recognise(item.name, item.shown)
        if known and known[0].id in {"fec.weball", "fec.webk"}:
            wanted.append(Wanted(item=item))
    with tempfile.TemporaryDirectory(prefix="hustings-load-") as home:
        start = time.perf_counter()
        outcomes = load_all(Record(Path(home) / "record"), wanted)
        seconds = time.perf_counter() - start
    loaded = [outcome.snapshot for outcome in outcomes if outcome.snapshot is not None]
    size = sum(snapshot.bytes for snapshot in loaded) / 1e6
    rows = sum(snapshot.loaded for snapshot in loaded)
    print(f"{len(loaded)} of {len(wanted)} files, {rows:,} rows, {size:,.1f} MB: "
          f"{seconds:.2f} s, {size / seconds:,.0f} MB/s, {rows / seconds:,.0f} rows/s")  # fmt: skip
    for outcome in outcomes:
        if outcome.error:
            print(f"{outcome.file}: {outcome.error}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--mb", type=int, default=1000, help="size of the made file in megabytes")
    parser.add_argument("--repeat", type=int, default=3, help="rounds; medians are printed")
    parser.add_argument("--summaries", type=Path, metavar="FOLDER",
                        help="load the summaries found in a folder instead")  # fmt: skip
    parser.add_argument("--limit", type=int, metavar="MB",
                        help="load alone, with so much memory beyond the modules'")  # fmt: skip
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--run", choices=METHODS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        run_one(given.run, given.file)
    elif given.make:
        generate(given.make, given.mb)
    elif given.limit:
        limited(given.mb, given.limit)
    elif given.summaries:
        summaries(given.summaries)
    else:
        compare(given.mb, given.repeat)


if __name__ == "__main__":
    main()
