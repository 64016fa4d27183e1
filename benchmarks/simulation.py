"""How fast elections are drawn, beside elsim, pref_voting and votekit, and whether they agree.

    python benchmarks/simulation.py [--rounds 5] [--checked 40]

Voter level: 10 candidates and 10,000 voters, each with a place in two dimensions. `hustings` draws
voters and candidates and holds a top-two election; a peer draws them (or is given the same) and
holds its own two-round count of the same electorate. Before timing, the winners are compared on
the same voters. Share level: 10 candidates, primary and second round.

Times are of the processor, on one thread, and medians of rounds in turn: the machine may be shared.
Numba's compiling is told apart. A peer that is not installed is left out and named.
"""

# ruff: noqa: E402 - threads are pinned before NumPy is loaded
from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import statistics
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from hustings.contests.simulation import (
    Electorate,
    Entrant,
    Field,
    SecondRound,
    simulate_shares,
    simulate_voters,
)
from hustings.contests.simulation.kernels import all_distances, engine
from hustings.contests.simulation.spatial import Standing, advancing

CANDIDATES: Final = 10
VOTERS: Final = 10_000
#: Distances (candidates, voters) → the winner's place.
Count = Callable[[Any], int]


def drawn(generator: np.random.Generator) -> tuple[Any, Any]:
    """Voters (2, voters) and candidates (candidates, 2)."""
    return (
        generator.standard_normal((2, VOTERS), dtype=np.float32),
        generator.standard_normal((CANDIDATES, 2), dtype=np.float32),
    )


def ours(name: str) -> Callable[[Any, Any], int]:
    """The winner of a top-two election of given voters, by the kernel of `simulate_voters`."""
    choose, _ = engine(name)

    def winner(voters: Any, candidates: Any) -> int:
        counts = np.bincount(choose(voters, candidates), minlength=CANDIDATES)
        on = advancing(counts)
        second = np.bincount(choose(voters, np.ascontiguousarray(candidates[on])),
                             minlength=len(on))  # fmt: skip
        best = np.flatnonzero(second == second.max())
        return int(on[best[0]]) if len(best) == 1 and len(on) == 2 else -1

    return winner


def by_elsim() -> Count:
    from elsim.methods import runoff
    from elsim.strategies import honest_rankings

    def count(distances: Any) -> int:
        found = runoff(honest_rankings(-distances.T), tiebreaker=None)
        return -1 if found is None else int(found)

    return count


def by_pref_voting() -> Count:
    from pref_voting.iterative_methods import plurality_with_runoff_put
    from pref_voting.profiles import Profile

    def count(distances: Any) -> int:
        found = plurality_with_runoff_put(Profile(np.argsort(distances.T, axis=1, kind="stable")))
        return int(found[0]) if len(found) == 1 else -1

    return count


def by_votekit() -> Count:
    from votekit.ballot import RankBallot
    from votekit.elections import TopTwo
    from votekit.pref_profile import RankProfile

    names = [f"c{place}" for place in range(CANDIDATES)]

    def count(distances: Any) -> int:
        orders = np.argsort(distances.T, axis=1, kind="stable")
        kinds, many = np.unique(orders, axis=0, return_counts=True)
        ballots = [
            RankBallot(ranking=[{names[place]} for place in order], weight=int(weight))
            for order, weight in zip(kinds, many, strict=True)
        ]
        held = TopTwo(RankProfile(ballots=ballots, candidates=names))
        (elected,) = held.get_elected()[0]
        return names.index(str(elected))

    return count


PEERS: Final = {"elsim": by_elsim, "pref_voting": by_pref_voting, "votekit": by_votekit}


def compared(peers: dict[str, Count], many: int) -> None:
    """The winners on the same voters; elections that are level at an edge are left out."""
    own, plain = ours("auto"), ours("numpy")
    agree = dict.fromkeys(["hustings, NumPy alone", *peers], 0)
    held = 0
    for seed in range(many):
        voters, candidates = drawn(np.random.default_rng(seed))
        won = own(voters, candidates)
        if won < 0:
            continue
        held += 1
        distances = all_distances(voters, candidates)
        agree["hustings, NumPy alone"] += plain(voters, candidates) == won
        for name, count in peers.items():
            agree[name] += count(distances) == won
    for name, equal in agree.items():
        print(f"equal winners, {name}: {equal} of {held}")


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def voter_level(peers: dict[str, Count], rounds: int) -> dict[str, float]:
    """Elections a second of the processor, by way; drawing is in all of them."""
    standing = [
        Standing(candidate=f"c{place}", middle=(0.0, 0.0), spread=1.0)
        for place in range(CANDIDATES)
    ]

    def by_us(name: str) -> Callable[[], float]:
        return lambda: 300 / seconds(
            lambda: simulate_voters(standing, Electorate(voters=VOTERS), seed=1, elections=300,
                                    engine=name)
        )  # fmt: skip

    def by_peer(count: Count, many: int) -> Callable[[], float]:
        generator = np.random.default_rng(1)

        def work() -> None:
            for _ in range(many):
                count(all_distances(*drawn(generator)))

        return lambda: many / seconds(work)

    ways = {"hustings (NumPy)": by_us("numpy")}
    if find_spec("numba"):
        ways["hustings (Numba)"] = by_us("numba")
    for name, count in peers.items():
        ways[name] = by_peer(count, 20 if name == "elsim" else 2)
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            found[name].append(way())
    return {name: statistics.median(rates) for name, rates in found.items()}


def share_level(rounds: int) -> dict[str, float]:
    """Elections a second of the processor: 10 candidates, primary and second round."""
    field = Field(
        entrants=tuple(
            Entrant(candidate=f"c{place}", party=("DEM", "REP")[place % 2], share=place + 1)
            for place in range(CANDIDATES)
        ),
        precision=80,
    )
    ways: dict[str, Callable[[], object]] = {
        "votes drawn (multinomial)": lambda: simulate_shares(
            field, SecondRound(), seed=1, elections=200_000, keep=False
        ),
        "shares matched": lambda: simulate_shares(
            field, SecondRound(), seed=1, elections=200_000, keep=False, matched=True
        ),
    }
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, work in ways.items():
            found[name].append(200_000 / seconds(work))
    return {name: statistics.median(rates) for name, rates in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--checked", type=int, default=40)
    asked = parser.parse_args()
    peers: dict[str, Count] = {}
    for name, made in PEERS.items():
        try:
            peers[name] = made()
        except ImportError as problem:
            print(f"{name} is left out: {problem}")
    if find_spec("numba"):
        started = drawn(np.random.default_rng(0))
        print(f"Numba compiles once a process: {seconds(lambda: ours('numba')(*started)):.1f} s")
    else:
        print("Numba is not installed: NumPy alone")
    compared(peers, asked.checked)
    rates = voter_level(peers, asked.rounds)
    best = max(rates[name] for name in rates if name.startswith("hustings"))
    print("\n| voter level, 10 candidates, 10,000 voters | elections a second | hustings is |")
    print("|---|---|---|")
    for name, rate in rates.items():
        print(f"| {name} | {rate:,.2f} | {best / rate:,.1f} × |")
    print("\n| share level, 10 candidates | elections a second |\n|---|---|")
    for name, rate in share_level(asked.rounds).items():
        print(f"| {name} | {rate:,.0f} |")


if __name__ == "__main__":
    main()
