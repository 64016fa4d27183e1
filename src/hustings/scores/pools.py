"""Scores from a pool: a list of roll calls, each with the answer that somebody calls right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from hustings.errors import RequestError, quoted
from hustings.scores.matrix import Cast, VoteMatrix
from hustings.scores.unity import Tallied


class Absences(StrEnum):
    """What an absence in a scored roll call is: against (counted), or left out of the share."""

    AGAINST = "against"
    LEFT_OUT = "left out"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """One roll call of a pool: the right answer, and whether absence from it is excused.

    right: Cast.YEA or Cast.NAY. weight: how often it counts.
    """

    roll_call: str
    right: Cast
    weight: int = 1


def pool_score(
    votes: VoteMatrix, pool: Iterable[Answer], *, absences: Absences = Absences.AGAINST
) -> dict[str, Tallied]:
    """Right answers, of the roll calls of a pool held while a member.

    absences: against, as the League of Conservation Voters (National Environmental Scorecard) and
    Americans for Democratic Action (Liberal Quotient) count; or left out. Present is an absence
    here. Raises RequestError for a roll call unknown or named twice, or no right answer.
    """
    answers = tuple(pool)
    _check(votes, answers)
    columns = [votes.roll_calls.index(one.roll_call) for one in answers]
    cells = votes.cells[:, columns]
    weights = np.array([one.weight for one in answers], dtype=np.int64)
    right = np.array([int(one.right) for one in answers], dtype=np.int8)
    held = cells != Cast.NOT_A_MEMBER
    if absences is Absences.LEFT_OUT:
        held = (cells == Cast.YEA) | (cells == Cast.NAY)
    good = (cells == right) @ weights
    of = held @ weights
    return {
        one: Tallied(count=int(good[at]), of=int(of[at])) for at, one in enumerate(votes.members)
    }


def lcv_score(
    votes: VoteMatrix, pool: Iterable[Answer], *, excused: Iterable[tuple[str, str]] = ()
) -> dict[str, Tallied]:
    """Pro-environment votes, of the votes scored; an absence counts against unless excused.

    League of Conservation Voters, National Environmental Scorecard. A lifetime score is the pool
    of all years in one (`pooled`), not the mean of years. excused: (member, roll call) pairs that
    its scorecard leaves out.
    """
    answers = tuple(pool)
    cells = votes.cells.copy()
    for member, roll_call in excused:
        if roll_call not in votes.roll_calls:
            raise RequestError(f"no roll call {quoted(roll_call)}.", where="the excused absences")
        at = votes.row(member), votes.roll_calls.index(roll_call)
        if cells[at] in {Cast.YEA, Cast.NAY}:
            raise RequestError(
                f"{member} voted in {roll_call}, so no absence is excused.",
                where="the excused absences",
                next_step="Mend the pair.",
            )
        cells[at] = Cast.NOT_A_MEMBER
    matrix = VoteMatrix(members=votes.members, roll_calls=votes.roll_calls, cells=cells)
    return pool_score(matrix, answers, absences=Absences.AGAINST)


def ada_score(votes: VoteMatrix, pool: Iterable[Answer]) -> dict[str, Tallied]:
    """The Liberal Quotient: votes with the ADA, of the twenty it chose, absences against.

    Americans for Democratic Action, ADA Today: five points for each of twenty votes a year. Of a
    pool that is not twenty it is the same share. A member who came late is scored on votes held
    since.
    """
    return pool_score(votes, pool, absences=Absences.AGAINST)


def pooled(scores: Iterable[Mapping[str, Tallied]]) -> dict[str, Tallied]:
    """Scores of several years or Congresses in one: right answers and votes added up."""
    found: dict[str, Tallied] = {}
    for one in scores:
        for member, score in one.items():
            before = found.get(member, Tallied(count=0, of=0))
            found[member] = Tallied(count=before.count + score.count, of=before.of + score.of)
    return found


def _check(votes: VoteMatrix, answers: tuple[Answer, ...]) -> None:
    known, met = set(votes.roll_calls), set[str]()
    problems: list[str] = []
    for row, one in enumerate(answers, 1):
        if one.roll_call not in known:
            problems.append(f"row {row}: no roll call {quoted(one.roll_call)}")
        if one.roll_call in met:
            problems.append(f"row {row}: {one.roll_call} stands twice")
        if one.right not in {Cast.YEA, Cast.NAY}:
            problems.append(f"row {row}: the right answer is {quoted(one.right)}, not yea or nay")
        if one.weight < 1:
            problems.append(f"row {row}: the weight is {one.weight}, less than 1")
        met.add(one.roll_call)
    if not answers:
        problems.append("no roll calls")
    if problems:
        raise RequestError(
            f"{'; '.join(problems[:10])}{f'; and {len(problems) - 10} more' if len(problems) > 10 else ''}.",
            where="the pool of votes",
            next_step="Nothing was scored; mend the list.",
        )
