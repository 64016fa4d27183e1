"""Links become people: connected components that never hold two names which contradict.

Links are taken from the most to the least probable, ties by id, and each joins two groups, unless
the joined group would hold names that cannot be one person's (John and Jane through 'J Smith',
junior and senior), or more spellings than anybody has. Such a link is refused and kept as refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Link(NamedTuple):
    """Two spellings and the probability that they are one person."""

    left: str
    right: str
    probability: float


class Called(NamedTuple):
    """What must not contradict within a person: given names, their full forms, generation."""

    first: str
    middle: str
    suffix: str
    forms: frozenset[str]
    known: bool = True


@dataclass(slots=True)
class Group:
    """Spellings found to be one person so far, and the different names among them."""

    members: list[str]
    names: set[Called]


def contradicts(one: Called, other: Called) -> bool:
    """Whether two given names, middle initials or generations cannot be one person's.

    An initial agrees with a name that begins so; a short form with its full name; a first name
    with the other's middle name. A slip of a letter is the model's to judge: here it passes when
    one of the two is no known name.
    """
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return True
    if not one.first or not other.first:
        return False
    return not _agree(one, other) or _other_middle(one, other)


def _other_middle(one: Called, other: Called) -> bool:
    """John A and John B: a plain John in between would make them one, and of many Johns all."""
    if not one.middle or not other.middle or one.middle[0] == other.middle[0]:
        return False
    crossed = {one.first[0], one.middle[0]} == {other.first[0], other.middle[0]}
    return not crossed and one.first[0] != other.middle[0] and other.first[0] != one.middle[0]


def _agree(one: Called, other: Called) -> bool:
    if one.first == other.first or one.forms & other.forms:
        return True
    if min(len(one.first), len(other.first)) == 1:
        return one.first[0] in {other.first[0], other.middle[:1]} or other.first[0] in {
            one.middle[:1]
        }
    if one.first == other.middle or other.first == one.middle:
        return True
    # A slip: the model has compared the letters where it met the two as a pair.
    return not (one.known and other.known) and one.first[0] == other.first[0]


def grouped(
    links: Iterable[Link],
    called: Mapping[str, Called],
    most: int,
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Which person (the smallest id of it) each linked spelling is, and the links refused.

    `apart` are pairs that the model met and that are surely two people. The order of the links does not
    matter. Spellings without a link are not in the answer.
    """
    others: dict[str, set[str]] = {}
    for left, right in apart:
        others.setdefault(left, set()).add(right)
        others.setdefault(right, set()).add(left)
    owner: dict[str, Group] = {}
    refused: set[tuple[str, str]] = set()
    for link in sorted(links, key=lambda one: (-one.probability, one.left, one.right)):
        mine = owner.get(link.left) or Group([link.left], {called[link.left]})
        theirs = owner.get(link.right) or Group([link.right], {called[link.right]})
        if mine is theirs:
            continue
        if (
            len(mine.members) + len(theirs.members) > most
            or any(contradicts(one, other) for one in mine.names for other in theirs.names)
            or any(not others.get(one, set()).isdisjoint(theirs.members) for one in mine.members)
        ):
            refused.add((link.left, link.right))
            continue
        joined = Group(mine.members + theirs.members, mine.names | theirs.names)
        for member in joined.members:
            owner[member] = joined
    people = {id(group): min(group.members) for group in owner.values()}
    return {member: people[id(group)] for member, group in owner.items()}, refused
