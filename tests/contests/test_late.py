"""The model of late ballots: pure arithmetic, seeded, and honest about what it cannot know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.contests.late import (
    PROBABILITIES,
    Stage,
    Standing,
    days_since_close,
    estimate,
    stage_at,
)
from hustings.contests.late_fit import Forecast, History, fit, reliability, scores
from hustings.errors import RequestError

STAGE = Stage(
    from_days=0.0, until_days=5.0, contests=40, drift=(0.0, 0.0, 0.0), rank_drift=0.0,
    remaining=(0.1, 0.15, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9, 1.0),
    party_sd=0.1, candidate_sd=0.15, minor_sd=0.25,
)  # fmt: skip
PARTIES = ("DEM", "DEM", "REP", "GRN")


def count(*votes: int, days: float = 1.0) -> Standing:
    return Standing(votes=votes, parties=PARTIES[: len(votes)], days=days)


def test_the_same_seed_gives_the_same_estimate_and_another_seed_nearly():
    one = estimate(count(400, 300, 280, 20), [STAGE], places=2, seed=1)
    assert one == estimate(count(400, 300, 280, 20), [STAGE], places=2, seed=1)
    other = estimate(count(400, 300, 280, 20), [STAGE], places=2, seed=2)
    assert other.chances != one.chances
    assert np.allclose(other.chances, one.chances, atol=0.02)


@given(st.lists(st.integers(0, 50_000), min_size=2, max_size=4).filter(any))
def test_chances_are_chances_and_add_to_the_places(votes):
    made = estimate(count(*votes), [STAGE], places=2, seed=3, draws=500)
    assert all(0 <= one <= 1 for one in made.chances)
    assert sum(made.chances) >= 2 - 1e-9  # more only where ties go on together
    assert all(low <= mid <= high for low, mid, high in
               zip(made.low, made.middle, made.high, strict=True))  # fmt: skip
    assert 0 <= made.uncounted[0] <= made.uncounted[1] <= made.uncounted[2]


def test_nothing_left_to_count_leaves_the_places_as_they_are_ties_and_all():
    done = replace(STAGE, remaining=(0.0,) * len(PROBABILITIES))
    made = estimate(count(500, 300, 300, 100), [done], places=2, seed=4, draws=100)
    assert made.chances == (1.0, 1.0, 1.0, 0.0)
    assert made.uncounted == (0, 0, 0)


def test_all_advance_where_there_are_no_more_than_places():
    assert estimate(count(9, 1), [STAGE], places=2, seed=5, draws=50).chances == (1.0, 1.0)


def test_drift_moves_the_late_share_its_way():
    level = estimate(count(0, 500, 500), [STAGE], places=1, seed=6)
    shifted = replace(STAGE, drift=(0.0, 0.5, 0.0))
    right = estimate(count(0, 500, 500), [shifted], places=1, seed=6)
    assert 0.4 < level.chances[2] < 0.6
    assert right.chances[2] > 0.9


def test_a_larger_lead_is_safer_and_another_election_less_sure():
    near = estimate(count(520, 0, 500), [STAGE], places=1, seed=7)
    far = estimate(count(600, 0, 500), [STAGE], places=1, seed=7)
    assert near.chances[0] < far.chances[0]
    wide = estimate(count(600, 0, 500), [STAGE], places=1, seed=7, elsewhere=True)
    assert wide.high[0] - wide.low[0] > far.high[0] - far.low[0]


@pytest.mark.parametrize(
    ("votes", "parties", "said"),
    [((1, -2), ("DEM", "REP"), "below zero"), ((0, 0), ("DEM", "REP"), "no vote"),
     ((1,), (), "a party for each"), ((), (), "a party for each")],
)  # fmt: skip
def test_bad_counts_are_refused_with_a_sentence(votes, parties, said):
    with pytest.raises(RequestError, match=said):
        Standing(votes=votes, parties=parties, days=1.0)


@pytest.mark.parametrize("days", [5.0, 40.0])
def test_a_time_that_nothing_was_learned_of_is_refused(days):
    with pytest.raises(RequestError, match="nothing was learned"):
        estimate(count(5, 4, 3, days=days), [STAGE], places=2, seed=8)
    with pytest.raises(RequestError, match="nothing was learned"):
        stage_at((), 1.0)


def test_days_are_from_eight_in_the_evening_in_california():
    def days(day: str, at: str) -> float:
        return days_since_close(date.fromisoformat(day), datetime.fromisoformat(at))

    assert days("2024-03-05", "2024-03-06T04:00") == 0
    assert days("2024-03-05", "2024-03-07T04:00") == 1
    assert days("2022-06-07", "2022-06-08T15:00") == 0.5
    assert days("2024-03-05", "2024-03-05T00:00") == 0


def invented(many: int, shift: float, seed: int) -> list[History]:
    """Contests in which Republicans' late odds are e**shift times what they were."""
    source = np.random.default_rng(seed)
    found = []
    for place in range(many):
        share = source.uniform(0.3, 0.7)
        odds = share / (1 - share) * np.exp(shift + source.normal(0, 0.05))
        late = odds / (1 + odds)
        first = (round(100_000 * (1 - share)), round(100_000 * share))
        final = (first[0] + round(50_000 * (1 - late)), first[1] + round(50_000 * late))
        counts = (Standing(votes=first, parties=("DEM", "REP"), days=1.0),)
        found.append(History(key=f"CA-{place}", counts=counts, final=final))
    return found


def test_fit_finds_the_drift_and_the_votes_to_come_that_were_put_in():
    (stage,) = fit(invented(60, 0.3, 9))
    assert stage.drift[1] - stage.drift[0] == pytest.approx(0.3, abs=0.03)
    assert stage.remaining == pytest.approx((0.5,) * len(PROBABILITIES), abs=0.001)
    assert stage.contests == 60
    assert fit(invented(2, 0.3, 9)) == ()


def forecast(chance: float, came: bool) -> Forecast:
    return Forecast(key="CA-1", days=1.0, chance=chance, guess=float(chance > 0.5),
                    learned=0.9 if chance > 0.5 else 0.1, came=came, inside=True, close=True)  # fmt: skip


def test_scores_by_hand():
    found = scores([forecast(0.8, True), forecast(0.4, True)])
    assert found.brier == pytest.approx((0.04 + 0.36) / 2)
    assert found.brier_guess == pytest.approx(0.5)
    assert found.brier_learned == pytest.approx((0.01 + 0.81) / 2)
    assert found.log == pytest.approx(-(np.log(0.8) + np.log(0.4)) / 2)
    assert found.log_guess == pytest.approx(-(np.log(0.999) + np.log(0.001)) / 2)


def test_reliability_counts_each_forecast_once():
    found = reliability([forecast(one / 20, one > 9) for one in range(21)])
    assert sum(many for _, _, many, _, _ in found) == 21
