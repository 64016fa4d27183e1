"""Pools of votes with the right answer, worked by hand."""

import pytest

from hustings.errors import RequestError
from hustings.scores.matrix import Cast
from hustings.scores.pools import Absences, Answer, ada_score, lcv_score, pool_score, pooled
from hustings.scores.unity import Tallied

from .made import written

VOTES = written(a="yny-", b="ynn.", c="nyyy")
POOL = [
    Answer(roll_call="v1", right=Cast.YEA),
    Answer(roll_call="v2", right=Cast.NAY),
    Answer(roll_call="v4", right=Cast.YEA),
]


def test_an_absence_counts_against_and_a_vote_before_ones_time_does_not():
    assert pool_score(VOTES, POOL) == {
        "a": Tallied(count=2, of=3),
        "b": Tallied(count=2, of=2),
        "c": Tallied(count=1, of=3),
    }
    assert ada_score(VOTES, POOL)["a"].share == pytest.approx(2 / 3)


def test_absences_can_be_left_out_or_excused():
    assert pool_score(VOTES, POOL, absences=Absences.LEFT_OUT)["a"] == Tallied(count=2, of=2)
    assert lcv_score(VOTES, POOL, excused=[("a", "v4")])["a"] == Tallied(count=2, of=2)
    with pytest.raises(RequestError, match="no absence is excused"):
        lcv_score(VOTES, POOL, excused=[("a", "v1")])


def test_a_vote_can_weigh_twice():
    heavy = [POOL[0], Answer(roll_call="v4", right=Cast.YEA, weight=2)]
    assert pool_score(VOTES, heavy)["a"] == Tallied(count=1, of=3)


def test_a_lifetime_score_is_pooled_not_averaged():
    years = [{"a": Tallied(count=1, of=1)}, {"a": Tallied(count=0, of=3)}]
    assert pooled(years)["a"] == Tallied(count=1, of=4)


def test_a_bad_pool_is_refused_with_all_that_is_wrong():
    with pytest.raises(RequestError) as caught:
        pool_score(
            VOTES,
            [Answer(roll_call="v9", right=Cast.YEA), Answer(roll_call="v1", right=Cast.PRESENT)],
        )
    assert "row 1: no roll call 'v9'" in str(caught.value)
    assert "row 2: the right answer" in str(caught.value)
    with pytest.raises(RequestError, match="no roll calls"):
        pool_score(VOTES, [])
