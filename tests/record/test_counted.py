"""Each dollar once: what enters the counted views, and what changes nothing in them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.measures.params import GIVER_KINDS
from hustings.record import Record
from hustings.record.view import View, named_views
from hustings.tables import catalogue, table

VIEWS = ["counted_gifts", "counted_receipts", "counted_payments", "counted_lines"]
#: Committees of the tests: a PAC, a campaign, a party, a joint fundraiser, a super PAC.
COMMITTEES = {
    "C00000001": ("Q", "U", "C", None),
    "C00000002": ("H", "P", None, "H4CA00001"),
    "C00000003": ("Y", "U", None, None),
    "C00000004": ("N", "J", None, None),
    "C00000005": ("O", "U", None, None),
}


def reference(name: str) -> list[dict[str, str]]:
    text = resources.files("hustings.sources.reference").joinpath(f"{name}.csv").read_text()
    return list(csv.DictReader(text.splitlines()))


CODES = {row["code"]: row for row in reference("transaction_codes")}


def needed(views: list[str]) -> tuple[list[str], list[str]]:
    """The tables that views read in the end, and all views on the way, in an order that works."""
    tables: list[str] = []
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in catalogue():
            tables.append(name)
            return
        for other in sorted(named_views()[name].reads):
            visit(other)
        ordered.append(name)

    for view in views:
        visit(view)
    return list(dict.fromkeys(tables)), list(dict.fromkeys(ordered))


@pytest.fixture(scope="module")
def db() -> Iterator[duckdb.DuckDBPyConnection]:
    """The counted views over empty tables, with the packaged ones and a few committees filled."""
    tables, views = needed(VIEWS)
    with duckdb.connect() as made:
        for name in tables:
            columns = ", ".join(f'"{c.name}" {c.sql_type}' for c in table(name).columns)
            made.execute(f"create table {name} ({columns})")
        for name in ("transaction_codes", "form_lines"):
            put(made, name, [{k: v or None for k, v in row.items()} for row in reference(name)])
        put(made, "committees", [
            {"cycle": 2024, "committee_id": one, "name": one, "type": kind, "designation": designation,
             "interest_group": group, "candidate_id": candidate}
            for one, (kind, designation, group, candidate) in COMMITTEES.items()
        ])  # fmt: skip
        made.execute("create table snapshots (snapshot varchar, as_of date, precedence integer, "
                     "sequence integer)")  # fmt: skip
        for name in views:
            # What committees are stays the same in these tests; it is held, as in the record.
            kind = "table" if named_views()[name].held else "view"
            made.execute(f"create {kind} {name} as {named_views()[name].sql}")
        yield made


def put(db: duckdb.DuckDBPyConnection, name: str, rows: list[dict[str, Any]]) -> None:
    """Rows into a table; each is numbered as a line of one snapshot unless it says otherwise."""
    for number, row in enumerate(rows, 1):
        full = {"snapshot": f"{name}-1", "line": number, **row}
        names = ", ".join(f'"{one}"' for one in full)
        places = ", ".join("?" * len(full))
        db.execute(f"insert into {name} ({names}) values ({places})", list(full.values()))


def counted(db: duckdb.DuckDBPyConnection, rows: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """What the views say of rows, apart from where each row was found."""
    for name in ("contributions", "committee_gifts", "committee_transfers", "schedule_a"):
        db.execute(f"delete from {name}")
        put(db, name, rows.get(name, []))
    return {
        view: db.execute(
            f"select * from (select * exclude (snapshot, line) from {view}) as v order by v::varchar"
        ).fetchall()
        for view in VIEWS
    }


row = st.fixed_dictionaries({
    "committee_id": st.sampled_from(sorted(COMMITTEES)),
    "other_id": st.sampled_from([*sorted(COMMITTEES), None]),
    "transaction_type": st.sampled_from(sorted(CODES)),
    "amount_usd": st.integers(-5000, 5000).map(Decimal),
    "memo_code": st.sampled_from([None, None, "X"]),
    "cycle": st.just(2024),
})  # fmt: skip
TABLES = ("contributions", "committee_gifts", "committee_transfers")


@st.composite
def files(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """Rows of the three files, each with a number of its own."""
    found: dict[str, list[dict[str, Any]]] = {}
    number = 0
    for name in TABLES:
        found[name] = draw(st.lists(row, max_size=5))
        for one in found[name]:
            number += 1
            one["sub_id"] = f"{number:019d}"
    return found


@settings(max_examples=25)
@given(rows=files(), data=st.data())
def test_what_is_counted_elsewhere_changes_nothing(db, rows, data):
    before = counted(db, rows)
    more = {name: list(of) for name, of in rows.items()}
    for name in TABLES:
        extra = [{**one, "sub_id": f"9{number:018d}"} for number, one in enumerate(rows[name])]
        more[name] += [
            {**one, "memo_code": "X", "sub_id": f"8{one['sub_id'][1:]}"} for one in extra
        ]
        more[name] += [
            {**one, "transaction_type": code, "sub_id": f"7{one['sub_id'][1:]}{code}"}
            for one in extra
            for code in ("15T", "15I", "24T", "24I", "15J", "18J", "24A", "24E")
        ]
    assert counted(db, more) == before
    # A row that comes twice, in one file or in another of the same kind, is one row.
    twice = {name: of + [{**one, "snapshot": "again"} for one in of] for name, of in rows.items()}
    assert counted(db, twice) == before
    shuffled = {name: data.draw(st.permutations(of)) for name, of in rows.items()}
    assert counted(db, shuffled) == before


@settings(max_examples=25)
@given(rows=files())
def test_all_of_committee_gifts_is_in_committee_transfers_and_counts_once(db, rows):
    rows["committee_transfers"] = []
    alone = counted(db, rows)
    rows["committee_transfers"] = rows["committee_gifts"]
    both = counted(db, rows)
    for view in ("counted_gifts", "counted_payments"):
        assert both[view] == alone[view]


@settings(max_examples=25)
@given(rows=files())
def test_the_views_hold_what_the_codes_say(db, rows):
    counted(db, rows)
    plain = [one for name in TABLES for one in rows[name] if one["memo_code"] is None]
    for sign, kind, view in (("receipt", "receipt_kind", "counted_receipts"),
                             ("payment", "payment_kind", "counted_payments")):  # fmt: skip
        readable = [one for one in plain if CODES[one["transaction_type"]][kind]]
        if sign == "receipt":
            gifts = {one["sub_id"] for one in rows["committee_gifts"]}
            readable = [one for one in readable if one["sub_id"] not in gifts]
        total = sum(
            (
                -one["amount_usd"]
                if sign == "receipt" and CODES[one["transaction_type"]]["counts_as"] == "refund"
                else one["amount_usd"]
                for one in readable
            ),
            Decimal(0),
        )
        found = db.execute(f"select count(*), coalesce(sum(amount_usd), 0) from {view}").fetchone()
        assert found == (len(readable), total), view
    (lines,) = db.execute("select count(*) from counted_lines").fetchone()
    (both,) = db.execute(
        "select (select count(*) from counted_receipts where not refund) "
        "+ (select count(*) from counted_payments)"
    ).fetchone()
    assert lines == both, "no row stands on two lines"


def test_examples(db):
    def gift(number: int, giver: str, code: str, usd: int, **more: Any) -> dict[str, Any]:
        return {"committee_id": giver, "other_id": "C00000002", "transaction_type": code, "cycle": 2024,
                "amount_usd": usd, "sub_id": str(number), "candidate_id": "H4CA00001", **more}  # fmt: skip

    found = counted(db, {
        "committee_gifts": [
            gift(1, "C00000001", "24K", 5000), gift(2, "C00000001", "24K", -1000),
            gift(3, "C00000003", "24Z", 70), gift(4, "C00000004", "24K", 9000),
            gift(5, "C00000005", "24E", 80000), gift(6, "C00000005", "24A", 90000),
            gift(7, "C00000001", "24K", 400, memo_code="X"),
        ],
    })  # fmt: skip
    assert len(found["counted_gifts"]) == 3
    assert db.execute(
        "select kind, counts_as, sum(amount_usd) from counted_gifts group by all order by all"
    ).fetchall() == [("corporation", "pac_gift", 4000), ("party", "party_gift", 70)]
    assert db.execute(
        "select payment_kind, sum(amount_usd) from counted_payments group by all order by all"
    ).fetchall() == [("gift", 4070), ("transfer", 9000)]


def test_the_files_of_gifts_have_the_columns_of_gifts(db):
    db.execute(f"create or replace view gift_files as {named_views()['gift_files'].sql}")
    columns = [db.execute(f"describe {one}").fetchall() for one in ("counted_gifts", "gift_files")]
    assert [row[:2] for row in columns[0]] == [row[:2] for row in columns[1]]


def test_every_kind_of_giver_can_be_asked_for(db):
    sql = named_views()["committee_registrations"].sql
    told = {word for word in GIVER_KINDS if f"'{word}'" in sql}
    assert told == set(GIVER_KINDS)


def test_a_code_is_a_receipt_or_a_payment_or_is_counted_elsewhere():
    for code, one in CODES.items():
        if one["counts_as"] in {"conduit", "memo_share", "independent_support",
                                "independent_oppose", "communication"}:  # fmt: skip
            assert not one["receipt_kind"], code
            assert not one["payment_kind"], code
        elif one["counts_as"] == "refund":
            assert one["receipt_kind"] in {"individual", "committee"}, code
            assert one["payment_kind"] == "refund", code
        else:
            assert not (one["receipt_kind"] and one["payment_kind"]), code
        if one["counts_as"] == "individual":
            assert one["receipt_kind"] == "individual", code
        if one["counts_as"] == "pac_gift":
            assert one["payment_kind"] == "gift", code


def test_lines_of_forms_name_what_there_is():
    lines = reference("form_lines")
    own = {form: [one["form_line"] for one in lines if one["form"] == form]
           for form in ("F3", "F3P", "F3X")}  # fmt: skip
    candidate = set(table("candidate_totals").column_names)
    committee = set(table("committee_totals").column_names)
    for one in lines:
        assert set(one["rows_of"].split()) <= set(own[one["form"]]), one
        assert not one["unitemized_line"] or one["unitemized_line"] in own[one["form"]]
        assert not one["candidate_column"] or one["candidate_column"] in candidate
        assert not one["committee_column"] or one["committee_column"] in committee
        assert set(one["types"].split()) <= set(CODES), one
    assert len({(one["form"], one["form_line"]) for one in lines}) == len(lines)


@pytest.fixture(scope="module")
def full(full_record: Path) -> View:
    return Record(full_record).view()


@pytest.mark.shared
def test_the_real_files_are_counted_once(full):
    gifts = "select count(*), sum(amount_usd) from counted_gifts where cycle = "
    assert full.query(f"{gifts} 2020") == [(3011, Decimal(6148467))]
    assert full.query(f"{gifts} 2024") == [(11029, Decimal(23929297))]
    assert full.query(
        "select count(*), sum(amount_usd) from counted_payments "
        "where payment_kind = 'transfer' and cycle = 2024"
    ) == [(9, Decimal(362339))]
    # Of April 2023 the record has no file of transfers: its gifts are in payments all the same.
    assert full.query(
        "select sum(amount_usd) from counted_payments where payment_kind = 'gift' and cycle = 2024"
    ) == [(Decimal(23929297),)]
    assert full.query(
        "select form_line, sum(amount_usd) from counted_lines where committee_id = 'C00371302' "
        "and cycle = 2024 group by form_line order by form_line"
    ) == [("11AI", Decimal("1243612.88")), ("11C", Decimal("1181408.53")), ("11D", Decimal(18000)),
          ("14", Decimal("29978.97")), ("15", Decimal("1295.08"))]  # fmt: skip
    (lines,), (both,) = (
        full.query("select count(*) from counted_lines")[0],
        full.query("select (select count(*) from counted_receipts where not refund) + "
                   "(select count(*) from counted_payments)")[0],
    )  # fmt: skip
    assert lines == both


@pytest.mark.shared
def test_the_views_of_the_page_on_counting_are_measured(full):
    page = " ".join((Path(__file__).parents[2] / "docs" / "counting.md").read_text().split())
    for view in ("counted_gifts", "counted_receipts", "counted_payments", "counted_lines",
                 "counted_itemizations"):  # fmt: skip
        assert f"| `{view}` |" in page
        assert view in named_views()
    gomez = "from counted_gifts where candidate_id = 'H8CA34266' and cycle = 2024"
    assert full.query(f"select count(*), sum(amount_usd) {gomez}") == [(20, Decimal(27_000))]
    assert "The 27,000.00 are 20 rows" in page
    for words in ("9 rows of April 2023, 362,339.00", "11,029 rows and 23,929,297.00",
                  "1,181,408.53 of rows from 1,181,408.53 filed", "the 18,016.23 left"):  # fmt: skip
        assert words in page
    kinds = full.query(
        "select source_kind, sum(amount_usd) from counted_receipts "
        "where committee_id = 'C00371302' and cycle = 2024 group by source_kind"
    )
    assert sum(usd for kind, usd in kinds if kind in {"individual", "organisation"}) == Decimal(
        "1243612.88"
    )
