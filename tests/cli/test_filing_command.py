"""`hustings filing`: a summary whose sums are known, and one plain line where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.cli.app import run

FILINGS = Path(__file__).parents[2] / ".." / "shared" / "data" / "fec" / "filings"


def _made(folder: Path, *rows: list[str], name: str = "7.fec") -> str:
    file = folder / name
    file.write_text("".join("\x1c".join(row) + "\n" for row in rows), encoding="utf-8")
    return str(file)


HEADER = ["HDR", "FEC", "8.3", "Test", "1"]


def _receipt(line: str, amount: str, memo: str = "") -> list[str]:
    row = [""] * 45
    row[0], row[7], row[12], row[20], row[42] = line, "Doe", "12 Hidden Lane", amount, memo
    return row


def test_sums_and_residuals_of_a_made_filing(tmp_path, capsys) -> None:
    cover = [""] * 93
    cover[0], cover[1], cover[2] = "F3N", "C00000001", "Some [red]Committee"
    cover[32], cover[36] = "150.00", "20.00"
    file = _made(
        tmp_path, HEADER, cover, _receipt("SA11AI", "100.10"), _receipt("SA11ai", "40.00"),
        _receipt("SA11A1", "9.99", "X"), ["TEXT", "C00000001"], ["ZZ", "x"],
    )  # fmt: skip
    assert run(["filing", file, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["filing"]["committee_name"] == "Some [red]Committee"
    assert told["sums"] == [
        {"schedule": "A", "form_line": "11AI", "rows": 2, "sum_usd": 140.1, "memo_rows": 1,
         "memo_usd": 9.99}
    ]  # fmt: skip
    assert {one["form_line"]: one["residual_usd"] for one in told["comparisons"]} == {
        "11AI": 9.9, "11C": 20.0,
    }  # fmt: skip
    assert told["rejected"] == {"not a kind of row of version 8.3": 1}
    assert run(["filing", file]) == 0
    out = capsys.readouterr().out
    assert "Some [red]Committee (C00000001)" in out
    assert "Hidden" not in out
    assert "9.90" in out


def test_what_is_no_filing_is_one_plain_line(tmp_path, capsys) -> None:
    asked = {
        "": "name one filing",
        str(tmp_path): "name one filing",
        str(tmp_path / "none.fec"): "no file or folder",
        _made(tmp_path, ["a", "b"], name="1.fec"): "does not begin with a header",
        _made(tmp_path, name="2.fec"): "empty",
        _made(tmp_path, HEADER, name="3.fec"): "no form follows",
        _made(tmp_path, ["HDR", "FEC", "180.5"], ["F3N", "x"], name="4.fec"): "'180.5'",
    }
    for file, said in asked.items():
        assert run(["filing", file]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert said in told.err
        assert told.err.count("\n") == 1


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rows"),
    [
        ("fecfile/1229017.fec", {"11AI": (9364.17, 0.0), "11C": (37153.41, 0.0)}),
        (
            "FastFEC/1544132.fec.gz",
            {"11AI": (301030.36, 0.0), "11C": (9000.0, 0.0), "12": (6000.0, 0.0)},
        ),
        ("Fech/467627.fec", {"11AI": (299728.36, -350.0), "11C": (84820.1, 0.0)}),
    ],
)
def test_real_filings_against_their_covers(shared_data, capsys, file: str, rows: object) -> None:
    assert run(["filing", str(FILINGS / file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert rows == {
        one["form_line"]: (one["itemized_usd"], one["residual_usd"]) for one in told["comparisons"]
    }


@pytest.mark.shared
def test_a_zip_of_many_is_not_one_filing(shared_data, capsys) -> None:
    assert run(["filing", str(FILINGS / "fecfile" / "20180616.zip")]) == 2
    assert "holds 52 files" in capsys.readouterr().err
