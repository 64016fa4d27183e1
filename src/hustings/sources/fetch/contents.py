"""Is what arrived what was asked for: a sound zip, whole JSON, and no web page in its place."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What Python's zip reader raises when it meets damaged bytes.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError
)  # fmt: skip

#: Bytes that any zip may unpack to, whatever its ratio.
RATIO_FROM = 64 << 20


class UnfitError(Exception):
    """What arrived is not the file. `again`: fetching it once more may help."""

    def __init__(self, what: str, *, again: bool) -> None:
        super().__init__(what)
        self.again = again


def check(path: Path, name: str, *, zip_ratio: int, zip_bytes: int) -> None:
    """Look at the bytes of a finished download before they get their name. Raises UnfitError."""
    kind = PurePath(name).suffix.lower()
    with path.open("rb") as stream:
        start = stream.read(1024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 64))
        end = stream.read().rstrip()
    if not start and not end:
        raise UnfitError("the file is empty", again=True)
    if kind not in (".html", ".htm") and start.startswith((b"<!doctype html", b"<html")):
        raise UnfitError("a web page came in place of the file", again=False)
    if kind == ".json" and not end.endswith((b"]", b"}")):
        raise UnfitError("the JSON ends before its last bracket", again=True)
    if kind == ".zip":
        _check_zip(path, zip_ratio, zip_bytes)


def _check_zip(path: Path, ratio: int, limit: int) -> None:
    """Every member's checksum, after a look at the sizes: an archive can be made to explode."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > limit:
                raise UnfitError(
                    f"the zip would unpack to {unpacked:,} bytes, more than the {limit:,} allowed",
                    again=False,
                )
            packed = path.stat().st_size
            if unpacked > max(RATIO_FROM, packed * ratio):
                raise UnfitError(
                    f"the zip would unpack {packed:,} bytes to {unpacked:,}, "
                    f"more than {ratio} times its size",
                    again=False,
                )
            broken = archive.testzip()
    except _DAMAGE as problem:
        raise UnfitError(f"the zip is damaged ({problem})", again=True) from problem
    except (NotImplementedError, RuntimeError) as problem:
        raise UnfitError(f"the zip cannot be unpacked ({problem})", again=False) from problem
    if broken:
        raise UnfitError(f"the zip is damaged (the checksum of {broken} is wrong)", again=True)
