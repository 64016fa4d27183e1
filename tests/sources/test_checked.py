"""Strict reading of single fields and of headings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from places_helpers import VALUES

from hustings.sources.checked import Fields, LeftOut, Unreadable, leave_out, shown
from hustings.sources.pages import page, pages
from hustings.tables import table


def field(value: object) -> Fields:
    return Fields({"x": value})


@pytest.mark.parametrize(
    ("value", "whole"),
    [("34", 34), ("34.0", 34), (34, 34), (34.0, 34), ("156,740", 156740), (" 7 ", 7), ("-1", -1)],
)
def test_whole_numbers(value: object, whole: int) -> None:
    assert field(value).whole("x") == whole


@pytest.mark.parametrize(
    "value",
    ["3.5", "1,23", "12,3456", "1_000", "٣", "", None, True, 2.5, "1e3", float("nan"), 10**16, []],
)
def test_what_is_no_whole_number(value: object) -> None:
    with pytest.raises(Unreadable, match="x"):
        field(value).whole("x")


@pytest.mark.parametrize("value", ["inf", "nan", "1,5", "0x1", True, float("inf"), {}, "1e999"])
def test_what_is_no_number(value: object) -> None:
    with pytest.raises(Unreadable, match="is not a number"):
        field(value).number("x")


def test_shares_are_fractions_made_without_binary_detours() -> None:
    assert field("14.1").share("x", percent=True) == Decimal("0.141")
    assert field("41.41%").share("x", percent=True) == Decimal("0.4141")
    assert field("0.14521112255406796").share("x") == Decimal("0.145211")
    assert field(0.29117).share("x") == Decimal("0.29117")
    for wrong in ("141", "-1", "14.1%%"):
        with pytest.raises(Unreadable, match="x"):
            field(wrong).share("x", percent=True)


def test_days() -> None:
    assert field("2017-07-11").day("x") == date(2017, 7, 11)
    assert field(date(2017, 7, 11)).day("x") == date(2017, 7, 11)
    for wrong in ("20170711", "2017-02-30", "2017-W01-1", 2017, ""):
        with pytest.raises(Unreadable):
            field(wrong).day("x")


def test_a_bad_value_is_named_with_its_field() -> None:
    with pytest.raises(Unreadable, match="district_code 'N/A' is not a whole number"):
        Fields({"district_code": "N/A"}).whole("district_code")


def test_rules_leave_units_out_by_name() -> None:
    rules = [{"field": "Race", "fits": "-Sen", "reason": "a Senate race"}]
    with pytest.raises(LeftOut, match="a Senate race"):
        leave_out(Fields({"Race": "CA-Sen (Special)"}), rules)
    leave_out(Fields({"Race": "CA-34"}), rules)


@given(VALUES)
def test_every_value_is_taken_or_refused(value: object) -> None:
    for take in (Fields.text, Fields.whole, Fields.number, Fields.share, Fields.day, Fields.part):
        said = "x"
        try:
            take(field(value), "x")
        except Unreadable as problem:
            said = str(problem)
        assert said.encode().startswith(b"x")


def test_shown_values_are_short_however_large_they_are() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep, deep]
    assert len(shown(deep)) < 2_000
    assert len(shown("x" * 10**6)) < 200


@pytest.mark.parametrize(
    "name", [name for name in pages() if name.split(".")[0] == "districts"] + [
        "congress.legislators",
        "congress.legislators_historical",
        "congress.committees",
        "congress.committee_membership",
        "congress.voteview_members",
    ]
)  # fmt: skip
def test_pages_account_for_every_column(name: str) -> None:
    described = page(name)
    left = [column for column, value in described.columns.items() if not value]
    assert set(left) <= set(described.ignored), "a column is left out without a reason"
    taken = {column for column, value in described.columns.items() if value}
    assert not taken & set(described.ignored)
    columns = {column for name in described.tables for column in table(name).column_names}
    assert {value for value in described.columns.values() if value} <= columns
    for text in (described.title, described.publisher, described.about, described.licence):
        assert text
    assert described.about.startswith("https://")
    assert described.url.startswith("https://")
