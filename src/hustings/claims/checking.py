"""A check from the article to its verdicts: segment, quantities, names, match, verdict."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial
from typing import TYPE_CHECKING

from hustings.claims.asking import Desk
from hustings.claims.judge import judge
from hustings.claims.matching import Scene, Stage, read_numbers, read_statements
from hustings.claims.model import Article, Checked, Claim, Mention, Quantity, Sentence, Thing
from hustings.claims.names import find_names, load_index, resolve
from hustings.claims.names.find import district_spans
from hustings.claims.names.roles import Stood
from hustings.claims.names.short import main_seat, spoken_cycles
from hustings.claims.names.topics import Topics
from hustings.claims.proposals import Proposal, Propose, proposed
from hustings.claims.quantities import day_words, quantities
from hustings.claims.sentences import sentences
from hustings.claims.when import find_time
from hustings.ids import RaceId, parse_cycle, parse_district
from hustings.measures.listings import contests

if TYPE_CHECKING:
    from hustings.record.view import View

#: A sentence with more runs of digits is a table that lost its lines; it is passed over, and that is
#: said.
MOST_NUMBERS = 60
_NUMBER = re.compile(r"\d+")
#: Told how many sentences of how many are done.
Progress = Callable[[int, int], None]


def check_article(
    view: View,
    article: Article,
    *,
    at: Callable[[date], View] | None = None,
    race: str = "",
    as_of: date | None = None,
    progress: Progress | None = None,
    propose: Propose | None = None,
) -> Checked:
    """Every checkable claim of an article with its verdict.

    at: opens the same record as of a day. race: the seat that the article is about, where it does
    not say so. as_of: the article's day, else it is found. propose: a model's hook, see `proposals`.
    Raises RequestError for a wrong race.
    """
    seat = str(parse_district(race)) if race else ""
    text = article.text
    listed = sentences(text)
    named = frozenset(key for key, _ in district_spans(text)) | ({seat} if seat else set())
    index = load_index(view, text, frozenset(named))
    found = find_names(text, index)
    spans = _by_sentence(listed, found.mentions)
    numbers: dict[int, list[Quantity]] = {}
    passed_over = 0
    for sentence in listed:
        if len(_NUMBER.findall(sentence.text)) > MOST_NUMBERS:
            numbers[sentence.number] = []
            passed_over += 1
            continue
        taken = [
            (one.start, one.end) for one in spans[sentence.number] if one.thing is not Thing.STATE
        ]
        numbers[sentence.number] = [*quantities(sentence, taken), *day_words(sentence)]
    when = find_time(view, article, listed, numbers, found, index, as_of)
    mentions = resolve(text, index, found, when, seat, cache(partial(_ballot, view)))
    seat = seat or main_seat(index, mentions, when, spoken_cycles(text))
    topics = Topics(text, index, mentions, seat)
    stage = Stage(view=view, index=index, when=when, seat=seat, topics=topics)
    grouped = _by_sentence(listed, mentions)
    stage.scenes = [
        Scene(stage, sentence, grouped[sentence.number], numbers[sentence.number])
        for sentence in listed
    ]
    desk = Desk(view, when, at)
    proposals: list[Proposal] = []
    if propose is not None:
        proposals = propose(scene.sentence for scene in stage.scenes if scene.numbers)
    verdicts = []
    for done, scene in enumerate(stage.scenes):
        claims = _apart([*read_statements(scene), *read_numbers(scene)])
        if proposals:
            more = proposed(scene.sentence, scene.numbers, proposals, claims)
            read = {id(one.quantity) for one in more}
            claims = [one for one in claims if id(one.quantity) not in read or one.readings] + more
        verdicts += [judge(desk, claim, when) for claim in claims]
        if progress is not None:
            progress(done + 1, len(listed))
    verdicts.sort(key=lambda one: (one.claim.start, one.claim.end))
    return Checked(article=article, when=when, verdicts=tuple(verdicts), mentions=tuple(mentions),
                   passed_over=passed_over)  # fmt: skip


def _ballot(view: View, seat: str, cycle: int) -> dict[str, Stood]:
    """Everybody on the ballots of a race, with how they stood in its last regular round."""
    near = view.focused(seat)
    listed = contests(near, RaceId(parse_district(seat), parse_cycle(cycle)))
    held = [one.round for one in listed]
    last = next((name for name in ("runoff", "general", "special-general") if name in held), "")
    found: dict[str, Stood] = {}
    for contest in sorted(listed, key=lambda one: one.round == last):
        for place, one in enumerate(contest.contestants, start=1):
            found[one.person] = Stood(party=one.party, last=contest.round == last, place=place)
    return found


def _by_sentence(listed: list[Sentence], mentions: Iterable[Mention]) -> dict[int, list[Mention]]:
    """The mentions that begin in each sentence."""
    starts = [one.start for one in listed]
    found: dict[int, list[Mention]] = defaultdict(list)
    for one in mentions:
        place = bisect_right(starts, one.start) - 1
        if place >= 0:
            found[listed[place].number].append(one)
    return found


def _apart(claims: list[Claim]) -> list[Claim]:
    """Claims without those about a number that a statement has taken already."""
    kept: list[Claim] = []
    for claim in claims:
        quantity = claim.quantity
        if quantity is not None and any(
            one.quantity is None
            and one.start <= quantity.start
            and quantity.end <= one.end
            and (one.outcome is not None or one.readings[0].measure in {"election_rule", "contest_date",
                 "bill_passed_house", "bills_enacted", "vote_yeas", "vote_nays"})
            for one in kept
        ):  # fmt: skip
            continue
        kept.append(claim)
    return kept
