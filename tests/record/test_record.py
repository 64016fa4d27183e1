"""The record: loading, vintages, idempotence, rejects, and what is refused."""

from __future__ import annotations

import gzip
import json
import os
import random
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from hustings.errors import Fault, RecordError, RequestError, SourceError
from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, day_in, load_all, load_one
from tests.record.makers import itcont, weball, weball_line


def load(record: Record, *paths: Path, **more: object):
    return load_all(record, [Wanted(item=i, **more) for i in find(list(paths))])  # type: ignore[arg-type]


def total(record: Record, as_of: date | None = None) -> Decimal | None:
    return record.view(as_of).query("select sum(receipts_usd) from candidate_totals")[0][0]


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    file = tmp_path / "weball24.txt"
    lines = [weball_line(1), "too|few|fields", weball_line(2, receipts="N/A"), "", weball_line(3)]
    file.write_text("\n".join(lines) + "\n")
    record = Record(tmp_path / "record")
    (outcome,) = load(record, file)
    known = outcome.snapshot
    assert known is not None
    assert known.units == 5
    assert (known.loaded, known.rejected, known.skipped) == (2, 2, 1)
    rejects = record.view().query("select line, text, reason from rejects order by line")
    assert [row[0] for row in rejects] == [2, 3]
    assert rejects[0][1] == "too|few|fields"
    assert "TTL_RECEIPTS" in rejects[1][2]
    assert "N/A" in rejects[1][2]


def test_a_parser_that_loses_a_line_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hustings.sources import pages
    from hustings.sources.events import Skipped

    monkeypatch.setattr(pages.Page, "read", lambda *_: iter([Skipped(1, "seen", 2)]))
    with pytest.raises(Fault, match="2 of 3 lines were accounted for"):
        load_one(
            Record(tmp_path / "r"), Wanted(item=next(find([weball(tmp_path / "weball24.txt", 3)])))
        )
    assert Record(tmp_path / "r").empty


def test_the_same_bytes_twice_change_nothing(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    plain = weball(tmp_path / "weball24.txt", 3)
    assert [one.status for one in load(record, plain)] == ["loaded"]
    before = {p: p.read_bytes() for p in (tmp_path / "record").rglob("*") if p.is_file()}
    assert [one.status for one in load(record, plain)] == ["unchanged"]
    packed = weball(tmp_path / "weball24.txt.gz", 3)
    assert [one.status for one in load(record, packed)] == ["unchanged"], "same content, packed"
    after = {p: p.read_bytes() for p in (tmp_path / "record").rglob("*") if p.is_file()}
    assert before == after


def test_raw_bytes_are_kept_as_they_came(tmp_path: Path) -> None:
    import hashlib

    import pyarrow as pa

    record = Record(tmp_path / "record")
    plain = weball(tmp_path / "weball24.txt", 3)
    packed = weball(tmp_path / "weball22.txt.gz", 4, day="12/31/2022")
    load(record, plain, packed)
    first, second = record.manifest.snapshots
    assert first.sha256 == hashlib.sha256(plain.read_bytes()).hexdigest()
    with pa.CompressedInputStream(str(tmp_path / "record" / "raw" / first.raw), "zstd") as stream:
        assert stream.read() == plain.read_bytes()
    assert (tmp_path / "record" / "raw" / second.raw).read_bytes() == packed.read_bytes()


def test_a_newer_snapshot_is_current_and_the_older_answers_as_of(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    newer = weball(tmp_path / "a" / "weball24.txt", 2, "30", day="12/31/2024")
    older = weball(tmp_path / "b" / "weball24.txt", 2, "10", day="11/25/2024")
    load(record, newer)
    load(record, older)  # loaded later, but it speaks of an earlier day
    assert total(record) == 60
    assert total(record, date(2024, 12, 31)) == 60
    assert total(record, date(2024, 12, 30)) == 20
    assert total(record, date(2024, 11, 25)) == 20
    assert total(record, date(2024, 11, 24)) is None


def test_an_explicit_as_of_wins(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    load(record, weball(tmp_path / "weball24.txt", 1), as_of=date(2025, 2, 1))
    assert record.manifest.snapshots[0].as_of == "2025-02-01"


def test_dates_in_names() -> None:
    assert day_in("legislators-current.2020-12-01.yaml") == date(2020, 12, 1)
    assert day_in("drop_asof_2023-04/cn.txt") == date(2023, 4, 1)
    assert day_in("1976-2024-house.csv") is None
    assert day_in("weball24.txt") is None


def test_zip_members_and_outer_names(tmp_path: Path) -> None:
    archive = tmp_path / "weball24.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("weball24.txt", weball_line(1) + "\n")
    record = Record(tmp_path / "record")
    (outcome,) = load(record, archive)
    assert outcome.status == "loaded"
    assert outcome.snapshot is not None
    assert outcome.snapshot.scope == {"cycle": "2024"}
    masters = tmp_path / "cn24.zip"
    with zipfile.ZipFile(masters, "w") as out:
        out.writestr(
            "cn.txt",
            "H4CA00001|CANDIDATE, ONE|DEM|2024|CA|H|34|C|C|C00000001|1 A ST||LA|CA|90001\n",
        )
    (outcome,) = load(record, masters)
    assert outcome.snapshot is not None
    assert outcome.snapshot.thing == "fec.cn 2024"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("weball24.txt", b"", "empty"),
        ("weball24.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "text"),
        ("weball24.txt", b"just,some,other\nfile,of,text\n", "not one of its 2 lines"),
        ("weball24.txt.gz", gzip.compress(random.Random(1).randbytes(9_000))[:2_000], "unpack"),
        ("weball24.zip", b"PK\x03\x04 no zip at all", "zip"),
    ],
)
def test_what_cannot_be_loaded_is_one_clear_error(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    record = Record(tmp_path / "record")
    (outcome,) = load(record, file)
    assert outcome.status == "failed"
    assert isinstance(outcome.error, SourceError)
    assert said in str(outcome.error)
    assert name.split(".")[0] in str(outcome.error)
    assert Record(tmp_path / "record").empty


def test_a_zip_bomb_is_refused_and_leaves_no_trace(tmp_path: Path) -> None:
    bomb = tmp_path / "weball24.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out,
        out.open("weball24.txt", "w") as f,
    ):
        for _ in range(300):
            f.write(b"0" * (1 << 20))
    record = Record(tmp_path / "record")
    (outcome,) = load(record, bomb)
    assert "times its size" in str(outcome.error)
    left = [p for p in (tmp_path / "record").rglob("*") if p.is_file() and p.name != "lock"]
    assert left == []


def test_a_file_cut_in_the_middle_of_a_line(tmp_path: Path) -> None:
    whole = weball(tmp_path / "weball24.txt", 3).read_bytes()
    file = tmp_path / "cut" / "weball24.txt"
    file.parent.mkdir()
    file.write_bytes(whole[:-30])
    (outcome,) = load(Record(tmp_path / "record"), file)
    known = outcome.snapshot
    assert known is not None
    assert (known.units, known.loaded, known.rejected) == (3, 2, 1)


def test_unknown_files_are_named_and_missing_ones_are_errors(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    record = Record(tmp_path / "record")
    assert [one.status for one in load(record, tmp_path / "notes.txt")] == ["unknown"]
    with pytest.raises(RequestError, match="no file or folder"):
        list(find([tmp_path / "absent"]))


def test_a_master_file_must_say_its_cycle(tmp_path: Path) -> None:
    file = tmp_path / "cm.txt"
    file.write_text("C00000001|A PAC|T|1 ST||LA|CA|90001|U|N||Q||NONE|\n")
    record = Record(tmp_path / "record")
    (outcome,) = load(record, file)
    assert "--scope cycle" in str(outcome.error)
    (outcome,) = load(record, file, scope={"cycle": "2024"})
    assert outcome.status == "loaded"


def test_no_street_address_enters_a_table(tmp_path: Path) -> None:
    file = tmp_path / "cm.txt"
    file.write_text(
        "C00000001|A PAC|T|12 SECRET STREET||LA|CA|90001|U|N||Q||NONE|\n"
        "C00000002|B PAC|T|13 SECRET STREET|LA\n"
    )
    record = Record(tmp_path / "record")
    load(record, file, scope={"cycle": "2024"})
    for table in (tmp_path / "record" / "tables").rglob("*.parquet"):
        import pyarrow.parquet as pq

        assert "SECRET" not in str(pq.read_table(table).to_pylist()), table.name
    assert record.manifest.snapshots[0].rejected == 1


def test_a_newer_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 99, "snapshots": []}))
    with pytest.raises(RecordError, match="newer Hustings"):
        Record(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "x"}', '{"format": 1}', "\xff"])
def test_a_damaged_manifest_is_one_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(RecordError):
        Record(tmp_path)


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/usr/bin/chattr").exists(), reason="needs chattr"
)
def test_a_read_only_record_is_told_and_still_read(tmp_path: Path) -> None:
    import subprocess

    home = tmp_path / "record"
    record = Record(home)
    load(record, weball(tmp_path / "weball24.txt", 2))
    more = weball(tmp_path / "weball22.txt", 2, day="12/31/2022")
    if os.geteuid() == 0:
        # Root may write anywhere but into an immutable folder.
        if subprocess.run(
            ["chattr", "+i", str(home), str(home / "tmp")], capture_output=True
        ).returncode:
            pytest.skip("this file system has no immutable folders")
    else:
        home.chmod(0o555)
        (home / "tmp").chmod(0o555)
    try:
        assert total(Record(home)) == 2001
        (outcome,) = load(Record(home), more) if False else [_told(Record(home), more)]
        assert "cannot be written" in outcome
        assert total(Record(home)) == 2001
    finally:
        if os.geteuid() == 0:
            subprocess.run(["chattr", "-i", str(home), str(home / "tmp")], check=True)
        else:
            home.chmod(0o755)
            (home / "tmp").chmod(0o755)


def _told(record: Record, file: Path) -> str:
    try:
        return str(load_one(record, Wanted(item=next(find([file])))).error)
    except RecordError as problem:
        return str(problem)


def test_a_full_disk_is_told_and_the_record_is_whole(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the end of the disk: the same refusals, EFBIG."""
    import subprocess
    import sys

    home = tmp_path / "record"
    load(Record(home), weball(tmp_path / "weball22.txt", 2, day="12/31/2022"))
    big = tmp_path / "weball24.txt"
    big.write_bytes(os.urandom(0) + b"".join(
        f"H4CA{n:05d}|{os.urandom(60).hex()}|C|1|DEM|{n}|0|1|0|0|5|0|0|0|0|0|0|6|CA|34||||||4|0|12/31/2024|0|0\n".encode()
        for n in range(1, 9000)
    ))  # fmt: skip
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000));"
        "from hustings.cli.app import run; sys.exit(run(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "load", str(big), "--record", str(home)],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert total(Record(home)) == 2001
    assert len(Record(home).manifest.snapshots) == 1
    (outcome,) = load(Record(home), big)
    assert outcome.status == "loaded"


def test_ids_have_no_dictionary_and_only_what_is_chosen_by_has_bounds(tmp_path: Path) -> None:
    record = Record(tmp_path / "record")
    load(record, itcont(tmp_path / "indiv24.zip", 20_000))
    (file,) = (record.folder / "tables" / "contributions").iterdir()
    metadata = parquet.read_metadata(file)
    group = metadata.row_group(0)
    columns = {
        group.column(place).path_in_schema: group.column(place)
        for place in range(metadata.num_columns)
    }
    plain = {name for name, one in columns.items() if not one.has_dictionary_page}
    assert {"line", "sub_id", "transaction_id"} <= plain
    assert not {"snapshot", "committee_id", "state", "date", "memo_code"} & plain
    bounded = {name for name, one in columns.items() if one.is_stats_set}
    assert {"snapshot", "line", "committee_id", "date", "amount_usd", "sub_id"} <= bounded
    assert not {"name", "city", "memo_text"} & bounded
    assert columns["committee_id"].statistics.max == "C00000006"
