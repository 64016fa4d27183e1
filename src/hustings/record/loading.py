"""Loading: files into the record, all or nothing a snapshot, with every line accounted for."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from hustings import ids
from hustings.errors import Fault, HustingsError, Refused, RequestError, SourceError, quoted
from hustings.record.inputs import Input, Unpacked, unpacked
from hustings.record.layout import layout
from hustings.record.manifest import Snapshot
from hustings.record.writer import SnapshotWriter
from hustings.sources.pages import Page, Scope, page, recognise

if TYPE_CHECKING:
    import pyarrow as pa

    from hustings.record.store import Record

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)(?:-(\d\d))?(?!\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """One file to load and what is known of it beforehand; blanks are found out.

    as_of: the day through which it speaks, if somebody says so. published: the day on which the
    publisher last changed it, believed where neither the file nor its name says more.
    """

    item: Input
    source: str = ""
    scope: Scope = field(default_factory=dict)
    as_of: date | None = None
    url: str = ""
    published: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What became of one file.

    status: loaded, unchanged (its bytes were there already), unknown (no source knows its name),
    refused (it must not be taken for data) or failed; the last two with the error.
    units = loaded + rejected + skipped.
    """

    file: str
    status: str
    snapshot: Snapshot | None = None
    reasons: dict[str, int] = field(default_factory=dict)
    error: HustingsError | None = None


def load_all(
    record: Record, wanted: Iterable[Wanted], *, told: Callable[[Outcome], None] | None = None
) -> list[Outcome]:
    """Load files one by one; a file that fails leaves the others and the record as they were.

    Afterwards the tables that are derived from all snapshots (who is who) are brought up to date.
    """
    from hustings.record.derived import refresh

    outcomes = []
    if record.manifest.snapshots or (record.folder / "tmp").exists():
        record.sweep()
    for one in wanted:
        try:
            outcome = load_one(record, one)
        except Refused as problem:
            outcome = Outcome(file=one.item.shown, status="refused", error=problem)
        except HustingsError as problem:
            outcome = Outcome(file=one.item.shown, status="failed", error=problem)
        outcomes.append(outcome)
        if told is not None:
            told(outcome)
    if record.manifest.snapshots:
        refresh(record)
    return outcomes


def load_one(record: Record, wanted: Wanted) -> Outcome:
    """Load one file. Raises SourceError or RecordError, and then nothing has changed."""
    found = _source_of(wanted)
    if found is None:
        return Outcome(file=wanted.item.shown, status="unknown")
    described, scope = found
    try:
        with (
            record.scratch() as scratch,
            _RawKeeper(wanted.item, scratch / "raw") as keeper,
            unpacked(wanted.item, scratch) as bytes_,
        ):
            snapshot_id = bytes_.content_sha256[:16]
            known = record.reload().find(snapshot_id)
            if known is not None and _of_another_number(wanted, described, scope, known):
                snapshot_id = _own_id(bytes_, described.thing(scope))
                known = record.manifest.find(snapshot_id)
            if known is not None:
                _same_as_asked(wanted, described, scope, known)
                return Outcome(file=wanted.item.shown, status="unchanged", snapshot=known)
            return _load_new(record, wanted, described, scope, bytes_, keeper, snapshot_id)
    except OSError as problem:
        raise record.write_error(problem) from problem


def _of_another_number(wanted: Wanted, described: Page, scope: Scope, known: Snapshot) -> bool:
    """Whether the bytes are there as another filing: two equal notices differ in nothing but number.

    The number is in the file's name alone. A copy under another kind of name is no such filing.
    """
    return (
        "filing" in described.scope
        and known.source == described.id
        and wanted.source in {"", known.source}
        and not described.missing(scope)
        and known.scope != scope
    )


def _own_id(bytes_: Unpacked, thing: str) -> str:
    """The id of a second snapshot of the same bytes, which is a thing of its own."""
    return hashlib.sha256(f"{bytes_.content_sha256} {thing}".encode()).hexdigest()[:16]


def _same_as_asked(wanted: Wanted, described: Page, scope: Scope, known: Snapshot) -> None:
    """Bytes are one thing of one day for good; to ask for another is an error, and no silent load."""
    asked = _given_scope(described, wanted.scope)
    if (
        wanted.source not in {"", known.source}
        or any(known.scope.get(part) != scope[part] for part in asked)
        or (wanted.as_of and wanted.as_of.isoformat() != known.as_of)
    ):
        raise SourceError(
            f"its bytes are in the record already, as {known.thing} of {known.as_of}.",
            where=wanted.item.shown,
            next_step="To have them as something else, load them into another record.",
        )


def _given_scope(described: Page, given: Scope) -> Scope:
    """The scope that somebody asks for, in one spelling. Raises RequestError for what makes none."""
    read: Scope = {}
    for part, value in given.items():
        if part not in described.scope and (part != "yy" or "cycle" not in described.scope):
            takes = (
                f"It takes: {', '.join(described.scope)}." if described.scope else "It takes none."
            )
            raise RequestError(f"{described.id} has no scope {quoted(part)}.", next_step=takes)
        if part == "cycle":
            value = str(ids.parse_cycle(value))
        elif part == "congress":
            value = str(ids.parse_congress(value))
        elif part == "yy" and not re.fullmatch(r"\d\d", value, re.ASCII):
            raise RequestError(
                f"{quoted(value)} is not the end of a year.", next_step="Such as 24."
            )
        read[part] = value
    return described.normal_scope(read)


def _source_of(wanted: Wanted) -> tuple[Page, Scope] | None:
    if wanted.source:
        described = page(wanted.source)
        scope = described.match(wanted.item.name) or described.normal_scope(described.scope_values)
        return described, {**scope, **_given_scope(described, wanted.scope)}
    found = recognise(wanted.item.name, f"{wanted.item.file.parent.name}/{wanted.item.shown}")
    if found is None and wanted.item.member:
        # A zip is named for its data set (weball24.zip) even where its member is not.
        found = recognise(wanted.item.file.name.removesuffix(".zip"), str(wanted.item.shown))
    elif found is not None and wanted.item.member and found[0].missing(found[1]):
        # cn24.zip holds cn.txt: only the outer name says which cycle.
        outer = found[0].match(wanted.item.file.name.removesuffix(".zip")) or {}
        found = found[0], {**outer, **found[1]}
    if found is None:
        return None
    described, scope = found
    return described, {**scope, **_given_scope(described, wanted.scope)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Parsed:
    """What the reading of a file came to: the counts, in the writer, and rows by table."""

    writer: SnapshotWriter
    units: int
    tables: dict[str, int]

    def counts(self) -> dict[str, Any]:
        """The fields of a snapshot that its reading decides."""
        return {
            "unit": self.writer.unit,
            "units": self.units,
            "loaded": self.writer.loaded,
            "rejected": self.writer.rejected,
            "skipped": self.writer.skipped,
            "tables": self.tables,
            "skips": dict(self.writer.skips.most_common()),
            "layout": layout(self.tables),
        }


def parsed(
    described: Page, scope: Scope, bytes_: Unpacked, built: Path, snapshot_id: str, shown: str
) -> Parsed:
    """Read a file's bytes into tables in a folder. Raises SourceError if not a line could be read."""
    with SnapshotWriter(built, snapshot_id) as writer:
        for event in described.read(bytes_.file, scope):
            writer.take(event)
        tables = writer.finish()
    units = bytes_.lines if writer.units is None else writer.units
    told = writer.loaded + writer.rejected + writer.skipped
    if told != units:
        raise Fault(
            f"{told:,} of {units:,} {writer.unit} were accounted for; the file was not loaded.",
            where=shown,
        )
    if not writer.loaded and writer.rejected:
        reason = writer.reasons.most_common(1)[0][0]
        raise SourceError(
            f"not one of its {units:,} {writer.unit} could be read as {described.title}: {reason}",
            where=shown,
        )
    return Parsed(writer=writer, units=units, tables=tables)


def _load_new(
    record: Record,
    wanted: Wanted,
    described: Page,
    scope: Scope,
    bytes_: Unpacked,
    keeper: _RawKeeper,
    snapshot_id: str,
) -> Outcome:
    built = keeper.target.with_name("built")
    built.mkdir()
    read = parsed(described, scope, bytes_, built, snapshot_id, wanted.item.shown)
    keeper.finish()
    snapshot = Snapshot(
        id=snapshot_id,
        source=described.id,
        thing=described.thing(scope),
        scope=scope,
        as_of=_as_of(wanted, described, read.writer.as_of).isoformat(),
        retrieved=datetime.now(UTC).date().isoformat(),
        file=wanted.item.shown,
        raw=f"{bytes_.sha256[:2]}/{bytes_.sha256}{keeper.ending}",
        sha256=bytes_.sha256,
        content_sha256=bytes_.content_sha256,
        bytes=bytes_.file.size,
        url=wanted.url or _address(described, scope),
        **read.counts(),
    )
    fresh = record.commit(snapshot, built, keeper.target)
    return Outcome(
        file=wanted.item.shown,
        status="loaded" if fresh else "unchanged",
        snapshot=snapshot,
        reasons=dict(read.writer.reasons.most_common()),
    )


def _address(described: Page, scope: Scope) -> str:
    """Where the publisher gives this file, with the scope filled in; else where it is described."""
    parts = {**scope}
    if "cycle" in parts:
        parts["yy"] = parts["cycle"][-2:]
    try:
        return described.url.format(**parts) or described.about
    except (KeyError, IndexError):
        return described.about


def _as_of(wanted: Wanted, described: Page, told: date | None) -> date:
    """The day through which a file speaks: as asked, as the edition, file or name says, or today."""
    return (
        wanted.as_of
        or described.fixed_as_of()
        or told
        or day_in(wanted.item.name)
        or day_in(f"{wanted.item.file.parent.name}/{wanted.item.shown}")
        or wanted.published
        or datetime.now(UTC).date()
    )


def day_in(text: str) -> date | None:
    """The last date in a name: legislators-current.2020-12-01.yaml → 2020-12-01.

    A month alone (asof_2023-04) stands for its last day that surely was: the first.
    """
    days = []
    for year, month, day in _DAY.findall(text):
        try:
            days.append(date(int(year), int(month), int(day or 1)))
        except ValueError:
            continue
    return days[-1] if days else None


class _RawKeeper(threading.Thread):
    """Keeps the file as it came, on a thread of its own: packed files whole, others by zstd.

    It begins before it is known whether the record has the bytes already, so that hashing and
    packing share the time; if it has them, or the load fails, the work is dropped.
    """

    def __init__(self, item: Input, target: Path) -> None:
        super().__init__(daemon=True)
        self.file = item.file
        self.target = target
        self.packed = item.packed
        self.ending = (item.file.suffix.lower() or ".packed") if self.packed else ".zst"
        self._dropped = threading.Event()
        self._problem: Exception | None = None

    def __enter__(self) -> _RawKeeper:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._dropped.set()
        self.join()

    def finish(self) -> None:
        """Wait until all is kept. Raises what went wrong, such as OSError for a full disk."""
        self.join()
        if self._problem is not None:
            raise self._problem

    def run(self) -> None:
        try:
            with self.file.open("rb") as source, self._sink() as out:
                while (chunk := source.read(1 << 22)) and not self._dropped.is_set():
                    out.write(chunk)
        except Exception as problem:
            self._problem = problem

    def _sink(self) -> IO[bytes] | pa.NativeFile:
        import pyarrow as pa

        if self.packed:
            return self.target.open("wb")
        return pa.CompressedOutputStream(str(self.target), "zstd")
