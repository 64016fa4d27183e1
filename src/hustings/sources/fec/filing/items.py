"""Itemised rows of a filing, made into Arrow columns a kind at a time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from hustings.errors import Fault
from hustings.sources.events import Rejected
from hustings.sources.fec.filing.rows import DIVIDER, UNCLOSED, split
from hustings.sources.fec.filing.values import day, money, old_name
from hustings.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from hustings.sources.fec.filing.layouts import Plan

TABLE: Final = "itemizations"
#: Bytes that Arrow divides at a time: little enough to stay in the processor's cache.
BLOCK: Final = 1 << 20


@cache
def schema() -> pa.Schema:
    """The columns of a batch: those of the table without `snapshot`."""
    whole = table(TABLE).schema()
    return pa.schema([field for field in whole if field.name != "snapshot"])


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of one layout: the plans of their kinds and each row's, their lines, their fields as
    columns by place, and a row's fields."""

    plans: list[Plan]
    codes: NDArray[np.int64] | None
    numbers: NDArray[np.int64]
    columns: dict[int, pa.Array]
    fields: Callable[[int], list[str]]

    def said(self, words: list[str | None]) -> pa.Array:
        """A word for each row by its plan."""
        if self.codes is None:
            return pa.repeat(pa.scalar(words[0], pa.string()), len(self.numbers))
        return pa.array(words, pa.string()).take(pa.array(self.codes))


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """Makes batches for one filing; `delimiter` divides the parts of a name in old versions."""

    filing: str
    delimiter: str

    def make(
        self, plan: Plan, numbers: list[int], texts: list[str], *, commas: bool
    ) -> tuple[list[pa.Table], list[Rejected]]:
        """The lines of one kind as tables, and those that cannot be read."""
        notes: list[Rejected] = []
        kept, rows = _fitting(plan, numbers, texts, notes, commas=commas)
        if not rows:
            return [], notes
        fields = list(zip(*rows, strict=True))
        columns = {place: _text(pa.array(fields[place], pa.string())) for place in _used(plan)}
        piece = _Piece([plan], None, np.array(kept), columns, rows.__getitem__)
        return [self._table(piece, notes)], notes

    def divided(
        self,
        data: bytes,
        width: int,
        plans: list[Plan],
        codes: NDArray[np.int64] | None,
        numbers: NDArray[np.int64],
        text: Callable[[int], str],
    ) -> tuple[pa.Table, list[Rejected]] | None:
        """Lines of one layout that all have so many fields, divided by Arrow; None if they do not.

        plans: of the kinds among them, and `codes` each line's. What is beyond the layout must be
        blank, else it is None too.
        """  # fmt: skip
        due = len(plans[0].names)
        beyond = list(range(due, width))
        used = [place for place in _used(plans[0]) if place < width]
        found = _divided(data, width, [*used, *beyond], len(numbers))
        if found is None or any(found[place].null_count < len(numbers) for place in beyond):
            return None
        columns = {
            place: found[place] if place < width else pa.nulls(len(numbers), pa.string())
            for place in _used(plans[0])
        }
        notes: list[Rejected] = []
        piece = _Piece(plans, codes, numbers, columns, lambda row: text(row).split(DIVIDER))
        return self._table(piece, notes), notes

    def _table(self, piece: _Piece, notes: list[Rejected]) -> pa.Table:
        count = len(piece.numbers)
        plan = piece.plans[0]
        faults: dict[int, str] = {}
        made = {
            "line": pa.array(piece.numbers, pa.int64()),
            "filing_id": pa.repeat(pa.scalar(self.filing, pa.string()), count),
            "kind": piece.columns[0],
            "schedule": piece.said([one.schedule for one in piece.plans]),
            "form_line": piece.said([one.form_line for one in piece.plans]),
        }
        table_ = pa.table(
            [
                made[field.name] if field.name in made
                else self._column(plan, field.name, field.type, piece, faults)
                for field in schema()
            ],
            schema=schema(),
        )  # fmt: skip
        if not faults:
            return table_
        for row, reason in sorted(faults.items()):
            fields = piece.fields(row)
            notes.append(Rejected(int(piece.numbers[row]), shown(fields, plan.shown), reason))
        keep = np.ones(count, bool)
        keep[list(faults)] = False
        return table_.filter(pa.array(keep))

    def _column(
        self, plan: Plan, name: str, kind: pa.DataType, piece: _Piece, faults: dict[int, str]
    ) -> pa.Array:
        count = len(piece.numbers)
        places = plan.places.get(name)
        if places is None:
            return pa.repeat(False, count) if name == "memo" else pa.nulls(count, kind)
        if name == "name":
            return self._names(plan, places, piece)
        text = piece.columns[places[0]]
        for place in places[1:]:
            text = pc.coalesce(text, piece.columns[place])
        if name == "memo":
            return pc.fill_null(pc.equal(pc.utf8_upper(text), "X"), False)
        if kind != pa.string() and text.null_count == count:
            return pa.nulls(count, kind)
        if pa.types.is_decimal(kind):
            plain = _plain_money(text, kind)
            if plain is not None:
                return plain
            return _read(text, kind, money, plan.names[places[0]], faults)
        if pa.types.is_date(kind):
            return _read(text, kind, day, plan.names[places[0]], faults)
        return text

    def _names(self, plan: Plan, places: tuple[int, ...], piece: _Piece) -> pa.Array:
        """One name of each row: the organisation's, or a person's with the surname first."""
        parts: dict[str, pa.Array] = {}
        for place in places:
            name = plan.names[place]
            part = next((part for part in _PARTS if name.endswith(part)), "_name")
            if piece.columns[place].null_count < len(piece.numbers):
                parts[part] = piece.columns[place]
        given = _joined([parts[one] for one in _PARTS[2:] if one in parts], " ")
        last, first = parts.get("_last_name"), parts.get("_first_name")
        person = _joined([one for one in (last, given) if one is not None], ", ")
        if person is not None and (named := [one for one in (last, first) if one is not None]):
            person = pc.if_else(pc.is_valid(pc.coalesce(*named)), person, None)
        else:
            person = None
        old = parts.get("_name")
        if old is not None:
            coded = old.dictionary_encode()
            read = [old_name(text, self.delimiter) or None for text in coded.dictionary.to_pylist()]
            old = pa.array(read, pa.string()).take(coded.indices)
        said = [one for one in (parts.get("_organization_name"), person, old) if one is not None]
        return pc.coalesce(*said) if said else pa.nulls(len(piece.numbers), pa.string())


def _joined(texts: list[pa.Array], between: str) -> pa.Array | None:
    """Texts joined where there are several, else the one there is."""
    if not texts:
        return None
    whole = texts[0]
    for text in texts[1:]:
        # With null_handling="skip" Arrow leaves out rows that are null in all (26.0).
        both = pc.binary_join_element_wise(whole, text, between)
        whole = pc.coalesce(both, whole, text)
    return whole


_PARTS: Final = ("_organization_name", "_last_name", "_first_name", "_middle_name", "_suffix")


def shown(fields: list[str], count: int) -> str:
    """What is kept of a rejected row: its first fields, which come before any address."""
    return " | ".join(field.strip() for field in fields[:count])


def _used(plan: Plan) -> list[int]:
    """The places of the fields that are read; the first is the kind."""
    return sorted({0, *(place for places in plan.places.values() for place in places)})


def _divided(data: bytes, width: int, used: list[int], count: int) -> dict[int, pa.Array] | None:
    """Some fields, by place, of lines that all have so many; None if one of them has not."""
    ragged: list[int] = []

    def other_width(_row: object) -> str:
        ragged.append(1)
        return "skip"

    names = [str(place) for place in used]
    for block in (BLOCK, len(data) + 1):
        try:
            read = csv.read_csv(
                pa.py_buffer(data),
                read_options=csv.ReadOptions(
                    column_names=[str(place) for place in range(width)],
                    use_threads=False,
                    block_size=block,
                ),
                parse_options=csv.ParseOptions(
                    delimiter=DIVIDER,
                    quote_char=False,
                    double_quote=False,
                    escape_char=False,
                    invalid_row_handler=other_width,
                ),
                convert_options=csv.ConvertOptions(
                    include_columns=names,
                    column_types=dict.fromkeys(names, pa.string()),
                    check_utf8=False,
                    strings_can_be_null=True,
                    null_values=[""],
                ),
            )
            break
        except pa.ArrowInvalid:
            # A line longer than a block is an error to Arrow; then all is one block.
            if block > len(data):
                raise
            ragged.clear()
    if ragged:
        return None
    if read.num_rows != count:
        raise Fault(f"{count:,} lines were read as {read.num_rows:,} rows.")
    return {int(name): _text(read[name].combine_chunks(), divided=True) for name in names}


def _fitting(
    plan: Plan, numbers: list[int], texts: list[str], notes: list[Rejected], *, commas: bool
) -> tuple[list[int], list[list[str]]]:
    """The fields of lines, each of the width that is due; what does not fit goes to `notes`.

    What was cut off at the end of a row, or is added to it, must be blank.
    """
    due = len(plan.names)
    kept: list[int] = []
    rows: list[list[str]] = []
    for number, text in zip(numbers, texts, strict=True):
        row = split(text, commas=commas)
        if row is None:
            notes.append(Rejected(number, plan.kind, UNCLOSED))
            continue
        count = len(row)
        if count < plan.least or (count > due and any(field.strip() for field in row[due:])):
            known = max(plan.shown - max(due - count, 0), 1)
            reason = f"{count} fields where {due} are due"
            notes.append(Rejected(number, shown(row, known), reason))
            continue
        kept.append(number)
        rows.append(row[:due] if count >= due else row + [""] * (due - count))
    return kept, rows


def _text(text: pa.Array, *, divided: bool = False) -> pa.Array:
    """Text without outer blanks; nothing is null. In what Arrow has divided nothing is null already."""
    if text.null_count == len(text):
        return text
    if divided and not _may_have_outer_blanks(text):
        return text
    trimmed = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _may_have_outer_blanks(text: pa.Array) -> bool:
    """Whether a value begins or ends with a blank, or with a letter that is not ASCII.

    Of an empty value the letters beside it are looked at, which are another's first or last.
    """
    begin, end = _span(text)
    letters = np.frombuffer(text.buffers()[2], np.uint8)[begin:end]
    offsets = np.frombuffer(text.buffers()[1], np.int32)
    places = offsets[text.offset : text.offset + len(text) + 1] - begin
    firsts, lasts = letters[np.minimum(places[:-1], len(letters) - 1)], letters[places[1:] - 1]
    return any(
        bool(edges.min() <= ord(" ") or edges.max() >= _ASCII_END) for edges in (firsts, lasts)
    )


def _span(text: pa.Array) -> tuple[int, int]:
    """Where its values begin and end in its buffer."""
    offsets = np.frombuffer(text.buffers()[1], np.int32)
    return int(offsets[text.offset]), int(offsets[text.offset + len(text)])


def _plain_money(text: pa.Array, kind: pa.DataType) -> pa.Array | None:
    """Amounts of digits, a point and a minus alone, read by Arrow; None if one may be another.

    Arrow takes more (1e3) and reads fewer forms (1,250.00) than `money` does; what both read, they
    read alike.
    """
    begin, end = _span(text)
    if pc.max(pc.binary_length(text)).as_py() > _LONGEST_PLAIN:
        return None
    if bytes(text.buffers()[2][begin:end]).translate(None, b"0123456789.-"):
        return None
    try:
        return pc.cast(text, kind)
    except pa.ArrowInvalid:
        return None


_ASCII_END: Final = 128
#: No amount of so many letters has more whole digits than `money` takes.
_LONGEST_PLAIN: Final = 14


def _read(
    text: pa.Array,
    kind: pa.DataType,
    read: Callable[[str], Any],
    name: str,
    faults: dict[int, str],
) -> pa.Array:
    """Values of another type. Each different text is read once; what cannot be is a fault.

    The reason does not repeat the value: in a row that is out of place it may be an address.
    """
    coded = text.dictionary_encode()
    values: list[Any] = []
    bad: dict[int, str] = {}
    for code, one in enumerate(coded.dictionary.to_pylist()):
        try:
            values.append(read(one))
        except ValueError as problem:
            values.append(None)
            bad[code] = f"{name} {problem}"
    if bad:
        for row, code in enumerate(coded.indices.to_pylist()):
            if code in bad:
                faults.setdefault(row, bad[code])
    return pa.array(values, kind).take(coded.indices)
