"""The clerks' own XML: what the project's JSON has of the same roll calls, written in their forms."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places_helpers import read, shared, survives

from hustings.errors import SourceError

DTD = (
    '<!DOCTYPE rollcall-vote PUBLIC "-//US Congress//DTDs/vote v1.0 20031119 //EN" '
    '"http://clerk.house.gov/evs/vote.dtd">'
)


def house(votes: list[dict[str, Any]], head: str = DTD, **changed: str) -> bytes:
    """A roll call of the House in the form of vote.dtd."""
    told = {
        "majority": "D", "congress": "116", "session": "2nd",
        "chamber": "U.S. House of Representatives", "rollcall-num": "100",
        "legis-num": "S J RES 68", "vote-question": "On Motion to Commit with Instructions",
        "vote-type": "RECORDED VOTE", "vote-result": "Failed", "action-date": "11-Mar-2020",
        "action-time": "5:35 PM", "vote-desc": "", **changed,
    }  # fmt: skip
    metadata = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items() if text)
    cast = "".join(
        f"<recorded-vote><legislator name-id={quoteattr(one['member'])} "
        f'party={quoteattr(one["party"])} state={quoteattr(one["state"])} role="legislator">'
        f"{escape(one['name'])}</legislator><vote>{one['option']}</vote></recorded-vote>"
        for one in votes
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<rollcall-vote><vote-metadata>{metadata}'
        f"<vote-totals><totals-by-vote/></vote-totals></vote-metadata>"
        f"<vote-data>{cast}</vote-data></rollcall-vote>"
    ).encode()


def senate(votes: list[dict[str, Any]], document: str = "", number: str = "10") -> bytes:
    """A roll call of the Senate in its own form."""
    cast = "".join(
        f"<member><member_full>{escape(one['name'])}</member_full><party>{one['party']}</party>"
        f"<state>{one['state']}</state><vote_cast>{one['option']}</vote_cast>"
        f"<lis_member_id>{one['member']}</lis_member_id></member>"
        for one in votes
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><roll_call_vote><congress>116</congress>'
        f"<session>2</session><congress_year>2020</congress_year><vote_number>{number}</vote_number>"
        "<vote_date>January 9, 2020,  01:38 PM</vote_date><question>On the Nomination</question>"
        f"<vote_result>Nomination Confirmed</vote_result><document>{document}</document>"
        f"<count><yeas>50</yeas></count><members>{cast}</members></roll_call_vote>"
    ).encode()


VOTES = [
    {"member": "G000585", "party": "D", "state": "CA", "name": "Gomez", "option": "Yea"},
    {"member": "A000367", "party": "I", "state": "MI", "name": "Amash", "option": "Nay"},
]
SENATORS = [{**VOTES[0], "member": "S307"}, {**VOTES[1], "member": "S354"}]
HOUSE, SENATE = "clerk_2020_roll100.xml", "vote_116_2_00010.xml"
#: What both forms say of a roll call, beside the votes.
SAME = ("congress", "chamber", "year", "number", "date", "bill", "quorum", "result",
        "yeas", "nays", "present", "not_voting")  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize(
    ("sample", "name", "write"),
    [("vote_h100-116.2020.json", HOUSE, house), ("vote_s10-116.2020.json", SENATE, senate)],
)
def test_a_real_roll_call_in_the_clerks_form_reads_as_the_projects_does(
    sample: str, name: str, write: Any
) -> None:
    by_project = shared(f"congress/samples/{sample}")
    by_clerk = read(name, write(by_project.rows["clerk_votes"]))
    assert by_clerk.rows["clerk_votes"] == by_project.rows["clerk_votes"]
    ours, theirs = by_clerk.one("clerk_rollcalls"), by_project.one("clerk_rollcalls")
    assert {part: ours[part] for part in SAME} == {part: theirs[part] for part in SAME}
    assert by_clerk.dated == ours["date"]


def test_a_senate_bill_is_read_from_the_document() -> None:
    document = "<document_type>H.R.</document_type><document_number>748</document_number>"
    assert read(SENATE, senate(SENATORS, document)).one("clerk_rollcalls")["bill"] == "116-hr748"
    assert read(SENATE, senate(SENATORS)).one("clerk_rollcalls")["bill"] is None


def test_a_call_of_the_members_is_no_vote() -> None:
    call = read(HOUSE, house(VOTES, **{"legis-num": "QUORUM", "vote-type": "QUORUM"}))
    assert (call.one("clerk_rollcalls")["quorum"], call.one("clerk_rollcalls")["bill"]) == (
        True,
        None,
    )


def test_xml_that_is_no_roll_call_is_refused_in_one_sentence() -> None:
    error = b'<xml>Error sanitizing file "roll999.xml". Please try again</xml>'
    with pytest.raises(
        SourceError, match="it is XML of <xml>, not a roll call of the House's clerk"
    ):
        read(HOUSE, error)
    with pytest.raises(SourceError, match="XML of <rollcall-vote>, not a roll call of the Senate"):
        read(SENATE, house(VOTES))
    with pytest.raises(SourceError, match="without <vote-metadata> and <vote-data>"):
        read(HOUSE, b"<rollcall-vote/>")
    with pytest.raises(SourceError, match="without <members>"):
        read(SENATE, b"<roll_call_vote/>")
    with pytest.raises(SourceError, match="it is not XML"):
        read(HOUSE, house(VOTES)[:-20])
    with pytest.raises(SourceError, match="entities"):
        read(HOUSE, house(VOTES, '<!DOCTYPE rollcall-vote [<!ENTITY a "b">]>'))


def test_roll_calls_that_cannot_be_are_refused_with_the_reason() -> None:
    for content, said in (
        (house([]), "has no votes"),
        (house([VOTES[0], VOTES[0]]), "has two votes of G000585"),
        (house([{**VOTES[0], "option": "Perhaps"}]), "'Perhaps' of G000585 is no vote"),
        (house([{**VOTES[0], "member": "0000000"}]), "is no Bioguide id"),
        (house(VOTES, **{"rollcall-num": "101"}), "of number 101, and its name says 100"),
        (house(VOTES, congress="115"), "cannot be of Congress|of year 2018"),
        (house(VOTES, **{"action-date": "soon"}), "'soon' is not a date"),
        (house(VOTES, weather="fair"), "'weather'"),
    ):
        with pytest.raises(SourceError, match=said):
            read(HOUSE, content)
    with pytest.raises(SourceError, match="is no Senate id"):
        read(SENATE, senate(VOTES))
    with pytest.raises(SourceError, match="of number 11, and its name says 10"):
        read(SENATE, senate(SENATORS, number="11"))


@given(st.sampled_from([HOUSE, SENATE]), st.binary(max_size=200), st.integers(0, 900))
def test_spoiled_bytes_are_refused_or_accounted_for(name: str, junk: bytes, place: int) -> None:
    sound = house(VOTES) if name == HOUSE else senate(SENATORS)
    survives(name, junk)
    survives(name, sound[:place] + junk + sound[place:])
