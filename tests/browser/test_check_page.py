"""A checked article in a real Chromium: phone and desktop, light and dark, keyboard, no scripts."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from hustings.products.check_page import check_html
from tests.browser.test_dossier_page import (  # noqa: F401 - fixtures
    COLOURS,
    address,
    browser,
    contrast,
    luminance,
    opened,
)
from tests.browser.test_money_pages import OUTSIDE, OVERLAPS
from tests.products.checks import at, desk, sample_check, worst

pytestmark = pytest.mark.browser

#: What a keyboard reaches: the claim's number, if it is one in the article.
REACHED = """() => {
  const one = document.activeElement;
  return one.closest('#article') && one.matches('a.door') ? one.getAttribute('href') : null;
}"""
#: Names that a screen reader would give: of links, regions and images; the empty ones.
NAMELESS = """() => [...document.querySelectorAll('a, summary, [role=region], [role=img], section, nav')]
  .filter(one => !(one.textContent.trim() || one.getAttribute('aria-label')
    || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent.trim()))
  .map(one => one.outerHTML.slice(0, 90))"""
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4')]
  .filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[str]:
    folder = tmp_path_factory.mktemp("checks")
    made = []
    for name, checked in (("sample", sample_check()), ("worst", worst())):
        file: Path = folder / f"{name}.html"
        file.write_text(check_html(checked, desk().view, at), encoding="utf-8")
        made.append(file.as_uri())
    return made


@pytest.fixture(params=[0, 1], ids=["sample", "worst"])
def url(request, files) -> str:
    return files[request.param]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_and_fetches_nothing(opened, url, width, scheme):  # noqa: F811
    page = opened(url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.wait_for_timeout(200)
    assert [one for one in page.requests if not one.startswith("data:")] == [url]
    assert page.complaints == []


def test_nothing_of_the_article_runs(opened, files):  # noqa: F811
    page = opened(files[1])
    assert page.evaluate("document.images.length") == 0
    assert page.evaluate("document.scripts.length") == 1
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_tab_reaches_each_claim_and_enter_opens_it(opened, url, width):  # noqa: F811
    page = opened(url, viewport={"width": width, "height": 800})
    wanted = {
        f"#{one}" for one in page.evaluate("[...document.querySelectorAll('.claim-note')].map(n => n.id)")
    }  # fmt: skip
    reached = []
    page.locator("#article").evaluate("one => { one.tabIndex = -1; one.focus(); }")
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        claim = page.evaluate(REACHED)
        if claim is None:
            break
        reached.append(claim)
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none"
        page.keyboard.press("Enter")
        note = page.locator(".note:target")
        note.wait_for()
        assert f"#{note.get_attribute('id')}" == claim
        box = note.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 801
        page.keyboard.press("Escape")
        assert page.locator(".note:target").count() == 0
        assert page.evaluate(REACHED) == claim, "the focus is back at the claim"
    assert set(reached) == wanted
    assert len(reached) == len(wanted)


def test_rows_and_sql_open_by_keyboard(opened, files):  # noqa: F811
    page = opened(files[0], viewport={"width": 1280, "height": 800})
    claim = page.locator("#article a.door", has_text="median income")
    claim.focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    for said, inside in (("Rows", "table"), ("SQL", "pre")):
        assert not note.locator(inside).is_visible()
        for _ in range(8):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.tagName") == "SUMMARY":
                break
        assert said in page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        assert note.locator(inside).is_visible()


def test_words_of_drawings_do_not_overlap(opened, files):  # noqa: F811
    page = opened(files[0], viewport={"width": 1280, "height": 800})
    drawn = page.evaluate(
        "[...document.querySelectorAll('.claim-note')].filter(n => n.querySelector('svg')).map(n => n.id)"
    )
    assert drawn
    for one in drawn:
        page.evaluate(f"location.hash = '#{one}'")
        page.locator(f"#{one}").wait_for()
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(OUTSIDE) == []


def test_notes_open_without_scripts(opened, url):  # noqa: F811
    page = opened(url, java_script_enabled=False, viewport={"width": 390, "height": 800})
    claim = page.locator("#article a.door[id]").last
    claim.focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    note.wait_for()
    box = note.bounding_box()
    assert box["y"] + box["height"] <= 801
    note.locator("a.close").click()
    assert page.locator(".note:target").count() == 0


def test_names_and_headings(opened, url):  # noqa: F811
    page = opened(url)
    assert page.evaluate(NAMELESS) == []
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.evaluate("document.documentElement.lang") == "en"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, files, scheme):  # noqa: F811
    page = opened(files[1], color_scheme=scheme, viewport={"width": 1280, "height": 800})
    page.locator("#article a.door[id]").first.click()
    marks = [f"#article mark.{one} {part}" for one in ("v-yes", "v-no", "v-other", "v-absent", "v-none")
             for part in ("a", ".tag")]  # fmt: skip
    heads = [f"#claims h3#{one} .ruling" for one in ("v-yes", "v-no", "v-other", "v-absent")]
    for selector in (*marks, *heads, ".verdicts .v-no", ".verdicts .v-none", ".means", "table.claims td",
                     ".note:target .ruling", ".note:target .span", ".note:target blockquote",
                     ".note:target summary", ".note:target .warning", ".lack li", ".meta"):  # fmt: skip
        found = contrast(*page.evaluate(COLOURS, selector))
        assert found >= 4.5, f"{selector}: {found:.2f}"


def test_right_to_left_paragraph_stands_right(opened, files):  # noqa: F811
    page = opened(files[1], viewport={"width": 1280, "height": 800})
    paragraph = page.locator("#article .text p").nth(2)
    assert paragraph.evaluate("one => getComputedStyle(one).direction") == "rtl"
    box, mark = paragraph.bounding_box(), paragraph.locator("mark").first.bounding_box()
    assert mark["x"] > box["x"] + box["width"] / 2


def test_print_shows_the_notes_on_claims(opened, files):  # noqa: F811
    page = opened(files[0], viewport={"width": 800, "height": 1000})
    page.emulate_media(media="print", color_scheme="dark")
    notes = page.locator(".claim-note")
    assert all(notes.nth(place).is_visible() for place in range(notes.count()))
    assert not page.locator(".claim-note .close").first.is_visible()
    assert luminance(page.evaluate("getComputedStyle(document.body).color")) < 0.05
    tints = page.evaluate(
        "[...new Set([...document.querySelectorAll('#article mark')].map(m => getComputedStyle(m).backgroundColor))]"
    )
    assert len(tints) >= 3
    assert all(luminance(one) > 0.6 for one in tints)
