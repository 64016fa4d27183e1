"""The votes of a chamber as a matrix: members down, roll calls across, checked as a whole.

A cell is one of five things (`Cast`). What a score leaves out of the matrix (a one-sided vote, a
member with too few votes) it returns as `Excluded`, with the reason; nothing is left out unsaid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from hustings.errors import RequestError, quoted

Cells: TypeAlias = npt.NDArray[np.int8]
Marks: TypeAlias = npt.NDArray[np.bool_]

#: How many problems of one matrix are said; the rest are counted.
MOST_PROBLEMS: Final = 10
#: A roll call is one-sided if its minority is smaller than this share: NOMINATE's cut (Poole and
#: Rosenthal, Ideology and Congress, 2007).
ONE_SIDED: Final = 0.025
#: A member is scaled with at least so many votes: NOMINATE's cut, same source.
FEWEST_VOTES: Final = 20


class Cast(IntEnum):
    """What a member did in a roll call. Absent and present count for neither side."""

    YEA = 1
    NAY = -1
    ABSENT = 0
    PRESENT = 2
    NOT_A_MEMBER = 3


#: Voteview's cast codes: 1-3 yea (paired and announced among them), 4-6 nay, 7-8 present, 9 absent.
VOTEVIEW: Final[Mapping[int, Cast]] = {
    0: Cast.NOT_A_MEMBER,
    1: Cast.YEA,
    2: Cast.YEA,
    3: Cast.YEA,
    4: Cast.NAY,
    5: Cast.NAY,
    6: Cast.NAY,
    7: Cast.PRESENT,
    8: Cast.PRESENT,
    9: Cast.ABSENT,
}
_KNOWN: Final = np.array([int(one) for one in Cast], dtype=np.int8)


@dataclass(frozen=True, kw_only=True, slots=True)
class Excluded:
    """A member or a roll call that a score leaves out, and why, in words that can be printed."""

    kind: str
    key: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class VoteMatrix:
    """Who voted how. Raises RequestError with all that is wrong.

    cells: shape (members, roll calls), values of `Cast`. A member who changed party may have two
    rows under keys of their own, as at Voteview; `joined` puts such rows together.
    """

    members: tuple[str, ...]
    roll_calls: tuple[str, ...]
    cells: Cells

    def __post_init__(self) -> None:
        _stop(_problems(self))
        self.cells.setflags(write=False)

    @classmethod
    def of(
        cls,
        votes: Iterable[tuple[str, str, int]],
        *,
        codes: Mapping[int, Cast] = VOTEVIEW,
        members: Sequence[str] | None = None,
        roll_calls: Sequence[str] | None = None,
    ) -> VoteMatrix:
        """The matrix of votes in long form: member, roll call, code. A cell without a vote is
        NOT_A_MEMBER.

        members, roll_calls: all that there are, in their order; without them, those met, in the
        order met. Raises RequestError for an unknown code, member or roll call, or a second vote.
        """
        rows = {key: place for place, key in enumerate(members or ())}
        columns = {key: place for place, key in enumerate(roll_calls or ())}
        problems: list[str] = []
        met: dict[tuple[int, int], int] = {}
        for number, (member, roll_call, code) in enumerate(votes, 1):
            place = f"vote {number:,}, {member} in {roll_call}"
            if code not in codes:
                problems.append(f"{place}: the code {quoted(code)} is not known")
                continue
            if members is None:
                rows.setdefault(member, len(rows))
            if roll_calls is None:
                columns.setdefault(roll_call, len(columns))
            if member not in rows or roll_call not in columns:
                what = "member" if member not in rows else "roll call"
                problems.append(f"{place}: no such {what}")
                continue
            where = (rows[member], columns[roll_call])
            if where in met:
                problems.append(f"{place}: the member has voted in it before")
                continue
            met[where] = int(codes[code])
        for given, name in ((members, "member"), (roll_calls, "roll call")):
            problems.extend(_twice(given or (), name))
        _stop(problems)
        cells = np.full((len(rows), len(columns)), int(Cast.NOT_A_MEMBER), dtype=np.int8)
        if met:
            at = np.array(list(met), dtype=np.intp)
            cells[at[:, 0], at[:, 1]] = np.fromiter(met.values(), dtype=np.int8, count=len(met))
        return cls(members=tuple(rows), roll_calls=tuple(columns), cells=cells)

    @property
    def yeas(self) -> Marks:
        """Where a yea was cast. Shape (members, roll calls)."""
        return np.asarray(self.cells == Cast.YEA)

    @property
    def nays(self) -> Marks:
        """Where a nay was cast. Shape (members, roll calls)."""
        return np.asarray(self.cells == Cast.NAY)

    @property
    def signs(self) -> npt.NDArray[np.float64]:
        """1 for a yea, -1 for a nay, 0 for all else. Shape (members, roll calls)."""
        return self.yeas.astype(np.float64) - self.nays

    def row(self, member: str) -> int:
        """The member's row. Raises RequestError if there is none."""
        try:
            return self.members.index(member)
        except ValueError:
            raise RequestError(
                f"{quoted(member)} has no row among {len(self.members):,} members.",
                where="the matrix of votes",
                next_step="Give a key of its members.",
            ) from None

    def rows(self, members: Iterable[str]) -> list[int]:
        """The members' rows, in the order given. Raises RequestError for one without a row."""
        return [self.row(one) for one in members]

    def taken(self, members: Marks, roll_calls: Marks) -> VoteMatrix:
        """The matrix of the marked members and roll calls alone."""
        return VoteMatrix(
            members=tuple(np.array(self.members, dtype=object)[members]),
            roll_calls=tuple(np.array(self.roll_calls, dtype=object)[roll_calls]),
            cells=self.cells[np.ix_(members, roll_calls)],
        )

    def joined(self, person: Mapping[str, str]) -> VoteMatrix:
        """One row a person: rows that `person` gives one key are put together.

        For members who changed party and have two rows. A row it does not name keeps its key.
        Raises RequestError if two rows of a person are of a member in one roll call.
        """
        found: dict[str, list[int]] = {}
        for place, key in enumerate(self.members):
            found.setdefault(person.get(key, key), []).append(place)
        cells = np.empty((len(found), len(self.roll_calls)), dtype=np.int8)
        for place, rows in enumerate(found.values()):
            many = self.cells[rows]
            here = many != Cast.NOT_A_MEMBER
            if np.any(here.sum(axis=0) > 1):
                roll_call = self.roll_calls[int(np.argmax(here.sum(axis=0) > 1))]
                names = ", ".join(self.members[row] for row in rows)
                raise RequestError(
                    f"{names} are both in the House in {roll_call}, so they are not one person.",
                    where="the matrix of votes",
                    next_step="Mend who is whom.",
                )
            kept = np.where(here, many, 0).sum(axis=0)
            cells[place] = np.where(here.any(axis=0), kept, int(Cast.NOT_A_MEMBER))
        return VoteMatrix(members=tuple(found), roll_calls=self.roll_calls, cells=cells)

    def scalable(
        self, *, one_sided: float = ONE_SIDED, fewest_votes: int = FEWEST_VOTES
    ) -> tuple[VoteMatrix, tuple[Excluded, ...]]:
        """The matrix without what tells nothing of where members stand, and all that was left out.

        Roll calls go whose minority is smaller than `one_sided` of the yeas and nays; then members
        with fewer than `fewest_votes` in the rest; in turn until nothing more goes.
        """
        if not 0 <= one_sided < 0.5:
            raise RequestError(
                f"one_sided is {one_sided}, no share of a minority.", next_step="From 0 to 0.5."
            )
        members = np.ones(len(self.members), dtype=np.bool_)
        roll_calls = np.ones(len(self.roll_calls), dtype=np.bool_)
        excluded: list[Excluded] = []
        yeas, nays = self.yeas, self.nays
        while True:
            yea = yeas[members].sum(axis=0)
            nay = nays[members].sum(axis=0)
            lesser = np.minimum(yea, nay)
            gone = roll_calls & ((lesser == 0) | (lesser < one_sided * (yea + nay)))
            excluded += [
                Excluded(kind="roll call", key=self.roll_calls[at], reason=_sided(yea[at], nay[at]))
                for at in np.flatnonzero(gone)
            ]
            roll_calls &= ~gone
            cast = (yeas | nays)[:, roll_calls].sum(axis=1)
            left = members & (cast < max(fewest_votes, 1))
            excluded += [
                Excluded(kind="member", key=self.members[at], reason=_few(int(cast[at])))
                for at in np.flatnonzero(left)
            ]
            members &= ~left
            if not left.any():
                return self.taken(members, roll_calls), tuple(excluded)


def _sided(yea: int, nay: int) -> str:
    if not yea and not nay:
        return "no yea and no nay"
    return f"one-sided, {yea:,} to {nay:,}"


def _few(cast: int) -> str:
    return f"{cast:,} votes that can be used" if cast else "no votes that can be used"


def _twice(keys: Sequence[str], name: str) -> list[str]:
    return [f"{name} {quoted(key)} stands twice" for key, n in Counter(keys).items() if n > 1]


def _problems(matrix: VoteMatrix) -> list[str]:
    shape = (len(matrix.members), len(matrix.roll_calls))
    if matrix.cells.shape != shape:
        return [f"cells have the shape {matrix.cells.shape}, members and roll calls are {shape}"]
    if matrix.cells.dtype != np.int8:
        return [f"cells are {matrix.cells.dtype}, not int8"]
    problems = _twice(matrix.members, "member") + _twice(matrix.roll_calls, "roll call")
    for row, column in np.argwhere(~np.isin(matrix.cells, _KNOWN)):
        code = matrix.cells[row, column]
        problems.append(
            f"{matrix.members[row]} in {matrix.roll_calls[column]}: the code {code} is not known"
        )
    return problems


def _stop(problems: Sequence[str]) -> None:
    if problems:
        more = len(problems) - MOST_PROBLEMS
        raise RequestError(
            f"{'; '.join(problems[:MOST_PROBLEMS])}{f'; and {more:,} more' if more > 0 else ''}.",
            where="the matrix of votes",
            next_step="Nothing was scored; mend the votes and give them again.",
        )
