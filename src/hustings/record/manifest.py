"""The manifest: the one list of what is in the record, replaced atomically and last.

Nothing that the manifest does not name is part of the record; a file that was moved into place
before a crash and not yet named is an orphan, which the next load removes.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from hustings.errors import RecordError

FORMAT: Final = 1
NAME: Final = "manifest.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """One version of one thing: what file it was, what it says as of when, and what became of it.

    id: the first 16 hex digits of the SHA-256 of the unpacked bytes; of a second filing of the same
    bytes, those of that digest and the thing. sha256: that of the file as it came. units = loaded +
    rejected + skipped. tables: rows by table. skips: units by reason. layout: a digest of the
    tables' columns as they were written. rows: the name of its Parquet files, blank for the id.
    """

    id: str
    source: str
    thing: str
    scope: dict[str, str]
    as_of: str
    retrieved: str
    file: str
    raw: str
    sha256: str
    content_sha256: str
    bytes: int
    unit: str
    units: int
    loaded: int
    rejected: int
    skipped: int
    tables: dict[str, int]
    skips: dict[str, int] = field(default_factory=dict)
    url: str = ""
    sequence: int = 0
    layout: str = ""
    rows: str = ""

    @property
    def stem(self) -> str:
        """The name of its Parquet files, without the ending."""
        return self.rows or self.id

    @property
    def order(self) -> tuple[str, int]:
        """Which of two snapshots of one thing is newer: by as-of date, then as they were loaded."""
        return (self.as_of, self.sequence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """All snapshots of a record, in the order in which they were loaded."""

    snapshots: tuple[Snapshot, ...] = ()
    derived: dict[str, Any] = field(default_factory=dict)
    made_by: str = ""

    def with_snapshot(self, snapshot: Snapshot) -> Manifest:
        sequence = max((known.sequence for known in self.snapshots), default=0) + 1
        return replace(self, snapshots=(*self.snapshots, replace(snapshot, sequence=sequence)))

    def with_remade(self, snapshot: Snapshot) -> Manifest:
        """The same snapshots with one in the place of that of its id."""
        remade = tuple(snapshot if one.id == snapshot.id else one for one in self.snapshots)
        return replace(self, snapshots=remade)

    def with_derived(self, derived: dict[str, Any]) -> Manifest:
        return replace(self, derived=derived)

    def find(self, snapshot_id: str) -> Snapshot | None:
        return next((known for known in self.snapshots if known.id == snapshot_id), None)

    def visible(self, as_of: date | None) -> tuple[Snapshot, ...]:
        """Snapshots that speak of days up to `as_of`; all of them without a date."""
        if as_of is None:
            return self.snapshots
        limit = as_of.isoformat()
        return tuple(known for known in self.snapshots if known.as_of <= limit)

    def current(self, as_of: date | None = None) -> tuple[Snapshot, ...]:
        """The newest visible snapshot of each thing, in order of thing."""
        newest: dict[str, Snapshot] = {}
        for known in self.visible(as_of):
            other = newest.get(known.thing)
            if other is None or known.order > other.order:
                newest[known.thing] = known
        return tuple(newest[thing] for thing in sorted(newest))

    def to_json(self) -> str:
        """The manifest as JSON text, a snapshot a line: a folder's load writes it often."""
        lines = ",\n".join(
            json.dumps({name: getattr(known, name) for name in _FIELDS}) for known in self.snapshots
        )
        return (
            f'{{"format": {FORMAT},\n"made_by": {json.dumps(self.made_by)},\n'
            f'"derived": {json.dumps(self.derived)},\n"snapshots": [\n{lines}\n]}}\n'
        )


_FIELDS: Final = tuple(one.name for one in fields(Snapshot))


def read(folder: Path) -> Manifest:
    """The manifest of a record folder; an absent one is an empty record.

    Raises RecordError for a manifest that is not JSON, or of a newer format.
    """
    path = folder / NAME
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Manifest()
    except (OSError, UnicodeDecodeError) as problem:
        raise RecordError(f"the manifest cannot be read: {problem}.", where=str(path)) from problem
    except json.JSONDecodeError as problem:
        raise RecordError(
            "the manifest is not JSON.",
            where=str(path),
            next_step="The record's raw files are whole; load them again into a new record.",
        ) from problem
    version = raw.get("format") if isinstance(raw, dict) else None
    if not isinstance(version, int):
        raise RecordError("this is not a Hustings manifest.", where=str(path))
    if version > FORMAT:
        raise RecordError(
            f"the record was made by a newer Hustings (format {version}, this one reads {FORMAT}).",
            where=str(path),
            next_step="Upgrade Hustings, or name another record with --record.",
        )
    try:
        snapshots = tuple(Snapshot(**known) for known in raw["snapshots"])
    except (KeyError, TypeError) as problem:
        raise RecordError(f"the manifest is damaged: {problem}.", where=str(path)) from problem
    return Manifest(
        snapshots=snapshots, derived=raw.get("derived", {}), made_by=raw.get("made_by", "")
    )


def write(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest at one stroke: a reader sees the old one or the new one, whole."""
    temporary = folder / f"{NAME}.{os.getpid()}.new"
    with temporary.open("w", encoding="utf-8") as stream:
        stream.write(manifest.to_json())
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(folder / NAME)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make renames within a folder durable, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)
