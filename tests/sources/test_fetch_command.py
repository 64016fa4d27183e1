"""`hustings fetch` from the command to the record, against a server that serves official paths."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from misbehaving_server import MisbehavingServer, cut, status
from tests.record.makers import weball_line

from hustings.cli.app import run
from hustings.record import Record

pytest_plugins = ("fetching",)

FEC = "https://www.fec.gov/files/bulk-downloads/2024/"
CN = "H4CA00001|A, ANNE|DEM|2024|CA|H|34|C|C|C00000001|1 A ST||LA|CA|90001\n"


def packed(name: str, text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def record(publisher: MisbehavingServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUSTINGS_MIRROR", publisher.base)
    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path / "record"))
    modified = {"modified": "Mon, 03 Feb 2025 10:00:00 GMT", "etag": '"one"'}
    publisher.serve(f"{FEC}weball24.zip", packed("weball24.txt", weball_line(1) + "\n"), **modified)
    publisher.serve(f"{FEC}cn24.zip", packed("cn.txt", CN), **modified)
    return tmp_path / "record"


def test_fetched_files_are_in_the_record(
    record: Path, publisher: MisbehavingServer, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.next(f"{FEC}weball24.zip", cut(60))
    assert run(["fetch", "fec", "--cycle", "2024", "--only", "weball,cn"]) == 0
    said = capsys.readouterr().out
    assert "weball24.zip" in said
    held = {one.thing: one for one in Record(record).manifest.snapshots}
    assert set(held) == {"fec.weball 2024", "fec.cn 2024"}
    assert held["fec.cn 2024"].as_of == "2025-02-03", "the day the publisher changed it"
    assert held["fec.weball 2024"].url == f"{FEC}weball24.zip"


def test_nothing_comes_twice(
    record: Path, publisher: MisbehavingServer, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["fetch", "fec", "--cycle", "2024", "--only", "weball", "--json"]
    assert run(arguments) == 0
    first = json.loads(capsys.readouterr().out)["fetched"][0]
    assert run(arguments) == 0
    second = json.loads(capsys.readouterr().out)["fetched"][0]
    assert (first["status"], second["status"]) == ("new", "unchanged")
    assert first["sha256"] == second["sha256"]
    assert len(Record(record).manifest.snapshots) == 1


def test_what_fails_is_told_and_the_rest_is_loaded(
    record: Path, publisher: MisbehavingServer, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.next(f"{FEC}weball24.zip", status(404))
    assert run(["fetch", "fec", "--cycle", "2024", "--only", "weball,cn"]) == 2
    said = capsys.readouterr().err
    assert "weball24.zip" in said
    assert "Traceback" not in said
    assert [one.thing for one in Record(record).manifest.snapshots] == ["fec.cn 2024"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["fetch"], "say what to fetch"),
        (["fetch", "banana"], "banana"),
        (["fetch", "fec"], "cycle"),
        (["fetch", "fec", "--cycle", "2023"], "2023"),
        (["fetch", "fec", "--cycle", "2024", "--only", "gold"], "gold"),
    ],
)
def test_a_wrong_request_says_what_there_is(
    arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 2
    assert expected in capsys.readouterr().err


def test_the_addresses_can_be_seen_without_fetching(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fetch", "fec", "--cycle", "2024", "--list"]) == 0
    listed = capsys.readouterr().out
    assert f"{FEC}weball24.zip\tfec.weball" in listed
    assert "indiv24" not in listed
