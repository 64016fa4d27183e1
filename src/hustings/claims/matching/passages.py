"""The roll calls on passing a bill that a sentence names.

A vote for or against a bill, and a tally beside it, are of the question whether to pass it: amendments,
motions to recommit and the rules of a debate are other questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.params import bill_options
from hustings.claims.matching.scene import Scene
from hustings.claims.matching.stage import Options
from hustings.claims.model import Mention, Reading, Thing
from hustings.claims.names.index import Known
from hustings.claims.when import congress_on
from hustings.figures import written_date
from hustings.measures.absence import fetching

_VOTES = (
    "select vote, question, date, congress from roll_calls where chamber = $chamber and bill in "
    "(select unnest(string_split($bills, ' '))) and (category in ('passage', 'passage-suspension') "
    "or (coalesce(category, 'unknown') = 'unknown' and (starts_with(question, 'On Passage') "
    "or starts_with(question, 'On Motion to Suspend the Rules and Pass')))) order by date, vote"
)
#: Votes of one number, of several years, that are tried.
MOST_CALLED = 3
#: Questions of passing as such; the others are of passing it as the Senate changed it.
_AS_SUCH = re.compile(r"On Passage|On Motion to Suspend the Rules and (?:Pass|Agree)|On Agreeing")

#: Words that mean a bill named before: without them another may be meant, by a name of its own.
_BACK = re.compile(
    r"\b(?:it|(?:the|this|that)\s+(?:\w+\s+)?(?:bill|measure|act|resolution|legislation|package|vote|"
    r"tally)|which|that\s+passed|(?:that|this)\s+one)\b",
    re.I,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A roll call on passing a bill: its id, its question, its day."""

    vote: str
    question: str
    day: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Passages:
    """The roll calls that may be meant, the likeliest first. why: what is missing if there is none."""

    votes: tuple[Passage, ...] = ()
    sure: bool = False
    why: str = ""

    def readings(self, measure: str, expected: Any, **params: Any) -> tuple[Reading, ...]:
        """A reading of a measure for each roll call; of several, each says which one it is of."""
        made = []
        for place, one in enumerate(self.votes):
            which = (
                f"{len(self.votes)} votes may be meant; this is that of {written_date(one.day)}: "
                f"{one.question}."
            )
            doubts = (which,) if len(self.votes) > 1 else ()
            made.append(
                Reading(measure=measure, params={**params, "vote": one.vote},
                        score=3 - 0.01 * place, sure=self.sure, expected=expected, doubts=doubts)
            )  # fmt: skip
        return tuple(made) or (Reading(measure=measure, params=params, score=3, expected=expected),)


def called(scene: Scene, one: Mention, member: Known | None = None) -> Passages:
    """The roll calls that a number may be of: of the Congress spoken of, in which the member sat."""
    listed = list(one.options)
    told = scene.congresses(one.start, one.end)
    spoken = [int(str(value)) for value in told.values]
    years = scene.years(one.start, one.end)
    carried = scene.stage.times_told(scene.sentence.number)
    for year in (*years, carried):
        then = [vote for vote in listed if year and vote.endswith(f".{year}")]
        if then:
            listed = then
            break
    if len(listed) > 1:
        listed.sort(key=lambda vote: spoken.index(c) if (c := _congress(vote)) in spoken else 99)
        if member is not None and member.terms:
            listed = [vote for vote in listed if member.serves_in(_congress(vote))] or listed
    if not listed:
        return Passages(why=f"The record has no {one.name} of the House.")
    rows = scene.stage.view.query(
        "select vote, question, date from roll_calls where vote in "
        "(select unnest(string_split($votes, ' ')))", {"votes": " ".join(listed)},
    )  # fmt: skip
    by_id = {str(v): Passage(vote=str(v), question=str(q), day=day) for v, q, day in rows}
    return Passages(
        votes=tuple(by_id[vote] for vote in listed if vote in by_id)[:MOST_CALLED],
        sure=len(listed) == 1,
    )


def _congress(vote: str) -> int:
    return int(vote.partition("-")[0])


def roll_call_at(scene: Scene, start: int, end: int) -> Mention | None:
    """The roll call that words at a place are of: the nearest named in the sentence, else the last
    named in the one before, if no bill has been named since."""
    here = scene.of(Thing.ROLL_CALL)
    if here:
        near = min(here, key=lambda one: scene.apart(start, end, one))
        # "HR 8, which passed 240-190, and voted no on roll call 99": a bill right before goes first.
        bills = [one for one in scene.of(Thing.BILL) if one.end <= start]
        if bills and near.start >= end and scene.apart(start, end, bills[-1]) <= 6:
            return None
        return near
    if scene.of(Thing.BILL) or not _BACK.search(scene.sentence.text):
        return None
    before = next(iter(scene.before()), None)
    named = before.of(Thing.ROLL_CALL, Thing.BILL) if before is not None else []
    return named[-1] if named and named[-1].thing is Thing.ROLL_CALL else None


def other_question(text: str) -> bool:
    """Whether words speak of another question than passing: an amendment, a motion to recommit."""
    return bool(re.search(rf"\b(?:{alternation(words()['not_passage'])})\b", text, re.I))


def passages(
    scene: Scene, bill: Mention, member: Known | None = None, chamber: str = ""
) -> Passages:
    """The roll calls on passing a bill, in the chamber the member sat in, held by the article's day."""
    bills = [str(one) for one in _meant(scene, bill, member).values]
    if not bills:
        return Passages(why=f"Which Congress's {bill.text} is meant is not said.")
    chamber = chamber or _chamber(member, bills)
    rows = scene.stage.view.query(_VOTES, {"chamber": chamber, "bills": " ".join(bills)})
    votes = [Passage(vote=str(v), question=str(q), day=day) for v, q, day, _ in rows]
    today = scene.stage.when.day
    votes = [one for one in votes if today is None or one.day <= today] or votes
    years = scene.years(bill.start, bill.end)
    then = [one for one in votes if one.day.year in years]
    votes = then or votes
    votes.sort(key=lambda one: (not _AS_SUCH.match(one.question), -one.day.toordinal(), one.vote))
    # A year in the sentence may be another's: a vote of another year than that cannot refute.
    dated = bool(then) or not years
    missing = _not_loaded(scene, chamber, bills)
    if not votes:
        said = f"The record has no roll call of the {chamber} on passing {bill.text}."
        if missing:
            load = fetching("clerk_votes", {"congress": missing[0]})
            said = f"The record has no roll calls of Congress {missing[0]}. Load them with: {load}"
        return Passages(why=said)
    return Passages(votes=tuple(votes), sure=len(votes) == 1 and not missing and dated)


def _meant(scene: Scene, bill: Mention, member: Known | None) -> Options:
    """The bills that a name may be; a Congress or a year in the sentence decides between them."""
    told = scene.congresses(bill.start, bill.end)
    years = scene.years(bill.start, bill.end)
    congress = told.values[0] if told.sure and told.values else None
    if congress is None and years:
        congress = congress_on(date(years[0], 7, 1))
    if congress is None:
        return bill_options(scene, bill, member)
    here = tuple(one for one in bill.options if one.startswith(f"{congress}-"))
    if not here and re.fullmatch(r"[a-z]+\d+", bill.name):
        here = (f"{congress}-{bill.name}",)
    return Options(values=here, sure=len(here) == 1)


def _chamber(member: Known | None, bills: list[str]) -> str:
    if member is not None:
        congress = int(bills[0].partition("-")[0])
        sat = {one.chamber for one in member.terms if one.in_congress(congress)}
        if sat == {"Senate"}:
            return "Senate"
    return "House"


def _not_loaded(scene: Scene, chamber: str, bills: list[str]) -> list[int]:
    """Congresses of these bills that the record has no roll calls of."""
    rows = scene.stage.view.query(
        "select distinct congress from roll_calls where chamber = $chamber", {"chamber": chamber}
    )
    known = {int(row[0]) for row in rows}
    return sorted({int(one.partition("-")[0]) for one in bills} - known)


def bill_voted(scene: Scene, start: int, end: int) -> Mention | None:
    """The bill that words at a place are about: the nearest before, one after, or one named earlier."""
    named = scene.of(Thing.BILL)
    before = [one for one in named if one.end <= start]
    after = [one for one in named if one.start >= end]
    if before or after:
        return before[-1] if before else after[0]
    if not _BACK.search(scene.sentence.text):
        return None
    number = scene.sentence.number
    for told in reversed(scene.stage.scenes[max(0, number - 8) : number]):
        if scene.sentence.paragraph - told.sentence.paragraph > 1:
            return None
        earlier = told.of(Thing.BILL)
        if earlier:
            return earlier[-1]
    return None
