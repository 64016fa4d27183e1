"""The page of a simulation, and a dossier with a look ahead, in a real Chromium: phone and desk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hustings.contests.simulation import Poll
from hustings.ids import Cycle, RaceId
from hustings.products.page import dossier_html
from hustings.products.polls import Polls
from hustings.products.simulating import from_past, from_polls
from hustings.products.simulation import Asked
from hustings.products.simulation_page import simulation_html
from tests.browser.test_dossier_page import (  # noqa: F401 - fixtures
    COLOURS,
    address,
    browser,
    contrast,
    opened,
)
from tests.browser.test_money_pages import OUTSIDE, OVERLAPS
from tests.products.dossiers import sample

pytestmark = pytest.mark.browser

LONG = "Maria-Guadalupe Fernández de la Torre y Castellanos"
NAMES = (LONG, *(f"Candidate {letter}" for letter in "BCDEFGHIJKLMNOP"))


def crowd() -> Polls:
    """One poll of sixteen, the first with a name that no chart has room for."""
    shares = {name: 0.2 / (place + 1) for place, name in enumerate(NAMES)}
    parties = {name: ("DEM", "REP", "", "GRN")[place % 4] for place, name in enumerate(NAMES)}
    poll = Poll(pollster="A house", day=date(2026, 5, 1), sample=600, shares=shares)
    return Polls(name="polls", polls=(poll,), parties=parties)


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, str]:
    view, _ = sample()
    few = Asked(elections=500)
    made = {
        "past": simulation_html(from_past(view, RaceId("CA-34", Cycle(2024)), None, few)),
        "polls": simulation_html(from_polls(crowd(), few)),
        "rules": simulation_html(
            from_past(view, RaceId("CA-34", Cycle(2024)), None,
                      Asked(elections=50, voters=200, rules=("plurality", "top-four")))),
        "dossier": dossier_html(*sample(2026)),
    }  # fmt: skip
    folder: Path = tmp_path_factory.mktemp("simulations")
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in made}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["past", "polls", "rules", "dossier"])
def test_page_fits_and_no_words_overlap(opened, files, name, width):  # noqa: F811
    page = opened(files[name], viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(OVERLAPS) == []
    assert page.evaluate(OUTSIDE) == []
    page.wait_for_timeout(200)
    assert page.complaints == []
    assert [one for one in page.requests if not one.startswith("data:")] == [files[name]]


@pytest.mark.parametrize(
    ("name", "section"), [("past", "#chances"), ("polls", "#chances"), ("dossier", "#prospect")]
)
def test_a_chance_opens_its_note_and_escape_closes_it(opened, files, name, section):  # noqa: F811
    page = opened(files[name], viewport={"width": 1280, "height": 900})
    page.locator(f"{section} a.door").first.focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    note.wait_for()
    assert "Interval of drawing (95%)" in note.inner_text()
    assert note.locator("pre").count() == 0
    page.keyboard.press("Escape")
    assert page.locator(".note:target").count() == 0


def test_the_ranges_are_drawn_once_for_the_width(opened, files):  # noqa: F811
    for width, shown, hidden in ((360, "narrow", "wide"), (1280, "wide", "narrow")):
        page = opened(files["polls"], viewport={"width": width, "height": 900})
        assert page.locator(f".chart.{shown} svg").is_visible()
        assert not page.locator(f".chart.{hidden} svg").is_visible()
        assert "Ranges of simulated shares" in page.locator(f".chart.{shown} svg").get_attribute(
            "aria-label"
        )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(opened, files, scheme):  # noqa: F811
    page = opened(files["past"], color_scheme=scheme, viewport={"width": 1280, "height": 900})
    for selector in ("body", ".lede", "table.votes td", ".under", "figcaption span", "a.door"):
        found = contrast(*page.evaluate(COLOURS, selector))
        assert found >= 4.5, f"{selector}: {found:.2f}"
