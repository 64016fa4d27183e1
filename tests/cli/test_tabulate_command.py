"""`hustings tabulate` at the command line: exit codes, one sentence on stderr, JSON, HTML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.cli.app import run

GOOD = "candidate,party,votes\nAda Able,DEM,500\nBo Best,REP,300\nCy Core,GRN,200\n"


def write(folder: Path, content: str | bytes, name: str = "returns.csv") -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_a_contest_with_reasons(tmp_path, capsys):
    assert run(["tabulate", write(tmp_path, GOOD), "--rule", "top-two", "--state", "CA"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Ada Able and Bo Best go on to the general, 100 votes ahead." in said
    assert "Elec. Code 8141.5" in said
    assert "3 of 4 lines read, 0 rejected, 1 skipped" in said


def test_json(tmp_path, capsys):
    assert run(["tabulate", write(tmp_path, GOOD), "--rule", "plurality", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["contests"][0]["through"] == ["Ada Able"]
    assert told["contests"][0]["margin_votes"] == 200


def test_html(tmp_path, capsys):
    page = tmp_path / "page.html"
    asked = ["tabulate", write(tmp_path, GOOD), "--rule", "top-two", "--html", str(page)]
    assert run(asked) == 0
    assert "Ada Able and Bo Best go on" in page.read_text()
    assert run([*asked[:-1], str(tmp_path / "no" / "page.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_several_contests_are_a_table_and_one_can_be_named(tmp_path, capsys):
    text = "office,candidate,votes\nMayor,A,3\nMayor,B,1\nSheriff,C,2\nSheriff,D,5\n"
    path = write(tmp_path, text)
    assert run(["tabulate", path, "--rule", "plurality"]) == 0
    assert "2 contests" in capsys.readouterr().out
    assert run(["tabulate", path, "--rule", "plurality", "--contest", "sheriff"]) == 0
    assert "D is elected, 3 votes ahead." in capsys.readouterr().out


BAD = {
    "negative": ("candidate,votes\nA,-1\nB,2\n", "less than none"),
    "fraction": ("candidate,votes\nA,1.5\nB,2\n", "a fraction"),
    "missing": ("candidate,votes\nA,\nB,2\n", "the votes are missing"),
    "unopposed": ("candidate,votes\nA,Unopposed\nB,2\n", "only someone unopposed may have"),
    "one name": ("candidate,votes\nA,1\nA,2\n", "two candidates of one name"),
    "two parties": ("candidate,party,votes\nA,DEM,1\nA,REP,2\n", "one candidate under two parties"),
    "empty": ("", "the file is empty"),
    "binary": (b"\x7fELF\x00\x01\x02", "a binary file"),
    "prose": ("Dear all, the meeting is at nine.\n", "no column for candidate and votes"),
    "entities": ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', "entities"),
    "laughs": ('<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>', "entities"),
    "zeros": ("candidate,votes\nA,0\nB,0\n", "all its votes are zero"),
    "ranks": ("ballot,A,B\n1,9999,x\n2,-1,0\n", "no column for votes|no column|not a rank"),
}


@pytest.mark.parametrize("fault", BAD)
def test_bad_input_is_one_sentence_and_exit_2(fault, tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("HUSTINGS_DEBUG", raising=False)
    content, why = BAD[fault]
    rule = "ranked-choice" if fault == "ranks" else "top-two"
    assert run(["tabulate", write(tmp_path, content), "--rule", rule]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert "fault of Hustings" not in told.err
    assert any(part in told.err for part in why.split("|")), told.err


def test_an_unknown_rule_lists_the_rules(tmp_path, capsys):
    assert run(["tabulate", write(tmp_path, GOOD), "--rule", "dice"]) == 2
    assert "no rule is called 'dice'. Rules: top-two, top-four" in capsys.readouterr().err


def test_what_is_not_decided_ends_in_exit_2_and_the_rest_is_shown(tmp_path, capsys):
    text = "office,candidate,votes\nMayor,A,3\nMayor,B,x\nSheriff,C,2\nSheriff,D,5\n"
    assert run(["tabulate", write(tmp_path, text), "--rule", "plurality"]) == 2
    told = capsys.readouterr()
    assert "1 of 2 contests were not decided" in told.err
    assert "D" in told.out


def test_no_such_file(capsys):
    assert run(["tabulate", "nowhere.csv", "--rule", "plurality"]) == 2
    assert "there is no file" in capsys.readouterr().err
