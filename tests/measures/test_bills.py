"""Bills: the known figures of the 116th Congress, and one answer where several files have a bill."""

from __future__ import annotations

from pathlib import Path

import pytest

from hustings.errors import NoData, RequestError
from hustings.measures import evaluate
from hustings.record import Record, plan
from hustings.record.loading import load_all
from hustings.record.view import View

GOMEZ = "G000585"
PLAN = """
files:
  - {{file: {0}/legislators-current.2020-12-01.yaml.gz, source: congress.legislators}}
  - {{file: {0}/H116_members.csv, source: congress.voteview_members, as_of: 2026-06-15}}
  - {{file: {0}/{1}, as_of: 2020-12-30}}
  - {{file: {0}/samples/BILLSTATUS-116hr*.xml}}
"""


def loaded(folder: Path, files: Path, bills: str) -> View:
    (folder / "plan.yml").write_text(PLAN.format(files / "congress", bills))
    outcomes = load_all(Record(folder / "record"), plan.read(folder / "plan.yml"))
    assert [one.error for one in outcomes if one.error] == []
    return Record(folder / "record").view()


@pytest.fixture(scope="module")
def bills(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> View:
    """All bills of the 116th, and four of them as GPO printed their status before."""
    return loaded(tmp_path_factory.mktemp("bills"), shared_data, "bills_116.ndjson.gz")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("bill", "sponsor", "cosponsors", "original", "gomez"),
    [
        ("116-hr6515", "Ilhan Omar", 30, 8, False),
        ("116-hr6314", "Denny Heck", 10, 3, False),
        ("116-hr1384", "Pramila Jayapal", 118, 106, True),
        ("116-hr6800", "Nita M. Lowey", 11, 11, False),
    ],
)
def test_whose_bill_and_who_stands_behind_it(
    bills: View, bill: str, sponsor: str, cosponsors: int, original: int, gomez: bool
) -> None:
    assert evaluate(bills, "bill_sponsor", {"bill": bill}).value == sponsor
    count = evaluate(bills, "cosponsor_count", {"bill": bill})
    assert (count.value, count.detail["original"]) == (cosponsors, original)
    assert len(count.citations) == 1
    asked = evaluate(bills, "cosponsored", {"bill": bill, "member": GOMEZ})
    assert asked.value is gomez
    if gomez:
        assert (asked.detail["role"], str(asked.detail["date"])) == ("original", "2019-02-27")


@pytest.mark.shared
def test_a_sponsor_is_no_cosponsor_and_a_sentence_says_so(bills: View) -> None:
    asked = evaluate(bills, "cosponsored", {"bill": "116-hr1384", "member": "J000298"})
    assert asked.value is False
    assert "The member is the bill's sponsor." in asked.caveats


@pytest.mark.shared
def test_what_passed_the_house(bills: View) -> None:
    passed = evaluate(bills, "bill_passed_house", {"bill": "116-H.R. 6800"})
    assert str(passed.value) == "2020-05-15"
    with pytest.raises(NoData) as unpassed:
        evaluate(bills, "bill_passed_house", {"bill": "116-hr6515"})
    assert str(unpassed.value) == (
        "the record holds 116-hr6515 (introduced), and the House has not passed it as of 2020-12-30."
    )
    with pytest.raises(NoData, match="hustings fetch bill bill=117-hr1"):
        evaluate(bills, "bill_passed_house", {"bill": "117-hr1"})
    with pytest.raises(RequestError, match="One looks like 116-hr6515"):
        evaluate(bills, "bill_passed_house", {"bill": "the Heroes Act"})


@pytest.mark.shared
def test_cosponsorships_of_gomez_and_those_across_the_aisle(bills: View) -> None:
    figure = evaluate(bills, "cosponsorships", {"member": GOMEZ, "congress": 116})
    assert (figure.value, figure.detail["across"]) == (376, 18)


@pytest.mark.shared
def test_how_far_the_bills_of_the_116th_got(bills: View) -> None:
    stages = dict(bills.query("select stage, count(*) from bill_progress group by 1"))
    assert sum(stages.values()) == 16_505
    assert stages["law"] == 260
    # Every representative's party is known; no file of senators is loaded.
    assert bills.query(
        "select bill[5:5], count(*), count(across) from cosponsorships group by 1 order by 1"
    ) == [("h", 177_136, 177_136), ("s", 40_290, 0)]


@pytest.mark.shared
def test_one_file_answers_for_a_bill_that_several_have(shared_data: Path, tmp_path: Path) -> None:
    """The statuses of HR 6515 are of 13 July and 30 December: the later one answers."""
    view = loaded(tmp_path, shared_data, "samples/hr6515-116.json")
    assert view.query("select count(*) from bills") == [(5,)]
    assert view.query("select count(*) from bills_in_force") == [(4,)]
    figure = evaluate(view, "cosponsor_count", {"bill": "116-hr6515"})
    assert (figure.value, figure.row_count) == (30, 31)
    assert [one.source for one in figure.citations] == ["congress.bills"]
    other = evaluate(view, "cosponsor_count", {"bill": "116-hr1384"})
    assert [one.source for one in other.citations] == ["congress.billstatus"]
