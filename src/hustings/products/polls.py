"""Polls from a CSV file: a row for each candidate of each poll.

The header is pollster, date, sample, candidate, party, share; their order is free. date is the
last day of asking, such as 2024-02-11. sample is how many were asked. share is in percent. party
may be empty. What is wrong is said with its line, all of it at once.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from hustings.contests.simulation import Poll
from hustings.errors import RequestError, quoted

HEADER: Final = ("pollster", "date", "sample", "candidate", "party", "share")
#: A file of polls is small; a larger one is something else.
MOST_BYTES: Final = 5_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Polls:
    """The polls of a file, and the party of each candidate, in order of the file."""

    name: str
    polls: tuple[Poll, ...]
    parties: dict[str, str]


def read_polls(file: Path) -> Polls:
    """The polls of a CSV file. Raises RequestError with every line that is wrong."""
    rows = _rows(file)
    problems: list[str] = []
    samples: dict[tuple[str, date], int] = {}
    shares: dict[tuple[str, date], dict[str, float]] = {}
    parties: dict[str, str] = {}
    for line, row in rows:
        wrong, known = _row(row)
        if wrong or known is None:
            problems.append(f"line {line}: {'; '.join(wrong)}")
            continue
        pollster, day, sample, candidate, party, share = known
        poll = (pollster, day)
        if samples.setdefault(poll, sample) != sample:
            problems.append(f"line {line}: {pollster} on {day} has two samples")
        if candidate in shares.setdefault(poll, {}):
            problems.append(f"line {line}: {quoted(candidate)} is in the poll twice")
        if party and parties.get(candidate, party) not in ("", party):
            problems.append(f"line {line}: {quoted(candidate)} has two parties")
        shares[poll][candidate] = share
        parties[candidate] = parties.get(candidate) or party
    problems += [
        f"the poll of {pollster}, {day}: the shares add up to {sum(own.values()) * 100:g}%, "
        "more than all who were asked"
        for (pollster, day), own in shares.items()
        if sum(own.values()) > 1 + 0.005 * len(own)
    ]
    if problems:
        more = len(problems) - 10
        raise RequestError(
            f"{'. '.join(problems[:10])}{f'. And {more} more' if more > 0 else ''}.",
            where=file.name, next_step="Nothing was simulated; mend the file.",
        )  # fmt: skip
    if not shares:
        raise RequestError("no poll is in the file, only a header.", where=file.name,
                           next_step="A row for each candidate of each poll.")  # fmt: skip
    return Polls(
        name=file.stem,
        parties=parties,
        polls=tuple(
            Poll(pollster=pollster, day=day, sample=samples[pollster, day], shares=own)
            for (pollster, day), own in shares.items()
        ),
    )


def _rows(file: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise RequestError("the file is too large to be polls.", where=file.name)
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise RequestError("the file is not text in UTF-8.", where=file.name) from problem
    except OSError as problem:
        raise RequestError(
            f"the file cannot be read: {problem.strerror}.", where=file.name
        ) from problem
    reader = csv.reader(text.splitlines())
    try:
        lines = [(reader.line_num, cells) for cells in reader if any(map(str.strip, cells))]
    except csv.Error as problem:
        raise RequestError(f"the file is no CSV: {problem}.", where=file.name) from problem
    head = [cell.strip().lower() for cell in lines[0][1]] if lines else []
    missing = [name for name in HEADER if name not in head]
    if missing:
        raise RequestError(
            f"the header has no {', '.join(missing)}.", where=file.name,
            next_step=f"The first line is {','.join(HEADER)}.",
        )  # fmt: skip
    for line, cells in lines[1:]:
        if len(cells) != len(head):
            raise RequestError(
                f"{len(cells)} fields, and the header has {len(head)}.",
                where=f"{file.name} line {line}",
            )
    return [
        (line, dict(zip(head, map(str.strip, cells), strict=True))) for line, cells in lines[1:]
    ]


def _row(row: dict[str, str]) -> tuple[list[str], tuple[str, date, int, str, str, float] | None]:
    """What is wrong with a row, and what it says."""
    wrong: list[str] = []
    day, sample, share = None, 0, 0.0
    wrong += [f"no {name}" for name in ("pollster", "candidate") if not row[name]]
    try:
        day = date.fromisoformat(row["date"])
    except ValueError:
        wrong.append(f"{quoted(row['date'])} is no date such as 2024-02-11")
    try:
        sample = int(row["sample"].replace(",", ""))
        if sample < 1:
            wrong.append(f"a sample of {sample} asked nobody")
    except ValueError:
        wrong.append(
            f"the sample {quoted(row['sample'])} is no whole number" if row["sample"]
            else "no sample size: how sure a poll is cannot be told without it"
        )  # fmt: skip
    try:
        share = float(row["share"].removesuffix("%")) / 100
        if not (math.isfinite(share) and 0 <= share <= 1):
            wrong.append(f"a share of {row['share']} is not from 0 to 100")
    except ValueError:
        wrong.append(f"the share {quoted(row['share'])} is no number")
    if wrong or day is None:
        return wrong, None
    return [], (row["pollster"], day, sample, row["candidate"], row["party"].upper(), share)
