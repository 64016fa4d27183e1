"""How fast a state's ranked ballots are read and counted, beside PyRankVote and votelib.

    python benchmarks/ranked.py [FILE] [--rounds 5]

FILE holds ballots in letters, one a line (Maine's second district of 2018 in ../shared/data, which
is taken where it is there); without it, as many ballots are drawn with a seed. Every method starts
from the file on disk and ends with the winner; all winners must be equal. Statutes are Maine's of
2018. The peers know neither skipped ranks nor overvotes, so each ballot is cut by plain Python
before they get it; that is counted too, as they cannot do without.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from hustings.contests import MAINE_WITH_BATCHES, tabulate
from hustings.sources.cvr import read_ballots

REAL: Final = (
    Path(__file__).parents[1]
    / "../shared/data/elections/maine-rcv/me-02-2018-general-votes-coded.dat"
)
BALLOTS: Final = 296_077
SEED: Final = 20181106


def drawn(path: Path) -> None:
    """A file of as many ballots as Maine's, with blanks, overvotes and names given twice."""
    dice = random.Random(SEED)
    letters = "PPPPPPGGGGGGBHUUUUUUO"
    path.write_text(
        "".join("".join(dice.choices(letters, k=5)) + "\n" for _ in range(BALLOTS)),
        encoding="ascii",
    )


def cut(line: str) -> tuple[str, ...]:
    """The choices of a ballot that can count: up to an overvote or two blanks in a row."""
    kept: list[str] = []
    blanks = 0
    for letter in line:
        if letter == "O":
            break
        blanks = blanks + 1 if letter == "U" else 0
        if blanks > 1:
            break
        if letter != "U" and letter not in kept:
            kept.append(letter)
    return tuple(kept)


def hustings(file: Path) -> str | None:
    return tabulate(read_ballots(file), MAINE_WITH_BATCHES).elected


def pyrankvote(file: Path) -> str | None:
    from pyrankvote import Ballot, Candidate, instant_runoff_voting

    rows = [cut(line) for line in file.read_text(encoding="ascii").splitlines()]
    people = {letter: Candidate(letter) for letter in sorted({c for row in rows for c in row})}
    ballots = [Ballot(ranked_candidates=[people[c] for c in row]) for row in rows]
    (winner,) = instant_runoff_voting(list(people.values()), ballots).get_winners()
    return str(winner.name)


def votelib(file: Path) -> str | None:
    from votelib.evaluate.sequential import TransferableVoteSelector

    lines = Counter(file.read_text(encoding="ascii").splitlines())
    votes: Counter[tuple[str, ...]] = Counter()
    for line, count in lines.items():
        votes[cut(line)] += count
    votes.pop((), None)
    (winner,) = TransferableVoteSelector(quota_function="droop").evaluate(votes, n_seats=1)
    return str(winner)


METHODS: Final[dict[str, Callable[[Path], str | None]]] = {
    "hustings": hustings,
    "votelib": votelib,
    "pyrankvote": pyrankvote,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Reading and counting ranked ballots.")
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = asked.file or REAL
        if not file.exists():
            file = Path(folder) / "ballots.dat"
            drawn(file)
        compare(file, asked.rounds)


def compare(file: Path, rounds: int) -> None:
    """Print the median of each method and its ratio to ours; stop if a winner differs."""
    ballots = read_ballots(file)
    print(f"{file.name}: {ballots.total:,} ballots, {len(ballots.weights):,} patterns")
    taken: dict[str, list[float]] = {name: [] for name in METHODS}
    winners: dict[str, str] = {}
    for _ in range(rounds):
        for name, method in METHODS.items():
            start = time.perf_counter()
            try:
                winners[name] = str(method(file))
            except Exception as wrong:
                winners[name] = f"failed: {type(wrong).__name__} {wrong}"
            taken[name].append(time.perf_counter() - start)
    ours = statistics.median(taken["hustings"])
    for name, seconds in taken.items():
        median = statistics.median(seconds)
        print(f"{name:<12}{median:>9.3f} s {median / ours:>8.1f}x   winner {winners[name]}")
    found = {winner for winner in winners.values() if not winner.startswith("failed")}
    if len(found) != 1:
        raise SystemExit("the winners differ")


if __name__ == "__main__":
    main()
