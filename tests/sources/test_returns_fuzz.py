"""Whatever is in a file, a parser of returns refuses it or accounts for every line."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from returns_helpers import check_types, read

from hustings.errors import SourceError

NAMES = [
    ("20201103__wa__general.csv", ""),
    ("20180724__ga__primary__runoff.csv", ""),
    ("20170404__ca__special__primary__los_angeles__precinct.csv", ""),
    ("1976-2024-house.csv", ""),
    ("fec-2016-us-house-results.csv", ""),
    ("election_results_house_2023-11-08.csv", ""),
    ("ca-34-all-rounds.csv", ""),
    ("ca-us-house-primary-2022-06-07.csv", ""),
    ("us-rep-snapshots-2024-primary.csv", ""),
    ("us-rep-district-34-raw-snapshots.jsonl", "2024"),
    ("us-rep-district-34.json", "2024-04-04"),
    ("us-rep-final-2024-04-04.json", ""),
    ("ca-34-2024-timeline.csv", ""),
    ("primary-results-final.json", "la-2024"),
    ("primary-timeframes.json", "la-2024"),
    ("hustings-reference-calendar.csv", ""),
    ("hustings-reference-rules.csv", ""),
]
HEADERS = {
    "20201103__wa__general.csv": "county,office,district,party,candidate,votes",
    "20180724__ga__primary__runoff.csv": (
        "county,precinct,office,district,party,candidate,election_day_votes,provisional_votes"
    ),
    "1976-2024-house.csv": (
        "year,state_po,office,district,stage,runoff,special,candidate,party,writein,mode,"
        "candidatevotes,totalvotes,unofficial,version"
    ),
    "fec-2016-us-house-results.csv": (
        "STATE ABBREVIATION,D,FEC ID#,(I),CANDIDATE NAME,TOTAL VOTES,PARTY,PRIMARY VOTES,"
        "RUNOFF VOTES,GENERAL VOTES,GE RUNOFF ELECTION VOTES (LA),GE WINNER INDICATOR"
    ),
    "election_results_house_2023-11-08.csv": (
        "state_abbrev,office_name,office_seat_name,cycle,stage,special,candidate_name,ballot_party,"
        "ranked_choice_round,votes,unopposed,winner,alt_result_text,source"
    ),
    "ca-34-all-rounds.csv": "date,round,candidate,party,votes,outcome,source,note",
    "ca-us-house-primary-2022-06-07.csv": (
        "election_date,district,candidate,party_preference,write_in,votes"
    ),
    "us-rep-snapshots-2024-primary.csv": (
        "commit_time,reporting_time,reporting,district,candidate,party,incumbent,votes,percent"
    ),
    "ca-34-2024-timeline.csv": "election,date,release,candidate,party,votes",
    "hustings-reference-calendar.csv": "state,cycle,round,district,day,authority",
}
#: Cells near to what files hold, so that lines come far into a parser.
CELLS = st.one_of(
    st.sampled_from(
        ["", "CA", "WA", "GA", "LA", "PR", "34", "034", "1", "0", "99", "District 5", "U.S. House",
         "US HOUSE", "U.S. Representative", "President", "DEM", "W(R)/R", "W", "NPP (W/I)",
         "Jimmy Gomez", "Write-in", "Total Votes", "62,244", "-1", "1.0", "Unopposed", "*", "TRUE",
         "FALSE", "GEN", "PRI", "general", "jungle primary", "runoff", "primary", "2022", "2017",
         "20250910", "2022-06-07", "2024-03-05", "2024-03-05T18:56:35-08:00", "0001-01-01",
         "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "March 5, 2024, 8:04 p.m.",
         "March 5, 0001, 8:04 p.m.", "District Votes:", "Party Votes:", "01 - UNEXPIRED TERM",
         "9" * 30, "²", "٣", "\xa0", "special primary", "true", "9999-12-31"]
    ),
    st.text(max_size=12),
)  # fmt: skip
JSON_KEYS = st.sampled_from(
    ["raceTitle", "Reporting", "ReportingTime", "candidates", "Name", "Party", "Votes", "incumbent",
     "Election", "Date", "Timestamp", "ContestGroups", "Contests", "Title", "Candidates", "dates",
     "contests", "name", "votes", "party", "commit_time", "body", "Percent"]
)  # fmt: skip
JSON_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), CELLS,
    st.sampled_from(
        ["U.S. House of Representatives District 34 - Districtwide Results",
         "UNITED STATES REPRESENTATIVE, 34th District", "April 4, 2024, 4:21 p.m.",
         "2024-03-05T00:00:00-08:00", "2024-03-29T12:19:39", "41,611", "\ud800"]
    ),
)  # fmt: skip
JSON = st.recursive(
    JSON_LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(JSON_KEYS, inner, max_size=6)
    ),
    max_leaves=20,
)
RELAXED = settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def survive(name: str, content: bytes, folder: str = "") -> None:
    """Read; a file may be refused, and otherwise adds up (read asserts it) and fits the tables."""
    with suppress(SourceError):
        reading = read(name, content, folder)
        check_types("returns", reading.returns)
        check_types("counts", reading.counts)
        for table, row in reading.others:
            check_types(table, [row])


@pytest.mark.parametrize(("name", "folder"), NAMES)
@RELAXED
@given(content=st.binary(max_size=400))
def test_random_bytes(name, folder, content):
    survive(name, content, folder)


@pytest.mark.parametrize("name", HEADERS)
@RELAXED
@given(data=st.data())
def test_random_cells_under_the_right_header(name, data):
    width = HEADERS[name].count(",") + 1
    lines = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=6))
    body = "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in line) for line in lines)
    survive(name, f"{HEADERS[name]}\n{body}".encode(errors="replace"))


@pytest.mark.parametrize("name", HEADERS)
@RELAXED
@given(tail=st.binary(max_size=300))
def test_random_bytes_under_the_right_header(name, tail):
    survive(name, HEADERS[name].encode() + b"\n" + tail)


@pytest.mark.parametrize(("name", "folder"), [n for n in NAMES if ".json" in n[0]])
@RELAXED
@given(body=JSON)
def test_random_json(name, folder, body):
    survive(name, json.dumps(body).encode(), folder)


@RELAXED
@given(body=JSON, contests=st.lists(JSON, max_size=3))
def test_random_json_in_the_right_places(body, contests):
    heading = {
        "raceTitle": "U.S. House of Representatives District 34 - Districtwide Results",
        "Reporting": "100%",
        "ReportingTime": "April 4, 2024, 4:21 p.m.",
        "candidates": contests,
    }
    survive("us-rep-final-2024-04-04.json", json.dumps([heading, body]).encode())
    line = json.dumps({"commit_time": "2024-04-04T23:37:14+00:00", "body": heading})
    survive("us-rep-district-34-raw-snapshots.jsonl", line.encode(), "2024")
    county = {
        "Election": {"Date": "2024-03-05", "ContestGroups": [{"Contests": [
            {"Title": "UNITED STATES REPRESENTATIVE, 34th District", "Candidates": contests}]}]},
        "Timestamp": "2024-03-29",
    }  # fmt: skip
    survive("primary-results-final.json", json.dumps(county).encode(), "la-2024")
    named = {"name": "UNITED STATES REPRESENTATIVE, 34th District", "candidates": contests}
    series = {"dates": [["2024-03-05", 1]], "contests": [named, body]}
    survive("primary-timeframes.json", json.dumps(series).encode(), "la-2024")


@pytest.mark.parametrize(("name", "folder"), [n for n in NAMES if n[0].endswith(".json")])
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[" * 100_000, b"1" * 10_000, b'{"a": NaN}', b"[1e999]", b"\xef\xbb\xbf[]"],
)
def test_json_at_the_edge_is_refused(name, folder, content):
    with pytest.raises(SourceError):
        read(name, content, folder)


@pytest.mark.parametrize("name", HEADERS)
def test_an_empty_file_is_refused(name):
    with pytest.raises(SourceError):
        read(name, b"")
