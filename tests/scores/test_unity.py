"""Party unity, votes missed, agreement: a hand-worked House of six, and the 116th."""

import pytest

from hustings.errors import RequestError
from hustings.scores.unity import (
    Tallied,
    agreement,
    agreement_with_lean,
    differences,
    most_unusual,
    party_unity,
    party_unity_votes,
    ranks,
    votes_missed,
)

from .made import house, parties, written

#: v1 is on party lines; v2 too, with a defector each; v3 is unanimous; v4 splits the Democrats.
VOTES = written(d1="yyy-", d2="yyyy", d3="ynyn", r1="nnyn", r2="nyyn", r3="n-yp")
PARTY = {"d1": "D", "d2": "D", "d3": "D", "r1": "R", "r2": "R", "r3": "R"}


def test_party_unity_by_hand():
    # v1: D 3-0, R 0-3. v2: D 2-1, R 1-1, a tie: no majority. v3: all. v4: D 1-1, a tie.
    assert party_unity_votes(VOTES, PARTY).tolist() == [True, False, False, False]
    broken = written(d1="yy", d2="yy", d3="yn", r1="nn", r2="ny", r3="nn")
    assert party_unity_votes(broken, PARTY).tolist() == [True, True]
    unity = party_unity(broken, PARTY)
    assert unity["d1"] == Tallied(count=2, of=2)
    assert unity["d3"] == Tallied(count=1, of=2)
    assert unity["r2"] == Tallied(count=1, of=2)


def test_absences_are_left_out_of_party_unity():
    broken = written(d1="yy", d2="y-", r1="nn", r2="np")
    unity = party_unity(broken, {"d1": "D", "d2": "D", "r1": "R", "r2": "R"})
    assert unity["d2"] == Tallied(count=1, of=1)
    assert unity["r2"] == Tallied(count=1, of=1)


def test_nobody_is_without_a_party_by_silence():
    with pytest.raises(RequestError, match="r3: no party given"):
        party_unity(VOTES, {key: value for key, value in PARTY.items() if key != "r3"})


def test_missed_votes_are_of_those_held_while_a_member():
    votes = written(a="y-p", b=".-n")
    assert votes_missed(votes)["a"] == Tallied(count=1, of=3)
    assert votes_missed(votes)["b"] == Tallied(count=1, of=2)
    assert votes_missed(votes, present_is_missed=True)["a"] == Tallied(count=2, of=3)
    assert votes_missed(written(a="."))["a"].share is None


def test_agreement_by_hand():
    found = agreement(VOTES, "d1")
    assert found["d2"] == Tallied(count=3, of=3)
    assert found["d3"] == Tallied(count=2, of=3)
    assert found["r3"] == Tallied(count=1, of=2)
    assert differences(VOTES, "d1", "r1") == ("v1", "v2")


def test_agreement_with_the_districts_lean():
    votes = written(d1="yy", d2="yy", d3="yn", r1="nn", r2="ny", r3="nn")
    assert agreement_with_lean(votes, "d3", PARTY, lean="R", against="D") == Tallied(count=1, of=2)


def test_most_unusual_votes_have_the_fewest_companions_first():
    votes = written(d1="nn", d2="yn", d3="yy", d4="yy", d5="yy", r1="nn")
    party = {f"d{n}": "D" for n in range(1, 6)} | {"r1": "R"}
    found = most_unusual(votes, "d1", party)
    assert [(one.roll_call, one.with_member, one.of_party) for one in found] == [
        ("v1", 1, 5),
        ("v2", 2, 5),
    ]


def test_equal_scores_share_the_better_place():
    assert ranks({"a": 0.9, "b": 0.5, "c": 0.9, "d": None, "e": 0.1}) == {
        "a": 1, "c": 1, "b": 3, "e": 4,
    }  # fmt: skip


def test_party_unity_of_gomez_in_the_116th(shared_data):
    votes, members = house(shared_data, 116)
    party = parties(members)
    assert int(party_unity_votes(votes, party).sum()) == 652
    assert party_unity(votes, party)["21754"] == Tallied(count=643, of=647)
    assert votes_missed(votes)["21754"] == Tallied(count=12, of=952)
