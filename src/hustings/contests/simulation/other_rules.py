"""The same voters under other rules: plurality, party primaries, top-four, and by pairs.

All are sincere: a voter ranks by nearness. What strategy, money and who would have stood under
another rule would change, no drawing of voters can tell.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

Distances: TypeAlias = npt.NDArray[np.float32]
Weights: TypeAlias = "npt.NDArray[np.float64] | None"

#: Rules that voters can be asked under, and what each is.
RULES: Final = {
    "plurality": "one round, all candidates, the electorate of the general; the most votes win",
    "party-primary": "closed primaries of the parties' own followers; a plurality general between "
    "the nominees and those without a party",
    "top-four": "the four first of the primary; in the general a ranked choice among them",
    "condorcet": "who beats every other one, in the electorate of the general; there may be none",
}


def decide_under(
    rule: str,
    *,
    distances: Distances,
    choices: npt.NDArray[np.intp],
    primary: Weights,
    general: Weights,
    party_of: npt.NDArray[Any],
    voter_party: npt.NDArray[Any],
    unaffiliated: int,
) -> int:
    """The winner's place, or -1 where the count is level or nobody wins.

    distances: shape (candidates, voters), the smaller the better. choices: the first of each
    voter. primary, general: weights of the voters in both rounds. party_of, voter_party: the party
    of each candidate and of each voter (-1 for none); unaffiliated: the place of 'no party'.
    """
    if rule == "plurality":
        return plurality(distances, general)
    if rule == "condorcet":
        return condorcet(distances, general)
    if rule == "top-four":
        counts = np.bincount(choices, weights=primary, minlength=len(distances))
        on = first_four(counts)
        won = instant_runoff(distances[on], general)
        return int(on[won]) if won >= 0 else -1
    on = _nominees(distances, primary, party_of, voter_party, unaffiliated)
    if not len(on):
        return -1
    won = plurality(distances[on], general)
    return int(on[won]) if won >= 0 else -1


def plurality(distances: Distances, weights: Weights) -> int:
    """Who is first for most; -1 if the most are level."""
    counts = np.bincount(distances.argmin(axis=0), weights=weights, minlength=len(distances))
    return _most(counts)


def condorcet(distances: Distances, weights: Weights) -> int:
    """Who is nearer than each other one for more voters than not; -1 if nobody is."""
    many = len(distances)
    standing = 0
    for rival in range(1, many):
        # Whoever loses one pair is out, so one pass finds the only one who may have won all.
        if _pair(distances, standing, rival, weights) <= 0:
            standing = rival
    beats = all(
        _pair(distances, standing, rival, weights) > 0
        for rival in range(many) if rival != standing
    )  # fmt: skip
    return standing if beats else -1


def _pair(distances: Distances, one: int, other: int, weights: Weights) -> float:
    """Votes for one minus votes for the other."""
    nearer = distances[one] < distances[other]
    farther = distances[one] > distances[other]
    if weights is None:
        return float(np.count_nonzero(nearer)) - float(np.count_nonzero(farther))
    return float(weights[nearer].sum() - weights[farther].sum())


def first_four(counts: npt.NDArray[Any]) -> npt.NDArray[np.intp]:
    """Who goes on to a top-four general: the four first, all who are level with the fourth."""
    fourth = np.sort(counts)[-min(4, len(counts))]
    return np.flatnonzero((counts >= fourth) & (counts > 0))


def instant_runoff(distances: Distances, weights: Weights) -> int:
    """Ranked choice: the last drops out until one has a majority; -1 if the last two are level.

    Of several who are last together all drop out if the others have more than they together;
    else the earlier round decides nothing here and the count ends without a winner.
    """
    on = np.arange(len(distances))
    while True:
        counts = np.bincount(distances[on].argmin(axis=0), weights=weights, minlength=len(on))
        if counts.max() * 2 > counts.sum():
            return int(on[counts.argmax()])
        last = np.flatnonzero(counts == counts.min())
        rest = np.delete(np.arange(len(on)), last)
        if len(last) > 1 and (not len(rest) or counts[last].sum() >= counts[rest].min()):
            return -1
        on = on[rest]


def _nominees(distances: Distances, primary: Weights, party_of: npt.NDArray[Any],
              voter_party: npt.NDArray[Any], unaffiliated: int) -> npt.NDArray[np.intp]:  # fmt: skip
    """Each party's first among its own voters, and whoever has no party. A level party sends none."""
    found = list(np.flatnonzero(party_of == unaffiliated))
    for party in np.unique(party_of[party_of != unaffiliated]):
        members = np.flatnonzero(party_of == party)
        voters = voter_party == party
        if len(members) == 1:
            found.append(members[0])
            continue
        weights = None if primary is None else primary[voters]
        best = plurality(distances[np.ix_(members, np.flatnonzero(voters))], weights)
        if best >= 0 and voters.any():
            found.append(members[best])
    return np.array(sorted(found), dtype=np.intp)


def _most(counts: npt.NDArray[Any]) -> int:
    best = np.flatnonzero(counts == counts.max())
    return int(best[0]) if len(best) == 1 and counts.max() > 0 else -1
