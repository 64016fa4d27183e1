"""Electronic filings: every line accounted for, equal to the peers, sums that are known."""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal

import filing_peers as peers
import pytest
from filing_reading import Read, read

from hustings.errors import SourceError

#: Filings of a version that is none: fecfile takes 180.5 for version 1 and 2.4 for version 2, and
#: reads streets as dates. They are rejected here.
NO_VERSION = {"filing_invalid_version.fec", "1613679_malformed.fec"}
#: A header alone, and nothing at all.
NO_FILING = {"last-value.fec", "empty.fec"}


@pytest.mark.shared
def test_every_line_of_every_filing_is_accounted_for(shared_data) -> None:
    seen = 0
    for name, content in peers.fixtures():
        if name in NO_FILING:
            with pytest.raises(SourceError):
                read(content, name)
            continue
        told = read(content, name)
        assert told.units == content.count(b"\n") + (not content.endswith(b"\n")), name
        if name in NO_VERSION:
            assert len(told.rejected) == told.units
            assert "version" in told.rejected[0].reason
        else:
            # Nothing is rejected but two rows with a field too many.
            assert [one.line for one in told.rejected] == (
                [4, 5] if name == "too_many_fields.fec" else []
            ), name
        seen += 1
    assert seen >= 80


@pytest.mark.shared
def test_every_field_is_as_fecfile_reads_it(shared_data) -> None:
    """fecfile cuts the two rows that have a field too many without a word; here they are rejected."""
    compared = 0
    for name, content in peers.fixtures():
        if name in NO_FILING | NO_VERSION:
            continue
        told = read(content, name)
        ours = {row["line"]: row for row in told.rows}
        (_, cover), *rows = peers.rows_by_fecfile(content)
        theirs = {line: row for line, row in rows if peers.is_itemised(next(iter(row.values())))}
        assert set(theirs) - {one.line for one in told.rejected} == set(ours), name
        for line, row in ours.items():
            wanted = peers.expected(theirs[line])
            assert {column: row[column] for column in wanted} == wanted, (name, line)
            compared += 1
        _compare_cover(name, told, cover)
    assert compared > 15_000


def _compare_cover(name: str, told: Read, cover: dict[str, str]) -> None:
    said = {key: value.strip() for key, value in cover.items()}
    assert told.filing["form"] == said["form_type"].upper(), name
    # Form 2 is filed by a candidate.
    filer = said.get("filer_committee_id_number", said.get("candidate_id_number"))
    assert told.filing["committee_id"] == filer, name
    for column, key in (
        ("coverage_start", "coverage_from_date"),
        ("coverage_end", "coverage_through_date"),
        ("date_signed", "date_signed"),
    ):
        assert told.filing[column] == peers.day(said.get(key)), name
    assert told.filing["election_code"] == (said.get("election_code") or None), name
    for key, value in said.items():
        if key.startswith("col_") and key != "col_b_year" and value:
            # fecfile keeps the last of two lines of one name; here both are kept.
            ours = told.lines.get(f"{key} (2)", told.lines.get(key))
            assert ours == Decimal(value), (name, key)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("case", "name"),
    [
        ("1527862", "1527862.fec"), ("1544132", "1544132.fec"), ("1550548", "1550548.fec"),
        ("slash_form", "1550126.fec"), ("legacy_header", "13360.fec"),
    ],
)  # fmt: skip
def test_every_row_is_as_fastfec_expects_it(shared_data, case: str, name: str) -> None:
    told = read(peers.fixture(name), name)
    for path in sorted((peers.FASTFEC / case / "expected").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        kind = path.stem.replace("SC-", "SC/")
        if peers.is_itemised(kind):
            wanted = [peers.expected(row) for row in rows]
            ours = [
                {column: row[column] for column in wanted[0]}
                for row in sorted(told.rows, key=lambda row: row["line"])
                if row["kind"] == kind
            ]
            assert ours == wanted, path.name
        elif kind.startswith("F3"):
            _compare_cover(name, told, rows[0])


@pytest.mark.shared
def test_fastfec_cuts_what_is_too_much_and_here_it_is_rejected(shared_data) -> None:
    told = read(peers.fixture("too_many_fields.fec"))
    path = peers.FASTFEC / "too_many_fields" / "expected" / "SA11D.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        wanted = {row["transaction_id"] for row in csv.DictReader(stream)}
    ours = {row["transaction_id"] for row in told.rows}
    assert len(wanted) == 3
    assert len(ours) == 1
    assert ours < wanted
    assert len(told.rejected) == 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "sums"),
    [
        ("1229017", {"11AI": "9364.17", "11C": "37153.41"}),
        ("1544132", {"11AI": "301030.36", "11C": "9000", "12": "6000"}),
        ("1550126", {"11AI": "2500"}),
        ("1550548", {"11AI": "103071.78"}),
        ("27789", {"11AI": "149408.52"}),
        ("non-ascii-char", {"11AI": "153674.71", "11C": "168631.20"}),
    ],
)
def test_known_sums(shared_data, name: str, sums: dict[str, str]) -> None:
    told = read(peers.fixture(f"{name}.fec"), f"{name}.fec")
    assert {line: told.sum(line) for line in sums} == {k: Decimal(v) for k, v in sums.items()}
    assert told.as_of == told.filing["date_signed"]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "form_line", "line"),
    [
        ("82094", "11AI", "col_a_individual_contributions_itemized"),
        ("82094", "11C", "col_a_pac_contributions"),
        ("34411", "11AI", "col_a_individual_contributions_itemized"),
        ("1229017", "11C", "col_a_pac_contributions"),
        ("27789", "11AI", "col_a_individuals_itemized"),
    ],
)
def test_rows_add_up_to_the_cover(shared_data, name: str, form_line: str, line: str) -> None:
    told = read(peers.fixture(f"{name}.fec"))
    assert told.sum(form_line) == told.lines[line]


@pytest.mark.shared
def test_467627_counts_a_memo_row_in_its_summary(shared_data) -> None:
    told = read(peers.fixture("467627.fec"))
    stated = told.lines["col_a_individual_contributions_itemized"]
    assert told.sum("11AI") + told.sum("11AI", memo=True) == stated
    assert told.sum("11AI", memo=True) == Decimal("-350.00")


@pytest.mark.shared
def test_no_street_is_kept(shared_data) -> None:
    for name, content in peers.fixtures():
        if name in NO_FILING:
            continue
        told = read(content, name)
        kept = {
            value
            for row in (told.filing, *told.rows)
            for column, value in row.items()
            if isinstance(value, str) and column not in {"name", "committee_name"}
        }
        if name in NO_VERSION:
            rows = [line.split("\x1c") for line in peers.lines_of(content)]
            written = {row[12].strip() for row in rows if row[0].startswith(("SA", "SB"))}
            assert len(written) > 10
        else:
            written = {
                value.strip()
                for _, row in peers.rows_by_fecfile(content)
                for field_, value in row.items()
                if "street" in field_
            }
        # Some filers write an employer's name where the street is due; streets have numbers.
        streets = {one for one in written if re.search(r"\d+ .*[A-Za-z]{3}", one)}
        assert not kept & streets, name
        for one in told.rejected:
            assert not any(street in one.text + one.reason for street in streets)


@pytest.mark.shared
def test_text_is_utf8_or_cp1252(shared_data) -> None:
    """fecfile reads the bytes 0x80-0x9F as control characters; they are quotes and dashes."""
    control = {chr(code) for code in range(0x80, 0xA0)}
    for name, content in peers.fixtures():
        if name not in NO_FILING:
            for row in read(content, name).rows:
                assert not any(control & set(v) for v in row.values() if isinstance(v, str))


@pytest.mark.shared
def test_a_days_zip_is_loaded_member_by_member(shared_data, tmp_path) -> None:
    from hustings.record import Record
    from hustings.record.inputs import find
    from hustings.record.loading import Wanted, load_all

    record = Record(tmp_path / "record")
    paths = [peers.FILINGS / "fecfile" / "20180616.zip"]
    outcomes = load_all(record, [Wanted(item=item) for item in find(paths)])
    assert [one.status for one in outcomes] == ["loaded"] * 52
    forms = Counter()
    for one in outcomes:
        assert one.snapshot is not None
        assert one.snapshot.loaded + one.snapshot.rejected + one.snapshot.skipped == (
            one.snapshot.units
        )
        forms["filings"] += one.snapshot.tables["filings"]
    assert forms["filings"] == 52
