"""The pages of follow and money in a real Chromium: phone and desktop, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from hustings.products.layout.html import page_html
from tests.browser.test_dossier_page import (  # noqa: F401 - fixtures
    COLOURS,
    address,
    browser,
    contrast,
    focused,
    opened,
)
from tests.products.test_follow import pages

pytestmark = pytest.mark.browser

#: Pairs of words of a drawing that lie over each other by more than a pixel.
OVERLAPS = """() => [...document.querySelectorAll('.chart')].filter(
  chart => chart.offsetParent).flatMap(chart => {
    const words = [...chart.querySelectorAll('text')].filter(one => one.textContent.trim());
    const boxes = words.map(one => one.getBoundingClientRect());
    const found = [];
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 3) found.push([words[i].textContent, words[i + 1 + j].textContent]);
    }));
    return found;
  })"""
OUTSIDE = """() => [...document.querySelectorAll('.chart')].filter(
  chart => chart.offsetParent).flatMap(chart => {
    const own = chart.getBoundingClientRect();
    return [...chart.querySelectorAll('text')].filter(one => {
      const box = one.getBoundingClientRect();
      return box.left < own.left - 2 || box.right > own.right + 2;
    }).map(one => one.textContent);
  })"""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> list[str]:
    folder = tmp_path_factory.mktemp("pages")
    made = []
    for place, page in enumerate(pages()):
        file: Path = folder / f"{place}.html"
        file.write_text(page_html(page), encoding="utf-8")
        made.append(file.as_uri())
    return made


@pytest.fixture(params=[0, 1], ids=["follow", "money"])
def url(request, files) -> str:
    return files[request.param]


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_page_fits_and_no_words_overlap(opened, url, width):  # noqa: F811
    page = opened(url, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(OUTSIDE) == []
    page.wait_for_timeout(200)
    assert [one for one in page.requests if not one.startswith("data:")] == [url]
    assert page.complaints == []


def test_door_opens_and_closes_by_keyboard(opened, url):  # noqa: F811
    page = opened(url)
    page.locator("table.grid a.door").first.focus()
    number = focused(page)
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    note.wait_for()
    assert "select" in note.locator("pre").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".note:target").count() == 0
    assert focused(page) == number


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, url, scheme):  # noqa: F811
    page = opened(url, color_scheme=scheme, viewport={"width": 1280, "height": 800})
    for selector in ("body", ".lede", ".kicker", "table.grid td", "table.grid th", ".under",
                     "table.grid tr.total th", "figcaption span", "a.door", ".caveats li",
                     ".mark"):  # fmt: skip
        found = contrast(*page.evaluate(COLOURS, selector))
        assert found >= 4.5, f"{selector}: {found:.2f}"


def test_print_shows_the_chart_and_numbered_notes(opened, url):  # noqa: F811
    page = opened(url, viewport={"width": 360, "height": 800})
    page.emulate_media(media="print")
    assert page.locator(".chart.wide").first.is_visible()
    assert not page.locator(".chart.narrow").first.is_visible()
    assert page.locator("#notes li").first.is_visible()
