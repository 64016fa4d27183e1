"""Whose rows they are: a committee's, or those of a network of committees."""

from __future__ import annotations

from typing import Final

from hustings.errors import RequestError

#: The committees of a network, as SQL over the reviewed table.
MEMBERS: Final = "(select committee_id from networks where network = $network)"


def whose(
    committee: str | None, network: str | None, *, own: str = "committee_id", other: str = ""
) -> str:
    """The condition on whose rows they are. Raises RequestError without exactly one of the two.

    `own` is the column of the committee; `other` that of the other side, by which what one
    committee of a network passed to another is left out.
    """
    if (committee is None) == (network is None):
        raise RequestError(
            "name a committee or a network, one of the two.",
            next_step='Such as committee="United Democracy Project" or network=aipac.',
        )
    if committee is not None:
        return f"{own} = $committee"
    outer = f" and ({other} is null or {other} not in {MEMBERS})" if other else ""
    return f"{own} in {MEMBERS}{outer}"
