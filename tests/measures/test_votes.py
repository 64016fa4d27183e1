"""Votes as figures: known numbers of the 116th House, and the same scores on a plain matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hustings.errors import NoData, RequestError, UnknownName
from hustings.measures import evaluate
from hustings.measures.evaluation import evidence
from hustings.measures.resolving import votes_named
from hustings.record import Record
from hustings.record.view import View
from hustings.scores.matrix import VoteMatrix
from hustings.scores.pools import Absences
from hustings.scores.progressive import Choices, progressive_scores
from hustings.scores.unity import Tallied, agreement, party_unity, votes_missed

GOMEZ = {"member": "G000585", "congress": 116}
HEROES = "116-h109.2020"


@pytest.fixture(scope="module")
def view(full_record: Path) -> View:
    return Record(full_record).view()


@pytest.fixture(scope="module")
def house(view: View) -> tuple[VoteMatrix, dict[str, str]]:
    """The 116th House as a matrix of the record's votes, and each row's party.

    Who changed party has a row for each, named G000585/DEM.
    """
    codes = {"yea": 1, "nay": 6, "present": 7, "not voting": 9}
    rows = view.query(
        "select bioguide || '/' || party, vote, position from member_votes where congress = 116 "
        "and chamber = 'House' and bioguide is not null order by bioguide, party, vote"
    )
    matrix = VoteMatrix.of((member, vote, codes[position]) for member, vote, position in rows)
    return matrix, {member: member.split("/")[1] for member in matrix.members}


def once(scores: Mapping[str, Tallied]) -> dict[str, Tallied]:
    """Scores by Bioguide id, of members who had one party throughout."""
    parties = Counter(one.split("/")[0] for one in scores)
    named = {one.split("/")[0]: score for one, score in scores.items()}
    return {one: score for one, score in named.items() if parties[one] == 1}


def figure(view: View, name: str, **params: Any) -> Any:
    return evaluate(view, name, params)


def tallied(view: View, name: str, **params: Any) -> dict[str, Tallied]:
    """Every member's share from the rows that a rank rests on."""
    found = figure(view, name, **params)
    return {
        row["bioguide"]: Tallied(count=int(row["good"]), of=int(row["of"]))
        for row in evidence(view, found)
    }


def test_known_numbers_of_gomez(view: View) -> None:
    unity = figure(view, "party_unity", **GOMEZ)
    assert [part.value for part in unity.parts] == [643, 647]
    missed = figure(view, "votes_missed", **GOMEZ)
    assert (missed.value, missed.detail["cast"], missed.detail["held"]) == (12, 940, 952)
    assert figure(view, "member_vote", member="Jimmy Gomez", vote=HEROES).value == "yea"


def test_the_vote_on_the_heroes_act(view: View) -> None:
    votes = {
        (name, party): figure(view, name, vote=HEROES, party=party).value
        for name in ("vote_yeas", "vote_nays")
        for party in ("D", "R")
    }
    assert votes == {
        ("vote_yeas", "D"): 207, ("vote_nays", "D"): 14,
        ("vote_yeas", "R"): 1, ("vote_nays", "R"): 184,
    }  # fmt: skip
    assert figure(view, "vote_yeas", vote=HEROES).value == 208
    passed = figure(view, "vote_result", vote=HEROES)
    assert (passed.value, passed.detail["bill"]) == ("Passed", "116-hr6800")


def test_there_are_652_party_unity_votes(view: View) -> None:
    asked = "select count(*), count(*) filter (unity) from roll_calls where congress = 116 and chamber = 'House'"
    assert view.query(asked) == [(952, 652)]


def test_a_number_of_two_sessions_names_both(view: View) -> None:
    with pytest.raises(UnknownName, match=r"116-h109\.2019 .*116-h109\.2020 .*Add the year"):
        figure(view, "vote_yeas", vote="116-h109")
    assert [vote for vote, _ in votes_named(view, "116-h109")] == ["116-h109.2019", HEROES]
    # Numbers that only the longer session reached.
    assert votes_named(view, "116-h600")[0][0] == "116-h600.2019"
    assert figure(view, "vote_yeas", vote="h109-116.2020").value == 208


@pytest.mark.parametrize(
    ("vote", "error"),
    [("heroes", RequestError), ("116-x1", RequestError), ("99-h1.1985", NoData),
     ("116-h9999.2020", NoData)],
)  # fmt: skip
def test_what_is_no_roll_call_is_said(view: View, vote: str, error: type[Exception]) -> None:
    with pytest.raises(error, match="roll call"):
        figure(view, "vote_yeas", vote=vote)


def test_party_unity_is_that_of_the_matrix(
    view: View, house: tuple[VoteMatrix, dict[str, str]]
) -> None:
    expected = once(party_unity(*house, first="DEM", second="REP"))
    found = tallied(view, "party_unity_rank", **GOMEZ)
    assert len(expected) > 440
    assert {one: found[one] for one in expected if one in found} == {
        one: score for one, score in expected.items() if score.of >= 20
    }


def test_votes_missed_and_agreement_are_those_of_the_matrix(
    view: View, house: tuple[VoteMatrix, dict[str, str]]
) -> None:
    votes, _ = house
    expected = once(votes_missed(votes))
    found = tallied(view, "votes_missed_rank", **GOMEZ)
    assert {one: found[one] for one in expected if one in found} == {
        one: score for one, score in expected.items() if score.of >= 20
    }
    khanna = agreement(votes, "K000389/DEM")["G000585/DEM"]
    beside = figure(view, "agreement", **GOMEZ, other="Ro Khanna")
    assert [part.value for part in beside.parts] == [khanna.count, khanna.of]


@pytest.mark.parametrize(
    ("margin", "lost", "absences"),
    [(None, "no", "left-out"), (None, "no", "against"), (10, "no", "left-out"),
     (5, "yes", "against")],
)  # fmt: skip
@pytest.mark.parametrize("cohort", ["left", "democrats"])
def test_the_progressive_score_is_that_of_the_matrix(
    view: View,
    house: tuple[VoteMatrix, dict[str, str]],
    cohort: str,
    margin: int | None,
    lost: str,
    absences: str,
) -> None:
    votes, parties = house
    given: dict[str, Any] = {**GOMEZ, "cohort": cohort, "lost": lost, "absences": absences}
    if margin is not None:
        given["margin"] = margin
    left = view.query(
        "select bioguide from members where congress = 116 and chamber = 'House' "
        "and party <> 'REP' and nominate_votes >= 20 order by nokken_poole_dim1 limit 33"
    )
    who = {
        "left": [one for one in votes.members if one.split("/")[0] in {row[0] for row in left}],
        "democrats": [one for one, held in parties.items() if held == "DEM"],
    }[cohort]
    choices = Choices(
        crucial_margin=None if margin is None else margin / 100,
        lost_count=lost == "yes",
        absences=Absences(absences.replace("-", " ")),
    )
    scores = progressive_scores(votes, parties, who, choices=choices, against="REP").scores
    expected = once(scores)
    found = tallied(view, "progressive_rank", **given)
    assert {one: found[one] for one in expected if one in found} == {
        one: score for one, score in expected.items() if score.of >= 20
    }
    assert len(found) > 400
    ours = figure(view, "progressive_score", **given)
    assert [part.value for part in ours.parts] == [found["G000585"].count, found["G000585"].of]


def test_a_progressive_place_says_its_method_and_its_vintage(view: View) -> None:
    found = figure(view, "progressive_rank", **GOMEZ)
    (said,) = found.caveats
    for word in ("Progressive Punch", "33 members", "absences", "as of 2026-06-15", "not that"):
        assert word in said
    places = {
        figure(view, "progressive_rank", **GOMEZ, party="D", **choice).value
        for choice in ({}, {"cohort": "democrats", "margin": 10}, {"absences": "against"})
    }
    assert len(places) == 3


def test_the_floor_leader_is_the_one_of_the_own_party(view: View) -> None:
    with_hoyer = figure(view, "agreement", **GOMEZ, other="H000874")
    assert figure(view, "agreement_with_leader", **GOMEZ).value == with_hoyer.value
    mccarthy = figure(view, "agreement", member="M001165", congress=116, other="S001176")
    assert figure(view, "agreement_with_leader", member="S001176", congress=116).value == (
        mccarthy.value
    )


def test_every_leader_is_a_member_of_that_name(view: View) -> None:
    unknown = view.query(
        "select l.congress, l.name from leaders l left join legislators g "
        "on g.bioguide = l.bioguide and g.name = l.name where g.bioguide is null"
    )
    assert unknown == []
    # Of the Congresses whose members are here, each led where they sat.
    seated = view.query(
        "select count(*) from leaders l join members m on m.congress = l.congress "
        "and m.chamber = l.chamber and m.party = l.party and m.bioguide = l.bioguide"
    )
    had = view.query(
        "select count(*) from leaders where (congress, chamber) in "
        "(select congress, chamber from members)"
    )
    assert seated == had


def test_lead_and_follow(view: View) -> None:
    after = figure(view, "share_joined_after", **GOMEZ, other="J000298")
    assert [part.value for part in after.parts] == [84, 220]
    among = figure(view, "share_joined_after_rank", **GOMEZ, other="J000298", party="D")
    assert round(among.detail["median"], 3) == 0.361
    led = figure(view, "share_led", **GOMEZ)
    assert [part.value for part in led.parts] == [190, 395]
    first = figure(view, "cosponsor_place", member="G000585", bill="116-hr1384")
    assert (first.value, first.of, first.detail["level"], first.detail["led"]) == (
        1,
        118,
        105,
        True,
    )
    with pytest.raises(NoData):
        figure(view, "cosponsor_place", member="G000585", bill="116-hr6515")


def test_a_member_with_no_votes_has_no_share(view: View) -> None:
    # Elected to the 118th: nothing in the 116th.
    with pytest.raises(NoData):
        figure(view, "party_unity", member="J000309", congress=116)
