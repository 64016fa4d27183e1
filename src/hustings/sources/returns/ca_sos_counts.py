"""California's results service as it stood at 139 moments: counts that move for weeks.

Two shapes, both derived from a history of the service's JSON: a table with one line for each
candidate and moment, and one line of JSON for each moment of a single contest.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hustings.ids import cycle_of
from hustings.sources.checked import LeftOut, Rows, Unreadable
from hustings.sources.events import Dated, Event, Loaded, Rejected, Skipped
from hustings.sources.returns.ca_sos import (
    STATE,
    before_the_count,
    held_before,
    local_time,
    report,
    standing,
)
from hustings.sources.returns.cells import person, seat, whole, yes_or_no
from hustings.sources.returns.parties import party
from hustings.sources.returns.records import Record, layout, load
from hustings.sources.returns.shapes import part, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.sources.files import SourceFile
    from hustings.sources.pages import Page, Scope


def parse(file: SourceFile, page: Page, scope: Scope) -> Iterator[Event]:  # noqa: ARG001
    """Rows of `counts`; as of the last moment in the file."""
    last: list[datetime] = []
    if file.name.casefold().endswith(".jsonl"):
        yield from _json_lines(file, last)
    else:
        described = layout(page, "counted_at", "reported_at", "district", "name", "party", "votes")
        yield from load(file, described, lambda record: _table_rows(record, last))
    if last:
        yield Dated(max(last).date())


def _table_rows(record: Record, last: list[datetime]) -> Rows:
    counted_at = utc(record["counted_at"])
    reported_at = local_time(record["reported_at"])
    election = held_before(reported_at)
    votes = whole(record["votes"])
    _no_test(votes, before_the_count(reported_at, election))
    row = {
        "district": seat(STATE, record["district"], election.day.year),
        "cycle": cycle_of(election.day),
        "round": election.round.value,
        "contest_date": election.day,
        "counted_at": counted_at,
        "reported_at": reported_at,
        "reporting": record["reporting"] or None,
        "name": person(record["name"]),
        "party": party(record["party"], STATE).code,
        "party_as_written": record["party"] or None,
        "incumbent": yes_or_no(record["incumbent"], "incumbent"),
        "votes": votes,
        "percent_as_written": record["percent"] or None,
    }
    last.append(counted_at)
    return [("counts", row)]


def _json_lines(file: SourceFile, last: list[datetime]) -> Iterator[Event]:
    for number, line in file.text_lines():
        if not line.strip():
            yield Skipped(number, "blank line")
            continue
        try:
            rows, counted_at = _line_rows(line)
        except Unreadable as problem:
            yield Rejected(number, line, str(problem))
        except LeftOut as reason:
            yield Skipped(number, str(reason))
        else:
            last.append(counted_at)
            yield Loaded(number, rows)


def _line_rows(line: str) -> tuple[Rows, datetime]:
    try:
        collected = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise Unreadable("the line is not JSON") from problem
    counted_at = utc(text(collected, "commit_time"))
    found = report(part(collected, "body"))
    if found.county:
        raise LeftOut("contest: one county's part, not the district")
    rows: Rows = [
        (
            "counts",
            {
                "district": found.district,
                "cycle": cycle_of(found.election.day),
                "round": found.election.round.value,
                "contest_date": found.election.day,
                "counted_at": counted_at,
                "reported_at": found.reported_at,
                "reporting": found.reporting,
                **standing(candidate),
                "percent_as_written": _percent(candidate),
            },
        )
        for candidate in found.candidates
    ]
    if not rows:
        raise Unreadable("candidates: none")
    _no_test(sum(row["votes"] for _, row in rows), found.before_the_count)
    return rows, counted_at


def _no_test(votes: int, before_the_count: bool) -> None:
    if votes and before_the_count:
        raise Unreadable("votes: reported before the polls closed")


def _percent(candidate: object) -> str | None:
    return None if part(candidate, "Percent") is None else text(candidate, "Percent")


def utc(written: str) -> datetime:
    """'2024-03-05T18:56:35-08:00' → that moment in UTC. Raises Unreadable without a zone."""
    try:
        moment = datetime.fromisoformat(written)
        # The table's times are UTC and carry no zone.
        in_utc = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as problem:
        raise Unreadable("commit_time: not a time with its zone") from problem
    if moment.tzinfo is None:
        raise Unreadable("commit_time: not a time with its zone")
    return in_utc
