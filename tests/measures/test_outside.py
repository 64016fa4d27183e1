"""Outside spending: on made filings the figures are the truth to the cent; on real ones, known.

tests/outside_world.py makes the filings and knows the truth.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.errors import NoData, RequestError
from hustings.figures import Figure
from hustings.measures import evaluate
from hustings.measures.evaluation import evidence
from hustings.record import Record
from hustings.record.inputs import find
from hustings.record.loading import Wanted, load_all
from hustings.record.view import View
from tests.outside_world import (
    CANDIDATES,
    CYCLE,
    JOKER,
    Filing,
    Item,
    World,
    ambiguous,
    example,
    world,
)

STANCES = {"S": "support", "O": "oppose"}
HOUSE, SENATE, NEW_YORK = CANDIDATES
Money = dict[tuple[str, str, str], Decimal]


def loaded(folder: Path, made: World, keep: Callable[[Filing], bool] | None = None) -> View:
    """The view of a record that the loader made of a world's files."""
    files = made.write(folder / "files", keep=keep)
    outcomes = load_all(Record(folder / "record"), [Wanted(item=one) for one in find(files)])
    assert [one.status for one in outcomes] == ["loaded"] * len(files)
    assert sum(one.snapshot.rejected for one in outcomes if one.snapshot) == 0
    return Record(folder / "record").view()


def ask(view: View, name: str, **given: Any) -> Figure:
    return evaluate(view, name, {"cycle": CYCLE, **given})


def found(view: View, status: str) -> Money:
    """What outside_rows has of a status, by spender, candidate and stance."""
    rows = view.query(
        "select spender_id, candidate_id, stance, sum(amount_usd) from outside_rows "
        "where status = $status group by all",
        {"status": status},
    )
    return {(spender, who, stance[0].upper()): usd for spender, who, stance, usd in rows}


def whole(money: Money) -> Money:
    return {key: usd for key, usd in money.items() if usd}


@settings(max_examples=6)
@given(seed=st.integers(0, 10_000), part=st.sampled_from(["all", "some", "none"]))
def test_each_dollar_is_counted_once(seed: int, part: str) -> None:
    """Whichever of the filings are in the record: reports and notices come to what was spent."""
    made = world(seed, events=8)
    has: dict[str, Callable[[Filing], bool]] = {
        "all": lambda _: True,
        "some": lambda one: one.number % 2 == 0,
        "none": lambda _: False,
    }
    with TemporaryDirectory() as folder:
        view = loaded(Path(folder), made, has[part])
        confirmed = made.confirmed_of(has[part])
        assert found(view, "periodic") == whole(confirmed)
        assert found(view, "notice") == whole(made.pending)
        if part == "all":
            assert whole(confirmed) == whole(made.confirmed), "to the cent"
        assert sum(found(view, "suspect").values()) == made.joke
        for who in CANDIDATES:
            for letter, stance in STANCES.items():
                for name, truth in (("outside_spending", confirmed),
                                    ("outside_spending_unconfirmed", made.pending)):  # fmt: skip
                    true = sum(
                        (usd for key, usd in truth.items() if key[1:] == (who, letter)), Decimal()
                    )
                    assert ask(view, name, candidate=who, stance=stance).value == true
        # The plain sum is off by a factor, with the joke left out of it as well.
        real = sum(made.confirmed.values()) + sum(made.pending.values())
        assert made.plain_sum() > 100 * real
        assert made.plain_sum() - made.joke > Decimal("1.5") * real


@pytest.fixture(scope="module")
def made() -> World:
    return world(7, events=14)


@pytest.fixture(scope="module")
def view(made: World, tmp_path_factory: pytest.TempPathFactory) -> View:
    return loaded(tmp_path_factory.mktemp("outside"), made)


def test_every_row_is_once_and_says_why(view: View) -> None:
    """No row of any source is lost: outside_rows has each of them, with one status and a reason."""
    (rows,) = view.query(
        "select (select count(*) from expenditure_notices) + (select count(*) from committee_gifts) "
        "+ (select count(*) from itemizations where schedule in ('E', 'F57'))"
    )[0]
    assert view.query("select count(*), count(distinct (snapshot, line)), count(why) "
                      "from outside_rows") == [(rows, rows, rows)]  # fmt: skip
    statuses = {one for (one,) in view.query("select distinct status from outside_rows")}
    assert statuses == {"periodic", "notice", "repeated", "superseded", "memo", "twin", "suspect"}


def test_a_notice_is_repeated_by_one_row_and_no_row_repeats_two(view: View) -> None:
    (pairs, rows) = view.query(
        "select count(*), count(distinct (matched_snapshot, matched_line)) from outside_rows "
        "where status = 'repeated'"
    )[0]
    assert pairs == rows > 0
    tiers = {one for (one,) in view.query("select distinct matched_by from outside_rows")} - {None}
    assert tiers == {"id", "id, amount corrected", "payee", "amount"}


def test_people_of_one_name_are_apart(view: View, made: World) -> None:
    for who in (HOUSE, SENATE):
        true = sum(usd for key, usd in made.confirmed.items() if key[1:] == (who, "S"))
        assert ask(view, "outside_spending", candidate=who, stance="support").value == true
    race = ask(view, "outside_spending", race="CA-34", stance="support")
    assert race.value == ask(view, "outside_spending", candidate=HOUSE, stance="support").value


def test_rounds_add_up(view: View, made: World) -> None:
    total = Decimal()
    for letter in "PGSR":
        name = {"P": "primary", "G": "general", "S": "special", "R": "runoff"}[letter]
        figure = ask(view, "outside_spending", candidate=NEW_YORK, stance="against", round=name)
        true = made.by_round[NEW_YORK, "O", f"{letter}2024"]
        assert figure.value == true
        total += true
    assert ask(view, "outside_spending", candidate=NEW_YORK, stance="oppose").value == total


def test_a_candidate_with_money_on_both_sides_is_asked_which(view: View) -> None:
    with pytest.raises(RequestError, match="several answers") as raised:
        ask(view, "outside_spending", candidate=NEW_YORK)
    assert re.search(r"stance=oppose \(\$[\d,.]+\) or stance=support \(\$", str(raised.value))


def test_a_race_says_what_was_for_and_against_whom(view: View, made: World) -> None:
    figure = ask(view, "outside_spending", race="NY-16")
    both = {letter: sum(usd for key, usd in made.confirmed.items() if key[1:] == (NEW_YORK, letter))
            for letter in "SO"}  # fmt: skip
    assert figure.value == sum(both.values())
    (split,) = [one for one in figure.caveats if one.startswith("It is made up of")]
    assert f"${both['S']:,.2f} for REYES, ANNE" in split
    assert f"${both['O']:,.2f} against REYES, ANNE" in split


def test_a_spender_and_its_races(view: View, made: World) -> None:
    spender = "C00990001"
    figure = ask(view, "outside_spending", committee=spender)
    assert figure.value == sum(usd for key, usd in made.confirmed.items() if key[0] == spender)
    races = ask(view, "outside_spending_races", spender=spender)
    assert races.value == 3
    assert "Races: CA Senate, CA-34, NY-16." in races.caveats


def test_a_network_is_its_committees(tmp_path: Path) -> None:
    """United Democracy Project is AIPAC's, the other is not."""
    made = world(3, events=4, spenders=["C00799031", "C00990001"])
    view = loaded(tmp_path, made, lambda _: False)
    truth = made.confirmed_of(lambda _: False)
    true = sum(usd for key, usd in truth.items() if key[0] == "C00799031")
    assert ask(view, "outside_spending", network="AIPAC").value == true
    assert true < sum(truth.values())
    late = sum(usd for key, usd in made.pending.items() if key[0] == "C00799031")
    assert ask(view, "outside_spending_unconfirmed", network="aipac").value == late


def test_the_joke_is_set_apart_and_named(view: View, made: World) -> None:
    who = next(item.candidate for one in made.filings for item in one.items
               if one.spender == JOKER[0])  # fmt: skip
    figure = ask(view, "outside_spending_suspect", candidate=who)
    assert figure.value == made.joke == Decimal("9900000000.00")
    stance = next(STANCES[item.stance] for one in made.filings for item in one.items
                  if one.spender == JOKER[0])  # fmt: skip
    for name in ("outside_spending", "outside_spending_unconfirmed"):
        caveats = ask(view, name, candidate=who, stance=stance).caveats
        (said,) = [one for one in caveats if one.startswith("Set apart")]
        assert "$9,900,000,000.00 of COMMITTEE OF IMAGINARY BILLIONS" in said
        assert "a single row above 100 million dollars" in said


MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("spender", "amount", "transaction", "suspect"),
    [
        ("C00990001", 101 * MILLION, "T1", True),
        ("C00990001", 99 * MILLION, "T1", False),
        ("C00990001", 25 * MILLION, "WFT-7", True),
        ("C00990001", 25 * MILLION, "T1", False),
        ("C00875427", Decimal("500.00"), "T1", True),
    ],
    ids=["above 100 million", "below", "from the web form", "not from it", "a known prank"],
)
def test_what_a_rule_sets_apart(
    tmp_path: Path, spender: str, amount: Decimal, transaction: str, suspect: bool
) -> None:
    item = row(spender=spender, amount=amount, transaction=transaction)
    view = told([item], [row(transaction="T0", amount=Decimal(11))], tmp_path)
    apart, pending = (
        ask(view, name, candidate=HOUSE, stance="support").value
        for name in ("outside_spending_suspect", "outside_spending_unconfirmed")
    )
    assert (apart, pending) == ((amount, 0) if suspect else (0, amount))


@pytest.mark.parametrize(("receipts", "suspect"), [(1_000_000, True), (50_000_000, False)])
def test_notices_beyond_all_that_was_reported(tmp_path: Path, receipts: int, suspect: bool) -> None:
    """180 million in three notices of a spender that took in one million, or fifty."""
    items = [row(transaction=f"T{place}", amount=60 * MILLION) for place in (1, 2, 3)]
    told(items, [row(transaction="T0", amount=Decimal(11))], tmp_path)
    totals = tmp_path / "webk24.txt"
    totals.write_text("|".join(["C00990001", "CITIZENS FOR A FINE SENTENCE", "O", "U", "Q", str(receipts),
                                *["0"] * 20, "06/30/2024"]) + "\n")  # fmt: skip
    (outcome,) = load_all(Record(tmp_path / "record"), [Wanted(item=one) for one in find([totals])])
    assert outcome.status == "loaded"
    view = Record(tmp_path / "record").view()
    figure = ask(view, "outside_spending_suspect", candidate=HOUSE, stance="support")
    assert figure.value == (180 * MILLION if suspect else 0)


def test_evidence_is_the_rows_that_count(view: View) -> None:
    figure = ask(view, "outside_spending", candidate=NEW_YORK, stance="support")
    rows = evidence(view, figure)
    assert sum(row["amount_usd"] for row in rows) == figure.value
    assert {row["status"] for row in rows} == {"periodic"}
    assert len(rows) == figure.row_count == sum(one.rows for one in figure.citations)


def test_nobody_asked_about_is_refused(view: View) -> None:
    with pytest.raises(RequestError, match="a candidate, a race, a spender or a network"):
        ask(view, "outside_spending")


def test_zero_only_where_the_file_is_held(view: View, tmp_path: Path) -> None:
    figure = ask(view, "outside_spending", race="TX-7")
    assert figure.value == 0
    (said,) = figure.caveats
    assert said.startswith(
        "No such row is in the files of the cycle that the record holds, the newest of 20"
    )
    assert [one.source for one in figure.citations] == ["fec.itpas2"]
    assert ask(view, "outside_spending_unconfirmed", race="TX-7").value == 0
    for name in ("outside_spending", "outside_spending_unconfirmed", "outside_spending_suspect"):
        with pytest.raises(NoData, match="hustings fetch fec --cycle 2022 --only pas2,"):
            ask(view, name, race="TX-7", cycle=2022)


def test_equal_notices_without_ids_are_open_and_said_to_be(tmp_path: Path) -> None:
    """Two equal notices of a day, one equal row in the report: one is pending, and it may be none."""
    view = loaded(tmp_path, ambiguous(reported=1), lambda one: not one.notice)
    figure = ask(view, "outside_spending_unconfirmed", candidate=HOUSE, stance="support")
    assert figure.value == Decimal("2500.00")
    assert figure.caveats[0] == (
        "Open: $2,500.00 in 1 notice without a number of its own; an equal notice of the day is in "
        "a report, this one is not, so that it may be the same money."
    )
    assert ask(view, "outside_spending", candidate=HOUSE, stance="support").value == 2500


def test_equal_notices_in_no_report_are_open_too(tmp_path: Path) -> None:
    view = loaded(tmp_path, ambiguous(reported=0), lambda one: not one.notice)
    figure = ask(view, "outside_spending_unconfirmed", candidate=HOUSE, stance="support")
    assert figure.value == Decimal("5000.00")
    assert "an equal notice of the day stands beside it" in figure.caveats[0]


def test_equal_notices_that_are_both_in_the_report_are_not_open(tmp_path: Path) -> None:
    view = loaded(tmp_path, ambiguous(reported=2), lambda one: not one.notice)
    figure = ask(view, "outside_spending", candidate=HOUSE, stance="support")
    assert figure.value == Decimal("5000.00")
    assert ask(view, "outside_spending_unconfirmed", candidate=HOUSE, stance="support").value == 0


def row(**more: Any) -> Item:
    given = {
        "spender": "C00990001", "candidate": HOUSE, "stance": "S", "amount": Decimal("2500.00"),
        "expended": date(2024, 5, 1), "disseminated": date(2024, 5, 2), "payee": "Mail House",
        "transaction": "T1", "election": "P2024", **more,
    }  # fmt: skip
    return Item(**given)


def told(notices: list[Item], reported: list[Item], folder: Path) -> View:
    """A record of a notice for each item, and one report with all its rows."""
    made = World()
    made.filings = [
        Filing(number=100 + place, spender=item.spender, notice=True, items=[item], code="24")
        for place, item in enumerate(notices)
    ]
    made.filings.append(
        Filing(number=900, spender="C00990001", notice=False, items=reported, code="Q2",
               start=date(2024, 4, 1), end=date(2024, 6, 30))
    )  # fmt: skip
    return loaded(folder, made, lambda one: not one.notice)


def pending(view: View) -> dict[str, Decimal]:
    return dict(view.query("select transaction_id, sum(amount_usd) from outside_rows "
                           "where status = 'notice' group by 1 order by 1"))  # fmt: skip


def test_a_payee_spelt_otherwise_is_a_weaker_match_and_said_to_be(tmp_path: Path) -> None:
    item = row()
    view = told([item], [replace(item, transaction="X", payee="The House of Mail")], tmp_path)
    assert pending(view) == {}
    figure = ask(view, "outside_spending_unconfirmed", candidate=HOUSE, stance="support")
    assert figure.value == 0
    assert any(one.startswith("Taken as repeated in a report on amount and days alone, the payee being "
                              "spelt otherwise: $2,500.00 in 1") for one in figure.caveats)  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"stance": "O"},
        {"candidate": SENATE},
        {"amount": Decimal("2500.01")},
        {"expended": date(2024, 5, 12), "disseminated": date(2024, 5, 12)},
    ],
    ids=["stance", "person of the same name", "a cent", "ten days"],
)
def test_what_is_no_match(tmp_path: Path, other: dict[str, Any]) -> None:
    """Without a common id all of it must fit: the notice stays pending."""
    view = told([row()], [row(transaction="X", **other)], tmp_path)
    assert pending(view) == {"T1": Decimal("2500.00")}


def test_the_right_one_of_two_is_matched(tmp_path: Path) -> None:
    """Rows of one day are paired before others of the run, ids before all."""
    early, late = row(), row(transaction="T2", expended=date(2024, 5, 4))
    view = told([early, late], [replace(late, transaction="X")], tmp_path / "day")
    assert list(pending(view)) == ["T1"]
    view = told([early, late], [replace(early, expended=date(2024, 5, 4))], tmp_path / "id")
    assert list(pending(view)) == ["T2"]


def test_an_old_notice_that_no_report_has_is_said_to_be_old(tmp_path: Path) -> None:
    later = row(transaction="T9", amount=Decimal("100.00"), expended=date(2024, 6, 20))
    view = told([row()], [later], tmp_path)
    figure = ask(view, "outside_spending_unconfirmed", candidate=HOUSE, stance="support")
    assert figure.value == 2500
    assert any("$2,500.00 in 1 notice is older than spending" in one for one in figure.caveats)


def test_a_row_without_a_candidate_is_in_no_figure_and_said_to_be(tmp_path: Path) -> None:
    made = ambiguous(reported=1)
    nobody = row(transaction="T5", amount=Decimal("77.00"))
    made.filings.append(
        Filing(number=950, spender=nobody.spender, notice=True, items=[nobody], code="24")
    )
    files = made.write(tmp_path / "files", keep=lambda one: not one.notice)
    text = (
        files[0]
        .read_text()
        .replace(
            f'{HOUSE},"SMITH, JOHN",C00990001,CITIZENS FOR A FINE SENTENCE,P,CA,34,H,DEM,77.00',
            ',"SMITH, JOHN",C00990001,CITIZENS FOR A FINE SENTENCE,P,CA,34,H,DEM,77.00',
        )
    )
    files[0].write_text(text)
    load_all(Record(tmp_path / "record"), [Wanted(item=one) for one in find(files)])
    view = Record(tmp_path / "record").view()
    figure = ask(view, "outside_spending_unconfirmed", spender="C00990001")
    assert figure.value == 2500
    assert any(one.startswith("Not in it: 1 row of the same spender, $77.00, without a candidate's id")
               for one in figure.caveats)  # fmt: skip


def test_an_amended_notice_that_names_nothing_replaces_by_transaction(tmp_path: Path) -> None:
    item = row()
    made = World()
    first = Filing(number=100, spender=item.spender, notice=True, items=[item], code="24")
    again = replace(first, number=140, items=[replace(item, amount=Decimal("2600.00"))], amends=100)
    made.filings = [first, again]
    files = made.write(tmp_path / "files", keep=lambda _: False)
    lines = files[0].read_text().splitlines()
    assert lines[2].endswith(",100,02-MAY-24")
    files[0].write_text(
        "\n".join([*lines[:2], lines[2].replace(",100,02-MAY-24", ",,02-MAY-24")]) + "\n"
    )
    load_all(Record(tmp_path / "record"), [Wanted(item=one) for one in find(files[:1])])
    view = Record(tmp_path / "record").view()
    assert pending(view) == {"T1": Decimal("2600.00")}
    assert view.query("select why from outside_rows where status = 'superseded'") == [
        ("filing 140 amends it",)
    ]


def the_example(view: View) -> str:
    """The rows of the worked example as docs/outside.md shows them."""
    lines = ["| from | filing | stance | amount | transaction | status | why |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    lines += [
        f"| {origin} | {number} | {stance} | {usd:,.2f} | {transaction} | {status} | {why} |"
        for origin, number, stance, usd, transaction, status, why in view.query(
            "select origin, file_number, stance, amount_usd, transaction_id, status, why "
            "from outside_rows order by file_number, origin desc, transaction_id, amount_usd"
        )
    ]
    return "\n".join(lines) + "\n"


def test_the_worked_example_is_what_the_record_says(tmp_path: Path) -> None:
    made = example()
    view = loaded(tmp_path, made, lambda one: not one.notice)
    text = (Path(__file__).parents[2] / "docs" / "outside.md").read_text(encoding="utf-8")
    assert the_example(view) in text
    asked = [
        ("outside_spending", "support", "3,400.00"),
        ("outside_spending", "oppose", "4,100.00"),
        ("outside_spending_unconfirmed", "support", "900.00"),
        ("outside_spending_unconfirmed", "oppose", "0.00"),
        ("outside_spending_suspect", "oppose", "9,900,000,000.00"),
    ]
    for name, stance, usd in asked:
        figure = ask(view, name, candidate=HOUSE, stance=stance)
        assert f"{figure.value:,.2f}" == usd
        assert f"| `{name}` | {stance} | {usd} |" in text
    (plain,) = view.query("select sum(amount_usd) from outside_rows where status <> 'suspect'")[0]
    assert f"{plain:,.2f}" in text


@pytest.mark.shared
def test_known_figures_of_real_files(full_record: Path) -> None:
    """The FEC's itpas2 of 17 March 2019 and of April 2023, memo rows left out."""
    view = Record(full_record).view()
    totals = defaultdict(dict)
    for cycle, status, rows, usd in view.query(
        "select cycle, status, count(*), sum(amount_usd) from outside_rows group by all"
    ):
        totals[cycle][status] = (rows, usd)
    assert totals == {
        2020: {"periodic": (87, 804_341), "memo": (18, 315_500)},
        2024: {"periodic": (371, 1_225_173), "memo": (2, 3_275)},
    }
    committee = evaluate(view, "outside_spending", {"spender": "C00608489", "cycle": 2020})
    assert committee.value == 432_551
    cents = evaluate(view, "outside_spending", {"spender": "C00032979", "cycle": 2020})
    assert (cents.value, cents.row_count) == (44_325, 12), "44,331.45, its cents cut off"
    assert view.query(
        "select independent_expenditures_usd from committee_money "
        "where committee_id = 'C00032979' and cycle = 2020"
    ) == [(Decimal("44331.45"),)]
    president = evaluate(view, "outside_spending", {"candidate": "P80001571", "cycle": 2020})
    assert president.value == 722_266
    races = evaluate(view, "outside_spending_races", {"spender": "C00552851", "cycle": 2024})
    assert races.value == 37
    with pytest.raises(NoData, match="independent_expenditure"):
        evaluate(view, "outside_spending_unconfirmed", {"race": "CA-34", "cycle": 2024})
