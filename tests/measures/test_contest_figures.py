"""Figures of contests: the rule of every House race since 2012, lockouts, and what they say beside."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from hustings.errors import HustingsError, NoData, RequestError
from hustings.ids import SEATS, STATES
from hustings.measures import evaluate, find_measure
from hustings.measures.evaluation import answer
from hustings.record import Record
from hustings.record.view import View


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> View:
    """The embedded sample: the reviewed tables are in every record."""
    return Record(tmp_path_factory.mktemp("bare")).view()


@pytest.fixture(scope="module")
def today(full_record: Path) -> View:
    return Record(full_record).view()


def test_the_rule_of_every_state_cycle_and_round_since_2012_is_known(bare: View) -> None:
    rule = find_measure("election_rule")
    for state, cycle in itertools.product(STATES, range(2012, 2028, 2)):
        for asked in (None, "general", "special-general", "primary"):
            if (state, asked) == ("LA", "primary"):
                continue
            given = {"state": state, "cycle": cycle, **({"round": asked} if asked else {})}
            figure = answer(bare, rule, given)
            assert figure.row_count == 1
            assert figure.detail["authority"]
            unsure = figure.detail["confidence"] == "from-memory"
            assert any("From memory" in said for said in figure.caveats) == unsure


def test_the_rule_is_found_by_race_and_without_a_round_is_the_first_vote_of_the_race(
    bare: View,
) -> None:
    for state, seats in SEATS[2022].items():
        district = f"{state}-{seats}" if seats > 1 else f"{state}-AL"
        by_race = evaluate(bare, "election_rule", {"race": district, "cycle": 2024})
        by_state = evaluate(bare, "election_rule", {"state": state, "cycle": 2024})
        assert by_race.value == by_state.value
        stage = "general" if state == "LA" else "primary"
        assert by_race.detail["stage"] == stage


@pytest.mark.parametrize(
    ("given", "value", "said"),
    [
        ({"race": "CA-34", "cycle": 2018, "round": "special-primary"}, "majority-two-round", ""),
        ({"race": "GA-6", "cycle": 2020, "round": "runoff"}, "plurality", ""),
        ({"race": "LA-2", "cycle": 2026}, "majority-two-round", "INFERRED"),
        ({"race": "AL-1", "cycle": 2026}, "party-primary", "11 August"),
        (
            {"race": "AL-1", "cycle": 2026, "round": "special-primary"},
            "party-primary",
            "One source",
        ),
        ({"race": "OR-1", "cycle": 2012, "round": "special-general"}, "plurality", "From memory"),
    ],
)
def test_what_is_special_about_a_vote_is_a_caveat(bare: View, given, value, said) -> None:
    figure = evaluate(bare, "election_rule", given)
    assert figure.value == value
    assert said in " ".join(figure.caveats)
    assert bool(said) == bool(figure.caveats)


def test_only_the_seats_whose_vote_was_set_aside_say_so(bare: View) -> None:
    figure = evaluate(bare, "election_rule", {"race": "AL-4", "cycle": 2026})
    assert figure.caveats == ()


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        ({"cycle": 2024}, RequestError, "a state or a race"),
        ({"race": "CA-34", "state": "NY", "cycle": 2024}, RequestError, "not in New York"),
        ({"race": "LA-2", "cycle": 2026, "round": "primary"}, NoData, "Callais"),
        ({"race": "WY-AL", "cycle": 2024, "round": "special-primary"}, NoData, "without a vote"),
        ({"state": "ZZ", "cycle": 2024}, RequestError, "not a state"),
        ({"race": "CA-60", "cycle": 2024}, RequestError, "does not exist"),
    ],
)
def test_a_rule_that_there_is_not_is_refused_in_a_sentence(bare: View, given, kind, said) -> None:
    with pytest.raises(kind) as caught:
        evaluate(bare, "election_rule", given)
    assert said in str(caught.value)
    assert isinstance(caught.value, HustingsError)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("race", "cycle", "party", "value"),
    [
        ("CA-34", 2024, "Republican", True),
        ("CA-34", 2024, "Democratic", False),
        ("CA-16", 2024, "R", True),
        ("CA-20", 2024, "D", True),
        ("CA-45", 2024, "R", False),
        ("WA-3", 2018, "D", False),
        ("CA-34", 2024, "LIB", True),
    ],
)
def test_lockouts_that_are_known(today: View, race, cycle, party, value) -> None:
    figure = evaluate(today, "lockout", {"race": race, "cycle": cycle, "party": party})
    assert figure.value is value
    assert ("Nobody of the party stood." in figure.caveats) == (party == "LIB")
    if party != "LIB":
        assert figure.detail["field"]
        assert 0 < figure.detail["field_votes"] < figure.detail["votes_cast"]


@pytest.mark.shared
def test_there_is_no_lockout_where_parties_nominate_their_own(today: View) -> None:
    with pytest.raises(NoData):
        evaluate(today, "lockout", {"race": "NY-10", "cycle": 2016, "party": "R"})


@pytest.mark.shared
def test_a_tie_is_named_with_what_settles_it(today: View) -> None:
    """All three of CA-16 went on; in New York two write-ins had one vote each."""
    all_on = evaluate(today, "advancing", {"race": "CA-16", "cycle": 2024, "round": "primary"})
    assert len(all_on.value) == 3
    assert any("all the tied go on" in said for said in all_on.caveats)
    where = {"race": "NY-13", "cycle": 2016, "round": "primary", "party": "REF"}
    figure = evaluate(today, "outcome", {**where, "candidate": "Adriano Espaillat"})
    assert figure.value == "tied"
    assert any("not known" in said for said in figure.caveats)


@pytest.mark.shared
def test_first_choices_of_a_ranked_count_say_that_they_are(today: View) -> None:
    where = {"race": "ME-2", "cycle": 2018, "round": "general"}
    margin = evaluate(today, "margin_votes", where)
    assert margin.value == 2_171
    assert any("First choices alone" in said for said in margin.caveats)
    assert evaluate(today, "outcome", {**where, "candidate": "Jared Golden"}).value == "elected"
    assert evaluate(today, "outcome", {**where, "candidate": "Bruce Poliquin"}).value == "lost"
