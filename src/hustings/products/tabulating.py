"""Tabulating a file: every contest of it decided by a rule, with reasons, from votes or ballots.

A file of returns gives tallies, which `contests.decide` decides; a cast vote record gives ranked
ballots, which `contests.tabulate` counts in rounds. What the file leaves open is said beside the
outcome; a contest with a line that cannot be read is not decided at all.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hustings.errors import RequestError, SourceError, quoted
from hustings.products.tabulating_ballots import of_ballots
from hustings.products.tabulating_returns import of_sheet
from hustings.products.tabulation import RANKED, Asked, Tabulation
from hustings.record.inputs import find, unpacked
from hustings.sources import cvr
from hustings.sources.pages import recognise
from hustings.sources.returns import plain, reading

if TYPE_CHECKING:
    from hustings.sources.files import SourceFile


def tabulate_file(path: str, asked: Asked) -> Tabulation:
    """Read a file of returns or of ballots and decide its contests.

    Raises SourceError for a file that cannot be read or is no result, RequestError where the rule
    is not known or no contest fits.
    """
    asked = asked.checked()
    if Path(path).is_dir():
        return of_ballots(Path(path), path, asked)
    inputs = list(find([Path(path)]))
    if len(inputs) != 1:
        raise RequestError(
            f"{quoted(path)} holds {len(inputs):,} files.",
            next_step="Unpack it and give one of them.",
        )
    with tempfile.TemporaryDirectory() as scratch, unpacked(inputs[0], Path(scratch)) as opened:
        file = opened.file
        if _holds_ballots(file, asked):
            where = Path(path)
            if opened.packed:
                where = Path(scratch) / file.name
                (Path(scratch) / "unpacked").rename(where)
            return of_ballots(where, file.path, asked)
        known = plain.Known(state=asked.state, day=asked.day, round=asked.round)
        return of_sheet(reading.read_sheet(file, known), asked)


def _holds_ballots(file: SourceFile, asked: Asked) -> bool:
    """Whether a file is a cast vote record rather than returns."""
    known = recognise(file.name, file.path)
    if known and known[0].id.startswith("returns."):
        return False
    with file.open() as stream:
        start = stream.read(65_536)
    bare = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    if bare[:1] == b"<":
        return b"CastVoteRecordReport" in start
    if bare[:1] in {b"{", b"["}:
        return any(
            mark in start
            for mark in (b"CVR.CastVoteRecordReport", b'"CVR"', b'"cvrFileSources"', b'"Sessions"')
        ) or file.name.startswith("CvrExport")
    if b"\0" in start or not bare or bare[:4] == b"%PDF":
        return False
    first_lines = start[: start.rfind(b"\n") + 1] or start
    try:
        form = cvr.form_of(first_lines, file.path)
    except SourceError:
        return False
    if form == "a column for each candidate":
        first = first_lines.decode("utf-8", "replace").splitlines()[0]
        return asked.rule == RANKED and bool(plain.lacking(plain.heading_of(first.split(","))))
    return True
