"""Counts that move: known facts of California's primary of March 2024, on the real snapshots."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hustings.errors import NoData, RequestError
from hustings.measures import evaluate
from hustings.measures.evaluation import evidence
from hustings.measures.params import read_moment
from hustings.record import Record, View

pytestmark = pytest.mark.shared

PRIMARY = {"cycle": 2024, "round": "primary"}


@pytest.fixture(scope="module")
def record(full_record: Path) -> Record:
    return Record(full_record)


@pytest.fixture(scope="module")
def view(record: Record) -> View:
    return record.view()


def value(view: View, measure: str, race: str, **more):
    return evaluate(view, measure, {"race": race, **PRIMARY, **more}).value


def test_the_first_two_changed_in_seven_contests_and_the_lead_in_two(view):
    races = [f"CA-{number}" for number in range(1, 53)]
    changed = {one for one in races if value(view, "top_two_changes", one)}
    assert changed == {f"CA-{n}" for n in (16, 20, 22, 25, 36, 37, 48)}
    assert {one for one in races if value(view, "lead_changes", one)} == {"CA-20", "CA-28"}


def test_five_counts_went_down(view):
    down = {one: many for n in range(1, 53)
            if (many := value(view, "counts_down", one := f"CA-{n}"))}  # fmt: skip
    assert down == {"CA-1": 4, "CA-2": 1}
    figure = evaluate(view, "counts_down", {"race": "CA-1", **PRIMARY})
    lower = [row for row in evidence(view, figure) if (row["change"] or 0) < 0]
    assert sorted(row["candidate"] for row in lower) == [
        "Doug LaMalfa", "Doug LaMalfa", "Mike Doran", "Rose Penelope Yee",
    ]  # fmt: skip


def test_ca16_ends_in_a_tie_for_second_and_three_advance(view):
    for name in ("Evan Low", "Joe Simitian"):
        assert value(view, "votes_so_far", "CA-16", candidate=name) == 30_249
    assert value(view, "top_two_changes", "CA-16") == 6
    assert len(value(view, "advancing", "CA-16")) == 3


def test_ca45_second_by_367(view):
    rows = view.query(
        "select votes from count_series where district = 'CA-45' and cycle = 2024 "
        "and round = 'primary' qualify counted_at = max(counted_at) over () order by votes desc"
    )
    votes = [row[0] for row in rows]
    assert votes[1:3] == [22_546, 22_179]
    assert votes[1] - votes[2] == 367


def test_ca34_first_count_is_a_third_of_the_final_vote(view):
    first = "2024-03-05T20:54:45-08:00"
    assert value(view, "votes_counted", "CA-34", at=first) == 30_229
    share = evaluate(view, "share_counted_of_final", {"race": "CA-34", **PRIMARY, "at": first})
    assert share.value == pytest.approx(0.3716, abs=0.0001)
    assert [part.value for part in share.parts] == [30_229, 81_344]
    assert value(view, "votes_counted", "CA-34") == 81_344


def test_an_earlier_record_counts_the_same_as_an_earlier_moment(record, view):
    then = record.view(date(2024, 3, 8))
    assert value(then, "votes_counted", "CA-16") == 110_251
    assert value(view, "votes_counted", "CA-16", at="2024-03-08") == 110_251


def test_a_figure_rests_on_the_rows_of_one_moment_and_one_file(view):
    figure = evaluate(view, "votes_counted", {"race": "CA-34", **PRIMARY, "at": "2024-03-07"})
    rows = evidence(view, figure)
    assert len(rows) == figure.row_count == 5
    assert len({(row["snapshot"], row["counted_at"]) for row in rows}) == 1
    assert sum(row["votes"] for row in rows) == figure.value
    assert "not certified" in figure.caveats[0]


def test_county_releases_answer_where_the_state_has_none(view):
    general = {"race": "CA-34", "cycle": 2024, "round": "general"}
    assert evaluate(view, "votes_counted", general).value == 185_876
    assert evaluate(view, "lead_changes", general).value == 0


def test_before_the_first_count_there_is_no_data(view):
    with pytest.raises(NoData):
        value(view, "votes_counted", "CA-34", at="2024-03-05T21:00")


@pytest.mark.parametrize(
    ("written", "read"),
    [("2024-03-08", "2024-03-08 23:59:59"), ("2024-03-05T20:54-08:00", "2024-03-06 04:54:00"),
     ("2024-03-06 04:54:45", "2024-03-06 04:54:45")],
)  # fmt: skip
def test_moments_are_utc(written, read):
    assert read_moment(written) == read


@pytest.mark.parametrize(
    "written", ["", "soon", "2024-13-01", "2024-02-30", "12", "9999-12-31T23:59-23:00"]
)
def test_what_is_no_time_is_refused(written):
    with pytest.raises(RequestError, match="is not a time"):
        read_moment(written)
