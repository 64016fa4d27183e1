"""Rules on small contests: thresholds to the vote, ties, who stands alone, who left, nobody at all.

docs/rules.md is the specification; each test is a sentence of it.
"""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date
from fractions import Fraction

import pytest

from hustings.contests import (
    RULES,
    Decision,
    Line,
    Result,
    Rule,
    Tally,
    decide,
    rule_in_force,
    rule_named,
)
from hustings.errors import RequestError

CA = rule_named("top-two", state="CA")
WA = rule_named("top-two", state="WA")
LA = rule_in_force("LA", 2020, "general")
GA = rule_in_force("GA", 2024, "general")


def tally(*votes: int | None, scattered: int = 0, **more: int) -> Tally:
    """Candidates A, B, C, … with these votes."""
    lines = tuple(
        Line(candidate=chr(ord("A") + place), votes=one) for place, one in enumerate(votes)
    )
    return Tally(lines=lines, scattered=scattered, **more)


def results(decision: Decision) -> dict[str, str]:
    return {one.candidate: one.result.value for one in decision.outcomes}


def came(decision: Decision) -> str:
    """A word of first letters by key: A(dvances), E(lected), x for out, T(ied), O(pen)."""
    letters = {"advances": "A", "elected": "E", "eliminated": "x", "tied": "T", "open": "O"}
    return "".join(letters[result] for _, result in sorted(results(decision).items()))


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        ((50, 30, 20), "AAx"),
        ((90, 6, 4), "AAx"),
        ((50, 25, 25), "AAA"),
        ((40, 40, 20), "AAx"),
        ((30, 30, 30, 10), "AAAx"),
        ((30, 20, 20, 20, 10), "AAAAx"),
        ((7, 3), "AA"),
        ((7,), "A"),
        ((0,), "A"),
        ((None,), "A"),
        ((0, 0, 0), "OOO"),
        ((0, 0), "OO"),
        ((), ""),
    ],
)
def test_california_sends_on_the_first_two_and_all_tied_with_them(votes, expected):
    assert came(decide(tally(*votes), CA)) == expected


def test_the_tie_for_second_of_2024_sends_three_on_and_says_why():
    """CD-16 as it stood on 4 April 2024, before the recount."""
    lines = (
        Line(candidate="Liccardo", votes=38_489, party="DEM"),
        Line(candidate="Low", votes=30_249, party="DEM"),
        Line(candidate="Simitian", votes=30_249, party="DEM"),
        Line(candidate="Ohtaki", votes=23_275, party="REP"),
    )
    decision = decide(Tally(lines=lines), CA)
    assert decision.advancing == ("Liccardo", "Low", "Simitian")
    assert decision.next_round == "general"
    [tie] = decision.ties
    assert tie.candidates == ("Low", "Simitian")
    assert tie.settled_by == "all advance"
    assert decision.questions == ()
    assert decision.of("Low").why == (
        "tied second highest, 30,249 votes; Elec. Code 8141.5 and 8142(b)"
    )


def test_washington_asks_for_one_percent():
    assert came(decide(tally(980, 10, 9, scattered=1), WA)) == "AAx"
    assert came(decide(tally(981, 9, 9, scattered=1), WA)) == "Axx"
    assert came(decide(tally(9, scattered=991), WA)) == "x"
    assert "below 1% of the votes" in decide(tally(981, 10, 9), WA).of("C").why


def test_washington_settles_a_tie_by_lot_and_only_as_drawn():
    votes = tally(500, 300, 300)
    open_ = decide(votes, WA)
    assert came(open_) == "ATT"
    assert open_.ties[0].settled_by == "lot"
    assert any("tied" in question for question in open_.questions)
    assert came(decide(votes, WA, drawn=("C", "B"))) == "AxA"
    assert came(decide(votes, WA, drawn=("B",))) == "AAx"
    assert decide(votes, WA, drawn=("C",)).questions == ()
    seeded = decide(votes, WA, seed=7)
    assert len(seeded.advancing) == 2
    assert seeded == decide(votes, WA, seed=7)
    assert "seed 7" in seeded.ties[0].how
    assert {came(decide(votes, WA, seed=seed)) for seed in range(20)} == {"AAx", "AxA"}


def test_a_seed_draws_no_lot_where_the_law_has_none():
    new_hampshire = rule_in_force("NH", 2024, "general")
    assert came(decide(tally(10, 10), new_hampshire, seed=1)) == "TT"
    assert decide(tally(10, 10), new_hampshire, seed=1).ties[0].settled_by == "none"
    assert "RSA 660:25" in decide(tally(10, 10), new_hampshire).questions[0]
    assert came(decide(tally(50, 25, 25), CA, seed=1)) == "AAA"


def test_a_majority_is_more_than_half():
    special = rule_in_force("CA", 2018, "special-primary")
    assert came(decide(tally(501, 499), special)) == "Ex"
    assert came(decide(tally(500, 500), special)) == "AA"
    assert came(decide(tally(500, 300, 199, scattered=1), special)) == "AAx"
    assert came(decide(tally(501, 250, 249), special)) == "Exx"
    assert came(decide(tally(400, 300, 300), special)) == "AAA"
    assert decide(tally(400, 300, 200), special).next_round == "special-general"
    assert decide(tally(501, 250, 249), special).next_round is None


def test_over_and_undervotes_are_no_votes_cast():
    decision = decide(tally(51, 49, over_votes=500, under_votes=900), GA)
    assert came(decision) == "Ex"
    assert decision.votes_cast == 100


def test_louisiana_sends_on_all_tied_and_voids_the_votes_of_who_left():
    assert came(decide(tally(40, 30, 30), LA)) == "AAA"
    assert decide(tally(40, 30, 30), LA).next_round == "runoff"
    lines = (
        Line(candidate="A", votes=45),
        Line(candidate="B", votes=40),
        Line(candidate="C", votes=15, withdrawn=True),
    )
    decision = decide(Tally(lines=lines), LA)
    assert results(decision) == {"A": "elected", "B": "eliminated", "C": "eliminated"}
    assert decision.votes_cast == 85
    assert "void" in decision.of("C").why
    alone = decide(tally(None), LA)
    assert came(alone) == "E"
    assert alone.outcomes[0].place is None
    assert "no votes were counted" in alone.outcomes[0].why


def test_georgia_moves_the_next_highest_up():
    lines = (
        Line(candidate="A", votes=45),
        Line(candidate="B", votes=30, withdrawn=True),
        Line(candidate="C", votes=25),
    )
    decision = decide(Tally(lines=lines), GA)
    assert results(decision) == {"A": "advances", "B": "eliminated", "C": "advances"}
    assert decision.votes_cast == 100
    assert came(decide(tally(50, 50), GA)) == "AA"
    assert came(decide(tally(40, 30, 30), GA)) == "ATT"


def test_alaska_sends_on_four_and_replaces_who_withdraws_one_after_another():
    """As in 2024: the third and fourth withdrew, the fifth and sixth stood (votes made up)."""
    alaska = rule_in_force("AK", 2024, "primary")
    votes = {"Peltola": 500, "Begich": 300, "Dahlstrom": 200, "Salisbury": 7, "Howe": 6,
             "Hafner": 5, "Wright": 3}  # fmt: skip
    everybody = Tally(lines=tuple(Line(candidate=k, votes=v) for k, v in votes.items()))
    assert decide(everybody, alaska).advancing == tuple(votes)[:4]
    left = tuple(
        Line(candidate=k, votes=v, withdrawn=k in {"Dahlstrom", "Salisbury"})
        for k, v in votes.items()
    )
    decision = decide(Tally(lines=left), alaska)
    assert decision.advancing == ("Peltola", "Begich", "Howe", "Hafner")
    assert came(decide(tally(50, 20, 10, 5, 5), alaska)) == "AAATT"


@pytest.mark.parametrize(
    ("state", "cycle", "votes", "expected", "next_round"),
    [
        ("AL", 2024, (501, 499), "Ax", "general"),
        ("AL", 2024, (500, 300, 200), "AAx", "primary-runoff"),
        ("TX", 2024, (50, 50), "AA", "primary-runoff"),
        ("NC", 2014, (401, 350, 249), "Axx", "general"),
        ("NC", 2014, (400, 350, 250), "AOx", None),
        ("NC", 2016, (200, 199, 198), "Axx", "general"),
        ("NC", 2024, (301, 300, 299, 100), "Axxx", "general"),
        ("NC", 2024, (300, 299, 299, 102), "AOOx", None),
        ("NC", 2024, (300, 300, 200, 200), "TTxx", None),
        ("IA", 2024, (35, 33, 32), "Axx", "general"),
        ("IA", 2024, (349, 330, 321), "OOO", None),
        ("SD", 2024, (35, 33, 32), "Axx", "general"),
        ("SD", 2024, (349, 330, 321), "AAx", "primary-runoff"),
        ("SD", 2024, (34, 33, 33), "AAA", "primary-runoff"),
        ("CA", 2012, (35, 33, 32), "AAx", "general"),
        ("NY", 2024, (34, 33, 33), "Axx", "general"),
        ("NY", 2024, (33, 33, 34), "xxA", "general"),
        ("LA", 2028, (40, 30, 30), "AAA", "primary-runoff"),
    ],
)
def test_primaries_to_the_vote(state, cycle, votes, expected, next_round):
    decision = decide(tally(*votes), rule_in_force(state, cycle, "primary"))
    assert came(decision) == expected
    assert decision.next_round == next_round


def test_a_second_primary_in_north_carolina_is_held_only_if_the_second_asks():
    rule = rule_in_force("NC", 2024, "primary")
    votes = tally(29, 28, 22, 21)
    assert "second primary" in decide(votes, rule).questions[0]
    asked = decide(votes, rule, requested=True)
    assert (came(asked), asked.next_round) == ("AAxx", "primary-runoff")
    left = decide(votes, rule, requested=False)
    assert (came(left), left.next_round) == ("Axxx", "general")
    assert asked.questions == left.questions == ()


def test_a_runoff_is_by_plurality_and_sends_the_nominee_on():
    decision = decide(tally(40, 60), rule_in_force("TX", 2024, "primary-runoff"))
    assert (came(decision), decision.next_round) == ("xA", "general")
    assert came(decide(tally(40, 60), rule_in_force("GA", 2020, "runoff"))) == "xE"


def test_first_choices_decide_a_ranked_count_only_by_a_majority():
    maine = rule_in_force("ME", 2018, "general")
    assert came(decide(tally(501, 400, 99), maine)) == "Exx"
    open_ = decide(tally(134_184, 132_013, 16_552, 6_875), maine)
    assert came(open_) == "OOOO"
    assert "rounds" in open_.questions[0]


def test_write_ins_advance_however_few_their_votes():
    """CD-37 of 2012: a write-in went on with 36 votes."""
    lines = (
        Line(candidate="Bass", votes=53_848, party="DEM"),
        Line(candidate="Osborne", votes=36, party="REP", write_in=True),
        Line(candidate="Other", votes=20, write_in=True),
    )
    decision = decide(Tally(lines=lines), CA)
    assert decision.advancing == ("Bass", "Osborne")
    assert decision.of("Osborne").write_in


def test_scattered_write_ins_that_could_matter_are_a_question():
    assert decide(tally(100, 40, 30, scattered=39), CA).questions == ()
    assert "write-ins" in decide(tally(100, 40, 30, scattered=41), CA).questions[0]


def test_who_leaves_keeps_the_place_in_california_and_nobody_moves_up():
    lines = (
        Line(candidate="A", votes=50),
        Line(candidate="B", votes=30, withdrawn=True),
        Line(candidate="C", votes=20),
    )
    decision = decide(Tally(lines=lines), CA)
    assert decision.advancing == ("A", "B")
    assert "nobody moves up" in decision.questions[0]


def test_fusion_lines_are_added_and_the_parties_named():
    lines = (
        Line(candidate="A", votes=40, party="DEM"),
        Line(candidate="A", votes=11, party="WOR"),
        Line(candidate="B", votes=49, party="REP"),
    )
    decision = decide(Tally(lines=lines), rule_in_force("NY", 2024, "general"))
    assert decision.elected == "A"
    assert decision.of("A").party == "DEM/WOR"
    assert decision.of("A").votes == 51


def test_a_vote_that_does_not_count_decides_nothing():
    for district, cycle, state in (("AL-1", 2026, "AL"), ("AL-7", 2026, "AL")):
        rule = rule_in_force(state, cycle, "primary", district=district)
        decision = decide(tally(90, 10), rule)
        assert came(decision) == "OO"
        assert "11 August" in decision.questions[0]
    assert not rule_in_force("AL", 2026, "primary", district="AL-3").void
    march = rule_in_force("NC", 2016, "primary", district="NC-13", day=date(2016, 3, 15))
    june = rule_in_force("NC", 2016, "primary", district="NC-13", day=date(2016, 6, 7))
    assert came(decide(tally(90, 10), march)) == "OO"
    assert came(decide(tally(90, 10), june)) == "Ax"


def test_every_outcome_has_a_reason_and_its_statute():
    for rule in (CA, WA, LA, GA, *(rule_named(name) for name in RULES)):
        for votes in ((5, 4, 3), (6, 2), (3, 3, 3), (1,), (None,), (0, 0)):
            decision = decide(tally(*votes), rule)
            for one in decision.outcomes:
                reason, _, cited = one.why.rpartition("; ")
                assert reason
                assert cited == rule.cited
            assert "http" not in rule.cited
            assert "(read" not in rule.cited


def test_a_decision_is_frozen_and_goes_into_json():
    decision = decide(tally(5, 3, 3), WA)
    with pytest.raises(FrozenInstanceError):
        decision.rule = "another"  # type: ignore[misc]
    read = json.loads(json.dumps(decision.to_json()))
    assert [one["result"] for one in read["outcomes"]] == ["advances", "tied", "tied"]
    assert read["ties"][0]["settled_by"] == "lot"


def test_places_are_equal_where_votes_are():
    places = {one.candidate: one.place for one in decide(tally(5, 3, 3, 1), CA).outcomes}
    assert places == {"A": 1, "B": 2, "C": 2, "D": 4}


def test_a_lot_can_draw_only_who_stands():
    with pytest.raises(RequestError, match="drew Z, who does not stand"):
        decide(tally(5, 3, 3), WA, drawn=("Z",))


def test_thresholds_are_exact_where_floating_points_are_not():
    """35% of a number of votes at which 0.35 as a floating point is on the wrong side."""
    rule = Rule(name="party-primary", threshold=Fraction(35, 100), at_threshold=True)
    cast = 10**15 * 20
    exactly = cast * 35 // 100
    assert rule.meets(exactly, cast)
    assert not rule.meets(exactly - 1, cast)
    above = Rule(name="party-primary", threshold=Fraction(35, 100))
    assert not above.meets(exactly, cast)
    assert above.meets(exactly + 1, cast)


def test_results_are_words_that_json_and_sql_share():
    assert {str(one) for one in Result} == {"elected", "advances", "eliminated", "tied", "open"}
