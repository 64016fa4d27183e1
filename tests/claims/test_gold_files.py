"""The gold claims: well formed, at their places, and with the values that the record gives now."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hustings.errors import NoData
from hustings.figures import plain
from hustings.measures import evaluate, find_measure
from hustings.record import Record
from hustings.record.view import View

GOLD = Path(__file__).parent / "gold"
HALVES = sorted(folder.name for folder in GOLD.iterdir() if (folder / "claims.json").exists())
VERDICTS = ["supported", "contradicted", "other_measure", "not_in_record", "not_checkable"]
KEYS = {"article", "quote", "accept", "measure", "params", "value", "note", "core", "start", "end"}


def claims(half: str) -> list[dict[str, Any]]:
    """The claims of a half, as written."""
    found: list[dict[str, Any]] = json.loads((GOLD / half / "claims.json").read_text())["claims"]
    return found


def texts(half: str) -> dict[str, str]:
    """The articles of a half by the names of their files."""
    return {file.name: file.read_text() for file in (GOLD / half / "articles").iterdir()}


def test_the_open_half_is_here() -> None:
    assert "open" in HALVES


@pytest.mark.parametrize("half", HALVES)
def test_every_claim_has_its_keys_and_known_verdicts(half: str) -> None:
    assert json.loads((GOLD / half / "claims.json").read_text())["verdicts"] == VERDICTS
    for claim in claims(half):
        assert set(claim) - {"as_of"} == KEYS, claim["quote"]
        assert claim["accept"], claim["quote"]
        assert len(set(claim["accept"])) == len(claim["accept"])
        assert set(claim["accept"]) <= set(VERDICTS), claim["quote"]
        assert isinstance(claim["core"], bool)
        if claim["measure"] is None:
            assert claim["params"] == {}
            assert claim["value"] is None
            assert not claim["core"], claim["quote"]
            assert set(claim["accept"]) <= {"not_in_record", "not_checkable"}, claim["quote"]
        else:
            find_measure(claim["measure"])
            assert (claim["value"] is None) == (claim["accept"] == ["not_in_record"])
            assert "not_checkable" not in claim["accept"], claim["quote"]


@pytest.mark.parametrize("half", HALVES)
def test_every_quote_stands_at_its_place_and_nowhere_else(half: str) -> None:
    articles = texts(half)
    assert {claim["article"] for claim in claims(half)} == set(articles)
    for claim in claims(half):
        text = articles[claim["article"]]
        assert text[claim["start"] : claim["end"]] == claim["quote"]
        assert text.count(claim["quote"]) == 1, claim["quote"]


@pytest.mark.parametrize("half", HALVES)
def test_claims_are_in_order_and_do_not_overlap(half: str) -> None:
    for one, other in itertools.pairwise(claims(half)):
        assert one["article"] <= other["article"]
        if one["article"] == other["article"]:
            assert one["end"] <= other["start"], other["quote"]


@pytest.mark.parametrize("half", HALVES)
def test_a_half_is_large_and_mixed_enough_to_measure_by(half: str) -> None:
    best = Counter(claim["accept"][0] for claim in claims(half))
    core = [claim for claim in claims(half) if claim["core"]]
    assert len(core) >= 60
    assert best["supported"] >= 40
    assert best["contradicted"] >= 20
    assert best["not_checkable"] >= 15
    assert best["not_in_record"] >= 2
    assert len({claim["measure"] for claim in core}) >= 15
    for name, text in texts(half).items():
        assert 80 <= len(text.split()) <= 650, name


def test_every_verdict_is_the_right_one_somewhere() -> None:
    best = Counter(claim["accept"][0] for half in HALVES for claim in claims(half))
    assert best["not_in_record"] >= 30
    assert (
        sum("other_measure" in claim["accept"] for half in HALVES for claim in claims(half)) >= 20
    )


def test_no_article_is_in_two_halves() -> None:
    names = [name for half in HALVES for name in texts(half)]
    assert len(names) == len(set(names))


@pytest.fixture(scope="module")
def views(full_record: Path) -> dict[str | None, View]:
    """The record now, and as of the days that claims ask for."""
    record = Record(full_record)
    days = {claim.get("as_of") for half in HALVES for claim in claims(half)} | {None}
    return {day: record.view(date.fromisoformat(day) if day else None) for day in days}


@pytest.mark.parametrize("half", HALVES)
def test_every_value_is_what_the_record_gives(half: str, views: dict[str | None, View]) -> None:
    asked = 0
    for claim in claims(half):
        if claim["measure"] is None:
            continue
        view = views[claim.get("as_of")]
        if claim["value"] is None:
            with pytest.raises(NoData):
                evaluate(view, claim["measure"], claim["params"])
            continue
        figure = evaluate(view, claim["measure"], claim["params"])
        value = plain(figure.value)
        if isinstance(value, float):
            assert value == pytest.approx(claim["value"], abs=1e-6), claim["quote"]
        else:
            assert value == claim["value"], claim["quote"]
        assert figure.to_json()["params"] == claim["params"], claim["quote"]
        asked += 1
    assert asked >= 60
