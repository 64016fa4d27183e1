"""Values as the catalogue wants them: exact, or refused with a reason.

The distinct values of a typed column are few, so each is turned from text into an exact Python
value once, by rules that can be read below, and the rows take it from there. NaN, 1e5, 1_000 and
1,000 are not numbers here, though other readers take them.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hustings.errors import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

#: Digits before the point that DECIMAL(16,2) and DECIMAL(18,6) hold.
_WHOLE_DIGITS: Final = {"usd": 14, "decimal": 12}
_PLACES: Final = {"usd": 2, "decimal": 6}
#: What Arrow's own conversion takes to be the same number as the rules here do.
PLAIN: Final = {
    "usd": r"^[+-]?([0-9]{1,14}(\.[0-9]{0,2})?|\.[0-9]{1,2})$",
    "decimal": r"^[+-]?([0-9]{1,12}(\.[0-9]{0,6})?|\.[0-9]{1,6})$",
    "int": r"^-?[0-9]{1,18}$",
}
_DECIMAL = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_RUN = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NAMED = re.compile(r"([0-9]{1,2})-([A-Za-z]{3})-([0-9]{4}|[0-9]{2})")
_MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")  # fmt: skip
#: A year of two digits from 70 on is of the last century; the FEC began in 1975.
_PIVOT: Final = 70
#: Letters up to the blank are blanks and control characters.
BLANK: Final = 0x20
#: So many texts of a column are remembered with their values, unless one part has more.
REMEMBERED: Final = 100_000
_TRUTHS: Final = {"Y": True, "YES": True, "T": True, "TRUE": True, "1": True,
                  "N": False, "NO": False, "F": False, "FALSE": False, "0": False}  # fmt: skip


class InexactError(ValueError):
    """A text is not a value of its type; the message completes the sentence `COLUMN 'text' …`."""


def money(text: str) -> Decimal:
    """'1234.5', '-.48', '+7.' → exact dollars and cents."""
    return _plain(text, "usd")


def fraction(text: str) -> Decimal:
    """A plain decimal with up to six places."""
    return _plain(text, "decimal")


def _plain(text: str, kind: str) -> Decimal:
    found = _DECIMAL.fullmatch(text)
    if not found or not (found[2] or found[3]):
        raise InexactError("is not a plain number")
    if len(found[3] or "") > _PLACES[kind]:
        raise InexactError(f"has more than {_PLACES[kind]} decimals")
    if len(found[2].lstrip("0")) > _WHOLE_DIGITS[kind]:
        raise InexactError("is too large")
    return Decimal(text)


def whole(text: str) -> int:
    """'2024' → 2024, within 64 bits."""
    if not _WHOLE.fullmatch(text):
        raise InexactError("is not a whole number")
    # Long digit strings are measured before they are turned into numbers, which takes their square.
    if len(text.lstrip("+-0")) > 19 or not -(2**63) <= int(text) < 2**63:
        raise InexactError("is too large")
    return int(text)


def number(text: str) -> float:
    """A plain decimal as a 64-bit float."""
    found = _DECIMAL.fullmatch(text)
    if not found or not (found[2] or found[3]) or len(text) > 40:
        raise InexactError("is not a plain number")
    return float(text)


def truth(text: str) -> bool:
    """Y or N, T or F, 1 or 0, in any case."""
    if text.upper() not in _TRUTHS:
        raise InexactError("is not yes or no")
    return _TRUTHS[text.upper()]


def moment(text: str) -> datetime:
    """An ISO time without a zone."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError as problem:
        raise InexactError("is not an ISO time") from problem
    if value.tzinfo is not None:
        raise InexactError("has a time zone")
    return value


def day_reader(form: str) -> Callable[[str], date]:
    """The reader of dates written as `form`: MM/DD/YYYY, MMDDYYYY, DD-MON-YY or ISO."""
    orders = {
        "MM/DD/YYYY": (_SLASHED, (3, 1, 2)),
        "MMDDYYYY": (_RUN, (3, 1, 2)),
        "DD-MON-YY": (_NAMED, (3, 2, 1)),
        "ISO": (_ISO, (1, 2, 3)),
    }
    if form not in orders:
        raise Fault(f"no dates are written as {form!r}; known: {', '.join(orders)}.")
    pattern, (year_at, month_at, day_at) = orders[form]

    def read(text: str) -> date:
        found = pattern.fullmatch(text)
        if not found:
            raise InexactError(f"is not a date ({form})")
        year, month = int(found[year_at]), found[month_at].upper()
        if len(found[year_at]) == 2:
            year += 1900 if year >= _PIVOT else 2000
        try:
            place = _MONTHS.index(month) + 1 if month.isalpha() else int(month)
            return date(year, place, int(found[day_at]))
        except ValueError as problem:
            raise InexactError("is not a day of the calendar") from problem

    return read


def reader(kind: str, dates: str) -> Callable[[str], Any]:
    """The function that turns text into a value of a catalogue type, or raises InexactError."""
    if kind == "date":
        return day_reader(dates)
    readers: dict[str, Callable[[str], Any]] = {
        "usd": money, "decimal": fraction, "int": whole, "number": number, "bool": truth,
        "time": moment, "text": str,
    }  # fmt: skip
    return readers[kind]


class Exact:
    """Turns columns of text into exact values of one kind, and remembers the texts it has met.

    The same amounts and days come again in every part of a file, so that after the first parts
    nearly all work is one look-up in a table. Threads may share it: what is known is replaced
    whole.
    """

    def __init__(self, read: Callable[[str], Any], kind: pa.DataType, plain: str = "") -> None:
        self._read = read
        self._kind = kind
        self._plain = plain
        self._known = _Known(pa.array([], pa.string()), pa.array([], kind), {})

    def column(self, column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, dict[int, str]]:
        """A column's values; and, by row, what is wrong with those that have none.

        What is wrong is a sentence without its subject: `'N/A' is not a plain number`.
        """
        texts = column.combine_chunks()
        known = self._known
        places = pc.index_in(texts, value_set=known.texts)
        if places.null_count > texts.null_count:
            known = self._known = self._learn(texts, known)
            places = pc.index_in(texts, value_set=known.texts)
        values = pa.chunked_array([known.values.take(places)])
        if not known.faults:
            return values, {}
        failing = pc.is_in(places, pa.array(list(known.faults), places.type))
        rows = np.flatnonzero(failing.to_numpy(zero_copy_only=False)).tolist()
        return values, {row: known.faults[places[row].as_py()] for row in rows}

    def _learn(self, texts: pa.Array, known: _Known) -> _Known:
        met = texts.unique().drop_null()
        new = met.filter(pc.invert(pc.is_in(met, known.texts)))
        if len(known.texts) + len(new) > REMEMBERED:
            known, new = _Known(known.texts[:0], known.values[:0], {}), met
        easy = new.filter(pc.match_substring_regex(new, self._plain)) if self._plain else new[:0]
        hard = new.filter(pc.invert(pc.is_in(new, easy)))
        values, faults = [], dict(known.faults)
        for place, raw in enumerate(hard.to_pylist(), start=len(known.texts) + len(easy)):
            text = raw.strip()
            try:
                values.append(self._read(text) if text else None)
            except InexactError as problem:
                values.append(None)
                faults[place] = f"{text[:60]!r} {problem}"
        return _Known(
            pa.concat_arrays([known.texts, easy, hard]),
            pa.concat_arrays([known.values, easy.cast(self._kind), pa.array(values, self._kind)]),
            faults,
        )


class _Known(NamedTuple):
    """Texts, their values at the same places, and what is wrong with those that have none."""

    texts: pa.Array
    values: pa.Array
    faults: dict[int, str]


def trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A text column without blanks around its values; what is then empty is null."""
    return pa.chunked_array([_trimmed(chunk) for chunk in column.chunks], pa.string())


def _trimmed(chunk: pa.Array) -> pa.Array:
    """Only a chunk with a blank at either end of a value is touched: most columns have none."""
    _, offsets, data = chunk.buffers()
    if data is None or not data.size:
        return chunk
    blank = np.frombuffer(data, np.uint8) <= BLANK
    if not blank.any():
        return chunk
    # Borders beside empty values look at a neighbour's letters, which at worst trims in vain.
    borders = np.frombuffer(offsets, np.int32)[chunk.offset : chunk.offset + len(chunk) + 1]
    if not (blank.take(borders, mode="clip").any() or blank.take(borders - 1, mode="clip").any()):
        return chunk
    bare = pc.ascii_trim_whitespace(chunk)
    return pc.if_else(pc.equal(bare, ""), pa.scalar(None, pa.string()), bare)
