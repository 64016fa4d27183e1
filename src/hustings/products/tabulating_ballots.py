"""Ranked ballots of a cast vote record, counted by the rules of a state, a configuration, or none."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Final

from hustings.contests import RULES, RankedRules, ranked_rules, tabulate
from hustings.contests.ranked_rules import RANKED_STATES
from hustings.errors import RequestError, SourceError
from hustings.ids import STATES
from hustings.products.file_names import named_contest
from hustings.products.tabulation import MOST_TOLD, RANKED, Asked, Tabulated, Tabulation
from hustings.sources import cvr
from hustings.sources.cvr.box import rank_of

#: Headings of columns that number ballots and places, and are no candidates.
_NO_CANDIDATE: Final = re.compile(
    r"\b(id|ballot|record|number|no|precinct|batch|box|count|style)\b"
)


def of_ballots(path: Path, shown: str, asked: Asked) -> Tabulation:
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
        problems=tuple(f"{bad.where}: {bad.reason}" for bad in ballots.rejected[:MOST_TOLD]),
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
