"""A dossier's look ahead: for open races alone, from what the day knew, and never as a result."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date

import numpy as np
import pytest
from rich.console import Console

from hustings.contests.simulation import Entrant, Field, SecondRound
from hustings.contests.simulation.general import simulate_general
from hustings.contests.simulation.learning import STANDARD, learn_second
from hustings.errors import RequestError
from hustings.ids import Cycle, RaceId
from hustings.products.as_json import dossier_json
from hustings.products.dossier import Dossier, build
from hustings.products.markdown import dossier_markdown
from hustings.products.page import dossier_html
from hustings.products.terminal import show_dossier
from hustings.record import Record
from hustings.record.view import View
from tests.products.dossiers import sample
from tests.products.reading import Page

KNOWN = {
    "counted": ("CA-34", 2024, date(2024, 4, 10)),
    "before": ("CA-34", 2024, date(2024, 2, 20)),
    "tied": ("CA-16", 2024, date(2024, 4, 5)),
    "next": ("CA-34", 2026, None),
    "decided": ("CA-34", 2024, None),
    "unread": ("CA-12", 2026, None),
    "elsewhere": ("NY-12", 2024, date(2024, 4, 10)),
}


@pytest.fixture(scope="module")
def made(full_record) -> dict[str, tuple[View, Dossier]]:
    found = {}
    for name, (seat, cycle, day) in KNOWN.items():
        view = Record(full_record).view(as_of=day)
        found[name] = view, build(view, RaceId(seat, Cycle(cycle)))
    return found


def text_of(dossier: Dossier) -> str:
    out = io.StringIO()
    show_dossier(Console(file=out, width=100, color_system=None), dossier)
    return " ".join(out.getvalue().split())


@pytest.mark.shared
def test_a_counted_primary_leaves_the_general(made):
    _, dossier = made["counted"]
    part = dossier.prospect
    assert part is not None
    assert (part.ahead, part.basis) == ("general", "the primary of 5 March 2024")
    assert [one.name for one in part.candidates] == ["Jimmy Gomez", "David Kim"]
    first, second = (float(one.win.value) for one in part.candidates)
    assert first + second == pytest.approx(1)
    # 51.2% and half of the 20.9% whose candidates are out, as nothing draws them to either.
    assert float(part.candidates[0].share.value) == pytest.approx(0.617, abs=0.005)
    assert 0.9 < first < 0.99
    # The general of 5 November, which that day did not know: 55.6%.
    assert part.candidates[0].share.detail["low"] < 0.556 < part.candidates[0].share.detail["high"]
    assert all(one.as_of <= "2024-04-10" for one in part.figures())
    assert {one.measure for one in part.candidates[0].win.parts} == {"vote_share"}
    assert any("not certified" in said for said in part.assumptions)
    assert "2024-04-10" in part.command
    text = text_of(dossier)
    assert "What may come: a simulation" in text
    assert "Jimmy Gomez wins about 96 in 100; David Kim wins about 4 in 100." in text
    assert "seed 1" in text
    assert "A simulation, not a count" in text
    assert part.command in text


@pytest.mark.shared
def test_the_same_is_said_in_every_form(made):
    view, dossier = made["counted"]
    written = dossier_markdown(dossier)
    page = Page(dossier_html(view, dossier))
    for said in dossier.prospect.assumptions:
        assert said in page.root.text
        assert said in written.replace("\\", "")
    assert "about 96 in 100" in written
    section = page.by_id("prospect")
    doors = [one for one in section.all("a", cls="door") if one.text.startswith("about")]
    assert {one.text for one in doors} == {"about 96 in 100", "about 4 in 100"}
    # Each number has its own note, with the interval, though neither has a query.
    assert len({one.attributes["href"] for one in doors}) == 2
    note = page.by_id(doors[0].attributes["href"][1:])
    assert "Interval of drawing (95%)" in note.text
    assert note.all("pre") == []
    assert page.faults == []
    data = json.loads(json.dumps(dossier_json(dossier)))["prospect"]
    assert (data["seed"], data["elections"], data["missing"]) == (1, 4000, None)
    assert data["candidates"][0]["chance_to_win"]["detail"]["words"] == "about 96 in 100"
    assert data["candidates"][0]["chance_to_advance"] is None


@pytest.mark.shared
def test_before_the_primary_the_whole_race_is_drawn(made):
    _, dossier = made["before"]
    part = dossier.prospect
    assert part.ahead == "primary"
    assert all(one.advance for one in part.candidates)
    assert "Calvin Lee" not in {one.name for one in part.candidates}  # nobody knew his votes
    assert any("ballot of 2024 is not in the record" in said for said in part.assumptions)
    assert any("David M. Ferrell" in said for said in part.assumptions)
    assert "advances in" in text_of(dossier)


@pytest.mark.shared
def test_three_that_go_on_are_not_drawn(made):
    view, dossier = made["tied"]
    part = dossier.prospect
    assert part.candidates == ()
    assert "Sam T. Liccardo, Evan Low and Joe Simitian would all go on" in part.missing
    for form in (text_of(dossier), dossier_markdown(dossier), dossier_html(view, dossier)):
        assert "would all go on" in form


@pytest.mark.shared
def test_the_next_race_is_open(made):
    _, dossier = made["next"]
    assert dossier.prospect.ahead == "general"
    assert not any("not certified" in said for said in dossier.prospect.assumptions)
    assert {one.name for one in dossier.prospect.candidates} == {
        "Jimmy Gomez", "Angela Gonzales-Torres"}  # fmt: skip


@pytest.mark.shared
def test_a_primary_that_was_held_is_not_drawn(made):
    _, dossier = made["unread"]
    part = dossier.prospect
    assert part.candidates == ()
    assert "returns of the primary of 2 June 2026 are not in the record" in part.missing


@pytest.mark.shared
@pytest.mark.parametrize("which", ["decided", "elsewhere"])
def test_other_races_have_none(made, which):
    _, dossier = made[which]
    assert dossier.prospect is None
    assert dossier_json(dossier)["prospect"] is None
    assert "What may come" not in text_of(dossier)


def test_a_decided_race_imports_nothing_that_draws():
    code = (
        "import sys\n"
        "from hustings import open_record\n"
        "made = open_record().race('CA-34', 2024).dossier()\n"
        "assert made.rounds and made.prospect is None\n"
        "print([one for one in sys.modules if 'simulation' in one or 'prospect_drawn' in one])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env=_without_record(), timeout=120)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def _without_record() -> dict[str, str]:
    import os

    return {**os.environ, "HUSTINGS_RECORD": "/nonexistent/record"}


@pytest.mark.parametrize("cycle", [2020, 2024])
def test_sample_of_decided_races_has_none(cycle):
    assert sample(cycle)[1].prospect is None


def test_the_sample_has_an_open_race():
    view, dossier = sample(2026)
    part = dossier.prospect
    assert part.ahead == "general"
    assert [one.name for one in part.candidates] == ["Jimmy Gomez", "Angela Gonzales-Torres"]
    # One seat's second rounds teach nothing: what is packaged is used, and that is said.
    assert any("came with Hustings" in said for said in part.assumptions)
    page = Page(dossier_html(view, dossier))
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    anchors = {one.attributes["href"] for one in page.root.all("a", cls="door")}
    assert {one[1:] for one in anchors} <= set(page.ids)
    assert "What may come: a simulation" in text_of(dossier)
    assert part.command in dossier_markdown(dossier)
    # The same seed draws the same.
    again = build(view, RaceId("CA-34", Cycle(2026))).prospect
    assert again.to_json() == part.to_json()


def field(*shares: tuple[str, float]) -> Field:
    entrants = tuple(
        Entrant(candidate=f"c{place}", party=party, share=share)
        for place, (party, share) in enumerate(shares)
    )
    return Field(entrants=entrants, precision=1)


def test_without_spread_the_general_is_arithmetic():
    given = field(("DEM", 0.4), ("REP", 0.35), ("DEM", 0.2), ("GRN", 0.05))
    second = SecondRound(loyal=0.9, by_strength=0.0, sd_parties=0.0, sd_within=0.0)
    made = simulate_general(given, (0, 1), second, seed=1, elections=10)
    assert np.allclose(made.share, 0.4 + 0.9 * 0.2 + 0.05 / 2)
    assert made.chance_to_win(0).value == 1
    assert made.chance_to_win(1).value == 0
    assert made.range(1).middle == pytest.approx(1 - (0.4 + 0.18 + 0.025))


def test_order_of_the_pair_is_nothing_and_the_seed_is_all():
    given = field(("DEM", 0.4), ("DEM", 0.35), ("REP", 0.25))
    one = simulate_general(given, (0, 1), SecondRound(), seed=7, elections=500)
    other = simulate_general(given, (1, 0), SecondRound(), seed=7, elections=500)
    assert np.array_equal(one.share, other.share)
    again = simulate_general(given, (0, 1), SecondRound(), seed=8, elections=500)
    assert not np.array_equal(one.share, again.share)


@pytest.mark.parametrize(("pair", "elections"), [((0, 0), 5), ((0, 9), 5), ((-1, 0), 5),
                                                 ((0, 1), 0)])  # fmt: skip
def test_what_cannot_be_drawn_is_said(pair, elections):
    with pytest.raises(RequestError):
        simulate_general(field(("DEM", 0.6), ("REP", 0.4)), pair, SecondRound(), seed=1,
                         elections=elections)  # fmt: skip


def test_too_few_second_rounds_take_what_is_packaged():
    found = learn_second([], 2024)
    assert found.packaged
    assert found.second == STANDARD.second
    assert not found.hindsight
    assert learn_second([], 2016).hindsight
