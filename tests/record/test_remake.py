"""Records of an older layout: a reader says so, and the kept bytes are read again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hustings.cli.app import run
from hustings.errors import RecordError
from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.remaking import remake
from tests.outside_world import write_filing
from tests.record.makers import itcont, weball
from tests.record.test_filing_chains import filing

ROWS = "select * exclude (snapshot) from contributions order by all"
ALL = (
    "select (select count(*) from contributions), (select sum(amount_usd) from contributions), "
    "(select sum(receipts_usd) from candidate_totals), (select sum(amount_usd) from itemizations)"
)


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Raw files kept in every way: unpacked, gzipped, a member of a zip."""
    files = [
        itcont(tmp_path / "a" / "indiv24.zip", 300),
        weball(tmp_path / "weball24.txt.gz", 20),
        write_filing(tmp_path, filing(101)),
    ]
    with zipfile.ZipFile(tmp_path / "weball22.zip", "w") as archive:
        archive.write(weball(tmp_path / "weball22.txt", 9), "weball22.txt")
    made = Record(tmp_path / "record")
    outcomes = load_all(
        made, [Wanted(item=one) for one in find([*files, tmp_path / "weball22.zip"])]
    )
    assert [one.status for one in outcomes] == ["loaded"] * 4
    return made


def age(record: Record, table: str, column: str) -> None:
    """Take a column away from a table's files, and the note of the layout from the manifest."""
    for file in (record.folder / "tables" / table).glob("*.parquet"):
        pq.write_table(pq.read_table(file).drop_columns([column]), file)
    manifest = record.folder / "manifest.json"
    text = manifest.read_text()
    for known in record.manifest.snapshots:
        text = text.replace(f'"layout": "{known.layout}"', '"layout": ""')
    manifest.write_text(text)
    record.reload()


def test_a_reader_says_so_and_names_the_command(
    record: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    age(record, "contributions", "election_round")
    with pytest.raises(RecordError, match=r"lack election_round.*hustings record --remake"):
        record.view().query("select count(*) from contributions")
    # Other tables are answered from.
    assert record.view().query("select count(*) from candidate_totals") == [(29,)]
    asked = "select election_round from contributions"
    assert run(["sql", asked, "--record", str(record.folder)]) == 2
    said = capsys.readouterr().err
    assert "hustings record --remake" in said
    assert said.count("\n") == 1


def test_the_kept_bytes_are_read_again(record: Record, capsys: pytest.CaptureFixture[str]) -> None:
    before = (record.view().query(ROWS), record.view().query(ALL), record.manifest.snapshots)
    for table in ("contributions", "candidate_totals", "itemizations"):
        age(record, table, record.view().query(f"describe {table}")[-1][0])
    assert run(["record", "--remake", "--record", str(record.folder)]) == 0
    told = capsys.readouterr()
    assert "4 of 4 snapshots made again" in told.out
    assert len(told.err.splitlines()) == 4
    record.reload()
    assert (record.view().query(ROWS), record.view().query(ALL)) == before[:2]
    for was, now in zip(before[2], record.manifest.snapshots, strict=True):
        for part in (
            "id",
            "thing",
            "as_of",
            "raw",
            "sequence",
            "units",
            "loaded",
            "tables",
            "layout",
        ):
            assert getattr(now, part) == getattr(was, part), part
    # The old files are gone, and there is nothing more to do.
    assert len(list((record.folder / "tables" / "contributions").iterdir())) == 1
    assert remake(record) == []


def test_bytes_that_are_lost_leave_the_others_and_the_snapshot(record: Record) -> None:
    age(record, "candidate_totals", "cash_end_usd")
    want = record.view().query("select count(*), sum(amount_usd) from contributions")
    lost = next(one for one in record.manifest.snapshots if one.thing == "fec.weball 2022")
    (record.folder / "raw" / lost.raw).unlink()
    made = remake(record)
    assert {one.snapshot.thing: one.error is None for one in made} == {
        "fec.weball 2022": False, "fec.weball 2024": True,
    }  # fmt: skip
    assert record.manifest.find(lost.id) == lost
    assert record.table_file("candidate_totals", lost).exists()
    assert record.view().query("select count(*), sum(amount_usd) from contributions") == want
    with pytest.raises(RecordError, match="lack cash_end_usd"):
        record.view().query("select 1 from candidate_totals")


def test_killed_it_is_old_or_new(record: Record) -> None:
    """At any moment each snapshot's tables are the old ones or the new ones, whole."""
    want = record.view().query(ALL)
    for delay in (0.3, 0.6, 0.9, 1.2):
        for table in ("contributions", "candidate_totals"):
            file = next((record.folder / "tables" / table).glob("*.parquet"))
            if len(pq.read_schema(file)) == len(record.view().query(f"describe {table}")):
                age(record, table, record.view().query(f"describe {table}")[-1][0])
                break
        process = subprocess.Popen(
            [sys.executable, "-m", "hustings", "record", "--remake", "--record", str(record.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ),
        )  # fmt: skip
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        record.reload()
        for known in record.manifest.snapshots:
            for table in known.tables:
                assert record.table_file(table, known).exists()
        remake(record)
        assert record.view().query(ALL) == want
