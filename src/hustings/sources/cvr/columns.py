"""Ballots in CSV files: a column for each rank (ES&S), for each candidate, or for each pair.

ES&S exports have the candidate in the cell; the generic form has the rank in the cell; Clear
Ballot's has a column for each candidate at each rank, whose heading names contest, rank and name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from hustings.errors import SourceError, quoted
from hustings.sources.cvr.box import MOST_RANKS, BallotBox, CvrOptions, rank_of
from hustings.sources.cvr.text import rows_of

_RANK_HEADING: Final = re.compile(
    r"(\d{1,3})(st|nd|rd|th)(\s+choice)?|.*\b(choice|rank)\s*(\d{1,3})(\s*\(\d+\))?", re.IGNORECASE
)
#: Columns before the votes in Clear Ballot's files, and the parts of a heading after them.
_CLEAR_BALLOT_FIRST: Final = 10
_CLEAR_BALLOT_PARTS: Final = 6
CLEAR_BALLOT_HEADING: Final = ("RowNumber", "BoxID", "BoxPosition", "BallotID")


def is_rank_heading(cell: str) -> bool:
    """Whether a heading names a rank: '1st Choice', '2nd', 'For Mayor Choice 3 (55)', 'rank 4'."""
    return _RANK_HEADING.fullmatch(cell.strip()) is not None


def read_ranks(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """Ballots with a candidate's name in the column of each rank."""
    box = BallotBox(where, options)
    rows = list(rows_of(data, where))
    heading = rows[0][1] if rows else []
    columns = [place for place, cell in enumerate(heading) if is_rank_heading(cell)]
    if options.first_column:
        wide = options.rankings or max(len(heading) - options.first_column + 1, 0)
        columns = list(range(options.first_column - 1, options.first_column - 1 + wide))
        columns = [place for place in columns if place < len(heading)]
    if not columns:
        raise SourceError("no column is headed by a rank.", where=where)
    for _, row in rows[max(options.first_row - 1, 1) :]:
        if not options.takes(row):
            continue
        box.add(tuple(box.mark(row[place] if place < len(row) else "") for place in columns))
    return box


def read_candidates(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """Ballots with a rank in the column of each candidate; blank cells are no ranks."""
    box = BallotBox(where, options)
    rows = list(rows_of(data, where))
    heading = rows[0][1] if rows else []
    columns = _candidate_columns(heading, [row for _, row in rows[1:]], options)
    if not columns:
        raise SourceError("no column is headed by a candidate.", where=where)
    names = {place: box.name(heading[place].strip()) for place in columns}
    twice = sorted({name for name in names.values() if list(names.values()).count(name) > 1})
    if twice:
        raise SourceError(f"two columns are headed {quoted(twice[0])}.", where=where)
    most = options.rankings or MOST_RANKS
    for line, row in rows[max(options.first_row - 1, 1) :]:
        if not options.takes(row):
            continue
        ranked: dict[int, set[str]] = {}
        wrong = ""
        for place, name in names.items():
            cell = row[place].strip() if place < len(row) else ""
            if not cell:
                continue
            rank = rank_of(cell, most)
            if rank is None:
                wrong = f"{quoted(cell)} is not a rank from 1 to {most} ({name})"
                break
            ranked.setdefault(rank, set()).add(name)
        if wrong:
            box.reject(f"line {line}", wrong)
        else:
            box.add_ranked(ranked)
    return box


def _candidate_columns(heading: list[str], rows: list[list[str]], options: CvrOptions) -> list[int]:
    if options.first_column:
        return list(range(options.first_column - 1, len(heading)))
    if options.candidates:
        return [
            p for p, cell in enumerate(heading) if options.named(cell.strip()) in options.candidates
        ]
    # Without options: the columns from the first on whose cells are all small numbers or blank.
    last = len(heading)
    while last and heading[last - 1].strip() and _holds_ranks(rows, last - 1):
        last -= 1
    return list(range(last, len(heading)))


def _holds_ranks(rows: list[list[str]], place: int) -> bool:
    cells = [row[place].strip() for row in rows if place < len(row)]
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(rank_of(cell) is not None for cell in filled)


def read_clear_ballot(data: bytes, where: str, options: CvrOptions) -> BallotBox:
    """Clear Ballot's CSV: 1 in the columns that were marked, 0 in the others."""
    rows = rows_of(data, where)
    _, heading = next(rows)
    found: dict[str, dict[int, tuple[int, str]]] = {}
    for place in range(_CLEAR_BALLOT_FIRST, len(heading)):
        parts = heading[place].split(":")
        rank = rank_of(parts[2]) if len(parts) == _CLEAR_BALLOT_PARTS else None
        if rank is None:
            raise SourceError(
                f"the heading {quoted(heading[place])} does not name contest, rank and choice.",
                where=f"{where} column {place + 1}",
            )
        found.setdefault(parts[1], {})[place] = (rank, parts[4])
    box = BallotBox(where, chosen_contest(options, list(found), where))
    columns = {
        place: (rank, box.name(name)) for place, (rank, name) in found[box.options.contest].items()
    }
    for line, row in rows:
        ranked: dict[int, set[str]] = {}
        cells = {place: row[place].strip() if place < len(row) else "" for place in columns}
        bad = next((cell for cell in cells.values() if cell not in {"0", "1"}), None)
        if bad == "" and not any(cells.values()):
            continue  # The contest is not on this ballot's card.
        if bad is not None:
            box.reject(f"line {line}", f"{quoted(bad)} is neither 1 nor 0")
            continue
        for place, (rank, name) in columns.items():
            if cells[place] == "1":
                ranked.setdefault(rank, set()).add(name)
        box.add_ranked(ranked)
    return box


def chosen_contest(
    options: CvrOptions, contests: list[str], where: str, ids: dict[str, str] | None = None
) -> CvrOptions:
    """The options with the contest to read: the one asked for, or the only one of the file.

    `ids` maps the file's own ids to names. Raises SourceError that lists the contests.
    """
    asked = options.contest.strip()
    known = dict.fromkeys(contests)
    if asked and asked not in known and ids and asked in ids:
        asked = ids[asked]
    if asked in known:
        return replace(options, contest=asked)
    if not asked and len(known) == 1:
        return replace(options, contest=contests[0])
    listed = ", ".join(quoted(name) for name in list(known)[:20])
    raise SourceError(
        f"the file has no contest {quoted(asked)}." if asked else "the file has several contests.",
        where=where,
        next_step=f"Name one of them: {listed}." if known else "",
    )
