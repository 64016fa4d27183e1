"""Deciding a contest: a tally and a rule in, an outcome with its reason for each candidate out.

docs/rules.md is the specification. Every comparison is of whole numbers. Nothing is decided by the
order of rows: where the votes do not tell, a tie or a question says what would.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hustings.contests.decision import Decision, Outcome, Result, Tie
from hustings.contests.rules import RULES, Rule, as_share
from hustings.contests.tally import Line, Tally
from hustings.errors import RequestError, UnknownName

_ORDINALS = ("highest", "second highest", "third highest", "fourth highest")


def decide(
    tally: Tally,
    rule: Rule,
    *,
    drawn: Sequence[str] = (),
    seed: int | None = None,
    requested: bool | None = None,
) -> Decision:
    """What the round brings each candidate under the rule.

    drawn: keys in the order in which a lot drew them, where a lot was held. seed: draw the lot
    here instead, where the law settles a tie so; the draw says its seed. requested: whether the
    second asked for the other vote, where it is held only then. Raises UnknownName for a rule that
    has no arithmetic, RequestError for a draw of somebody who does not stand.
    """
    if rule.name not in _DECIDERS:
        raise UnknownName(
            f"no rule is called {rule.name!r}.", next_step=f"Rules: {', '.join(RULES)}."
        )
    lines = tally.by_candidate()
    strangers = sorted(set(drawn) - {one.candidate for one in lines})
    if strangers:
        raise RequestError(
            f"the lot drew {', '.join(strangers)}, who does not stand.",
            next_step="Give the keys of candidates as the tally has them.",
        )
    count = _Count.of(lines, tally, rule, drawn=tuple(drawn), seed=seed, requested=requested)
    if rule.void:
        count.all(Result.OPEN, "this vote does not count")
        count.ask(rule.void)
    elif not count.standing:
        count.ask("Nobody stands whose votes count.")
    elif len(count.standing) == 1:
        _alone(count)
    elif count.cast == 0:
        count.all(Result.OPEN, "no votes were counted")
        count.ask("No votes were counted.")
    else:
        _DECIDERS[rule.name](count)
        _scattered(count)
    _withdrawn(count)
    return count.decision()


@dataclass(kw_only=True, slots=True)
class _Count:
    """The state of a decision as it is made: who stands, by votes, and what was found of each."""

    rule: Rule
    cast: int
    scattered: int
    standing: list[Line]
    gone: list[Line]
    drawn: tuple[str, ...]
    seed: int | None
    requested: bool | None
    places: dict[str, int] = field(default_factory=dict)
    found: dict[str, tuple[Result, str]] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    next_round: str | None = None

    @classmethod
    def of(
        cls,
        lines: Sequence[Line],
        tally: Tally,
        rule: Rule,
        *,
        drawn: tuple[str, ...],
        seed: int | None,
        requested: bool | None,
    ) -> _Count:
        gone = [one for one in lines if one.withdrawn and rule.withdrawn in {"void", "replaced"}]
        left = sorted(
            (one for one in lines if one not in gone),
            key=lambda one: (-(one.votes or 0), one.candidate),
        )
        void = sum(one.votes or 0 for one in gone) if rule.withdrawn == "void" else 0
        votes = [one.votes or 0 for one in left]
        return cls(
            rule=rule,
            cast=tally.votes_cast - void,
            scattered=tally.scattered,
            standing=left,
            gone=gone,
            drawn=drawn,
            seed=seed,
            requested=requested,
            places={
                one.candidate: 1 + votes.index(one.votes) for one in left if one.votes is not None
            },
        )

    def say(self, line: Line, result: Result, why: str) -> None:
        self.found[line.candidate] = (result, f"{why}; {self.rule.cited}")

    def all(self, result: Result, why: str) -> None:
        for one in self.standing:
            self.say(one, result, why)

    def rest(self, why: str) -> None:
        """Whoever nothing was said of is out, with the votes that they had."""
        for one in self.standing:
            if one.candidate not in self.found:
                self.say(one, Result.ELIMINATED, f"{self.rank(one)}, {why}")

    def ask(self, question: str) -> None:
        self.questions.append(question)

    def rank(self, line: Line) -> str:
        """'second highest, 22,703 votes', and 'tied' where others have as many."""
        place = self.places[line.candidate]
        word = _ORDINALS[place - 1] if place <= len(_ORDINALS) else f"place {place}"
        tied = sum(other == place for other in self.places.values()) > 1
        return f"{'tied ' if tied else ''}{word}, {_votes(line.votes or 0)}"

    def first(self, among: Sequence[Line], places: int) -> tuple[list[Line], list[Line]]:
        """Those among the candidates (by votes) who surely have one of the places, and the tied.

        The tied have equal votes and are more than the places left. If all of them go on by law,
        or a lot was drawn, they are among the sure and the tie is on record.
        """
        if len(among) <= places:
            return list(among), []
        edge = among[places - 1].votes
        sure = [one for one in among if (one.votes or 0) > (edge or 0)]
        level = [one for one in among if one.votes == edge]
        free = places - len(sure)
        if len(level) == free:
            return [*sure, *level], []
        keys = tuple(one.candidate for one in level)
        words = self.rule.tie_words
        if self.rule.tied == "all-advance" and places > 1:
            self.ties.append(
                Tie(candidates=keys, votes=edge or 0, settled_by="all advance", how=words)
            )
            return [*sure, *level], []
        order = [key for key in self.drawn if key in keys]
        how = "as drawn"
        if self.rule.tied == "lot" and not order and self.seed is not None:
            order = sorted(keys)
            random.Random(self.seed).shuffle(order)  # noqa: S311 - a lot that can be drawn again
            how = f"drawn here, seed {self.seed}"
        by_lot = self.rule.tied == "lot" or bool(order)
        if len(order) >= free:
            chosen = [one for one in level if one.candidate in order[:free]]
            self.ties.append(
                Tie(
                    candidates=keys, votes=edge or 0, settled_by="lot",
                    how=f"{words}; {how}" if words else how,
                )
            )  # fmt: skip
            for one in level:
                if one not in chosen:
                    self.say(one, Result.ELIMINATED, f"{self.rank(one)}, lost by lot")
            return [*sure, *chosen], []
        self.ties.append(
            Tie(
                candidates=keys,
                votes=edge or 0,
                settled_by="lot" if by_lot else "none",
                how=words or "how is not known",
            )
        )
        self.ask(
            f"{' and '.join(keys)} are tied at {_votes(edge or 0)}: "
            + (f"settled by {words}." if words else "how that is settled is not known.")
        )
        return sure, level

    def send(self, places: int, among: Sequence[Line] | None = None, *, to: str | None) -> None:
        """The first go on to a round; the tied at the edge wait; the rest are out."""
        sure, tied = self.first(self.standing if among is None else among, places)
        for one in sure:
            self.say(one, Result.ADVANCES, self.rank(one))
        for one in tied:
            self.say(one, Result.TIED, f"{self.rank(one)}, for the last place")
        self.next_round = to
        self.rest("not enough to go on")

    def win(self, why: str = "") -> None:
        """The first is elected, or nominated in a primary; if several are first, they are tied."""
        sure, tied = self.first(self.standing, 1)
        result = Result.ELECTED if self.rule.elects else Result.ADVANCES
        for one in sure:
            self.say(one, result, f"{self.rank(one)}{f', {why}' if why else ''}")
        for one in tied:
            self.say(one, Result.TIED, self.rank(one))
        if not self.rule.elects:
            self.next_round = self.rule.after
        self.rest("not the highest")

    def decision(self) -> Decision:
        for one in self.gone:
            why = (
                "left the race; the votes are void"
                if self.rule.withdrawn == "void"
                else "left the race; the next highest moves up"
            )
            self.say(one, Result.ELIMINATED, why)
        return Decision(
            rule=self.rule.name,
            outcomes=tuple(
                Outcome(
                    candidate=one.candidate,
                    votes=one.votes,
                    place=self.places.get(one.candidate),
                    result=self.found[one.candidate][0],
                    why=self.found[one.candidate][1],
                    party=one.party,
                    name=one.name,
                    write_in=one.write_in,
                )
                for one in (*self.standing, *self.gone)
            ),
            votes_cast=self.cast,
            threshold=as_share(self.rule.threshold),
            next_round=self.next_round,
            ties=tuple(self.ties),
            questions=tuple(self.questions),
        )


def _votes(votes: int) -> str:
    return f"{votes:,} {'vote' if votes == 1 else 'votes'}"


def _alone(count: _Count) -> None:
    """One candidate: elected or sent on, with or without votes, if there is no least share."""
    [one], rule = count.standing, count.rule
    if one.votes is not None and count.cast and not rule.enough(one.votes, count.cast):
        count.say(one, Result.ELIMINATED, f"{_votes(one.votes)}, below the least share")
        return
    counted = "no votes were counted" if one.votes is None else _votes(one.votes)
    count.say(
        one,
        Result.ELECTED if rule.elects else Result.ADVANCES,
        f"the only candidate, {counted}",
    )
    if not rule.elects:
        count.next_round = rule.after
    _scattered(count)


def _top(count: _Count) -> None:
    """The first two, or four, whatever their party; whoever lacks the least share does not go on."""
    rule = count.rule
    able = [one for one in count.standing if rule.enough(one.votes or 0, count.cast)]
    for one in count.standing:
        if one not in able:
            least = as_share(rule.minimum_share) or 0
            count.say(one, Result.ELIMINATED, f"{count.rank(one)}, below {least:.0%} of the votes")
    count.send(rule.advance, able, to=rule.after)


def _plurality(count: _Count) -> None:
    count.win()


def _majority(count: _Count) -> None:
    """More than half elects; else the first two meet again."""
    leader = count.standing[0]
    if count.rule.meets(leader.votes or 0, count.cast):
        count.win("a majority")
        count.next_round = None
    else:
        count.send(count.rule.advance, to=count.rule.again)


def _party_primary(count: _Count) -> None:
    """Most votes nominates; where a threshold is set and missed, a runoff, a request or a convention."""
    rule, leader = count.rule, count.standing[0]
    if rule.threshold is None or rule.meets(leader.votes or 0, count.cast):
        count.win()
        return
    need = f"{'below' if rule.at_threshold else 'not above'} {as_share(rule.threshold):.0%}"
    if not rule.runoff:
        count.all(Result.OPEN, f"nobody is the nominee by votes, the highest is {need}")
        count.ask(f"Nobody has the share that nominates ({need}): who did the party choose?")
    elif rule.on_request and not count.requested:
        _unless_asked(count, need)
    else:
        count.send(rule.advance, to=rule.again)


def _unless_asked(count: _Count, need: str) -> None:
    """The first is the nominee unless the second asks for another vote."""
    if count.requested is False:
        count.win(f"{need}, and no second primary was asked for")
        return
    sure, tied = count.first(count.standing, 1)
    for one in sure:
        count.say(one, Result.ADVANCES, f"{count.rank(one)}, {need}")
    for one in tied:
        count.say(one, Result.TIED, count.rank(one))
    if sure:
        second = count.standing[1].votes
        for one in count.standing[1:]:
            if one.votes == second:
                count.say(one, Result.OPEN, f"{count.rank(one)}, may ask for a second primary")
        count.ask("Did the second ask for a second primary? Without it the first is the nominee.")
    count.rest("not enough to go on")


def _ranked(count: _Count) -> None:
    """First choices alone: more than half wins; short of it the ballots' other ranks decide."""
    leader = count.standing[0]
    if count.rule.meets(leader.votes or 0, count.cast):
        count.win("more than half of the first choices")
        return
    count.all(Result.OPEN, "nobody has more than half of the first choices, further rounds decide")
    count.ask("First choices do not decide this: the ballots must be counted in rounds.")


def _scattered(count: _Count) -> None:
    """Scattered write-ins are nobody's, but one of those they are for could have enough."""
    inside = [
        one.votes or 0
        for one in count.standing
        if count.found.get(one.candidate, (None,))[0] in (Result.ELECTED, Result.ADVANCES)
    ]
    if count.scattered and inside and count.scattered > min(inside):
        count.ask(
            f"{_votes(count.scattered)} for write-ins are not told apart by name; one of them "
            "may be ahead of the last who got through."
        )


def _withdrawn(count: _Count) -> None:
    for one in count.standing:
        got = count.found[one.candidate][0] if one.withdrawn else None
        if got in (Result.ELECTED, Result.ADVANCES):
            kept = count.rule.withdrawn == "keeps"
            count.ask(
                f"{one.name or one.candidate} left the race: "
                + ("nobody moves up." if kept else "whether the place is filled is not known here.")
            )


_DECIDERS: dict[str, Callable[[_Count], None]] = {
    "top-two": _top,
    "top-four": _top,
    "plurality": _plurality,
    "majority-two-round": _majority,
    "majority-runoff": _majority,
    "party-primary": _party_primary,
    "ranked-choice": _ranked,
}
