"""A tabulation's page in a real Chromium: phone and desk, light and dark, nothing fetched."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from hustings.products.tabulating import tabulate_file
from hustings.products.tabulation import Asked
from hustings.products.tabulation_page import tabulation_html
from tests.browser.test_dossier_page import browser  # noqa: F401 - the fixture

pytestmark = pytest.mark.browser

RANKED = "\n".join(
    ["Rank 1,Rank 2,Rank 3"]
    + ["Ada,Bo,"] * 40
    + ["Bo,Cy,"] * 35
    + ["Cy,Bo,"] * 20
    + ["Di,Cy,Bo"] * 9
)
VOTES = "office,candidate,party,votes\nMayor,Ada Able,DEM,500\nMayor,Bo Best,REP,300\nMayor,Cy,GRN,300\n"


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    folder: Path = tmp_path_factory.mktemp("tabulation")
    found = {}
    for name, text, rule in (("ranked", RANKED, "ranked-choice"), ("votes", VOTES, "top-two")):
        source, page = folder / f"{name}.csv", folder / f"{name}.html"
        source.write_text(text + "\n")
        page.write_text(tabulation_html(tabulate_file(str(source), Asked(rule=rule))))
        found[name] = page.as_uri()
    return found


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    list(itertools.product(("ranked", "votes"), (360, 1280), ("light", "dark"))),
)
def test_the_page_fits_and_fetches_nothing(browser, pages, name, width, scheme):  # noqa: F811
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    requests, complaints = [], []
    page.on("request", lambda one: requests.append(one.url))
    page.on("console", lambda one: complaints.append(one.text))
    page.goto(pages[name])
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert requests == [pages[name]]
    assert complaints == []
    shown = page.locator(".chart.narrow svg" if width == 360 else ".chart.wide svg")
    assert shown.count() == 1
    assert shown.is_visible()
    # No word of the chart leaves the drawing.
    outside = shown.evaluate(
        "svg => { const box = svg.getBoundingClientRect();"
        " return [...svg.querySelectorAll('text')].filter(t => {"
        " const b = t.getBoundingClientRect();"
        " return b.left < box.left - 2 || b.right > box.right + 2; }).map(t => t.textContent); }"
    )
    assert outside == []
    context.close()


def test_rounds_stand_in_a_table_with_who_fell(browser, pages):  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.goto(pages["ranked"])
    rows = page.locator("table.rounds tbody tr")
    assert "9 out" in rows.filter(has_text="Di").inner_text()
    assert "elected" in page.locator("table.rounds").inner_text()
    assert page.locator(".lede").inner_text().startswith("Bo is elected")
    context.close()
