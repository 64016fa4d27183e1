"""Tabulating a file: every contest of it decided by a rule, with reasons, from votes or ballots.

A file of returns gives tallies, which `contests.decide` decides; a cast vote record gives ranked
ballots, which `contests.tabulate` counts in rounds. What the file leaves open is said beside the
outcome; a contest with a line that cannot be read is not decided at all.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hustings.contests import (
    RULES,
    Decision,
    Line,
    RankedRules,
    Result,
    Rule,
    Tally,
    decide,
    ranked_rules,
    rule_in_force,
    rule_named,
    tabulate,
)
from hustings.contests.ranked_rules import RANKED_STATES
from hustings.errors import HustingsError, NoData, RequestError, SourceError, UnknownName, quoted
from hustings.ids import STATES, Round, cycle_of
from hustings.products.file_names import named_contest
from hustings.record.inputs import find, unpacked
from hustings.sources import cvr
from hustings.sources.cvr.box import rank_of
from hustings.sources.pages import recognise
from hustings.sources.returns import plain, reading
from hustings.sources.returns.rounds import cycle_for
from hustings.sources.returns.settle import one_name
from hustings.sources.returns.sheets import Contest, Count, Sheet, same_text

if TYPE_CHECKING:
    from hustings.sources.files import SourceFile

#: States that print one candidate on the lines of several parties and add the votes up.
FUSION: Final = frozenset({"CT", "MS", "NY", "OR", "SC", "VT"})
RANKED: Final = "ranked-choice"
_MOST_TOLD: Final = 10
#: Headings of columns that number ballots and places, and are no candidates.
_NO_CANDIDATE: Final = re.compile(
    r"\b(id|ballot|record|number|no|precinct|batch|box|count|style)\b"
)
_ONE_FIELD: Final = frozenset({"top-two", "top-four"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked of a file. Blank parts are found out from the file and from the law.

    seed: draws lots where the law settles a tie by lot; without it such a tie stays open.
    """

    rule: str = ""
    contest: str = ""
    state: str = ""
    round: str = ""
    day: date | None = None
    seed: int | None = None

    def checked(self) -> Asked:
        """The same with state, round and rule in one spelling. Raises RequestError, UnknownName."""
        state, held = self.state.strip().upper(), self.round.strip().lower().replace(" ", "-")
        rule = self.rule.strip().lower().replace(" ", "-").replace("_", "-")
        if rule and rule not in RULES:
            raise UnknownName(
                f"no rule is called {quoted(self.rule)}.", next_step=f"Rules: {', '.join(RULES)}."
            )
        if state and state not in STATES:
            raise UnknownName(
                f"{quoted(self.state)} is not a state.",
                next_step="Give its postal code, such as CA.",
            )
        if held and held not in {one.value for one in Round}:
            raise UnknownName(
                f"{quoted(self.round)} is not a round.",
                next_step=f"Rounds: {', '.join(one.value for one in Round)}.",
            )
        return replace(self, rule=rule, state=state, round=held)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabulated:
    """One contest and what its votes bring; `problem` says why nothing was decided, if so.

    scattered: votes for write-ins who are not named, part of the votes cast. over_votes,
    under_votes and blank are no part of them. margin: by how many votes the last who got through
    is ahead of the first who did not.
    """

    title: str
    state: str = ""
    district: str = ""
    day: date | None = None
    round: str = ""
    party: str = ""
    rule: str = ""
    rule_words: str = ""
    authority: str = ""
    status: str = ""
    decision: Decision | None = None
    scattered: int = 0
    over_votes: int | None = None
    under_votes: int | None = None
    blank: int | None = None
    notes: tuple[str, ...] = ()
    problem: str = ""

    @property
    def through(self) -> tuple[str, ...]:
        """Who is elected or goes on, in order of votes."""
        if self.decision is None:
            return ()
        return tuple(
            one.name or one.candidate
            for one in self.decision.outcomes
            if one.result in {Result.ELECTED, Result.ADVANCES}
        )

    @property
    def margin(self) -> int | None:
        """Votes between the last who got through and the first who did not; None if unsettled."""
        if self.decision is None:
            return None
        if self.decision.rounds:
            final = sorted(self.decision.rounds[-1].votes.values(), reverse=True)
            return int(final[0] - final[1]) if self.through and len(final) > 1 else None
        got = {Result.ELECTED, Result.ADVANCES}
        counted = [one for one in self.decision.outcomes if one.votes is not None]
        passed = [one.votes or 0 for one in counted if one.result in got]
        failed = [one.votes or 0 for one in counted if one.result not in got]
        return int(min(passed) - max(failed)) if passed and failed else None

    def to_json(self) -> dict[str, Any]:
        return {
            "contest": self.title,
            "state": self.state or None,
            "district": self.district or None,
            "date": self.day.isoformat() if self.day else None,
            "round": self.round or None,
            "party": self.party or None,
            "rule": self.rule or None,
            "rule_words": self.rule_words or None,
            "authority": self.authority or None,
            "status": self.status or None,
            "through": list(self.through),
            "margin_votes": self.margin,
            "scattered_write_ins": self.scattered,
            "over_votes": self.over_votes,
            "under_votes": self.under_votes,
            "blank_ballots": self.blank,
            "notes": list(self.notes),
            "problem": self.problem or None,
            "decision": self.decision.to_json() if self.decision else None,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabulation:
    """A file tabulated: its contests in its own order, and what became of each of its units."""

    file: str
    format: str
    unit: str
    loaded: int
    rejected: int
    skipped: Counter[str]
    contests: tuple[Tabulated, ...]
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = field(default=())

    @property
    def undecided(self) -> tuple[Tabulated, ...]:
        return tuple(one for one in self.contests if one.problem)

    @property
    def counts(self) -> str:
        """'4,747 of 4,748 lines read, 0 rejected, 1 skipped': nothing is lost in silence."""
        units = self.loaded + self.rejected + self.skipped.total()
        return (
            f"{self.loaded:,} of {units:,} {self.unit} read, {self.rejected:,} rejected, "
            f"{self.skipped.total():,} skipped"
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "format": self.format,
            "unit": self.unit,
            "loaded": self.loaded,
            "rejected": self.rejected,
            "skipped": dict(self.skipped),
            "notes": list(self.notes),
            "problems": list(self.problems),
            "contests": [one.to_json() for one in self.contests],
        }


def tabulate_file(path: str, asked: Asked) -> Tabulation:
    """Read a file of returns or of ballots and decide its contests.

    Raises SourceError for a file that cannot be read or is no result, RequestError where the rule
    is not known or no contest fits.
    """
    asked = asked.checked()
    if Path(path).is_dir():
        return _of_ballots(Path(path), path, asked)
    inputs = list(find([Path(path)]))
    if len(inputs) != 1:
        raise RequestError(
            f"{quoted(path)} holds {len(inputs):,} files.",
            next_step="Unpack it and give one of them.",
        )
    with tempfile.TemporaryDirectory() as scratch, unpacked(inputs[0], Path(scratch)) as opened:
        file = opened.file
        if _holds_ballots(file, asked):
            where = Path(path)
            if opened.packed:
                where = Path(scratch) / file.name
                (Path(scratch) / "unpacked").rename(where)
            return _of_ballots(where, file.path, asked)
        known = plain.Known(state=asked.state, day=asked.day, round=asked.round)
        return of_sheet(reading.read_sheet(file, known), asked)


# Returns


def of_sheet(sheet: Sheet, asked: Asked) -> Tabulation:
    """Decide the contests of a sheet that are asked for. Raises SourceError, RequestError."""
    chosen = [one for one in sheet.contests if same_text(asked.contest, one.title)]
    exact = [one for one in chosen if one.title.casefold() == asked.contest.strip().casefold()]
    chosen = exact or chosen
    if not chosen:
        titles = "; ".join(one.title for one in sheet.contests[:_MOST_TOLD])
        more = len(sheet.contests) - _MOST_TOLD
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
    shown = "; ".join(one.rstrip(".") for one in told[:_MOST_TOLD])
    more = f"; and {len(told) - _MOST_TOLD:,} more" if len(told) > _MOST_TOLD else ""
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
        rule=asked.rule, problem="; ".join((*contest.problems, *stray)[:_MOST_TOLD]),
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


# Ranked ballots


def _holds_ballots(file: SourceFile, asked: Asked) -> bool:
    """Whether a file is a cast vote record rather than returns."""
    known = recognise(file.name, file.path)
    if known and known[0].id.startswith("returns."):
        return False
    with file.open() as stream:
        start = stream.read(65_536)
    bare = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if bare[:1] == b"<":
        return b"CastVoteRecordReport" in start
    if bare[:1] in {b"{", b"["}:
        return any(
            mark in start
            for mark in (b"CVR.CastVoteRecordReport", b'"CVR"', b'"cvrFileSources"', b'"Sessions"')
        ) or file.name.startswith("CvrExport")
    if b"\0" in start or not bare or bare[:4] == b"%PDF":
        return False
    first_lines = start[: start.rfind(b"\n") + 1] or start
    try:
        form = cvr.form_of(first_lines, file.path)
    except SourceError:
        return False
    if form == "a column for each candidate":
        first = first_lines.decode("utf-8", "replace").splitlines()[0]
        return asked.rule == RANKED and bool(plain.lacking(plain.heading_of(first.split(","))))
    return True


def _of_ballots(path: Path, shown: str, asked: Asked) -> Tabulation:
    """Count ranked ballots by the state's rules, a configuration's, or the plain ones."""
    if asked.rule not in {"", RANKED}:
        raise RequestError(
            f"the file holds ranked ballots, which {asked.rule} does not count.",
            where=shown,
            next_step=f"Leave --rule out, or say --rule {RANKED}.",
        )
    options = cvr.CvrOptions(contest=asked.contest, first_column=_first_candidate(path))
    ballots = cvr.read_ballots(path, options)
    rules, words, asked = _ranked_rules(path, shown, asked)
    decision = tabulate(ballots, rules)
    seen = decision.rounds[0].exhausted
    rejected = ballots.total_rejected
    one = Tabulated(
        title=ballots.contest or asked.contest or Path(shown).stem.replace("_", " "),
        state=asked.state,
        day=asked.day,
        round=asked.round,
        rule=RANKED,
        rule_words=RULES[RANKED],
        authority=words,
        decision=decision,
        over_votes=int(seen.overvote),
        blank=int(seen.blank),
    )
    return Tabulation(
        file=shown, format="ranked ballots", unit="ballots", loaded=ballots.total,
        rejected=rejected, skipped=Counter(), contests=(one,),
        problems=tuple(f"{bad.where}: {bad.reason}" for bad in ballots.rejected[:_MOST_TOLD]),
    )  # fmt: skip


def _first_candidate(path: Path) -> int:
    """The first of the columns headed by candidates, from 1; 0 where the file is of another form.

    Candidates stand last, and most of what is below them are ranks: a single cell that is none
    rejects its ballot and does not turn the column into something else.
    """
    if path.suffix.lower() != ".csv" or path.is_dir():
        return 0
    data = path.read_bytes()
    try:
        if cvr.form_of(data, str(path)) != "a column for each candidate":
            return 0
    except SourceError:
        return 0
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig", "replace"), newline="")))
    heading, below = rows[0], rows[1:]
    first = len(heading)
    while first > 0:
        filled = [row[first - 1].strip() for row in below if len(row) >= first]
        filled = [cell for cell in filled if cell]
        ranks = sum(rank_of(cell) is not None for cell in filled)
        named = heading[first - 1].strip().casefold()
        if not named or _NO_CANDIDATE.search(named) or ranks * 2 < len(filled) or not ranks:
            break
        first -= 1
    return first + 1 if first < len(heading) else 0


def _ranked_rules(path: Path, shown: str, asked: Asked) -> tuple[RankedRules, str, Asked]:
    """The rules, what they are from, and what is asked with what the file's name adds to it.

    `--rule ranked-choice` without a state is the plain count, whatever the name says.
    """
    if path.suffix == ".json" and b"cvrFileSources" in path.read_bytes()[:1_000_000]:
        return cvr.read_config(path).rules, "the rules in the configuration file", asked
    if asked.state:
        rules = ranked_rules(asked.state, asked.day)
        return rules, rules.statute, asked
    named = None if asked.rule else named_contest(shown)
    if named is not None and named.state in RANKED_STATES:
        day = asked.day or named.day
        rules = ranked_rules(named.state, day)
        words = (
            f"{rules.statute}: {STATES[named.state]}'s own rules of {day.year}, as the file's name "
            f"says; --rule {RANKED} counts plainly"
        )
        known = replace(asked, state=named.state, day=day, round=asked.round or named.round)
        return rules, words, known
    return RankedRules(), "plain ranked choice; give --state for a state's own rules", asked
