"""Seats in the spellings of all files, elections and Congresses."""

from __future__ import annotations

import pytest

from hustings.sources.checked import Unreadable
from hustings.sources.districts.lines import (
    cycle_of_congress,
    election_day,
    seat,
    seat_of_geoid,
    seat_together,
)


def test_seats_in_every_spelling() -> None:
    for text, cycle, wanted in (
        ("CA-34", 2016, "CA-34"),
        ("AK-01", 2016, "AK-AL"),
        ("AK-AL", 2024, "AK-AL"),
        ("AK-0", 2016, "AK-AL"),
        ("AK-AT-LARGE", 2024, "AK-AL"),
        ("DC-Del", 2024, "DC-AL"),
        ("MT-01", 2020, "MT-AL"),
        ("MT-01", 2022, "MT-1"),
        ("MT-01", 1988, "MT-1"),
        ("NV-01", 1978, "NV-AL"),
    ):
        assert seat_together(text, cycle) == wanted
    assert seat_of_geoid("0634", 2016) == "CA-34"
    assert seat_of_geoid("1198", 2016) == "DC-AL"
    assert seat("CA", 53, 2020) == "CA-53"
    for state, number, cycle in (
        ("CA", 53, 2022),
        ("WY", 2, 2016),
        ("CA", 0, 2016),
        ("XX", 1, 2016),
    ):
        with pytest.raises(Unreadable):
            seat(state, number, cycle)
    for text in ("CA34", "CA-²", "-", "CA-34-1", ""):
        with pytest.raises(Unreadable):
            seat_together(text, 2016)


def test_elections_and_congresses() -> None:
    assert [cycle_of_congress(number) for number in (114, 115, 116, 119)] == [
        2014,
        2016,
        2018,
        2024,
    ]
    days = [election_day(year).isoformat() for year in (2010, 2014, 2016, 2022, 2024)]
    assert days == ["2010-11-02", "2014-11-04", "2016-11-08", "2022-11-08", "2024-11-05"]
