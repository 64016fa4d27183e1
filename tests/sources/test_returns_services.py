"""Counts and results in JSON, from small files made for one question each."""

from __future__ import annotations

import json
from datetime import date

import pytest
from returns_helpers import read

from hustings.errors import SourceError
from hustings.sources.files import memory_file
from hustings.sources.pages import page, recognise


def sos(district: int = 34, where: str = "Districtwide", **changes: object) -> dict[str, object]:
    return {
        "raceTitle": f"U.S. House of Representatives District {district} - {where} Results",
        "Reporting": "100% (153 of 153) precincts reporting",
        "ReportingTime": "April 4, 2024, 4:21 p.m.",
        "candidates": [
            {"Name": "Jimmy Gomez", "Party": "Dem", "Votes": "41,611", "incumbent": True},
            {"Name": "Aaron Reveles", "Party": "P&F", "Votes": "3,223", "incumbent": False},
        ],
        **changes,
    }


def test_ca_sos_reads_a_list_and_a_single_contest_alike():
    single = read("us-rep-district-34.json", json.dumps(sos()), "final-2024-04-04")
    listed = read("us-rep-final-2024-04-04.json", json.dumps([sos()]))
    assert single.returns == listed.returns
    first = single.returns[0]
    assert (first["votes"], first["party"], first["incumbent"]) == (41611, "DEM", True)
    assert (first["round"], first["contest_date"], first["status"]) == (
        "primary", date(2024, 3, 5), "certified",
    )  # fmt: skip
    assert single.as_of == date(2024, 4, 4)


def test_ca_sos_a_county_is_a_county():
    reading = read(
        "us-rep-district-34-county-los-angeles-final.json",
        json.dumps([sos(where="Los Angeles County"), sos()]),
        "results-2024",
    )
    assert [(r["level"], r["county"]) for r in reading.returns[::2]] == [
        ("county", "Los Angeles"), ("district", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reported", "status"),
    [
        ("March 5, 2024, 11:59 p.m.", "election-night"),
        ("March 6, 2024, noon", "election-night"),
        ("March 29, 2024, 12:24 p.m.", "canvass"),
        ("April 4, 2024, midnight", "certified"),
    ],
)
def test_ca_sos_a_report_is_certified_only_after_the_canvass(reported, status):
    body = json.dumps(sos(ReportingTime=reported))
    reading = read("us-rep-district-34.json", body, "2024-03")
    assert {row["status"] for row in reading.returns} == {status}


def test_ca_sos_votes_shown_before_the_polls_close_are_a_test():
    body = json.dumps(sos(ReportingTime="March 5, 2024, 3:45 p.m."))
    reading = read("us-rep-district-34.json", body, "2024-03")
    assert reading.returns == []
    assert dict(reading.rejected) == {"ReportingTime: before the polls closed": 1}


def test_ca_sos_a_file_that_names_no_year_must_be_told_it():
    found = recognise("us-rep-district-34.json", "downloads/us-rep-district-34.json")
    assert found is not None
    described, scope = found
    with pytest.raises(SourceError, match="--scope counted="):
        list(described.read(memory_file("us-rep-district-34.json", b"{}"), scope))


@pytest.mark.parametrize(
    "changes",
    [
        {"candidates": []}, {"candidates": None}, {"ReportingTime": "soon"}, {"Reporting": 5.5},
        {"candidates": [{"Name": "A", "Party": "Dem", "Votes": "1,2", "incumbent": True}]},
        {"candidates": [{"Name": "A", "Party": "Dem", "Votes": "12", "incumbent": "no"}]},
        {"candidates": [{"Name": "\ud800", "Party": "Dem", "Votes": "12"}]},
        {"candidates": ["A"]},
        {"ReportingTime": "April 4, 1924, 4:21 p.m."},
        {"ReportingTime": "April 4, 9999, 4:21 p.m."},
    ],
)  # fmt: skip
def test_ca_sos_a_contest_is_loaded_whole_or_not_at_all(changes):
    reading = read("us-rep-final-2024-04-04.json", json.dumps([sos(**changes), sos(1)]))
    assert (reading.loaded, reading.rejected.total()) == (1, 1)
    assert {row["district"] for row in reading.returns} == {"CA-1"}


def test_ca_sos_other_offices_are_skipped():
    title = "State Senate District 1 - Districtwide Results"
    body = json.dumps([sos(), sos(raceTitle=title)])
    reading = read("us-rep-final-2024-04-04.json", body)
    assert reading.skipped == {"office: not the U.S. House": 1}


@pytest.mark.parametrize("body", ["{}", "[]", "[1]", '"text"', "null", '[{"raceTitle": 1}, 2]'])
def test_ca_sos_something_else_is_refused(body):
    with pytest.raises(SourceError, match="raceTitle"):
        read("us-rep-final-2024-04-04.json", body)


SNAPSHOTS = (
    "commit,commit_time,reporting_time,reporting,district,candidate,party,incumbent,votes,percent\n"
)


def test_counts_of_the_state_are_in_utc():
    body = (
        'a,2024-03-05T18:56:35-08:00,"March 5, 2024, 3:45 p.m.",0%,34,Jimmy Gomez,Dem,true,0,0.0\n'
        'b,2024-03-06T04:06:30+00:00,"March 5, 2024, 8:04 p.m.",1%,34,Jimmy Gomez,Dem,true,9,0.1\n'
    )
    reading = read("us-rep-snapshots-2024-primary.csv", SNAPSHOTS + body)
    times = [(str(r["counted_at"]), str(r["reported_at"])) for r in reading.counts]
    assert times == [
        ("2024-03-06 02:56:35", "2024-03-05 15:45:00"),
        ("2024-03-06 04:06:30", "2024-03-05 20:04:00"),
    ]
    assert reading.as_of == date(2024, 3, 6)


def test_counts_without_a_zone_or_before_the_polls_close_are_rejected():
    body = (
        'a,2024-03-05T18:56:35,"March 5, 2024, 8:45 p.m.",0%,34,Jimmy Gomez,Dem,true,0,0.0\n'
        'b,2024-03-05T15:46:30-08:00,"March 5, 2024, 3:45 p.m.",1%,34,J Gomez,Dem,true,9,0.1\n'
    )
    reading = read("us-rep-snapshots-2024-primary.csv", SNAPSHOTS + body)
    assert dict(reading.rejected) == {
        "commit_time: not a time with its zone": 1,
        "votes: reported before the polls closed": 1,
    }


def test_lines_of_json_that_cannot_be_read_are_rejected_one_by_one():
    good = json.dumps({"commit_time": "2024-04-04T23:37:14+00:00", "body": sos()})
    county = json.dumps(
        {"commit_time": "2024-04-04T23:37:14+00:00", "body": sos(where="Kern County")}
    )
    body = f"{good}\nnot json\n\n[]\n{county}\n{good[:-5]}\n"
    reading = read("us-rep-district-34-raw-snapshots.jsonl", body, "results-2024")
    assert (reading.loaded, len(reading.counts)) == (1, 2)
    assert reading.rejected.total() == 3
    assert reading.skipped == {
        "blank line": 1, "contest: one county's part, not the district": 1,
    }  # fmt: skip


def county_body(**changes: object) -> str:
    def representative(number: str, votes: int) -> dict[str, object]:
        return {
            "Title": f"UNITED STATES REPRESENTATIVE, {number} District",
            "Candidates": [{"Name": "JIMMY GOMEZ", "Party": "Democratic", "Votes": votes}],
        }

    election = {
        "Date": "2024-03-05T00:00:00-08:00",
        "ContestGroups": [
            {"Contests": [representative("34th", 5), representative("23rd", 5)]},
            {"Contests": [{"Title": "DISTRICT ATTORNEY", "Candidates": []}]},
        ],
        **changes,
    }
    return json.dumps({"Election": election, "Timestamp": "2024-03-29T12:19:39.973"})


def test_la_county_loads_whole_districts_and_skips_parts():
    reading = read("primary-results-final.json", county_body(), "la-2024")
    assert [(r["district"], r["level"], r["county"], r["votes"]) for r in reading.returns] == [
        ("CA-34", "county", "Los Angeles", 5)
    ]
    assert reading.skipped == {
        "contest: only a part of the district is known to lie in the county": 1,
        "office: not the U.S. House": 1,
    }
    assert reading.as_of == date(2024, 3, 29)


def test_la_county_a_contest_of_zeros_is_rejected():
    body = county_body().replace('"Votes": 5', '"Votes": 0')
    reading = read("primary-results-final.json", body, "la-2024")
    assert reading.returns == []
    assert list(reading.rejected) == ["Votes: all are zero, as in a file made before the count"]


def test_la_county_refuses_a_file_of_another_year_than_its_folder():
    with pytest.raises(SourceError, match="2024-03-05, not of 2022"):
        read("primary-results-final.json", county_body(), "la-2022")


def test_la_county_on_another_map_no_district_is_known_to_be_whole():
    body = county_body(Date="2026-06-02T00:00:00-08:00")
    reading = read("primary-results-final.json", body, "la-2026")
    assert reading.returns == []


def test_la_county_releases_of_one_day_stay_in_order():
    body = (
        "election,date,release,candidate,party,votes,contest_total\n"
        "primary,2024-03-05,1,DAVID KIM,Democratic,6558,27081\n"
        "primary,2024-03-05,2,DAVID KIM,Democratic,7156,30229\n"
        "primary,2024-03-06,1,DAVID KIM,Democratic,11365,47092\n"
    )
    rows = read("ca-34-2024-timeline.csv", body).counts
    assert [row["votes"] for row in sorted(rows, key=lambda row: row["counted_at"])] == [
        6558, 7156, 11365,
    ]  # fmt: skip
    assert {row["contest_date"] for row in rows} == {date(2024, 3, 5)}
    assert rows[0]["counted_at"].date() == date(2024, 3, 6)


def test_la_county_a_release_after_the_end_of_time_is_rejected():
    body = (
        "election,date,release,candidate,party,votes,contest_total\n"
        "primary,9999-12-31,1,DAVID KIM,Democratic,6558,27081\n"
        "primary,2024-03-05,60,DAVID KIM,Democratic,6558,27081\n"
    )
    assert read("ca-34-2024-timeline.csv", body).rejected == {"release: out of range": 2}


@pytest.mark.parametrize(
    "name",
    ["0018nov18-end.ets", "2641jun18.json", "general-election_data.json", "houseResults.json"],
)
def test_files_that_are_no_returns_are_refused_with_what_to_do(name):
    with pytest.raises(SourceError, match="Load "):
        read(name, "anything")


def test_the_page_of_refused_files_loads_nothing():
    assert page("returns.refused").tables == ("returns",)
