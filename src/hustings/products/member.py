"""A member's record in a Congress: votes, places, what they put in and joined, and after whom.

Every number is a figure of the same measures that the dossier and `hustings figure` ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from hustings.errors import NoData
from hustings.measures import listings
from hustings.measures.resolving import resolve_member
from hustings.names import in_order
from hustings.products import words
from hustings.products.asking import Asker

if TYPE_CHECKING:
    from hustings.figures import Figure
    from hustings.record.view import View

#: Votes against the own party that are shown; --json has as many.
UNUSUAL: Final = 12
#: Scores with their ranks, in the order of the page: score, rank, and what counts as first.
PLACED: Final = (
    ("progressive_score", "progressive_rank", "highest first"),
    ("party_unity", "party_unity_rank", "highest first"),
    ("share_votes_missed", "votes_missed_rank", "most missed first"),
    ("ideal_point", "ideal_point_rank", "from the left"),
    ("ideal_estimate", "ideal_estimate_rank", "from the left"),
    ("share_led", "share_led_rank", "most led first"),
    ("cosponsor_leadership", "cosponsor_leadership_rank", "highest first"),
)
#: Scores without a place.
ALONE: Final = (
    "agreement_with_leader", "agreement_with_lean", "bills_sponsored", "bills_enacted",
    "cosponsorships", "share_across", "cosponsor_ideology",
)  # fmt: skip
#: The choices that Progressive Punch's rule leaves open, as a grid: cohorts, votes, absences.
COHORTS: Final = ("left", "democrats")
VOTES: Final[tuple[dict[str, Any], ...]] = ({}, {"margin": 10}, {"margin": 5, "lost": True})
ABSENCES: Final = ("left-out", "against")

#: Scores that are followed through the Congresses.
CAREER: Final = ("nokken_poole", "party_unity", "progressive_score", "share_votes_missed")


@dataclass(frozen=True, kw_only=True, slots=True)
class Placed:
    """A score with the member's place in the chamber, in the party and among the state's members."""

    name: str
    order: str
    score: Figure
    overall: Figure | None
    in_party: Figure | None
    in_state: Figure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """The place in the party by the progressive score under one set of choices.

    The rank's detail has the score and what it was counted of.
    """

    cohort: str
    votes: str
    absences: str
    rank: Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class After:
    """Bills joined after a leader: the share, and its place in the party with the base rate."""

    leader: str
    role: str
    share: Figure
    among: Figure | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """One Congress of a career: scores as far as the record has them."""

    congress: int
    figures: dict[str, Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """A member's record in one Congress.

    gaps: what the record lacks and what would bring it, by measure. unusual: rows of votes against
    most of the own party. bills: rows of own bills. scored: who stands on the axis of the House.
    """

    bioguide: str
    name: str
    congress: int
    chamber: str
    party: str
    state: str
    district: str
    terms: list[dict[str, Any]]
    committees: list[dict[str, Any]]
    placed: tuple[Placed, ...]
    alone: dict[str, Figure]
    choices: tuple[Choice, ...]
    after: tuple[After, ...]
    unusual: list[dict[str, Any]]
    bills: list[dict[str, Any]]
    career: tuple[Year, ...]
    scored: list[dict[str, Any]]
    gaps: dict[str, str]
    sample: bool
    as_of: str


def build(
    view: View, name: str, congress: int | None = None, after: tuple[str, ...] = ()
) -> Record:
    """A member's record. Raises UnknownName, or NoData for a Congress without the member.

    congress: by default the newest with votes of the member, else the newest that lists them.
    after: further members whose lead is looked at, beside the party's floor leader.
    """
    context = {"congress": congress} if congress else {}
    bioguide = resolve_member(view, name, context)
    served = listings.congresses_of(view, bioguide)
    if congress is None:
        voted = listings.voting_congresses(view, bioguide)
        if not voted and not served:
            raise NoData(
                f"the record has no votes and no scores of {name}.",
                next_step="Load a Congress with: hustings fetch voteview --congress N",
            )
        congress = max(voted or served)
    seats = [one for chamber in ("House", "Senate")
             for one in listings.seated(view, congress, chamber)
             if one["bioguide"] == bioguide]  # fmt: skip
    if not seats:
        known = f" It has the {_listed(served)}." if served else ""
        raise NoData(
            f"the record has no {words.ordinal(congress)} Congress of {name}.{known}",
            next_step=f"Load it with: hustings fetch voteview --congress {congress}",
        )
    seat = seats[0]
    party, state = str(seat["party"] or ""), str(seat["state"] or "")
    desk = Asker(view)
    here = {"member": bioguide, "congress": congress}
    leader = listings.leader_of(view, bioguide, congress)
    followed = [(str(leader["bioguide"]), in_order(str(leader["name"])), str(leader["role"]))] \
        if leader else []  # fmt: skip
    for other in after:
        key = resolve_member(view, other, {"congress": congress})
        followed.append((key, _name_of(view, key, congress), ""))
    return Record(
        bioguide=bioguide,
        name=in_order(str(seat["name"])),
        congress=congress,
        chamber="Senate" if not seat["district"] else "House",
        party=party,
        state=state,
        district=str(seat["district"] or ""),
        terms=listings.terms_of(view, bioguide),
        committees=listings.committees_of(view, bioguide, congress),
        placed=tuple(_placed(desk, here, party, state)),
        alone={
            measure: figure
            for measure in ALONE
            if (figure := desk.ask(measure, **here)) is not None
        },
        choices=tuple(_choices(desk, here, party)),
        after=tuple(_after(desk, here, party, followed)),
        unusual=listings.unusual_votes(view, bioguide, congress, UNUSUAL),
        bills=listings.own_bills(view, bioguide, congress),
        career=tuple(_career(Asker(view), bioguide, served)),
        scored=listings.scored_members(view, congress) if seat["district"] else [],
        gaps=desk.gaps,
        sample=view.sample,
        as_of=view.as_of.isoformat() if view.as_of else "",
    )


def _placed(desk: Asker, here: dict[str, Any], party: str, state: str) -> list[Placed]:
    made = []
    for measure, rank, order in PLACED:
        score = desk.ask(measure, **here)
        if score is None:
            continue
        made.append(
            Placed(
                name=measure,
                order=order,
                score=score,
                overall=desk.ask(rank, **here),
                in_party=desk.ask(rank, **here, party=party),
                in_state=desk.ask(rank, **here, state=state),
            )
        )
    return made


def _choices(desk: Asker, here: dict[str, Any], party: str) -> list[Choice]:
    """The place in the party under every choice that the published rule leaves open."""
    made: list[Choice] = []
    for cohort, votes, absences in product(COHORTS, VOTES, ABSENCES):
        given = {**here, "cohort": cohort, "absences": absences, **votes}
        rank = desk.ask("progressive_rank", **given, party=party)
        if rank is None:
            # Without the first there are no votes, and so none of the others.
            return made
        said = "all"
        if votes:
            said = f"within {votes['margin']}%" + (" or lost" if votes.get("lost") else "")
        made.append(Choice(cohort=cohort, votes=said, absences=absences, rank=rank))
    return made


def _after(
    desk: Asker, here: dict[str, Any], party: str, followed: list[tuple[str, str, str]]
) -> list[After]:
    made = []
    for key, name, role in followed:
        share = desk.ask("share_joined_after", **here, other=key)
        if share is not None:
            among = desk.ask("share_joined_after_rank", **here, other=key, party=party)
            made.append(After(leader=name, role=role, share=share, among=among))
    return made


def _career(desk: Asker, bioguide: str, served: list[int]) -> list[Year]:
    """Scores through the Congresses of the record."""
    made = []
    for congress in served:
        here = {"member": bioguide, "congress": congress}
        figures = {
            measure: figure
            for measure in CAREER
            if (figure := desk.ask(measure, **here)) is not None
        }
        for party in ("DEM", "REP"):
            middle = desk.ask("nokken_poole_median", congress=congress, party=party)
            if figures and middle is not None:
                figures[f"median_{party}"] = middle
        if figures:
            made.append(Year(congress=congress, figures=figures))
    return made


def _name_of(view: View, bioguide: str, congress: int) -> str:
    for chamber in ("House", "Senate"):
        for one in listings.seated(view, congress, chamber):
            if one["bioguide"] == bioguide:
                return in_order(str(one["name"]))
    return bioguide


def _listed(congresses: list[int]) -> str:
    return ", ".join(words.ordinal(one) for one in congresses)
