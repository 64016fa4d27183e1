"""The reader of delimited text: exact values, every line accounted for, dirty bytes by name."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import Fault, SourceError
from hustings.sources import delimited
from hustings.sources.delimited import cast, pipe, quoted, scan
from hustings.sources.delimited.cast import PLAIN, Exact, InexactError, reader
from hustings.sources.events import Dated, LoadedBatch, Rejected, Skipped
from hustings.sources.files import SourceFile, memory_file
from hustings.sources.pages import Page
from hustings.tables import table

COLUMNS = {
    "CAND_ID": "candidate_id",
    "CAND_NAME": "name",
    "CAND_ST": None,
    "CAND_DISTRICT": None,
    "RECEIPTS": "receipts_usd",
    "CVG_END_DT": "coverage_end",
}
IGNORED = {"CAND_ST": "joined into district", "CAND_DISTRICT": "joined into district"}
OPTIONS = {
    "office": "CAND_ID",
    "district": ["CAND_ST", "CAND_DISTRICT"],
    "dates": "MM/DD/YYYY",
}
ROW = b"H8CA34266|GOMEZ, JIMMY|CA|34|2245652.60|12/31/2024\n"
OTHER = b"H4CA34083|KIM, DAVID|CA|34|570467.58|12/31/2024\n"


def a_page(**changes):
    parts = {
        "id": "test.pipe", "title": "", "publisher": "", "about": "", "licence": "", "url": "",
        "files": (), "format": "pipe", "tables": ("candidate_totals",), "scope": ("cycle",),
        "columns": COLUMNS, "ignored": IGNORED, "options": OPTIONS,
    }  # fmt: skip
    return Page(**{**parts, **changes})


def contributions_page(**changes):
    columns = {"CMTE_ID": "committee_id", "NAME": "name", "SUB_ID": "sub_id"}
    return a_page(tables=("contributions",), columns=columns, ignored={}, options={}, **changes)


@dataclass
class Parsed:
    rows: list[dict] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    dated: date | None = None
    lines: int = 0
    batches: int = 0

    @property
    def numbers(self):
        return [row["line"] for row in self.rows]

    @property
    def reasons(self):
        return [one.reason for one in self.rejected]


def parse(content, page=None, scope=None):
    """All events of some bytes; the books are balanced before anything else is asked."""
    page = page or a_page()
    result = Parsed()
    for event in delimited.parse(memory_file("a.txt", content), page, scope or {"cycle": "2024"}):
        match event:
            case LoadedBatch():
                assert event.table == page.tables[0]
                assert event.rows.schema.equals(table(event.table).schema().remove(0))
                assert event.lines >= event.rows.num_rows > 0
                result.rows += event.rows.to_pylist()
                result.lines += event.lines
                result.batches += 1
            case Rejected():
                result.rejected.append(event)
                result.lines += event.lines
            case Skipped():
                result.skipped.append(event)
                result.lines += event.lines
            case Dated():
                result.dated = event.as_of
    assert result.lines == content.count(b"\n") + (not content.endswith(b"\n"))
    return result


def test_a_row_becomes_exact_values_in_the_catalogues_columns():
    (row,) = parse(ROW).rows
    assert row["line"] == 1
    assert row["cycle"] == 2024
    assert row["candidate_id"] == "H8CA34266"
    assert row["name"] == "GOMEZ, JIMMY"
    assert row["office"] == "H"
    assert row["district"] == "CA-34"
    assert row["receipts_usd"] == Decimal("2245652.60")
    assert row["coverage_end"] == date(2024, 12, 31)
    assert row["debts_usd"] is None


def test_nineteen_digits_stay_exact():
    content = b"C1|A|4021320191639407455\nC1|B|4021320191639407456\n"
    rows = parse(content, contributions_page()).rows
    assert [row["sub_id"] for row in rows] == ["4021320191639407455", "4021320191639407456"]


def test_blanks_are_null_and_blanks_around_values_are_taken_off():
    parsed = parse(b" H8CA34266 |  |CA|34|  12.50 |\nS8CA00001|\tB C |CA|00||  \n")
    first, second = parsed.rows
    assert (first["candidate_id"], first["name"]) == ("H8CA34266", None)
    assert first["receipts_usd"] == Decimal("12.50")
    assert (second["name"], second["receipts_usd"], second["coverage_end"]) == ("B C", None, None)


@pytest.mark.parametrize(
    ("candidate", "state", "number", "seat"),
    [
        (b"H8CA34266", b"CA", b"34", "CA-34"),
        (b"H8CA34266", b"CA", b"034", "CA-34"),
        (b"H8CA34266", b"CA", b" 5", "CA-5"),
        (b"H2AK01158", b"AK", b"00", "AK-AL"),
        (b"H2AK01158", b"AK", b"", "AK-AL"),
        (b"H8CA34266", b"CA", b"", None),
        (b"H8MI64001", b"MI", b"64", None),
        (b"H8XX01001", b"XX", b"01", None),
        (b"S8CA00001", b"CA", b"34", None),
        (b"P00000001", b"US", b"00", None),
    ],
)
def test_only_house_rows_have_a_district_and_only_one_that_can_be(candidate, state, number, seat):
    (row,) = parse(b"|".join([candidate, b"A", state, number, b"1", b""]) + b"\n").rows
    assert row["district"] == seat


@pytest.mark.parametrize("text", ["1", "-1", "+1", "0", ".36", "-.5", "7.", "00012.30", "1234.5"])
def test_plain_decimals_are_money(text):
    (row,) = parse(f"H1|A|CA|1|{text}|\n".encode()).rows
    assert row["receipts_usd"] == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ["N/A", "NaN", "nan", "inf", "-inf", "1e5", "1E5", "1_000", "1,000", "$5", "1.234", "1.000",
     "--1", "1-", "1 2", ".", "-", "+", "0x10", "١٢", "1.2.3", "1" * 15, "123456789012345.67"],
)  # fmt: skip
def test_what_is_not_exact_money_is_rejected_and_never_loaded(text):
    parsed = parse(OTHER + f"H1|A|CA|1|{text}|\n".encode())
    assert parsed.numbers == [1]
    (rejected,) = parsed.rejected
    assert rejected.line == 2
    assert rejected.reason.startswith("RECEIPTS ")
    assert repr(text) in rejected.reason
    assert rejected.text == f"H1|A|CA|1|{text}|"


@pytest.mark.parametrize(
    ("form", "text", "day"),
    [
        ("MM/DD/YYYY", "02/29/2024", date(2024, 2, 29)),
        ("MM/DD/YYYY", "2/9/2024", date(2024, 2, 9)),
        ("MMDDYYYY", "02292024", date(2024, 2, 29)),
        ("DD-MON-YY", "15-MAY-26", date(2026, 5, 15)),
        ("DD-MON-YY", "5-may-79", date(1979, 5, 5)),
        ("DD-MON-YY", "15-MAY-2026", date(2026, 5, 15)),
        ("ISO", "2024-02-29", date(2024, 2, 29)),
    ],
)
def test_dates_in_each_form(form, text, day):
    assert reader("date", form)(text) == day


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("MM/DD/YYYY", "02/30/2024"),
        ("MM/DD/YYYY", "13/01/2024"),
        ("MM/DD/YYYY", "2024-01-01"),
        ("MM/DD/YYYY", "01/01/24"),
        ("MM/DD/YYYY", "00/00/0000"),
        ("MMDDYYYY", "1312024"),
        ("MMDDYYYY", "02302024"),
        ("DD-MON-YY", "15-MAI-26"),
        ("DD-MON-YY", "15-05-26"),
        ("ISO", "2024-2-29"),
        ("ISO", "2023-02-29"),
    ],
)
def test_what_is_not_a_date_in_that_form_is_refused(form, text):
    with pytest.raises(InexactError):
        reader("date", form)(text)


def test_other_types_are_exact_too():
    assert reader("int", "")("-42") == -42
    assert reader("int", "")("9223372036854775807") == 2**63 - 1
    assert reader("number", "")("-.25") == -0.25
    assert reader("decimal", "")("0.123456") == Decimal("0.123456")
    assert reader("bool", "")("y") is True
    assert reader("time", "")("2024-11-05T20:00:00").hour == 20
    for kind, text in [
        ("int", "9223372036854775808"), ("int", "1.0"), ("int", "1e3"), ("int", "9" * 5000),
        ("number", "nan"), ("number", "1e5"), ("decimal", "0.1234567"), ("bool", "maybe"),
        ("time", "20:00"), ("time", "2024-11-05T20:00:00+00:00"),
    ]:  # fmt: skip
        with pytest.raises(InexactError):
            reader(kind, "")(text)


def test_all_that_is_wrong_with_a_row_is_said_at_once():
    parsed = parse(b"H1|A|CA|1|N/A|13/13/2024\n")
    assert parsed.reasons == [
        "RECEIPTS 'N/A' is not a plain number; CVG_END_DT '13/13/2024' is not a day of the calendar"
    ]


def test_a_wrong_number_of_fields_is_rejected_with_its_line_and_text():
    parsed = parse(ROW + b"H1|too|few\n" + OTHER + b"H2|one|CA|1|5||too many\n")
    assert parsed.numbers == [1, 3]
    assert [(one.line, one.reason) for one in parsed.rejected] == [
        (2, "3 fields where 6 are due"),
        (4, "7 fields where 6 are due"),
    ]
    assert parsed.rejected[0].text == "H1|too|few"


def test_a_rejected_lines_text_is_bounded():
    parsed = parse(b"x" * 5000 + b"\n")
    assert len(parsed.rejected[0].text) == 500


def test_a_header_row_is_skipped_by_name_wherever_it_stands():
    header = "|".join(COLUMNS).encode() + b"\n"
    trailing = b" cand_id |CAND_NAME|CAND_ST|CAND_DISTRICT|RECEIPTS|CVG_END_DT|\n"
    parsed = parse(header + ROW + header + OTHER + trailing)
    assert parsed.numbers == [2, 4]
    assert [(one.line, one.reason) for one in parsed.skipped] == [
        (1, "a header row"),
        (3, "a header row"),
        (5, "a header row"),
    ]


def test_a_header_row_is_seen_among_columns_of_text_alone():
    parsed = parse(b"CMTE_ID|NAME|SUB_ID\nC1|A|1\nCMTE_ID|NAME|2\n", contributions_page())
    assert [one.line for one in parsed.skipped] == [1]
    assert parsed.numbers == [2, 3]


def test_a_header_of_another_order_is_an_error_that_names_the_column():
    with pytest.raises(SourceError, match="column 2 is cand_st, not cand_name"):
        parse(b"CAND_ID|CAND_ST|CAND_NAME|CAND_DISTRICT|RECEIPTS|CVG_END_DT\n" + ROW)


def test_blank_lines_are_skipped():
    parsed = parse(b"\n" + ROW + b"\n   \n" + OTHER + b"\n")
    assert parsed.numbers == [2, 5]
    assert {one.reason for one in parsed.skipped} == {"a blank line"}


def test_quotes_are_ordinary_letters_in_pipe_files():
    parsed = parse(b'H1|"MAC" O\'NEIL, "JO|CA|1|1|\nH2|"|CA|1|1|\nH3|""|CA|1|1|\n')
    assert [row["name"] for row in parsed.rows] == ['"MAC" O\'NEIL, "JO', '"', '""']


def test_backslashes_and_commas_are_ordinary_letters():
    (row,) = parse(b"H1|A\\|CA|1|1|\n").rows
    assert row["name"] == "A\\"


def test_a_nul_becomes_a_blank():
    parsed = parse(b"H1|A\0B|CA|1|1|\nH2|\0|CA|1|2\0|\n" + ROW)
    assert [row["name"] for row in parsed.rows] == ["A B", None, "GOMEZ, JIMMY"]
    assert parsed.rows[1]["receipts_usd"] == 2


def test_crlf_and_lf_mixed():
    parsed = parse(ROW.replace(b"\n", b"\r\n") + OTHER + b"H1|A|CA|1|1|01/02/2024\r\n\r\n")
    assert parsed.numbers == [1, 2, 3]
    assert {row["coverage_end"] for row in parsed.rows} == {date(2024, 12, 31), date(2024, 1, 2)}
    assert [one.line for one in parsed.skipped] == [4]


def test_a_lone_cr_inside_a_field_becomes_a_blank_and_splits_nothing():
    parsed = parse(b"H1|A\rB|CA|1|1|\nH2|C|CA|1|2|\r\r\n")
    assert [(row["line"], row["name"]) for row in parsed.rows] == [(1, "A B"), (2, "C")]


def test_each_line_is_utf8_or_else_cp1252():
    lines = ["H1|CÁRDENAS|CA|1|1|\n".encode(), "H2|CÁRDENAS “T”|CA|1|1|\n".encode("cp1252"),
             b"H3|\x81 \x8d|CA|1|1|\n", b"H4|PLAIN|CA|1|1|\n",
             "H5|ÑANDÚ|CA|1|1|\n".encode("cp1252")]  # fmt: skip
    parsed = parse(b"".join(lines))
    assert [row["name"] for row in parsed.rows] == [
        "CÁRDENAS", "CÁRDENAS “T”", "� �", "PLAIN", "ÑANDÚ",
    ]  # fmt: skip


def test_a_byte_order_mark_is_taken_off():
    assert parse(b"\xef\xbb\xbf" + ROW).rows[0]["candidate_id"] == "H8CA34266"
    header = "|".join(COLUMNS).encode() + b"\n"
    assert parse(b"\xef\xbb\xbf" + header + ROW).numbers == [2]


def test_a_last_line_without_a_newline_is_loaded_and_told():
    parsed = parse(ROW + OTHER.rstrip(b"\n"))
    assert parsed.numbers == [1, 2]
    (told,) = parsed.skipped
    assert (told.line, told.lines) == (2, 0)
    assert "no end" in told.reason


def test_a_last_line_that_is_cut_short_is_rejected():
    parsed = parse(ROW + OTHER[:20])
    assert parsed.numbers == [1]
    assert parsed.reasons == ["2 fields where 6 are due"]
    assert parsed.skipped == []


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("form", ["pipe", "csv"])
def test_an_empty_file_is_an_error(content, form):
    with pytest.raises(SourceError, match="empty"):
        parse(content, a_page(format=form))


@pytest.mark.parametrize(
    "content",
    [
        b"\x1f\x8b\x08\x00" + bytes(range(256)) * 9,
        b"\x89PNG\r\n\x1a\n" + bytes(999),
        b"SQLite format 3\0" + bytes(4096),
        b"PK\x03\x04" + b"weball24.txt",
        bytes(range(256)) * 40,
        b"\0" * 500,
    ],
)
def test_what_is_not_text_is_an_error(content):
    for form in ("pipe", "csv"):
        with pytest.raises(SourceError, match="not text"):
            parse(content, a_page(format=form))


def test_utf16_is_an_error_that_says_what_to_do():
    with pytest.raises(SourceError, match="UTF-16"):
        parse(ROW.decode().encode("utf-16"))


def test_a_web_page_is_an_error():
    with pytest.raises(SourceError, match="web page"):
        parse(b"\n<!DOCTYPE html>\n<html><body>404</body></html>\n")


def test_a_repeated_row_is_skipped_and_one_that_contradicts_is_rejected():
    parsed = parse(ROW + OTHER + ROW + OTHER.replace(b"570467.58", b"1"))
    assert parsed.numbers == [1, 2]
    assert [(one.line, one.reason) for one in parsed.skipped] == [(3, "repeats line 1")]
    assert [(one.line, one.reason) for one in parsed.rejected] == [
        (4, "same key as line 2 with other values")
    ]


def test_rows_of_a_large_table_are_not_remembered():
    parsed = parse(b"C1|A|7\nC1|A|7\n", contributions_page())
    assert parsed.numbers == [1, 2]


def test_a_row_without_its_key_is_rejected():
    parsed = parse(b"|A|CA|1|1|\n" + ROW)
    assert parsed.numbers == [2]
    assert parsed.reasons == ["CAND_ID is blank"]


def test_a_page_may_say_that_rows_end_with_a_delimiter():
    page = contributions_page()
    page.options["trailing_delimiter"] = True
    parsed = parse(b"CMTE_ID|NAME|SUB_ID\nC1|A|1|\nC1|B|2\nC1|C|3|x\nC1|D|4| \n", page)
    assert parsed.numbers == [2, 5]
    assert parsed.reasons == [
        "3 fields where 4 are due",
        "'x' stands after the last delimiter",
    ]


def test_private_columns_are_kept_out_of_the_text_of_rejected_lines():
    options = {**OPTIONS, "private": ["CAND_ST"]}
    parsed = parse(b"H1|A|12 ELM ST|1|bad|\nH2|A|12 ELM ST\n", a_page(options=options))
    assert [one.text for one in parsed.rejected] == ["H1|A|…", "H2|A|…"]


def test_the_file_speaks_through_the_last_day_that_many_rows_share():
    def rows(day, many, start):
        return b"".join(f"H{start + i}|A|CA|1|1|{day}\n".encode() for i in range(many))

    content = rows("09/30/2024", 60, 0) + rows("11/25/2024", 40, 100)
    stray = rows("07/25/2090", 1, 900) + rows("", 500, 1000)
    page = a_page(as_of="coverage")
    assert parse(content + stray, page).dated == date(2024, 11, 25)
    assert parse(rows("", 3, 0), page).dated is None
    scattered = b"".join(rows(f"01/{day:02d}/2024", 1, day) for day in range(1, 31))
    assert parse(scattered, page).dated == date(2024, 1, 30)


def test_files_larger_than_a_chunk_keep_their_line_numbers(monkeypatch):
    monkeypatch.setattr(scan, "CHUNK", 4096)
    monkeypatch.setattr(scan, "LONGEST", 4096)
    monkeypatch.setattr(scan, "LOOKED_AT", 512)
    monkeypatch.setattr(pipe, "BATCH", 300)
    lines = []
    for i in range(1, 3001):
        kind = i % 100
        lines.append(
            b"short|line\n" if kind == 7
            else b"\n" if kind == 8
            else f"C{i}|CAF\u00c9|{i}\n".encode("cp1252") if kind == 9
            else f"C{i}|LONG {'x' * 6000}|{i}\n".encode() if kind == 10
            else f"C{i}|CR\rLF|{i}\r\n".encode() if kind == 11
            else f"C{i}|NAME {i}|{i}\n".encode()
        )  # fmt: skip
    parsed = parse(b"".join(lines), contributions_page())
    assert parsed.batches > 3
    assert all(row["committee_id"] == f"C{row['line']}" for row in parsed.rows)
    assert all(row["sub_id"] == str(row["line"]) for row in parsed.rows)
    assert len(parsed.rows) == 3000 - 90
    assert [one.line for one in parsed.rejected] == sorted(one.line for one in parsed.rejected)
    assert {row["name"] for row in parsed.rows if row["line"] % 100 == 9} == {"CAFÉ"}
    assert {row["name"] for row in parsed.rows if row["line"] % 100 == 11} == {"CR LF"}
    long = [one for one in parsed.rejected if one.line % 100 == 10]
    assert len(long) == 30
    assert all("bytes long" in one.reason and len(one.text) == 500 for one in long)


@pytest.mark.parametrize("size", [4094, 4095, 4096, 4097, 8192, 8193, 20_000])
@pytest.mark.parametrize("before", [0, 1, 511, 4000])
def test_whether_a_line_is_too_long_does_not_depend_on_where_it_stands(monkeypatch, size, before):
    monkeypatch.setattr(scan, "CHUNK", 4096)
    monkeypatch.setattr(scan, "LONGEST", 4096)
    monkeypatch.setattr(scan, "LOOKED_AT", 512)
    start = b"".join(b"C1|A|1\n" for _ in range(before // 7))
    line = b"C1|" + b"x" * (size - 6) + b"|22\n"
    for end in (b"", b"C1|B|3\n"):
        parsed = parse(start + line + end, contributions_page())
        assert len(parsed.rejected) == (len(line) > 4096)


def test_stopping_in_the_middle_leaves_no_thread_behind(monkeypatch):
    monkeypatch.setattr(scan, "CHUNK", 512)
    monkeypatch.setattr(scan, "LOOKED_AT", 512)
    monkeypatch.setattr(pipe, "BATCH", 10)
    before = threading.active_count()
    content = b"".join(f"C1|A|{i}\n".encode() for i in range(5000))
    events = delimited.parse(memory_file("a", content), contributions_page(), {"cycle": "2024"})
    for _ in range(10):
        next(events)
    assert threading.active_count() > before
    events.close()
    assert threading.active_count() == before


def test_an_error_in_the_thread_comes_out(monkeypatch):
    monkeypatch.setattr(scan, "CHUNK", 512)

    class Broken(io.BytesIO):
        def readinto(self, buffer):
            if self.tell() > 20_000:
                raise OSError("the disk went away")
            return super().readinto(buffer)

    content = b"".join(f"C1|A|{i}\n".encode() for i in range(5000))
    file = SourceFile(name="a", path="a", size=len(content), opener=lambda: Broken(content))
    with pytest.raises(OSError, match="went away"):
        list(delimited.parse(file, contributions_page(), {"cycle": "2024"}))


def test_a_scope_that_is_not_of_its_type_is_an_error():
    with pytest.raises(SourceError, match="cycle 'soon'"):
        parse(ROW, scope={"cycle": "soon"})


# Pages that contradict themselves are faults of ours, and are told before a byte is read.


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"columns": {**COLUMNS, "X": None}}, "X is neither taken nor ignored"),
        ({"columns": {**COLUMNS, "X": "no_such"}}, "'no_such' is not a column"),
        ({"columns": {**COLUMNS, "X": "name"}}, "'name' is made twice"),
        ({"ignored": {**IGNORED, "CAND_NAME": "why"}}, "both taken and ignored"),
        ({"options": {**OPTIONS, "dates": ""}}, "dates"),
        ({"options": {**OPTIONS, "dates": "YY.DD"}}, "no dates are written"),
        ({"options": {**OPTIONS, "frob": 1}}, "unknown options"),
        ({"options": {**OPTIONS, "private": ["X"]}}, "no column X"),
        ({"format": "fixed"}, "does not read format"),
        ({"tables": ("no_such",)}, "no table"),
    ],
)
def test_a_page_that_errs_is_a_fault(changes, words):
    with pytest.raises(Fault, match=words):
        parse(ROW, a_page(**changes))


# Pages of format csv.

HEADER = b'CAND_ID,"CAND_NAME",CAND_ST,CAND_DISTRICT,RECEIPTS,CVG_END_DT\n'
CSV_ROW = b'H8CA34266,"GOMEZ, JIMMY",CA,34,"2245652.60",12/31/2024\n'
CSV_OTHER = b'H4CA34083,"KIM, ""DAVID""",CA,34,570467.58,\n'


def csv_page(**changes):
    return a_page(id="test.csv", format="csv", **changes)


def test_csv_columns_are_found_by_name_in_any_order():
    parsed = parse(HEADER + CSV_ROW + CSV_OTHER, csv_page())
    assert [row["name"] for row in parsed.rows] == ["GOMEZ, JIMMY", 'KIM, "DAVID"']
    assert parsed.rows[0]["receipts_usd"] == Decimal("2245652.60")
    assert parsed.rows[1]["coverage_end"] is None
    assert parsed.numbers == [2, 3]
    other_way = parse(
        b"RECEIPTS,CVG_END_DT,CAND_ID,cand_name ,CAND_DISTRICT,CAND_ST\n"
        b'2245652.60,12/31/2024,H8CA34266,"GOMEZ, JIMMY",34,CA\n',
        csv_page(),
    )
    assert other_way.rows == parsed.rows[:1]


def test_a_csv_header_is_held_to_the_page_with_all_problems_at_once():
    with pytest.raises(SourceError) as told:
        parse(b"CAND_ID,CAND_ID,CAND_NAME,CAND_ST,CAND_DISTRICT,NEW\n" + CSV_ROW, csv_page())
    for words in ("NEW is not known", "RECEIPTS is missing", "CVG_END_DT is missing",
                  "CAND_ID stands there twice", "test.csv"):  # fmt: skip
        assert words in str(told.value)


def test_ignored_and_optional_csv_columns():
    page = csv_page(
        ignored={**IGNORED, "EXTRA": "of no use"}, options={**OPTIONS, "optional": ["RECEIPTS"]}
    )
    parsed = parse(
        b"CAND_ID,EXTRA,CAND_NAME,CAND_ST,CAND_DISTRICT,CVG_END_DT\nH1,?,A,CA,1,\n", page
    )
    assert parsed.rows[0]["receipts_usd"] is None


def test_csv_records_over_several_lines_count_each_line():
    parsed = parse(HEADER + b'H1,"A\nB",CA,1,1,\r\n' + CSV_ROW, csv_page())
    assert [(row["line"], row["name"]) for row in parsed.rows] == [(2, "A B"), (4, "GOMEZ, JIMMY")]


@pytest.mark.parametrize(
    "broken", [b'H1,"OPEN,CA,1,1,\n', b'H1,"A"B,CA,1,1,\n', b'H1,A,CA,1,1,"\n', b'H1,"\n']
)
@pytest.mark.parametrize(
    "after", [CSV_ROW, CSV_ROW + CSV_OTHER * 1, CSV_ROW * 1 + b"H9,Z,CA,1,1,\n"]
)
def test_broken_quotes_cost_their_line_and_not_its_neighbours(broken, after):
    parsed = parse(HEADER + broken + after, csv_page())
    assert [one.line for one in parsed.rejected] == [2]
    assert len(parsed.rows) == after.count(b"\n")


def test_dirty_csv_bytes():
    content = (
        b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n") + b"\r\n"
        + 'H1,"CÁR\rDENAS",CA,1,1,\r\n'.encode("cp1252") + b"H2,A\0B,CA,1,1,\n"
        + b"H3,short\n" + HEADER + b"H4,LAST,CA,1,.5,"
    )  # fmt: skip
    parsed = parse(content, csv_page())
    assert [row["name"] for row in parsed.rows] == ["CÁR DENAS", "A B", "LAST"]
    assert parsed.reasons == ["2 fields where 6 are due"]
    assert [(one.reason, one.lines) for one in parsed.skipped] == [
        ("a header row", 1), ("a blank line", 1), ("a header row", 1),
        ("the last line has no end; is the file whole?", 0),
    ]  # fmt: skip


def test_sums_and_words():
    columns = {"ID": "candidate_id", "A": None, "B": None, "ICI": "incumbent_status"}
    page = csv_page(
        columns=columns,
        ignored={"A": "added up", "B": "added up"},
        options={
            "sums": {"committee_refunds_usd": ["A", "B"]},
            "values": {"incumbent_status": {"INCUMBENT": "I", "OPEN": "O"}},
        },
    )
    big = "9" * 14
    parsed = parse(
        f"ID,A,B,ICI\nH1,1.10,2.20,OPEN\nH2,,3,\nH3,,,INCUMBENT\nH4,x,1,\nH5,1,1,WHAT\n"
        f"H6,{big},{big},\nH7,-{big},-{big},\n".encode(),
        page,
    )
    assert [(row["committee_refunds_usd"], row["incumbent_status"]) for row in parsed.rows] == [
        (Decimal("3.30"), "O"), (Decimal(3), None), (None, "I"),
    ]  # fmt: skip
    assert parsed.reasons == [
        "A 'x' is not a plain number",
        "ICI 'WHAT' is none of INCUMBENT, OPEN",
        "the sum of A and B is too large",
        "the sum of A and B is too large",
    ]


def test_csv_batches(monkeypatch):
    monkeypatch.setattr(quoted, "BATCH", 10)
    rows = b"".join(f"H{i},A,CA,1,{i},\n".encode() for i in range(95))
    parsed = parse(HEADER + rows + rows[:20], csv_page())
    assert parsed.batches == 10
    assert len(parsed.rows) == 95
    assert len([one for one in parsed.skipped if one.reason.startswith("repeats")]) >= 1


# Properties.

LINE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([ROW, OTHER, b"\n", b"\r\n", b"|||||\n", b"H1|A|CA|1|1|\n", HEADER, CSV_ROW,
                     b'H1,"\n', b'"', b"CAND_ID|", "|".join(COLUMNS).encode() + b"\n"]),
    st.lists(st.sampled_from([b"|", b",", b'"', b"\r", b"\n", b"\0", b"\xe9", b"A", b"H1", b"1",
                              b".", b"-", b"12/31/2024", b"\xc3\xa9", b" "]), max_size=20)
    .map(b"".join),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=12).map(b"".join), st.sampled_from(["pipe", "csv"]), st.booleans())
def test_any_bytes_at_all_are_accounted_for_or_refused(content, form, headed):
    if headed:
        content = (HEADER if form == "csv" else b"") + content
    try:
        parse(content, a_page(format=form, as_of="coverage"))
    except SourceError:
        return


@settings(max_examples=100, deadline=None)
@given(st.lists(LINE, max_size=30).map(b"".join), st.sampled_from([1, 7, 64]))
def test_the_size_of_a_chunk_changes_nothing(content, size):
    def events(chunk):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scan, "CHUNK", chunk)
            try:
                parsed = parse(content, contributions_page())
            except SourceError as problem:
                return str(problem)
            return parsed.rows, parsed.rejected, parsed.skipped

    assert events(size) == events(1 << 20)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(["usd", "decimal", "int"]),
       st.one_of(st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str),
                 st.text("0123456789.+-", max_size=24), st.integers().map(str)))  # fmt: skip
def test_the_quick_way_gives_the_value_of_the_exact_rules(kind, text):
    arrow = {"usd": pa.decimal128(16, 2), "decimal": pa.decimal128(18, 6), "int": pa.int64()}[kind]
    column = pa.chunked_array([[text, None, text]], pa.string())
    quick = Exact(reader(kind, ""), arrow, PLAIN[kind]).column(column)
    slow = Exact(reader(kind, ""), arrow).column(column)
    assert quick[0].to_pylist() == slow[0].to_pylist()
    assert quick[1] == slow[1]
    try:
        value = reader(kind, "")(text) if text else None
    except InexactError:
        value = None
        assert set(quick[1]) == {0, 2}
    assert quick[0].to_pylist() == [value, None, value]


def test_more_texts_than_are_remembered(monkeypatch):
    monkeypatch.setattr(cast, "REMEMBERED", 10)
    exact = Exact(reader("usd", ""), pa.decimal128(16, 2), PLAIN["usd"])
    for start in range(0, 60, 6):
        texts = [f"{number}.5" for number in range(start, start + 8)] + ["bad", None]
        values, wrong = exact.column(pa.chunked_array([texts]))
        assert values.to_pylist()[:8] == [Decimal(text) for text in texts[:8]]
        assert wrong == {8: "'bad' is not a plain number"}


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_changes_nothing_but_their_lines(order):
    def row(i):
        money = "bad" if i == 5 else f"{i}.{i:02d}"
        end = "" if i == 7 else "12/31/2024"
        return f"H{i}|NAME {i}é|CA|{i + 1}|{money}|{end}\n".encode("cp1252" if i % 2 else "utf-8")

    def without_lines(parsed):
        rows = sorted(({**one, "line": 0} for one in parsed.rows), key=lambda one: one["name"])
        return rows, parsed.reasons

    in_order = parse(b"".join(row(i) for i in range(12)))
    assert without_lines(parse(b"".join(row(i) for i in order))) == without_lines(in_order)
    assert len(in_order.rows) == 11
