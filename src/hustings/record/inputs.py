"""Inputs: files, folders, .gz and .zip as people have them, unpacked within limits.

An archive is untrusted: what it unpacks to is bounded in bytes and in ratio, so that a zip bomb
is an error and not a full disk. A file is told by its first bytes, not by its ending.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from hustings.errors import RequestError, SourceError, quoted
from hustings.sources.files import SourceFile

CHUNK: Final = 1 << 20
#: No official file unpacks to more; the largest, itemised gifts of 2020, is about 15 GB.
MOST_BYTES: Final = 64 << 30
#: Text of this kind packs 8 to 20 times; a bomb packs a thousand times.
MOST_RATIO: Final = 400
RATIO_FROM: Final = 64 << 20
MOST_MEMBERS: Final = 10_000
#: The first bytes of a gzip file.
GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """One data file to load: where it lies, its shown path, and the member if it is in a zip."""

    file: Path
    shown: str
    member: str = ""

    @property
    def name(self) -> str:
        """The name that sources recognise: the base name without .gz or .zip."""
        base = self.member.rsplit("/", 1)[-1] if self.member else self.file.name
        for ending in (".gz", ".zip"):
            base = base.removesuffix(ending)
        return base

    @property
    def packed(self) -> bool:
        """Whether its bytes are unpacked before they are read. Raises SourceError for no file."""
        if not self.file.is_file():
            raise SourceError("it is not a regular file.", where=self.shown)
        with self.file.open("rb") as stream:
            return bool(self.member) or stream.read(2) == GZIP


def find(paths: list[Path]) -> Iterator[Input]:
    """Inputs below the given paths, folders walked in order of name; zips opened by member.

    Raises RequestError for a path that is not there.
    """
    for path in paths:
        if not there(path):
            raise RequestError(f"there is no file or folder {quoted(path)}.")
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders.sort()
                for name in sorted(names):
                    file = Path(folder) / name
                    yield from _open_up(file, str(file.relative_to(path)))
        elif path.is_file():
            yield from _open_up(path, path.name)
        else:
            raise RequestError(f"{quoted(path)} is neither a file nor a folder.")


def there(path: Path) -> bool:
    """Whether there is something of that name; a name that no system could have is not there."""
    try:
        return path.exists()
    except OSError:
        return False


def _open_up(file: Path, shown: str) -> Iterator[Input]:
    if file.suffix.lower() != ".zip" or not file.is_file():
        yield Input(file=file, shown=shown)
        return
    try:
        with zipfile.ZipFile(file) as archive:
            members = [item for item in archive.infolist() if not item.is_dir()]
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        # Told apart when it is unpacked: one broken zip must not end the walk of a folder.
        yield Input(file=file, shown=shown)
        return
    if len(members) > MOST_MEMBERS:
        raise SourceError(f"a zip of {len(members):,} members is not loaded.", where=shown)
    for item in members:
        yield Input(file=file, shown=f"{shown}:{item.filename}", member=item.filename)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unpacked:
    """An input's bytes at rest: hashes, size, number of lines, and the file to parse."""

    file: SourceFile
    sha256: str
    content_sha256: str
    lines: int
    packed: bool


@contextmanager
def unpacked(item: Input, scratch: Path) -> Iterator[Unpacked]:
    """Hash an input and, if it is packed, unpack it into the scratch folder for the while.

    Raises SourceError for a broken or boundless archive, an empty file, and what is no file.
    """
    packed = item.packed
    if item.member:
        with zipfile.ZipFile(item.file) as archive:
            info = archive.getinfo(item.member)
            if info.flag_bits & 1:
                raise SourceError("it is locked with a password.", where=item.shown)
            with archive.open(info) as stream:
                yield from _spooled(item, stream, scratch, info.compress_size)
    elif item.file.suffix.lower() == ".zip":
        raise SourceError(
            "it is not a whole zip file.",
            where=item.shown,
            next_step="The download may have been cut; fetch it again.",
        )
    elif packed:
        with gzip.open(item.file, "rb") as stream:
            yield from _spooled(item, stream, scratch, item.file.stat().st_size)
    else:
        digest, size, lines = _measure(item.file)
        _refuse_empty(size, item.shown)
        file = SourceFile(
            name=item.name, path=item.shown, size=size, opener=lambda: item.file.open("rb")
        )
        yield Unpacked(file=file, sha256=digest, content_sha256=digest, lines=lines, packed=False)


def _spooled(
    item: Input, stream: IO[bytes] | gzip.GzipFile, scratch: Path, packed_size: int
) -> Iterator[Unpacked]:
    target = scratch / "unpacked"
    digest = hashlib.sha256()
    size = newlines = 0
    last = b""
    try:
        with target.open("wb") as out:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > MOST_BYTES or (
                    size > RATIO_FROM and size > MOST_RATIO * max(packed_size, 1)
                ):
                    raise SourceError(
                        f"it unpacks to more than {MOST_RATIO} times its size; it was not loaded.",
                        where=item.shown,
                    )
                digest.update(chunk)
                newlines += chunk.count(b"\n")
                last = chunk[-1:]
                out.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile) as problem:
        raise SourceError(
            f"it cannot be unpacked: {problem}.",
            where=item.shown,
            next_step="The download may have been cut; fetch it again.",
        ) from problem
    _refuse_empty(size, item.shown)
    raw_digest, _, _ = _measure(item.file)
    file = SourceFile(name=item.name, path=item.shown, size=size, opener=lambda: target.open("rb"))
    yield Unpacked(
        file=file,
        sha256=raw_digest,
        content_sha256=digest.hexdigest(),
        lines=newlines + (last != b"\n"),
        packed=True,
    )


def _refuse_empty(size: int, shown: str) -> None:
    if size == 0:
        raise SourceError("the file is empty.", where=shown)


def _measure(path: Path) -> tuple[str, int, int]:
    """SHA-256, size in bytes and number of lines (a last line without its end counts)."""
    import numpy as np

    digest = hashlib.sha256()
    size = newlines = 0
    last = b"\n"
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(4 * CHUNK):
            digest.update(chunk)
            size += len(chunk)
            newlines += int(np.count_nonzero(np.frombuffer(chunk, np.uint8) == ord("\n")))
            last = chunk[-1:]
    return digest.hexdigest(), size, newlines + (last != b"\n")
