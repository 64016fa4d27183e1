"""The product `roll_call`: the vote on the HEROES Act, a number of two sessions, a Speaker."""

from __future__ import annotations

import pytest

from hustings.errors import NoData, UnknownName
from hustings.measures import evaluate
from hustings.products import roll_call
from hustings.products.charts.sides import axis_chart, sides_chart
from hustings.products.layout.html import page_html
from hustings.products.layout.markdown import page_markdown
from hustings.products.layout.model import plain
from hustings.products.roll_call_page import roll_call_page, roll_calls_json
from hustings.record import Record
from tests.products.dossiers import sample

HEROES = "116-h109.2020"


@pytest.fixture(scope="module")
def view(full_record):
    return Record(full_record).view()


@pytest.mark.shared
def test_the_vote_on_the_heroes_act(view):
    (call,) = roll_call.build(view, HEROES, "Jimmy Gomez").calls
    assert [(one.party, one.yeas.value, one.nays.value, one.absences.value) for one in call.sides] == [
        ("DEM", 207, 14, 12), ("REP", 1, 184, 11), ("IND", 0, 1, 0),
    ]  # fmt: skip
    assert (call.yeas.value, call.nays.value, call.absences.value) == (208, 199, 23)
    assert (call.result.value, call.bill, call.date.isoformat()) == (
        "Passed", "116-hr6800", "2020-05-15",
    )  # fmt: skip
    democrats, republicans, _ = call.sides
    assert "Pramila Jayapal" in [one["name"] for one in democrats.left]
    assert [one["name"] for one in republicans.left] == ["Peter T. King"]
    assert call.asked.position.value == "yea"


@pytest.mark.shared
def test_counts_are_those_of_the_listed_members(view):
    for name in (HEROES, "116-h109.2019", "116-s33.2020", "116-h2.2019"):
        (call,) = roll_call.build(view, name).calls
        for side in call.sides:
            own = [one for one in call.members if one["party"] == side.party]
            counted = [sum(one["position"] == what for one in own)
                       for what in ("yea", "nay", "not voting")]  # fmt: skip
            assert counted == [side.yeas.value, side.nays.value, side.absences.value]
            assert len(side.absent) == side.absences.value
            if side.own:
                assert len(side.left) == side.left_figure.value
        assert sum(one.yeas.value for one in call.sides) == call.yeas.value
        assert sum(one.nays.value for one in call.sides) == call.nays.value
        assert sum(one.absences.value for one in call.sides) == call.absences.value


@pytest.mark.shared
def test_a_number_of_two_sessions_shows_both_and_says_why(view):
    found = roll_call.build(view, "116-h109")
    assert [one.vote for one in found.calls] == ["116-h109.2019", HEROES]
    page = roll_call_page(found)
    assert "numbers its roll calls anew" in plain(page.lede[0])
    assert [one.title.split(":")[0] for one in page.sections] == ["116-h109.2019", HEROES]
    assert len({grid.id for one in page.sections for grid in one.grids}) == 4
    text = page_html(page)
    for name in ("h109-116.2020", "116-h109.2020"):
        assert [one.vote for one in roll_call.build(view, name).calls] == [HEROES]
    assert text.count("<h2") == 2 + 2


@pytest.mark.shared
def test_a_speaker_is_elected_by_names(view):
    (call,) = roll_call.build(view, "117-h2.2021").calls
    assert call.candidates[:2] == (("Pelosi", 216), ("McCarthy", 209))
    page = roll_call_page(roll_call.build(view, "117-h2.2021", "Jimmy Gomez"))
    assert "named Pelosi" in plain(page.lede[-1])
    assert sides_chart(call) is None
    # Of the 116th the record has Voteview's yea and nay.
    (call,) = roll_call.build(view, "116-h2.2019").calls
    assert (call.yeas.value, call.nays.value) == (220, 210)
    assert "Voteview" in page_markdown(roll_call_page(roll_call.build(view, "116-h2.2019")))


@pytest.mark.shared
def test_charts_say_what_they_show(view):
    (call,) = roll_call.build(view, HEROES).calls
    bars, axis = sides_chart(call), axis_chart(call)
    assert bars.alt == (
        "Yea 208: 207 Democrats, 1 Republican; Nay 199: 14 Democrats, 184 Republicans, "
        "1 Independent; Not voting 23: 12 Democrats, 11 Republicans."
    )
    assert "Peter T. King" in axis.alt
    assert "As of" in axis.note or "as of" in axis.note
    (call,) = roll_call.build(view, HEROES, "Jimmy Gomez").calls
    assert "Jimmy Gomez" in axis_chart(call).alt
    # The record has no ideal points of Senators.
    (call,) = roll_call.build(view, "116-s33.2020").calls
    assert axis_chart(call) is None
    gaps = [gap for one in roll_call_page(roll_call.build(view, "116-s33.2020")).sections
            for gap in one.gaps]  # fmt: skip
    assert any("fetch voteview --congress 116" in one for one in gaps)


@pytest.mark.shared
def test_the_json_has_every_member_and_figure(view):
    (made,) = roll_calls_json(roll_call.build(view, HEROES, "G000585"))["roll_calls"]
    assert len(made["members"]) == 430
    assert made["asked_member"]["value"] == "yea"
    assert sum(one["left_the_side"] for one in made["members"]) == 15
    again = evaluate(view, "vote_yeas", {"vote": HEROES, "party": "D"})
    assert made["parties"][0]["yeas"] == again.to_json()


@pytest.mark.shared
def test_who_was_not_there_is_said(view):
    with pytest.raises(UnknownName, match="nobody called"):
        roll_call.build(view, HEROES, "Jimmy Nobody")
    with pytest.raises(NoData, match="was not in the 116th Congress"):
        roll_call.build(view, HEROES, "Maxwell Frost")
    # A Senator has no vote in the House.
    with pytest.raises(NoData, match=r"Mitt Romney has no vote in 116-h109\.2020"):
        roll_call.build(view, HEROES, "Mitt Romney")


def test_the_sample_has_no_votes_and_says_what_to_load():
    view, _ = sample()
    with pytest.raises(NoData, match="hustings fetch"):
        roll_call.build(view, "116-h109.2020")
