"""How tightly the second dimension of spatial points should be held, told from the votes alone.

    python benchmarks/second_dimension.py [--congress 116 117] [--draws 3] [--values 0.05 0.1]

For each `second_sd`, a tenth of the votes is hidden, the rest is scaled, and the hidden votes are
predicted: the log likelihood a vote, mean of several draws of what is hidden, is the criterion. The
correlation of the first dimension with Nokken and Poole's, of all votes, is printed beside it and
is no part of it. With two Houses follows how the first dimension of who sat in both agrees, which
is told from votes too (parties only group them). In one dimension stands first. Needs the votes
and members of ../shared.

The processor's times are of the fit of all votes, on one thread, with its start in them.
"""

# ruff: noqa: E402 - threads are pinned before NumPy is loaded
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import csv
import gzip
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from hustings.scores.matrix import Cast, VoteMatrix
from hustings.scores.spatial import spatial_points

SHARED: Final = Path(__file__).parents[2] / "shared" / "data" / "congress"
VOTES: Final = {116: "H116_votes.csv.gz", 117: "H117_votes_from_clerk.csv.gz"}
PARTIES: Final = {"100": "D", "200": "R", "328": "I"}
VALUES: Final = (0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.5, 0.7)
HIDDEN: Final = 0.1


def house(congress: int) -> tuple[VoteMatrix, dict[str, dict[str, str]]]:
    """The votes that can be scaled, and the members by their number at Voteview."""
    with (SHARED / f"H{congress}_members.csv").open() as lines:
        people = {row["icpsr"]: row for row in csv.DictReader(lines) if row["chamber"] == "House"}
    with gzip.open(SHARED / VOTES[congress], "rt") as lines:
        cast = [(row["icpsr"], row["rollnumber"], int(row["cast_code"]))
                for row in csv.DictReader(lines) if row["icpsr"] in people]  # fmt: skip
    return VoteMatrix.of(cast).scalable()[0], people


def predicted(votes: VoteMatrix, anchor: str, seed: int, asked: dict[str, Any]) -> float:
    """The mean log likelihood of the hidden votes of members and roll calls that were scaled."""
    generator = np.random.default_rng(seed)
    hidden = (generator.random(votes.cells.shape) < HIDDEN) & (votes.yeas | votes.nays)
    cells = np.where(hidden, np.int8(Cast.ABSENT), votes.cells)
    rest = VoteMatrix(members=votes.members, roll_calls=votes.roll_calls, cells=cells)
    found = spatial_points(rest, anchor=anchor, one_sided=0, fewest_votes=1, **asked)
    at = np.ix_([votes.members.index(one) for one in found.members],
                [votes.roll_calls.index(one) for one in found.roll_calls])  # fmt: skip
    chance = np.clip(found.chances(), 1e-12, 1 - 1e-12)
    likely = np.where(votes.yeas[at], np.log(chance), np.log1p(-chance))
    return float(likely[hidden[at]].mean())


def correlations(points: Any, theirs: Any, people: list[dict[str, str]]) -> str:
    """With theirs, where known: of all, of Democrats, of Republicans."""
    known = np.isfinite(theirs)
    party = np.array([PARTIES[one["party_code"]] for one in people])
    marks = (known, known & (party == "D"), known & (party == "R"))
    return " | ".join(f"{np.corrcoef(points[one], theirs[one])[0, 1]:.3f}" for one in marks)


def carried(name: str, first: dict[str, float], second: dict[str, float],
            people: dict[str, dict[str, str]]) -> None:  # fmt: skip
    """How the points of those who sat in both Houses agree."""
    both = [one for one in first if one in second]
    points, others = (np.array([house[one] for one in both]) for house in (first, second))
    told = correlations(points, others, [people[one] for one in both])
    print(f"| {name} | {told} | {len(both)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--congress", type=int, nargs="+", default=list(VOTES), choices=VOTES)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--values", type=float, nargs="+", default=list(VALUES))
    asked = parser.parse_args()
    points: dict[str, list[dict[str, float]]] = {}
    people: dict[str, dict[str, str]] = {}
    for congress in asked.congress:
        votes, people = house(congress)
        right = next(one for one in votes.members if people[one]["bioname"].startswith("SCALISE"))
        spatial_points(votes, anchor=right, dimensions=2, most_steps=2)
        print(f"\n| {congress}th House, second_sd | hidden votes: log likelihood a vote | each draw "
              "| r all | r D | r R | log likelihood | steps | at rest | s |")  # fmt: skip
        print("|---|---|---|---|---|---|---|---|---|---|")
        grid: list[dict[str, Any]] = [{"dimensions": 1}]
        grid += [{"dimensions": 2, "second_sd": one} for one in asked.values]
        for one in grid:
            started = time.process_time()
            found = spatial_points(votes, anchor=right, **one)
            seconds = time.process_time() - started
            x, known = found.points[:, 0], [people[key] for key in found.members]
            theirs = np.array([float(row["nokken_poole_dim1"] or "nan") for row in known])
            told = [predicted(votes, right, seed, one) for seed in range(1, asked.draws + 1)]
            name = str(one.get("second_sd", "one dimension"))
            points.setdefault(name, []).append(dict(zip(found.members, x.tolist(), strict=True)))
            print(f"| {name} | {np.mean(told):.5f} | {', '.join(f'{one:.5f}' for one in told)} "
                  f"| {correlations(x, theirs, known)} | {found.log_likelihood:,.0f} "
                  f"| {found.steps} | {found.converged} | {seconds:.1f} |", flush=True)  # fmt: skip
    if len(asked.congress) == 2:
        print("\n| the same members in both Houses, second_sd | r all | r D | r R | members |")
        print("|---|---|---|---|---|")
        for name, (first, second) in points.items():
            carried(name, first, second, people)


if __name__ == "__main__":
    main()
