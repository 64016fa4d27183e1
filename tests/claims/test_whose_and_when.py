"""Whose a number is and of when, where a text changes the person, the clause or the time."""

from __future__ import annotations

from datetime import date

import pytest

from tests.claims.made import checked

AFTER = date(2025, 3, 1)


def readings(text: str, quote: str, *, as_of: date = AFTER) -> list[dict[str, object]]:
    """The parameters of the likeliest readings of the claim that holds a quote."""
    found = [one for one in checked(text, as_of=as_of).verdicts if quote in one.claim.quote]
    assert len(found) == 1, [one.claim.quote for one in found]
    return [dict(one.params) for one in found[0].claim.readings]


def verdicts(text: str, *, as_of: date = AFTER) -> list[str]:
    return [str(one.ruling) for one in checked(text, as_of=as_of).verdicts]


@pytest.mark.parametrize(
    ("text", "quote", "cycle"),
    [
        ("In 2020, Jimmy Gomez raised $1 million; in 2022 he raised $9 million.", "$1", 2020),
        ("Jimmy Gomez raised $9 million this cycle; in 2018 he had raised $1 million.", "$9", 2024),
        ("In 2018 Jimmy Gomez won. Two years later he raised $9 million.", "$9", 2020),
        ("Jimmy Gomez got 51 percent in 2020 and 56 percent in 2024.", "56", 2024),
    ],
)
def test_a_clause_has_its_own_time(text, quote, cycle):
    found = readings(text, quote, as_of=date(2024, 12, 20))
    assert found
    assert found[0]["cycle"] == cycle


def test_whom_the_writer_calls_ours_is_nobody_the_record_knows():
    text = "Jimmy Gomez won CA-34 in 2024. Our candidate raised $77 million. Half of it came from PACs."
    assert "contradicted" not in verdicts(text)


@pytest.mark.parametrize(
    "said",
    [
        "All I want is seven votes",
        "I'd take 80 percent",
        "Give me five points",
        "I hope for 300 votes",
    ],
)
def test_what_somebody_would_like_is_not_checkable(said):
    found = verdicts(f'Jimmy Gomez won CA-34 in 2024. "{said}," he told a visitor.')
    assert "contradicted" not in found


def test_who_sat_in_a_congress_and_for_where():
    true = verdicts("CA-34 is in Los Angeles. Jimmy Gomez represented it in the 118th Congress.")
    assert true == ["supported"]
    false = verdicts("CA-34 is in Los Angeles. Jimmy Gomez represented it in the 113th Congress.")
    assert "supported" not in false


def test_an_aside_carries_no_round_on():
    text = (
        "In 2024 Jimmy Gomez won CA-34. (In the March primary he came first.) "
        "In 2024 Jimmy Gomez got 99 percent of the vote."
    )
    assert readings(text, "99")[0]["round"] == "general"


@pytest.mark.parametrize(
    ("text", "candidate"),
    [
        ("David Kim raised $570,468 in 2024.", "H4CA34083"),
        ("David Kim raised $187,705 in 2020.", "H0CA34131"),
    ],
)
def test_of_several_ids_of_a_person_it_is_the_one_of_the_cycle(text, candidate):
    (found,) = checked(text, as_of=AFTER).verdicts
    assert str(found.ruling) == "supported"
    assert found.reading.params["candidate"] == candidate
