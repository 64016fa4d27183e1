"""Parties, kinds of lines, seats, numbers, rounds and days: the vocabulary of returns."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.ids import Round
from hustings.sources.checked import Unreadable
from hustings.sources.returns.calendar import day_of, general_election_day, latest_statewide
from hustings.sources.returns.cells import day, kind, person, seat, whole, yes_or_no
from hustings.sources.returns.parties import contest_party, party
from hustings.sources.returns.rounds import (
    cycle_for,
    is_party_primary,
    round_of,
    rule_of,
)


@pytest.mark.parametrize(
    ("written", "code", "write_in"),
    [
        ("DEM", "DEM", False),
        ("Democratic", "DEM", False),
        ("D\xa0", "DEM", False),
        ("DEMOCRATIC-FARMER-LABOR", "DEM", False),
        ("GOP.", "REP", False),
        ("P&F", "PF", False),
        ("PAF", "PF", False),
        ("LBT", "LIB", False),
        ("GRE", "GRN", False),
        ("States No Party Preference", "NPP", False),
        ("Non Partisan", "NPP", False),
        ("NPP (W/I)", "NPP", True),
        ("DEM write-in", "DEM", True),
        ("WRITE-IN (INDEPENDENT)", "IND", True),
        ("W(D)", "DEM", True),
        ("W", None, True),
        ("", None, False),
        ("Trump Populist", "OTH", False),
        ("ALL-DAY BREAKFAST PARTY", "OTH", False),
    ],
)
def test_party_words_become_codes(written, code, write_in):
    assert party(written) == (code, write_in)


def test_the_same_letters_are_another_party_in_another_state():
    assert party("NPP", "CA").code == "NPP"
    assert party("NPP", "PR").code == "PNP"
    assert (party("CON", "UT").code, party("CON", "NY").code) == ("CON", "CRV")


def test_two_small_parties_primaries_are_two_contests():
    assert contest_party("R", "GA", 2018, Round.PRIMARY_RUNOFF) == "REP"
    assert contest_party("PPT", "FL", 2016, Round.PRIMARY) == "PPT"
    assert contest_party("DEM", "CA", 2024, Round.PRIMARY) is None
    with pytest.raises(Unreadable, match="party"):
        contest_party("", "GA", 2018, Round.PRIMARY)


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("WRITEIN", "write-in"),
        ("Write-in", "write-in"),
        ("Scattering", "write-in"),
        ("ALL OTHERS", "write-in"),
        ("Over Votes", "overvote"),
        ("UNDERVOTES", "undervote"),
        ("BLANK VOTE/SCATTERING", "blank"),
        ("Void", "blank"),
        ("EXHAUSTED BALLOTS", "blank"),
        ("Total Votes", "total"),
        ("Uncle Mover", "candidate"),
        ("Alejandra Campoverdi", "candidate"),
        ("JERRY BLANKENSHIP", "candidate"),
    ],
)
def test_what_a_line_counts_is_told_by_the_name_it_carries(name, counts):
    assert kind(name) == counts


def test_votes_are_whole_numbers_or_refused():
    assert [whole(text) for text in ("62,244", "1,234,567", "0", "71310.0")] == [
        62244, 1234567, 0, 71310,
    ]  # fmt: skip
    for bad in ("", " ", "-1", "1.5", "1,23", "12,34,567", "1e3", "²", "Unopposed", "9" * 12):
        with pytest.raises(Unreadable):
            whole(bad)


def test_names_encoded_twice_are_repaired():
    assert person("TOM Oâ\x80\x99HALLERAN") == "TOM O’HALLERAN"
    assert person("RAÃ\x9aL M GRIJALVA") == "RAÚL M GRIJALVA"
    assert person('L A \\"SKIP\\" BAFALIS') == 'L A "SKIP" BAFALIS'
    with pytest.raises(Unreadable):
        person("  ")


def test_seats_are_those_of_their_time():
    assert seat("ca", "034", 2024) == "CA-34"
    assert seat("MT", "1", 2017) == "MT-AL"
    assert seat("MT", "1", 2022) == "MT-1"
    assert (seat("SD", "1", 1976), seat("SD", "2", 1976)) == ("SD-1", "SD-2")
    assert seat("SD", "1", 2018) == "SD-AL"
    assert seat("AK", "", 2022) == "AK-AL"
    assert seat("DC", "0", 2024) == "DC-AL"
    for state, number, year in (("CA", "54", 2014), ("CA", "53", 2022), ("CA", "", 2022),
                                ("CA", "0", 2022), ("WY", "2", 2022), ("XX", "1", 2022),
                                ("CA", "3²", 2022), ("CA", "S", 2022)):  # fmt: skip
        with pytest.raises(Unreadable):
            seat(state, number, year)


def test_days_and_flags_are_read_strictly():
    assert day("2022-06-07") == date(2022, 6, 7)
    assert [yes_or_no(text, "x") for text in ("Y", "0", "", "TRUE")] == [True, False, None, True]
    for bad in ("2022-6-7", "20220607", "2022-02-30", ""):
        with pytest.raises(Unreadable):
            day(bad)
    with pytest.raises(Unreadable):
        yes_or_no("maybe", "x")


@pytest.mark.parametrize(
    ("year", "held"),
    [(1976, (11, 2)), (2012, (11, 6)), (2016, (11, 8)), (2022, (11, 8)), (2024, (11, 5)),
     (2026, (11, 3))],
)  # fmt: skip
def test_the_general_election_is_on_the_tuesday_after_the_first_monday(year, held):
    assert general_election_day(year) == date(year, *held)


@given(st.integers(min_value=1845, max_value=2200))
def test_every_general_election_day_is_a_tuesday_from_2_to_8_november(year):
    found = general_election_day(year)
    assert found.weekday() == 1
    assert date(year, 11, 2) <= found <= date(year, 11, 8)


def test_days_of_rounds_come_from_the_seat_then_the_state_then_the_statute():
    assert day_of("CA-34", 2018, Round.SPECIAL_PRIMARY) == date(2017, 4, 4)
    assert day_of("CA-34", 2020, Round.PRIMARY) == date(2020, 3, 3)
    assert day_of("LA-4", 2008, Round.GENERAL) == date(2008, 12, 6)
    assert day_of("LA-5", 2014, Round.RUNOFF) == date(2014, 12, 6)
    assert day_of("TX-1", 2024, Round.GENERAL) == date(2024, 11, 5)
    assert day_of("TX-1", 2024, Round.PRIMARY) is None


def test_the_election_before_a_day_is_the_states_last():
    found = latest_statewide("CA", date(2024, 4, 4), within_days=120)
    assert found is not None
    assert (found.day, found.round) == (date(2024, 3, 5), Round.PRIMARY)
    assert latest_statewide("CA", date(2024, 3, 4), within_days=60) is None
    found = latest_statewide("CA", date(2024, 11, 20), within_days=120)
    assert found is not None
    assert found.round is Round.GENERAL


@pytest.mark.parametrize(
    ("state", "held_on", "words", "found"),
    [
        ("CA", date(2016, 6, 7), "primary", Round.PRIMARY),
        ("CA", date(2017, 4, 4), "special primary", Round.SPECIAL_PRIMARY),
        ("CA", date(2017, 6, 6), "special general", Round.SPECIAL_GENERAL),
        ("CA", date(2017, 6, 6), "special runoff", Round.SPECIAL_GENERAL),
        ("LA", date(2012, 11, 6), "primary", Round.GENERAL),
        ("LA", date(2012, 12, 8), "general", Round.RUNOFF),
        ("LA", date(2016, 11, 8), "general", Round.GENERAL),
        ("LA", date(2016, 12, 10), "general runoff", Round.RUNOFF),
        ("LA", date(2013, 10, 19), "special primary", Round.SPECIAL_GENERAL),
        ("LA", date(2013, 11, 16), "special general", Round.SPECIAL_RUNOFF),
        ("GA", date(2018, 7, 24), "primary runoff", Round.PRIMARY_RUNOFF),
        ("GA", date(2020, 8, 11), "primary general runoff", Round.PRIMARY_RUNOFF),
        ("GA", date(2021, 1, 5), "runoff", Round.RUNOFF),
        ("GA", date(2017, 4, 18), "special", Round.SPECIAL_GENERAL),
        ("GA", date(2017, 6, 20), "special runoff", Round.SPECIAL_RUNOFF),
        ("TX", date(2021, 5, 1), "special general", Round.SPECIAL_GENERAL),
        ("AL", date(2013, 9, 24), "special primary", Round.SPECIAL_PRIMARY),
        ("AL", date(2013, 11, 5), "special primary runoff", Round.SPECIAL_PRIMARY_RUNOFF),
    ],
)
def test_a_round_is_named_by_what_the_vote_does(state, held_on, words, found):
    assert round_of(state, held_on, words.split()) is found


def test_a_name_without_a_round_is_refused():
    with pytest.raises(Unreadable):
        round_of("CA", date(2016, 6, 7), ["county"])


def test_a_generals_runoff_in_january_belongs_to_the_year_before():
    assert cycle_for(date(2021, 1, 5), Round.RUNOFF) == 2020
    assert cycle_for(date(2021, 7, 27), Round.SPECIAL_RUNOFF) == 2022


def test_rules_say_where_all_candidates_share_a_ballot():
    assert rule_of("CA", 2024, "primary") == "top-two"
    assert not is_party_primary("CA", 2012, Round.PRIMARY)
    assert not is_party_primary("WA", 2018, Round.PRIMARY)
    assert is_party_primary("AK", 2020, Round.PRIMARY)
    assert not is_party_primary("AK", 2022, Round.PRIMARY)
    assert is_party_primary("GA", 2018, Round.PRIMARY_RUNOFF)
    assert not is_party_primary("GA", 2018, Round.GENERAL)
    assert is_party_primary("PR", 2016, Round.PRIMARY)
