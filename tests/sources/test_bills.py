"""Bills: every bill of the 116th, the two forms told alike, and bad ones refused by name."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from places_helpers import Reading, as_json, read, shared, spoiled, survives

from hustings.errors import SourceError
from hustings.sources.congress.bill import reported

GOMEZ = "G000585"
DAY = date(2020, 5, 15)


@pytest.mark.shared
def test_every_bill_of_the_116th() -> None:
    reading = shared("congress/bills_116.ndjson.gz")
    assert reading.counts == {"bills": 16_505, "cosponsors": 217_426, "bill_committees": 26_747}
    assert reading.reasons == []
    assert sum(row["withdrawn"] is not None for row in reading.rows["cosponsors"]) == 72
    assert sum(row["became_law"] is not None for row in reading.rows["bills"]) == 260
    assert sum(row["law"] is not None for row in reading.rows["bills"]) == 252
    assert len(reading.where("cosponsors", bioguide=GOMEZ)) == 376
    assert len(reading.where("bills", sponsor=GOMEZ)) == 19


@pytest.mark.shared
@pytest.mark.parametrize(
    ("bill", "title", "sponsor", "introduced", "cosponsors", "original"),
    [
        ("hr6515", "Rent and Mortgage Cancellation Act of 2020", "O000173", "2020-04-17", 30, 8),
        ("hr6314", "Emergency Rental Assistance Act of 2020", "H001064", "2020-03-23", 10, 3),
        ("hr1384", "Medicare for All Act of 2019", "J000298", "2019-02-27", 118, 106),
        ("hr6800", "The Heroes Act", "L000480", "2020-05-12", 11, 11),
    ],
)
def test_both_forms_of_a_bill_say_the_same(
    bill: str, title: str, sponsor: str, introduced: str, cosponsors: int, original: int
) -> None:
    json_form = shared(f"congress/samples/{bill}-116.json")
    xml_form = shared(f"congress/samples/BILLSTATUS-116{bill}.xml")
    for reading in (json_form, xml_form):
        row = reading.one("bills")
        assert (row["bill"], row["title"], row["sponsor"], str(row["introduced"])) == (
            f"116-{bill}", title, sponsor, introduced,
        )  # fmt: skip
        assert len(reading.rows["cosponsors"]) == cosponsors
        assert len(reading.where("cosponsors", original=True)) == original
        assert row["passed_house"] == (DAY if bill == "hr6800" else None)
        # The Rules Committee's resolution on HR 6800 was reported; the bill was not.
        assert (row["reported"], row["became_law"]) == (None, None)
        gomez = reading.where("cosponsors", bioguide=GOMEZ)
        assert [one["original"] for one in gomez] == ([True] if bill == "hr1384" else [])
    same = ("bill", "title", "official_title", "sponsor", "introduced", "subjects", "passed_house")
    ours, theirs = json_form.one("bills"), xml_form.one("bills")
    assert {name: ours[name] for name in same} == {name: theirs[name] for name in same}
    assert _cosponsors(json_form) == _cosponsors(xml_form)
    assert _committees(json_form) == _committees(xml_form)
    assert xml_form.dated is not None


def _cosponsors(reading: Reading) -> set[tuple[Any, ...]]:
    said = ("bioguide", "date", "original", "withdrawn")
    return {tuple(row[name] for name in said) for row in reading.rows["cosponsors"]}


def _committees(reading: Reading) -> set[str]:
    return {row["committee"] for row in reading.rows["bill_committees"]}


def test_what_a_committees_report_is() -> None:
    def day(text: str) -> date | None:
        return reported([(DAY, text)])

    assert day("Ordered to be Reported (Amended) by Voice Vote.") == DAY
    assert (
        day("Committee on Foreign Relations. Reported by Senator Risch without amendment.") == DAY
    )
    assert day("Reported (Amended) by the Committee on Energy and Commerce. H. Rept. 116-1.") == DAY
    assert day("Rules Committee Resolution H. Res. 967 Reported to House.") is None
    assert day("Read the second time. Placed on Senate Legislative Calendar.") is None


BILL: dict[str, Any] = {
    "actions": [{"acted_at": "2020-04-17", "text": "Introduced in House", "type": "action"}],
    "bill_type": "hr",
    "committees": [{"activity": ["referral"], "committee": "X", "committee_id": "HSBA"}],
    "congress": "116",
    "cosponsors": [
        {
            "bioguide_id": GOMEZ,
            "district": "34",
            "name": "Gomez, Jimmy",
            "original_cosponsor": True,
            "sponsored_at": "2020-04-17",
            "withdrawn_at": None,
        }
    ],
    "enacted_as": None,
    "history": {"house_passage_result": "pass", "house_passage_result_at": "2020-05-15T21:26:37"},
    "introduced_at": "2020-04-17",
    "number": "6515",
    "official_title": "To suspend obligations.",
    "short_title": None,
    "sponsor": {"bioguide_id": "O000173", "name": "Omar, Ilhan"},
    "status": "REFERRED",
    "status_at": "2020-04-17",
    "subjects": ["Housing", "Rent"],
    "subjects_top_term": "Housing",
    "titles": [],
}
NAME = "bills_116.ndjson"


def lines(*bills: dict[str, Any]) -> bytes:
    return b"".join(json.dumps(one).encode() + b"\n" for one in bills)


def cosponsored(**values: Any) -> dict[str, Any]:
    return {**BILL, "cosponsors": [{**BILL["cosponsors"][0], **values}]}


def test_one_bill() -> None:
    reading = read(NAME, lines(BILL))
    row = reading.one("bills")
    assert (row["bill"], row["title"], row["subjects"], row["passed_house"]) == (
        "116-hr6515", "To suspend obligations.", "Rent", DAY,
    )  # fmt: skip
    assert read("hr6515-116.json", json.dumps(BILL).encode()).counts == reading.counts


def test_bills_that_cannot_be_are_rejected_whole_with_the_reason() -> None:
    twice = {**BILL, "cosponsors": BILL["cosponsors"] * 2}
    reading = read(
        NAME,
        lines(
            BILL,
            BILL,
            {**twice, "number": "2"},
            {**cosponsored(bioguide_id="O000173"), "number": "3"},
            {**cosponsored(sponsored_at="2019-04-17"), "number": "4"},
            {**cosponsored(original_cosponsor="yes"), "number": "5"},
            {**BILL, "bill_type": "law"},
            {**BILL, "sponsor": {"bioguide_id": "Omar"}, "number": "6"},
            {**BILL, "history": {"house_passage_result": "pass"}, "number": "7"},
            {**BILL, "committees": [{"committee_id": "banking"}], "number": "8"},
        ),
    )
    assert reading.counts == {"bills": 1, "cosponsors": 1, "bill_committees": 1}
    said = [
        "116-hr6515 is in the file twice",
        "116-hr2 has G000585 twice as cosponsor of 2020-04-17",
        "116-hr3 has its sponsor O000173 as a cosponsor",
        "116-hr4: G000585 cannot have cosponsored it on 2019-04-17",
        "original_cosponsor 'yes' is neither true nor false",
        "'116-law6515' is not a bill",
        "bioguide_id 'Omar' is not a Bioguide id",
        "house_passage_result_at is missing",
        "'banking' is not a committee's code",
    ]
    assert reading.reasons == said


def test_a_member_who_withdrew_and_came_again_stands_twice() -> None:
    first = {**BILL["cosponsors"][0], "withdrawn_at": "2020-04-20"}
    again = {**BILL["cosponsors"][0], "sponsored_at": "2020-05-01", "original_cosponsor": False}
    reading = read(NAME, lines({**BILL, "cosponsors": [first, again]}))
    assert [row["withdrawn"] for row in reading.rows["cosponsors"]] == [date(2020, 4, 20), None]


def test_fields_and_files_that_no_page_knows_are_refused() -> None:
    with pytest.raises(SourceError, match=r"'cosponsors\.mood'"):
        read(NAME, lines(cosponsored(mood="good")))
    with pytest.raises(SourceError, match="XML of <html>, not the status of a bill"):
        read("BILLSTATUS-116hr6515.xml", b"<html><body>Not found</body></html>")
    with pytest.raises(SourceError, match="it is the status of 116-hr1, not of 116-hr6515"):
        read("BILLSTATUS-116hr6515.xml", STATUS)
    with pytest.raises(SourceError, match="'secret'"):
        read("BILLSTATUS-116hr1.xml", STATUS.replace(b"<congress>", b"<secret/><congress>"))
    with pytest.raises(SourceError, match="declares a document type"):
        read("BILLSTATUS-116hr1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]>' + STATUS)


#: The form since 2022: number, type, items without billCommittees and billSubjects.
STATUS = b"""<billStatus><version>3.0.0</version><bill>
<number>1</number><type>HR</type><congress>116</congress><introducedDate>2020-04-17</introducedDate>
<updateDate>2020-12-28T19:00:00Z</updateDate><title>A Bill</title>
<committees><item><systemCode>hsba00</systemCode><activities><item><name>Referred To</name></item>
</activities><subcommittees><item><systemCode>hsba15</systemCode></item></subcommittees></item>
</committees><actions>
<item><actionDate>2020-06-01</actionDate><text>Became Public Law No: 116-900.</text>
<actionCode>36000</actionCode></item>
<item><actionDate>2020-05-16</actionDate><text>Passed/agreed to in Senate</text>
<actionCode>17000</actionCode></item>
<item><actionDate>2020-05-15</actionDate><text>Passed/agreed to in House</text>
<actionCode>8000</actionCode></item>
<item><actionDate>2020-05-01</actionDate><text>Reported by the Committee on Ways and Means.</text>
</item></actions>
<laws><item><type>Public Law</type><number>116-900</number></item></laws>
<sponsors><item><bioguideId>O000173</bioguideId></item></sponsors>
<cosponsors><item><bioguideId>G000585</bioguideId><fullName>Rep. Gomez</fullName>
<sponsorshipDate>2020-04-17</sponsorshipDate><isOriginalCosponsor>True</isOriginalCosponsor>
<sponsorshipWithdrawnDate>2020-04-20</sponsorshipWithdrawnDate></item></cosponsors>
<subjects><legislativeSubjects><item><name>Rent</name></item></legislativeSubjects></subjects>
</bill></billStatus>"""


def test_the_newer_form_of_a_bills_status() -> None:
    reading = read("BILLSTATUS-116hr1.xml", STATUS)
    row = reading.one("bills")
    days = ("reported", "passed_house", "passed_senate", "became_law")
    assert [str(row[name]) for name in days] == [
        "2020-05-01", "2020-05-15", "2020-05-16", "2020-06-01",
    ]  # fmt: skip
    assert (row["law"], row["subjects"], row["sponsor"]) == ("116-900", "Rent", "O000173")
    assert _committees(reading) == {"HSBA", "HSBA15"}
    assert reading.one("cosponsors")["withdrawn"] == date(2020, 4, 20)
    assert reading.dated == date(2020, 12, 28)


@settings(max_examples=150)
@given(spoiled(BILL))
def test_spoiled_bills_are_refused_or_accounted_for(bill: Any) -> None:
    survives("hr6515-116.json", as_json(bill))
    survives(NAME, as_json(bill) + b"\n")
