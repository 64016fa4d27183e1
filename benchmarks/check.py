"""How long a check takes: an article of 1,000 words, and a book of 100,000, with peak memory.

    python benchmarks/check.py --record DIR [--times 5]

The texts are made here: sentences of the kind that articles hold, over many races of the record,
between sentences without a claim. Figures are medians of whole processes' CPU seconds and wall
seconds after the record was opened; memory is the peak of the process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time

#: Words of plain text around each claim: about one claim in fifty words, as in news.
_FILLING = (
    "The rain held off until the evening, and the volunteers packed the folding chairs into a van. ",
    "Nobody at the diner wanted to talk about it, and the ones who did asked not to be named. ",
    "Her office did not answer a request for comment, nor did the party's county chair. ",
    "It was, by the standards of the valley, a quiet campaign with few signs on the lawns. ",
)


def made_text(rows: list[tuple[str, int, str, int, int]], words: int, seed: int = 7) -> str:
    """A text of so many words from rows of district, cycle, candidate, votes, votes cast."""
    rng = random.Random(seed)
    said: list[str] = []
    count = 0
    while count < words:
        district, cycle, name, votes, cast = rows[rng.randrange(len(rows))]
        share = 100 * votes / max(cast, 1)
        line = (
            f"In {district} in {cycle}, {name} won {share:.1f} percent of the vote, {votes:,} votes. "
            + "".join(rng.sample(_FILLING, 3))
        )
        said.append(line + "\n")
        count += len(line.split())
    return "".join(said)


def _rows(record: str, most: int) -> list[tuple[str, int, str, int, int]]:
    from hustings import open_record

    found = open_record(record).sql(
        "select district, cycle, candidate, votes, votes_cast from contest_results "
        "where round = 'general' and cycle between 2016 and 2024 and place = 1 and votes_cast > 0 "
        "and kind = 'candidate' and candidate not like '%,%' "
        "order by hash(district || cycle) limit " + str(most)
    )
    return [tuple(row) for row in found.rows]


def run(record: str, words: int, races: int) -> dict[str, float]:
    """One check in this process: seconds after the record was opened, CPU seconds, peak MB."""
    from hustings import open_record
    from hustings.claims import Article

    text = made_text(_rows(record, races), words)
    desk = open_record(record)
    _ = desk.view.connection
    began, used = time.perf_counter(), time.process_time()
    checked = desk.check(Article(name="made", text=text))
    return {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - used,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "words": len(text.split()),
        "claims": len(checked.verdicts),
    }


def main() -> None:
    """Run each case in a process of its own, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", required=True)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--one", nargs=2, type=int, metavar=("WORDS", "RACES"))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run(asked.record, *asked.one)))
        return
    print(f"{'text':<34}{'claims':>8}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
    for words, races in ((1_000, 1), (1_000, 12), (100_000, 40), (100_000, 400)):
        command = [
            sys.executable,
            __file__,
            "--record",
            asked.record,
            "--one",
            str(words),
            str(races),
        ]
        found = [
            json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            for _ in range(asked.times if words < 10_000 else 1)
        ]
        middle = {key: statistics.median(one[key] for one in found) for key in found[0]}
        name = f"{middle['words']:,.0f} words, {races} races"
        print(
            f"{name:<34}{middle['claims']:>8,.0f}{middle['wall']:>9.2f}{middle['cpu']:>9.2f}"
            f"{middle['peak_mb']:>9,.0f}"
        )


if __name__ == "__main__":
    main()
