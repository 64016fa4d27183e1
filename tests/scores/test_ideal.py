"""Ideal points: known truth, real Houses, and what must not change them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import RequestError
from hustings.scores.ideal import ideal_points
from hustings.scores.matrix import VoteMatrix

from .made import drawn, house, parties, written


@pytest.mark.parametrize("seed", [1, 2])
def test_the_truth_is_found_and_the_intervals_hold_it(seed):
    votes, truth, right = drawn(seed=seed)
    found = ideal_points(votes, anchor=right)
    assert found.converged
    x = truth[:, 0]
    z = (x - x.mean()) / x.std()
    assert np.corrcoef(z, found.points[:, 0])[0, 1] >= 0.998
    held = np.abs(found.points[:, 0] - z) <= 1.6449 * found.errors[:, 0]
    assert 0.85 <= held.mean() <= 0.95


def test_two_dimensions_span_the_true_plane():
    votes, truth, right = drawn(200, 500, seed=5, dimensions=2)
    found = ideal_points(votes, anchor=right, dimensions=2)
    assert abs(np.corrcoef(found.points.T)[0, 1]) < 1e-8
    design = np.column_stack([np.ones(200), found.points])
    for axis in truth.T:
        fit = design @ np.linalg.lstsq(design, axis, rcond=None)[0]
        assert np.corrcoef(fit, axis)[0, 1] > 0.99


def test_intervals_hold_in_two_dimensions_where_the_axes_differ():
    g = np.random.default_rng(1)
    x, slope = g.standard_normal((440, 2)), g.standard_normal((950, 2)) * [3, 1.5]
    margin = x @ slope.T - np.linalg.norm(slope, axis=1) * g.standard_normal(950)
    votes = VoteMatrix(
        members=tuple(f"m{one}" for one in range(440)),
        roll_calls=tuple(f"r{one}" for one in range(950)),
        cells=np.where(margin + g.logistic(size=margin.shape) > 0, 1, -1).astype(np.int8),
    )
    # The truth in the same form: uncorrelated over members, then the steeper axis first.
    centred = x - x.mean(axis=0)
    values, vectors = np.linalg.eigh(centred.T @ centred / 440)
    root = vectors * np.sqrt(values) @ vectors.T
    truth = centred @ np.linalg.inv(root) @ np.linalg.svd(slope @ root, full_matrices=False)[2].T
    first, second = (f"m{int(np.argmax(truth[:, axis]))}" for axis in (0, 1))
    found = ideal_points(votes, anchor=first, anchor_second=second, dimensions=2)
    for axis in (0, 1):
        assert np.corrcoef(found.points[:, axis], truth[:, axis])[0, 1] >= 0.995
        held = np.abs(found.points - truth)[:, axis] <= 1.6449 * found.errors[:, axis]
        assert 0.85 <= held.mean() <= 0.95


def real(shared_data, congress):
    """→ correlation with Nokken-Poole overall, within Democrats, within Republicans."""
    votes, members = house(shared_data, congress)
    scalise = next(key for key, row in members.items() if row["bioname"].startswith("SCALISE"))
    found = ideal_points(votes, anchor=scalise)
    assert found.converged
    party = parties(members)
    pairs = [
        (point, float(members[key]["nokken_poole_dim1"]), party[key])
        for key, point in zip(found.members, found.points[:, 0], strict=True)
        if members[key]["nokken_poole_dim1"]
    ]
    mine, theirs = np.array([one[:2] for one in pairs]).T
    of = np.array([one[2] for one in pairs])
    return [np.corrcoef(mine[k], theirs[k])[0, 1] for k in (of != "", of == "D", of == "R")]


def test_the_116th_house_is_as_nokken_and_poole_have_it(shared_data):
    overall, democrats, republicans = real(shared_data, 116)
    assert overall >= 0.985
    assert democrats >= 0.75
    assert republicans >= 0.90


def test_the_117th_house_is_as_near_as_published_nominate_is(shared_data):
    # Published dim1 itself: 0.982 overall, 0.526 among Democrats, 0.955 among Republicans.
    overall, democrats, republicans = real(shared_data, 117)
    assert overall >= 0.975
    assert democrats >= 0.50
    assert republicans >= 0.90


def small(seed):
    votes, _, right = drawn(30, 60, seed=seed)
    return votes, right


def scaled(votes, right, **other):
    return ideal_points(votes, anchor=right, fewest_votes=5, tolerance=1e-7, **other)


@settings(max_examples=8)
@given(seed=st.integers(0, 10_000))
def test_order_does_not_matter(seed):
    votes, right = small(seed)
    g = np.random.default_rng(seed)
    rows, columns = g.permutation(30), g.permutation(60)
    mixed = VoteMatrix(
        members=tuple(votes.members[at] for at in rows),
        roll_calls=tuple(votes.roll_calls[at] for at in columns),
        cells=votes.cells[np.ix_(rows, columns)],
    )
    first, second = scaled(votes, right), scaled(mixed, right)
    for member in first.members:
        assert first.point(member) == pytest.approx(second.point(member), abs=1e-4)


@settings(max_examples=5)
@given(seed=st.integers(0, 10_000))
def test_a_one_sided_vote_changes_no_point(seed):
    votes, right = small(seed)
    more = VoteMatrix(
        members=votes.members,
        roll_calls=(*votes.roll_calls, "all"),
        cells=np.column_stack([votes.cells, np.ones(30, dtype=np.int8)]),
    )
    first, second = scaled(votes, right), scaled(more, right)
    assert np.array_equal(first.points, second.points)
    assert [one.key for one in second.excluded if one not in first.excluded] == ["all"]


@settings(max_examples=5)
@given(seed=st.integers(0, 10_000))
def test_turning_every_vote_round_changes_no_point_and_another_anchor_turns_the_axis(seed):
    votes, right = small(seed)
    other = VoteMatrix(members=votes.members, roll_calls=votes.roll_calls,
                       cells=np.where(np.abs(votes.cells) == 1, -votes.cells, votes.cells))  # fmt: skip
    first, turned = scaled(votes, right), scaled(other, right)
    assert first.points == pytest.approx(turned.points, abs=1e-4)
    assert first.slope == pytest.approx(-turned.slope, abs=1e-2)
    left = first.members[int(np.argmin(first.points[:, 0]))]
    assert scaled(votes, left).points == pytest.approx(-first.points, abs=1e-4)


def test_numpy_and_numba_give_the_same_points():
    pytest.importorskip("numba")
    votes, right = small(3)
    one, other = (scaled(votes, right, kernel=name) for name in ("numpy", "numba"))
    assert one.engine == "numpy"
    assert other.engine == "numba"
    assert one.points == pytest.approx(other.points, abs=1e-8)
    assert one.errors == pytest.approx(other.errors, abs=1e-8)
    assert one.log_likelihood == pytest.approx(other.log_likelihood)


def test_a_member_without_votes_is_told_apart():
    votes, right = small(4)
    cells = votes.cells.copy()
    cells[7] = 0
    absent = VoteMatrix(members=votes.members, roll_calls=votes.roll_calls, cells=cells)
    found = scaled(absent, right)
    assert "m7" not in found.members
    with pytest.raises(RequestError, match="m7 has no ideal point: no votes that can be used"):
        found.point("m7")
    with pytest.raises(RequestError, match="there is no dimension 2"):
        found.point("m1", dimension=2)
    with pytest.raises(RequestError, match="the anchor m7 cannot be used"):
        scaled(absent, "m7")


def test_too_little_is_refused():
    with pytest.raises(RequestError, match="too few"):
        ideal_points(written(a="y", b="n"), anchor="a")
    with pytest.raises(RequestError, match="3 dimensions are not built"):
        ideal_points(written(a="y", b="n"), anchor="a", dimensions=3)


def test_the_log_posterior_never_falls():
    from hustings.scores.ideal import _Fit
    from hustings.scores.ideal_kernels import weigh

    votes, _ = small(9)
    fit = _Fit(signs=votes.signs, kernel=weigh, item_sd=2.0)
    state = fit.start(1, seed=1)
    heights = []
    for _ in range(30):
        state, height = fit.step(state)
        heights.append(height)
    assert np.all(np.diff(heights) > -1e-9)
