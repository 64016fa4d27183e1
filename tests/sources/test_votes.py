"""Roll calls and votes: every line of the real files, and bad ones refused by name."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from places_helpers import as_json, read, shared, spoiled, survives

from hustings.errors import SourceError

FILES = {
    "H116_rollcalls.csv.gz": {"rollcalls": 952},
    "H117_rollcalls.csv.gz": {"rollcalls": 996},
    "H116_votes.csv.gz": {"votes": 412_109},
    "votes_116_senate.ndjson.gz": {"clerk_rollcalls": 720, "clerk_votes": 72_000},
    "samples/vote_h100-116.2020.json": {"clerk_rollcalls": 1, "clerk_votes": 429},
    "samples/vote_s10-116.2020.json": {"clerk_rollcalls": 1, "clerk_votes": 100},
}


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_line_of_the_real_files(name: str) -> None:
    reading = shared(f"congress/{name}")
    assert reading.counts == FILES[name]
    assert reading.reasons == []


@pytest.mark.shared
def test_rollcalls_know_the_clerks_number_and_the_bill() -> None:
    heroes = shared("congress/H116_rollcalls.csv.gz").where("rollcalls", bill="116-hr6800")
    passage = next(row for row in heroes if (row["session"], row["clerk_number"]) == (2, 109))
    assert (passage["yeas"], passage["nays"]) == (208, 199)
    midpoints = shared("congress/H117_rollcalls.csv.gz").one("rollcalls", rollcall=1)
    assert (midpoints["mid_1"], midpoints["spread_1"]) == (-0.057, 0.707)


@pytest.mark.shared
def test_the_senate_has_ids_of_its_own_and_votes_of_guilt() -> None:
    reading = shared("congress/votes_116_senate.ndjson.gz")
    assert {row["member"][0] for row in reading.rows["clerk_votes"]} == {"S"}
    options = Counter(row["option"] for row in reading.rows["clerk_votes"])
    assert (options["Guilty"], options["Not Guilty"]) == (95, 105)
    romney = reading.one("clerk_votes", year=2020, number=33, member="S401")
    assert (romney["name"], romney["position"]) == ("Romney (R-UT)", "yea")


CALL: dict[str, Any] = {
    "bill": {"congress": 116, "number": 6800, "type": "hr"},
    "category": "passage",
    "chamber": "h",
    "congress": 116,
    "date": "2020-05-15T21:26:00-04:00",
    "number": 109,
    "question": "On Passage: H R 6800",
    "requires": "1/2",
    "result": "Passed",
    "session": "2020",
    "type": "On Passage",
    "votes": {
        "Aye": [{"display_name": "Gomez", "id": "G000585", "party": "D", "state": "CA"}],
        "No": [],
        "Not Voting": [{"display_name": "Amash", "id": "A000367", "party": "I", "state": "MI"}],
    },
}
NAME = "votes_116_house.ndjson"


def lines(*calls: Any) -> bytes:
    return b"".join(
        one if isinstance(one, bytes) else json.dumps(one).encode() + b"\n" for one in calls
    )


def changed(**values: Any) -> dict[str, Any]:
    return {**CALL, **values}


def test_a_roll_call_and_its_votes() -> None:
    reading = read(NAME, lines(CALL))
    call = reading.one("clerk_rollcalls")
    assert (call["bill"], call["year"], call["yeas"], call["nays"], call["not_voting"]) == (
        "116-hr6800", 2020, 1, 0, 1,
    )  # fmt: skip
    assert [(row["member"], row["position"]) for row in reading.rows["clerk_votes"]] == [
        ("G000585", "yea"),
        ("A000367", "not voting"),
    ]
    assert read("h109-116.2020.json", json.dumps(CALL).encode()).counts == reading.counts


def test_a_one_sided_vote_is_a_vote() -> None:
    assert read(NAME, lines(changed(votes={"Yea": CALL["votes"]["Aye"]}))).loaded == 1


def test_roll_calls_that_cannot_be_are_rejected_whole_with_the_reason() -> None:
    gomez = CALL["votes"]["Aye"][0]
    reading = read(
        NAME,
        lines(
            CALL,
            CALL,
            changed(number=1, votes={"Aye": [], "No": []}),
            changed(number=2, votes={"Aye": [gomez], "No": [gomez]}),
            changed(number=3, votes={"Aye": [{**gomez, "id": "S307"}]}),
            changed(number=4, votes={"Maybe": [gomez]}),
            changed(number=5, congress=117),
            changed(number=6, date="May 15"),
            changed(number=7, chamber="x"),
            b"{cut\n",
            b"\n",
            b"[]\n",
        ),
    )
    assert (reading.loaded, reading.skipped["a blank line"]) == (1, 1)
    assert len(reading.rows["clerk_votes"]) == 2
    said = [
        "roll call 109 of 2020 is in the file twice",
        "roll call 1 of 2020 has no votes",
        "roll call 2 of 2020 has two votes of G000585",
        "roll call 3 of 2020: 'S307' of 'Gomez' is no Bioguide id",
        "roll call 4 of 2020: 'Maybe' of G000585 is no vote that is known",
        "roll call 5 of 2020 cannot be of Congress 117",
        "date 'May 15' is not a date",
        "chamber 'x' is none of h, s",
        "it is not JSON",
        "[] is not a map of fields",
    ]
    assert len(reading.reasons) == len(said)
    for reason, expected in zip(reading.reasons, said, strict=True):
        assert expected in reason


def test_names_are_votes_in_an_election_of_a_speaker_alone() -> None:
    call = changed(category="leadership", votes={"Pelosi": CALL["votes"]["Aye"]})
    assert read(NAME, lines(call)).one("clerk_votes")["position"] == "candidate"


def test_a_field_that_no_page_knows_refuses_the_file() -> None:
    with pytest.raises(SourceError, match="'weather'"):
        read(NAME, lines(changed(weather="fair")))
    with pytest.raises(SourceError, match=r"'votes\.mood'"):
        read(NAME, lines(changed(votes={"Aye": [{**CALL["votes"]["Aye"][0], "mood": "good"}]})))
    with pytest.raises(SourceError, match="not one record"):
        read("h109-116.2020.json", b"[]")


HEAD = "congress,chamber,rollnumber,icpsr,cast_code,prob\n"


def test_voteviews_lines_that_cannot_be_are_rejected() -> None:
    reading = read(
        "H116_votes.csv",
        (
            HEAD + "116,House,1,21754,1,99.0\n116,House,1,21754,6,\n117,House,1,2,1,\n"
            "116,Senate,1,3,1,\n116,House,1,4,12,\n116,House,,5,1,\n116,House,1,6,,\n"
            "116,House,2,21754,9,\n"
        ).encode(),
    )
    assert [row["cast_code"] for row in reading.rows["votes"]] == [1, 9]
    assert sorted(reading.reasons) == [
        "cast_code 12 is none of 0 to 9",
        "cast_code is missing",
        "chamber 'Senate' is none of House",
        "it is a second vote of 21754 in roll call 1 of the House",
        "it is of Congress 117, the file of 116",
        "rollnumber is blank",
    ]


def test_a_scope_or_a_heading_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(SourceError, match="chamber 'X' is none"):
        read("H116_votes.csv", HEAD.encode(), chamber="X")
    with pytest.raises(SourceError, match="prob_of_rain is not known"):
        read("H116_votes.csv", HEAD.replace("prob", "prob_of_rain").encode())
    with pytest.raises(SourceError, match="lacks the columns 'rollnumber'"):
        read("H116_rollcalls.csv", b"congress,chamber,date,session,clerk_rollnumber,yea_count,"
             b"nay_count,bill_number,vote_result,vote_desc,vote_question\n")  # fmt: skip


@given(spoiled(CALL))
def test_spoiled_roll_calls_are_refused_or_accounted_for(call: Any) -> None:
    survives("h109-116.2020.json", as_json(call))
    survives(NAME, as_json(call) + b"\n" + as_json(CALL) + b"\n")
