"""The product `bill`: known bills of the 116th Congress, who joined when, and after whom."""

from __future__ import annotations

import pytest

from hustings.errors import NoData, RequestError, UnknownName
from hustings.measures import evaluate
from hustings.products import bill as bills
from hustings.products.bill_page import MOST, bill_json, bill_page
from hustings.products.charts.joined import joined_chart
from hustings.products.layout.html import page_html
from hustings.products.layout.markdown import page_markdown
from hustings.products.layout.model import plain
from hustings.record import Record
from tests.products.dossiers import sample


@pytest.fixture(scope="module")
def view(full_record):
    return Record(full_record).view()


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "sponsor", "cosponsors", "original"),
    [("116-hr6515", "Ilhan Omar", 30, 8), ("116-hr6314", "Denny Heck", 10, None),
     ("116-hr1384", "Pramila Jayapal", 118, 106)],
)  # fmt: skip
def test_who_stands_behind_a_bill(view, name, sponsor, cosponsors, original):
    made = bills.build(view, name)
    assert made.names[0]["name"] == made.sponsor.value == sponsor
    assert made.counts["cosponsor_count"].value == cosponsors == len(made.cosponsors)
    counted = sum(one["role"] == "original" for one in made.names)
    assert made.counts["original_cosponsor_count"].value == counted
    if original is not None:
        assert counted == original
    assert made.stage.value == "introduced"
    page = bill_page(made)
    (grid,) = (one for part in page.sections for one in part.grids if one.id == "joined-days")
    assert grid.lines[-1].cells[2] == f"{cosponsors}"


@pytest.mark.shared
def test_who_is_not_on_it_and_who_was_first(view):
    made = bills.build(view, "116-hr6515", "Jimmy Gomez")
    assert made.asked.row is None
    assert made.asked.on.value is False
    assert "Jimmy Gomez is not among them" in plain(bill_page(made).lede[-1])
    made = bills.build(view, "116-hr1384", "Jimmy Gomez")
    assert made.asked.row["role"] == "original"
    assert made.asked.row["date"].isoformat() == "2019-02-27"
    assert (made.asked.place.value, made.asked.earlier) == (1, ())
    assert "Nobody cosponsored it on an earlier day" in plain(bill_page(made).lede[-1])


@pytest.mark.shared
def test_place_and_who_came_before_agree(view):
    made = bills.build(view, "116-hr6515", "James McGovern")
    assert made.asked.place.value == 30 == len(made.asked.earlier) + 1
    assert "as number 30 of 30" in plain(bill_page(made).lede[-1])
    found = bill_json(made)["member"]
    assert found["role"] == "later"
    assert len(found["earlier"]) == 29
    sponsor = bills.build(view, "116-hr6515", "Ilhan Omar")
    assert "is its sponsor" in plain(bill_page(sponsor).lede[-1])


@pytest.mark.shared
def test_a_name_that_was_withdrawn_is_shown_as_that(view):
    made = bills.build(view, "116-hr51", "Jefferson Van Drew")
    assert made.counts["withdrawn_cosponsor_count"].value == 1
    assert made.counts["cosponsor_count"].value == 227 == len(made.cosponsors) - 1
    # A Democrat on the day, who changed his party later.
    assert made.asked.row["party"] == "DEM"
    said = plain(bill_page(made).lede[-1])
    assert "withdrew on 10 February 2020" in said
    assert "rings" in joined_chart(made).note


@pytest.mark.shared
def test_roll_calls_on_a_bill(view):
    made = bills.build(view, "116-hr6800")
    assert made.sponsor.value == "Nita M. Lowey"
    assert made.stage.detail["passed_house"].isoformat() == "2020-05-15"
    assert [one.vote for one in made.calls] == ["116-h108.2020", "116-h109.2020"]
    passage = made.calls[-1].figures
    assert {name: one.value for name, one in passage.items()} == {
        "vote_yeas": 208, "vote_yeas DEM": 207, "vote_yeas REP": 1,
        "vote_nays": 199, "vote_nays DEM": 14, "vote_nays REP": 184,
    }  # fmt: skip
    (grid,) = (one for part in bill_page(made).sections for one in part.grids
               if one.id == "roll-calls")  # fmt: skip
    assert [cell.text for cell in grid.lines[-2].cells[1:]] == ["208", "207", "1"]
    assert [cell.text for cell in grid.lines[-1].cells[1:]] == ["199", "14", "184"]
    assert "116-h109.2020" in page_markdown(bill_page(made))
    # All names are of one day: nothing to draw.
    assert joined_chart(made) is None


@pytest.mark.shared
def test_many_roll_calls_are_cut_and_all_are_in_the_json(view):
    made = bills.build(view, "116-hr2740")
    assert len(made.calls) > MOST
    assert len(bill_json(made)["roll_calls"]) == len(made.calls)
    assert f"The last {MOST} of {len(made.calls)}" in page_markdown(bill_page(made))


@pytest.mark.shared
def test_figures_and_rows_agree_on_many_bills(view):
    """Counts against the listed names, and parts that must add up, of bills of every kind."""
    names = [row[0] for row in view.query(
        "select bill from bills_in_force where congress = 116 order by md5(bill), bill limit 60"
    )]  # fmt: skip
    for name in names:
        made = bills.build(view, name)
        found = {measure: one.value for measure, one in made.counts.items()}
        roles = [one["role"] for one in made.names]
        assert roles.count("sponsor") == (made.sponsor is not None)
        assert found["cosponsor_count"] == roles.count("original") + roles.count("later")
        assert found["withdrawn_cosponsor_count"] == roles.count("withdrawn")
        assert len({one["bioguide"] for one in made.names}) == len(made.names)
        assert all(one["party"] for one in made.names)
        page_html(bill_page(made))


@pytest.mark.shared
def test_the_chart_and_the_json(view):
    made = bills.build(view, "116-hr6515")
    chart = joined_chart(made)
    assert chart.alt == "31 names on 116-hr6515: 9 by 17 April 2020, the last on 1 July 2020."
    found = bill_json(made)
    assert found["cosponsor_count"] == evaluate(
        view, "cosponsor_count", {"bill": "116-hr6515"}
    ).to_json()  # fmt: skip
    assert [one["role"] for one in found["names"]].count("original") == 8


@pytest.mark.shared
def test_what_is_not_there_is_said(view):
    with pytest.raises(RequestError, match="not a bill"):
        bills.build(view, "HR 6515")
    with pytest.raises(NoData, match="no bill 116-hr99999"):
        bills.build(view, "116-hr99999")
    with pytest.raises(NoData, match="no bill 118-hr1"):
        bills.build(view, "118-hr1")
    with pytest.raises(UnknownName, match="nobody called"):
        bills.build(view, "116-hr6515", "Jimmy Nobody")


def test_the_sample_has_no_bills_and_says_what_to_load():
    view, _ = sample()
    with pytest.raises(NoData, match="no bill 116-hr6515") as problem:
        bills.build(view, "116-hr6515")
    assert "hustings" in problem.value.next_step
