"""The product `comparison`: two members of a Congress, and what of it is counted elsewhere."""

from __future__ import annotations

import pytest

from hustings.errors import NoData, RequestError, UnknownName
from hustings.measures import evaluate
from hustings.products import comparison
from hustings.products.charts.apart import apart_chart
from hustings.products.comparison_page import MOST, comparison_json, comparison_page
from hustings.products.layout.html import page_html
from hustings.products.layout.markdown import page_markdown
from hustings.products.layout.model import plain
from hustings.record import Record
from tests.products.dossiers import sample


@pytest.fixture(scope="module")
def view(full_record):
    return Record(full_record).view()


@pytest.fixture(scope="module")
def made(view):
    return comparison.build(view, "Jimmy Gomez", "Ro Khanna", 116)


@pytest.mark.shared
def test_agreement_and_where_they_differed(view, made):
    assert [part.value for part in made.agreement.parts] == [926, 937]
    assert made.differed.value == len(made.apart) == 937 - 926
    assert made.common.value == sum(one.common for one in made.months) == 937
    assert sum(one.apart for one in made.months) == 11
    for one in made.apart:
        votes = [
            evaluate(view, "member_vote", {"member": who.bioguide, "vote": one.vote}).value
            for who in made.members
        ]
        assert tuple(votes) == one.votes
        assert set(votes) == {"yea", "nay"}
    margins = [one.margin for one in made.apart]
    assert margins == sorted(margins)
    by_day = comparison.build(view, "G000585", "K000389", 116, "date").apart
    assert [one.date for one in by_day] == sorted(one.date for one in made.apart)


@pytest.mark.shared
def test_scores_beside_each_other(made):
    gomez, khanna = made.members
    assert [part.value for part in gomez.figures["party_unity"].parts] == [643, 647]
    assert gomez.figures["cosponsorships"].value == 376
    assert (gomez.party, gomez.seat, khanna.seat) == ("DEM", "CA-34", "CA-17")
    assert set(gomez.figures) == set(khanna.figures) == set(comparison.BESIDE)


@pytest.mark.shared
def test_who_joined_first(view, made):
    gomez, khanna = made.members
    assert made.joined.value == len(made.bills)
    later = sum(one.apart < 0 for one in made.bills)
    assert gomez.joined_after.parts[0].value == later
    assert khanna.joined_after.parts[0].value == sum(one.apart > 0 for one in made.bills)
    assert made.joined.detail["same_day"] == sum(one.apart == 0 for one in made.bills)
    assert "median" in gomez.joined_rank.detail
    said = " ".join(plain(one) for one in comparison_page(made).sections[-1].said)
    assert "the middle one of the others" in said


@pytest.mark.shared
def test_the_other_way_round_is_the_same(view, made):
    back = comparison.build(view, "Ro Khanna", "Jimmy Gomez", 116)
    assert back.agreement.value == made.agreement.value
    assert [one.vote for one in back.apart] == [one.vote for one in made.apart]
    assert [one.votes[::-1] for one in back.apart] == [one.votes for one in made.apart]
    assert {one.bill: -one.apart for one in back.bills} == {
        one.bill: one.apart for one in made.bills
    }


@pytest.mark.shared
def test_a_progressive_place_stands_with_its_method_and_vintage(made):
    page = comparison_page(made)
    for text in (page_html(page), page_markdown(page)):
        assert "Progressive Punch" in text
        assert "33 members furthest left" in text
        assert "Votes as of 2026-06-15" in text
        assert "Another choice gives another place" in text
        assert "most progressive" not in text.lower()


@pytest.mark.shared
def test_without_a_congress_the_latest_of_both(view):
    made = comparison.build(view, "Jimmy Gomez", "Ro Khanna")
    assert made.congress == 117
    # Its bills are not in the record, which is said.
    assert not made.bills_loaded
    assert "no bills of the 117th" in page_markdown(comparison_page(made))


@pytest.mark.shared
def test_long_lists_are_cut_and_say_so(view):
    made = comparison.build(view, "Jimmy Gomez", "Kevin McCarthy", 116)
    assert len(made.apart) > MOST
    found = comparison_json(made)
    assert len(found["differences"]) == len(made.apart) == found["votes_apart"]["value"]
    assert len(found["bills"]) == (found["joined_both"] or {"value": 0})["value"]
    text = page_markdown(comparison_page(made))
    assert f"{MOST} of {len(made.apart):,}; all are in --json" in text
    assert f"in {made.differed.value}" not in apart_chart(made).title
    assert f"they differed in {made.differed.value}" in apart_chart(made).alt


@pytest.mark.shared
def test_members_of_two_chambers_share_no_roll_call(view):
    made = comparison.build(view, "Jimmy Gomez", "Bernard Sanders", 116)
    assert (made.agreement, made.apart, made.months) == (None, (), ())
    assert "one sat in the House, the other in the Senate" in plain(comparison_page(made).lede[0])
    page_html(comparison_page(made))


@pytest.mark.shared
def test_who_was_not_there_is_said(view):
    with pytest.raises(RequestError, match="one member"):
        comparison.build(view, "Jimmy Gomez", "G000585", 116)
    with pytest.raises(UnknownName, match="nobody called"):
        comparison.build(view, "Jimmy Gomez", "Jimmy Nobody")
    with pytest.raises(NoData, match="Maxwell Frost was not in the 116th"):
        comparison.build(view, "Jimmy Gomez", "Maxwell Frost", 116)
    with pytest.raises(NoData, match="Maxwell Frost has no vote"):
        comparison.build(view, "Jimmy Gomez", "Maxwell Frost")
    with pytest.raises(NoData, match="no votes of the 118th") as problem:
        comparison.build(view, "Jimmy Gomez", "Ro Khanna", 118)
    assert "hustings fetch voteview --congress 118" in problem.value.next_step
    with pytest.raises(RequestError, match="no order"):
        comparison.build(view, "Jimmy Gomez", "Ro Khanna", 116, "size")


def test_the_sample_says_what_to_load():
    view, _ = sample()
    with pytest.raises(NoData, match="no votes") as problem:
        comparison.build(view, "Jimmy Gomez", "K000389")
    assert "hustings" in problem.value.next_step
