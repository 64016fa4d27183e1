"""Verdicts: a true number is supported, a false one contradicted, and what is unsure is said to be."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.claims.model import Ruling
from hustings.errors import RequestError
from hustings.figures import rounded
from tests.claims.made import checked, rulings, sample

AFTER = date(2025, 3, 1)


@cache
def results() -> list[tuple[int, str, str, int, int]]:
    """Cycle, candidate, key, votes and votes cast of every general election of the sample's seat."""
    rows = sample().query(
        "select cycle, candidate, person, votes, votes_cast from contest_results "
        "where district = 'CA-34' and round = 'general' and kind = 'candidate' and votes > 1000 "
        "and cycle >= 2012 and candidate not like '%,%' order by cycle, votes desc"
    )
    return [tuple(row) for row in rows]


def share_sentence(row, share: Decimal) -> str:
    cycle, name, _, _, _ = row
    return f"In the {cycle} general election in CA-34, {name} got {share} percent of the vote."


def votes_sentence(row, votes: int) -> str:
    cycle, name, _, _, _ = row
    return f"In the {cycle} general election in CA-34, {name} received {votes:,} votes."


def ruling_of(text: str) -> str:
    found = [one for one in checked(text, as_of=AFTER).verdicts if one.claim.quantity is not None]
    assert len(found) == 1, [one.claim.quote for one in found]
    return str(found[0].ruling)


def test_there_are_many_claims_to_make():
    assert len(results()) >= 10


@settings(max_examples=60)
@given(st.data())
def test_a_false_number_flips_the_verdict_and_back(data):
    row = data.draw(st.sampled_from(results()))
    if data.draw(st.booleans(), label="share"):
        true = rounded(Decimal(100) * row[3] / row[4], 1)
        off = data.draw(st.integers(2, 60).flatmap(lambda n: st.sampled_from([n, -n])))
        false = true + Decimal(off) / 10
        if not 1 < false < 100:
            return
        before, after = share_sentence(row, true), share_sentence(row, false)
    else:
        off = data.draw(st.integers(1, row[3] // 2))
        before, after = votes_sentence(row, row[3]), votes_sentence(row, row[3] + off)
        shown = f"{row[3] + off:,}".replace(",", "")
        # Trailing noughts are rounding: 100,000 stands for what is near it.
        if shown.endswith("00") or f"{row[3]}".endswith("00"):
            return
    assert ruling_of(before) == "supported"
    assert ruling_of(after) in {"contradicted", "other_measure"}
    assert ruling_of(before) == "supported"


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_independent_sentences_changes_nothing(rng: random.Random):
    rows = results()[:8]
    lines = [
        share_sentence(row, rounded(Decimal(100) * row[3] / row[4] + (place % 3), 1))
        for place, row in enumerate(rows)
    ]
    mixed = lines[:]
    rng.shuffle(mixed)

    def told(listed: list[str]) -> dict[str, str]:
        return {
            one.claim.sentence.text: f"{one.ruling} {one.note}"
            for one in checked("\n".join(listed), as_of=AFTER).verdicts
            if one.claim.quantity is not None
        }

    assert told(lines) == told(mixed)


def test_statements_flip_too():
    true = "Jimmy Gomez represents California's 34th Congressional District."
    assert set(rulings(true, as_of=AFTER).values()) == {"supported"}
    false = "David Kim represents California's 34th Congressional District."
    assert set(rulings(false, as_of=AFTER).values()) == {"contradicted"}
    assert set(rulings("In 2020 Jimmy Gomez, a Democrat, beat David Kim in CA-34.").values()) == {
        "supported"
    }
    assert "contradicted" in rulings("In 2020 David Kim beat Jimmy Gomez in CA-34.").values()
    assert "contradicted" in rulings("In 2020 Jimmy Gomez, a Republican, won in CA-34.").values()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2022, Gomez beat David Kim in CA-34 by about 3,000 votes.", "supported"),
        ("In 2022, Gomez beat David Kim in CA-34 by about 5,000 votes.", "contradicted"),
        ("In 2022, Jimmy Gomez beat David Kim in CA-34 by more than 3,000 votes.", "supported"),
        ("In 2022, Jimmy Gomez beat David Kim in CA-34 by fewer than 3,000 votes.", "contradicted"),
        ("Jimmy Gomez of CA-34 prevailed 53-47 over David Kim in 2020.", "supported"),
        ("Jimmy Gomez of CA-34 prevailed 57-43 over David Kim in 2020.", "contradicted"),
    ],
)
def test_hedges_and_pairs(text, expected):
    found = [one for one in checked(text).verdicts if one.claim.quantity is not None]
    assert [str(one.ruling) for one in found] == [expected]


def test_what_cannot_be_known_is_never_contradicted():
    text = (
        "Jimmy Gomez, 49, of CA-34 said that rent should be $1,200 a month. The poll had him at 61 percent. "
        "His office at 350 Bixel Street opens at 9:30 a.m. If elected he would raise $3 million in 2024."
    )
    found = checked(text, as_of=AFTER)
    assert found.verdicts
    assert found.count(Ruling.CONTRADICTED) == 0
    assert found.count(Ruling.SUPPORTED) == 0


def test_what_is_not_there_says_what_would_load_it():
    text = "In the 2020 primary in CA-34, Jimmy Gomez got 49.5 percent of the vote."
    one = next(one for one in checked(text).verdicts if one.claim.quantity is not None)
    assert one.ruling is Ruling.NOT_IN_RECORD
    assert "Load files with" in one.note or "hustings fetch" in one.note


def test_a_name_that_fits_two_is_not_guessed():
    text = "Smith got 12.3 percent of the vote. Adam Smith and Sarah Smith ran."
    assert "contradicted" not in rulings(text).values()


def test_every_figure_comes_with_its_evidence():
    for one in checked(share_sentence(results()[0], Decimal("53.0"))).verdicts:
        if one.figure is not None:
            shown = one.to_json()
            assert shown["figure"]["citations"]
            assert shown["figure"]["sql"]
            assert {"start", "end", "quote", "sentence", "measure", "params", "claimed", "verdict",
                    "figure", "note"} <= shown.keys()  # fmt: skip


def test_a_race_may_be_given_and_must_be_one():
    assert "supported" in rulings("The median income is $40,215.", race="CA-34",
                                  as_of=date(2020, 5, 20)).values()  # fmt: skip
    with pytest.raises(RequestError):
        checked("It is so.", race="Nowhere")


def test_the_time_of_an_article():
    given_day = checked("It is so.", as_of=date(2020, 5, 1)).when
    assert (given_day.day, given_day.cycle, given_day.congress) == (date(2020, 5, 1), 2020, 116)
    found = checked("LOS ANGELES, Oct. 3, 2022 — It is so.\n").when
    assert found.day == date(2022, 10, 3)
    assert found.sure
    assert checked("It is so.").when.day is None
    assert checked("By A. Writer\nNovember 4, 2024\nIt is so.").when.day == date(2024, 11, 4)
