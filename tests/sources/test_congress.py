"""Members, their terms and committees: figures of the real files, and strictness on made ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from places_helpers import VALUES, as_json, read, shared, spoiled, survives

from hustings.errors import SourceError
from hustings.sources.pages import page

GOMEZ = "G000585"

FILES = {
    "legislators-current.2018-12-01.yaml.gz": {"legislators": 539, "terms": 2904},
    "legislators-current.2020-12-01.yaml.gz": {"legislators": 536, "terms": 2779},
    "legislators-current.2022-12-01.yaml.gz": {"legislators": 538, "terms": 2822},
    "legislators-current.2024-12-01.yaml.gz": {"legislators": 539, "terms": 2721},
    "legislators-current.yaml.gz": {"legislators": 537, "terms": 2792},
    "legislators-historical.csv.gz": {"legislators": 12136},
    "committees-current.yaml.gz": {"congress_committees": 230},
    "committee-membership-current.2018-12-01.yaml.gz": {"committee_assignments": 3848},
    "committee-membership-current.2020-12-01.yaml.gz": {"committee_assignments": 3866},
    "committee-membership-current.yaml.gz": {"committee_assignments": 3879},
    "H116_members.csv": {"members": 452},
    "H116_members_2020-01-04.csv": {"members": 438},
    "H117_members.csv": {"members": 457},
}


@pytest.mark.shared
@pytest.mark.parametrize("name", FILES)
def test_every_unit_of_the_real_files(name: str) -> None:
    reading = shared(f"congress/{name}")
    assert reading.counts == FILES[name]
    twice = ["it is a second row of committee_assignments for HSED K000395"]
    assert reading.reasons == (twice if "membership-current.2020" in name else [])


@pytest.mark.shared
def test_gomez_moves_with_the_vintage_of_the_file() -> None:
    newer = shared("congress/H116_members.csv").one("members", bioguide=GOMEZ)
    assert (newer["nominate_dim1"], newer["icpsr"], newer["district"]) == (-0.526, "21754", "CA-34")
    january = shared("congress/H116_members_2020-01-04.csv").one("members", bioguide=GOMEZ)
    assert january["nominate_dim1"] == -0.595


@pytest.mark.shared
def test_gomez_is_18th_of_240_democrats_from_the_left() -> None:
    house = shared("congress/H116_members.csv").where("members", chamber="House", party="DEM")
    scored = [row["nominate_dim1"] for row in house if row["nominate_dim1"] is not None]
    assert len(scored) == 240
    assert sum(score < -0.526 for score in scored) + 1 == 18


@pytest.mark.shared
def test_members_have_the_districts_of_their_time() -> None:
    reading = shared("congress/H116_members.csv")
    assert reading.one("members", name="GIANFORTE, Greg")["district"] == "MT-AL"
    assert reading.one("members", name="NORTON, Eleanor Holmes")["district"] == "DC-AL"
    president = reading.one("members", chamber="President")
    assert (president["name"], president["state"], president["district"]) == (
        "TRUMP, Donald John",
        None,
        None,
    )
    assert {row["icpsr"] for row in reading.where("members", bioguide="A000367")} == {
        "21143",
        "91143",
    }
    assert {row["party"] for row in reading.rows["members"]} == {"DEM", "REP", "IND"}


@pytest.mark.shared
def test_gomez_and_his_terms() -> None:
    reading = shared("congress/legislators-current.yaml.gz")
    person = reading.one("legislators", bioguide=GOMEZ)
    assert person["name"] == "Jimmy Gomez"
    assert person["fec_ids"] == "H8CA34266"
    assert (person["icpsr"], person["govtrack"], person["wikidata"]) == (
        "21754",
        "412739",
        "Q6200205",
    )
    assert person["birthday"] == date(1974, 11, 25)
    terms = reading.where("terms", bioguide=GOMEZ)
    assert [(row["start"], row["end"]) for row in terms] == [
        (date(2017, 7, 11), date(2019, 1, 3)),
        (date(2019, 1, 3), date(2021, 1, 3)),
        (date(2021, 1, 3), date(2023, 1, 3)),
        (date(2023, 1, 3), date(2025, 1, 3)),
        (date(2025, 1, 3), date(2027, 1, 3)),
    ]
    assert {(row["district"], row["chamber"], row["party"]) for row in terms} == {
        ("CA-34", "House", "Democrat")
    }


@pytest.mark.shared
def test_a_name_without_an_official_form_is_put_together() -> None:
    reading = shared("congress/legislators-current.2018-12-01.yaml.gz")
    assert reading.one("legislators", bioguide="W000826")["name"] == "Susan Ellis Wild"


@pytest.mark.shared
def test_gomez_sits_on_ways_and_means() -> None:
    assignments = shared("congress/committee-membership-current.2020-12-01.yaml.gz")
    (seat,) = assignments.where("committee_assignments", bioguide=GOMEZ, committee="HSWM")
    assert seat["side"] == "majority"
    committees = shared("congress/committees-current.yaml.gz")
    full = committees.one("congress_committees", committee="HSWM")
    assert (full["chamber"], full["parent"]) == ("house", None)
    assert committees.where("congress_committees", parent="HSWM")


def test_names_give_the_scope() -> None:
    votes = page("congress.voteview_members")
    assert votes.match("H116_members.csv") == {"congress": "116", "chamber": "H"}
    assert votes.match("HS099_members.csv") == {"congress": "99", "chamber": "HS"}
    assert votes.match("H116_members_2020-01-04.csv") == {"congress": "116", "chamber": "H"}
    assert votes.normal_scope({"congress": "116", "chamber": "house"}) == votes.match(
        "H116_members.csv"
    )
    legislators = page("congress.legislators")
    for name in ("legislators-current.yaml", "legislators-current.2020-12-01.yaml"):
        assert legislators.thing(legislators.match(name) or {}) == "congress.legislators current"
    assert legislators.match("legislators-social-media.yaml") is None


PERSON: dict[str, Any] = {
    "id": {"bioguide": "G000585", "fec": ["H8CA34266"], "icpsr": 21754},
    "name": {"first": "Jimmy", "last": "Gomez"},
    "bio": {"birthday": "1974-11-25", "gender": "M"},
    "terms": [
        {
            "type": "rep",
            "start": "2017-07-11",
            "end": "2019-01-03",
            "state": "CA",
            "district": 34,
            "party": "Democrat",
        }
    ],
}
MEMBERSHIP: dict[str, Any] = {
    "HSWM": [{"name": "Jimmy Gomez", "party": "majority", "rank": 24, "bioguide": "G000585"}]
}
COMMITTEES: list[Any] = [
    {
        "type": "house",
        "name": "House Committee on Ways and Means",
        "thomas_id": "HSWM",
        "subcommittees": [{"name": "Trade", "thomas_id": "04"}],
    }
]


def people(*persons: Any) -> bytes:
    return yaml.safe_dump(list(persons)).encode()


def test_one_unreadable_person_is_rejected_and_the_others_stay() -> None:
    broken = {**PERSON, "id": {"bioguide": "gomez"}}
    strange = {**PERSON, "terms": [{**PERSON["terms"][0], "district": 54}]}
    reading = read("legislators-current.yaml", people(broken, PERSON, strange, PERSON, "x"))
    assert reading.loaded == 1
    assert [one.line for one in reading.rejected] == [1, 3, 4, 5]
    assert "id.bioguide 'gomez' is not a Bioguide id" in reading.reasons[0]
    assert "CA" in reading.reasons[1]
    assert "second row" in reading.reasons[2]


def test_a_term_sits_on_the_lines_of_the_election_before_it() -> None:
    def district(start: str, number: int, state: str = "MT") -> str | None:
        term = {**PERSON["terms"][0], "start": start, "end": "2026-01-03", "state": state}
        person = {**PERSON, "terms": [{**term, "district": number}]}
        reading = read("legislators-current.yaml", people(person))
        return reading.rows["terms"][0]["district"] if reading.loaded else None

    assert district("2017-06-21", 0) == "MT-AL"
    assert district("2023-01-03", 1) == "MT-1"
    assert district("1985-01-03", 2) == "MT-2"
    assert district("2021-01-03", 53, "CA") == "CA-53"
    assert district("2023-01-03", 53, "CA") is None
    assert district("1871-03-04", -1, "NY") is None
    assert district("1881-03-04", 0, "DK") == "DK-AL"


def test_an_unknown_field_refuses_the_file_and_is_named() -> None:
    with pytest.raises(SourceError, match=r"'terms\.shoe_size'"):
        read(
            "legislators-current.yaml",
            people({**PERSON, "terms": [{**PERSON["terms"][0], "shoe_size": 9}]}),
        )
    member = {**MEMBERSHIP["HSWM"][0], "seniority": 1}
    with pytest.raises(SourceError, match="'seniority'"):
        read("committee-membership-current.yaml", yaml.safe_dump({"HSWM": [member]}).encode())
    with pytest.raises(SourceError, match="'motto'"):
        read("committees-current.yaml", yaml.safe_dump([{**COMMITTEES[0], "motto": ""}]).encode())


def test_a_scope_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(SourceError, match="chamber 'X' is none"):
        read("H116_members.csv", b"", chamber="X")
    with pytest.raises(SourceError, match="congress 'last' is not a number"):
        read("H116_members.csv", b"", congress="last")


def members(*lines: str, heading: str = "") -> bytes:
    names = ",".join(page("congress.voteview_members").columns)
    return "\n".join([heading or names, *lines, ""]).encode()


LINE = '116,House,21754,71,34.0,CA,100,,,"GOMEZ, Jimmy",G000585,1974,,-0.526,-0.246,,,804,11,,,'


def test_a_column_that_no_page_knows_or_that_lacks_refuses_the_file() -> None:
    names = ",".join(page("congress.voteview_members").columns)
    with pytest.raises(SourceError, match="'charisma'"):
        read("H116_members.csv", members(LINE + ",9", heading=names + ",charisma"))
    with pytest.raises(SourceError, match="lacks the columns 'bioguide_id'"):
        read("H116_members.csv", members(heading=names.replace("bioguide_id,", "")))
    with pytest.raises(SourceError, match="names 'born' twice"):
        read("H116_members.csv", members(heading=names.replace("occupancy", "born")))


def test_lines_that_do_not_fit_the_file_are_rejected_with_the_reason() -> None:
    reading = read(
        "H116_members.csv",
        members(
            LINE,
            "",
            LINE.replace("116,", "117,", 1).replace("21754", "2"),
            LINE.replace("House", "Senate").replace("21754", "3"),
            LINE.replace("-0.526", "left").replace("21754", "4"),
            LINE.replace("34.0", "54.0").replace("21754", "5"),
            LINE + ",",
            LINE,
            '116,House,"unclosed',
        ),
    )
    assert (reading.loaded, reading.skipped["a blank line"]) == (1, 1)
    assert [one.line for one in reading.rejected] == [4, 5, 6, 7, 8, 9, 10]
    assert "of Congress 117" in reading.reasons[0]
    assert "'Senate'" in reading.reasons[1]
    assert "nominate_dim1 'left' is not a number" in reading.reasons[2]
    assert "second row of members" in reading.reasons[5]
    assert "quotes do not close" in reading.reasons[6]


NAMES = [
    "legislators-current.yaml",
    "committees-current.yaml",
    "committee-membership-current.yaml",
    "legislators-historical.csv",
    "H116_members.csv",
]


@given(st.sampled_from(NAMES), st.binary(max_size=300))
def test_random_bytes_are_refused_or_accounted_for(name: str, content: bytes) -> None:
    survives(name, content)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.tuples(st.just("legislators-current.yaml"), spoiled([PERSON, PERSON])),
        st.tuples(st.just("committees-current.yaml"), spoiled(COMMITTEES)),
        st.tuples(st.just("committee-membership-current.yaml"), spoiled(MEMBERSHIP)),
        st.tuples(st.sampled_from(NAMES[:3]), VALUES),
    )
)
def test_spoiled_structures_are_refused_or_accounted_for(sample: tuple[str, Any]) -> None:
    name, structure = sample
    survives(name, as_json(structure))  # JSON is YAML


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 21), st.text(max_size=6)), max_size=4))
def test_spoiled_lines_are_rejected_or_loaded(spoils: list[tuple[int, str]]) -> None:
    cells = LINE.replace('"GOMEZ, Jimmy"', "GOMEZ").split(",")
    for index, text in spoils:
        cells[index] = text
    content = members(",".join(cells).replace("\ud800", ""))
    survives("H116_members.csv", content)


@pytest.mark.parametrize("name", NAMES[:3])
def test_deep_and_looping_yaml_is_refused(name: str) -> None:
    for content in (
        b"[" * 100_000,
        b"{a: " * 5_000,
        b"a: &a [*a, *a]",
        b"- &p {id: *p, name: *p, bio: *p, terms: [*p]}",
        b"when: 2020-02-30",
        b"number: " + b"9" * 5_000,
    ):
        survives(name, content)
