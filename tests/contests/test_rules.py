"""Which rule governs which race: the full grid of states, cycles and rounds, and the traps."""

from __future__ import annotations

import itertools

import pytest

from hustings.contests import RULES, Rule, Tally, decide, rule_in_force, rule_named
from hustings.contests.rules import table
from hustings.errors import HustingsError, NoData, RequestError, UnknownName
from hustings.ids import STATES

CYCLES = range(2012, 2028, 2)


def test_every_state_has_a_rule_for_every_november_and_every_special_election_since_2012():
    for state, cycle in itertools.product(STATES, CYCLES):
        for round_ in ("general", "special-general"):
            rule = rule_in_force(state, cycle, round_)
            assert rule.name in RULES
            assert rule.authority
            assert rule.confidence in {"checked", "one-source", "from-memory"}


def test_every_state_but_louisiana_has_a_primary_in_every_cycle():
    without = {
        (state, cycle)
        for state, cycle in itertools.product(STATES, CYCLES)
        if not _has(state, cycle, "primary")
    }
    assert without == {("LA", cycle) for cycle in CYCLES}


def _has(state, cycle, round_):
    try:
        rule_in_force(state, cycle, round_)
    except NoData:
        return False
    return True


def test_whoever_can_lead_to_another_vote_has_a_row_for_it():
    for row in table():
        if row["runoff"] != "true":
            continue
        rule = rule_in_force(row["state"], int(row["from_cycle"]), _round(row["stage"]))
        assert rule.again, row
        assert _has(row["state"], int(row["from_cycle"]), rule.again), row


def _round(stage):
    return {"general-runoff": "runoff", "special-general-runoff": "special-runoff"}.get(
        stage, stage
    )


def test_every_row_of_the_table_is_a_rule_that_decides():
    for row in table():
        rule = rule_in_force(row["state"], int(row["from_cycle"]), _round(row["stage"]))
        assert decide(Tally(lines=()), rule).questions
        assert rule.tied in {"", "all-advance", "lot", "elsewhere"}
        assert rule.withdrawn in {"", "void", "replaced", "keeps"}
        assert (rule.threshold is not None) == bool(row["threshold"])
        if rule.tied:
            assert rule.tie_words or row["stage"].startswith("special"), row


@pytest.mark.parametrize(
    ("state", "cycle", "round_", "name", "threshold"),
    [
        ("CA", 2012, "primary", "top-two", None),
        ("CA", 2018, "special-primary", "majority-two-round", "0.5"),
        ("WA", 2024, "special-primary", "top-two", None),
        ("LA", 2014, "general", "majority-two-round", "0.5"),
        ("LA", 2014, "runoff", "plurality", None),
        ("LA", 2026, "general", "majority-two-round", "0.5"),
        ("LA", 2028, "general", "plurality", None),
        ("LA", 2028, "primary", "party-primary", "0.5"),
        ("GA", 2020, "general", "majority-runoff", "0.5"),
        ("TX", 2018, "special-general", "majority-runoff", "0.5"),
        ("MS", 2016, "special-general", "majority-runoff", "0.5"),
        ("NC", 2014, "primary", "party-primary", "0.4"),
        ("NC", 2016, "primary", "party-primary", None),
        ("NC", 2018, "primary", "party-primary", "0.3"),
        ("IA", 2024, "primary", "party-primary", "0.35"),
        ("SD", 2024, "primary", "party-primary", "0.35"),
        ("AK", 2020, "general", "plurality", None),
        ("AK", 2022, "special-general", "ranked-choice", "0.5"),
        ("AK", 2022, "primary", "top-four", None),
        ("ME", 2016, "general", "plurality", None),
        ("ME", 2018, "general", "ranked-choice", "0.5"),
        ("NY", 2024, "general", "plurality", None),
    ],
)
def test_rules_that_are_known(state, cycle, round_, name, threshold):
    rule = rule_in_force(state, cycle, round_)
    assert rule.name == name
    assert (str(float(rule.threshold)) if rule.threshold is not None else None) == threshold


def test_inferences_say_that_they_are():
    assert rule_in_force("LA", 2026, "general").confidence == "from-memory"
    assert "INFERRED" in rule_in_force("LA", 2026, "general").note
    assert rule_in_force("CA", 2024, "primary").confidence == "checked"


def test_a_primary_that_was_called_off_says_so():
    with pytest.raises(NoData, match="Callais"):
        rule_in_force("LA", 2026, "primary")
    assert "11 August" in rule_in_force("AL", 2026, "primary", district="AL-2").void
    assert not rule_in_force("AL", 2026, "primary", district="AL-4").void
    assert not rule_in_force("AL", 2024, "primary", district="AL-2").void
    assert not rule_in_force("NC", 2016, "primary").void


def test_a_rule_by_name_is_the_states_own_where_a_state_is_given():
    assert rule_named("top-two", state="CA") == rule_in_force("CA", 2026, "primary")
    assert rule_named("Top Two", state="wa").minimum_share is not None
    assert rule_named("majority-two-round", state="CA", round="special-primary").elects
    assert rule_named("party-primary", state="NC", cycle=2014).threshold != (
        rule_named("party-primary", state="NC").threshold
    )
    plain = rule_named("top-two")
    assert (plain.state, plain.advance, plain.tied) == ("", 2, "")
    assert rule_named("top-two", advance=5) == Rule(name="top-two", advance=5)


@pytest.mark.parametrize(
    ("call", "kind", "said"),
    [
        (lambda: rule_named("approval"), UnknownName, "Rules: top-two, top-four, plurality"),
        (lambda: rule_named(""), UnknownName, "no rule is called ''"),
        (lambda: rule_named("top-four", state="CA"), RequestError, "does not decide its primary"),
        (lambda: rule_named("top-two", state="ZZ"), UnknownName, "'ZZ' is not a state"),
        (lambda: rule_named("top-two", round="final"), UnknownName, "'final' is not a round"),
        (lambda: rule_in_force("CA", 2010, "primary"), NoData, "from 2012 on"),
        (lambda: rule_in_force("WY", 2024, "special-primary"), NoData, "without a vote"),
        (lambda: decide(Tally(lines=()), Rule(name="approval")), UnknownName, "no rule is called"),
    ],
)
def test_what_is_no_rule_is_refused_in_a_sentence(call, kind, said):
    with pytest.raises(kind) as caught:
        call()
    assert said in str(caught.value)
    assert isinstance(caught.value, HustingsError)
    assert caught.value.next_step
