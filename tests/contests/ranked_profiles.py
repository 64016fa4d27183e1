"""Ranked ballots to try rules on: drawn by hypothesis, or with a seed."""

import random

from hypothesis import strategies as st

from hustings.contests import Duplicates, Majority, Overvotes, RankedBallots, RankedRules, Ties

NAMES = ("Ada", "Ben", "Cleo", "Dov", "Eve")


@st.composite
def profiles(draw, least=2, most=5, clean=False):
    """Candidates and lines of marks with counts; clean ballots rank each candidate once."""
    names = NAMES[: draw(st.integers(least, most))]
    one = st.sampled_from(names)
    if clean:
        marks = st.lists(one, unique=True, max_size=len(names))
    else:
        several = st.sets(one, min_size=2, max_size=3).map(frozenset)
        marks = st.lists(st.one_of(one, one, one, st.none(), several), max_size=5)
    lines = st.lists(st.tuples(marks.map(tuple), st.integers(1, 40)), min_size=1, max_size=12)
    return names, draw(lines)


@st.composite
def rules(draw, names=NAMES, seats=(1,)):
    """Rules of any kind, with ties by an order."""
    places = draw(st.sampled_from(seats))
    return RankedRules(
        seats=places,
        batch_elimination=places == 1 and draw(st.booleans()),
        skips_allowed=draw(st.sampled_from([None, 0, 1, 2])),
        overvotes=draw(st.sampled_from(list(Overvotes))),
        duplicates=draw(st.sampled_from(list(Duplicates))),
        majority=draw(st.sampled_from(list(Majority))) if places == 1 else Majority.ANY_ROUND,
        first_round_sets_threshold=draw(st.booleans()),
        continue_until_two=places == 1 and draw(st.booleans()),
        ties=Ties.ORDER,
        previous_rounds_first=draw(st.booleans()),
        order=tuple(draw(st.permutations(names))),
    )


def drawn_profile(dice: random.Random, *, complete=False):
    """A small profile: 2 to 5 candidates, up to 12 patterns; complete ballots rank everybody."""
    names = NAMES[: dice.randint(2, 5)]
    lines = {}
    for _ in range(dice.randint(1, 12)):
        marks = tuple(dice.sample(names, len(names) if complete else dice.randint(1, len(names))))
        lines[marks] = lines.get(marks, 0) + dice.randint(1, 60)
    return names, lines


def ballots_of(names, lines):
    return RankedBallots.of(names, lines)
