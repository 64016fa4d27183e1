"""Itemised rows of a filing, made into Arrow columns a kind at a time."""

from __future__ import annotations

from dataclasses import dataclass
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

    from hustings.sources.fec.filing.layouts import Plan

TABLE: Final = "itemizations"


def schema() -> pa.Schema:
    """The columns of a batch: those of the table without `snapshot`."""
    whole = table(TABLE).schema()
    return pa.schema([field for field in whole if field.name != "snapshot"])


@dataclass(frozen=True, slots=True)
class _Piece:
    """Rows of one kind: their lines, their fields as columns by place, and a row's fields."""

    numbers: list[int]
    columns: dict[int, pa.Array]
    fields: Callable[[int], list[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Items:
    """Makes batches for one filing; `delimiter` divides the parts of a name in old versions."""

    filing: str
    delimiter: str

    def make(
        self, plan: Plan, numbers: list[int], texts: list[str], *, commas: bool
    ) -> tuple[list[pa.Table], list[Rejected]]:
        """The lines of one kind as tables, and those that cannot be read.

        Lines between 0x1C without quotes and of the width that is due are divided by Arrow.
        """
        bars = -1 if commas else len(plan.names) - 1
        plain = [text.count(DIVIDER) == bars and '"' not in text for text in texts]
        easy = [i for i, one in enumerate(plain) if one]
        hard = [i for i, one in enumerate(plain) if not one]
        made: list[pa.Table] = []
        notes: list[Rejected] = []
        if easy:
            lines = texts if len(easy) == len(texts) else [texts[i] for i in easy]
            columns = _divided(plan, lines)
            piece = _Piece(
                [numbers[i] for i in easy], columns, lambda row: lines[row].split(DIVIDER)
            )
            made.append(self._table(plan, piece, notes))
        if hard:
            kept, rows = _fitting(
                plan, [numbers[i] for i in hard], [texts[i] for i in hard], notes, commas=commas
            )
            if rows:
                fields = list(zip(*rows, strict=True))
                columns = {place: _text(pa.array(fields[place])) for place in _used(plan)}
                made.append(self._table(plan, _Piece(kept, columns, rows.__getitem__), notes))
        return made, notes

    def _table(self, plan: Plan, piece: _Piece, notes: list[Rejected]) -> pa.Table:
        count = len(piece.numbers)
        faults: dict[int, str] = {}
        constants = {
            "filing_id": self.filing,
            "schedule": plan.schedule,
            "form_line": plan.form_line,
        }
        made = {
            name: pa.repeat(pa.scalar(constants[name], pa.string()), count)
            if name in constants
            else self._column(plan, name, piece, faults)
            for name in schema().names
            if name not in {"line", "kind"}
        }
        made["kind"] = piece.columns[0]
        made["line"] = pa.array(piece.numbers, pa.int64())
        table_ = pa.table([made[name] for name in schema().names], schema=schema())
        if not faults:
            return table_
        for row, reason in sorted(faults.items()):
            fields = piece.fields(row)
            notes.append(Rejected(piece.numbers[row], shown(fields, plan.shown), reason))
        keep = np.ones(count, bool)
        keep[list(faults)] = False
        return table_.filter(pa.array(keep))

    def _column(self, plan: Plan, name: str, piece: _Piece, faults: dict[int, str]) -> pa.Array:
        kind = schema().field(name).type
        count = len(piece.numbers)
        places = plan.places.get(name)
        if places is None:
            return pa.array([False] * count) if name == "memo" else pa.nulls(count, kind)
        if name == "name":
            return self._names(plan, places, piece)
        text = piece.columns[places[0]]
        for place in places[1:]:
            text = pc.coalesce(text, piece.columns[place])
        if name == "memo":
            return pc.fill_null(pc.equal(pc.utf8_upper(text), "X"), False)
        if pa.types.is_decimal(kind):
            return _read(text, kind, money, plan.names[places[0]], faults)
        if pa.types.is_date(kind):
            return _read(text, kind, day, plan.names[places[0]], faults)
        return text

    def _names(self, plan: Plan, places: tuple[int, ...], piece: _Piece) -> pa.Array:
        """One name of each row: the organisation's, or a person's with the surname first."""
        nothing = pa.nulls(len(piece.numbers), pa.string())
        parts = dict.fromkeys((*_PARTS, "_name"), nothing)
        for place in places:
            name = plan.names[place]
            part = next((part for part in _PARTS if name.endswith(part)), "_name")
            parts[part] = piece.columns[place]
        group, last, first, middle, suffix = (parts[part] for part in _PARTS)
        given = _joined(_joined(first, " ", middle), " ", suffix)
        person = pc.if_else(
            pc.is_null(pc.coalesce(last, first)),
            pa.scalar(None, pa.string()),
            _joined(last, ", ", given),
        )
        old = parts["_name"]
        if old.null_count < len(old):
            coded = old.dictionary_encode()
            read = [old_name(text, self.delimiter) or None for text in coded.dictionary.to_pylist()]
            old = pa.array(read, pa.string()).take(coded.indices)
        return pc.coalesce(group, person, old)


def _joined(first: pa.Array, between: str, second: pa.Array) -> pa.Array:
    """Two texts joined where there are two, else the one there is."""
    both = pc.binary_join_element_wise(pc.fill_null(first, ""), pc.fill_null(second, ""), between)
    return pc.if_else(pc.is_null(first), second, pc.if_else(pc.is_null(second), first, both))


_PARTS: Final = ("_organization_name", "_last_name", "_first_name", "_middle_name", "_suffix")


def shown(fields: list[str], count: int) -> str:
    """What is kept of a rejected row: its first fields, which come before any address."""
    return " | ".join(field.strip() for field in fields[:count])


def _used(plan: Plan) -> list[int]:
    """The places of the fields that are read; the first is the kind."""
    return sorted({0, *(place for places in plan.places.values() for place in places)})


def _divided(plan: Plan, lines: list[str]) -> dict[int, pa.Array]:
    """The fields that are read, by place, of lines that all have the width that is due."""
    data = ("\n".join(lines) + "\n").encode()
    used = [str(place) for place in _used(plan)]
    read = csv.read_csv(
        pa.py_buffer(data),
        read_options=csv.ReadOptions(
            column_names=[str(place) for place in range(len(plan.names))],
            use_threads=False,
            block_size=len(data) + 1,
        ),
        parse_options=csv.ParseOptions(
            delimiter=DIVIDER, quote_char=False, double_quote=False, escape_char=False
        ),
        convert_options=csv.ConvertOptions(
            include_columns=used,
            column_types=dict.fromkeys(used, pa.string()),
            check_utf8=False,
            strings_can_be_null=True,
            null_values=[""],
        ),
    )
    if read.num_rows != len(lines):
        raise Fault(f"{len(lines):,} lines were read as {read.num_rows:,} rows.")
    return {int(name): _text(read[name].combine_chunks()) for name in used}


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


def _text(text: pa.Array) -> pa.Array:
    """Text without outer blanks; nothing is null."""
    text = pc.utf8_trim_whitespace(text)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


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
