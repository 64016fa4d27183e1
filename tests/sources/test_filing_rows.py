"""Electronic filings, made row by row: kinds, versions, values, and what does not fit."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from filing_reading import PAGE, read
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import SourceError
from hustings.sources.fec.filing.header import old_header, row_header
from hustings.sources.fec.filing.layouts import layout, mappings, plan, schedule_line
from hustings.sources.fec.filing.values import day, money
from hustings.sources.pages import recognise


def joined(*rows: list[str], divider: str = "\x1c") -> bytes:
    return "".join(divider.join(row) + "\n" for row in rows).encode()


HEADER = ["HDR", "FEC", "8.3", "Test", "1", "FEC-123", "1"]
COVER = ["F3A", "C00000001", "Some Committee"]
RECEIPT = layout("SA11AI", "8.3") or ()


def receipt(**values: str) -> list[str]:
    """A row of Schedule A, version 8.3."""
    given_values = {
        "form_type": "SA11AI", "contributor_last_name": "Doe", "contribution_amount": "10.00",
        "contributor_street_1": "12 Hidden Lane", **values,
    }  # fmt: skip
    return [given_values.get(name, "") for name in RECEIPT]


# Names, kinds, versions, values


@pytest.mark.parametrize(
    ("name", "number"), [("1229017.fec", "1229017"), ("1.fec", "1"), ("1229017.FEC", "1229017")]
)
def test_a_filing_is_known_by_its_number(name: str, number: str) -> None:
    found = recognise(name)
    assert found is not None
    assert (found[0].id, found[1]) == ("fec.filing", {"filing": number})
    assert recognise("f99.fec") is None


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        ("SA11A1", ("A", "11AI")), ("SA11ai", ("A", "11AI")), ("SA11AI", ("A", "11AI")),
        ("SA11AII", ("A", "11AII")), ("SA11C", ("A", "11C")), ("SA12", ("A", "12")),
        ("SA3L", ("A", "3L")), ("SB21b", ("B", "21B")), ("SB30B", ("B", "30B")),
        ("SC/10", ("C", "10")), ("SC/9", ("C", "9")), ("SD10", ("D", "10")), ("SE", ("E", None)),
        ("SF", ("F", None)), ("F57", ("F57", None)), ("F65", ("F65", None)), ("SC1/10", None), ("SC12", None), ("SC", ("C", None)),
        ("SC2/10", None), ("H4", None), ("TEXT", None), ("F3XN", None), ("SAX", None),
        ("SA11AI EXTRA", None), ("", None),
    ],
)  # fmt: skip
def test_a_kind_names_its_schedule_and_line(kind: str, found: object) -> None:
    assert schedule_line(kind) == found


def test_every_field_of_every_layout_is_taken_or_left_out_by_name() -> None:
    versions = ["2.02", "3.00", "5.0", "5.1", "5.2", "5.3", "6.1", "6.2", "6.3", "6.4", "7.0",
                "8.0", "8.1", "8.2", "8.3", "8.4", "8.5", "P1.0", "P2.4", "P2.6", "P3.0", "P3.1",
                "P3.2", "P3.3", "P3.4"]  # fmt: skip
    kinds = ["SA11AI", "SA3L", "SB17", "SC/10", "SD10", "SE", "SF", "F56", "F57", "F65", "F76",
             "F92", "F93", "F132", "F133"]  # fmt: skip
    made = [plan(kind, version, PAGE) for kind in kinds for version in versions]
    plans = [one for one in made if one is not None]
    assert len(plans) > 300
    for one in plans:
        assert "amount_usd" in one.places, one
        assert not any("street" in one.names[i] for at in one.places.values() for i in at)
        assert not any("street" in name for name in one.names[: one.shown])
    assert len(mappings()) > 50


def test_no_kind_that_a_line_may_begin_with_is_a_fault() -> None:
    """Schedules with any line, in any spelling, have a layout that the page knows, or none."""
    lines = ["", *(f"{number}{end}" for number in (1, 2, 9, 10, 12, 25) for end in ("", "A", "AI"))]
    kinds = [f"S{letter}{stroke}{line}" for letter in "ABCDEF" for stroke in ("", "/", "-")
             for line in lines]  # fmt: skip
    left_out = re.compile("|".join(PAGE.options["left_out"]))
    for version in ("2.02", "3.00", "5.3", "6.4", "7.0", "8.0", "8.5", "P1.0", "P3.4"):
        for kind in kinds:
            if not left_out.fullmatch(kind):
                plan(kind, version, PAGE)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("HDR\x1cFEC\x1c8.3", ""), ("HDR\x1cP3.4\x1cX\x1c1", ""), ("HDR,FEC,5.00,X", ""),
        ('"HDR","FEC","3.00","X"', ""), ("HDR\x1cFEC\x1c180.5", "not known"),
        ("HDR\x1cFEC\x1c9.0", "not known"), ("HDR\x1cFEC\x1c2.4", "not divided by 0x1C"),
        ("HDR,FEC,8.3", "not divided by commas"), ("HDR,FEC,2.02", "another header"),
        ("HDR", "not known"),
    ],
)  # fmt: skip
def test_a_version_is_known_or_refused(text: str, problem: str) -> None:
    found = row_header(text).problem
    assert problem in found
    assert bool(problem) == bool(found)


def test_an_old_header_says_its_version() -> None:
    found = old_header(["FEC_Ver_# = 2.02", "Soft_Name = FECfile", "Soft_Ver# = 3"])
    assert (found.version, found.software, found.problem) == ("2.02", "FECfile 3", "")
    assert old_header(["FEC_Ver_# = 2.02", "Dec/NoDec = NODEC"]).problem
    assert old_header([]).problem


@pytest.mark.parametrize(
    ("text", "amount"),
    [("250", "250.00"), ("-20.5", "-20.50"), (".5", "0.50"), ("1,250.00", "1250.00"),
     ("10.000", "10.00"), ("+3", "3.00"), ("99999999999999.99", "99999999999999.99")],
)  # fmt: skip
def test_money_is_exact(text: str, amount: str) -> None:
    assert str(money(text)) == amount


@pytest.mark.parametrize(
    "text", ["", "-", ".", "12.345", "1e3", "1,25", "$5", "x", "1" * 15, "١٢", "--1", "1.2.3"]
)
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount"):
        money(text)


def test_days_of_all_forms() -> None:
    assert day("20180515") == day("05152018") == day("5/15/2018") == date(2018, 5, 15)
    for text in ("20180230", "2018", "on demand", "13/13/2018", "00000000", ""):
        with pytest.raises(ValueError, match="is not a day"):
            day(text)


# Rows that do not fit


def test_a_row_of_other_width_is_rejected_unless_what_differs_is_blank() -> None:
    told = read(
        joined(
            HEADER, COVER, receipt(), [*receipt(), "", " "], [*receipt(), "stray"],
            receipt()[:20], receipt()[:43],
        )
    )  # fmt: skip
    assert len(told.rows) == 3
    assert [one.line for one in told.rejected] == [5, 6]
    assert "46 fields where 45 are due" in told.rejected[0].reason
    assert told.units == 7


def test_the_memo_code_must_be_reached() -> None:
    assert not read(joined(HEADER, COVER, receipt()[:42])).rows


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"contribution_amount": "ten"}, "contribution_amount is not an amount"),
        ({"contribution_date": "12 Hidden Lane"}, "contribution_date is not a day"),
        ({"form_type": "ZZ9"}, "not a kind of row of version 8.3"),
        ({"form_type": "12 Hidden Lane"}, "not a kind of row of version 8.3"),
    ],
)
def test_a_bad_row_is_rejected_without_its_address(values: dict[str, str], reason: str) -> None:
    told = read(joined(HEADER, COVER, receipt(), receipt(**values)))
    assert len(told.rows) == 1
    assert [(one.line, one.reason) for one in told.rejected] == [(4, reason)]
    assert "Hidden" not in told.rejected[0].text
    assert told.units == 4


def test_quotes_within_a_field_are_letters() -> None:
    told = read(
        joined(
            HEADER, COVER, receipt(contributor_last_name='"Doe"', contributor_first_name='Jo "J')
        )
    )
    assert told.rows[0]["name"] == 'Doe, Jo "J'


def test_a_quote_that_never_closes_costs_its_line_alone() -> None:
    head = b"HDR,FEC,5.00,X,1,,,0,\nF3N,C00000001,Some Committee\n"
    row = ["SA11AI", "C00000001", "IND", "Doe^Jo", "12 Hidden Lane", *[""] * 8, "10", "20030101",
           "10", *[""] * 22]  # fmt: skip
    good = ",".join(row).encode()
    told = read(head + good + b"\n" + good.replace(b"Doe", b'"Doe') + b"\n" + good)
    assert [one["name"] for one in told.rows] == ["Doe, Jo"] * 2
    assert [(one.line, one.text, one.reason) for one in told.rejected] == [
        (4, "SA11AI", "a quote is opened and never closed")
    ]
    # Some programs end every row with a quote that opens nothing.
    assert read(head + good + b',"\n').rows == told.rows[:1]


def test_a_line_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hustings.sources.fec.filing.rows.CHUNK", 50)
    monkeypatch.setattr("hustings.sources.fec.filing.rows.LONGEST", 500)
    assert read(joined(HEADER, COVER, ["TEXT", "x" * 300])).units == 3
    with pytest.raises(SourceError, match="has no end"):
        read(joined(HEADER, COVER, ["TEXT", "x" * 3000]))


def test_a_short_row_is_cut_before_what_moved_forward() -> None:
    told = read(joined(HEADER, COVER, ["SA11AI", "C00000001", "12 Hidden Lane", "Town"]))
    assert [one.text for one in told.rejected] == ["SA11AI"]


def test_both_lines_of_one_name_are_kept() -> None:
    names = layout("F3XN", "8.3") or ()
    amounts = iter(["1.00", "2.00"])
    cover = [
        "F3XN" if name == "form_type" else next(amounts) if name == "col_a_total_receipts" else ""
        for name in names
    ]
    assert read(joined(HEADER, cover)).lines == {
        "col_a_total_receipts": Decimal("1.00"),
        "col_a_total_receipts (2)": Decimal("2.00"),
    }


def test_a_field_of_the_cover_that_cannot_be_read_is_told() -> None:
    names = layout("F3A", "8.3") or ()
    cover = ["F3A" if n == "form_type" else "lots" if n == "col_a_total_receipts" else ""
             for n in names]  # fmt: skip
    told = read(joined(HEADER, cover))
    assert [one.reason for one in told.rejected] == ["col_a_total_receipts is not an amount"]
    assert told.filing["form"] == "F3A"
    assert told.units == 2


def test_a_file_without_a_cover_or_a_header_is_refused() -> None:
    for content in (b"", b"\n\n", b"a,b\n", b"HDR\x1cFEC\x1c8.3\n", b"/* Header\nx = 1\n",
                    joined(HEADER, ["SA11AI", "C00000001"]), joined(HEADER, ["F3QQ", "C1"])):  # fmt: skip
        with pytest.raises(SourceError):
            read(content)


def test_the_form_says_what_is_amended() -> None:
    told = read(joined(HEADER, COVER))
    assert (told.filing["is_amendment"], told.filing["amends"]) == (True, "123")
    assert not read(joined(HEADER, ["F3N", "C00000001"])).filing["is_amendment"]


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        told = read(content)
    except SourceError:
        return
    assert told.units == content.count(b"\n") + (not content.endswith(b"\n"))


@given(
    st.sampled_from(["8.3", "6.1", "7.0", "P3.4", "5.00", "3.00"]),
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(
                    ["SA11AI", "SB17", "SE", "F57", "TEXT", "[BEGINTEXT]", "[ENDTEXT]"]
                ),
                st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
            ),
            max_size=50,
        ),
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=200, deadline=None)
def test_random_rows_are_accounted_for(version: str, rows: list[list[str]], end: str) -> None:
    divider = "," if version[0] in "35" else "\x1c"
    top = ["HDR", version] if version[0] == "P" else ["HDR", "FEC", version]
    text = end.join(divider.join(row) for row in (top, ["F3N", "C00000001"], *rows))
    content = text.encode()
    told = read(content)
    assert told.units == content.count(b"\n") + (not content.endswith(b"\n"))


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    content = joined(HEADER, COVER, *[receipt(contribution_amount=f"{i}.10") for i in range(50)])
    whole = read(content)
    monkeypatch.setattr("hustings.sources.fec.filing.rows.CHUNK", 300)
    assert read(content) == whole
    assert [one["line"] for one in whole.rows] == list(range(3, 53))


AMOUNTS = st.one_of(
    st.from_regex(r"-?[0-9]{0,5}(\.[0-9]{0,3})?", fullmatch=True),
    st.text("0123456789.-+,e ", max_size=18),
)


@given(st.lists(AMOUNTS, max_size=4))
@settings(max_examples=300)
def test_amounts_read_together_are_as_amounts_read_alone(texts: list[str]) -> None:
    told = read(joined(HEADER, COVER, *[receipt(contribution_amount=text) for text in texts]))
    wanted = []
    for text in texts:
        try:
            wanted.append(money(text.strip()) if text.strip() else None)
        except ValueError:
            continue
    assert [row["amount_usd"] for row in sorted(told.rows, key=lambda row: row["line"])] == wanted
    assert len(told.rejected) == len(texts) - len(wanted)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["SA11AI", "SA11ai", "SA12", "SB17", "SD10", "TEXT", "ZZ", "SA11AIEXTRA"]
            ),
            st.lists(
                st.sampled_from(["", " ", "Doe", '"Doe"', 'a"b', " x ", "10.00", "é"]), max_size=48
            ),
        ),
        max_size=12,
    )
)
@settings(max_examples=300)
def test_rows_read_together_are_as_rows_read_one_by_one(rows: list[tuple[str, list[str]]]) -> None:
    """A marker of free text at the end has every line read by itself."""
    lines = [[kind, *fields] for kind, fields in rows]
    together = read(joined(HEADER, COVER, *lines))
    alone = read(joined(HEADER, COVER, *lines, ["[ENDTEXT]"]))
    key = "line"
    assert sorted(together.rows, key=lambda one: one[key]) == sorted(
        alone.rows, key=lambda one: one[key]
    )
    assert sorted(map(str, together.rejected)) == sorted(map(str, alone.rejected))


def test_narrow_and_wide_filings_are_read_whole() -> None:
    short, long = receipt()[:43], [*receipt(), "", ""]
    for rows in ([short] * 20, [long] * 20, [short, long, receipt()] * 7, [[*receipt(), " "]] * 9):
        told = read(joined(HEADER, COVER, *rows))
        assert len(told.rows) == len(rows)
        assert {row["name"] for row in told.rows} == {"Doe"}
        assert not told.rejected
