"""The dossier as a page: whole, escaped, self-contained, every number with its note."""

from __future__ import annotations

import re
from base64 import b64encode
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest

from hustings.figures import Unit
from hustings.products import charts
from hustings.products.charts import base
from hustings.products.charts.money import rest_of_receipts
from hustings.products.page import dossier_html
from tests.products.dossiers import (
    EVIL,
    by_hand,
    figure,
    money,
    sample,
    standing,
    without_votes,
)  # fmt: skip
from tests.products.reading import Element, Page


@cache
def text_of(which: str) -> str:
    view, dossier = sample()
    made = {
        "sample": lambda: dossier,
        "sample of 2020": lambda: sample(2020)[1],
        "by hand": by_hand,
        "no votes": lambda: without_votes(by_hand()),
    }
    return dossier_html(view, made[which]())


@cache
def page_of(which: str) -> Page:
    return Page(text_of(which))


@pytest.fixture(params=["sample", "sample of 2020", "by hand", "no votes"])
def page(request) -> Page:
    return page_of(request.param)


def doors(page: Page) -> list[Element]:
    return page.root.all("a", cls="door")


def test_page_is_well_formed(page):
    assert page.doctype.lower() == "doctype html"
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    html = page.root.all("html")[0]
    assert html.attributes["lang"] == "en"
    assert page.root.all("title")[0].text
    names = {one.attributes.get("name") for one in page.root.all("meta")}
    assert {"viewport", "description", "color-scheme", "referrer"} <= names
    assert len(page.root.all("h1")) == 1
    for one in page.root.all("th"):
        assert one.attributes.get("scope") in {"row", "col", "rowgroup"}
    for one in page.root.all("table"):
        assert one.all("caption")[0].text


def test_headings_leave_out_no_level(page):
    levels = [int(one.tag[1]) for one in page.root if re.fullmatch("h[1-6]", one.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_page_asks_nobody_for_anything(page):
    for tag, name, address in page.addresses():
        if (tag, name) == ("a", "href"):
            assert address.startswith(("#", "https://", "http://"))
        else:
            assert (tag, name, address) == ("link", "href", "data:,")
    assert not page.root.all("img")
    assert not page.root.all("iframe")
    assert all("src" not in one.attributes for one in page.root.all("script"))
    assert all("style" not in one.attributes for one in page.root)
    assert not [name for one in page.root for name in one.attributes if name.startswith("on")]


def test_policy_allows_this_style_and_script_alone(page):
    policy = next(
        one.attributes["content"]
        for one in page.root.all("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        (own,) = page.root.all(tag)
        text = "".join(str(piece) for piece in own.pieces)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy


def test_links_within_the_page_lead_somewhere(page):
    ids = set(page.ids)
    inner = [one.attributes["href"][1:] for one in page.root.all("a")
             if one.attributes["href"].startswith("#")]  # fmt: skip
    assert inner
    assert [name for name in inner if name not in ids] == []


def test_every_number_opens_a_note_with_all_it_rests_on(page):
    assert len(doors(page)) > 10
    numbered = {one.attributes["id"] for one in page.by_id("notes").all("li")}
    for door in doors(page):
        note = page.by_id(door.attributes["href"][1:])
        assert "note" in note.attributes["class"]
        assert note.attributes["tabindex"] == "-1"
        assert note.all("p")[0].text.endswith("."), "a definition"
        assert note.all("pre")[0].text.startswith(("select", "with")), "the SQL"
        assert re.search(r"\d+ of .+ sha256 [0-9a-f]{12}", note.all("dl")[0].text), "the sources"
        # The printed page has the number of the note in place of the door.
        assert re.fullmatch(
            r"n\d+", "n" + door.attributes["data-note"].rstrip("abcdefghijklmnopqrstuvwxyz")
        )
        assert "n" + re.match(r"\d+", door.attributes["data-note"])[0] in numbered


def test_no_number_in_a_table_is_without_a_door(page):
    for cell in page.root.all("td", cls="n"):
        if re.search(r"\d", cell.text):
            assert cell.all("a", cls="door"), cell.text


def test_parts_of_a_ratio_have_notes_of_their_own():
    page = page_of("sample")
    door = next(one for one in doors(page) if one.text == "42.1%")
    note = page.by_id(door.attributes["href"][1:])
    parts = note.all("dd")[0]
    assert [one.text for one in parts.all("a", cls="door")] == ["$946,153.34", "$2,245,652.60"]
    assert "÷" in parts.text


def test_first_screen_answers_first():
    top = page_of("sample").root.all("header")[0].text
    assert "Jimmy Gomez won the general election of 5 November 2024 with 55.6%" in top
    assert "11.3 points ahead of David Kim" in top
    assert "plurality: the most votes win" in top
    assert "57.4% of it from individuals and 42.1% from PACs" in top
    assert "Votes as of" in top
    assert "Money as of 31 December 2024" in top


def test_sample_is_announced_and_a_record_is_not():
    assert "Sample record." in page_of("sample").root.all("p", cls="notice")[0].text
    assert not page_of("by hand").root.all("p", cls="notice")


def test_names_and_titles_stay_text_everywhere():
    text, page = text_of("by hand"), page_of("by hand")
    assert "<script>alert" not in text
    assert "<i>One" not in text
    assert "<b>of</b>" not in text
    assert "javascript:" not in re.sub(r"<script>.*?</script>", "", text, flags=re.S)
    assert EVIL in page.by_id("votes").text
    # In drawings too: as words on the bars and in the sentence that stands for them.
    svg = page.by_id("votes-1").all("svg")[0]
    assert EVIL in svg.attributes["aria-label"]
    assert EVIL[:20] in svg.text


def test_every_chart_says_what_it_shows(page):
    figures = page.root.all("figure")
    assert figures
    for one in figures:
        (caption,) = one.all("figcaption")
        assert caption.all("strong")[0].text
        assert caption.all("span")[0].text, "unit and day"
        drawings = one.all("svg")
        assert len(drawings) == 2, "one for wide pages, one for a phone"
        for svg in drawings:
            assert svg.attributes["role"] == "img"
            assert len(svg.attributes["aria-label"]) > 20
            assert "viewbox" in svg.attributes
            assert not {"width", "height"} & set(svg.attributes)
        assert "Source:" in one.text
        section = one.parent
        assert section is not None
        assert section.all("table"), "a table with the same numbers beside it"


def test_charts_and_table_have_the_same_numbers():
    section = page_of("sample").by_id("round-2")
    svg = section.all("svg")[0].text
    assert "105,394 · 55.6%" in svg
    cells = [one.text for one in section.all("td", cls="n")]
    assert "105,394" in cells
    assert "55.6%" in cells


def test_page_is_small():
    assert len(text_of("sample").encode()) < 1_000_000


def test_page_is_the_same_twice():
    view, dossier = sample()
    assert dossier_html(view, dossier) == text_of("sample")


def test_caveat_stands_beside_the_number():
    view, _ = sample()
    said = "Not certified: a count as it stood on 10 March 2024."
    page = Page(dossier_html(view, by_hand(caveats=(said,))))
    section = page.by_id("round-1")
    cell = next(one for one in section.all("td", cls="n") if one.text.startswith("500"))
    assert cell.all("sup", cls="mark")[0].text == "†"
    assert f"† {said}" in section.all("ul", cls="caveats")[0].text
    assert said in section.all("p", cls="warning")[0].text
    assert said in page.root.all("header")[0].text
    assert "led an uncertified count in" in page.root.all("header")[0].text
    assert "elected" not in section.text


def test_round_without_outcomes_has_no_column_for_them():
    view, _ = sample()
    dossier = by_hand()
    open_ = tuple(replace(one, outcome=None) for one in dossier.rounds[0].standings)
    page = Page(
        dossier_html(view, replace(dossier, rounds=(replace(dossier.rounds[0], standings=open_),)))
    )
    heads = [one.text for one in page.by_id("round-1").all("th", scope="col")]
    assert heads == ["Candidate", "Votes", "Share"]
    assert page.faults == []


def test_unopposed_candidate_is_told_in_a_sentence():
    view, dossier = sample()
    alone = standing("Only One", 1, 1.0, "elected")
    alone = replace(alone, votes=None, share=None)
    part = replace(by_hand().rounds[0], standings=(alone,), votes_cast=None, margin_votes=None,
                   margin_points=None, advancing=None)  # fmt: skip
    page = Page(dossier_html(view, replace(dossier, rounds=(part,))))
    assert page.faults == []
    section = page.by_id("round-1")
    assert "Only One (Democratic) stood unopposed: elected." in section.text
    assert not section.all("table")


class TestOtherReceipts:
    """What is not shown as a line of its own is receipts less the lines, and says so."""

    def test_is_the_rest(self):
        part = money("A", "1000", individuals="600", pacs="250", parties="0", candidate="50")
        rest = rest_of_receipts(part)
        assert rest.value == Decimal(100)
        assert rest.unit is Unit.USD
        assert len(rest.parts) == 5
        assert rest.caveats == ()

    def test_negative_is_said_and_draws_no_bar(self):
        part = money("A", "100", individuals="90", pacs="30", parties="0", candidate="0")
        assert "add up to $20 more than all receipts" in rest_of_receipts(part).caveats[0]
        svg = page_of("by hand").by_id("money-sources").all("svg")[0]
        assert "no bar: the lines do not add up to all receipts" in svg.text

    def test_missing_line_is_said(self):
        part = money("A", "100", individuals="90")
        assert "Not split out in the record" in rest_of_receipts(part).caveats[0]


@pytest.fixture(scope="module")
def specifications():
    """What Vega-Lite is given, made with the library's own checks on."""
    made = []
    honest = base.specification

    def checked(sheet, layers):
        made.append(honest(sheet, layers))
        return made[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("altair.utils.schemapi.debug_mode", lambda _: nullcontext())
        patch.setattr(base, "specification", checked)
        dossier_html(*sample())
        dossier_html(sample()[0], by_hand())
    return made


class TestCharts:
    """Drawings: valid specifications, no truncated axis, nothing outside of the palette."""

    def test_are_valid_vega_lite(self, specifications):
        import altair as alt

        assert len(specifications) > 8
        for one in specifications:
            alt.LayerChart.from_dict(one)

    def test_fetch_nothing(self, specifications):
        def keys(value):
            if isinstance(value, dict):
                yield from value
                for inner in value.values():
                    yield from keys(inner)
            elif isinstance(value, list):
                for inner in value:
                    yield from keys(inner)

        for one in specifications:
            assert "url" not in {key for key in keys(one) if key != "$schema"}

    def test_colours_are_names_that_the_style_sheet_knows(self):
        text = text_of("sample")
        style = re.search(r"<style>(.*?)</style>", text, re.S)[1]
        light, dark = style.split("prefers-color-scheme: dark", 1)
        for name in base.PALETTE:
            assert f"--c-{name}: {base.PALETTE[name]}" in light
            assert f"--c-{name}:" in dark
        for svg in re.findall(r"<svg.*?</svg>", text, re.S):
            for colour in re.findall(r'(?:fill|stroke)="([^"]*)"', svg):
                assert colour in {"none", "transparent"} or colour.startswith("var(--c-"), colour

    def test_bars_begin_at_nought(self):
        part = by_hand().rounds[0]
        chart = charts.results_chart(part, charts.shades(by_hand()), 1)
        lengths = [float(one) for one in re.findall(r'd="M[\d.]+,[\d.]+h([\d.]+)v', chart.wide)]
        longest = max(lengths)
        assert [round(one / longest, 2) for one in lengths] == [1.0, 0.6, 0.4]

    def test_line_stands_where_the_first_two_end(self):
        chart = charts.results_chart(by_hand().rounds[0], charts.shades(by_hand()), 1)
        assert "The first two advance" in chart.wide
        assert "they advance" in chart.alt

    def test_no_line_where_nobody_advances(self):
        part = by_hand().rounds[0]
        lost = tuple(replace(one, outcome=None) for one in part.standings)
        chart = charts.results_chart(replace(part, advancing=None, standings=lost), {}, 1)
        assert "advance" not in chart.wide

    def test_two_of_one_party_differ_in_shade_and_keep_it(self):
        _, dossier = sample()
        shades = charts.shades(dossier)
        people = {one.contestant.name: one.contestant.person
                  for part in dossier.rounds for one in part.standings}  # fmt: skip
        assert shades[people["Jimmy Gomez"]] == "dem-1"
        assert shades[people["David Kim"]] == "dem-2"
        assert shades[people["Calvin Lee"]] == "rep-1"

    def test_votes_of_nought_draw_nothing_wrong(self):
        nobody = [standing(name, 0, 0.0, "lost") for name in "AB"]
        part = replace(by_hand().rounds[0], standings=tuple(nobody), advancing=None,
                       votes_cast=figure("votes_cast", 0, Unit.VOTES))  # fmt: skip
        assert "NaN" not in charts.results_chart(part, {}, 1).wide

    def test_history_of_one_election_has_no_chart(self):
        dossier = by_hand()
        assert charts.history_chart(replace(dossier, history=dossier.history[:1])) is None
        assert charts.history_chart(dossier) is not None

    def test_map_is_drawn_flat_with_its_neighbours(self):
        _, dossier = sample()
        chart = charts.district_map("CA-34", dossier.district, "Jimmy Gomez")
        assert "CA-34 among its neighbours" in chart.title
        assert "simplified" in chart.note
        assert "119th Congress" in chart.note
        for name in dossier.district.members:
            assert name in chart.alt
        assert "Jimmy Gomez" in chart.wide
        assert "miles" in chart.wide

    def test_member_among_all_is_named_with_the_neighbours(self):
        figure_ = page_of("sample of 2020").by_id("member-among-all")
        svg = figure_.all("svg")[0]
        assert "Jimmy Gomez" in svg.text
        assert "Judy Chu" in svg.text
        assert "449 members" in svg.attributes["aria-label"]
        # A line for each member, drawn in a few paths.
        assert sum(one.attributes["d"].count("M") for one in svg.all("path")) == 449 + 1
        assert len(svg.all("path")) <= 5

    def test_map_without_outline_is_left_out(self):
        _, dossier = sample()
        bare = replace(dossier.district, outlines=[])
        assert charts.district_map("CA-34", bare, "") is None
