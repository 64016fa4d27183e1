"""The reviewed tables that come with the project: rules, calendar, codes, networks and others."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from datetime import date
from importlib import resources

import pytest
from returns_helpers import check_types, read

from hustings.errors import SourceError
from hustings.ids import SEATS, STATES, Round, parse_district
from hustings.sources.pages import pages, recognise
from hustings.sources.returns.calendar import general_election_day
from hustings.tables import table

TABLES = (
    "rules", "calendar", "district_maps", "transaction_codes", "networks", "network_evidence",
    "committee_codes", "industry_rules", "suspect_filings", "void_contests",
    "late_ballots", "leaders",
)  # fmt: skip


def packaged(name: str) -> bytes:
    return resources.files("hustings.sources.reference").joinpath(f"{name}.csv").read_bytes()


def rows(name: str) -> list[dict[str, object]]:
    reading = read(f"hustings-reference-{name}.csv", packaged(name))
    assert reading.rejected.total() == 0
    return [row for _, row in reading.others]


@pytest.mark.parametrize("name", TABLES)
def test_a_packaged_table_is_read_without_a_reject_and_its_keys_are_unique(name):
    found = rows(name)
    check_types(name, found)
    keys = [tuple(row[part] for part in table(name).key) for row in found]
    assert len(set(keys)) == len(keys)
    assert all(row.get("authority") or row.get("source") for row in found)
    assert all(row.get("state", "CA") in STATES for row in found)
    # One line a row, the header first: a figure's evidence points at the line.
    assert packaged(name).count(b"\n") == len(found) + 1


@pytest.mark.parametrize("name", TABLES)
def test_only_its_own_name_is_a_reference_table(name):
    assert pages()[f"reference.{name}"].tables == (name,)
    assert recognise(f"{name}.csv") is None


def test_a_reference_table_with_other_columns_is_refused():
    with pytest.raises(SourceError, match="first line"):
        read("hustings-reference-calendar.csv", "state,day\nCA,2024-03-05\n")


def test_lines_of_a_reference_table_that_cannot_be_read_are_rejected():
    header = packaged("calendar").split(b"\n", 1)[0].decode()
    body = """CA,2024,primary,,2024-03-05,x
CA,two,primary,,2024-03-05,x
CA,2024,primary
CA,2024,primary,,2024-02-30,x
,2024,primary,,2024-03-05,x

"""
    reading = read("hustings-reference-calendar.csv", f"{header}\n{body}")
    assert reading.loaded == 1
    assert dict(reading.rejected) == {
        "cycle: not a int": 1,
        "it has more or fewer cells than the header": 1,
        "day: there is no such day": 1,
        "state: empty": 1,
    }
    assert reading.skipped == {"header": 1, "blank line": 1}


def test_periods_of_a_rule_never_overlap():
    spans = defaultdict(list)
    for row in rows("rules"):
        spans[row["state"], row["stage"]].append((row["from_cycle"], row["to_cycle"] or 9999))
    for key, found in spans.items():
        found.sort()
        assert all(end < start for (_, end), (start, _) in itertools.pairwise(found)), key


def test_every_state_has_a_rule_for_its_primary_and_its_general():
    for stage in ("primary", "general"):
        states = {row["state"] for row in rows("rules") if row["stage"] == stage}
        assert set(STATES) - states == set()


def test_rules_of_california_washington_alaska_maine_and_louisiana():
    rules = {
        (row["state"], row["stage"], row["from_cycle"]): (row["rule"], row["threshold"])
        for row in rows("rules")
    }
    assert rules["CA", "primary", 2012] == ("top-two", None)
    assert rules["WA", "primary", 2012] == ("top-two", None)
    assert rules["AK", "primary", 2022] == ("top-four", None)
    assert rules["AK", "general", 2022][0] == "ranked-choice"
    assert rules["LA", "general", 2012][0] == "majority-two-round"
    assert rules["CA", "special-primary", 2012][0] == "majority-two-round"


def test_rules_keep_their_confidence():
    found = rows("rules")
    assert {row["confidence"] for row in found} == {"checked", "one-source", "from-memory"}


def test_the_calendar_has_all_rounds_of_california_since_2012():
    days = {
        (row["cycle"], row["round"], row["district"]): row["day"]
        for row in rows("calendar")
        if row["state"] == "CA"
    }
    for cycle in range(2012, 2028, 2):
        assert days[cycle, "general", None] == general_election_day(cycle)
        assert (cycle, "primary", None) in days
    assert days[2020, "primary", None] == date(2020, 3, 3)
    assert days[2024, "primary", None] == date(2024, 3, 5)
    assert days[2026, "primary", None] == date(2026, 6, 2)
    assert days[2018, "special-primary", "CA-34"] == date(2017, 4, 4)
    assert days[2018, "special-general", "CA-34"] == date(2017, 6, 6)


def test_days_of_the_calendar_fit_their_cycle_and_round():
    rounds = {member.value for member in Round}
    for row in rows("calendar"):
        day = row["day"]
        assert row["round"] in rounds
        if row["district"]:
            assert parse_district(row["district"]) == row["district"]
            assert row["district"].startswith(row["state"])
        january = row["round"] == "runoff" and day.month == 1
        assert row["cycle"] == day.year + day.year % 2 - (2 if january else 0)


def test_every_state_with_a_primary_has_its_day_in_2016_2018_and_2022():
    for cycle in (2016, 2018, 2022):
        states = {
            row["state"]
            for row in rows("calendar")
            if row["cycle"] == cycle and row["round"] == "primary" and row["district"] is None
        }
        # Louisiana has no primary for the House until 2026.
        assert set(STATES) - states == {"LA"}


def test_maps_cover_every_state_from_2012_on_without_gap_or_overlap():
    spans = defaultdict(list)
    for row in rows("district_maps"):
        spans[row["state"]].append((row["from_cycle"], row["to_cycle"]))
    assert set(spans) == set(STATES)
    for state, found in spans.items():
        found.sort()
        assert found[0][0] == 2012, state
        assert found[-1][1] is None, state
        for (_, end), (start, _) in itertools.pairwise(found):
            assert start == end + 2, state


def test_the_number_34_is_three_maps():
    found = [(r["from_cycle"], r["to_cycle"]) for r in rows("district_maps") if r["state"] == "CA"]
    assert found == [(2012, 2020), (2022, 2024), (2026, None)]


@pytest.mark.parametrize(
    ("cycle", "states"),
    [
        (2016, {"FL", "NC", "VA"}),
        (2018, {"PA"}),
        (2020, {"NC"}),
        (2024, {"AL", "GA", "LA", "NC", "NY"}),
        (2026, {"AL", "CA", "FL", "LA", "MO", "NC", "OH", "TN", "TX", "UT"}),
    ],
)
def test_lines_that_changed_within_a_decade(cycle, states):
    assert {r["state"] for r in rows("district_maps") if r["from_cycle"] == cycle} == states


def test_all_states_of_several_seats_have_new_lines_in_2022():
    new = {r["state"] for r in rows("district_maps") if r["from_cycle"] == 2022}
    assert new == {state for state, seats in SEATS[2022].items() if seats > 1}


def test_data_files_of_returns_are_well_formed():
    for name in ("parties", "kinds", "at_large", "known_errors", "mit_rounds"):
        content = resources.files("hustings.sources.returns").joinpath(f"{name}.csv")
        found = list(csv.reader(content.read_text("utf-8").splitlines(), strict=True))
        assert {len(row) for row in found} == {len(found[0])}, name
        assert len({tuple(row) for row in found}) == len(found), name


def test_every_page_of_returns_says_why_a_column_is_left_out():
    for name, page in pages().items():
        if not name.startswith(("returns.", "reference.")):
            continue
        assert page.publisher
        assert page.licence
        assert re.match("https://", page.about)
        assert {column for column, field in page.columns.items() if not field} <= set(page.ignored)
