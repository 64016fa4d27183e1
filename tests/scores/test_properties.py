"""What must not change a share: the order of members and roll calls, and turning every vote round."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hustings.scores.matrix import Cast, VoteMatrix
from hustings.scores.progressive import Choices, progressive_scores
from hustings.scores.unity import agreement, party_unity, ranks, votes_missed

CASTS = [int(one) for one in Cast]


@st.composite
def houses(draw):
    members, roll_calls = draw(st.integers(4, 9)), draw(st.integers(1, 12))
    cells = np.array(
        draw(st.lists(st.sampled_from(CASTS), min_size=members * roll_calls,
                      max_size=members * roll_calls)),
        dtype=np.int8,
    ).reshape(members, roll_calls)  # fmt: skip
    names = tuple(f"m{one}" for one in range(members))
    votes = VoteMatrix(
        members=names, roll_calls=tuple(f"v{n}" for n in range(roll_calls)), cells=cells
    )
    return votes, {one: "DR"[at % 2] for at, one in enumerate(names)}


def all_shares(votes, party):
    return (
        party_unity(votes, party),
        votes_missed(votes),
        agreement(votes, "m0"),
        progressive_scores(votes, party, ["m0", "m2"]).scores,
        progressive_scores(
            votes, party, ["m0"], choices=Choices(crucial_margin=0.3, lost_count=True)
        ).scores,
    )


@settings(max_examples=50)
@given(houses(), st.integers(0, 1_000))
def test_order_changes_no_share(house, seed):
    votes, party = house
    g = np.random.default_rng(seed)
    rows, columns = g.permutation(len(votes.members)), g.permutation(len(votes.roll_calls))
    mixed = VoteMatrix(
        members=tuple(votes.members[at] for at in rows),
        roll_calls=tuple(votes.roll_calls[at] for at in columns),
        cells=votes.cells[np.ix_(rows, columns)],
    )
    assert all_shares(mixed, party) == all_shares(votes, party)


@settings(max_examples=50)
@given(houses())
def test_yea_for_nay_changes_no_share(house):
    votes, party = house
    turned = VoteMatrix(
        members=votes.members,
        roll_calls=votes.roll_calls,
        cells=np.where(np.abs(votes.cells) == 1, -votes.cells, votes.cells),
    )
    assert all_shares(turned, party) == all_shares(votes, party)


@settings(max_examples=50)
@given(houses())
def test_shares_are_of_what_was_held_and_a_unanimous_vote_changes_no_unity(house):
    votes, party = house
    for score in (*all_shares(votes, party)[0].values(), *votes_missed(votes).values()):
        assert 0 <= score.count <= score.of <= len(votes.roll_calls)
    more = VoteMatrix(
        members=votes.members,
        roll_calls=(*votes.roll_calls, "all"),
        cells=np.column_stack([votes.cells, np.ones(len(votes.members), dtype=np.int8)]),
    )
    assert party_unity(more, party) == party_unity(votes, party)


@given(st.dictionaries(st.text(max_size=3), st.one_of(st.none(), st.floats(0, 1)), max_size=12))
def test_a_place_is_one_and_those_above(scores):
    found = ranks(scores)
    held = [one for one in scores.values() if one is not None]
    assert len(found) == len(held)
    for key, place in found.items():
        assert place == 1 + sum(other > scores[key] for other in held)
