"""The FEC's transaction files, held to real files and to figures that are known otherwise."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from hustings.errors import SourceError
from hustings.ids import Round
from hustings.sources.delimited import derive
from hustings.sources.events import LoadedBatch, Rejected, Skipped
from hustings.sources.files import SourceFile
from hustings.sources.pages import page, recognise
from hustings.tables import table

PAGES = {
    "fec.itpas2", "fec.itoth", "fec.oppexp", "fec.independent_expenditure",
    "fec.schedule_a_export",
}  # fmt: skip
DOCS = Path(__file__).parents[2] / "docs"
MARCH_2019 = "fec/jk3587_fec2020_2020cycle_asof_2019-03-17"
APRIL_2023 = "fec/sandeepk97_2024cycle_asof_2023-04"
EXPORTS = "fec/schedule_a_exports_l3erkt"
KINDS = {
    "individual", "pac_gift", "party_gift", "candidate", "transfer", "refund", "conduit",
    "memo_share", "independent_support", "independent_oppose", "coordinated", "communication",
    "other",
}  # fmt: skip


def read(name: str, content: bytes, source: str, scope: dict[str, str]):
    file = SourceFile(name=name, path=name, size=len(content), opener=lambda: io.BytesIO(content))
    return list(page(source).read(file, scope))


@cache
def unpacked(path: Path) -> tuple[str, bytes]:
    if path.suffix == ".gz":
        return path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return path.stem, archive.read(archive.namelist()[0])
    return path.name, path.read_bytes()


@cache
def events(path: Path):
    """The events of a file; exports in the folder of exports are known by it, not by their names."""
    name, content = unpacked(path)
    if path.parent.name == Path(EXPORTS).name:
        scope = {"export": name.removesuffix(".csv")}
        return read(name, content, "fec.schedule_a_export", scope)
    found = recognise(name, str(path))
    assert found is not None, path
    return read(name, content, found[0].id, found[1])


@cache
def rows(path: Path) -> pa.Table:
    return pa.concat_tables(one.rows for one in events(path) if isinstance(one, LoadedBatch))


def value(path: Path, what: str, where: str = "true"):
    """One number over the rows of a file, by SQL."""
    with duckdb.connect() as db:
        db.register("rows", rows(path))
        found = db.execute(f"select {what} from rows where {where}").fetchone()
    assert found is not None
    return found[0]


def counting() -> list[dict[str, str]]:
    text = (
        resources.files("hustings.sources.reference")
        .joinpath("transaction_codes.csv")
        .read_text("utf-8")
    )
    return list(csv.DictReader(text.splitlines()))


# --- names of files -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "path", "source", "scope"),
    [
        ("itpas2.txt", "", "fec.itpas2", {}),
        ("pas224", "", "fec.itpas2", {"cycle": "2024"}),
        ("itpas2_named_independentexpenditures.txt", "a_2024cycle_b/x", "fec.itpas2",
         {"cycle": "2024"}),
        ("itoth.txt", "", "fec.itoth", {}),
        ("oth20", "", "fec.itoth", {"cycle": "2020"}),
        ("itoth_head33.txt", "", "fec.itoth", {}),
        ("oppexp.txt", "drop_2020cycle/oppexp.txt.gz", "fec.oppexp", {"cycle": "2020"}),
        ("oppexp24", "", "fec.oppexp", {"cycle": "2024"}),
        ("independent_expenditure_2024.csv", "", "fec.independent_expenditure",
         {"cycle": "2024"}),
        ("schedule_a-2026-05-12T10_20_30.csv", "", "fec.schedule_a_export",
         {"export": "schedule_a-2026-05-12T10_20_30"}),
    ],
)  # fmt: skip
def test_files_are_known_by_their_names(name, path, source, scope):
    found = recognise(name, path)
    assert found is not None
    assert (found[0].id, found[1]) == (source, scope)


@pytest.mark.parametrize(
    "name",
    ["pas2_header_file.csv", "oth_header_file.csv", "oppexp_header_file.csv", "fields.csv",
     "independent_expenditures.json", "independent_expenditure.csv", "other.txt",
     "schedule_b-2026-05-12T10_20_30.csv"],
)  # fmt: skip
def test_other_files_are_not_taken_for_them(name):
    found = recognise(name)
    assert found is None or found[0].id not in PAGES


@pytest.mark.parametrize("source", sorted(PAGES))
def test_no_page_loads_a_street(source):
    described = page(source)
    streets = {
        name
        for name in (*described.columns, *described.ignored)
        if "street" in name.lower() or re.search(r"_ST\d", name)
    }
    assert not streets & set(described.columns)
    assert {described.ignored[name] for name in streets} <= {"street addresses are never loaded"}
    assert set(described.options.get("private", ())) == streets
    columns = {column.name for column in table(described.tables[0]).columns}
    assert not [name for name in columns if "street" in name]


@pytest.mark.parametrize("source", sorted(PAGES))
def test_itemised_tables_stay_on_disk_and_are_keyed_by_sub_id(source):
    (name,) = page(source).tables
    assert table(name).large
    # The notices have no number of their own.
    assert table(name).key == (() if name == "expenditure_notices" else ("sub_id",))


# --- rows of our own making -----------------------------------------------------------------------

PAS2 = (
    "C00000001|N|Q1|P2024|1|24K|CCM|SMITH FOR CONGRESS|LOS ANGELES|CA|90012|||02092023|{amount}|"
    "C00000002|H0CA34001|T1|1675104|{memo}||{sub_id}"
)
OPPEXP = (
    "C00000001|A|2019|M2|1|21B|F3X|SB|A PRINTER|RAVENNA|OH|44266|01/30/2019|{amount}||PAPER|001|"
    "Administrative||{memo}|ORG|{sub_id}|1314368|T1||{after}"
)


def text(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def loaded(told) -> list[dict]:
    return [row for one in told if isinstance(one, LoadedBatch) for row in one.rows.to_pylist()]


def rejected(told) -> list[tuple[int, str]]:
    return [(one.line, one.reason) for one in told if isinstance(one, Rejected)]


def test_a_sub_id_is_exact_to_its_last_digit():
    ids = ["4011820231709508198", "4011820231709508199", "9223372036854775808", "0004"]
    content = text(*(PAS2.format(amount="1", memo="", sub_id=one) for one in ids))
    assert [
        row["sub_id"] for row in loaded(read("a", content, "fec.itpas2", {"cycle": "2024"}))
    ] == ids


def test_what_is_wrong_in_a_row_is_told():
    content = text(
        PAS2.format(amount="-12.50", memo="X", sub_id="1"),
        PAS2.format(amount="N/A", memo="", sub_id="2"),
        PAS2.format(amount="5", memo="", sub_id=""),
        PAS2.format(amount="5", memo="", sub_id="4") + "|",
        PAS2.format(amount="5", memo="", sub_id="5").replace("02092023", "02302023"),
        "",
    )
    told = read("itpas2.txt", content, "fec.itpas2", {"cycle": "2024"})
    (row,) = loaded(told)
    assert (row["amount_usd"], row["memo_code"], row["cycle"]) == (Decimal("-12.50"), "X", 2024)
    assert row["date"] == date(2023, 2, 9)
    assert sorted(rejected(told)) == [
        (2, "TRANSACTION_AMT 'N/A' is not a plain number"),
        (3, "SUB_ID is blank"),
        (4, "23 fields where 22 are due"),
        (5, "TRANSACTION_DT '02302023' is not a day of the calendar"),
    ]


def test_an_operating_expenditure_ends_with_a_delimiter():
    good = OPPEXP.format(amount="1073.72", memo="", sub_id="4021520191639656284", after="")
    content = text(
        good,
        OPPEXP.format(amount="1", memo="", sub_id="2", after="what"),
        good.removesuffix("|"),
    )
    told = read("oppexp.txt", content, "fec.oppexp", {"cycle": "2020"})
    (row,) = loaded(told)
    assert (row["amount_usd"], row["date"], row["line_number"], row["report_year"]) == (
        Decimal("1073.72"), date(2019, 1, 30), "21B", 2019,
    )  # fmt: skip
    assert sorted(rejected(told)) == [
        (2, "'what' stands after the last delimiter"),
        (3, "25 fields where 26 are due"),
    ]


NOTICES = (
    "cand_id,cand_name,spe_id,spe_nam,ele_type,can_office_state,can_office_dis,can_office,"
    "cand_pty_aff,exp_amo,exp_date,agg_amo,sup_opp,pur,pay,file_num,amndt_ind,tran_id,image_num,"
    "receipt_dat,fec_election_yr,prev_file_num,dissem_dt"
)
NOTICE = (
    'H0CA34001,"SMITH, ANN",C00000001,"A PAC, INC.",G,CA,34,H,DEMOCRATIC PARTY,{amount},15-MAY-26,'
    '5000,{stance},"ADS, TV",A STATION,{file},{amendment},SE.1,2,16-MAY-26,2026,{before},{shown}'
)


def notice(**parts: str) -> str:
    given = {"amount": "1000.5", "stance": "S", "file": "11", "amendment": "N", "before": "",
             "shown": "14-MAY-26"}  # fmt: skip
    return NOTICE.format(**{**given, **parts})


def notices(*lines: str):
    name = "independent_expenditure_2026.csv"
    return read(name, text(*lines), "fec.independent_expenditure", {"cycle": "2026"})


def test_a_notice_and_its_amendment_both_stay():
    told = notices(
        NOTICES.upper(),
        notice(),
        notice(stance="O", amount="-3", shown=""),
        notice(file="12", amendment="A1", before="11"),
        notice(stance="X"),
        notice(amount="9.9bn"),
        notice() + ",",
    )
    first, second, third = loaded(told)
    assert first["amount_usd"] == Decimal("1000.50")
    assert (first["date"], first["received"], first["disseminated"]) == (
        date(2026, 5, 15), date(2026, 5, 16), date(2026, 5, 14),
    )  # fmt: skip
    assert (first["district"], first["office"], first["stance"]) == ("CA-34", "H", "support")
    assert (first["candidate_name"], first["spender"]) == ("SMITH, ANN", "A PAC, INC.")
    assert (second["stance"], second["amount_usd"], second["disseminated"]) == ("oppose", -3, None)
    assert third["transaction_id"] == first["transaction_id"]
    assert (third["amendment"], third["previous_file_number"]) == ("A1", "11")
    assert [line for line, _ in sorted(rejected(told))] == [5, 6, 7]
    assert "sup_opp 'X' is none of S, O" in dict(rejected(told))[5]


def test_a_file_of_notices_with_another_header_is_refused():
    with pytest.raises(SourceError, match="what is not known"):
        notices(NOTICES + ",what", notice() + ",")
    with pytest.raises(SourceError, match="dissem_dt is missing"):
        notices(NOTICES.removesuffix(",dissem_dt"))


def export(**cells: str) -> bytes:
    described = page("fec.schedule_a_export")
    names = [*described.columns, *described.ignored]
    return text(",".join(names), ",".join(cells.get(name, "") for name in names))


def test_an_exported_receipt_keeps_its_columns_by_name_and_no_street():
    content = export(
        sub_id="4050820241922345638", contributor_street_1="237 W TRAVIS ST",
        contribution_receipt_date="2024-02-16 00:00:00", contribution_receipt_amount="-700.00",
        is_individual="t", memo_code="X", election_type="P2023", fec_election_type_desc="PRIMARY",
        fec_election_year="2023", two_year_transaction_period="2024",
    )  # fmt: skip
    told = read("fields.csv", content, "fec.schedule_a_export", {"export": "fields"})
    (row,) = loaded(told)
    assert row["sub_id"] == "4050820241922345638"
    assert row["received_at"].isoformat() == "2024-02-16T00:00:00"
    assert (row["amount_usd"], row["is_individual"], row["cycle"]) == (-700, True, 2024)
    assert (row["election"], row["election_round"], row["election_year"]) == (
        "P2023", "primary", 2023,
    )  # fmt: skip
    assert not [cell for cell in row.values() if "TRAVIS" in str(cell)]


def test_a_rejected_export_row_shows_no_street():
    described = page("fec.schedule_a_export")
    names = [name for name in described.ignored if "street" in name]
    cells = dict.fromkeys(names, "237 W TRAVIS ST")
    content = export(**cells, sub_id="1", contribution_receipt_amount="many")
    told = read("a.csv", content, "fec.schedule_a_export", {"export": "a"})
    (one,) = [one for one in told if isinstance(one, Rejected)]
    assert one.reason == "contribution_receipt_amount 'many' is not a plain number"
    assert "TRAVIS" not in one.text


def test_an_export_of_another_kind_is_refused():
    with pytest.raises(SourceError, match="its header is not that of"):
        read("a.csv", b"committee_id,amount\nC1,5\n", "fec.schedule_a_export", {"export": "a"})


# --- what counts as what --------------------------------------------------------------------------


def test_each_code_is_told_once_with_a_kind_a_reason_and_a_source():
    found = counting()
    codes = [row["code"] for row in found]
    assert codes == sorted(set(codes))
    assert len(codes) == 107
    assert {row["counts_as"] for row in found} <= KINDS
    assert all(row["meaning"] and row["why"] and row["source"] for row in found)


def test_kinds_of_codes_that_are_often_miscounted():
    kinds = {row["code"]: row["counts_as"] for row in counting()}
    expected = {
        "individual": "10 11 15 15E 30 30E 30T 31 31E 31T 32 32E 32T",
        "memo_share": "10J 11J 15J 18J 19J 30F 30J 31F 31J 32F 32J",
        "conduit": "15I 15T 24I 24T",
        "pac_gift": "24K 24Z",
        "candidate": "15C 15F 16C",
        "transfer": "18G 24G 30G 31G 32G",
        "refund": "20Y 21Y 22R 22Y 22Z 40T 40Y 40Z 41T 41Y 41Z 42T 42Y 42Z",
        "independent_support": "24E",
        "independent_oppose": "24A",
        "coordinated": "24C",
        "communication": "24F 24N",
    }
    for kind, codes in expected.items():
        assert sorted(code for code, one in kinds.items() if one == kind) == codes.split()
    assert kinds["18K"] == kinds["15K"] == "other", "the receiver's view of 24K"


ELECTIONS = {
    "P2024": ("primary", 2024), "G2021": ("general", 2021), "G024": ("general", None),
    "P": ("primary", None), "S2023": ("special", 2023), "R2022": ("runoff", 2022),
    "C2028": ("convention", 2028), "E2022": ("recount", 2022), "O": ("other", None),
    "0": (None, None), "B": (None, None), "B2024": (None, 2024), "PRIMARY": (None, None),
    "G20244": (None, None), "P1776": ("primary", None), "g2024": (None, None),
    "": (None, None),
}  # fmt: skip


def test_the_election_of_a_row_is_taken_apart():
    codes = [code or None for code in ELECTIONS]
    column = pa.chunked_array([codes[:3], [], codes[3:]], pa.string())
    rounds, years = derive.elections(column)
    assert list(zip(rounds.to_pylist(), years.to_pylist(), strict=True)) == [*ELECTIONS.values()]
    assert (rounds.type, years.type) == (pa.string(), pa.int64())


@pytest.mark.parametrize("source", ["fec.itcont", "fec.itpas2", "fec.itoth", "fec.oppexp"])
def test_every_transaction_file_has_its_elections_apart(source):
    names = [*page(source).columns, *([""] if source == "fec.oppexp" else [])]
    cells = [
        {"TRANSACTION_PGI": code, "SUB_ID": str(number)} for number, code in enumerate(ELECTIONS)
    ]
    content = text(*("|".join(row.get(name, "") for name in names) for row in cells))
    found = loaded(read("a.txt", content, source, {"cycle": "2024"}))
    assert [row["election"] or "" for row in found] == [*ELECTIONS]
    assert [(row["election_round"], row["election_year"]) for row in found] == [*ELECTIONS.values()]


def test_a_notice_has_its_election_apart():
    told = notices(
        NOTICES, notice(), notice().replace(",G,", ",S2025,"), notice().replace(",G,", ",,")
    )
    assert [(row["election"], row["election_round"], row["election_year"]) for row in loaded(told)] == [
        ("G", "general", None), ("S2025", "special", 2025), (None, None, None),
    ]  # fmt: skip


def election_sql() -> str:
    (sql,) = re.findall(
        r"```sql\n(select election, .+?)```", (DOCS / "counting.md").read_text(), re.DOTALL
    )
    return sql


def test_the_page_on_counting_takes_elections_apart_as_the_loader_does():
    codes = [code or None for code in ELECTIONS]
    for found, differing in [([*ELECTIONS.values()], 0), ([("primary", 2024)] * len(codes), 16)]:
        rows = pa.table({
            "election": pa.array(codes, pa.string()),
            "election_round": pa.array([round_ for round_, _ in found], pa.string()),
            "election_year": pa.array([year for _, year in found], pa.int64()),
        })  # fmt: skip
        with duckdb.connect() as db:
            db.register("committee_gifts", rows)
            assert len(db.execute(election_sql()).fetchall()) == differing


@pytest.mark.shared
def test_elections_of_the_real_files(shared_data):
    counts = {}
    for path in [*real_files(shared_data), shared_data / MARCH_2019 / "indiv20.zip"]:
        with duckdb.connect() as db:
            db.register("committee_gifts", rows(path))
            assert db.execute(election_sql()).fetchall() == [], path
            counts[path.name.partition(".")[0]] = {
                round_ or "": (count, dated)
                for round_, count, dated in db.execute(
                    "select election_round, count(*), count(election_year) from committee_gifts "
                    "group by 1"
                ).fetchall()
            }
    april = counts["itpas2_named_independentexpenditures"]
    assert april == {
        "primary": (10_147, 10_034), "general": (1_194, 1_178), "convention": (56, 56),
        "special": (38, 38), "other": (10, 9), "runoff": (5, 5), "recount": (4, 4), "": (4, 0),
    }  # fmt: skip
    assert counts["itpas2"] == {
        "primary": (2_596, 0), "general": (530, 0), "other": (11, 0), "convention": (7, 0),
        "recount": (6, 0), "special": (5, 0), "": (4, 0),
    }  # fmt: skip
    assert counts["oth20"][""] == (18, 0), "blanks, 0 and B"
    assert counts["oppexp"][""] == (10_062, 0)
    assert (
        sum(count for count, _ in counts["indiv20"].values())
        == rows(shared_data / MARCH_2019 / "indiv20.zip").num_rows
    )


def test_rounds_have_the_words_of_other_tables_where_these_exist():
    words = set(page("fec.schedule_a_export").options["values"]["election_round"].values())
    assert words == set(derive.ROUNDS.values())
    assert words & set(Round) == {"primary", "general", "runoff"}
    assert words - set(Round) == {"special", "convention", "recount", "other"}


# --- real files -----------------------------------------------------------------------------------


def real_files(shared: Path) -> list[Path]:
    found = []
    for path in sorted((shared / "fec").rglob("*")):
        name = path.name.removesuffix(".gz").removesuffix(".zip")
        known = recognise(name, str(path)) if path.is_file() else None
        if known is not None and known[0].id in PAGES and not known[0].missing(known[1]):
            found.append(path)
    return [*found, *sorted((shared / EXPORTS).glob("*.csv.gz"))]


@pytest.mark.shared
def test_every_line_of_every_file_is_accounted_for(shared_data):
    files = real_files(shared_data)
    counts = {}
    for path in files:
        content, told = unpacked(path)[1], events(path)
        units = content.count(b"\n") + (not content.endswith(b"\n"))
        assert sum(getattr(one, "lines", 0) for one in told) == units, path
        assert rejected(told) == [], path
        skipped = Counter(one.reason for one in told if isinstance(one, Skipped) and one.lines)
        assert skipped == ({"a header row": 1} if path.name.endswith(".csv.gz") else {}), path
        found = rows(path)
        assert len(found["sub_id"].unique()) == found.num_rows, path
        counts[f"{path.parent.name[:6]} {path.name}"] = found.num_rows
    assert counts == {
        "jk3587 itpas2.txt.gz": 3_159,
        "jk3587 oppexp.txt.gz": 11_929,
        "jk3587 oth20.zip": 50_921,
        "sandee itoth_head33.txt": 34,
        "sandee itpas2_named_independentexpenditures.txt.gz": 11_458,
        "schedu cuellar_H2TX23082.csv.gz": 1_942,
        "schedu fields.csv.gz": 748,
        "schedu norman.csv.gz": 419,
    }


@pytest.mark.shared
def test_every_sub_id_stands_in_its_line(shared_data):
    for path in real_files(shared_data):
        lines = unpacked(path)[1].decode("cp1252").split("\n")
        found = rows(path)
        for number, sub_id in zip(
            found["line"].to_pylist(), found["sub_id"].to_pylist(), strict=True
        ):
            assert re.fullmatch(r"\d{19}", sub_id)
            assert sub_id in re.split(r"[|,]", lines[number - 1]), (path, number)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "line", "usd"),
    [
        ("cuellar_H2TX23082", "11C", "1181408.53"),
        ("cuellar_H2TX23082", "11D", "18000"),
        ("cuellar_H2TX23082", "11AI", "1243612.88"),
        ("fields", "11C", "126182.80"),
        ("fields", "11D", "1100"),
        ("norman", "11C", "230700"),
    ],
)
def test_lines_of_the_exports_without_memo_rows(shared_data, file, line, usd):
    path = shared_data / EXPORTS / f"{file}.csv.gz"
    where = f"line_number = '{line}' and memo_code is null"
    assert value(path, "sum(amount_usd)", where) == Decimal(usd)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "candidate"),
    [("cuellar_H2TX23082", "H2TX23082"), ("fields", "H4LA06211"), ("norman", "H8SC05158")],
)
def test_line_11c_is_what_the_candidate_totals_say(shared_data, file, candidate):
    path = shared_data / EXPORTS / f"{file}.csv.gz"
    final = shared_data / "fec/weball24_snapshots/weball24_final_Micah.txt.gz"
    # Norman's id is not in his export; his committee's name is.
    said = value(final, "sum(from_committees_usd)", f"candidate_id = '{candidate}'")
    found = value(path, "sum(amount_usd)", "line_number = '11C' and memo_code is null")
    assert said == found


@pytest.mark.shared
def test_memo_rows_would_add_much(shared_data):
    path = shared_data / EXPORTS / "cuellar_H2TX23082.csv.gz"
    where = "line_number = '11AI' and memo_code = 'X'"
    assert value(path, "sum(amount_usd)", where) == Decimal("657893.28")


@pytest.mark.shared
def test_every_row_of_committee_gifts_is_among_the_transfers(shared_data):
    gifts = rows(shared_data / MARCH_2019 / "itpas2.txt.gz")
    transfers = rows(shared_data / MARCH_2019 / "oth20.zip")
    assert set(gifts["sub_id"].to_pylist()) <= set(transfers["sub_id"].to_pylist())
    by_id = dict(zip(transfers["sub_id"].to_pylist(), transfers.to_pylist(), strict=True))
    same = [
        name
        for name in table("committee_transfers").column_names
        if name not in {"snapshot", "line"}
    ]
    for row in gifts.to_pylist():
        assert {name: row[name] for name in same} == {
            name: by_id[row["sub_id"]][name] for name in same
        }


@pytest.mark.shared
def test_gifts_to_one_candidate_in_the_middle_of_a_cycle(shared_data):
    path = shared_data / APRIL_2023 / "itpas2_named_independentexpenditures.txt.gz"
    gifts = (
        "memo_code is null and transaction_type in ('24K', '24Z') and candidate_id = 'H8CA34266'"
    )
    assert value(path, "sum(amount_usd)", gifts) == 27_000
    reported = shared_data / APRIL_2023 / "webl24_named_houseandsenate.txt"
    assert value(reported, "sum(from_committees_usd)", "candidate_id = 'H8CA34266'") == 97_000


@pytest.mark.shared
def test_every_code_of_the_real_files_is_told(shared_data):
    known = {row["code"] for row in counting()}
    seen: set[str] = set()
    for path in [*real_files(shared_data), shared_data / MARCH_2019 / "indiv20.zip"]:
        if "transaction_type" in rows(path).column_names:
            seen |= set(rows(path)["transaction_type"].drop_null().to_pylist())
    assert len(seen) == 36
    assert seen <= known


@pytest.mark.shared
def test_first_rows_are_what_the_files_say(shared_data):
    (first, *_) = rows(shared_data / MARCH_2019 / "oppexp.txt.gz").to_pylist()
    assert (first["committee_id"], first["date"], first["amount_usd"], first["sub_id"]) == (
        "C00270934", date(2019, 1, 30), Decimal("1073.72"), "4021520191639656284",
    )  # fmt: skip
    gifts = shared_data / APRIL_2023 / "itpas2_named_independentexpenditures.txt.gz"
    (first, *_) = rows(gifts).to_pylist()
    assert (first["candidate_id"], first["other_id"], first["amount_usd"], first["cycle"]) == (
        "S4WV00159", "C00539825", 5_000, 2024,
    )  # fmt: skip


@pytest.mark.shared
def test_the_figures_of_the_page_on_counting_are_measured(shared_data):
    page_text = " ".join((DOCS / "counting.md").read_text().split())
    gifts = shared_data / MARCH_2019 / "itpas2.txt.gz"
    transfers = shared_data / MARCH_2019 / "oth20.zip"
    individuals = shared_data / MARCH_2019 / "indiv20.zip"
    later = shared_data / APRIL_2023 / "itpas2_named_independentexpenditures.txt.gz"
    cuellar = shared_data / EXPORTS / "cuellar_H2TX23082.csv.gz"
    count, usd = "count(*)", "sum(amount_usd)"
    plain = "memo_code is null"
    for path, what, where, said in [
        (cuellar, usd, f"line_number = '11AI' and {plain}", "is 1,243,612.88."),
        (cuellar, usd, "line_number = '11AI' and memo_code = 'X'", "hold 657,893.28 more"),
        (cuellar, usd, f"line_number = '11AI' and {plain} and transaction_type is null",
         "such rows hold 22,500.00"),
        (individuals, count, "transaction_type in ('24T', '24I')", "84 rows are 24T and 24I"),
        (individuals, usd, "transaction_type in ('24T', '24I')", "59,425.00 dollars, no gifts"),
        (gifts, count, "true", "All 3,159 rows"),
        (transfers, count, "true", "among the 50,921 of"),
        (later, count, f"transaction_type = '24K' and {plain}", "of 11,029 such 24K rows"),
        (later, count, f"transaction_type = '24K' and {plain} and amount_usd < 0",
         "495 take something back"),
        (later, count, "true", "Of the 11,458 rows"),
        (later, count, "election_round = 'primary'", "10,147 are for a primary"),
        (later, count, "election_round = 'general'", "primary and 1,194 for a general"),
        (later, count, "election_year is null", "134 have no year"),
        (individuals, count, f"transaction_type = '22Y' and {plain}", "there are 4,856 without memo"),
        (individuals, usd, f"transaction_type = '22Y' and {plain}", "memo, 651,034.00 dollars"),
        (transfers, count, "transaction_type = '15J' and memo_code = 'X'", "44,265 of the"),
        (transfers, count, "transaction_type = '15J'", "the 44,765 rows of 15J"),
        (transfers, count, f"transaction_type = '15J' and {plain}", "The other 500,"),
        (transfers, usd, f"transaction_type = '15J' and {plain}", "116,726.00 dollars, lack"),
        (individuals, count, "transaction_type = '10'", "these were 497 rows"),
        (individuals, usd, "transaction_type = '10'", "rows, 1,448,954.00 dollars"),
        (transfers, f"{count} / 2", "amount_usd = 3000 and (committee_id, other_id, transaction_type) "
         "in (('C00299750', 'C00364109', '24K'), ('C00364109', 'C00299750', '18K'))",
         "1 PAC gave 3,000.00"),
        (transfers, f"{count} / 2", "amount_usd = 146622 and transaction_type in ('18G', '24G')",
         "1 transfer of 146,622.00"),
    ]:  # fmt: skip
        found = value(path, what, where)
        words = f"{found:,.2f}" if isinstance(found, Decimal) else f"{found:,.0f}"
        assert re.search(rf"(?<![\d,.]){re.escape(words)}(?!,?\d)", said), (said, words)
        if not said.startswith("1 "):
            assert said in page_text, said
    assert f"all {len(counting())} codes" in page_text


@pytest.mark.shared
def test_an_earmarked_gift_is_two_rows_and_one_gift(shared_data):
    path = shared_data / EXPORTS / "fields.csv.gz"
    pair = "transaction_id in ('6126532', '6126532E')"
    assert value(path, "list((transaction_type, memo_code, amount_usd) order by transaction_id)", pair) == [
        ("15E", None, Decimal(25)), (None, "X", Decimal(25)),
    ]  # fmt: skip
    assert value(path, "sum(amount_usd)", f"{pair} and memo_code is null") == 25
