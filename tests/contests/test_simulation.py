"""Drawn elections: what must hold whatever is drawn, and agreement with the rules decided singly."""

from __future__ import annotations

import importlib.util
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hustings.contests import Line, Tally, decide, rule_named
from hustings.contests.decision import Result
from hustings.contests.simulation import (
    Chance,
    Electorate,
    Entrant,
    Field,
    Group,
    HouseSettings,
    Poll,
    SecondRound,
    natural,
    pooled,
    simulate_shares,
    simulate_voters,
)
from hustings.contests.simulation import other_rules as others
from hustings.contests.simulation.kernels import all_distances, engine, nearest
from hustings.contests.simulation.share import drawn_shares, top_three
from hustings.contests.simulation.spatial import Standing, advancing
from hustings.errors import RequestError

RULES = tuple(others.RULES)


def field(*shares: float, precision: float = 60, **more: object) -> Field:
    parties = ("DEM", "REP", "DEM", "GRN", "REP", "DEM")
    return Field(
        entrants=tuple(
            Entrant(candidate=f"c{place}", share=share, party=parties[place % 6])
            for place, share in enumerate(shares)
        ),
        precision=precision,
        **more,  # type: ignore[arg-type]
    )


# --- share level --------------------------------------------------------------------------------


@settings(max_examples=25)
@given(
    shares=st.lists(st.floats(0.01, 1), min_size=3, max_size=8),
    seed=st.integers(0, 2**32),
    nested=st.booleans(),
    matched=st.booleans(),
)
def test_two_advance_unless_there_is_a_tie(
    shares: list[float], seed: int, nested: bool, matched: bool
) -> None:
    made = simulate_shares(
        field(*shares, party_precision=90 if nested else None), seed=seed, elections=500,
        matched=matched,
    )  # fmt: skip
    extra = int(made.advanced.sum()) - 2 * made.elections
    assert extra >= 0
    assert (extra > 0) == (made.ties > 0)
    assert int(made.won.sum()) + made.undecided == made.elections
    assert made.pairs.sum() + made.ties <= made.elections
    assert (made.won <= made.advanced).all()
    np.testing.assert_allclose(made.first.sum(axis=0), 1)


def test_who_has_no_support_never_advances() -> None:
    made = simulate_shares(field(0.5, 0.3, 0.0, 0.2), seed=3, elections=3_000)
    assert made.advanced[2] == made.won[2] == 0
    assert made.first[2].max() == 0


def test_nobody_wins_against_one_who_alone_has_votes() -> None:
    made = simulate_shares(field(1.0, 0.0, 0.0), seed=3, elections=50)
    assert made.advanced.tolist() == [50, 0, 0] == made.won.tolist()
    assert made.locked_out == {"DEM": 0, "REP": 50}


def test_the_order_of_candidates_is_no_matter() -> None:
    """Permuted candidates have permuted chances, within what drawing so many times leaves open."""
    shares = (0.3, 0.25, 0.2, 0.15, 0.1)
    order = [3, 0, 4, 1, 2]
    plain = field(*shares, party_precision=100)
    mixed = Field(entrants=tuple(plain.entrants[place] for place in order), precision=60,
                  party_precision=100)  # fmt: skip
    many = 40_000
    one = simulate_shares(plain, seed=1, elections=many)
    other = simulate_shares(mixed, seed=2, elections=many)
    for new, old in enumerate(order):
        for a, b in ((one.advanced, other.advanced), (one.won, other.won)):
            p = a[old] / many
            assert abs(p - b[new] / many) < 4.5 * np.sqrt(2 * p * (1 - p) / many) + 1e-4
    assert one.locked_out.keys() == other.locked_out.keys()


def test_the_scale_of_turnout_is_no_matter_to_chances() -> None:
    one = simulate_shares(field(0.4, 0.3, 0.2, 0.1, ballots=20_000), seed=1, elections=40_000)
    other = simulate_shares(field(0.4, 0.3, 0.2, 0.1, ballots=400_000), seed=2, elections=40_000)
    np.testing.assert_allclose(one.advanced / 40_000, other.advanced / 40_000, atol=0.012)


def test_a_seed_gives_the_same_and_another_another() -> None:
    made = [simulate_shares(field(0.4, 0.3, 0.3), seed=seed, elections=9_000) for seed in (5, 5, 6)]
    assert (made[0].first == made[1].first).all()
    assert (made[0].won == made[1].won).all()
    assert (made[0].won != made[2].won).any()


@pytest.mark.parametrize("nested", [None, 150.0])
def test_matched_draws_have_the_mean_and_the_spread_of_drawn_votes(nested: float | None) -> None:
    where = field(0.4, 0.3, 0.2, 0.1, precision=30, party_precision=nested, ballots=500)
    drawn = simulate_shares(where, seed=1, elections=60_000).first
    matched = simulate_shares(where, seed=2, elections=60_000, matched=True).first
    np.testing.assert_allclose(drawn.mean(axis=1), matched.mean(axis=1), atol=0.002)
    np.testing.assert_allclose(drawn.std(axis=1), matched.std(axis=1), rtol=0.03)


def test_drawn_shares_have_the_variance_of_the_dirichlet_distribution() -> None:
    where = field(0.5, 0.3, 0.2, precision=40)
    drawn = drawn_shares(where, np.random.default_rng(1), 200_000)
    mean = where.shares
    np.testing.assert_allclose(drawn.mean(axis=1), mean, atol=0.002)
    np.testing.assert_allclose(drawn.var(axis=1), mean * (1 - mean) / 41, rtol=0.03)


def test_a_surer_party_total_leaves_the_division_within_it_as_open() -> None:
    where = field(0.3, 0.4, 0.3, precision=20, party_precision=2_000)
    drawn = drawn_shares(where, np.random.default_rng(1), 20_000)
    party = drawn[0] + drawn[2]
    assert party.std() < 0.015 < 0.05 < drawn[0].std()


def test_a_party_alone_locks_the_other_out() -> None:
    """Four who share a majority evenly lose both places to two who share a minority."""
    entrants = [Entrant(candidate=f"d{n}", party="DEM", share=0.14) for n in range(4)]
    entrants += [Entrant(candidate=f"r{n}", party="REP", share=0.22) for n in range(2)]
    made = simulate_shares(Field(entrants=tuple(entrants), precision=400), seed=1)
    assert made.chance_of_lockout("DEM").value > 0.9
    fewer = [entrants[0], entrants[4], entrants[5]]
    fewer[0] = Entrant(candidate="d0", party="DEM", share=0.56)
    made = simulate_shares(Field(entrants=tuple(fewer), precision=400), seed=1)
    assert made.chance_of_lockout("DEM").value == 0


def test_a_second_round_without_spread_follows_its_transfers() -> None:
    second = SecondRound(loyal=1.0, by_strength=0.0, sd_parties=0, sd_within=0)
    where = Field(
        entrants=(
            Entrant(candidate="d1", party="DEM", share=0.30),
            Entrant(candidate="r1", party="REP", share=0.35),
            Entrant(candidate="d2", party="DEM", share=0.20),
            Entrant(candidate="g", party="GRN", share=0.15),
        ),
        precision=1e7,
        ballots=10**7,
    )
    made = simulate_shares(where, second, seed=1, elections=200)
    assert made.won.tolist() == [200, 0, 0, 0]
    assert made.second[0].mean() == pytest.approx(0.30 + 0.20 + 0.15 / 2, abs=0.002)
    leaning = SecondRound(loyal=1.0, leans={"GRN": {"DEM": 0.8, "REP": 0.2}}, sd_parties=0,
                          swing={"DEM": 0.02})  # fmt: skip
    made = simulate_shares(where, leaning, seed=1, elections=200)
    assert made.second[0].mean() == pytest.approx(0.30 + 0.20 + 0.15 * 0.8 + 0.01, abs=0.002)


@settings(max_examples=60)
@given(
    votes=st.lists(st.integers(0, 40), min_size=2, max_size=7).filter(lambda v: sum(v) > 0),
    more=st.integers(0, 1000),
)
def test_the_first_two_are_those_of_the_rules(votes: list[int], more: int) -> None:
    """The quick counting sends on whom `contests.decide` sends on, ties included."""
    tally = Tally(lines=tuple(Line(candidate=f"c{n}", votes=v) for n, v in enumerate(votes)))
    decided = decide(tally, rule_named("top-two", state="CA", round="primary"))
    theirs = {one.candidate for one in decided.outcomes if one.result is Result.ADVANCES}
    counted = np.array(votes)
    ours = {f"c{place}" for place in advancing(counted)}
    standing = {f"c{place}" for place in np.flatnonzero(counted)}
    assert ours == theirs & standing
    one, other, second, third = top_three(counted[:, None].astype(float))
    if len(votes) == 2 or third[0] < second[0]:
        assert ours == {f"c{place[0]}" for place in (one, other) if counted[place[0]]}
    else:
        assert len(ours) > 2 or second[0] == 0


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: field(1.0), "two candidates"),
        (lambda: field(-0.1, 0.4), "the share of 'c0' is -0.1"),
        (lambda: field(0.0, 0.0), "all shares are zero"),
        (lambda: field(float("nan"), 0.2), "is nan"),
        (lambda: field(0.4, 0.2, precision=0), "precision is 0"),
        (lambda: Field(entrants=(Entrant(candidate="a", share=1),) * 2, precision=1), "2 times"),
        (lambda: SecondRound(loyal=1.2), "loyal is 1.2"),
        (lambda: SecondRound(leans={"GRN": {"DEM": 0.9, "REP": 0.3}}), "GRN"),
        (lambda: simulate_shares(field(0.4, 0.2), seed=1, elections=0), "0 elections"),
        (lambda: Electorate(groups=(Group(share=1, middle=(0.0, 0.0, 0.0)),)), "dimension"),
        (lambda: Electorate(voters=0), "0 voters"),
    ],
)
def test_what_cannot_be_is_refused(made: object, said: str) -> None:
    with pytest.raises(RequestError, match=said):
        made()  # type: ignore[operator]


# --- chances ------------------------------------------------------------------------------------


def test_a_chance_has_the_interval_of_wilson() -> None:
    chance = Chance(times=8, elections=10)
    assert (chance.low, chance.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert Chance(times=0, elections=10).low == 0
    assert Chance(times=10, elections=10).high == 1


@pytest.mark.parametrize(
    ("chance", "said"),
    [(0, "never"), (0.004, "under 1 in 100"), (0.04, "about 4 in 100"), (0.29, "about 3 in 10"),
     (0.5, "about 5 in 10"), (0.95, "about 95 in 100"), (0.997, "over 99 in 100"),
     (1, "always")],
)  # fmt: skip
def test_natural_frequencies(chance: float, said: str) -> None:
    assert natural(chance) == said


# --- polls --------------------------------------------------------------------------------------


def poll(
    house: str = "A", sample: int = 500, day: date = date(2024, 2, 1), **shares: float
) -> Poll:
    return Poll(pollster=house, day=day, sample=sample, shares=shares)


def test_one_poll_is_as_sure_as_sample_house_and_what_all_share() -> None:
    made = pooled([poll(x=0.6, y=0.4)], HouseSettings(house=0.04, shared=0.06))
    variance = 4 * 0.06**2 + 4 * 0.04**2 + 1 / 500
    assert made.precision == pytest.approx(1 / variance - 1)
    assert made.shares == pytest.approx({"x": 0.6, "y": 0.4})


def test_a_house_that_polls_again_tells_less_than_another_house() -> None:
    again = pooled([poll(x=0.6, y=0.4), poll(x=0.6, y=0.4)])
    another = pooled([poll(x=0.6, y=0.4), poll("B", x=0.6, y=0.4)])
    assert pooled([poll(x=0.6, y=0.4)]).precision < again.precision < another.precision


def test_an_older_poll_counts_less_and_undecided_make_it_less_sure() -> None:
    made = pooled([poll(x=0.6, y=0.4, day=date(2023, 1, 1)), poll(x=0.4, y=0.6)])
    assert made.shares["x"] < 0.45
    unsure = pooled([poll(x=0.4, y=0.2)])
    assert unsure.undecided == pytest.approx(0.4)
    assert unsure.shares["x"] == pytest.approx(2 / 3)
    assert unsure.precision < pooled([poll(x=2 / 3, y=1 / 3)]).precision


@pytest.mark.parametrize(
    ("given_polls", "said"),
    [([], "no poll"), ([poll(x=1.2)], "120%"), ([poll(x=-0.1, y=0.4)], "-10%"),
     ([poll(sample=0, x=0.4)], "asked nobody"), ([poll(x=0.8, y=0.6)], "140%"),
     ([poll(x=0.0)], "zero")],
)  # fmt: skip
def test_polls_that_cannot_be(given_polls: list[Poll], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        pooled(given_polls)


# --- voters -------------------------------------------------------------------------------------

GROUPS = (
    Group(share=0.45, middle=(-1.0, 0.0), party="DEM", spread=0.7, primary=0.4, general=0.7),
    Group(share=0.20, middle=(0.0, 0.0), spread=0.8, primary=0.2, general=0.5),
    Group(share=0.35, middle=(1.0, 0.0), party="REP", spread=0.7, primary=0.5, general=0.7),
)
STANDING = tuple(
    Standing(candidate=f"c{n}", middle=(place, 0.0), party=party, spread=0.3)
    for n, (place, party) in enumerate(
        [(-1.2, "DEM"), (-0.8, "DEM"), (-1.0, "DEM"), (0.9, "REP"), (1.1, "REP"), (0.0, "")]
    )
)


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), dimensions=st.integers(1, 2))
def test_numpy_and_numba_choose_alike(seed: int, dimensions: int) -> None:
    if importlib.util.find_spec("numba") is None:
        pytest.skip("Numba is not installed: nothing to compare")
    draw = np.random.default_rng(seed)
    voters = draw.standard_normal((dimensions, 3_001), dtype=np.float32)
    candidates = draw.standard_normal((7, dimensions), dtype=np.float32)
    compiled, name = engine("numba")
    assert name == "numba"
    plain = nearest(voters, candidates)
    assert (plain == compiled(voters, candidates)).all()
    assert (plain == all_distances(voters, candidates).argmin(axis=0)).all()


def test_both_engines_draw_equal_elections() -> None:
    if importlib.util.find_spec("numba") is None:
        pytest.skip("Numba is not installed: nothing to compare")
    made = [
        simulate_voters(STANDING, Electorate(groups=GROUPS, voters=999), seed=4, elections=60,
                        rules=RULES, engine=name)
        for name in ("numpy", "numba")
    ]  # fmt: skip
    for rule in ("top-two", *RULES):
        assert (made[0].winners[rule] == made[1].winners[rule]).all()


def test_turnout_on_another_scale_changes_no_election() -> None:
    doubled = tuple(
        Group(share=one.share * 3, middle=one.middle, party=one.party, spread=one.spread,
              primary=one.primary * 0.37, general=one.general * 100)
        for one in GROUPS
    )  # fmt: skip
    made = [
        simulate_voters(STANDING, Electorate(groups=groups, voters=801, partisan=0.5), seed=9,
                        elections=50, rules=RULES)
        for groups in (GROUPS, doubled)
    ]  # fmt: skip
    for rule in ("top-two", *RULES):
        assert (made[0].winners[rule] == made[1].winners[rule]).all()


def test_another_electorate_in_the_primary_changes_who_advances() -> None:
    same = tuple(
        Group(share=g.share, middle=g.middle, party=g.party, spread=g.spread) for g in GROUPS
    )
    kinds = [
        simulate_voters(STANDING, Electorate(groups=groups, voters=801), seed=9, elections=80)
        for groups in (GROUPS, same)
    ]
    assert (kinds[0].advanced != kinds[1].advanced).any()


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32), many=st.integers(2, 6))
def test_a_condorcet_winner_wins_every_pair(seed: int, many: int) -> None:
    draw = np.random.default_rng(seed)
    distances = draw.random((many, 41), dtype=np.float32)
    won = others.condorcet(distances, None)
    margins = [
        [int((distances[a] < distances[b]).sum()) * 2 - 41 for b in range(many)]
        for a in range(many)
    ]
    unbeaten = [
        a for a in range(many) if all(margins[a][b] > 0 for b in range(many) if b != a)
    ]  # fmt: skip
    assert [won] == (unbeaten or [-1])


@settings(max_examples=30)
@given(seed=st.integers(0, 2**32))
def test_two_candidates_are_decided_by_plurality_under_every_rule(seed: int) -> None:
    draw = np.random.default_rng(seed)
    two = [
        Standing(candidate=name, middle=tuple(draw.normal(size=2)), party=party)
        for name, party in (("a", "DEM"), ("b", "REP"))
    ]
    groups = tuple(Group(share=g.share, middle=g.middle, party=g.party) for g in GROUPS)
    made = simulate_voters(two, Electorate(groups=groups, voters=401), seed=seed, elections=5,
                           rules=RULES)  # fmt: skip
    for rule in RULES:
        assert (made.winners[rule] == made.winners["top-two"]).all()
        assert made.changed[rule] == 0


def test_permuted_candidates_have_permuted_winners() -> None:
    """Without scatter the candidates' order is no part of the draw, so each election is the same."""
    fixed = [Standing(candidate=s.candidate, middle=(s.middle[0], 0.1 * n), party=s.party)
             for n, s in enumerate(STANDING)]  # fmt: skip
    order = [4, 2, 0, 5, 1, 3]
    electorate = Electorate(groups=GROUPS, voters=1_001)
    one = simulate_voters(fixed, electorate, seed=2, elections=40, rules=RULES)
    other = simulate_voters(
        [fixed[n] for n in order], electorate, seed=2, elections=40, rules=RULES
    )
    for rule in ("top-two", *RULES):
        back = np.where(other.winners[rule] < 0, -1, np.array(order)[other.winners[rule]])
        assert (back == one.winners[rule]).all()


def test_a_seed_draws_the_same_voters() -> None:
    made = [simulate_voters(STANDING, Electorate(groups=GROUPS, voters=300), seed=seed, elections=40)
            for seed in (1, 1, 2)]  # fmt: skip
    assert (made[0].winners["top-two"] == made[1].winners["top-two"]).all()
    assert (made[0].shares != made[2].shares).any()


def test_who_is_far_from_all_stays_at_home() -> None:
    near = Electorate(groups=GROUPS, voters=800, alienation=0.0)
    made = simulate_voters(STANDING, near, seed=1, elections=3)
    assert made.advanced.sum() == 0
    assert made.won.sum() == 0


def test_an_unknown_rule_lists_those_there_are() -> None:
    with pytest.raises(RequestError, match="party-primary"):
        simulate_voters(STANDING, Electorate(groups=GROUPS), seed=1, elections=1, rules=["borda"])


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), many=st.integers(3, 4))
def test_the_instant_runoff_is_that_of_ranked_choice(seed: int, many: int) -> None:
    """Top-four's quick count elects whom `contests.ranked` elects from the same ballots."""
    pytest.importorskip("hustings.contests.ranked")
    from hustings.contests.ballots import RankedBallots
    from hustings.contests.ranked import count_rounds
    from hustings.contests.ranked_rules import ranked_rules

    distances = np.random.default_rng(seed).random((many, 501), dtype=np.float32)
    won = others.instant_runoff(distances, None)
    names = tuple(f"c{place}" for place in range(many))
    orders = np.argsort(distances.T, axis=1, kind="stable").astype(np.int32)
    assume(won >= 0)
    ballots = RankedBallots(
        candidates=names, ranks=orders, weights=np.ones(len(orders), dtype=np.int64)
    )
    rounds = count_rounds(ballots, ranked_rules("AK"))
    assert rounds[-1].elected == (names[won],)
