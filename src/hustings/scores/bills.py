"""Bills with their sponsors, and what follows of a member: own bills, cosponsorships, GovTrack's two.

Ideology and leadership are computed as GovTrack describes it (govtrack.us/about/analysis).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError, quoted
from hustings.scores.unity import Tallied

#: A column of cosponsorships weighs at least so much before it is normalised (GovTrack).
_LEAST_MASS: Final = 10.0
_DAMPING: Final = 0.85


class Stage(IntEnum):
    """How far a bill got; a later stage is greater.

    VOTED: it came to a vote and failed. PASSED: agreed to by all whose vote it needs, or vetoed.
    """

    INTRODUCED = 0
    REPORTED = 1
    VOTED = 2
    PASSED_CHAMBER = 3
    PASSED = 4
    ENACTED = 5


#: How the statuses of unitedstates/congress begin, and the stage each shows.
_STATUSES: Final[Mapping[str, Stage]] = {
    "INTRODUCED": Stage.INTRODUCED,
    "REFERRED": Stage.INTRODUCED,
    "REPORTED": Stage.REPORTED,
    "PROV_KILL": Stage.VOTED,
    "FAIL:ORIGINATING": Stage.VOTED,
    "FAIL:SECOND": Stage.PASSED_CHAMBER,
    "PASS_OVER": Stage.PASSED_CHAMBER,
    "PASS_BACK": Stage.PASSED_CHAMBER,
    "CONFERENCE": Stage.PASSED_CHAMBER,
    "PASSED": Stage.PASSED,
    "VETOED": Stage.PASSED,
    "ENACTED": Stage.ENACTED,
}


def stage_of(status: str) -> Stage:
    """The stage that a status of unitedstates/congress shows. Raises RequestError if unknown."""
    for start, stage in _STATUSES.items():
        if status == start or status.startswith(f"{start}:"):
            return stage
    raise RequestError(f"{quoted(status)} is no status of a bill.", next_step="Mend the row.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cosponsor:
    """A name put to a bill on a day; original if it stood there when the bill came in."""

    member: str
    day: date
    original: bool
    withdrawn: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Bill:
    """A bill with who put it in and who joined. Raises RequestError with all that is wrong."""

    key: str
    introduced: date
    sponsor: str | None
    stage: Stage
    cosponsors: tuple[Cosponsor, ...] = ()

    def __post_init__(self) -> None:
        problems: list[str] = []
        met: set[str] = set()
        for one in self.cosponsors:
            if one.member in met:
                problems.append(f"{one.member} is a cosponsor twice")
            met.add(one.member)
            if one.member == self.sponsor:
                problems.append(f"{one.member} is sponsor and cosponsor")
            if one.day < self.introduced:
                problems.append(f"{one.member} joined on {one.day}, before {self.introduced}")
            if one.withdrawn is not None and one.withdrawn < one.day:
                problems.append(f"{one.member} withdrew on {one.withdrawn}, before {one.day}")
        if problems:
            shown = "; ".join(problems[:10])
            more = f"; and {len(problems) - 10} more" if len(problems) > 10 else ""
            raise RequestError(f"{shown}{more}.", where=self.key, next_step="Mend the bill.")

    def cosponsor(self, member: str) -> Cosponsor | None:
        """The member's cosponsorship of this bill, if there is one."""
        return next((one for one in self.cosponsors if one.member == member), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sponsorships:
    """What a member put in and what they joined.

    own: bills by how far they got. cosponsored: withdrawn ones with it. across: cosponsored bills
    of a sponsor who was never of a party the member was of, of those whose sponsor is known.
    """

    member: str
    own: Mapping[Stage, int]
    cosponsored: int
    original: int
    withdrawn: int
    across: Tallied

    @property
    def sponsored(self) -> int:
        return sum(self.own.values())


def sponsorships(
    bills: Iterable[Bill], member: str, parties: Mapping[str, Collection[str]]
) -> Sponsorships:
    """A member's own bills and how far they got, cosponsorships, originals, and the bipartisan.

    parties: every party a member was of in that time. The bipartisan share is GovTrack's of its
    report cards: cosponsored bills put in by a member of another party. Raises RequestError for a
    sponsor without a party.
    """
    own = dict.fromkeys(Stage, 0)
    joined = original = withdrawn = across = known = 0
    mine = set(_parties_of(member, parties))
    for bill in bills:
        if bill.sponsor == member:
            own[bill.stage] += 1
        if (found := bill.cosponsor(member)) is None:
            continue
        joined += 1
        original += found.original
        withdrawn += found.withdrawn is not None
        if bill.sponsor is not None:
            known += 1
            across += mine.isdisjoint(_parties_of(bill.sponsor, parties))
    return Sponsorships(
        member=member,
        own=own,
        cosponsored=joined,
        original=original,
        withdrawn=withdrawn,
        across=Tallied(count=across, of=known),
    )


def _parties_of(member: str, parties: Mapping[str, Collection[str]]) -> Collection[str]:
    if found := parties.get(member):
        return found
    raise RequestError(
        f"{member} has no party.", where="the parties of members", next_step="Give one."
    )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CosponsorshipScores:
    """GovTrack's ideology and leadership, both from 0 to 1 among these members.

    left_out: sponsorships with somebody who is not among them. ideology is None if it cannot be
    told (nobody joins anybody).
    """

    members: tuple[str, ...]
    ideology: npt.NDArray[np.float64] | None
    leadership: npt.NDArray[np.float64]
    left_out: int


def cosponsorship_scores(
    bills: Iterable[Bill], members: Sequence[str], *, right: Collection[str]
) -> CosponsorshipScores:
    """Ideology and leadership from who joins whose bills, as GovTrack describes them.

    Rows are sponsors, columns cosponsors; a cell is the root of the number of bills joined, with
    one of one's own. Ideology is the second right singular vector, the mean of `right` (GovTrack:
    Republicans) on the right. Leadership is PageRank (Brin and Page, 1998; 0.85) on the columns
    made shares, columns lighter than 10 filled up evenly, on a scale of logarithms that has the
    median in the middle (straight if the median is not below the middle). GovTrack takes the bills
    of that Congress and the two before; here they are those given, one chamber at a time.
    """
    place = {one: at for at, one in enumerate(members)}
    many = len(place)
    if many < 2 or many != len(members):
        raise RequestError("two members or more are needed, each once.", where="the members")
    joined = np.eye(many)
    left_out = 0
    for bill in bills:
        for one in bill.cosponsors:
            if bill.sponsor in place and one.member in place:
                joined[place[bill.sponsor], place[one.member]] += 1
            else:
                left_out += 1
    root = np.sqrt(joined)
    return CosponsorshipScores(
        members=tuple(members),
        ideology=_ideology(root, [place[one] for one in members if one in set(right)]),
        leadership=_in_the_middle(_pagerank(root)),
        left_out=left_out,
    )


def _ideology(root: npt.NDArray[np.float64], right: list[int]) -> npt.NDArray[np.float64] | None:
    if not right or len(right) == len(root):
        raise RequestError(
            "right must name some of the members and not all.", next_step="Give one party's."
        )
    _, values, vectors = np.linalg.svd(root)
    axis = vectors[1]
    if values[0] - values[-1] < 1e-9 or np.ptp(axis) < 1e-12:
        return None
    # Above or below the mean of all: a side is told even if every value has one sign.
    axis = axis if axis[right].mean() >= axis.mean() else -axis
    return np.asarray((axis - axis.min()) / np.ptp(axis))


def _pagerank(root: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    many = len(root)
    lacking = np.maximum(_LEAST_MASS - root.sum(axis=0), 0)
    chance = root + lacking / many
    chance = chance / chance.sum(axis=0)
    # The rank is where chance · rank · 0.85 + 0.15 / many comes back to itself: one linear system.
    even = np.full(many, (1 - _DAMPING) / many)
    return np.asarray(np.linalg.solve(np.eye(many) - _DAMPING * chance, even))


def _in_the_middle(rank: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    if np.ptp(rank) < 1e-12:
        return np.full(len(rank), 0.5)
    scale = (rank - rank.min()) / np.ptp(rank)
    median = float(np.median(scale))
    if not 0 < median < 0.5:
        return np.asarray(scale)
    logs = np.log(scale + median**2 / (1 - 2 * median))
    return np.asarray((logs - logs.min()) / np.ptp(logs))
