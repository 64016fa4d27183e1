"""How long ideal points take, beside py-irt, and how well each finds points that are known.

    python benchmarks/ideal.py [--rounds 5] [--py-irt PYTHON] [--largest 8]

440 members × 950 roll calls drawn from the logit model with a seed, 3% missing: slopes of standard
deviation 3, cutting points spread as the members are. `hustings` is from the matrix of votes to
points with their errors; the eigenvector is its start alone. Numba's compiling is told apart.
`--py-irt` names the Python of an environment that has py-irt, which holds NumPy back and so needs
one of its own; it is left out if not given. Then time against cells, both sides growing.

Times are of the processor, on one thread, and medians of rounds in turn: the machine may be shared.
"""

# ruff: noqa: E402 - threads are pinned before NumPy is loaded
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from hustings.scores.ideal import IdealPoints, ideal_points
from hustings.scores.matrix import VoteMatrix

MEMBERS: Final = 440
ROLL_CALLS: Final = 950
#: The normal's point that a 90% interval reaches to.
NINETY: Final = 1.6449


def drawn(members: int, roll_calls: int, seed: int) -> tuple[VoteMatrix, Any]:
    """Votes and the points they were drawn from, mean 0 and standard deviation 1."""
    generator = np.random.default_rng(seed)
    x = generator.standard_normal(members)
    slope = 3 * generator.standard_normal(roll_calls)
    margin = np.outer(x, slope) - np.abs(slope) * generator.standard_normal(roll_calls)
    cells = np.where(margin + generator.logistic(size=margin.shape) > 0, 1, -1).astype(np.int8)
    cells[generator.random(margin.shape) < 0.03] = 0
    names = tuple(f"m{one}" for one in range(members))
    calls = tuple(f"r{one}" for one in range(roll_calls))
    return VoteMatrix(members=names, roll_calls=calls, cells=cells), (x - x.mean()) / x.std()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def ours(votes: VoteMatrix, truth: Any, kernel: str) -> IdealPoints:
    return ideal_points(votes, anchor=f"m{int(np.argmax(truth))}", kernel=kernel)


def eigenvector(votes: VoteMatrix) -> Any:
    """The first eigenvector of the votes with each roll call's mean taken off."""
    signs = votes.signs
    cast = signs != 0
    centred = np.where(cast, signs - signs.sum(axis=0) / cast.sum(axis=0), 0.0)
    return np.linalg.eigh(centred @ centred.T)[1][:, -1]


def by_py_irt(python: str, votes: VoteMatrix) -> dict[str, Any]:
    """py-irt's 2PL in the environment of that Python: seconds and points."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "votes.jsonl"
        with file.open("w") as lines:
            for member, row in zip(votes.members, votes.cells, strict=True):
                told = {
                    key: int(cell == 1)
                    for key, cell in zip(votes.roll_calls, row, strict=True)
                    if cell
                }
                lines.write(json.dumps({"subject_id": member, "responses": told}) + "\n")
        runner = Path(__file__).with_name("ideal_py_irt.py")
        subprocess.run([python, str(runner), str(file)], check=True, stdout=subprocess.DEVNULL,
                       env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})  # fmt: skip
        found: dict[str, Any] = json.loads((Path(folder) / "votes.json").read_text())
        return found


def beside_peers(rounds: int, python: str | None) -> None:
    votes, truth = drawn(MEMBERS, ROLL_CALLS, seed=1)
    kernels = ["numpy", "numba"] if find_spec("numba") else ["numpy"]
    if "numba" in kernels:
        small, of = drawn(40, 80, seed=1)
        cold, _ = timed(lambda: ours(small, of, "numba"))
        warm, _ = timed(lambda: ours(small, of, "numba"))
        print(f"Numba compiles once a process: {cold - warm:.1f} s")
    taken: dict[str, list[float]] = {name: [] for name in kernels}
    last: dict[str, IdealPoints] = {}
    for _ in range(rounds):
        for name in kernels:
            seconds, last[name] = timed(lambda name=name: ours(votes, truth, name))  # type: ignore[misc]
            taken[name].append(seconds)
    rows: list[tuple[str, float, float, str]] = []
    start, axis = timed(lambda: eigenvector(votes))
    rows.append(("eigenvector alone", start, abs(np.corrcoef(axis, truth)[0, 1]), "none"))
    for name in kernels:
        found = last[name]
        points = found.points[:, 0]
        held = (np.abs(points - truth) <= NINETY * found.errors[:, 0]).mean()
        label = f"hustings ({'NumPy' if name == 'numpy' else 'Numba'}), {found.steps} steps"
        r = np.corrcoef(points, truth)[0, 1]
        rows.append((label, statistics.median(taken[name]), r, f"{100 * held:.1f}%"))
    if python:
        told = by_py_irt(python, votes)
        points = np.array([told["points"][one] for one in votes.members])
        label = f"py-irt 2PL, {told['epochs']:,} epochs"
        rows.append((label, told["seconds"], abs(np.corrcoef(points, truth)[0, 1]), "not printed"))
    else:
        print("py-irt is left out: --py-irt names a Python that has it")
    best = min(row[1] for row in rows if row[0].startswith("hustings"))
    print(f"\n| {MEMBERS} × {ROLL_CALLS}, 3% missing | s | × hustings | r | 90% intervals hold |")
    print("|---|---|---|---|---|")
    for label, seconds, r, held_text in rows:
        print(f"| {label} | {seconds:.2f} | {seconds / best:,.1f} | {r:.4f} | {held_text} |")


def against_cells(largest: int) -> None:
    print("\n| members × roll calls | cells | s | steps | ns a cell and step | r |")
    print("|---|---|---|---|---|---|")
    size = 1
    while size <= largest:
        for members, roll_calls in ((MEMBERS, ROLL_CALLS * size), (MEMBERS * size, ROLL_CALLS)):
            votes, truth = drawn(members, roll_calls, seed=2)
            seconds, found = timed(lambda v=votes, t=truth: ours(v, t, "auto"))  # type: ignore[misc]
            cells = members * roll_calls
            each = 1e9 * seconds / cells / found.steps
            r = np.corrcoef(found.points[:, 0], truth)[0, 1]
            print(f"| {members:,} × {roll_calls:,} | {cells:,} | {seconds:.2f} | {found.steps} "
                  f"| {each:.0f} | {r:.4f} |")  # fmt: skip
            if size == 1:
                break
        size *= 2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--py-irt", default=None, metavar="PYTHON")
    parser.add_argument("--largest", type=int, default=8)
    asked = parser.parse_args()
    beside_peers(asked.rounds, asked.py_irt)
    against_cells(asked.largest)


if __name__ == "__main__":
    main()
