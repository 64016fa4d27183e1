"""Matrices made for tests: written by hand, drawn with known truth, or read from the real files."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path

import numpy as np

from hustings.scores.bills import Bill, Cosponsor, stage_of
from hustings.scores.matrix import Cast, VoteMatrix

LETTERS = {
    "y": Cast.YEA,
    "n": Cast.NAY,
    "-": Cast.ABSENT,
    "p": Cast.PRESENT,
    ".": Cast.NOT_A_MEMBER,
}


def written(**rows: str) -> VoteMatrix:
    """A matrix of letters: y, n, - absent, p present, . not a member; roll calls are v1, v2, …"""
    cells = np.array([[int(LETTERS[c]) for c in row] for row in rows.values()], dtype=np.int8)
    names = tuple(f"v{one}" for one in range(1, cells.shape[1] + 1))
    return VoteMatrix(members=tuple(rows), roll_calls=names, cells=cells)


def drawn(
    members: int = 440,
    roll_calls: int = 950,
    *,
    seed: int,
    missing: float = 0.03,
    dimensions: int = 1,
) -> tuple[VoteMatrix, np.ndarray, str]:
    """Votes of the logit model: points N(0,1), slopes N(0,3²), cutting points N(0,1) → votes, points
    (members, dimensions), and the member furthest right."""
    g = np.random.default_rng(seed)
    x = g.standard_normal((members, dimensions))
    slope = 3 * g.standard_normal((roll_calls, dimensions))
    cut = np.linalg.norm(slope, axis=1) * g.standard_normal(roll_calls)
    margin = x @ slope.T - cut
    cells = np.where(margin + g.logistic(size=margin.shape) > 0, 1, -1).astype(np.int8)
    cells[g.random(margin.shape) < missing] = 0
    matrix = VoteMatrix(
        members=tuple(f"m{one}" for one in range(members)),
        roll_calls=tuple(f"r{one}" for one in range(roll_calls)),
        cells=cells,
    )
    return matrix, x, f"m{int(np.argmax(x[:, 0]))}"


VOTES = {116: "H116_votes.csv.gz", 117: "H117_votes_from_clerk.csv.gz"}
PARTIES = {"100": "D", "200": "R", "328": "I"}


def house(shared: Path, congress: int) -> tuple[VoteMatrix, dict[str, dict[str, str]]]:
    """The House's votes and members by icpsr, as Voteview has them; the President left out."""
    folder = shared / "congress"
    with (folder / f"H{congress}_members.csv").open() as lines:
        members = {row["icpsr"]: row for row in csv.DictReader(lines) if row["chamber"] == "House"}
    with gzip.open(folder / VOTES[congress], "rt") as lines:
        rows = [
            (row["icpsr"], row["rollnumber"], int(row["cast_code"]))
            for row in csv.DictReader(lines)
            if row["icpsr"] in members
        ]
    return VoteMatrix.of(rows), members


def parties(members: dict[str, dict[str, str]]) -> dict[str, str]:
    return {key: PARTIES[row["party_code"]] for key, row in members.items()}


def bills(shared: Path, congress: int = 116) -> list[Bill]:
    """The bills of a Congress, of both chambers."""
    with gzip.open(shared / "congress" / f"bills_{congress}.ndjson.gz", "rt") as lines:
        return [bill(json.loads(line)) for line in lines]


def bill(row: dict) -> Bill:
    return Bill(
        key=row["bill_id"],
        introduced=date.fromisoformat(row["introduced_at"]),
        sponsor=row["sponsor"]["bioguide_id"] if row["sponsor"] else None,
        stage=stage_of(row["status"]),
        cosponsors=tuple(
            Cosponsor(
                member=one["bioguide_id"],
                day=date.fromisoformat(one["sponsored_at"]),
                original=one["original_cosponsor"],
                withdrawn=date.fromisoformat(one["withdrawn_at"]) if one["withdrawn_at"] else None,
            )
            for one in row["cosponsors"]
        ),
    )
