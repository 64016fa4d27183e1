"""JSON returns: parts taken with their type checked, contests as units of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.sources.checked import Fields, LeftOut, Rows, Unreadable, shown
from hustings.sources.events import Event, Loaded, Rejected, Skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def part(thing: object, key: str) -> object:
    """What stands under a key, None if nothing or if there are no keys."""
    return thing.get(key) if isinstance(thing, dict) else None


def text(thing: object, key: str) -> str:
    """A text under a key. Raises Unreadable if it is missing, blank or something else."""
    return Fields(thing if isinstance(thing, dict) else {}).text(key)


def listed(thing: object, key: str) -> list[object]:
    """A list under a key. Raises Unreadable if it is missing or something else."""
    value = part(thing, key)
    if not isinstance(value, list):
        raise Unreadable(f"{key} is not a list")
    return value


def count(value: object, what: str = "votes") -> int:
    """A whole number of votes. Raises Unreadable; true is no number, nor is 1.5."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**9:
        raise Unreadable(f"{what}: not a whole number")
    return value


def contests(units: Iterable[object], make: Callable[[object], Rows]) -> Iterator[Event]:
    """Each contest as one unit: whole, or not at all, for a part of a contest is no result."""
    for number, contest in enumerate(units, start=1):
        try:
            made = make(contest)
        except Unreadable as problem:
            yield Rejected(number, shown(contest), str(problem))
        except LeftOut as reason:
            yield Skipped(number, str(reason))
        else:
            yield Loaded(number, made)
