"""A record of a few hundred real votes and bills of the 116th House, small enough for Spark's pace.

Every eighth roll call and the votes and bills that the calls name; the same views and statements
run as on whole Congresses, in seconds rather than minutes.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from hustings.record import Record, plan
from hustings.record.loading import load_all
from tests.measures.test_figures import BESIDE, ROLL_CALL, SPONSORED, VOTED

#: Measures of votes and bills, which are compared here and not on the record of all files.
MEASURES = frozenset({
    *VOTED, *SPONSORED, *BESIDE, *ROLL_CALL, "member_vote", "cosponsor_place", "bill_sponsor",
    "cosponsor_count", "cosponsored", "cosponsorships", "bill_passed_house",
})  # fmt: skip
#: Views over votes and bills, likewise.
VIEWS = frozenset({
    "bill_names", "bill_progress", "bill_support", "bills_in_force", "cast_positions", "cast_votes",
    "clerk_answers", "clerk_record", "cosponsorships", "member_votes", "roll_calls", "vote_pairs",
    "vote_disagreements",
})  # fmt: skip
VOTES = {"h109-116.2020", "h109-116.2019"}
BILLS = {"hr6515-116", "hr6314-116", "hr1384-116", "hr6800-116"}

#: The files of the plan; the first two are cut from the real ones.
PLAN = """
files:
  - {{file: votes_116_house.ndjson, source: congress.clerk_votes, as_of: 2026-06-15}}
  - {{file: bills_116.ndjson, source: congress.bills, as_of: 2020-12-30}}
  - {{file: {0}/H116_members.csv, source: congress.voteview_members, as_of: 2026-06-15}}
  - {{file: {0}/H116_rollcalls.csv.gz, source: congress.voteview_rollcalls, as_of: 2026-06-15}}
  - {{file: {0}/legislators-current.2020-12-01.yaml.gz, source: congress.legislators}}
  - {{file: {1}/cook_pvi_*.csv}}
"""


def chamber(folder: Path, files: Path) -> Path:
    """The record, loaded into a folder."""
    votes = _lines(files / "congress" / "votes_116_house.ndjson.gz")
    kept = [one for at, one in enumerate(votes) if at % 8 == 0 or one["vote_id"] in VOTES]
    _write(folder / "votes_116_house.ndjson", kept)
    bills = _lines(files / "congress" / "bills_116.ndjson.gz")
    few = [one for at, one in enumerate(bills) if at % 20 == 0 or one["bill_id"] in BILLS
           or _of(one, "G000585")]  # fmt: skip
    _write(folder / "bills_116.ndjson", few)
    (folder / "plan.yml").write_text(PLAN.format(files / "congress", files / "districts"))
    record = folder / "record"
    outcomes = load_all(Record(record), plan.read(folder / "plan.yml"))
    assert [str(one.error) for one in outcomes if one.error] == []
    return record


def _of(bill: dict[str, Any], member: str) -> bool:
    return bool((bill.get("sponsor") or {}).get("bioguide_id") == member)


def _lines(file: Path) -> list[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _write(file: Path, rows: list[dict[str, Any]]) -> None:
    file.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
