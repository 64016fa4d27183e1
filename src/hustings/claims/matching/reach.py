"""The names within reach of a sentence: whom a number is of, and which seat is meant.

Every choice comes as options in order with whether the first is certain; what the text does not
decide stays open, and a figure that differs then does not contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from hustings.claims.lexicon import alternation, words
from hustings.claims.matching.anchors import CLAUSE
from hustings.claims.matching.phrases import Hit, Token, hits, tokens
from hustings.claims.matching.stage import Options, Stage
from hustings.claims.model import Kind, Mention, Quantity, Sentence, Thing
from hustings.claims.names.index import Known

if TYPE_CHECKING:
    from hustings.claims.matching.scene import Scene

#: How many sentences back a round, a year or a subject is carried.
BACK = 3


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = words()
    return (
        re.compile(rf"\b(?:{alternation(lists['rounds'])})\b", re.I),
        re.compile(rf"(?:\b(?:{alternation(lists['objects'])})\s+(?:[\w-]+\.?\s+){{0,4}}$)", re.I),
    )


#: Between a number and the name it is of: "of the vote for", "votes went to Rep."
_FOR_WHOM = re.compile(
    r"\s*(?:of\s+the\s+(?:votes?|total|ballots)\s+)?(?:votes?\s+)?(?:for|to|went\s+to|goes\s+to)\s+"
    r"(?:[A-Z][a-z]+\.\s+|the\s+|incumbent\s+|challenger\s+|Democrat\s+|Republican\s+){0,3}"
)


#: "X, the Republican, who had": the clause is of X, whoever beat X.
_WHO = re.compile(
    r"^\s*,\s*(?:[^,;]{0,40},\s*|(?:an?|the|who)\s[^,;]{0,40}\s)?who\b[^,;]*$|^\s*,\s*with\s*$"
)
#: "of what Rep. X raised", "of X's contributions".
_OF_WHOM = re.compile(
    r"\s*(?:of|from)\s+(?:all\s+)?(?:what\s+|the\s+money\s+(?:that\s+)?)?"
    r"(?:[A-Z][a-z]+\.\s+|incumbent\s+|challenger\s+|Democrat\s+|Republican\s+){0,2}"
    r"|\s*(?:dollars|of\s+the\s+(?:money|dollars))\s+(?:that\s+)?"
)


_BORDER = re.compile(
    r"\b(?:border\w*|adjoin\w*|neighbou?r\w*|next\s+to|abuts|touches|reaches)\b[^.;]*$", re.I
)
#: A name in capitals right before a verb of money or votes.
_DOER = re.compile(
    r"(?P<who>[A-Z][\w.’'&-]*)[!,]?\s+(?:(?:has|have|had|also|alone|itself|then|later)\s+)*(?:raised|spent|took|gave|poured|put|"
    r"pulled|reported|collected|had|won|got|received|drew|finished|missed|voted|introduced|sponsored|cosponsored)\b"
)
_DOERS = (Thing.PERSON, Thing.PRESIDENTIAL, Thing.COMMITTEE, Thing.NETWORK)


def certain(one: Mention) -> bool:
    """Whether a name is somebody's, and no pronoun that might be another's as well."""
    return bool(one.key) and not (one.how == "pronoun" and one.options)


class Reach:
    """A sentence with its names, numbers and phrases: who and where it speaks of."""

    def __init__(
        self,
        stage: Stage,
        sentence: Sentence,
        mentions: list[Mention],
        numbers: list[Quantity],
    ) -> None:
        self.stage = stage
        self.sentence = sentence
        self.mentions = mentions
        self.numbers = numbers
        #: Where a number was read, its kind and its measure: what a later one without words goes by.
        self.read: dict[int, tuple[Kind, str]] = {}
        self.tokens: list[Token] = tokens(
            sentence.text,
            sentence.start,
            [(one.start, one.end) for one in numbers if one.kind is Kind.SHARE],
        )
        self.hits: list[Hit] = hits(self.tokens)
        self.rounds = [
            (m.start() + sentence.start, m.end() + sentence.start,
             words()["rounds"][re.sub(r"\s+", " ", m[0].lower())])
            for m in _forms()[0].finditer(sentence.text)
        ]  # fmt: skip

    def between(self, low: int, high: int) -> str:
        """The text between two places of the article, in whichever order."""
        low, high = min(low, high), max(low, high)
        base = self.sentence.start
        return self.sentence.text[max(0, low - base) : max(0, high - base)]

    def apart(self, start: int, end: int, other: Mention | tuple[int, int]) -> float:
        """How far a name is from a span, in words; a clause between counts as eight."""
        first, last = (other.start, other.end) if isinstance(other, Mention) else other
        if first < end and start < last:
            return 0
        low, high = (last, start) if last <= start else (end, first)
        between = self.between(low, high)
        return len(between.split()) + 8 * len(
            re.findall(r"[;:—]|--|,\s+(?:and|but|while)\b", between)
        )

    def said_before(self) -> list[tuple[Kind, str]]:
        """The kinds and measures of the numbers read in the sentence before, in order."""
        before = next(iter(self.before()), None)
        return [found for _, found in sorted(before.read.items())] if before is not None else []

    def two_before(self, place: int) -> list[Mention]:
        """The two people whom "both" and "neither" mean: the only two in the sentence before the place,
        or in the ones before it."""
        for scene in (self, *self.before()):
            named: dict[str, Mention] = {}
            for one in scene.of(Thing.PERSON):
                if one.key and one.how != "derived" and (scene is not self or one.end <= place):
                    named.setdefault(one.key, one)
            if named:
                if len(named) == 2:
                    return list(named.values())
                if len(named) > 2:
                    return []
        found: dict[str, Mention] = {}
        for scene in self.before():
            for one in scene.of(Thing.PERSON):
                if one.key:
                    found.setdefault(one.key, one)
        return list(found.values()) if len(found) == 2 else []

    def clause(self, start: int, end: int) -> str:
        """The clause that a span stands in."""
        head = CLAUSE.split(self.between(self.sentence.start, start))[-1]
        tail = CLAUSE.split(self.between(end, self.sentence.end))[0]
        return head + self.between(start, end) + tail

    @property
    def aside(self) -> bool:
        """Whether the sentence stands in parentheses, so that nothing in it is carried on."""
        return bool(re.fullmatch(r"\s*[(\[].*[)\]]\W*", self.sentence.text, re.S))

    def before(self) -> Iterable[Scene]:
        """The sentences before this one in its paragraph or the one before, the nearest first."""
        scenes, place = self.stage.scenes, self.sentence.number
        for scene in reversed(scenes[max(0, place - BACK) : place]):
            if self.sentence.paragraph - scene.sentence.paragraph > 1:
                return
            yield scene

    def of(self, *things: Thing) -> list[Mention]:
        """The names of these things in the sentence."""
        return [one for one in self.mentions if one.thing in things]

    def is_object(self, one: Mention) -> bool:
        """Whether a name is whom somebody beat, or whom somebody is compared with."""
        base = self.sentence.start
        head = self.sentence.text[max(0, one.start - base - 50) : one.start - base]
        if re.search(r"\b(?:twice|times|half|than|of|to|as)\s+what\s+(?:\w+\.\s+)?$", head):
            return True
        if re.search(
            r"\b(?:took|wrested|won|captured|flipped|seized)\b[^.;,]{0,45}\bfrom\s+(?:\w+\.\s+)?$",
            head,
        ):
            return True
        if not _forms()[1].search(head):
            return False
        # "against Smith, Jones": a list goes on; "Hardy, a Republican, unseated X" is no list.
        listed = re.search(r"[;,]\s*(\w*)\s*$", head)
        return listed is None or bool(_forms()[1].search(f"{listed[1]} "))

    def in_aside(self, one: Mention, place: int) -> bool:
        """Whether a name stands in ", whom …," that is closed before a place."""
        head = self.between(self.sentence.start, one.start)
        opened = re.search(r",\s+(?:which|who|whom|whose|an?)\b[^,;]*$", head)
        return opened is not None and one.end < place and "," in self.between(one.end, place)

    def stranger(self, place: int) -> bool:
        """Whether the clause of a place is of somebody with a name that the record does not know.

        "VoteMore raised $3 million; …": no name known from elsewhere may be taken instead.
        """
        clause = re.split(r"[;:—]|--", self.between(self.sentence.start, place))[-1]
        base = place - len(clause)
        for said in _DOER.finditer(clause):
            low, high = base + said.start("who"), base + said.end("who")
            known = any(one.start < high and low < one.end for one in self.mentions)
            if not known and said["who"].lower() not in words()["sentence_starts"]:
                return not any(one.start >= high for one in self.of(*_DOERS))
        return False

    def subject(self, start: int, end: int) -> tuple[Mention | None, bool]:
        """Whom a number is of, and whether that is certain.

        The nearest name before it that is nobody's object; "for", "to" and "from" a name right
        after it go first; then the next name after; then the sentences before.
        """
        people = [one for one in self.of(Thing.PERSON, Thing.PRESIDENTIAL) if one.how != "derived"]
        people = [one for one in people if not self.in_aside(one, start)] or people
        after = [one for one in people if one.start >= end]
        if after:
            between = self.between(end, after[0].start)
            own = after[0].text.lower() in {"his", "her", "hers"} and any(
                one.end <= start for one in people
            )
            its_own = re.match(r"\s+own\b", self.between(after[0].end, self.sentence.end))
            if own and certain(after[0]) and _OF_WHOM.fullmatch(between) and not its_own:
                # "Mica raised more than Murphy; half of his money": whose it is, is said.
                return after[0], True
            if re.fullmatch(
                r"\s*(?:of\s+the\s+vote\s+)?(?:against|over)\s+(?:\w+\s+)?", between
            ) and not any(one.end <= start for one in people):
                return self._rival_of(after[0]), False
            if _OF_WHOM.fullmatch(between) and not own:
                return after[0], certain(after[0])
            doing = any(one.end <= start and not self.is_object(one) for one in people)
            if _FOR_WHOM.fullmatch(between) and not (doing and re.search(r"\bto\s+\w*\.?\s*$", between)
                                                     and "went" not in between):  # fmt: skip
                return after[0], True
        before = [one for one in people if one.end <= start]
        if before and re.fullmatch(r"['’]s?\s+(?:\w+\s+)?", self.between(before[-1].end, start)):
            # "Carr's 21.6": whose the number is, stands right before it.
            return before[-1], certain(before[-1])
        doers = [one for one in before if one.text.lower() not in {"his", "him", "her", "hers"}]
        before = doers or before
        if before and _WHO.search(self.between(before[-1].end, start)):
            return before[-1], certain(before[-1])
        if before and self.is_object(before[-1]) and self._other_side(before[-1], start):
            return before[-1], certain(before[-1])
        agents = [one for one in before if not self.is_object(one)]
        if agents:
            near = agents[-1]
            return near, certain(near)
        tail = self.between(end, self.sentence.end)
        of_it = re.match(r"\s*of\s+(?:it|that|this|them)\b", tail)
        if after and not before and not of_it:
            return after[0], certain(after[0])
        if before:
            # Only whom somebody beat is named: the winner is in a sentence before.
            for scene in self.before():
                named = [p for p in scene.of(Thing.PERSON) if p.key and p.key != before[-1].key
                         and not scene.is_object(p)]  # fmt: skip
                if named:
                    return named[0], False
            return before[-1], False
        for scene in self.before():
            everyone = [p for p in scene.of(Thing.PERSON) if not scene.is_object(p)]
            if everyone and not everyone[0].key:
                # Somebody is spoken of who cannot be told; nobody else may be taken instead.
                return everyone[0], False
            named = [p for p in everyone if p.key]
            if named:
                return named[0], len({p.key for p in scene.of(Thing.PERSON) if p.key}) == 1
        return None, False

    def _rival_of(self, one: Mention) -> Mention | None:
        """Whoever of those named before stood against somebody: "57 percent against Y"."""
        known = self.known(one)
        for scene in self.before():
            for other in scene.of(Thing.PERSON):
                who = self.known(other)
                if known and who and who.key != known.key and who.races & known.races:
                    return other
        return None

    def _other_side(self, one: Mention, start: int) -> bool:
        """Whether a number is the second of two that set a doer against whom he outdid.

        "He outraised her, $7.1 million to $5.9 million": the second is hers.
        """
        before = [q for q in self.numbers if one.end <= q.start and q.end <= start]
        return len(before) == 1 and bool(
            re.fullmatch(r"\s+(?:to|against|versus|vs\.?)\s+(?:about\s+|nearly\s+|some\s+)?",
                         self.between(before[0].end, start))
        )  # fmt: skip

    def districts(self) -> list[Mention]:
        """The districts that the sentence names, but for those that it only borders on."""
        return [
            one for one in self.of(Thing.DISTRICT)
            if one.key and not _BORDER.search(self.between(self.sentence.start, one.start))
        ]  # fmt: skip

    def known(self, one: Mention | None) -> Known | None:
        """The record's person of a name."""
        return self.stage.index.people.get(one.key) if one is not None and one.key else None

    def seats(self, start: int, end: int, person: Known | None, cycle: int | None) -> Options:
        """The seats that a span may be about: the person's own, one named here, the article's."""
        named = self.districts()
        if named and person is not None and all(one.key != person.key for one in self.mentions):
            # Somebody of a sentence before: what this one names goes first.
            person = None
        if person is not None and cycle is not None:
            own = {district for district, year in person.races if year == cycle}
            here = [one.key for one in named if one.key in own]
            if here:
                return Options(values=(here[0],))
            about = self.stage.topics.at(start)
            if about in own and len(own) > 1:
                return Options(values=(about, *sorted(own - {about})), sure=False)
            if own:
                return Options(values=tuple(sorted(own)), sure=len(own) == 1)
            held = person.race_in(cycle)
            if held:
                return Options(values=(held,))
        if named:
            near = sorted(named, key=lambda one: self.apart(start, end, one))
            return Options(values=(near[0].key,), sure=True)
        topics = self.stage.topics
        about = topics.at(start)
        if person is not None:
            seats = sorted(person.seats)
            if about in seats:
                return Options(values=(about,), sure=True)
            if len(seats) == 1:
                return Options(values=(seats[0],), sure=True)
        if about:
            return Options(values=(about,), sure=topics.sure_at(start), why="what it is about")
        return Options(values=(), sure=False)
