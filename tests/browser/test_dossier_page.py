"""The dossier's page in a real Chromium: doors by keyboard, no scripts, print, dark, narrow."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from hustings.products.page import dossier_html
from tests.products.dossiers import by_hand, sample

pytestmark = pytest.mark.browser

#: A browser under test makes no requests of its own.
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    with api.sync_playwright() as made:
        try:
            opened = made.chromium.launch(executable_path=path, args=list(QUIET))
        except api.Error as absent:
            pytest.skip(f"no Chromium to drive: {str(absent).splitlines()[0]}")
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    view, dossier = sample()
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(dossier_html(view, dossier), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def opened(browser, address):
    """Opens the page with the wished settings; closes all afterwards."""
    contexts = []

    def open_page(url: str = address, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda one: page.requests.append(one.url))
        page.on("console", lambda one: page.complaints.append(one.text))
        page.on("pageerror", lambda one: page.complaints.append(str(one)))
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_page_loads_itself_and_nothing_else(opened, address):
    page = opened()
    page.wait_for_timeout(300)
    assert [url for url in page.requests if not url.startswith("data:")] == [address]
    assert page.complaints == []


@pytest.mark.parametrize("width", [360, 390, 768, 1280, 1600])
def test_page_does_not_scroll_sideways(opened, width):
    page = opened(viewport={"width": width, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
    assert page.complaints == []


def test_page_by_hand_is_whole(opened, tmp_path: Path):
    file = tmp_path / "page.html"
    file.write_text(dossier_html(sample()[0], by_hand()), encoding="utf-8")
    page = opened(file.as_uri(), viewport={"width": 360, "height": 800})
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_first_screen_answers(opened):
    page = opened(viewport={"width": 1280, "height": 800})
    for said in ("h1", ".lede >> nth=0", ".lede >> nth=1", ".facts"):
        box = page.locator(said).bounding_box()
        assert box["y"] + box["height"] <= 800, said


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_door_opens_and_closes_by_keyboard(opened):
    page = opened()
    page.locator("#main").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('door')"):
            break
    number = focused(page)
    assert number
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    note.wait_for()
    assert "select" in note.locator("pre").inner_text()
    assert "sha256" in note.inner_text()
    # The next stop is inside of the note, and Escape gives the focus back.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.note') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".note:target").count() == 0
    assert focused(page) == number


def test_door_neither_jumps_nor_leaves_the_screen(opened):
    page = opened(viewport={"width": 1280, "height": 800})
    door = page.locator("table.money a.door", has_text="42.1%")
    door.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    door.click()
    box = page.locator(".note:target").bounding_box()
    assert page.evaluate("scrollY") == before
    number = door.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800
    apart = box["y"] >= number["y"] + number["height"] or box["y"] + box["height"] <= number["y"]
    assert apart, "the note does not cover its number"


def test_note_leads_to_the_parts_of_a_ratio(opened):
    page = opened()
    page.locator("table.money a.door", has_text="42.1%").click()
    page.locator(".note:target a.door", has_text="$946,153.34").click()
    assert "Form 3 line 11c" in page.locator(".note:target").inner_text()


def test_click_elsewhere_closes(opened):
    page = opened(viewport={"width": 1280, "height": 800})
    page.locator(".lede a.door").first.click()
    page.locator("h1").click()
    assert page.locator(".note:target").count() == 0


def test_doors_work_without_scripts(opened):
    page = opened(java_script_enabled=False, viewport={"width": 390, "height": 800})
    door = page.locator("table.votes a.door").first
    door.focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    note.wait_for()
    assert "select" in note.locator("pre").inner_text()
    box = note.bounding_box()
    assert box["y"] + box["height"] <= 801
    note.locator("a.close").click()
    assert page.locator(".note:target").count() == 0
    assert door.bounding_box()["y"] < 800, "back at the number"


def test_address_of_a_note_opens_it(opened, address):
    page = opened(f"{address}#f3")
    assert page.locator("#f3").is_visible()


def test_print_shows_numbered_notes_in_place_of_doors(opened):
    page = opened()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("#notes li").first.is_visible()
    assert not page.locator(".contents").is_visible()
    assert not page.locator(".note").first.is_visible()
    after = page.evaluate("getComputedStyle(document.querySelector('a.door'), '::after').content")
    assert re.fullmatch(r'"\d+[a-z]*"', after)
    # Paper is white, also for who reads in the dark.
    assert luminance(page.evaluate("getComputedStyle(document.body).color")) < 0.05


def luminance(colour: str) -> float:
    """Relative luminance of rgb(r, g, b) (WCAG 2.2)."""
    parts = [int(one) / 255 for one in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


COLOURS = """selector => {
  const element = document.querySelector(selector);
  let ground = element, back;
  do {
    back = getComputedStyle(ground).backgroundColor;
    ground = ground.parentElement;
  } while (ground && /rgba\\(0, 0, 0, 0\\)|transparent/.test(back));
  return [getComputedStyle(element).color, back];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_text_has_contrast(opened, scheme, width):
    page = opened(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.locator(".lede a.door").first.click()
    for selector in ("body", ".lede", ".kicker", ".hint", "table.votes td", ".party", "thead th",
                     ".under", "figcaption span", ".contents a", "a.door", ".files a", ".meta",
                     ".note:target p", ".note:target dt", ".note:target code", ".note:target a",
                     "tr.here td", ".notice"):  # fmt: skip
        found = contrast(*page.evaluate(COLOURS, selector))
        assert found >= 4.5, f"{selector}: {found:.2f}"


FILLS = """() => [...document.querySelectorAll('#money-sources .wide path')].map(
  path => getComputedStyle(path).fill)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_shares_can_be_read_on_their_bars(opened, scheme):
    page = opened(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    inside = page.evaluate(
        "getComputedStyle([...document.querySelectorAll('#money-sources .wide text')].at(-1)).fill"
    )
    fills = [one for one in page.evaluate(FILLS) if one.startswith("rgb")]
    assert fills
    for fill in fills:
        assert contrast(fill, inside) >= 4.5, fill


def test_focus_is_visible(opened):
    page = opened()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
