"""Spatial points: curves worked by hand, ends that vote against the middle, known truth, Houses."""

import math

import numpy as np
import pytest

from hustings.errors import RequestError
from hustings.scores.ideal import ideal_points
from hustings.scores.matrix import VoteMatrix
from hustings.scores.spatial import spatial_points
from hustings.scores.spatial_kernels import slopes, spatial_engine

from .made import drawn, house, parties, written

SQUAD = ("BUSH, Cori", "BOWMAN", "OCASIO-CORTEZ", "OMAR, Ilhan", "PRESSLEY", "TLAIB")


def ends_that_do_not_care(seed: int) -> tuple[VoteMatrix, np.ndarray]:
    """Votes of NOMINATE's utility, narrow beside the chamber: in a roll call about the middle both
    outcomes are nothing to the far ends, so they vote with either side."""
    g = np.random.default_rng(seed)
    x = np.concatenate([g.uniform(-1, -0.2, 100), g.uniform(0.2, 1, 100)])
    middle = np.where(g.random(500) < 0.5, g.uniform(-0.2, 0.2, 500), g.uniform(-1, 1, 500))
    apart = g.choice([-1, 1], 500) * g.uniform(0.3, 0.6, 500)
    off = np.subtract.outer(x, middle) / 0.5
    margin = 15 * (np.exp(-0.5 * (off + apart) ** 2) - np.exp(-0.5 * (off - apart) ** 2))
    cells = np.where(margin + g.logistic(size=margin.shape) > 0, 1, -1).astype(np.int8)
    names = tuple(f"m{one}" for one in range(200))
    calls = tuple(f"r{one}" for one in range(500))
    return VoteMatrix(members=names, roll_calls=calls, cells=cells), x


def test_a_vote_worked_by_hand():
    # At 0, yea at 0 and nay at 1, β 2: 2 (1 - e^-0.5) = 0.78694, a chance of 0.68717.
    one = np.array([[1.0]])
    total, of_x, of_yea, of_nay = slopes(one, np.zeros(1), np.zeros(1), np.ones(1), 2.0)
    chance = 1 / (1 + math.exp(-2 * (1 - math.exp(-0.5))))
    assert chance == pytest.approx(0.68717, abs=1e-5)
    assert total == pytest.approx(math.log(chance))
    # Toward the nay its utility rises by e^-0.5 a unit, and the yea's is level at its top.
    assert of_x[0] == pytest.approx(-2 * math.exp(-0.5) * (1 - chance))
    assert of_yea[0] == pytest.approx(0)
    assert of_nay[0] == pytest.approx(2 * math.exp(-0.5) * (1 - chance))


@pytest.mark.parametrize("name", ["numpy", "numba"])
def test_slopes_are_those_of_the_height(name):
    if name == "numba":
        pytest.importorskip("numba")
    run, _ = spatial_engine(name)
    g = np.random.default_rng(3)
    signs = g.choice([-1.0, 0.0, 1.0], (5, 7))
    given = [g.uniform(-1, 1, 5), g.uniform(-1, 1, 7), g.uniform(-1, 1, 7)]
    found = run(signs, *given, 15.0)
    for part in range(3):
        for at in range(len(given[part])):
            sides = []
            for step in (1e-6, -1e-6):
                other = [one.copy() for one in given]
                other[part][at] += step
                sides.append(run(signs, *other, 15.0)[0])
            assert found[part + 1][at] == pytest.approx((sides[0] - sides[1]) / 2e-6, abs=1e-5)


@pytest.mark.parametrize("seed", [1, 2])
def test_votes_of_the_plain_model_are_scaled_as_well(seed):
    votes, truth, right = drawn(seed=seed)
    found = spatial_points(votes, anchor=right)
    assert found.converged
    z = (truth[:, 0] - truth[:, 0].mean()) / truth[:, 0].std()
    assert np.corrcoef(z, found.points)[0, 1] >= 0.998
    held = np.abs(found.points - z) <= 1.6449 * found.errors
    assert 0.85 <= held.mean() <= 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ends_that_do_not_care_are_put_at_the_ends_and_straight_curves_fail(seed):
    votes, truth = ends_that_do_not_care(seed)
    right = f"m{int(np.argmax(truth))}"
    curved = spatial_points(votes, anchor=right).points
    straight = ideal_points(votes, anchor=right).points[:, 0]
    for side in (truth < 0, truth > 0):
        assert np.corrcoef(truth[side], curved[side])[0, 1] > 0.9
        assert np.corrcoef(truth[side], straight[side])[0, 1] < 0.6


def real(shared_data, congress):
    """→ correlation with Nokken-Poole overall, among Democrats, among Republicans; the Squad's
    places from the left among Democrats."""
    votes, members = house(shared_data, congress)
    scalise = next(key for key, row in members.items() if row["bioname"].startswith("SCALISE"))
    found = spatial_points(votes, anchor=scalise)
    assert found.converged
    party = parties(members)
    pairs = [
        (point, float(members[key]["nokken_poole_dim1"]), party[key])
        for key, point in zip(found.members, found.points, strict=True)
        if members[key]["nokken_poole_dim1"]
    ]
    mine, theirs = np.array([one[:2] for one in pairs]).T
    of = np.array([one[2] for one in pairs])
    r = [np.corrcoef(mine[k], theirs[k])[0, 1] for k in (of != "", of == "D", of == "R")]
    ordered = sorted(
        (point, members[key]["bioname"])
        for key, point in zip(found.members, found.points, strict=True)
        if party[key] == "D"
    )
    return r, [at for at, (_, name) in enumerate(ordered, 1) if name.startswith(SQUAD)]


def test_the_116th_house_is_as_nokken_and_poole_have_it(shared_data):
    (overall, democrats, republicans), squad = real(shared_data, 116)
    assert overall >= 0.985
    assert democrats >= 0.75
    assert republicans >= 0.90
    assert max(squad) <= 15


def test_the_117th_house_has_those_who_vote_against_from_the_left_at_the_left(shared_data):
    (overall, democrats, republicans), squad = real(shared_data, 117)
    assert overall >= 0.98
    assert democrats >= 0.58
    assert republicans >= 0.95
    assert len(squad) == 6
    assert max(squad) <= 10


def test_another_anchor_turns_the_axis_and_turned_votes_change_no_point():
    votes, _, right = drawn(60, 150, seed=4)
    first = spatial_points(votes, anchor=right, fewest_votes=5, tolerance=1e-6)
    left = first.members[int(np.argmin(first.points))]
    turned = spatial_points(votes, anchor=left, fewest_votes=5, tolerance=1e-6)
    assert turned.points == pytest.approx(-first.points, abs=1e-2)
    other = VoteMatrix(members=votes.members, roll_calls=votes.roll_calls,
                       cells=np.where(np.abs(votes.cells) == 1, -votes.cells, votes.cells))  # fmt: skip
    again = spatial_points(other, anchor=right, fewest_votes=5, tolerance=1e-6)
    assert again.points == pytest.approx(first.points, abs=1e-2)
    key = votes.roll_calls[5]
    assert again.chance(0.3, key) == pytest.approx(1 - first.chance(0.3, key), abs=0.02)


def test_numpy_and_numba_give_the_same_points():
    pytest.importorskip("numba")
    votes, _, right = drawn(40, 100, seed=5)
    one, other = (
        spatial_points(votes, anchor=right, fewest_votes=5, tolerance=1e-6, kernel=name)
        for name in ("numpy", "numba")
    )
    assert (one.engine, other.engine) == ("numpy", "numba")
    assert one.points == pytest.approx(other.points, abs=1e-3)
    assert one.errors == pytest.approx(other.errors, abs=1e-3)


def test_the_chance_of_a_yea_is_that_of_the_curve():
    votes, _, right = drawn(40, 100, seed=6)
    found = spatial_points(votes, anchor=right, fewest_votes=5)
    key = found.roll_calls[0]
    assert found.chance(float(found.middle[0]), key) == pytest.approx(0.5)
    # Far away from both outcomes nobody cares.
    assert found.chance(100.0, key) == pytest.approx(0.5)
    assert found.point(right) == (found.points[int(right[1:])], found.errors[int(right[1:])])
    with pytest.raises(RequestError, match="nobody has no ideal point"):
        found.point("nobody")
    with pytest.raises(RequestError, match="nowhere was not scaled"):
        found.chance(0.0, "nowhere")


def test_what_cannot_be_scaled_is_refused():
    with pytest.raises(RequestError, match="too few"):
        spatial_points(written(a="y", b="n"), anchor="a")
    votes, _, right = drawn(40, 100, seed=7)
    with pytest.raises(RequestError, match="the anchor nobody cannot be used"):
        spatial_points(votes, anchor="nobody")
    with pytest.raises(RequestError, match="greater than 0"):
        spatial_points(votes, anchor=right, minding=0)
    with pytest.raises(RequestError, match="is no engine"):
        spatial_points(votes, anchor=right, kernel="fast")
