"""A progressive score by Progressive Punch's rule, with the choices it leaves open named.

The rule as published (progressivepunch.org): a roll call counts if a
majority of a progressive cohort opposes a majority of Republicans; the cohort's side is the
progressive one; a score is the share of votes on it. It publishes no list of the cohort, no margin
under which a vote is "crucial", and no curve for its letters, so this is the rule and not its
numbers, and a rank depends on the choices: `sensitivity` shows how much.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from hustings.errors import RequestError
from hustings.scores.matrix import Cast, Marks, VoteMatrix
from hustings.scores.pools import Absences
from hustings.scores.unity import Tallied, majority_side, party_rows, ranks

#: The cohort's least lifetime crucial score, as published in 2019 (33 members of the House then).
COHORT_LEAST: Final = 0.925
#: What a member of such a state is expected to score, in percent; inferred from the Senate's table
#: of 2017, as no formula is published.
TILTS: Final[Mapping[str, float]] = {
    "Strong D": 83.33,
    "Leaning D": 80.00,
    "Swing": 76.67,
    "Leaning R": 73.33,
    "Strong R": 70.00,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """What the published rule leaves open.

    crucial_margin: only roll calls whose yeas and nays differ by at most this share of both count;
    None for all ("overall" rather than "crucial"). lost_count: every roll call that the progressive
    side lost counts as well, as in 2019-20. absences: left out, or against.
    """

    crucial_margin: float | None = None
    lost_count: bool = False
    absences: Absences = Absences.LEFT_OUT

    def __post_init__(self) -> None:
        if self.crucial_margin is not None and not 0 <= self.crucial_margin <= 1:
            raise RequestError(
                f"crucial_margin is {self.crucial_margin}, no share.", next_step="From 0 to 1."
            )
        if self.lost_count and self.crucial_margin is None:
            raise RequestError(
                "lost_count adds to the crucial votes, and without crucial_margin all votes count.",
                next_step="Give crucial_margin too.",
            )

    def __str__(self) -> str:
        which = "all votes"
        if self.crucial_margin is not None:
            which = f"votes within {100 * self.crucial_margin:g}%"
            which += " or lost" if self.lost_count else ""
        return f"{which}, absences {self.absences.value}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgressiveScores:
    """Members' scores with the roll calls they were counted of and the choices made."""

    scores: Mapping[str, Tallied]
    qualifying: tuple[str, ...]
    cohort: tuple[str, ...]
    choices: Choices

    @property
    def method(self) -> str:
        """The method in words, to stand beside every number made with it."""
        return (
            f"Progressive Punch's rule: cohort of {len(self.cohort)}, {self.choices}, "
            f"{len(self.qualifying):,} roll calls"
        )

    def ranks(self, among: Collection[str], *, fewest_votes: int = 1) -> dict[str, int]:
        """Places among these members from the most progressive by this method; ties share one.

        Members with fewer roll calls than `fewest_votes` have no place.
        """
        kept = {one: self.scores[one] for one in among if one in self.scores}
        placed = {k: v.share for k, v in kept.items() if v.of >= fewest_votes}
        return ranks(placed)


def progressive_scores(
    votes: VoteMatrix,
    parties: Mapping[str, str],
    cohort: Collection[str],
    *,
    choices: Choices | None = None,
    against: str = "R",
) -> ProgressiveScores:
    """Votes on the side of the cohort's majority, of roll calls where it opposes `against`'s.

    Every member gets a score, Republicans too. Raises RequestError for an empty cohort.
    """
    choices = choices or Choices()
    counted, side = _qualifying(votes, parties, cohort, choices, against)
    cells, wanted = votes.cells[:, counted], side[counted]
    good = (cells == wanted).sum(axis=1)
    cast = (cells == Cast.YEA) | (cells == Cast.NAY)
    of = (cast if choices.absences is Absences.LEFT_OUT else cells != Cast.NOT_A_MEMBER).sum(axis=1)
    return ProgressiveScores(
        scores={
            one: Tallied(count=int(good[at]), of=int(of[at]))
            for at, one in enumerate(votes.members)
        },
        qualifying=tuple(votes.roll_calls[at] for at in np.flatnonzero(counted)),
        cohort=tuple(cohort),
        choices=choices,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Cohort:
    """A cohort found by its own scores, and whether it came to rest."""

    members: tuple[str, ...]
    rounds: int
    settled: bool


def cohort_by_score(
    votes: VoteMatrix,
    parties: Mapping[str, str],
    start: Collection[str],
    *,
    least: float = COHORT_LEAST,
    choices: Choices | None = None,
    fewest_votes: int = 20,
    against: str = "R",
    most_rounds: int = 50,
) -> Cohort:
    """Members who score at least `least` by the votes of a cohort, which are then the cohort.

    The published cohort is of lifetime scores; of one Congress this is a stand-in. It is circular,
    so it begins with `start` (a caucus, say) and goes on until it does not change. Members with
    fewer than `fewest_votes` counted are left out. Raises RequestError if nobody is left.
    """
    members = tuple(one for one in votes.members if one in set(start))
    for rounds in range(1, most_rounds + 1):
        scores = progressive_scores(
            votes, parties, members, choices=choices, against=against
        ).scores
        found = tuple(
            one
            for one, score in scores.items()
            if parties[one] != against and score.of >= fewest_votes and (score.share or 0) >= least
        )
        if not found:
            raise RequestError(
                f"nobody scores {100 * least:g}% by the cohort of round {rounds}.",
                next_step="Lower `least`, or start with another cohort.",
            )
        if found == members:
            return Cohort(members=members, rounds=rounds, settled=True)
        members = found
    return Cohort(members=members, rounds=most_rounds, settled=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A member's place under one set of choices."""

    cohort: str
    choices: Choices
    score: Tallied
    rank: int | None
    of: int
    qualifying: int


def sensitivity(
    votes: VoteMatrix,
    parties: Mapping[str, str],
    member: str,
    cohorts: Mapping[str, Collection[str]],
    *,
    margins: Sequence[float | None] = (None, 0.05, 0.10, 0.20),
    lost: Sequence[bool] = (False, True),
    absences: Sequence[Absences] = (Absences.LEFT_OUT, Absences.AGAINST),
    among: Collection[str] | None = None,
    fewest_votes: int = 1,
    against: str = "R",
) -> tuple[Placed, ...]:
    """A member's place under every choice of a grid: cohorts (by name), margins, lost, absences.

    among: who is ranked; the member's party if None. Combinations without meaning (lost votes
    added to all votes) are passed over. A rank is None where the member has too few votes.
    """
    votes.row(member)
    ranked = among or [one for one in votes.members if parties[one] == parties[member]]
    found: list[Placed] = []
    for (name, cohort), margin, also_lost, absence in product(
        cohorts.items(), margins, lost, absences
    ):
        if also_lost and margin is None:
            continue
        choices = Choices(crucial_margin=margin, lost_count=also_lost, absences=absence)
        scored = progressive_scores(votes, parties, cohort, choices=choices, against=against)
        places = scored.ranks(ranked, fewest_votes=fewest_votes)
        found.append(
            Placed(
                cohort=name,
                choices=choices,
                score=scored.scores[member],
                rank=places.get(member),
                of=len(places),
                qualifying=len(scored.qualifying),
            )
        )
    return tuple(found)


def versus_tilt(score_percent: float, tilt: str) -> float:
    """A lifetime crucial score minus what is expected of such a state, in points (see TILTS)."""
    if tilt not in TILTS:
        raise RequestError(f"{tilt!r} is no tilt.", next_step=f"One of {', '.join(TILTS)}.")
    return score_percent - TILTS[tilt]


def _qualifying(
    votes: VoteMatrix,
    parties: Mapping[str, str],
    cohort: Collection[str],
    choices: Choices,
    against: str,
) -> tuple[Marks, np.ndarray[tuple[int, ...], np.dtype[np.int8]]]:
    """Which roll calls count, and the progressive side of each."""
    rows = np.zeros(len(votes.members), dtype=np.bool_)
    rows[votes.rows(cohort)] = True
    if not rows.any():
        raise RequestError("the cohort is empty.", next_step="Name who is called progressive.")
    side = majority_side(votes, rows)
    other = majority_side(votes, party_rows(votes, parties, against))
    counted: Marks = np.asarray(side.astype(int) * other == -1)
    if choices.crucial_margin is not None:
        yea, nay = votes.yeas.sum(axis=0).astype(int), votes.nays.sum(axis=0)
        crucial = np.abs(yea - nay) <= choices.crucial_margin * (yea + nay)
        if choices.lost_count:
            crucial |= np.sign(yea - nay) == -side
        counted &= crucial
    return counted, side
