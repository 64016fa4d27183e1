"""What may come of a race that is not decided: the dossier's short simulation.

Where the primary is counted, the general between the two that it sends on is drawn; before that
the whole race is, from the seat's last contest. A race is open if the record, as of the asked day,
has no general of it and that day is not after the vote. For any other race nothing is drawn, and
nothing that draws is imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.figures import Figure

if TYPE_CHECKING:
    from datetime import date

    from hustings.ids import RaceId
    from hustings.products.asking import Asker
    from hustings.products.dossier import RoundPart
    from hustings.record.view import View

#: Drawn for a dossier: a chance is then open by 1.6 points at most (95%).
ELECTIONS: Final = 4_000
SEED: Final = 1
#: Rounds after which a regular race of a top-two state is decided.
LAST: Final = frozenset({"general", "runoff"})


@dataclass(frozen=True, kw_only=True, slots=True)
class HopePart:
    """A candidate's chances: to win; to advance and the share of the primary, if that is ahead.

    share: of the next round to be held.
    """

    name: str
    party: str
    win: Figure
    share: Figure
    advance: Figure | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProspectPart:
    """What was drawn. `missing` says why nothing was; there are no candidates then.

    ahead: what the drawing begins with, primary or general. basis: what it starts from.
    """

    ahead: str
    basis: str
    candidates: tuple[HopePart, ...]
    assumptions: tuple[str, ...]
    command: str
    lockouts: tuple[Figure, ...] = ()
    missing: str = ""
    seed: int = SEED
    elections: int = ELECTIONS

    @property
    def more(self) -> str:
        """What the command shows."""
        if self.ahead == "general":
            return "The whole race, as if the primary were still to come"
        return "In full"

    def figures(self) -> list[Figure]:
        """Every figure of the part, in the order in which they are shown."""
        found: list[Figure] = []
        for one in self.candidates:
            found += [*([one.advance] if one.advance else []), one.win, one.share]
        return [*found, *self.lockouts]

    def to_json(self) -> dict[str, Any]:
        """Keys: ahead, basis, seed, elections, candidates, lockouts, assumptions, missing, command."""
        return {
            "ahead": self.ahead,
            "basis": self.basis,
            "seed": self.seed,
            "elections": self.elections,
            "candidates": [
                {
                    "name": one.name,
                    "party": one.party,
                    "chance_to_advance": one.advance.to_json() if one.advance else None,
                    "chance_to_win": one.win.to_json(),
                    "share": one.share.to_json(),
                }
                for one in self.candidates
            ],
            "lockouts": [one.to_json() for one in self.lockouts],
            "assumptions": list(self.assumptions),
            "missing": self.missing or None,
            "command": self.command,
        }


def prospect_part(
    whole: View, desk: Asker, race: RaceId, rounds: tuple[RoundPart, ...],
    funded: list[dict[str, Any]],
) -> ProspectPart | None:  # fmt: skip
    """The simulation of an open race of a top-two state; None of any other race.

    whole: the record, not narrowed to the seat, as the seats of others teach.
    """
    if race.cycle % 2 or any(one.contest.round in LAST for one in rounds):
        return None
    from hustings.ids import Round
    from hustings.sources.returns.calendar import day_of, general_election_day

    day = whole.as_of or _newest(whole)
    if day is None or day > general_election_day(race.cycle):
        return None
    rule = desk.ask("election_rule", state=race.district[:2], cycle=race.cycle)
    if rule is None or rule.value != "top-two":
        return None
    from hustings.products import prospect_drawn

    primary = next(
        (one for one in rounds if one.contest.round == "primary" and not one.contest.party), None
    )
    if primary is not None and any(one.votes for one in primary.standings):
        return prospect_drawn.general_ahead(whole, race, primary)
    held = day_of(race.district, race.cycle, Round.PRIMARY)
    if held is not None and day > held:
        return prospect_drawn.primary_missing(whole, race, held)
    return prospect_drawn.race_ahead(whole, race, funded)


def _newest(view: View) -> date | None:
    """The last day that any file of the record speaks of."""
    found: date | None = view.query("select max(as_of) from snapshots")[0][0]
    return found
