"""Contests of a file of returns, decided: the rule that applies, votes added up, what stays open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from hustings.contests import (
    RULES,
    Line,
    Rule,
    Tally,
    decide,
    rule_in_force,
    rule_named,
)
from hustings.errors import HustingsError, NoData, RequestError, SourceError, UnknownName, quoted
from hustings.ids import Round, cycle_of
from hustings.products.tabulation import MOST_TOLD, Asked, Tabulated, Tabulation
from hustings.sources.returns.rounds import cycle_for
from hustings.sources.returns.settle import one_name
from hustings.sources.returns.sheets import Contest, Count, Sheet, same_text

#: States that print one candidate on the lines of several parties and add the votes up.
FUSION: Final = frozenset({"CT", "MS", "NY", "OR", "SC", "VT"})
_ONE_FIELD: Final = frozenset({"top-two", "top-four"})


def of_sheet(sheet: Sheet, asked: Asked) -> Tabulation:
    """Decide the contests of a sheet that are asked for. Raises SourceError, RequestError."""
    chosen = [one for one in sheet.contests if same_text(asked.contest, one.title)]
    exact = [one for one in chosen if one.title.casefold() == asked.contest.strip().casefold()]
    chosen = exact or chosen
    if not chosen:
        titles = "; ".join(one.title for one in sheet.contests[:MOST_TOLD])
        more = len(sheet.contests) - MOST_TOLD
        raise UnknownName(
            f"no contest in the file is called {quoted(asked.contest)}.",
            where=sheet.file,
            next_step=f"It has: {titles}{f'; and {more:,} more' if more > 0 else ''}.",
        )
    made = [
        done
        for contest in chosen
        for part in _ballots_of(_as_asked(contest, asked), asked)
        for done in [_tabulated(part, asked, sheet.stray)]
    ]
    done = Tabulation(
        file=sheet.file, format=sheet.format, unit=sheet.unit, loaded=sheet.loaded,
        rejected=sheet.rejected, skipped=sheet.skipped, contests=tuple(made),
        notes=sheet.notes, problems=sheet.stray,
    )  # fmt: skip
    if len(made) == len(done.undecided):
        _refuse(done, chosen, sheet)
    return done


def _refuse(done: Tabulation, chosen: list[Contest], sheet: Sheet) -> None:
    """Say why nothing was decided: all problems of the file at once, the first ten shown."""
    told = [*sheet.stray, *(problem for one in chosen for problem in one.problems)]
    if not told:
        told = list(dict.fromkeys(one.problem for one in done.contests))
    shown = "; ".join(one.rstrip(".") for one in told[:MOST_TOLD])
    more = f"; and {len(told) - MOST_TOLD:,} more" if len(told) > MOST_TOLD else ""
    raise SourceError(
        f"{shown}{more}.",
        where=sheet.file,
        next_step=f"Nothing was decided ({done.counts}).",
    )


def _as_asked(contest: Contest, asked: Asked) -> Contest:
    return replace(
        contest,
        state=asked.state or contest.state,
        round=asked.round or contest.round,
        day=asked.day or contest.day,
    )


def _ballots_of(contest: Contest, asked: Asked) -> list[Contest]:
    """A party primary's contest for each party, where the file has the parties together."""
    by_party = asked.rule == "party-primary" or (
        not asked.rule and "primary" in contest.round and _lawful(contest) == "party-primary"
    )
    parties = sorted({one.party or one.party_as_written for one in contest.counts
                      if one.kind == "candidate"})  # fmt: skip
    if not by_party or contest.party or len(parties) < 2:
        return [contest]
    if "" in parties:
        nameless = next(one for one in contest.counts if not one.party and one.kind == "candidate")
        said = f"line {nameless.line}, {nameless.name}: no party, in a party primary"
        return [replace(contest, problems=(*contest.problems, said))]
    return [
        replace(
            contest,
            title=f"{contest.title}, {one}",
            party=one,
            counts=tuple(count for count in contest.counts
                         if (count.party or count.party_as_written) == one),
        )
        for one in parties
    ]  # fmt: skip


def _lawful(contest: Contest) -> str:
    try:
        return _rule(contest, Asked())[0].name
    except HustingsError:
        return ""


def _tabulated(contest: Contest, asked: Asked, stray: tuple[str, ...]) -> Tabulated:
    about = Tabulated(
        title=contest.title, state=contest.state, district=contest.district, day=contest.day,
        round=contest.round, party=contest.party, status=contest.status, notes=contest.notes,
        rule=asked.rule, problem="; ".join((*contest.problems, *stray)[:MOST_TOLD]),
    )  # fmt: skip
    if about.problem:
        return about
    if contest.seats > 1:
        return replace(about, problem=f"it fills {contest.seats} seats; Hustings decides for one")
    try:
        rule, notes = _rule(contest, asked)
        tally, told = tally_of(contest, rule)
        decision = decide(tally, rule, seed=asked.seed)
    except (RequestError, NoData) as wrong:
        what = f"{wrong.what} {wrong.next_step}".strip()
        return replace(about, problem=what)
    kinds = {one.kind for one in contest.counts}
    return replace(
        about,
        round=contest.round or rule.round,
        rule=rule.name,
        rule_words=RULES[rule.name],
        authority=rule.authority,
        decision=decision,
        scattered=tally.scattered,
        over_votes=tally.over_votes if "overvote" in kinds else None,
        under_votes=tally.under_votes if "undervote" in kinds else None,
        blank=_of_kind(contest.counts, "blank") if "blank" in kinds else None,
        notes=(*contest.notes, *notes, *told),
    )


def _rule(contest: Contest, asked: Asked) -> tuple[Rule, tuple[str, ...]]:
    """The rule asked for, else that of the law for the seat. Raises RequestError, NoData."""
    house = bool(contest.district)
    cycle = None
    if contest.day is not None:
        held = Round(contest.round) if contest.round else None
        cycle = int(cycle_for(contest.day, held) if held else cycle_of(contest.day))
    if asked.rule:
        state = asked.state or (contest.state if house else "")
        try:
            return rule_named(asked.rule, state=state, round=contest.round, cycle=cycle), ()
        except UnknownName:
            raise
        except RequestError as other:
            if asked.state:
                raise
            tried = rule_named(asked.rule, round=contest.round)
            return tried, (f"{other.what.rstrip('.')}: the rule is tried all the same.",)
    if not (house or asked.state) or not contest.round or cycle is None:
        raise RequestError(
            "which rule decides it is not known.",
            next_step=f"Give --rule: {', '.join(RULES)}.",
        )
    found = rule_in_force(
        contest.state, cycle, contest.round, district=contest.district, day=contest.day
    )
    notes = [] if house else ["The rule is that of the state's House races."]
    if found.confidence == "from-memory":
        notes.append("That this rule is in force is inferred; no source that says so was read.")
    return found, tuple(notes)


def tally_of(contest: Contest, rule: Rule) -> tuple[Tally, tuple[str, ...]]:
    """The votes of a contest added up over places and ways of voting, and what is to be said.

    Raises RequestError for one candidate under two parties where the rule knows no such thing.
    """
    names: dict[str, str] = {}
    votes: dict[tuple[str, str], int | None] = {}
    marks: dict[tuple[str, str], Count] = {}
    parties: dict[str, set[str]] = {}
    people = [one for one in contest.counts if one.kind == "candidate"]
    for one in people:
        key = one_name(one.name) or one.name
        names.setdefault(key, one.name)
        if one.party or one.party_as_written:
            parties.setdefault(key, set()).add(_party(one))
    for one in people:
        key = one_name(one.name) or one.name
        own = parties.get(key, set())
        # A line without a party is of the one that the other lines name.
        line = (key, _party(one) or (next(iter(own)) if len(own) == 1 else ""))
        marks.setdefault(line, one)
        before = votes.get(line)
        votes[line] = before if one.votes is None else (before or 0) + one.votes
    told = _several(names, parties, contest.state, rule)
    return (
        Tally(
            lines=tuple(
                Line(
                    candidate=names[key],
                    votes=votes[key, party],
                    party=party,
                    write_in=marks[key, party].write_in,
                    withdrawn=marks[key, party].withdrawn,
                )
                for key, party in votes
            ),
            over_votes=_of_kind(contest.counts, "overvote"),
            under_votes=_of_kind(contest.counts, "undervote"),
            scattered=_of_kind(contest.counts, "write-in"),
        ),
        told,
    )


def _party(one: Count) -> str:
    return one.party if one.party not in {"", "OTH"} else one.party_as_written


def _of_kind(counts: Iterable[Count], kind: str) -> int:
    return sum(one.votes or 0 for one in counts if one.kind == kind)


def _several(
    names: dict[str, str], parties: dict[str, set[str]], state: str, rule: Rule
) -> tuple[str, ...]:
    """Candidates on the lines of several parties: added up where that is law, else refused."""
    found = {names[key]: " and ".join(sorted(own)) for key, own in parties.items() if len(own) > 1}
    if not found:
        return ()
    said = "; ".join(f"{name} under {own}" for name, own in found.items())
    if rule.name in _ONE_FIELD or (state and state not in FUSION):
        raise RequestError(
            f"one candidate under two parties: {said}.",
            next_step="If they are two people, give them names of their own; if one, one party. "
            f"Votes on several parties' lines are added in {', '.join(sorted(FUSION))}.",
        )
    return (f"Votes on several parties' lines are added up: {said}.",)
