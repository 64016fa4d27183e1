"""Figures and lists of donors, on rows whose every number is known."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hustings.cli.app import app, run
from hustings.errors import NoData, RequestError
from hustings.measures import evaluate
from hustings.measures.donors import NOTICE
from hustings.record import Record
from hustings.record.donors.build import build
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.view import View

pytest.importorskip("splink")

ONE, OTHER = "C00000001", "C00000002"
#: Committee, memo code, transaction type, entity, name, city, ZIP, employer, occupation, amount.
ROWS = [
    (ONE, "", "15", "IND", "ABERNATHYSON, ROBERT J", "LAREDO", "780411234", "ACME MINING INC", "OWNER", 3300),
    (ONE, "", "15", "IND", "ABERNATHYSON, BOB", "LAREDO", "78041", "ACME MINING", "OWNER", 700),
    (ONE, "", "15", "IND", "ABERNATHYSON, RUTH", "LAREDO", "78041", "ACME MINING", "OWNER", 500),
    (ONE, "", "15E", "IND", "ZUCKERBROT, ANNA", "WACO", "76701", "RETIRED", "RETIRED", 250),
    (OTHER, "", "15", "IND", "ZUCKERBROT, ANNA", "WACO", "76701", "RETIRED", "RETIRED", 100),
    (ONE, "", "22Y", "IND", "ABERNATHYSON, ROBERT J", "LAREDO", "78041", "ACME MINING INC", "OWNER", 300),
    (ONE, "", "15", "IND", "QUISENBERRY, PAUL", "TYLER", "75701", "NONE", "RETIRED", 200),
    (ONE, "", "22Y", "IND", "QUISENBERRY, PAUL", "TYLER", "75701", "NONE", "RETIRED", 200),
    (ONE, "X", "15", "IND", "MEMOROW, MARY", "TYLER", "75701", "NONE", "RETIRED", 900),
    (ONE, "", "24T", "IND", "CONDUITROW, CARL", "TYLER", "75701", "NONE", "RETIRED", 800),
    (ONE, "", "15", "ORG", "PARTNERSHIP LP", "TYLER", "75701", "", "", 600),
    (ONE, "", "15", "IND", "=CMD, EVIL", "TYLER", "75702", "=1+1", "OWNER", 10),
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("donors")
    lines = [
        f"{committee}|N|Q1|P2020|2019|{kind}|{entity}|{name}|{city}|TX|{code}|{employer}|{trade}"
        f"|0{number % 9 + 1}152019|{usd}||A{number}|123|{memo}||{4_000_000_000_000_000_000 + number}"
        for number, (committee, memo, kind, entity, name, city, code, employer, trade, usd) in enumerate(ROWS)
    ]  # fmt: skip
    file = home / "itcont.txt"
    file.write_text("\n".join(lines) + "\n")
    record = Record(home / "record")
    wanted = [Wanted(item=item, scope={"cycle": "2020"}) for item in find([file])]
    assert [one.error for one in load_all(record, wanted)] == [None]
    with pytest.raises(NoData, match="hustings donors build --cycle 2020 --committee C00000001"):
        evaluate(record.view(), "donors_count", {"committee": ONE, "cycle": 2020})
    assert build(record, 2020).summary["rows"] == 9
    return record.folder


@pytest.fixture
def view(folder: Path) -> View:
    return Record(folder).view()


def test_people_are_counted_and_not_rows(view: View) -> None:
    """Robert is Bob and not his wife Ruth; who had all refunded is no donor; memos are out."""
    figure = evaluate(view, "donors_count", {"committee": ONE, "cycle": 2020})
    assert figure.value == 4
    assert figure.row_count == 8
    assert figure.caveats[0].startswith("8 rows resolved into 5 people at threshold 0.95; ")


def test_money_of_donors(view: View) -> None:
    asked = {"committee": ONE, "cycle": 2020}
    assert str(evaluate(view, "usd_from_donors", asked).value) == "4460.00"
    assert str(evaluate(view, "usd_from_top_donors", asked).value) == "4460.00"
    assert evaluate(view, "share_from_top_donors", asked).value == 1.0
    assert str(evaluate(view, "usd_per_donor", asked).value) == "1115.00"
    top = evaluate(view, "top_donors", asked)
    assert isinstance(top.value, list)
    assert "$3,700.00" in top.value[0]
    assert NOTICE in top.caveats
    assert "7804" not in json.dumps(top.to_json())


def test_donors_in_common(view: View) -> None:
    figure = evaluate(view, "donors_in_common", {"committee": ONE, "to": OTHER, "cycle": 2020})
    assert figure.value == 1
    assert figure.row_count == 2


def test_one_of_two_must_be_named(view: View) -> None:
    for given in ({}, {"committee": ONE, "candidate": "H2TX23082"}):
        with pytest.raises(RequestError, match="either a committee or a candidate"):
            evaluate(view, "donors_count", {**given, "cycle": 2020})


def listed(folder: Path, *arguments: str) -> str:
    found = CliRunner().invoke(app, ["donors", *arguments, "--record", str(folder)])
    assert found.exit_code == 0, found.output
    return found.output


def test_every_list_begins_with_the_notice(folder: Path, tmp_path: Path) -> None:
    shown = " ".join(listed(folder, ONE).split())
    assert shown.startswith(NOTICE)
    assert "Abernathyson" in shown
    told = json.loads(listed(folder, ONE, "--json", "--top", "2"))
    assert next(iter(told)) == "notice"
    assert [one["total_usd"] for one in told["donors"]] == [3700.0, 500.0]
    assert told["donors"][0]["gifts"] == 2
    file = tmp_path / "donors.csv"
    listed(folder, ONE, "--csv", str(file))
    text = file.read_text(encoding="utf-8")
    assert text.startswith(f"# {NOTICE}\n")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert len(rows) == 5
    assert sum(float(row["total_usd"]) for row in rows) == 4460.0
    assert not any(value.startswith("=") for row in rows for value in row.values())
    for private in ("78041", "76701", "zip", "street"):
        assert private not in text + shown + json.dumps(told)


def test_what_is_not_there_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["donors", "C00000009", "--record", str(folder)]) == 3
    assert "hustings donors build --cycle" in capsys.readouterr().err
    assert run(["donors", "Nobody At All", "--record", str(folder)]) == 2
    assert run(["donors", "build", "--cycle", "2019", "--record", str(folder)]) == 2
    assert run(["donors", "build", "--cycle", "2018", "--record", str(folder)]) == 3
    assert run(["donors", ONE, "--csv", str(folder), "--record", str(folder)]) == 2
