"""What is asked wrongly is answered in one plain line on stderr, with the right exit code.

0 done; 2 the request is wrong; 3 the record has no data for it; 1 a fault of ours. Never a
traceback, never a number beside an error.
"""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from hustings.cli.app import run
from tests.record.makers import weball

LONG = "x" * 100_000
INJECTION = "x'; drop table returns; --"
SCRIPT = "<script>alert(1)</script>"


@dataclass(frozen=True)
class Told:
    """What a command left: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for a record, so that the embedded sample answers."""
    folder = tmp_path / "no record yet"
    folder.mkdir()
    monkeypatch.setenv("HUSTINGS_RECORD", str(folder))
    monkeypatch.delenv("HUSTINGS_DEBUG", raising=False)
    monkeypatch.chdir(tmp_path)
    return folder


class Desk:
    """Runs commands in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def run(self, *words: object) -> Told:
        code = run([str(word) for word in words])
        out, err = self.capsys.readouterr()
        return Told(code, out, err)

    def refused(self, *words: object, code: int = 2) -> str:
        """The one line on stderr of a command that must fail so."""
        told = self.run(*words)
        assert told.code == code, told
        assert told.out == "", "no number beside an error"
        lines = told.err.splitlines()
        assert len(lines) == 1, told.err
        assert lines[0].startswith("hustings: ")
        assert "Traceback" not in told.err
        assert len(lines[0]) < 2_000, "a line that can be read"
        return lines[0]


@pytest.fixture
def desk(capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(capsys)


@pytest.mark.parametrize(
    ("seat", "said"),
    [
        ("ZZ-1", "'ZZ' is not a state. Use the two-letter postal code"),
        ("banana", "'banana' is not a House district. Write a state and a number: CA-34."),
        ("", "'' is not a House district"),
        ("CA-99", "CA-99 does not exist: California has 52 House districts."),
        ("CA-53", "CA-53 did not exist in 2024: California had 52 House districts."),
        ("AK-2", "AK-2 did not exist in 2024: Alaska had 1 House district."),
        ("CA-34\0", r"'CA-34\x00' is not a House district"),
        ("CA-３４", "is not a House district"),
        ("CA-34\n", ""),
        ("名前", "'名前' is not a House district"),
        (SCRIPT, "is not a House district"),
        (INJECTION, "is not a House district"),
        (LONG, "…' is not a House district"),
    ],
)
def test_a_seat_that_is_none(desk: Desk, seat: str, said: str) -> None:
    if not said:
        assert desk.run("race", seat).code == 0, "a blank around it is no matter"
        return
    assert said in desk.refused("race", seat)


@pytest.mark.parametrize(
    ("cycle", "said"),
    [
        (
            "2023",
            "2023 is not an election cycle. Cycles are named by their even year: a vote in 2023",
        ),
        ("9999", "9999 is outside the cycles that Hustings knows."),
        ("1900", "1900 is outside the cycles"),
        ("-2", "-2 is outside the cycles"),
        ("abc", "'abc' is not an election cycle. Give an even year, such as 2024."),
        ("", "'' is not an election cycle"),
        ("20_24", "'20_24' is not an election cycle"),
        ("２０２４", "is not an election cycle"),
        ("2024.0", "'2024.0' is not an election cycle"),
        (LONG, "…' is not an election cycle"),
    ],
)
def test_a_cycle_that_is_none(desk: Desk, cycle: str, said: str) -> None:
    assert said in desk.refused("race", "CA-34", "--cycle", cycle)


@pytest.mark.parametrize("seat", ["CA-53", "MT-AL"])
def test_a_seat_that_was_not_there_that_year(desk: Desk, seat: str) -> None:
    assert "2024" in desk.refused("race", seat, "--cycle", 2024)
    assert "2024" in desk.refused(
        "figure", "margin_votes", f"race={seat}", "cycle=2024", "round=general"
    )
    assert "2024" in desk.refused("figure", "pvi", f"district={seat}", "congress=119")


@pytest.mark.parametrize("cycle", ["1998", "2028"])
def test_a_cycle_without_data_is_3_and_says_what_would_load_it(desk: Desk, cycle: str) -> None:
    said = desk.refused("race", "CA-34", "--cycle", cycle, code=3)
    assert f"nothing of CA-34 in {cycle}" in said
    assert "hustings load PATH" in said
    assert "hustings fetch" in said


def test_a_seat_without_data_is_3(desk: Desk) -> None:
    said = desk.refused("race", "WY-1", "--cycle", "2024", code=3)
    assert "WY-AL" in said
    assert "The embedded sample holds CA-34 alone" in said


@pytest.mark.parametrize(
    "day",
    [
        "garbage",
        "",
        "2024-13-45",
        "2024-02-30",
        "20240101",
        "2024-W01-1",
        "2024-1-1",
        LONG,
        "2024-11-25\0",
    ],
)
def test_a_day_that_is_none(desk: Desk, day: str) -> None:
    assert "is not a date. Write it as 2024-11-25." in desk.refused("race", "CA-34", "--as-of", day)
    assert "is not a date." in desk.refused(
        "figure", "receipts", "candidate=H8CA34266", "cycle=2024", "--as-of", day
    )


def test_before_everything_nothing_was_known(desk: Desk) -> None:
    said = desk.refused("race", "CA-34", "--as-of", "1900-01-01", code=3)
    assert "nothing of CA-34 as of 1900-01-01" in said
    assert "A later --as-of may know more" in said
    said = desk.refused(
        "figure", "receipts", "candidate=H8CA34266", "cycle=2024", "--as-of", "1900-01-01", code=3
    )
    assert "as of 1900-01-01" in said


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("recepts", "there is no measure 'recepts'. Did you mean receipts or pac_receipts?"),
        ("zzzzz", "there is no measure 'zzzzz'. See: hustings measures"),
        ("", "there is no measure ''"),
        (LONG, "…'. See: hustings measures"),
        (INJECTION, "there is no measure"),
    ],
)
def test_a_measure_that_is_none(desk: Desk, measure: str, said: str) -> None:
    assert said in desk.refused("figure", measure, "cycle=2024")
    assert said in desk.refused("measures", measure)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        (
            (),
            "receipts needs candidate and cycle. Write: hustings figure receipts candidate=… cycle=…",
        ),
        (("cycle=2024",), "receipts needs candidate."),
        (
            ("candidate=H8CA34266", "cycle=2024", "foo=1"),
            "receipts has no parameter 'foo'. It takes:",
        ),
        (("candidate=H8CA34266", "cycle=2024", "cycle=2022"), "'cycle' is given twice."),
        (("candidate", "cycle=2024"), "'candidate' is not of the form name=value."),
        (("candidate=", "cycle=2024"), "'candidate=' is not of the form name=value."),
        (("=x", "cycle=2024"), "'=x' is not of the form name=value."),
        (("candidate= ", "cycle=2024"), "the name is blank."),
        (("candidate=H8CA34266", "cycle=2025"), "2025 is not an election cycle."),
        (("candidate=H8CA34266", "cycle=2024", f"{LONG}=1"), "receipts has no parameter 'xxx"),
    ],
)
def test_parameters_that_do_not_fit(desk: Desk, params: tuple[str, ...], said: str) -> None:
    assert said in desk.refused("figure", "receipts", *params)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Jimmy Gomes",
            "nobody called 'Jimmy Gomes' is in the record in 2024. Did you mean Jimmy Gomez?",
        ),
        ("Gomes", "Did you mean Jimmy Gomez?"),
        ("Nobody At All", "nobody called 'Nobody At All' is in the record in 2024."),
        (INJECTION, "nobody called"),
        (SCRIPT, SCRIPT),
        ("[bold]x[/]", "'[bold]x[/]'"),
        ("名前", "nobody called '名前'"),
        ("a\0b", r"'a\x00b' is not a name."),
        ("\x1b[31mred", r"'\x1b[31mred' is not a name."),
        ("\udcff", r"'\udcff' is not a name."),
        (LONG, "…' is not a name."),
    ],
)
def test_a_name_that_nobody_has(desk: Desk, name: str, said: str) -> None:
    assert said in desk.refused("figure", "receipts", f"candidate={name}", "cycle=2024")
    told = desk.run("figure", "votes_cast", "race=CA-34", "cycle=2024", "round=general")
    assert told.code == 0, "the tables are still there"
    assert told.out.startswith("189,414")


@pytest.mark.parametrize(
    "params",
    [
        ("committee_receipts", "committee=nobody", "cycle=2024"),
        ("ideal_point", "member=Nobody", "congress=116"),
        ("votes", "race=CA-34", "cycle=2024", "round=general", "candidate=Nobody"),
    ],
)
def test_other_names_that_nobody_has(desk: Desk, params: tuple[str, ...]) -> None:
    assert "called 'nobody'" in desk.refused("figure", *params).lower()


@pytest.mark.parametrize(
    ("params", "said"),
    [
        (("votes", "race=CA-34", "cycle=2024", "round=primry", "candidate=Kim"), "'primry' is not a round."),
        (("population_share", "district=CA-34", "congress=116", "group=martians"), "is not a group"),
        (("pvi", "district=CA-34", "congress=999"), "'999' is not a Congress."),
        (("pvi", "district=CA-34", "congress=²"), "'²' is not a Congress."),
        (("presidential_share", "district=CA-34", "congress=116", "candidate=Trump", "year=20x6"), "year"),
        (("presidential_share", "district=CA-34", "congress=116", "candidate=Trump", "year=²016"), "year"),
        (("presidential_share", "district=CA-34", "congress=116", "candidate=Trump", "year=2016",
          "basis=x"), "'x' is not a basis. Write all or two-party."),
        (("election_rule", "state=ZZ", "cycle=2024"), "'ZZ' is not a state."),
    ],
)  # fmt: skip
def test_values_that_are_none(desk: Desk, params: tuple[str, ...], said: str) -> None:
    assert said in desk.refused("figure", *params)


@pytest.mark.parametrize(
    ("params", "command"),
    [
        (("receipts", "candidate=H9ZZ99999", "cycle=2024"), "hustings fetch fec --cycle 2024"),
        (("receipts", "candidate=H8CA34266", "cycle=2000"), "hustings fetch fec --cycle 2000"),
        (("ideal_point", "member=G000585", "congress=100"), "hustings fetch voteview --congress 100"),
        (("representative", "district=CA-34", "congress=100"), "hustings fetch legislators"),
        (("median_income", "district=WY-AL", "congress=90"), "hustings fetch census --year YYYY"),
        (("advancing", "race=CA-33", "cycle=2024", "round=primary"),
         "hustings fetch returns --state CA --date YYYY-MM-DD --round primary"),
        (("margin_votes", "race=CA-33", "cycle=2024", "round=general"),
         "hustings fetch returns --publisher mit"),
    ],
)  # fmt: skip
def test_no_data_is_3_and_names_the_command(
    desk: Desk, params: tuple[str, ...], command: str
) -> None:
    assert command in desk.refused("figure", *params, code=3)


def test_an_ambiguous_name_lists_the_people(desk: Desk, tmp_path: Path) -> None:
    lines = [
        "H4CA34083|KIM, DAVID|C|1|DEM|{}|0|100|0|0|50|0|0|0|0|0|0|600|CA|34||||||0|0|12/31/2024|0|0",
        "H4CA45121|KIM, DAVID|C|1|REP|{}|0|100|0|0|50|0|0|0|0|0|0|600|CA|45||||||0|0|12/31/2024|0|0",
    ]
    file = tmp_path / "weball24.txt"
    file.write_text("\n".join(line.format(900 + n) for n, line in enumerate(lines)) + "\n")
    assert desk.run("load", file, "--record", "mine").code == 0
    said = desk.refused(
        "figure", "receipts", "candidate=David Kim", "cycle=2024", "--record", "mine"
    )
    assert "'David Kim' is 2 people in 2024" in said
    assert "David Kim of CA-34 (H4CA34083)" in said
    assert "David Kim of CA-45 (H4CA45121)" in said
    assert "Give an id, or the race." in said
    told = desk.run(
        "figure", "receipts", "candidate=David Kim", "race=CA-45", "cycle=2024", "--record", "mine"
    )
    assert (told.code, told.out.split("\n")[0]) == (0, "$901")


# --- usage ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bogus",), "there is no command 'bogus'. See: hustings --help"),
        (("rase", "CA-34"), "Did you mean race?"),
        (("race",), "Missing argument 'RACE'. See: hustings race --help"),
        (
            ("race", "CA-34", "CA-35"),
            "Got unexpected extra argument (CA-35). See: hustings race --help",
        ),
        (("race", "CA-34", "--bogus"), "No such option"),
        (("race", "CA-34", "--json", "--md"), "choose one of --json, --md and --html."),
        (("figure",), "Missing argument 'MEASURE'."),
        (("--record",), "Option '--record' requires an argument."),
        (("sql", "select 1", "--seconds", "abc"), "'abc' is not a valid float"),
        (("sql", "select 1", "--seconds", "0"), "the time limit must be"),
        (("sql", "select 1", "--seconds", "-1"), "the time limit must be"),
        (("sql", "select 1", "--seconds", "nan"), "the time limit must be"),
        (("sql", "select 1", "--limit", "0"), "the limit must be one row at the least."),
        (("sql", ""), "there is no statement."),
        (("sql", "selec 1"), "the SQL cannot be read"),
        (("sql", "select * from retruns"), "there is no table 'retruns'. Did you mean returns?"),
        (("sql", "drop table returns"), "only SELECT is allowed"),
        (("load",), "give files or folders, or --plan FILE."),
        (("fetch",), "say what to fetch. There is: bill"),
        (("fetch", "bogus"), "nothing to fetch is called 'bogus'. Known: bill"),
        (("fetch", "fec"), "to fetch fec, cycle must be given."),
        (("fetch", "fec", "--cycle", "20x4", "--list"), "'20x4' is not a cycle."),
        (("fetch", "fec", "foo=1", "--cycle", "2024", "--list"), "fec takes no foo."),
        (("filing", "nothing.fec"), "there is no file or folder 'nothing.fec'."),
        (("filing", ""), "name one filing."),
    ],
)
def test_usage(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in desk.refused(*words)


def test_no_words_at_all_show_the_help(desk: Desk) -> None:
    told = desk.run()
    assert (told.code, told.err) == (0, "")
    assert "Commands:" in told.out


# --- records and loads ----------------------------------------------------------------------------


def test_a_record_that_is_a_file_or_is_not_there(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no record")
    (tmp_path / "folder").mkdir()
    assert "it is a file, not a record folder." in desk.refused("race", "CA-34", "--record", "file")
    assert "it is a file, not a record folder." in desk.refused("--record", "file", "race", "CA-34")
    for folder in ("folder", "nowhere"):
        said = desk.refused("race", "CA-34", "--record", folder)
        assert f"{folder}: there is no record here. Load files with: hustings load PATH" in said
    assert "--record names no folder." in desk.refused("race", "CA-34", "--record", "")


def test_a_record_of_a_newer_hustings(desk: Desk, no_record: Path) -> None:
    (no_record / "manifest.json").write_text('{"format": 99, "snapshots": []}')
    said = desk.refused("race", "CA-34")
    assert "the record was made by a newer Hustings (format 99, this one reads 1)" in said
    assert "Upgrade Hustings" in said


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": "x"}', '{"format": 1, "snapshots": [{}]}', "\x00"]
)
def test_a_broken_manifest(desk: Desk, no_record: Path, text: str) -> None:
    (no_record / "manifest.json").write_text(text)
    assert "manifest" in desk.refused("race", "CA-34")


def test_files_that_cannot_be_loaded(desk: Desk, tmp_path: Path, no_record: Path) -> None:
    (tmp_path / "weball24.txt").touch()
    (tmp_path / "weball22.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "weball20.zip").write_bytes(b"PK no zip")
    (tmp_path / "weball18.txt.gz").write_bytes(b"\x1f\x8b cut")
    (tmp_path / "letter.txt").write_text("Dear all")
    for name, said in {
        "nothing.txt": "there is no file or folder 'nothing.txt'.",
        "": "give files or folders",
        "a\0b": r"there is no file or folder 'a\x00b'.",
        "x" * 3000: "there is no file or folder 'xxx",
        "/dev/null": "'/dev/null' is neither a file nor a folder.",
        "weball24.txt": "weball24.txt: the file is empty.",
        "weball22.txt": "weball22.txt: it is not text.",
        "weball20.zip": "it is not a whole zip file.",
        "weball18.txt.gz": "weball18.txt.gz: it cannot be unpacked",
        "letter.txt": "no source knows 'letter.txt'. Name the source with --source",
    }.items():
        assert said in desk.refused("load", name), name
    assert not (no_record / "manifest.json").exists(), "nothing was loaded"


def test_a_folder_with_nothing_known(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "papers"
    home.mkdir()
    assert "there are no files in it." in desk.refused("load", home)
    for name in "abc":
        (home / f"{name}.txt").write_text("Dear all")
    told = desk.run("load", home)
    assert told.code == 2
    assert "3 files are of no source that Hustings knows" in told.out
    assert told.err.splitlines() == [
        "hustings: no source knows these files. Name the source with --source; the list: "
        "hustings record --sources"
    ]


def test_one_bad_file_does_not_stop_the_others(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    weball(tmp_path / "in" / "weball24.txt", 3)
    (tmp_path / "in" / "weball22.txt").touch()
    told = desk.run("load", "in")
    assert told.code == 2, "something failed"
    assert told.err == "not loaded: weball22.txt: the file is empty.\n"
    assert "1 of 2 files loaded anew" in told.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--scope", "garbage"), "'garbage' is not of the form name=value."),
        (("--scope", "foo=1"), "fec.weball has no scope 'foo'. It takes: cycle."),
        (("--scope", "cycle=abc"), "'abc' is not an election cycle."),
        (("--scope", "cycle=2023"), "2023 is not an election cycle."),
        (("--scope", "cycle=../../etc"), "'../../etc' is not an election cycle."),
        (("--scope", "yy=zz"), "'zz' is not the end of a year."),
        (("--source", "fec.webal"), "there is no source 'fec.webal'."),
        (("--source", ""), "give files or folders"),
        (("--as-of", "yesterday"), "'yesterday' is not a date."),
        (("--record", "weball24.txt"), "it is a file, not a record folder."),
        (("--plan", "plan.yml"), "give files or folders, or --plan FILE."),
    ],
)
def test_loads_asked_for_wrongly(
    desk: Desk, tmp_path: Path, more: tuple[str, ...], said: str
) -> None:
    weball(tmp_path / "weball24.txt", 3)
    assert said in desk.refused("load", "weball24.txt", *more)


def test_the_same_bytes_as_something_else(desk: Desk, tmp_path: Path) -> None:
    weball(tmp_path / "weball24.txt", 3)
    shutil.copy(tmp_path / "weball24.txt", tmp_path / "other.txt")
    assert desk.run("load", "weball24.txt").code == 0
    assert (
        desk.run("load", "other.txt", "--source", "fec.weball", "--scope", "cycle=2024").code == 0
    )
    for more in (("--scope", "cycle=2022"), ("--as-of", "2024-06-30")):
        said = desk.refused("load", "other.txt", "--source", "fec.weball", *more)
        assert "its bytes are in the record already, as fec.weball 2024 of 2024-12-31." in said


PLANS = {
    "": "a plan is a list under `files:`.",
    "- a": "a plan is a list under `files:`.",
    "files: []": "a plan is a list under `files:`.",
    "files: [1]": "plan.yml, entry 1: an entry needs `file:`.",
    "files: [{file: 5}]": "plan.yml, entry 1: an entry needs `file:`.",
    "files: &a [*a]": "plan.yml, entry 1: an entry needs `file:`.",
    "files: [{file: x.txt}]": "plan.yml, entry 1: there is no file 'x.txt'.",
    "files: [{file: 'z*'}]": "plan.yml, entry 1: there is no file 'z*'.",
    "files: [{file: '/no/where/z*'}]": "plan.yml, entry 1: there is no file '/no/where/z*'.",
    'files: [{file: "a\\0b"}]': r"there is no file 'a\x00b'.",
    "files: [{file: weball24.txt, sorce: a}]": "entry 1: unknown key 'sorce'. Known: as_of, file,",
    "files: [{file: weball24.txt}]\nfoo: 1": "plan.yml: unknown key 'foo'. Known: files.",
    "files: [{file: weball24.txt, scope: 2024}]": "`scope:` is a map, such as {cycle: 2024}.",
    "files: [{file: weball24.txt, scope: {cycle: [1]}}]": "`scope:` is a map",
    "files: [{file: weball24.txt, scope: {cycle: 2023}}]": "2023 is not an election cycle.",
    "files: [{file: weball24.txt, as_of: yesterday}]": "entry 1: 'yesterday' is not a date.",
    "files: [{file: weball24.txt, source: [a]}]": "`source:` is text.",
    "files: [{file: weball24.txt, source: fec.nope}]": "there is no source 'fec.nope'.",
    "files: [{file: x": "plan.yml, line 1: it is not YAML",
    'files: !!python/object/apply:os.system ["touch gone"]': "it is not YAML",
    "\x01\x02": "it is not a YAML plan.",
}


@pytest.mark.parametrize("text", PLANS, ids=range(len(PLANS)))
def test_plans_that_are_wrong(desk: Desk, tmp_path: Path, text: str) -> None:
    weball(tmp_path / "weball24.txt", 3)
    (tmp_path / "plan.yml").write_text(text)
    assert PLANS[text] in desk.refused("load", "--plan", "plan.yml")
    assert not (tmp_path / "gone").exists()


def test_plans_that_are_no_file(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "bytes.yml").write_bytes(bytes(range(128, 256)))
    assert "'folder' is a folder, not a plan file." in desk.refused("load", "--plan", "folder")
    assert "there is no plan file 'nothing.yml'." in desk.refused("load", "--plan", "nothing.yml")
    assert "bytes.yml: it is not a YAML plan." in desk.refused("load", "--plan", "bytes.yml")
    assert "Leave out --source" in desk.refused("load", "--plan", "bytes.yml", "--source", "fec.cn")


# --- output ---------------------------------------------------------------------------------------

FIGURE_KEYS = {
    "measure", "params", "value", "unit", "text", "definition", "as_of", "citations", "row_count",
    "sql", "caveats", "parts",
}  # fmt: skip
CITATION_KEYS = {"source", "title", "url", "retrieved", "sha256", "rows"}


def _figures(value: object) -> list[dict[str, object]]:
    """All figures within a JSON value: what has a measure."""
    if isinstance(value, list):
        return [one for item in value for one in _figures(item)]
    if not isinstance(value, dict):
        return []
    inner = [one for item in value.values() for one in _figures(item)]
    return [value, *inner] if "measure" in value and "sql" in value else inner


def test_json_of_figures_has_the_keys_of_the_design(desk: Desk) -> None:
    seen = 0
    for words in (
        ("figure", "share_from_pacs", "candidate=Jimmy Gomez", "cycle=2024"),
        ("figure", "contest_date", "race=CA-34", "cycle=2024", "round=general"),
        ("figure", "income_rank", "district=CA-34", "congress=116", "--rows"),
        ("race", "CA-34"),
    ):
        told = desk.run(*words, "--json")
        assert (told.code, told.err) == (0, "")
        value = json.loads(told.out, parse_constant=lambda _: pytest.fail("NaN is no JSON"))
        for figure in _figures(value):
            seen += 1
            assert figure.keys() >= FIGURE_KEYS
            assert figure.keys() - FIGURE_KEYS <= {"of", "detail", "rows", "see"}
            citations = figure["citations"]
            assert isinstance(citations, list)
            assert citations, figure["measure"]
            for citation in citations:
                assert citation.keys() >= CITATION_KEYS
            assert isinstance(figure["value"], int | float | str | bool | list)
    assert seen > 100


@pytest.mark.parametrize(
    "words",
    [
        ("measures",),
        ("measures", "receipts"),
        ("record",),
        ("record", "--all"),
        ("record", "--tables"),
        ("record", "--sources"),
        ("record", "--rejects"),
        (
            "sql",
            "select 1/0 as a, 'nan'::float, uuid(), 'a'::blob, interval 1 day, map {1: 2}, date '2024-01-01'",
        ),
        ("sql", "select * from people"),
    ],
)
def test_other_json_is_json(desk: Desk, words: tuple[str, ...]) -> None:
    told = desk.run(*words, "--json")
    assert told.code == 0, told.err
    json.loads(told.out, parse_constant=lambda _: pytest.fail("NaN is no JSON"))


def test_html_that_cannot_be_written(desk: Desk) -> None:
    pytest.importorskip("hustings.products.page")
    assert "cannot be written" in desk.refused("race", "CA-34", "--html", "/no/where/page.html")


# --- as a process ---------------------------------------------------------------------------------

HUSTINGS = f"'{sys.executable}' -m hustings"


def _shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "command",
    [
        f"{HUSTINGS} race CA-34 | head -1",
        f"{HUSTINGS} race CA-34 --json | head -1",
        f"{HUSTINGS} sql 'select * from range(300000)' --limit 300000 | head -1",
        f"{HUSTINGS} sql 'select * from range(300000)' --limit 300000 --json | true",
        f"{HUSTINGS} --help | true",
    ],
)
def test_a_reader_that_goes_away_is_no_error(command: str) -> None:
    done = _shell(command)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_errors_of_a_process() -> None:
    done = _shell(f"{HUSTINGS} race ZZ-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "hustings: 'ZZ' is not a state. Use the two-letter postal code, such as CA-34.\n"
    )
    assert _shell(f"{HUSTINGS} race WY-AL").returncode == 3
    done = _shell(rf"{HUSTINGS} figure receipts candidate=$'\xff' cycle=2024")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_pipe_gets_no_escape_codes() -> None:
    done = _shell(
        f"{HUSTINGS} race CA-34; {HUSTINGS} figure pvi district=CA-34 congress=116; {HUSTINGS} measures"
    )
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_no_color_gives_a_terminal_no_escape_codes() -> None:
    def shown(**more: str) -> str:
        master, slave = pty.openpty()
        environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", **more}
        environment = {name: value for name, value in environment.items() if value}
        process = subprocess.Popen(
            [sys.executable, "-m", "hustings", "figure", "pvi", "district=CA-34", "congress=116"],
            stdout=slave, stderr=slave, env=environment,
        )  # fmt: skip
        os.close(slave)
        text = b""
        while True:
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            text += chunk
        os.close(master)
        assert process.wait(60) == 0
        return text.decode()

    assert "\x1b[" in shown(NO_COLOR=""), "a terminal has bold and dim"
    plain = shown(NO_COLOR="1")
    assert "D+35" in plain
    assert "\x1b" not in plain


def test_a_fault_of_ours_is_1(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from hustings.measures import listings

    monkeypatch.setattr(listings, "decided_cycles", lambda *_: 1 / 0)
    said = desk.refused("race", "CA-34", code=1)
    assert "A fault of Hustings itself: ZeroDivisionError" in said
    assert "HUSTINGS_DEBUG=1" in said
