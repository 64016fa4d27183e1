"""A roll call: how it came out, how each party and each member voted, who left the party's side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hustings.errors import NoData
from hustings.measures import joining, positions
from hustings.measures.resolving import votes_named
from hustings.products.asking import Asker
from hustings.products.member_words import in_order, member_name, member_named

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.record.view import View


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """How a party voted. own: yea or nay as most of it did, or None where it has no side.

    left: rows of those who voted the other way. absent: rows of those who did not vote.
    """

    party: str
    yeas: Figure
    nays: Figure
    absences: Figure
    own: str | None
    left: tuple[dict[str, Any], ...]
    absent: tuple[dict[str, Any], ...]

    @property
    def left_figure(self) -> Figure:
        """The figure that counts `left`."""
        return self.nays if self.own == "yea" else self.yeas


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A member who was asked for: the row of the position, and the figure that says it."""

    row: dict[str, Any]
    position: Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class RollCall:
    """One roll call. members: rows of `positions.positions`. scored: a figure of one ideal point.

    candidates: for whom members voted by name, with how many, where yea and nay say nothing.
    """

    vote: str
    congress: int
    chamber: str
    number: int | None
    date: date
    question: str
    category: str
    bill: str
    bill_title: str
    unity: bool
    result: Figure | None
    yeas: Figure
    nays: Figure
    absences: Figure
    present: tuple[dict[str, Any], ...]
    sides: tuple[Side, ...]
    members: tuple[dict[str, Any], ...]
    candidates: tuple[tuple[str, int], ...]
    scored: Figure | None
    asked: Asked | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RollCalls:
    """What a name stands for: one roll call, or one of each session. member: who was asked for."""

    name: str
    sample: bool
    member: str
    calls: tuple[RollCall, ...]

    @property
    def names(self) -> dict[str, str]:
        """Names for print by Bioguide id."""
        found = {row["bioguide"]: row["name"] for one in self.calls for row in one.members}
        return {key: name for key, name in found.items() if key}


def build(view: View, text: str, member: str | None = None) -> RollCalls:
    """The roll calls that a name means. Raises RequestError, UnknownName or NoData."""
    named = [vote for vote, _ in votes_named(view, text)]
    who = member_named(view, member, int(named[0].split("-")[0])) if member else ""
    calls = tuple(_call(view, vote, who) for vote in named)
    if who and not any(one.asked for one in calls):
        raise NoData(
            f"{member_name(view, who)} has no vote in {' or '.join(named)}: not in the "
            f"{calls[0].chamber} on that day.",
            next_step=f"Who voted in it: hustings vote {named[0]} --json",
        )
    return RollCalls(name=text.strip(), sample=view.sample, member=who, calls=calls)


def _call(view: View, vote: str, who: str) -> RollCall:
    row = positions.roll_call(view, vote)
    members = positions.positions(view, vote)
    desk = Asker(view)
    parties = in_order(one["party"] for one in members if one["party"])
    scored = [one for one in members if one["nominate_dim1"] is not None]
    about = next((one for one in scored if one["bioguide"] == who), scored[0] if scored else None)
    known = joining.bill(view, row["bill"]) if row["bill"] else None
    own = next((one for one in members if one["bioguide"] == who), None) if who else None
    return RollCall(
        vote=vote, congress=row["congress"], chamber=row["chamber"], number=row["number"],
        date=row["date"], question=question(row), category=row["category"] or "",
        bill=row["bill"] or "", bill_title=(known or {}).get("title") or "", unity=row["unity"],
        result=desk.ask("vote_result", vote=vote), yeas=_must(desk, "vote_yeas", vote),
        nays=_must(desk, "vote_nays", vote), absences=_must(desk, "vote_absences", vote),
        present=tuple(one for one in members if one["position"] == "present"),
        sides=tuple(_side(desk, vote, party, members) for party in parties),
        members=tuple(members), candidates=_candidates(members),
        scored=desk.ask("ideal_point", member=about["bioguide"], congress=row["congress"])
        if about else None,
        asked=Asked(row=own, position=_must(desk, "member_vote", vote, member=who))
        if own else None,
    )  # fmt: skip


def question(row: dict[str, Any]) -> str:
    """What was asked, with what it was about where the question alone does not say."""
    asked, about = str(row["question"] or ""), str(row["subject"] or "")
    return asked if not about or about in asked else f"{asked}: {about}" if asked else about


def _side(desk: Asker, vote: str, party: str, members: list[dict[str, Any]]) -> Side:
    own = [one for one in members if one["party"] == party]
    side = own[0]["own_side"]
    return Side(
        party=party,
        yeas=_must(desk, "vote_yeas", vote, party=party),
        nays=_must(desk, "vote_nays", vote, party=party),
        absences=_must(desk, "vote_absences", vote, party=party),
        own=side,
        left=tuple(
            one for one in own if side and one["position"] in {"yea", "nay"} - {side}
        ),
        absent=tuple(one for one in own if one["position"] == "not voting"),
    )  # fmt: skip


def _candidates(members: list[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """Who was voted for by name and by how many, most first."""
    counted: dict[str, int] = {}
    for one in members:
        if one["position"] == "candidate":
            counted[one["option"]] = counted.get(one["option"], 0) + 1
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _must(desk: Asker, measure: str, vote: str, **more: Any) -> Figure:
    found = desk.ask(measure, vote=vote, **more)
    if found is None:
        raise NoData(f"the record has no {measure} of {vote}.", next_step=desk.gaps[measure])
    return found
