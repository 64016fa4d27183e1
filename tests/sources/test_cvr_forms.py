"""Forms of cast vote records on small files of our own, and what is wrong with bad ones."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.contests import RankedRules, Ties, tabulate
from hustings.contests.ballots import OVERVOTED
from hustings.errors import HustingsError, SourceError
from hustings.sources.cvr import FORMS, CvrOptions, read_ballots, read_config, read_report
from hustings.sources.cvr import text as cvr_text


def file(tmp_path, text, name="ballots"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path, options=None):
    with pytest.raises(SourceError) as wrong:
        read_ballots(path, options)
    said = str(wrong.value)
    assert "\n" not in said
    assert str(path) in said
    return said


# --- a column for each rank


def test_a_column_for_each_rank(tmp_path):
    path = file(tmp_path, "ID,Rank 1,Rank 2\n1,Ann ,Bob\n2,overvote,Ann\n3,undervote,Bob\n4,,\n")
    assert read_ballots(path).patterns() == {
        ("Ann", "Bob"): 1,
        (OVERVOTED, "Ann"): 1,
        (None, "Bob"): 1,
        (): 1,
    }


def test_candidates_have_the_names_that_are_written_and_known_spellings_are_one(tmp_path):
    path = file(tmp_path, '﻿1st,2nd\n"Núñez, Inés",Bob\nI. NUNEZ,Bob;Cy\nUWI,\n')
    options = CvrOptions(
        candidates={"Núñez, Inés": ("I. NUNEZ",), "Bob": (), "Cy": ()},
        overvote_delimiter=";",
        write_in_label="UWI",
    )
    ballots = read_ballots(path, options)
    assert ballots.candidates == ("Núñez, Inés", "Bob", "Cy", "Undeclared Write-ins")
    assert ballots.patterns() == {
        ("Núñez, Inés", "Bob"): 1,
        ("Núñez, Inés", frozenset({"Bob", "Cy"})): 1,
        ("Undeclared Write-ins",): 1,
    }


def test_unknown_candidates_are_named_with_their_ballots(tmp_path):
    path = file(tmp_path, "1st,2nd\nAnn,Zed\nZed,\nQ,Ann\n")
    said = refused(path, CvrOptions(candidates={"Ann": (), "Bob": ()}))
    assert "'Q' (1), 'Zed' (2)" in said
    assert said.endswith("The candidates are Ann, Bob.")


def test_a_row_of_blank_cells_is_a_blank_ballot_and_an_empty_line_is_none(tmp_path):
    path = file(tmp_path, "1st,2nd\nAnn,Bob\n,\n\n,\n")
    ballots = read_ballots(path)
    assert ballots.total == 3
    assert ballots.patterns()[()] == 2


# --- a column for each candidate


def test_a_column_for_each_candidate(tmp_path):
    path = file(tmp_path, "id,Ann,Bob,Cy\na,1,2,\nb,2,1,3\nc,1,1,2\nd,,,\n")
    ballots = read_ballots(path)
    assert ballots.candidates == ("Ann", "Bob", "Cy")
    assert ballots.patterns() == {
        ("Ann", "Bob"): 1,
        ("Bob", "Ann", "Cy"): 1,
        (frozenset({"Ann", "Bob"}), "Cy"): 1,
        (): 1,
    }


@pytest.mark.parametrize("cell", ["0", "-1", "1.5", "first", "4", "1e3", "²"])
def test_ranks_out_of_range_are_rejected_with_line_and_value(tmp_path, cell):
    path = file(tmp_path, f"id,Ann,Bob,Cy\na,1,2,\nb,2,{cell},1\n")
    ballots = read_ballots(path, CvrOptions(first_column=2, rankings=3))
    assert ballots.total == 1
    (lost,) = ballots.rejected
    assert (lost.where, lost.ballots) == ("line 3", 1)
    assert lost.reason == f"'{cell}' is not a rank from 1 to 3 (Bob)"
    assert "line 3" in tabulate(ballots, RankedRules()).questions[0]


def test_two_columns_of_one_name_are_refused(tmp_path):
    path = file(tmp_path, "id,Ann,Ann\na,1,2\n")
    options = CvrOptions(first_column=2)
    assert "two columns are headed 'Ann'" in refused(path, options)


# --- Clear Ballot

CLEAR = (
    "RowNumber,BoxID,BoxPosition,BallotID,PrecinctID,BallotStyleID,PrecinctStyleName,"
    "ScanComputerName,Status,Remade,"
    "Choice_1_1:Mayor:1:Vote For 1:Ann:DEM,Choice_1_2:Mayor:2:Vote For 1:Ann:DEM,"
    "Choice_2_1:Mayor:1:Vote For 1:Bob:REP,Choice_2_2:Mayor:2:Vote For 1:Bob:REP\n"
)
ROW = "{n},1,1,B{n},P,S,N,C,ok,0,"


def test_clear_ballot(tmp_path):
    rows = ["1,0,0,1", "1,0,1,0", "0,0,0,0", "1,0,2,0"]
    text = CLEAR + "".join(ROW.format(n=n) + cells + "\n" for n, cells in enumerate(rows))
    ballots = read_ballots(file(tmp_path, text))
    assert ballots.contest == "Mayor"
    assert ballots.patterns() == {("Ann", "Bob"): 1, (frozenset({"Ann", "Bob"}),): 1, (): 1}
    assert [(one.where, one.reason) for one in ballots.rejected] == [
        ("line 5", "'2' is neither 1 nor 0")
    ]


def test_clear_ballot_with_a_bad_heading(tmp_path):
    said = refused(file(tmp_path, CLEAR.replace(":Mayor:2:", ":Mayor:x:", 1) + "1\n"))
    assert "'Choice_1_2:Mayor:x:Vote For 1:Ann:DEM' does not name contest, rank and choice" in said


def test_a_contest_that_is_not_there(tmp_path):
    path = file(tmp_path, CLEAR)
    assert "no contest 'Clerk'. Name one of them: 'Mayor'" in refused(
        path, CvrOptions(contest="Clerk")
    )


# --- Dominion


def dominion(tmp_path, *sessions):
    def write(name, value):
        (tmp_path / name).write_text(json.dumps(value))

    write(
        "ContestManifest.json",
        {"List": [{"Description": "House", "Id": 7, "VoteFor": 1, "NumOfRanks": 3},
                  {"Description": "Senate", "Id": 8, "VoteFor": 1, "NumOfRanks": 3}]},
    )  # fmt: skip
    write(
        "CandidateManifest.json",
        {"List": [{"Description": "Ann", "Id": 1, "ContestId": 7},
                  {"Description": "Bob", "Id": 2, "ContestId": 7},
                  {"Description": "Else", "Id": 3, "ContestId": 8}]},
    )  # fmt: skip
    write("CvrExport.json", {"Sessions": list(sessions)})
    return tmp_path


def marks(*pairs, contest=7, **more):
    made = [{"CandidateId": c, "Rank": r, "IsAmbiguous": False, **more} for c, r in pairs]
    return {"Contests": [{"Id": contest, "Marks": made}]}


def test_dominion(tmp_path):
    folder = dominion(
        tmp_path,
        {"RecordId": 1, "Original": {"IsCurrent": True, **marks((1, 1), (2, 2))}},
        {
            "RecordId": 2,
            "Original": {"IsCurrent": False, **marks((1, 1))},
            "Modified": {"IsCurrent": True, "Cards": [marks((2, 1)), marks((3, 1), contest=8)]},
        },
        {"RecordId": 3, "Original": {"IsCurrent": True, **marks((1, 1), (2, 1))}},
        {"RecordId": 4, "Original": {"IsCurrent": True, **marks((1, 1), IsAmbiguous=True)}},
        {"RecordId": 5, "Original": {"IsCurrent": True, **marks((3, 1), contest=8)}},
        {"RecordId": 6, "Original": {"IsCurrent": True, **marks((9, 1))}},
        {"RecordId": 7, "Original": {"IsCurrent": True, **marks((1, 0))}},
        {"RecordId": 8, "Original": {"IsCurrent": False, **marks((1, 1))}},
        {"RecordId": 9, "Original": {"IsCurrent": True, "Contests": 5}},
    )
    for path in (folder, folder / "CvrExport.json"):
        ballots = read_ballots(path, CvrOptions(contest="House"))
        assert (
            ballots.patterns()
            == {
                ("Ann", "Bob"): 1,
                ("Bob",): 1,
                (frozenset({"Ann", "Bob"}),): 1,
                (): 1,
            }
            or ballots.total == 4
        )
        assert [one.reason for one in ballots.rejected] == [
            "candidate '9' is not in the manifest",
            "'0' is not a rank",
            "it has no current record",
            "Contests is no list of maps",
        ]
        assert ballots.rejected[0].where == "CvrExport.json session 6, record 6"
    assert read_ballots(folder, CvrOptions(contest="7")).total == 4
    assert "several contests. Name one of them: 'House', 'Senate'" in refused(folder)


def test_a_dominion_export_without_its_manifests(tmp_path):
    lone = file(tmp_path, json.dumps({"Sessions": []}), "other.json")
    assert "keep its manifests beside it" in refused(lone)
    export = file(tmp_path, json.dumps({"Sessions": []}), "CvrExport.json")
    with pytest.raises(SourceError, match=r"ContestManifest\.json: the file cannot be read"):
        read_ballots(export)


# --- NIST SP 1500-103


def report(*cvrs):
    return {
        "@type": "CVR.CastVoteRecordReport",
        "CVR": list(cvrs),
        "Election": [
            {
                "Candidate": [{"@id": "a", "Name": "Ann"}, {"@id": "b", "Name": "Bob"}],
                "Contest": [
                    {
                        "@id": "c1",
                        "Name": "House",
                        "ContestSelection": [
                            {"@id": "sa", "CandidateIds": ["a"]},
                            {"@id": "sb", "CandidateIds": ["b"]},
                            {"@id": "sw", "IsWriteIn": True},
                        ],
                    }
                ],
            }
        ],
    }


def cvr(*selections, current="s"):
    return {
        "CurrentSnapshotId": current,
        "CVRSnapshot": [
            {
                "@id": "s",
                "CVRContest": [{"ContestId": "c1", "CVRContestSelection": list(selections)}],
            }
        ],
    }


def selection(choice, *ranks, indication="yes", allocable="unknown"):
    return {
        "ContestSelectionId": choice,
        "SelectionPosition": [
            {"HasIndication": indication, "IsAllocable": allocable, "Rank": rank} for rank in ranks
        ],
    }


def test_the_common_data_format(tmp_path):
    value = report(
        cvr(selection("sa", 1), selection("sb", 2)),
        cvr(selection("sa", 1, 3), selection("sb", 1)),
        cvr(selection("sa", 1, indication="no"), selection("sb", 2)),
        cvr(selection("sa", 1, allocable="no")),
        cvr(selection("sx", 1)),
        cvr(selection("sa", 0)),
        cvr(selection("sa", 1), current="other"),
        3,
    )
    ballots = read_ballots(file(tmp_path, json.dumps(value)))
    assert ballots.patterns() == {
        ("Ann", "Bob"): 1,
        (frozenset({"Ann", "Bob"}), None, "Ann"): 1,
        (None, "Bob"): 1,
        (): 1,
    }
    assert [one.reason for one in ballots.rejected] == [
        "'sx' is no choice of the contest",
        "'0' is not a rank",
        "0 snapshots are its current one, 'other'",
        "'3' is no ballot",
    ]
    assert ballots.total + ballots.total_rejected == len(value["CVR"])


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><r>&j;</r>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!DOCTYPE r SYSTEM 'http://127.0.0.1/x'><r/>"])
def test_entities_are_refused_in_a_sentence(tmp_path, text):
    said = refused(file(tmp_path, text))
    assert "declares a document type or entities, which Hustings does not read" in said
    assert "root:" not in said


# --- letters, patterns


def test_letters(tmp_path):
    path = file(tmp_path, "GPU\nGPU\nUUU\nOPG\nG-P\n")
    ballots = read_ballots(path)
    assert ballots.patterns() == {
        ("G", "P"): 2,
        (): 1,
        (OVERVOTED, "P", "G"): 1,
    }
    assert [(one.where, one.ballots) for one in ballots.rejected] == [("line 5", 1)]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\n\n"])
def test_letters_with_other_endings_are_counted_alike(tmp_path, ending):
    lines = ["GPU", "PUU", "GPU", "UUU"]
    path = file(tmp_path, ending.join(lines) + ending)
    assert read_ballots(path).total == 4
    assert read_ballots(path).patterns()[("G", "P")] == 2


def test_patterns_with_a_bad_line_are_refused_whole(tmp_path):
    path = file(tmp_path, "5\tGP\n" * 900 + "x\tPG\n")
    assert "in 1 lines: line 901 'x\\tPG'" in refused(path)


def test_alaskas_patterns_must_add_up(tmp_path):
    head = '"1","Ann","Ann","Blank"\n"2","","Bob",""\n'
    good = head + '"D1","3","4","1"\n"D2","1","1","0"\n"Total","4","5","1"\n'
    assert read_ballots(file(tmp_path, good)).patterns() == {
        ("Ann",): 4,
        ("Ann", "Bob"): 5,
        (): 1,
    }
    assert "the row Total is not the sum" in refused(file(tmp_path, good.replace('"5"', '"6"')))
    assert "the row Total is missing" in refused(file(tmp_path, good[: good.index('"Total"')]))
    assert "'-4' is not a number of ballots" in refused(
        file(tmp_path, good.replace('"4","1"', '"-4","1"'))
    )
    assert "3 cells stand under 4 headings" in refused(
        file(tmp_path, good.replace('"D2","1","1","0"', '"D2","1","1"'))
    )


# --- anything else


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "Save the sheet with the ballots as CSV"),
        (b"<a><b></a>", "is not XML"),
        (b'{"CVR": [', "is not JSON"),
        (b'{"a": 1}', "no cast vote record that Hustings knows"),
        (b"[" * 200_000, "nested too deeply"),
        (b"one\ntwo words\n", "no cast vote record that Hustings knows"),
        (b"1st,2nd\n\xff\xfe,x\n", "is not UTF-8"),
        (b'1st,2nd\n"Ann,Bob\n', "line"),
        (b"1st,2nd\n", "no ballot can be counted"),
        (b'{"CVR": [], "Election": []}', "several contests"),
    ],
)
def test_what_is_no_cast_vote_record_is_refused(tmp_path, content, said):
    assert said in refused(file(tmp_path, content))


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot be read: No such file" in refused(tmp_path / "none")


def test_a_file_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(cvr_text, "MOST_TREE", 10)
    assert "more than the 10 that are read as one tree" in refused(file(tmp_path, "<a>" + " " * 20))
    with pytest.raises(SourceError, match="21 bytes are more than the 20"):
        cvr_text.bytes_of(file(tmp_path, b"x" * 21), 20)


def test_reports_that_do_not_add_up(tmp_path):
    value = {
        "meta": {"name": "X", "date": "2018-11-06", "num_ballots": 10},
        "candidates": ["A"],
        "winner": "A",
        "rounds": [
            {"round": 1, "results": [{"name": "A", "votes": 7}], "undervote": 1, "overvote": 1,
             "eliminated": [], "transfers": []}
        ],
    }  # fmt: skip
    with pytest.raises(SourceError, match="round 1 does not add up to 10 ballots"):
        read_report(file(tmp_path, json.dumps(value)))
    value["rounds"][0]["results"][0]["votes"] = "many"
    with pytest.raises(SourceError, match="votes 'many' is not a whole number"):
        read_report(file(tmp_path, json.dumps(value)))
    value["rounds"] = []
    with pytest.raises(SourceError, match="has no rounds"):
        read_report(file(tmp_path, json.dumps(value)))


def test_a_configuration_with_two_candidates_of_one_name(tmp_path):
    value = {"cvrFileSources": [], "candidates": [{"name": "A"}, {"name": "A "}], "rules": {}}
    with pytest.raises(SourceError, match="two candidates have one name"):
        read_config(file(tmp_path, json.dumps(value)))


def test_a_configuration_that_is_none(tmp_path):
    with pytest.raises(SourceError, match="no configuration of RCTab"):
        read_config(file(tmp_path, "{}"))
    with pytest.raises(SourceError, match="no map of settings"):
        read_config(file(tmp_path, '{"cvrFileSources": [], "candidates": [3], "rules": {}}'))


SEEDS = [
    b"GPU\nPUU\n",
    b"5\tGP\n",
    b'"1","Ann","Blank"\n"D1","3","1"\n"Total","3","1"\n',
    b"1st,2nd\nAnn,Bob\n",
    b"id,Ann,Bob\na,1,2\n",
    CLEAR.encode() + b"1,1,1,B,P,S,N,C,ok,0,1,0,0,1\n",
    json.dumps(report(cvr(selection("sa", 1)))).encode(),
    b"<r><Election><Contest ObjectId='c'><Name>n</Name></Contest></Election><CVR/></r>",
]


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=400)
def test_damaged_files_give_ballots_or_a_sentence(tmp_path_factory, seed, data):
    damaged = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not damaged:
            damaged = bytearray(b" ")
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(bytes(damaged))
    try:
        ballots = read_ballots(path)
        rules = RankedRules(ties=Ties.ORDER, order=ballots.candidates)
        assert sum(tabulate(ballots, rules).rounds[0].votes.values()) <= ballots.total
    except HustingsError as wrong:
        assert "\n" not in str(wrong)  # noqa: PT017


def test_every_form_is_tried_here():
    assert len(FORMS) == len(SEEDS)
