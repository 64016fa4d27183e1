"""`hustings committee`: who is behind a committee, in words and as JSON; bad input in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.cli.app import run
from hustings.record import Record, plan
from hustings.record.loading import load_all

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def record(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("committee") / "record"
    wanted = [
        one for one in plan.read(Path(__file__).parents[1] / "record.yml")
        if (one.source in {"fec.cm", "fec.webk", "fec.cn"} and one.scope.get("cycle") != "2016")
        or one.item.file.name == "weball24_final_harsh.txt.gz"
    ]  # fmt: skip
    outcomes = load_all(Record(folder), wanted)
    assert [str(one.error) for one in outcomes if one.error] == []
    return str(folder)


def _json(record: str, capsys: pytest.CaptureFixture[str], *asked: str) -> dict[str, object]:
    assert run(["--record", record, "committee", *asked, "--json"]) == 0
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_united_democracy_project(record: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(record, capsys, "United Democracy Project", "--cycle", "2024")
    assert told["committee_id"] == "C00799031"
    assert told["super_pac"] is True
    (network,) = told["networks"]
    assert (network["network"], network["confidence"]) == ("aipac", "from-memory")
    assert told["industry"]["value"] == "Israel"
    totals = {one["measure"]: one for one in told["totals"]}
    assert totals["committee_receipts"]["value"] == 68_432_283.98
    assert all(one["citations"] and one["sql"] for one in totals.values())
    assert told["gaps"] == []


def test_a_leadership_pac_and_a_candidates_committee(
    record: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _json(record, capsys, "PAC to the future", "--cycle", "2022")
    assert told["leadership_pac"] is True
    assert (told["tied_to"], told["connected_organisation"]) == ("PELOSI", None)
    told = _json(record, capsys, "Jimmy Gomez for Congress", "--cycle", "2024")
    assert told["candidate_id"] == "H8CA34266"
    assert told["totals"][0]["measure"] == "receipts"
    assert told["totals"][0]["value"] == 2_245_652.60


def test_the_terminal_shows_evidence_confidence_and_sources(
    record: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--record", record, "committee", "Fairshake", "--cycle", "2024"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "FAIRSHAKE (C00835959), 2024" in out
    assert "64,250,000.00" in out
    assert "checked: a tie in the FEC's files" in out
    assert "PROTECT PROGRESS, DEFEND AMERICAN JOBS" in out
    assert "PAC and party summary (fec.webk), as of 2024-08-31" in out


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [(["zzyzx"], 2, "no committee called"), ([""], 2, "blank"), (["bankers"], 2, "committees: "),
     (["Fairshake", "--cycle", "2018"], 3, "hustings fetch fec --cycle 2018"),
     (["Fairshake", "--cycle", "x"], 2, "'x'"), (["C99999999"], 3, "nothing of committee")],
)  # fmt: skip
def test_bad_input_is_one_plain_line(
    record: str, capsys: pytest.CaptureFixture[str], asked: list[str], code: int, said: str
) -> None:
    assert run(["--record", record, "committee", *asked]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert told.err.count("\n") == 1
