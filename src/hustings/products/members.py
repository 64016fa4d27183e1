"""The members of a chamber by a score: one list, one figure whose rows the list is.

A place is worth little without its method, so the method and the vintage stand with every list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData, RequestError, quoted
from hustings.measures import evaluate, find_measure
from hustings.measures.evaluation import evidence
from hustings.measures.listings import seated
from hustings.names import in_order
from hustings.products import words

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.record.view import View


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """A score that members can be ordered by: its measure, the rank's, and where the rank begins.

    column: what the rows of the rank call it. first: who stands first. share: whether it is one.
    """

    measure: str
    rank: str
    column: str
    first: str
    share: bool


SCORES: Final[dict[str, Score]] = {
    one.measure: one
    for one in (
        Score(measure="progressive_score", rank="progressive_rank", column="score",
              first="the highest score", share=True),
        Score(measure="party_unity", rank="party_unity_rank", column="score",
              first="the highest share", share=True),
        Score(measure="share_votes_missed", rank="votes_missed_rank", column="score",
              first="the largest share missed", share=True),
        Score(measure="ideal_point", rank="ideal_point_rank", column="nominate_dim1",
              first="the left", share=False),
        Score(measure="ideal_estimate", rank="ideal_estimate_rank", column="point",
              first="the left", share=False),
        Score(measure="share_led", rank="share_led_rank", column="score",
              first="the largest share led", share=True),
        Score(measure="share_joined_after", rank="share_joined_after_rank", column="score",
              first="the largest share joined after", share=True),
        Score(measure="cosponsor_leadership", rank="cosponsor_leadership_rank",
              column="leadership", first="the highest score", share=False),
    )
}  # fmt: skip
#: Members asked for their place before it is said that nobody has one.
_TRIED: Final = 10
#: Other names by which people ask for a score.
ALSO: Final = {
    "votes_missed": "share_votes_missed",
    **{score.rank: name for name, score in SCORES.items()},
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A member in the list. good and of: votes or bills of a share, as counted; else None."""

    place: int
    bioguide: str
    name: str
    party: str
    state: str
    district: str
    score: float
    good: int | None
    of: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """Members by a score. figure: the rank whose rows these are, of `marked` or of the first.

    of: how many have a place. unplaced: members of the chamber who have none, too few votes.
    """

    congress: int
    chamber: str
    score: Score
    party: str | None
    state: str | None
    figure: Figure
    members: tuple[Ranked, ...]
    unplaced: tuple[str, ...]
    marked: str | None
    choices: Mapping[str, Any]
    sample: bool

    @property
    def of(self) -> int:
        return len(self.members)


def build(
    view: View,
    congress: int,
    by: str,
    *,
    party: str | None = None,
    state: str | None = None,
    chamber: str = "House",
    member: str | None = None,
    choices: Mapping[str, str] | None = None,
) -> Ranking:
    """The list. Raises RequestError for an unknown score or choice, NoData where there is nothing.

    member: whom to mark; the chamber is then that member's. choices: the score's own parameters.
    """
    score = SCORES.get(ALSO.get(by, by))
    if score is None:
        raise RequestError(
            f"members cannot be ordered by {quoted(by)}.", next_step=f"One of {', '.join(SCORES)}."
        )
    given: dict[str, Any] = {"congress": congress, **(choices or {})}
    if party is not None:
        given["party"] = party
    if state is not None:
        given["state"] = state
    marked: str | None = None
    if member is not None:
        figure = evaluate(view, score.rank, {**given, "member": member})
        marked = str(figure.params["member"])
        chamber = _chamber_of(view, marked, congress) or chamber
    else:
        figure = _of_anyone(view, score, given, congress, chamber)
    members = _ranked(view, score, figure, congress, chamber)
    if marked is None:
        figure = evaluate(view, score.rank, {**given, "member": members[0].bioguide})
    wanted = figure.params.get("party"), figure.params.get("state")
    # Who changed party has a place in the other party's list: only a place in none is told.
    whole = {key: value for key, value in given.items() if key not in {"party", "state"}}
    everyone = evaluate(view, score.rank, {**whole, "member": figure.params["member"]})
    placed = {row["bioguide"] for row in evidence(view, everyone)}
    return Ranking(
        congress=congress,
        chamber=chamber,
        score=score,
        party=wanted[0],
        state=wanted[1],
        figure=figure,
        members=members,
        unplaced=tuple(
            in_order(str(one["name"]))
            for one in seated(view, congress, chamber)
            if one["bioguide"] not in placed
            and (wanted[0] is None or one["party"] == wanted[0])
            and (wanted[1] is None or one["state"] == wanted[1])
        ),
        marked=marked,
        choices=choices or {},
        sample=view.sample,
    )


def _of_anyone(
    view: View, score: Score, given: Mapping[str, Any], congress: int, chamber: str
) -> Figure:
    """The rank of the first member who has one: any member's rows are the same."""
    everyone = seated(view, congress, chamber)
    if not everyone:
        raise NoData(
            f"the record has no members of the {chamber} in the {words.ordinal(congress)} Congress.",
            next_step=f"Load them with: hustings fetch voteview --congress {congress}",
        )
    wanted = [one for one in everyone if given.get("state") in {None, one["state"]}] or everyone
    absent: NoData | None = None
    # The first by name may have no score; if many have none, nobody does.
    for one in wanted[:_TRIED]:
        try:
            return evaluate(view, score.rank, {**given, "member": one["bioguide"]})
        except NoData as problem:
            absent = problem
    raise absent or NoData("nobody has a place.", next_step="Ask without a party or a state.")


def _chamber_of(view: View, bioguide: str, congress: int) -> str:
    rows = view.query(
        "select max(chamber) from members where bioguide = $bioguide and congress = $congress "
        "and chamber <> 'President'",
        {"bioguide": bioguide, "congress": congress},
    )
    return str(rows[0][0] or "")


def _ranked(
    view: View, score: Score, figure: Figure, congress: int, chamber: str
) -> tuple[Ranked, ...]:
    """The rows of the rank as a list, a member once, with places that ties share."""
    about = {one["bioguide"]: one for one in seated(view, congress, chamber)}
    rows = {row["bioguide"]: row for row in evidence(view, figure) if row[score.column] is not None}
    sign = 1 if score.first == "the left" else -1
    ordered = sorted(rows.values(), key=lambda row: (sign * row[score.column], row["bioguide"]))
    made: list[Ranked] = []
    for at, row in enumerate(ordered, 1):
        known = about.get(row["bioguide"], {})
        value = float(row[score.column])
        place = made[-1].place if made and made[-1].score == value else at
        made.append(
            Ranked(
                place=place,
                bioguide=row["bioguide"],
                name=in_order(str(known.get("name") or row.get("name") or row["bioguide"])),
                party=str(row.get("party") or known.get("party") or ""),
                state=str(known.get("state") or ""),
                district=str(known.get("district") or ""),
                score=value,
                good=int(row["good"]) if row.get("good") is not None else None,
                of=int(row["of"]) if row.get("of") is not None else None,
            )
        )
    return tuple(made)


def score_words(ranking: Ranking, one: Ranked) -> str:
    """A member's score as a person would write it: 99.2%, −0.526."""
    if ranking.score.share:
        return f"{100 * one.score:.1f}%"
    return f"{one.score:.3f}".replace("-", "−")


def definition(ranking: Ranking) -> str:
    """What the score counts, in the words of its measure."""
    return find_measure(ranking.score.measure).definition
