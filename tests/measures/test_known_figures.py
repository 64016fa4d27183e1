"""Figures that are known from official totals, on a record of all the real files."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hustings.errors import NoData
from hustings.figures import plain
from hustings.measures import evaluate
from hustings.record import Record, View
from hustings.record.manifest import Manifest

pytestmark = pytest.mark.shared

GOMEZ = {"race": "CA-34", "candidate": "Jimmy Gomez"}
THEN = {"district": "CA-34", "congress": 116}

#: measure, parameters, as-of, value (shares to four digits as published).
KNOWN: list[tuple[str, dict[str, Any], str | None, Any]] = [
    ("vote_share", {**GOMEZ, "cycle": 2020, "round": "general"}, None, 0.5298),
    ("votes", {**GOMEZ, "cycle": 2020, "round": "general"}, None, 108_792),
    ("margin_votes", {"race": "CA-34", "cycle": 2022, "round": "general"}, None, 3_021),
    ("advancing", {"race": "CA-34", "cycle": 2024, "round": "primary"}, None,
     ["Jimmy Gomez", "David Kim"]),
    ("receipts_from_pacs", {"candidate": "H8CA34266", "cycle": 2024}, None, 946_153.34),
    ("receipts_from_pacs", {"candidate": "H8CA34266", "cycle": 2024}, "2024-11-25", 944_815.36),
    ("receipts_from_pacs", {**GOMEZ, "cycle": 2024}, None, 946_153.34),
    ("share_from_pacs", {"candidate": "H8CA34266", "cycle": 2020}, None, 0.7050),
    ("share_not_small_dollar", {"candidate": "H8CA34266", "cycle": 2020}, None, 0.9867),
    ("receipts_unitemized", {"candidate": "H0CA34131", "cycle": 2020}, None, 77_786.56),
    ("receipts", {"candidate": "David Kim", "race": "CA-34", "cycle": 2024}, None, 570_467.58),
    ("candidacies", {"candidate": "David Kim", "race": "CA-34"}, None, [2020, 2022, 2024]),
    ("contest_date", {"race": "CA-34", "cycle": 2020, "round": "primary"}, None, "2020-03-03"),
    ("election_rule", {"state": "CA", "cycle": 2024}, None, "top-two"),
    ("pvi", THEN, None, "D+35"),
    ("median_income", THEN, None, 40_215),
    ("income_rank", THEN, None, 22),
    ("population_share", {**THEN, "group": "hispanic"}, None, 0.6396),
    ("poverty_rank", THEN, None, 9),
    ("poverty_rate", THEN, None, 0.2912),
    ("presidential_share", {**THEN, "candidate": "Romney", "year": 2012}, None, 0.1410),
    ("presidential_share", {**THEN, "candidate": "Trump", "year": 2016}, None, 0.1070),
    ("neighbours", THEN, None, ["CA-27", "CA-28", "CA-33", "CA-37", "CA-40"]),
    ("neighbours", {"district": "CA-34", "congress": 118}, None,
     ["CA-28", "CA-30", "CA-37", "CA-38", "CA-42"]),
    ("representative", THEN, None, "Jimmy Gomez"),
    ("ideal_point", {"member": "G000585", "congress": 116}, None, -0.526),
    ("ideal_point", {"member": "G000585", "congress": 116}, "2020-06-30", -0.595),
    ("ideal_point_rank", {"member": "G000585", "congress": 116, "party": "D"}, None, 18),
    ("committee_receipts", {"committee": "C00799031", "cycle": 2024}, None, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def record(full_record: Path) -> Record:
    return Record(full_record)


@pytest.fixture(scope="module")
def today(record: Record) -> View:
    return record.view()


@pytest.mark.parametrize(
    ("measure", "params", "as_of", "value"),
    KNOWN,
    ids=[f"{m}-{'-'.join(map(str, p.values()))}{'-' + d if d else ''}" for m, p, d, _ in KNOWN],
)
def test_known(
    record: Record, today: View, measure: str, params: dict[str, Any], as_of: str | None, value: Any
) -> None:
    view = record.view(date.fromisoformat(as_of)) if as_of else today
    figure = evaluate(view, measure, params)
    shown = plain(figure.value)
    if value is None:
        assert shown > 0
    elif str(figure.unit) in {"share", "score"}:
        assert round(shown, 4) == value
    else:
        assert shown == value
    assert figure.row_count > 0
    assert figure.citations
    assert figure.sql


@pytest.mark.parametrize(("measure", "of"), [("income_rank", 435), ("poverty_rank", 436)])
def test_a_rank_says_among_how_many(today: View, measure: str, of: int) -> None:
    assert evaluate(today, measure, THEN).of == of


def test_the_top_two_of_every_district_of_2024_met_in_november(today: View) -> None:
    """But for the 16th, where two tied for second, all went on, and a recount took one out."""
    rows = today.query(
        "select district, list(person order by person) filter (where round = 'primary' and "
        "advances) as went_on, list(person order by person) filter (where round = 'general' and "
        "kind = 'candidate') as met from contest_standing where cycle = 2024 "
        "and starts_with(district, 'CA-') group by district order by district"
    )
    assert len(rows) == 52
    assert [seat for seat, went_on, met in rows if went_on != met] == ["CA-16"]
    tied = next(went_on for seat, went_on, _ in rows if seat == "CA-16")
    assert len(tied) == 3


@pytest.mark.parametrize(
    ("seat", "cycle"),
    [("GA-6", 2020), ("WA-3", 2018), ("LA-6", 2014), ("NY-10", 2022), ("TX-7", 2024),
     ("AK-AL", 2022), ("ME-2", 2018), ("VT-AL", 2024), ("FL-20", 2024)],
)  # fmt: skip
def test_a_race_of_another_state_has_a_dossier(today: View, seat: str, cycle: int) -> None:
    from hustings.ids import RaceId
    from hustings.products.dossier import build

    dossier = build(today, RaceId.parse(seat, cycle))
    assert dossier.rounds
    assert dossier.money
    for figure in dossier.figures():
        assert figure.citations, figure.measure
        assert figure.definition
        assert "select" in figure.sql


def test_every_line_of_every_file_is_accounted_for(record: Record) -> None:
    manifest: Manifest = record.manifest
    assert len(manifest.snapshots) > 150
    for one in manifest.snapshots:
        assert one.loaded + one.rejected + one.skipped == one.units, one.file
        assert sum(one.skips.values()) == one.skipped, one.file


@pytest.mark.parametrize(
    ("seat", "cycle", "day", "seats_before"),
    [
        ("CA-34", 2024, None, []),
        ("CA-34", 2024, "2023-05-01", []),
        ("TX-28", 2020, None, ["CA-34"]),
        ("GA-6", 2020, None, ["CA-34", "TX-28"]),
    ],
)
def test_no_figure_changes_when_the_view_is_not_focused(
    record: Record, seat: str, cycle: int, day: str | None, seats_before: list[str]
) -> None:
    """A view narrowed to a seat answers as the whole record does, the first seat and the third."""
    from hustings.ids import RaceId
    from hustings.measures import find_measure, measures
    from hustings.measures.evaluation import answer, evidence
    from hustings.products import dossier, race_money

    as_of = date.fromisoformat(day) if day else None
    near, whole = record.view(as_of), record.view(as_of)
    for other in seats_before:
        race_money.build(near, RaceId.parse(other, 2020))
    race = RaceId.parse(seat, cycle)
    figures = [*dossier.build(near, race).figures(), *race_money.build(near, race).figures()]
    asked = [one for one in figures if one.measure in measures()]
    assert len(asked) > 60
    assert {"pac_receipts", "contributions_between"} <= {one.measure for one in asked}
    narrow = near.focused(seat)
    for figure in asked:
        again = answer(whole, find_measure(figure.measure), figure.params)
        assert again.to_json() == figure.to_json()
        if figure.measure in {"pac_receipts", "contributions_between"}:
            assert evidence(narrow, figure) == evidence(whole, figure)


def test_a_focus_knows_nothing_of_other_seats_candidates(record: Record) -> None:
    """It would be wrong to say that a committee gave them $0."""
    from hustings.measures import find_measure
    from hustings.measures.evaluation import answer

    asked = {"candidate": "H8CA34266", "cycle": 2024}
    assert answer(record.view().focused("CA-34"), find_measure("pac_receipts"), asked).value > 0
    with pytest.raises(NoData):
        answer(record.view().focused("TX-28"), find_measure("pac_receipts"), asked)
