"""`hustings filing`: a summary whose sums are known, and one plain line where there is none."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import csv

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
def test_a_days_zip_is_listed(shared_data, capsys) -> None:
    day = str(FILINGS / "fecfile" / "20180616.zip")
    assert run(["filing", day, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["filings"]
    assert len(told) == 52
    assert not [one for one in told if one["error"]]
    assert sum(two["rows"] + two["memo_rows"] for one in told for two in one["sums"]) == 3552
    assert run(["filing", day]) == 0
    shown = capsys.readouterr().out
    assert "1238403" in shown
    assert "3,552" in shown


def test_what_cannot_be_read_in_a_zip_is_told_beside_the_rest(tmp_path, capsys) -> None:
    good = Path(_made(tmp_path, HEADER, ["F3N", "C00000001"], _receipt("SA11AI", "1.00")))
    with zipfile.ZipFile(tmp_path / "day.zip", "w") as archive:
        archive.write(good, "7.fec")
        archive.writestr("8.fec", "<html>not found</html>\n")
    assert run(["filing", str(tmp_path / "day.zip")]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Not read: day.zip:8.fec: it is not an electronic filing" in shown
    assert "1 filings in all 1 0" in shown


def test_too_little_memory_is_said_in_a_sentence(tmp_path, capsys, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("hustings.products.filing_summary.summarise_input", full)
    assert run(["filing", _made(tmp_path, HEADER)]) == 1
    assert capsys.readouterr().err.startswith("hustings: there is not enough memory")


# Export


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_an_export_has_every_row_and_no_street(tmp_path, capsys, form: str) -> None:
    file = _made(
        tmp_path, HEADER, ["F3N", "C00000001", "Some Committee"], _receipt("SA11AI", "100.10"),
        _receipt("SA12", "40.00", "X"), ["SB17", "C1", *[""] * 18, "7.25", *[""] * 23],
        ["ZZ", "x"], _receipt("SA11AI", "ten"),
    )  # fmt: skip
    folder = tmp_path / "rows"
    assert run(["filing", file, "--export", str(folder), "--format", form, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["export"]
    assert told["files"] == {
        f"filings.{form}": 1, f"schedule_a.{form}": 2, f"schedule_b.{form}": 1,
        f"rejects.{form}": 2,
    }  # fmt: skip
    assert {one.name for one in folder.iterdir()} == {*told["files"], "NOTICE.txt"}
    assert "30111(a)(4)" in (folder / "NOTICE.txt").read_text()
    read = pq.read_table if form == "parquet" else csv.read_csv
    rows = read(folder / f"schedule_a.{form}").to_pylist()
    assert [(row["line"], row["form_line"], row["memo"]) for row in rows] == [
        (3, "11AI", False), (4, "12", True),
    ]  # fmt: skip
    assert [f"{row['amount_usd']:.2f}" for row in rows] == ["100.10", "40.00"]
    for one in folder.iterdir():
        assert b"Hidden" not in one.read_bytes()
    assert not list(tmp_path.glob(".hustings-*"))


def test_an_export_writes_over_nothing_and_leaves_nothing_half_done(tmp_path, capsys) -> None:
    file = _made(tmp_path, HEADER, ["F3N", "C00000001"], _receipt("SA11AI", "1.00"))
    broken = _made(tmp_path, ["a", "b"], name="8.fec")
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    for asked, said in (
        ([file, "--export", str(full)], "not empty"),
        ([file, "--export", ""], "names no folder"),
        ([file, "--format", "csv"], "names no folder"),
        ([file, "--export", str(full / "mine.txt" / "x")], "cannot be written"),
        ([broken, "--export", str(tmp_path / "new")], "does not begin with a header"),
    ):
        assert run(["filing", *asked]) in {1, 2}
        told = capsys.readouterr()
        assert said in told.err
        assert told.err.count("\n") == 1
    assert [one.name for one in full.iterdir()] == ["mine.txt"]
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.glob(".hustings-*"))


@pytest.mark.shared
def test_an_export_of_a_day_adds_up_to_its_filings(shared_data, tmp_path, capsys) -> None:
    day = str(FILINGS / "fecfile" / "20180616.zip")
    assert run(["filing", day, "--export", str(tmp_path / "day"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["export"]["files"]["filings.parquet"] == 52
    rows = pq.read_table(tmp_path / "day" / "schedule_a.parquet")
    sums = [two for one in told["filings"] for two in one["sums"] if two["schedule"] == "A"]
    assert rows.num_rows == sum(one["rows"] + one["memo_rows"] for one in sums)
    real = [row["amount_usd"] for row in rows.to_pylist() if not row["memo"]]
    assert float(sum(real)) == pytest.approx(sum(one["sum_usd"] for one in sums), abs=0.005)
