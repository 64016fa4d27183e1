"""Columns made of other columns: the office, the House seat, and sums of money."""

from __future__ import annotations

from decimal import Decimal
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
