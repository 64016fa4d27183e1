"""A filing larger than the memory that a load may use, and a load that is killed on its way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all

#: Megabytes that a load may have in all, of which the libraries take some 200.
LIMIT = 640
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]) << 20,) * 2)
from hustings.cli.app import run
sys.exit(run(sys.argv[2:]))
"""


def filing(path: Path, megabytes: int) -> int:
    """A Form 3 of so many megabytes and gifts of 12.50; the number of its rows."""
    receipt = [""] * 45
    receipt[0], receipt[2], receipt[7], receipt[19] = "SA11AI", "T1", "Doe", "20240305"
    receipt[12], receipt[20] = "12 Hidden Lane", "12.50"
    rows = ("\x1c".join(receipt) + "\n").encode() * 10_000
    times = (megabytes << 20) // len(rows) + 1
    with path.open("wb") as out:
        out.write(b"HDR\x1cFEC\x1c8.3\x1cTest\x1c1\nF3N\x1cC00000001\x1cSome Committee\n")
        for _ in range(times):
            out.write(rows)
    return 10_000 * times


def loaded(folder: Path) -> list[tuple[object, ...]]:
    return Record(folder).view().query("select count(*), sum(amount_usd) from itemizations")


@pytest.mark.slow
def test_a_filing_larger_than_memory_is_loaded(tmp_path: Path) -> None:
    file, folder = tmp_path / "7.fec", tmp_path / "record"
    rows = filing(file, LIMIT + 60)
    command = [
        sys.executable,
        "-c",
        LIMITED,
        str(LIMIT),
        "load",
        str(file),
        "--record",
        str(folder),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert loaded(folder) == [(rows, rows * Decimal("12.50"))]


def test_a_load_that_is_killed_goes_through_when_run_again(tmp_path: Path) -> None:
    file, folder = tmp_path / "7.fec", tmp_path / "record"
    rows = filing(file, 60)
    running = subprocess.Popen(
        [sys.executable, "-m", "hustings", "load", str(file), "--record", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # The first rows are on the disk, and the rest is not yet read.
    while not any(one.stat().st_size for one in folder.glob("tmp/*/built/itemizations.parquet")):
        assert running.poll() is None, "the load ended too soon to be killed"
        time.sleep(0.002)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert Record(folder).empty
    assert list(folder.glob("tmp/*/built/*.parquet")), "the kill left work behind"
    outcomes = load_all(Record(folder), [Wanted(item=item) for item in find([file])])
    assert [(one.status, one.error) for one in outcomes] == [("loaded", None)]
    assert loaded(folder) == [(rows, rows * Decimal("12.50"))]
    assert not list(folder.glob("tmp/*"))
