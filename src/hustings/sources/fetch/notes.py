"""What is kept beside a download: the unfinished part, and a note of what was got and when.

For `NAME` in a folder: `NAME.part` is what has arrived of a file that is not finished,
`NAME.fetch.json` the note, `NAME.bad` a file that was refused, `.NAME.lock` the lock.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Self

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of a file as its server named it; length in bytes, None if not told."""

    url: str
    etag: str = ""
    last_modified: str = ""
    length: int | None = None

    @property
    def validator(self) -> str:
        """What proves to the server that a part is of this version ("" if nothing does).

        RFC 9110, 13.1.5: a weak ETag must not be used in If-Range.
        """
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


@dataclass(frozen=True, kw_only=True, slots=True)
class Finished:
    """The note of a whole file. host: the server that gave it, after redirects; retrieved: UTC."""

    version: Version
    host: str
    bytes: int
    sha256: str
    retrieved: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """What `NAME.fetch.json` says: of the whole file, and of the part that is under way."""

    finished: Finished | None = None
    partial: Version | None = None

    def to_json(self) -> dict[str, Any]:
        content: dict[str, Any] = {}
        if self.finished:
            content = asdict(self.finished.version) | {
                "length": self.finished.bytes,
                "host": self.finished.host,
                "sha256": self.finished.sha256,
                "retrieved": self.finished.retrieved.isoformat(),
            }
        if self.partial:
            content["partial"] = asdict(self.partial)
        return content

    @classmethod
    def from_json(cls, content: object) -> Self:
        """A note read back; what cannot be understood counts as not noted."""
        if not isinstance(content, dict):
            return cls()
        partial = content.get("partial")
        return cls(
            finished=_finished(content) if "sha256" in content else None,
            partial=_version(partial) if isinstance(partial, dict) else None,
        )


def _version(content: dict[str, Any]) -> Version:
    length = content.get("length")
    return Version(
        url=str(content.get("url", "")),
        etag=str(content.get("etag", "")),
        last_modified=str(content.get("last_modified", "")),
        length=length if isinstance(length, int) else None,
    )


def _finished(content: dict[str, Any]) -> Finished | None:
    try:
        return Finished(
            version=_version(content),
            host=str(content.get("host", "")),
            bytes=int(content["length"]),
            sha256=str(content["sha256"]),
            retrieved=datetime.fromisoformat(content["retrieved"]),
        )
    except (KeyError, TypeError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Desk:
    """The files of one download in its folder, and the moves between them."""

    folder: Path
    name: str

    @property
    def path(self) -> Path:
        return self.folder / self.name

    @property
    def part(self) -> Path:
        return self.folder / f"{self.name}.part"

    @property
    def bad(self) -> Path:
        return self.folder / f"{self.name}.bad"

    @property
    def lock(self) -> Path:
        return self.folder / f".{self.name}.lock"

    @property
    def note_path(self) -> Path:
        return self.folder / f"{self.name}.fetch.json"

    def note(self) -> Note:
        """The note, empty if there is none or it cannot be read: then all is fetched anew."""
        try:
            return Note.from_json(json.loads(self.note_path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return Note()

    def write_note(self, note: Note) -> None:
        """Replace the note at one stroke."""
        draft = self.folder / f".{self.name}.fetch.json.new"
        with draft.open("wb") as stream:
            stream.write(json.dumps(note.to_json(), indent=1).encode())
            _to_disk(stream)
        draft.replace(self.note_path)

    def arrived(self) -> int:
        """The bytes of the unfinished part."""
        try:
            return self.part.stat().st_size
        except FileNotFoundError:
            return 0

    def begin(self, version: Version | None) -> None:
        """Start a part of a version (None: one that cannot be resumed).

        The part is emptied before the note names the new version: at no time does the note say
        that older bytes are of it.
        """
        self.part.write_bytes(b"")
        self.write_note(replace(self.note(), partial=version))

    def drop_part(self) -> None:
        """Forget what has arrived."""
        self.part.unlink(missing_ok=True)
        note = self.note()
        if note.partial:
            self.write_note(replace(note, partial=None))

    def set_aside(self) -> Path:
        """Move the part out of the way, to be looked at."""
        self.part.replace(self.bad)
        self.drop_part()
        return self.bad

    def intact(self) -> Finished | None:
        """The note of the whole file, if the file on disk still is what was noted."""
        finished = self.note().finished
        try:
            if finished is None or self.path.stat().st_size != finished.bytes:
                return None
            return finished if sha256(self.path) == finished.sha256 else None
        except OSError:
            return None

    def finish(self, finished: Finished) -> None:
        """Make the part the file: on disk first, then renamed, then noted."""
        with self.part.open("rb+") as stream:
            _to_disk(stream)
        self.part.replace(self.path)
        if os.name == "posix":
            folder = os.open(self.folder, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        self.write_note(Note(finished=finished))
        self.bad.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _to_disk(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
