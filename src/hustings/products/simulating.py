"""Simulating a race: what goes in, what is drawn, and the figures of what came.

What goes in are polls of a file, or the last contest of the seat in the record with an uncertainty
that is learned from how shares moved between cycles.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from hustings.contests.simulation import (
    Chance,
    Entrant,
    Field,
    Range,
    SecondRound,
    pooled,
    simulate_shares,
    simulate_voters,
)
from hustings.contests.simulation.calibration import calibrated, electorate_for, moods_of
from hustings.contests.simulation.learning import Past, Stood, field_from, learn
from hustings.contests.simulation.spatial import VoterOutcome
from hustings.errors import NoData, RequestError
from hustings.figures import Citation, Figure, Unit, plain
from hustings.ids import Cycle, RaceId, parse_cycle
from hustings.measures import evaluate
from hustings.measures.past_contests import past_contests, seat_contests
from hustings.products import words
from hustings.products.assumptions import (
    VOTER_WORDS,
    learned_words,
    poll_words,
    rule_words,
    second_words,
)
from hustings.products.polls import Polls
from hustings.products.simulation import (
    DEFINITIONS,
    Asked,
    CandidatePart,
    RulePart,
    Simulation,
)

if TYPE_CHECKING:
    from hustings.record.view import View

#: Elections of voters drawn, and how many vote, if nobody says.
VOTER_ELECTIONS: Final = 500
VOTERS: Final = 2_000
#: Ballots of a primary whose size nobody knows.
BALLOTS: Final = 100_000


def from_past(view: View, race: RaceId, since: Cycle | None, asked: Asked) -> Simulation:
    """The race as the seat's contest in `since` lets expect it; the last before it if None.

    Raises NoData where the record has no such contest; RequestError where nothing can be learned.
    """
    seat = seat_contests(view, race.district)
    earlier = _earlier(seat, race, since)
    ballot, told = _ballot(seat, race, earlier)
    everything = past_contests(view)
    learned = learn(everything, race.cycle)
    field = field_from(ballot, earlier, learned)
    inputs = {
        one.person: evaluate(view, "vote_share", {
            "race": race.district, "cycle": earlier.cycle, "round": earlier.round,
            "candidate": one.person}).labelled(one.name)
        for one in earlier.stood
    }  # fmt: skip
    second = asked.second or learned.second
    target = next((one for one in seat if one.cycle == race.cycle), None)
    assumptions = [*rule_words(view, race), *told, *learned_words(learned, second)]
    if target and earlier.map and target.map and earlier.map != target.map:
        assumptions.append(
            f"The lines of {race.district} changed after {earlier.cycle}; its voters are taken to "
            "be as before. The spread was learned on lines that stayed, and is too small here."
        )
    return _made(
        title=f"{race.district}, {race.cycle}",
        basis=f"the {earlier.round} of {earlier.cycle}",
        params={"race": race.district, "cycle": race.cycle, "from": earlier.cycle},
        field=field, second=second, asked=asked, inputs=inputs, assumptions=assumptions,
        sample=view.sample,
    )  # fmt: skip


def from_polls(polls: Polls, asked: Asked) -> Simulation:
    """The race as the polls of a file let expect it."""
    found = pooled(polls.polls)
    second = asked.second or SecondRound()
    field = Field(
        entrants=tuple(
            Entrant(candidate=name, name=name, party=polls.parties.get(name, ""), share=share)
            for name, share in sorted(found.shares.items(), key=lambda item: (-item[1], item[0]))
        ),
        precision=found.precision,
        ballots=BALLOTS,
    )
    assumptions = [*poll_words(found, len(polls.polls)), *second_words(second)]
    return _made(
        title=polls.name, basis=f"polls in {polls.name}.csv", params={"polls": polls.name},
        field=field, second=second, asked=asked, inputs={}, assumptions=assumptions, sample=False,
    )  # fmt: skip


def _earlier(seat: list[Past], race: RaceId, since: Cycle | None) -> Past:
    known = [
        one for one in seat
        if one.cycle < race.cycle and one.cast and (since is None or one.cycle == since)
    ]  # fmt: skip
    if not known:
        when = f"of {since}" if since else f"before {race.cycle}"
        raise NoData(
            f"the record has no contest {when} of {race.district} to start from.",
            next_step="Load returns, name another cycle with --from, or give polls in a CSV file.",
        )
    newest = max(one.cycle for one in known)
    # The primary of a cycle has the whole field, the general two of it.
    return max(
        (one for one in known if one.cycle == newest), key=lambda one: one.round == "primary"
    )


def _ballot(seat: list[Past], race: RaceId, earlier: Past) -> tuple[Sequence[Stood], list[str]]:
    """Who stands, and what is assumed of it. Votes of the race itself are not looked at."""
    own = {one.round: one for one in seat if one.cycle == race.cycle}
    for name in ("primary", "general"):
        if name in own and len(own[name].ballot) >= 2:
            ballot = sorted(own[name].ballot, key=lambda one: (one.name, one.person))
            said = [
                (
                    f"Those on the ballot of the {name} of {race.cycle} stand; of that contest nothing "
                    "else is used."
                )
            ]
            if name == "general":
                said.append("The primary's ballot is not in the record: the two meet alone.")
            return ballot, said
    if len(earlier.ballot) < 2:
        raise NoData(
            f"the record has no ballot of {race} and one candidate alone in {earlier.cycle}.",
            next_step="Load returns, or give polls in a CSV file.",
        )
    return earlier.ballot, [
        (
            f"The ballot of {race.cycle} is not in the record: those of {earlier.cycle} are taken to "
            "stand again."
        )
    ]


class Maker:
    """Makes figures of one simulation."""

    def __init__(self, params: dict[str, Any], asked: Asked, inputs: Sequence[Figure],
                 sample: bool) -> None:  # fmt: skip
        self.params = {**params, "seed": asked.seed}
        self.inputs = tuple(inputs)
        self.as_of = max((one.as_of for one in inputs), default="")
        cited: dict[str, Citation] = {
            one.sha256: one for figure in inputs for one in figure.citations
        }
        self.citations = tuple(cited.values())
        said = "A simulation under stated assumptions, not a count and not a forecast of record."
        self.caveats = (said, *(("From the embedded sample record.",) if sample else ()))

    def chance(self, measure: str, chance: Chance, label: str, **params: Any) -> Figure:
        return self._figure(measure, chance.value, chance.to_json(), label, params)

    def range(self, measure: str, found: Range, label: str, **params: Any) -> Figure:
        return self._figure(measure, found.middle, dict(found.to_json()), label, params)

    def _figure(self, measure: str, value: float, detail: dict[str, Any], label: str,
                params: dict[str, Any]) -> Figure:  # fmt: skip
        return Figure(
            measure=measure, params={**self.params, **params}, value=value, unit=Unit.SHARE,
            definition=DEFINITIONS[measure], sql="", label=label,
            row_count=sum(one.row_count for one in self.inputs), as_of=self.as_of,
            citations=self.citations, caveats=self.caveats, parts=self.inputs, detail=detail,
        )  # fmt: skip


def _made(
    *, title: str, basis: str, params: dict[str, Any], field: Field, second: SecondRound,
    asked: Asked, inputs: dict[str, Figure], assumptions: Sequence[str], sample: bool,
) -> Simulation:  # fmt: skip
    if not 0 <= asked.seed < 2**63:
        raise RequestError(f"{asked.seed} is no seed.", next_step="A whole number from 0.")
    outcome = simulate_shares(field, second, seed=asked.seed, elections=asked.elections)
    make = Maker(params, asked, list(inputs.values()), sample)
    candidates = []
    for place, one in enumerate(field.entrants):
        general = outcome.second_range(place)
        who = {"candidate": one.said}
        candidates.append(
            CandidatePart(
                key=one.candidate, name=one.said, party=one.party,
                expected=float(field.shares[place]), before=inputs.get(one.candidate),
                share=make.range("simulated_share", outcome.primary_range(place), one.said, **who),
                advance=make.chance("chance_to_advance", outcome.chance_to_advance(place),
                                    one.said, **who),
                win=make.chance("chance_to_win", outcome.chance_to_win(place), one.said, **who),
                general=make.range("simulated_general_share", general, one.said, **who)
                if general else None,
            )
        )  # fmt: skip
    candidates.sort(key=lambda one: (-float(plain(one.advance.value)), -one.expected, one.name))
    rules, voters, drawn = _rules(field, asked, make)
    return Simulation(
        title=title, basis=basis, elections=asked.elections, seed=asked.seed,
        candidates=tuple(candidates),
        lockouts=tuple(
            make.chance("chance_of_lockout", outcome.chance_of_lockout(party),
                        words.PARTY_WORDS.get(party, party), party=party)
            for party in field.parties if party
        ),
        ties=outcome.ties, rules=rules, voter_elections=drawn, voters=voters,
        inputs=tuple(inputs.values()), assumptions=tuple(assumptions) + (VOTER_WORDS if rules
                                                                        else ()),
        caveats=make.caveats, field=field, outcome=outcome, sample=sample,
    )  # fmt: skip


def _rules(field: Field, asked: Asked, make: Maker) -> tuple[tuple[RulePart, ...], int, int]:
    """The voters' elections under top-two and under each other rule that was asked for."""
    from hustings.contests.simulation.other_rules import RULES

    if not asked.rules and asked.voters is None:
        return (), 0, 0
    voters = asked.voters or VOTERS
    electorate = electorate_for(field, voters)
    drawn = min(asked.elections, VOTER_ELECTIONS)
    held = simulate_voters(
        calibrated(field, electorate, seed=asked.seed), electorate, seed=asked.seed,
        elections=drawn, rules=asked.rules, moods=moods_of(field),
    )  # fmt: skip
    about = {"top-two": "two rounds, each with its electorate", **RULES}
    return tuple(_rule(rule, about[rule], field, held, make) for rule in ("top-two", *asked.rules)
                 ), voters, drawn  # fmt: skip


def _rule(rule: str, about: str, field: Field, held: VoterOutcome, make: Maker) -> RulePart:
    wins = held.wins(rule)
    return RulePart(
        rule=rule,
        about=about,
        wins=tuple(
            make.chance("chance_under_rule", Chance(times=int(times), elections=held.elections),
                        one.said, rule=rule, candidate=one.said)
            for one, times in zip(field.entrants, wins, strict=True)
        ),
        changed=None if rule == "top-two" else make.chance(
            "chance_of_change", Chance(times=held.changed[rule], elections=held.elections),
            rule, rule=rule),
        undecided=held.none(rule),
    )  # fmt: skip


def cycle_of(text: str | None) -> Cycle | None:
    """A cycle as it was written, or None."""
    return None if text is None else parse_cycle(text)
