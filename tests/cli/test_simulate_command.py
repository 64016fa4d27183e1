"""`hustings simulate`: polls and past contests in, chances with intervals out, bad input in a line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from hustings.cli.app import run

HEAD = "pollster,date,sample,candidate,party,share\n"
POLLS = HEAD + (
    "North,2024-02-01,500,Ana Diaz,DEM,30\n"
    "North,2024-02-01,500,Bo Eng,DEM,28\n"
    "North,2024-02-01,500,Cy Fox,REP,25\n"
    "South,2024-02-11,400,Ana Diaz,DEM,27\n"
    "South,2024-02-11,400,Bo Eng,DEM,31\n"
    "South,2024-02-11,400,Cy Fox,REP,22\n"
)


@pytest.fixture(autouse=True)
def no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder for a record, so that the embedded sample answers."""
    folder = tmp_path / "none"
    folder.mkdir()
    monkeypatch.setenv("HUSTINGS_RECORD", str(folder))
    monkeypatch.delenv("HUSTINGS_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def polls(tmp_path: Path) -> Path:
    file = tmp_path / "polls.csv"
    file.write_text(POLLS)
    return file


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = run(["simulate", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_polls_become_figures_with_intervals(
    polls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, polls, "--elections", "4000", "--seed", "7", "--json")
    assert code == 0, err
    found = json.loads(out)
    assert found["seed"] == 7
    assert [one["name"] for one in found["candidates"]][2] == "Cy Fox"
    advance = [one["chance_to_advance"] for one in found["candidates"]]
    assert sum(one["value"] for one in advance) == pytest.approx(2, abs=0.01)
    for one in advance:
        assert one["detail"]["low"] <= one["value"] <= one["detail"]["high"]
        assert one["detail"]["elections"] == 4000
        assert one["definition"]
    assert sum(one["chance_to_win"]["value"] for one in found["candidates"]) == pytest.approx(1)
    assert {one["params"]["party"] for one in found["lockouts"]} == {"DEM", "REP"}
    assert any("assumptions" in one for one in found["assumptions"])
    assert found["cannot_know"]


def test_a_seed_prints_the_same_and_another_not(
    polls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = told(capsys, polls, "--elections", "2000", "--json")
    assert told(capsys, polls, "--elections", "2000", "--json") == first
    assert told(capsys, polls, "--elections", "2000", "--seed", "2", "--json") != first


def test_the_terminal_says_that_it_is_a_simulation(
    polls: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, polls, "--elections", "500", "--rule", "all", "--voters", "300")
    assert code == 0, err
    for said in ("a simulation", "in 10", "What is assumed", "What it cannot know",
                 "condorcet", "party-primary", "elects another"):  # fmt: skip
        assert said in out
    assert max(map(len, out.splitlines())) <= 100
    assert "…" not in out, "a chance is never cut short"


def test_the_page_opens_every_number(
    polls: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    code, _, err = told(capsys, polls, "--elections", "500", "--rule", "top-four", "--html", page)
    assert code == 0, err
    text = page.read_text()
    links = set(re.findall(r'class="door" [^>]*href="#(f\d+)"', text))
    assert links
    assert links == set(re.findall(r'<article class="note" id="(f\d+)"', text))
    for said in ("A simulation, not a count", "What is assumed", "What it cannot know", "in 10"):
        assert said in text
    assert "http://" not in text.replace("http://www.w3.org/", "")


def test_names_are_escaped_on_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "polls.csv"
    file.write_text(POLLS.replace("Ana Diaz", "<script>alert(1)</script>"))
    page = tmp_path / "page.html"
    assert told(capsys, file, "--elections", "300", "--html", page)[0] == 0
    assert "<script>alert" not in page.read_text()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the header has no pollster, date, sample, candidate, party, share"),
        (HEAD, "no poll is in the file"),
        ("pollster,date,candidate,party,share\nA,2024-02-01,X,DEM,30\n", "has no sample"),
        (HEAD + "A,2024-02-01,,X,DEM,30\n", "line 2: no sample size"),
        (HEAD + "A,2024-02-01,500,X,DEM,130\n", "line 2: a share of 130 is not from 0 to 100"),
        (HEAD + "A,2024-02-01,500,X,DEM,-3\n", "line 2: a share of -3 is not from 0 to 100"),
        (HEAD + "A,2024-02-01,500,X,DEM,nan\n", "a share of nan is not"),
        (HEAD + "A,2024-02-01,500,X,DEM,many\n", "the share 'many' is no number"),
        (HEAD + "A,2024-02-01,0,X,DEM,30\n", "a sample of 0 asked nobody"),
        (HEAD + "A,2024-02-01,1.5,X,DEM,30\n", "the sample '1.5' is no whole number"),
        (HEAD + "A,1 Feb,500,X,DEM,30\n", "'1 Feb' is no date"),
        (HEAD + "A,2024-02-01,500,,DEM,30\n", "line 2: no candidate"),
        (HEAD + "A,2024-02-01,500,X,DEM,30\n" * 2, "line 3: 'X' is in the poll twice"),
        (HEAD + "A,2024-02-01,500,X,DEM,80\nA,2024-02-01,500,Y,DEM,70\n", "add up to 150%"),
        (HEAD + "A,2024-02-01,500,X,DEM,80\n", "two candidates"),
        (HEAD + "A,2024-02-01,500,X,DEM,0\nA,2024-02-01,500,Y,DEM,0\n", "every share in the polls"),
        (HEAD + "A,2024-02-01,500,X\n", "line 2: 4 fields, and the header has 6"),
        (HEAD + "A,2024-02-01,500,X,DEM,40\nB,2024-02-01,500,X,REP,40\n", "has two parties"),
    ],
)
def test_bad_polls_are_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text)
    code, out, err = told(capsys, file)
    assert code == 2, err
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["nowhere.csv"], 2, "nowhere.csv: the file cannot be read"),
        (["banana"], 2, "is not a House district"),
        (["CA-34", "--cycle", "2024", "--rule", "borda"], 2, "There are plurality"),
        (["CA-34", "--cycle", "2024", "--elections", "0"], 2, "--elections"),
        (["CA-34", "--cycle", "2024", "--seed", "-1"], 2, "--seed"),
        (["CA-34", "--cycle", "2012"], 3, "no contest before 2012 of CA-34"),
        (["CA-34", "--cycle", "2024", "--from", "2008"], 3, "no contest of 2008"),
    ],
)
def test_wrong_requests(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    got, out, err = told(capsys, *words)
    assert (got, out) == (code, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_the_sample_is_simulated_with_what_came_with_hustings(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = told(capsys, "CA-34", "--cycle", "2024", "--from", "2022", "--json",
                          "--elections", "3000")  # fmt: skip
    assert code == 0, err
    found = json.loads(out)
    assert found["sample"] is True
    assert any("came with Hustings" in one for one in found["assumptions"])
    gomez = next(one for one in found["candidates"] if one["name"] == "Jimmy Gomez")
    assert 0.7 < gomez["chance_to_advance"]["value"] < 1
    put_in = next(one for one in found["inputs"] if one["params"]["candidate"] == gomez["person"])
    assert put_in["measure"] == "vote_share"
    assert put_in["value"] == pytest.approx(45_376 / (45_376 + 34_921 + 9_150))
    assert put_in["citations"]
    assert gomez["chance_to_advance"]["parts"]


def test_new_lines_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    told_on = told(capsys, "CA-34", "--cycle", "2022", "--elections", "500")
    assert told_on[0] == 0, told_on
    assert "The lines of CA-34 changed" in " ".join(told_on[1].split())


def test_polls_that_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(b"\xff\xfe\x00pollster")
    assert told(capsys, file)[0] == 2
