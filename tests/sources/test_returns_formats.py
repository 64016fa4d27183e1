"""Clarity, NIST SP 1500-100 and plain tables: what is read from each, and what is refused."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from xml.etree import ElementTree

import pytest
from returns_helpers import ELECTIONS, check_types, read, shared, votes

from hustings.errors import HustingsError, Refused, SourceError
from hustings.sources.files import memory_file
from hustings.sources.returns import nist, plain
from hustings.sources.returns.reading import read_sheet
from hustings.sources.returns.sheets import Contest, Sheet

CLARITY = "format-samples/clarity-enr/"
NIST = "format-samples/nist-1500-100/"


def sheet(path: str) -> Sheet:
    """A real file, every contest of it; the test is skipped if the folder of files is absent."""
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    file = ELECTIONS / path
    return read_sheet(memory_file(file.name, file.read_bytes()))


def of_text(text: str | bytes, name: str = "returns.csv") -> Sheet:
    return read_sheet(memory_file(name, text.encode() if isinstance(text, str) else text))


def added(contest: Contest, kind: str = "candidate") -> dict[str, int]:
    """Votes by name, places and ways of voting added up."""
    found: Counter[str] = Counter()
    for one in contest.counts:
        if one.kind == kind:
            found[one.name] += one.votes or 0
    return dict(found)


# Clarity


@pytest.mark.shared
def test_clarity_of_a_state_agrees_with_openelections_in_every_contest():
    """Two publishers' files of Georgia's runoffs of 24 July 2018: 18 contests, 36 candidates."""
    clarity = sheet(CLARITY + "ga-20180724__ga__primary__runoff.xml")
    table = sheet("openelections-ga/20180724__ga__primary__runoff.csv")
    assert len(clarity.contests) == 18
    ours = sorted(sorted(added(one).values()) for one in clarity.contests)
    theirs = sorted(sorted(added(one).values()) for one in table.contests)
    assert ours == theirs


@pytest.mark.shared
def test_clarity_house_contests_go_into_the_record_by_county_and_way_of_voting():
    reading = shared(CLARITY + "ga-20180724__ga__primary__runoff.xml")
    check_types("returns", reading.returns)
    assert votes(reading.returns, district="GA-6") == {"KEVIN ABEL": 12431, "LUCY MCBATH": 14504}
    assert {row["county"] for row in reading.returns if row["district"] == "GA-7"} == {
        "Forsyth", "Gwinnett",
    }  # fmt: skip
    assert {row["mode"] for row in reading.returns} == {
        "election day", "absentee by mail", "advance in person", "provisional",
    }  # fmt: skip
    assert {row["round"] for row in reading.returns} == {"primary-runoff"}
    assert {row["contest_party"] for row in reading.returns} == {"DEM"}
    assert reading.as_of == date(2018, 8, 3)


@pytest.mark.shared
def test_clarity_reads_precincts_overvotes_and_undervotes_of_a_county():
    [contest] = sheet(CLARITY + "clarify-precinct.xml").contests
    assert added(contest) == {
        "Matt BEVIN": 820, "Brad COPAS": 11, "Mitch McCONNELL": 1135, "Chris PAYNE": 48,
        "Shawna STERLING": 46,
    }  # fmt: skip
    assert added(contest, "overvote") == {"Overvotes": 0}
    assert added(contest, "undervote") == {"Undervotes": 0}
    assert len({one.precinct for one in contest.counts}) == 33  # with absentees as one
    assert contest.party == "REP"


@pytest.mark.shared
def test_clarity_counts_of_precincts_are_no_votes():
    [contest] = sheet(CLARITY + "ga-detail_bartow.xml").contests
    assert sum(added(contest).values()) == 2710
    assert {one.kind for one in contest.counts} == {"candidate"}


@pytest.mark.shared
def test_clarity_party_in_the_name_is_the_party():
    [contest] = sheet(CLARITY + "ga-20180213__ga__special.xml").contests
    assert {(one.name, one.party) for one in contest.counts} == {
        ("TREVA GEAR", "DEM"), ("JOHN LAHOOD", "REP"), ("BRUCE PHELPS", "REP"),
        ("COY REAVES", "REP"),
    }  # fmt: skip


@pytest.mark.shared
def test_clarity_a_contest_that_does_not_add_up_is_rejected_whole():
    """The sample was cut: its ways of voting add to 15,611 fewer than its total."""
    found = sheet(CLARITY + "clarify-county.xml")
    assert (found.loaded, found.rejected) == (0, 1)
    assert found.contests[0].problems == (
        "Tom Cotton: its vote types add to 462,123, totalVotes says 477,734",
    )
    assert not found.contests[0].counts


def _clarity(change: str = "", by: str = "") -> str:
    text = """<?xml version="1.0"?>
<ElectionResult><Timestamp>11/6/2018 9:00:00 PM EST</Timestamp>
<ElectionName>2018 General Election</ElectionName><ElectionDate>11/6/2018</ElectionDate>
<Region>GA</Region>
<Contest key="1" text="US House District 6" isQuestion="false">
<VoteType name="Undervotes" votes="5"><County name="Cobb" votes="5" /></VoteType>
<Choice key="1" text="A Able (Dem)" totalVotes="30"><VoteType name="Election Day" votes="30">
<County name="Cobb" votes="10" /><County name="Fulton" votes="20" /></VoteType></Choice>
<Choice key="2" text="B Best (I) (Rep)" totalVotes="7"><VoteType name="Election Day" votes="7">
<County name="Cobb" votes="7" /><County name="Fulton" votes="0" /></VoteType></Choice>
</Contest></ElectionResult>"""
    assert change in text
    return text.replace(change, by, 1) if change else text


def test_clarity_in_small():
    [contest] = of_text(_clarity(), "detail.xml").contests
    assert added(contest) == {"A Able": 30, "B Best": 7}
    assert added(contest, "undervote") == {"Undervotes": 5}
    assert {one.party for one in contest.counts if one.kind == "candidate"} == {"DEM", "REP"}


@pytest.mark.parametrize(
    ("change", "by", "why"),
    [
        ('<County name="Cobb" votes="7" />', '<County name="Cobb" votes="8" />', "add to 8, votes says 7"),
        ('totalVotes="30"', 'totalVotes="31"', "add to 30, totalVotes says 31"),
        ('totalVotes="7"', 'totalVotes="-7"', "totalVotes: not a whole number"),
        ('totalVotes="7"', 'totalVotes="7.5"', "totalVotes: not a whole number"),
        ('totalVotes="7"', 'totalVotes=""', "totalVotes: empty"),
        ('"Undervotes"', '"Ballots of Mars"', "beside the choices is not known"),
        ('<County name="Fulton" votes="20" />', '<Planet name="Mars" votes="20" />', "is no place"),
        ('text="A Able (Dem)"', 'text=""', "candidate: empty"),
    ],
)  # fmt: skip
def test_clarity_what_cannot_be_right_rejects_the_contest(change, by, why):
    found = of_text(_clarity(change, by), "detail.xml")
    assert (found.loaded, found.rejected) == (0, 1)
    assert why in found.contests[0].problems[0]


def test_clarity_votes_before_the_vote_are_a_test():
    with pytest.raises(SourceError, match=r"reports votes on 2018-10-11, before the vote"):
        of_text(_clarity("11/6/2018 9:00:00", "10/11/2018 4:33:00"), "detail.xml")


# NIST SP 1500-100

WITH_RESULTS = {
    "post_election_sample_feed_precincts.xml": 15,
    "post_election_sample_feed_summary.xml": 15,
    "virtual_contest_sample_feed.xml": 2,
}


@pytest.mark.shared
def test_nist_of_sixteen_feeds_three_have_results_and_the_others_say_so():
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    files = sorted((ELECTIONS / NIST).iterdir())
    assert len(files) == 16
    told = {}
    for file in files:
        try:
            told[file.name] = len(sheet(NIST + file.name).contests)
        except HustingsError as refused:
            told[file.name] = str(refused)
    assert {name: said for name, said in told.items() if isinstance(said, int)} == WITH_RESULTS
    none = [said for said in told.values() if isinstance(said, str)]
    assert sum("it has no results" in said for said in none) == 11
    assert "root is 'FeedDeliveryReport'" in told["metadata_sample_feed.xml"]
    assert "is not XML: not well-formed" in told["election_dates_sample_feed.xml"]


@pytest.mark.shared
def test_nist_totals_are_not_added_to_the_ways_of_voting():
    governor = sheet(NIST + "post_election_sample_feed_summary.xml").contests[2]
    assert governor.title == "Governor of Virginia"
    assert added(governor) == {
        "Ken T. Cuccinelli II": 14259, "Robert C. Sarvis": 14463, "Terry R. McAuliffe": 12453,
    }  # fmt: skip
    assert {one.mode for one in governor.counts} == {"absentee", "early", "election day"}
    assert [one.party for one in governor.counts][::3] == ["REP", "LIB", "DEM"]


@pytest.mark.shared
def test_nist_precincts_add_up_to_what_a_plain_walk_of_the_file_finds():
    """Counted again without our reader: every `total` of a place that no other place holds."""
    found = sheet(NIST + "post_election_sample_feed_precincts.xml")
    root = ElementTree.parse(ELECTIONS / NIST / "post_election_sample_feed_precincts.xml")
    again = [
        sum(
            int(one.findtext("Count"))
            for one in selection.iter("VoteCounts")
            if one.findtext("Type") == "total"
        )
        for selection in root.iter("BallotSelection")
    ]
    ours = [total for contest in found.contests for total in added(contest).values()]
    assert ours == again
    assert sum(ours) == sum(again) > 3_000_000


@pytest.mark.shared
def test_nist_write_ins_are_told():
    north = sheet(NIST + "virtual_contest_sample_feed.xml").contests[0]
    assert {(one.name, one.write_in) for one in north.counts} == {
        ("Père Noël", False), ("Santa Claus", True),
    }  # fmt: skip


def _nist_json(**changed: object) -> dict:
    """A report in the JSON of version 2: one House race in two counties, and their district."""
    counts = {"d": (40, 60), "r": (30, 25)}
    selections = [
        {
            "@type": "ElectionResults.CandidateSelection", "@id": f"s{who}",
            "CandidateIds": [f"c{who}"],
            "VoteCounts": [
                *({"@type": "ElectionResults.VoteCounts", "GpUnitId": unit, "Type": "total",
                   "Count": count} for unit, count in zip(("u1", "u2"), both, strict=True)),
                {"GpUnitId": "u0", "Type": "total", "Count": sum(both)},
            ],
        }
        for who, both in counts.items()
    ]  # fmt: skip
    return {
        "@type": "ElectionResults.ElectionReport",
        "GeneratedDate": "2024-12-01T10:00:00-05:00",
        "Status": "certified",
        "GpUnit": [
            {"@id": "u0", "Type": "congressional", "Name": "District 6", "ComposingGpUnitIds": ["u1", "u2"],
             "ExternalIdentifier": [{"Type": "ocd-id", "Value": "ocd-division/country:us/state:ga/cd:6"}]},
            {"@id": "u1", "Type": "county", "Name": "Cobb"},
            {"@id": "u2", "Type": "county", "Name": "Fulton"},
        ],
        "Party": [{"@id": "pd", "Name": {"Text": [{"Content": "Democratic"}]}, "Abbreviation": {"Text": [{"Content": "DEM"}]}},
                  {"@id": "pr", "Name": {"Text": [{"Content": "Republican"}]}}],
        "Election": [{
            "@type": "ElectionResults.Election", "Type": "general", "StartDate": "2024-11-05",
            "Candidate": [
                {"@id": "cd", "PartyId": "pd", "BallotName": {"Text": [{"Content": "A Able", "Language": "en"}]}},
                {"@id": "cr", "PartyId": "pr", "BallotName": {"Text": [{"Content": "B Best", "Language": "en"}]}},
            ],
            "Contest": [{
                "@type": "ElectionResults.CandidateContest", "Name": "US House District 6",
                "ContestSelection": selections,
                "OtherCounts": [{"GpUnitId": "u0", "Overvotes": 3, "Undervotes": 4}],
            }],
        }],
        **changed,
    }  # fmt: skip


def test_nist_json_counts_nested_places_once():
    [contest] = of_text(json.dumps(_nist_json()), "report.json").contests
    assert added(contest) == {"A Able": 100, "B Best": 55}
    assert [one.party for one in contest.counts[:2]] == ["DEM", "REP"]
    assert added(contest, "overvote") == {"Overvotes": 3}
    assert added(contest, "undervote") == {"Undervotes": 4}


def test_nist_json_goes_into_the_record():
    reading = read("nist_ga_2024-11-05.json", json.dumps(_nist_json()))
    check_types("returns", reading.returns)
    assert votes(reading.returns, district="GA-6", round="general") == {"A Able": 100, "B Best": 55}
    assert reading.as_of == date(2024, 12, 1)


def test_nist_a_test_is_no_result():
    with pytest.raises(Refused, match="IsTest"):
        of_text(json.dumps(_nist_json(IsTest=True)), "report.json")


def test_nist_places_within_that_exceed_the_whole_reject_the_contest():
    report = _nist_json()
    report["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][2]["Count"] = 90
    found = of_text(json.dumps(report), "report.json")
    assert "the places within add to 100, the whole says 90" in found.contests[0].problems[0]


@pytest.mark.parametrize("count", [-1, 1.5, "many", None, True])
def test_nist_a_count_that_is_none_rejects_the_contest(count):
    report = _nist_json()
    report["Election"][0]["Contest"][0]["ContestSelection"][0]["VoteCounts"][0]["Count"] = count
    assert of_text(json.dumps(report), "report.json").rejected == 1


def test_nist_names_in_collections_and_namespaces_are_the_same_names():
    text = '<n:ElectionReport xmlns:n="x"><n:PartyCollection><n:Party ObjectId="p"><n:Name>Q</n:Name></n:Party></n:PartyCollection></n:ElectionReport>'
    node = nist.node_of(ElementTree.fromstring(text))
    assert [
        nist.word(one, "@id") + nist.word(one, "Name") for one in nist.nodes(node, "Party")
    ] == ["pQ"]


# XML that is no data


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><ElectionResult>&x;</ElectionResult>',
         "declares a document type or entities"),
        ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><ElectionResult>&b;</ElectionResult>',
         "declares a document type or entities"),
        ('<!DOCTYPE r SYSTEM "http://localhost/x.dtd"><ElectionResult/>', "declares a document type"),
        ("<ElectionResult>" + "<a>" * 5000 + "</a>" * 5000 + "</ElectionResult>", "nested too deeply"),
        ("<ElectionResult><Contest></ElectionResult>", "it is not XML: mismatched tag"),
        ('<?xml version="1.0" encoding="klingon"?><ElectionResult/>', "it is not XML"),
        ("<html><body>404</body></html>", "its root is 'html'"),
        ("<ElectionResult/>", "ElectionDate: not a day"),
    ],
)  # fmt: skip
def test_hostile_or_other_xml_is_refused_in_a_sentence(text, why):
    with pytest.raises(SourceError, match=why):
        of_text(text, "detail.xml")


# Plain tables


@pytest.mark.parametrize(
    "heading",
    ["candidate,votes", "Candidate Name,Total Votes", "choice_name,total_votes", "NAME,Vote Count",
     "candidate,candidatevotes", "Choice,Votes Received", "\ufeffcandidate,votes"],
)  # fmt: skip
def test_plain_headings_as_people_write_them(heading):
    [contest] = of_text(f'{heading}\nA Able,10\nB Best,"1,200"\n').contests
    assert added(contest) == {"A Able": 10, "B Best": 1200}


def test_plain_a_missing_column_is_named_with_what_the_first_line_says():
    with pytest.raises(SourceError, match=r"no column for votes: it says 'candidate', 'party'"):
        of_text("candidate,party\nA,DEM\n")
    with pytest.raises(SourceError, match="no column for candidate and votes"):
        of_text("who;how many\nA;4\n")


def test_plain_columns_that_nothing_reads_are_told():
    assert of_text("candidate,votes,zodiac\nA,4,leo\n").notes == ("Columns not read: zodiac.",)


def test_plain_precincts_modes_and_their_sums_count_once():
    text = (
        "office,precinct,mode,candidate,votes\n"
        "Mayor,1,early,A,10\nMayor,1,election day,A,20\nMayor,1,total,A,30\n"
        "Mayor,2,early,A,1\nMayor,2,election day,A,2\nMayor,2,total,A,3\n"
        "Mayor,,early,A,11\nMayor,,election day,A,22\n"
        "Mayor,Total,total,A,33\n"
    )
    [contest] = of_text(text).contests
    assert added(contest) == {"A": 33}
    assert not contest.problems
    assert not contest.notes


def test_plain_a_line_without_a_place_that_is_no_sum_is_a_problem():
    [contest] = of_text("county,candidate,votes\nKing,A,10\nPierce,A,5\n,A,20\n").contests
    assert "a sum or more votes?" in contest.problems[0]
    assert "15" in contest.problems[0]


def test_plain_a_sum_that_does_not_add_up_is_said():
    [contest] = of_text("county,candidate,votes\nKing,A,10\nTotal Votes,A,12\n").contests
    assert added(contest) == {"A": 10}
    assert contest.notes == ("Line 3: the file's own sum for A is 12; its parts add to 10.",)


def test_plain_ways_of_voting_in_columns_must_add_up_to_the_column_of_all():
    good = of_text("candidate,early_voting,election_day,total_votes\nA,4,6,10\nB,1,1,2\n")
    assert added(good.contests[0]) == {"A": 10, "B": 2}
    bad = of_text("candidate,early_voting,election_day,total_votes\nA,4,6,11\nB,1,1,2\n")
    assert bad.contests[0].problems == ("line 2, A: votes: 11, and the ways of voting add to 10",)


def test_plain_write_ins_over_and_undervotes_are_told_apart():
    text = "candidate,party,write_in,votes\nA,DEM,N,9\nB,NPP (W/I),,3\nC,REP,Y,2\nWrite-ins,,,4\nOver Votes,,,1\nUnder Votes,,,6\nTotal,,,18\n"
    [contest] = of_text(text).contests
    assert {one.name: (one.kind, one.write_in) for one in contest.counts} == {
        "A": ("candidate", False), "B": ("candidate", True), "C": ("candidate", True),
        "Write-ins": ("write-in", True), "Over Votes": ("overvote", False),
        "Under Votes": ("undervote", False), "Total": ("total", False),
    }  # fmt: skip


@pytest.mark.shared
def test_plain_a_title_above_the_heading_is_passed_over():
    found = sheet("format-samples/san-diego-2020/summary_8.csv")
    assert found.skipped["a line above the heading"] == 1
    assert found.skipped["a sum that is no candidate's"] == 1
    assert (found.loaded, found.rejected, len(found.contests)) == (451, 0, 76)
    assert not [one for one in found.contests if one.problems]


@pytest.mark.shared
def test_plain_alaska_by_precinct_and_way_of_voting_adds_up():
    [contest] = sheet("alaska/2024-general-us-house-precinct-medsl.csv").contests
    assert not contest.problems
    assert (contest.state, contest.district, contest.round) == ("AK", "AK-AL", "general")
    found = added(contest)
    assert max(found, key=found.__getitem__) == "NICK BEGICH"
    assert set(added(contest, "overvote")) == {"OVERVOTES"}
    assert set(added(contest, "undervote")) == {"UNDERVOTES"}


def test_plain_goes_into_the_record_by_its_name():
    text = "office,district,precinct,candidate,party,votes\nU.S. House,34,A1,Jimmy Gomez,DEM,5\nU.S. House,34,A2,Jimmy Gomez,DEM,6\nGovernor,,A1,X,DEM,9\n"
    reading = read("returns_ca_2024-11-05_general.csv", text)
    check_types("returns", reading.returns)
    assert votes(reading.returns, district="CA-34") == {"Jimmy Gomez": 11}
    assert {row["level"] for row in reading.returns} == {"precinct"}
    assert reading.skipped == {"header": 1, "office: not the U.S. House": 1}


def test_plain_votes_that_are_none_are_rejected_with_their_line():
    table = plain.read_table(
        memory_file("x.csv", b"candidate,votes\nA,-3\nB,2.5\nC,\nD,many\nE,4\nF,Unopposed\n"),
        plain.Known(),
    )
    assert plain.sums(table.events) == (2, 4, Counter({"header": 1}))
    assert table.sheets()[0].problems == (
        "line 2, A: votes are -3, less than none",
        "line 3, B: votes are '2.5', a fraction",
        "line 4, C: the votes are missing",
        "line 5, D: votes are 'many', not a number",
    )


# Files that are no returns


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "it is empty"),
        ("a.csv", b"\n\n  \n", "it is empty"),
        ("a.xlsx", b"PK\x03\x04rest", "a spreadsheet or an archive"),
        ("a.pdf", b"%PDF-1.7 rest", "a PDF"),
        ("a.bin", b"candidate,votes\x00\x01\x02", "a binary file"),
        ("a.csv", b"candidate,votes\n", "a heading and no line below it"),
        ("a.csv", b"candidate,votes\nA,x\n", "not one of its 1 lines"),
        ("a.csv", b"candidate,votes\nA,0\nB,0\n", "all its votes are zero"),
        ("a.json", b"{}", "no election result that Hustings reads"),
        ("a.json", b"{", "it is not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply|it is not JSON"),
        ("a.txt", b"The quick brown fox.\n", "no column for candidate and votes"),
    ],
)  # fmt: skip
def test_what_is_no_returns_is_refused_in_a_sentence(name, content, why):
    with pytest.raises(SourceError, match=why):
        of_text(content, name)


@pytest.mark.shared
def test_trap_1_a_dry_run_under_another_name_is_refused_by_what_it_says():
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    content = (ELECTIONS / "format-samples/la-county-ets-DRY-RUN/0018nov18-end.ets").read_bytes()
    with pytest.raises(Refused, match="invented votes"):
        of_text(content, "results.csv")


@pytest.mark.shared
def test_every_file_of_the_folder_is_read_or_refused_in_a_sentence():
    """No file of returns, nor any that lies beside them, meets a fault; and nothing is lost."""
    if not ELECTIONS.is_dir():
        pytest.skip("the real files (../shared/data) are absent")
    read_, refused = 0, 0
    for file in sorted(ELECTIONS.rglob("*")):
        small = file.is_file() and file.stat().st_size < 300_000
        if not small or "rcv-test-data" in str(file) or "final-2024-04-04" in str(file):
            continue
        data = file.read_bytes()
        try:
            found = read_sheet(memory_file(file.name, data))
        except HustingsError:
            refused += 1
            continue
        read_ += 1
        if found.unit == "lines":
            assert found.units == data.count(b"\n") + (not data.endswith(b"\n")), file.name
    assert (read_, refused) == (READ, REFUSED)


#: Files up to 300,000 bytes in the folder: those that hold results, and all others.
READ, REFUSED = 32, 77
