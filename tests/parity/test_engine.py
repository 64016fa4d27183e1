"""Choosing an engine: on the command line, in the environment, with a part missing, by address."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hustings import open_record
from hustings.cli.app import run
from hustings.errors import RequestError
from hustings.record import Record
from hustings.record.engines import open_view, spark_session
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from tests.record.makers import itcont, weball

ASKED = ["figure", "pvi", "district=CA-34", "congress=116"]


@pytest.fixture(autouse=True)
def no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path / "none"))
    monkeypatch.delenv("HUSTINGS_ENGINE", raising=False)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert run(list(words)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_an_unknown_engine(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "duckdb and spark" in refused(capsys, *ASKED, "--engine", "abacus")
    monkeypatch.setenv("HUSTINGS_ENGINE", "abacus")
    assert "'abacus' is not an engine" in refused(capsys, *ASKED)


def test_without_java(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "needs Java 17 or newer" in refused(capsys, *ASKED, "--engine", "spark")


def test_without_the_extra(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark_session, "find_spec", lambda name: None)
    monkeypatch.setenv("HUSTINGS_ENGINE", "spark")
    assert "pip install 'hustings[spark]'" in refused(capsys, *ASKED)


def test_an_address_is_not_for_duckdb_nor_for_writing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    address = "s3a://bucket/record"
    assert "--engine spark" in refused(capsys, *ASKED, "--record", address)
    assert "is an address" in refused(capsys, "load", str(tmp_path), "--record", address)
    assert not Path("s3a:").exists()
    with pytest.raises(RequestError, match="is an address"):
        open_record(address)


@pytest.mark.slow
def test_a_record_at_an_address(spark: None, tmp_path: Path) -> None:
    """Braces and spaces in a path are no pattern of file names."""
    folder = tmp_path / "a record {of one}"
    files = [weball(tmp_path / "weball24.txt", 40), itcont(tmp_path / "indiv24.zip", 30)]
    wanted = [Wanted(item=one) for one in find(files)]
    outcomes = load_all(Record(folder), wanted)
    assert [str(one.error) for one in outcomes if one.error] == []
    shown = "select candidate_id, cycle, receipts_usd, snapshot from candidate_money order by 1, 2"
    here = open_view(folder).query(shown)
    assert here
    assert open_view(folder, engine="spark").query(shown) == here
    assert open_view(f"file://{folder}", engine="spark").query(shown) == here
    # DuckDB keeps these sums in files of its own; Spark works them out.
    shown = "select * from contribution_months order by committee_id, snapshot, line"
    here = open_view(folder).query(shown)
    assert here
    assert list(folder.glob("tables/contribution_months/*"))
    assert open_view(folder, engine="spark").query(shown) == here
    assert open_view(f"file://{folder}", engine="spark").query(shown) == here


@pytest.mark.slow
def test_the_command_says_nothing_of_sparks_own(spark: None, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "hustings", *ASKED, "--json"]
    told = {
        engine: subprocess.run(
            [*words, "--engine", engine], capture_output=True, text=True, cwd=tmp_path, check=True
        )
        for engine in ("duckdb", "spark")
    }
    assert told["spark"].stderr == ""
    assert json.loads(told["spark"].stdout) == json.loads(told["duckdb"].stdout)
    assert list(tmp_path.iterdir()) == []
