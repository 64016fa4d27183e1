"""The record on disk: a folder of raw snapshots, Parquet tables and a manifest.

raw/ab/ab12….zst   every file's bytes as they came, by SHA-256 (packed ones are left as they are)
tables/TABLE/SNAPSHOT.parquet   rows made from one snapshot
manifest.json      what is current; replaced atomically, last
tmp/               work in progress; swept when its owner is gone
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hustings.errors import HustingsError, RecordError, RequestError, quoted
from hustings.record import manifest as manifests
from hustings.record.manifest import Manifest, Snapshot
from hustings.version import VERSION

if TYPE_CHECKING:
    from hustings.record.view import View

LOCK_SECONDS: Final = 900
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Record:
    """A record in a folder. Opening one makes nothing; the first load does.

    Many readers and one writer at a time may use it: readers see the manifest that stood when
    they opened; writers wait for the lock.
    """

    def __init__(self, folder: Path, *, must_exist: bool = False) -> None:
        self.folder = folder
        if folder.exists() and not folder.is_dir():
            raise RecordError("it is a file, not a record folder.", where=str(folder))
        if must_exist and not (folder / manifests.NAME).exists():
            raise RecordError(
                "there is no record here.",
                where=str(folder),
                next_step="Load files with: hustings load PATH",
            )
        self.manifest = manifests.read(folder)

    @property
    def empty(self) -> bool:
        return not self.manifest.snapshots

    def reload(self) -> Manifest:
        """Read the manifest again, as after another process's load."""
        self.manifest = manifests.read(self.folder)
        return self.manifest

    def table_file(self, name: str, snapshot: Snapshot | str) -> Path:
        """Where a snapshot's rows of a table lie."""
        key = snapshot if isinstance(snapshot, str) else snapshot.stem
        return self.folder / "tables" / name / f"{key}.parquet"

    def view(self, as_of: date | None = None) -> View:
        """The tables as they stood on a day (today's knowledge without one), ready for SQL."""
        from hustings.record.view import View

        return View.of_record(self, as_of)

    @contextmanager
    def locked(self, wait_seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the record's one lock for writing. The system frees it when a process dies."""
        from filelock import FileLock, Timeout

        with self.writable():
            lock = FileLock(self.folder / "lock", timeout=wait_seconds)
            try:
                lock.acquire()
            except Timeout as problem:
                raise RecordError(
                    "another load has held the record for a quarter of an hour.",
                    where=str(self.folder),
                    next_step="Wait for it, or end it.",
                ) from problem
            try:
                yield
            finally:
                lock.release()

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Turn what the system says of full disks and closed folders into one clear sentence."""
        try:
            yield
        except OSError as problem:
            raise self.write_error(problem) from problem

    def write_error(self, problem: OSError) -> HustingsError:
        where = str(self.folder)
        if problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return RecordError(
                "the disk is full; nothing of this file was added and the record is whole.",
                where=where,
                next_step="Free some space and load again.",
            )
        if problem.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            return RecordError(
                "the record cannot be written.",
                where=where,
                next_step="Check its permissions, or name another record with --record.",
            )
        return RecordError(f"the system refused: {problem.strerror or problem}.", where=where)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder of one's own under tmp/, guarded by a lock so that sweepers leave it alone."""
        from filelock import FileLock

        home = self.folder / "tmp"
        with self.writable():
            home.mkdir(parents=True, exist_ok=True)
            name = uuid.uuid4().hex[:12]
            guard = FileLock(home / f"{name}.lock")
            guard.acquire()
            mine = home / name
            mine.mkdir()
        try:
            yield mine
        finally:
            shutil.rmtree(mine, ignore_errors=True)
            guard.release()
            (home / f"{name}.lock").unlink(missing_ok=True)

    def commit(self, snapshot: Snapshot, built: Path, raw: Path) -> bool:
        """Move a finished snapshot into place and name it in the manifest, at one stroke.

        Returns False, and changes nothing, if the same bytes are already in the record.
        """
        with self.locked():
            current = self.reload()
            if current.find(snapshot.id) is not None:
                return False
            target = self.folder / "raw" / snapshot.raw
            if not target.exists():
                settle(raw, target)
            for file in sorted(built.glob("*.parquet")):
                settle(file, self.table_file(file.stem, snapshot))
            self._publish(current.with_snapshot(snapshot))
        return True

    def commit_remade(self, snapshot: Snapshot, built: Path) -> Snapshot:
        """Put a snapshot's tables, made again, in the place of the old ones, at one stroke.

        The old files stay until the next sweep, as a reader may be at them. Raises RecordError if
        the snapshot is not in the record.
        """
        with self.locked():
            current = self.reload()
            if current.find(snapshot.id) is None:
                raise RecordError("it is not in the record any more.", where=snapshot.file)
            fresh = replace(snapshot, rows=f"{snapshot.id}-{snapshot.layout[:8]}")
            for file in sorted(built.glob("*.parquet")):
                settle(file, self.table_file(file.stem, fresh))
            self._publish(current.with_remade(fresh))
        return fresh

    def _publish(self, manifest: Manifest) -> None:
        made = Manifest(
            snapshots=manifest.snapshots, derived=manifest.derived, made_by=f"hustings {VERSION}"
        )
        manifests.write(self.folder, made)
        self.manifest = made

    def publish_derived(self, derived: dict[str, object]) -> None:
        """Name newly derived tables in the manifest beside the others. The caller holds the lock."""
        self._publish(self.manifest.with_derived({**self.manifest.derived, **derived}))

    def sweep(self) -> int:
        """Remove what crashes left behind: orphans and dead scratch folders. Returns how many."""
        from filelock import FileLock, Timeout

        if not self.folder.exists():
            return 0
        swept = 0
        with self.locked():
            current = self.reload()
            raws = {known.raw for known in current.snapshots}
            ids = {known.stem for known in current.snapshots} | {
                str(entry["file"]) for entry in current.derived.values()
            }
            for file in (self.folder / "raw").glob("*/*"):
                if str(file.relative_to(self.folder / "raw")) not in raws:
                    file.unlink()
                    swept += 1
            for file in (self.folder / "tables").glob("*/*"):
                if file.stem not in ids:
                    file.unlink()
                    swept += 1
            for file in self.folder.glob(f"{manifests.NAME}.*.new"):
                file.unlink()
                swept += 1
            for guard in (self.folder / "tmp").glob("*.lock"):
                try:
                    with FileLock(guard, timeout=0):
                        shutil.rmtree(guard.with_suffix(""), ignore_errors=True)
                except Timeout:
                    continue
                guard.unlink(missing_ok=True)
                swept += 1
        return swept


def settle(file: Path, place: Path) -> None:
    """Move a finished file into its place whole, so that it outlasts a crash from then on."""
    place.parent.mkdir(parents=True, exist_ok=True)
    _durable(file)
    file.replace(place)
    manifests.sync_folder(place.parent)


def _durable(file: Path) -> None:
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def default_folder() -> Path:
    """The user's data folder for Hustings, or HUSTINGS_RECORD."""
    named = os.environ.get("HUSTINGS_RECORD")
    if named:
        return local_folder(named)
    from platformdirs import user_data_path

    return user_data_path("hustings", appauthor=False) / "record"


def local_folder(named: str) -> Path:
    """A folder of this machine. Raises RequestError for an address, which can only be read."""
    if "://" in named:
        raise RequestError(
            f"the record {quoted(named)} is an address; records are made and looked after in folders.",
            next_step="Name a folder; figures of an address are read with --engine spark.",
        )
    return Path(named)


def parse_day(text: str) -> date:
    """A date as the command line takes it: 2024-11-25, and no other form. Raises RequestError."""
    if _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise RequestError(f"{quoted(text)} is not a date.", next_step="Write it as 2024-11-25.")
