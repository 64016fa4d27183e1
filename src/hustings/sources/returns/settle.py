"""Settling a contest: sums that stand among its counts are told from counts, people from each other.

A file may give the same votes twice: by precinct and by county, by way of voting and in total, in
a pseudo-county that sums the others. Adding those would double the contest while every percentage
stays right. A line that may be a sum and does not add up is a problem, never a guess.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import product

from hustings.names import fold
from hustings.sources.returns.cells import kind
from hustings.sources.returns.sheets import Contest, Count

_PEOPLE = frozenset({"candidate", "write-in"})


def settled(contest: Contest) -> Contest:
    """The contest with its sums marked `total`, and what does not fit as problems and notes."""
    counts, problems = list(contest.counts), list(contest.problems)
    sums = [one for one in counts if one.kind == "total"]
    counts = _two_people(counts)
    for inner, outer in (
        (lambda one: one.mode, lambda one: (one.county, one.precinct)),
        (lambda one: one.precinct, lambda one: (one.county, one.mode)),
        (lambda one: one.county or one.precinct, lambda one: (one.mode,)),
    ):
        counts = _mark_sums(counts, inner, outer, problems)
    problems += _repeated(counts)
    return replace(
        contest,
        counts=tuple(counts),
        problems=tuple(problems),
        notes=(*contest.notes, *_own_sums(sums, counts)),
    )


@lru_cache(maxsize=4096)
def one_name(name: str) -> str:
    """A name without what carries nothing: La Malfa and LaMalfa are one candidate."""
    return fold(name).replace(" ", "")


def _who(one: Count) -> tuple[str, ...]:
    return (one_name(one.name), one.party, one.kind, one.person)


def _mark_sums(
    counts: list[Count],
    inner: Callable[[Count], str],
    outer: Callable[[Count], tuple[str, ...]],
    problems: list[str],
) -> list[Count]:
    """Mark a line that names no part (precinct, county, way) where others of its place do.

    It is their sum if it adds up; else the file contradicts itself, or counts in two ways.
    """
    split = {(*_who(one), *outer(one)) for one in counts if inner(one) and one.kind != "total"}
    if not split:
        return counts
    parts: Counter[tuple[str, ...]] = Counter()
    wholes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(counts):
        key = (*_who(one), *outer(one))
        if one.kind == "total" or key not in split:
            continue
        if inner(one):
            parts[key] += one.votes or 0
        else:
            wholes[key].append(place)
    made = list(counts)
    for key, places in wholes.items():
        for place in places:
            one = counts[place]
            if one.votes != parts[key]:
                problems.append(
                    f"line {one.line}, {one.name}: {one.votes or 0:,} votes without a place of "
                    f"their own, beside parts that add to {parts[key]:,}: a sum or more votes?"
                )
            made[place] = replace(one, kind="total")
    return made


def _two_people(counts: list[Count]) -> list[Count]:
    """Two people of one name whom the publisher's ids tell apart get the id into their name."""
    ids: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in counts:
        if one.kind == "candidate" and one.person:
            ids[one_name(one.name), one.party].add(one.person)
    return [
        replace(one, name=f"{one.name} ({one.person})")
        if one.kind == "candidate" and len(ids[one_name(one.name), one.party]) > 1
        else one
        for one in counts
    ]


def _repeated(counts: Iterable[Count]) -> list[str]:
    """Two counts of one name in one place: two people of that name, or a line twice."""
    seen: dict[tuple[str, ...], Count] = {}
    problems = []
    for one in counts:
        if one.kind != "candidate":
            continue
        key = (*_who(one), one.county, one.precinct, one.mode, str(one.write_in))
        first = seen.setdefault(key, one)
        # Beside a line of no votes a second one changes nothing.
        if first is not one and first.votes and one.votes:
            party = f" ({one.party})" if one.party else ""
            where = ", ".join(part for part in (one.county, one.precinct, one.mode) if part)
            problems.append(
                f"lines {first.line} and {one.line}: {one.name}{party} is counted twice"
                f"{f' in {where}' if where else ''}: two candidates of one name, or a line twice"
            )
    return problems


def _own_sums(sums: list[Count], counts: list[Count]) -> list[str]:
    """Sums that the file names as such and that its parts do not add up to: said, left alone."""
    parts: Counter[tuple[str, str, str]] = Counter()
    for one in counts:
        if one.kind != "total":
            for name, county, mode in product(
                (one_name(one.name), ""), {one.county, ""}, {one.mode, ""}
            ):
                parts[name, county, mode] += one.votes or 0
    names = {one_name(one.name) for one in counts if one.kind != "total"}
    notes = []
    for one in sums:
        # A line called Total sums all names, a place called Total all places.
        name = one_name(one.name) if one_name(one.name) in names else ""
        county = "" if kind(one.county) == "total" else one.county
        added = parts[name, county, one.mode]
        if added and added != one.votes and not (not name and _with_blanks(one, counts)):
            notes.append(
                f"Line {one.line}: the file's own sum for {one.name} is {one.votes or 0:,}; "
                f"its parts add to {added:,}."
            )
    return notes[:10]


def _with_blanks(one: Count, counts: list[Count]) -> bool:
    """Whether a sum of all names leaves out over- and undervotes, which are votes for nobody."""
    people = sum(other.votes or 0 for other in counts if other.kind in _PEOPLE)
    return people == one.votes
