"""Bills by hand and of the 116th: how far, who joined, who came first."""

from datetime import date

import numpy as np
import pytest

from hustings.errors import RequestError
from hustings.scores.bills import (
    Bill,
    Cosponsor,
    Stage,
    cosponsorship_scores,
    sponsorships,
    stage_of,
)
from hustings.scores.follow import after_leader, base_rate, bills_led, place_in_order
from hustings.scores.unity import Tallied

from . import made

GOMEZ, JAYAPAL = "G000585", "J000298"


def bill(key, sponsor, *names, stage=Stage.INTRODUCED):
    """Names are 'member:day of January', those of the first day original."""
    joined = [one.split(":") for one in names]
    return Bill(
        key=key,
        introduced=date(2019, 1, 1),
        sponsor=sponsor,
        stage=stage,
        cosponsors=tuple(
            Cosponsor(member=who, day=date(2019, 1, int(day)), original=day == "1")
            for who, day in joined
        ),
    )


BILLS = [
    bill("b1", "lead", "ann:1", "bob:3", "cy:3", "dee:9", stage=Stage.PASSED_CHAMBER),
    bill("b2", "rex", "lead:2", "ann:5", "bob:2", "cy:1"),
    bill("b3", "ann", "bob:4"),
]
PARTY = {"lead": {"D"}, "ann": {"D"}, "bob": {"D", "I"}, "cy": {"R"}, "dee": {"D"}, "rex": {"R"}}


def test_a_members_bills_by_hand():
    ann = sponsorships(BILLS, "ann", PARTY)
    assert (ann.sponsored, ann.cosponsored, ann.original) == (1, 2, 1)
    assert ann.across == Tallied(count=1, of=2)
    lead = sponsorships(BILLS, "lead", PARTY)
    assert lead.own[Stage.PASSED_CHAMBER] == 1
    with pytest.raises(RequestError, match="rex has no party"):
        sponsorships(BILLS, "ann", {key: value for key, value in PARTY.items() if key != "rex"})


def test_the_order_of_names():
    dee = place_in_order(BILLS[0], "dee")
    assert (dee.place, dee.of, dee.level, dee.days) == (4, 4, 0, 8)
    assert dee.before == ("lead", "ann", "bob", "cy")
    assert not dee.led
    bob = place_in_order(BILLS[0], "bob")
    assert (bob.place, bob.level, bob.before) == (2, 1, ("lead", "ann"))
    assert place_in_order(BILLS[0], "lead").place == 0
    assert place_in_order(BILLS[0], "rex") is None


def test_led_and_followed_by_hand():
    assert bills_led(BILLS)["ann"] == Tallied(count=2, of=3)
    assert bills_led(BILLS)["dee"] == Tallied(count=0, of=1)
    found = after_leader(BILLS, "lead")
    assert (found["ann"].after, found["bob"].level, found["bob"].without) == (1, 1, 1)
    assert found["cy"].before == 1
    assert "dee" not in found
    assert found["bob"].of_all == Tallied(count=0, of=2)
    assert found["bob"].of_shared == Tallied(count=0, of=1)
    assert after_leader(BILLS, "lead", own_bills=True)["dee"].after == 1


def test_a_share_stands_beside_comparable_members():
    shares = {key: Tallied(count=count, of=10) for key, count in
              {"me": 5, "a": 1, "b": 2, "c": 3, "d": 8}.items()}  # fmt: skip
    found = base_rate(shares, "me", list(shares))
    assert (found.rank, found.of, found.median) == (2, 4, 0.25)
    assert found.pooled == Tallied(count=14, of=40)
    with pytest.raises(RequestError, match="no comparable member"):
        base_rate(shares, "me", [])


def test_bad_bills_are_refused_with_all_that_is_wrong():
    with pytest.raises(RequestError) as caught:
        Bill(
            key="b9",
            introduced=date(2019, 1, 2),
            sponsor="a",
            stage=Stage.INTRODUCED,
            cosponsors=(
                Cosponsor(member="a", day=date(2019, 1, 1), original=True),
                Cosponsor(member="b", day=date(2019, 1, 4), original=False),
                Cosponsor(member="b", day=date(2019, 1, 4), original=False,
                          withdrawn=date(2019, 1, 3)),
            ),
        )  # fmt: skip
    said = str(caught.value)
    for problem in ("sponsor and cosponsor", "before 2019-01-02", "cosponsor twice", "withdrew"):
        assert problem in said
    with pytest.raises(RequestError, match="is no status"):
        stage_of("PASSED_OUT")


def test_leadership_by_hand():
    # Two join all of one's bills: by symmetry they are level and the one joined is first.
    many = [bill(f"b{n}", "a", "b:1", "c:1") for n in range(200)]
    found = cosponsorship_scores(many, ["a", "b", "c"], right=["c"])
    assert found.leadership[0] == 1.0
    assert found.leadership[1] == found.leadership[2] == 0.0


def test_ideology_tells_two_camps_apart_and_strangers_are_counted():
    left, right = ["a", "b", "c"], ["x", "y", "z"]
    many = [
        bill(f"{camp[0]}{n}{one}", one, *(f"{other}:1" for other in camp if other != one))
        for camp in (left, right)
        for one in camp
        for n in range(2 if camp is left else 3)
    ]
    found = cosponsorship_scores([*many, bill("s", "stranger", "a:1")], left + right, right=right)
    assert found.left_out == 1
    assert max(found.ideology[:3]) < min(found.ideology[3:])
    turned = cosponsorship_scores(many, left + right, right=left)
    assert turned.ideology == pytest.approx(1 - found.ideology)


@pytest.fixture(scope="module")
def house_bills(shared_data):
    return [one for one in made.bills(shared_data) if one.key.startswith("h")]


@pytest.fixture(scope="module")
def party(shared_data):
    found = {}
    for row in made.house(shared_data, 116)[1].values():
        found.setdefault(row["bioguide_id"], set()).add(made.PARTIES[row["party_code"]])
    return found


def test_gomez_in_the_116th(house_bills, party):
    found = sponsorships(house_bills, GOMEZ, party)
    assert found.sponsored == 19
    assert found.cosponsored == 376
    assert found.across == Tallied(count=18, of=376)


def test_known_bills_of_the_116th(house_bills):
    by_key = {one.key: one for one in house_bills}
    rent, relief, medicare = (by_key[f"{key}-116"] for key in ("hr6515", "hr6314", "hr1384"))
    assert (len(rent.cosponsors), sum(one.original for one in rent.cosponsors)) == (30, 8)
    assert rent.introduced == date(2020, 4, 17)
    assert len(relief.cosponsors) == 10
    assert (len(medicare.cosponsors), sum(one.original for one in medicare.cosponsors)) == (
        118,
        106,
    )
    assert place_in_order(rent, GOMEZ) is None
    assert place_in_order(relief, GOMEZ) is None
    own = place_in_order(medicare, GOMEZ)
    assert own.led
    assert own.day == date(2019, 2, 27)
    assert own.before == (JAYAPAL,)


def test_following_has_its_base_rate(house_bills, party):
    found = {key: one.of_shared for key, one in after_leader(house_bills, JAYAPAL).items()}
    democrats = [key for key, held in party.items() if "D" in held and key != JAYAPAL]
    rate = base_rate(found, GOMEZ, democrats)
    assert rate.own == Tallied(count=84, of=220)
    assert rate.lower_quartile < rate.own.share < rate.upper_quartile


def test_cosponsorship_ideology_goes_with_votes(shared_data, house_bills, party):
    found = cosponsorship_scores(
        house_bills, sorted(party), right=[key for key, held in party.items() if held == {"R"}]
    )
    place = {
        row["bioguide_id"]: float(row["nokken_poole_dim1"])
        for row in made.house(shared_data, 116)[1].values()
        if row["nokken_poole_dim1"]
    }
    pairs = np.array([(found.ideology[at], place[key])
                      for at, key in enumerate(found.members) if key in place])  # fmt: skip
    assert np.corrcoef(pairs.T)[0, 1] > 0.9
