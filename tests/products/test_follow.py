"""Following money: each side adds up, every number is a figure, the outside spending is the truth."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from io import StringIO

import pytest
from rich.console import Console

from hustings.errors import NoData, UnknownName
from hustings.figures import short_money
from hustings.ids import Cycle, RaceId
from hustings.measures.resolving import committee_or_network
from hustings.products import dossier, follow, race_money
from hustings.products.charts.flow import MOST, Bank, Stream, flow_chart
from hustings.products.follow_page import follow_json, follow_page
from hustings.products.layout import Page
from hustings.products.layout.html import page_html
from hustings.products.layout.markdown import page_markdown
from hustings.products.layout.terminal import show_page
from hustings.products.money_page import money_json, money_page
from hustings.products.page import dossier_html
from hustings.products.sums import usd
from tests.products.followed import (
    COMPANY,
    GIVERS,
    HOUSE,
    PACS,
    REFUND,
    REPORTED_PACS,
    SPENDER,
    UNITEMISED,
    followed,
    made_total,
)
from tests.products.reading import Page as Read

RACE = RaceId("CA-34", Cycle(2024))
ITEMISED = sum(usd_ for _, usd_ in GIVERS) + COMPANY[1] + 10_000 - REFUND[1]


@cache
def spender() -> follow.Follow:
    return follow.build(followed()[0], committee=SPENDER, cycle=None)


@cache
def money() -> race_money.RaceMoney:
    return race_money.build(followed()[0], RACE)


def pages() -> list[Page]:
    return [follow_page(spender()), money_page(money())]


class TestFollow:
    """A committee with rows of everything."""

    def test_streams_of_a_side_add_up_to_its_total(self):
        for bank in (spender().into, spender().out):
            assert len(bank.streams) <= MOST
            assert bank.total is not None
            assert sum(usd(one.figure) for one in bank.streams) == usd(bank.total)

    def test_money_in_counts_each_dollar_once(self):
        found = spender()
        assert found.into.total.value == ITEMISED  # no memo row; the refund taken off
        assert found.into.streams[0].figure.value == GIVERS[0][1] - REFUND[1]
        assert found.reported["committee_receipts"].value == ITEMISED + REFUND[1] + UNITEMISED
        assert found.into.streams[-1].name == "All others"
        kinds = {one.key: one.figure.value for one in found.sources.parts}
        assert kinds["organisation"] == COMPANY[1]
        assert kinds["pac"] == 10_000
        assert sum(kinds.values()) == ITEMISED

    def test_outside_spending_is_the_truth_to_the_cent(self):
        found, (_, truth) = spender(), followed()
        ways = {"support": "S", "oppose": "O"}
        for way, letter in ways.items():
            true = sum(
                (usd_ for (who, _, stance), usd_ in truth.confirmed.items()
                 if (who, stance) == (SPENDER, letter)), Decimal(0),
            )  # fmt: skip
            assert found.outside_totals[way].value == true
            lines = [one.support if way == "support" else one.against for one in found.outside]
            assert sum(usd(one) for one in lines if one) == true
        assert made_total(truth) == sum(found.outside_totals[way].value for way in ways)

    def test_two_people_of_one_name_are_two_streams(self):
        names = [one.name for one in spender().out.streams]
        assert "against John Smith, CA-34" in names
        assert "against John Smith, CA Senate" in names

    def test_money_over_time_only_grows_by_dated_rows(self):
        points = spender().over_time
        assert [day for day, _ in points] == sorted(day for day, _ in points)
        assert points[-1][1].value == ITEMISED

    def test_every_group_adds_up(self):
        found = spender()
        for group in (found.parties, found.seats, found.rounds, found.candidates):
            rest = usd(group.rest) if group.rest else Decimal(0)
            assert sum((usd(one.figure) for one in group.parts), rest) == usd(group.total)

    def test_every_figure_can_be_asked_again(self):
        view, _ = followed()
        for one in spender().figures():
            if one.measure in {"others", "together"}:
                assert one.parts
            (value,) = view.query(one.sql)[0]
            assert Decimal(str(value)) == one.value, one.measure

    def test_json_is_whole(self):
        made = json.loads(json.dumps(follow_json(spender())))
        assert made["committee"] == SPENDER
        assert len(made["in"]["streams"]) <= MOST
        assert made["gifts"]["by_party"]["parts"][0]["figure"]["sql"]


class TestLack:
    """What the record has not got is said, with the command that would load it."""

    def test_unknown_cycle(self):
        with pytest.raises(NoData, match="but of 2024"):
            follow.build(followed()[0], committee=SPENDER, cycle=2022)

    def test_unknown_name_lists_networks(self):
        with pytest.raises(UnknownName, match="no committee and no network") as found:
            committee_or_network(followed()[0], "Nobody At All")
        assert "aipac" in str(found.value)

    def test_network_without_rows(self):
        with pytest.raises(NoData, match="hustings fetch fec"):
            follow.build(followed()[0], network="aipac", cycle=2024)

    def test_committee_of_gifts_alone(self):
        found = follow.build(followed()[0], committee=PACS[0][0], cycle=2024)
        assert found.reported == {}
        assert any("itemised receipts" in gap for gap in found.gaps)
        assert found.candidates.total.value == 6000


class TestMoney:
    """The money of a race."""

    def test_pacs_by_kind_and_name_add_up_to_the_report(self):
        part = next(one for one in money().pacs if one.candidate_id == HOUSE)
        total = sum(one[5] for one in PACS) + 100
        assert part.total.value == total
        assert sum(usd(one.figure) for one in part.kinds) == total
        rest = usd(part.givers.rest) if part.givers.rest else 0
        assert sum(usd(one.figure) for one in part.givers.parts) + rest == total
        assert part.unlisted.value == REPORTED_PACS - total

    def test_outside_spending_of_the_race_is_the_truth(self):
        part, truth = money().outside, followed()[1]
        for way, letter in (("support", "S"), ("oppose", "O")):
            true = sum(
                (usd_ for (_, who, stance), usd_ in truth.confirmed.items()
                 if (who, stance) == (HOUSE, letter)), Decimal(0),
            )  # fmt: skip
            assert usd(part.totals.get(way)) == true
        assert all(one.candidate_id == HOUSE for one in part.lines)

    def test_json_is_whole(self):
        made = json.loads(json.dumps(money_json(money())))
        assert made["race"] == "CA-34"
        assert made["outside"]["totals"]["oppose"]["citations"]

    def test_dossier_shows_the_same(self):
        view, _ = followed()
        made = dossier.build(view, RACE)
        assert made.outside.totals["oppose"].value == money().outside.totals["oppose"].value
        text = dossier_html(view, made)
        assert "PACs that gave John Smith most" in text
        assert 'id="outside-bars"' in text


class TestPages:
    """Terminal, Markdown and HTML of both pages."""

    def test_terminal_keeps_to_its_width(self):
        for page in pages():
            out = StringIO()
            show_page(Console(file=out, width=80, markup=False, highlight=False), page)
            assert max(len(line.rstrip()) for line in out.getvalue().splitlines()) <= 80
            assert "…" not in out.getvalue()

    def test_markdown_notes_every_number(self):
        for page in pages():
            text = page_markdown(page)
            assert text.startswith("# ")
            assert "[^1]:" in text
            for line in text.splitlines():
                if line.startswith("|") and line.rstrip("| ").endswith("]"):
                    assert "[^" in line

    def test_no_number_in_a_table_is_without_a_door(self):
        for page in pages():
            read = Read(page_html(page))
            assert read.faults == []
            assert len(read.ids) == len(set(read.ids))
            for cell in read.root.all("td", cls="n"):
                if any(char.isdigit() for char in cell.text):
                    assert cell.all("a", cls="door"), cell.text
            for door in read.root.all("a", cls="door"):
                note = read.by_id(door.attributes["href"][1:])
                assert note.all("pre")[0].text.startswith(("select", "with"))

    def test_no_street_and_the_law_beside_the_donors(self):
        for page in pages():
            assert "SECRET ST" not in page_html(page).upper()
        assert "52 USC 30111(a)(4)" in page_html(pages()[0])
        assert "52 USC 30111(a)(4)" in page_markdown(pages()[0])

    def test_page_is_the_same_twice(self):
        for page in pages():
            assert page_html(page) == page_html(page)


def test_short_money_rounds_as_people_do():
    for amount, text in ((0, "$0"), (499, "$499"), (1000, "$1.0K"), (946_153, "$946K"),
                         (999_600, "$1.0M"), (67_270_746, "$67.3M"), (-1_200_000, "−$1.2M"),
                         (9_900_000_000, "$9.9B"), (99_949, "$99.9K")):  # fmt: skip
        assert short_money(Decimal(amount)) == text


def test_more_than_twelve_streams_a_side_are_refused():
    figure = spender().into.streams[0].figure
    many = Bank(
        streams=tuple(Stream(name="x", kind="rest", figure=figure) for _ in range(MOST + 1)),
        total=None,
    )
    with pytest.raises(ValueError, match="at most 12"):
        flow_chart("x", many, many, title="", note="")
