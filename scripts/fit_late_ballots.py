"""Learn from the record how late ballots move, write the packaged table, print how well it does.

    HUSTINGS_RECORD=… python scripts/fit_late_ballots.py --write   # late_ballots.csv and the chart
    HUSTINGS_RECORD=… python scripts/fit_late_ballots.py           # the tables of docs/counts.md

Learned on California's primary of March 2024; scored on contests left out, and on the general of
November 2024 in Los Angeles County, which nothing was learned from.
"""

from __future__ import annotations

import argparse
import csv
import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hustings.contests.late import Stage, Standing, days_since_close, estimate, stage_at
from hustings.contests.late_fit import (
    EDGES,
    Forecast,
    History,
    fit,
    reliability,
    scores,
)
from hustings.products.charts.base import PALETTE, Sheet, render
from hustings.record.engines import open_view
from hustings.record.view import View

TABLE = Path(__file__).parents[1] / "src/hustings/sources/reference/late_ballots.csv"
CHART = Path(__file__).parents[1] / "docs/late_ballots_calibration.svg"
#: Districts by number, from the north to the south: neighbours share counties, and so late ballots.
GROUPS = ((1, 9), (10, 18), (19, 26), (27, 35), (36, 44), (45, 52))
SEED = 20240305
CLOSE_POINTS = 0.10


def histories(view: View, cycle: int, round: str, *, certified: bool) -> list[History]:  # noqa: A002
    """Contests with their counts; the final is the certified total, or the last count."""
    rows = view.query(
        "select district, counted_at, contest_date, person, party, votes from count_series "
        "where cycle = $cycle and round = $round and starts_with(district, 'CA-') "
        "order by district, counted_at, person",
        {"cycle": cycle, "round": round},
    )
    ends = {
        (district, person): int(votes)
        for district, person, votes in view.query(
            "select district, person, sum(votes) from contest_ballots where status = 'certified' "
            "and cycle = $cycle and round = $round and kind = 'candidate' and votes is not null "
            "group by district, person",
            {"cycle": cycle, "round": round},
        )
    }
    moments: dict[str, dict[datetime, list[tuple[str, str, int]]]] = {}
    days: dict[str, date] = {}
    for district, at, day, person, party, votes in rows:
        days[district] = day
        moments.setdefault(district, {}).setdefault(at, []).append((person, party or "", votes))
    found = []
    for district, by_time in moments.items():
        times = sorted(by_time)
        people = [person for person, _, _ in by_time[times[-1]]]
        last = {person: votes for person, _, votes in by_time[times[-1]]}
        final = tuple(ends[district, one] if certified else last[one] for one in people)
        counts = tuple(
            Standing(
                votes=tuple(votes for _, _, votes in by_time[at]),
                parties=tuple(party for _, party, _ in by_time[at]),
                days=days_since_close(days[district], at),
            )
            for at in times
            if [person for person, _, _ in by_time[at]] == people
        )
        found.append(History(key=district, counts=counts, final=final))
    return found


def number(key: str) -> int:
    return int(key.split("-")[1])


def without(all_: Sequence[History], first: int, last: int) -> list[History]:
    return [one for one in all_ if not first <= number(one.key) <= last]


def ahead(votes: Sequence[int], places: int) -> list[bool]:
    edge = sorted(votes)[-min(places, len(votes))]
    return [one >= edge for one in votes]


def stay_rate(all_: Iterable[History], stage: Stage, places: int) -> tuple[float, float]:
    """How often who was ahead at the stage was so in the end, and who was not; plus one of each."""
    kept, first, came, behind = 1, 2, 1, 2
    for one in all_:
        count = one.last_in(stage.from_days, stage.until_days)
        if count is None or len(one.final) <= places:
            continue
        for then, now in zip(ahead(count.votes, places), ahead(one.final, places), strict=True):
            if then:
                first, kept = first + 1, kept + now
            else:
                behind, came = behind + 1, came + now
    return kept / first, came / behind


def forecasts(
    test: Iterable[History], train: Sequence[History], *, places: int, elsewhere: bool
) -> list[Forecast]:
    """A forecast for each candidate of each contest at the end of each stage."""
    stages = fit(train)
    found = []
    for one in test:
        if len(one.final) <= places:
            continue  # all advance: nothing to forecast
        for start, end in itertools.pairwise(EDGES):
            count = one.last_in(start, end)
            if count is None:
                continue
            stage = stage_at(stages, count.days)
            made = estimate(count, stages, places=places, seed=SEED, elsewhere=elsewhere)
            stay, rise = stay_rate(train, stage, 2)
            ordered = sorted(count.votes, reverse=True)
            gap = (ordered[places - 1] - ordered[places]) / sum(count.votes)
            ends = [votes / sum(one.final) for votes in one.final]
            for place, (then, now) in enumerate(
                zip(ahead(count.votes, places), ahead(one.final, places), strict=True)
            ):
                found.append(Forecast(
                    key=one.key, days=count.days, chance=made.chances[place], guess=float(then),
                    learned=stay if then else rise, came=now,
                    inside=made.low[place] - 1e-9 <= ends[place] <= made.high[place] + 1e-9,
                    close=gap < CLOSE_POINTS,
                ))  # fmt: skip
    return found


def left_out(primary: Sequence[History]) -> list[Forecast]:
    found: list[Forecast] = []
    for first, last in GROUPS:
        test = [one for one in primary if first <= number(one.key) <= last]
        train = without(primary, first, last)
        found += forecasts(test, train, places=2, elsewhere=False)
    return found


def write(primary: Sequence[History]) -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(["state", "cycle", "round", "left_first", "left_last", "from_days",
                      "until_days", "contests", "remaining", "drift_dem", "drift_rep", "drift_oth",
                      "rank_drift", "party_sd", "candidate_sd", "minor_sd",
                      "source"])  # fmt: skip
        for first, last in ((0, 0), *GROUPS):
            for one in fit(without(primary, first, last)):
                out.writerow([
                    "CA", 2024, "primary", first, last, one.from_days, one.until_days,
                    one.contests, " ".join(f"{part:.6f}" for part in one.remaining), *one.drift,
                    one.rank_drift, one.party_sd, one.candidate_sd, one.minor_sd,
                    "scripts/fit_late_ballots.py on returns.ca_sos_counts through 2024-04-04",
                ])  # fmt: skip


def table(title: str, found: Sequence[Forecast]) -> None:
    print(f"\n{title}\n")
    print("| days after the polls closed | contests | forecasts | Brier, model | leaders stay "
          "| stay, as sure as learned | log, model | leaders stay | learned | in range |")  # fmt: skip
    print("| --- " * 10 + "|")
    for start, end in itertools.pairwise(EDGES):
        mine = [one for one in found if start <= one.days < end]
        if mine:
            line(f"{start:g} to {end:g}", mine)
    line("all", found)


def line(head: str, mine: Sequence[Forecast]) -> None:
    s = scores(mine)
    print(f"| {head} | {s.contests} | {s.forecasts} | {s.brier:.4f} | {s.brier_guess:.4f} "
          f"| {s.brier_learned:.4f} | {s.log:.4f} | {s.log_guess:.4f} | {s.log_learned:.4f} "
          f"| {s.inside:.0%} |")  # fmt: skip


def calibration(title: str, found: Sequence[Forecast]) -> None:
    print(
        f"\n{title}\n\n| chance given | forecasts | mean chance | came true |\n"
        + "| --- " * 4
        + "|"
    )
    for low, high, many, mean, true in reliability(found):
        print(f"| {low:g} to {high:g} | {many} | {mean:.3f} | {true:.3f} |")


def chart(found: Sequence[Forecast]) -> None:
    """Chance given across, share that came true upwards; the number of forecasts at each dot."""
    size, left, top = 340.0, 52.0, 30.0
    sheet = Sheet(width=size + left + 16, height=size + top + 46)

    def x(share: float) -> float:
        return left + size * share

    def y(share: float) -> float:
        return top + size * (1 - share)

    marks = [0, 0.25, 0.5, 0.75, 1]
    steps = [place / 50 for place in range(51)]
    dots = [(mean, true, many) for _, _, many, mean, true in reliability(found)]

    def layers() -> list[Any]:
        return [
            sheet.rules([{"x": x(0), "x2": x(1), "y": y(one)} for one in marks], colour="rule"),
            sheet.lines([{"x": x(one), "y": y(one), "series": 0} for one in steps]),
            sheet.dots([{"x": x(a), "y": y(b), "colour": "individuals"} for a, b, _ in dots]),
            sheet.words([{"x": x(one), "y": y(0) + 16, "label": f"{one:.0%}"} for one in marks],
                        align="center"),
            sheet.words([{"x": x(0) - 6, "y": y(one), "label": f"{one:.0%}"} for one in marks],
                        align="right"),
            sheet.words([{"x": x(0.5), "y": y(0) + 34, "label": "Chance given; number of forecasts "
                          "beside each dot"}], align="center"),
            sheet.words([{"x": 4, "y": 8, "label": "Came true"}]),
            sheet.words([{"x": x(a) + (-9 if a > 0.9 else 9), "label": f"{many:,}",
                          "y": y(b) + (26 if a > 0.97 else 14 if b > 0.5 else -12)}
                         for a, b, many in dots], align="center"),
        ]  # fmt: skip

    said = "; ".join(f"{mean:.0%} given, {true:.0%} came true" for mean, true, _ in dots)
    svg = render(sheet, layers, f"Calibration on contests not seen: {said}.")
    # On its own, outside a page, the drawing needs paper under it.
    svg = svg.replace(">", f'><rect width="100%" height="100%" fill="{PALETTE["paper"]}"/>', 1)
    CHART.write_text(f"{svg}\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="write the packaged table")
    wanted = options.parse_args()
    view = open_view(None, None, "duckdb")
    primary = histories(view, 2024, "primary", certified=False)
    print(
        f"primary 2024: {len(primary)} contests, {sum(len(o.final) > 2 for o in primary)} with three or more"
    )
    if wanted.write:
        write(primary)
    found = left_out(primary)
    if wanted.write:
        chart(found)
    table("Primary of March 2024, each group of districts left out", found)
    table("Of these, second and third within 10 points then", [o for o in found if o.close])
    calibration("Calibration, all", found)
    middle = {one.key for one in found if 0.1 <= one.chance < 0.9}
    print(f"\nForecasts of 10 to 90 percent are of {len(middle)} contests.")
    calibration("Calibration, close", [o for o in found if o.close])
    general = histories(view, 2024, "general", certified=True)
    for wide, said in ((True, "as it is used: wider"), (False, "not wider")):
        later = forecasts(general, primary, places=1, elsewhere=wide)
        table(f"General of November 2024, Los Angeles County, {said}", later)
        calibration(f"Calibration, November, {said}", later)


if __name__ == "__main__":
    main()
