"""Leaning, votes for President, income, race and poverty by district: real figures, strictness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places_helpers import VALUES, as_json, read, shared, spoiled, survives

from hustings.errors import SourceError
from hustings.sources.checked import Unreadable
from hustings.sources.districts.pvi import score
from hustings.sources.pages import recognise

BY_CD = "elections/presidential-by-cd"
FILES = {
    "districts/cook_pvi_2017_pres_by_cd_116.csv": {
        "district_pvi": 435,
        "presidential_by_district": 1638,
    },
    "districts/cook_pvi_2025.csv": {"district_pvi": 435},
    f"{BY_CD}/cebere15-PVI-2024.csv": {"district_pvi": 435},
    f"{BY_CD}/cebere15-Presidential-2024.csv": {"presidential_by_district": 872},
    f"{BY_CD}/ccesMRPprep-cd_info_2008.csv": {"presidential_by_district": 435},
    f"{BY_CD}/ccesMRPprep-cd_info_2012.csv": {"presidential_by_district": 435},
    "districts/cd_info_2016.csv": {"presidential_by_district": 1305},
    "districts/cd_info_2018.csv": {"presidential_by_district": 435},
    "districts/cd_info_2020.csv": {"presidential_by_district": 1305},
    "districts/cd_info_2022.csv": {"presidential_by_district": 435},
    "districts/cd_info_2024.csv": {"presidential_by_district": 435},
    "districts/cd_info_long.csv": {"presidential_by_district": 11310},
    "districts/pres_2024_by_cd.csv": {"presidential_by_district": 868},
    "districts/pres_2024_2020_by_cd_downballot.csv": {"presidential_by_district": 1740},
    "districts/acs5_2017_median_household_income_by_cd.csv": {"district_income": 437},
    "districts/acs5_2017_race_by_cd.csv": {"district_population": 1748},
    "districts/acs_2024_median_income_by_cd_119.json": {"district_income": 437},
    "districts/national_cong119_district_data.csv": {"district_population": 1740},
    "districts/poverty_2000_2010-14_by_cd_114.json": {"district_poverty": 872},
}


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES)
def test_every_unit_of_the_real_files(path: str) -> None:
    reading = shared(path)
    assert reading.counts == FILES[path]
    assert not reading.rejected


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES)
def test_a_file_has_all_districts_of_its_lines(path: str) -> None:
    reading = shared(path)
    for rows in reading.rows.values():
        for map_cycle in {row["map_cycle"] for row in rows}:
            names = {row["district"] for row in rows if row["map_cycle"] == map_cycle}
            states = {name[:2] for name in names} - {"DC", "PR"}
            seats = sum(1 for name in names if name[:2] in states)
            lacking = {"districts/pres_2024_by_cd.csv": 1}.get(path, 0)
            if reading.page.id == "districts.cook_pvi_2017":
                assert (map_cycle, seats) in {(2016, 435 - 18), (2018, 18)}
            else:
                assert (len(states), seats) == (50, 435 - lacking)


@pytest.mark.shared
def test_pvi_of_ca_34_by_edition() -> None:
    found = {}
    for path in list(FILES)[:3]:
        row = shared(path).one("district_pvi", district="CA-34")
        found[row["edition"]] = (row["pvi"], row["pvi_points"], row["map_cycle"])
    assert found == {2017: ("D+35", 35, 2016), 2022: ("D+32", 32, 2024), 2025: ("D+28", 28, 2024)}
    edition = shared("districts/cook_pvi_2017_pres_by_cd_116.csv")
    assert edition.page.fixed_as_of() == date(2017, 4, 7)
    assert edition.one("district_pvi", district="CA-34")["incumbent"] == "Jimmy Gomez"
    assert edition.one("district_pvi", district="NC-9")["incumbent"] is None
    above = [row for row in edition.rows["district_pvi"] if row["pvi_points"] > 35]
    assert len(above) == 11  # 12th most Democratic, tied with one other


@pytest.mark.shared
def test_pennsylvania_has_its_lines_of_2018_in_the_2017_file() -> None:
    edition = shared("districts/cook_pvi_2017_pres_by_cd_116.csv")
    assert edition.one("district_pvi", district="PA-1")["map_cycle"] == 2018
    assert edition.one("district_pvi", district="PA-1")["pvi"] == "R+1"


def share(path: str, **values: Any) -> Decimal:
    found = shared(path).one("presidential_by_district", district="CA-34", **values)["share"]
    assert isinstance(found, Decimal)
    return found


@pytest.mark.shared
def test_romney_and_trump_of_all_votes_and_of_two_parties() -> None:
    cook = "districts/cook_pvi_2017_pres_by_cd_116.csv"
    assert share(cook, year=2012, candidate="Romney", basis="all") == Decimal("0.141")
    assert share(cook, year=2016, candidate="Trump", basis="all") == Decimal("0.107")
    two = {"candidate": "Romney", "basis": "two-party"}
    assert share("districts/cd_info_2016.csv", **two) == Decimal("0.145211")
    assert share(f"{BY_CD}/ccesMRPprep-cd_info_2012.csv", **two) == Decimal("0.145656")
    trump = shared("districts/cd_info_2020.csv").one(
        "presidential_by_district", district="CA-34", year=2016
    )
    assert (trump["share"], trump["votes_total"]) == (Decimal("0.113468"), 174043.0)


@pytest.mark.shared
def test_the_swapped_columns_of_2018_are_left_out() -> None:
    wide = shared("districts/cd_info_2018.csv")
    assert {row["candidate"] for row in wide.rows["presidential_by_district"]} == {"Trump"}
    long = shared("districts/cd_info_long.csv")
    years = {row["year"] for row in long.where("presidential_by_district", map_cycle=2018)}
    assert years == {2016}
    (reason,) = [reason for reason in long.skipped if "source error" in reason]
    assert long.skipped[reason] == 4 * 435


@pytest.mark.shared
def test_the_long_file_repeats_the_wide_ones() -> None:
    long = shared("districts/cd_info_long.csv")
    for map_cycle in (2016, 2020, 2022):
        for row in shared(f"districts/cd_info_{map_cycle}.csv").rows["presidential_by_district"]:
            same = {key: row[key] for key in ("year", "district", "map_cycle", "candidate")}
            assert long.one("presidential_by_district", **same)["share"] == row["share"]
            break
    shares = [
        row["share"]
        for row in long.where("presidential_by_district", map_cycle=2020, year=2020)
        if row["district"] == "CA-34"
    ]
    assert abs(sum(shares) - 1) < Decimal("0.00001")


@pytest.mark.shared
def test_the_downballot_gives_votes_and_shares() -> None:
    reading = shared("districts/pres_2024_2020_by_cd_downballot.csv")
    harris = reading.one("presidential_by_district", district="CA-34", candidate="Harris")
    assert (harris["share"], harris["votes"], harris["votes_total"]) == (
        Decimal("0.7306"),
        156740.0,
        214539.0,
    )
    for row in reading.rows["presidential_by_district"]:
        assert abs(row["votes"] / row["votes_total"] - float(row["share"])) < 0.0001


@pytest.mark.shared
def test_cd_info_2024_is_of_2024_whatever_its_manual_says() -> None:
    counts = {
        (row["district"], row["candidate"]): row["votes"]
        for row in shared("districts/pres_2024_2020_by_cd_downballot.csv").where(
            "presidential_by_district", year=2024
        )
    }
    for row in shared("districts/cd_info_2024.csv").where("presidential_by_district", year=2024):
        trump, harris = (counts[row["district"], name] for name in ("Trump", "Harris"))
        assert abs(trump / (trump + harris) - float(row["share"])) < 0.000_001


@pytest.mark.shared
def test_median_income_of_ca_34_is_22nd_of_435_from_the_bottom() -> None:
    reading = shared("districts/acs5_2017_median_household_income_by_cd.csv")
    assert reading.dated == date(2018, 12, 6)
    row = reading.one("district_income", district="CA-34")
    assert row["median_income_usd"] == Decimal(40215)
    assert (row["survey"], row["year"], row["map_cycle"]) == ("acs5-2017", 2017, 2016)
    voting = [
        row["median_income_usd"]
        for row in reading.rows["district_income"]
        if row["district"] not in {"DC-AL", "PR-AL"}
    ]
    assert len(voting) == 435
    assert sum(income < 40215 for income in voting) + 1 == 22
    assert reading.one("district_income", district="AK-AL")["median_income_usd"] == 76114


@pytest.mark.shared
def test_the_census_answer_of_2024() -> None:
    reading = shared("districts/acs_2024_median_income_by_cd_119.json")
    assert (reading.unit, reading.units, reading.dated) == ("rows", 438, date(2025, 9, 11))
    row = reading.one("district_income", district="CA-34")
    assert row["median_income_usd"] == Decimal(63879)
    assert (row["survey"], row["map_cycle"]) == ("acs1-2024", 2024)


@pytest.mark.shared
def test_hispanic_people_of_ca_34() -> None:
    reading = shared("districts/acs5_2017_race_by_cd.csv")
    groups = {
        row["group"]: row["people"]
        for row in reading.where("district_population", district="CA-34")
    }
    assert groups["hispanic"] == 465_670
    assert groups["asian"] == 140_555
    assert groups["white"] == 76_936
    row = reading.one("district_population", district="CA-34", group="hispanic")
    assert (row["universe"], row.get("share")) == (728_048, None)
    census = shared("districts/national_cong119_district_data.csv")
    row = census.one("district_population", district="CA-34", group="asian")
    assert (row["survey"], row["share"], row["universe"]) == (
        "census-2020",
        Decimal("0.1766"),
        757_694,
    )


@pytest.mark.shared
def test_poverty_of_ca_34_is_9th_of_436() -> None:
    reading = shared("districts/poverty_2000_2010-14_by_cd_114.json")
    rows = reading.where("district_poverty", survey="acs5-2014")
    row = next(row for row in rows if row["district"] == "CA-34")
    assert (row["poverty_rate"], row["poor"]) == (Decimal("0.29117"), 199_876)
    assert len(rows) == 436
    assert sum(one["poverty_rate"] > row["poverty_rate"] for one in rows) + 1 == 9
    assert reading.skipped == {"a national sum": 3}


def test_scores() -> None:
    assert score("D+35") == ("D+35", 35)
    assert score("r+3") == ("R+3", -3)
    assert score("EVEN") == score("Even0") == ("EVEN", 0)
    for wrong in ("D35", "D+", "I+4", "D+350", ""):
        with pytest.raises(Unreadable):
            score(wrong)


COOK = "district,incumbent,pvi_2017,clinton_2016_pct,trump_2016_pct,obama_2012_pct,romney_2012_pct"


def test_a_bad_line_is_rejected_and_blanks_make_no_rows() -> None:
    lines = [
        COOK,
        "FL-1,Matt Gaetz (R),R+22,28.2,67.5,,",
        "CA-34,Jimmy Gomez (D),D+35,83.6,107,83,14.1",
        "CA-54,Nobody (D),D+35,83.6,10.7,83,14.1",
        "CA-34,Jimmy Gomez (D),strong D,83.6,10.7,83,14.1",
        "FL-1,Matt Gaetz (R),R+22,28.2,67.5,,",
    ]
    reading = read("cook_pvi_2017.csv", "\r\n".join(lines).encode())
    assert reading.counts == {"district_pvi": 1, "presidential_by_district": 2}
    assert [one.line for one in reading.rejected] == [3, 4, 5, 6]
    assert "trump_2016_pct '107' is not a share" in reading.reasons[0]
    assert "second row" in reading.reasons[3]


def test_unknown_and_lacking_columns_are_named() -> None:
    with pytest.raises(SourceError, match="'mood'"):
        read("cook_pvi_2017.csv", f"{COOK},mood\n".encode())
    with pytest.raises(SourceError, match="'pvi_2017'"):
        read("cook_pvi_2017.csv", COOK.replace("pvi_2017,", "").encode())
    with pytest.raises(SourceError, match="'pct_mccain'"):
        read("cd_info_2024.csv", b"year,cd,pct_trump,presvotes_DR,presvotes_total,pct_mccain\n")
    with pytest.raises(SourceError, match="does not say what its columns are in 2026"):
        read("cd_info_2026.csv", b"year,cd,pct_trump\n")
    with pytest.raises(SourceError, match="heading"):
        read("pres_2024_2020_by_cd_downballot.csv", b"Calculated by The Downballot,,\n")


def census(*rows: Any, name: str = "B19013_001E") -> bytes:
    return as_json([["NAME", name, "state", "congressional district"], *rows])


def test_answers_of_the_census_api() -> None:
    where = "Congressional District 34 (116th Congress), California"
    rows = [
        [where, "48218", "06", "34"],
        [where.replace("34", "35"), "-666666666", "06", "35"],
        [where.replace("34", "36"), None, "06", "36"],
        ["Congressional Districts not defined (116th Congress), Illinois", None, "17", "ZZ"],
        [where, "48218", "06"],
        ["California", "48218", "06", "37"],
        "California",
    ]
    reading = read("acs5_2019_income_by_cd.json", census(*rows))
    assert reading.dated == date(2020, 12, 10)
    row = reading.one("district_income")
    assert (row["district"], row["map_cycle"], row["survey"]) == ("CA-34", 2018, "acs5-2019")
    assert reading.skipped["the Census gives no estimate"] == 2
    assert [one.line for one in reading.rejected] == [6, 7, 8]
    with pytest.raises(SourceError, match="'B19013_002E'"):
        read("acs5_2019_income_by_cd.json", census(name="B19013_002E"))
    for content in (b"[]", b"{}", b'"error"', b"<html>", b"[[1,2]]", b'[["NAME","NAME"]]'):
        with pytest.raises(SourceError):
            read("acs5_2019_income_by_cd.json", content)


def test_race_and_poverty_answers() -> None:
    where = "Congressional District 34 (118th Congress), California"
    names = ["B03002_001E", "B03002_003E", "B03002_004E", "B03002_006E", "B03002_012E"]
    heading = ["NAME", *names, "state", "congressional district"]
    answer = [heading, [where, "10", "2", "1", "3", "4", "06", "34"]]
    race = read("acs5_2022_race_by_cd.json", as_json(answer))
    people = {row["group"]: row["people"] for row in race.rows["district_population"]}
    assert people == {"hispanic": 4, "white": 2, "black": 1, "asian": 3}
    answer[1][2] = "11"
    assert (
        "no number of people of 10" in read("acs5_2022_race_by_cd.json", as_json(answer)).reasons[0]
    )
    heading = ["NAME", "B17001_001E", "B17001_002E", "state", "congressional district"]
    content = as_json([heading, [where, "3", "1", "06", "34"]])
    poor = read("acs5_2022_poverty_by_cd.json", content).one("district_poverty")
    assert (poor["poor"], poor["poverty_rate"]) == (1, Decimal("0.333333"))


def test_names_are_recognised_and_others_left_alone() -> None:
    for name, thing in (
        ("cook-pvi-2017.csv", "districts.cook_pvi_2017"),
        ("ccesMRPprep-cd_info_2008.csv", "districts.cd_info 2008"),
        ("acs5_2017_race_by_cd.csv", "districts.acs_race acs5 2017"),
        ("acs_2024_median_income_by_cd_119.json", "districts.acs_income acs1 2024"),
        ("poverty_trends.json", "districts.brookings_poverty"),
        ("cb_2018_us_cd116_500k.geojson", "districts.census_cb 2018 116 500k"),
    ):
        found = recognise(name)
        assert found is not None
        assert found[0].thing(found[1]) == thing
    for name in (
        "538_partisan_lean_2020_districts.csv",
        "cook-pvi-2017-rangen.json",
        "cebere15-Incumbents-2024.csv",
        "la_neighborhoods_mappingla_v6.geojson",
    ):
        assert recognise(name) is None


DISTRICT_FILES = [
    "cook_pvi_2017.csv",
    "cook_pvi_2025.csv",
    "PVI-2024.csv",
    "Presidential-2024.csv",
    "cd_info_2016.csv",
    "cd_info_long.csv",
    "pres_2024_by_cd.csv",
    "pres_2024_2020_by_cd_downballot.csv",
    "acs5_2017_race_by_cd.csv",
    "acs5_2017_income_by_cd.csv",
    "acs5_2017_income_by_cd.json",
    "acs5_2017_race_by_cd.json",
    "acs5_2017_poverty_by_cd.json",
    "national_cong119_district_data.csv",
    "poverty_trends.json",
]


@given(st.sampled_from(DISTRICT_FILES), st.binary(max_size=300))
def test_random_bytes_are_refused_or_accounted_for(name: str, content: bytes) -> None:
    survives(name, content)


CENSUS_ROWS = [
    ["NAME", "B19013_001E", "state", "congressional district"],
    ["Congressional District 34 (116th Congress), California", "48218", "06", "34"],
    ["Congressional District 35 (116th Congress), California", "48218", "06", "35"],
]
POVERTY_ROWS = [
    {"state": "CA", "cdid": 634, "poor00": 2, "pov00": 0.3, "poor1014": 1, "pov1014": 0.2}
]


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.tuples(st.just("acs5_2017_income_by_cd.json"), spoiled(CENSUS_ROWS)),
        st.tuples(st.just("poverty_trends.json"), spoiled(POVERTY_ROWS)),
        st.tuples(st.sampled_from(DISTRICT_FILES[10:13]), VALUES),
    )
)
def test_spoiled_json_is_refused_or_accounted_for(sample: tuple[str, Any]) -> None:
    name, structure = sample
    survives(name, as_json(structure))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(max_size=5).map(lambda text: text.encode("utf-8", "replace").decode()),
            min_size=7,
            max_size=8,
        ),
        max_size=4,
    )
)
def test_spoiled_lines_are_rejected_or_loaded(lines: list[list[str]]) -> None:
    content = "\n".join([COOK, *(",".join(cells) for cells in lines)])
    survives("cook_pvi_2017.csv", content.encode())


def test_numbers_beyond_all_measure() -> None:
    survives("poverty_trends.json", b"[" * 200_000)
    survives("poverty_trends.json", b'[{"state":"CA","cdid":' + b"9" * 5_000 + b"}]")
    reading = survives("poverty_trends.json", b'[{"state":"CA","cdid":1e308,"poor00":NaN}]')
    assert reading is not None
    assert len(reading.rejected) == 1
