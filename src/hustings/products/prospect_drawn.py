"""The drawing behind a dossier's look ahead. Apart from `prospect`, as few dossiers need arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.contests.simulation import Entrant, Field
from hustings.contests.simulation.general import simulate_general
from hustings.contests.simulation.learning import LearnedSecond, learn_second
from hustings.errors import NoData, RequestError
from hustings.figures import Figure, plain
from hustings.measures.past_contests import past_contests
from hustings.products import words
from hustings.products.assumptions import second_words
from hustings.products.prospect import ELECTIONS, SEED, HopePart, ProspectPart
from hustings.products.simulating import Maker, from_past
from hustings.products.simulation import Asked

if TYPE_CHECKING:
    from datetime import date

    from hustings.ids import RaceId
    from hustings.products.dossier import RoundPart, Standing
    from hustings.record.view import View

#: Outcomes of those whom the primary sends on, or would if its count ended as it stands.
GOING = frozenset({"advanced", "leading"})


def general_ahead(view: View, race: RaceId, primary: RoundPart) -> ProspectPart:
    """The general between the two whom the counted primary sends on."""
    stood = [one for one in primary.standings if one.votes and not one.contestant.scattered]
    going = [one for one in stood if one.outcome and str(one.outcome.value) in GOING]
    when = f" of {primary.date.text}" if primary.date else ""
    basis = f"the primary{when}"
    command = _command(view, race)
    if len(going) != 2:
        return ProspectPart(
            ahead="general", basis=basis, candidates=(), assumptions=(), command=command,
            missing=_not_two(going),
        )  # fmt: skip
    field = Field(
        entrants=tuple(
            Entrant(candidate=one.contestant.person, name=one.contestant.name,
                    party=one.contestant.party, share=float(_votes(one)))
            for one in stood
        ),
        precision=1,
    )  # fmt: skip
    learned = learn_second(past_contests(view), race.cycle)
    pair = (stood.index(going[0]), stood.index(going[1]))
    outcome = simulate_general(field, pair, learned.second, seed=SEED, elections=ELECTIONS)
    inputs = [one.share for one in stood if one.share]
    params = {"race": race.district, "cycle": race.cycle}
    make = Maker(params, Asked(seed=SEED, elections=ELECTIONS), inputs, view.sample)
    candidates = [
        HopePart(
            name=one.contestant.name,
            party=one.contestant.party,
            win=make.chance("chance_in_general", outcome.chance_to_win(place),
                            one.contestant.name, candidate=one.contestant.person),
            share=make.range("share_in_general", outcome.range(place), one.contestant.name,
                             candidate=one.contestant.person),
        )
        for one, place in zip(going, pair, strict=True)
    ]  # fmt: skip
    return ProspectPart(
        ahead="general",
        basis=basis,
        candidates=tuple(sorted(candidates, key=lambda one: -float(plain(one.win.value)))),
        assumptions=tuple(_general_words(primary, learned)),
        command=command,
    )


def race_ahead(view: View, race: RaceId, funded: list[dict[str, Any]]) -> ProspectPart:
    """The whole race, primary and general, from the seat's contest before."""
    command = _command(view, race)
    try:
        made = from_past(view, race, None, Asked(seed=SEED, elections=ELECTIONS))
    except (NoData, RequestError) as absent:
        return ProspectPart(ahead="primary", basis="", candidates=(), assumptions=(),
                            command=command, missing=_sentence(str(absent)))  # fmt: skip
    drawn = {one.key for one in made.candidates}
    others = [row["name"] for row in funded if row["person"] not in drawn]
    said = list(made.assumptions)
    if others:
        said.append(f"Left out, though they have money in {race.cycle}: {', '.join(others)}.")
    return ProspectPart(
        ahead="primary",
        basis=made.basis,
        candidates=tuple(
            HopePart(name=one.name, party=one.party, advance=one.advance, win=one.win,
                     share=one.share)
            for one in made.candidates
        ),
        assumptions=tuple(said),
        command=command,
        lockouts=made.lockouts,
    )  # fmt: skip


def primary_missing(view: View, race: RaceId, held: date) -> ProspectPart:
    """What is said where the primary has been held and the record has no votes of it."""
    return ProspectPart(
        ahead="general", basis="", candidates=(), assumptions=(), command=_command(view, race),
        missing="Nothing is drawn: the returns of the primary of "
        f"{words.day_words(held.isoformat())} are not in the record. Load them.",
    )  # fmt: skip


def _command(view: View, race: RaceId) -> str:
    day = f" --as-of {view.as_of.isoformat()}" if view.as_of else ""
    return f"hustings simulate {race.district} --cycle {race.cycle}{day} --html page.html"


def _votes(one: Standing) -> int:
    figure: Figure | None = one.votes
    return int(str(plain(figure.value))) if figure else 0


def _not_two(going: list[Standing]) -> str:
    names = [one.contestant.name for one in going]
    if len(names) > 2:
        listed = f"{', '.join(names[:-1])} and {names[-1]}"
        return (
            f"Nothing is drawn: as the count stands, {listed} would all go on, and a general "
            "between more than two is too rare to learn from."
        )
    return "Nothing is drawn: the record does not say which two of the primary go on."


def _general_words(primary: RoundPart, learned: LearnedSecond) -> list[str]:
    said = ["The primary is taken as it was counted; only the general is drawn."]
    if words.uncertified(primary):
        said = [
            (
                "The primary's count is not certified: its shares, and its first two, are taken as "
                "they stood, though late ballots may move both; only the general is drawn."
            )
        ]
    said += second_words(learned.second, learned.seconds)[:1]
    if learned.packaged:
        said.append(
            "The record holds too few second rounds before this one, so what was learned "
            "elsewhere and came with Hustings is used."
        )
    if learned.hindsight:
        said.append("Some of them came later: this could not have been known then.")
    return said


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
