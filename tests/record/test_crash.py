"""Durability: a load killed at any moment leaves the record whole; two loads at once end well."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from tests.record.makers import weball

ROWS = 1_500
MOMENTS = 50


def _load(folder: Path, file: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "hustings", "load", str(file), "--record", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _receipts(record: Record) -> set[str]:
    rows = record.view().query(
        "select distinct receipts_usd, count(*) from candidate_totals group by 1"
    )
    assert all(count == ROWS for _, count in rows), rows
    return {str(value) for value, _ in rows}


def _seconds_to_commit(folder: Path, home: Path, amount: str) -> float:
    """How long a load takes until its snapshot is in the manifest; then it is let end."""
    file = weball(home / "files" / "weball24.txt", ROWS, amount)
    before = len(Record(folder).manifest.snapshots)
    begun = time.monotonic()
    running = _load(folder, file)
    while len(Record(folder).manifest.snapshots) == before:
        assert running.poll() in (None, 0)
        time.sleep(0.005)
    took = time.monotonic() - begun
    assert running.wait() == 0
    return took


def test_killed_at_fifty_random_moments(tmp_path: Path) -> None:
    """Old or new, whole; and the same load then goes through."""
    folder = tmp_path / "record"
    (tmp_path / "files").mkdir()
    whole = min(_seconds_to_commit(folder, tmp_path, amount) for amount in ("0.25", "0.5", "1"))
    moments = random.Random(20241105)
    seen_old = seen_new = 0
    old = "1.00"
    for number in range(2, MOMENTS + 2):
        file = weball(tmp_path / "files" / "weball24.txt", ROWS, str(number))
        running = _load(folder, file)
        # From the start of the work to well past the moment at which the manifest is replaced.
        time.sleep(moments.uniform(0.4, 1.4) * whole)
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        value = _receipts(Record(folder))
        new = f"{number}.00"
        assert value in ({old}, {new}), f"kill {number - 1}: {value}"
        seen_old += value == {old}
        seen_new += value == {new}
        if number % 10 == 0:
            # What the crash left behind does not stand in the way of the next load.
            outcomes = load_all(Record(folder), [Wanted(item=item) for item in find([file])])
            assert [one.error for one in outcomes] == [None]
            value = _receipts(Record(folder))
            assert value == {new}
        old = next(iter(value))
    assert seen_old > 5, "the kills came too late to test anything"
    record = Record(folder)
    load_all(record, [])
    assert not list((folder / "tmp").glob("*")), "crashes leave nothing behind after the next load"
    named = {known.id for known in record.manifest.snapshots}
    assert {file.stem for file in (folder / "tables" / "candidate_totals").iterdir()} == named
    print(f"{seen_old} kills left the old snapshot, {seen_new} the new one")


def test_two_loads_at_once_both_end_well(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    files = []
    for number, year in enumerate(("18", "20", "22", "24")):
        home = tmp_path / str(number)
        home.mkdir()
        files.append(weball(home / f"weball{year}.txt", ROWS, str(number), day=f"12/31/20{year}"))
    # Two different files and, twice over, the same one.
    running = [_load(folder, file) for file in (*files, files[0], files[0])]
    ended = [(one.wait(), one.stderr.read() if one.stderr else b"") for one in running]
    assert [code for code, _ in ended] == [0] * 6, ended
    record = Record(folder)
    assert sorted(known.thing for known in record.manifest.snapshots) == [
        f"fec.weball 20{year}" for year in ("18", "20", "22", "24")
    ]
    assert record.view().query("select count(*) from candidate_totals") == [(4 * ROWS,)]


def test_a_reader_is_not_disturbed_by_a_load(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    first = weball(tmp_path / "weball22.txt", 10, "1", day="12/31/2022")
    load_all(Record(folder), [Wanted(item=item) for item in find([first])])
    view = Record(folder).view()
    second = weball(tmp_path / "weball24.txt", 10, "2")
    load_all(Record(folder), [Wanted(item=item) for item in find([second])])
    assert view.query("select count(*) from candidate_totals") == [(10,)]
    assert Record(folder).view().query("select count(*) from candidate_totals") == [(20,)]
