"""Columns made of others: the office, the House seat, a row's election, and sums of money."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import RequestError
from hustings.ids import district_id

if TYPE_CHECKING:
    from collections.abc import Sequence

_NO_TEXT: Final = pa.scalar(None, pa.string())
_USD: Final = pa.decimal128(16, 2)
#: Wide enough for any sum of a row's columns.
_WIDE: Final = pa.decimal128(24, 2)
_MOST: Final = Decimal(10) ** 14
#: The FEC's letters for the round of an election (TRANSACTION_PGI in its file descriptions).
ROUNDS: Final = {
    "P": "primary", "G": "general", "S": "special", "R": "runoff", "C": "convention",
    "E": "recount", "O": "other",
}  # fmt: skip
_ELECTION = re.compile(r"([A-Z])([0-9]{0,4})")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def office(candidate_ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """H, S or P: the first letter of an FEC candidate id."""
    letter = pc.utf8_slice_codeunits(candidate_ids, 0, 1)
    return pc.if_else(pc.is_in(letter, pa.array(["H", "S", "P"])), letter, _NO_TEXT)


class Seats:
    """House seats by state and number, looked up once for each pair of a file."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def column(
        self, states: pa.ChunkedArray, numbers: pa.ChunkedArray, house: pa.ChunkedArray
    ) -> pa.ChunkedArray:
        """'CA', '34' → 'CA-34' where `house` is true; null where no such seat can be meant."""
        pairs = pc.binary_join_element_wise(
            states, numbers, "|", null_handling="replace", null_replacement=""
        )
        encoded = pairs.combine_chunks().dictionary_encode()
        seats = pa.array([self._seat(pair) for pair in encoded.dictionary.to_pylist()], pa.string())
        return pc.if_else(house, seats.take(encoded.indices), _NO_TEXT)

    def _seat(self, pair: str) -> str | None:
        if pair not in self._known:
            state, _, number = pair.partition("|")
            try:
                # A blank number names a seat only where the state has but one.
                seat = district_id(state, number or 1)
                self._known[pair] = seat if number or seat.endswith("-AL") else None
            except (RequestError, ValueError):
                # Some registrations are for seats that no state has (MI-64); the row stands.
                self._known[pair] = None
        return self._known[pair]


def elections(codes: pa.ChunkedArray) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """'P2024' → primary, 2024; see `election`. Each code is taken apart once."""
    encoded = codes.combine_chunks().dictionary_encode()
    found = [election(code) for code in encoded.dictionary.to_pylist()]
    rounds = pa.array([round_ for round_, _ in found], pa.string())
    years = pa.array([year for _, year in found], pa.int64())
    return rounds.take(encoded.indices), years.take(encoded.indices)


@lru_cache(maxsize=10_000)
def election(code: str) -> tuple[str | None, int | None]:
    """The round and the year of a code: a letter and four digits; in early files a letter alone.

    Each is null where it cannot be read: 'P' has no year and 'G024' a broken one; '0' and 'B2024'
    have no round that is known. Odd years and far ones stand as they are written: special
    elections are held in odd years, and money is given for later cycles.
    """
    found = _ELECTION.fullmatch(code)
    if not found:
        return None, None
    return ROUNDS.get(found[1]), int(found[2]) if _YEAR.fullmatch(found[2]) else None


def total(addends: Sequence[pa.ChunkedArray]) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """The sum row by row, and where it is too large for money (and null).

    Blanks count as nothing, and only blanks make a blank.
    """
    zero = pa.scalar(Decimal(0), _USD)
    made = pc.coalesce(addends[0], zero).cast(_WIDE)
    known = pc.is_valid(addends[0])
    for addend in addends[1:]:
        made = pc.add(made, pc.coalesce(addend, zero)).cast(_WIDE)
        known = pc.or_(known, pc.is_valid(addend))
    large = pc.greater_equal(pc.abs(made), _MOST)
    kept = pc.if_else(pc.and_not(known, large), made, pa.scalar(None, _WIDE))
    return kept.cast(_USD), large
