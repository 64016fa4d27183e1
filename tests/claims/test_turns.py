"""How a text is read in its turns: times that count from those before, seats, rounds and winners.

On the embedded sample (California's 34th district), whose races of 2018 to 2024 are known.
"""

from __future__ import annotations

from datetime import date

import pytest

from hustings.claims.model import Verdict
from tests.claims.made import checked

AFTER = date(2025, 3, 1)


def verdict(text: str, quote: str, *, as_of: date = AFTER) -> Verdict:
    """The one verdict on a claim that holds a quote."""
    found = [one for one in checked(text, as_of=as_of).verdicts if quote in one.claim.quote]
    assert len(found) == 1, [one.claim.quote for one in checked(text, as_of=as_of).verdicts]
    return found[0]


def cycle(text: str, quote: str) -> object:
    one = verdict(text, quote)
    assert one.reading is not None, one.note
    return one.reading.params["cycle"]


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        # The time of a later clause is not that of an earlier one.
        (
            "In 2022 Jimmy Gomez won. He raised $9 million for it, and $7 million in 2024.",
            "$9",
            2022,
        ),
        # What is looked back to is not where the text stays.
        ("In 2022 Jimmy Gomez won, where he had won in 2018. He raised $9 million.", "$9", 2022),
        ("Jimmy Gomez had 51 percent in 2022, down from 53 percent two years earlier.", "51", 2022),
        ("Jimmy Gomez had 51 percent in 2022, down from 53 percent two years earlier.", "53", 2020),
        # Two years later counts from the year told of, over sentences.
        (
            "In 2018 Jimmy Gomez won. Two years later he won again. He raised $9 million.",
            "$9",
            2020,
        ),
        # A year of a thing is no time.
        ("In 2022 Jimmy Gomez drove a 2014 Ford pickup. He raised $9 million.", "$9", 2022),
    ],
)
def test_the_time_of_a_number(text: str, quote: str, expected: int) -> None:
    assert cycle(text, quote) == expected


def test_whom_somebody_beat_does_not_act_in_the_next_clause() -> None:
    text = "In 2022 Jimmy Gomez, a Democrat, beat David Kim in CA-34, getting 51.2 percent."
    assert str(verdict(text, "51.2").ruling) == "supported"


def test_the_winner_is_who_won_then() -> None:
    text = "Jimmy Gomez and David Kim met in CA-34 in 2022. The winner had 51.2 percent."
    one = verdict(text, "51.2")
    assert str(one.ruling) == "supported"
    assert one.reading is not None
    assert one.reading.params["candidate"] == "G000585"


def test_a_role_between_commas_says_who_stands_before_it() -> None:
    text = "In 2022 David Kim, his challenger, had 48.8 percent against Jimmy Gomez in CA-34."
    one = verdict(text, "48.8")
    assert str(one.ruling) == "supported"


@pytest.mark.parametrize(
    ("said", "ruling"),
    [
        ("Jimmy Gomez outraised David Kim in 2022.", "supported"),
        ("David Kim outraised Jimmy Gomez in 2022.", "contradicted"),
        ("David Kim was outraised by Jimmy Gomez in 2022.", "supported"),
    ],
)
def test_who_outraised_whom(said: str, ruling: str) -> None:
    found = [str(one.ruling) for one in checked(f"CA-34 was close. {said}", as_of=AFTER).verdicts]
    assert found == [ruling]


def test_by_how_much_something_fell_is_no_lead() -> None:
    text = "Jimmy Gomez won CA-34 in 2022. His share of the vote fell by 2 points."
    found = checked(text, as_of=AFTER).verdicts
    assert all(one.reading is None or "margin" not in one.reading.measure for one in found)


def test_a_number_that_cannot_be_meant_contradicts_nothing() -> None:
    text = "Jimmy Gomez won CA-34 in 2022. He took in nearly $40 from a neighbour."
    assert "contradicted" not in [str(one.ruling) for one in checked(text, as_of=AFTER).verdicts]


def test_a_name_the_record_does_not_know_lends_its_number_to_nobody() -> None:
    text = "Jimmy Gomez raised $9 million in CA-34 in 2022. Marvolio Brandt raised $44,000."
    found = [one for one in checked(text, as_of=AFTER).verdicts if "44,000" in one.claim.quote]
    assert "contradicted" not in [str(one.ruling) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "He was a no. Both voted for it.",
        "The bill is No. 12 on the list.",
    ],
)
def test_a_no_ends_a_sentence_and_a_number_does_not(text: str) -> None:
    from hustings.claims.sentences import sentences

    assert len(sentences(text)) == (2 if "Both" in text else 1)
