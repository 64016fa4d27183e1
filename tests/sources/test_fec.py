"""The FEC's pages, held to real files: every line accounted for, and figures that are known."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hustings.sources.events import Dated, LoadedBatch, Rejected, Skipped
from hustings.sources.files import SourceFile
from hustings.sources.pages import page, recognise

PAGES = {
    "fec.cn", "fec.cm", "fec.ccl", "fec.weball", "fec.webl", "fec.webk",
    "fec.candidate_summary", "fec.itcont",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "path", "source", "cycle"),
    [
        ("weball24.txt", "", "fec.weball", "2024"),
        ("weball80.txt", "", "fec.weball", "1980"),
        ("weball24", "", "fec.weball", "2024"),
        ("weball24_final_Micah.txt", "", "fec.weball", "2024"),
        ("weball24_asof_2024-09-30.txt", "", "fec.weball", "2024"),
        ("webl24_named_houseandsenate.txt", "", "fec.webl", "2024"),
        ("webl20.txt", "", "fec.webl", "2020"),
        ("webk24_asof_2024-08-31.txt", "", "fec.webk", "2024"),
        ("candidate_summary_2020_klyuchnikova.csv", "", "fec.candidate_summary", "2020"),
        ("candidate_summary_2024.csv", "", "fec.candidate_summary", "2024"),
        ("candidate_summary_2022-2.csv", "", "fec.candidate_summary", "2022"),
        ("cn.txt", "drop_2022cycle_final/cn.txt.gz", "fec.cn", "2022"),
        ("cn24", "", "fec.cn", "2024"),
        ("cm.txt", "", "fec.cm", None),
        ("cm18.txt", "", "fec.cm", "2018"),
        ("ccl.txt", "a_2024cycle_b/ccl.txt", "fec.ccl", "2024"),
        ("itcont.txt", "", "fec.itcont", None),
        ("indiv20", "", "fec.itcont", "2020"),
    ],
)
def test_files_are_known_by_their_names(name, path, source, cycle):
    found = recognise(name, path)
    assert found is not None
    assert found[0].id == source
    assert found[1].get("cycle") == cycle


@pytest.mark.parametrize(
    "name",
    ["cn_header_file.csv", "cm_header_file.csv", "ccl_header_file.csv", "indiv_header_file.csv",
     "webk_headers.csv", "weball24.csv", "weball_headers.csv", "candidate_summary.csv",
     "itcont_2024_20240101_20240131.txt", "itcont_head27.txt", "committee_type.csv",
     "2020_PRESIDENTIAL_CAMPAIGNS_DOWNLOAD.csv"],
)  # fmt: skip
def test_other_files_are_not_taken_for_them(name):
    found = recognise(name)
    assert found is None or found[0].id not in PAGES


@pytest.mark.parametrize("source", sorted(PAGES))
def test_no_page_loads_a_street(source):
    described = page(source)
    streets = [name for name in described.columns if name.endswith(("_ST1", "_ST2"))]
    streets += [name for name in described.columns if "Street" in name]
    assert all(described.columns[name] is None for name in streets)
    assert all(
        reason == "street addresses are never loaded"
        for name, reason in described.ignored.items()
        if name in streets
    )
    if streets:
        assert set(described.options["private"]) == set(streets)


def unpacked(path: Path) -> tuple[str, bytes]:
    if path.suffix == ".gz":
        return path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return path.stem, archive.read(archive.namelist()[0])
    return path.name, path.read_bytes()


def events(path: Path):
    name, content = unpacked(path)
    found = recognise(name, str(path))
    assert found is not None, path
    described, scope = found
    file = SourceFile(
        name=name, path=path.name, size=len(content), opener=lambda: io.BytesIO(content)
    )
    return content, list(described.read(file, scope))


def rows(path: Path):
    return [
        row for event in events(path)[1] if isinstance(event, LoadedBatch)
        for row in event.rows.to_pylist()
    ]  # fmt: skip


def candidate(path: Path, candidate_id: str):
    (found,) = [row for row in rows(path) if row["candidate_id"] == candidate_id]
    return found


def dated(path: Path):
    return next((one.as_of for one in events(path)[1] if isinstance(one, Dated)), None)


@pytest.mark.shared
def test_every_line_of_every_file_is_accounted_for(shared_data):
    seen = set()
    for path in sorted((shared_data / "fec").rglob("*")):
        name = path.name.removesuffix(".gz").removesuffix(".zip")
        found = recognise(name, str(path)) if path.is_file() else None
        if found is None or found[0].id not in PAGES or found[0].missing(found[1]):
            continue
        content, told = events(path)
        units = content.count(b"\n") + (not content.endswith(b"\n"))
        lines = sum(getattr(one, "lines", 0) for one in told)
        assert lines == units, path
        rejected = [one for one in told if isinstance(one, Rejected)]
        assert rejected == [], path
        skips = sum(one.lines for one in told if isinstance(one, Skipped))
        assert skips <= 2, path
        seen.add(found[0].id)
    assert seen == PAGES


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "candidate_id", "known"),
    [
        ("weball24_snapshots/weball24_final_Micah.txt.gz", "H8CA34266",
         {"receipts_usd": "2245652.60", "from_individuals_usd": "1289116.54",
          "from_committees_usd": "946153.34"}),
        ("weball24_snapshots/weball24_final_l3erkt.txt.gz", "H8CA34266",
         {"receipts_usd": "2245652.60", "from_committees_usd": "946153.34"}),
        ("weball24_snapshots/weball24_final_Micah.txt.gz", "H4CA34083",
         {"receipts_usd": "570467.58", "from_individuals_usd": "555967.58",
          "from_committees_usd": "14500"}),
        ("weball_1980_2024_Yennhile0/weball24.txt.gz", "H8CA34266",
         {"receipts_usd": "2240332.83", "from_committees_usd": "944815.36"}),
        ("weball_1980_2024_Yennhile0/weball18.txt.gz", "H8CA34266",
         {"receipts_usd": "1552000.90", "from_individuals_usd": "767027.12",
          "from_committees_usd": "770876.15"}),
        ("weball_1980_2024_Yennhile0/weball22.txt.gz", "H2CA34079",
         {"receipts_usd": "264511.59", "from_committees_usd": "250",
          "from_candidate_usd": "3400", "candidate_loans_usd": "11000"}),
        ("candidate_summary/candidate_summary_2020_klyuchnikova.csv.gz", "H0CA34131",
         {"receipts_usd": "187704.76", "unitemized_usd": "77786.56", "itemized_usd": "92944.34",
          "from_individuals_usd": "170730.90", "from_committees_usd": "0"}),
        ("candidate_summary/candidate_summary_2020_final_saranshrakshak.csv.gz", "H8CA34266",
         {"receipts_usd": "1406325.87", "from_individuals_usd": "380991.70",
          "from_committees_usd": "991447.19", "unitemized_usd": "18655.77",
          "transfers_from_authorized_usd": "31500", "committee_refunds_usd": "1500"}),
    ],
)  # fmt: skip
def test_known_figures(shared_data, file, candidate_id, known):
    row = candidate(shared_data / "fec" / file, candidate_id)
    assert {name: row[name] for name in known} == {n: Decimal(v) for n, v in known.items()}
    assert row["district"] == "CA-34"
    assert row["office"] == "H"
    assert row["incumbent_status"] in {"I", "C"}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "day"),
    [
        ("weball_1980_2024_Yennhile0/weball24.txt.gz", date(2024, 11, 25)),
        ("weball24_snapshots/weball24_asof_2024-09-30.txt.gz", date(2024, 9, 30)),
        ("weball24_snapshots/weball24_final_harsh.txt.gz", date(2024, 12, 31)),
        ("weball_1980_2024_Yennhile0/weball10.txt.gz", date(2010, 12, 31)),
        ("webk24_reuven/webk24_asof_2024-08-31.txt.gz", date(2024, 8, 31)),
        ("webk_other_cycles/webk14.txt.gz", date(2014, 12, 31)),
        ("candidate_summary/candidate_summary_2024_asof_2024-04.csv.gz", date(2024, 2, 14)),
        ("harshavardhan2112_campaign-viz_2022cycle_final/cn.txt.gz", None),
    ],
)
def test_summaries_say_through_which_day_they_speak(shared_data, file, day):
    assert dated(shared_data / "fec" / file) == day


@pytest.mark.shared
def test_an_added_header_with_one_delimiter_too_many_is_skipped_by_name(shared_data):
    _, told = events(shared_data / "fec/weball24_snapshots/weball24_final_l3erkt.txt.gz")
    assert [one for one in told if isinstance(one, Skipped)] == [Skipped(1, "a header row")]


@pytest.mark.shared
def test_a_row_that_the_fec_gave_twice_is_loaded_once(shared_data):
    folder = shared_data / "fec/jk3587_fec2020_2020cycle_asof_2019-03-17"
    _, told = events(folder / "cn.txt.gz")
    (twice,) = [one for one in told if isinstance(one, Skipped)]
    assert twice.reason == "repeats line 1,518"
    found = [row for row in rows(folder / "cn.txt.gz") if row["candidate_id"] == "H8GA04117"]
    assert [row["line"] for row in found] == [1518]


@pytest.mark.shared
def test_committees_by_their_ids(shared_data):
    found = {
        row["committee_id"]: row
        for row in rows(shared_data / "fec/webk24_reuven/webk24_asof_2024-08-31.txt.gz")
    }
    assert found["C00799031"]["name"] == "UNITED DEMOCRACY PROJECT ('UDP')"
    assert found["C00799031"]["type"] == "O"
    assert round(found["C00797670"]["to_committees_usd"], -5) == Decimal("44600000")
    idle = [row for row in found.values() if row["coverage_end"] is None]
    assert all(row["receipts_usd"] is None for row in idle)
    assert len(idle) == 2715


@pytest.mark.shared
def test_itemised_gifts_keep_their_numbers(shared_data):
    found = rows(shared_data / "fec/jk3587_fec2020_2020cycle_asof_2019-03-17/indiv20.zip")
    assert len(found) == 70_671
    assert len({row["sub_id"] for row in found}) == 70_671
    first = found[0]
    assert first["sub_id"] == "4021320191639407455"
    assert first["date"] == date(2019, 1, 18)
    assert first["amount_usd"] == Decimal(500)
    assert first["name"] == "LEMUNYON, GLENN"
    assert sum(row["memo_code"] == "X" for row in found) == 226


@pytest.mark.shared
def test_seats_of_candidates(shared_data):
    found = rows(shared_data / "fec/harshavardhan2112_campaign-viz_2022cycle_final/cn.txt.gz")
    by_id = {row["candidate_id"]: row for row in found}
    assert by_id["H8CA34266"]["district"] == "CA-34"
    assert by_id["H8CA34266"]["principal_committee_id"] == "C00629659"
    assert all((row["district"] is None) for row in found if row["office"] != "H")
    # Fourteen registered for seats that no state has, and three for none; they stand without.
    lost = [row for row in found if row["office"] == "H" and row["district"] is None]
    assert len(lost) == 14 + 3
