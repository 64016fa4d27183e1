"""A simulated race: inputs with their figures, chances with intervals, and what is assumed.

Inputs are polls of a file, or the last contest of the seat in the record with an uncertainty that
is learned from how shares moved between cycles. Every number of the outcome is a figure whose
`detail` has its interval; its parts are the figures it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.contests.simulation import (
    Chance,
    Entrant,
    Field,
    Range,
    SecondRound,
    ShareOutcome,
    natural,
    pooled,
    simulate_shares,
    simulate_voters,
)
from hustings.contests.simulation.calibration import calibrated, electorate_for, moods_of
from hustings.contests.simulation.learning import Learned, Past, Stood, field_from, learn
from hustings.contests.simulation.spatial import VoterOutcome
from hustings.errors import NoData, RequestError
from hustings.figures import Citation, Figure, Unit, plain
from hustings.ids import Cycle, RaceId, parse_cycle
from hustings.measures import evaluate
from hustings.measures.past_contests import past_contests, seat_contests
from hustings.products import words
from hustings.products.polls import Polls

if TYPE_CHECKING:
    from hustings.record.view import View

#: Elections drawn at the share level, and of voters, if nobody says.
ELECTIONS: Final = 20_000
VOTER_ELECTIONS: Final = 500
VOTERS: Final = 2_000
BALLOTS: Final = 100_000

DEFINITIONS: Final = {
    "chance_to_advance": "The share of simulated primaries from which the candidate goes on to the "
    "general election.",
    "chance_to_win": "The share of simulated elections, primary and general, that the candidate "
    "wins.",
    "chance_of_lockout": "The share of simulated primaries from which no candidate of the party "
    "goes on, though some stood.",
    "simulated_share": "The middle of the candidate's simulated shares of the primary vote; nine "
    "in ten lie between the ends.",
    "simulated_general_share": "The middle of the candidate's simulated shares of the vote between "
    "two in the general, where the candidate is one of them; nine in ten lie between the ends.",
    "chance_in_general": "The share of simulated general elections that the candidate wins, of those "
    "drawn from the primary as it was counted.",
    "share_in_general": "The middle of the candidate's simulated shares of the vote between two in "
    "the general, drawn from the primary as it was counted; nine in ten lie between the ends.",
    "chance_under_rule": "The share of simulated elections that the candidate wins when the same "
    "voters vote under the rule.",
    "chance_of_change": "The share of simulated elections in which the same voters elect another "
    "under the rule than under top-two.",
}
CANNOT: Final = (
    "who will enter, withdraw, be endorsed, or spend",
    "news, campaigns and turnout of a kind that the past contests or the polls do not hold",
    "whether voters would act otherwise under another rule: all vote for whom they like best",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidatePart:
    """A candidate with the figures of the outcome and the one that was put in, if it is one."""

    key: str
    name: str
    party: str
    expected: float
    share: Figure
    advance: Figure
    win: Figure
    general: Figure | None
    before: Figure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RulePart:
    """The same voters under one rule: each candidate's chance to win, what changes, no winner."""

    rule: str
    about: str
    wins: tuple[Figure, ...]
    changed: Figure | None
    undecided: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulation:
    """A simulated race as it is shown. `field` and `outcome` are the arithmetic behind it."""

    title: str
    basis: str
    elections: int
    seed: int
    candidates: tuple[CandidatePart, ...]
    lockouts: tuple[Figure, ...]
    ties: int
    rules: tuple[RulePart, ...]
    voter_elections: int
    voters: int
    inputs: tuple[Figure, ...]
    assumptions: tuple[str, ...]
    caveats: tuple[str, ...]
    field: Field
    outcome: ShareOutcome
    sample: bool = False

    def figures(self) -> list[Figure]:
        """Every figure of the outcome, in the order in which they are shown."""
        found = []
        for one in self.candidates:
            found += [one.advance, one.win, one.share, *([one.general] if one.general else [])]
        found += self.lockouts
        for rule in self.rules:
            found += [*rule.wins, *([rule.changed] if rule.changed else [])]
        return found

    def to_json(self) -> dict[str, Any]:
        """Keys: simulation, basis, seed, candidates, lockouts, rules, inputs, assumptions, …"""
        return {
            "simulation": self.title,
            "basis": self.basis,
            "elections": self.elections,
            "seed": self.seed,
            "candidates": [
                {
                    "name": one.name, "person": one.key, "party": one.party,
                    "expected_share": plain(one.expected),
                    "chance_to_advance": one.advance.to_json(),
                    "chance_to_win": one.win.to_json(),
                    "primary_share": one.share.to_json(),
                    "general_share": one.general.to_json() if one.general else None,
                }
                for one in self.candidates
            ],
            "lockouts": [one.to_json() for one in self.lockouts],
            "ties": self.ties,
            "rules": [
                {
                    "rule": one.rule, "about": one.about, "voters": self.voters,
                    "elections": self.voter_elections, "no_winner": one.undecided,
                    "wins": [figure.to_json() for figure in one.wins],
                    "changed": one.changed.to_json() if one.changed else None,
                }
                for one in self.rules
            ],
            "inputs": [one.to_json() for one in self.inputs],
            "assumptions": list(self.assumptions),
            "cannot_know": list(CANNOT),
            "caveats": list(self.caveats),
            "sample": self.sample,
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """How much is drawn, from which seed, and under which other rules."""

    seed: int = 1
    elections: int = ELECTIONS
    voters: int | None = None
    rules: tuple[str, ...] = ()
    second: SecondRound | None = None


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
    assumptions = [*_rule_words(view, race), *told, *_learned_words(learned, second)]
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
    many = len(polls.polls)
    assumptions = [
        (
            f"{many} {'poll' if many == 1 else 'polls'} of {found.houses} "
            f"{'pollster' if found.houses == 1 else 'pollsters'}; a poll counts half after 30 days."
        ),
        (
            "Pollsters are off by 4 points each in their own way and by 6 points together (standard "
            "deviations at a share of one half): assumptions, not facts of the record."
        ),
        (
            f"{_percent(found.undecided)} were undecided or named nobody here; they are spread as the "
            "others are, which makes it less sure."
        ),
        *second_words(second),
    ]
    return _made(
        title=polls.name, basis=f"polls in {polls.name}.csv", params={"polls": polls.name},
        field=field, second=second, asked=asked, inputs={}, assumptions=assumptions, sample=False,
    )  # fmt: skip


def _rule_words(view: View, race: RaceId) -> list[str]:
    """That the state elects by another rule, if it does."""
    state = race.district[:2]
    try:
        rule = evaluate(view, "election_rule", {"state": state, "cycle": race.cycle})
    except NoData:
        return [f"The record does not say by which rule {state} elects; top-two is assumed."]
    if rule.value == "top-two":
        return []
    return [
        (
            f"{state} does not elect by top-two in {race.cycle} ({rule.text}): this asks what would be "
            "under it, with the candidates that its own rule brought."
        )
    ]


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


def _learned_words(learned: Learned, second: SecondRound) -> list[str]:
    cycles = ", ".join(map(str, learned.cycles))
    said = [
        (
            f"How far shares move was learned from {learned.pairs} pairs of top-two primaries of one "
            f"seat on the same lines, the later in {cycles}: precision "
            f"{learned.party_precision:.0f} for parties' totals, {learned.precision:.1f} within a "
            f"party of which somebody returns, {learned.precision_new:.1f} within one of newcomers."
        ),
        (
            f"Each party keeps its total; a newcomer weighs as one with {_percent(learned.newcomer)} of "
            "the party's votes before."
        ),
        *second_words(second, learned.seconds),
    ]
    if learned.packaged:
        said.append(
            "The record holds too few pairs, so what was learned elsewhere and came with Hustings "
            "is used; load returns of two cycles to learn from them."
        )
    if learned.hindsight:
        said.append(
            "Too few pairs of earlier cycles are known, so later ones were used as well: "
            "this could not have been known then."
        )
    return said


def second_words(second: SecondRound, seconds: int = 0) -> list[str]:
    since = f"learned from {seconds} second rounds" if seconds else "assumptions"
    return [
        (
            f"In the general {_percent(second.loyal)} of those whose candidate is out follow their "
            f"party if it has one finalist; the share between two then spreads by "
            f"{second.sd_parties * 100:.1f} points between parties and {second.sd_within * 100:.1f} "
            f"within one ({since})."
        ),
        "A tie for second sends all the tied on (California Elections Code 8142(b)).",
    ]


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"


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
        inputs=tuple(inputs.values()), assumptions=tuple(assumptions) + (_VOTER_WORDS if rules
                                                                        else ()),
        caveats=make.caveats, field=field, outcome=outcome, sample=sample,
    )  # fmt: skip


_VOTER_WORDS: Final = (
    (
        "Other rules are held among drawn voters with places in two dimensions: followers of the two "
        "large parties a unit to either side, 40% of them voting in the primary and 65% in the "
        "general; others in the middle, 20% and 50%. Each candidate's advantage is fitted so that the "
        "primary brings the expected shares. All of this is assumed."
    ),
)


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


def chance_words(figure: Figure) -> str:
    """A chance as a natural frequency."""
    return natural(float(plain(figure.value)))
