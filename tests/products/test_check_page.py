"""A checked article as a page: escaped, self-contained, every claim marked where it stands."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.claims.model import Kind, Quantity, Ruling
from hustings.cli.app import run as hustings
from hustings.measures.evaluation import evaluate, evidence
from hustings.products import check_page
from hustings.products.check_marks import Span, marked, paragraphs
from hustings.products.check_page import check_html
from hustings.products.check_rows import MOST_ROWS, Evidence
from hustings.products.check_words import LOOKS, allowed_words, loading, with_commands
from hustings.tables import catalogue
from tests.products.checks import TEXT, WORST, at, claimed, desk, sample_check, worst
from tests.products.dossiers import EVIL
from tests.products.reading import Element, Page


@cache
def text_of(which: str) -> str:
    made = sample_check() if which == "sample" else worst()
    return check_html(made, desk().view, at if which == "sample" else None)


@cache
def page_of(which: str) -> Page:
    return Page(text_of(which))


@pytest.fixture(params=["sample", "worst"])
def page(request) -> Page:
    return page_of(request.param)


def links(page: Page) -> list[Element]:
    """The claims in the text that the keyboard reaches."""
    listed = page.by_id("article").all("a", cls="door")
    return [one for one in listed if one.attributes.get("tabindex") != "-1"]


def words_of(mark: Element) -> str:
    """The article's own words in a mark, without the tag."""
    tags = "".join(one.text for one in mark.all("bdi", cls="tag"))
    return mark.text.removesuffix(tags).strip()


class TestPage:
    """What every page of ours keeps to."""

    def test_is_well_formed(self, page):
        assert page.faults == []
        assert len(page.ids) == len(set(page.ids))
        assert len(page.root.all("h1")) == 1
        levels = [int(one.tag[1]) for one in page.root if re.fullmatch("h[1-6]", one.tag)]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        for one in page.root.all("table"):
            assert one.all("caption")[0].text
        for one in page.root.all("th"):
            assert one.attributes.get("scope") in {"row", "col"}
        for one in page.root.all("section"):
            assert {"aria-label", "aria-labelledby"} & set(one.attributes)

    def test_asks_nobody_for_anything(self, page):
        for tag, name, address in page.addresses():
            if (tag, name) == ("a", "href"):
                assert address.startswith(("#", "https://", "http://"))
            else:
                assert (tag, name, address) == ("link", "href", "data:,")
        assert not page.root.all("img")
        assert not [name for one in page.root for name in one.attributes if name.startswith("on")]
        assert all("style" not in one.attributes for one in page.root)

    def test_policy_allows_our_style_and_script_alone(self, page):
        policy = next(
            one.attributes["content"]
            for one in page.root.all("meta")
            if one.attributes.get("http-equiv") == "Content-Security-Policy"
        )
        for tag in ("style", "script"):
            (own,) = page.root.all(tag)
            text = "".join(str(piece) for piece in own.pieces)
            digest = b64encode(sha256(text.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}'" in policy

    def test_links_lead_somewhere(self, page):
        ids = {*page.ids}
        inner = [one.attributes["href"][1:] for one in page.root.all("a")
                 if one.attributes["href"].startswith("#")]  # fmt: skip
        assert [name for name in inner if name not in ids] == []

    def test_is_the_same_twice(self):
        assert check_html(worst(), desk().view) == text_of("worst")


class TestArticle:
    """The article's words, all of them, and nothing of it but words."""

    def test_markup_of_the_article_stays_text(self):
        text, page = text_of("worst"), page_of("worst")
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "onerror=alert(1)> won" not in text
        assert text.count("</script>") == 1
        assert text.count("</main>") == 1
        assert "<img src=x onerror=alert(1)> won 53%" in page.by_id("article").text.replace(
            "1 ✓ (claim 1: supported)", ""
        )

    def test_letters_that_html_has_no_place_for_are_marked(self):
        assert "\x07" not in text_of("worst")
        assert "\ufffdbell" in text_of("worst")

    def test_each_paragraph_finds_its_own_direction(self):
        shown = page_of("worst").by_id("article").all("p")
        assert len(shown) == 4
        assert {one.attributes["dir"] for one in shown} == {"auto"}
        assert "קים קיבל" in shown[2].text

    def test_every_claim_is_marked_at_its_words(self):
        page, checked = page_of("sample"), sample_check()
        assert len(links(page)) == len(checked.verdicts)
        for number, one in enumerate(checked.verdicts, start=1):
            link = page.by_id(f"m{number}")
            look = LOOKS[one.ruling]
            assert link.attributes["href"] == f"#c{number}"
            assert f"(claim {number}: {look.word})" in link.text
            assert look.sign in link.text
            mark = link.parent
            assert mark.tag == "mark"
            assert look.css in mark.attributes["class"]
            words = " ".join(TEXT[one.claim.start : one.claim.end].split())
            assert words_of(mark) in words

    def test_text_is_whole_and_in_order(self):
        page = page_of("sample")
        said = page.by_id("article").all("div", cls="text")[0].text
        for tag in page.by_id("article").all("bdi", cls="tag"):
            said = said.replace(tag.text, "", 1)
        assert re.sub(r"\s", "", said) == re.sub(r"\s", "", TEXT)


class TestMarks:
    """Claims that touch, lie in each other, overlap, or are of the same words."""

    TEXT = "Gomez prevailed 53-47 over Kim in 2020."

    def runs(self, *spans: tuple[int, int], text: str = TEXT):
        listed = [Span(start=a, end=b, number=n) for n, (a, b) in enumerate(spans, start=1)]
        return [(one.text, one.number, one.tags) for part in marked(text, listed) for one in part]

    def test_touching(self):
        assert self.runs((0, 16), (16, 21))[:2] == [
            ("Gomez prevailed ", 1, (1,)),
            ("53-47", 2, (2,)),
        ]

    def test_inside(self):
        assert self.runs((0, 38), (16, 21)) == [
            ("Gomez prevailed ", 1, ()),
            ("53-47", 2, (2,)),
            (" over Kim in 2020", 1, (1,)),
            (".", 0, ()),
        ]

    def test_inside_and_ending_together(self):
        assert self.runs((0, 21), (16, 21))[:2] == [
            ("Gomez prevailed ", 1, ()),
            ("53-47", 2, (2, 1)),
        ]

    def test_crossing(self):
        assert self.runs((0, 21), (16, 30)) == [
            ("Gomez prevailed ", 1, ()),
            ("53-47", 2, (1,)),
            (" over Kim", 2, (2,)),
            (" in 2020.", 0, ()),
        ]

    def test_the_same_words(self):
        assert self.runs((16, 21), (16, 21))[1] == ("53-47", 1, (1, 2))

    def test_over_two_paragraphs(self):
        assert self.runs((2, 6), text="a b\n\nc d") == [
            ("a ", 0, ()),
            ("b", 1, ()),
            ("c", 1, (1,)),
            (" d", 0, ()),
        ]

    def test_outside_of_the_text(self):
        assert self.runs((30, 99), (5, 5)) == [(self.TEXT, 0, ())]

    def test_on_a_page_each_has_one_stop_of_its_own(self):
        places = [(0, 38), (16, 21), (16, 30), (16, 21), (21, 26)]
        checked = claimed(self.TEXT, *((a, b, Ruling.SUPPORTED) for a, b in places))
        page = Page(check_html(checked, desk().view))
        assert page.faults == []
        assert sorted(one.attributes["href"] for one in links(page)) == [
            f"#c{n}" for n in range(1, 6)
        ]

    @given(
        st.text(alphabet="ab \n", max_size=60),
        st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8),
    )
    def test_every_letter_once_and_every_claim_one_tag(self, text, places):
        inside = [(a, b) for a, b in places if a < b <= len(text)]
        spans = [Span(start=a, end=b, number=n) for n, (a, b) in enumerate(inside, start=1)]
        made = marked(text, spans)
        assert ["".join(run.text for run in part) for part in made] == [
            text[a:b] for a, b in paragraphs(text)
        ]
        kept = {at for a, b in paragraphs(text) for at in range(a, b)}
        tags = [tag for part in made for run in part for tag in run.tags]
        assert len(tags) == len(set(tags))
        for one in spans:
            # A claim that ends in the white between two paragraphs keeps its words, not its sign.
            assert (one.number in tags) == (one.end - 1 in kept)

    def test_wrapped_lines_are_one_paragraph_and_short_ones_are_not(self):
        wrapped = "\n".join(["word " * 13 + "end"] * 4)
        assert len(list(paragraphs(wrapped))) == 1
        assert len(list(paragraphs("First\nSecond\n\n \nThird"))) == 3


class TestNotes:
    """What a claim opens."""

    def note(self, quote: str) -> Element:
        page, verdicts = page_of("sample"), sample_check().verdicts
        number = next(n for n, one in enumerate(verdicts, start=1) if quote in one.claim.quote)
        return page.by_id(f"c{number}")

    def test_says_verdict_claim_reading_figure_and_source(self):
        note = self.note("median income")
        assert "note" in note.attributes["class"]
        assert note.attributes["tabindex"] == "-1"
        assert "Contradicted" in note.all("h3")[0].text
        facts = note.all("dl")[0].text
        assert "$36,000" in facts
        assert "Median household income" in facts
        assert "$63,879" in facts
        assert re.search(r"1 row of .+ sha256 [0-9a-f]{12}", facts)
        assert note.all("pre")[0].text.startswith("with rows as (select")
        assert "hustings figure median_income district=CA-34 congress=118 --rows" in note.text

    def test_shows_the_rows(self):
        note = self.note("median income")
        (table,) = note.all("table")
        heads = [one.text for one in table.all("th")]
        cells = dict(zip(heads, (one.text for one in table.all("td")), strict=True))
        assert cells["district"] == "CA-34"
        assert cells["median income usd"] == "63,879.00"
        assert note.all("summary")[0].text == "Rows: the one it rests on"

    def test_draws_the_claim_beside_the_figure(self):
        svg = self.note("median income").all("svg")[0]
        assert "Claimed: $36,000" in svg.attributes["aria-label"]
        assert "$63,879" in svg.attributes["aria-label"]

    def test_draws_nothing_for_a_difference(self):
        checked = sample_check()
        one = next(one for one in checked.verdicts if one.claim.claimed == "11.3 points")
        far = replace(one.claim.quantity, low=Decimal(1), high=Decimal(2))
        differs = replace(one, claim=replace(one.claim, quantity=far))
        page = Page(check_html(replace(checked, verdicts=(differs,)), desk().view, at))
        assert page.by_id("c1").all("svg") == []

    def test_names_a_candidate_by_the_reading(self):
        note = self.note("42.1%")
        assert "Share from PACs: Jimmy Gomez, 2024" in note.text

    def test_names_people_and_not_ids(self):
        note = self.note("Kim raised $3 million")
        assert "David Kim" in note.text
        assert "H0CA34131" not in note.text

    def test_rows_of_one_figure_are_shown_once(self):
        verdicts = sample_check().verdicts
        raised = [n for n, one in enumerate(verdicts, 1) if one.claim.claimed == "$2.2 million"]
        first, second = (page_of("sample").by_id(f"c{n}") for n in raised)
        assert len(first.all("table")) == 1
        assert second.all("table") == []
        assert [one.attributes["href"] for one in second.all("a", cls="door")][
            -1
        ] == f"#c{raised[0]}"

    def test_caveats_and_notes_of_evil_names_are_text(self):
        note = page_of("worst").by_id("c2")
        assert EVIL in note.text
        assert EVIL in note.all("dd", cls="warning")[0].text

    def test_ages_have_no_figure(self):
        note = self.note("49 years old")
        assert "Not checkable" in note.text
        assert note.all("details") == []


class TestSummary:
    """The first screen: how many, by verdict, as of which day, from which files."""

    def test_counts(self):
        top = page_of("sample").root.all("header")[0]
        checked = sample_check()
        shown = [one.text for one in top.all("li")]
        for (ruling, look), line in zip(LOOKS.items(), shown, strict=True):
            assert line.startswith(f"{look.sign} {checked.count(ruling)} {look.word}")
        assert f"{len(checked.verdicts)} claims found" in top.text
        assert "20 November 2024" in top.text
        assert "article.txt" in top.text
        rests = top.all("dl")[0].text
        assert "All candidates summary" in rests
        assert re.search(r"and \d+ more \(all files\)", rests)

    def test_table_has_each_claim_once(self, page):
        section = page.by_id("claims")
        numbers = [one.text for one in section.all("td", cls="place")]
        assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))
        for head in section.all("h3"):
            count = int(head.all("span", cls="count")[0].text)
            assert count >= 1

    def test_missing_names_the_command(self):
        section = page_of("sample").by_id("missing")
        assert "hustings fetch fec --cycle 2024" in [one.text for one in section.all("code")]
        assert "The record holds no endorsements." in section.text

    def test_nothing_found(self):
        page = Page(check_html(claimed("No numbers here."), desk().view))
        assert page.faults == []
        assert "No number and no statement in it can be checked." in page.root.all("header")[0].text
        assert "claims" not in page.ids

    def test_sample_is_announced(self):
        assert "Sample record." in page_of("sample").root.all("p", cls="notice")[0].text


class TestLong:
    """A book gives a page of bounded size, and says what is left out."""

    def test_claims_beyond_the_most_are_counted_and_told(self, monkeypatch):
        monkeypatch.setattr(check_page, "MOST_CLAIMS", 3)
        text = "12 votes. " * 10
        places = [(at, at + 8, Ruling.SUPPORTED) for at in range(0, 100, 10)]
        page = Page(check_html(claimed(text, *places), desk().view))
        assert len(links(page)) == 3
        assert "the other 7 are counted above" in page.root.all("p", cls="warning")[0].text
        assert "10 supported" in page.root.all("header")[0].text

    def test_a_book_is_laid_out(self):
        text = "They cast 12 votes and more words to make it long enough for a book. " * 8_000
        starts = [found.start() for found in re.finditer("12 votes", text)]
        places = [(at, at + 8, Ruling.NOT_CHECKABLE) for at in starts]
        made = check_html(claimed(text, *places, with_figure=False), desk().view)
        assert len(made) < 8_000_000
        assert made.count('role="doc-noteref"') == check_page.MOST_CLAIMS

    def test_rows_are_capped_and_the_number_said(self):
        figure = desk().figure("income_rank", district="CA-34", congress=118)
        table = Evidence(desk().view, None, None).rows(figure)
        assert len(table.rows) == min(MOST_ROWS, figure.row_count)
        assert table.of == figure.row_count


class TestEvidence:
    """Rows come from the record that gives the figure."""

    def test_of_the_articles_day(self):
        then = at(date(2024, 11, 20))
        params = {"candidate": "H8CA34266", "cycle": 2024}
        old = evaluate(then, "receipts", params)
        assert old != evaluate(desk().view, "receipts", params)
        table = Evidence(desk().view, at, date(2024, 11, 20)).rows(old)
        assert table.as_of == "2024-11-20"
        place = table.columns.index("receipts_usd")
        assert table.rows[0][place] == f"{old.value:,}"

    def test_none_where_no_record_gives_the_figure(self):
        figure = desk().figure("median_income", district="CA-34", congress=118)
        other = replace(figure, value=Decimal(1))
        assert Evidence(desk().view, None, None).rows(other) is None

    @pytest.mark.parametrize("measure", ["votes_cast", "share_from_pacs", "population_share"])
    def test_first_rows_are_those_of_the_evidence(self, measure):
        params = {
            "votes_cast": {"race": "CA-34", "cycle": 2024, "round": "general"},
            "share_from_pacs": {"candidate": "H8CA34266", "cycle": 2024},
            "population_share": {"district": "CA-34", "congress": 118, "group": "asian"},
        }[measure]
        figure = desk().figure(measure, **params)
        every = evidence(desk().view, figure)
        some = evidence(desk().view, figure, 2)
        place = [(row["snapshot"], row.get("line")) for row in every][:2]
        assert [(row["snapshot"], row.get("line")) for row in some] == place

    def test_no_table_has_a_street(self):
        columns = {one.name for table in catalogue().values() for one in table.columns}
        assert "city" in columns
        assert not [name for name in columns if re.search(r"street|address", name)]


class TestWords:
    """Commands, and what a number's words allow."""

    def test_commands_are_code(self):
        made = with_commands("Load <b> with: hustings fetch fec --cycle 2024. Then read.")
        assert "<code>hustings fetch fec" in made
        assert "&lt;b&gt;" in made
        assert Page(str(made)).root.all("code")[0].text == "hustings fetch fec --cycle 2024"

    def test_loading(self):
        said = "No votes. Load files with: hustings load PATH, or: hustings fetch fec --cycle 2024"
        assert loading(said) == ("No votes.", "hustings fetch fec --cycle 2024")
        assert loading("Nothing loads it.") == ("Nothing loads it.", "")

    @pytest.mark.parametrize(
        ("kind", "low", "high", "said"),
        [
            (Kind.SHARE, "0.195", "0.205", "19.5% to 20.5%"),
            (Kind.USD, "95000000", "105000000", "$95,000,000 to $105,000,000"),
            (Kind.COUNT, "2499.5", "3500.5", "2,500 to 3,500"),
            (Kind.COUNT, "232.5", "233.5", ""),
            (Kind.RANK, "1", "20", "1st to 20th"),
            (Kind.SHARE, "0", "0.5", "at most 50%"),
            (Kind.COUNT, "233", "1000000000", "at least 233"),
            (Kind.COUNT, "233", "233", ""),
        ],
    )
    def test_allowed(self, kind, low, high, said):
        number = Quantity(start=0, end=1, text="x", kind=kind, low=Decimal(low), high=Decimal(high))
        assert allowed_words(number) == said


def test_worst_text_is_all_there():
    said = page_of("worst").by_id("article").text
    for piece in ("47 אחוזים", "حصل غوميز", "</script></article></main>"):
        assert piece in said
        assert piece in WORST


def test_command_writes_the_page(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("HUSTINGS_RECORD", str(tmp_path / "none"))
    article, made = tmp_path / "article.txt", tmp_path / "article.html"
    article.write_text(TEXT, encoding="utf-8")
    assert hustings(["check", str(article), "--html", str(made), "--strict"]) == 1
    page = Page(made.read_text(encoding="utf-8"))
    assert page.faults == []
    assert "✗ 1 contradicted" in page.root.all("header")[0].text
    assert hustings(["check", str(article), "--html", str(made), "--json"]) == 2
    assert hustings(["check", "--evaluate", "gold.json", "--html", str(made)]) == 2
    assert "--evaluate has no page" in capsys.readouterr().err
