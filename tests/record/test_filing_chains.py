"""Amendment chains: which filings stand, and how that is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from tests.outside_world import Filing, Item, World, write_filing

SPENDER = "C00990001"


def filing(number: int, amends: int | None = None, **more: object) -> Filing:
    """A quarterly report with one row; an amendment that says what it amends."""
    given = {
        "number": number, "spender": SPENDER, "notice": False,
        "items": [item(payee=f"House {number}")], "code": "Q2",
        "start": date(2024, 4, 1), "end": date(2024, 6, 30), "amends": amends, "named": True,
        **more,
    }  # fmt: skip
    return Filing(**given)  # type: ignore[arg-type]


def item(**more: object) -> Item:
    given = {
        "spender": SPENDER, "candidate": "H4CA34991", "stance": "S", "amount": Decimal("10.50"),
        "expended": date(2024, 5, 1), "disseminated": date(2024, 5, 2), "payee": "Mail House",
        "transaction": "T1", "election": "P2024", **more,
    }  # fmt: skip
    return Item(**given)  # type: ignore[arg-type]


def versions(folder: Path, filings: Sequence[Filing]) -> dict[int, tuple[int, int | None, str]]:
    """Number → chain, superseded_by and why, after loading in the order given."""
    files = [write_filing(folder, one) for one in filings]
    record = Record(folder / "record")
    for file in files:
        load_all(record, [Wanted(item=one) for one in find([file])])
    view = record.view()
    found = {
        int(number): (chain, replaced, why)
        for number, chain, replaced, why in view.query(
            "select filing_id, chain, superseded_by, why from filing_versions"
        )
    }
    live = {int(one) for (one,) in view.query("select filing_id from live_filings")}
    assert live == {number for number, (_, replaced, _) in found.items() if replaced is None}
    return found


def test_the_last_of_a_chain_stands(tmp_path: Path) -> None:
    """Some programs name the filing before, others the first of all; it is one chain."""
    found = versions(tmp_path, [filing(100), filing(120, 100), filing(150, 120), filing(180, 100)])
    assert {number: one[:2] for number, one in found.items()} == {
        100: (100, 180), 120: (100, 180), 150: (100, 180), 180: (100, None),
    }  # fmt: skip
    assert found[100][2] == "replaced by 180"
    assert found[180][2] == "the last version: it says that it amends 100"


def test_the_order_of_loading_changes_nothing(tmp_path: Path) -> None:
    chain = [filing(100), filing(120, 100), filing(150, 120)]
    one = versions(tmp_path / "one", chain)
    assert versions(tmp_path / "other", chain[::-1]) == one


def test_an_amendment_of_what_is_not_in_the_record_stands(tmp_path: Path) -> None:
    found = versions(tmp_path, [filing(120, 100)])
    assert found[120] == (100, None, "the last version: it says that it amends 100")


def test_two_amendments_of_what_is_not_in_the_record_are_one_chain(tmp_path: Path) -> None:
    other_days = {"start": date(2024, 4, 2)}
    found = versions(tmp_path, [filing(120, 100), filing(130, 100, **other_days)])
    assert found[120][1] == 130
    assert found[130][:2] == (100, None)


def test_without_a_link_the_same_report_and_days_tell(tmp_path: Path) -> None:
    found = versions(
        tmp_path,
        [filing(100), filing(120, 100, named=False),
         filing(130, code="Q3", start=date(2024, 7, 1), end=date(2024, 9, 30))],
    )  # fmt: skip
    assert found[100][:2] == (100, 120)
    assert found[120] == (100, None, "the last version: it is of the same report and days as 100")
    assert found[130] == (130, None, "the only version")


def test_a_notice_has_no_days_so_that_only_a_link_tells(tmp_path: Path) -> None:
    notice = {"notice": True, "code": "24", "start": None, "end": None}
    found = versions(
        tmp_path,
        [filing(100, **notice), filing(110, **notice), filing(120, 100, named=False, **notice)],
    )
    assert [found[number][1] for number in (100, 110, 120)] == [None, None, None]
    assert found[120][2] == "stands alone: it does not say what it amends"


@pytest.mark.parametrize(
    "chain", [[(100, 100)], [(100, 120), (120, 100)], [(100, 130), (120, 100), (130, 120)]]
)
def test_a_circle_is_none(tmp_path: Path, chain: list[tuple[int, int]]) -> None:
    """A filing amends only what was filed before it: a link to itself or to a later one is none."""
    days = date(2024, 4, 1)
    filings = [
        filing(number, amends, start=days + timedelta(days=place))
        for place, (number, amends) in enumerate(chain)
    ]
    found = versions(tmp_path, filings)
    last = max(found)
    assert found[last][1] is None
    if len(chain) == 1:
        assert found[100] == (100, None, "stands alone: it cannot amend 100")
    else:
        assert {one[:2] for number, one in found.items() if number != last} == {(100, last)}


def test_a_filing_of_another_filer_is_not_amended(tmp_path: Path) -> None:
    other = "C00990002"
    found = versions(
        tmp_path, [filing(100), filing(120, 100, spender=other, items=[item(spender=other)])]
    )
    assert found[100][1] is None
    assert found[120][:2] == (120, None)


def test_a_long_chain_is_followed_to_its_end(tmp_path: Path) -> None:
    days = date(2024, 1, 1)
    chain = [filing(100)] + [
        filing(number, number - 1, start=days + timedelta(days=number))
        for number in range(101, 121)
    ]
    found = versions(tmp_path, chain)
    assert {one[0] for one in found.values()} == {100}
    assert [number for number, one in found.items() if one[1] is None] == [120]


def test_two_notices_of_one_day_are_two(tmp_path: Path) -> None:
    """Form 5 gives its notices days too, and they are no report of those days."""
    spender = "C90990003"
    notice = {"spender": spender, "notice": True, "code": "24"}
    found = versions(
        tmp_path,
        [filing(100, items=[item(spender=spender)], **notice),
         filing(110, items=[item(spender=spender, transaction="T2")], **notice)],
    )  # fmt: skip
    assert [one[1] for one in found.values()] == [None, None]


def statuses(folder: Path, made: World, kept: int, bulk: int) -> list[tuple[str, str, str]]:
    """What becomes of the rows if the record has one filing itself and another in the bulk file."""
    only = World(filings=[one for one in made.filings if one.number == bulk])
    files = [write_filing(folder, next(one for one in made.filings if one.number == kept)),
             only.write(folder / "bulk", keep=lambda _: False)[1]]  # fmt: skip
    record = Record(folder / "record")
    load_all(record, [Wanted(item=one) for one in find(files)])
    return record.view().query(
        "select file_number, origin, status from outside_rows order by file_number"
    )


def test_the_bulk_file_may_have_the_later_version(tmp_path: Path) -> None:
    made = World(filings=[filing(100), filing(120, 100)])
    assert statuses(tmp_path, made, kept=100, bulk=120) == [
        ("100", "filing", "superseded"), ("120", "bulk", "periodic"),
    ]  # fmt: skip


@pytest.mark.parametrize("named", [True, False])
def test_the_filing_may_be_the_later_version(tmp_path: Path, named: bool) -> None:
    made = World(filings=[filing(100), filing(120, 100, named=named)])
    assert statuses(tmp_path, made, kept=120, bulk=100) == [
        ("100", "bulk", "superseded"), ("120", "filing", "periodic"),
    ]  # fmt: skip


def test_the_same_report_a_year_later_is_another(tmp_path: Path) -> None:
    days = {"start": date(2023, 4, 1), "end": date(2023, 6, 30)}
    made = World(filings=[filing(100, **days), filing(120, 110)])
    assert statuses(tmp_path, made, kept=100, bulk=120) == [
        ("100", "filing", "periodic"), ("120", "bulk", "periodic"),
    ]  # fmt: skip


def test_the_file_of_notices_knows_links_too(tmp_path: Path) -> None:
    """A notice in the record as a filing is replaced by one that only the file of notices has."""
    notice = {"notice": True, "code": "24", "start": None, "end": None}
    made = World(filings=[filing(100, **notice), filing(120, 100, **notice)])
    files = made.write(tmp_path / "files", keep=lambda one: one.number == 100)
    record = Record(tmp_path / "record")
    load_all(record, [Wanted(item=one) for one in find(files)])
    rows = record.view().query(
        "select file_number, origin, status, why from outside_rows order by file_number, origin"
    )
    assert rows == [
        ("100", "filing", "superseded", "filing 120 replaces it"),
        ("100", "notices", "twin", "the same row is in the filing itself"),
        ("120", "notices", "notice", "in no periodic report yet"),
    ]


def test_two_filings_of_the_same_bytes_are_both_kept(tmp_path: Path) -> None:
    """Two equal notices differ in nothing but their numbers, which stand in the files' names."""
    first = write_filing(tmp_path, filing(101))
    record = Record(tmp_path / "record")
    for number in (102, 103):
        (tmp_path / f"{number}.fec").write_bytes(first.read_bytes())
    files = [first, tmp_path / "102.fec", tmp_path / "103.fec"]
    for again in (False, True):
        outcomes = load_all(record, [Wanted(item=one) for one in find(files)])
        assert [one.status for one in outcomes] == ["unchanged" if again else "loaded"] * 3
        assert [one.snapshot.scope["filing"] for one in outcomes if one.snapshot] == [
            "101", "102", "103",
        ]  # fmt: skip
    found = record.view().query(
        "select f.filing_id, count(*), count(distinct i.snapshot), sum(i.amount_usd) "
        "from filings as f join itemizations as i on i.filing_id = f.filing_id group by 1 order by 1"
    )
    assert found == [(number, 1, 1, Decimal("10.50")) for number in ("101", "102", "103")]
    assert len({one.id for one in record.manifest.snapshots}) == 3
    assert record.sweep() == 0
    # A number that somebody gives is believed too, but bytes are never of two sources.
    (outcome,) = load_all(record, [Wanted(item=one, source="fec.weball") for one in find([first])])
    assert outcome.status == "failed"
