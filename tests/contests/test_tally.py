"""Bad input: each problem is a clear sentence that names the row, all of them at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contests import Line, Tally, read_votes
from hustings.errors import RequestError


def refused(*lines: Line, **more) -> str:
    with pytest.raises(RequestError) as caught:
        Tally(lines=lines, **more)
    return str(caught.value)


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        (-1, "row 1, Kim: votes are -1, less than none"),
        (2.5, "row 1, Kim: votes are 2.5, a fraction"),
        (3.0, "row 1, Kim: votes are '3.0', not a whole number"),
        (float("nan"), "row 1, Kim: votes are nan, a fraction"),
        (True, "row 1, Kim: votes are 'True', not a whole number"),
        ("Unopposed", "row 1, Kim: votes are 'Unopposed', not a whole number"),
        ("12", "row 1, Kim: votes are '12', not a whole number"),
    ],
)
def test_votes_that_are_no_number_of_votes(votes, said):
    assert said in refused(Line(candidate="Kim", votes=votes))


def test_missing_votes_are_refused_unless_the_candidate_stands_alone():
    assert "row 2, Gomez: the votes are missing" in refused(
        Line(candidate="Kim", votes=3), Line(candidate="Gomez", votes=None)
    )
    assert Tally(lines=(Line(candidate="Gomez", votes=None),)).votes_cast == 0
    both = (
        Line(candidate="Gomez", votes=None, party="DEM"),
        Line(candidate="Gomez", votes=None, party="WOR"),
    )
    assert Tally(lines=both).by_candidate()[0].votes is None


def test_one_key_twice_under_one_party_is_refused_and_under_two_is_added():
    said = refused(Line(candidate="Kim", votes=3), Line(candidate="Kim", votes=4))
    assert "row 2, Kim: the candidate stands twice" in said
    assert "keys of their own" in said
    fused = Tally(
        lines=(
            Line(candidate="Kim", votes=3, party="WOR"),
            Line(candidate="Kim", votes=4, party="DEM", name="David Kim"),
        )
    )
    [line] = fused.by_candidate()
    assert (line.votes, line.party, line.name) == (7, "DEM/WOR", "David Kim")


def test_two_people_of_one_name_have_keys_of_their_own():
    tally = Tally(
        lines=(
            Line(candidate="kim-1", votes=3, name="David Kim"),
            Line(candidate="kim-2", votes=4, name="David Kim"),
        )
    )
    assert [one.votes for one in tally.by_candidate()] == [3, 4]


def test_all_problems_are_said_at_once_and_beyond_ten_counted():
    said = refused(
        Line(candidate="", votes=-2), Line(candidate="B", votes=0.5), over_votes=-1, scattered=1.5
    )
    for part in ("row 1: the candidate has no name", "row 1: votes are -2", "row 2, B: votes",
                 "over votes are -1", "scattered are 1.5, a fraction", "Nothing was decided"):  # fmt: skip
        assert part in said
    many = refused(*(Line(candidate=f"c{n}", votes=-1) for n in range(25)))
    assert "row 10, c9" in many
    assert "row 11" not in many
    assert "and 15 more" in many


@pytest.mark.parametrize(
    ("written", "votes"),
    [("10,728", 10_728), (" 42 ", 42), ("0", 0), ("36.0", 36), (7, 7), ("Unopposed", None),
     ("UNOPPOSED", None), ("unop.", None)],
)  # fmt: skip
def test_votes_as_files_write_them(written, votes):
    assert read_votes(written) == votes


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "the votes are missing"),
        (None, "the votes are missing"),
        ("-", "the votes are missing"),
        ("-1", "votes are -1, less than none"),
        ("1.5", "votes are '1.5', a fraction"),
        ("many", "votes are 'many', not a number"),
        ("12%", "votes are '12%', not a number"),
        ("٣", "not a number"),
        ("1e3", "not a number"),
    ],
)
def test_votes_that_cannot_be_read(written, said):
    with pytest.raises(RequestError, match=said):
        read_votes(written)


@given(st.text(max_size=20))
def test_any_text_is_a_number_or_one_clear_sentence(text):
    assert _read(text) is not None


def _read(text):
    try:
        votes = read_votes(text)
    except RequestError as problem:
        return problem.next_step or None
    return "unopposed" if votes is None else (votes if votes >= 0 else None)
