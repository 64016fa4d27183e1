"""Filed lines against itemised rows: to the cent where the files are whole, with a reason where not."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from hustings.errors import NoData, RequestError
from hustings.measures import evaluate
from hustings.measures.listings import giver_kinds, top_givers
from hustings.measures.reconciliation import reconciled_lines
from hustings.record import Record
from hustings.record.loading import load_all
from hustings.record.view import View

pytestmark = pytest.mark.shared

#: Real filings that are whole, by the number in the file's name, with the sums that others measured.
FILINGS = {
    "fecfile/1229017.fec": {"11AI": "9364.17", "11C": "37153.41"},
    "FastFEC/1544132.fec.gz": {"11AI": "301030.36", "11C": "9000", "12": "6000"},
    "FastFEC/1550126.fec": {"11AI": "2500"},
    "FastFEC/1550548.fec": {"11AI": "103071.78"},
    "Fech/82094.fec": {"11AI": "2500", "11C": "9500"},
    "fec-parse/34411.fec": {"11AI": "56998"},
    "fecfile/27789.fec.gz": {"11AI": "149408.52"},
    "Fech/467627.fec": {"11AI": "299728.36"},
    "Fech/767339.fec": {"11AI": "307593.36", "11C": "84820.10"},
    "Fech/780387.fec": {"11AI": "15402"},
    "Fech/723604.fec": {"17A": "250"},
    "fec-parse/1135558.fec.gz": {"11AI": "276800.45"},
}
#: What of Schedule A is left on a line, where anything is, and the word that tells why.
LEFT = {
    ("467627", "11AI"): ("-350.00", "Memo rows"),
    ("467627", "11A"): ("-350.00", "Memo rows"),
    ("780387", "15"): ("50.00", "need not be itemised"),
    ("723604", "16"): ("1000000.00", "No row"),
    ("723604", "17A"): ("138200.00", ""),  # cut down on purpose, which nothing in it says
    ("723604", "17C"): ("68.16", "No row"),
    ("1135558", "11AI"): ("-276798.00", "on paper"),
}


@pytest.fixture(scope="module")
def filings(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    folder = tmp_path_factory.mktemp("filings")
    for name in FILINGS:
        shutil.copy(shared_data / "fec" / "filings" / name, folder)
    record = Record(folder / "record")
    outcomes = load_all(record, _requests(folder))
    assert [str(one.error) for one in outcomes if one.error] == []
    return record.view()


def _requests(folder: Path):
    from hustings.record import plan

    (folder / "plan.yml").write_text("files:\n  - {file: '*.fec*'}\n")
    return plan.read(folder / "plan.yml")


@pytest.fixture(scope="module")
def full(full_record: Path) -> View:
    return Record(full_record).view()


def parts(view: View, **params) -> tuple[Decimal, ...]:
    figure = evaluate(view, "reconciliation", params)
    return (*(Decimal(str(part.value)) for part in figure.parts), Decimal(str(figure.value)))


def test_each_whole_filing_adds_up_or_says_why(filings):
    left = {}
    for name, sums in FILINGS.items():
        number = Path(name).name.split(".")[0]
        lines = {one.params["line"]: one for one in reconciled_lines(filings, filing=number)}
        for line, usd in sums.items():
            assert lines[line].parts[1].value == Decimal(usd), (number, line)
        receipts = {
            row[0]
            for row in filings.query(
                "select l.form_line from form_lines as l join filings as f "
                "on starts_with(f.form, l.form) and (l.form <> 'F3' or substr(f.form, 3, 1) not in "
                "('P', 'X')) where f.filing_id = $filing and (l.schedule = 'A' or l.form_line = '11A')",
                {"filing": number},
            )
        }
        assert receipts
        left |= {
            (number, line): (str(figure.value), " ".join(figure.caveats))
            for line, figure in lines.items()
            if line in receipts and figure.value
        }
    assert set(left) == set(LEFT)
    for key, (usd, why) in LEFT.items():
        assert left[key][0] == usd, key
        assert why in left[key][1], key


def test_an_amended_filing_does_not_count(filings):
    live = filings.query("select distinct filing_id from counted_itemizations order by filing_id")
    assert ("467627",) not in live
    assert ("767339",) in live
    assert filings.query("select count(*) from counted_itemizations where memo") == [(0,)]
    (rows,) = filings.query(
        "select sum(amount_usd) from counted_itemizations where filer_id = 'C00441451' "
        "and form = 'F3' and form_line = '11AI' and schedule = 'A'"
    )
    assert rows == (Decimal("307593.36"),)


@pytest.mark.parametrize(
    ("candidate", "committee", "line", "usd"),
    [
        ("H2TX23082", None, "11C", "1181408.53"),
        ("H2TX23082", None, "11D", "18000"),
        ("H8SC05158", None, "11c", "230700"),
        ("H4LA06211", "C00868513", "11C", "126182.80"),
        ("H4LA06211", "C00868513", "11D", "1100"),
    ],
)
def test_exports_agree_with_the_candidates_totals_to_the_cent(
    full, candidate, committee, line, usd
):
    more = {"committee": committee} if committee else {}
    asked = {"candidate": candidate, "cycle": 2024, "line": line, **more}
    assert parts(full, **asked) == (Decimal(usd), Decimal(usd), 0, 0)
    assert evaluate(full, "reconciliation", asked).caveats == ()


@pytest.mark.parametrize(
    ("candidate", "committee", "filed", "itemized"),
    [
        ("H2TX23082", None, "1261629.11", "1243612.88"),
        ("H8SC05158", None, "164177.58", "134357.52"),
        ("H4LA06211", "C00868513", "1107541.71", "1093194.25"),
    ],
)
def test_what_is_left_of_gifts_of_individuals_need_not_be_itemised(
    full, candidate, committee, filed, itemized
):
    more = {"committee": committee} if committee else {}
    figure = evaluate(
        full, "reconciliation", {"candidate": candidate, "cycle": 2024, "line": "11A", **more}
    )
    assert [str(part.value) for part in figure.parts[:2]] == [filed, itemized]
    assert figure.value == Decimal(filed) - Decimal(itemized)
    assert any("need not be itemised" in said for said in figure.caveats)


def test_a_candidate_without_a_known_committee_is_not_a_residual(full):
    with pytest.raises(NoData, match="Name the committee"):
        evaluate(full, "reconciliation", {"candidate": "H4LA06211", "cycle": 2024, "line": "11C"})
    with pytest.raises(RequestError, match="a candidate or a committee"):
        evaluate(full, "reconciliation", {"line": "11C"})
    with pytest.raises(RequestError, match="not a line"):
        evaluate(full, "reconciliation", {"filing": "467627", "line": "eleven"})


def test_half_yearly_pacs_are_what_is_left_in_april(full):
    from datetime import date

    then = Record(full_record_of(full)).view(date(2023, 4, 30))
    figure = evaluate(then, "pac_receipts_unlisted", {"candidate": "H8CA34266", "cycle": 2024})
    assert [part.value for part in figure.parts] == [97_000, 27_000]
    assert figure.value == 70_000
    assert "twice a year" in figure.caveats[0]


def full_record_of(view: View) -> Path:
    (file,) = view.origin.files["schedule_a"][:1]
    return file.parents[2]


def test_gifts_by_kind_are_the_list(full):
    whole = evaluate(full, "pac_receipts", {"candidate": "H8CA34266", "cycle": 2024})
    kinds = ["corporation", "trade", "labor", "leadership", "campaign", "unconnected"]
    of_kinds = [
        evaluate(
            full, "pac_receipts", {"candidate": "H8CA34266", "cycle": 2024, "kind": kind}
        ).value
        for kind in kinds
    ]
    assert whole.value == sum(of_kinds) == 27_000
    assert "Gifts taken back are subtracted: $1,000.00." in whole.caveats


def test_gifts_of_a_committee_and_of_its_network(full):
    asked = {"to": "S2TX00312", "cycle": 2024}
    alone = evaluate(full, "contributions_between", {**asked, "committee": "C00797670"})
    network = evaluate(full, "contributions_between", {**asked, "network": "aipac"})
    assert alone.value == network.value == 5_000
    with pytest.raises(RequestError, match="one of them alone"):
        evaluate(full, "contributions_between", asked)


def test_no_gift_is_a_zero_that_cites_the_file_and_an_unknown_id_is_none(full):
    asked = {"to": "H8CA34266", "network": "aipac"}
    figure = evaluate(full, "contributions_between", {**asked, "cycle": 2024})
    assert (figure.value, figure.row_count) == (0, 1)
    assert [one.source for one in figure.citations] == ["fec.itpas2"]
    assert figure.caveats == ("No such gift is in the file of the cycle that the record holds.",)
    kind = {"candidate": "H8CA34266", "cycle": 2024, "kind": "cooperative"}
    assert evaluate(full, "pac_receipts", kind).value == 0
    # Without the file, or of somebody whom no file knows, there is no answer.
    for name, params in [
        ("contributions_between", {**asked, "cycle": 2018}),
        ("contributions_between", {"to": "H8CA34266", "committee": "C99999999", "cycle": 2024}),
        ("contributions_between", {**asked, "to": "H9ZZ99999", "cycle": 2024}),
        ("pac_receipts", {"candidate": "H9ZZ99999", "cycle": 2024}),
    ]:
        with pytest.raises(NoData):
            evaluate(full, name, params)


def test_a_share_names_the_one_it_is_mistaken_for(full_record, monkeypatch, capsys):
    from hustings.cli.app import run

    monkeypatch.setenv("HUSTINGS_RECORD", str(full_record))
    assert run(["figure", "share_from_pacs", "candidate=Jimmy Gomez", "cycle=2020"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("70.5%")
    assert "Not to be mistaken for share_not_small_dollar: 98.7%." in said


def test_the_top_givers_are_listed_by_what_they_gave(full):
    givers = top_givers(full, "H8CA34266", 2024, limit=5)
    sums = [
        evaluate(
            full,
            "contributions_between",
            {"committee": one["committee_id"], "to": "H8CA34266", "cycle": 2024},
        ).value
        for one in givers
    ]
    assert sums == sorted(sums, reverse=True)
    assert (givers[0]["name"], givers[0]["kind"], sums[0]) == (
        "PAC TO THE FUTURE", "leadership", 5_000,
    )  # fmt: skip
    kinds = giver_kinds(full, "H8CA34266", 2024)
    assert set(kinds) == {"corporation", "trade", "labor", "leadership", "campaign", "unconnected"}
