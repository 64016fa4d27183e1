"""The time of an article: given, found in it, or gathered from what it speaks of.

It decides three things: what was known then (the record as of that day), which cycle and Congress
a sentence without a year is about, and which votes had been held. In this order: the day the
caller gives; the file's own metadata; a date that stands by itself or beside "published"; the
latest full date; else evidence: primaries by their days, bills and when they passed, years, and
when the people named stood against each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hustings.claims.lexicon import alternation, words
from hustings.claims.model import Article, Kind, Quantity, Sentence, Thing, When
from hustings.claims.names.find import Found
from hustings.claims.names.index import Index
from hustings.ids import congress_elected, cycle_of

if TYPE_CHECKING:
    from hustings.record.view import View

#: No article in the record's reach is older.
FIRST = 1976
#: So long after the end of a cycle an article without a year still speaks of it.
AFTERMATH = timedelta(days=45)
_PUBLISHED = re.compile(r"\b(?:published|posted|updated|filed|dateline|edition|issue\s+of)\b", re.I)


def congress_on(day: date) -> int:
    """The Congress in session on a day: it begins on 3 January of odd years."""
    year = day.year - (1 if (day.month, day.day) < (1, 3) else 0)
    return (year - 1787) // 2


def find_time(
    view: View,
    article: Article,
    sentences: list[Sentence],
    spoken: dict[int, list[Quantity]],
    found: Found,
    index: Index,
    given: date | None,
) -> When:
    """The time of an article. `spoken`: the quantities of each sentence by its number."""
    if given is not None:
        return _at(given, "the day that was asked for")
    if article.day is not None:
        return _at(article.day, "the file's own date")
    dates = [
        (sentence, one)
        for sentence in sentences
        for one in spoken.get(sentence.number, ())
        if one.kind is Kind.DATE and one.year_given and one.day and one.day.year >= FIRST
    ]
    standing = [
        one.day
        for sentence, one in dates
        if one.day
        and (_alone(sentence, one) or _PUBLISHED.search(sentence.text) or _dateline(sentence, one))
    ]
    full = [one.day for _, one in dates if one.day]
    told = [
        int(one.value) for listed in spoken.values() for one in listed
        if one.kind is Kind.YEAR and len(one.text) == 4 and FIRST <= one.value <= 2100
    ]  # fmt: skip
    later = timedelta(days=366)
    if (
        standing
        and max(standing) + later >= max(full)
        and max(standing).year + 4 >= max(told, default=0)
    ):
        # A text that tells of later days than that was written later.
        return _at(max(standing), "a date that stands by itself in it")
    if full:
        return _gathered(view, sentences, spoken, found, index, max(full), "its latest date")
    return _gathered(view, sentences, spoken, found, index, None, "")


def _at(day: date, how: str) -> When:
    return When(day=day, cycle=spoken_cycle(day), congress=congress_on(day), sure=True, how=how)


def spoken_cycle(day: date) -> int:
    """The cycle that an article of a day is about: in the first weeks of a year still the old one."""
    return int(cycle_of(day - AFTERMATH))


def _alone(sentence: Sentence, one: Quantity) -> bool:
    """Whether the date is a line of its own, or ends or begins a short one: By A. Writer, May 4, 2020."""
    rest = sentence.text.replace(one.text, "").strip(" .,—–-|()")
    return len(rest) <= 30 and not re.search(r"[a-z]{2,}\s+[a-z]{2,}\s+[a-z]{2,}", rest)


def _dateline(sentence: Sentence, one: Quantity) -> bool:
    """Whether a date heads a paragraph after a place: SEATTLE, Dec. 31, 2020 — …"""
    head = sentence.text[: one.start - sentence.start]
    after = sentence.text[one.end - sentence.start :][:4]
    return (
        sentence.paragraph < 8
        and bool(re.fullmatch(r"[\s*_(]*[A-Z][\w .]{2,30},\s+(?:[\w. ]{2,20},\s+)?", head))
        and bool(re.match(r"\W*(?:—|–|--|-|\))", after))
    )


def _gathered(
    view: View,
    sentences: list[Sentence],
    spoken: dict[int, list[Quantity]],
    found: Found,
    index: Index,
    latest: date | None,
    how: str,
) -> When:
    """The cycle that most evidence speaks for, and the latest day in it that is known of."""
    scores: Counter[int] = Counter()
    days: dict[int, list[date]] = defaultdict(list)
    years = sorted(
        {
            int(one.value)
            for listed in spoken.values()
            for one in listed
            if one.kind is Kind.YEAR and FIRST <= one.value <= 2100
        }
    )
    floor = max(years, default=0)
    if floor:
        scores[cycle_of(date(floor, 6, 1))] += 2
    if latest is not None:
        days[spoken_cycle(latest)].append(latest)
        scores[spoken_cycle(latest)] += 3
    for cycle, day in _contest_days(view, sentences, spoken, found, index):
        scores[cycle] += 3
        days[cycle].append(day)
    for cycle, weight in _bill_cycles(found, index):
        scores[cycle] += weight
    for cycle in _shared_cycles(found, index):
        scores[cycle] += 1
    for cycle in [one for one in scores if one < floor - 1]:
        del scores[cycle]
    if not scores:
        return When(day=None, cycle=None, congress=None, sure=False, how="nothing in it")
    best = max(scores.values())
    tied = [cycle for cycle, score in scores.items() if score == best]
    cycle = max(tied)
    passing = _passing_day(sentences, found, index, cycle)
    known = [*days[cycle], *passing]
    known_day = max(known) if known else None
    if known_day is None and latest is not None and spoken_cycle(latest) <= cycle:
        known_day = latest
    congress = congress_on(known_day) if known_day else congress_elected(cycle) - 1
    told = [one.isoformat() for one in sorted(set(known))] or [f"the cycle of {cycle}"]
    said = how or f"what it speaks of: {', '.join(told)}"
    return When(day=known_day, cycle=cycle, congress=congress, sure=False, how=said)


def _contest_days(
    view: View,
    sentences: list[Sentence],
    spoken: dict[int, list[Quantity]],
    found: Found,
    index: Index,
) -> Iterable[tuple[int, date]]:
    """Days without a year on which a state named here voted: the primary was March 3."""
    voting = re.compile(rf"\b(?:{alternation(words()['rounds'])}|voted|election)\b", re.I)
    wanted = {
        (one.day.month, one.day.day)
        for sentence in sentences
        for one in spoken.get(sentence.number, ())
        if one.kind is Kind.DATE and one.day and not one.year_given and voting.search(sentence.text)
    }
    states = _states(found, index)
    if not wanted or not states:
        return
    rows = view.query(
        "select distinct state, cycle, day from calendar where state in "
        "(select unnest(string_split($states, ' '))) order by day",
        {"states": " ".join(sorted(states))},
    )
    for _, cycle, day in rows:
        if day and (day.month, day.day) in wanted:
            yield int(cycle), day


def _states(found: Found, index: Index) -> set[str]:
    states = {one.key.partition("-")[0] for one in found.mentions
              if one.thing in {Thing.DISTRICT, Thing.STATE} and one.key}  # fmt: skip
    for one in found.mentions:
        if one.thing is Thing.PERSON and one.key in index.people:
            states |= {seat.partition("-")[0] for seat in index.people[one.key].seats}
    return states


def _bill_cycles(found: Found, index: Index) -> Iterable[tuple[int, int]]:
    """Cycles of the Congresses whose bills are named; more where the sponsor stands beside it."""
    rows = {row.bill: row for listed in (*index.bills.values(), *index.titles.values())
            for row in listed}  # fmt: skip
    people = sorted(
        (one for one in found.mentions if one.thing is Thing.PERSON and one.key),
        key=lambda one: one.start,
    )
    for one in found.mentions:
        if one.thing is not Thing.BILL:
            continue
        for bill in one.options:
            row = rows[bill]
            near = any(p.key == row.sponsor and abs(p.start - one.start) < 120 for p in people)
            yield 2 * row.congress + 1788, 3 if near else 1


def _shared_cycles(found: Found, index: Index) -> set[int]:
    """Cycles in which two of the people named stood in one race."""
    races: Counter[tuple[str, int]] = Counter()
    keys = {one.key for one in found.mentions if one.thing is Thing.PERSON and one.key}
    for key in keys & index.people.keys():
        races.update(index.people[key].races)
    return {cycle for (_, cycle), count in races.items() if count > 1}


def _passing_day(sentences: list[Sentence], found: Found, index: Index, cycle: int) -> list[date]:
    """The day a named bill passed the House, where the sentence says so by a day of the week."""
    rows = {row.bill: row for listed in index.titles.values() for row in listed}
    rows |= {row.bill: row for listed in index.bills.values() for row in listed}
    days = alternation(words()["weekdays"])
    places: list[date] = []
    bills = [one for one in found.mentions if one.thing is Thing.BILL and one.options]
    for sentence in sentences if bills else ():
        said = re.search(rf"\bon\s+({days})\b", sentence.text, re.I)
        if not said:
            continue
        for one in bills:
            if sentence.start <= one.start < sentence.end:
                for bill in one.options:
                    day = rows[bill].passed_house
                    if (
                        day
                        and cycle_of(day) == cycle
                        and (day.weekday() == words()["weekdays"][said[1].lower()])
                    ):
                        places.append(day)
    return places
