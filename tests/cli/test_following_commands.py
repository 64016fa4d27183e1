"""`hustings follow` and `hustings money`: every form, and one clear sentence for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.cli.app import run
from tests.products.followed import SPENDER, recorded

FOLLOW = ("follow", SPENDER)
MONEY = ("money", "CA-34", "--cycle", "2024")


@pytest.fixture
def told(capsys, monkeypatch):
    """Runs a command line over the record of tests.products.followed: code, output, complaints."""
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("HUSTINGS_RECORD", str(recorded()[0]))

    def run_line(*words: str) -> tuple[int, str, str]:
        code = run(words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run_line


@pytest.mark.parametrize("line", [FOLLOW, MONEY])
def test_terminal_is_plain_when_piped(told, line):
    code, out, err = told(*line)
    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert max(len(one.rstrip()) for one in out.splitlines()) <= 80
    assert "Every number has rows and SQL" in out


@pytest.mark.parametrize("line", [FOLLOW, MONEY])
def test_json_carries_whole_figures(told, line):
    code, out, _ = told(*line, "--json")
    made = json.loads(out)
    assert code == 0
    assert made["cycle"] == 2024
    assert "gaps" in made


@pytest.mark.parametrize("line", [FOLLOW, MONEY])
def test_html_and_markdown(told, line, tmp_path: Path):
    file = tmp_path / "page.html"
    code, out, err = told(*line, "--html", str(file))
    assert (code, out) == (0, "")
    assert "Open it in a browser" in err
    assert file.read_text(encoding="utf-8").startswith("<!doctype html>")
    code, out, _ = told(*line, "--md")
    assert code == 0
    assert out.startswith("# ")


def test_names_are_taken_as_people_write_them(told):
    code, out, _ = told("follow", "citizens for a fine sentence")
    assert code == 0
    assert SPENDER in out


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        (("follow", "Nobody At All"), 2, "no committee and no network called"),
        (("follow", "PAC"), 2, " committees: "),
        (("follow", SPENDER, "--cycle", "2023"), 2, "cycle"),
        (("follow", SPENDER, "--cycle", "2020"), 3, "but of 2024"),
        (("follow", "aipac"), 3, "hustings fetch fec"),
        (("follow", SPENDER, "--json", "--md"), 2, "choose one of"),
        (("follow", SPENDER, "--html", "/nonexistent/x.html"), 2, "cannot be written"),
        (("money", "CA-99"), 2, "CA"),
        (("money", "CA-34", "--cycle", "2020"), 3, "no candidate totals"),
        (("money", "TX-1", "--cycle", "2024"), 3, "hustings fetch fec"),
    ],
)
def test_what_is_wrong_is_one_sentence(told, line, code, sentence):
    got, out, err = told(*line)
    assert got == code, err
    assert out == ""
    assert err.count("\n") == 1
    assert sentence in err


@pytest.mark.shared
class TestRealFiles:
    """The record of all the real files."""

    def test_the_two_shares_stand_side_by_side(self, told, full_record):
        code, out, _ = told(
            "money", "CA-34", "--cycle", "2020", "--json", "--record", str(full_record)
        )
        made = json.loads(out)
        figures = made["candidates"][0]["figures"]
        assert code == 0
        assert made["candidates"][0]["name"] == "Jimmy Gomez"
        assert figures["share_from_pacs"]["text"] == "70.5%"
        assert figures["share_not_small_dollar"]["text"] == "98.7%"
        _, out, _ = told("money", "CA-34", "--cycle", "2020", "--record", str(full_record))
        said = " ".join(out.split("Whose share")[0].split())
        assert (
            "70.5% of it came from PACs and other committees, and 98.7% from everything except"
            in said
        )

    def test_a_spender_without_rows_shows_its_reports(self, told, full_record):
        code, out, _ = told(
            "follow", "United Democracy Project", "--cycle", "2024", "--json",
            "--record", str(full_record),
        )  # fmt: skip
        made = json.loads(out)
        assert code == 0
        assert made["reported"]["committee_receipts"]["value"] == 68_432_283.98
        assert made["reported"]["reported_independent_expenditures"]["value"] == 35_597_367.46
        assert not made["out"]["from_rows"]
        assert any("hustings fetch fec --cycle 2024" in gap for gap in made["gaps"])

    def test_passed_on_gifts_are_not_its_own(self, told, full_record):
        _, out, _ = told("follow", "C00797670", "--cycle", "2024", "--record", str(full_record))
        assert "Most of it is earmarked gifts of people" in " ".join(out.split())

    def test_a_pac_of_2019(self, told, full_record):
        _, out, _ = told(
            "follow", "C00284885", "--cycle", "2020", "--json", "--record", str(full_record)
        )
        parties = {
            one["key"]: one["figure"]["value"]
            for one in json.loads(out)["gifts"]["by_party"]["parts"]
        }
        assert parties == {"REP": 112_500, "DEM": 50_000}
