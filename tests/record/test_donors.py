"""Donors: rows become people, rightly, the same way each time, and nothing private goes out."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.errors import NoData
from hustings.record import Record
from hustings.record.donors.build import build, people_of
from hustings.record.donors.clusters import Called, Link, contradicts, grouped
from hustings.record.donors.kept import kept, key_of
from hustings.record.donors.settings import settings
from hustings.record.donors.spellings import name_parts, work_parts
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.plan import read as read_plan
from hustings.tables import table
from tests.record.known_donors import Row, itcont, known_rows

pytest.importorskip("splink")
REVIEWED = Path(__file__).parent / "donor_pairs_reviewed.csv"


def record_of(home: Path, rows: list[Row], committees: tuple[str, ...] = ("C00000001",)) -> Record:
    file = itcont(home / "itcont.txt", rows, committees)
    record = Record(home / "record")
    wanted = [Wanted(item=item, scope={"cycle": "2020"}) for item in find([file])]
    assert [one.error for one in load_all(record, wanted)] == [None]
    return record


def as_rows(rows: list[Row]) -> pa.Table:
    """Known rows as the build sees them; the n-th row has sub_id n."""
    spelt: dict[tuple[str, ...], str] = {}
    made = []
    for number, row in enumerate(rows, 1):
        key = (row.name, row.city, row.state, row.zip5, row.employer, row.occupation)
        sub_id = f"{4_000_000 + number}"
        made.append(
            {
                "snapshot": "s", "line": number, "sub_id": sub_id, "origin": "contributions",
                "cycle": 2020, "committee_id": "C1", "spelling": spelt.setdefault(key, sub_id),
                "name": row.name, "city": row.city, "state": row.state, "zip5": row.zip5,
                "employer": row.employer, "occupation": row.occupation, "date": row.day,
                "amount_usd": Decimal(row.usd),
            }
        )  # fmt: skip
    return pa.Table.from_pylist(made)


def together(groups) -> int:
    return sum(many * (many - 1) // 2 for many in Counter(groups).values())


@pytest.mark.parametrize("seed", [7, 23])
def test_people_are_found_again(seed: int) -> None:
    """Pairs of spellings put together: at least 95 in 100 rightly, 90 in 100 of all there are."""
    rows = known_rows(4_000, 12_000, seed)
    made = people_of(as_rows(rows), 2020, (), settings())
    assert made["donor_builds"].to_pylist()[0]["trained"]
    spelt = {one["spelling"]: (rows[one["line"] - 1].person, one["donor"])
             for one in made["donor_people"].to_pylist()}  # fmt: skip
    both = together(spelt.values())
    precision = both / together(donor for _, donor in spelt.values())
    recall = both / together(person for person, _ in spelt.values())
    assert together(person for person, _ in spelt.values()) > 5_000
    assert precision >= 0.95, (precision, recall)
    assert recall >= 0.90, (precision, recall)


@pytest.mark.parametrize("many", [900, 9_000])
def test_the_order_of_rows_changes_nothing(many: int) -> None:
    """Packaged parameters on few rows, trained ones on many: the same people and scores."""
    rows = as_rows(known_rows(many // 3, many))
    places = list(range(rows.num_rows))
    random.Random(1).shuffle(places)
    one = people_of(rows, 2020, (), settings())
    other = people_of(rows.take(places), 2020, (), settings())
    assert one["donor_builds"].to_pylist()[0]["trained"] is (many > 5_000)
    for name, found in one.items():
        assert found.equals(other[name]), name


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("SMITH, WM. R. JR.", ("smith", "wm", "r", "jr")),
        ("SMITH III, JOHN MR.", ("smith", "john", None, "iii")),
        ("DE LA CRUZ, MARÍA J", ("delacruz", "maria", "j", None)),
        ("O'NEAL, J", ("oneal", "j", None, None)),
        ("ANONYMOUS", ("anonymous", None, None, None)),
    ],
)
def test_names_are_parted(text: str, parts: tuple[str | None, ...]) -> None:
    assert name_parts(text)[:4] == parts


def test_work_is_no_employer_where_there_is_none() -> None:
    words = settings().words
    assert work_parts("NOT EMPLOYED", "RETIRED", words) == (None, "retired")
    assert work_parts("SELF-EMPLOYED", "", words) == (None, "self-employed")
    assert work_parts("INFORMATION REQUESTED", "N/A", words) == (None, None)
    assert work_parts("Acme, Inc.", "Engineer", words) == ("acme", "engineer")


def called(first: str, middle: str = "", suffix: str = "") -> Called:
    return Called(first, middle, suffix, frozenset({first}))


CALLED = [called("john"), called("jane"), called("j"), called("john", "a"), called("john", "b"),
          called("john", "", "jr"), called("john", "", "sr")]  # fmt: skip


def test_an_initial_joins_no_couple() -> None:
    names = {"a": called("john"), "b": called("j"), "c": called("jane")}
    found, refused = grouped([Link("a", "b", 0.99), Link("b", "c", 0.98)], names, 10)
    assert found == {"a": "a", "b": "a"}
    assert refused == {("b", "c")}


@given(st.lists(st.integers(0, 6), min_size=2, max_size=14), st.data())
def test_no_person_has_contradicting_names(kinds: list[int], data: st.DataObject) -> None:
    names = {f"{place:02d}": CALLED[kind] for place, kind in enumerate(kinds)}
    ids = st.sampled_from(sorted(names))
    drawn = data.draw(st.lists(st.tuples(ids, ids, st.floats(0.95, 1)), max_size=30))
    links = list({(min(a, b), max(a, b)): Link(min(a, b), max(a, b), p)
                  for a, b, p in drawn if a != b}.values())  # fmt: skip
    found, refused = grouped(links, names, 5)
    assert grouped(data.draw(st.permutations(links)), names, 5) == (found, refused)
    people: dict[str, list[str]] = {}
    for member, person in found.items():
        people.setdefault(person, []).append(member)
    for person, members in people.items():
        assert person == min(members)
        assert len(members) <= 5
        assert not any(contradicts(names[a], names[b]) for a in members for b in members)
    for link in links:
        joined = found.get(link.left) == found.get(link.right) and link.left in found
        assert joined or (link.left, link.right) in refused


def test_a_build_is_kept_while_it_fits(tmp_path: Path) -> None:
    """Once made it is found again; after a load it is not answered from until it is remade."""
    record = record_of(tmp_path, known_rows(100, 300))
    assert not record.view().has("donor_people")
    with pytest.raises(NoData, match="no itemised gifts"):
        build(record, 2022)
    first = build(record, 2020)
    assert first.anew
    assert first.summary["rows"] == 300
    assert not build(Record(record.folder), 2020).anew
    record = Record(record.folder)
    assert record.view().query("select count(*) from donor_gifts") == [(300,)]
    assert record.view().query("select count(*) > 0 from people") == [(False,)]
    more = itcont(tmp_path / "more.txt", known_rows(100, 310))
    load_all(record, [Wanted(item=item, source="fec.itcont", scope={"cycle": "2020"})
                      for item in find([more])])  # fmt: skip
    record = Record(record.folder)
    assert not record.view().has("donor_people")
    assert build(record, 2020).summary["rows"] == 310
    record.sweep()
    assert Record(record.folder).view().query("select count(*) from donor_gifts") == [(310,)]


def test_committees_are_resolved_together(tmp_path: Path) -> None:
    record = record_of(tmp_path, known_rows(100, 300), ("C00000001", "C00000002", "C00000003"))
    assert build(record, 2020, ["C00000001"]).summary["rows"] == 100
    assert not build(record, 2020, ["C00000001"]).anew
    both = build(record, 2020, ["C00000002"])
    assert both.committees == ("C00000001", "C00000002")
    assert both.summary["rows"] == 200
    assert build(record, 2020).summary["rows"] == 300
    assert not build(record, 2020, ["C00000003"]).anew


def started(record: Record) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "hustings", "donors", "build", "--cycle", "2020",
         "--record", str(record.folder)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def test_killed_or_doubled_it_is_whole(tmp_path: Path) -> None:
    """Killed at any moment there is a whole build or none; two at once both end well."""
    record = record_of(tmp_path, known_rows(100, 300))
    begun = time.monotonic()
    assert started(record).wait() == 0
    whole = time.monotonic() - begun
    assert kept(Record(record.folder), 2020) is not None
    moments = random.Random(3)
    for _ in range(5):
        with record.locked():
            record.reload()
            record.publish_derived({key_of(2020): {**record.manifest.derived[key_of(2020)],
                                                   "made_from": "another"}})  # fmt: skip
        running = started(record)
        time.sleep(moments.uniform(0.5, 1.05) * whole)
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        view = Record(record.folder).view()
        assert view.query("select count(*) from donor_people")[0][0] in {0, 300}
    two = [started(record), started(record)]
    assert [one.wait() for one in two] == [0, 0]
    assert Record(record.folder).view().query("select count(*) from donor_people") == [(300,)]


def test_no_table_holds_an_address() -> None:
    for name in ("donor_people", "donor_pairs", "donor_builds"):
        assert not {"zip", "zip5", "street", "address"} & set(table(name).column_names)


def test_reviewed_pairs_name_nobody() -> None:
    with REVIEWED.open(encoding="ascii", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) >= 60
    for row in rows:
        assert set(row) == {"cycle", "spelling_l", "spelling_r", "judged"}
        assert row["judged"] in {"same", "different", "unsure"}
        assert all(row[one].isdigit() and len(row[one]) == 19 for one in list(row)[1:3])


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The FEC's file of individuals of March 2019 and three exports, resolved."""
    record = Record(tmp_path_factory.mktemp("real") / "record")
    old = shared_data / "fec" / "jk3587_fec2020_2020cycle_asof_2019-03-17" / "indiv20.zip"
    lines = [f"  - {{file: {old}, source: fec.itcont, scope: {{cycle: 2020}}, as_of: 2019-03-17}}"]
    for name in ("cuellar_H2TX23082", "fields", "norman"):
        file = shared_data / "fec" / "schedule_a_exports_l3erkt" / f"{name}.csv.gz"
        lines.append(f"  - {{file: {file}, source: fec.schedule_a_export, "
                     f"scope: {{export: {name}}}, as_of: 2026-05-31}}")  # fmt: skip
    plan = record.folder.parent / "plan.yml"
    plan.write_text("files:\n" + "\n".join(lines) + "\n")
    assert [one.error for one in load_all(record, read_plan(plan))] == [None] * 4
    build(record, 2020)
    build(record, 2024)
    return Record(record.folder)


@pytest.mark.shared
def test_real_pairs_as_people_judge_them(real: Record) -> None:
    """Of the linked pairs that a reader could judge, 95 in 100 are one person."""
    with REVIEWED.open(encoding="ascii", newline="") as stream:
        judged = {(int(row["cycle"]), row["spelling_l"], row["spelling_r"]): row["judged"]
                  for row in csv.DictReader(stream)}  # fmt: skip
    found = {(cycle, left, right): verdict for cycle, left, right, verdict in real.view().query(
        "select cycle, spelling_l, spelling_r, verdict from donor_pairs")}  # fmt: skip
    # A pair that fell below what is kept is no link either.
    found = {pair: found.get(pair, "below") for pair in judged}
    linked = Counter(said for pair, said in judged.items() if found[pair] == "linked")
    assert linked["same"] + linked["different"] >= 30
    assert linked["same"] / (linked["same"] + linked["different"]) >= 0.95
    below = Counter(said for pair, said in judged.items() if found[pair] == "below")
    assert below["different"] > below["same"]


@pytest.mark.shared
def test_cuellars_donors(real: Record) -> None:
    """All of line 11AI that people gave: 1,243,612.88 less 27,800.00 of twelve organisations."""
    rows = real.view().query(
        "select sum(amount_usd), count(*), count(distinct donor) < count(distinct spelling), "
        "count(distinct sub_id) from donor_gifts where committee_id = 'C00371302'"
    )
    assert [str(one) for one in rows[0]] == ["1215812.88", "866", "True", "866"]
