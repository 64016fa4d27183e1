"""The pages of a roll call, a bill and two members in a real Chromium: phone and desktop."""

from __future__ import annotations

from pathlib import Path

import pytest

from hustings.products import bill, comparison, roll_call
from hustings.products.bill_page import bill_page
from hustings.products.comparison_page import comparison_page
from hustings.products.layout.html import page_html
from hustings.products.roll_call_page import roll_call_page
from hustings.record import Record
from tests.browser.test_dossier_page import (  # noqa: F401 - fixtures
    COLOURS,
    address,
    browser,
    contrast,
    focused,
    opened,
)
from tests.browser.test_money_pages import OUTSIDE, OVERLAPS

pytestmark = [pytest.mark.browser, pytest.mark.shared]


@pytest.fixture(scope="module")
def files(full_record: Path, tmp_path_factory) -> list[str]:
    view = Record(full_record).view()
    folder = tmp_path_factory.mktemp("voting")
    pages = [
        roll_call_page(roll_call.build(view, "116-h109")),
        roll_call_page(roll_call.build(view, "116-h109.2020", "Jimmy Gomez")),
        roll_call_page(roll_call.build(view, "116-s33.2020")),
        bill_page(bill.build(view, "116-hr51", "Jefferson Van Drew")),
        bill_page(bill.build(view, "116-hr6515", "James McGovern")),
        bill_page(bill.build(view, "116-hr2740")),
        comparison_page(comparison.build(view, "Jimmy Gomez", "Ro Khanna", 116)),
        comparison_page(comparison.build(view, "Jimmy Gomez", "Kevin McCarthy", 116)),
    ]
    made = []
    for place, page in enumerate(pages):
        file = folder / f"{place}.html"
        file.write_text(page_html(page), encoding="utf-8")
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


def test_a_yea_opens_its_rows_and_query(opened, files):  # noqa: F811
    page = opened(files[1])
    page.locator("table.grid a.door").first.focus()
    number = focused(page)
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    note.wait_for()
    assert "democratic_yeas" in note.locator("pre").inner_text()
    page.keyboard.press("Escape")
    assert focused(page) == number


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, files, scheme):  # noqa: F811
    for url in (files[1], files[6]):
        page = opened(url, color_scheme=scheme, viewport={"width": 1280, "height": 900})
        for selector in ("body", ".lede", "table.grid td", ".under", "figcaption span", "a.door"):
            found = contrast(*page.evaluate(COLOURS, selector))
            assert found >= 4.5, f"{selector}: {found:.2f}"
