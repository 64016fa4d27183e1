"""Points over many Congresses: the same as of a whole matrix, linked by careers, and what is refused."""

import numpy as np
import pytest

from hustings.errors import RequestError
from hustings.scores.ideal import ideal_points
from hustings.scores.linked import LongVotes, linked_points
from hustings.scores.matrix import VoteMatrix

from .made import drawn, written


def congresses(many: int, seed: int, carried: float = 0.75):
    """Congresses of 60 members and 120 roll calls, three of four members carried over → matrices
    and every person's true point."""
    g = np.random.default_rng(seed)
    truth: dict[str, float] = {}
    sitting: list[str] = []
    made = []
    for number in range(many):
        sitting = [one for one in sitting if g.random() < carried]
        while len(sitting) < 60:
            name = f"p{len(truth)}"
            truth[name] = float(g.standard_normal())
            sitting.append(name)
        x = np.array([truth[one] for one in sitting])
        slope = 3 * g.standard_normal(120)
        margin = np.outer(x, slope) - np.abs(slope) * g.standard_normal(120)
        cells = np.where(margin + g.logistic(size=margin.shape) > 0, 1, -1).astype(np.int8)
        cells[g.random(cells.shape) < 0.03] = 0
        calls = tuple(f"{number}-{one}" for one in range(120))
        made.append(VoteMatrix(members=tuple(sitting), roll_calls=calls, cells=cells))
    return made, truth


def test_one_congress_is_scaled_as_its_matrix_is():
    votes, _, right = drawn(120, 200, seed=1)
    long = linked_points(LongVotes.of([votes]), anchor=right, tolerance=1e-6)
    whole = ideal_points(votes, anchor=right, tolerance=1e-6)
    assert long.members == whole.members
    assert long.roll_calls == whole.roll_calls
    assert long.points == pytest.approx(whole.points[:, 0], abs=1e-4)
    assert long.errors == pytest.approx(whole.errors[:, 0], abs=1e-4)
    assert long.cut == pytest.approx(whole.cut, abs=1e-2)
    assert long.slope == pytest.approx(whole.slope[:, 0], abs=1e-2)


def test_numpy_and_numba_give_the_same_points():
    pytest.importorskip("numba")
    votes, truth = congresses(3, seed=2)
    right = max(set(votes[0].members), key=truth.__getitem__)
    one, other = (
        linked_points(LongVotes.of(votes), anchor=right, kernel=name) for name in ("numpy", "numba")
    )
    assert (one.engine, other.engine) == ("numpy", "numba")
    assert one.points == pytest.approx(other.points, abs=1e-8)
    assert one.errors == pytest.approx(other.errors, abs=1e-8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_those_who_never_sat_together_are_put_on_one_axis(seed):
    votes, truth = congresses(12, seed=seed)
    assert len(set(votes[0].members) & set(votes[-1].members)) < 10
    right = max(set(votes[0].members), key=truth.__getitem__)
    found = linked_points(LongVotes.of(votes), anchor=right)
    assert found.converged
    true = np.array([truth[one] for one in found.members])
    assert np.corrcoef(true, found.points)[0, 1] >= 0.985
    z = (true - true.mean()) / true.std()
    held = np.abs(found.points - z) <= 1.6449 * found.errors
    assert 0.83 <= held.mean() <= 0.95
    left = min(set(votes[0].members), key=truth.__getitem__)
    turned = linked_points(LongVotes.of(votes), anchor=left)
    assert turned.points == pytest.approx(-found.points)


def test_what_is_left_out_is_named():
    votes, truth = congresses(2, seed=4)
    late = VoteMatrix(
        members=(*votes[1].members, "late"),
        roll_calls=(*votes[1].roll_calls, "all"),
        cells=np.pad(votes[1].cells, ((0, 1), (0, 1)), constant_values=1),
    )
    late_cells = late.cells.copy()
    late_cells[-1, 5:] = 3
    late = VoteMatrix(members=late.members, roll_calls=late.roll_calls, cells=late_cells)
    right = max(set(votes[0].members), key=truth.__getitem__)
    found = linked_points(LongVotes.of([votes[0], late]), anchor=right)
    assert "late" in found.left_out_members
    assert "all" in found.left_out_roll_calls
    assert found.point(right)[0] > 0
    with pytest.raises(RequestError, match="late has no ideal point"):
        found.point("late")
    assert "one point a career" in found.method
    with pytest.raises(RequestError, match="the anchor late cannot be used"):
        linked_points(LongVotes.of([votes[0], late]), anchor="late")


def test_congresses_that_nobody_links_are_refused():
    first, _, right = drawn(30, 60, seed=5)
    other, _, _ = drawn(30, 60, seed=6)
    apart = VoteMatrix(
        members=tuple(f"q{one}" for one in range(30)),
        roll_calls=tuple(f"s{one}" for one in range(60)),
        cells=other.cells,
    )
    with pytest.raises(RequestError, match="30 members, q0 first, share no roll call"):
        linked_points(LongVotes.of([first, apart]), anchor=right)


def test_bad_votes_are_refused():
    one = written(a="yn", b="ny")
    with pytest.raises(RequestError, match="'v1' is in two Congresses"):
        LongVotes.of([one, one])
    good = LongVotes.of([one])
    assert len(good.signs) == 4

    def made(**other):
        fields = ("members", "roll_calls", "rows", "columns", "signs")
        return LongVotes(**{name: getattr(good, name) for name in fields} | other)

    with pytest.raises(RequestError, match="a votes twice in v1"):
        made(rows=np.zeros(4, np.int32), columns=np.array([0, 0, 1, 1], np.int32))
    with pytest.raises(RequestError, match="neither 1 nor -1"):
        made(signs=np.array([1, 2, -1, 1], np.int8))
    with pytest.raises(RequestError, match="names a member that there is not"):
        made(rows=np.array([0, 0, 1, 7], np.int32))
    with pytest.raises(RequestError, match="not of one length"):
        made(signs=np.ones(3, np.int8))
    with pytest.raises(RequestError, match="cannot be used"):
        linked_points(LongVotes.of([]), anchor="a")
