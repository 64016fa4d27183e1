"""Print the known cases and the calibration of docs/simulation.md from a record.

python scripts/simulation_cases.py RECORD [--elections 20000]

Each race is simulated from the contest before it; what was learned of how shares move leaves the
race's own cycle out (and all later ones, where earlier cycles hold enough).
"""

from __future__ import annotations

import argparse
import itertools
from dataclasses import dataclass

import numpy as np

from hustings.contests.simulation import Entrant, Field, natural, simulate_shares
from hustings.contests.simulation.general import simulate_general
from hustings.contests.simulation.learning import (
    Learned,
    Past,
    expected,
    field_from,
    learn,
    learn_second,
    pairs_of,
    plain_guess,
    second_rounds,
)
from hustings.contests.simulation.spatial import advancing
from hustings.ids import RaceId
from hustings.measures.past_contests import past_contests, seat_contests
from hustings.products.simulating import from_past
from hustings.products.simulation import Asked, Simulation
from hustings.record.engines import open_view
from hustings.record.view import View

SEED = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Test:
    """One candidate of a tested primary: chances by three ways, and what came."""

    cycle: int
    chance: float
    plain: float
    leaders: float
    advanced: bool
    inside: bool


def calibration(contests: list[Past], elections: int) -> tuple[list[Test], list[float]]:
    """Every primary that had one before it on the same lines; and the chance of each real pair."""

    learned: dict[int, Learned] = {}
    tests: list[Test] = []
    pairs: list[float] = []
    for earlier, later in pairs_of(contests):
        ballot = later.ballot
        if len(ballot) < 3:
            continue
        known = learned.get(later.cycle) or learn(contests, later.cycle)
        learned[later.cycle] = known
        outcome = simulate_shares(field_from(ballot, earlier, known), seed=SEED,
                                  elections=elections)  # fmt: skip
        votes = np.array([one.votes for one in ballot])
        on = set(advancing(votes).tolist())
        guess = plain_guess(ballot, earlier)
        best = np.argsort(-np.array(expected(ballot, earlier, known)), kind="stable")[:2]
        tests += [
            Test(cycle=later.cycle, chance=outcome.chance_to_advance(place).value,
                 plain=guess[place], leaders=float(place in best), advanced=place in on,
                 inside=outcome.primary_range(place).holds(votes[place] / votes.sum()))
            for place in range(len(ballot))
        ]  # fmt: skip
        if len(on) == 2:
            pairs.append(outcome.chance_of_pair(*sorted(on)).value)
    return tests, pairs


def show_calibration(tests: list[Test], pairs: list[float]) -> None:
    print("| stated chance to advance | candidates | mean chance | advanced |\n|---|---|---|---|")
    edges = (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0001)
    for low, high in itertools.pairwise(edges):
        own = [one for one in tests if low <= one.chance < high]
        if own:
            mean = np.mean([one.chance for one in own])
            came = np.mean([one.advanced for one in own])
            print(f"| {low * 100:.0f} to {min(high, 1) * 100:.0f}% | {len(own)} | {mean * 100:.1f}% "
                  f"| {came * 100:.1f}% |")  # fmt: skip
    print("\n| Brier score (0 is best) | candidates | simulation | last cycle's shares | "
          "two expected most |\n|---|---|---|---|---|")  # fmt: skip
    cycles: list[tuple[str, list[Test]]] = [
        (str(cycle), [one for one in tests if one.cycle == cycle])
        for cycle in sorted({one.cycle for one in tests})
    ]
    for name, own in [*cycles, ("all", tests)]:
        scores = [
            np.mean([(getattr(one, way) - one.advanced) ** 2 for one in own])
            for way in ("chance", "plain", "leaders")
        ]
        print(f"| {name} | {len(own)} | " + " | ".join(f"{one:.4f}" for one in scores) + " |")
    inside = np.mean([one.inside for one in tests])
    print(f"\nShares inside the range of nine in ten: {inside * 100:.1f}% of {len(tests)}. "
          f"The pair that came had a mean chance of {np.mean(pairs) * 100:.1f}% in {len(pairs)} "
          f"primaries, a median of {np.median(pairs) * 100:.1f}%.")  # fmt: skip


def show_generals(contests: list[Past], elections: int) -> None:
    """Every general of two from its counted primary, learned from cycles before it alone."""
    print("\n### Generals from counted primaries\n")
    print("| general | races | share inside | favourite won | Brier score | leader stays |")
    print("|---|---|---|---|---|---|")
    rounds = second_rounds(contests)
    for cycle in sorted({first.cycle for first, _ in rounds}):
        learned = learn_second(contests, cycle)
        scores = []
        for first, final in rounds:
            if first.cycle != cycle or learned.packaged:
                continue
            stood = [one for one in first.stood if one.votes]
            entrants = tuple(
                Entrant(candidate=one.person, party=one.party, share=one.votes) for one in stood
            )
            people = [one.person for one in stood]
            one, other = (people.index(each.person) for each in final.ballot)
            out = simulate_general(Field(entrants=entrants, precision=1), (one, other),
                                   learned.second, seed=SEED, elections=elections)  # fmt: skip
            share = final.ballot[0].votes / sum(each.votes for each in final.ballot)
            chance, won = out.chance_to_win(one).value, share > 0.5
            led = stood[one].votes > stood[other].votes
            scores.append((out.range(one).holds(share), (chance > 0.5) == won, (chance - won) ** 2,
                           float(led != won)))  # fmt: skip
        if scores:
            inside, right, brier, stays = np.mean(np.array(scores, dtype=float), axis=0)
            print(f"| {cycle} | {len(scores)} | {inside * 100:.1f}% | {right * 100:.1f}% | "
                  f"{brier:.4f} | {stays:.4f} |")  # fmt: skip


def show_case(view: View, seat: str, cycle: int, elections: int) -> None:
    """A backtest: chances and ranges beside what came."""
    race = RaceId.parse(seat, cycle)
    made: Simulation = from_past(view, race, None, Asked(seed=SEED, elections=elections))
    own = {one.round: one for one in seat_contests(view, race.district) if one.cycle == cycle}
    print(f"\n### {made.title}, from {made.basis}\n")
    print(
        "| candidate | advances | wins | primary, nine in ten | came | general, nine in ten | came |"
    )
    print("|---|---|---|---|---|---|---|")
    for one in made.candidates:
        cells = [f"{one.name} ({one.party})",
                 f"{one.advance.text}, {natural(float(str(one.advance.value)))}", one.win.text,
                 _ends(one.share.detail), _came(own.get("primary"), one.key),
                 _ends(one.general.detail) if one.general else "never",
                 _came(own.get("general"), one.key)]  # fmt: skip
        print(f"| {' | '.join(cells)} |")
    if len(made.lockouts):
        said = ", ".join(f"{one.label} {one.text}" for one in made.lockouts)
        print(f"\nLocked out of the general: {said}.")


def _ends(detail: dict[str, float]) -> str:
    return f"{detail['low'] * 100:.1f} to {detail['high'] * 100:.1f}%"


def _came(contest: Past | None, person: str) -> str:
    found = [one.votes for one in contest.stood if one.person == person] if contest else []
    return f"{found[0] / contest.cast * 100:.1f}%" if contest and found else "–"


def show_lockout(view: View, elections: int) -> None:
    """CA-31 in 2014: what the same party totals would have brought with fewer candidates."""
    contest = next(one for one in seat_contests(view, RaceId.parse("CA-31", 2014).district)
                   if one.cycle == 2014 and one.round == "primary")  # fmt: skip
    print("\n### CA-31, 2014: the party's total divided among fewer or more\n")
    print("| candidate | party | votes |\n|---|---|---|")
    for one in contest.stood:
        print(f"| {one.name} | {one.party} | {one.votes:,} |")
    totals = {party: sum(one.votes for one in contest.stood if one.party == party) / contest.cast
              for party in ("DEM", "REP")}  # fmt: skip
    print(
        f"\nDemocrats {totals['DEM'] * 100:.1f}% in all, Republicans {totals['REP'] * 100:.1f}%. "
        "With as much for each party, divided evenly and as loosely as the record teaches:\n"
    )
    print("| Democrats | Republicans | Democrats locked out | Republicans locked out |")
    print("|---|---|---|---|")
    known = learn(past_contests(view), 2014)
    for democrats, republicans in ((1, 2), (2, 2), (3, 2), (4, 2), (6, 2), (8, 2), (4, 1), (4, 3)):
        entrants = [
            Entrant(candidate=f"{party}{number}", party=party, share=totals[party] / many)
            for party, many in (("DEM", democrats), ("REP", republicans))
            for number in range(many)
        ]
        made = simulate_shares(
            Field(entrants=tuple(entrants), precision=known.precision_new,
                  party_precision=known.party_precision), seed=SEED, elections=elections,
        )  # fmt: skip
        out = [made.chance_of_lockout(party).value for party in ("DEM", "REP")]
        print(f"| {democrats} | {republicans} | {out[0] * 100:.1f}% | {out[1] * 100:.1f}% |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("record")
    parser.add_argument("--elections", type=int, default=20_000)
    asked = parser.parse_args()
    view = open_view(asked.record, None, "duckdb")
    contests = past_contests(view)
    print(f"Learned for 2024: {learn(contests, 2024)}\n")
    print("### Calibration\n")
    show_calibration(*calibration(contests, asked.elections))
    show_generals(contests, asked.elections)
    for seat, cycle in (("CA-16", 2024), ("CA-45", 2024), ("CA-34", 2020), ("CA-34", 2022),
                        ("CA-34", 2024), ("CA-31", 2016)):  # fmt: skip
        show_case(view, seat, cycle, asked.elections)
    show_lockout(view, asked.elections)


if __name__ == "__main__":
    main()
