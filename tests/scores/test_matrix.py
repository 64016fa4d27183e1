"""The matrix of votes: what it refuses, what it leaves out and says so."""

import numpy as np
import pytest

from hustings.errors import RequestError
from hustings.scores.matrix import Cast, VoteMatrix

from .made import house, written


def test_votes_in_long_form_become_a_matrix():
    votes = VoteMatrix.of([("A", "1", 1), ("B", "1", 6), ("A", "2", 9), ("B", "3", 7)])
    assert votes.members == ("A", "B")
    assert votes.roll_calls == ("1", "2", "3")
    assert votes.cells.tolist() == [[1, 0, 3], [-1, 3, 2]]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("A", "1", 12)], "vote 1, A in 1: the code '12' is not known"),
        ([("A", "1", 1), ("A", "1", 6)], "vote 2, A in 1: the member has voted in it before"),
        ([("X", "1", 1)], "vote 1, X in 1: no such member"),
        ([("A", "9", 1)], "vote 1, A in 9: no such roll call"),
    ],
)
def test_bad_votes_are_refused_by_name(rows, said):
    known = {} if said.endswith(("known", "before")) else {"members": ["A"], "roll_calls": ["1"]}
    with pytest.raises(RequestError) as caught:
        VoteMatrix.of(rows, **known)
    assert said in str(caught.value)


def test_all_problems_are_said_at_once_and_the_rest_counted():
    with pytest.raises(RequestError) as caught:
        VoteMatrix.of([("A", str(n), 99) for n in range(25)])
    assert str(caught.value).count("is not known") == 10
    assert "and 15 more" in str(caught.value)


def test_duplicate_members_are_refused():
    with pytest.raises(RequestError, match="member 'A' stands twice"):
        VoteMatrix.of([], members=["A", "A"], roll_calls=["1"])
    with pytest.raises(RequestError, match="stands twice"):
        VoteMatrix(members=("A", "A"), roll_calls=("1",), cells=np.ones((2, 1), dtype=np.int8))


def test_unknown_cells_and_wrong_shapes_are_refused():
    with pytest.raises(RequestError, match="A in 1: the code 7 is not known"):
        VoteMatrix(members=("A",), roll_calls=("1",), cells=np.full((1, 1), 7, dtype=np.int8))
    with pytest.raises(RequestError, match="shape"):
        VoteMatrix(members=("A",), roll_calls=("1",), cells=np.ones((2, 1), dtype=np.int8))


def test_what_is_left_out_of_scaling_is_named_with_its_reason():
    votes = written(A="yynn.", B="yny-.", C="ynnn.", D="...--")
    kept, excluded = votes.scalable(one_sided=0.025, fewest_votes=1)
    assert kept.members == ("A", "B", "C")
    assert kept.roll_calls == ("v2", "v3")
    assert {(one.key, one.reason) for one in excluded} == {
        ("v1", "one-sided, 3 to 0"),
        ("v4", "one-sided, 0 to 2"),
        ("v5", "no yea and no nay"),
        ("D", "no votes that can be used"),
    }


def test_leaving_out_a_member_can_make_a_vote_one_sided():
    votes = written(A="yyny", B="ynyn", C="yyny", D="n...")
    kept, excluded = votes.scalable(one_sided=0.0, fewest_votes=2)
    assert kept.members == ("A", "B", "C")
    assert kept.roll_calls == ("v2", "v3", "v4")
    assert [one.key for one in excluded] == ["D", "v1"]


def test_the_cut_is_of_the_minority():
    rows = {f"m{n}": "y" if n else "n" for n in range(40)}
    assert written(**rows).scalable(one_sided=0.025, fewest_votes=1)[0].roll_calls == ("v1",)
    rows["m40"] = "y"
    assert written(**rows).scalable(one_sided=0.025, fewest_votes=1)[0].roll_calls == ()


def test_a_party_switchers_rows_are_put_together():
    votes = written(amash_r="yn..", amash_i="..yp", other="yyyy")
    joined = votes.joined({"amash_r": "A000367", "amash_i": "A000367"})
    assert joined.members == ("A000367", "other")
    assert joined.cells[0].tolist() == [1, -1, 1, 2]
    with pytest.raises(RequestError, match="not one person"):
        votes.joined({"amash_r": "x", "other": "x"})


def test_the_real_house_is_read_whole(shared_data):
    votes, _ = house(shared_data, 116)
    president = 80  # his positions stand in the file's 412,109 rows
    assert int((votes.cells != Cast.NOT_A_MEMBER).sum()) == 412_109 - president
    assert len(votes.roll_calls) == 952
