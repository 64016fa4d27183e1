"""How long ideal points take, beside py-irt, and how well each finds points that are known.

    python benchmarks/ideal.py [--rounds 5] [--py-irt PYTHON] [--largest 8] [--congresses 19]

440 members × 950 roll calls drawn from the logit model with a seed, 3% missing: slopes of standard
deviation 3, cutting points spread as the members are. `hustings` is from the matrix of votes to
points with their errors; the eigenvector is its start alone. Numba's compiling is told apart.
`--py-irt` names the Python of an environment that has py-irt, which holds NumPy back and so needs
one of its own; it is left out if not given. Then time against cells, both sides growing; Houses
of many Congresses in one scaling, drawn with careers (of 440 members 77% stay, so 19 Congresses
have about 2,300 people); and all other scores of one Congress, of the 116th's real votes if
`../shared` is there, else of drawn ones.

Times are of the processor, on one thread, and medians of rounds in turn: the machine may be shared.
"""

# ruff: noqa: E402 - threads are pinned before NumPy is loaded
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import csv
import gzip
import json
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from hustings.scores.bills import (
    Bill,
    Cosponsor,
    Stage,
    cosponsorship_scores,
    sponsorships,
    stage_of,
)
from hustings.scores.follow import after_leader, bills_led
from hustings.scores.ideal import IdealPoints, ideal_points
from hustings.scores.linked import LongVotes, linked_points
from hustings.scores.matrix import VoteMatrix
from hustings.scores.progressive import progressive_scores, sensitivity
from hustings.scores.spatial import SpatialPoints, spatial_points
from hustings.scores.unity import agreement, party_unity, ranks, votes_missed

MEMBERS: Final = 440
ROLL_CALLS: Final = 950
#: The normal's point that a 90% interval reaches to.
NINETY: Final = 1.6449
#: Of a House's members so many sit in the next: 440 and 18 times 101 new ones make 2,260.
STAYING: Final = 0.77
SHARED: Final = Path(__file__).parents[2] / "shared" / "data" / "congress"
PARTIES: Final = {"100": "D", "200": "R", "328": "I"}


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
    curved: dict[int, list[float]] = {1: [], 2: []}
    curves: dict[int, SpatialPoints] = {}
    small, _ = drawn(40, 80, seed=1)
    for many in curved:
        cold, _ = timed(lambda d=many: spatial_points(small, anchor="m0", dimensions=d))  # type: ignore[misc]
        warm, _ = timed(lambda d=many: spatial_points(small, anchor="m0", dimensions=d))  # type: ignore[misc]
        print(f"the kernel of NOMINATE's utility, {many}-D: {cold - warm:.1f} s")
    right = f"m{int(np.argmax(truth))}"
    for _ in range(rounds):
        for many, taken_so in curved.items():
            seconds, curves[many] = timed(
                lambda d=many: spatial_points(votes, anchor=right, dimensions=d)  # type: ignore[misc]
            )
            taken_so.append(seconds)
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
    for dimensions, curve in curves.items():
        points = curve.points[:, 0]
        held = (np.abs(points - truth) <= NINETY * curve.errors[:, 0]).mean()
        r = np.corrcoef(points, truth)[0, 1]
        label = f"hustings, NOMINATE's utility, {dimensions}-D, {curve.steps} steps"
        rows.append((label, statistics.median(curved[dimensions]), r, f"{100 * held:.1f}%"))
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


def careers(congresses: int, seed: int) -> tuple[list[VoteMatrix], dict[str, float]]:
    """Congresses of 440 members and 1,000 roll calls, with the point of every person."""
    generator = np.random.default_rng(seed)
    truth: dict[str, float] = {}
    sitting: list[str] = []
    made: list[VoteMatrix] = []
    for number in range(101, 101 + congresses):
        sitting = [one for one in sitting if generator.random() < STAYING]
        while len(sitting) < MEMBERS:
            truth[name := f"p{len(truth)}"] = float(generator.standard_normal())
            sitting.append(name)
        x = np.array([truth[one] for one in sitting])
        slope = 3 * generator.standard_normal(1_000)
        margin = np.outer(x, slope) - np.abs(slope) * generator.standard_normal(1_000)
        yeas = margin + generator.logistic(size=margin.shape) > 0
        cells = np.where(yeas, 1, -1).astype(np.int8)
        cells[generator.random(cells.shape) < 0.03] = 0
        calls = tuple(f"{number}-{one}" for one in range(1_000))
        made.append(VoteMatrix(members=tuple(sitting), roll_calls=calls, cells=cells))
    return made, truth


def over_congresses(most: int) -> None:
    """Time against cells with Congresses added; the whole matrix would have the cells named."""
    small, _ = careers(1, seed=1)
    long = LongVotes.of(small)
    cold, _ = timed(lambda: linked_points(long, anchor="p0", most_steps=2))
    warm, _ = timed(lambda: linked_points(long, anchor="p0", most_steps=2))
    print(f"Numba compiles the passes over votes in long form once: {cold - warm:.1f} s")
    print("\n| Congresses | people | votes | cells of a whole matrix | s | steps "
          "| ns a vote and step | r | 90% intervals hold | most memory, MB |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    for many in [size for size in (1, 2, 4, 8, 19) if size <= most]:
        votes, truth = careers(many, seed=3)
        long = LongVotes.of(votes)
        whole = len(long.members) * len(long.roll_calls)
        del votes
        right = max(long.members[:MEMBERS], key=truth.__getitem__)
        seconds, found = timed(lambda v=long, r=right: linked_points(v, anchor=r))  # type: ignore[misc]
        true = np.array([truth[one] for one in found.members])
        true = (true - true.mean()) / true.std()
        r = np.corrcoef(found.points, true)[0, 1]
        held = (np.abs(found.points - true) <= NINETY * found.errors).mean()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {many} | {len(found.members):,} | {found.votes:,} | {whole:,} | {seconds:.2f} "
              f"| {found.steps} | {1e9 * seconds / found.votes / found.steps:.0f} | {r:.4f} "
              f"| {100 * held:.1f}% | {memory:,.0f} |", flush=True)  # fmt: skip


def congress() -> tuple[str, VoteMatrix, dict[str, str], list[Bill], list[str]]:
    """The 116th House, or one drawn of its size: name, votes, parties, bills, their members."""
    if (SHARED / "H116_votes.csv.gz").exists():
        with (SHARED / "H116_members.csv").open() as lines:
            people = {r["icpsr"]: r for r in csv.DictReader(lines) if r["chamber"] == "House"}
        with gzip.open(SHARED / "H116_votes.csv.gz", "rt") as lines:
            cast = [(r["icpsr"], r["rollnumber"], int(r["cast_code"]))
                    for r in csv.DictReader(lines) if r["icpsr"] in people]  # fmt: skip
        with gzip.open(SHARED / "bills_116.ndjson.gz", "rt") as lines:
            bills = [told(json.loads(line)) for line in lines]
        parties = {key: PARTIES[row["party_code"]] for key, row in people.items()}
        known = list(dict.fromkeys(row["bioguide_id"] for row in people.values()))
        return "the 116th House", VoteMatrix.of(cast), parties, bills, known
    votes, x = drawn(MEMBERS, ROLL_CALLS, seed=4)
    generator = np.random.default_rng(4)
    start = date(2019, 1, 3)
    bills = []
    for number in range(16_500):
        sponsor, *others = generator.choice(MEMBERS, 12, replace=False)
        joined = tuple(
            Cosponsor(member=f"m{one}", day=start + timedelta(days=int(day)), original=day == 0)
            for one, day in zip(others, generator.integers(0, 300, 11), strict=True)
        )
        bills.append(Bill(key=f"b{number}", introduced=start, sponsor=f"m{sponsor}",
                          stage=Stage.INTRODUCED, cosponsors=joined))  # fmt: skip
    parties = {one: "D" if at < 0 else "R" for one, at in zip(votes.members, x, strict=True)}
    return "a drawn House", votes, parties, bills, list(votes.members)


def told(row: dict[str, Any]) -> Bill:
    def day(text: str) -> date:
        return date.fromisoformat(text)

    return Bill(
        key=row["bill_id"],
        introduced=day(row["introduced_at"]),
        sponsor=row["sponsor"]["bioguide_id"] if row["sponsor"] else None,
        stage=stage_of(row["status"]),
        cosponsors=tuple(
            Cosponsor(
                member=one["bioguide_id"],
                day=day(one["sponsored_at"]),
                original=one["original_cosponsor"],
                withdrawn=day(one["withdrawn_at"]) if one["withdrawn_at"] else None,
            )
            for one in row["cosponsors"]
        ),
    )


def all_scores(rounds: int) -> None:
    """Every score of one Congress, warm: votes and bills are in memory."""
    name, votes, parties, bills, known = congress()
    democrats = [one for one in votes.members if parties[one] == "D"]
    member, left = democrats[0], democrats[:33]
    sides = {one: {"D", "R"} for one in known}
    for bill in bills:
        for key in (bill.sponsor, *(one.member for one in bill.cosponsors)):
            if key is not None:
                sides.setdefault(key, {"D", "R"})
    work: dict[str, Callable[[], Any]] = {
        "party unity of all, and places": lambda: ranks(
            {one: score.share for one, score in party_unity(votes, parties).items()}
        ),
        "votes missed of all": lambda: votes_missed(votes),
        "agreement of one with all": lambda: agreement(votes, member),
        "progressive score of all, and places": lambda: progressive_scores(
            votes, parties, left
        ).ranks(democrats),
        "the same under 28 choices": lambda: sensitivity(
            votes, parties, member, {"all": democrats, "33": left}
        ),
        "bills: ideology and leadership of all": lambda: cosponsorship_scores(
            bills, known, right=known[: len(known) // 2]
        ),
        "bills: own, joined, across, of one": lambda: sponsorships(bills, known[0], sides),
        "bills led, of all": lambda: bills_led(bills),
        "names after a leader's, of all": lambda: after_leader(bills, known[0]),
    }
    print(f"\n| {name}, {len(votes.members):,} × {len(votes.roll_calls):,}, "
          f"{len(bills):,} bills, warm | ms |")  # fmt: skip
    print("|---|---|")
    total = 0.0
    for label, one in work.items():
        one()
        took = statistics.median(timed(one)[0] for _ in range(rounds))
        total += took
        print(f"| {label} | {1000 * took:.1f} |")
    print(f"| all | {1000 * total:.0f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--py-irt", default=None, metavar="PYTHON")
    parser.add_argument("--largest", type=int, default=8)
    parser.add_argument("--congresses", type=int, default=19)
    asked = parser.parse_args()
    # First, as the most memory of a process never falls.
    over_congresses(asked.congresses)
    beside_peers(asked.rounds, asked.py_irt)
    against_cells(asked.largest)
    all_scores(asked.rounds)


if __name__ == "__main__":
    main()
