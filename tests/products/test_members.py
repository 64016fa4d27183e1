"""Members by a score, and one member's record: real votes and bills of the 116th Congress."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hustings.cli.app import run
from hustings.errors import NoData, RequestError
from hustings.products import member as member_record
from hustings.products import members
from hustings.products.layout.markdown import page_markdown
from hustings.products.member_page import member_json, member_page
from hustings.products.members_page import members_json, members_page
from hustings.record import Record
from hustings.record.view import View

CALIFORNIANS = {"party": "D", "state": "CA"}


@pytest.fixture(scope="module")
def view(full_record: Path) -> View:
    return Record(full_record).view()


@pytest.fixture(scope="module")
def gomez(view: View) -> member_record.Record:
    return member_record.build(view, "Jimmy Gomez", 116, ("Nancy Pelosi",))


@pytest.mark.parametrize(
    ("by", "choices"),
    [("progressive_score", {}), ("party_unity", {}), ("votes_missed", {}), ("ideal_point", {}),
     ("ideal_estimate", {}), ("share_led", {}), ("share_joined_after", {"other": "P000197"}),
     ("cosponsor_leadership", {}), ("progressive_rank", {"cohort": "democrats", "margin": "10"})],
)  # fmt: skip
def test_a_list_is_the_rows_of_its_figure(view: View, by: str, choices: dict[str, str]) -> None:
    ranking = members.build(view, 116, by, choices=choices, member="Jimmy Gomez", **CALIFORNIANS)
    own = next(one for one in ranking.members if one.bioguide == "G000585")
    assert (own.place, ranking.of) == (ranking.figure.value, ranking.figure.of)
    assert {(one.state, one.party) for one in ranking.members} <= {("CA", "DEM")}
    assert 40 < ranking.of <= 47
    scores = [one.score for one in ranking.members]
    assert scores == sorted(scores, reverse=ranking.score.first != "the left")
    shown = page_markdown(members_page(ranking))
    assert "Jimmy Gomez" in shown
    assert json.dumps(members_json(ranking))


def test_without_a_member_the_first_is_named_and_the_method_stands_beside(view: View) -> None:
    ranking = members.build(view, 116, "progressive_score", party="D")
    assert ranking.figure.value == ranking.members[0].place == 1
    shown = page_markdown(members_page(ranking))
    assert "Progressive Punch's published rule" in shown
    assert "ideal points as of 2026-06-15" in shown
    # Who changed party (Van Drew) has a place in the other party's list, and is not without one.
    assert ranking.unplaced == ()
    assert "Kwanza Hall" in members.build(view, 116, "progressive_score").unplaced


def test_equal_scores_share_the_better_place(view: View) -> None:
    ranking = members.build(view, 116, "ideal_point", party="D")
    level = [one for one in ranking.members if one.place == 9]
    assert [one.name for one in level] == ["Lauren Underwood", "Bonnie Watson Coleman"]
    assert ranking.members[10].place == 11


def test_what_cannot_be_listed_is_said(view: View) -> None:
    with pytest.raises(RequestError, match="cannot be ordered by 'charm'"):
        members.build(view, 116, "charm")
    with pytest.raises(NoData, match="90th Congress"):
        members.build(view, 90, "party_unity")
    with pytest.raises(NoData, match="hustings fetch voteview"):
        members.build(view, 115, "party_unity")


def test_a_members_record_of_the_116th(gomez: member_record.Record) -> None:
    placed = {one.name: one for one in gomez.placed}
    assert [part.value for part in placed["party_unity"].score.parts] == [643, 647]
    ideal = placed["ideal_point"].in_party
    assert ideal is not None
    assert (ideal.value, ideal.of) == (18, 240)
    assert gomez.alone["cosponsorships"].value == 376
    assert gomez.alone["bills_sponsored"].value == 19
    assert len(gomez.bills) == 19
    # Votes against most of the party: 647 - 643 party unity votes and others.
    assert len(gomez.unusual) == member_record.UNUSUAL
    companions = [row["own_alike"] / row["own_voted"] for row in gomez.unusual]
    assert companions == sorted(companions)
    assert [one.congress for one in gomez.career] == [116, 117]


def test_the_progressive_place_is_shown_under_every_choice(gomez: member_record.Record) -> None:
    assert len(gomez.choices) == 12
    places = [one.rank.value for one in gomez.choices]
    assert max(places) - min(places) > 80
    shown = page_markdown(member_page(gomez))
    assert "by the choices alone that the rule leaves open" in shown
    assert "publisher" in shown


def test_following_a_leader_stands_beside_what_is_usual(gomez: member_record.Record) -> None:
    hoyer, pelosi = gomez.after
    assert (hoyer.leader, hoyer.role) == ("Steny H. Hoyer", "majority leader")
    assert pelosi.leader == "Nancy Pelosi"
    assert pelosi.among is not None
    assert pelosi.among.detail["lower_quartile"] < pelosi.share.value
    assert json.dumps(member_json(gomez))


def test_the_sample_says_what_it_lacks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path / "none"))
    code = run(["member", "Jimmy Gomez"])
    told = capsys.readouterr().out
    assert code == 0
    assert "Embedded sample record" in told
    assert "hustings fetch voteview --congress 116" in told


def test_a_congress_without_the_member_names_those_with(view: View) -> None:
    with pytest.raises(NoData, match=r"no 112th Congress of G000585\. It has the 116th, 117th"):
        member_record.build(view, "G000585", 112)
