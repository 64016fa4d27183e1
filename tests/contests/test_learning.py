"""What past contests teach, on made-up seats whose truth is known, and on the real ones."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import numpy as np
import pytest

from hustings.contests.simulation import Entrant, Field, simulate_voters
from hustings.contests.simulation.calibration import calibrated, electorate_for
from hustings.contests.simulation.learning import (
    STANDARD,
    Past,
    Stood,
    expected,
    field_from,
    learn,
    pairs_of,
    plain_guess,
)


def past(cycle: int, *stood: tuple[str, str, int], district: str = "CA-1", held: str = "primary",
         lines: str = "2012-20") -> Past:  # fmt: skip
    return Past(
        district=district, cycle=cycle, round=held, map=lines,
        stood=tuple(Stood(person=who, party=party, votes=votes) for who, party, votes in stood),
    )  # fmt: skip


BEFORE = past(2014, ("a", "DEM", 60), ("b", "REP", 30), ("c", "DEM", 10))


def test_who_stands_again_is_expected_as_before() -> None:
    assert expected(BEFORE.stood, BEFORE, STANDARD) == pytest.approx([0.6, 0.3, 0.1])
    assert sum(expected(BEFORE.stood[:2], BEFORE, STANDARD)) == pytest.approx(1)


def test_a_newcomer_takes_from_the_own_party() -> None:
    ballot = [*BEFORE.stood[:2], Stood(person="n", party="DEM", votes=0)]
    found = expected(ballot, BEFORE, STANDARD)
    assert found[1] == pytest.approx(0.3)
    assert found[2] / found[0] == pytest.approx(STANDARD.newcomer / (60 / 70))


def test_a_party_of_write_ins_alone_is_new() -> None:
    before = Past(district="CA-1", cycle=2014, round="primary", stood=(
        Stood(person="a", party="REP", votes=58_000),
        Stood(person="w", party="DEM", votes=300, write_in=True),
    ))  # fmt: skip
    ballot = [before.stood[0], Stood(person="n", party="DEM", votes=0)]
    found = expected(ballot, before, STANDARD)
    assert found[1] == pytest.approx(0.3 / (0.3 + 58_000 / 58_300))


def test_the_votes_of_the_race_itself_are_not_looked_at() -> None:
    ballot = [Stood(person=one.person, party=one.party, votes=votes)
              for one, votes in zip(BEFORE.stood, (1, 2, 3), strict=True)]  # fmt: skip
    assert expected(ballot, BEFORE, STANDARD) == expected(BEFORE.stood, BEFORE, STANDARD)
    assert field_from(ballot, BEFORE, STANDARD) == field_from(BEFORE.stood, BEFORE, STANDARD)


def test_pairs_are_of_following_cycles_on_the_same_lines() -> None:
    later = past(2016, ("a", "DEM", 50), ("b", "REP", 50))
    moved = past(2022, ("a", "DEM", 50), ("b", "REP", 50), lines="2022-30")
    assert pairs_of([BEFORE, later, moved, past(2020, ("a", "DEM", 5), ("b", "REP", 5))]) == [
        (BEFORE, later)
    ]


def test_a_plain_guess_is_who_was_first_before() -> None:
    ballot = [*BEFORE.stood, Stood(person="n", party="DEM", votes=9)]
    assert plain_guess(ballot, BEFORE) == [1, 1, 0, 0]
    assert plain_guess([BEFORE.stood[0], ballot[3], Stood(person="m", party="REP", votes=1)],
                       BEFORE) == [1, 0.5, 0.5]  # fmt: skip


def test_the_precision_that_drew_the_shares_is_learned() -> None:
    """Parties' totals drawn with a precision of 60 teach about 60."""
    draw = np.random.default_rng(1)
    seats = []
    for number in range(120):
        shares = draw.dirichlet([36, 24])
        name = f"CA-{number}"
        seats.append(past(2014, ("a", "DEM", 60_000), ("b", "REP", 40_000), district=name))
        seats.append(past(2016, ("a", "DEM", int(shares[0] * 1e5)),
                          ("b", "REP", int(shares[1] * 1e5)), district=name))  # fmt: skip
    assert 40 < learn(seats, 2018).party_precision < 90
    assert learn(seats, 2018).hindsight is False
    assert learn(seats, 2016).packaged


def test_where_votes_go_in_november_is_learned() -> None:
    draw = np.random.default_rng(2)
    seats = []
    for number in range(60):
        name = f"CA-{number}"
        rep, dem, third = 0.4, 0.3, 0.3
        share = dem + 0.8 * third + draw.normal(0, 0.02)
        for cycle in (2014, 2016):
            seats.append(past(cycle, ("r", "REP", int(rep * 1e5)), ("d", "DEM", int(dem * 1e5)),
                              ("t", "DEM", int(third * 1e5)), district=name))  # fmt: skip
            seats.append(past(cycle, ("d", "DEM", int(share * 1e5)),
                              ("r", "REP", int((1 - share) * 1e5)), district=name,
                              held="general"))  # fmt: skip
    second = learn(seats, 2018).second
    # Loyalty and swing pull the same way here; together they bring the share that came.
    made = 0.3 + second.loyal * 0.3 + (second.swing["DEM"] - second.swing["REP"]) / 2
    assert made == pytest.approx(0.54, abs=0.01)
    assert second.sd_parties == pytest.approx(0.02, abs=0.008)


def test_fitted_voters_bring_the_expected_shares() -> None:
    field = Field(
        entrants=(
            Entrant(candidate="a", party="DEM", share=0.4),
            Entrant(candidate="b", party="DEM", share=0.15),
            Entrant(candidate="c", party="REP", share=0.35),
            Entrant(candidate="d", party="GRN", share=0.1),
            Entrant(candidate="e", party="LIB", share=0.0),
        ),
        precision=50,
    )
    electorate = electorate_for(field, 1_000)
    held = simulate_voters(calibrated(field, electorate, seed=1), electorate, seed=2, elections=400)
    np.testing.assert_allclose(held.shares, field.shares, atol=0.02)
    assert held.shares[4] == 0


@pytest.mark.shared
@pytest.mark.slow
def test_real_primaries_came_about_as_often_as_stated(full_record: Path) -> None:
    """Loosely: the numbers themselves are in docs/simulation.md, printed by the script."""
    script = Path(__file__).parents[2] / "scripts" / "simulation_cases.py"
    spec = importlib.util.spec_from_file_location("simulation_cases", script)
    assert spec
    assert spec.loader
    cases = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = cases
    spec.loader.exec_module(cases)

    from hustings.measures.past_contests import past_contests
    from hustings.record.engines import open_view

    contests = past_contests(open_view(os.fspath(full_record), None, "duckdb"))
    tests, pairs = cases.calibration(contests, 4_000)
    assert len(tests) > 400
    assert len(pairs) > 80
    assert 0.84 < np.mean([one.inside for one in tests]) < 0.97
    brier = np.mean([(one.chance - one.advanced) ** 2 for one in tests])
    assert brier < 0.15 < np.mean([(one.plain - one.advanced) ** 2 for one in tests])
    sure = [one.advanced for one in tests if one.chance > 0.9]
    middle = [one.advanced for one in tests if 0.3 < one.chance < 0.7]
    assert np.mean(sure) > 0.88
    assert 0.25 < np.mean(middle) < 0.7
