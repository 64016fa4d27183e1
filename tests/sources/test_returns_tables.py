"""Tables of returns on small files made for one question each; no real files are needed."""

from __future__ import annotations

from datetime import date

import pytest
from returns_helpers import read

from hustings.errors import SourceError
from hustings.sources.pages import recognise

OE = "county,office,district,party,candidate,votes\n"


@pytest.mark.parametrize(
    "office",
    ["U.S. House", "US House", "U.S. Representative", "United States Representative",
     "U.S. House of Representatives", "US House of Representatives", "U.S. House 3"],
)  # fmt: skip
def test_openelections_knows_the_house_by_its_names(office):
    reading = read("20201103__wa__general.csv", f"{OE}King,{office},3,Democratic,A Person,5\n")
    assert [(r["district"], r["votes"], r["round"]) for r in reading.returns] == [
        ("WA-3", 5, "general")
    ]


@pytest.mark.parametrize(
    "office",
    ["State House", "State Representative", "State Representative (Pos. 1)", "President",
     "U.S. Senate", "House of Delegates", "U.S. House Committee of Something"],
)  # fmt: skip
def test_openelections_skips_other_offices_by_name(office):
    reading = read("20201103__wa__general.csv", f"{OE}King,{office},3,Democratic,A Person,5\n")
    assert reading.returns == []
    assert [r for r in reading.skipped if r.startswith("office: ")]


def test_openelections_finds_the_district_in_the_office():
    reading = read("20201103__wa__general.csv", f"{OE}King,U.S. House District 7,,Dem,A Person,5\n")
    assert [row["district"] for row in reading.returns] == ["WA-7"]


def test_openelections_special_in_the_office_is_a_special_round():
    line = "King,U.S. House (Unexpired Term),3,Democratic,A Person,5\n"
    reading = read("20201103__wa__general.csv", OE + line)
    assert [row["round"] for row in reading.returns] == ["special-general"]


def test_openelections_lines_that_count_something_else():
    body = "".join(
        f"King,U.S. House,3,,{name},{n}\n"
        for n, name in enumerate(["Write-in", "Over Votes", "Under Votes", "Blank", "Total"])
    )
    reading = read("20180807__wa__primary__county.csv", OE + body)
    assert [(r["kind"], r["write_in"]) for r in reading.returns] == [
        ("write-in", True), ("overvote", False), ("undervote", False), ("blank", False),
        ("total", False),
    ]  # fmt: skip
    assert {r["contest_party"] for r in reading.returns} == {None}


def test_openelections_reads_votes_by_way_of_voting_only_without_a_total():
    header = "county,precinct,office,district,party,candidate,election_day,absentee{}\n"
    line = "Bibb,P1,U.S. House,2,Democrat,A Person,10,5{}\n"
    split = read("20180724__ga__primary__runoff.csv", header.format("") + line.format(""))
    assert {r["mode"]: r["votes"] for r in split.returns} == {"election day": 10, "absentee": 5}
    assert {(r["level"], r["contest_party"]) for r in split.returns} == {("precinct", "DEM")}
    whole = read("20180724__ga__primary__runoff.csv", header.format(",votes") + line.format(",15"))
    assert [(r["mode"], r["votes"]) for r in whole.returns] == [(None, 15)]


def test_openelections_says_what_is_wrong_with_a_line():
    body = (
        "King,U.S. House,3,Dem,A Person,many\n"
        "King,U.S. House,3,Dem,A Person\n"
        "King,U.S. House,99,Dem,A Person,5\n"
        "King,U.S. House,3,Dem,,5\n"
        "King,U.S. House,3,Dem,A Person,\n"
        '"King,U.S. House,3,Dem,A Person,5\n'
    )
    reading = read("20201103__wa__general.csv", OE + body)
    assert dict(reading.rejected) == {
        "votes: not a whole number": 1,
        "it has fewer cells than the header": 1,
        "district: WA had no such district in 2020": 1,
        "candidate: empty": 1,
        "votes: empty": 1,
        "broken quotes: unexpected end of data": 1,
    }


def test_openelections_refuses_columns_that_its_page_does_not_know():
    with pytest.raises(SourceError, match="mystery"):
        read("20201103__wa__general.csv", "county,office,district,candidate,votes,mystery\n")


def test_openelections_refuses_a_file_without_the_columns_it_needs():
    with pytest.raises(SourceError, match="no column for candidate, district, office"):
        read("20201103__wa__general.csv", "county,votes\n")


def test_openelections_refuses_a_day_that_is_none():
    with pytest.raises(SourceError, match="name does not say"):
        read("20201399__wa__general.csv", OE)


def test_openelections_does_not_know_a_name_without_a_round():
    assert recognise("20201103__wa__county.csv") is None


def test_openelections_a_record_over_two_lines_is_two_lines():
    reading = read("20201103__wa__general.csv", f'{OE}King,U.S. House,3,Dem,"A\nPerson",5\n')
    assert (reading.loaded, reading.units) == (2, 3)
    assert [row["name"] for row in reading.returns] == ["A Person"]


FEC_HEADER_2012 = (
    "1.0,STATE ABBREVIATION,STATE,D,FEC ID#,(I),CANDIDATE NAME (First),CANDIDATE NAME (Last),"
    "CANDIDATE NAME,TOTAL VOTES,PARTY,PRIMARY VOTES,PRIMARY %,RUNOFF VOTES,RUNOFF %,"
    "GENERAL VOTES ,GENERAL %,GE RUNOFF ELECTION VOTES (LA),GE RUNOFF ELECTION % (LA),"
    '"COMBINED GE PARTY TOTALS (NY, SC)","COMBINED % (NY, SC)",GE WINNER INDICATOR,FOOTNOTES\n'
)
FEC_HEADER_2018 = (
    "line,STATE ABBREVIATION,STATE,DISTRICT,FEC ID#,(I),CANDIDATE NAME (First),"
    "CANDIDATE NAME (Last),CANDIDATE NAME,TOTAL VOTES,PARTY,PRIMARY VOTES,PRIMARY %,RUNOFF VOTES,"
    "RUNOFF %,GENERAL VOTES,GENERAL %,GE RUNOFF ELECTION VOTES (MS Senate),"
    'GE RUNOFF ELECTION % (MS Senate),"COMBINED GE PARTY TOTALS (CT, NY)","COMBINED % (CT, NY)",'
    "GE WINNER INDICATOR,FOOTNOTES\n"
)


def fec_line(state: str, seat: str, name: str, total: str, party: str, *rounds: str) -> str:
    primary, runoff, general, last = (*rounds, "", "", "", "")[:4]
    cells = ["9", state, "", seat, "n/a", "", "", "", f'"{name}"', total, party, primary, "",
             runoff, "", general, "", last, "", "", "", "", ""]  # fmt: skip
    return ",".join(cells) + "\n"


@pytest.mark.parametrize(
    ("name", "header", "cycle"),
    [
        ("fec-2012-us-house-and-senate-results.csv", FEC_HEADER_2012, 2012),
        ("fec-2018-us-house-results.csv", FEC_HEADER_2018, 2018),
    ],
)
def test_fec_reads_the_headers_of_its_years(name, header, cycle):
    body = (
        fec_line("CA", "34", "Gomez, Jimmy", "", "D", "54661", "", "110195")
        + fec_line("CA", "34", "Lopez, A", "", "W(NOP)", "42")
        + fec_line("CA", "34", "", "District Votes:", "", "54703", "", "110195")
        + fec_line("CA", "S", "Feinstein, Dianne", "", "D", "1", "", "2")
        + fec_line("CA", "H", "", "Total State Votes:", "", "54703", "", "110195")
        + fec_line("", "", "", "", "")
    )
    reading = read(name, header + body)
    assert {r["cycle"] for r in reading.returns} == {cycle}
    assert [(r["round"], r["kind"], r["votes"]) for r in reading.returns] == [
        ("primary", "candidate", 54661), ("general", "candidate", 110195),
        ("primary", "candidate", 42), ("primary", "total", 54703), ("general", "total", 110195),
    ]  # fmt: skip
    assert reading.skipped["office: U.S. Senate is not the U.S. House"] == 1
    assert reading.skipped["a sum over the state's districts"] == 1


def test_fec_an_unnamed_write_in_stands_below_its_party():
    body = (
        fec_line("IA", "01", "Blum, Rod", "", "R", "13411")
        + fec_line("IA", "01", "Scattered", "", "W", "88")
        + fec_line("IA", "01", "Someone, Else", "", "W(GRE)", "7")
        + fec_line("IA", "02", "Scattered", "", "W", "3")
    )
    reading = read("fec-2018-us-house-results.csv", FEC_HEADER_2018 + body)
    assert [(r["name"], r["kind"], r["contest_party"]) for r in reading.returns] == [
        ("Blum, Rod", "candidate", "REP"),
        ("Scattered", "write-in", "REP"),
        ("Someone, Else", "candidate", "GRN"),
    ]
    assert dict(reading.rejected) == {"party: empty, in a party's primary": 1}


def test_fec_marks_of_footnotes_are_no_votes():
    body = fec_line("TX", "15", "Leone, Ross", "", "LIB", "*", "", "3442") + fec_line(
        "TX", "15", "Gone, A", "", "GRE", "#"
    )
    reading = read("fec-2018-us-house-results.csv", FEC_HEADER_2018 + body)
    assert [(r["round"], r["votes"]) for r in reading.returns] == [("general", 3442)]
    assert reading.skipped["no votes: nominated or withdrawn without a vote"] == 1


def test_fec_a_word_in_place_of_votes_is_rejected():
    body = fec_line("TX", "15", "Leone, Ross", "", "LIB", "many", "", "3442")
    reading = read("fec-2018-us-house-results.csv", FEC_HEADER_2018 + body)
    assert reading.returns == []
    assert dict(reading.rejected) == {"votes: not a whole number": 1}


def test_fec_refuses_a_year_without_a_general_election():
    with pytest.raises(SourceError, match="2019"):
        read("fec-2019-us-house-results.csv", FEC_HEADER_2018)


FTE = (
    "id,race_id,state_abbrev,state,office_id,office_name,office_seat_name,cycle,stage,special,party,"
    "politician_id,candidate_id,candidate_name,ballot_party,ranked_choice_round,votes,percent,"
    "unopposed,winner,alt_result_text,source\n"
)


def test_fivethirtyeight_rounds_kinds_and_unopposed():
    body = (
        "1,1,LA,,1,U.S. House,District 5,2014,jungle primary,false,,,,A Person,REP,,5,,,false,,x\n"
        "2,1,LA,,1,U.S. House,District 5,2014,runoff,false,,,,A Person,REP,,6,,,true,,x\n"
        "3,1,FL,,1,U.S. House,District 5,2022,general,false,,,,B Person,REP,,,,true,true,,x\n"
        "4,1,NY,,1,U.S. House,District 6,2022,general,false,,,,,,,4578,,,,Blank,x\n"
        "5,1,NY,,1,Governor,,2022,general,false,,,,C,,,4578,,,,,x\n"
        "6,1,MT,,1,U.S. House,District 1,2017,general,true,,,,D Person,W,,7,,,false,,x\n"
    )
    rows = read("election_results_house_2023-11-08.csv", FTE + body).returns
    assert [(r["district"], r["round"], r["votes"], r["kind"]) for r in rows] == [
        ("LA-5", "general", 5, "candidate"),
        ("LA-5", "runoff", 6, "candidate"),
        ("FL-5", "general", None, "candidate"),
        ("NY-6", "general", 4578, "blank"),
        ("MT-AL", "special-general", 7, "candidate"),
    ]
    assert [r["unopposed"] for r in rows] == [False, False, True, False, False]
    assert (rows[4]["write_in"], rows[4]["cycle"], rows[0]["authority"]) == (True, 2018, "x")


def test_plain_returns_must_be_of_the_day_in_their_name():
    body = (
        "election_date,district,candidate,party_preference,write_in,votes,"
        "percent_tenths_as_published\n"
        "2022-06-07,34,Jimmy Gomez,DEM,0,45376,507\n"
        "2022-06-08,34,David Kim,DEM,0,34921,390\n"
        "2022-06-07,34,Someone Else,NPP,1,5,0\n"
    )
    reading = read("ca-us-house-primary-2022-06-07.csv", body)
    assert [(r["votes"], r["write_in"], r["round"]) for r in reading.returns] == [
        (45376, False, "primary"), (5, True, "primary"),
    ]  # fmt: skip
    assert dict(reading.rejected) == {"election_date: not the day in the file's name": 1}


def test_compiled_rows_name_their_source():
    body = (
        "date,round,rule,district_map,candidate,party,votes,contest_total,percent,outcome,source,"
        "note\n"
        "2017-06-06,special runoff,plurality,2011 map,J. Gomez,DEM,25569,43179,59.2,elected,a,b\n"
        "2014-06-03,primary,top-two,2011 map,J. T. Smith,NPP write-in,48,30987,0.1,,a,\n"
    )
    rows = read("ca-34-all-rounds.csv", body).returns
    assert [(r["round"], r["authority"], r["winner"], r["write_in"], r["party"]) for r in rows] == [
        ("special-general", "a; b", True, False, "DEM"),
        ("primary", "a", None, True, "NPP"),
    ]


MIT = (
    "year,state,state_po,state_fips,state_cen,state_ic,office,district,stage,runoff,special,"
    "candidate,party,writein,mode,candidatevotes,totalvotes,unofficial,version,fusion_ticket\n"
)


def mit_line(**changes: str) -> str:
    cells = {
        "year": "2018", "state": "", "po": "NC", "f": "", "c": "", "i": "", "office": "US HOUSE",
        "district": "9", "stage": "GEN", "runoff": "", "special": "FALSE", "candidate": "A PERSON",
        "party": "DEMOCRAT", "writein": "FALSE", "mode": "TOTAL", "votes": "10", "total": "20",
        "unofficial": "FALSE", "version": "20250910", "fusion": "FALSE", **changes,
    }  # fmt: skip
    return ",".join(cells.values()) + "\n"


def test_mit_lines_by_status_mode_and_round():
    body = (
        mit_line(unofficial="TRUE")
        + mit_line(candidate="WRITEIN", party="", writein="TRUE", votes="3")
        + mit_line(po="TX", district="23", year="2006", candidate="CIRO D RODRIGUEZ")
        + mit_line(po="TX", district="23", year="2006", special="TRUE", candidate="B")
        + mit_line(po="LA", district="4", year="2008", candidate="C")
        + mit_line(po="FL", votes="1", total="-1", candidate="D")
    )
    rows = read("1976-2024-house.csv", MIT + body).returns
    assert rows[0]["status"] == "unofficial"
    assert (rows[1]["kind"], rows[1]["party"], rows[1]["write_in"]) == ("write-in", None, True)
    assert [(r["round"], r["contest_date"]) for r in rows[2:5]] == [
        ("special-runoff", date(2006, 12, 12)),
        ("special-general", date(2006, 11, 7)),
        ("general", date(2008, 12, 6)),
    ]
    assert (rows[5]["votes"], rows[5]["unopposed"]) == (None, True)


def test_mit_a_line_that_stands_twice_is_rejected_once():
    reading = read("1976-2024-house.csv", MIT + mit_line() + mit_line() + mit_line(votes="11"))
    assert len(reading.returns) == 2
    assert dict(reading.rejected) == {"the same line stands earlier in the file": 1}


def test_mit_says_what_is_wrong_with_a_line():
    body = (
        mit_line(votes="-5") + mit_line(stage="XYZ") + mit_line(year="1875")
        + mit_line(version="x") + mit_line(runoff="PERHAPS")
    )  # fmt: skip
    reading = read("1976-2024-house.csv", MIT + body)
    assert reading.returns == []
    assert set(reading.rejected) == {
        "votes: not a whole number", "stage: neither GEN nor PRI", "year: out of range",
        "version: not a day written 20250910", "runoff: neither yes nor no",
    }  # fmt: skip
