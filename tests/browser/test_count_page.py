"""The page of a count in a real Chromium: phone and desktop, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest

from hustings.ids import Cycle, RaceId
from hustings.products import count as counts
from hustings.products.count_page import count_page
from hustings.products.layout.html import page_html
from hustings.record import Record
from tests.browser.test_dossier_page import (  # noqa: F401 - fixtures
    COLOURS,
    address,
    browser,
    contrast,
    opened,
)
from tests.browser.test_money_pages import OUTSIDE, OVERLAPS

pytestmark = [pytest.mark.browser, pytest.mark.shared]

SHOWN = [("CA-16", None, None), ("CA-16", None, "2024-03-12 23:59:59"),
         ("CA-34", "general", "2024-11-07 23:59:59"), ("CA-1", None, "2024-03-06 07:40:00"),
         ("CA-20", None, None)]  # fmt: skip


@pytest.fixture(scope="module")
def files(full_record: Path, tmp_path_factory) -> list[str]:
    view = Record(full_record).view()
    folder = tmp_path_factory.mktemp("counts")
    made = []
    for place, (race, name, at) in enumerate(SHOWN):
        file = folder / f"{place}.html"
        count = counts.build(view, RaceId(race, Cycle(2024)), name, at)
        file.write_text(page_html(count_page(count)), encoding="utf-8")
        made.append(file.as_uri())
    return made


@pytest.mark.parametrize("width", [360, 1280])
def test_page_fits_and_no_words_overlap(opened, files, width):  # noqa: F811
    for url in files:
        page = opened(url, viewport={"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(OVERLAPS) == []
        assert page.evaluate(OUTSIDE) == []
        assert page.complaints == []
        assert [one for one in page.requests if not one.startswith("data:")] == [url]


def test_changes_of_the_first_two_are_marked(opened, files):  # noqa: F811
    page = opened(files[0], viewport={"width": 1280, "height": 900})
    dashed = page.locator(".chart.wide [stroke-dasharray='4,3']")
    assert dashed.count() >= 1
    image = page.locator(".chart.wide svg")
    assert "changed 6 times" in image.get_attribute("aria-label")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, files, scheme):  # noqa: F811
    page = opened(files[1], color_scheme=scheme, viewport={"width": 1280, "height": 900})
    for selector in ("body", ".lede", "table.grid td", ".under", "figcaption span", "a.door"):
        found = contrast(*page.evaluate(COLOURS, selector))
        assert found >= 4.5, f"{selector}: {found:.2f}"
