"""`hustings vote`, `bill` and `compare` from the command line: forms, and one sentence for errors."""

from __future__ import annotations

import json

import pytest

from hustings.cli.app import run as hustings


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = hustings(arguments)
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.shared
@pytest.mark.parametrize(
    ("arguments", "said", "key"),
    [
        (("vote", "116-h109.2020", "--member", "Jimmy Gomez"),
         "Jimmy Gomez (CA-34) voted yea, with most Democrats", "roll_calls"),
        (("bill", "116-HR6515", "--member", "Jimmy Gomez"),
         "30 cosponsors, 8 of them from the day of introduction", "names"),
        (("compare", "Jimmy Gomez", "Ro Khanna", "--congress", "116th"),
         "voted alike in 98.8% of the 937 roll calls", "differences"),
    ],
)  # fmt: skip
def test_forms(full_record, capsys, tmp_path, arguments, said, key):
    record = ("--record", str(full_record))
    code, out, _ = run(capsys, *arguments, *record)
    assert code == 0
    assert said in " ".join(out.split())
    assert max(len(line) for line in out.splitlines()) <= 80
    code, out, _ = run(capsys, *arguments, "--json", *record)
    assert code == 0
    assert json.loads(out)[key]
    code, out, _ = run(capsys, *arguments, "--md", *record)
    assert code == 0
    assert out.startswith("# ")
    page = tmp_path / "page.html"
    code, _, _ = run(capsys, *arguments, "--html", str(page), *record)
    assert code == 0
    assert "<svg" in page.read_text(encoding="utf-8")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("arguments", "exit_code", "said"),
    [
        (("vote", "heroes"), 2, "is not a roll call"),
        (("vote", "118-h1.2023"), 3, "no roll call 118-h1.2023"),
        (("vote", "116-h109.2020", "--member", "Nobody Nowhere"), 2, "nobody called"),
        (("vote", "116-h109.2020", "--json", "--md"), 2, "choose one"),
        (("bill", "6515"), 2, "is not a bill id"),
        (("bill", "116-hr99999"), 3, "no bill 116-hr99999"),
        (("compare", "Jimmy Gomez", "Ro Khanna", "--congress", "x"), 2, "is not a Congress"),
        (("compare", "Jimmy Gomez", "Maxwell Frost", "--congress", "116"), 3, "was not in the"),
    ],
)
def test_what_is_wrong_is_one_sentence(full_record, capsys, arguments, exit_code, said):
    code, out, err = run(capsys, *arguments, "--record", str(full_record))
    assert (code, out) == (exit_code, "")
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [("vote", "116-h109"), ("bill", "116-hr6515"), ("compare", "G000585", "K000389")],
)
def test_the_sample_says_what_is_missing(monkeypatch, tmp_path, capsys, arguments):
    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path / "none"))
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (3, "")
    assert "the record has no" in err
    assert "hustings fetch" in err
