"""Remaking: tables of an older layout are made again from the bytes that the record kept.

A snapshot is remade whole or stays as it was: the new tables lie under a name of their own until the
manifest names them, at one stroke. What it says of itself (thing, day, order) stays.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.errors import HustingsError, RecordError
from hustings.record.inputs import Input, unpacked
from hustings.record.layout import older
from hustings.record.loading import parsed
from hustings.sources.pages import page

if TYPE_CHECKING:
    from hustings.record.manifest import Snapshot
    from hustings.record.store import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Remade:
    """What became of one snapshot: as it is now, or why it stayed as it was."""

    snapshot: Snapshot
    error: HustingsError | None = None


def remake(record: Record, *, told: Callable[[Remade], None] | None = None) -> list[Remade]:
    """Make the tables of all snapshots of an older layout again; one that fails leaves the others.

    When none is left, the tables derived from all snapshots are brought up to date. A crash loses the
    snapshot that it met, and that one is remade by the next call.
    """
    from hustings.record.derived import refresh

    record.reload()
    made = []
    for known in older(record):
        try:
            outcome = Remade(snapshot=_remade(record, known))
        except HustingsError as problem:
            outcome = Remade(snapshot=known, error=problem)
        except OSError as problem:
            outcome = Remade(snapshot=known, error=record.write_error(problem))
        made.append(outcome)
        if told is not None:
            told(outcome)
    if made:
        record.sweep()
    if made and not any(one.error for one in made):
        refresh(record)
    return made


def _remade(record: Record, known: Snapshot) -> Snapshot:
    with record.scratch() as scratch:
        item = _kept(record, known, scratch)
        with unpacked(item, scratch) as bytes_:
            if bytes_.content_sha256 != known.content_sha256:
                raise RecordError(
                    "the bytes kept of it are not those that were loaded.",
                    where=str(record.folder / "raw" / known.raw),
                    next_step="Load the file into a new record.",
                )
            built = scratch / "built"
            built.mkdir()
            read = parsed(page(known.source), known.scope, bytes_, built, known.id, known.file)
        fresh = replace(known, **read.counts())
        return record.commit_remade(fresh, built)


def _kept(record: Record, known: Snapshot, scratch: Path) -> Input:
    """The raw file as an input: the member of a zip that it was, unpacked bytes, or a .gz."""
    raw = record.folder / "raw" / known.raw
    if not raw.exists():
        raise RecordError(
            "its kept bytes are not there.", where=str(raw), next_step="Load the file again."
        )
    if raw.suffix == ".zip" and zipfile.is_zipfile(raw):
        with zipfile.ZipFile(raw) as archive:
            members = [one for one in archive.namelist() if known.file.endswith(f":{one}")]
        if not members:
            raise RecordError(f"no member of it is {known.file}.", where=str(raw))
        return Input(file=raw, shown=known.file, member=max(members, key=len))
    if raw.suffix != ".zst":
        return Input(file=raw, shown=known.file)
    import pyarrow as pa

    plain = scratch / "plain"
    plain.mkdir()
    file = plain / (known.file.rsplit("/", 1)[-1] or "file")
    with pa.CompressedInputStream(str(raw), "zstd") as source, file.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 22)
    return Input(file=file, shown=known.file)
