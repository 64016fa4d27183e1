"""Large files: memory does not grow with them, and a load that was killed within one is done again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from tests.record.makers import itcont

BLOCK = 50_000
#: Blocks in two files. Below the smaller one, buffers are not all in use and the peak still climbs.
SMALL, LARGE = 20, 80
#: What a load may take beyond another's of a quarter of the size; the files differ by far more.
SLACK_MB = 64

#: Loads a file and tells the most memory that the process held, in kilobytes.
LOADING = """
import sys
from pathlib import Path
from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
file, folder = map(Path, sys.argv[1:])
(outcome,) = load_all(Record(folder), [Wanted(item=item) for item in find([file])])
assert outcome.error is None, outcome.error
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")))
"""


def large(path: Path, blocks: int) -> Path:
    """Blocks of the same gifts over and over."""
    block = itcont(path.with_name("block.txt"), BLOCK).read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        for _ in range(blocks):
            out.write(block)
    return path


def start(file: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", LOADING, str(file), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def gifts(folder: Path) -> list[tuple[int, int, int]]:
    return (
        Record(folder)
        .view()
        .query("select count(*), count(distinct line), max(line) from contributions")
    )


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system tells no peak")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for blocks in (SMALL, LARGE):
        file = large(tmp_path / "a_2024cycle" / "itcont.txt", blocks)
        folder = tmp_path / str(blocks)
        out, problem = (running := start(file, folder)).communicate()
        assert running.returncode == 0, problem
        peaks.append(int(out) / 1024)
        assert gifts(folder) == [(blocks * BLOCK,) * 3]
    grown = file.stat().st_size * (1 - SMALL / LARGE) / 1e6
    assert grown > 2 * SLACK_MB
    assert peaks[1] < peaks[0] + SLACK_MB, peaks


def test_a_load_killed_within_a_file_is_done_again(tmp_path: Path) -> None:
    folder = tmp_path / "record"
    before = itcont(tmp_path / "b_2022cycle_itcont" / "indiv22.zip", 100)
    load_all(Record(folder), [Wanted(item=item) for item in find([before])])
    file = large(tmp_path / "a_2024cycle" / "itcont.txt", SMALL)
    running = start(file, folder)
    # Rows of the file are on the disk by then, and far from all.
    while not [one for one in folder.glob("tmp/*/built/*.parquet") if one.stat().st_size > 4]:
        assert running.poll() is None, running.communicate()
        time.sleep(0.002)
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    assert gifts(folder) == [(100, 100, 100)]
    assert list(folder.glob("tmp/*/built/*.parquet")), "the kill came too late to test anything"
    outcomes = load_all(Record(folder), [Wanted(item=item) for item in find([before, file])])
    assert [(one.error, one.status) for one in outcomes] == [(None, "unchanged"), (None, "loaded")]
    assert gifts(folder)[0][0] == SMALL * BLOCK + 100
    assert not list((folder / "tmp").glob("*"))
